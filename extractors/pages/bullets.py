"""Bullets that recognisers leave out: a small sign before a line's words that is drawn and was not read.

Detectors cut diamonds, arrows and dots off, and recognisers skip them; without them the items of a list run together.
A sign counts when others stand at the same place before other lines: one alone may be an icon.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from extractors.pages.markers import marker
from extractors.pages.reading import Text
from extractors.pages.rows import spaceless

BULLET = "• "
REACH = 2.2  # line heights to the left of the words in which a bullet stands
LEAST, MOST = 0.08, 0.8  # of the line's box height, either side of a bullet; letters fill 0.7 of the box
BEFORE = {True: 0.5, False: 0.4}  # line heights from the middle of the first letter, Chinese or not, to a bullet's end
ROOM = 0.15  # line heights between a bullet and the words
SAME_PLACE, SAME_SIZE = 0.4, 0.3  # line heights: bullets of one list stand and measure alike
ALIKE = 2  # signs at one place that make a list
CONTRAST = 0.35  # of the letters' own contrast


class _Sign(msgspec.Struct, frozen=True):
    """A sign before line `number`. x: its middle, pixels; side: its longer side, line heights; height: of the line."""

    number: int
    x: float
    side: float
    height: float


def with_bullets(image: np.ndarray, quads: np.ndarray, texts: Sequence[Text]) -> list[Text]:
    """The texts, a bullet put before those that have one on the page (RGB) and none in their words."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    boxes = np.concatenate([quads.min(axis=1), quads.max(axis=1)], axis=1) if len(quads) else np.zeros((0, 4))
    signs = [sign for number, text in enumerate(texts) if text.text.strip() and not marker(text.text.lstrip())
             if (sign := _sign(grey, boxes, number, text))]
    listed = {sign.number for sign in signs if sum(_alike(sign, other) for other in signs) >= ALIKE}
    return [_marked(text) if number in listed else text for number, text in enumerate(texts)]


def _alike(one: _Sign, other: _Sign) -> bool:
    unit = min(one.height, other.height)
    return abs(one.x - other.x) <= SAME_PLACE * unit and abs(one.side - other.side) <= SAME_SIZE


def _marked(text: Text) -> Text:
    spots = (0.0,) * len(BULLET) + text.spots if text.spots else ()
    return Text(text=BULLET + text.text.lstrip(), spots=spots,
                marks=(1.0,) * len(BULLET) + text.marks[len(text.text) - len(text.text.lstrip()):])


def _sign(grey: np.ndarray, boxes: np.ndarray, number: int, text: Text) -> _Sign | None:
    """The one small sign that stands before the line's first letter with room around it."""
    x0, y0, x1, y1 = boxes[number]
    height = y1 - y0
    if x1 - x0 < 2 * height:
        return None
    first = text.spots[0] * (x1 - x0) if text.spots else BEFORE[True] * height
    end = x0 + first - BEFORE[spaceless(text.text.lstrip()[0])] * height
    start = max(0.0, x0 - REACH * height, _nearest_end(boxes, number))
    strip = grey[max(0, int(y0)):int(y1) + 1, int(start):max(int(end), 0)]
    if strip.shape[1] < ROOM * height or strip.shape[0] < 4:
        return None
    found = _only_blob(_inked(strip, grey[max(0, int(y0)):int(y1) + 1, int(x0):int(x1) + 1]), ROOM * height)
    if found is None:
        return None
    left, top, right, bottom = found
    sides = (right - left) / height, (bottom - top) / height
    if not all(LEAST <= side <= MOST for side in sides) or not ROOM * height <= strip.shape[1] - left:
        return None
    return _Sign(number=number, x=start + (left + right) / 2, side=max(sides), height=height)


def _nearest_end(boxes: np.ndarray, number: int) -> float:
    """Where the nearest line to the left on this row ends."""
    x0, y0, _, y1 = boxes[number]
    beside = (boxes[:, 1] < y1) & (boxes[:, 3] > y0) & (boxes[:, 2] <= x0 + 0.2 * (y1 - y0))
    beside[number] = False
    return float(boxes[beside, 2].max(initial=0.0))


def _inked(strip: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Where the strip differs from its ground as the line's letters do from theirs."""
    ground = float(np.median(line))
    contrast = float(np.percentile(np.abs(line.astype(np.float32) - ground), 97))
    return np.abs(strip.astype(np.float32) - float(np.median(strip))) > max(CONTRAST * contrast, 12.0)


def _only_blob(inked: np.ndarray, room: float) -> tuple[int, int, int, int] | None:
    """The box of the ink where all of it is one blob that ends `room` before the right edge and touches no side."""
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(columns) or columns[0] == 0 or rows[0] == 0 or rows[-1] == inked.shape[0] - 1:
        return None
    if np.diff(columns).max(initial=0) > room or columns[-1] >= inked.shape[1] - 1:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
