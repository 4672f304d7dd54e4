"""A posting that came before in another file is linked to it; another role of the same employer is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows import walk
from flows.cli import main
from flows.links import told, told_later
from flows.outcome import Done, Review
from flows.store import Store


def posting_of(store: Store, path: Path) -> str:
    outcome = walk.process(store, walk.take(store, path))
    assert isinstance(outcome, Done | Review), outcome
    return outcome.postings[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_text_in_another_file_is_linked(store: Store, posting_file: Callable[..., Path], tmp_path: Path,
                                                 language: str) -> None:
    first = posting_of(store, posting_file(language))
    other = tmp_path / "saved.md"
    other.write_text(posting_file(language).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert told(store, first) == []
    links = told(store, posting_of(store, other))
    assert len(links) == 1 and f"{language}.txt" in links[0]


def test_different_postings_are_not_linked(store: Store, posting_file: Callable[..., Path]) -> None:
    posting_of(store, posting_file("en"))
    assert told(store, posting_of(store, posting_file("zh"))) == []


CHANGES = {
    "zh": {"a repost of": ("发布时间：2024-05-06", "发布时间：2024-07-01"), "an update of": ("20-35K·15薪", "25-40K·15薪"),
           "nearly the same text as": ("2. 负责知识库问答系统的开发\n", "")},
    "en": {"a repost of": ("Posted on May 6, 2024", "Posted on July 1, 2024"), "an update of": ("$150,000", "$165,000"),
           "nearly the same text as": ("- Kafka and PostgreSQL\n", "- Kafka, Redis and PostgreSQL\n")},
}
LONGER = {"zh": "3. 设计评测集并跟踪线上效果，与产品团队一起改进检索与生成的质量，沉淀可复用的数据处理流程\n发布时间：2024-05-06\n",
          "en": "- Take part in on-call duty and improve the deployment of services across regions and teams\nPosted on May 6, 2024\n"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("relation", ["a repost of", "an update of", "nearly the same text as"])
def test_each_relation_is_told_in_list_and_show(store: Store, posting_file: Callable[..., Path], language: str,
                                                relation: str, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = CHANGES[language][relation]
    path = posting_file(language, name="first.txt")
    text = path.read_text(encoding="utf-8") + LONGER[language]
    path.write_text(text, encoding="utf-8")
    assert old in text
    first = posting_of(store, path)
    again = path.with_name("again.txt")
    again.write_text(text.replace(old, new), encoding="utf-8")
    later = posting_of(store, again)
    assert [link.split(" in ")[0].startswith(relation) for link in told(store, later)] == [True]
    assert len(told_later(store, first)) == 1 and "again.txt" in told_later(store, first)[0]
    assert main(["show", "again.txt"]) == 0 and relation in capsys.readouterr().out
    assert main(["list"]) == 0 and "seen before" in capsys.readouterr().out
