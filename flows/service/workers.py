"""Warm worker processes: a local Dask cluster in a process of its own, and the pool through which the watcher uses one.

A worker that dies takes its unit to another one; a unit that kills two is `WorkerLost`. Nannies stop a worker at its
memory limit. Workers are no daemons, so that engines may run in processes of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import psutil

from extractors.errors import Environment
from flows.folder.dispatch import UnitLost, WorkerLost
from flows.folder.units import Result, Unit

DEATHS = 1  # Dask's allowed failures: the second death of its worker makes a unit `WorkerLost`
AHEAD = 2  # units in flight per worker: one runs, one is there when it ends
CONNECT_SECONDS = 5.0
ORPHAN_SECONDS = 3.0  # between two looks for engine processes without a worker
_PR_SET_CHILD_SUBREAPER = 36
CLUSTER_CONFIG = {
    "distributed.worker.daemon": False,
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.scheduler.worker-saturation": 1.0,  # what waits, waits in the scheduler and is blamed for no death
    "distributed.worker.memory.pause": 0.85,
    "distributed.worker.memory.terminate": 0.95,
    "distributed.worker.memory.spill": False,  # units and results are short: there is nothing to spill
    "distributed.worker.memory.target": False,
    "distributed.comm.timeouts.connect": "5s",
    "distributed.admin.tick.limit": "30s",
}
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

    def connect(self) -> bool:
        """Connect afresh when there is no sound connection. True when the pool can take units."""
        from distributed import Client

        if self._client is not None and self._sound():
            return True
        self.close()
        try:
            self._client = Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False, name="rolescan-watcher")
            self._scheduler = self._identity(0).get("id", "")
        except (OSError, TimeoutError, ValueError):
            self._client = None
            return False
        return True

    def _sound(self) -> bool:
        """Is it the same scheduler as before, and does it answer?"""
        try:
            return self._client.status == "running" and self._identity(0).get("id") == self._scheduler
        except (OSError, TimeoutError, RuntimeError, ValueError):
            return False

    def _identity(self, workers: int) -> dict[str, Any]:
        return dict(self._client.scheduler_info(n_workers=workers))

    @property
    def sound(self) -> bool:
        """Is the connection the one that the flying units went through?"""
        return self._client is not None and self._sound()

    def submit(self, unit: Unit) -> None:
        if self._client is None:
            self._on_result(unit.id, UnitLost("there is no connection to the workers"))
            return
        if self._work is None:
            from flows.folder.casework import run_unit

            self._work = run_unit
        future = self._client.submit(self._work, msgspec.json.encode(unit), key=unit.id, pure=False)
        self._futures[unit.id] = future
        future.add_done_callback(lambda done: self._done(unit.id, done))

    def _done(self, unit_id: str, future: Any) -> None:
        self._futures.pop(unit_id, None)
        self._on_result(unit_id, _answer(future))

    def slots(self) -> int:
        return AHEAD * self.workers()

    def workers(self) -> int:
        """How many workers there are, as of a second ago at most."""
        asked, number = self._slots
        if self._client is None:
            return 0
        if time.monotonic() - asked > 1.0:
            number = len(self._identity(-1).get("workers", {})) if self._sound() else 0
            self._slots = (time.monotonic(), number)
        return number

    def close(self) -> None:
        client, self._client, self._futures = self._client, None, {}
        self._slots = (0.0, 0)
        if client is not None:
            with contextlib.suppress(OSError, TimeoutError, RuntimeError, asyncio.CancelledError):
                client.close(timeout=1)


def _answer(future: Any) -> list[Result] | Exception:
    from distributed.scheduler import KilledWorker

    if future.status == "finished":
        return msgspec.json.decode(future.result(), type=list[Result])
    if future.status == "error":
        error = future.exception()
        return WorkerLost(str(error)) if isinstance(error, KilledWorker) else error
    return UnitLost(f"the unit was {future.status}")


async def serve(port: int, workers: int, memory: str, environment: dict[str, str]) -> None:
    """Run a scheduler on 127.0.0.1:port with `workers` warm workers until SIGTERM or SIGINT."""
    import dask
    from distributed import LocalCluster

    dask.config.set(CLUSTER_CONFIG)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                            scheduler_port=port, dashboard_address=None, worker_dashboard_address=None,
                            memory_limit=memory, asynchronous=True, env=environment,
                            local_directory=environment.get("ROLESCAN_SCRATCH") or None,
                            preload="flows.service.warm", silence_logs=40) as cluster:
        orphans = _Orphans(cluster)
        while not stop.is_set():
            orphans.end()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), ORPHAN_SECONDS)


class _Orphans:
    """Ends engine processes whose worker was killed: on Linux they become our children, and are none of ours."""

    def __init__(self, cluster: Any) -> None:
        self._cluster = cluster
        self._seen: set[int] = set()
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def end(self) -> None:
        """Kill what was a stranger at the last look already: a nanny's new worker is known by then."""
        own = {getattr(nanny, "pid", None) for nanny in self._cluster.workers.values()}
        strangers = {child.pid: child for child in psutil.Process().children() if self._strange(child, own)}
        for pid in strangers.keys() & self._seen:
            with contextlib.suppress(psutil.Error):
                strangers[pid].kill()
                strangers[pid].wait(1)
        self._seen = set(strangers)

    @staticmethod
    def _strange(child: psutil.Process, own: set[int | None]) -> bool:
        """Is it neither a worker nor one of multiprocessing's own helpers, which end by themselves?"""
        try:
            return child.pid not in own and not any("resource_tracker" in part for part in child.cmdline())
        except psutil.Error:
            return False


def main(arguments: Sequence[str]) -> None:
    """`python -m flows.service.workers PORT WORKERS MEMORY`: the cluster as a child of `rolescan up`."""
    try:
        port, workers, memory = int(arguments[0]), int(arguments[1]), arguments[2]
    except (IndexError, ValueError) as error:
        raise Environment("Usage: python -m flows.service.workers PORT WORKERS MEMORY.", stage="workers") from error
    mine = {name: value for name, value in os.environ.items() if name.startswith(("ROLESCAN_", "PREFECT_"))}
    asyncio.run(serve(port, workers, memory, mine))


if __name__ == "__main__":
    main(sys.argv[1:])
