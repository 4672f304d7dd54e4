"""Is a dropped file finished? Quiet, the same size and time twice, whole as its own type; else wait, longer each time.

A file on a network share can look quiet for seconds between two pieces of a copy, so quiet alone is no proof: the
end of the file is looked at too. A file that never becomes whole is refused with the reason, not waited for.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from extractors.document import Struct
from flows.folder.claim import Verdict
from flows.folder.drops import is_litter, is_unfinished_name

QUIET_SECONDS = 2.0  # without any change before a file is looked at; a browser's rename after download takes less
RECHECK_FACTOR = 2.0  # each look that finds it unfinished doubles the wait
RECHECK_MAX = 60.0  # seconds between two looks at most
GIVE_UP_SECONDS = 900.0  # without any change and still unfinished: no running copy stalls that long
TAIL_BYTES = 4096  # a PDF's %%EOF is in its last 1024 bytes (ISO 32000, annex H), mailers add a few
ZIP_TAIL_BYTES = 66_000  # end record 22 bytes and a comment of at most 65,535


class Signature(Struct):
    """What must not change: of a file its size, time and inode; of a folder the sums over all that is in it."""

    size: int
    mtime_ns: int
    inode: int
    files: int = 1


class Ready(Struct):
    """It is finished: take it."""

    signature: Signature


class Wait(Struct):
    """Look again in `seconds`, because of `why`."""

    seconds: float
    why: str


class Refuse(Struct):
    """It will never be finished, or may not be taken at all."""

    verdict: Verdict


Judgement = Ready | Wait | Refuse


class _Watched:
    """One path as seen so far. Times are of the caller's clock."""

    def __init__(self, signature: Signature, now: float) -> None:
        self.signature = signature
        self.since = now  # of the last change
        self.looks = 0
        self.next_look = 0.0


class Stability:
    """Remembers what each path looked like, and judges it at each scan. Sizes in bytes, times in seconds."""

    def __init__(self, *, quiet: float = QUIET_SECONDS, give_up: float = GIVE_UP_SECONDS) -> None:
        self.quiet = quiet
        self.give_up = give_up
        self._watched: dict[str, _Watched] = {}

    def judge(self, path: Path, now: float) -> Judgement:
        """What to do with what lies at `path`. Raises FileNotFoundError when it went away."""
        signature = signature_of(path)
        seen = self._watched.get(str(path))
        if seen is None or seen.signature != signature:
            self._watched[str(path)] = _Watched(signature, now)
            return Wait(seconds=self.quiet, why="it has just arrived" if seen is None else "it is still changing")
        remaining = max(self.quiet, seen.next_look) - (now - seen.since)
        if remaining > 0:
            return Wait(seconds=remaining, why="it was changed a moment ago")
        unfinished = why_unfinished(path)
        return self._again(seen, now, unfinished) if unfinished else Ready(signature=signature)

    def _again(self, seen: _Watched, now: float, why: str) -> Judgement:
        age = now - seen.since
        if age >= self.give_up:
            return Refuse(verdict=Verdict(
                place="failed", category="empty" if why == EMPTY else "corrupt", stage="receive",
                reason=f"Nothing was added for {age / 60:.0f} min, and {why}.",
                hint="Copy it again from where it came; `rolescan retry` reads it as it is."))
        wait = min(self.quiet * RECHECK_FACTOR**seen.looks, RECHECK_MAX, self.give_up)
        seen.looks += 1
        seen.next_look = age + wait
        return Wait(seconds=wait, why=why)

    def forget(self, path: Path) -> None:
        self._watched.pop(str(path), None)

    def keep_only(self, paths: set[str]) -> None:
        """Forget every path that is not there any more."""
        for path in self._watched.keys() - paths:
            del self._watched[path]


def signature_of(path: Path) -> Signature:
    """The signature of a file, or of a folder with all that it holds (links are not followed)."""
    own = os.lstat(path)
    if not path.is_dir() or path.is_symlink():
        return Signature(size=own.st_size, mtime_ns=own.st_mtime_ns, inode=own.st_ino)
    size, latest, files = 0, own.st_mtime_ns, 0
    for inner in files_in(path):
        stat = os.lstat(inner)
        size, latest, files = size + stat.st_size, max(latest, stat.st_mtime_ns), files + 1
    return Signature(size=size, mtime_ns=latest, inode=own.st_ino, files=files)


def files_in(path: Path) -> list[Path]:
    """Every file below a folder, or the file itself; links are listed, never followed."""
    if path.is_symlink() or not path.is_dir():
        return [path]
    return [Path(folder) / name for folder, _, names in os.walk(path, followlinks=False) for name in sorted(names)]


EMPTY = "it is empty (0 bytes)"


def why_unfinished(path: Path) -> str:
    """Why the file (or one in the folder) cannot be whole yet; "" when nothing speaks against it."""
    if path.is_dir() and not path.is_symlink():
        inside = files_in(path)
        if any(is_unfinished_name(inner.name) for inner in inside):
            return "a program is still writing into the folder"
        wanted = [inner for inner in inside if not is_litter(inner.name)]
        return next(filter(None, map(_why_file, wanted)), "") if wanted else EMPTY
    return _why_file(path)


def _why_file(path: Path) -> str:
    size = path.lstat().st_size
    if size == 0:
        return EMPTY
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
            stream.seek(max(0, size - ZIP_TAIL_BYTES))
            tail = stream.read(ZIP_TAIL_BYTES)
    except OSError as error:
        return f"it cannot be opened ({error.strerror})"
    if not tail.strip(b"\0"):
        return "its end holds only zeros: room was kept for it and not filled yet"
    return _why_type(path, head, tail, size)


def _why_type(path: Path, head: bytes, tail: bytes, size: int) -> str:
    """By the type that the first bytes tell: does the end look as that type's end must?"""
    if head.startswith(b"%PDF-"):
        return "" if b"%%EOF" in tail[-TAIL_BYTES:] else "the end of the PDF (%%EOF) is missing"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "" if b"IEND" in tail else "the end of the PNG picture is missing"
    if head.startswith(b"\xff\xd8\xff"):
        return "" if b"\xff\xd9" in tail else "the end of the JPEG picture is missing"
    if head.startswith(b"PK\x03\x04"):
        return "" if b"PK\x05\x06" in tail else "the list at the end of the ZIP archive is missing"
    if head.startswith(b"RIFF"):
        return _why_riff(head, size)
    if head[4:8] == b"ftyp":
        return _why_boxes(path, size)
    return ""


def _why_riff(head: bytes, size: int) -> str:
    """WAV, AVI and WebP tell their size; recorders that stream write 0 or all ones and are taken as they are."""
    told = struct.unpack("<I", head[4:8])[0]
    return "" if told in (0, 0xFFFFFFFF) or told + 8 <= size + 1 else f"{told + 8 - size} bytes of it are missing"


def _why_boxes(path: Path, size: int) -> str:
    """MP4, M4A, MOV and HEIC are boxes with sizes: every box must end within the file."""
    at = 0
    with path.open("rb") as stream:
        while at + 8 <= size:
            stream.seek(at)
            header = stream.read(16)
            length = struct.unpack(">I", header[:4])[0]
            if length == 1 and len(header) == 16:
                length = struct.unpack(">Q", header[8:16])[0]
            if length == 0:  # up to the end of the file
                return ""
            if length < 8:
                return ""  # not boxes after all: its reader will say what it is
            at += length
    return "" if at == size else "the end of the MP4 file is missing"
