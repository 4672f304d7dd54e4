"""`rolescan up`, whole: files through real workers, a kill of each part, a clean stop with nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from extractors.errors import Environment, StorageFailure
from flows.service.database import free_port
from flows.service.notes import Plan, Ports, last_folder, run_folder
from flows.service.up import _ports as ports_of
from flows.service.up import check, only_one
from flows.settings import load
from tests.flows.waiting import until

PAGE = {"zh": "<h1>数据工程师</h1><p>上海青禾科技有限公司。薪资：20-30K·14薪。</p><h2>岗位职责</h2><ul><li>负责数据平台研发</li></ul>"
              "<h2>任职要求</h2><ul><li>3年以上Python经验</li></ul>",
        "en": "<h1>Data Engineer</h1><p>Acme Ltd is hiring in Berlin.</p><h2>Responsibilities</h2><ul><li>Run data "
              "services</li></ul><h2>Requirements</h2><ul><li>3 years of Python</li></ul>"}


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rolescan up test "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def note(home: Path, name: str) -> dict[str, object]:
    try:
        return dict(json.loads((home / "run" / f"{name}.json").read_bytes()))
    except (OSError, ValueError):
        return {}


def pids(home: Path) -> dict[str, int]:
    children = note(home, "running").get("children", [])
    return {child["name"]: child["pid"] for child in children if child["state"] == "up"}  # type: ignore[attr-defined]


def settled(home: Path) -> list[str]:
    return [path.name for place in ("done", "review", "duplicates")
            for path in (home / "folder" / place).iterdir() if not path.name.endswith(".txt")]


def drop(home: Path, name: str, text: str) -> None:
    aside = home / name
    aside.write_text(f"<html><body>{text}<p>{name}</p></body></html>", encoding="utf-8")
    aside.rename(home / "folder" / "inbox" / name)


def test_everything_from_start_through_kills_to_a_clean_stop(home: Path) -> None:
    ports = Ports(ui=free_port(), dask=free_port(), health=free_port())
    run_folder(load({"ROLESCAN_HOME": str(home)}))
    (home / "run" / "ports.json").write_text(json.dumps({"ui": ports.ui, "dask": ports.dask, "health": ports.health}))
    log = (home / "up.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "up", "--no-deploy", "--quiet-seconds", "0.5", "--workers", "1"],
        env={**os.environ, "ROLESCAN_HOME": str(home)}, stderr=log, stdout=log)
    try:
        assert until(lambda: note(home, "watcher").get("workers"), 150), (home / "up.log").read_text()
        drop(home, "职位.html", PAGE["zh"])
        drop(home, "posting.html", PAGE["en"])
        assert until(lambda: len(settled(home)) == 2, 120), (home / "up.log").read_text()
        for name in ("workers", "watcher"):
            before = pids(home)[name]
            os.kill(before, signal.SIGKILL)
            drop(home, f"{name}.html", PAGE["en"])
            assert until(lambda name=name, before=before: pids(home).get(name, before) != before, 30)
        assert until(lambda: len(settled(home)) == 4, 120), (home / "up.log").read_text()
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        _, left = psutil.wait_procs(family, timeout=10)
        assert left == []
        assert sorted(settled(home)) == ["posting.html", "watcher.html", "workers.html", "职位.html"]
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        log.close()


def test_a_second_up_on_the_same_home_is_told_of_the_first(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(StorageFailure, match=f"process {os.getpid()}"), only_one(tmp_path):
        pass


def test_ports_stay_from_start_to_start_and_give_way_when_taken(tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    for name in ("UI_PORT", "DASK_PORT", "HEALTH_PORT"):  # the usual ones may be another service's on this machine
        monkeypatch.setattr(f"flows.service.up.{name}", free_port())
    first = ports_of(tmp_path, Plan(folder=""))
    assert ports_of(tmp_path, Plan(folder="")) == first
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first.ui))
        taken.listen()
        assert ports_of(tmp_path, Plan(folder="")).ui != first.ui


def test_a_plan_without_workers_is_refused() -> None:
    with pytest.raises(Environment, match="one worker"):
        check(Plan(folder="", workers=0))
    check(Plan(folder="", workers=0, dask="tcp://10.0.0.1:8786"))


def test_the_folder_of_the_last_start_is_found_again(tmp_path: Path) -> None:
    import msgspec

    settings = load({"ROLESCAN_HOME": str(tmp_path)})
    assert last_folder(settings) == tmp_path / "folder"
    (run_folder(settings) / "plan.json").write_bytes(msgspec.json.encode(Plan(folder="/somewhere/招聘")))
    assert last_folder(settings) == Path("/somewhere/招聘")
