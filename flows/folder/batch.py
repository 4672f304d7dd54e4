"""The flow of a flood: many small files in one run, the same walk and the same outcomes, one page that shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.folder.cases import plain
from flows.folder.units import Result, Unit
from flows.prefect_ui.artifacts import plain as escaped
from flows.prefect_ui.runs import NO_RESULTS

EVENTS = {"done": "posting.ingested", "duplicates": "posting.duplicate", "review": "posting.review",
          "failed": "posting.failed"}


def _name() -> str:
    unit: Unit = flow_run.parameters["unit"]
    return f"{len(unit.tasks)} files: {unit.tasks[0].claim.name} …"


@flow(name="ingest-many", flow_run_name=_name, persist_result=False, result_storage=NO_RESULTS,
      validate_parameters=False)
async def ingest_many(unit: Unit, results: dict[str, Result]) -> State[None]:
    """Walk every file of the unit; `results` is filled as they finish, by claim id."""
    for task in unit.tasks:
        results[task.claim.id] = await asyncio.to_thread(plain, task)
    await acreate_table_artifact(table=table_of(unit, list(results.values())), key=f"batch-{unit.id.lower()}",
                                 description=f"What became of {len(unit.tasks)} files")
    _emit(unit, results)
    counts = _counts(list(results.values()))
    words = ", ".join(f"{number} {place}" for place, number in counts.items())
    return Failed(message=words) if set(counts) == {"failed"} else Completed(message=words)


def table_of(unit: Unit, results: Sequence[Result]) -> list[dict[str, str]]:
    """One row a file: what became of it, why, and how long it took."""
    names = {task.claim.id: task.claim.name for task in unit.tasks}
    return [{"file": escaped(names[result.claim_id]), "became": result.verdict.place,
             "reason": escaped(result.verdict.reason), "key": result.verdict.key, "seconds": f"{result.seconds:.2f}"}
            for result in results]


def _emit(unit: Unit, results: dict[str, Result]) -> None:
    """The same events as single runs give, for those that need a person; the rest are in the table."""
    for task in unit.tasks:
        verdict = results[task.claim.id].verdict
        if verdict.place in ("review", "failed"):
            emit_event(event=EVENTS[verdict.place],
                       resource={"prefect.resource.id": f"rolescan.case.{verdict.key or task.claim.id}",
                                 "prefect.resource.name": task.claim.name},
                       payload={"became": verdict.place, "reason": verdict.reason, "category": verdict.category,
                                "key": verdict.key})


def _counts(results: Sequence[Result]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for result in results:
        counts[result.verdict.place] = counts.get(result.verdict.place, 0) + 1
    return counts
