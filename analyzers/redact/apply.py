"""One document is searched as a whole, so that a cue in one block finds the name in the next, and masked by block."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from analyzers.folding import fold
from analyzers.posting import Fact, Posting
from analyzers.redact import accounts, names, spoken
from analyzers.redact.hits import Hit, labels, separate
from analyzers.redact.mask import Mask, masked
from analyzers.redact.postings import PostingMasker
from analyzers.view import told_language
from extractors.document import BLOCK_SEPARATOR, Block, Document, Evidence, Note, balance

_ROLES = re.compile(
    r"(?i:unknown|(?:speaker|channel|caller|agent|recruiter|candidate|interviewer|hiring[_ ]manager|customer)[ _-]?"
    r"\w{0,2}|[a-z]|\d+|(?:说话人|发言人|招聘(?:者|官|顾问)?|候选人|面试官|顾问)\s?\w{0,2})?"
)
_PARTS = str.maketrans("_+", "  ")
_NO_PERSON = ("title", "employer", "department", "places", "level")  # what the posting reads as these is no name
_NO_NUMBER = ("pay", "requisition", "headcount", "posted", "apply_by", "experience")  # nor these a phone or an id


class Redacted(NamedTuple):
    """Text with its people masked, and how many of each kind there were."""

    text: str
    counts: dict[str, int]


class Masking(NamedTuple):
    """A document and its postings with people masked; counts by kind. The postings' evidence fits the document."""

    document: Document
    postings: tuple[Posting, ...]
    counts: dict[str, int]


def redact_text(text: str, *, language: str = "zh", names: tuple[str, ...] = ()) -> Redacted:
    """`text` with personal data masked. language: of the labels; names: people to mask wherever they stand."""
    hits = separate(_hits(fold(text), names))
    return Redacted(masked(text, hits, language).text, dict(Counter(hit.kind for hit in hits)))


def redact_name(name: str, *, language: str = "zh") -> str:
    """The name of a file with people masked: what parts its words reads as a space."""
    spaced = fold(name).translate(_PARTS)
    return masked(name, separate(_hits(spaced, ())), language).text


def redact_document(document: Document) -> Document:
    """The document with personal data masked, block by block: transcripts too. Offsets into it hold only for itself."""
    return redact(document, ()).document


def redact(document: Document, postings: Iterable[Posting]) -> Masking:
    """The document and its postings with personal data masked; quotes and offsets are those of the masked text."""
    found = tuple(postings)
    known, hits = _people(document, found)
    language = document.language or (found[0].language if found else told_language(document.text))
    masks = _masks(document, hits, language)
    blocks = _named_speakers(tuple(_masked_block(block, masks[block.id]) for block in document.blocks), document)

    def alone(text: str) -> str:
        return redact_text(text, language=language, names=known).text

    notes = tuple(_masked_note(note, alone) for note in document.notes)
    shown = msgspec.structs.replace(document, blocks=blocks, notes=notes)
    shown = msgspec.structs.replace(shown, read=shown.read + balance(document) - balance(shown))
    counts = dict(Counter(hit.kind for hit in hits))
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    masker = PostingMasker(document, shown, masks, alone)
    return Masking(shown, tuple(masker.masked(one, told) for one in found), counts)


def _hits(text: str, known: Iterable[str]) -> list[Hit]:
    return [*accounts.find(text), *spoken.find(text), *names.find(text, known)]


def _people(document: Document, postings: Sequence[Posting]) -> tuple[tuple[str, ...], list[Hit]]:
    """The names that stand more than once, and every hit in the document's text that is nothing else."""
    text = fold(document.text)
    skills = [skill for one in postings for skill in one.skills]
    taken = frozenset(word.lower() for skill in skills for word in (skill.canonical, skill.words))
    is_call = any(block.speaker for block in document.blocks)
    people = [fact.value.value for one in postings for fact in one.contacts if fact.value.kind == "person"]
    known = dict.fromkeys(map(fold, people))
    known |= dict.fromkeys(names.again(text, spoken=is_call, taken=taken))
    known |= dict.fromkeys(fold(block.speaker) for block in document.blocks if not _ROLES.fullmatch(block.speaker))
    no_person, no_number = _spans(document, postings)
    hits = separate(
        hit for hit in _hits(text, known) if not _inside(hit, no_person if hit.kind == "person" else no_number)
    )
    return tuple(known), hits


