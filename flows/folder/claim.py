"""What is known of a dropped file or folder while we own it, and what is written about it: plain records, no disk.

A claim is written before the file is moved, so that whatever dies in between leaves either the file in the inbox or
a file whose claim says where it came from.
"""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime

import msgspec

from extractors.document import Struct

MAX_NAME_BYTES = 200  # of 255 that file systems allow: leaves room for " (49)" and ".reason.txt"
RECORD_MARK = "record: "  # the line of a reason file that programs read
WAITING = ""  # the place of a claim that is not settled yet


class Verdict(Struct):
    """Where a claim goes and why. place: "done", "review", "duplicates" or "failed"; of: the first copy's name."""

    place: str
    reason: str = ""
    category: str = ""
    stage: str = ""
    hint: str = ""
    of: str = ""
    key: str = ""  # the store's key of the bytes, where it came so far


class Claim(Struct):
    """One dropped file or folder that we own. id: sorts by time; name: of the file as it lies in processing/.

    dropped_as: its way below the inbox, as it was written there; claimed_at: ISO 8601, UTC; attempts: times it was
    handed to a worker; forced: a person asked for it, so it is not held back for looking unfinished.
    verdict and target: where it is being moved to, written before the move. stale: a reason file to take away.
    """

    id: str
    name: str
    dropped_as: str
    claimed_at: str
    tags: tuple[str, ...] = ()
    attempts: int = 0
    forced: bool = False
    verdict: Verdict = Verdict(place=WAITING)
    target: str = ""
    stale: str = ""


def new_claim(dropped_as: str, *, tags: tuple[str, ...] = (), now: datetime | None = None) -> Claim:
    """A claim for what lies at `dropped_as` below the inbox."""
    now = now or datetime.now(UTC)
    stamp = now.strftime("%Y%m%dT%H%M%S")
    return Claim(id=f"{stamp}-{secrets.token_hex(4)}", name=safe_name(os.path.basename(dropped_as)),
                 dropped_as=printable(dropped_as), claimed_at=now.isoformat(timespec="seconds"), tags=tags)


def safe_name(name: str) -> str:
    """The name with bytes that are not UTF-8 and control characters percent-encoded, cut to MAX_NAME_BYTES.

    The last extension stays. Two different names may become one: a claim's folder is its own, and settling numbers.
    """
    clean = "".join(_encoded(character) for character in name)
    stem, dot, extension = clean.rpartition(".")
    if not stem or len(extension.encode()) > 16:
        stem, dot, extension = clean, "", ""
    room = MAX_NAME_BYTES - len((dot + extension).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + extension


def printable(path: str) -> str:
    """The path as text that any encoder takes."""
    return "".join(_encoded(character) for character in path)


def _encoded(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # a byte that is not UTF-8, as os.fsdecode gives it
        return f"%{ord(character) - 0xDC00:02X}"
    if character < " " or character == "\x7f" or "\ud800" <= character <= "\udfff":
        return f"%{ord(character):02X}"
    return character


def reason_text(claim: Claim) -> str:
    """The reason file: lines for people, and one line that programs read."""
    verdict = claim.verdict
    if verdict.place == "duplicates":
        return f"Same bytes as {verdict.of}.\n{RECORD_MARK}{encode(claim).decode()}\n"
    lines = [f"What: {claim.name}", f"Why: {_line(verdict.reason)}"]
    if verdict.hint:
        lines.append(f"What to do: {_line(verdict.hint)}")
    lines += [f"Again: rolescan retry {claim.id}", f"Category: {verdict.category}", f"Stage: {verdict.stage}",
              f"Dropped as: {_line(claim.dropped_as)}", f"Taken at: {claim.claimed_at}",
              f"{RECORD_MARK}{encode(claim).decode()}"]
    return "\n".join(lines) + "\n"


def read_reason(text: str) -> Claim | None:
    """The claim that a reason file tells of; None for a text that is no reason file."""
    for line in reversed(text.splitlines()):
        if line.startswith(RECORD_MARK):
            try:
                return decode(line.removeprefix(RECORD_MARK).encode())
            except msgspec.DecodeError:
                return None
    return None


def encode(claim: Claim) -> bytes:
    return msgspec.json.encode(claim)


def decode(data: bytes) -> Claim:
    """Raises msgspec.DecodeError for anything else."""
    return msgspec.json.decode(data, type=Claim)


def _line(text: str) -> str:
    return " ".join(text.split())
