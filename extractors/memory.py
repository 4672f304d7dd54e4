"""Handing memory back to the system that the C library holds free."""

from __future__ import annotations

import ctypes
from contextlib import suppress

import psutil

# In bytes. It costs a call of a minute about 6 % of its processor time, for what was given back is asked for again. Two
# hours of which a tenth is talk then take 1707 MB.
GROWN = 64 << 20
M_ARENA_MAX = -8  # of malloc.h
_held = 0  # bytes that this process held when it last gave back


def one_heap() -> None:
    """Let all threads take memory from one place. To be called before a process starts its threads.

    glibc keeps what each thread freed apart: the batches of a call that are computed side by side so held 140 MB more
    after two hours.
    """
    with suppress(AttributeError, OSError, TypeError):  # glibc alone has it
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Let go of free memory: some hundredths of a second.

    Tensors of ever other sizes leave the heap in pieces: over 300 pages it grew by 70 %, over nine minutes of a
    recording by 390 MB.
    """
    global _held
    with suppress(AttributeError, OSError, TypeError):  # glibc alone has it
        ctypes.CDLL(None).malloc_trim(0)
    _held = psutil.Process().memory_info().rss


def give_back_when_grown() -> None:
    """Let go of free memory if the process holds GROWN more than after the last time."""
    if psutil.Process().memory_info().rss > _held + GROWN:
        give_back()
