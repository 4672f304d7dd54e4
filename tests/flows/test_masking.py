"""What is shown and exported can be masked; what the store holds never is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import openpyxl
import pytest

from flows import store_schema as schema
from flows import walk
from flows.cli import main
from flows.exporting import exported
from flows.masking import Shown
from flows.settings import environment_of, load
from flows.store import Store

PEOPLE = {
    "zh": ("联系方式\n联系人：李雷 13800138000\n邮箱 li.lei@example.com，微信 lilei_88\n",
           ("李雷", "13800138000", "li.lei@example.com", "lilei_88")),
    "en": ("How to apply\nContact: Jane Doe, (415) 555-0132, jane.doe@example.com\n",
           ("Jane Doe", "555-0132", "jane.doe@example.com")),
}


@pytest.fixture(params=["zh", "en"])
def case(request: pytest.FixtureRequest, store: Store,
         posting_file: Callable[..., Path]) -> tuple[Store, Path, tuple[str, ...]]:
    more, secrets = PEOPLE[request.param]
    path = posting_file(request.param)
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    walk.process(store, walk.take(store, path))
    return store, path, secrets


@pytest.mark.parametrize("form", ["jsonl", "jsonld", "csv", "xlsx", "parquet"])
def test_exports_are_masked_on_request(case: tuple[Store, Path, tuple[str, ...]], form: str) -> None:
    store, _, secrets = case
    content, count = exported(store, form, redact=True)
    plain, _ = exported(store, form)
    assert count == 1
    if form == "xlsx":
        content, plain = (str(list(openpyxl.load_workbook(io.BytesIO(book))["postings"].values)).encode()
                          for book in (content, plain))
    assert not [secret for secret in secrets if secret.encode() in content]
    assert [secret for secret in secrets if secret.encode() in plain]


def test_a_masked_row_names_the_posting_in_the_store(case: tuple[Store, Path, tuple[str, ...]]) -> None:
    store, _, _ = case
    row = json.loads(exported(store, "jsonl", redact=True)[0])
    assert store.find(row["extra"]["redacted.of"]) == [("posting", row["extra"]["redacted.of"])]
    assert "person" in row["extra"]["redacted.kinds"]


@pytest.mark.parametrize("form", ["summary", "text", "markdown", "json", "jsonld", "html"])
def test_show_masks_every_form(case: tuple[Store, Path, tuple[str, ...]], form: str,
                               capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _, path, secrets = case
    assert main(["show", path.name, "--as", form, "--redact"]) == 0
    shown = capsysbinary.readouterr().out
    assert shown and not [secret for secret in secrets if secret.encode() in shown]


def test_the_store_keeps_the_original(case: tuple[Store, Path, tuple[str, ...]],
                                      capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _, path, secrets = case
    main(["show", path.name, "--as", "text", "--redact"])
    capsysbinary.readouterr()
    assert main(["show", path.name, "--as", "original"]) == 0
    assert all(secret.encode() in capsysbinary.readouterr().out for secret in secrets[:1])
    assert main(["show", path.name, "--as", "original", "--redact"]) == 1


def test_the_setting_masks_and_the_flag_wins(case: tuple[Store, Path, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch,
                                             capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _, path, secrets = case
    monkeypatch.setenv("ROLESCAN_REDACT", "1")
    main(["show", path.name, "--as", "text"])
    assert secrets[0].encode() not in capsysbinary.readouterr().out
    main(["show", path.name, "--as", "text", "--no-redact"])
    assert secrets[0].encode() in capsysbinary.readouterr().out


def test_with_the_setting_reports_are_written_masked(case: tuple[Store, Path, tuple[str, ...]],
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    store, path, secrets = case
    monkeypatch.setenv("ROLESCAN_REDACT", "1")
    outcome = walk.process(store, walk.take(store, path))
    assert not outcome.again, "masked reports are other reports"
    for key in outcome.reports:  # type: ignore[union-attr]
        row = store.row(schema.reports, key)
        for file in (row["markdown"], row["html"]):
            content = store.files.read(file).decode()
            assert not [secret for secret in secrets if secret in content]


def test_analyze_and_extract_mask(case: tuple[Store, Path, tuple[str, ...]], capsys: pytest.CaptureFixture[str]) -> None:
    _, path, secrets = case
    for words in (["extract"], ["analyze"], ["analyze", "--format", "json"], ["analyze", "--format", "html"]):
        assert main([*words, str(path), "--redact"]) == 0
        shown = capsys.readouterr().out
        assert shown and not [secret for secret in secrets if secret in shown]


def test_quotes_stay_right(case: tuple[Store, Path, tuple[str, ...]]) -> None:
    store, _, _ = case
    for line in exported(store, "jsonl", redact=True)[0].splitlines():
        posting = json.loads(line)
        document = Shown(store, redact=True).document(posting["document"])
        for fact in [*posting["contacts"], posting["title"], posting["pay"]]:
            quotes = [document.block(one["block"]).text[one["start"]:one["end"]] for one in fact["evidence"]]
            assert fact["words"] == " ".join(quotes)


def test_a_child_process_masks_too(tmp_path: Path) -> None:
    settings = load({"ROLESCAN_HOME": str(tmp_path), "ROLESCAN_REDACT": "true"})
    assert settings.redact and load(environment_of(settings)) == settings
    assert load({"ROLESCAN_HOME": str(tmp_path)}, redact=None) == msgspec.structs.replace(settings, redact=False)


@pytest.mark.parametrize(("language", "name", "secrets"), [
    ("zh", "李雷_13800138000_后端.md", ("李雷", "13800138000")),
    ("en", "Backend Engineer - 415-555-0132.md", ("415-555-0132",)),
])  # fmt: skip
def test_a_file_named_after_a_person_is_shown_masked(language: str, name: str, secrets: tuple[str, ...], store: Store,
                                                     posting_file: Callable[..., Path], tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch,
                                                     capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(posting_file(language).read_bytes())
    outcome = walk.process(store, walk.take(store, path))
    assert main(["show", outcome.source, "--redact"]) == 0
    shown = capsysbinary.readouterr().out
    assert not [secret for secret in secrets if secret.encode() in shown]
    monkeypatch.setenv("ROLESCAN_REDACT", "1")
    masked = walk.process(store, walk.take(store, path))
    for key in masked.reports:  # type: ignore[union-attr]
        assert not [secret for secret in secrets if secret in store.row(schema.reports, key)["html"]]


def test_a_line_of_json_ld_may_stand_in_a_page_s_script(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "posting.txt"
    path.write_text("职位名称：数据</script><script>alert(1)</script>工程师\n薪资：25-40K\n岗位职责：\n1、开发\n2、测试\n", encoding="utf-8")
    walk.process(store, walk.take(store, path))
    content, _ = exported(store, "jsonld")
    assert b"<" not in content and "</script>" in json.dumps(json.loads(content), ensure_ascii=False)
