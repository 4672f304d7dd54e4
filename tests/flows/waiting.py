"""Waiting for what another process does."""

import time
from collections.abc import Callable


def until(true: Callable[[], object], seconds: float) -> bool:
    """Whether it came true in that many seconds, asked five times a second."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.2)
    return False
