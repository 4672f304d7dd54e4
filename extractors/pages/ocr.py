"""One page image in, its lines out, in the image's own space: here or in isolated workers, one page or many.

    reading = read_page(image, options=PageOptions(), page=3)       # in this process
    for reading in read_pages([PageTask(...), ...], options=...):   # isolated, on all cores

An engine only finds and reads lines. What makes a capture readable (turning, tiles, polarity, contrast, second
looks) is done here, once, for every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from extractors.errors import RolescanError
from extractors.isolate import cores, run_many
from extractors.options import PageOptions
from extractors.pages.engines import engine_for
from extractors.pages.reading import PageReading, PageTask

__all__ = ["PageReading", "PageTask", "read_page", "read_pages", "read_pages_then"]

Then = TypeVar("Then")


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
    workers = options.workers or cores()
    threads = max(1, cores() // max(1, min(len(tasks), workers)))
    return run_many(work, [(task, options, threads, *more) for task in tasks], deadline=options.deadline,
                    memory_mb=options.memory_mb, stage="ocr", workers=workers, pages=[task.page for task in tasks])
