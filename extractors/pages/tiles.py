"""Lines of a page of any size: looked for at a scale that suits the letters, in overlapping tiles, each line once.

A tile never shrinks its letters because the page is long. A box cut by a tile's inner edge is dropped for the whole
one that the neighbour sees; lines are recognised after that, so that no text is ever read twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np

Detect = Callable[[np.ndarray], np.ndarray]

TILE = 1600  # pixels, longest side of what the detector sees at once
LOOK = 1280  # pixels of an ordinary page's long side at the first look: 15 development pages are read as well at 800 to
# 1600; 1600 takes twice as long, and below 1280 box heights come in steps that blur headings and text
OVERLAP = 192  # pixels of the scaled page: six lines of 32 px
LETTERS = 22.0  # pixels: height of a text box at which the detector is at its best
LETTERS_SMALL = 13.0  # below it lines get lost or run together: look again, larger
LETTERS_LARGEST = 2.5  # times that a page is enlarged at most
EDGE = 3.0  # pixels from a tile's inner edge: a box so near is cut
SAME_HEIGHT = 0.5  # of the smaller box's height shared by two views of one line


def find_lines(image: np.ndarray, detect: Detect) -> np.ndarray:
    """Quads (N, 4, 2) of all text lines, in the image's pixels."""
    scale = first_scale(image)
    quads = at_scale(image, detect, scale)
    better = better_scale(quads, scale)
    if better > scale * 1.25:
        quads = at_scale(image, detect, better)
    return quads


def first_scale(image: np.ndarray) -> float:
    """Pages of ordinary shape fit one tile; of long ones the narrow side does, as a page's would."""
    height, width = image.shape[:2]
    short, long = sorted((height, width))
    return min(1.0, LOOK / min(long, max(1, short) * 1.5))


def better_scale(quads: np.ndarray, scale: float) -> float:
    """The scale that brings the smaller letters to LETTERS pixels; `scale` itself when they are large enough."""
    if not len(quads):
        return min(1.0, scale * 2)
    small = float(np.percentile(heights(quads), 20)) * scale
    return min(scale * LETTERS / small, LETTERS_LARGEST) if small < LETTERS_SMALL else scale


def heights(quads: np.ndarray) -> np.ndarray:
    """Height of each quad, across its line."""
    return (np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1) + np.linalg.norm(quads[:, 2] - quads[:, 1], axis=1)) / 2


def at_scale(image: np.ndarray, detect: Detect, scale: float) -> np.ndarray:
    """Quads found in tiles of the image at `scale`."""
    found: list[np.ndarray] = []
    for tile, left, top, inner in _tiles(image, scale):
        quads = detect(tile)
        whole = np.array([not _cut(quad, inner) for quad in quads], bool)
        found.append((quads[whole] + (left, top)) / scale if len(quads) else np.zeros((0, 4, 2), np.float32))
    return once(found)


def _tiles(image: np.ndarray, scale: float) -> Iterator[tuple[np.ndarray, float, float, tuple[float, float]]]:
    """(tile, its left and top on the scaled page, its inner edges above and below, infinite where outer)."""
    height, width = (max(1, round(side * scale)) for side in image.shape[:2])
    for top in _starts(height):
        for left in _starts(width):
            right, bottom = min(left + TILE, width), min(top + TILE, height)
            part = image[int(top / scale):int(np.ceil(bottom / scale)), int(left / scale):int(np.ceil(right / scale))]
            way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
            tile = cv2.resize(part, (right - left, bottom - top), interpolation=way) if scale != 1 else part
            inner = (0.0 if top else -np.inf, float(bottom - top) if bottom < height else np.inf)
            yield tile, float(left), float(top), inner


def _starts(length: int) -> list[int]:
    """Where tiles begin along a side: spread evenly, overlapping by OVERLAP or more."""
    if length <= TILE:
        return [0]
    count = int(np.ceil((length - OVERLAP) / (TILE - OVERLAP)))
    return [round(n * (length - TILE) / (count - 1)) for n in range(count)]


def _cut(quad: np.ndarray, inner: tuple[float, float]) -> bool:
    """Whether a box touches an inner edge above or below: the neighbour sees it whole. Sides are joined instead."""
    (_, top), (_, bottom) = quad.min(axis=0), quad.max(axis=0)
    return bool(top <= inner[0] + EDGE or bottom >= inner[1] - EDGE)


def once(found: list[np.ndarray]) -> np.ndarray:
    """The quads of all tiles, two views of one line made one: the box around both."""
    merged = np.zeros((0, 4, 2), np.float32)
    for quads in found:
        fresh = []
        for quad in quads:
            twins = np.flatnonzero(_same_line(quad, merged))
            if len(twins):
                merged[twins[0]] = _around(quad, merged[twins[0]])
            else:
                fresh.append(quad)
        merged = np.concatenate([merged, np.array(fresh, np.float32).reshape(-1, 4, 2)])
    return merged


def _same_line(quad: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which of `others` (N, 4, 2) lie on the quad's line, slanted as it may be, and touch it: bool (N,)."""
    along = _unit(quad[1] - quad[0] + quad[2] - quad[3])
    axes = np.stack([along, (-along[1], along[0])], axis=1)  # along the line, across it
    mine, theirs = quad @ axes, others @ axes
    low, high = theirs.min(axis=1, initial=np.inf), theirs.max(axis=1, initial=-np.inf)
    touching = np.minimum(mine[:, 0].max(), high[:, 0]) > np.maximum(mine[:, 0].min(), low[:, 0])
    shared = np.minimum(mine[:, 1].max(), high[:, 1]) - np.maximum(mine[:, 1].min(), low[:, 1])
    return touching & (shared > SAME_HEIGHT * np.minimum(np.ptp(mine[:, 1]), high[:, 1] - low[:, 1]))


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-6)


def _around(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The longer of two views when it covers the other along the line, else the box around both, slanted as it is."""
    small, large = sorted((one, other), key=lambda quad: float(np.linalg.norm(quad[1] - quad[0])))
    along = _unit(large[1] - large[0] + large[2] - large[3])
    axes = np.stack([along, (-along[1], along[0])], axis=1)
    inner, outer = small @ axes, large @ axes
    slack = np.ptp(outer[:, 1]) / 4
    if inner[:, 0].min() >= outer[:, 0].min() - slack and inner[:, 0].max() <= outer[:, 0].max() + slack:
        return large
    both = np.concatenate([inner, outer])
    (x0, y0), (x1, y1) = both.min(axis=0), both.max(axis=0)
    return (np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]) @ axes.T).astype(np.float32)
