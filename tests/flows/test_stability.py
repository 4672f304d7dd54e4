"""A file is taken when it is quiet, the same twice, and whole as its type; never before, and never waited for without end."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from flows.folder.stability import Ready, Refuse, Stability, Wait, why_unfinished

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\nstartxref\n9\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 40 + b"\xff\xd9"
WAV = b"RIFF" + struct.pack("<I", 44) + b"WAVE" + b"x" * 40
MP4 = struct.pack(">I4s", 16, b"ftyp") + b"isom\0\0\0\0" + struct.pack(">I4s", 40, b"moov") + b"x" * 32


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<xml/>" * 20)
    return stream.getvalue()


WHOLE = {"a.pdf": PDF, "a.png": PNG, "a.jpg": JPEG, "a.wav": WAV, "a.mp4": MP4, "a.docx": _zip()}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_whole_and_its_first_half_is_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(WHOLE[name])
    assert why_unfinished(path) == ""
    path.write_bytes(WHOLE[name][: len(WHOLE[name]) // 2])
    assert "missing" in why_unfinished(path)


def test_text_in_either_language_needs_no_proof(tmp_path: Path) -> None:
    for name, text in (("a.txt", "高级工程师，北京"), ("b.html", "<p>Senior engineer"), ("c.bin", "\x01\x02")):
        (tmp_path / name).write_text(text)
        assert why_unfinished(tmp_path / name) == ""


def test_room_kept_by_a_copy_program_is_not_a_file_yet(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3" + b"\0" * 100_000)
    assert "zeros" in why_unfinished(tmp_path / "a.mp3")


def test_a_finished_file_is_ready_after_the_quiet_time_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF)
    stability = Stability(quiet=2.0)
    assert stability.judge(path, 100.0) == Wait(seconds=2.0, why="it has just arrived")
    assert isinstance(stability.judge(path, 101.5), Wait)
    assert isinstance(stability.judge(path, 102.0), Ready)


def test_every_change_begins_the_wait_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    stability = Stability(quiet=2.0)
    for second in range(5):
        path.write_bytes(PDF * (second + 1))
        assert isinstance(stability.judge(path, float(second)), Wait)
    assert isinstance(stability.judge(path, 5.9), Wait)
    assert isinstance(stability.judge(path, 6.0), Ready)


def test_a_stalled_copy_is_looked_at_less_and_less_then_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF[:20])
    stability, now, waits = Stability(quiet=1.0, give_up=60.0), 0.0, []
    while isinstance(judgement := stability.judge(path, now), Wait):
        waits.append(judgement.seconds)
        now += judgement.seconds
    assert waits[:6] == [1.0, 1.0, 2.0, 4.0, 8.0, 16.0] and 60 <= now < 130
    assert isinstance(judgement, Refuse) and judgement.verdict.category == "corrupt"
    assert "%%EOF" in judgement.verdict.reason and judgement.verdict.hint


def test_a_copy_that_goes_on_late_is_taken_after_all(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF[:20])
    stability = Stability(quiet=1.0, give_up=60.0)
    for now in (0.0, 1.0, 2.0, 4.0, 8.0):
        stability.judge(path, now)
    path.write_bytes(PDF)
    assert isinstance(stability.judge(path, 9.0), Wait)
    assert isinstance(stability.judge(path, 10.0), Ready)


def test_an_empty_file_is_refused_as_empty(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    stability = Stability(quiet=1.0, give_up=3.0)
    stability.judge(tmp_path / "a.pdf", 0.0)
    refused = stability.judge(tmp_path / "a.pdf", 3.0)
    assert isinstance(refused, Refuse) and refused.verdict.category == "empty"


def test_a_folder_waits_for_its_last_file(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(JPEG)
    stability = Stability(quiet=1.0)
    stability.judge(folder, 0.0)
    (folder / "2.jpg.crdownload").write_bytes(b"half")
    assert stability.judge(folder, 1.0) == Wait(seconds=1.0, why="it is still changing")
    assert "still writing" in getattr(stability.judge(folder, 2.0), "why", "")
    (folder / "2.jpg.crdownload").rename(folder / "2.jpg")
    (folder / ".DS_Store").touch()
    stability.judge(folder, 4.0)
    assert isinstance(stability.judge(folder, 5.0), Ready)


def test_a_huge_file_is_judged_by_its_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.seek(5 << 30)  # sparse: 5 GiB that take no room
        stream.write(b"\n%%EOF\n")
    assert why_unfinished(path) == ""
