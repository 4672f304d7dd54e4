"""What goes out together, what is tried again, what is poison: with a pool that answers as it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.folder.claim import Claim, Verdict
from flows.folder.dispatch import BATCH_FILES, FLOOD, SMALL_BYTES, TRIES, Dispatcher, UnitLost, WorkerLost
from flows.folder.folder import INBOX, Folder
from flows.folder.units import Result, Unit

DONE = Verdict(place="done")


class ToldPool:
    """A pool of `room` units that keeps what it is given."""

    def __init__(self, room: int = 4) -> None:
        self.room = room
        self.units: list[Unit] = []

    def submit(self, unit: Unit) -> None:
        self.units.append(unit)

    def slots(self) -> int:
        return self.room


class Desk:
    def __init__(self, root: Path) -> None:
        self.now = 0.0
        self.folder = Folder(root)
        self.folder.create()
        self.pool = ToldPool()
        self.dispatcher = Dispatcher(self.folder, self.pool, clock=lambda: self.now)

    def drop(self, count: int, *, size: int = 10) -> list[Claim]:
        claims = []
        for number in range(count):
            (self.folder.root / INBOX / f"{number}.txt").write_bytes(b"x" * size)
            claims.append(self.folder.claim(f"{number}.txt"))
        self.dispatcher.offer(claims)
        return claims

    def answer(self, verdict: Callable[[Claim], Result] | Exception) -> None:
        """Answer everything that flies."""
        units, self.pool.units = self.pool.units, []
        for unit in units:
            self.dispatcher.finished(unit.id, verdict if isinstance(verdict, Exception) else
                                     [verdict(task.claim) for task in unit.tasks])


def done(claim: Claim) -> Result:
    return Result(claim_id=claim.id, verdict=DONE)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def counts(desk: Desk) -> dict[str, int]:
    return {place: number for place, number in desk.folder.counts().items() if number}


def test_few_files_go_alone_and_never_more_than_there_is_room(desk: Desk) -> None:
    desk.drop(6)
    desk.dispatcher.pump()
    assert [len(unit.tasks) for unit in desk.pool.units] == [1, 1, 1, 1]
    desk.answer(done)
    desk.dispatcher.pump()
    assert len(desk.pool.units) == 2 and counts(desk) == {"done": 4, "processing": 2}
    assert desk.pool.units[0].tasks[0].claim.attempts == 1


def test_a_flood_of_small_files_shares_runs(desk: Desk) -> None:
    desk.drop(2 * BATCH_FILES + FLOOD)
    desk.dispatcher.pump()
    assert [len(unit.tasks) for unit in desk.pool.units[:2]] == [BATCH_FILES, BATCH_FILES]
    while desk.pool.units:
        desk.answer(done)
        desk.dispatcher.pump()
    assert counts(desk) == {"done": 2 * BATCH_FILES + FLOOD} and desk.dispatcher.in_hand == set()


def test_big_files_and_folders_go_alone_even_in_a_flood(desk: Desk) -> None:
    desk.drop(FLOOD + 4, size=SMALL_BYTES + 1)
    desk.dispatcher.pump()
    assert {len(unit.tasks) for unit in desk.pool.units} == {1}


@pytest.mark.parametrize(("head", "size", "shared"), [
    (b"<html><body>\xe8\x81\x8c", 300_000, True), ("招聘".encode(), 100, True), (b"%PDF-1.7\n", 40_000, True),
    (b"%PDF-1.7\n", 300_000, False), (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 9_000, False),
    (b"RIFF\x24\0\0\0WAVE", 9_000, False)])
def test_what_takes_long_has_a_run_of_its_own_however_small(desk: Desk, head: bytes, size: int, shared: bool) -> None:
    claims = desk.drop(FLOOD, size=10)
    for claim in claims:
        desk.folder.payload(claim).write_bytes(head + b"x" * (size - len(head)))
    desk.dispatcher.pump()
    assert (len(desk.pool.units[0].tasks) > 1) == shared


def test_what_has_priority_goes_first(desk: Desk) -> None:
    claims = []
    for number, tags in enumerate([("priority=low",), (), ("language=zh", "priority=high"), ()]):
        (desk.folder.root / INBOX / f"{number}.txt").write_bytes(b"x")
        claims.append(desk.folder.claim(f"{number}.txt", tags=tags))
    desk.dispatcher.offer(claims)
    desk.dispatcher.pump()
    assert [unit.tasks[0].claim.name for unit in desk.pool.units] == ["2.txt", "1.txt", "3.txt", "0.txt"]


def test_a_claim_offered_twice_is_worked_on_once(desk: Desk) -> None:
    claims = desk.drop(1)
    desk.dispatcher.offer(claims)
    desk.dispatcher.pump()
    desk.dispatcher.offer(claims)
    desk.dispatcher.pump()
    assert len(desk.pool.units) == 1


def test_what_may_pass_is_tried_again_with_growing_pauses_then_failed(desk: Desk) -> None:
    desk.drop(1)
    pauses = []
    for _ in range(TRIES):
        wait = desk.dispatcher.pump()
        desk.answer(lambda claim: Result(claim_id=claim.id, again_in=5.0, verdict=Verdict(
            place="failed", reason="crashed", category="crashed")))
        if desk.dispatcher.in_hand:
            wait = desk.dispatcher.pump()
            pauses.append(wait)
            assert desk.pool.units == []
            desk.now += wait
    assert pauses == [5.0, 10.0] and counts(desk) == {"failed": 1}


def test_a_full_disk_or_a_database_that_is_away_is_waited_for(desk: Desk) -> None:
    desk.drop(1)
    for _ in range(20):
        desk.now += desk.dispatcher.pump()
        desk.dispatcher.pump()
        desk.answer(lambda claim: Result(claim_id=claim.id, again_in=5.0, waits=True, verdict=Verdict(
            place="failed", category="storage")))
    desk.now += 60
    desk.dispatcher.pump()
    desk.answer(done)
    assert counts(desk) == {"done": 1}


def test_the_second_death_of_its_worker_makes_a_file_poison_and_others_go_on(desk: Desk) -> None:
    desk.drop(2)
    desk.dispatcher.pump()
    deadly, harmless = desk.pool.units
    desk.dispatcher.finished(deadly.id, WorkerLost("killed"))
    desk.dispatcher.finished(harmless.id, [done(harmless.tasks[0].claim)])
    assert counts(desk) == {"failed": 1, "done": 1}
    assert "Category: poison" in next((desk.folder.root / "failed").glob("*.txt")).read_text()


def test_a_batch_that_kills_its_workers_is_taken_apart(desk: Desk) -> None:
    desk.drop(FLOOD)
    desk.dispatcher.pump()
    assert len(desk.pool.units) == 1
    desk.answer(WorkerLost("killed"))
    seen = []
    while desk.dispatcher.in_hand:
        desk.dispatcher.pump()
        seen += [len(unit.tasks) for unit in desk.pool.units]
        units, desk.pool.units = desk.pool.units, []
        for unit in units:
            poison = unit.tasks[0].claim.name == "7.txt"
            desk.dispatcher.finished(unit.id, WorkerLost("killed") if poison else [done(unit.tasks[0].claim)])
    assert set(seen) == {1} and counts(desk) == {"done": FLOOD - 1, "failed": 1}
    assert (desk.folder.root / "failed" / "7.txt").exists()


def test_a_lost_scheduler_costs_nothing_and_late_answers_are_ignored(desk: Desk) -> None:
    desk.drop(2)
    desk.dispatcher.pump()
    late = desk.pool.units.copy()
    desk.pool.units.clear()
    desk.dispatcher.lose_all()
    desk.now += desk.dispatcher.pump()
    desk.dispatcher.pump()
    assert len(desk.pool.units) == 2
    for unit in late:
        desk.dispatcher.finished(unit.id, UnitLost("late"))
    desk.answer(done)
    assert counts(desk) == {"done": 2}


def test_what_is_lost_again_and_again_goes_alone_and_at_last_to_failed(desk: Desk) -> None:
    """A file that takes the scheduler down with it is never the end of the others."""
    desk.drop(FLOOD)
    while desk.dispatcher.in_hand and desk.now < 1000:
        desk.dispatcher.pump()
        deadly = [unit for unit in desk.pool.units if any(task.claim.name == "7.txt" for task in unit.tasks)]
        if deadly:
            desk.answer(UnitLost("everything died"))
        desk.answer(done)
        desk.now += 1
    assert counts(desk) == {"done": FLOOD - 1, "failed": 1}
    assert "everything died" in (desk.folder.root / "failed" / "7.txt.reason.txt").read_text()


def test_an_answer_that_misses_a_claim_does_not_lose_it(desk: Desk) -> None:
    desk.drop(1)
    desk.dispatcher.pump()
    desk.dispatcher.finished(desk.pool.units[0].id, [])
    assert counts(desk) == {"failed": 1}


def test_settling_waits_for_a_disk_that_is_full(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.drop(1)
    desk.dispatcher.pump()

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        desk.answer(done)
        assert desk.dispatcher.in_hand
    desk.now += desk.dispatcher.pump()
    desk.dispatcher.pump()
    assert counts(desk) == {"done": 1}
