"""What `rolescan up` writes down for others: its plan, its ports and what runs. Read by status, retry and review."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from extractors.document import Struct
from flows.service.supervise import ChildState
from flows.settings import Settings

BUNDLED, SQLITE = "bundled", "sqlite"
PLAN_NOTE, RUNNING_NOTE, WATCHER_NOTE = "plan.json", "running.json", "watcher.json"
STALE_SECONDS = 30.0  # without a word from a process that notes its state every second
T = TypeVar("T")


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


class State(Struct):
    """What the steward tells of itself, for status and metrics. at: seconds since 1970."""

    at: float
    pid: int
    workers: int
    queued: int
    flying: int
    waiting: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    ignored: int = 0
    settled: dict[str, int] = {}
    seconds: float = 0.0  # of work since the start


def run_folder(settings: Settings) -> Path:
    """Where pid files, logs and notes of what runs are."""
    folder = Path(settings.home) / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def last_folder(settings: Settings) -> Path:
    """The watched folder of the last start, or the usual one where there was none."""
    plan = read_note(run_folder(settings) / PLAN_NOTE, Plan)
    return Path(settings.home) / "folder" if plan is None else Path(plan.folder)


def read_note(path: Path, kind: type[T]) -> T | None:
    """What a process noted; None while there is no such note."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None
