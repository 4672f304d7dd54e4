"""What a worker does with a unit: each claim's files walk and come back as verdicts. Prefect shows, the store decides.

A claim alone is an `ingest` flow run per file. A batch is one flow run with a table of what became of each file.
With Prefect's server away the same walk goes on without a run to show for it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
import urllib.error
import urllib.request

import msgspec

from extractors.document import Source
from flows import walk
from flows.folder.cases import failure_of, plain, result_of, take, wish_of
from flows.folder.units import Result, Task, Unit
from flows.outcome import Outcome
from flows.store import Store, the_store
from flows.together import together
from flows.walk import Wish

PREFECT_ANSWER_SECONDS = 2.0  # its health answers in .01 s idle, .3 s while 1000 runs come in
PREFECT_TRUST_SECONDS = 5.0  # for which one answer of its health holds
LEAST_SECONDS = 3600.0  # for a unit: 25 web pages take 5 s, 25 scans of .5 MB some 100 s
SECONDS_A_MEGABYTE = 600.0  # a scanned page of .1 MB takes 4 s, speech at 64 kbit/s 125 s of sound a MB: 15 times that
MOST_SECONDS = 12 * 3600.0  # for folders and what lies elsewhere

log = logging.getLogger("rolescan.work")


def run_unit(data: bytes) -> bytes:
    """A unit as JSON to its results as JSON. What one claim comes to never keeps the others from theirs.

    A unit that is far over its time ends its worker: the next worker tries it once more, then it is poison.
    """
    unit = msgspec.json.decode(data, type=Unit)
    seconds = seconds_for(unit)
    watch = threading.Timer(seconds, _give_up, [unit.id, seconds])
    watch.daemon = True
    watch.start()
    try:
        return msgspec.json.encode(asyncio.run(work(unit)))
    finally:
        watch.cancel()


def seconds_for(unit: Unit) -> float:
    """How long a unit may take; engines have deadlines of their own, so only what hangs outside them comes so far."""
    sizes = [os.path.getsize(task.path) for task in unit.tasks if os.path.isfile(task.path)]
    return LEAST_SECONDS + SECONDS_A_MEGABYTE * sum(sizes) / 1e6 if len(sizes) == len(unit.tasks) else MOST_SECONDS


def _give_up(unit_id: str, seconds: float) -> None:
    log.error("The unit %s was not done in %.0f s; its worker ends", unit_id, seconds)
    os._exit(1)


async def work(unit: Unit) -> list[Result]:
    """Results of all the unit's claims, in Prefect's sight when its server answers."""
    if not prefect_answers():
        return [await asyncio.to_thread(plain, task) for task in unit.tasks]
    if unit.batch:
        return await _batch(unit)
    return [await _single(task) for task in unit.tasks]


async def _single(task: Task) -> Result:
    """One claim, a flow run for each of its files."""
    from flows.ingest import ingest

    started = time.monotonic()
    try:
        store = await asyncio.to_thread(the_store)
        sources = await asyncio.to_thread(take, store, task)
        outcomes = []
        for source in sources:
            wish = wish_of(task.claim)
            before = await asyncio.to_thread(store.moment)
            try:
                await ingest(source.sha256, source.name, wish.language, options=msgspec.to_builtins(wish.options),
                             afresh=wish.afresh, origin=source.origin, return_state=True)
            except Exception:  # noqa: BLE001 - the edge of a flow: Prefect's trouble is not the file's
                log.warning("Prefect lost the run of %s; the walk goes on without it", source.name, exc_info=True)
            outcomes.append(await asyncio.to_thread(_settled, store, source, wish, before))
        outcomes = await asyncio.to_thread(together, store, sources, outcomes, wish_of(task.claim))
    except Exception as error:  # noqa: BLE001 - the edge: whatever happens to one file, the others go on
        outcomes = [failure_of(error, task)]
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


def _settled(store: Store, source: Source, wish: Wish, before: int) -> Outcome:
    """What the run put on record; else what the plain walk gives, which is quick when nothing had to be done."""
    recorded = store.outcome(source.sha256, name=source.name, after=before)
    return recorded if recorded is not None else walk.process(store, source, wish)


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
