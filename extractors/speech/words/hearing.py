"""What a recogniser of speech must be able to do, and what passes between it and `asr`, which decides what to ask.

A recogniser hears windows once (`listen`) and may then be asked several times: to read them plainly, to read them
with terms in mind, to say how likely other words are for the same sound and which terms begin where, and when each
character was spoken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from extractors.document import Struct

FEWEST_TOKENS = 2.0  # a second: speech gives 3 to 6 in either language, pauses of a turn counted in
PER_UNSAID = 1.0  # nats for each that is missing; with 2, noise was filled with words nobody said
FOLLOWING = 4  # characters after a swap in which it must prove itself


class Reading(Struct):
    """One reading of a window. logprob: summed, the end included; tokens: how many it took, the end included.

    bonus: what preferred terms added to its rank (0.0 when none were given).
    """

    text: str
    logprob: float
    tokens: int
    bonus: float = 0.0

    @property
    def average(self) -> float:
        return self.logprob / max(1, self.tokens)


class TermHint(Struct):
    """A term that this recording may hold. bonus: nats that a reading gains for spelling it (shallow fusion)."""

    text: str
    bonus: float


class Bias(Struct):
    """What to have in mind while reading. prompt: shown to the recogniser as if it had been said before."""

    prompt: str = ""
    hints: tuple[TermHint, ...] = ()


class Letter(Struct):
    """One character as spoken. start, end: seconds from the window's start; confidence: of the token it is part of."""

    text: str
    start: float
    end: float
    confidence: float
    approx: bool = False


class Swap(Struct):
    """Other words for the characters from begin to end of the text that window `place` was read as."""

    place: int
    begin: int
    end: int
    text: str


class Sounding(Struct):
    """A term that may begin at character `at` of the text that window `place` was read as.

    logprob: of the term there; usual: of the term after anything, nothing being heard.
    """

    place: int
    at: int
    term: str
    logprob: float
    usual: float


def beyond(text: str, end: int) -> int:
    """Where judging of a swap that ends at `end` may stop: a few characters on, never inside a Latin word."""
    at = min(len(text), end + FOLLOWING)
    while at < len(text) and text[at - 1].isascii() and text[at - 1].isalnum() and text[at].isascii() and text[
            at].isalnum():
        at += 1
    return at


def unsaid(tokens: int, seconds: float) -> float:
    """Nats that a reading pays for ending while there is speech left: where a sentence ends in the middle of a window
    recognisers like to end too, and of two readings the one that leaves out half is always the likelier.
    """
    return PER_UNSAID * max(0.0, FEWEST_TOKENS * seconds - tokens)


def swaps_by_place(swaps: Sequence[Swap]) -> dict[int, list[int]]:
    """The numbers of the swaps at every place, place by place."""
    return {place: [number for number, swap in enumerate(swaps) if swap.place == place]
            for place in sorted({swap.place for swap in swaps})}


class Hearing(Protocol):
    """Some windows, heard. Everything is asked by the windows' places in the list that was given to `listen`.

    spots: whether it can tell which terms begin where (`spot`).
    """

    spots: bool

    def languages(self) -> list[dict[str, float]]:
        """The probability of each language ("zh", "en") for every window; they add up to 1."""

    def silence(self) -> list[float]:
        """The probability, for every window, that nobody speaks in it (as the recogniser itself says)."""

    def together(self, places: Sequence[int]) -> list[list[int]]:
        """Which of `places` (by their position in it) are computed at once: each batch of a later question."""

    def read(self, places: Sequence[int], language: str, *, bias: Bias | None = None, beam: int = 5,
             known: Sequence[int] = ()) -> list[list[Reading]]:
        """For every place the readings found, best first, at least one. known: tokens that each place took before, if
        asked before: a reading much longer goes round in circles and need not be followed.
        """

    def score(self, places: Sequence[int], texts: Sequence[str], language: str, *, prompt: str = "") -> list[Reading]:
        """How likely each text is for the sound at its place. One place may come several times."""

    def weigh(self, texts: Mapping[int, str], swaps: Sequence[Swap], language: str) -> list[float]:
        """Nats that each swap gains or loses, judged up to a few characters after it. texts: of the swaps' places."""

    def spot(self, texts: Mapping[int, str], begins: Mapping[int, Sequence[int]], terms: Sequence[str],
             language: str) -> list[Sounding]:
        """The likeliest of the terms at each of these characters of the texts, whatever stands there; in any order."""

    def spell(self, places: Sequence[int], texts: Sequence[str], language: str) -> list[tuple[Letter, ...]]:
        """The characters of each text with the time of each."""


class AsrEngine(Protocol):
    """A recogniser. longest: seconds that one window may last; spots: as its hearings; lanes: batches at a time."""

    name: str
    version: str
    longest: float
    spots: bool
    lanes: int

    def options(self) -> dict[str, str]:
        """What matters for its answers: the model, its precision."""

    def listen(self, windows: Sequence[np.ndarray]) -> Hearing:
        """Hear windows of float32 samples, mono, 16 kHz, each at most `longest` seconds."""
