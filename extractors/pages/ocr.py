"""One page image in, its lines out, in the image's own space: the flow, the engine protocol, and what travels.

    reading = read_page(image, options=PageOptions(), page=3)       # in this process
    for reading in read_pages([PageTask(...), ...], options=...):   # isolated, on all cores

An engine only finds and reads lines. What makes a capture readable (turning, tiles, polarity, contrast, second
looks) is done here, once, for every engine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol, TypeVar

import numpy as np

from extractors.document import Engine, Note, PageBox, Struct
from extractors.errors import MissingDependency, RolescanError, Unsupported
from extractors.options import PageOptions
from extractors.pages.line import Line

Then = TypeVar("Then")

ENGINES = {"paddleocr": "extractors.pages.paddle:PaddleOcrEngine"}


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
    engine gave, whatever became of it.
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

    def to_original(self, box: PageBox, *, scale: float = 1.0) -> PageBox:
        """A box of the upright page as a box of the image that was given, times `scale` (72/dpi gives PDF points)."""
        from extractors.pages.pageimage import map_box

        x0, y0, x1, y1 = map_box(self.matrix, (box.x0, box.y0, box.x1, box.y1))
        return PageBox(page=box.page, x0=x0 * scale, y0=y0 * scale, x1=x1 * scale, y1=y1 * scale)


class PageTask(Struct):
    """A page to be rendered and read by a worker. page: 1-based; of a picture file, its frame. dpi: of PDF pages."""

    path: str
    page: int = 1
    dpi: int = 200


def read_page(image: np.ndarray, *, options: PageOptions = PageOptions(), page: int = 1, threads: int = 0,
              repair: bool = True) -> PageReading:
    """All lines of one page image (H, W, 3 RGB uint8), in this process.

    threads: of the engine, 0 for one per core. repair: correct misread terms of the domain. Raises TooLarge for
    more pixels than limits.py allows, MissingWeights, MissingDependency.
    """
    from extractors.pages.pageflow import read

    return read(image, engine=engine_for(options, threads=threads), page=page, repair=repair)


def read_pages(tasks: Sequence[PageTask], *, options: PageOptions = PageOptions()) -> list[PageReading | RolescanError]:
    """Pages rendered and read by isolated workers on all cores, in the order of the tasks.

    A page that hangs, crashes, explodes or answers rubbish comes back as its RolescanError, page named; the others
    as readings.
    """
    from extractors.pages.pageflow import read_task

    return list(_on_workers(read_task, tasks, options))


def read_pages_then(then: Callable[[PageReading, np.ndarray], Then], tasks: Sequence[PageTask], *,
                    options: PageOptions = PageOptions()) -> Iterator[tuple[PageReading, Then] | RolescanError]:
    """As read_pages, and `then(reading, upright page image)` done by the worker that has the image at hand.

    then: a function of a module (it is pickled by name). Yields (reading, its answer) or the page's RolescanError.
    """
    from extractors.pages.pageflow import read_task_then

    return _on_workers(read_task_then, tasks, options, then)


def _on_workers(work: Callable[..., Any], tasks: Sequence[PageTask], options: PageOptions, *more: Any) -> Iterator[Any]:
    from extractors.isolate import run_many

    workers = options.workers or cores()
    threads = max(1, cores() // max(1, min(len(tasks), workers)))
    return run_many(work, [(task, options, threads, *more) for task in tasks], deadline=options.deadline,
                    memory_mb=options.memory_mb, stage="ocr", workers=workers, pages=[task.page for task in tasks])


def upright_image(task: PageTask, reading: PageReading) -> np.ndarray:
    """The page of a reading as it was read: turned and straightened, RGB uint8, rendered again here."""
    from extractors.pages.pageimage import warped
    from extractors.pages.render import render

    return warped(render(task), reading.matrix, reading.upright_width, reading.upright_height)


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def engine_for(options: PageOptions, *, threads: int = 0) -> OcrEngine:
    """The engine that the options name: a known name, or "package.module:Class". Kept for this process's next page."""
    return _engine(options.engine, options.detection_model, options.recognition_model, threads or cores())


@lru_cache(maxsize=2)  # one with a thread per core for single pages, one with its share for many
def _engine(name: str, detection: str, recognition: str, threads: int) -> OcrEngine:
    module, _, attribute = ENGINES.get(name, name).partition(":")
    if not attribute:
        raise Unsupported(f"No OCR engine is called {name}.", stage="ocr", hint=f"Known: {', '.join(ENGINES)}.")
    try:
        factory = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise MissingDependency(f"The OCR engine {name} cannot be loaded: {error}.", stage="ocr") from error
    engine: OcrEngine = factory(PageOptions(engine=name, detection_model=detection, recognition_model=recognition),
                                threads=threads)
    return engine
