"""Warm worker processes on this machine: a Dask scheduler and its workers, kept at their number, as one process.

A worker that dies is replaced by its nanny, and a nanny that gives up by us: Dask's own LocalCluster takes a worker
that needs more than 15 s to come back for gone, and never starts it again. Nannies stop a worker at its memory limit.
Workers are no daemons, so that engines may run in processes of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import psutil

from extractors.errors import Environment

DEATHS = 1  # Dask's allowed failures: the second death of its worker makes a unit `WorkerLost`
LOOK_SECONDS = 1.0  # between two looks at a worker
ABSENT_SECONDS = 120.0  # without a worker until its nanny is replaced: a start takes 4 s, 60 s under tenfold load
CLOSE_SECONDS = 10.0
ORPHAN_SECONDS = 3.0  # between two looks for engine processes without a worker
_PR_SET_CHILD_SUBREAPER = 36
BLAS_THREADS = "OPENBLAS_NUM_THREADS"  # of numpy in a worker: its share of the cores
CLUSTER_CONFIG = {
    "distributed.worker.daemon": False,
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.worker.memory.pause": False,  # a paused worker waits for memory that nobody frees; it is replaced
    "distributed.worker.memory.terminate": 0.95,
    "distributed.worker.memory.spill": False,  # units and results are short: there is nothing to spill
    "distributed.worker.memory.target": False,
    "distributed.comm.timeouts.connect": "30s",
    "distributed.admin.tick.limit": "30s",
}

log = logging.getLogger("rolescan.workers")


async def serve(port: int, workers: int, memory: str, environment: Mapping[str, str]) -> None:
    """Run a scheduler on 127.0.0.1:port with `workers` warm workers until SIGTERM or SIGINT."""
    import dask
    from distributed import Scheduler

    dask.config.set(CLUSTER_CONFIG | {"temporary-directory": environment.get("ROLESCAN_SCRATCH")})
    logging.getLogger("distributed").setLevel(logging.ERROR)  # what dies and comes back is told in our own words
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Scheduler(host="127.0.0.1", port=port, dashboard=False, dashboard_address="127.0.0.1:0") as scheduler:
        places = [_Place(number, scheduler, memory, environment) for number in range(workers)]
        orphans = _Orphans(places)
        async with asyncio.TaskGroup() as group:
            keepers = [group.create_task(place.keep()) for place in places]
            while not stop.is_set() and not any(keeper.done() for keeper in keepers):
                orphans.end()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), ORPHAN_SECONDS)
            for keeper in keepers:
                keeper.cancel()


class _Place:
    """One worker with its nanny, and the next ones at its place. number: the worker's name at the scheduler."""

    def __init__(self, number: int, scheduler: Any, memory: str, environment: Mapping[str, str]) -> None:
        self.number = number
        self.nanny: Any = None
        self._scheduler = scheduler
        self._memory = memory
        self._environment = environment

    async def keep(self) -> None:
        """Have a worker here until cancelled."""
        while True:
            try:
                await self._live()
            finally:
                await self._close()
            log.warning("Worker %d was gone for %.0f s or its nanny gave up; there will be another", self.number,
                        ABSENT_SECONDS)
            await asyncio.sleep(LOOK_SECONDS)

    async def _live(self) -> None:
        """Start a nanny and watch its worker, until the nanny gave up or the worker is gone for long."""
        from distributed import Nanny, Status

        self.nanny = Nanny(self._scheduler.address, nthreads=1, name=self.number, memory_limit=self._memory,
                           host="127.0.0.1", dashboard=False, env=dict(self._environment), silence_logs=logging.ERROR,
                           preload=["flows.service.warm"],
                           local_directory=self._environment.get("ROLESCAN_SCRATCH") or None)
        starting = asyncio.ensure_future(self.nanny.start())
        seen = time.monotonic()
        while time.monotonic() - seen < ABSENT_SECONDS and self.nanny.status not in (Status.closed, Status.failed):
            await asyncio.sleep(LOOK_SECONDS)
            if any(worker.name == self.number for worker in self._scheduler.workers.values()):
                seen = time.monotonic()
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)

    async def _close(self) -> None:
        """End the nanny and its worker; what does not end is killed with the orphans."""
        nanny, self.nanny = self.nanny, None
        if nanny is not None:
            closing = asyncio.ensure_future(nanny.close(timeout=CLOSE_SECONDS / 2))
            await asyncio.wait({closing}, timeout=CLOSE_SECONDS)
            closing.cancel()
            await asyncio.gather(closing, return_exceptions=True)


class _Orphans:
    """Ends engine processes whose worker was killed: on Linux they become our children, and are none of ours."""

    def __init__(self, places: Sequence[_Place]) -> None:
        self._places = places
        self._seen: set[int] = set()
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def end(self) -> None:
        """Kill what was a stranger at the last look already: a nanny's new worker is known by then."""
        own = {place.nanny.pid for place in self._places if place.nanny is not None}
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
    mine[BLAS_THREADS] = os.environ.get(BLAS_THREADS) or str(max(1, (os.cpu_count() or 1) // max(1, workers)))
    asyncio.run(serve(port, workers, memory, mine))


if __name__ == "__main__":
    main(sys.argv[1:])
