"""What the logs of an assistant say: failures by kind, the largest first, and whether a change made a difference."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Turn(NamedTuple):
    """One request as logged. understood: the intent that was chosen; meant: what a reviewer says; seconds: delay."""

    heard: str
    said: str
    understood: str
    meant: str
    seconds: float
    again: bool = False  # the user repeated the request within half a minute


SLOW = 1.5  # seconds after which users tend to repeat themselves; set it from your own logs


def kind(turn: Turn) -> str:
    """The first thing that went wrong, "" when nothing did: causes before consequences."""
    if turn.heard != turn.said:
        return "misheard"
    if turn.understood == "none":
        return "no intent found"
    if turn.understood != turn.meant:
        return f"confused {turn.meant} with {turn.understood}"
    if turn.seconds > SLOW:
        return "slow"
    return "repeated without a visible fault" if turn.again else ""


def failures(turns: Sequence[Turn], top: int = 3) -> list[tuple[str, int, float]]:
    """The largest kinds with their count and share of all turns: mend these first."""
    counts = Counter(found for turn in turns if (found := kind(turn)))
    return [(name, count, count / len(turns)) for name, count in counts.most_common(top)]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


class Change(NamedTuple):
    before: float
    after: float
    p: float  # two-sided probability of a difference this large by chance

    @property
    def significant(self) -> bool:
        return self.p < 0.05


def compared(before: Sequence[Turn], after: Sequence[Turn]) -> Change:
    """Failure rates before and after a change, with a two-proportion z-test."""
    counts = [sum(1 for turn in turns if kind(turn)) for turns in (before, after)]
    sizes = [len(before), len(after)]
    rates = [count / size for count, size in zip(counts, sizes, strict=True)]
    pooled = sum(counts) / sum(sizes)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
    z = abs(rates[0] - rates[1]) / spread if spread else 0.0
    return Change(rates[0], rates[1], math.erfc(z / math.sqrt(2)))
