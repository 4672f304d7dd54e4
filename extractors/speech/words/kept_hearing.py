"""A recogniser that remembers: each batch of windows is asked once, also when the run that asked was killed.

What is decided upon the answers (which terms, which reading, which repair) is decided anew, from the same answers, so
a run that goes on writes what it would have written in one go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from extractors.keys import content_key
from extractors.memory import give_back_when_grown
from extractors.speech.checkpoint import Journal
from extractors.speech.words.hearing import AsrEngine, Bias, Hearing, Letter, Reading, Sounding, Swap, swaps_by_place
from extractors.speech.words.side_by_side import side_by_side

Answer = TypeVar("Answer")
Asked = TypeVar("Asked")


class KeptHearing:
    """`Hearing` whose answers lie in a journal. The windows are heard only when something is asked that is not there.

    At most the batches under way are asked again after a kill: as many as the recogniser computes side by side.
    """

    def __init__(self, engine: AsrEngine, windows: Sequence[np.ndarray], journal: Journal) -> None:
        self._engine, self._windows, self._journal = engine, windows, journal
        self._alone = Lock()  # answers come from several threads
        sounds = [hashlib.blake2b(np.ascontiguousarray(window), digest_size=16).hexdigest() for window in windows]
        self._heard = content_key(engine.name, engine.version, engine.options(), sounds)

    @property
    def spots(self) -> bool:
        return self._engine.spots

    @cached_property
    def _hearing(self) -> Hearing:
        return self._engine.listen(self._windows)

    def languages(self) -> list[dict[str, float]]:
        return self._once(("languages",), list[dict[str, float]], lambda: self._hearing.languages())

    def silence(self) -> list[float]:
        return self._once(("silence",), list[float], lambda: self._hearing.silence())

    def together(self, places: Sequence[int]) -> list[list[int]]:
        return self._once(("together", list(places)), list[list[int]], lambda: self._hearing.together(places))

    def read(self, places: Sequence[int], language: str, *, bias: Bias | None = None, beam: int = 5,
             known: Sequence[int] = ()) -> list[list[Reading]]:
        def ask(batch: list[int]) -> list[list[Reading]]:
            return self._hearing.read([places[i] for i in batch], language, bias=bias, beam=beam,
                                      known=[known[i] for i in batch] if known else ())

        asked = list(zip(places, known, strict=True)) if known else list(places)
        return self._each(places, ("read", language, bias, beam), asked, list[list[Reading]], ask)

    def score(self, places: Sequence[int], texts: Sequence[str], language: str, *, prompt: str = "") -> list[Reading]:
        def ask(batch: list[int]) -> list[Reading]:
            return self._hearing.score([places[i] for i in batch], [texts[i] for i in batch], language, prompt=prompt)

        return self._each(places, ("score", language, prompt), list(zip(places, texts, strict=True)),
                          list[Reading], ask)

    def weigh(self, texts: Mapping[int, str], swaps: Sequence[Swap], language: str) -> list[float]:
        """Window by window."""
        by_place = swaps_by_place(swaps)

        def one(place: int) -> list[float]:
            own = [swaps[number] for number in by_place[place]]
            return self._once(("weigh", language, texts[place], own), list[float],
                              lambda: self._hearing.weigh({place: texts[place]}, own, language))

        gains = [0.0] * len(swaps)
        for numbers, found in zip(by_place.values(), self._all(one, list(by_place)), strict=True):
            for number, gain in zip(numbers, found, strict=True):
                gains[number] = gain
        return gains

    def spot(self, texts: Mapping[int, str], begins: Mapping[int, Sequence[int]], terms: Sequence[str],
             language: str) -> list[Sounding]:
        """Window by window."""

        def one(place: int) -> list[Sounding]:
            text, marks = texts[place], list(begins[place])
            return self._once(("spot", language, place, text, marks, list(terms)), list[Sounding],
                              lambda: self._hearing.spot({place: text}, {place: marks}, terms, language))

        return [sounding for found in self._all(one, list(begins)) for sounding in found]

    def spell(self, places: Sequence[int], texts: Sequence[str], language: str) -> list[tuple[Letter, ...]]:
        def ask(batch: list[int]) -> list[tuple[Letter, ...]]:
            return self._hearing.spell([places[i] for i in batch], [texts[i] for i in batch], language)

        return self._each(places, ("spell", language), list(zip(places, texts, strict=True)),
                          list[tuple[Letter, ...]], ask)

    def _each(self, places: Sequence[int], what: tuple[Any, ...], items: Sequence[Any], kind: type[list[Answer]],
              ask: Callable[[list[int]], list[Answer]]) -> list[Answer]:
        """The answers to all items, asked batch by batch as the recogniser takes them, in the order of `items`."""
        batches = self.together(places) if places else []

        def one(batch: list[int]) -> list[Answer]:
            return self._once((*what, [items[i] for i in batch]), kind, lambda: ask(batch))

        answers: dict[int, Answer] = {}
        for batch, found in zip(batches, self._all(one, batches), strict=True):
            answers.update(zip(batch, found, strict=True))
        return [answers[i] for i in range(len(items))]

    def _all(self, ask: Callable[[Asked], Answer], asked: Sequence[Asked]) -> list[Answer]:
        return side_by_side([partial(ask, one) for one in asked], self._engine.lanes)

    def _once(self, what: tuple[Any, ...], kind: type[Answer], ask: Callable[[], Answer]) -> Answer:
        key = content_key(self._heard, what)
        with self._alone:
            found = self._journal.recall(key, kind)
        if found is None:
            found = ask()
            with self._alone:
                self._journal.keep(key, found)
                give_back_when_grown()
        return found
