"""`rolescan up`: database, Prefect server, deployments, workers and watcher as children of one supervisor."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from extractors.errors import Environment, StorageFailure
from flows.folder.folder import Folder, write_whole
from flows.service import database, server
from flows.service.database import Cluster, free_port
from flows.service.health import serve
from flows.service.notes import (
    BUNDLED,
    PLAN_NOTE,
    RUNNING_NOTE,
    SQLITE,
    STALE_SECONDS,
    WATCHER_NOTE,
    Plan,
    Ports,
    Running,
    State,
    read_note,
    run_folder,
)
from flows.service.supervise import HUNG_SECONDS, Child, Supervisor
from flows.settings import Settings

UI_PORT, DASK_PORT, HEALTH_PORT = 4200, 4286, 4280  # asked for first; taken ones give way to free ones
SQLITE_LIMITS = ("SQLite keeps Prefect's state: fit for trying it out. With several workers, runs wait for the locked "
                 "database (.1 to 15 s each). Files are as safe as with PostgreSQL.")


class Up:
    """One start of everything, from a plan."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self.settings = settings
        self.plan = plan
        self.run_folder = run_folder(settings)
        self.supervisor = Supervisor(self.run_folder, told=say)
        self.ports = _ports(self.run_folder, plan)
        self.api = plan.server or server.api_url(self.ports.ui)
        self.dask = plan.dask or f"tcp://127.0.0.1:{self.ports.dask}"
        self._started = time.time()
        self._workers_seen = time.monotonic()

    def run(self) -> None:
        """Start everything, keep it running, stop it on SIGTERM or Ctrl-C."""
        with only_one(self.run_folder):
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.supervisor.ask_to_stop())
            self.supervisor.clear_survivors()
            Folder(Path(self.plan.folder)).create()
            write_whole(self.run_folder / PLAN_NOTE, msgspec.json.encode(self.plan))
            with serve(self.ports.health, self.settings):
                try:
                    self._start_all()
                    self.supervisor.run(each=self._note)
                finally:
                    say("Stopping.")
                    self.supervisor.stop_all()
                    (self.run_folder / RUNNING_NOTE).unlink(missing_ok=True)

    def _start_all(self) -> None:
        """The database first; then server, workers and watcher side by side: no file waits for Prefect."""
        environment = self._start_database()
        for child in (*self._server(environment), *self._workers(), self._watcher()):
            self.supervisor.begin(child)
        ready = self.supervisor.wait_until_ready(each=self._note)
        if self.supervisor.stopping:
            return
        if not ready:
            say(f"Not all is ready yet; `rolescan status` tells what. The logs are in {self.run_folder}.")
        if self.plan.deploy:  # last: nobody waits for buttons
            self.supervisor.begin(Child(name="deployments", environment=self._client(),
                                        command=_python("flows.cli", "deploy", "--serve", "--server", self.api)))
        say(f"{'Ready. ' if ready else ''}Folder: {Path(self.plan.folder) / 'inbox'}   Prefect: {self.ui}   "
            f"Health: {self.health}/health   Metrics: {self.health}/metrics")

    @property
    def ui(self) -> str:
        return self.api.removesuffix("/api")

    @property
    def health(self) -> str:
        return f"http://127.0.0.1:{self.ports.health}"

    def _start_database(self) -> str:
        """The URL of Prefect's database, up and running; "" for SQLite and for a server that is not ours."""
        if self.plan.server:
            return ""
        if self.plan.database == SQLITE:
            say(SQLITE_LIMITS)
            return ""
        if self.plan.database != BUNDLED:
            return self.plan.database
        cluster = database.prepare(Path(self.settings.home))
        self.supervisor.start(database_child(cluster))
        self._note()
        return cluster.url("prefect")

    def _server(self, url: str) -> Iterator[Child]:
        if not self.plan.server:
            environment = server.server_environment(self.settings, port=self.ports.ui, database=server.async_url(url))
            yield Child(name="server", command=_python("flows.service.server", str(self.ports.ui)), grace=15.0,
                        environment=environment, ready=lambda: server.answers(self.api))

    def _workers(self) -> Iterator[Child]:
        if not self.plan.dask:
            yield Child(name="workers", environment=self._client(), grace=15.0, hung=self._without_workers,
                        ready=self._has_workers,
                        command=_python("flows.service.workers", str(self.ports.dask), str(self.plan.workers),
                                        self.plan.memory))

    def _watcher(self) -> Child:
        way = ["store"] if self.plan.dask else []
        return Child(name="watcher", environment=self._client(), hung=self._silent_watcher, command=_python(
            "flows.folder.steward", self.plan.folder, self.dask, str(self.run_folder / WATCHER_NOTE),
            str(self.plan.quiet), str(self.plan.scan), *way))

    def _silent_watcher(self) -> bool:
        """Has the watcher not touched its note for long?"""
        try:
            return time.time() - (self.run_folder / WATCHER_NOTE).stat().st_mtime > HUNG_SECONDS
        except FileNotFoundError:
            return True

    def _has_workers(self) -> bool:
        """Does the watcher see a worker now?"""
        told = self._told()
        return told is not None and told.workers > 0

    def _without_workers(self) -> bool:
        """Has a watcher that is well seen no worker for long?"""
        told = self._told()
        if told is None or told.workers:
            self._workers_seen = time.monotonic()
        return time.monotonic() - self._workers_seen > HUNG_SECONDS

    def _told(self) -> State | None:
        """What the watcher noted a moment ago; None when it is silent, or noted it before we started."""
        told = read_note(self.run_folder / WATCHER_NOTE, State)
        fresh = told is not None and told.at > max(self._started, time.time() - STALE_SECONDS)
        return told if fresh else None

    def _client(self) -> dict[str, str]:
        scratch = self.run_folder / "dask"
        scratch.mkdir(exist_ok=True)
        return server.client_environment(self.settings, self.api) | {
            "ROLESCAN_SCRATCH": str(scratch), "ROLESCAN_PAGES": self.settings.pages or self.health}

    def _note(self) -> None:
        """Note what runs; a full disk is no reason to stop."""
        state = Running(pid=os.getpid(), at=time.time(), started=self._started, folder=self.plan.folder, ui=self.ui,
                        api=self.api, dask=self.dask, health=self.health, children=self.supervisor.states(),
                        database=self.plan.database if self.plan.database in (BUNDLED, SQLITE) else "your own")
        try:
            write_whole(self.run_folder / RUNNING_NOTE, msgspec.json.encode(state))
        except OSError as error:
            say(f"The state could not be noted: {error.strerror}")


