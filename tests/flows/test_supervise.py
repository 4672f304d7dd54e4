"""Children that die, hang, fail to start or outlive their supervisor: real processes, none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from flows.service import supervise
from flows.service.supervise import Child, Supervisor
from tests.flows.waiting import until

SLEEP = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
                                  "print('here', flush=True); time.sleep(60)"]
PARENT = [sys.executable, "-c", "import subprocess, sys, time;"
                                "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
                                "print('here', flush=True); time.sleep(60)"]


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "run", told=lambda words: None)
    yield supervisor
    supervisor.ask_to_stop()
    supervisor.stop_all()


def said(supervisor: Supervisor, name: str) -> Callable[[], bool]:
    log = supervisor.folder / f"{name}.log"
    return lambda: log.exists() and b"here" in log.read_bytes()


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def in_background(supervisor: Supervisor) -> threading.Thread:
    thread = threading.Thread(target=supervisor.run, daemon=True)
    thread.start()
    return thread


def test_a_killed_child_is_started_again(supervisor: Supervisor) -> None:
    supervisor.start(Child(name="one", command=SLEEP, ready=said(supervisor, "one")))
    first = supervisor.states()[0]
    thread = in_background(supervisor)
    os.kill(first.pid, signal.SIGKILL)
    assert until(lambda: supervisor.states()[0].restarts == 1 and supervisor.states()[0].state == "up")
    assert supervisor.states()[0].pid != first.pid
    supervisor.ask_to_stop()
    thread.join(5)


def test_a_child_that_lives_without_working_is_started_afresh(supervisor: Supervisor,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "HUNG_SECONDS", 0.3)
    monkeypatch.setattr(supervise, "HUNG_LOOK_SECONDS", 0.1)
    first: list[int] = []
    supervisor.start(Child(name="hung", command=SLEEP, ready=said(supervisor, "hung"),
                           hung=lambda: bool(first) and supervisor.states()[0].pid == first[0]))
    first.append(supervisor.states()[0].pid)
    thread = in_background(supervisor)
    assert until(lambda: supervisor.states()[0].pid not in (0, *first))
    supervisor.ask_to_stop()
    thread.join()


def test_pauses_grow_for_a_child_that_always_fails(supervisor: Supervisor) -> None:
    words: list[str] = []
    supervisor._told = words.append
    failing = Child(name="bad", command=[sys.executable, "-c", "raise SystemExit('no memory left')"],
                    ready=lambda: len(words) >= 3)
    thread = threading.Thread(target=lambda: supervisor.start(failing), daemon=True)
    thread.start()
    assert until(lambda: len(words) >= 3)
    supervisor.ask_to_stop()
    thread.join(5)
    assert [word.split("again in ")[1].split()[0] for word in words[:3]] == ["0.5", "1.0", "2.0"]
    assert "no memory left" in words[0]


def test_stopping_ends_children_the_last_first_and_kills_what_will_not(supervisor: Supervisor) -> None:
    supervisor.start(Child(name="soft", command=SLEEP, ready=said(supervisor, "soft")))
    supervisor.start(Child(name="hard", command=STUBBORN, ready=said(supervisor, "hard"), grace=0.5))
    pids = [state.pid for state in supervisor.states()]
    supervisor.ask_to_stop()
    supervisor.stop_all()
    assert not any(alive(pid) for pid in pids) and list(supervisor.folder.glob("*.pid")) == []


def test_grandchildren_do_not_outlive_a_killed_child(supervisor: Supervisor) -> None:
    supervisor.start(Child(name="parent", command=PARENT, ready=said(supervisor, "parent")))
    process = psutil.Process(supervisor.states()[0].pid)
    grandchild = process.children()[0].pid
    thread = in_background(supervisor)
    process.kill()
    assert until(lambda: not alive(grandchild))
    supervisor.ask_to_stop()
    thread.join(5)


def test_a_child_that_works_once_is_not_started_again(supervisor: Supervisor, tmp_path: Path) -> None:
    mark = tmp_path / "times"
    supervisor.start(Child(name="once", once=True, ready=lambda: False, command=[
        sys.executable, "-c", f"open({str(mark)!r}, 'a').write('x')"]))
    thread = in_background(supervisor)
    time.sleep(0.5)
    assert mark.read_text() == "x" and supervisor.states()[0].state == "finished"
    supervisor.ask_to_stop()
    thread.join(5)


def test_survivors_of_a_killed_supervisor_are_found_by_pid_and_start_time(supervisor: Supervisor) -> None:
    orphan = subprocess.Popen(SLEEP, start_new_session=True, stdout=subprocess.DEVNULL)
    stranger = subprocess.Popen(SLEEP, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        created = psutil.Process(orphan.pid).create_time()
        (supervisor.folder / "old.pid").write_text(f"{orphan.pid} {created}")
        (supervisor.folder / "reused.pid").write_text(f"{stranger.pid} {created - 1000}")
        supervisor.clear_survivors()
        assert not alive(orphan.pid)
        assert stranger.poll() is None  # its number was another process's before
        assert list(supervisor.folder.glob("*.pid")) == []
    finally:
        for process in (orphan, stranger):
            process.kill()
            process.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children of their parent's death")
def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    script = ("import sys, time; from pathlib import Path; from flows.service.supervise import Child, Supervisor\n"
              f"s = Supervisor(Path({str(tmp_path)!r}))\n"
              "s.start(Child(name='c', command=[sys.executable, '-c', 'import time; time.sleep(60)']))\n"
              "print(s.states()[0].pid, flush=True); time.sleep(60)")
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    child = int(process.stdout.readline())
    process.kill()
    process.wait()
    process.stdout.close()
    assert until(lambda: not alive(child))
