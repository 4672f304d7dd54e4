"""A `rolescan up` under measurement: started on a home of its own, watched from outside, killed in parts, stopped."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

PLACES = ("inbox", "processing", "done", "review", "duplicates", "failed")
START_SECONDS = 240.0


class Service:
    """One `rolescan up`. Its home is a temporary folder that the database's own user may enter."""

    def __init__(self, *options: str, environment: dict[str, str] | None = None) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="rolescan-bench-"))
        self.home.chmod(0o755)
        self.folder = self.home / "folder"
        self.environment = {**os.environ, "ROLESCAN_HOME": str(self.home), **(environment or {})}
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it is well. Returns seconds."""
        started = time.monotonic()
        with (self.home / "up.log").open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "flows.cli", "up", *self.options], stdout=log,
                                            stderr=log, env=self.environment)
        while not self.well():
            if time.monotonic() - started > START_SECONDS or self.process.poll() is not None:
                raise RuntimeError((self.home / "up.log").read_text()[-2000:])
            time.sleep(0.2)
        return time.monotonic() - started

    def note(self, name: str) -> dict[str, object]:
        """A note of the supervisor ("running") or the watcher; {} while there is none."""
        try:
            return dict(json.loads((self.home / "run" / f"{name}.json").read_bytes()))
        except (OSError, ValueError):
            return {}

    def well(self) -> bool:
        children = self.note("running").get("children", [])
        states = {child["name"]: child["state"] for child in children}  # type: ignore[attr-defined]
        wanted = {"workers", "watcher"} if "--server" in self.options else {"server", "workers", "watcher"}
        fresh = time.time() - float(str(self.note("running").get("at", 0))) < 5
        return fresh and wanted <= {name for name, state in states.items() if state == "up"} \
            and int(str(self.note("watcher").get("workers", 0))) > 0

    def api(self) -> str:
        return str(self.note("running")["api"])

    def inbox(self) -> Path:
        return self.folder / "inbox"

    def counts(self) -> dict[str, int]:
        """Items in each place: files dropped, without reason files and claims."""
        found = {}
        for place in PLACES:
            with contextlib.suppress(FileNotFoundError):
                names = os.listdir(self.folder / place)
                suffixes = (".reason.txt", ".duplicate.txt", ".tmp", *((".json",) if place == "processing" else ()))
                found[place] = sum(1 for name in names if not name.endswith(suffixes))
        return found

    def wait_until_settled(self, seconds: float, *, each: float = 0.1) -> float:
        """Until nothing is in inbox and processing. Returns seconds; raises TimeoutError."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            counts = self.counts()
            if counts["inbox"] == counts["processing"] == 0:
                return time.monotonic() - started
            time.sleep(each)
        raise TimeoutError(f"{self.counts()} after {seconds} s")

    def tree(self) -> list[psutil.Process]:
        assert self.process is not None
        with contextlib.suppress(psutil.Error):
            root = psutil.Process(self.process.pid)
            return [root, *root.children(recursive=True)]
        return []

    def memory(self) -> int:
        """Bytes of the whole tree that are not shared with others (USS)."""
        total = 0
        for process in self.tree():
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().uss
        return total

    def victims(self) -> dict[str, list[int]]:
        """Process ids by what they are; "worker" are Dask's worker processes, "all" is the supervisor."""
        assert self.process is not None
        found: dict[str, list[int]] = {"all": [self.process.pid]}
        for child in self.note("running").get("children", []):  # type: ignore[attr-defined]
            if child["pid"]:
                found[child["name"]] = [child["pid"]]
        workers = found.get("workers", [0])[0]
        with contextlib.suppress(psutil.Error):
            found["worker"] = [one.pid for one in psutil.Process(workers).children()
                               if not any("resource_tracker" in part for part in one.cmdline())]
        return {name: pids for name, pids in found.items() if pids}

    def kill(self, kind: str, chance: random.Random) -> bool:
        """kill -9 one process of that kind; after "all" everything is started again. False when there is none."""
        pids = self.victims().get(kind, [])
        if not pids:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(pids), signal.SIGKILL)
        if kind == "all" and self.process is not None:
            self.process.wait()
            self.start()
        return True

    def stop(self) -> float:
        """Stop it cleanly. Returns seconds."""
        started = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(90)
        return time.monotonic() - started

    def remove(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)


@contextmanager
def running(*options: str, environment: dict[str, str] | None = None) -> Iterator[Service]:
    """A service that runs inside the context and leaves nothing."""
    service = Service(*options, environment=environment)
    try:
        service.start()
        yield service
    finally:
        service.stop()
        service.remove()
