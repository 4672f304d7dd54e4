"""Sound-alikes put right: only doubtful speech, never one common word for another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.speech.terms.repair import REASON, repaired
from extractors.speech.words.hearing import Reading
from extractors.terms import Term, lexicon
from tests.extractors.test_spotting import wording


class Agreeable:
    """A recogniser that finds a text with one of these words as likely as what it read, any other far less likely."""

    def __init__(self, read: str, *words: str) -> None:
        self.read, self.words = read, words

    def score(self, places: Sequence[int], texts: Sequence[str], language: str, *, prompt: str = "") -> list[Reading]:
        return [Reading(text=text, tokens=10, logprob=-10.0 if text == self.read or any(
            word in text for word in self.words) else -40.0) for text in texts]


def _term(text: str) -> Term:
    return next(term for term in lexicon() if term.text == text)


@pytest.mark.parametrize(("language", "text", "doubted", "names", "expected"), [
    ("zh", "金通英语和算法", "金通", False, "精通英语和算法"),
    ("zh", "熟悉决立和算法", "决立", False, "熟悉学历和算法"),  # 决 may be 学
    ("zh", "还有点索增强生成", "点索增强", False, "还有检索增强生成"),  # though 有点 is a word
    ("zh", "部署在酷伯内提上面", "酷伯内提", True, "部署在Kubernetes上面"),
    ("en", "we run cooper netties here", "cooper netties", True, "we run Kubernetes here"),
])
def test_what_sounds_like_a_term_becomes_one(language: str, text: str, doubted: str, names: bool, expected: str) -> None:
    one = wording(text, doubted, language, terms=(_term("Kubernetes"),))
    (found,) = repaired(Agreeable(text, "精通", "学历", "检索增强生成", "Kubernetes"), [one], names=names)
    assert found.text.text == expected and {change.reason for change in found.changes} == {REASON}


@pytest.mark.parametrize(("language", "text", "doubted", "names"), [
    ("zh", "先试用一下再说", "试用", True),  # sounds like 使用, which postings say more often
    ("zh", "每周可以在家办公", "家办", True),  # not 加班: 办公 is a word
    ("zh", "消息队列用得多吗", "列用", True),  # not 利用: 队列 is a word
    ("zh", "我把连输发到邮箱", "连输", True),  # not 联系: 输 is not 系
    ("zh", "用数据库许术和报表", "许术", True),  # nor 技术: it was 取数
    ("zh", "部署在酷伯内提上面", "酷伯内提", False),  # names are told by ear where the recogniser can
    ("en", "we run cooper netties here", "cooper netties", False),
    ("en", "a full stack of plates", "full stack", True),
])
def test_common_words_and_names_told_by_ear_stay(language: str, text: str, doubted: str, names: bool) -> None:
    one = wording(text, doubted, language, terms=(_term("Kubernetes"),))
    assert repaired(Agreeable(text, "使用", "加班", "利用", "联系", "技术", "Kubernetes", "Full Stack"), [one], names=names) == [one]
