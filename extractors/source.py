"""From a file on disk to its Source record."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from extractors.document import Source
from extractors.errors import StorageFailure
from extractors.keys import sha256_of
from extractors.limits import MAX_TEXT_BYTES, check_size
from extractors.sniff import media_type

_SPEAKERS = re.compile(r"\.(\d{1,2})spk\b", re.IGNORECASE)


def speakers_told(name: str) -> int:
    """How many speak in a recording, as its name tells ("team-call.3spk.mp3"); 0 when it does not."""
    told = _SPEAKERS.search(name)
    return int(told.group(1)) if told else 0


def describe(path: str, *, name: str = "", origin: str = "", tags: tuple[str, ...] = ()) -> Source:
    """The record of the file at `path`: its hash, its type by content, its size.

    name: what people call it when `path` is a copy in a store. Raises EmptyInput, TooLarge, Unsupported,
    StorageFailure when it cannot be read.
    """
    file = Path(path)
    try:
        size = check_size(file)
        found = media_type(file, name=name)
        if found.startswith("text/"):
            check_size(file, MAX_TEXT_BYTES)
        digest = sha256_of(file)
    except OSError as error:
        raise StorageFailure(f"{file.name} cannot be read: {error.strerror}.", stage="receive",
                             hint="Check that it exists and that its permissions allow reading.") from error
    return Source(sha256=digest, name=name or file.name, media_type=found, size=size, path=str(file),
                  origin=origin or file.resolve().as_uri(), tags=tags,
                  received_at=datetime.now(UTC).isoformat(timespec="seconds"))
