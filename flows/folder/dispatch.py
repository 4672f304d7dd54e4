"""Between the watcher and the workers: which claims go out together, what is tried again, what is poison.

Pure bookkeeping in one thread. What is in nobody's hands is in processing/ with its claim, so losing this object
loses nothing: the next one starts from the folder.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from extractors.errors import RolescanError, StorageFailure
from flows.folder.claim import Claim, Verdict
from flows.folder.folder import Folder, Gone
from flows.folder.units import Result, Task, Unit

FLOOD = 24  # claims in the queue from which small files share flow runs: below it each has a run of its own
BATCH_FILES = 25  # per flow run: at .11 to .15 s a run, Prefect costs a file 6 ms
BATCH_BYTES = 8 << 20  # per flow run, so that a lost worker costs seconds of work, not minutes
SMALL_BYTES = 512 << 10  # a web page or a text has 5 to 300 KiB and takes .1 s
SMALL_PDF_BYTES = 96 << 10  # a digital page has 10 to 40 KiB and takes .3 s, a scanned one 100 KiB and more, and 4 s
HEAD_BYTES = 512  # pictures, recordings and office files have a NUL among them: each is long work, a run of its own
PRIORITIES = ("priority=high", "priority=normal", "priority=low")  # tags, in the order of their turn
USUAL = 1  # of PRIORITIES, without a tag
TRIES = 3  # of a claim whose trouble may pass
LOST = 3  # handed over so often without an answer: from then on in a unit of its own
SUSPECT = 6  # handed over so often without an answer: from then on while no other flies, so that only one is blamed
HOPELESS = 12  # handed over so often without an answer: each time everything died, so it is the likely cause
LOST_PAUSE = 1.0  # seconds before what was lost is handed over again: a new connection is there by then
FIRST_PAUSE = 5.0  # seconds, doubled at each try
LONGEST_PAUSE = 60.0  # while something outside is away


class WorkerLost(Exception):
    """The unit killed its worker twice."""


class UnitLost(Exception):
    """The unit was lost with the scheduler or the connection; nothing is known against it."""


class Pool(Protocol):
    """Where units run. `submit` answers at once; results come back through what `on_result` of the pool's maker is."""

    def submit(self, unit: Unit) -> None: ...

    def slots(self) -> int:
        """How many units may be in flight now; 0 while there are no workers."""


class Line:
    """Claims that wait, in the order of their coming; those of a higher priority before all others."""

    def __init__(self) -> None:
        self._lines: tuple[deque[Claim], ...] = tuple(deque() for _ in PRIORITIES)

    def __len__(self) -> int:
        return sum(map(len, self._lines))

    def append(self, claim: Claim) -> None:
        rank = next((rank for rank, tag in enumerate(PRIORITIES) if tag in claim.tags), USUAL)
        self._lines[rank].append(claim)

    def first(self) -> Claim:
        """The next one, which stays. Raises StopIteration when nothing waits."""
        return next(line[0] for line in self._lines if line)

    def take(self) -> Claim:
        return next(line.popleft() for line in self._lines if line)


