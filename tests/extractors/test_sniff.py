"""What a file is comes from its bytes, whatever it is called."""

import sys
from pathlib import Path

import pytest

from extractors import describe
from extractors.errors import EmptyInput, StorageFailure, TooLarge, Unsupported
from extractors.limits import MAX_TEXT_BYTES
from extractors.sniff import media_type

HEADS = [
    (b"%PDF-1.7\n", "application/pdf"), (b"junk\r\n%PDF-1.4", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"GIF89a", "image/gif"), (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    (b"\0\0\0\x18ftypheic", "image/heic"), (b"\0\0\0\x18ftypM4A ", "audio/mp4"), (b"\0\0\0\x18ftypisom", "video/mp4"),
    (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"), (b"ID3\x04", "audio/mpeg"), (b"\xff\xfb\x90\x00", "audio/mpeg"),
    (b"\xff\xf1\x50\x80", "audio/aac"), (b"OggS\0", "audio/ogg"), (b"#!AMR\n", "audio/amr"), (b"fLaC\0", "audio/flac"),
    (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"), (b"FLV\x01\x05", "video/x-flv"), (b"\xff\xfd\x80", "audio/mpeg"),
    (b"\0\0\0\x08wide\0\0", "video/quicktime"), (b"The wide world of data", "text/plain"),
    (b"\x1aE\xdf\xa3", "video/webm"), ("招聘 Python 工程师".encode(), "text/plain"),
    ("# 招聘\n\n- 职责\n- **要求**".encode(), "text/markdown"), (b"<!DOCTYPE html><p>job", "text/html"),
    ("\ufeff招聘".encode("utf-16-le"), "text/plain"),
]


@pytest.mark.parametrize(("head", "expected"), HEADS)
def test_by_content(tmp_path: Path, head: bytes, expected: str) -> None:
    path = tmp_path / "name.mp3"
    path.write_bytes(head)
    assert media_type(path) == expected


def test_renamed_executable(tmp_path: Path) -> None:
    path = tmp_path / "posting.pdf"
    path.write_bytes(b"\x7fELF" + Path(sys.executable).read_bytes()[4:4096])
    with pytest.raises(Unsupported, match="executable"):
        describe(str(path))


def test_empty_missing_and_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    with pytest.raises(EmptyInput):
        describe(str(path))
    with pytest.raises(StorageFailure):
        describe(str(tmp_path / "none.txt"))
    with path.open("wb") as stream:
        stream.write(b"a")
        stream.truncate(MAX_TEXT_BYTES + 1)
    with pytest.raises((TooLarge, Unsupported)):
        describe(str(path))


def test_same_bytes_same_key(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("招聘")
    first, second = describe(str(tmp_path / "a.txt")), describe(str(tmp_path / "b.txt"))
    assert first.key == second.key and first.name != second.name
