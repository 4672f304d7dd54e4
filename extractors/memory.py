"""Handing memory back to the system that the C library holds free."""

from __future__ import annotations

import ctypes
from contextlib import suppress

import psutil

# In bytes. What was given back is soon asked for again: giving it back at every step costs a call of a minute 7 % of
# its time, and a process that holds less than LARGE, as after one such call, need not be kept from growing.
GROWN, LARGE = 64 << 20, 1700 << 20
_held = 0  # bytes that this process held when it last gave back


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
    """Let go of free memory if the process holds LARGE and GROWN more than after the last time."""
    if psutil.Process().memory_info().rss > max(LARGE, _held + GROWN):
        give_back()
