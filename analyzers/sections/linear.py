"""Linear models whose weights are package data: a weight for every feature, a feature being a short string.

They are trained by bench/train_sections.py; here is only what reading needs, in plain Python. A model scores keys:
small tuples that stand for several features each, whose weights are summed once and remembered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from analyzers.wording import words

MOST_REMEMBERED = 100_000  # keys remembered before the memory starts anew: about 30 MB
Key = tuple[Hashable, ...]
Vector = tuple[float, ...]
_FOLDER = Path(__file__).parent


_SUFFIXES = frozenset({"ing", "ed", "ion", "ly", "ment", "ity", "ence", "ies", "ate", "ize", "s", "e"})
_CLASSES = ("acts", "asked", "given")
_ENDINGS = frozenset({"ing", "ies", "es", "ed", "s", "e", "y"})


class Shown(msgspec.Struct, frozen=True):
    """What a model sees: keys, and the words of a text, whose features are called "t=..."."""

    keys: tuple[Key, ...]
    words: Collection[str] = ()


class Weights(NamedTuple):
    """classes: their names in the order of every vector. bias: one weight a class. table: a vector a feature."""

    classes: tuple[str, ...]
    bias: Vector
    table: dict[str, Vector]


def load(name: str) -> Weights:
    """The weights of `name`.json beside this module. ValueError where a vector has another length than the classes."""
    loaded: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    classes, bias = tuple(loaded["classes"]), tuple(loaded["bias"])
    table = {feature: tuple(vector) for feature, vector in loaded["features"].items()}
    if {len(bias), *map(len, table.values())} != {len(classes)}:
        raise ValueError(f"{name}.json: every feature needs {len(classes)} weights")
    return Weights(classes, bias, table)


class Model:
    """Scores of keys by weights. features: the features that a key stands for.

    telling: every word that some weight is about, with a few that none is: of all others only the form counts, so that
    keys without them are fewer and mostly remembered.
    """

    def __init__(self, weights: Weights, features: Callable[[Key], Iterable[str]]) -> None:
        names = [name[name.find("=") + 1 :] for name in weights.table]
        self.telling = frozenset(name[at:] for name in names for at in range(len(name)))
        self._table = weights.table
        self._features = features
        self._bias = weights.bias
        self._nothing: Vector = (0.0,) * len(weights.classes)
        self._known: dict[Key, Vector] = {}
        self._known_first: dict[Key, float] = {}
        self._words = {name[2:]: vector for name, vector in weights.table.items() if name.startswith("t=")}

    def scores(self, seen: Shown) -> Vector:
        """A score a class."""
        known, of_words = self._known, self._words
        vectors = [known.get(key) or self._sum(key) for key in seen.keys]
        vectors.append(self._bias)
        vectors.extend(map(of_words.__getitem__, of_words.keys() & seen.words))
        return tuple(map(sum, zip(*vectors, strict=True)))

    def score(self, seen: Shown) -> float:
        """The score of the first class."""
        known = self._known_first
        total = self._bias[0]
        for key in seen.keys:
            part = known.get(key)
            if part is None:
                part = known[key] = self._sum(key)[0]
            total += part
        return total

    def _sum(self, key: Key) -> Vector:
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
            self._known_first.clear()
        found = list(filter(None, map(self._table.get, self._features(key))))
        total = tuple(map(sum, zip(*found, strict=True))) if found else self._nothing
        self._known[key] = total
        return total


@lru_cache(maxsize=20_000)
def shape_of(word: str) -> str:
    """How a word is written: "0" a figure, "a" small letters, "Aa" a capital first, "AA" or "A" capitals, "?" none."""
    if not word:
        return "?"
    if word[0].isdigit():
        return "0"
    if word[0].islower():
        return "a"
    return "Aa" if word[1:2].islower() else "AA" if len(word) > 1 else "A"


@lru_cache(maxsize=20_000)
def suffix(word: str) -> str:
    """The ending of a word that tells of its part of speech, "-" for none."""
    return _ending(word.lower(), _SUFFIXES, 2) or "-"


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, so that the forms of a verb are one."""
    low = word.lower()
    return low.removesuffix(_ending(low, _ENDINGS, 3))


def _ending(low: str, endings: frozenset[str], least: int) -> str:
    """The longest of `endings` that a word in small letters has behind at least `least` others, "" for none."""
    for size in (4, 3, 2, 1):
        if len(low) - size >= least and low[-size:] in endings:
            return low[-size:]
    return ""


def camel_names() -> list[str]:
    """Names of firms and products with a capital inside that are no skills."""
    return words("openers", "names", "en")


@cache
def _openers() -> dict[str, str]:
    """The classes of a stem, a letter each."""
    found: dict[str, str] = {}
    for name in _CLASSES:
        for root in sorted({stem(word) for word in words("openers", name, "en")}):
            found[root] = found.get(root, "") + name[1]
    return found


@lru_cache(maxsize=20_000)
def opener(word: str) -> str:
    """The classes of words that entries begin with that a word is of, "" for none."""
    return _openers().get(stem(word), "")
