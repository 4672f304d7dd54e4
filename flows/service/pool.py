"""The pool through which the watcher uses Dask workers, local or anywhere: units out, answers back, losses told.

A worker that dies takes its unit to another one; a unit that kills two is `WorkerLost`. Every question to the scheduler
has a deadline: one that hangs is treated like one that is gone, and its units are handed over again.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Any

import msgspec

from flows.folder.dispatch import UnitLost, WorkerLost
from flows.folder.units import Result, Unit

AHEAD = 1  # units in flight per worker: Dask blames a death on every unit its worker was given, begun or not
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0  # of the scheduler, which answers in .002 s idle and .1 s with both cores full
TROUBLE = (OSError, TimeoutError, RuntimeError, ValueError)  # of a question to a scheduler that is gone or hangs
OnResult = Callable[[str, "list[Result] | Exception"], None]


class DaskPool:
    """Units on a Dask cluster. `on_result` is called from another thread with a unit's id and its answer.

    work: what a worker runs, JSON of a Unit to JSON of its Results; `casework.run_unit` by default.
    """

    def __init__(self, address: str, on_result: OnResult, *, work: Callable[[bytes], bytes] | None = None) -> None:
        self.address = address
        self._work = work
        self._on_result = on_result
        self._client: Any = None
        self._scheduler = ""
        self._futures: dict[str, Any] = {}
        self._slots = (0.0, 0)
        self._absent: set[str] = set()  # units that no worker had at the last look

    def connect(self) -> bool:
        """Connect afresh when there is no sound connection. True when the pool can take units."""
        from distributed import Client

        if self.sound:
            return True
        self.close()
        try:
            self._client = Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False, name="rolescan-watcher")
            self._scheduler = self._identity()["id"]
        except TROUBLE:
            self.close()
            return False
        return True

    @property
    def sound(self) -> bool:
        """Is the connection the one that the flying units went through, and does the scheduler answer?"""
        return bool(self._same_scheduler())

    def _same_scheduler(self) -> dict[str, Any]:
        """What the scheduler says of itself; {} when it does not answer or is another one than before."""
        if self._client is None or self._client.status != "running":
            return {}
        try:
            identity = self._identity()
        except TROUBLE:
            return {}
        return identity if identity["id"] == self._scheduler else {}

    def _identity(self) -> dict[str, Any]:
        client = self._client
        return dict(client.sync(client.scheduler.identity, n_workers=0, callback_timeout=ANSWER_SECONDS))

    def submit(self, unit: Unit) -> None:
        """Hand a unit over. What cannot be handed over now is answered with `UnitLost`."""
        if self._work is None:
            from flows.folder.casework import run_unit

            self._work = run_unit
        try:
            if self._client is None:
                raise OSError("there is no connection to the workers")
            future = self._client.submit(self._work, msgspec.json.encode(unit), key=unit.id, pure=False)
        except (OSError, RuntimeError, _closed_client()) as error:
            self._on_result(unit.id, UnitLost(str(error)))
            return
        self._futures[unit.id] = future
        future.add_done_callback(lambda done: self._done(unit.id, done))

    def _done(self, unit_id: str, future: Any) -> None:
        """Runs in Dask's one thread for callbacks: an answer that cannot be had is told, never waited for."""
        if self._futures.pop(unit_id, None) is not None:
            self._on_result(unit_id, _answer(future))

    def look_for_lost(self) -> None:
        """Answer `UnitLost` for units that no worker has at two looks in a row though there are workers.

        Nothing else would ever tell of them: a scheduler that forgot a unit stays silent.
        """
        here = set(self._futures)
        if not here or not self.workers():
            self._absent = set()
            return
        try:
            held = self._client.sync(self._client.scheduler.processing, callback_timeout=ANSWER_SECONDS)
        except TROUBLE:
            return
        absent = here - {key for keys in held.values() for key in keys}
        for unit_id in absent & self._absent:
            future = self._futures.get(unit_id)
            if future is None or future.done():
                continue  # its answer is on its way
            del self._futures[unit_id]
            self._on_result(unit_id, UnitLost("no worker has it and none says what became of it"))
            future.cancel()
        self._absent = absent

    def slots(self) -> int:
        return AHEAD * self.workers()

    def workers(self) -> int:
        """How many workers there are, as of a second ago at most."""
        asked, number = self._slots
        if time.monotonic() - asked > 1.0:
            number = int(self._same_scheduler().get("n_workers", 0))
            self._slots = (time.monotonic(), number)
        return number

    def close(self) -> None:
        client, self._client, self._futures = self._client, None, {}
        self._slots = (0.0, 0)
        if client is not None:
            with contextlib.suppress(*TROUBLE, asyncio.CancelledError):
                client.close(timeout=1)


def _answer(future: Any) -> list[Result] | Exception:
    """The results, or what became of the unit instead. Never raises: a raised error would be told to nobody."""
    from distributed.scheduler import KilledWorker

    try:
        if future.status == "finished":
            return msgspec.json.decode(future.result(timeout=ANSWER_SECONDS), type=list[Result])
        if future.status == "error":
            error = future.exception(timeout=ANSWER_SECONDS)
            return WorkerLost(str(error)) if isinstance(error, KilledWorker) else error
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - the edge: the answer went with its worker
        return UnitLost(f"its answer was lost: {type(error).__name__}: {error}")
    return UnitLost(f"the unit was {future.status}")


def _closed_client() -> type[Exception]:
    from distributed.client import ClosedClientError

    return ClosedClientError
