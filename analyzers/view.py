"""One string for a slice of a document, with the way back from every character to its block.

Facts run their patterns on `View.flat`, which has the same length as `View.text`: full-width forms, dashes and
traditional characters are folded one to one, so an offset in one is the same offset in the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple, TypeVar

from analyzers.anchors import cues_met
from analyzers.automaton import Met, met
from analyzers.folding import fold, small
from analyzers.posting import Fact, Slice
from extractors.document import BODY_KINDS, Block, Document, Evidence, Kind

T = TypeVar("T")
Span = tuple[int, int]

_SHOWN = BODY_KINDS | {Kind.DATA, Kind.HEADER}


class Part(NamedTuple):
    """A stretch of one block inside the view. start, end: in the view's text; offset: where it begins in the block."""

    start: int
    end: int
    block: Block
    offset: int

    def evidence(self, start: int, end: int) -> Evidence:
        """Where the characters start to end of the view, all of them this part's, stand in the document."""
        shift = self.offset - self.start
        return Evidence(block=self.block.id, start=start + shift, end=end + shift)


class View:
    """The joined text of a slice: `text` as written, `flat` folded, `data` the machine-readable leaves by path."""

    def __init__(
        self,
        parts: Iterable[tuple[Block, int, int]],
        data: Iterable[Block] = (),
        language: str = "",
        labels: Iterable[int] = (),
    ) -> None:
        """labels: the parts, by number, that are the label of the part behind them: a colon reads between the two."""
        placed: list[Part] = []
        texts: list[str] = []
        at = 0
        for block, start, end in parts:
            words = block.text[start:end]
            placed.append(Part(at, at + len(words), block, start))
            texts.append(words)
            at += len(words) + 1
        self.parts = tuple(placed)
        self._starts = [part.start for part in placed]
        self.text = "\n".join(texts)
        kinds = {part.block.kind for part in placed}
        self.has_lists = Kind.LIST in kinds
        tables = Kind.TABLE in kinds
        self.flat = fold("\n".join(map(_labelled, placed)) if tables else self.text)
        for number in labels:
            end = placed[number].end
            self.flat = f"{self.flat[:end]}:{self.flat[end + 1 :]}"
        self.data = tuple(data)
        self.language = language or told_language(self.text)

    @cached_property
    def lower(self) -> str:
        """`flat` in small letters."""
        return small(self.flat)

    @cached_property
    def met(self) -> list[Met]:
        """Every word that rules hang on, in order of their ends."""
        return met(self.lower)

    @cached_property
    def cues(self) -> dict[str, list[Span]]:
        """Start and end of every word that facts hang on, by cue."""
        return cues_met(self.lower, self.met)

    def part_at(self, offset: int) -> Part:
        """The part that the character at `offset` belongs to."""
        return self.parts[bisect_right(self._starts, offset) - 1]

    def evidence(self, start: int, end: int) -> tuple[Evidence, ...]:
        """Where the characters start to end of this view stand in the document, one Evidence a block."""
        index = max(0, bisect_right(self._starts, start) - 1)
        if index < len(self.parts) and self.parts[index].start <= start < end <= self.parts[index].end:
            return (self.parts[index].evidence(start, end),)
        found: list[Evidence] = []
        while index < len(self.parts) and self.parts[index].start < end:
            part = self.parts[index]
            left, right = max(start, part.start), min(end, part.end)
            if left < right:
                found.append(part.evidence(left, right))
            index += 1
        return tuple(found)

    def words(self, start: int, end: int) -> str:
        """The words from start to end, parts of different blocks joined by a space: what the evidence quotes."""
        part = self.part_at(start)
        if end <= part.end:
            return self.text[start:end]
        shown = []
        for piece in self.evidence(start, end):
            block = next(part.block for part in self.parts if part.block.id == piece.block)
            shown.append(block.text[piece.start : piece.end])
        return " ".join(shown)

    def quoted(self, start: int, end: int) -> tuple[str, tuple[Evidence, ...]]:
        """The words from start to end and where they stand."""
        part = self.part_at(start)
        if start < end <= part.end:
            return self.text[start:end], (part.evidence(start, end),)
        return self.words(start, end), self.evidence(start, end)

    def trim(self, start: int, end: int, extra: str = "") -> tuple[int, int]:
        """The span without white space (and the characters of `extra`) at its ends."""
        text = self.text
        while start < end and (text[start].isspace() or text[start] in extra):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
            end -= 1
        return start, end

    def fact(self, value: T, start: int, end: int, confidence: float) -> Fact[T]:
        """A fact whose words are the characters start to end."""
        start, end = self.trim(start, end)
        words, evidence = self.quoted(start, end)
        sure = round(confidence * self.read_confidence(start), 3)
        return Fact(value=value, words=words, evidence=evidence, confidence=sure)

    def fact_of(self, value: T, spans: Iterable[tuple[int, int]], confidence: float) -> Fact[T]:
        """A fact whose words stand in several places; its confidence is no higher than the reader's there."""
        trimmed = [self.trim(start, end) for start, end in sorted(set(spans))]
        return Fact(
            value=value,
            words=" ".join(self.words(start, end) for start, end in trimmed),
            evidence=tuple(piece for start, end in trimmed for piece in self.evidence(start, end)),
            confidence=round(confidence * min(self.read_confidence(start) for start, _ in trimmed), 3),
        )

    def read_confidence(self, offset: int) -> float:
        """How sure the reader was of the block at `offset` (1.0 for text that was never recognised)."""
        return self.part_at(offset).block.confidence if self.parts else 1.0

    @cached_property
    def lines(self) -> list[Span]:
        """Start and end of every line that is not blank."""
        spans, at = [], 0
        for line in self.flat.split("\n"):
            if line and not line.isspace():
                spans.append((at, at + len(line)))
            at += len(line) + 1
        return spans


