"""From lines on a page to blocks in reading order: the one place where text layers and recognisers meet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from extractors.document import Block, Kind, Note, Struct, ink
from extractors.pages.asides import without_asides
from extractors.pages.columns import Stack, order_confidence, reading_order
from extractors.pages.drawn import is_flat, rulings
from extractors.pages.forms import placeholder, split_at_tables, with_forms
from extractors.pages.furniture import set_aside
from extractors.pages.headings import by_regions, ranked
from extractors.pages.line import Line
from extractors.pages.paragraphs import paragraphs
from extractors.pages.pieces import (
    Piece,
    block_of,
    by_height,
    correction_notes,
    on_one_line,
    with_remarks,
    without_signs,
    without_twins,
)
from extractors.pages.regions import page_regions
from extractors.pages.remarks import part_by_colour
from extractors.pages.rows import letter_height
from extractors.pages.tables import Table, aligned_tables, ruled_tables

Box = tuple[float, float, float, float]  # x0, y0, x1, y1


class Arranged(Struct):
    """One page's blocks in reading order. read: ink of the lines that came in; order_confidence: 0 to 1."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    order_confidence: float = 1.0
    read: int = 0


def arrange(lines: Sequence[Line], *, page: int, width: float, height: float, unit: str,
            image: np.ndarray | None = None, rules: Sequence[Box] = ()) -> Arranged:
    """Blocks of one page, ids "p{page}b{n}".

    lines: in the page's space (width x height, unit "pt" or "px"), any order. image: the upright page, RGB uint8 of
    the same width and height when unit is "px"; rulings, buttons and cards are looked for in it when it is given.
    rules: ruling lines that the file itself tells of, as thin boxes in the page's space.
    """
    kept, notes = without_twins(lines, page=page)
    drawn = rulings(image) if image is not None else tuple(rules)
    body = letter_height(kept)
    kept, signs = without_signs(kept, body=body, page_side=min(width, height))
    tables, content = ruled_tables(kept, drawn, unit=body) if drawn else ([], kept)
    surrounds: list[Piece] = []
    remarks: list[tuple[Line, Line]] = []
    if unit == "px":
        furnished = set_aside(content, width=width, height=height, image=image)
        content = list(furnished.content)
        surrounds = [Piece(paragraph=on_one_line(group), kind=Kind.FURNITURE) for group in furnished.furniture]
        content, remarks = part_by_colour(content, image) if image is not None and is_flat(image) else (content, [])
    more, content = aligned_tables(content)
    stacks = _ordered(content, [*tables, *more], screen=unit == "px")
    pieces = ranked(with_remarks(_pieces(stacks), remarks), body=body)
    if image is not None:
        pieces = by_regions(pieces, partial(page_regions, image), height=height)
    pieces = [*by_height(pieces, surrounds), *signs]
    blocks = tuple(block_of(piece, page=page, number=number) for number, piece in enumerate(pieces, start=1))
    return Arranged(blocks=blocks, notes=(*notes, *correction_notes(pieces, blocks)),
                    order_confidence=order_confidence([item for item in stacks if isinstance(item, Stack)]),
                    read=sum(ink(line.text) for line in lines))


def _ordered(content: Sequence[Line], tables: Sequence[Table], *, screen: bool) -> list[Stack | Table]:
    """Stacks, tables and forms in reading order; lists of other things to look at are set apart on screens."""
    stacks = reading_order([*content, *(placeholder(table, number) for number, table in enumerate(tables))])
    if screen:
        stacks = without_asides(stacks)
    return with_forms(split_at_tables(stacks, tables))


def _pieces(stacks: Sequence[Stack | Table]) -> list[Piece]:
    pieces: list[Piece] = []
    for item in stacks:
        if isinstance(item, Table):
            pieces.append(Piece(kind=Kind.TABLE, table=item))
        else:
            pieces += _of_stack(item)
    return pieces


def _of_stack(stack: Stack) -> list[Piece]:
    aside = stack.role == "aside"
    return [Piece(paragraph=paragraph, role=stack.role,
                  kind=Kind.FURNITURE if aside else Kind.LIST if paragraph.mark else Kind.TEXT)
            for paragraph in paragraphs(stack.lines)]
