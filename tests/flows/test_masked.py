"""People are masked wherever a posting is shown, and kept in the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from analyzers.posting import Posting
from flows import store_schema as schema
from flows.cli import ERROR, OK, main
from flows.outcome import Outcome
from flows.settings import load
from flows.store import Store, open_store
from flows.walk import Wish, process, take

WORDS = {
    "zh": "\n联系方式\n联系人：李雷，电话 13800138000，微信：lilei_hr，邮箱 lilei@example.com\n",
    "en": "\nHow to Apply\nContact: Mary Field, (415) 555-0132, mary.field@example.com\n",
}
SECRETS = {"zh": ("李雷", "13800138000", "lilei_hr", "lilei@example.com"),
           "en": ("Mary Field", "555-0132", "mary.field@example.com")}
EMPLOYERS = {"zh": "青禾数据科技有限公司", "en": "Northlake Analytics"}
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def _walked(store: Store, path: Path, language: str) -> Outcome:
    with path.open("a", encoding="utf-8") as file:
        file.write(WORDS[language])
    return process(store, take(store, path), Wish())


def _clean(shown: str, language: str) -> bool:
    return not any(secret in shown for secret in SECRETS[language])


@LANGUAGES
@pytest.mark.parametrize("form", ["jsonl", "csv", "jsonld"])
def test_exports(store: Store, posting_file: Callable[..., Path], language: str, form: str,
                 capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _walked(store, posting_file(language), language)
    assert main(["export", "--format", form, "--redact"]) == OK
    shown = capfdbinary.readouterr().out.decode()
    assert _clean(shown, language) and EMPLOYERS[language] in shown
    assert main(["export", "--format", form]) == OK
    assert not _clean(capfdbinary.readouterr().out.decode(), language)


@LANGUAGES
@pytest.mark.parametrize("form", ["summary", "text", "markdown", "json", "jsonld", "html"])
def test_show(store: Store, posting_file: Callable[..., Path], language: str, form: str,
              capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = posting_file(language)
    _walked(store, path, language)
    assert main(["show", path.name, "--as", form, "--redact"]) == OK
    assert _clean(capfdbinary.readouterr().out.decode(), language)


def test_original_bytes_are_not_shown_as_masked(store: Store, posting_file: Callable[..., Path],
                                                capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    _walked(store, posting_file("zh"), "zh")
    assert main(["show", "zh.txt", "--as", "original", "--redact"]) == ERROR
    assert capfdbinary.readouterr().out == b""


@LANGUAGES
@pytest.mark.parametrize("words", [["extract"], ["extract", "--format", "json"], ["analyze"],
                                   ["analyze", "--format", "json"], ["analyze", "--format", "html"]])
def test_verbs_without_a_store(posting_file: Callable[..., Path], language: str, words: list[str],
                               capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = posting_file(language)
    with path.open("a", encoding="utf-8") as file:
        file.write(WORDS[language])
    verb, *rest = words
    assert main([verb, str(path), *rest, "--redact"]) == OK
    assert _clean(capsys.readouterr().out, language)
    monkeypatch.setenv("ROLESCAN_REDACT", "true")
    assert main([verb, str(path), *rest]) == OK
    assert _clean(capsys.readouterr().out, language)


@LANGUAGES
def test_the_setting_masks_pages_and_keeps_the_words(tmp_path: Path, posting_file: Callable[..., Path],
                                                     language: str) -> None:
    store = open_store(load({"ROLESCAN_HOME": str(tmp_path / "home"), "ROLESCAN_REDACT": "1"}))
    outcome = _walked(store, posting_file(language), language)
    row = store.row(schema.reports, outcome.reports[0])  # type: ignore[union-attr]
    for page in ("markdown", "html"):
        assert _clean(store.files.read(row[page]).decode(), language)
    posting = msgspec.json.decode(store.row(schema.postings, row["posting"])["body"], type=Posting)
    assert len(posting.contacts) == len(SECRETS[language])
    assert not _clean(store.document(posting.document).text, language)


def test_turning_the_setting_on_writes_the_pages_anew(tmp_path: Path, posting_file: Callable[..., Path]) -> None:
    home = {"ROLESCAN_HOME": str(tmp_path / "home")}
    path = posting_file("en")
    plain = _walked(open_store(load(home)), path, "en")
    store = open_store(load(home | {"ROLESCAN_REDACT": "1"}))
    masked = process(store, take(store, path), Wish())
    assert not masked.again and masked.reports != plain.reports  # type: ignore[union-attr]
    assert _clean(store.files.read(store.row(schema.reports, masked.reports[0])["html"]).decode(), "en")  # type: ignore[union-attr]
