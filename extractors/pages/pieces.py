"""Pieces of a page on their way to blocks: a paragraph with its kind, and the notes that joining left behind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Action, Block, Kind, Note, Origin, PageBox, Struct, Word, ink
from extractors.pages.hyphens import Joint
from extractors.pages.line import Line
from extractors.pages.paragraphs import Paragraph
from extractors.pages.rows import size_of
from extractors.pages.tables import Table, table_text

TWIN_OVERLAP = 0.6  # share of a box that a second copy of the same text covers (shadows, bold drawn twice)
SIGN_INK, SIGN_HEIGHT, SIGN_SHAPE = 2, 3.5, 3.0  # letters; times the body's letter height; times its own width
HUGE, LEAST_HUGE = 0.15, 64.0  # of the page's shorter side, and pixels: letters of posters stay under 0.12
SHAPES = frozenset("一二三丨口日田目回十丁囗〇")  # Chinese letters that rings, bars and boxes are read as
_TOKEN = re.compile(r"[A-Za-z0-9]+|[\u3400-\u9fff]+|[^\sA-Za-z0-9\u3400-\u9fff]+")


class Piece(Struct):
    """A paragraph or a table, what it is, and its level. role: that of its stack (see columns.py)."""

    kind: Kind
    paragraph: Paragraph | None = None
    table: Table | None = None
    level: int = 0
    role: str = "flow"

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.paragraph.lines if self.paragraph else self.table.lines if self.table else ()

    @property
    def joints(self) -> tuple[Joint, ...]:
        if self.table:
            return tuple(joint for cell in self.table.cells for joint in cell.joints)
        return self.paragraph.joints if self.paragraph else ()

    @property
    def top(self) -> float:
        return self.table.box[1] if self.table else min(line.y0 for line in self.lines)


def without_twins(lines: Sequence[Line], *, page: int) -> tuple[list[Line], list[Note]]:
    """The lines with words, and a note for every copy of a line that lies on the line itself."""
    kept: list[Line] = []
    notes: list[Note] = []
    seen: dict[str, list[Line]] = {}
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        if any(_covers(other, line) for other in seen.get(text, ())):
            notes.append(Note(action=Action.DROPPED, stage="layout", place=box_of([line], page=page),
                              reason="the same words lie twice on the same place", before=text, characters=ink(text)))
            continue
        seen.setdefault(text, []).append(line)
        kept.append(line)
    return kept, notes


def without_signs(lines: Sequence[Line], *, body: float, page_side: float) -> tuple[list[Line], list[Piece]]:
    """The lines, and apart from them what is drawn and was read as letters: edges of cards, rings, bars, gradients.

    page_side: the page's shorter side.
    """
    signs = [line for line in lines
             if line.origin is Origin.OCR and (_is_edge(line, body) or _is_shape(line, page_side))]
    taken = {id(line) for line in signs}
    return ([line for line in lines if id(line) not in taken],
            [Piece(kind=Kind.SUSPECT, paragraph=on_one_line([line])) for line in signs])


def _is_edge(line: Line, body: float) -> bool:
    """One or two letters in a tall thin box."""
    tall = line.y1 - line.y0
    return ink(line.text) <= SIGN_INK and tall > max(SIGN_HEIGHT * body, SIGN_SHAPE * (line.x1 - line.x0))


def _is_shape(line: Line, page_side: float) -> bool:
    """One simple letter, as large as no letter of a posting is."""
    simple = len(line.text) == 1 and (ord(line.text) < 0x3000 or line.text in SHAPES)
    return simple and line.y1 - line.y0 > max(HUGE * page_side, LEAST_HUGE)


def block_of(piece: Piece, *, page: int, number: int) -> Block:
    """The piece as a block of the page."""
    if piece.table:
        return _table_block(piece.table, page=page, number=number)
    paragraph = piece.paragraph
    assert paragraph is not None
    return Block(id=f"p{page}b{number}", kind=piece.kind, text=paragraph.text, level=piece.level,
                 place=box_of(paragraph.lines, page=page), origin=paragraph.lines[0].origin,
                 confidence=confidence_of(paragraph.lines), words=words_of(paragraph))


def _table_block(table: Table, *, page: int, number: int) -> Block:
    text, cells = table_text(table)
    x0, y0, x1, y1 = (round(value, 2) for value in table.box)
    return Block(id=f"p{page}b{number}", kind=Kind.TABLE, text=text, cells=cells,
                 place=PageBox(page=page, x0=x0, y0=y0, x1=x1, y1=y1), origin=table.lines[0].origin,
                 confidence=confidence_of(table.lines))


def on_one_line(lines: Sequence[Line]) -> Paragraph:
    """Lines of one row as a paragraph, with spaces between them."""
    text, starts = "", []
    for line in lines:
        text += " " if text else ""
        starts.append(len(text))
        text += line.text.strip()
    return Paragraph(text=text, lines=tuple(lines), starts=tuple(starts))


def by_height(pieces: Sequence[Piece], surrounds: Sequence[Piece]) -> list[Piece]:
    """The pieces in their order, each of the surrounds before the first piece that stands below it."""
    placed = list(pieces)
    for piece in sorted(surrounds, key=lambda piece: piece.top, reverse=True):
        at = next((index for index, other in enumerate(placed) if other.top >= piece.top), len(placed))
        placed.insert(at, piece)
    return placed


def with_remarks(pieces: Sequence[Piece], remarks: Sequence[tuple[Line, Line]]) -> list[Piece]:
    """The pieces, each remark behind the piece that holds its line: a title's pay behind the whole title."""
    placed = list(pieces)
    for line, remark in remarks:
        at = next((index for index, piece in enumerate(placed) if any(_holds(other, line) for other in piece.lines)),
                  len(placed) - 1)
        placed.insert(at + 1, Piece(kind=Kind.TEXT, paragraph=on_one_line([remark]), role="remark"))
    return placed


