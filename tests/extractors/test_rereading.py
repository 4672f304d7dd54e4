"""Of several readings of a window the one that the sound supports: what was read plainly is never forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest

from extractors.options import SpeechOptions
from extractors.speech.words.hearing import Bias, Letter, Reading, Sounding
from extractors.speech.words.rereading import read
from extractors.speech.words.timed_text import spread


class Reader:
    """A recogniser that reads `plain` when told nothing and `told` else; the sound supports each as `odds` say."""

    def __init__(self, plain: str, told: str, odds: dict[str, float], *, name: str = "", lead: float = 0.0) -> None:
        """name: what it hears at every doubtful place, so many nats before the other names."""
        self.plain, self.told, self.odds, self.name, self.lead = plain, told, odds, name, lead
        self.spots = bool(name)
        self.prompts: list[str] = []

    def silence(self) -> list[float]:
        return [0.0]

    def read(self, places: Sequence[int], language: str, *, bias: Bias | None = None, beam: int = 5,
             known: Sequence[int] = ()) -> list[list[Reading]]:
        self.prompts.append(bias.prompt if bias else "")
        return [[self._reading(self.told if bias else self.plain)] for _ in places]

    def score(self, places: Sequence[int], texts: Sequence[str], language: str, *, prompt: str = "") -> list[Reading]:
        return [self._reading(text) for text in texts]

    def spell(self, places: Sequence[int], texts: Sequence[str], language: str) -> list[tuple[Letter, ...]]:
        return [spread(text, 0.0, 5.0, 0.4) for text in texts]

    def spot(self, texts: Mapping[int, str], begins: Mapping[int, Sequence[int]], terms: Sequence[str],
             language: str) -> list[Sounding]:
        return [Sounding(place=place, at=at, term=term, logprob=-20.0 + self.lead * (term == self.name), usual=-25.0)
                for place, marks in begins.items() for at in marks for term in terms]

    def _reading(self, text: str) -> Reading:
        return Reading(text=text, logprob=self.odds.get(text, -50.0), tokens=len(text))


TALK = {"zh": "我们用Kafka、Redis和Docker，", "en": "We use Kafka, Redis and Docker, "}


@pytest.mark.parametrize(("language", "plain", "told", "kept"), [
    ("zh", "服務網格是怎麼治理的", "公司主要方向公司工作", "服务网格是怎么治理的"),
    ("en", "how is the service mesh governed", "team of the company, the team", "how is the service mesh governed"),
])
def test_what_was_read_plainly_stays_a_rival(language: str, plain: str, told: str, kept: str) -> None:
    """With terms in mind a recogniser may say anything; the plain reading is weighed beside it, in the same script."""
    call, talk = Reader(TALK[language] + plain, TALK[language] + told, {TALK[language] + kept: -20.0}), TALK[language]
    (heard,) = read(call, [language], [5.0], SpeechOptions(), "")
    assert heard.reading.text == talk + kept
    call.odds[talk + told] = -5.0
    (heard,) = read(call, [language], [5.0], SpeechOptions(), "")
    assert heard.reading.text == talk + told


@pytest.mark.parametrize(("language", "half", "whole"), [
    ("zh", "对候选人有什么要求？", "对候选人有什么要求？最好性格开朗，不怕辛苦。"),
    ("en", "What do you want?", "What do you want? Six years of experience."),
])
def test_half_of_what_is_said_is_not_enough(language: str, half: str, whole: str) -> None:
    """The shorter of two readings is always the likelier; in twelve seconds more is said than a question."""
    call = Reader(half, whole, {half: -4.0, whole: -10.0})
    for seconds, best in ((0.5, half), (12.0, whole)):
        (heard,) = read(call, [language], [seconds], SpeechOptions(), TALK[language])
        assert heard.reading.text == best


@pytest.mark.parametrize(("language", "plain"), [("zh", "部署在古伯内提斯上"), ("en", "we deploy on goober netties")])
def test_names_told_by_ear_are_shown_to_the_last_reading(language: str, plain: str) -> None:
    for lead, shown in ((25.0, True), (6.0, False)):
        call = Reader(TALK[language] + plain, TALK[language] + plain, {}, name="Ansible", lead=lead)
        (heard,) = read(call, [language], [5.0], SpeechOptions(), "")
        assert (re.search(r"[、 ]Ansible[。.]$", call.prompts[-1]) is not None) == shown
        assert any(term.text == "Ansible" for term in heard.terms) or not shown


def test_everyday_talk_is_not_listened_to_for_names() -> None:
    call = Reader("今天天气很好", "今天天气很好", {}, name="Ansible", lead=25.0)
    (heard,) = read(call, ["zh"], [3.0], SpeechOptions(), "")
    assert heard.terms == () and all("Ansible" not in prompt for prompt in call.prompts)
