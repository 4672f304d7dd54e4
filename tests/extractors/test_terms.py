"""The lexicon is general: hundreds of terms in the order that postings give them, not a call's own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.speech.terms.biasing import Plain, likely_terms, sounding_terms, topics_of
from extractors.speech.words.timed_text import spread
from extractors.terms import PLACES, RECRUITING, WORDS, lexicon, own_terms

LONGEST_WORD = 8  # characters of an everyday word: longer ones are somebody's sentences


@pytest.mark.parametrize("call", ["zh_llm_call", "en_mle_call"])
def test_the_sample_calls_terms_are_few_of_many(call: str) -> None:
    """A list written for these calls would show: most of it would be said in them, and they would come first."""
    told = json.loads((Path(__file__).parent / "calls" / f"{call}.json").read_text(encoding="utf-8"))["segments"]
    text = " ".join(one["text"] for one in told).casefold()
    terms = [term for term in lexicon() if not term.everyday]
    assert len(terms) > 400 and sum(term.text.casefold() in text for term in terms) < 0.08 * len(terms)


def test_counts_decide_the_order() -> None:
    for topic in {term.topic for term in lexicon()} - {RECRUITING, PLACES}:
        held = [term.held for term in lexicon() if term.topic == topic]
        assert held == sorted(held, reverse=True)


def test_everyday_words_are_words() -> None:
    words = [term for term in lexicon() if term.everyday and term.chinese]
    assert len(words) > 300 and max(len(term.text) for term in words) <= LONGEST_WORD
    assert {term.topic for term in words} == {WORDS, RECRUITING, PLACES}


@pytest.mark.parametrize(("language", "text"), [
    ("zh", "我们公司的业务能力需要提升，大家对工作的要求可以互相沟通，团队合作良好。"),
    ("en", "The company holds its meeting on Monday and everybody can bring a question about the work."),
])
def test_everyday_talk_is_not_of_the_field(language: str, text: str) -> None:
    assert topics_of([Plain(language=language, letters=spread(text, 0.0, 9.0, 0.9))]) == {}


@pytest.mark.parametrize(("language", "text", "wanted"), [
    ("zh", "我们用机器学习和数据库，部署在扣博奈踢斯上，训练模型用拍托奇。", "Kubernetes"),
    ("en", "We train machine learning models on a database and run it all on coober netties with docker.", "Kubernetes"),
])
def test_what_is_often_named_comes_before_what_is_not(language: str, text: str, wanted: str) -> None:
    plain = [Plain(language=language, letters=spread(text, 0.0, 9.0, 0.3))]
    topics = topics_of(plain)
    heard = [term.text for term in sounding_terms(plain, topics)]
    assert wanted in heard[:12]
    shown, likely = likely_terms(plain, topics, ())
    assert wanted in [term.text for term in likely] and set(shown) <= set(likely)


def test_a_caller_s_terms_may_say_how_they_sound() -> None:
    first, second = own_terms(["Xylo | zai lo", "  ", "北屿软件"])
    assert first.readings == ("zai lo",) and second.readings == ("北屿软件",)
