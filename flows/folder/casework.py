"""What a worker does with a unit: each claim's files walk and come back as verdicts. Prefect shows, the store decides.

A claim alone is an `ingest` flow run per file. A batch is one flow run with a table of what became of each file.
With Prefect's server away the same walk goes on without a run to show for it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from extractors.document import Source
from extractors.errors import EmptyInput, Hostile, RolescanError
from flows import walk
from flows.folder.claim import Claim, Verdict
from flows.folder.drops import is_litter
from flows.folder.stability import files_in
from flows.folder.units import Kept, Result, Task, Unit
from flows.outcome import Done, Duplicate, Failed, Outcome, Review, from_error, reason_of
from flows.settings import load
from flows.store import Store, open_store
from flows.together import together
from flows.walk import Wish

PREFECT_ANSWER_SECONDS = 2.0  # its health answers in .01 s idle, .3 s while 1000 runs come in
PREFECT_TRUST_SECONDS = 5.0  # for which one answer of its health holds
PAUSE = 5.0  # seconds before another try, doubled by the dispatcher
OUTSIDE = frozenset({"storage"})  # categories that are nobody's file's fault: waited for as long as it takes
MAX_FILES = 500  # of one dropped folder

log = logging.getLogger("rolescan.work")


def run_unit(data: bytes) -> bytes:
    """A unit as JSON to its results as JSON. What one claim comes to never keeps the others from theirs."""
    unit = msgspec.json.decode(data, type=Unit)
    return msgspec.json.encode(asyncio.run(work(unit)))


async def work(unit: Unit) -> list[Result]:
    """Results of all the unit's claims, in Prefect's sight when its server answers."""
    if not prefect_answers():
        return [await asyncio.to_thread(plain, task) for task in unit.tasks]
    if unit.batch:
        return await _batch(unit)
    return [await _single(task) for task in unit.tasks]


def plain(task: Task) -> Result:
    """One claim without Prefect."""
    started = time.monotonic()
    try:
        store = _store()
        sources = _take(store, task)
        outcomes = [walk.process(store, source, wish_of(task.claim)) for source in sources]
        outcomes = together(store, sources, outcomes, wish_of(task.claim))
    except Exception as error:  # noqa: BLE001 - the edge: whatever happens to one file, the others go on
        outcomes = [_failure(error, task)]
    return result_of(task.claim, outcomes, time.monotonic() - started)


async def _single(task: Task) -> Result:
    """One claim, a flow run for each of its files."""
    from flows.ingest import ingest

    started = time.monotonic()
    try:
        store = await asyncio.to_thread(_store)
        sources = await asyncio.to_thread(_take, store, task)
        outcomes = []
        for source in sources:
            wish = wish_of(task.claim)
            before = await asyncio.to_thread(store.moment)
            try:
                await ingest(source.sha256, source.name, wish.language, afresh=wish.afresh, return_state=True)
            except Exception:  # noqa: BLE001 - the edge of a flow: Prefect's trouble is not the file's
                log.warning("Prefect lost the run of %s; the walk goes on without it", source.name, exc_info=True)
            outcomes.append(await asyncio.to_thread(_settled, store, source, wish, before))
        outcomes = await asyncio.to_thread(together, store, sources, outcomes, wish_of(task.claim))
    except Exception as error:  # noqa: BLE001 - the edge: whatever happens to one file, the others go on
        outcomes = [_failure(error, task)]
    return result_of(task.claim, outcomes, time.monotonic() - started)


async def _batch(unit: Unit) -> list[Result]:
    """Many small claims in one flow run; the results are kept aside, so that Prefect's trouble loses none."""
    from flows.folder.batch import ingest_many

    results: dict[str, Result] = {}
    try:
        await ingest_many(unit, results, return_state=True)
    except Exception:  # noqa: BLE001 - the edge of a flow: Prefect's trouble is not the files'
        log.warning("Prefect lost the run of a batch; its files go on without it", exc_info=True)
    for task in unit.tasks:
        if task.claim.id not in results:
            results[task.claim.id] = await asyncio.to_thread(plain, task)
    return list(results.values())


