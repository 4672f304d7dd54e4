"""Regions of a page image by the CDLA model (titles, text, tables, figures, headers, footers), as layoutparser types.

The model stands behind layoutparser's own BaseLayoutModel, so that any of its users can take this one for another.
Importing that class costs seconds: nothing here is imported before a page is looked at.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.document import Struct
from extractors.errors import Environment
from extractors.weights import LAYOUT, locate

if TYPE_CHECKING:
    import layoutparser

HEIGHT, WIDTH = 800, 608  # of the model's input
STRIDES = (8, 16, 32, 64)
BINS = 8  # of the distribution that tells each side's distance, in strides
SCORE, OVERLAP = 0.5, 0.5  # least score; share above which the weaker of two boxes of a kind goes
LEAST_SHAPE, MOST_SHAPE = 0.6, 1.9  # height over width of the pages that the model was trained on, and near it
CANDIDATES = 200  # strongest places of each stride
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class Region(Struct):
    """A region as layout uses it: kind ("title", "header" ...), score, box in the page's pixels."""

    kind: str
    score: float
    box: tuple[float, float, float, float]


def page_regions(image: np.ndarray) -> tuple[Region, ...]:
    """The regions of an RGB page; none where the page has no page's shape: tall screenshots would be squashed.

    None either where the weights or layoutparser are absent: an aid, geometry alone reads the page too.
    """
    height, width = image.shape[:2]
    if not LEAST_SHAPE <= height / max(width, 1) <= MOST_SHAPE:
        return ()
    try:
        found = regions(image)
    except (Environment, ImportError):
        return ()
    return tuple(Region(kind=str(block.type), score=float(block.score), box=tuple(map(float, block.coordinates)))
                 for block in found)


def regions(image: np.ndarray) -> layoutparser.Layout:
    """The regions of an RGB uint8 page (H, W, 3), strongest first: TextBlocks with type, score and pixel boxes."""
    return _model().detect(image)


@lru_cache(maxsize=1)
def _model() -> Any:
    import onnxruntime
    from layoutparser.elements import Layout, Rectangle, TextBlock
    from layoutparser.models.base_layoutmodel import BaseLayoutModel

    class CdlaLayoutModel(BaseLayoutModel):
        """PicoDet trained on CDLA, run by onnxruntime."""

        DEPENDENCIES: tuple[str, ...] = ()
        DETECTOR_NAME = "onnxruntime"
        MODEL_CATALOG: dict[str, dict[str, str]] = {}

        def __init__(self) -> None:
            self.session = onnxruntime.InferenceSession(str(locate(LAYOUT)), providers=["CPUExecutionProvider"])
            self.kinds = self.session.get_modelmeta().custom_metadata_map["character"].split("\n")

        def image_loader(self, image: np.ndarray) -> np.ndarray:
            import cv2

            small = cv2.resize(image, (WIDTH, HEIGHT)).astype(np.float32) / 255
            return ((small - MEAN) / DEVIATION).transpose(2, 0, 1)[None].astype(np.float32)

        def detect(self, image: np.ndarray) -> Layout:
            outputs = self.session.run(None, {self.session.get_inputs()[0].name: self.image_loader(image)})
            found = _decoded(outputs[: len(STRIDES)], outputs[len(STRIDES) :])
            across, down = image.shape[1] / WIDTH, image.shape[0] / HEIGHT
            return Layout([TextBlock(Rectangle(x0 * across, y0 * down, x1 * across, y1 * down),
                                     type=self.kinds[kind], score=score) for kind, score, (x0, y0, x1, y1) in found])

    return CdlaLayoutModel()


def _decoded(scores: list[np.ndarray], distances: list[np.ndarray]) -> list[tuple[int, float, tuple[float, ...]]]:
    """(kind, score, box in input pixels) of every region, strongest first, doubles of a kind removed."""
    found: list[tuple[int, float, tuple[float, ...]]] = []
    for stride, score, distance in zip(STRIDES, scores, distances, strict=True):
        best = score[0].max(axis=1)
        places = np.argsort(-best)[:CANDIDATES]
        places = places[best[places] >= SCORE]
        across = -(-WIDTH // stride)
        weights = np.exp(distance[0][places].reshape(-1, 4, BINS))
        sides = (weights / weights.sum(axis=2, keepdims=True)) @ np.arange(BINS) * stride
        x, y = (places % across + 0.5) * stride, (places // across + 0.5) * stride
        boxes = np.stack([x - sides[:, 0], y - sides[:, 1], x + sides[:, 2], y + sides[:, 3]], axis=1)
        found += [(int(score[0][place].argmax()), float(best[place]), tuple(map(float, box)))
                  for place, box in zip(places, boxes, strict=True)]
    kept: list[tuple[int, float, tuple[float, ...]]] = []
    for kind, score, box in sorted(found, key=lambda one: -one[1]):
        if all(kind != other or _overlap(box, there) < OVERLAP for other, _, there in kept):
            kept.append((kind, score, box))
    return kept


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Intersection over union."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return across * down / (sum(areas) - across * down)
