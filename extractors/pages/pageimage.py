"""How a page lies in its picture: quarter turns, perspective, skew; and the way back from the upright page.

Pure functions of images and points. Images are RGB uint8 (H, W, 3); points and quads are float32 in pixels, origin
top left; a quad is (4, 2) from top left, clockwise. A matrix is 3x3, as a tuple of nine by rows, and maps points of
the upright page to points of the picture as it was given.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from extractors.weights import PAGE_ORIENTATION, locate

Matrix = tuple[float, ...]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

_MEAN = np.array((0.485, 0.456, 0.406), np.float32)
_STD = np.array((0.229, 0.224, 0.225), np.float32)
ORIENTATION_SIDE = 224  # pixels: what the model was trained on
ORIENTATION_SHORT = 256
ORDINARY_ASPECT = 1.6  # windows of a page longer than this are looked at instead of the whole
WINDOWS = 3

SKEW_LIMIT = 12.0  # degrees: beyond it a line is vertical text or no line at all
SKEW_FLOOR = 0.15  # degrees: below it, straightening moves no line by its own height (150 px line: 0.4 px)
SKEW_ASPECT = 4.0  # a box this much longer than high tells an angle

FAINT = 100  # grey levels between the darkest and the lightest of a page: with fewer, lines are found twice or not
BLANK = 12  # grey levels: a page with fewer is empty, and its noise is not to be made clear

SHEET_WORK_SIDE = 640  # pixels: the sheet is looked for in a picture this small
SHEET_SHARE = (0.25, 0.985)  # of the picture, that a photographed sheet covers
SHEET_SLANT = 0.4  # degrees: with every side nearer to the picture's own there is no perspective to undo
SHEET_CONTRAST = 30  # grey levels between the sheet and what it lies on


def quarter_turned(image: np.ndarray, degrees: int) -> np.ndarray:
    """The image turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, k=-(degrees // 90) % 4))


def quarter_matrix(width: int, height: int, degrees: int) -> np.ndarray:
    """From the image turned clockwise by `degrees` back to the image of width x height (3x3)."""
    return np.array({
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        90: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
        180: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        270: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
    }[degrees % 360], np.float64)


def content_turn(image: np.ndarray) -> tuple[int, float]:
    """By how many degrees clockwise the content lies turned (0, 90, 180, 270), and how sure that is (0 to 1).

    Source of the model: PP-LCNet document orientation. On a page of no ordinary shape, the windows with most strokes
    are asked, for the model answers "0" to anything on a very tall page.
    """
    chances = np.mean([_orientation(window) for window in _windows(image)], axis=0)
    best = int(np.argmax(chances))
    return best * 90, float(chances[best])


def _windows(image: np.ndarray) -> list[np.ndarray]:
    height, width = image.shape[:2]
    short, long = sorted((height, width))
    if long <= short * ORDINARY_ASPECT:
        return [image]
    side = min(long, int(short * 1.3))
    strokes = _strokes(image).sum(axis=1 if height > width else 0)
    starts = range(0, long - side + 1, max(1, side // 2))
    share = len(strokes) / long
    busiest = sorted(starts, key=lambda at: -strokes[int(at * share):int((at + side) * share)].sum())[:WINDOWS]
    return [image[at:at + side] if height > width else image[:, at:at + side] for at in busiest]


def _strokes(image: np.ndarray) -> np.ndarray:
    """Edges of a small copy, float32: where ink is, whatever its colour."""
    scale = min(1.0, 4000 / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    return np.abs(cv2.Laplacian(grey, cv2.CV_32F))


def _orientation(image: np.ndarray) -> np.ndarray:
    """Chances of 0, 90, 180, 270 from the whole image squeezed, and from its middle."""
    scale = ORIENTATION_SHORT / min(image.shape[:2])
    size = tuple(max(ORIENTATION_SIDE, round(side * scale)) for side in (image.shape[1], image.shape[0]))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    top, left = (small.shape[0] - ORIENTATION_SIDE) // 2, (small.shape[1] - ORIENTATION_SIDE) // 2
    middle = small[top:top + ORIENTATION_SIDE, left:left + ORIENTATION_SIDE]
    session = _orientation_session()
    batch = ((middle.astype(np.float32) / 255 - _MEAN) / _STD).transpose(2, 0, 1)[None]
    answer: np.ndarray = session.run(None, {session.get_inputs()[0].name: batch})[0][0]
    return answer


@lru_cache(maxsize=1)
def _orientation_session() -> Any:
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(locate(PAGE_ORIENTATION)), settings, providers=["CPUExecutionProvider"])


def sheet(image: np.ndarray) -> np.ndarray | None:
    """The corners of a bright sheet on a darker ground, as in a photo; None where there is no such sheet."""
    height, width = image.shape[:2]
    scale = SHEET_WORK_SIDE / max(height, width)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (7, 7), 0)
    _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    outline = max(contours, key=cv2.contourArea)
    share = cv2.contourArea(outline) / mask.size
    corners = _four_corners(outline)
    if corners is None or not SHEET_SHARE[0] <= share <= SHEET_SHARE[1] or not _stands_out(grey, corners):
        return None
    return None if _square(corners) else (corners / scale).astype(np.float32)


def _square(corners: np.ndarray) -> bool:
    """Whether all sides run along the picture's: a panel of a screenshot, nothing to flatten."""
    sides = np.abs(np.roll(corners, -1, axis=0) - corners)
    return bool((np.degrees(np.arctan2(sides.min(axis=1), sides.max(axis=1))) < SHEET_SLANT).all())


def _four_corners(outline: np.ndarray) -> np.ndarray | None:
    hull = cv2.convexHull(outline)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True).reshape(-1, 2)
        if len(corners) == 4 and cv2.contourArea(corners) > 0.93 * cv2.contourArea(hull):
            return ordered(corners.astype(np.float32))
    return None


def _stands_out(grey: np.ndarray, corners: np.ndarray) -> bool:
    inside = np.zeros_like(grey)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), (255,))
    around = cv2.bitwise_not(cv2.dilate(inside, np.ones((5, 5), np.uint8)))
    if not around.any():
        return False
    return float(np.median(grey[inside > 0])) - float(np.median(grey[around > 0])) >= SHEET_CONTRAST


