"""What people and monitors are told: also when nothing runs, hangs, or stands in the way."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from pathlib import Path

import msgspec
import pytest

from flows import walk
from flows.cli import main
from flows.files import Files
from flows.folder.claim import Verdict
from flows.folder.folder import INBOX, Folder
from flows.service.database import free_port
from flows.service.health import report_at, serve
from flows.service.notes import Plan, Running, State, run_folder
from flows.service.status import gather, screen
from flows.service.supervise import ChildState
from flows.settings import Settings, load
from flows.store import open_store
from flows.store_schema import reports


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"ROLESCAN_HOME": str(tmp_path)})


def pretend(settings: Settings, *, child: str = "up", age: float = 0.0, problems: tuple[str, ...] = (),
            workers: int = 2) -> Folder:
    """The notes of a supervisor (this process) and a watcher, with one failed file."""
    folder = Folder(Path(settings.home) / "folder")
    folder.create()
    (folder.root / INBOX / "职位.pdf").write_bytes(b"x")
    folder.settle(folder.claim("职位.pdf"), Verdict(place="failed", category="corrupt", reason="It is cut off."))
    now = time.time() - age
    running = Running(pid=os.getpid(), at=now, started=now - 90, folder=str(folder.root), ui="http://127.0.0.1:4200",
                      api="http://127.0.0.1:4200/api", dask="", health="http://127.0.0.1:4280", database="bundled",
                      children=(ChildState(name="server", state=child, pid=1, restarts=3),))
    watcher = State(at=now, pid=1, workers=workers, queued=5, flying=2, problems=problems, settled={"done": 7})
    (run_folder(settings) / "running.json").write_bytes(msgspec.json.encode(running))
    (run_folder(settings) / "watcher.json").write_bytes(msgspec.json.encode(watcher))
    return folder


def test_nothing_runs_and_it_says_so(settings: Settings) -> None:
    status = gather(settings)
    assert not status.up and not status.well and "rolescan up" in screen(status)


def test_one_screen_tells_what_runs_waits_and_failed(settings: Settings) -> None:
    folder = pretend(settings)
    status = gather(settings)
    text = screen(status)
    claim = next(claim for _, claim in folder.explained("failed"))
    assert status.well and status.counts["failed"] == 1 and status.queued == 5
    for words in ("up and well", "4200", "restarts 3", "职位.pdf", "It is cut off.", f"rolescan retry {claim.id}"):
        assert words in text
    assert msgspec.json.decode(msgspec.json.encode(status))["flying"] == 2


@pytest.mark.parametrize(("told", "words"), [
    ({"child": "pausing"}, "server is pausing"), ({"workers": 0}, "no workers"),
    ({"problems": ("a.pdf cannot be taken out of the inbox: Permission denied.",)}, "Permission denied"),
    ({"age": 60.0}, "not up")])
def test_trouble_is_named(settings: Settings, told: dict[str, object], words: str) -> None:
    pretend(settings, **told)  # type: ignore[arg-type]
    status = gather(settings)
    assert not status.well and words in " ".join(status.problems)


def test_health_and_metrics_answer_monitors(settings: Settings) -> None:
    pretend(settings)
    port = free_port()
    with serve(port, settings):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 200 and msgspec.json.decode(answer.read())["well"]
        metrics = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
        assert 'rolescan_items{place="failed"} 1.0' in metrics and "rolescan_up 1.0" in metrics
        assert 'rolescan_settled_total{place="done"} 7.0' in metrics
        pretend(settings, workers=0)
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health")


@pytest.mark.parametrize(("path", "served"), [
    ("reports/%E8%81%8C%E4%BD%8D-1a2b.zh.html", True), ("reports/none.html", False), ("reports/..%2Fother.html", False),
    ("reports/%2E%2E/other.html", False), ("other.html", False), ("reports/职位-1a2b.zh.html/".encode().hex(), False)])
def test_reports_are_served_to_browsers_and_nothing_else_is(settings: Settings, path: str, served: bool) -> None:
    files = Files(settings.files)
    files.write("reports/职位-1a2b.zh.html", "<p>数据工程师</p>".encode())
    files.write("other.html", b"not for browsers")
    port = free_port()
    with serve(port, settings):
        if served:
            answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}")
            assert "数据工程师" in answer.read().decode()
            assert "sandbox" in answer.headers["Content-Security-Policy"]
        else:
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}")


@pytest.mark.parametrize(("words", "phone"), [
    ("数据工程师\n公司：青禾数据科技有限公司\n\n岗位职责\n1. 负责数据平台研发\n\n联系电话：13912345678\n", "13912345678"),
    ("Data Engineer\nCompany: Acme Ltd\n\nResponsibilities\n- Run data services in Python\n- Keep the on-call phone "
     "+1 415 555 0132 staffed for data teams\n\nRequirements\n- 3 years of Python\n", "555 0132")])
def test_a_report_written_before_masking_was_wished_is_served_masked(settings: Settings, tmp_path: Path, words: str,
                                                                     phone: str) -> None:
    (tmp_path / "posting.txt").write_text(words, encoding="utf-8")
    store = open_store(settings)
    outcome = walk.process(store, walk.take(store, tmp_path / "posting.txt"))
    path = "/" + store.row(reports, outcome.reports[0])["html"]  # type: ignore[union-attr]
    store.close()
    assert phone in (report_at(path, settings) or b"").decode()
    masked = report_at(path, msgspec.structs.replace(settings, redact=True))
    assert masked is not None and phone not in masked.decode()


def test_the_command_line_retries_by_id_and_all(settings: Settings, monkeypatch: pytest.MonkeyPatch,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    folder = pretend(settings)
    monkeypatch.setenv("ROLESCAN_HOME", settings.home)
    (run_folder(settings) / "plan.json").write_bytes(msgspec.json.encode(Plan(folder=str(folder.root))))
    assert main(["status", "--json"]) == 0 and msgspec.json.decode(capsys.readouterr().out)["up"]
    claim = next(claim for _, claim in folder.explained("failed"))
    assert main(["retry", claim.id]) == 0 and [found.id for found in folder.waiting()] == [claim.id]
    assert main(["retry", "nothing"]) == 1 and main(["retry"]) == 1
    assert main(["retry", "--all-failed"]) == 1