def _holds(one: Line, other: Line) -> bool:
    return (one.x0 <= other.x0 and one.x1 >= other.x1 and one.y0 <= other.y0 and one.y1 >= other.y1
            and other.text in one.text)


def correction_notes(pieces: Sequence[Piece], blocks: Sequence[Block]) -> list[Note]:
    """One note for each split word that was made whole."""
    return [
        Note(action=Action.CORRECTED, stage="paragraphs", place=block.place, reason="word split at the line's end",
             before=joint.before, after=joint.after, characters=ink(joint.before) - ink(joint.after), confidence=0.9)
        for piece, block in zip(pieces, blocks, strict=True)
        for joint in piece.joints
    ]


def box_of(lines: Sequence[Line], *, page: int) -> PageBox:
    return PageBox(page=page, x0=round(min(line.x0 for line in lines), 2), y0=round(min(line.y0 for line in lines), 2),
                   x1=round(max(line.x1 for line in lines), 2), y1=round(max(line.y1 for line in lines), 2))


def confidence_of(lines: Sequence[Line]) -> float:
    """Mean of the lines', weighed by ink."""
    weights = [max(ink(line.text), 1) for line in lines]
    total = sum(weight * line.confidence for weight, line in zip(weights, lines, strict=True))
    return round(total / sum(weights), 4)


def words_of(paragraph: Paragraph) -> tuple[Word, ...]:
    """The words with the confidence of their worst character, where the recogniser told it."""
    words = []
    for line, start in zip(paragraph.lines, paragraph.starts, strict=True):
        lead = len(line.text) - len(line.text.lstrip())
        if len(line.marks) != len(line.text):
            continue
        for token in _TOKEN.finditer(line.text):
            begin, end = start + token.start() - lead, start + token.end() - lead
            if begin >= 0 and paragraph.text[begin:end] == token.group():
                words.append(Word(start=begin, end=end,
                                  confidence=round(min(line.marks[token.start() : token.end()]), 4)))
    return tuple(words)


def _covers(one: Line, other: Line) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    area = max((other.x1 - other.x0) * (other.y1 - other.y0), 1e-6)
    same_size = abs(size_of(one) - size_of(other)) < 0.2 * size_of(one)
    return same_size and across > 0 and down > 0 and across * down > TWIN_OVERLAP * area
