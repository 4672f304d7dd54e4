"""Real Dask workers that are killed, kill themselves, lose their scheduler, or leave processes behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flows.folder.claim import new_claim
from flows.folder.dispatch import UnitLost, WorkerLost
from flows.folder.units import Result, Task, Unit
from flows.service.database import free_port
from flows.service.pool import DaskPool, _answer
from tests.flows.waiting import until

FAULTS = Path(__file__).parents[1] / "faults"
sys.path.insert(0, str(FAULTS))

Answers = queue.SimpleQueue


class Cluster:
    """A cluster process of one worker that can import the doubles."""

    def __init__(self, scratch: Path) -> None:
        self.port = free_port()
        self.scratch = scratch
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows.service.workers", str(self.port), "1", "auto"], start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(FAULTS), "ROLESCAN_SCRATCH": str(self.scratch)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        try:
            return self.process.wait(30)
        finally:
            if self.process.poll() is None:
                self.kill()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("dask"))
    yield cluster
    assert cluster.stop() == 0


@pytest.fixture
def answers() -> Answers:
    return queue.SimpleQueue()


@pytest.fixture
def pool(cluster: Cluster, answers: Answers) -> Iterator[DaskPool]:
    from deadly_work import work

    pool = DaskPool(cluster.address, lambda unit_id, answer: answers.put((unit_id, answer)), work=work)
    assert until(lambda: pool.connect() and pool.workers() == 1, 60)
    yield pool
    pool.close()


def unit(tmp_path: Path, name: str) -> Unit:
    claim = new_claim(name)
    return Unit(id=claim.id, tasks=(Task(claim=claim, path=str(tmp_path / name)),))


def test_units_come_back_with_their_results(pool: DaskPool, answers: Answers, tmp_path: Path) -> None:
    sent = unit(tmp_path, "职位.txt")
    pool.submit(sent)
    unit_id, results = answers.get(timeout=60)
    assert unit_id == sent.id and [result.verdict.place for result in results] == ["done"]
    assert pool.slots() == 1 and isinstance(results[0], Result)


def test_a_unit_whose_worker_dies_once_runs_again_and_one_that_kills_two_is_lost(
        pool: DaskPool, answers: Answers, tmp_path: Path) -> None:
    once, deadly = unit(tmp_path, "once.txt"), unit(tmp_path, "deadly.txt")
    pool.submit(once)
    unit_id, results = answers.get(timeout=60)
    assert unit_id == once.id and not isinstance(results, Exception)
    pool.submit(deadly)
    unit_id, answer = answers.get(timeout=60)
    assert unit_id == deadly.id and isinstance(answer, WorkerLost)
    assert (tmp_path / "deadly.txt.begun").read_text() == "xx"  # two workers, no more


def test_engines_of_a_killed_worker_do_not_live_on(pool: DaskPool, answers: Answers, tmp_path: Path) -> None:
    pool.submit(unit(tmp_path, "orphan.txt"))
    assert not isinstance(answers.get(timeout=60)[1], Exception)
    orphan = int((tmp_path / "orphan.txt.begun").read_text().rstrip("x"))
    assert until(lambda: not psutil.pid_exists(orphan), 15)


def test_a_nanny_that_gave_up_is_replaced(cluster: Cluster, pool: DaskPool, answers: Answers, tmp_path: Path) -> None:
    """Dask's own cluster would have no worker for ever."""
    from distributed import Client, rpc

    async def end(nannies: list[str]) -> None:
        for address in nannies:
            with contextlib.suppress(OSError):  # it ends before it answers
                async with rpc(address) as nanny:
                    await nanny.terminate(reason="test")

    with Client(cluster.address, set_as_default=False) as client:
        client.sync(end, [worker["nanny"] for worker in client.scheduler_info()["workers"].values()])
    sent = unit(tmp_path, "after the nanny.txt")
    pool.submit(sent)
    unit_id, results = answers.get(timeout=60)
    assert unit_id == sent.id and not isinstance(results, Exception)


def test_what_no_worker_has_and_an_answer_that_is_gone_are_told_as_lost(pool: DaskPool, answers: Answers,
                                                                        tmp_path: Path) -> None:
    forgotten = unit(tmp_path, "slow.txt")
    pool.submit(forgotten)
    pool._futures[forgotten.id].release()  # the scheduler forgets it and stays silent
    pool.look_for_lost()
    pool.look_for_lost()
    unit_id, answer = answers.get(timeout=10)
    assert unit_id == forgotten.id and isinstance(answer, UnitLost)
    assert isinstance(_answer(GoneAnswer()), UnitLost)


class GoneAnswer:
    """A future that is finished while its answer went with the worker."""

    status = "finished"

    def result(self, timeout: float) -> bytes:
        raise asyncio.CancelledError("unit")


def test_a_killed_scheduler_is_noticed_and_units_go_to_the_next_one(cluster: Cluster, pool: DaskPool, answers: Answers,
                                                                    tmp_path: Path) -> None:
    cluster.kill()
    assert until(lambda: not pool.sound, 20)
    assert until(lambda: pool.slots() == 0, 5)
    lost = unit(tmp_path, "lost.txt")
    pool.submit(lost)
    cluster.start()
    assert until(lambda: pool.sound or pool.connect(), 60)
    assert until(lambda: pool.workers() == 1, 60)
    sent = unit(tmp_path, "after.txt")
    pool.submit(sent)
    found = dict([answers.get(timeout=60)])
    while sent.id not in found:
        found |= dict([answers.get(timeout=60)])
    assert not isinstance(found[sent.id], Exception)
    assert isinstance(found.get(lost.id, UnitLost("")), UnitLost)
