"""Small documents for the tests of the analyzers, built from plain words."""

from __future__ import annotations

from analyzers.posting import Posting
from analyzers.reading import Reading
from analyzers.structure import postings
from analyzers.view import view_of, whole
from extractors.document import Anchor, Block, Document, Kind, Origin, TimeSpan


def block(text: str, *, number: int = 0, kind: Kind = Kind.TEXT, confidence: float = 1.0) -> Block:
    place = Anchor(path=f"line {number}")
    return Block(id=f"b{number}", kind=kind, text=text, place=place, origin=Origin.MARKUP, confidence=confidence)


def document(text: str, *, language: str = "", titles: tuple[str, ...] = ()) -> Document:
    """A block a line; the lines named in `titles` are title blocks."""
    lines = [line for line in text.split("\n") if line.strip()]
    blocks = tuple(
        block(line, number=n, kind=Kind.TITLE if line in titles else Kind.TEXT) for n, line in enumerate(lines)
    )
    return Document(source="test", media_type="text/plain", blocks=blocks, language=language)


def with_data(text: str, leaves: dict[str, str]) -> Document:
    """The same with machine-readable leaves: path in the JobPosting -> value."""
    data = tuple(
        Block(
            id=f"d{n}",
            kind=Kind.DATA,
            text=value,
            place=Anchor(path=f"jsonld[0].{path}"),
            origin=Origin.MARKUP,
            confidence=1.0,
        )
        for n, (path, value) in enumerate(leaves.items())
    )
    plain = document(text)
    return Document(source="test", media_type="text/html", blocks=plain.blocks + data)


def call(*turns: tuple[str, str], language: str = "zh") -> Document:
    """A call: (speaker, words) in order, ten seconds a turn."""
    blocks = tuple(
        Block(
            id=f"t{n}",
            kind=Kind.TURN,
            text=words,
            place=TimeSpan(start=10.0 * n, end=10.0 * n + 9),
            origin=Origin.ASR,
            confidence=0.9,
            speaker=speaker,
            language=language,
        )
        for n, (speaker, words) in enumerate(turns)
    )
    return Document(source="call", media_type="audio/flac", blocks=blocks, language=language, seconds=10.0 * len(turns))


def reading(text: str, language: str = "") -> Reading:
    made = document(text, language=language)
    return Reading(view_of(made, whole(made)))


def posting(text: str, language: str = "") -> Posting:
    found = postings(document(text, language=language))
    assert len(found) == 1
    return found[0]
