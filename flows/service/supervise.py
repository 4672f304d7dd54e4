"""Child processes kept running: started in order, restarted with growing pauses, stopped cleanly, none left behind.

Each child is noted in a pid file with its start time, so that the next supervisor finds and ends what a killed one
left (a number alone could be another program's by then). Children also die with us where the system can do that.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import psutil

from extractors.document import Struct
from extractors.errors import Environment

FIRST_PAUSE = 0.5  # seconds before a restart, doubled each time
LONGEST_PAUSE = 30.0
SETTLED_SECONDS = 60.0  # of running after which the pauses begin anew
TICK = 0.1
READY_SECONDS = 180.0  # a Prefect server that makes its database took 15 s here
HUNG_SECONDS = 300.0  # without a sign of life until a child is started afresh: a scan of 10,000 files takes 20 s
HUNG_LOOK_SECONDS = 5.0
LOG_BYTES = 20 << 20  # of one child's log, before it is moved aside at a start
_PR_SET_PDEATHSIG = 1

log = logging.getLogger("rolescan.up")


class Child(msgspec.Struct, kw_only=True):
    """How to run one child. ready: answers True once others may rely on it; before: run before each start.

    hung: answers True when it runs but has given no sign of life for long; then it is killed and started again.
    once: it does its work and ends (status 0), and is run again only when it fails. grace: seconds to stop in.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = {}
    run_as: Mapping[str, Any] = {}
    ready: Callable[[], bool] = lambda: True
    before: Callable[[], None] = lambda: None
    hung: Callable[[], bool] = lambda: False
    once: bool = False
    stop_signal: int = signal.SIGTERM
    grace: float = 10.0


class ChildState(Struct):
    """A child as it is. state: "starting", "up", "pausing", "finished"; since: seconds since 1970."""

    name: str
    state: str
    pid: int = 0
    restarts: int = 0
    since: float = 0.0


