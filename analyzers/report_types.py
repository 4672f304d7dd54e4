"""What a report is made of: chapters of parts of lines, every line with what it answers and its quotes."""

from __future__ import annotations

from extractors.document import Struct
from extractors.keys import content_key

REPORT_VERSION = "1.0"


class Quote(Struct):
    """Words of the document. place: where they stand, for people ("page 2", "01:23"); confidence: of the reading."""

    words: str
    block: str
    start: int
    end: int
    place: str
    confidence: float


class Line(Struct):
    """One statement. role: "fact", "item", "point", "text", "code", "ask" or "gap" - how it is shown.

    label: what the text is ("Current stack"). answers: numbers of the duties and requirements it answers ("D1", "R3").
    entries: ids of the knowledge entries it comes from.
    """

    role: str
    text: str
    label: str = ""
    answers: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()


class Part(Struct):
    """Lines under one heading inside a chapter; heading "" for a chapter without parts."""

    heading: str
    lines: tuple[Line, ...]


class Chapter(Struct):
    number: int
    id: str
    title: str
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in self.parts for line in part.lines)


class Report(Struct):
    """An analysis of one posting in one language. outside: the role lies outside the knowledge base.

    writer: who worded it, "none" for plain composition. knowledge: version of the knowledge base.
    """

    posting: str
    document: str
    language: str
    title: str
    chapters: tuple[Chapter, ...]
    outside: bool
    knowledge: str
    writer: str = "none"
    notes: tuple[str, ...] = ()
    version: str = REPORT_VERSION

    @property
    def key(self) -> str:
        return content_key("report", self)

    def chapter(self, name: str) -> Chapter:
        """The chapter of that id. Raises KeyError for an id that the report does not have."""
        for chapter in self.chapters:
            if chapter.id == name:
                return chapter
        raise KeyError(name)
