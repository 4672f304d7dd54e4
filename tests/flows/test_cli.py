"""The command line: quick to answer, honest in its exit status, whole in what it prints."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import cli
from flows.cli import ERROR, FAILED, OK, REVIEW, VERBS, main
from flows.store import Store

HELP_SECONDS = 0.5


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    script = ("import sys, time; t = time.perf_counter()\nfrom flows.cli import main\ntry: main(['--help'])\n"
              "except SystemExit: pass\nheavy = {'prefect', 'sqlalchemy', 'torch', 'numpy', 'rich', 'pymupdf'}\n"
              "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n")
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, timeout=60)
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < HELP_SECONDS


@pytest.mark.parametrize("verb", [verb for verb in VERBS if cli._is_there(verb)])
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    assert "--home" in capsys.readouterr().out


def test_every_command_module_is_listed() -> None:
    folder = Path(cli.__file__).parent / "commands"
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} <= set(VERBS)


def test_extract_prints_the_words(posting_file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(posting_file("zh"))]) == OK
    assert "负责大模型的训练与评测" in capsys.readouterr().out
    assert main(["extract", str(posting_file("en")), "--format", "json"]) == OK
    assert json.loads(capsys.readouterr().out)["language"] == "en"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_analyze_prints_reports_and_postings(posting_file: Callable[..., Path], language: str,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    path = str(posting_file(language))
    assert main(["analyze", path]) == OK
    assert capsys.readouterr().out.startswith("# ")
    assert main(["analyze", path, "--format", "html"]) == OK
    assert "<html" in capsys.readouterr().out
    assert main(["analyze", path, "--format", "json"]) == OK
    found = json.loads(capsys.readouterr().out)
    assert found[0]["posting"]["language"] == language
    assert found[0]["jobposting"]["@type"] == "JobPosting"


@pytest.mark.parametrize(("kind", "status"), [("empty.pdf", FAILED), ("encrypted.pdf", FAILED), ("silent.wav", REVIEW)])
def test_exit_status_tells_of_trouble(trouble: Callable[[str], Path], kind: str, status: int,
                                      capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(trouble(kind))]) == status
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith("rolescan: ")


def test_show_and_list_after_ingest(store: Store, tmp_path: Path, posting_file: Callable[..., Path],
                                    capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(tmp_path / "home")]
    assert main(["ingest", *home, "--no-prefect", str(posting_file("zh"))]) in (OK, REVIEW)
    assert "zh.txt" in capsys.readouterr().out
    (_, key), = store.find("zh.txt")
    for form, words in (("summary", "算法工程师"), ("text", "岗位职责"), ("markdown", "岗位职责"), ("html", "<html"),
                        ("jsonld", "["), ("json", "walk"), ("original", "青禾")):
        assert main(["show", *home, key[:8], "--as", form]) == OK
        assert words in capsys.readouterr().out, form
    assert main(["list", *home, "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["outcome"]["source"] == key
    assert main(["show", *home, "nothing-like-it"]) == ERROR


def test_review_lists_explains_and_settles(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(tmp_path / "home")]
    path = tmp_path / "list.txt"
    path.write_text("buy milk and eggs, fetch the parcel\n")
    assert main(["ingest", *home, "--no-prefect", str(path)]) == REVIEW
    (_, key), = store.find("list.txt")
    assert main(["review", *home]) == OK
    assert "list.txt" in capsys.readouterr().out
    assert main(["review", *home, "show", key[:8]]) == OK
    assert "the case" in capsys.readouterr().out
    assert main(["review", *home, "accept", "list.txt", "--who", "li"]) == OK
    assert "accepted by li" in capsys.readouterr().out
    assert main(["review", *home, "accept", "list.txt"]) == ERROR


def test_doctor_names_what_is_there_and_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--home", str(tmp_path), "--quick", "--json"])
    findings = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert findings["paddleocr"]["state"] == "ok"
    assert findings["whisper-base"]["licence"] == "MIT"
    assert findings["database"]["state"] == "ok"
    assert all(finding["fix"] for finding in findings.values() if finding["state"] != "ok")


def test_a_model_that_is_not_there_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("text")
    assert main(["ingest", "--home", str(tmp_path), str(tmp_path / "a.txt"), "--whisper", "nope.pt"]) == ERROR
    assert capsys.readouterr().err.startswith("rolescan: [missing_weights] asr: There is no Whisper model called")
    assert main(["extract", "--home", str(tmp_path), str(tmp_path / "a.txt"), "--whisper", "enormous"]) == ERROR
    monkeypatch.setenv("ROLESCAN_WHISPER", "nope.pt")
    main(["doctor", "--home", str(tmp_path), "--quick", "--json"])
    findings = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert findings["recordings"]["state"] == "missing" and "nope.pt" in findings["recordings"]["detail"]
    assert main(["extract", "--home", str(tmp_path), str(tmp_path / "a.txt")]) == OK, "other files need no model"


def test_a_wrong_database_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.store.PATIENCE", 0.1)
    monkeypatch.setenv("ROLESCAN_DATABASE", f"sqlite:///{tmp_path}/no/folder/x.db")
    assert main(["list", "--home", str(tmp_path)]) == ERROR
    assert capsys.readouterr().err.startswith("rolescan: [storage]")
