"""Beyond one machine: a watcher that gives bytes to the store, a Dask scheduler and workers with homes of their own.

The store is on a real PostgreSQL, originals are on a real S3 server, and a worker is killed on the way.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import store_schema as schema
from flows.folder.folder import INBOX, Folder
from flows.service.database import free_port
from flows.settings import load
from flows.store import open_store
from tests.flows.waiting import until

PAGE = ("<html><body><h1>Data Engineer {n}</h1><p>Acme Ltd {n} is hiring in Berlin.</p><h2>Responsibilities</h2><ul>"
        "<li>Run data services</li></ul><h2>Requirements</h2><ul><li>3 years of Python</li></ul></body></html>")
FILES = 30  # more than make a flood: batches and single units


class Machines:
    """Processes as on machines of their own: each with its home, all with one store."""

    def __init__(self, root: Path, store: dict[str, str]) -> None:
        self.root = root
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self._store = store
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        home = self.root / name
        home.mkdir()
        environment = os.environ | self._store | {
            "ROLESCAN_HOME": str(home), "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        environment.pop("PREFECT_API_URL", None)
        with (home / "log").open("wb") as log:
            process = subprocess.Popen([sys.executable, "-m", *command], env=environment, stdout=log, stderr=log,
                                       start_new_session=True)
        self._running.append(process)
        return process

    def worker(self, name: str) -> subprocess.Popen[bytes]:
        return self.start(name, "distributed.cli.dask_worker", self.address, "--nworkers", "1", "--nthreads", "1",
                          "--no-dashboard", "--preload", "flows.service.warm", "--local-directory",
                          str(self.root / name))

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._running.remove(process)

    def stop(self) -> None:
        for process in reversed(self._running.copy()):
            self.kill(process)


@pytest.fixture
def machines(tmp_path: Path, postgres: str, s3: str) -> Iterator[Machines]:
    machines = Machines(tmp_path, {"ROLESCAN_DATABASE": postgres, "ROLESCAN_FILES": f"{s3}/machines"})
    machines.start("scheduler", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port",
                   machines.address.rpartition(":")[2], "--no-dashboard", "--no-show")
    yield machines
    machines.stop()


@pytest.mark.timeout(300)
def test_files_are_done_by_workers_that_never_see_the_folder(machines: Machines, tmp_path: Path, postgres: str,
                                                             s3: str) -> None:
    folder = Folder(tmp_path / "folder")
    folder.create()
    for number in range(FILES):
        (folder.root / INBOX / f"职位{number}.html").write_text(PAGE.format(n=number), encoding="utf-8")
    (folder.root / INBOX / "copy.html").write_text(PAGE.format(n=0), encoding="utf-8")
    (folder.root / INBOX / "zh").mkdir()
    (folder.root / INBOX / "zh" / "tagged.html").write_text(PAGE.format(n="of the folder zh"), encoding="utf-8")
    first = machines.worker("one")
    machines.worker("two")
    machines.start("watcher", "flows.folder.steward", str(folder.root), machines.address,
                   str(tmp_path / "watcher.json"), "0.5", "2", "store")
    assert until(lambda: folder.counts()["done"] >= 1, 120), (tmp_path / "watcher" / "log").read_text()
    machines.kill(first)
    assert until(lambda: sum(folder.counts().values()) == FILES + 2 and not folder.counts()["processing"], 150), \
        folder.counts()
    counts = folder.counts()
    assert (counts["duplicates"], counts["failed"]) == (1, 0)
    store = open_store(load({"ROLESCAN_HOME": str(tmp_path / "home"), "ROLESCAN_DATABASE": postgres,
                             "ROLESCAN_FILES": f"{s3}/machines"}))
    tagged = next(outcome for _, outcome in store.outcomes() if outcome.name == "tagged.html")
    assert [store.row(schema.reports, key)["language"] for key in tagged.reports] == ["zh"]
    store.close()
    assert not [path for name in ("one", "two", "watcher") for path in (tmp_path / name).rglob("originals")]