class Dispatcher:
    """Hands claims to a pool and settles what comes back. clock: seconds, monotonic.

    prepare: what is done to a task before it goes out; it may raise StorageFailure, then the claim waits.
    """

    def __init__(self, folder: Folder, pool: Pool, *, clock: Callable[[], float],
                 prepare: Callable[[Task], Task] = lambda task: task,
                 told: Callable[[Claim, Result], None] = lambda claim, result: None) -> None:
        self.folder = folder
        self.pool = pool
        self._clock = clock
        self._prepare = prepare
        self._told = told
        self._queue = Line()
        self._alone: set[str] = set()  # claims that were in a batch that killed its worker
        self._later: list[tuple[float, str, Claim | tuple[Claim, Result]]] = []
        self._flying: dict[str, Unit] = {}
        self._known: set[str] = set()
        self._numbers = itertools.count(1)

    @property
    def in_hand(self) -> set[str]:
        """Ids of all claims that are queued, flying or waiting for another try."""
        return self._known

    @property
    def flying(self) -> int:
        return sum(len(unit.tasks) for unit in self._flying.values())

    def offer(self, claims: Sequence[Claim]) -> None:
        """Queue claims that are not in hand yet."""
        for claim in claims:
            if claim.id not in self._known:
                self._known.add(claim.id)
                self._queue.append(claim)

    def pump(self) -> float:
        """Send out what can go. Returns seconds until there is something to do without any result coming."""
        now = self._clock()
        while self._later and self._later[0][0] <= now:
            due = heapq.heappop(self._later)[2]
            if isinstance(due, tuple):
                self._settle(*due)
            else:
                self._queue.append(due)
        slots = self.pool.slots()
        while self._queue and len(self._flying) < slots and self._may_fly(self._queue.first()):
            self._send()
        return max(0.0, self._later[0][0] - now) if self._later else LONGEST_PAUSE

    def _may_fly(self, claim: Claim) -> bool:
        """A suspect flies while nothing else does."""
        others = [task.claim for unit in self._flying.values() for task in unit.tasks]
        return not others or not any(map(_is_suspect, (claim, *others)))

    def _send(self) -> None:
        tasks = [task for claim in list(self._next_claims()) if (task := self._task(claim)) is not None]
        if not tasks:
            return
        unit = Unit(id=f"{tasks[0].claim.id}-{next(self._numbers)}", tasks=tuple(tasks), batch=len(tasks) > 1)
        self._flying[unit.id] = unit
        self.pool.submit(unit)

    def _task(self, claim: Claim) -> Task | None:
        """What goes out for a claim; None when it cannot go out now: then it is tried again or settled."""
        try:
            task = self._prepare(Task(claim=claim, path=str(self.folder.payload(claim))))
            return msgspec.structs.replace(task, claim=self.folder.note_attempt(claim))
        except StorageFailure:
            heapq.heappush(self._later, (self._clock() + FIRST_PAUSE, claim.id, claim))
        except RolescanError as error:
            self._settle(claim, Result(claim_id=claim.id, verdict=Verdict(
                place="failed", category=error.category, stage=error.stage, reason=error.message, hint=error.hint)))
        return None

    def _next_claims(self) -> Iterator[Claim]:
        """One claim, or in a flood as many small ones as one flow run takes."""
        first = self._queue.take()
        yield first
        if len(self._queue) + 1 < FLOOD or not self._may_share(first):
            return
        room = BATCH_BYTES - self._size(first)
        for _ in range(min(BATCH_FILES - 1, len(self._queue))):
            size = self._size(self._queue.first())
            if size > room or not self._may_share(self._queue.first()):
                return
            room -= size
            yield self._queue.take()

    def _may_share(self, claim: Claim) -> bool:
        return claim.id not in self._alone and 0 <= self._size(claim) <= self._small(claim)

    def _small(self, claim: Claim) -> int:
        """Bytes up to which a file of this kind is quick to read, by how it begins."""
        try:
            with self.folder.payload(claim).open("rb") as stream:
                head = stream.read(HEAD_BYTES)
        except OSError:
            return -1
        return SMALL_PDF_BYTES if head.startswith(b"%PDF-") else -1 if b"\0" in head else SMALL_BYTES

    def _size(self, claim: Claim) -> int:
        """Bytes of a claimed file; -1 for a folder or one that is not there."""
        path: Path = self.folder.payload(claim)
        return path.stat().st_size if path.is_file() else -1

    def finished(self, unit_id: str, answer: Sequence[Result] | Exception) -> None:
        """Take what a unit came to. An answer for a unit that is not flying any more is ignored."""
        unit = self._flying.pop(unit_id, None)
        if unit is None:
            return
        results = {} if isinstance(answer, Exception) else {result.claim_id: result for result in answer}
        for task in unit.tasks:
            if task.claim.id in results:
                self._take(task.claim, results[task.claim.id])
            else:
                self._without_result(unit, task.claim, answer)

    def lose_all(self) -> None:
        """The connection to the workers is gone: everything that flew is queued again."""
        for unit_id in list(self._flying):
            self.finished(unit_id, UnitLost("the connection to the workers was lost"))

    def _take(self, claim: Claim, result: Result) -> None:
        if result.again_in and (result.waits or claim.attempts < TRIES):
            pause = min(result.again_in * 2 ** max(0, claim.attempts - 1), LONGEST_PAUSE)
            claim = msgspec.structs.replace(claim, attempts=min(claim.attempts, SUSPECT - 1))  # it answers: not deadly
            heapq.heappush(self._later, (self._clock() + pause, claim.id, claim))
            return
        self._settle(claim, result)

    def _without_result(self, unit: Unit, claim: Claim, answer: object) -> None:
        if isinstance(answer, UnitLost):
            self._lost(claim)
        elif unit.batch:  # one of them may be at fault: each gets a worker of its own
            self._alone.add(claim.id)
            self._queue.append(claim)
        elif isinstance(answer, WorkerLost):
            self._settle(claim, Result(claim_id=claim.id, verdict=POISON))
        else:
            self._settle(claim, Result(claim_id=claim.id, verdict=Verdict(
                place="failed", category="internal", stage="dispatch", reason=f"{type(answer).__name__}: {answer}",
                hint="Try it again; if it stays, please report it with the log of the workers.")))

    def _lost(self, claim: Claim) -> None:
        """Again, in a moment; alone when it was lost several times, and to failed/ when it always is."""
        if is_hopeless(claim):
            self._settle(claim, Result(claim_id=claim.id, verdict=hopeless(claim)))
            return
        if claim.attempts >= LOST:
            self._alone.add(claim.id)
        heapq.heappush(self._later, (self._clock() + LOST_PAUSE, claim.id, claim))

    def _settle(self, claim: Claim, result: Result) -> None:
        """Move the claim to its place; a folder that cannot be changed now is tried again later."""
        try:
            self.folder.settle(claim, result.verdict)
        except Gone:
            pass
        except StorageFailure:
            heapq.heappush(self._later, (self._clock() + FIRST_PAUSE, claim.id, (claim, result)))
            return
        self._known.discard(claim.id)
        self._alone.discard(claim.id)
        self._told(claim, result)


POISON = Verdict(
    place="failed", category="poison", stage="worker",
    reason="Two worker processes died while they worked on this file.",
    hint="It may need more memory than a worker has (ROLESCAN_WORKER_MEMORY), or crash an engine. Others went on.")


def _is_suspect(claim: Claim) -> bool:
    return claim.attempts >= SUSPECT


def is_hopeless(claim: Claim) -> bool:
    """Was it handed over too often without any answer? What a person tries again is never held back."""
    return claim.attempts >= HOPELESS and not claim.forced


def hopeless(claim: Claim) -> Verdict:
    """Where a claim goes that nothing survives."""
    return Verdict(place="failed", category="poison", stage="worker",
                   reason=f"It was begun {claim.attempts} times and everything died each time.",
                   hint="Look at the logs of the workers, then `rolescan retry` it alone.")
