"""The process that keeps the watched folder: scans, hands over, settles. `python -m flows.folder.steward`.

One thread decides everything; events and results only wake it. Killed at any moment, the next one goes on from what
the folder and the store say.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec

from flows.folder.claim import Claim
from flows.folder.dispatch import Dispatcher, hopeless, is_hopeless
from flows.folder.folder import INBOX, Folder, write_whole
from flows.folder.stability import QUIET_SECONDS, Stability
from flows.folder.units import Result, Task
from flows.folder.watch import SCAN_SECONDS, SHORTEST_WAIT, Hints, Sighting, Watcher, ownership
from flows.service.notes import State
from flows.service.pool import DaskPool

IN_HAND = 4000  # claims at once; the rest of a flood waits in the inbox, where it costs nothing
TELL_SECONDS = 1.0  # between two notes of the state for `rolescan status`
RECONNECT_SECONDS = 1.0
LOST_LOOK_SECONDS = 30.0  # between two looks for units that no worker has

log = logging.getLogger("rolescan.steward")


class Steward:
    """The loop. state_file: where its state is noted; quiet: seconds without change before a file is taken.

    by_store: workers do not see the folder, so bytes go through the store.
    """

    def __init__(self, folder: Folder, address: str, *, state_file: Path, quiet: float = QUIET_SECONDS,
                 scan_seconds: float = SCAN_SECONDS, polling: bool | None = None, by_store: bool = False) -> None:
        self.folder = folder
        self.pool = DaskPool(address, self._on_result)
        self.watcher = Watcher(folder, stability=Stability(quiet=quiet), scan_seconds=scan_seconds)
        self.dispatcher = Dispatcher(folder, self.pool, clock=time.monotonic, told=self._told,
                                     prepare=_keep if by_store else _as_it_is)
        self._state_file = state_file
        self._polling = polling
        self._news: queue.SimpleQueue[tuple[str, list[Result] | Exception] | None] = queue.SimpleQueue()
        self._settled: Counter[str] = Counter()
        self._seconds = 0.0
        self._sighting = Sighting()
        self._next_scan = 0.0
        self._next_tell = 0.0
        self._next_connect = 0.0
        self._next_look = 0.0
        self._hinted = False
        self._stopping = False

    def run(self) -> None:
        """Until `stop`. Raises StorageFailure when another steward has the folder."""
        self.folder.create()
        with ownership(self.folder), Hints(self.folder.root / INBOX, self._hint, polling=self._polling):
            self._begin()
            while not self._stopping:
                self._connect()
                self._scan()
                wait = min(self.dispatcher.pump(), self._next_scan - time.monotonic(), TELL_SECONDS)
                self._tell()
                self._listen(max(0.0, wait))
        self.pool.close()

    def stop(self) -> None:
        self._stopping = True
        self._news.put(None)

    def _begin(self) -> None:
        for claim in self.folder.recover():
            if is_hopeless(claim):
                self.folder.settle(claim, hopeless(claim))
            else:
                self.dispatcher.offer([claim])

    def _connect(self) -> None:
        now = time.monotonic()
        if now < self._next_connect:
            return
        self._next_connect = now + RECONNECT_SECONDS
        if not self.pool.sound:
            if self.dispatcher.flying:
                log.warning("The connection to the workers is lost; %d files are handed over again",
                            self.dispatcher.flying)
            self.dispatcher.lose_all()
            self.pool.connect()
        elif now >= self._next_look:
            self._next_look = now + LOST_LOOK_SECONDS
            self.pool.look_for_lost()

    def _scan(self) -> None:
        now = time.monotonic()
        if now < self._next_scan and not (self._hinted and now >= self._earliest):
            return
        self._hinted = False
        room = IN_HAND - len(self.dispatcher.in_hand)
        self._sighting = self.watcher.scan(in_hand=self.dispatcher.in_hand, room=room)
        self.dispatcher.offer(self._sighting.claimed)
        for problem in self._sighting.problems:
            log.warning("%s", problem)
        took = time.monotonic() - now
        self._earliest = now + max(SHORTEST_WAIT, 4 * took)  # a long scan of a flood leaves time for the rest
        self._next_scan = now + max(SHORTEST_WAIT, 4 * took, self._sighting.next_scan)

    _earliest = 0.0

    def _listen(self, seconds: float) -> None:
        """Wait for news, then take all there is."""
        if self._hinted:
            seconds = min(seconds, max(0.0, self._earliest - time.monotonic()))
        try:
            news = self._news.get(timeout=seconds) if seconds > 0 else self._news.get_nowait()
            while True:
                if news is None:
                    self._hinted = True
                else:
                    self.dispatcher.finished(*news)
                news = self._news.get_nowait()
        except queue.Empty:
            return

    def _hint(self) -> None:
        self._news.put(None)

    def _on_result(self, unit_id: str, answer: list[Result] | Exception) -> None:
        self._news.put((unit_id, answer))

    def _told(self, claim: Claim, result: Result) -> None:
        self._settled[result.verdict.place] += 1
        self._seconds += result.seconds
        log.info("%s: %s %s", claim.name, result.verdict.place, result.verdict.reason)

    def _tell(self) -> None:
        """Note the state for others; a full disk is no reason to stop."""
        now = time.monotonic()
        if now < self._next_tell:
            return
        self._next_tell = now + TELL_SECONDS
        seen = self._sighting
        flying = self.dispatcher.flying
        state = State(at=time.time(), pid=os.getpid(), workers=self.pool.workers(), flying=flying,
                      queued=len(self.dispatcher.in_hand) - flying, waiting=seen.waiting[:50], problems=seen.problems,
                      ignored=seen.ignored, settled=dict(self._settled), seconds=self._seconds)
        try:
            write_whole(self._state_file, msgspec.json.encode(state))
        except OSError as error:
            log.warning("The state could not be noted: %s", error.strerror)
            with contextlib.suppress(OSError):
                os.utime(self._state_file)  # a sign of life that needs no room on the disk


def _as_it_is(task: Task) -> Task:
    return task


def _keep(task: Task) -> Task:
    from flows.folder.cases import keep

    return keep(task)


def main(arguments: list[str]) -> None:
    """The watcher as a child of `rolescan up`: FOLDER DASK STATE_FILE QUIET SCAN [store]."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a lost scheduler is told in our own words
    root, address, state_file, quiet, scan, *way = arguments
    steward = Steward(Folder(Path(root)), address, state_file=Path(state_file), quiet=float(quiet),
                      scan_seconds=float(scan), by_store="store" in way)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: steward.stop())
    steward.run()


if __name__ == "__main__":
    main(sys.argv[1:])
