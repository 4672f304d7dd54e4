"""The lexicon of the domain's terms, and which of them a recording is likely to hold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractors.document import Struct

_FILE = Path(__file__).with_name("terms.yaml")
_EVERYDAY = "words"
_NEAR = "near"
_HAN_FROM = "\u2e80"


class Term(Struct):
    """One term. readings: how it is said, each as `phonetics.phones` reads it. everyday: a common word of the field."""

    text: str
    topic: str
    readings: tuple[str, ...]
    everyday: bool = False

    @property
    def chinese(self) -> bool:
        return is_chinese(self.text)


def is_chinese(text: str) -> bool:
    return any(character >= _HAN_FROM for character in text)


@cache
def lexicon() -> tuple[Term, ...]:
    """Every term of terms.yaml, in its order."""
    return tuple(_term(str(entry), topic) for topic, entries in _file().items() if topic != _NEAR for entry in entries)


@cache
def neighbours(topic: str) -> tuple[str, ...]:
    """Topics that talk of this one makes likely."""
    return tuple(_file()[_NEAR].get(topic, ()))


@cache
def _file() -> dict[str, Any]:
    topics: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return topics


def own_terms(texts: Iterable[str]) -> tuple[Term, ...]:
    """Terms that a caller names for one recording."""
    return tuple(_term(text, "own") for text in texts if text.strip())


def _term(entry: str, topic: str) -> Term:
    text, *readings = (part.strip() for part in entry.split("|"))
    return Term(text=text, topic=topic, readings=tuple(readings) or (text,), everyday=topic == _EVERYDAY)
