"""The PostgreSQL that comes along: made, killed, started again; scram, fsync, 127.0.0.1 alone; also as root."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.service import database
from flows.service.database import Cluster


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home that the database's user may enter, with a space in its name."""
    folder = Path(tempfile.mkdtemp(prefix="rolescan test "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def started(cluster: Cluster) -> subprocess.Popen[bytes]:
    database.clear_stale_lock(cluster)
    with cluster.log.open("ab") as log:
        process = subprocess.Popen(cluster.command(), stdout=log, stderr=log, **cluster.run_as())  # type: ignore[call-overload]
    try:
        database.wait_until_up(cluster)
    except BaseException:
        process.kill()
        process.wait()
        raise
    return process


def test_it_is_made_once_keeps_its_rows_through_kill_9_and_lets_nobody_else_in(home: Path) -> None:
    import psycopg

    cluster = database.prepare(home)
    process = started(cluster)
    try:
        database.make_databases(cluster)
        with psycopg.connect(cluster.url("rolescan")) as connection:
            connection.execute("CREATE TABLE kept (words text)")
            connection.execute("INSERT INTO kept VALUES ('高级工程师')")
        process.kill()
        process.wait()
        process = started(database.prepare(home))
        database.make_databases(cluster)
        with psycopg.connect(cluster.url("rolescan")) as connection:
            assert connection.execute("SELECT words FROM kept").fetchone() == ("高级工程师",)
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        with psycopg.connect(cluster.url("prefect")) as connection:
            assert connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"postgresql://rolescan:postgres@127.0.0.1:{cluster.port}/rolescan")
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert stat.S_IMODE(cluster.password_file.stat().st_mode) == 0o600
    assert cluster.password_file.read_text() not in " ".join(cluster.command())


def test_a_lock_of_a_process_that_is_another_program_now_is_taken_away(home: Path) -> None:
    cluster = database.prepare(home)
    lock = cluster.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n")
    database.clear_stale_lock(cluster)
    assert not lock.exists()


def test_a_server_that_outlived_its_supervisor_is_stopped(home: Path) -> None:
    cluster = database.prepare(home)
    process = started(cluster)
    try:
        database.clear_stale_lock(cluster)
        assert process.wait(30) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def test_the_second_start_finds_the_same_port_and_password(home: Path) -> None:
    first, second = database.prepare(home), database.prepare(home)
    assert first == second and first.url("prefect") == second.url("prefect")
