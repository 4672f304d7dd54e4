"""Names told by ear: taken where the recogniser hears them before all others, left alone everywhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from extractors.speech.terms.spotting import REASON, spotted
from extractors.speech.words.hearing import Letter, Reading, Sounding, Swap
from extractors.speech.words.rereading import Heard
from extractors.speech.words.timed_text import TimedText
from extractors.speech.words.wording import Wording
from extractors.terms import Term, own_terms

# What is heard at a place: (the text from there on, the name, nats before the other names).
TALK = {"zh": "数据在Kafka、Redis和Docker里，用TensorFlow训练", "en": "We keep it in Kafka, Redis and Docker, with TensorFlow"}
Ear = Sequence[tuple[str, str, float]]
USUAL, COMMON = -25.0, -30.0  # log-probability of any name over silence, and of a name that is not said


class Listener:
    """A recogniser that hears the names of `ear`, the rest alike, and loses `loss` by any change."""

    spots = True

    def __init__(self, ear: Ear, loss: float = 5.0) -> None:
        self.ear, self.loss = ear, loss
        self.asked: list[str] = []

    def spot(self, texts: Mapping[int, str], begins: Mapping[int, Sequence[int]], terms: Sequence[str],
             language: str) -> list[Sounding]:
        found = []
        for place, marks in begins.items():
            self.asked.append(texts[place])
            for at in marks:
                led = {name: lead for rest, name, lead in self.ear if texts[place][at:].startswith(rest)}
                found += [Sounding(place=place, at=at, term=term, logprob=COMMON + led.get(term, 0.0), usual=USUAL)
                          for term in terms]
        return found

    def weigh(self, texts: Mapping[int, str], swaps: Sequence[Swap], language: str) -> list[float]:
        return [-self.loss for _ in swaps]


def wording(text: str, doubted: str, language: str, terms: tuple[Term, ...] = ()) -> Wording:
    at = text.index(doubted)
    letters = tuple(Letter(text=c, start=n * 0.1, end=n * 0.1 + 0.1,
                           confidence=0.3 if at <= n < at + len(doubted) else 0.95) for n, c in enumerate(text))
    heard = Heard(reading=Reading(text=text, logprob=-10.0, tokens=10), language=language, silence=0.0, letters=letters,
                  terms=terms)
    return Wording(heard=heard, text=TimedText(letters=letters))


def talk(language: str) -> Wording:
    """Something else of the call, clearly heard: it is of the field."""
    return wording(TALK[language], "", language)


@pytest.mark.parametrize(("language", "text", "doubted", "name", "expected"), [
    ("zh", "训练用白豆扯，部署在云上", "白豆扯", "PyTorch", "训练用PyTorch，部署在云上"),
    ("en", "we run it on coober netties here", "coober netties", "Kubernetes", "we run it on Kubernetes here"),
])
def test_a_name_that_leads_is_put_in(language: str, text: str, doubted: str, name: str, expected: str) -> None:
    found, _ = spotted(Listener([(doubted, name, 25.0)]), [wording(text, doubted, language), talk(language)])
    assert found.text.text == expected
    (change,) = found.changes
    assert (change.reason, change.before, change.after) == (REASON, doubted, name)


@pytest.mark.parametrize(("language", "text", "doubted", "name"), [
    ("zh", "训练用白豆扯，部署在云上", "白豆扯", "PyTorch"),
    ("en", "we run it on coober netties", "coober netties", "Kubernetes"),
])
def test_nothing_is_put_in_where_no_name_leads(language: str, text: str, doubted: str, name: str) -> None:
    call = [wording(text, doubted, language), talk(language)]
    assert spotted(Listener([(doubted, name, 3.0)]), call) == call
    assert spotted(Listener([(doubted, name, 25.0)], loss=30.0), call) == call


@pytest.mark.parametrize(("language", "text", "strange", "name"), [
    ("zh", "部署在Gobernadi上面", "Gobernadi", "Kubernetes"), ("en", "we run it on gobernadi here", "gobernadi", "Kubernetes"),
])
def test_a_word_that_nobody_knows_is_asked_about_however_sure(language: str, text: str, strange: str, name: str) -> None:
    found, _ = spotted(Listener([(strange, name, 25.0)]), [wording(text, "", language), talk(language)])
    assert found.text.text == text.replace(strange, name)


@pytest.mark.parametrize(("language", "text", "name"), [
    ("zh", "偶尔去深圳总部", "ROI"), ("en", "see the roof over there", "Rust")])
def test_confident_speech_is_not_asked_about(language: str, text: str, name: str) -> None:
    call = [wording(text, text[-2:], language), talk(language)]
    assert spotted(Listener([(text, name, 40.0)]), call) == call


@pytest.mark.parametrize(("language", "text", "doubted", "name"), [
    ("zh", "我昨天去公园白豆扯了", "白豆扯", "PyTorch"), ("en", "we met coober netties there", "coober netties", "Kubernetes"),
])
def test_everyday_talk_is_left_alone_but_for_names_the_caller_expects(language: str, text: str, doubted: str,
                                                                      name: str) -> None:
    one, listener = wording(text, doubted, language), Listener([(doubted, name, 25.0)])
    assert spotted(listener, [one]) == [one] and not listener.asked
    (found,) = spotted(listener, [one], own_terms([name]))
    assert name in found.text.text


@pytest.mark.parametrize(("text", "expected"), [
    ("数据用CNN和SQL来做", "数据用CNN和SQL来做"), ("a CNN with SQL", "a CNN with SQL")])
def test_a_name_that_stands_there_stays(text: str, expected: str) -> None:
    language = "zh" if text[0] == "数" else "en"
    call = [wording(text, text[-6:], language), talk(language)]
    found, _ = spotted(Listener([("CNN", "RNN", 30.0), ("SQL", "ETL", 30.0)]), call)
    assert found.text.text == expected


@pytest.mark.parametrize(("language", "text", "read", "heard"), [
    ("zh", "训练用DeepSpeed，部署在云上", "DeepSpeed", "C++"), ("en", "we query it with GraphQL here", "GraphQL", "Grafana"),
    ("zh", "上层用LangChain来搭", "LangChain", "SGLang"), ("en", "we use TensorFlow Lite for it", "TensorFlow", "TensorRT")])
def test_a_name_gives_way_to_another_only_where_the_ear_is_overwhelmingly_for_it(language: str, text: str, read: str,
                                                                                heard: str) -> None:
    call = [wording(text, read, language), talk(language)]
    assert spotted(Listener([(read, heard, 14.0)]), call) == call
    found, _ = spotted(Listener([(read, heard, 29.0)]), call)
    assert found.text.text == text.replace(read, heard)


def test_a_name_in_its_place_makes_the_next_one_clearer() -> None:
    listener = Listener([("白豆扯", "PyTorch", 25.0), ("地斯皮德", "DeepSpeed", 0.0)])
    spotted(listener, [wording("用白豆扯和地斯皮德训练", "白豆扯和地斯皮德", "zh"), talk("zh")])
    assert listener.asked == ["用白豆扯和地斯皮德训练", "用PyTorch和地斯皮德训练"]
