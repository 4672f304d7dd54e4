"""Work that is kept between runs, and nothing of it that is half written, damaged, or of another question."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from extractors.document import Struct
from extractors.errors import StorageFailure
from extractors.speech import checkpoint
from extractors.speech.checkpoint import Checkpoint


class Said(Struct):
    text: str


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLESCAN_CACHE", str(tmp_path))
    monkeypatch.setattr(checkpoint, "PATIENCE", 0.2)


def left_behind() -> Checkpoint:
    """What a run had finished when it was killed."""
    first = Checkpoint("recording", 1)
    first.save("stretch", {"prints": np.arange(6).reshape(2, 3)})
    first.journal("words").keep("0", Said(text="你好"))
    first.journal("words").keep("1", Said(text="a\nb"))
    first.release()
    return first


def test_what_one_run_keeps_the_next_finds() -> None:
    left_behind()
    second = Checkpoint("recording", 1)
    found, words = second.load("stretch"), second.journal("words")
    assert found is not None and found["prints"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert [words.recall("0", Said), words.recall("1", Said)] == [Said(text="你好"), Said(text="a\nb")]
    assert words.recall("2", Said) is None and second.load("never") is None
    assert second.recalled == 3 and not second.damaged
    assert "3 finished parts" in second.notes(60.0)[0].reason


def test_a_first_run_has_nothing_to_tell() -> None:
    assert Checkpoint("recording", 1).notes(60.0) == ()


def test_other_options_are_other_work() -> None:
    left_behind()
    assert Checkpoint("recording", 2).journal("words").recall("0", Said) is None


def test_a_line_cut_short_by_a_kill_is_asked_again_and_the_others_are_kept() -> None:
    path = left_behind().folder / "words.lines"
    path.write_bytes(path.read_bytes()[:-5])
    second = Checkpoint("recording", 1)
    words = second.journal("words")
    assert words.recall("0", Said) == Said(text="你好") and words.recall("1", Said) is None and not second.damaged
    words.keep("1", Said(text="again"))
    second.release()
    assert Checkpoint("recording", 1).journal("words").recall("1", Said) == Said(text="again")


def test_an_array_whose_writing_was_killed_is_made_again() -> None:
    folder = left_behind().folder
    (folder / "x.aside").write_bytes(b"half")
    second = Checkpoint("recording", 1)
    assert not second.damaged and not (folder / "x.aside").exists()


def words_changed(folder: Path) -> None:
    path = folder / "words.lines"
    path.write_bytes(path.read_bytes().replace("你好".encode(), "再见".encode()))


def a_line_of_another_kind(folder: Path) -> None:
    with (folder / "words.lines").open("ab") as stream:
        stream.write(b'{"index": 0, "text": "nobody said this"}\n')


def bits_flipped(folder: Path) -> None:
    data = bytearray((folder / "stretch.arrays").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "stretch.arrays").write_bytes(data)


def cut_off(folder: Path) -> None:
    (folder / "stretch.arrays").write_bytes((folder / "stretch.arrays").read_bytes()[:40])


def a_link(folder: Path) -> None:
    (folder / "words.lines").rename(folder.parent / "elsewhere")
    (folder / "words.lines").symlink_to(folder.parent / "elsewhere")


def a_strange_file(folder: Path) -> None:
    (folder / "words.pickle").write_bytes(b"cos\nsystem\n")


def huge(folder: Path) -> None:
    os.truncate(folder / "words.lines", checkpoint.MOST_BYTES + 1)


@pytest.mark.parametrize("damage", [words_changed, a_line_of_another_kind, bits_flipped, cut_off, a_link,
                                    a_strange_file, huge])
def test_damaged_work_is_removed_whole_and_told_of(damage: object) -> None:
    damage(left_behind().folder)  # type: ignore[operator]
    second = Checkpoint("recording", 1)
    assert second.load("stretch") is None and second.journal("words").recall("0", Said) is None
    (note,) = second.notes(60.0)
    assert "damaged" in note.reason and note.place.end == 60.0


def test_an_answer_of_another_shape_is_asked_again() -> None:
    first = Checkpoint("recording", 1)
    first.journal("words").keep("0", [1, 2, 3])
    first.release()
    assert Checkpoint("recording", 1).journal("words").recall("0", Said) is None


def test_two_processes_never_share_a_folder() -> None:
    first, second = Checkpoint("recording", 1), Checkpoint("recording", 1)
    assert first.folder != second.folder
    second.done()
    assert first.folder.exists() and not second.folder.exists()


def test_finished_work_is_removed() -> None:
    work = Checkpoint("recording", 1)
    work.journal("words").keep("0", Said(text="x"))
    work.done()
    assert not work.folder.exists()


def test_a_disk_that_takes_no_more_is_a_storage_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Checkpoint("recording", 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint.os, "replace", full)
    with pytest.raises(StorageFailure) as caught:
        work.save("stretch", {"prints": np.zeros(3)})
    assert caught.value.retryable and "No space" in caught.value.message