def _labelled(part: Part) -> str:
    """A part's words; in a table of two columns the tab reads as the colon behind a label."""
    words = part.block.text[part.offset : part.offset + part.end - part.start]
    if part.block.kind is not Kind.TABLE or "\t" not in words:
        return words
    pairs = all(row.count("\t") <= 1 for row in words.split("\n"))
    return words.replace("\t", ":") if pairs else words


def data_fact(block: Block, value: T, confidence: float = 0.99) -> Fact[T]:
    """A fact that a machine-readable leaf states: the whole leaf is its evidence."""
    evidence = (Evidence(block=block.id, start=0, end=len(block.text)),)
    return Fact(value=value, words=block.text, evidence=evidence, confidence=confidence)


def told_language(text: str) -> str:
    """ "zh" or "en" by the share of Chinese characters in the first 2000.

    0.12: Chinese postings full of English names stay above 0.2, English ones with a Chinese name below 0.03.
    """
    head = text[:2000]
    chinese = (len(head.encode("utf-8", "replace")) - len(head)) / 2  # such a character takes three bytes
    return "zh" if chinese > 0.12 * max(1, len(head)) else "en"


def whole(document: Document) -> Slice:
    """The slice that is all of the document's body."""
    parts = tuple(
        Evidence(block=block.id, start=0, end=len(block.text))
        for block in document.blocks
        if block.kind in _SHOWN and block.text
    )
    return Slice(document=document.key, index=0, parts=parts, confidence=1.0, reason="one posting")


def view_of(document: Document, cut: Slice, *, skip_speakers: frozenset[str] = frozenset()) -> View:
    """The view of one slice; the turns of `skip_speakers` are left out, DATA blocks are kept apart in `data`."""
    blocks = {block.id: block for block in document.blocks}
    parts: list[tuple[Block, int, int]] = []
    data: list[Block] = []
    labels: list[int] = []
    for number, piece in enumerate(cut.parts):
        block = blocks[piece.block]
        if block.kind is Kind.DATA:
            data.append(block)
        elif block.speaker not in skip_speakers:
            label = cut.labels[number] if cut.labels else None
            if label:
                labels.append(len(parts))
                parts.append((blocks[label.block], label.start, label.end))
            parts.append((block, piece.start, piece.end))
    return View(parts, data, document.language, labels)
