"""The words that facts hang on, so that patterns run only where something can be found.

A finder reads the neighbourhood of its own cues; a posting without the cue costs its finder nothing.
"""

from __future__ import annotations

import string
from collections.abc import Iterable

from analyzers.automaton import Met

_LETTERS = frozenset(string.ascii_lowercase)


def cues_met(lower: str, met: Iterable[Met]) -> dict[str, list[tuple[int, int]]]:
    """Start and end of every cue in a folded text in small letters, by name, in order. met: the words in it."""
    found: dict[str, list[tuple[int, int]]] = {}
    padded = f"{lower} "  # the letter before the first is the last: a space
    for last, (length, cues, *_) in met:
        if not cues:
            continue
        start, end = span = (last - length + 1, last + 1)
        for name, left, right in cues:
            if (left and padded[start - 1] in _LETTERS) or (right and padded[end] in _LETTERS):
                continue
            if name in found:
                found[name].append(span)
            else:
                found[name] = [span]
    return found


def windows(spans: list[tuple[int, int]], before: int, after: int, size: int) -> list[tuple[int, int]]:
    """The neighbourhoods of cues, `before` and `after` characters around each, joined where they touch."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        left, right = max(0, start - before), min(size, end + after)
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined
