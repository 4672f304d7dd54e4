"""Where in a text something stands that sounds like a given term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from extractors.document import Struct
from extractors.speech.terms.phonetics import confusion, lost, phones, slipped

_UNIT = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]|[\u3400-\u9fff]")
_WALL = "|"  # between texts: nothing matches across it
_WALL_COST = 50.0
_ALPHABET = "pbtdkgfvszSZhmnNlrwyaeiouAE@U" + _WALL


class Match(Struct):
    """Text number `text`, characters begin to end, sounds like the term; distance: cost per phone of the term."""

    text: int
    begin: int
    end: int
    distance: float


class SoundStream:
    """Several texts as one stream of phones, to be searched for many terms."""

    def __init__(self, texts: Sequence[str]) -> None:
        sounds: list[str] = []
        self.starts: dict[int, tuple[int, int]] = {}  # place in the stream -> (text, character) where a unit begins
        self.ends: dict[int, tuple[int, int]] = {}
        at = 0
        for number, text in enumerate(texts):
            for begin, end, sound in units(text):
                self.starts[at] = (number, begin)
                at += len(sound)
                self.ends[at] = (number, end)
                sounds.append(sound)
            sounds.append(_WALL)
            at += 1
        self.stream = np.array([_ALPHABET.index(phone) for phone in "".join(sounds)], dtype=np.intp)
        self.slips = np.concatenate([[0.0], np.cumsum(_slip_costs()[self.stream])])
        self.open = np.full(at + 1, np.inf)
        self.open[list(self.starts)] = 0.0
        self.close = np.array(sorted(self.ends), dtype=np.intp)

    def find(self, sound: str, most: float) -> list[Match]:
        """Places that sound like `sound` at a distance of at most `most`, none overlapping a nearer one."""
        if not sound or not len(self.close):
            return []
        cost, origin = self._aligned(sound)
        distances = cost[self.close] / len(sound)
        found: list[Match] = []
        taken: list[tuple[int, int]] = []
        for order in np.argsort(distances, kind="stable"):
            if distances[order] > most:
                break
            begin, end = int(origin[self.close[order]]), int(self.close[order])
            if end > begin and all(end <= a or begin >= b for a, b in taken):
                taken.append((begin, end))
                text, first = self.starts[begin]
                found.append(Match(text=text, begin=first, end=self.ends[end][1], distance=float(distances[order])))
        return found

    def _aligned(self, sound: str) -> tuple[np.ndarray, np.ndarray]:
        """Cheapest alignment of all of `sound` that ends at each place, and where it begins (edit distance)."""
        places = np.arange(len(self.open))
        cost, origin = self.open, places
        table = _confusions()
        for phone in sound:
            through = np.concatenate([[np.inf], cost[:-1] + table[_ALPHABET.index(phone)][self.stream]])
            over = cost + lost(phone)
            best = np.minimum(over, through)
            source = np.where(through <= over, np.concatenate([[0], origin[:-1]]), origin)
            level = best - self.slips
            lowest = np.minimum.accumulate(level)
            cost = lowest + self.slips
            origin = source[np.maximum.accumulate(np.where(level <= lowest, places, 0))]
        return cost, origin


def distance(spoken: str, meant: str) -> float:
    """The cost per phone of hearing all of `meant` as all of `spoken`."""
    row = [0.0]
    for phone in spoken:
        row.append(row[-1] + slipped(phone))
    for wanted in meant:
        corner, row[0] = row[0], row[0] + lost(wanted)
        for at, phone in enumerate(spoken, start=1):
            best = min(corner + confusion(phone, wanted), row[at] + lost(wanted), row[at - 1] + slipped(phone))
            corner, row[at] = row[at], best
    return row[-1] / max(1, len(meant))


def units(text: str) -> list[tuple[int, int, str]]:
    """The units that a term may begin or end with (a Chinese character, a word, a digit), each with its phones."""
    found = [(match.start(), match.end(), phones(match.group())) for match in _UNIT.finditer(text)]
    return [unit for unit in found if unit[2]]


@cache
def _confusions() -> np.ndarray:
    """[meant, spoken]."""
    table = np.array([[confusion(spoken, meant) for spoken in _ALPHABET] for meant in _ALPHABET])
    table[:, -1] = table[-1, :] = _WALL_COST
    return table


@cache
def _slip_costs() -> np.ndarray:
    return np.array([*(slipped(phone) for phone in _ALPHABET[:-1]), _WALL_COST])
