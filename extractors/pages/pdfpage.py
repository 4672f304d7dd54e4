"""What a PDF page holds besides its plain text: words only in pictures, words no one sees, remarks, lost pages."""

from __future__ import annotations

from extractors.document import Action, Block, Kind, Note, Page, PageBox, ink
from extractors.pages.line import Line
from extractors.pages.pieces import box_of
from extractors.pages.reading import PageReading
from extractors.pages.sheets import Sheet

INSIDE = 0.5  # share of a recognised line's box that lies on a line of the text layer when both are the same words


def merged(sheet: Sheet, reading: PageReading) -> tuple[list[Line], list[Note]]:
    """The layer's lines and the recognised lines that the layer lacks; a note for those that it has."""
    scale = sheet.layer.width / reading.width
    found = [_scaled(line, scale) for line in reading.lines]
    doubled = [line for line in found if any(_share_inside(line, other) > INSIDE for other in sheet.layer.lines)]
    new = [line for line in found if line not in doubled]
    notes = [Note(action=Action.DROPPED, stage="merge", place=box_of(doubled, page=sheet.number),
                  reason="the same words are in the text layer", before="\n".join(line.text for line in doubled),
                  characters=sum(ink(line.text) for line in doubled))] if doubled else []
    return [*sheet.layer.lines, *new], notes


def unseen_blocks(sheet: Sheet, *, after: int) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The page's hidden words as one SUSPECT block, with a note. after: number of the page's last block."""
    hidden = sheet.layer.hidden
    if not hidden:
        return (), ()
    text = "\n".join(line.text.strip() for line in hidden)
    block = Block(id=f"p{sheet.number}b{after + 1}", kind=Kind.SUSPECT, text=text, origin=hidden[0].origin,
                  place=box_of(hidden, page=sheet.number), confidence=0.0)
    note = Note(action=Action.DOUBTED, stage="textlayer", place=block.place, before=text, after=text,
                reason="words in the file that no one sees on the page: unpainted, transparent or tiny")
    return (block,), (note,)


def remarks_of(sheet: Sheet) -> tuple[Note, ...]:
    """Reviewers' notes on the page: read, and no part of it."""
    place = PageBox(page=sheet.number, x0=0, y0=0, x1=sheet.layer.width, y1=sheet.layer.height)
    return tuple(Note(action=Action.DROPPED, stage="pdf", place=place, reason="a comment laid over the page",
                      before=remark, characters=ink(remark)) for remark in sheet.remarks)


def lost_page(number: int, message: str) -> tuple[Page, Note]:
    """The record of a page that could not be read."""
    page = Page(number=number, width=0.0, height=0.0, unit="pt", read_by="keep", reason="lost", order_confidence=0.0)
    note = Note(action=Action.DOUBTED, stage="pdf", place=PageBox(page=number, x0=0, y0=0, x1=0, y1=0),
                reason=f"the page was not read: {message}")
    return page, note


def damaged_page(sheet: Sheet, damage: str) -> Note:
    """The note of a page that was read although something in it is broken."""
    place = PageBox(page=sheet.number, x0=0, y0=0, x1=sheet.layer.width, y1=sheet.layer.height)
    return Note(action=Action.DOUBTED, stage="pdf", place=place,
                reason=f"the page is damaged, words may be missing: {damage}")


def _scaled(line: Line, scale: float) -> Line:
    return Line(text=line.text, x0=line.x0 * scale, y0=line.y0 * scale, x1=line.x1 * scale, y1=line.y1 * scale,
                confidence=line.confidence, origin=line.origin, size=line.size * scale, marks=line.marks)


def _share_inside(line: Line, other: Line) -> float:
    across = min(line.x1, other.x1) - max(line.x0, other.x0)
    down = min(line.y1, other.y1) - max(line.y0, other.y0)
    area = max((line.x1 - line.x0) * (line.y1 - line.y0), 1e-6)
    return max(across, 0) * max(down, 0) / area
