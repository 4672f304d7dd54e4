"""Work that is kept between runs, and nothing of it that is half written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractors.speech.checkpoint import Checkpoint


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLESCAN_CACHE", str(tmp_path))


def test_what_one_run_keeps_the_next_finds() -> None:
    first = Checkpoint("recording", 1)
    first.save("stretch", {"prints": np.arange(6).reshape(2, 3)})
    first.append("words", {"index": 0, "text": "你好"})
    first.release()
    second = Checkpoint("recording", 1)
    found = second.load("stretch")
    assert found is not None and found["prints"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert second.lines("words") == [{"index": 0, "text": "你好"}]


def test_other_options_are_other_work() -> None:
    first = Checkpoint("recording", 1)
    first.append("words", {"index": 0})
    assert Checkpoint("recording", 2).lines("words") == []


def test_half_written_work_is_done_again() -> None:
    work = Checkpoint("recording", 1)
    work.append("words", {"index": 0})
    with (work.folder / "words.jsonl").open("ab") as stream:
        stream.write(b'{"index": 1, "te')
    (work.folder / "stretch.npz").write_bytes(b"PK\x03\x04 cut off")
    assert work.lines("words") == [{"index": 0}]
    assert work.load("stretch") is None
    assert work.load("never") is None


def test_a_line_after_a_half_written_one_is_found() -> None:
    work = Checkpoint("recording", 1)
    with (work.folder / "words.jsonl").open("ab") as stream:
        stream.write(b'{"index": 0, "te')
    work.append("words", {"index": 1})
    assert {"index": 1} in work.lines("words")


def test_two_processes_never_share_a_folder() -> None:
    first, second = Checkpoint("recording", 1), Checkpoint("recording", 1)
    assert first.folder != second.folder


def test_finished_work_is_removed() -> None:
    work = Checkpoint("recording", 1)
    work.append("words", {"index": 0})
    work.release()
    work.done()
    assert not work.folder.exists()