def ordered(corners: np.ndarray) -> np.ndarray:
    """Four corners from top left, clockwise."""
    total, difference = corners.sum(axis=1), np.diff(corners, axis=1).ravel()
    return corners[[total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]]


def skew(quads: np.ndarray) -> float:
    """Degrees clockwise by which long lines fall to the right; the median, weighted by length. 0.0 without lines."""
    return _angles(quads)[0]


def bend(quads: np.ndarray) -> float:
    """How much the angles of long lines differ, degrees: perspective that is left. 0.0 without lines."""
    return _angles(quads)[1]


def _angles(quads: np.ndarray) -> tuple[float, float]:
    """(median of the lines' angles, mean distance from it), both weighted by length."""
    along = (quads[:, 1] - quads[:, 0] + quads[:, 2] - quads[:, 3]) / 2
    across = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    length = np.linalg.norm(along, axis=1)
    angles = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    telling = (length > SKEW_ASPECT * across) & (np.abs(angles) <= SKEW_LIMIT)
    if not telling.any():
        return 0.0, 0.0
    order = np.argsort(angles[telling])
    ranked, weights = angles[telling][order], length[telling][order]
    median = float(ranked[np.searchsorted(np.cumsum(weights), weights.sum() / 2)])
    return median, float(np.average(np.abs(ranked - median), weights=weights))


def flat_sheet(corners: np.ndarray) -> tuple[np.ndarray, int, int]:
    """(matrix from the flattened sheet to the picture, width, height) for a sheet's corners."""
    width = int(max(math.dist(corners[0], corners[1]), math.dist(corners[3], corners[2])))
    height = int(max(math.dist(corners[0], corners[3]), math.dist(corners[1], corners[2])))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(flat, corners.astype(np.float32)), width, height


def level(width: int, height: int, degrees: float) -> np.ndarray:
    """From the page turned back by `degrees` about its middle to the page as it lies (3x3); the size stays."""
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.vstack([turn, [0, 0, 1]])


def mapped(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points (..., 2) through a 3x3 matrix."""
    flat = np.asarray(points, np.float64).reshape(1, -1, 2)
    if not flat.size:
        return np.asarray(points, np.float32)
    return cv2.perspectiveTransform(flat, matrix).reshape(np.shape(points)).astype(np.float32)


def clear(image: np.ndarray) -> np.ndarray:
    """The image, its grey levels spread over the whole range when it uses little of it (faint scans, dim screens)."""
    low, high = np.percentile(image[::4, ::4], (0.5, 99.5))
    if not BLANK <= high - low < FAINT:
        return image
    table = np.clip((np.arange(256) - low) / max(high - low, 1.0) * 255, 0, 255).astype(np.uint8)
    return cv2.LUT(image, table)


def warped(image: np.ndarray, matrix: Matrix, width: int, height: int) -> np.ndarray:
    """The upright page of width x height, taken out of the picture."""
    if matrix == IDENTITY and image.shape[:2] == (height, width):
        return image
    return cv2.warpPerspective(image, np.reshape(matrix, (3, 3)), (width, height),
                               flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
