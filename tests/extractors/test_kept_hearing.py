"""A recogniser is asked each batch once, also over a kill, and what is built on its answers stays the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from extractors.speech.checkpoint import Checkpoint
from extractors.speech.words.hearing import Bias, Letter, Reading, Sounding, Swap
from extractors.speech.words.kept_hearing import KeptHearing

WINDOWS = [np.full(160 * n, 0.1, dtype=np.float32) for n in (1, 2, 1, 2, 3)]


class Killed(BaseException):
    pass


class Ear:
    """An engine and its hearing in one: batches of equal windows, and what it was asked. dies: after so many."""

    name, version, longest, spots = "ear", "1", 29.0, True
    lanes = 1

    def __init__(self, *, dies: int = 1000) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.dies = dies

    def options(self) -> dict[str, str]:
        return {}

    def listen(self, windows: Sequence[np.ndarray]) -> Ear:
        self.sizes = [len(window) for window in windows]
        return self._note("listen") and self

    def _note(self, *what: object) -> bool:
        if len(self.asked) == self.dies:
            raise Killed
        self.asked.append(what)
        return True

    def languages(self) -> list[dict[str, float]]:
        return self._note("languages") and [{"zh": 0.3, "en": 0.7}] * len(self.sizes)

    def silence(self) -> list[float]:
        return self._note("silence") and [0.1] * len(self.sizes)

    def together(self, places: Sequence[int]) -> list[list[int]]:
        sizes = sorted({self.sizes[place] for place in places})
        return [[i for i, place in enumerate(places) if self.sizes[place] == size] for size in sizes]

    def read(self, places: Sequence[int], language: str, *, bias: Bias | None = None, beam: int = 5,
             known: Sequence[int] = ()) -> list[list[Reading]]:
        self._note("read", tuple(places), language, beam)
        return [[Reading(text=f"{place} {bias.prompt if bias else ''}", logprob=-1 / 3, tokens=3)] for place in places]

    def score(self, places: Sequence[int], texts: Sequence[str], language: str, *, prompt: str = "") -> list[Reading]:
        self._note("score", tuple(places))
        return [Reading(text=text, logprob=-0.1 * place, tokens=1) for place, text in zip(places, texts, strict=True)]

    def weigh(self, texts: Mapping[int, str], swaps: Sequence[Swap], language: str) -> list[float]:
        self._note("weigh", tuple(texts))
        return [0.5 * swap.place for swap in swaps]

    def spot(self, texts: Mapping[int, str], begins: Mapping[int, Sequence[int]], terms: Sequence[str],
             language: str) -> list[Sounding]:
        self._note("spot", tuple(begins))
        return [Sounding(place=place, at=at, term=term, logprob=-1.5, usual=-3.0)
                for place, marks in begins.items() for at in marks for term in terms]

    def spell(self, places: Sequence[int], texts: Sequence[str], language: str) -> list[tuple[Letter, ...]]:
        self._note("spell", tuple(places))
        return [(Letter(text=text, start=0.0, end=0.1 * place, confidence=1.0),)
                for place, text in zip(places, texts, strict=True)]


def walk(hearing: object) -> list[object]:
    """What a reading asks, in order."""
    every = range(len(WINDOWS))
    return [hearing.languages(), hearing.silence(), hearing.read(every, "zh", beam=1),  # type: ignore[attr-defined]
            hearing.read([4, 0, 3], "en", bias=Bias(prompt="PyTorch")),  # type: ignore[attr-defined]
            hearing.score([0, 0, 1], ["a", "b", "c"], "en"), hearing.spell([1, 3], ["漏", "x"], "zh"),  # type: ignore[attr-defined]
            hearing.weigh({1: "ab", 3: "cd"}, [Swap(place=n, begin=0, end=1, text="x") for n in (3, 1)], "zh"),  # type: ignore[attr-defined]
            hearing.spot({1: "ab", 3: "cd"}, {1: [0], 3: [0, 1]}, ("Kafka", "Redis"), "en"),  # type: ignore[attr-defined]
            hearing.read([], "zh")]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLESCAN_CACHE", str(tmp_path))


@pytest.mark.parametrize("dies", range(1, 16))
def test_a_killed_reading_goes_on_and_comes_to_the_same(dies: int) -> None:
    straight = Ear()
    wanted = walk(straight.listen(WINDOWS))
    first, second = Ear(dies=dies), Ear()
    work = Checkpoint("call")
    with pytest.raises(Killed):
        walk(KeptHearing(first, WINDOWS, work.journal("answers")))
    work.release()
    work = Checkpoint("call")
    assert walk(KeptHearing(second, WINDOWS, work.journal("answers"))) == wanted
    again = set(first.asked) & set(second.asked) - {("listen",)}
    assert not again, "nothing that was answered is asked again"
    work.release()
    third = Ear(dies=0)
    assert walk(KeptHearing(third, WINDOWS, Checkpoint("call").journal("answers"))) == wanted
    assert not third.asked, "what was answered needs no listening"


def test_side_by_side_comes_to_the_same() -> None:
    wanted = walk(Ear().listen(WINDOWS))
    first, second = Ear(), Ear(dies=0)
    first.lanes = 2
    work = Checkpoint("call")
    assert walk(KeptHearing(first, WINDOWS, work.journal("answers"))) == wanted
    work.release()
    assert walk(KeptHearing(second, WINDOWS, Checkpoint("call").journal("answers"))) == wanted


def test_other_sounds_are_other_questions() -> None:
    work = Checkpoint("call")
    walk(KeptHearing(Ear(), WINDOWS, work.journal("answers")))
    other = Ear()
    walk(KeptHearing(other, [window * 2 for window in WINDOWS], work.journal("answers")))
    assert len(other.asked) == 16
