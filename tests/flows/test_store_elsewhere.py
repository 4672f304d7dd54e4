"""The same store code on a real PostgreSQL and on a real S3 server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows import walk
from flows.files import Files
from flows.outcome import Done, Duplicate, Failed, Review
from flows.settings import load
from flows.store import Store, open_store


@pytest.fixture
def far_store(postgres: str, s3: str, tmp_path: Path) -> Iterator[Store]:
    store = open_store(load({"ROLESCAN_HOME": str(tmp_path / "home"), "ROLESCAN_DATABASE": postgres,
                             "ROLESCAN_FILES": s3}))
    yield store
    store.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_walk_on_postgresql_and_s3(far_store: Store, posting_file: Callable[..., Path], tmp_path: Path,
                                             language: str) -> None:
    outcome = walk.process(far_store, walk.take(far_store, posting_file(language)))
    assert isinstance(outcome, Done | Review), outcome
    assert outcome.reports
    assert walk.process(far_store, walk.take(far_store, posting_file(language))).again
    copy = posting_file(language, name=f"copy-{language}.txt")
    assert isinstance(walk.process(far_store, walk.take(far_store, copy)), Duplicate)
    with far_store.original(far_store.source(outcome.source)) as original:
        assert original.read_bytes() == copy.read_bytes()
    assert far_store.files.address("reports/x.html").startswith("s3://")
    assert not list((tmp_path / "home").rglob("originals"))


def test_many_writers_and_a_new_store_on_postgresql(postgres: str, tmp_path: Path) -> None:
    def write(number: int) -> None:
        store = Store(postgres, Files(tmp_path.as_uri()))
        for turn in range(20):
            store.record(Failed(source=f"{number:064d}", name=f"{turn}", category="c", stage="s", message="NUL \x00 坏",
                                hint=""))
        store.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = Store(postgres, Files(tmp_path.as_uri()))
    assert store.counts()["failed"] == 120
    kept = store.outcome(f"{3:064d}")
    assert isinstance(kept, Failed) and "坏" in kept.message
    store.close()
