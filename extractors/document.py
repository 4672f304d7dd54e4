"""The types that travel: Source -> Document(Blocks, Notes). Small, frozen, each with a key to the one before.

Units: page boxes are in the page's own space, origin top left, x to the right, y down (PDF points for PDF pages,
pixels of the upright original for images); times are seconds from the start; confidence is 0 to 1; character
counts are of *ink* (characters that are not white space).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Union

import msgspec

from extractors.keys import content_key

BLOCK_SEPARATOR = "\n"  # the document's text is the join of its blocks' text with this
UNKNOWN_SPEAKER = "unknown"  # of words that fit nobody's voice


class Struct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every record that travels: frozen, by keyword, strict when read back."""


class Kind(StrEnum):
    """What a block is. The first group is the document's body; the others surround it and stay in it, labelled."""

    TITLE = "title"
    TEXT = "text"
    LIST = "list"  # one list item, its marker kept in the text
    TABLE = "table"  # cells joined by tab, rows by newline; `cells` says which is which
    CAPTION = "caption"
    CODE = "code"
    TURN = "turn"  # what one speaker says until another speaks
    DATA = "data"  # one value of machine-readable data (JSON-LD), its path in the Anchor
    HEADER = "header"
    FOOTER = "footer"
    FIGURE = "figure"
    FURNITURE = "furniture"  # status bars, navigation, buttons, cookie banners
    SUSPECT = "suspect"  # words that nobody may have said or written: kept, not used for facts


BODY_KINDS = frozenset({Kind.TITLE, Kind.TEXT, Kind.LIST, Kind.TABLE, Kind.CAPTION, Kind.CODE, Kind.TURN})


class Origin(StrEnum):
    """Where a block's text comes from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    ASR = "asr"
    MARKUP = "markup"


class PageBox(Struct, tag="page", tag_field="type"):
    """A rectangle on a page. page: 1-based; x0, y0, x1, y1 in the page's units."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class TimeSpan(Struct, tag="time", tag_field="type"):
    """A stretch of a recording, in seconds. channel: 0-based, -1 when the channels were mixed."""

    start: float
    end: float
    channel: int = -1


class Anchor(Struct, tag="anchor", tag_field="type"):
    """A place in structured text: "line 12", an xpath, "jsonld[0].baseSalary", a MIME part, "sheet!B3"."""

    path: str


Place = Union[PageBox, TimeSpan, Anchor]


class Word(Struct):
    """One word of a block with its own confidence. start, end: characters in the block's text.

    begins, ends: seconds (recordings only; 0.0 otherwise). approx: the time is interpolated, not measured.
    """

    start: int
    end: int
    confidence: float
    begins: float = 0.0
    ends: float = 0.0
    approx: bool = False


class Cell(Struct):
    """One cell of a table block. start, end: characters in the block's text; row, column: 0-based."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


class Block(Struct):
    """A piece of a document that reads as one: a paragraph, a list item, a table, a speaker's turn.

    level: heading depth (1 is the page's title) or list depth, 0 where it says nothing. language: "zh", "en",
    or "" when undecided. speaker: "" where nobody speaks, "unknown" where somebody does and who is not known.
    """

    id: str
    kind: Kind
    text: str
    place: Place
    origin: Origin
    confidence: float
    language: str = ""
    speaker: str = ""
    level: int = 0
    words: tuple[Word, ...] = ()
    cells: tuple[Cell, ...] = ()

    @property
    def in_body(self) -> bool:
        return self.kind in BODY_KINDS


class Action(StrEnum):
    """What a note tells of."""

    DROPPED = "dropped"  # was read and is in no block
    DOUBTED = "doubted"  # is in a block, and may be wrong
    CORRECTED = "corrected"  # is in a block, changed; both readings in the note
    DECIDED = "decided"  # a choice worth knowing: which engine, which order, why


class Note(Struct):
    """What was dropped, doubted, corrected or decided, where, and why.

    before: what was read; after: what stands in the block (empty for a drop). characters: ink that was read and
    stands in no block because of this note; negative where a correction added some.
    """

    action: Action
    stage: str
    place: Place
    reason: str
    before: str = ""
    after: str = ""
    characters: int = 0
    confidence: float = 0.0


class Page(Struct):
    """A page as it was met. number: 1-based; unit: "pt" or "px"; turned: degrees clockwise that made it upright.

    read_by: "keep", "ocr" or "merge" (text layer, recogniser, both). order_confidence: of the reading order.
    """

    number: int
    width: float
    height: float
    unit: str
    read_by: str
    reason: str = ""
    turned: float = 0.0
    order_confidence: float = 1.0


class Engine(Struct):
    """An engine that took part, with its version and the options that matter for its answer."""

    name: str
    version: str
    options: dict[str, str] = {}


class Source(Struct):
    """One input as it arrived. path: where its bytes lie now (not part of any key); origin: where it came from.

    media_type is told from the bytes, never from the name alone. received_at: ISO 8601, UTC. size in bytes.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    path: str
    origin: str = ""
    tags: tuple[str, ...] = ()
    received_at: str = ""

    @property
    def key(self) -> str:
        return self.sha256[:32]


class Evidence(Struct):
    """Words of a block: start, end are characters in that block's text."""

    block: str
    start: int
    end: int


class Document(Struct):
    """Everything that was read of one source, in reading order. read: ink characters that the engines gave.

    partial: "" when all of it was read, else what is missing and why. seconds: length of a recording, 0.0 otherwise.
    """

    source: str
    media_type: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    notes: tuple[Note, ...] = ()
    engines: tuple[Engine, ...] = ()
    language: str = ""
    read: int = 0
    partial: str = ""
    seconds: float = 0.0

    @property
    def key(self) -> str:
        return content_key("document", self)

    @property
    def text(self) -> str:
        return BLOCK_SEPARATOR.join(block.text for block in self.blocks)

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks that carry content; headers, footers, furniture, data and suspects left aside."""
        return tuple(block for block in self.blocks if block.in_body)

    def block(self, block_id: str) -> Block:
        """The block of that id. Raises KeyError for an id that is not the document's."""
        for block in self.blocks:
            if block.id == block_id:
                return block
        raise KeyError(block_id)

    def quote(self, evidence: Evidence) -> str:
        """The very words that the evidence points at."""
        return self.block(evidence.block).text[evidence.start : evidence.end]


def ink(text: str) -> int:
    """Number of characters that are not white space: what the ledger counts."""
    return len("".join(text.split()))


def balance(document: Document) -> int:
    """Ink read, less ink kept in blocks, less ink accounted for in notes. Zero in every sound document."""
    kept = sum(ink(block.text) for block in document.blocks)
    return document.read - kept - sum(note.characters for note in document.notes)
