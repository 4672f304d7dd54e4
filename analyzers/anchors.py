"""One pass over a posting for all the words that facts hang on, so that patterns run only where something can be found.

An Aho-Corasick automaton over the folded, lower-cased text gives every cue's places at once; a finder then reads the
neighbourhood of its own cues. A posting without the cue costs its finder nothing.
"""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

import ahocorasick
import yaml

from analyzers.automaton import automaton

_LETTERS = frozenset(string.ascii_lowercase)
_COMMON = 40  # letters first at the automaton's root: measured on development postings, 20 to 200 are alike


@cache
def _automaton() -> ahocorasick.Automaton:
    """Every cue of anchors.yaml with its length, its names, and whether it begins and ends a word of Latin letters."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load(Path(__file__).with_name("anchors.yaml").read_text(encoding="utf-8"), Loader=loader)
    owners: dict[str, list[tuple[str, bool, bool]]] = {}
    for name, words in table.items():
        for word in words:
            owners.setdefault(word.strip("<>"), []).append((name, word[0] == "<", word[-1] == ">"))
    return automaton({word: (len(word), tuple(cues)) for word, cues in owners.items()}, common=_COMMON)


def scan(lower: str) -> dict[str, list[tuple[int, int]]]:
    """Start and end of every cue in a folded text in small letters, by name, in order."""
    found: dict[str, list[tuple[int, int]]] = {}
    padded = f"{lower} "  # the letter before the first is the last: a space
    for last, (length, cues) in _automaton().iter(lower):
        start, end = span = (last - length + 1, last + 1)
        for name, left, right in cues:
            if (left and padded[start - 1] in _LETTERS) or (right and padded[end] in _LETTERS):
                continue
            found.setdefault(name, []).append(span)
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
