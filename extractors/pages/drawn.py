"""What is drawn on a page image besides letters: ruling lines, and boxes (buttons, tags, cards)."""

from __future__ import annotations

import numpy as np

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in pixels

CONTRAST = 12  # grey levels between a ruling and its ground; web pages use #ddd on white (34), dark ones #333 (30)
NOISE_TIMES = 2.5  # times the median stroke strength, which is the grain of a scan (0 on a screen)
LINE_WIDTH = 9  # pixels; thicker bars are pictures
RULE_SHARE = 0.04  # of the page's width: shorter strokes are parts of letters
LEAST_RULE = 40  # pixels
GAP = 7  # pixels bridged in a ruling that a scan has broken
EDGE = 4  # grey levels; tags are often #f5f5f5 on white (10)
FLAT_SHARE = 0.65  # screens have 0.94 and more, photos up to 0.58, scans under 0.3
MAX_BOXES = 4000


def rulings(image: np.ndarray) -> tuple[Box, ...]:
    """Straight level and upright lines of an RGB page, as thin boxes, dark on light or light on dark."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    kernel = np.ones((LINE_WIDTH, LINE_WIDTH), np.uint8)
    strokes = cv2.max(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel),
                      cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel))
    noise = NOISE_TIMES * float(np.median(strokes))
    mask = (strokes > CONTRAST + noise).astype(np.uint8)
    length = max(LEAST_RULE, int(RULE_SHARE * image.shape[1]))
    return _lines(mask, (length, 1), (GAP, 1)) + _lines(mask, (1, length), (1, GAP))


def _lines(mask: np.ndarray, kernel: tuple[int, int], bridge: tuple[int, int]) -> tuple[Box, ...]:
    """Components of `mask` that are at least `kernel` long (width, height) and thin across it."""
    import cv2

    bridged = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones(bridge[::-1], np.uint8))
    long = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones(kernel[::-1], np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    boxes = []
    for x, y, width, height, _ in stats[1 : min(count, MAX_BOXES)]:
        if min(width, height) <= LINE_WIDTH:
            boxes.append((float(x), float(y), float(x + width), float(y + height)))
    return tuple(boxes)


def boxes(image: np.ndarray) -> tuple[Box, ...]:
    """Boxes that stand out of their ground by an outline or a fill, of any size, in no order."""
    import cv2

    grey = cv2.GaussianBlur(image, (3, 3), 0)
    channels = [cv2.morphologyEx(channel, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) for channel in cv2.split(grey)]
    edges = (cv2.max(cv2.max(channels[0], channels[1]), channels[2]) > EDGE).astype(np.uint8)
    found, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    kept = []
    for contour in found:
        x, y, width, height = cv2.boundingRect(contour)
        if min(width, height) < 12 or len(kept) >= MAX_BOXES:
            continue
        if cv2.contourArea(contour) > 0.8 * width * height:  # rounded buttons fill 0.86 of their box and more
            kept.append((float(x), float(y), float(x + width), float(y + height)))
    return tuple(kept)


def is_flat(image: np.ndarray) -> bool:
    """Whether the picture was captured from a screen: most pixels equal their neighbour. Scans and photos do not."""
    sample = image[:: max(1, image.shape[0] // 400)]
    return sample.shape[1] > 1 and float((sample[:, 1:] == sample[:, :-1]).all(axis=2).mean()) > FLAT_SHARE
