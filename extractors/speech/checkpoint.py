"""Finished work of a recording, kept until the recording is done, so that a killed run goes on where it was.

One folder for each recording, what is asked of it, and the code and weights that answer; beside the cache of weights.
Every array and every line is kept with its hash: arrays are written aside and renamed, lines are appended whole, and
only the last line may be cut short. Where anything else is not as it was written, all of it is removed, and the
recording is read anew: `damaged` says so.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import shutil
import stat
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, TypeVar

import msgspec
import numpy as np

from extractors.document import Action, Note, TimeSpan
from extractors.errors import StorageFailure
from extractors.keys import content_key
from extractors.weights import cache_folder

STAGE = "checkpoint"
FOLDER = "recordings"
LOCK = "lock"
SOUND = "sound"  # the folder of decoded samples, which are made anew: 2 h take 6 s
ARRAYS, LINES = ".arrays", ".lines"
HASH = 32  # hex characters before every array file and every line
MOST_BYTES = 256 << 20  # of one file: six hours of talk come to 20 MB of lines, five minutes of voices to 1 MB
STALE = 7 * 24 * 3600.0  # seconds after which the work of a run that never came back is removed
PATIENCE = 5.0  # seconds in which a worker whose parent was killed ends and lets go
Kept = TypeVar("Kept")


class Checkpoint:
    """The work of one recording, used by one process at a time."""

    def __init__(self, *parts: Any) -> None:
        """parts: all that the work depends on: the bytes' hash, what is asked, engines, weights, code."""
        self.folder = folder_of(*parts)
        self.recalled = 0  # finished things that were found here
        with _as_storage():
            self._lock = self._claim()
            self.damaged = not _intact(self.folder)
            if self.damaged:
                _empty(self.folder)

    def _claim(self) -> TextIO:
        """Lock the folder; where another process works on the same recording, take a folder of one's own."""
        until = time.monotonic() + PATIENCE
        while True:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / LOCK).open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_at(lock, self.folder / LOCK):
                    return lock
                lock.close()  # its owner was done and has removed the folder meanwhile
            except BlockingIOError:
                lock.close()
                if time.monotonic() > until:
                    self.folder = Path(tempfile.mkdtemp(prefix="twin-", dir=self.folder.parent))
                    return (self.folder / LOCK).open("w")
                time.sleep(PATIENCE / 50)

    def load(self, name: str) -> dict[str, np.ndarray] | None:
        """Arrays saved under that name; None when there are none."""
        try:
            data = (self.folder / f"{name}{ARRAYS}").read_bytes()[HASH:]
            with np.load(io.BytesIO(data), allow_pickle=False) as kept:
                arrays = {key: kept[key] for key in kept.files}
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            return None
        self.recalled += 1
        return arrays

    def save(self, name: str, arrays: dict[str, np.ndarray]) -> None:
        stream = io.BytesIO()
        np.savez(stream, **arrays)  # type: ignore[arg-type]
        data = stream.getvalue()
        with _as_storage(), tempfile.NamedTemporaryFile(dir=self.folder, suffix=".aside", delete=False) as aside:
            aside.write(_hash(data) + data)
            aside.close()
            os.replace(aside.name, self.folder / f"{name}{ARRAYS}")

    def journal(self, name: str) -> Journal:
        return Journal(self, self.folder / f"{name}{LINES}")

    def notes(self, seconds: float) -> tuple[Note, ...]:
        """What became of an earlier run's work on this recording of so many seconds."""
        reasons = []
        if self.damaged:
            reasons.append("what a run that was cut off had finished is damaged; all of it was read anew")
        elif self.recalled:
            reasons.append(f"continued where an earlier run was cut off: {self.recalled} finished parts were used")
        return tuple(Note(action=Action.DECIDED, stage=STAGE, reason=reason,
                          place=TimeSpan(start=0.0, end=round(seconds, 2))) for reason in reasons)

    def release(self) -> None:
        """Let another process take up this recording's work."""
        self._lock.close()

    def done(self) -> None:
        """Remove this recording's work, and what runs of long ago have left."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.release()
        for other in self.folder.parent.iterdir():
            with suppress(OSError):  # another process may be removing it just now
                if time.time() - other.stat().st_mtime > STALE:
                    shutil.rmtree(other, ignore_errors=True)


def folder_of(*parts: object) -> Path:
    """Where unfinished work on a recording is kept. parts: the recording, what is asked of it, and what answers."""
    return cache_folder() / FOLDER / content_key("recording", *parts)


def kept_lines(folder: Path, name: str) -> list[tuple[str, msgspec.Raw]]:
    """Key and answer of what a journal holds by now, a line that is being written left out. Raises OSError, ValueError.

    For who only looks on: nothing is locked or mended.
    """
    data = (folder / f"{name}{LINES}").read_bytes()
    return list(_lines(data[: data.rfind(b"\n") + 1]))


class Journal:
    """Answers by the key of what was asked, a line each, on disk as soon as they are there."""

    def __init__(self, work: Checkpoint, path: Path) -> None:
        self._work, self._path = work, path
        self._found = dict(_lines(path.read_bytes())) if path.exists() else {}

    def recall(self, key: str, kind: type[Kept]) -> Kept | None:
        """What was kept under the key; None when there is none that reads as `kind`."""
        found = self._found.get(key)
        try:
            answer = msgspec.json.decode(found, type=kind) if found is not None else None
        except msgspec.MsgspecError:
            return None
        self._work.recalled += answer is not None
        return answer

    def keep(self, key: str, answer: Any) -> None:
        line = msgspec.json.encode((key, answer))
        with _as_storage(), self._path.open("ab") as stream:
            stream.write(_hash(line) + line + b"\n")

    def drop(self) -> None:
        """Remove it: what it holds is part of something else that was kept."""
        self._found = {}
        self._path.unlink(missing_ok=True)


def _lines(data: bytes) -> Iterator[tuple[str, msgspec.Raw]]:
    """Key and answer of every line. Raises ValueError where a line is not as it was written."""
    for line in data.splitlines():
        if _hash(line[HASH:]) != line[:HASH]:
            raise ValueError("a line is damaged")
        yield msgspec.json.decode(line[HASH:], type=tuple[str, msgspec.Raw])


def _intact(folder: Path) -> bool:
    """Whether all that lies there is as it was written; a last line that was cut short is cut off."""
    for path in folder.iterdir():
        about = path.lstat()
        if path.name in (LOCK, SOUND) and not path.is_symlink():
            continue
        if path.suffix == ".aside":
            path.unlink()
        elif not stat.S_ISREG(about.st_mode) or about.st_size > MOST_BYTES or not _readable(path):
            return False
    return True


def _readable(path: Path) -> bool:
    data = path.read_bytes()
    if path.suffix == ARRAYS:
        return _hash(data[HASH:]) == data[:HASH]
    whole = data.rfind(b"\n") + 1
    if path.suffix != LINES:
        return False
    try:
        for _ in _lines(data[:whole]):
            pass
    except (ValueError, msgspec.MsgspecError):
        return False
    os.truncate(path, whole)
    return True


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def _is_at(lock: TextIO, path: Path) -> bool:
    """Whether the open file is the one that lies there now."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _hash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=HASH // 2).hexdigest().encode()


@contextmanager
def _as_storage() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFailure(f"Unfinished work on a recording cannot be kept ({error}).", stage=STAGE) from error
