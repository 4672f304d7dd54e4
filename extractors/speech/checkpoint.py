"""Finished work of a long recording, kept until the recording is done, so that a killed run goes on where it was.

One folder a recording and set of options, beside the cache of weights. Arrays are written aside and renamed; lines
of JSON are appended whole. What cannot be read back is done again.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from extractors.errors import StorageFailure
from extractors.keys import content_key
from extractors.weights import cache_folder

FOLDER = "recordings"
STALE = 7 * 24 * 3600.0  # seconds after which the work of a run that never came back is removed


class Checkpoint:
    """The work of one recording, used by one process at a time."""

    def __init__(self, *parts: Any) -> None:
        """parts: everything that the work depends on: the source's hash, options, engines and their versions."""
        self.folder = cache_folder() / FOLDER / content_key("recording", *parts)
        try:
            self._claim()
        except OSError as error:
            raise StorageFailure(f"The folder for unfinished recordings cannot be made ({error}).",
                                 stage="checkpoint") from error

    def _claim(self) -> None:
        """Lock the folder; where another process works on the same recording, take a folder of one's own."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self.folder = Path(tempfile.mkdtemp(prefix="twin-", dir=self.folder.parent))
            self._lock = (self.folder / "lock").open("w")

    def load(self, name: str) -> dict[str, np.ndarray] | None:
        """Arrays saved under that name; None when there are none that can be read."""
        path = self.folder / f"{name}.npz"
        try:
            with np.load(path, allow_pickle=False) as kept:
                return {key: kept[key] for key in kept.files}
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            return None

    def save(self, name: str, arrays: dict[str, np.ndarray]) -> None:
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as stream:
            np.savez(stream, **arrays)  # type: ignore[arg-type]
        os.replace(stream.name, self.folder / f"{name}.npz")

    def lines(self, name: str) -> list[dict[str, Any]]:
        """Every whole line of the journal of that name; a half-written last one is left out."""
        path = self.folder / f"{name}.jsonl"
        if not path.exists():
            return []
        found = []
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError:
                continue
        return found

    def append(self, name: str, record: Any) -> None:
        """Add one record to the journal of that name, on a line of its own whatever a killed run left there."""
        with (self.folder / f"{name}.jsonl").open("ab") as stream:
            stream.write(b"\n" + msgspec.json.encode(record) + b"\n")

    def release(self) -> None:
        """Let another process take up this recording's work."""
        self._lock.close()

    def done(self) -> None:
        """Remove this recording's work, and what runs of long ago have left."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for other in self.folder.parent.iterdir():
            with suppress(OSError):  # another process may be removing it just now
                if time.time() - other.stat().st_mtime > STALE:
                    shutil.rmtree(other, ignore_errors=True)
