"""Waiting for what another process does."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(wanted: Callable[[], T], seconds: float = 20.0) -> T:
    """What `wanted` answers as soon as that is true, or at the end of so many seconds; asked ten times a second."""
    deadline = time.monotonic() + seconds
    while not (found := wanted()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found
