"""A batch with a real Prefect server: one run, one page with a row for each file, the same verdicts as without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from flows.folder.claim import new_claim
from flows.folder.units import Result, Task, Unit
from flows.service.prefect_child import PrefectChild
from flows.service.server import client_environment
from flows.settings import Settings, load
from tests.flows.prefect_api import asked

TEXT = {"职位 <b>.md": "# 数据工程师\n\n上海青禾科技有限公司\n\n## 岗位职责\n\n- 负责数据平台研发\n\n## 任职要求\n\n- 3年以上Python经验\n",
        "posting.md": "# Data Engineer\n\nAcme Ltd\n\n## Responsibilities\n\n- Run data services\n\n## Requirements\n\n- Python\n",
        "broken.pdf": "%PDF-1.4 no more"}
RUN = "import sys; from flows.folder.casework import run_unit; sys.stdout.buffer.write(run_unit(sys.stdin.buffer.read()))"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load({"ROLESCAN_HOME": str(tmp_path_factory.mktemp("home"))})


@pytest.fixture(scope="module")
def api(settings: Settings) -> Iterator[str]:
    with PrefectChild(settings) as child:
        yield child.wait()


def walked(settings: Settings, api: str, unit: Unit) -> list[Result]:
    """The unit in a process of its own, as a worker has it."""
    ran = subprocess.run([sys.executable, "-c", RUN], input=msgspec.json.encode(unit), capture_output=True, timeout=240,
                         env=os.environ | client_environment(settings, api), check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return msgspec.json.decode(ran.stdout, type=list[Result])


def unit_of(folder: Path, identity: str, *, batch: bool) -> Unit:
    tasks = []
    for name, text in TEXT.items():
        (folder / name).write_text(text, encoding="utf-8")
        tasks.append(Task(claim=msgspec.structs.replace(new_claim(name), id=f"claim of {name}"), path=str(folder / name)))
    return Unit(id=identity, tasks=tuple(tasks), batch=batch)


def test_one_run_shows_many_files_and_their_verdicts_are_those_of_single_runs(settings: Settings, api: str,
                                                                              tmp_path: Path) -> None:
    unit = unit_of(tmp_path, "20260101T000000-abc-1", batch=True)
    results = walked(settings, api, unit)
    runs = asked(api, "flow_runs")
    assert len(runs) == 1 and runs[0]["name"].startswith("3 files: 职位") and runs[0]["state_type"] == "COMPLETED"
    page = asked(api, "artifacts", artifacts={"type": {"any_": ["table"]}})[0]
    rows = json.loads(page["data"]) if isinstance(page["data"], str) else page["data"]
    assert [row["became"] for row in rows] == [result.verdict.place for result in results]
    assert "<b>" not in json.dumps(rows)  # names of files are escaped like all that came from outside
    single = walked(settings, api, unit_of(tmp_path, "20260101T000000-abd-2", batch=False))
    assert [(result.verdict.place, result.verdict.category) for result in single] == \
        [(result.verdict.place, result.verdict.category) for result in results]
    assert {run["name"] for run in asked(api, "flow_runs")} >= {"posting.md", "broken.pdf"}
