"""What recognisers and text layers give before layout: lines with their place, in the page's own space."""

from __future__ import annotations

from extractors.document import Origin, Struct


class Line(Struct):
    """One line of text as it lies on the page.

    x0, y0, x1, y1: its upright box in the page's units, origin top left. size: letter height (font size or box
    height). confidence: 0 to 1. bold, font: from text layers only. marks: confidence of every character of `text`,
    empty when the engine does not tell.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    origin: Origin
    size: float = 0.0
    bold: bool = False
    font: str = ""
    marks: tuple[float, ...] = ()
