"""What becomes of guests that hang, die, explode, leave or babble; and of the ones beside them."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from extractors.errors import BadAnswer, Corrupt, Crashed, OutOfMemory, RolescanError, Timeout
from extractors.isolate import ENVIRONMENT, run, run_many

CALM = {"deadline": 20.0, "memory_mb": 1024, "stage": "test"}
ROOT = Path(__file__).resolve().parents[2]


def double(number: int) -> int:
    return 2 * number


def whoami() -> int:
    return os.getpid()


def hang() -> None:
    while True:
        time.sleep(0.05)


def hang_deaf() -> None:
    """Hangs and does not listen to SIGTERM."""
    import signal

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(0.05)


def die() -> None:
    os._exit(11)


def leave() -> None:
    raise SystemExit(0)


def explode() -> None:
    hoard = []
    while True:
        hoard.append(np.ones(8 << 20))
        time.sleep(0.005)


def refuse() -> None:
    raise Corrupt("Bytes are missing.", stage="render", page=7)


def local_error() -> None:
    class Local(Exception):
        pass

    raise Local("nobody can unpickle this")


def unpicklable() -> object:
    return lambda: None


def misbehave(how: str) -> str:
    deeds = {"hang": hang, "die": die, "explode": explode, "leave": leave, "local": local_error}
    if how in deeds:
        deeds[how]()
    return how


def loaded_modules() -> list[str]:
    return sorted(sys.modules)


def test_an_answer_comes_back() -> None:
    assert run(double, 21, **CALM) == 42


def test_answers_keep_the_order_of_the_calls() -> None:
    answers = run_many(double, [(n,) for n in range(20)], deadline=20, memory_mb=1024, stage="test", workers=2)
    assert list(answers) == [2 * n for n in range(20)]


def test_workers_stay_warm_between_calls() -> None:
    assert run(whoami, **CALM) != os.getpid()
    assert len({run(whoami, **CALM) for _ in range(4)}) <= 2


@pytest.mark.parametrize("function", [hang, hang_deaf])
def test_a_hanging_guest_is_killed_at_its_deadline(function: object) -> None:
    begun = time.monotonic()
    with pytest.raises(Timeout) as caught:
        run(function, deadline=1.0, memory_mb=1024, stage="test", page=3)
    assert caught.value.page == 3
    assert time.monotonic() - begun < 15


def test_a_dying_guest_is_named() -> None:
    with pytest.raises(Crashed, match="exit code 11"):
        run(die, **CALM)


def test_an_exploding_guest_is_stopped_at_its_cap() -> None:
    with pytest.raises(OutOfMemory, match="400 MB"):
        run(explode, deadline=30, memory_mb=400, stage="test-memory")


def test_a_refusal_arrives_whole() -> None:
    with pytest.raises(Corrupt) as caught:
        run(refuse, **CALM)
    assert (caught.value.stage, caught.value.page, caught.value.message) == ("render", 7, "Bytes are missing.")


@pytest.mark.parametrize("function", [leave, local_error, unpicklable])
def test_odd_endings_are_bad_answers(function: object) -> None:
    with pytest.raises(BadAnswer):
        run(function, **CALM)


def test_the_others_go_on() -> None:
    deeds = ["a", "hang", "b", "die", "c", "leave", "d", "local", "e", "explode", "f"]
    answers = list(run_many(misbehave, [(deed,) for deed in deeds], deadline=6, memory_mb=300, stage="test-mixed",
                            workers=2, pages=range(1, 12)))
    assert [answer for answer in answers if isinstance(answer, str)] == ["a", "b", "c", "d", "e", "f"]
    failures = [answer for answer in answers if isinstance(answer, RolescanError)]
    assert [type(failure) for failure in failures] == [Timeout, Crashed, BadAnswer, BadAnswer, OutOfMemory]
    assert [failure.page for failure in failures] == [2, 4, 6, 8, 10]


def test_a_script_without_main_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "plain.py"
    script.write_text("from extractors.isolate import run\nprint('once')\n"
                      "print(run(len, 'four', deadline=20, memory_mb=500, stage='script'))\n")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=ROOT, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.stdout.split() == ["once", "4"], done.stderr


def _inside(pipe: object) -> None:
    pipe.send(run(double, 4, deadline=20, memory_mb=500, stage="daemon"))  # type: ignore[attr-defined]


def test_it_works_inside_a_daemonic_process() -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_inside, args=(there,), daemon=True)
    process.start()
    assert here.poll(40)
    assert here.recv() == 8
    process.join(15)
    assert process.exitcode == 0


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text("import os, time\nfrom extractors.isolate import run\n"
                      "from tests.extractors.test_isolate import whoami\n"
                      "print(run(whoami, deadline=20, memory_mb=500, stage='orphan'), flush=True)\n"
                      "os.kill(os.getpid(), 9)\n")
    done = subprocess.run([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, cwd=ROOT, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    worker = int(done.stdout)
    for _ in range(100):
        if not Path(f"/proc/{worker}").exists() and _gone(worker):
            return
        time.sleep(0.1)
    raise AssertionError("the worker outlived its parent")


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def found(name: str) -> str:
    return os.environ.get(name, "")


def test_a_worker_has_the_environment_that_engines_want() -> None:
    """Threads that wait sleep; few prepared shapes are kept."""
    for name, value in ENVIRONMENT.items():
        assert run(found, name, deadline=30, memory_mb=1024, stage="environment") == os.environ.get(name, value)


def threads_heaps() -> int:
    """How many heaps there are once eight threads have asked for memory at a time."""
    import threading

    meet = threading.Barrier(8)

    def fill() -> None:
        kept = [bytes(2000) for _ in range(50)]
        meet.wait()
        assert kept

    threads = [threading.Thread(target=fill) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _heaps()


def _heaps() -> int:
    """Of the C library's own account, an XML of all heaps."""
    import ctypes
    import tempfile

    library = ctypes.CDLL(None)
    library.fopen.restype = ctypes.c_void_p
    with tempfile.NamedTemporaryFile() as file:
        stream = ctypes.c_void_p(library.fopen(file.name.encode(), b"w"))
        library.malloc_info(0, stream)
        library.fclose(stream)
        return file.read().count(b"<heap nr=")


def test_a_worker_has_one_heap_for_all_its_threads() -> None:
    assert run(threads_heaps, deadline=30, memory_mb=1024, stage="heaps") <= 2
