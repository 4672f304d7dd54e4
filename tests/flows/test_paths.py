"""Files, folders and globs name files once each; litter inside folders is left out, what is named is taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.paths import expand, why_missing


def test_folders_in_depth_globs_and_files_once_each(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.pdf", "deep/c.txt", ".hidden", "deep/x.part", "deep/Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    files, missing = expand([str(tmp_path / "b.pdf"), str(tmp_path), str(tmp_path / "*.pdf"), str(tmp_path / "no")])
    assert [file.name for file in files] == ["b.pdf", "a.pdf", "c.txt"]
    assert missing == [str(tmp_path / "no")]


def test_what_is_named_itself_is_taken_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_bytes(b"x")
    (tmp_path / "a[1].txt").write_bytes(b"x")
    assert len(expand([str(tmp_path / ".hidden"), str(tmp_path / "a[1].txt")])[0]) == 2


def test_a_link_that_goes_round_ends(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"x")
    assert [file.name for file in expand([str(tmp_path)])[0]] == ["a.txt"]


def test_an_empty_folder_is_missing_nothing_but_files(tmp_path: Path) -> None:
    assert expand([str(tmp_path)]) == ([], [str(tmp_path)])


def test_a_folder_that_may_not_be_read_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "私人").mkdir()
    (tmp_path / "a.txt").write_bytes(b"x")
    scandir, access, closed = os.scandir, os.access, str(tmp_path / "私人")

    def refuse(path: str) -> object:
        if path == closed:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", refuse)
    monkeypatch.setattr("os.access", lambda path, mode: path != closed and access(path, mode))
    assert expand([str(tmp_path)]) == ([tmp_path / "a.txt"], [closed])
    assert "may not be read" in why_missing(closed)[0]
    assert "no such file" in why_missing(str(tmp_path / "no"))[0] and "no file to read" in why_missing(str(tmp_path))[0]
