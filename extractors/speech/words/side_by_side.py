"""Batches that a recogniser computes side by side, each on a share of the processor's cores.

A step of a batch is hundreds of small products: spread over two cores each of them waits for the slower half, and two
batches on a core each take two thirds of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")
LANES = 2  # at most: each further one costs 100 MB


def lanes() -> int:
    """How many batches are best computed at a time on this machine; the threads that torch may use are shared."""
    import torch

    return 1 if torch.cuda.is_available() else max(1, min(LANES, torch.get_num_threads()))


def side_by_side(tasks: Sequence[Callable[[], Found]], at_once: int) -> list[Found]:
    """The answers to all tasks in their order, `at_once` at a time, the first ones first. Raises what a task raises."""
    if at_once < 2 or len(tasks) < 2:
        return [task() for task in tasks]
    import torch

    threads = torch.get_num_threads()
    try:
        with ThreadPoolExecutor(at_once, initializer=torch.set_num_threads, initargs=(threads // at_once,)) as pool:
            return [future.result() for future in [pool.submit(task) for task in tasks]]
    finally:
        torch.set_num_threads(threads)  # what one thread sets holds for those that come later as well
