"""A page that was read, put in reading order where its image is at hand, and brought home into the page's own space."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
import numpy as np

from extractors.document import PageBox
from extractors.pages.layout import Arranged, arrange
from extractors.pages.reading import PageReading

Placed = TypeVar("Placed", bound=msgspec.Struct)


def laid_out(reading: PageReading, upright: np.ndarray) -> Arranged:
    """The page's blocks in reading order, their places in the picture's own pixels. Runs in the worker."""
    arranged = arrange(reading.upright, page=reading.page, width=reading.upright_width,
                       height=reading.upright_height, unit="px", image=upright)
    return _everywhere(arranged, reading.to_original)


def scaled(arranged: Arranged, scale: float) -> Arranged:
    """All places times `scale`: 72/dpi makes points of a rendered page's pixels."""
    return _everywhere(arranged, lambda place: scaled_box(place, scale))


def scaled_box(place: PageBox, scale: float) -> PageBox:
    return PageBox(page=place.page, x0=place.x0 * scale, y0=place.y0 * scale, x1=place.x1 * scale,
                   y1=place.y1 * scale)


def _everywhere(arranged: Arranged, home: Callable[[PageBox], PageBox]) -> Arranged:
    return msgspec.structs.replace(arranged, blocks=tuple(moved(block, home) for block in arranged.blocks),
                                   notes=tuple(moved(note, home) for note in arranged.notes))


def moved(item: Placed, home: Callable[[PageBox], PageBox]) -> Placed:
    """The block or note with its place brought home; one without a box on the page stays as it is."""
    place = item.place  # type: ignore[attr-defined]  # blocks and notes have one
    return msgspec.structs.replace(item, place=home(place)) if isinstance(place, PageBox) else item
