"""What sounds alike is near, what does not is far, in Chinese, English and across."""

from __future__ import annotations

import pytest

from extractors.speech.terms.phonetics import phones
from extractors.speech.terms.soundalikes import SoundStream
from extractors.terms import lexicon, neighbours


@pytest.mark.parametrize(("heard", "meant"), [("期权", "七全"), ("岗位", "岗为"), ("检索增强生成", "减锁增强声称"),
                                              ("right", "write"), ("v l l m", "VLLM")])
def test_equal_sounds(heard: str, meant: str) -> None:
    assert phones(heard) == phones(meant)


def _nearest(text: str, most: float = 0.4) -> str:
    stream = SoundStream([text])
    found = [(match.distance, term.text) for term in lexicon() if not term.chinese and len(phones(term.readings[0])) > 4
             for reading in term.readings for match in stream.find(phones(reading), most)
             if match.end - match.begin == len(text)]
    return min(found)[1] if found else ""


@pytest.mark.parametrize(("heard", "meant"), [("Gobernality", "Kubernetes"), ("拜托扯", "PyTorch"), ("ARLHF", "RLHF"),
                                              ("VLLLM", "vLLM"), ("DipSpeed", "DeepSpeed"), ("mongle db", "MongoDB")])
def test_sound_alikes_find_their_term(heard: str, meant: str) -> None:
    assert _nearest(heard) == meant


def test_unlike_words_find_nothing() -> None:
    stream = SoundStream(["今天天气很好", "the weather is nice today"])
    assert not stream.find(phones("koo ber net eez"), 0.28)
    assert not stream.find(phones("强化学习"), 0.12)


def test_places_are_characters_of_their_text() -> None:
    texts = ["技术很好", "熟悉减锁增强声称的人"]
    (match,) = SoundStream(texts).find(phones("检索增强生成"), 0.1)
    assert (match.text, texts[1][match.begin : match.end]) == (1, "减锁增强声称")


def test_nothing_matches_across_texts() -> None:
    assert not SoundStream(["减锁增", "强声称"]).find(phones("检索增强生成"), 0.12)
    assert not SoundStream([]).find(phones("检索"), 0.3)
    assert not SoundStream(["", "..."]).find(phones("检索"), 0.3)


def test_lexicon_is_whole() -> None:
    texts = [term.text for term in lexicon()]
    assert len(texts) == len(set(texts)) > 500
    assert all(phones(reading) for term in lexicon() for reading in term.readings)
    topics = {term.topic for term in lexicon()}
    assert all(near in topics for topic in topics for near in neighbours(topic))
