"""What runs, what waits, what failed: gathered from the notes of supervisor and watcher and from the folder itself.

Read from outside, so it answers also when nothing runs or something hangs.
"""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import psutil

from extractors.document import Struct
from flows.folder.claim import Claim
from flows.folder.drops import take_stock
from flows.folder.folder import INBOX, PLACES, Folder
from flows.service.notes import (
    RUNNING_NOTE,
    STALE_SECONDS,
    WATCHER_NOTE,
    Running,
    State,
    last_folder,
    read_note,
    run_folder,
)
from flows.settings import Settings

LATEST = 10  # failed and reviewed items shown


class Item(Struct):
    """A failed or reviewed file, for people."""

    place: str
    name: str
    id: str
    reason: str
    category: str
    hint: str
    at: str


class Status(Struct):
    """One screen. well: everything that should run does, and nothing stands in the way."""

    well: bool
    up: bool
    folder: str
    ui: str = ""
    health: str = ""
    database: str = ""
    uptime: float = 0.0
    children: tuple[dict[str, object], ...] = ()
    workers: int = 0
    queued: int = 0
    flying: int = 0
    counts: dict[str, int] = {}
    settled: dict[str, int] = {}  # since the watcher's start
    seconds: float = 0.0
    waiting: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    latest: tuple[Item, ...] = ()


def gather(settings: Settings, *, now: float | None = None) -> Status:
    """The status of the `rolescan up` of this home."""
    now = time.time() if now is None else now
    notes = run_folder(settings)
    running = read_note(notes / RUNNING_NOTE, Running)
    watcher = read_note(notes / WATCHER_NOTE, State)
    up = running is not None and psutil.pid_exists(running.pid) and now - running.at < STALE_SECONDS
    root = Path(running.folder) if running is not None else last_folder(settings)
    problems = list(_problems(running if up else None, watcher, now))
    folder = Folder(root)
    there = all((root / place).is_dir() for place in PLACES)
    told = State(at=0, pid=0, workers=0, queued=0, flying=0) if watcher is None or not up else watcher
    return Status(
        well=up and not problems, up=up, folder=str(root), problems=tuple(problems),
        ui=running.ui if running is not None and up else "", health=running.health if running and up else "",
        database=running.database if running is not None and up else "",
        uptime=now - running.started if running is not None and up else 0.0,
        children=tuple(msgspec.to_builtins(child) for child in running.children) if running and up else (),
        workers=told.workers, queued=told.queued, flying=told.flying, settled=told.settled, seconds=told.seconds,
        waiting=told.waiting, counts=counts_of(folder) if there else {}, latest=latest(folder) if there else ())


def _problems(running: Running | None, watcher: State | None, now: float) -> list[str]:
    if running is None:
        return ["Rolescan is not up. Start it with `rolescan up`."]
    found = [f"{child.name} is {child.state}" + (f" (restarted {child.restarts} times)" if child.restarts else "")
             for child in running.children if child.state in ("pausing", "starting")]
    if watcher is None or now - watcher.at > STALE_SECONDS:
        found.append("The watcher has said nothing for a while; its log is run/watcher.log in the home folder.")
    else:
        found += watcher.problems
        if watcher.workers == 0:
            found.append("There are no workers: files are taken and wait.")
    return found


def counts_of(folder: Folder) -> dict[str, int]:
    """Items in each place; of the inbox the cases that wait to be taken, without litter and folders of tags."""
    return {INBOX: len(take_stock(folder.root / INBOX).drops), **folder.counts()}


def latest(folder: Folder, *, limit: int = LATEST) -> tuple[Item, ...]:
    """The newest items of failed/ and review/, with their reasons."""
    found: list[tuple[str, Path, Claim]] = [(place, path, claim) for place in ("failed", "review")
                                            for path, claim in folder.explained(place, newest=limit)]
    found.sort(key=lambda item: item[2].claimed_at, reverse=True)
    return tuple(Item(place=place, name=path.name, id=claim.id, reason=claim.verdict.reason,
                      category=claim.verdict.category, hint=claim.verdict.hint, at=claim.claimed_at)
                 for place, path, claim in found[:limit])


def screen(status: Status) -> str:
    """The status as one screen of text."""
    lines = [f"Rolescan is {'up and well' if status.well else 'up, with trouble' if status.up else 'not up'}."]
    if status.up:
        lines += [f"  Prefect   {status.ui}", f"  Health    {status.health}/health   {status.health}/metrics",
                  f"  Database  {status.database}    Up for {_span(status.uptime)}"]
    lines.append(f"  Folder    {status.folder}")
    if status.children:
        lines += ["", "Processes"]
        lines += [f"  {child['name']:<12} {child['state']:<9} pid {child['pid']:<8} restarts {child['restarts']}"
                  for child in status.children]
        lines.append(f"  {status.workers} workers; {status.flying} files with them, {status.queued} waiting for them")
    if status.counts:
        lines += ["", "Files", "  " + "   ".join(f"{place} {number}" for place, number in status.counts.items())]
    if status.problems:
        lines += ["", "In the way", *(f"  {problem}" for problem in status.problems)]
    if status.waiting:
        lines += ["", "Not taken yet", *(f"  {name}: {why}" for name, why in status.waiting[:LATEST])]
    for item in status.latest:
        if item is status.latest[0]:
            lines += ["", "Waiting for a person"]
        lines += [f"  {item.place:<7} {item.name}  [{item.category}] {item.reason}",
                  f"          rolescan retry {item.id}"]
    return "\n".join(lines)


def _span(seconds: float) -> str:
    minutes, hours = int(seconds // 60), int(seconds // 3600)
    return f"{int(seconds)} s" if minutes < 1 else f"{minutes} min" if hours < 1 else f"{hours} h {minutes % 60} min"
