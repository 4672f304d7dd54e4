"""Tables that go on over the page's end: one block again, a row that was cut made whole."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document import Action, Block, Cell, Kind, Note, Page, PageBox, ink
from extractors.pages.hyphens import join_text
from extractors.pages.markers import marker

SAME_EDGE = 0.03  # of the page's width within which both parts begin and end
ENDS_LOW, BEGINS_HIGH = 0.6, 0.35  # of the page's height: where the first part must end, the second begin
SENTENCE_ENDS = "。；;！!？?.：:"

Rows = dict[int, list[tuple[Cell, str]]]


def joined_tables(blocks: Sequence[Block], pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The blocks with continued tables joined to their first part, and a note for each part that was joined."""
    done: list[Block] = []
    notes: list[Note] = []
    records = {page.number: page for page in pages}
    for block in blocks:
        before = _open_table(done)
        if before is not None and _goes_on(done[before], block, records, done[before + 1 :]):
            done[before], note = _joined(done[before], block)
            notes.append(note)
        else:
            done.append(block)
    return tuple(done), tuple(notes)


def _open_table(done: list[Block]) -> int | None:
    """Index of the last body block if it is a table."""
    index = next((index for index in reversed(range(len(done))) if done[index].in_body), None)
    return index if index is not None and done[index].kind is Kind.TABLE else None


def _goes_on(table: Block, block: Block, pages: dict[int, Page], between: Sequence[Block]) -> bool:
    """Whether `block` is the next part: first of the next page, same columns at the same places."""
    if block.kind is not Kind.TABLE or not isinstance(block.place, PageBox) or not isinstance(table.place, PageBox):
        return False
    last = max([table.place.page, *(other.place.page for other in between if isinstance(other.place, PageBox)
                                    and other.kind is Kind.FOOTER)])
    here, there = pages.get(table.place.page), pages.get(block.place.page)
    if block.place.page != last + 1 or not here or not there or not here.height or not there.height:
        return False
    slack = SAME_EDGE * here.width
    return (
        _columns(table) == _columns(block)
        and abs(table.place.x0 - block.place.x0) <= slack and abs(table.place.x1 - block.place.x1) <= slack
        and table.place.y1 >= ENDS_LOW * here.height and block.place.y0 <= BEGINS_HIGH * there.height
    )


def _columns(block: Block) -> int:
    return 1 + max((cell.column + cell.column_span - 1 for cell in block.cells), default=0)


def _rows(block: Block) -> Rows:
    rows: Rows = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append((cell, block.text[cell.start : cell.end]))
    return rows


def _joined(table: Block, block: Block) -> tuple[Block, Note]:
    above, below = list(_rows(table).values()), list(_rows(block).values())
    repeated = 0
    if above and below and _is_heading(above[0]) and [text for _, text in above[0]] == [text for _, text in below[0]]:
        repeated = sum(ink(text) for _, text in below.pop(0))
    if below and above and _is_rest(below[0], above[-1]):
        above[-1] = [(cell, _grown(text, rest)) for (cell, text), (_, rest) in
                     zip(above[-1], below.pop(0), strict=True)]
    text, cells = _text([*above, *below])
    note = Note(action=Action.DROPPED if repeated else Action.DECIDED, stage="tables", place=block.place,
                reason="the table goes on here; its repeated heading is left out" if repeated
                else "the table goes on here", after=table.id, characters=repeated)
    confidence = min(table.confidence, block.confidence)
    return msgspec.structs.replace(table, text=text, cells=cells, confidence=confidence, words=()), note


def _is_heading(row: list[tuple[Cell, str]]) -> bool:
    return any(text for _, text in row) and len({text for _, text in row}) > 1


def _is_rest(row: list[tuple[Cell, str]], last: list[tuple[Cell, str]]) -> bool:
    """Whether the row is the rest of the last one: its label is empty, and the last row's is not."""
    return len(row) == len(last) and not row[0][1] and bool(last[0][1]) and any(text for _, text in row)


def _grown(text: str, rest: str) -> str:
    """The cell's words with the rest of them: on a line of their own unless they go on in mid-sentence."""
    if not text or not rest:
        return text + rest
    if text[-1] in SENTENCE_ENDS or marker(rest):
        return f"{text}\n{rest}"
    first, _, others = rest.partition("\n")
    head, _, tail = text.rpartition("\n")
    whole, _, joints = join_text([tail, first])
    if joints:  # a hyphen was undone: keep the letters as they were read
        whole = f"{tail}{first}"
    return "\n".join(part for part in (head, whole, others) if part)


def _text(rows: list[list[tuple[Cell, str]]]) -> tuple[str, tuple[Cell, ...]]:
    text = ""
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        text += "\n" if number else ""
        for index, (cell, words) in enumerate(row):
            text += "\t" if index else ""
            cells.append(msgspec.structs.replace(cell, row=number, start=len(text), end=len(text) + len(words)))
            text += words
    return text, tuple(cells)
