"""Cases that need a person are told about, without a word of the posting; others are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.outcome import Done, Failed, Review
from flows.prefect_ui import notify
from flows.prefect_ui.deploy import webhooks
from flows.settings import load

SETTING = "https://hooks.example/x slack://a/b/c"
REVIEW = Review(source="a" * 64, name="招聘.pdf", reasons=("薪资 ¥secret",))
FAILED = Failed(source="a" * 64, name="job.pdf", category="corrupt", stage="sniff", message="secret", hint="Copy it again.")


def test_webhooks_are_for_prefect_and_the_rest_for_apprise() -> None:
    assert webhooks(SETTING) == ["https://hooks.example/x"]
    assert notify.targets(SETTING) == ["slack://a/b/c"]


@pytest.mark.parametrize("outcome", [REVIEW, FAILED])
def test_a_message_names_the_case_and_holds_no_words_of_it(outcome: Failed | Review) -> None:
    title, body = notify.message(outcome)
    assert outcome.name in title and outcome.category in body
    assert "secret" not in title + body


def test_only_cases_that_need_a_person_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(notify, "_send", lambda addresses, title, body: sent.append(title) or True)
    settings = load({"ROLESCAN_HOME": str(tmp_path)}, notify=SETTING)
    for outcome in (REVIEW, FAILED, Done(source="a", name="b", document="d", postings=(), reports=())):
        assert notify.tell(settings, outcome)
    assert len(sent) == 2


def test_a_target_that_nobody_knows_is_a_failure_and_no_error(tmp_path: Path) -> None:
    assert not notify.tell(load({"ROLESCAN_HOME": str(tmp_path)}, notify="nonsense://x"), FAILED)
