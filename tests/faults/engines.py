"""OCR engines that fail in every way an engine can: doubles for what must never take a document down with it.

Named in options as "tests.faults.engines:Hangs". A page with a pixel of the colour PANIC makes them fail; any other page
they read as one line, so that a document with one bad page shows what becomes of the rest.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import numpy as np

from extractors.document import Engine
from extractors.options import PageOptions
from extractors.pages.reading import Text

PANIC = (1, 2, 3)


class Reads:
    """Finds one line and reads it as "hello"; the base of the others."""

    def __init__(self, options: PageOptions, *, threads: int) -> None:
        self.threads = threads

    def describe(self) -> Engine:
        return Engine(name=type(self).__name__, version="1")

    def detect(self, image: np.ndarray) -> np.ndarray:
        if (image == PANIC).all(axis=2).any():
            self.fail()
        return np.array([[[10, 10], [90, 10], [90, 30], [10, 30]]], np.float32)

    def recognise(self, crops: Sequence[np.ndarray]) -> list[Text]:
        return [Text(text="hello", marks=(0.99,) * 5) for _ in crops]

    def fail(self) -> None:
        """What happens on a page that holds PANIC."""


class Hangs(Reads):
    """Never comes back."""

    def fail(self) -> None:
        while True:
            time.sleep(0.1)


class Dies(Reads):
    """Its process is gone at once, as after a segmentation fault."""

    def fail(self) -> None:
        os._exit(139)


class Explodes(Reads):
    """Takes memory until something stops it."""

    def fail(self) -> None:
        hoard = []
        while True:
            hoard.append(np.ones(8 << 20))  # 64 MB each
            time.sleep(0.005)


class Leaves(Reads):
    """Calls sys.exit, as command line programs do."""

    def fail(self) -> None:
        raise SystemExit(3)


class Raises(Reads):
    """Raises an exception that cannot even be pickled."""

    def fail(self) -> None:
        class Local(Exception):
            def __init__(self, one: object, two: object) -> None:
                super().__init__("local trouble")

        raise Local(1, lambda: None)


class Babbles(Reads):
    """Answers what cannot be right: fewer texts than lines."""

    def recognise(self, crops: Sequence[np.ndarray]) -> list[Text]:
        return []


class Mute(Reads):
    """Finds nothing anywhere."""

    def detect(self, image: np.ndarray) -> np.ndarray:
        super().detect(image)
        return np.zeros((0, 4, 2), np.float32)
