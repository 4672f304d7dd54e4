"""Bulk: every input a row, resumable by parts, the same on local processes and on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.options import Options, Script, SpeechOptions
from flows import bulk

parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def inputs(posting_file: Callable[..., Path], trouble: Callable[[str], Path], tmp_path: Path) -> list[str]:
    for name in ("a1.txt", "a2.txt", "b.txt"):
        posting_file("zh" if name < "b" else "en", name=name)
    trouble("truncated.pdf")
    (tmp_path / "home").mkdir(exist_ok=True)
    return bulk.listed([str(tmp_path / "*.txt"), str(tmp_path / "*.pdf")])


def rows(out: Path, table: str) -> list[dict[str, object]]:
    return [row for part in sorted((out / table).glob("*.parquet")) for row in parquet.read_table(part).to_pylist()]


def test_every_input_is_a_row_and_a_second_run_does_nothing(inputs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    parts = bulk.run(inputs, str(out), options=Options(), jobs=1, part=2)
    files = rows(out, "files")
    assert [row["path"] for row in files] == inputs
    assert files[-1]["category"] == "corrupt"
    assert {row["language"] for row in rows(out, "postings")} == {"zh", "en"}
    assert not any(part.before for part in parts)
    assert all(part.before for part in bulk.run(inputs, str(out), options=Options(), jobs=1, part=2))


def test_a_part_that_is_missing_is_done_again_and_nothing_else(inputs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    bulk.run(inputs, str(out), options=Options(), jobs=1, part=2)
    (out / "files" / "part-00001.parquet").unlink()
    assert [part.before for part in bulk.run(inputs, str(out), options=Options(), jobs=1, part=2)] == [True, False]


def test_another_wish_into_the_same_folder_is_refused(inputs: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    bulk.run(inputs[:1], str(out), options=Options(), jobs=1)
    with pytest.raises(ValueError, match="other inputs"):
        bulk.run(inputs[:1], str(out), options=Options(speech=SpeechOptions(script=Script.TRADITIONAL)), jobs=1)


def test_on_a_dask_cluster(inputs: list[str], tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        bulk.run(inputs, str(tmp_path / "out"), options=Options(), jobs=1, dask=cluster.scheduler_address, part=2)
    assert len(rows(tmp_path / "out", "files")) == len(inputs)


def test_urls_with_globs_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    assert bulk.listed([f"{tmp_path.as_uri()}/*.pdf"]) == [f"file://{tmp_path}/a.pdf"]
