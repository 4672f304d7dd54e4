"""A person's decision about a case also moves the file that lies in the watched folder's review/ or failed/."""

from __future__ import annotations

from pathlib import Path

from flows.folder.cases import verdict_of
from flows.folder.claim import Claim
from flows.folder.folder import Folder, Gone
from flows.outcome import Outcome, Review
from flows.service.notes import last_folder
from flows.settings import Settings

PLACES = ("review", "failed")


def follow(settings: Settings, outcome: Outcome) -> list[Path]:
    """Move what was dropped with these bytes to where the outcome puts it. Returns where it lies now.

    A case that still waits for a person stays, and so does a dropped folder of several files. Where the watcher takes
    the file up first, it comes to the same end by itself.
    """
    folder = Folder(last_folder(settings))
    if isinstance(outcome, Review) or not folder.root.is_dir():
        return []
    moved = []
    for place, item, claim in _of(folder, outcome):
        if item.is_dir():
            continue
        try:
            taken = folder.retry(claim.id, places=(place,))
            moved.append(folder.settle(taken, verdict_of(outcome, taken)))
        except (Gone, KeyError):  # the watcher was quicker
            continue
    return moved


def _of(folder: Folder, outcome: Outcome) -> list[tuple[str, Path, Claim]]:
    return [(place, item, claim) for place in PLACES if (folder.root / place).is_dir()
            for item, claim in folder.explained(place) if claim.verdict.key == outcome.key]
