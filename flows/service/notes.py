"""What `rolescan up` writes down for others: its plan, its ports and what runs. Read by status, retry and review."""

from __future__ import annotations

from pathlib import Path

import msgspec

from extractors.document import Struct
from flows.service.supervise import ChildState
from flows.settings import Settings

BUNDLED, SQLITE = "bundled", "sqlite"


class Plan(Struct):
    """What to start. database: "bundled", "sqlite" or a URL; server, dask: addresses of running ones, "" for our own.

    memory: of one worker, as Dask writes it; quiet, scan: seconds.
    """

    folder: str
    database: str = BUNDLED
    server: str = ""
    dask: str = ""
    workers: int = 2
    memory: str = "auto"
    quiet: float = 2.0
    scan: float = 10.0
    deploy: bool = True


class Ports(Struct):
    """Kept from start to start, so that bookmarks and workers find what they knew."""

    ui: int = 0
    dask: int = 0
    health: int = 0


class Running(Struct):
    """What the supervisor notes for `rolescan status`. at, started: seconds since 1970."""

    pid: int
    at: float
    started: float
    folder: str
    ui: str
    api: str
    dask: str
    health: str
    database: str
    children: tuple[ChildState, ...]


def run_folder(settings: Settings) -> Path:
    """Where pid files, logs and notes of what runs are."""
    folder = Path(settings.home) / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def last_folder(settings: Settings) -> Path:
    """The watched folder of the last start, or the usual one where there was none."""
    try:
        plan = msgspec.json.decode((run_folder(settings) / "plan.json").read_bytes(), type=Plan)
    except (OSError, msgspec.DecodeError):
        return Path(settings.home) / "folder"
    return Path(plan.folder)
