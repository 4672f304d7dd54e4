"""`rolescan ingest` with a real Prefect server of its own: every case a run with state, tags, page and event."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.service.prefect_child import PrefectChild
from flows.settings import Settings, load
from tests.flows.prefect_api import asked

WRITTEN_BY = 30.0  # seconds: the server takes events in at once and writes them in batches
PATIENCE = 180  # seconds: a first start of Prefect's server takes 15 on an idle machine


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load({"ROLESCAN_HOME": str(tmp_path_factory.mktemp("home"))})


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[str]:
    with PrefectChild(settings) as child:
        yield child.wait()


def rolescan(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ROLESCAN_HOME": settings.home}
    return subprocess.run([sys.executable, "-m", "flows.cli", *words], capture_output=True, text=True, timeout=PATIENCE,
                          env=environment, check=False)


@pytest.mark.timeout(2 * PATIENCE)
def test_every_file_is_a_run_named_after_it(settings: Settings, server: str, trouble: Callable[[str], Path],
                                            posting_file: Callable[..., Path]) -> None:
    files = [posting_file("zh"), posting_file("en"), posting_file("en", name="copy.txt"), trouble("truncated.pdf")]
    result = rolescan(settings, "ingest", "--server", server, "--json", *map(str, files), "/no/such/file.pdf")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["outcome"]["became"] for line in lines][2:] == ["duplicate", "failed", "failed"], result.stderr
    assert result.returncode == 4
    assert all(Path(report).is_file() for line in lines[:2] for report in line["reports"])
    assert lines[0]["reports"] and lines[1]["reports"]

    runs = {run["name"]: run for run in asked(server, "flow_runs")}
    assert set(runs) == {"zh.txt", "en.txt", "copy.txt", "truncated.pdf"}
    assert runs["copy.txt"]["state"]["name"] == "Duplicate"
    assert runs["truncated.pdf"]["state"]["type"] == "FAILED"
    assert "corrupt" in runs["truncated.pdf"]["state"]["message"]
    assert {"form=text", "language=zh"} <= set(runs["zh.txt"]["tags"])
    assert "outcome=failed" in runs["truncated.pdf"]["tags"]

    pages = asked(server, "artifacts", artifacts={"type": {"any_": ["markdown"]}})
    assert len(pages) == 4
    assert any("青禾数据科技" in page["data"] for page in pages)
    wanted, told = {"posting.failed", "posting.duplicate"}, set()
    until = time.monotonic() + WRITTEN_BY
    while not wanted <= told and time.monotonic() < until:
        told = {event["event"] for event in asked(server, "events", filter={"event": {"prefix": ["posting."]}})}
        time.sleep(0.5)
    assert wanted <= told

    second = rolescan(settings, "ingest", "--server", server, "--json", *map(str, files))
    assert all(json.loads(line)["outcome"]["again"] for line in second.stdout.splitlines())
    assert len(asked(server, "flow_runs")) == 4


@pytest.mark.timeout(2 * PATIENCE)
def test_deploy_makes_everything_once(settings: Settings, server: str) -> None:
    for _ in range(2):
        result = rolescan(settings, "deploy", "--server", server, "--limit", "ocr=3", "--notify", "http://127.0.0.1:9/")
        assert result.returncode == 0, result.stderr
    names = [deployment["name"] for deployment in asked(server, "deployments")]
    assert len(names) == 4
    automations = asked(server, "automations")
    assert len(automations) == 2
    zombies = next(item for item in automations if "died" in item["name"])
    assert zombies["trigger"]["posture"] == "Proactive"
    limits = {limit["name"]: limit["limit"] for limit in asked(server, "v2/concurrency_limits")}
    assert limits == {"ocr": 3, "asr": 1, "llm": 1}


@pytest.mark.timeout(PATIENCE)
def test_without_prefect_the_work_is_the_same(tmp_path: Path, posting_file: Callable[..., Path]) -> None:
    settings = load({"ROLESCAN_HOME": str(tmp_path / "plain")})
    result = rolescan(settings, "ingest", "--no-prefect", "--json", str(posting_file("en")))
    assert json.loads(result.stdout)["reports"], result.stderr
    assert not settings.prefect_home.exists()