def database_child(cluster: Cluster) -> Child:
    """PostgreSQL in the foreground; its databases are made when it first answers."""

    def ready() -> bool:
        if not database.answers(cluster):
            return False
        database.make_databases(cluster)
        return True

    return Child(name="database", command=cluster.command(), run_as=cluster.run_as(), ready=ready, grace=30.0,
                 before=lambda: database.clear_stale_lock(cluster), stop_signal=signal.SIGINT)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the home for as long as we live. Raises StorageFailure when another `rolescan up` has it."""
    with open(folder / "up.lock", "a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            stream.seek(0)
            raise StorageFailure(f"Rolescan is up already on this home (process {stream.read().strip()}).", stage="up",
                                 hint="`rolescan status` tells about it; stop it with Ctrl-C or kill.") from error
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", module, *arguments]  # -P: nothing is imported from where it was started


def _ports(folder: Path, plan: Plan) -> Ports:
    """The ports of earlier starts where they are free, else the usual ones, else free ones."""
    kept = folder / "ports.json"
    before = read_note(kept, Ports) or Ports()
    ports = Ports(ui=_port(before.ui, UI_PORT), dask=_port(before.dask, DASK_PORT),
                  health=_port(before.health, HEALTH_PORT))
    write_whole(kept, msgspec.json.encode(ports))
    return ports


def _port(*wanted: int) -> int:
    import socket

    for port in wanted:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                if port:
                    probe.bind(("127.0.0.1", port))
                    return port
            except OSError:
                continue
    return free_port()


def check(plan: Plan) -> None:
    """Raises Environment for a plan that cannot work."""
    if plan.workers < 1 and not plan.dask:
        raise Environment("At least one worker is needed.", stage="up", hint="Say --workers 1 or more.")
