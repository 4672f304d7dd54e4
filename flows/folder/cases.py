"""One claim through the walk: its files are kept, walk, and come back as one verdict. Without Prefect; never raises.

What `casework` shows in Prefect, singly or in batches, is this.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from extractors.document import Source
from extractors.errors import EmptyInput, Hostile, RolescanError
from flows import walk
from flows.folder.claim import Claim, Verdict
from flows.folder.drops import LINK_HINT, is_litter
from flows.folder.stability import files_in
from flows.folder.units import Kept, Result, Task
from flows.outcome import Done, Duplicate, Failed, Outcome, Review, from_error, reason_of
from flows.settings import load
from flows.store import ONE_ARRIVAL, Store, the_store
from flows.together import together
from flows.walk import Wish

PAUSE = 5.0  # seconds before another try, doubled by the dispatcher
OUTSIDE = frozenset({"storage"})  # categories that are nobody's file's fault: waited for as long as it takes
MAX_FILES = 500  # of one dropped folder

log = logging.getLogger("rolescan.work")


def plain(task: Task) -> Result:
    """One claim without Prefect."""
    started = time.monotonic()
    try:
        store = the_store()
        sources = take(store, task)
        outcomes = [walk.process(store, source, wish_of(task.claim)) for source in sources]
        outcomes = together(store, sources, outcomes, wish_of(task.claim))
    except Exception as error:  # noqa: BLE001 - the edge: whatever happens to one file, the others go on
        outcomes = [failure_of(error, task)]
    return result_of(task.claim, outcomes, time.monotonic() - started)


def failure_of(error: Exception, task: Task) -> Outcome:
    """What went wrong before there was a source, as an outcome. An error that is not ours is category "internal"."""
    if isinstance(error, RolescanError):
        return from_error(error, source="", name=task.claim.name)
    log.error("%s could not be worked on", task.claim.name, exc_info=error)
    return Failed(source="", name=task.claim.name, category="internal", stage="worker",
                  message=f"{type(error).__name__}: {error}", hint=RolescanError.default_hint)


def keep(task: Task) -> Task:
    """The task with its bytes in the store, for workers that do not see the folder. Raises as `take` does."""
    sources = take(the_store(), task)
    return msgspec.structs.replace(task, kept=tuple(Kept(sha256=source.sha256, name=source.name)
                                                    for source in sources))


def take(store: Store, task: Task) -> list[Source]:
    """Every file of the claim kept in the store. Raises StorageFailure, EmptyInput, Hostile."""
    path, claim = Path(task.path), task.claim
    if task.kept:
        return [msgspec.structs.replace(store.source(kept.sha256), name=kept.name, tags=claim.tags,
                                        origin=origin_of(claim))
                for kept in task.kept]
    files = [file for file in files_in(path) if not is_litter(file.name)]
    if not files:
        raise EmptyInput(f"{claim.name} holds no files.", stage="receive")
    if link := next((file for file in files if file.is_symlink()), None):  # tried again, or put in after the look
        raise Hostile(f"{link.name} is a symbolic link, which could point anywhere.", stage="receive", hint=LINK_HINT)
    if len(files) > MAX_FILES:
        raise Hostile(f"{claim.name} holds {len(files)} files; one case has at most {MAX_FILES}.", stage="receive",
                      hint="Drop the files themselves: then each is a case of its own.")
    return [walk.take(store, file, name=file.name if path.is_dir() else claim.name, origin=origin_of(claim),
                      tags=claim.tags) for file in files]


def origin_of(claim: Claim) -> str:
    """What the store and the outcome know this drop by."""
    return f"{ONE_ARRIVAL}{claim.id}"


def wish_of(claim: Claim) -> Wish:
    """The language that the folder's tags ask for; what a person asked to try again uses no earlier result."""
    languages = [tag.removeprefix("language=") for tag in claim.tags if tag.startswith("language=")]
    return Wish(options=load().reading, language=languages[-1] if languages else "", afresh=claim.forced)


_RANK = {Failed: 3, Review: 2, Done: 1, Duplicate: 0}


def result_of(claim: Claim, outcomes: Sequence[Outcome], seconds: float) -> Result:
    """The claim's result: of several files the one that needs a person most decides."""
    worst = max(outcomes, key=lambda outcome: _RANK[type(outcome)])
    verdict = verdict_of(worst, claim)
    if len(outcomes) > 1 and verdict.place in ("failed", "review"):
        verdict = msgspec.structs.replace(verdict, reason=f"{worst.name}: {verdict.reason}")
    retryable = isinstance(worst, Failed) and worst.retryable and not worst.final and worst.category != "internal"
    return Result(claim_id=claim.id, verdict=verdict, seconds=seconds, again_in=PAUSE if retryable else 0.0,
                  waits=retryable and verdict.category in OUTSIDE)


def verdict_of(outcome: Outcome, claim: Claim) -> Verdict:
    """Where the outcome puts the file. The same bytes under the same name, dropped anew, are a duplicate too.

    A claim whose worker died after the store had its outcome is not: that outcome is its own.
    """
    key = outcome.source[:32]
    match outcome:
        case Duplicate():
            return Verdict(place="duplicates", of=outcome.first_name or outcome.of, key=key)
        case Failed():
            return Verdict(place="failed", reason=outcome.message, category=outcome.category, stage=outcome.stage,
                           hint=outcome.hint, key=key)
        case _ if outcome.again and outcome.origin != origin_of(claim) and not claim.forced:
            return Verdict(place="duplicates", of=outcome.name, key=key)
        case Review():
            return Verdict(place="review", reason=reason_of(outcome), category=outcome.category, stage=outcome.stage,
                           hint=outcome.hint, key=key)
        case _:
            return Verdict(place="done", key=key)
