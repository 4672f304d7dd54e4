"""What becomes of a raw reading: every change noted, times kept, ink accounted for, in Chinese and in English."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import ink
from extractors.options import Script
from extractors.speech.speech_types import PieceText, SpokenWord
from extractors.speech.terms.biasing import Plain, doubtful, topics_of
from extractors.speech.terms.credit import Credit
from extractors.speech.words.asr import joined
from extractors.speech.words.hearing import Letter, Reading
from extractors.speech.words.rereading import Heard, crossed, fluent
from extractors.speech.words.timed_text import TimedText, carried, from_tokens, spread
from extractors.speech.words.wording import Wording, finished
from extractors.terms import lexicon


def wording(text: str, language: str) -> Wording:
    letters = spread(text, 0.0, 0.2 * max(1, len(text)), 0.9)
    reading = Reading(text=text, logprob=-1.0, tokens=max(1, len(text)))
    return Wording(heard=Heard(reading=reading, language=language, silence=0.0), text=TimedText(letters=letters))


@pytest.mark.parametrize(("language", "raw", "shown"), [
    ("zh", "月薪四萬到六萬,一年十六薪", "月薪4万-6万，一年16薪。"),
    ("zh", "沒問題 我今天下午發給您", "没问题，我今天下午发给您。"),
    ("en", "between one hundred eighty thousand and two hundred twenty thousand dollars",
     "between $180,000 and $220,000."),
])
def test_ink_adds_up(language: str, raw: str, shown: str) -> None:
    done = finished(wording(raw, language), Script.SIMPLIFIED)
    assert done.text.text == shown
    notes = done.notes(100.0, 160.0, -1)
    assert ink(raw) == ink(shown) + sum(note.characters for note in notes)
    assert all(100.0 <= note.place.start <= note.place.end <= 160.0 for note in notes)


def test_spoken_words_are_kept_with_their_time() -> None:
    done = finished(wording("年薪八十万", "zh"), Script.SIMPLIFIED)
    (note,) = [note for note in done.notes(10.0, 20.0, 0) if "number" in note.reason]
    assert (note.before, note.after, note.place.channel) == ("八十万", "80万", 0)
    assert note.place.start == pytest.approx(10.4) and note.place.end == pytest.approx(11.0)


def test_as_spoken_keeps_the_script() -> None:
    assert finished(wording("沒問題", "zh"), Script.AS_SPOKEN).text.text == "沒問題。"
    assert finished(wording("没问题", "zh"), Script.TRADITIONAL).text.text == "沒問題。"


@settings(max_examples=60, deadline=None)
@given(st.text("一二三十百万点零薪年没沒問题 ,.?A", max_size=30), st.sampled_from(["zh", "en"]))
def test_any_text_adds_up_and_keeps_its_words(raw: str, language: str) -> None:
    done = finished(wording(raw, language), Script.SIMPLIFIED)
    assert ink(raw) == ink(done.text.text) + sum(note.characters for note in done.notes(0.0, 99.0, -1))
    assert "".join(word.text for word in done.text.words()) == "".join(done.text.text.split())


@settings(max_examples=60, deadline=None)
@given(st.text("abc 中文", max_size=15), st.text("abc 中文x", max_size=15))
def test_letters_stay_in_order(old: str, new: str) -> None:
    letters = carried(TimedText(letters=spread(old, 1.0, 2.0, 0.5)), new)
    assert letters.text == new
    starts = [letter.start for letter in letters.letters]
    assert starts == sorted(starts)


def test_words_of_both_languages() -> None:
    timed = from_tokens(["熟悉", " C++", "和", "Kubernetes", "，"], [0.0, 0.5, 1.0, 1.2, 2.0], 2.1, [0.9, 0.4, 0.9, 0.7, 0.9])
    words = timed.words(10.0)
    assert [word.text for word in words] == ["熟", "悉", "C++", "和", "Kubernetes，"]
    assert words[2].start == pytest.approx(10.5, abs=0.2) and words[2].confidence == pytest.approx(0.4)


def test_doubtful_stretches() -> None:
    letters = [Letter(text=c, start=0.0, end=0.1, confidence=0.2 if c in "CD" else 0.95) for c in "ABCDEFG"]
    assert doubtful(letters) == [(1, 5)]


@pytest.mark.parametrize(("language", "text", "ours"), [
    ("zh", "我们招大模型算法工程师，负责预训练和指令微调，部署用容器。", True), ("zh", "今天天气很好，我们去公园散步吧。", False),
    ("en", "You would train machine learning models in Python and run them on Kubernetes.", True),
    ("en", "The weather is fine and we shall walk in the park for an hour.", False),
])
def test_a_call_of_the_field_is_told(language: str, text: str, ours: bool) -> None:
    plain = [Plain(language=language, letters=spread(text, 0.0, 9.0, 0.9))]
    assert bool(topics_of(plain)) is ours


@pytest.mark.parametrize(("loop", "speech"), [
    ("建立建立建立方向方向方向上", "训练用白豆车，推理用滇蓝"), ("the team the team the team", "we train it with pie torch"),
    ("用Hive、Linux、Kafka、Linux、Spark。", "用海维和卡夫卡"), ("Ray, Kafka, Spark, Ray, Linux", "with ray and cough car"),
])
def test_a_loop_yields_to_speech(loop: str, speech: str) -> None:
    looping, spoken = (Reading(text=text, logprob=-10.0, tokens=9) for text in (loop, speech))
    assert fluent([looping, spoken]) == [spoken] and fluent([looping]) == [looping]


def test_a_rivals_term_is_taken_over() -> None:
    credit = Credit([term for term in lexicon() if term.text == "RAG"])
    mixed = crossed("也就是拉系统的搭建", "也就是RAG系统的大件", credit)
    assert "也就是RAG系统的搭建" in mixed and all("大件" not in text for text in mixed)
    assert crossed("the torch is used", "the torch is used", credit) == []


def test_only_likely_names_count() -> None:
    """Among thousands of names one sounds like anything: a name that the call gives no reason for earns nothing."""
    assert Credit().of("部署在 Kubernetes 上") == Credit().of("部署在上") < Credit(
        [term for term in lexicon() if term.text == "Kubernetes"]).of("部署在 Kubernetes 上")


def test_parts_of_a_piece_are_joined() -> None:
    parts = [PieceText(index=1, text=text, language="en", confidence=0.5,
                       words=(SpokenWord(text=text, start=0.0, end=1.0, confidence=0.5),)) for text in ("Hello.", "", "Yes.")]
    one = joined(1, parts)
    assert one.text == "Hello. Yes." and len(one.words) == 2 and one.language == "en"
    assert joined(2, []).text == ""
