"""Joining the lines of a paragraph: nothing between Chinese letters, a space between words, split words made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.document import Struct
from extractors.pages.rows import spaceless

KNOWN_WORD = 2.0  # zipf frequency (once in ten million words); "fullservice" has 1.1, "stakeholder" 3.7
ADDRESS_LENGTH = 200  # characters looked back for the start of a web address
_BROKEN = re.compile(r"([A-Za-z]{2,})([-\u00ad\u2010])$")
_REST = re.compile(r"[a-z]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[-/._?=&]$")


class Joint(Struct):
    """A place where joining changed the words: a hyphen undone. position: in the joined text."""

    position: int
    before: str
    after: str


def join_text(lines: Sequence[str]) -> tuple[str, list[int], list[Joint]]:
    """The lines as one text; where each begins in it; which split words were made whole."""
    text, starts, joints = "", [], []
    for line in (line.strip() for line in lines):
        if not text or not line:
            starts.append(len(text))
            text += line
            continue
        whole = _whole_word(text, line)
        if whole:
            start = len(text) - len(_BROKEN.search(text)[0])  # type: ignore[index]
            joints.append(Joint(position=start, before=f"{text[start:]} {_REST.match(line)[0]}",  # type: ignore[index]
                                after=whole))
            text = text[:-1]
        elif _apart(text, line):
            text += " "
        starts.append(len(text))
        text += line
    return text, starts, joints


def _whole_word(text: str, line: str) -> str:
    """The word that a hyphen at the line's end has split, "" where the hyphen belongs to it ("full-service")."""
    broken, rest = _BROKEN.search(text), _REST.match(line)
    if not broken or not rest:
        return ""
    whole = broken[1] + rest[0]
    soft = broken[2] == "\u00ad"
    return whole if soft or known_word(whole.lower()) else ""


def _apart(text: str, line: str) -> bool:
    """Whether a space stands between them."""
    if spaceless(text[-1]) or spaceless(line[0]):
        return False
    if text[-1] in "-\u2010" and (_BROKEN.search(text) or text[-2:-1].isdigit()):
        return False
    return not _ADDRESS.search(text[-ADDRESS_LENGTH:])


def known_word(word: str) -> bool:
    """Whether English uses the word (lower case)."""
    return _frequency()(word, "en") >= KNOWN_WORD


@cache
def _frequency():  # type: ignore[no-untyped-def]  # wordfreq ships no types
    from wordfreq import zipf_frequency

    return zipf_frequency
