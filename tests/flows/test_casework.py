"""From a claim to its verdict with the real walk and store, without Prefect: duplicates, folders, retries, remote workers."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from extractors.document import Document, Source
from extractors.keys import sha256_of
from extractors.options import Options
from flows import store_schema as schema
from flows import walk
from flows.folder import cases, casework
from flows.folder.cases import keep, plain, verdict_of, wish_of
from flows.folder.casework import run_unit
from flows.folder.claim import Claim, new_claim
from flows.folder.units import Result, Task, Unit
from flows.outcome import Done, Duplicate, Failed, Review
from flows.store import the_store
from tests.analyzers.test_call import ZH as CALL
from tests.extractors.sounds import encode, tone

ZH = ("<html><body><h1>数据工程师</h1><p>上海青禾科技有限公司 {n}。薪资：20-30K·14薪。</p><h2>岗位职责</h2><ul><li>负责数据平台研发</li></ul>"
      "<h2>任职要求</h2><ul><li>3年以上Python经验</li></ul></body></html>")
EN = ("<html><body><h1>Data Engineer</h1><p>Acme Ltd {n} is hiring in Berlin.</p><h2>Responsibilities</h2><ul><li>Run data "
      "services</li></ul><h2>Requirements</h2><ul><li>3 years of Python</li></ul></body></html>")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ROLESCAN_DATABASE", "ROLESCAN_FILES", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ROLESCAN_HOME", str(tmp_path / "home"))
    the_store.cache_clear()
    return tmp_path


def task(folder: Path, name: str, text: str = "", **fields: object) -> Task:
    """A claim of a file with that text (of what lies there already when there is none), handed over once."""
    path = folder / "processing" / name
    path.parent.mkdir(exist_ok=True)
    if text:
        path.write_text(text, encoding="utf-8")
    claim = msgspec.structs.replace(new_claim(name), **{"attempts": 1, **fields})
    return Task(claim=claim, path=str(path))


def place(result: Result) -> str:
    return result.verdict.place


def test_a_unit_comes_back_with_a_verdict_for_each_file(home: Path) -> None:
    unit = Unit(id="u", batch=True, tasks=(task(home, "职位.html", ZH), task(home, "posting.html", EN),
                                           task(home, "empty.html", " "), task(home, "broken.pdf", "%PDF-1.4 no more")))
    results = msgspec.json.decode(run_unit(msgspec.json.encode(unit)), type=list[Result])
    assert [result.claim_id for result in results] == [one.claim.id for one in unit.tasks]
    assert place(results[0]) in ("done", "review") and place(results[1]) in ("done", "review")
    assert place(results[2]) in ("failed", "review") and place(results[3]) in ("failed", "review")
    assert all(result.verdict.reason and result.verdict.hint for result in results[2:])


def test_the_same_bytes_again_are_a_duplicate_and_a_restart_is_not(home: Path) -> None:
    dropped = task(home, "a.html", EN)
    first = plain(dropped)
    assert place(first) in ("done", "review")
    assert place(plain(dropped)) == place(first)  # its worker died after the store had it, and Dask ran it again
    assert place(plain(task(home, "b.html", EN))) == "duplicates"
    again = plain(task(home, "a.html", EN, attempts=2))
    assert place(again) == "duplicates" and again.verdict.of == "a.html"
    assert place(plain(keep(dropped))) == place(first)


def test_what_a_person_tries_again_is_read_afresh(home: Path) -> None:
    first = plain(task(home, "a.html", EN))
    retried = task(home, "a.html", EN, forced=True)
    assert wish_of(retried.claim).afresh and place(plain(retried)) == place(first)


def test_a_folder_is_one_case_and_what_needs_a_person_decides(home: Path) -> None:
    folder = home / "processing" / "五张"
    folder.mkdir(parents=True)
    (folder / "1.html").write_text(ZH)
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "2.pdf").write_text("%PDF-1.4 no more")
    result = plain(task(home, "五张"))
    assert place(result) == "failed" and result.verdict.reason.startswith("2.pdf: ")


def test_a_link_is_not_followed_even_when_a_person_tries_it_again(home: Path) -> None:
    (home / "secret.html").write_text(EN)
    (home / "processing" / "case").mkdir(parents=True)
    for link in (home / "processing" / "link.html", home / "processing" / "case" / "a.html"):
        link.symlink_to(home / "secret.html")
    for name in ("link.html", "case"):
        result = plain(task(home, name, forced=True))
        assert place(result) == "failed" and result.verdict.category == "hostile"


def test_an_empty_folder_and_an_endless_one_are_told_apart(home: Path) -> None:
    (home / "processing" / "none").mkdir(parents=True)
    assert plain(task(home, "none")).verdict.category == "empty"
    many = home / "processing" / "many"
    many.mkdir()
    for number in range(cases.MAX_FILES + 1):
        (many / f"{number}.txt").touch()
    assert "501 files" in plain(task(home, "many")).verdict.reason


def test_a_file_that_is_gone_waits_like_any_trouble_with_the_disk(home: Path) -> None:
    result = plain(task(home, "gone.html"))
    assert result.waits and result.again_in > 0


def test_bytes_go_through_the_store_to_workers_without_the_folder(home: Path) -> None:
    sent = keep(task(home, "职位.html", ZH))
    Path(sent.path).unlink()
    assert place(plain(sent)) in ("done", "review") and len(sent.kept) == 1


def test_languages_of_folders_are_languages_of_reports() -> None:
    claim = new_claim("a.html", tags=("source=lagou", "language=zh"))
    assert wish_of(claim).language == "zh" and not wish_of(claim).afresh


@pytest.mark.parametrize(("outcome", "where"), [
    (Done(source="s", name="a", document="d", postings=(), reports=()), "done"),
    (Review(source="s", name="a", reasons=("pay is doubted",)), "review"),
    (Duplicate(source="s", name="a", of="k", first_name="b"), "duplicates"),
    (Failed(source="s", name="a", category="corrupt", stage="pdf", message="m", hint="h"), "failed")])
def test_each_outcome_has_its_place(outcome: Done | Review | Duplicate | Failed, where: str) -> None:
    claim: Claim = new_claim("a")
    assert verdict_of(outcome, claim).place == where


def test_a_dead_prefect_server_is_asked_once_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setattr(casework, "_asked", (-100.0, True))
    assert not casework.prefect_answers()
    monkeypatch.setattr(casework.urllib.request, "urlopen", lambda *_, **__: pytest.fail("asked again"))
    assert not casework.prefect_answers()


def test_a_call_and_its_notes_in_one_folder_tell_of_each_other(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / "processing" / "一案"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text(
        "大模型算法工程师\n公司：星云科技\n薪资：3万-5万·16薪\n工作地点：北京\n岗位职责：\n1. 负责大模型微调\n2. 搭建检索系统\n", encoding="utf-8")
    encode(folder / "call.wav", tone(1.0), codec="pcm_s16le")
    real = walk.extractors.extract

    def heard(source: Source, options: Options) -> Document:
        """What a recogniser would give for the call; everything else is read as it is."""
        if not source.media_type.startswith("audio/"):
            return real(source, options)
        return msgspec.structs.replace(CALL, source=source.key)

    monkeypatch.setattr(walk.extractors, "extract", heard)
    case = task(home, "一案")
    assert place(plain(case)) in ("done", "review")
    store = the_store()
    for name, other, words in (("call.wav", "notes.txt", "3万-5万"), ("notes.txt", "call.wav", "四万到六万")):
        outcome = store.outcome(sha256_of(folder / name))
        assert isinstance(outcome, Done | Review)
        row = store.row(schema.reports, outcome.reports[0])
        shown = store.files.read(row["markdown"]).decode()
        assert "说法不一" in shown and other in shown and words in shown
    again = msgspec.structs.replace(case, claim=msgspec.structs.replace(case.claim, attempts=2))
    assert place(plain(again)) in ("done", "review")
