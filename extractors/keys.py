"""Short content-addressed keys: the same bytes, versions and options give the same key."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

KEY_LENGTH = 32  # hex characters kept: 128 bits, no accidental collision in any store
_CHUNK = 1 << 20


def content_key(*parts: Any) -> str:
    """The key of `parts` (anything msgspec can write), order-sensitive, stable across processes."""
    encoded = msgspec.json.encode(parts, order="deterministic")
    return hashlib.sha256(encoded).hexdigest()[:KEY_LENGTH]


def sha256_of(path: Path) -> str:
    """The full sha256 (64 hex characters) of the file at `path`, read in pieces of 1 MiB."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
