"""Engines are guests: each call runs in a worker process with a deadline, a memory cap and recycling.

    answer = run(function, *args, deadline=60, memory_mb=4096, stage="asr")
    for answer in run_many(function, calls, deadline=60, memory_mb=4096, stage="ocr", workers=2): ...

pebble's ProcessPool is underneath; added here: the memory cap, errors that say what happened, and pools that stay
warm between calls. A pool belongs to one stage, so engines that do not bear each other never share a process.
Functions and arguments are pickled: functions of modules, not of scripts.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.util import Finalize
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import psutil
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractors.errors import BadAnswer, Crashed, OutOfMemory, RolescanError, Timeout
from extractors.memory import give_back, one_heap

Answer = TypeVar("Answer")

TASKS_PER_WORKER = 200  # pages or recordings after which a worker is replaced: leaks of guests stay small
WATCH_EVERY = 0.05  # seconds between looks at the workers' memory: 0.25 GB at the 5 GB/s that memory is filled with
_GIVEN: Future[Any] = Future()
_starting = threading.Lock()
TRIM_EVERY = 4  # calls of a worker: 0.02 s each time, for a page of 0.7 s
_calls = itertools.count(1)
# What engines are to find in their environment, where it says nothing else:
# Threads of one engine that wait for each other must not spin while another process has their core: half a minute of a
# call through the speakers' networks beside other work on two cores took 28 s and more, asleep 1.5 s.
# oneDNN keeps what it prepared for the last 1024 shapes, and every step of a search has a new one: half a gigabyte
# after some minutes of a call, which with 64 takes no longer.
ENVIRONMENT = {"OMP_WAIT_POLICY": "PASSIVE", "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64"}
FIRST_OUT = "500"  # Linux: when memory runs out anyway, workers go before everything else


def run(function: Callable[..., Answer], *args: Any, deadline: float, memory_mb: int, stage: str,
        page: int = 0) -> Answer:
    """function(*args) in a worker of `stage`. deadline in seconds of its own running time, waiting not counted.

    Raises what the function raises if it is a RolescanError; Timeout, OutOfMemory, Crashed, BadAnswer otherwise.
    """
    (answer,) = run_many(function, [args], deadline=deadline, memory_mb=memory_mb, stage=stage, workers=1, pages=[page])
    if isinstance(answer, RolescanError):
        raise answer
    return answer


def run_many(function: Callable[..., Answer], calls: Sequence[Sequence[Any]], *, deadline: float, memory_mb: int,
             stage: str, workers: int, pages: Sequence[int] = ()) -> Iterator[Answer | RolescanError]:
    """function(*call) for every call, on `workers` processes; answers in the order of the calls.

    A call that fails yields its RolescanError (pages: the page each call stands for, named in it); the others go on.
    """
    pool = _pool(stage, workers, memory_mb)
    named = list(pages) or [0] * len(calls)
    waiting: list[Future[Any]] = [pool.submit(function, call, deadline) for call in calls]
    pool.busy += 1
    try:
        for number, page in enumerate(named):
            yield pool.answer(waiting[number], stage=stage, page=page, deadline=deadline)
            waiting[number] = _GIVEN  # an answer is held no longer than needed
    finally:
        pool.busy -= 1
        for future in waiting:
            future.cancel()


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Process(SpawnProcess):
    """A worker that knows nothing of the program that started it.

    The starting script is not run again in it (a script without a main guard would start itself over and over; a
    server would be imported whole), and a daemonic process may start it too: it ends itself when its parent is gone.
    """

    def start(self) -> None:
        config = multiprocessing.current_process()._config  # type: ignore[attr-defined]
        with _starting:
            main, daemon = sys.modules["__main__"], config.pop("daemon", None)
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = main
                if daemon is not None:
                    config["daemon"] = daemon


class _Context(SpawnContext):
    Process = _Process


class _Pool:
    """A warm pebble pool, and a thread that watches its workers' memory."""

    def __init__(self, workers: int, memory_mb: int) -> None:
        self.workers = workers
        self.busy = 0  # calls under way
        self._cap = memory_mb << 20
        self._memory_mb = memory_mb
        self._over: set[int] = set()  # pids killed for memory
        self._pool = ProcessPool(max_workers=workers, max_tasks=TASKS_PER_WORKER, context=_Context(),
                                 initializer=_settle, initargs=[os.getpid()])
        self._open = True
        threading.Thread(target=self._watch, daemon=True, name="rolescan-memory-watch").start()

    @property
    def usable(self) -> bool:
        return self._open and self._pool.active

    def submit(self, function: Callable[..., Any], call: Sequence[Any], deadline: float) -> ProcessFuture[bytes]:
        return self._pool.schedule(_guarded, args=[function, *call], timeout=deadline)

    def answer(self, future: Future[bytes], *, stage: str, page: int, deadline: float) -> Any:
        """The future's result, or the RolescanError that says what became of it."""
        try:
            return pickle.loads(future.result())  # written by our own worker
        except RolescanError as error:
            return _placed(error, stage, page)
        except FutureTimeout:
            return Timeout(f"Stopped after {deadline:g} s.", stage=stage, page=page)
        except ProcessExpired as expired:
            return self._expired(expired, stage, page)
        except MemoryError:
            return OutOfMemory(f"More than {self._memory_mb} MB were needed.", stage=stage, page=page)
        except (BrokenProcessPool, CancelledError) as error:
            self.close()
            return Crashed(f"The workers could not go on: {type(error).__name__}.", stage=stage, page=page)
        except Exception as error:  # noqa: BLE001 - a guest may raise anything at all; this is where it is named
            return BadAnswer(f"The engine failed: {type(error).__name__}: {error}", stage=stage, page=page)

    def _expired(self, expired: ProcessExpired, stage: str, page: int) -> RolescanError:
        if expired.pid in self._over or expired.exitcode == -9:
            return OutOfMemory(f"Its process was stopped at {self._memory_mb} MB.", stage=stage, page=page)
        return Crashed(f"Its process died (exit code {expired.exitcode}).", stage=stage, page=page)

    def close(self) -> None:
        self._open = False
        with suppress(RuntimeError, OSError):
            self._pool.stop()
            self._pool.join()

    def _watch(self) -> None:
        """Kill a worker whose resident memory is over the cap."""
        while self._open:
            for worker in _workers_of(self._pool):
                with suppress(psutil.Error, OSError):
                    if psutil.Process(worker).memory_info().rss > self._cap:
                        self._over.add(worker)
                        psutil.Process(worker).kill()
            time.sleep(WATCH_EVERY)


