"""Free memory is handed back when a process has grown by so much, and not before."""

from __future__ import annotations

import psutil
import pytest

from extractors import memory


@pytest.mark.parametrize(("grown", "gives"), [(memory.GROWN - (8 << 20), False), (memory.GROWN + (8 << 20), True)])
def test_memory_is_given_back_when_the_process_has_grown(grown: int, gives: bool,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    held = psutil.Process().memory_info().rss - grown
    monkeypatch.setattr(memory, "_held", held)
    memory.give_back_when_grown()
    assert (memory._held != held) is gives
