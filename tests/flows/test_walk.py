"""One file walks to exactly one outcome; nothing is done twice; what people decide is applied again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

import analyzers
from analyzers.posting import Fact, Posting
from extractors.errors import Crashed, EngineFailure, StorageFailure
from flows import review, walk
from flows import store_schema as schema
from flows.outcome import Done, Duplicate, Failed, Outcome, Review
from flows.store import Store
from flows.walk import Wish

PostingFile = Callable[..., Path]


def walked(store: Store, path: Path, wish: Wish = Wish()) -> Outcome:
    return walk.process(store, walk.take(store, path), wish)


def read_by_a_person(outcome: Outcome) -> Done | Review:
    assert isinstance(outcome, Done | Review), outcome
    return outcome


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_posting_becomes_document_posting_and_report(store: Store, posting_file: PostingFile, language: str) -> None:
    outcome = read_by_a_person(walked(store, posting_file(language)))
    document = store.document(outcome.document)
    row = store.row(schema.postings, outcome.postings[0])
    posting = msgspec.json.decode(row["body"], type=Posting)
    assert document.language == language
    assert isinstance(posting.title, Fact)
    assert all(document.quote(evidence) for evidence in posting.title.evidence)
    report = store.row(schema.reports, outcome.reports[0])
    assert report["language"] == language
    assert posting.title.value in store.files.read(report["html"]).decode()
    assert store.files.read(report["markdown"]).decode().startswith("# ")
    assert json.loads(row["jsonld"]) is not None
    assert [run.stage for run in outcome.stages] == ["read", "structure", "report"]


def test_a_report_in_the_other_language_on_request(store: Store, posting_file: PostingFile) -> None:
    outcome = read_by_a_person(walked(store, posting_file("zh"), Wish(language="en")))
    assert store.row(schema.reports, outcome.reports[0])["language"] == "en"


def test_running_again_does_nothing_and_says_so(store: Store, posting_file: PostingFile) -> None:
    first = walked(store, posting_file("en"))
    told: list[str] = []
    second = walk.process(store, walk.take(store, posting_file("en")), watch=told.append)
    assert second.again and told == []
    assert msgspec.structs.replace(second, again=False) == first
    assert len(store.select(sa.select(schema.outcomes))) == 1


def test_another_wish_redoes_only_the_stages_it_touches(store: Store, posting_file: PostingFile) -> None:
    walked(store, posting_file("en"))
    outcome = walked(store, posting_file("en"), Wish(language="zh"))
    assert [run.reused for run in outcome.stages] == [True, True, False]


def test_afresh_redoes_all_and_comes_to_the_same(store: Store, posting_file: PostingFile) -> None:
    first = read_by_a_person(walked(store, posting_file("en")))
    second = read_by_a_person(walked(store, posting_file("en"), Wish(afresh=True)))
    assert not any(run.reused for run in second.stages)
    assert (second.document, second.postings, second.reports) == (first.document, first.postings, first.reports)


def test_the_same_bytes_under_another_name_are_a_duplicate(store: Store, posting_file: PostingFile) -> None:
    first = walked(store, posting_file("en", name="a.txt"))
    second = walked(store, posting_file("en", name="b.txt"))
    assert isinstance(second, Duplicate)
    assert (second.of, second.first_name) == (first.key, "a.txt")
    assert walked(store, posting_file("en", name="b.txt")).again
    assert store.outcome(first.source) == first


@pytest.mark.parametrize(("kind", "category"), [
    ("empty.pdf", "empty"), ("truncated.pdf", "corrupt"), ("encrypted.pdf", "encrypted"),
    ("program.pdf", "unsupported"), ("textless.png", "no_text no_posting"), ("silent.wav", "no_text")])
def test_trouble_has_category_stage_and_hint(store: Store, tmp_path: Path, trouble: Callable[[str], Path], kind: str,
                                             category: str) -> None:
    path = trouble(kind)
    outcome = walked(store, path)
    assert isinstance(outcome, Failed | Review)
    assert outcome.category in category.split()  # a stray mark may be taken for a letter
    assert outcome.stage and outcome.hint
    told = outcome.message if isinstance(outcome, Failed) else " ".join(outcome.reasons)
    assert outcome.source not in told and str(tmp_path) not in told
    with store.original(store.source(outcome.source)) as original:
        assert original.read_bytes() == path.read_bytes()
    assert walked(store, path).again


@pytest.mark.parametrize("text", ["买牛奶和鸡蛋，再取快递。\n", "buy milk and eggs, fetch the parcel\n"])
def test_what_is_no_posting_waits_for_a_person(store: Store, tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    assert isinstance(walked(store, path), Review)


def test_an_engine_that_fails_is_tried_again_next_time(store: Store, posting_file: PostingFile,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise Crashed("The worker died.", stage="ocr")

    with monkeypatch.context() as patch:
        patch.setattr("extractors.extract", crash)
        outcome = walked(store, posting_file("en"))
    assert isinstance(outcome, Failed) and outcome.retryable and not outcome.final
    assert issubclass(Crashed, EngineFailure)
    assert not isinstance(walked(store, posting_file("en")), Failed)


def test_an_error_of_our_own_becomes_an_outcome(store: Store, posting_file: PostingFile,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(analyzers, "compose", bug)
    outcome = walked(store, posting_file("en"))
    assert isinstance(outcome, Failed) and outcome.category == "internal"


def test_a_file_that_is_gone_is_told_before_any_work(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StorageFailure):
        walk.take(store, tmp_path / "gone.txt")


def test_an_accepted_doubt_stays_accepted(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("buy milk and eggs, fetch the parcel\n")
    doubted = walked(store, path)
    accepted = review.accept(store, doubted.source, who="li")
    assert isinstance(accepted, Done) and accepted.accepted_by == "li"
    afresh = walked(store, path, Wish(afresh=True))
    assert isinstance(afresh, Done)
    with pytest.raises(ValueError, match="not in review"):
        review.accept(store, doubted.source, who="li")


@pytest.mark.parametrize(("language", "title"), [("zh", "首席工程师"), ("en", "Principal Engineer")])
def test_a_correction_holds_on_every_later_reading(store: Store, posting_file: PostingFile, language: str,
                                                   title: str) -> None:
    first = walked(store, posting_file(language))
    review.correct(store, first.source, field="title", value=title, who="wang")
    afresh = read_by_a_person(walked(store, posting_file(language), Wish(afresh=True)))
    row = store.row(schema.postings, afresh.postings[0])
    posting = msgspec.json.decode(row["body"], type=Posting)
    assert row["title"] == title
    assert posting.extra["corrected.title"].startswith("wang")


def test_a_correction_that_does_not_fit_is_refused(store: Store, posting_file: PostingFile) -> None:
    outcome = walked(store, posting_file("en"))
    for field, value, position in (("pay", "much", 0), ("colour", "red", 0), ("title", "x", 5)):
        with pytest.raises(ValueError):
            review.correct(store, outcome.source, field=field, value=value, who="li", position=position)
    assert store.corrections(outcome.source) == []


def test_reprocessing_keeps_the_wish(store: Store, posting_file: PostingFile) -> None:
    outcome = walked(store, posting_file("zh"), Wish(language="en"))
    again = read_by_a_person(review.again(store, outcome.source))
    assert store.row(schema.reports, again.reports[0])["language"] == "en"