_pools: dict[tuple[int, str, int], _Pool] = {}
_pools_lock = threading.Lock()


def _pool(stage: str, workers: int, memory_mb: int) -> _Pool:
    """The warm pool of this process for the stage, with `workers` processes or more; a forked child gets its own."""
    key = (os.getpid(), stage, memory_mb)
    with _pools_lock:
        known = _pools.get(key)
        if known and known.usable and (known.workers >= workers or known.busy):
            return known
        if known:
            known.close()
        if not any(owner == os.getpid() for owner, _, _ in _pools):
            Finalize(None, close_pools, exitpriority=1)  # before multiprocessing waits for children that wait for it
        _pools[key] = _Pool(workers, memory_mb)
        return _pools[key]


def close_pools() -> None:
    """End all workers of this process; the next call starts fresh ones."""
    with _pools_lock:
        for key in [key for key in _pools if key[0] == os.getpid()]:
            _pools.pop(key).close()


def _workers_of(pool: ProcessPool) -> list[int]:
    """Process ids of the pool's workers. pebble 5 does not offer them in public."""
    return list(pool._pool_manager.worker_manager.workers)


def _settle(parent: int) -> None:
    """Runs first in every worker, before an engine is imported."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    one_heap()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_OUT)
    threading.Thread(target=_end_with, args=[parent], daemon=True, name="rolescan-parent-watch").start()


def _end_with(parent: int) -> None:
    """End this worker as soon as the process that started it is gone: nobody takes its answer any more.

    The join returns at that moment, by a pipe that closes. A process forked elsewhere may hold the pipe open: once a
    second the parent's number is looked at.
    """
    starter = multiprocessing.parent_process()
    while starter is not None and os.getppid() == parent:
        starter.join(timeout=1)
    os._exit(0)


def _guarded(function: Callable[..., Any], *args: Any) -> bytes:
    """The call as a worker makes it, its answer pickled: whatever a guest raises leaves the process as our error."""
    try:
        return pickle.dumps(function(*args), pickle.HIGHEST_PROTOCOL)
    except RolescanError:
        raise
    except MemoryError as error:
        raise OutOfMemory("Memory could not be had.", stage="isolate") from error
    except BaseException as error:  # noqa: BLE001 - SystemExit included: a guest must not end its host
        raise BadAnswer(f"The engine failed: {type(error).__name__}: {error}"[:500], stage="isolate") from None
    finally:
        if next(_calls) % TRIM_EVERY == 0:
            give_back()


def _placed(error: RolescanError, stage: str, page: int) -> RolescanError:
    """The error with the page it concerns, and with the caller's stage where only this module is named."""
    named = stage if error.stage == "isolate" else error.stage
    return type(error)(error.message, stage=named, hint=error.hint, page=error.page or page)
