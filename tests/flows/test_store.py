"""The store keeps bytes and rows whole, once, on every database and file system that its URLs name."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from extractors.document import Action, Anchor, Block, Document, Kind, Note, Origin
from extractors.errors import StorageFailure
from flows import store as store_module
from flows import store_schema as schema
from flows.files import Files
from flows.outcome import Done, Duplicate, Failed
from flows.settings import load
from flows.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(load({"ROLESCAN_HOME": str(tmp_path / "home")}))


def file_of(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def document_of(sha256: str, text: str = "职责") -> Document:
    block = Block(id="b1", kind=Kind.TEXT, text=text, place=Anchor(path="line 1"), origin=Origin.MARKUP, confidence=1.0)
    note = Note(action=Action.DROPPED, stage="text", place=Anchor(path="line 2"), reason="a NUL", before="a\x00b",
                characters=3)
    return Document(source=sha256[:32], media_type="text/plain", blocks=(block,), notes=(note,), read=5)


def stage_of(sha256: str, key: str) -> dict[str, object]:
    return {"key": key, "source": sha256, "stage": "read", "version": "1", "keys": "[]", "seconds": 0.5}


def test_received_bytes_are_kept_under_their_hash(store: Store, tmp_path: Path) -> None:
    content = "招聘 engineer".encode() * 1000
    source = store.receive(file_of(tmp_path, "a.txt", content))
    assert source.sha256 == hashlib.sha256(content).hexdigest()
    assert source.size == len(content)
    assert Path(source.path).read_bytes() == content
    with store.original(source) as path:
        assert path.read_bytes() == content


def test_the_same_bytes_are_kept_once_and_every_arrival_is_noted(store: Store, tmp_path: Path) -> None:
    first = store.receive(file_of(tmp_path, "a.txt", b"x"))
    second = store.receive(file_of(tmp_path, "b.txt", b"x"))
    assert second.sha256 == first.sha256
    assert second.name == "a.txt"
    arrivals = store.select(sa.select(schema.arrivals.c.name).order_by(schema.arrivals.c.id))
    assert [row["name"] for row in arrivals] == ["a.txt", "b.txt"]
    originals = [path for path in (tmp_path / "home" / "files" / "originals").rglob("*") if path.is_file()]
    assert len(originals) == 1


def test_nothing_is_left_aside(store: Store, tmp_path: Path) -> None:
    for _ in range(2):
        store.receive(file_of(tmp_path, "a.txt", b"x"))
    assert not list((tmp_path / "home" / "files" / "aside").iterdir())


def test_a_file_that_is_gone_is_a_storage_failure(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StorageFailure):
        store.receive(tmp_path / "gone.txt")


def test_a_document_comes_back_equal(store: Store, tmp_path: Path) -> None:
    source = store.receive(file_of(tmp_path, "a.txt", b"x"))
    document = document_of(source.sha256)
    store.save_document(document, stage_of(source.sha256, "k" * 32))
    assert store.document(document.key) == document
    result = store.result("k" * 32)
    assert result is not None and result.seconds == 0.5


def test_saving_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    source = store.receive(file_of(tmp_path, "a.txt", b"x"))
    for _ in range(2):
        store.save_document(document_of(source.sha256), stage_of(source.sha256, "k" * 32))
    assert len(store.select(sa.select(schema.notes))) == 1
    assert len(store.select(sa.select(schema.documents))) == 1


def test_a_step_that_fails_half_way_leaves_no_row(store: Store, tmp_path: Path) -> None:
    source = store.receive(file_of(tmp_path, "a.txt", b"x"))
    bad_stage = stage_of(source.sha256, "k" * 32) | {"seconds": None}
    with pytest.raises(StorageFailure):
        store.save_document(document_of(source.sha256), bad_stage)
    assert store.select(sa.select(schema.documents)) == []


def test_the_latest_outcome_is_in_force(store: Store) -> None:
    failed = Failed(source="a" * 64, name="a.pdf", category="timeout", stage="ocr", message="m", hint="h")
    done = Done(source="a" * 64, name="a.pdf", document="d", postings=(), reports=("r",))
    store.record(failed)
    between = store.moment()
    store.record(done)
    assert store.outcome("a" * 64) == done
    assert store.outcome("a" * 64, name="a.pdf", after=between) == done
    assert store.outcome("a" * 64, name="a.pdf", after=store.moment()) is None
    assert store.counts() == {"done": 1}


def test_a_duplicate_tells_of_its_own_name_only(store: Store) -> None:
    done = Done(source="a" * 64, name="a.pdf", document="d", postings=(), reports=())
    store.record(done)
    store.record(Duplicate(source="a" * 64, name="b.pdf", of="a" * 32))
    assert store.outcome("a" * 64) == done
    assert isinstance(store.outcome("a" * 64, name="b.pdf"), Duplicate)
    assert store.counts() == {"done": 1, "duplicate": 1}
    assert len(store.outcomes(became="duplicate")) == 1


def test_find_takes_prefixes_and_whole_names_and_no_wildcards(store: Store, tmp_path: Path) -> None:
    source = store.receive(file_of(tmp_path, "a_1.txt", b"x"))
    store.receive(file_of(tmp_path, "ab1.txt", b"y"))
    assert store.find(source.sha256[:6]) == [("source", source.sha256)]
    assert store.find("a_1.txt") == [("source", source.sha256)]
    assert store.find("%") == []


def test_writers_in_threads_all_get_through(store: Store) -> None:
    def write(number: int) -> None:
        for turn in range(10):
            store.record(Failed(source=f"{number:064d}", name=f"{turn}", category="c", stage="s", message="", hint=""))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.counts() == {"failed": 80}


def test_a_lock_that_passes_is_waited_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    blocker = store.engine.raw_connection()
    blocker.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, blocker.rollback).start()
    store.record(Failed(source="a" * 64, name="a", category="c", stage="s", message="", hint=""))
    assert store.counts() == {"failed": 1}


def test_a_database_that_stays_away_is_retryable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "PATIENCE", 0.1)
    with pytest.raises(StorageFailure) as caught:
        Store(f"sqlite:///{tmp_path}/no/such/folder/a.db", Files(tmp_path.as_uri()))
    assert caught.value.retryable


def test_originals_on_an_object_store(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/a.db", Files("memory://rolescan-test"))
    source = store.receive(file_of(tmp_path, "a.txt", b"bytes"))
    assert source.path == ""
    with store.original(source) as path:
        assert path.read_bytes() == b"bytes"
    assert not path.exists()
    document = document_of(source.sha256)
    store.save_document(document, stage_of(source.sha256, "k" * 32))
    assert store.document(document.key) == document


def test_corrections_and_acceptances_keep_who_and_order(store: Store) -> None:
    store.correct("a" * 64, position=0, field="title", value="一", who="li")
    store.correct("a" * 64, position=0, field="title", value="二", who="wang")
    assert [(row["value"], row["who"]) for row in store.corrections("a" * 64)] == [("一", "li"), ("二", "wang")]
    store.accept("a" * 64, reasons=("hard to read",), who="li")
    assert store.acceptances("a" * 64) == {"hard to read": "li"}


def test_outcomes_survive_a_round_trip_as_json(store: Store) -> None:
    outcome = Failed(source="a" * 64, name="坏.pdf", category="corrupt", stage="sniff", message="断了", hint="h", page=3)
    store.record(outcome)
    assert msgspec.json.decode(msgspec.json.encode(store.outcome("a" * 64)), type=Failed) == outcome
