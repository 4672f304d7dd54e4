"""From lines on a page to blocks in reading order: the one place where text layers and recognisers meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.columns import Stack, order_confidence, reading_order
from extractors.document import Block, Kind, Note, Struct, ink
from extractors.headings import ranked
from extractors.line import Line
from extractors.paragraphs import paragraphs
from extractors.pieces import Piece, block_of, correction_notes, without_twins
from extractors.rows import letter_height

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
    stacks = reading_order(kept)
    pieces = ranked([piece for stack in stacks for piece in _pieces(stack)], body=letter_height(kept))
    blocks = tuple(block_of(piece, page=page, number=number) for number, piece in enumerate(pieces, start=1))
    return Arranged(blocks=blocks, notes=(*notes, *correction_notes(pieces, blocks)),
                    order_confidence=order_confidence(stacks), read=sum(ink(line.text) for line in lines))


def _pieces(stack: Stack) -> list[Piece]:
    return [Piece(paragraph=paragraph, kind=Kind.LIST if paragraph.mark else Kind.TEXT, role=stack.role)
            for paragraph in paragraphs(stack.lines)]
