"""Batches side by side: the same answers in the same order, and the threads as they were."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from threading import Barrier, current_thread

import pytest
import torch

from extractors.speech.words.side_by_side import lanes, side_by_side


def _late(number: int) -> int:
    time.sleep(0.02 * (3 - number))
    return number


def test_answers_come_in_the_order_of_the_tasks() -> None:
    assert side_by_side([partial(_late, number) for number in range(4)], 2) == [0, 1, 2, 3]
    assert side_by_side([], 2) == []


def test_two_run_at_a_time_and_one_by_one_when_asked_to() -> None:
    meet = Barrier(2, timeout=5.0)
    assert sorted(side_by_side([meet.wait, meet.wait], 2)) == [0, 1]
    assert {thread.ident for thread in side_by_side([current_thread] * 3, 1)} == {current_thread().ident}


def test_each_has_its_share_of_the_threads_and_later_ones_all_of_them() -> None:
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        assert side_by_side([torch.get_num_threads] * 2, 2) == [1, 1]
        assert torch.get_num_threads() == 2
        assert 1 <= lanes() <= 2
        torch.set_num_threads(1)
        assert lanes() == 1
    finally:
        torch.set_num_threads(before)


def test_what_one_raises_is_raised() -> None:
    def fails() -> int:
        raise OSError("no room")

    tasks: list[Callable[[], int]] = [partial(_late, 3), fails]
    with pytest.raises(OSError, match="no room"):
        side_by_side(tasks, 2)
