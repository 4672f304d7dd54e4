"""From lines on a page to blocks in reading order: the one place where text layers and recognisers meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.document import Block, Kind, Note, PageBox, Struct, ink
from extractors.line import Line


class Arranged(Struct):
    """One page's blocks in reading order. read: ink of the lines that came in; order_confidence: 0 to 1."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    order_confidence: float = 1.0
    read: int = 0


def arrange(lines: Sequence[Line], *, page: int, width: float, height: float, unit: str,
            image: np.ndarray | None = None) -> Arranged:
    """Blocks of one page, ids "p{page}b{n}".

    lines: in the page's space (width x height, unit "pt" or "px"), any order. image: the upright page, RGB uint8 of
    the same width and height when unit is "px"; rulings, buttons and cards are looked for in it when it is given.
    """
    ordered = sorted((line for line in lines if line.text.strip()), key=lambda line: (line.y0, line.x0))
    blocks = tuple(_block(line, page=page, number=number) for number, line in enumerate(ordered, start=1))
    return Arranged(blocks=blocks, read=sum(ink(line.text) for line in lines))


def _block(line: Line, *, page: int, number: int) -> Block:
    place = PageBox(page=page, x0=line.x0, y0=line.y0, x1=line.x1, y1=line.y1)
    return Block(id=f"p{page}b{number}", kind=Kind.TEXT, text=line.text.strip(), place=place, origin=line.origin,
                 confidence=line.confidence)