def _failure(error: Exception, task: Task) -> Outcome:
    """What went wrong before there was a source, as an outcome. An error that is not ours is category "internal"."""
    if isinstance(error, RolescanError):
        return from_error(error, source="", name=task.claim.name)
    log.error("%s could not be worked on", task.claim.name, exc_info=error)
    return Failed(source="", name=task.claim.name, category="internal", stage="worker",
                  message=f"{type(error).__name__}: {error}", hint=RolescanError.default_hint)


def _settled(store: Store, source: Source, wish: Wish, before: int) -> Outcome:
    """What the run put on record; else what the plain walk gives, which is quick when nothing had to be done."""
    recorded = store.outcome(source.sha256, name=source.name, after=before)
    return recorded if recorded is not None else walk.process(store, source, wish)


def keep(task: Task) -> Task:
    """The task with its bytes in the store, for workers that do not see the folder. Raises as `_take` does."""
    sources = _take(_store(), task)
    return msgspec.structs.replace(task, kept=tuple(Kept(sha256=source.sha256, name=source.name)
                                                    for source in sources))


def _take(store: Store, task: Task) -> list[Source]:
    """Every file of the claim kept in the store. Raises StorageFailure, EmptyInput, Hostile."""
    path, claim = Path(task.path), task.claim
    if task.kept:
        return [msgspec.structs.replace(store.source(kept.sha256), name=kept.name, tags=claim.tags)
                for kept in task.kept]
    files = [file for file in files_in(path) if not is_litter(file.name)]
    if not files:
        raise EmptyInput(f"{claim.name} holds no files.", stage="receive")
    if len(files) > MAX_FILES:
        raise Hostile(f"{claim.name} holds {len(files)} files; one case has at most {MAX_FILES}.", stage="receive",
                      hint="Drop the files themselves: then each is a case of its own.")
    return [walk.take(store, file, name=file.name if path.is_dir() else claim.name, origin=f"folder:{claim.id}",
                      tags=claim.tags) for file in files]


def wish_of(claim: Claim) -> Wish:
    """The language that the folder's tags ask for; what a person asked to try again uses no earlier result."""
    languages = [tag.removeprefix("language=") for tag in claim.tags if tag.startswith("language=")]
    return Wish(language=languages[-1] if languages else "", afresh=claim.forced)


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
    """Where the outcome puts the file. The same bytes under the same name, dropped anew, are a duplicate too."""
    key = outcome.source[:32]
    match outcome:
        case Duplicate():
            return Verdict(place="duplicates", of=outcome.first_name or outcome.of, key=key)
        case Failed():
            return Verdict(place="failed", reason=outcome.message, category=outcome.category, stage=outcome.stage,
                           hint=outcome.hint, key=key)
        case _ if outcome.again and claim.attempts <= 1 and not claim.forced:
            return Verdict(place="duplicates", of=outcome.name, key=key)
        case Review():
            return Verdict(place="review", reason=reason_of(outcome), category=outcome.category, stage=outcome.stage,
                           hint=outcome.hint, key=key)
        case _:
            return Verdict(place="done", key=key)


_asked: tuple[float, bool] = (-PREFECT_TRUST_SECONDS, False)


def prefect_answers() -> bool:
    """Does the Prefect server of this environment answer? Asked at most once in PREFECT_TRUST_SECONDS."""
    global _asked
    if time.monotonic() - _asked[0] < PREFECT_TRUST_SECONDS:
        return _asked[1]
    url = os.environ.get("PREFECT_API_URL", "")
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=PREFECT_ANSWER_SECONDS) as answer:
            up = answer.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError):
        up = False
    _asked = (time.monotonic(), up)
    return up


@cache
def _store() -> Store:
    """The store that the environment names, opened once in a process."""
    return open_store(load())
