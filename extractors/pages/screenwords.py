"""The words that apps and sites put around their content: of bars, of buttons, over lists of other things."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from extractors.document import ink

GLYPHS = "‹›<>《〈«»←→↑↓☆★♡♥⋯…·•|/×✕✖≡☰⌂⚙^~+＋〉》∨∧"  # signs of bars, and what recognisers take them for

_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])\s?[:：]\s?[0-5]\d(?!\d)")
_STATUS = re.compile(
    r"[345]G\+?|LTE|VoLTE|HD|Wi-?Fi|WLAN|中国(?:移动|联通|电信|广电)|China (?:Mobile|Unicom|Telecom)"
    r"|\d{1,4}(?:\.\d)?\s?[KM]B?/s|\d{1,3}\s?%|AM|PM|上午|下午", re.IGNORECASE)
STATUS_REST = 0.2  # of a status bar's ink may be what recognisers make of its signs


def is_status(text: str) -> bool:
    """A clock, and nothing else but networks and battery."""
    if not _CLOCK.search(text):
        return False
    return ink(_STATUS.sub("", _CLOCK.sub("", text))) <= STATUS_REST * ink(text) + 2


def is_navigation(text: str, *, known_share: float, least: int = 2) -> bool:
    """At least that many words of navigation, a sign before them counting as one, and hardly anything else."""
    bare = without_glyphs(text)
    if not bare:
        return bool(text.strip()) and not any(character.isalnum() for character in text)
    rest, words = _navigation().subn(" ", bare.lower())
    signed = text.strip()[0] in GLYPHS
    return ink(bare) - ink(rest) >= known_share * ink(bare) and words + signed >= least


def is_action(text: str) -> bool:
    """Whether the words are those of a button."""
    return without_glyphs(text).lower() in _actions()


def is_aside(text: str) -> bool:
    """Whether the words head a list of other things to look at ("相似职位", "People also viewed")."""
    return bool(_asides().fullmatch(" ".join(text.split())))


def without_glyphs(text: str) -> str:
    return " ".join("".join(" " if character in GLYPHS else character for character in text).split())


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(
        files("extractors.pages").joinpath("screen_words.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def _navigation() -> re.Pattern[str]:
    """Any word of navigation, longest first; English ones between word ends."""
    chinese = sorted(_words()["navigation"]["zh"], key=len, reverse=True)
    english = sorted(_words()["navigation"]["en"], key=len, reverse=True)
    whole_words = rf"(?<![a-z])(?:{'|'.join(map(re.escape, english))})(?![a-z])"
    return re.compile("|".join([*map(re.escape, chinese), whole_words]))


@cache
def _actions() -> frozenset[str]:
    return frozenset(word for words in _words()["actions"].values() for word in words)


@cache
def _asides() -> re.Pattern[str]:
    asides = _words()["asides"]
    return re.compile("|".join([*asides["zh"], *asides["en"]]), re.IGNORECASE)