def _spans(document: Document, postings: Sequence[Posting]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Stretches of the document's text that are read as something else than people, and than their numbers."""
    starts = _starts(document)
    no_person = [item for one in postings for name in _NO_PERSON for item in _evidence(getattr(one, name))]
    no_person += [skill.evidence for one in postings for skill in one.skills]
    no_number = [item for one in postings for name in _NO_NUMBER for item in _evidence(getattr(one, name))]

    def placed(found: list[Evidence]) -> list[tuple[int, int]]:
        return [(starts[item.block] + item.start, starts[item.block] + item.end) for item in found]

    return placed(no_person), placed(no_number)


def _evidence(fact: object) -> tuple[Evidence, ...]:
    return fact.evidence if isinstance(fact, Fact) else ()


def _inside(hit: Hit, spans: list[tuple[int, int]]) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _starts(document: Document) -> dict[str, int]:
    """Where each block begins in the document's text."""
    starts, at = {}, 0
    for block in document.blocks:
        starts[block.id] = at
        at += len(block.text) + len(BLOCK_SEPARATOR)
    return starts


def _masks(document: Document, hits: Sequence[Hit], language: str) -> dict[str, Mask]:
    """The mask of every block. A hit that runs over the end of a block is one in each.

    language: of the labels where a block has none.
    """
    starts = list(_starts(document).values())
    parts: list[list[Hit]] = [[] for _ in document.blocks]
    for hit in hits:
        number = bisect_right(starts, hit.start) - 1
        while number < len(parts) and starts[number] < hit.end:
            base, length = starts[number], len(document.blocks[number].text)
            part = Hit(max(0, hit.start - base), min(length, hit.end - base), hit.kind)
            parts[number] += [part] if part.start < part.end else []
            number += 1
    return {
        block.id: masked(block.text, part, block.language or language)
        for block, part in zip(document.blocks, parts, strict=True)
    }


def _masked_block(block: Block, mask: Mask) -> Block:
    """The block with its text masked; its words and cells stand where their text now is."""
    if not mask.cuts:
        return block
    words = [msgspec.structs.replace(word, **_moved_ends(mask, word.start, word.end)) for word in block.words]
    once = tuple(word for number, word in enumerate(words) if number == 0 or word.start >= words[number - 1].end)
    cells = tuple(msgspec.structs.replace(cell, **_moved_ends(mask, cell.start, cell.end)) for cell in block.cells)
    return msgspec.structs.replace(block, text=mask.text, words=once, cells=cells)


def _moved_ends(mask: Mask, start: int, end: int) -> dict[str, int]:
    new_start, new_end = mask.span(start, end)
    return {"start": new_start, "end": new_end}


def _named_speakers(blocks: tuple[Block, ...], document: Document) -> tuple[Block, ...]:
    """Speakers that bear a name are numbered, so that the turns are still told apart."""
    people = dict.fromkeys(block.speaker for block in blocks if not _ROLES.fullmatch(block.speaker))
    label = labels(document.language or "en")["person"].strip("[]")
    numbered = {name: f"[{label} {number}]" for number, name in enumerate(people, start=1)}
    return tuple(
        msgspec.structs.replace(block, speaker=numbered[block.speaker]) if block.speaker in numbered else block
        for block in blocks
    )


def _masked_note(note: Note, alone: Callable[[str], str]) -> Note:
    return msgspec.structs.replace(note, before=alone(note.before), after=alone(note.after), reason=alone(note.reason))
