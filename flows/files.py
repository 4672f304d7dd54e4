"""Content kept as files on any fsspec URL: originals by their hash, documents and reports by their key.

A name that exists is whole: content is written aside, checked, flushed to the disk and renamed (object stores put
whole objects by themselves). Writing the same name again is a no-op for originals and replaces reports.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import fsspec
from fsspec.implementations.local import LocalFileSystem

from extractors.errors import StorageFailure

_CHUNK = 1 << 20


def original_name(sha256: str) -> str:
    return f"originals/{sha256[:2]}/{sha256}"


class Files:
    """Files under one URL (file://, s3://, memory:// ...). Names are relative POSIX paths that we make ourselves."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._system, root = fsspec.core.url_to_fs(url)
        self._root = root.rstrip("/")
        self._local = isinstance(self._system, LocalFileSystem)

    def exists(self, name: str) -> bool:
        with _as_storage_failure(name):
            return bool(self._system.exists(self._full(name)))

    def keep_original(self, path: Path) -> tuple[str, int]:
        """Copy the file's bytes under their own hash. Returns sha256 and size of the bytes that were kept.

        The hash is of the bytes as they were copied, so a file that changes meanwhile is kept under the right name.
        """
        with _as_storage_failure(path.name), path.open("rb") as stream:
            aside = self._aside()
            sha256, size = self._copy(stream, aside)
            name = original_name(sha256)
            if self.exists(name):
                self._system.rm_file(aside)
            else:
                self._settle(aside, name)
            return sha256, size

    def write(self, name: str, content: bytes) -> str:
        """Put the content under the name, whole or not at all. Returns the name."""
        with _as_storage_failure(name):
            if self._local:
                aside = self._aside()
                with self._system.open(aside, "wb") as target:
                    target.write(content)
                    _flush(target)
                self._settle(aside, name)
            else:
                self._system.pipe_file(self._full(name), content)
        return name

    def read(self, name: str) -> bytes:
        with _as_storage_failure(name):
            return bytes(self._system.cat_file(self._full(name)))

    def address(self, name: str) -> str:
        """Where a person finds it: a path on this machine, else a URL."""
        return self._full(name) if self._local else self._system.unstrip_protocol(self._full(name))

    @contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        """The file as a local path while the block lasts: itself on a local URL, else a temporary copy."""
        if self._local:
            yield Path(self._full(name))
            return
        with tempfile.TemporaryDirectory(prefix="rolescan-") as folder:
            target = Path(folder) / PurePosixPath(name).name
            with _as_storage_failure(name):
                self._system.get_file(self._full(name), str(target))
            yield target

    def _full(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _aside(self) -> str:
        full = self._full(f"aside/{uuid.uuid4().hex}")
        if self._local:
            self._system.makedirs(str(PurePosixPath(full).parent), exist_ok=True)
        return full

    def _copy(self, stream: BinaryIO, aside: str) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with self._system.open(aside, "wb") as target:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
            if self._local:
                _flush(target)
        return digest.hexdigest(), size

    def _settle(self, aside: str, name: str) -> None:
        full = self._full(name)
        if self._local:
            Path(full).parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside, full)
        else:
            self._system.mv(aside, full)


def _flush(stream: BinaryIO) -> None:
    """Let the bytes reach the disk: what we say is kept survives a power cut."""
    stream.flush()
    os.fsync(stream.fileno())


@contextmanager
def _as_storage_failure(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StorageFailure(f"{name} is not there: {error}", stage="store",
                             hint="Was it moved while it was read? Give it again.") from error
    except OSError as error:
        raise StorageFailure(f"{name} could not be kept or read: {error}", stage="store") from error
