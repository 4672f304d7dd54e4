"""From line boxes to text: cutting each line out upright, reading it, and looking again where the reading is doubtful.

A second look changes one thing at a time - the box, the polarity, the contrast - and the more confident reading
stands: light letters on dark ground, pale letters and tight boxes are thus decided line by line, not by page.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.errors import BadAnswer
from extractors.pages.reading import OcrEngine, Text

LINE_HEIGHT = 48  # pixels: what recognisers of this family were trained on
WIDEST = 60.0  # line lengths in heights; beyond 66 the recogniser squeezes. Cutting at 32 lost 1 space in 20
UPRIGHT_ASPECT = 1.5  # a box this much higher than wide may be a line of vertical text
DOUBTFUL = 0.93  # mean confidence below which a line is looked at again
SURE = 0.98  # a second look this confident ends the search
PAD = 0.12  # of the line's height, added all round for a second look
GAP = 0.12  # of the height: an empty stretch this wide is a space between Latin words
INK = 0.4  # of the way from the ground's grey to the ink's: what counts as a stroke


def read_lines(image: np.ndarray, quads: np.ndarray, engine: OcrEngine) -> list[Text]:
    """The text of each quad (N, 4, 2) of the image, in order; empty text where nothing can be read."""
    crops = [crop(image, quad) for quad in quads]
    texts = read_crops(crops, engine)
    for number, text in enumerate(texts):
        if text.confidence < DOUBTFUL:
            texts[number] = _second_look(image, quads[number], crops[number], text, engine)
    return texts


def crop(image: np.ndarray, quad: np.ndarray, *, pad: float = 0.0) -> np.ndarray:
    """The quad cut out upright, LINE_HEIGHT pixels high at most, `pad` heights wider all round."""
    across = float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    along = float(np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    if pad:
        quad = _grown(quad, pad * across / max(along, 1.0), pad)
        along, across = along + 2 * pad * across, across * (1 + 2 * pad)
    width, height = max(2, round(along)), max(2, round(across))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    cut = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if height <= LINE_HEIGHT * 1.5:
        return cut
    return cv2.resize(cut, (max(2, round(width * LINE_HEIGHT / height)), LINE_HEIGHT), interpolation=cv2.INTER_AREA)


def _grown(quad: np.ndarray, along: float, across: float) -> np.ndarray:
    """The quad with its sides moved outwards by shares of its length and height."""
    right = (quad[1] - quad[0] + quad[2] - quad[3]) / 2 * along
    down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2 * across
    return quad + np.array([-right - down, right - down, right + down, -right + down])


def read_crops(crops: Sequence[np.ndarray], engine: OcrEngine) -> list[Text]:
    """The text of each line image; lines too long for the recogniser are read in pieces, cut at gaps."""
    pieces = [pieces_of(image) for image in crops]
    asked = [piece for group in pieces for piece, _ in group]
    texts = engine.recognise(asked)
    if len(texts) != len(asked) or any(len(text.marks) != len(text.text) for text in texts):
        raise BadAnswer("The recogniser's answer does not fit what it was asked.", stage="ocr")
    answers = iter(texts)
    return [joined([(next(answers), gap) for _, gap in group]) for group in pieces]


def pieces_of(image: np.ndarray) -> list[tuple[np.ndarray, bool]]:
    """[(piece, whether a wide gap follows it)]: the image itself, or parts no longer than WIDEST heights."""
    height, width = image.shape[:2]
    longest = int(height * WIDEST)
    if width <= longest:
        return [(image, False)]
    count = -(-width // longest)
    empty = empty_stretches(image)
    cuts, gaps = [0], []
    for n in range(1, count):
        about, reach = n * width // count, max(height, width // count // 3)
        at, wide = _gap(empty, about, max(cuts[-1] + height, about - reach), min(width - height, about + reach))
        cuts.append(at)
        gaps.append(wide > GAP * height)
    return [(image[:, a:b], gap) for a, b, gap in zip(cuts, [*cuts[1:], width], [*gaps, False], strict=True)]


def empty_stretches(image: np.ndarray) -> np.ndarray:
    """Begin and end (N, 2) of the columns between strokes of a line image."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    distance = np.abs(grey - float(np.median(grey)))
    inked = (distance > INK * float(np.percentile(distance, 98))).any(axis=0)
    edges = np.flatnonzero(np.diff(inked.astype(np.int8)))
    start = 0 if len(edges) and inked[edges[0]] else 1
    return edges[start:start + (len(edges) - start) // 2 * 2].reshape(-1, 2)


def _gap(empty: np.ndarray, about: int, start: int, stop: int) -> tuple[int, int]:
    """(the middle of the widest empty stretch within reach, its width); `about` itself where all is ink."""
    middles, widths = empty.mean(axis=1), np.ptp(empty, axis=1)
    near = np.flatnonzero((middles > start) & (middles < stop))
    if not len(near):
        return about, 0
    widest = near[np.argmax(widths[near])]
    return int(middles[widest]), int(widths[widest])


def joined(parts: Sequence[tuple[Text, bool]]) -> Text:
    """Pieces of one line as one text; a space where a wide gap parts two Latin words."""
    if len(parts) == 1:
        return parts[0][0]
    text = ""
    marks: list[float] = []
    for piece, gap in parts:
        text += piece.text
        marks += piece.marks
        if gap and text and text[-1].isascii() and not text[-1].isspace():
            text, marks = text + " ", [*marks, 1.0]
    kept = text.rstrip()
    return Text(text=kept, marks=tuple(marks[:len(kept)]))


def _second_look(image: np.ndarray, quad: np.ndarray, first: np.ndarray, text: Text, engine: OcrEngine) -> Text:
    """The most confident of several readings of one doubtful line."""
    best = text
    for variant in _variants(image, quad, first):
        (again,) = read_crops([variant], engine)
        if again.text.strip() and again.confidence > best.confidence:
            best = again
        if best.confidence >= SURE:
            break
    return best


def _variants(image: np.ndarray, quad: np.ndarray, first: np.ndarray) -> list[np.ndarray]:
    wider = crop(image, quad, pad=PAD)
    variants = [wider, 255 - wider if _dark(wider) else stretched(wider)]
    if first.shape[0] >= UPRIGHT_ASPECT * first.shape[1]:
        variants.append(np.ascontiguousarray(np.rot90(crop(image, quad))))
    return variants


def _dark(image: np.ndarray) -> bool:
    return float(np.median(image)) < 110


def stretched(image: np.ndarray) -> np.ndarray:
    """Grey levels spread so that ground is white and ink black, as far as the line has both."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    low, high = np.percentile(grey, (1, 90))
    spread = np.clip((grey - low) / max(high - low, 1.0) * 255, 0, 255).astype(np.uint8)
    return cv2.cvtColor(spread, cv2.COLOR_GRAY2RGB)