class Supervisor:
    """Runs children in the order given. folder: for pid files and logs; told: is told each change in words."""

    def __init__(self, folder: Path, *, told: Callable[[str], None] = log.info) -> None:
        self.folder = folder
        self._told = told
        self._kept: list[_Kept] = []
        self._stop = threading.Event()
        folder.mkdir(parents=True, exist_ok=True)

    def clear_survivors(self) -> None:
        """End what an earlier supervisor left running. Safe when it left nothing."""
        for note in sorted(self.folder.glob("*.pid")):
            process = _noted_process(note)
            if process is not None:
                self._told(f"{note.stem} of an earlier start still runs (process {process.pid}); it is stopped")
                end_tree(process)
            note.unlink(missing_ok=True)

    def start(self, child: Child) -> None:
        """Start a child and wait until it is ready, or until it was asked to stop. Raises Environment."""
        self.begin(child)
        if not self.wait_until_ready() and not self.stopping:
            log_file = self._kept[-1].log
            raise Environment(f"{child.name} did not become ready. It last said: {last_words(log_file)}", stage="up",
                              hint=f"Its log is {log_file}.")

    def begin(self, child: Child) -> None:
        """Start a child without waiting for it."""
        kept = _Kept(child, self.folder, self._told)
        self._kept.append(kept)
        kept.tend()

    def wait_until_ready(self, *, each: Callable[[], None] = lambda: None) -> bool:
        """Tend all children until all are ready. False when one is not in READY_SECONDS, or when asked to stop."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._stop.is_set() and time.monotonic() < deadline:
            self._tend_all()
            if all(kept.is_ready() for kept in self._kept):
                return True
            each()
            self._stop.wait(TICK)
        return False

    def run(self, each: Callable[[], None] = lambda: None) -> None:
        """Keep all children running until `ask_to_stop`; `each` is called about once a second."""
        next_call = 0.0
        while not self._stop.is_set():
            self._tend_all()
            if time.monotonic() >= next_call:
                next_call = time.monotonic() + 1.0
                each()
            self._stop.wait(TICK)

    def ask_to_stop(self) -> None:
        self._stop.set()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    def stop_all(self) -> None:
        """Stop the children, the last started first; what does not end in its grace is killed with all it started."""
        for kept in reversed(self._kept):
            kept.end()

    def states(self) -> tuple[ChildState, ...]:
        return tuple(kept.state() for kept in self._kept)

    def _tend_all(self) -> None:
        for kept in self._kept:
            kept.tend()


class _Kept:
    """One child with its process, its pauses and its pid file."""

    def __init__(self, child: Child, folder: Path, told: Callable[[str], None]) -> None:
        self.child = child
        self.log = folder / f"{child.name}.log"
        self._note = folder / f"{child.name}.pid"
        self._told = told
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self._pause = FIRST_PAUSE
        self._next_start = 0.0
        self._since = time.time()
        self._ready = False
        self._finished = False
        self._next_look = 0.0

    def tend(self) -> None:
        """Reap it when it ended; start it when its pause is over."""
        if self._finished:
            return
        if self._process is not None:
            status = self._process.poll()
            if status is None:
                self._end_when_hung(self._process)
                return
            self._ended(status)
        if not self._finished and time.monotonic() >= self._next_start:
            self._begin()

    def _end_when_hung(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a child that lives without working; it is started again like one that died."""
        if time.time() - self._since < HUNG_SECONDS or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + HUNG_LOOK_SECONDS
        if self.child.hung():
            self._told(f"{self.child.name} has given no sign of life for {HUNG_SECONDS:.0f} s; it is ended")
            process.kill()

    def _begin(self) -> None:
        try:
            self.child.before()
            self._process = self._spawn()
        except OSError as error:
            self._told(f"{self.child.name} could not be started: {error}")
            self._pause_again()
            return
        self._starts += 1
        self._since = time.time()
        with contextlib.suppress(psutil.Error, OSError):
            self._note.write_text(f"{self._process.pid} {psutil.Process(self._process.pid).create_time()}")

    def _spawn(self) -> subprocess.Popen[bytes]:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        own = {"env": {**os.environ, **self.child.environment}} | dict(self.child.run_as)
        with self.log.open("ab") as stream:
            return subprocess.Popen(list(self.child.command), stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
                                    start_new_session=True, preexec_fn=_die_with_parent(self.child.stop_signal), **own)

    def _ended(self, status: int) -> None:
        process, self._process = self._process, None
        lived = time.time() - self._since
        self._ready = False
        _kill_group(process.pid if process else 0)
        if self.child.once and status == 0:
            self._finished = True
            self._note.unlink(missing_ok=True)
            return
        if lived > SETTLED_SECONDS:
            self._pause = FIRST_PAUSE
        said = "" if status < 0 else f" It last said: {last_words(self.log)}"
        how = f"{_words(status)} after {lived:.0f} s"
        self._told(f"{self.child.name} ended ({how}); again in {self._pause:.1f} s.{said}")
        self._pause_again()

    def _pause_again(self) -> None:
        self._next_start = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def is_ready(self) -> bool:
        if self._process is not None and not self._ready:
            self._ready = self.child.ready()
        return self._ready or self._finished

    def state(self) -> ChildState:
        running = self._process is not None
        word = "finished" if self._finished else "up" if running and self.is_ready() else \
            "starting" if running else "pausing"
        pid = self._process.pid if self._process is not None else 0
        return ChildState(name=self.child.name, state=word, pid=pid, restarts=max(0, self._starts - 1),
                          since=self._since)

    def end(self) -> None:
        process, self._process = self._process, None
        self._finished = True
        if process is not None and process.poll() is None:
            process.send_signal(self.child.stop_signal)
            try:
                process.wait(self.child.grace)
            except subprocess.TimeoutExpired:
                self._told(f"{self.child.name} did not stop in {self.child.grace:.0f} s; it is killed")
                process.kill()
                process.wait()
        if process is not None:
            _kill_group(process.pid)
        self._note.unlink(missing_ok=True)


def end_tree(process: psutil.Process, *, grace: float = 15.0) -> None:
    """Ask a process and all it started to end, then kill what is left."""
    tree = [process]
    with contextlib.suppress(psutil.Error):
        tree = [*process.children(recursive=True), process]
    with contextlib.suppress(psutil.Error):
        # PostgreSQL ends its own children; SIGTERM would wait for its clients
        process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    _, left = psutil.wait_procs([process], timeout=grace)
    for one in tree if left else tree[:-1]:
        with contextlib.suppress(psutil.Error):
            one.kill()
    psutil.wait_procs(tree, timeout=5)


def _noted_process(note: Path) -> psutil.Process | None:
    """The process that a pid file tells of, if it is still that one."""
    try:
        number, created = note.read_text().split()
        process = psutil.Process(int(number))
        same = abs(process.create_time() - float(created)) < 0.5 and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, psutil.Error):
        return None
    return process if same else None


def _kill_group(pid: int) -> None:
    """Kill what a dead child left in its session: its own children must not work on without it."""
    if pid > 1:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _die_with_parent(number: int) -> Callable[[], None] | None:
    """What a child runs to be ended by the system when we die, even of kill -9; None where the system cannot."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def run() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it died before the call
            os._exit(1)

    return run


def last_words(path: Path) -> str:
    """The last line of a log, short."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - 4096))
            lines = stream.read().decode(errors="replace").split("\n")
    except OSError:
        return ""
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")


def _words(status: int) -> str:
    if status >= 0:
        return f"status {status}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-status).name
    return f"signal {-status}"
