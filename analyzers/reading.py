"""What every fact finder is given: the view of a posting, its sections, and its machine-readable leaves."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from analyzers.anchors import windows
from analyzers.posting import SectionKind
from analyzers.sections.headings import Heading
from analyzers.sections.outline import Outline, outline
from analyzers.view import View
from extractors.document import Anchor, Block

HEAD_LINES = 8  # board pages put title, pay, place and demands into their first lines; an estimate
LONGEST_HEAD_LINE = 140  # characters; longer ones are prose


class Reading:
    """One posting as the finders see it. spoken: from a call."""

    def __init__(self, view: View, *, spoken: bool = False, headings: Sequence[Heading] | None = None) -> None:
        self.view = view
        self.flat = view.flat
        self.language = view.language
        self.cues = view.cues
        self.spoken = spoken
        self.outline: Outline = outline(view, headings)
        self.doubts: list[str] = []

    @cached_property
    def head(self) -> list[tuple[int, int]]:
        """The first lines, up to the first heading or the first long line."""
        stop = self.next_heading(0)
        lines = []
        for start, end in self.view.lines[:HEAD_LINES]:
            if start >= stop or end - start > LONGEST_HEAD_LINE:
                break
            lines.append((start, end))
        return lines

    def next_heading(self, offset: int) -> int:
        """Where the first heading at or behind `offset` begins; the text's length when there is none."""
        index = bisect_left(self.outline.headings, offset)
        return self.outline.headings[index] if index < len(self.outline.headings) else len(self.flat)

    def near(self, pattern: re.Pattern[str], cue: str, *, before: int, after: int) -> Iterator[re.Match[str]]:
        """Matches of `pattern` in the neighbourhood of a cue, in order; `before`, `after`: characters around it."""
        spans = self.cues.get(cue)
        return self._around(pattern, windows(spans, before, after, len(self.flat))) if spans else iter(())

    def _around(self, pattern: re.Pattern[str], spans: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
        for start, end in spans:
            yield from pattern.finditer(self.flat, start, end)

    def at(self, pattern: re.Pattern[str], cue: str) -> Iterator[re.Match[str]]:
        """Matches of `pattern` that begin where a cue begins, in order, none inside another."""
        spans = self.cues.get(cue)
        return self._from(pattern, spans) if spans else iter(())

    def _from(self, pattern: re.Pattern[str], spans: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
        reach, tried = 0, -1
        for start, _ in spans:
            match = pattern.match(self.flat, start) if start >= reach and start != tried else None
            tried = start
            if match:
                yield match
                reach = match.end()

    def opens_line(self, offset: int) -> bool:
        """Whether only white space stands before `offset` on its line."""
        return not self.flat[self.line_of(offset)[0] : offset].strip()

    def kind_at(self, offset: int) -> SectionKind:
        """The section's kind at `offset`; what a call says in one breath with its pay counts as no benefit."""
        kind = self.outline.kind_at(offset)
        return SectionKind.OTHER if self.spoken and kind is SectionKind.BENEFITS else kind

    def line_of(self, offset: int) -> tuple[int, int]:
        """Start and end of the line around `offset`."""
        start = self.flat.rfind("\n", 0, offset) + 1
        end = self.flat.find("\n", offset)
        return start, len(self.flat) if end < 0 else end

    @cached_property
    def leaves(self) -> dict[str, Block]:
        """Machine-readable leaves of a JobPosting by their path without indices: "baseSalary.value.minValue"."""
        found: dict[str, Block] = {}
        for block in self.view.data:
            if isinstance(block.place, Anchor):
                found.setdefault(_plain(block.place.path), block)
        return found

    def leaf(self, *names: str) -> Block | None:
        """The first leaf whose path ends with one of `names`, in the order of names."""
        for name in names if self.view.data else ():
            for path, block in self.leaves.items():
                if path == name or path.endswith("." + name):
                    return block
        return None


_INDEX = re.compile(r"\[\d+\]|@graph\.?")


def _plain(path: str) -> str:
    path = _INDEX.sub("", path)
    return path.removeprefix("jsonld").lstrip(".")
