"""A call and its notes as one case in the store: conflicts stand in the reports of both, people masked or not."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from analyzers.structure import postings
from extractors.document import Document, Source
from flows import store_schema as schema
from flows.masking import Shown
from flows.outcome import Done
from flows.products import posting_rows, report_rows
from flows.store import Store
from flows.together import together
from flows.walk import Wish
from tests.analyzers.test_beside import EN_NOTES, ZH_NOTES
from tests.analyzers.test_call import EN, ZH

PERSON = {"zh": "li.lei@example.com", "en": "jane.doe@example.com"}


def walked(store: Store, folder: Path, name: str, read: Document) -> tuple[Source, Done]:
    """A file that was read as `read`, with its postings and its own reports, as the walk leaves it."""
    path = folder / name
    path.write_text(read.text, encoding="utf-8")
    source = store.receive(path, name=name)
    stage = {"key": f"{name} read", "source": source.sha256, "stage": "read", "version": "1", "seconds": 0.0, "keys": "[]"}
    store.save_document(read, stage)
    found = postings(read)
    store.save_postings(posting_rows(found, source.sha256), stage | {"key": f"{name} found"})
    keys = tuple(posting.key for posting in found)
    rows = report_rows(Shown(store, redact=False), source, read.key, keys, "")
    store.save_reports(rows, stage | {"key": f"{name} told"})
    outcome = Done(source=source.sha256, name=name, document=read.key, postings=keys,
                   reports=tuple(row["key"] for row in rows))
    store.record(outcome)
    return source, outcome


def with_contact(notes: Document, language: str) -> Document:
    last = notes.blocks[-1]
    added = msgspec.structs.replace(last, id="contact", text=("邮箱：" if language == "zh" else "Mail: ") + PERSON[language])
    return msgspec.structs.replace(notes, blocks=(*notes.blocks, added))


@pytest.mark.parametrize(("language", "call", "notes", "heading", "words"), [
    ("zh", ZH, ZH_NOTES, "说法不一", ("3万-5万", "四万到六万")),
    ("en", EN, EN_NOTES, "In conflict", ("170,000", "180,000")),
])
@pytest.mark.parametrize("redact", [False, True])
def test_conflicts_stand_in_both_reports(store: Store, tmp_path: Path, language: str, call: Document, notes: Document,
                                         heading: str, words: tuple[str, str], redact: bool) -> None:
    files = [walked(store, tmp_path, "call.mp3", call),
             walked(store, tmp_path, "notes.md", with_contact(notes, language))]
    fuller = together(store, [source for source, _ in files], [outcome for _, outcome in files], Wish())
    view = Shown(store, redact=redact)
    for outcome, other in zip(fuller, ("notes.md", "call.mp3"), strict=True):
        assert isinstance(outcome, Done)
        for form in ("markdown", "html", "json"):
            told = view.report(store.row(schema.reports, outcome.reports[0]), form).decode().replace("\\", "")
            assert heading in told and other in told and all(word in told for word in words)
            assert not (redact and PERSON[language] in told)


def test_a_report_of_one_file_is_told_alone(store: Store, tmp_path: Path) -> None:
    _, outcome = walked(store, tmp_path, "notes.md", ZH_NOTES)
    assert store.beside(outcome.reports[0]) == ()
    told = Shown(store, redact=True).report(store.row(schema.reports, outcome.reports[0]), "markdown").decode()
    assert "说法不一" not in told
