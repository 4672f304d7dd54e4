"""The lexicon of the domain's terms: which there are, how they are said, and which topics lie beside each other.

terms.yaml holds terms by topic with the number of postings that name each, counted by bench/speech_terms.py;
recruiting.yaml words of any talk about a job, and districts; readings.yaml how names are said that no dictionary has.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractors.document import Struct

_FOLDER = Path(__file__).parent
WORDS = "words"
RECRUITING = "recruiting"
PLACES = "places"
OWN = "own"
_HAN_FROM = "\u2e80"
# Talk of one topic makes those beside it likely.
_NEAR = {
    "large language models": ("training and inference", "retrieval and data stores", "cloud and operations"),
    "training and inference": ("large language models", "cloud and operations"),
    "retrieval and data stores": ("data engineering",),
    "data engineering": ("retrieval and data stores", "cloud and operations"),
    "vision and speech": ("training and inference", "cloud and operations"),
    "software": ("cloud and operations", "retrieval and data stores"),
    "cloud and operations": ("software",),
}


class Term(Struct):
    """One term. readings: how it is said, each as `phonetics.phones` reads it. held: how many postings name it.

    everyday: a common word of the field's postings or of talks about jobs.
    """

    text: str
    topic: str
    readings: tuple[str, ...]
    held: int = 0
    everyday: bool = False

    @property
    def chinese(self) -> bool:
        return is_chinese(self.text)


def is_chinese(text: str) -> bool:
    return any(character >= _HAN_FROM for character in text)


@cache
def lexicon() -> tuple[Term, ...]:
    """Every term, each once: by topic, the commonest first, then the everyday words."""
    found: dict[str, Term] = {}
    for topic, texts in _file("terms.yaml").items():
        for text, held in texts.items():
            found.setdefault(text.casefold(), _term(text, topic, held=held))
    for topic, texts in _file("recruiting.yaml").items():
        for text in texts:
            found.setdefault(text.casefold(), _term(text, topic))
    return tuple(found.values())


def neighbours(topic: str) -> tuple[str, ...]:
    """Topics that talk of this one makes likely."""
    return _NEAR.get(topic, ())


def own_terms(texts: Iterable[str]) -> tuple[Term, ...]:
    """Terms that a caller names for one recording; "term | reading | reading" where it is said otherwise."""
    found = []
    for entry in texts:
        text, *readings = (part.strip() for part in entry.split("|"))
        if text:
            found.append(_term(text, OWN, readings))
    return tuple(found)


def _term(text: str, topic: str, readings: Iterable[str] = (), *, held: int = 0) -> Term:
    said = tuple(readings) or tuple(_file("readings.yaml").get(text, ())) or (text,)
    return Term(text=text, topic=topic, readings=said, held=held, everyday=topic in (WORDS, RECRUITING, PLACES))


@cache
def _file(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((_FOLDER / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return found
