"""What travels between rendering, reading and layout of a page, and what an engine must offer. No work is done here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from extractors.document import Engine, Note, PageBox, Struct
from extractors.pages.line import Line


class PageTask(Struct):
    """A page to be rendered and read by a worker. page: 1-based; of a picture file, its frame. dpi: of PDF pages."""

    path: str
    page: int = 1
    dpi: int = 200


class Text(Struct):
    """What a recogniser makes of one line image.

    marks: confidence of each character; spots: where its middle is, 0 to 1 along the line.
    """

    text: str
    marks: tuple[float, ...]
    spots: tuple[float, ...] = ()

    @property
    def confidence(self) -> float:
        return sum(self.marks) / len(self.marks) if self.marks else 0.0


class OcrEngine(Protocol):
    """A guest that finds lines and reads them. Built by `factory(options, threads=n)`, kept for many pages."""

    def describe(self) -> Engine:
        """Its name, version and the options that matter."""

    def detect(self, image: np.ndarray) -> np.ndarray:
        """Quads of text lines in an RGB uint8 image (H, W, 3): float32 (N, 4, 2), from top left, clockwise, pixels."""

    def recognise(self, crops: Sequence[np.ndarray]) -> list[Text]:
        """The text of each upright line image (RGB uint8), in the same order."""


class PageReading(Struct):
    """One page as it was read.

    lines: in the space of the image as it was given (width x height). upright: the same lines, in the same order, in
    the space of the page turned and straightened (upright_width x upright_height): what layout works on. matrix:
    3x3 by rows, upright to original. turned: degrees clockwise that made it upright. read: ink of all that the
    engine gave, whatever became of it. damage: what of the page was found broken though it could be drawn.
    """

    page: int
    lines: tuple[Line, ...]
    width: int
    height: int
    upright: tuple[Line, ...]
    upright_width: int
    upright_height: int
    matrix: tuple[float, ...]
    turned: float
    notes: tuple[Note, ...]
    engine: Engine
    read: int
    damage: str = ""

    def to_original(self, box: PageBox) -> PageBox:
        """A box of the upright page as a box of the image that was given: the one around its four corners there."""
        across = np.array([box.x0, box.x1, box.x1, box.x0])
        down = np.array([box.y0, box.y0, box.y1, box.y1])
        x, y, depth = np.reshape(self.matrix, (3, 3)) @ np.stack([across, down, np.ones(4)])
        x, y = x / depth, y / depth
        return PageBox(page=box.page, x0=float(x.min()), y0=float(y.min()), x1=float(x.max()), y1=float(y.max()))
