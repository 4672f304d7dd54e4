"""The domain's terms: a reading that the recogniser doubts is set right where the dictionary knows what it must be.

"11m" becomes "llm", "SQ1" "SQL", 精诵 精通. Two must agree: a character that differs was read with low confidence,
and what it becomes is a term while what it was is none. Numbers are never touched: an amount that is doubted stays
as it was read. Each correction is a Note with both readings. The terms are terms.yaml's, the look-alikes and the
words of postings lookalikes.yaml's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from extractors.document import Action, Note, PageBox, ink
from extractors.pages.hyphens import known_word
from extractors.pages.line import Line
from extractors.terms import lexicon

LOW = 0.85  # confidence of a character below which it may be a misreading (chosen, not measured)
SHORTEST = 3  # Latin letters of a term: "A1" and "P0" may be meant
LETTERS_ONLY = 5  # letters from which a misreading without a digit in it is believed: "via" and "Los" are words
SAME_SHAPE = frozenset("cosuvwxzCOSUVWXZ")  # letters whose capitals differ in size alone
_ONE_STROKE = str.maketrans("I|", "ll")
_AL = re.compile(r"(?<![A-Za-z0-9.'’])Al(?![A-Za-z0-9.'’])")
# Then the line ends, Chinese follows (no alloy), "-powered", a word in small letters, or one of those that follow AI.
_AFTER_AL = re.compile(r"\s*$|\s*(?![合箔基质铝])[\u3400-\u9fff]|-(?=[a-z])|\s+[a-z]|[\s/&+-]*(?P<word>[A-Za-z]+)")
_SHORT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,7}(?![A-Za-z0-9])")
_TOKEN = re.compile(r"[A-Za-z0-9|]{3,24}(?![A-Za-z0-9])")


def repair_line(line: Line, *, page: int) -> tuple[Line, tuple[Note, ...]]:
    """The line with its misread terms corrected, and a note for each correction; without marks nothing is changed."""
    if len(line.marks) != len(line.text):
        return line, ()
    notes = []
    for start, end, term in sorted(_misread(line), reverse=True):
        before = line.text[start:end]
        doubt = min(line.marks[start:end])
        marks = (*line.marks[:start], *(doubt for _ in term), *line.marks[end:])
        line = msgspec.structs.replace(line, text=line.text[:start] + term + line.text[end:], marks=marks)
        notes.append(Note(action=Action.CORRECTED, stage="lexicon", reason="a term of the field, misread",
                          place=PageBox(page=page, x0=line.x0, y0=line.y0, x1=line.x1, y1=line.y1), before=before,
                          after=term, characters=ink(before) - ink(term), confidence=doubt))
    return line, tuple(reversed(notes))


def _misread(line: Line) -> Iterator[tuple[int, int, str]]:
    """(start, end, what it must be) of every doubted term, none overlapping another."""
    for match in _AL.finditer(line.text):
        if _is_ai(line.text[match.end():]):
            yield match.start(), match.end(), "AI"
    for match in _SHORT.finditer(line.text):
        if match.group() in _capital_i():
            yield match.start(), match.end(), _capital_i()[match.group()]
    for match in _TOKEN.finditer(line.text):
        if match.group() in _capital_i():
            continue
        marks = line.marks[match.start():match.end()]
        term = _twin(match.group()) or _latin_term(match.group(), marks) or _in_its_case(match.group(), marks)
        if term:
            yield match.start(), match.end(), term
    if min(line.marks, default=1.0) >= LOW:
        return
    for match in _chinese_pattern().finditer(line.text):
        word = _chinese_forms()[match.group()]
        doubted = [mark for mark, read, meant in zip(line.marks[match.start():], match.group(), word, strict=False)
                   if read != meant]
        if max(doubted) < LOW:
            yield match.start(), match.end(), word


def _twin(token: str) -> str:
    """The term that a token is but for I, l and |: one stroke in most fonts, so that the marks say nothing of them."""
    if len(token) < LETTERS_ONLY or token.lower() in _spellings():
        return ""
    return _twins().get(token.translate(_ONE_STROKE), "")


@cache
def _twins() -> dict[str, str]:
    return {term.translate(_ONE_STROKE): term for term in _terms() if len(term) >= LETTERS_ONLY}


@cache
def _capital_i() -> dict[str, str]:
    """Acronym by its form with l for I, in the singular and plural: one stroke in most fonts, and no word so."""
    singular = {acronym.replace("I", "l"): acronym for acronym in _data()["with_i"]}
    return singular | {f"{form}s": f"{acronym}s" for form, acronym in singular.items()}


def _is_ai(after: str) -> bool:
    """Whether "Al" before these words is AI, whose I is an l in most fonts: no person is called Al there."""
    found = _AFTER_AL.match(after)
    if not found:
        return False
    return not found["word"] or found["word"].lower() in _data()["after_ai"]


def _in_its_case(token: str, marks: tuple[float, ...]) -> str:
    """The word with doubted letters brought to the case of its others: "spSS" is spss, "sQL" SQL.

    Only letters whose capitals have the same shape are doubtful in this way; a first capital stays one.
    """
    if not token.isalpha() or token in _terms() or min(marks) >= LOW:
        return ""
    telling = {letter.isupper() for letter in token if letter not in SAME_SHAPE}
    if len(telling) != 1:
        return ""
    upper = telling.pop()
    if not (token.lower() in _spellings() or (not upper and known_word(token.lower()))):
        return ""
    letters = [letter.upper() if upper else letter.lower() if at else letter for at, letter in enumerate(token)]
    changed = [mark for mark, read, meant in zip(marks, token, letters, strict=True) if read != meant]
    return "".join(letters) if changed and max(changed) < LOW else ""


def _latin_term(token: str, marks: tuple[float, ...]) -> str:
    """The term that the token must be, or "" when it is one already, is a number, or was read surely."""
    if not any(character.isalpha() for character in token) or token.lower() in _spellings():
        return ""
    term = _skeletons().get(skeleton(token), "")
    if not term or min(marks) >= LOW or (token.isalpha() and len(token) < LETTERS_ONLY):
        return ""
    if len(term) == len(token):
        doubted = [mark for mark, read, meant in zip(marks, token, term, strict=True) if read.lower() != meant.lower()]
        if not doubted or max(doubted) >= LOW:
            return ""
    return term if any(character.isupper() for character in token) else term.lower()


def skeleton(text: str) -> str:
    """The text with every group of look-alikes written as one: equal for spellings that look the same."""
    for shape, stands_for in _shapes():
        text = text.replace(shape, stands_for)
    return text.lower()


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("lookalikes.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def _shapes() -> tuple[tuple[str, str], ...]:
    """(what is read, what it is written as), longer shapes first."""
    pairs = [(shape, group[0]) for group in _data()["latin"] for shape in group[1:]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _terms() -> tuple[str, ...]:
    """Latin terms of one word, as they are written."""
    return tuple(term for term in (entry.text for entry in lexicon())
                 if len(term) >= SHORTEST and term.isascii() and term.isalnum() and not term.isdigit())


@cache
def _spellings() -> frozenset[str]:
    return frozenset(term.lower() for term in _terms())


@cache
def _skeletons() -> dict[str, str]:
    """Term by its skeleton; a skeleton that two terms share stands for neither."""
    found: dict[str, str] = {}
    shared = set()
    for term in _terms():
        key = skeleton(term)
        if found.setdefault(key, term).lower() != term.lower():
            shared.add(key)
    return {key: term for key, term in found.items() if key not in shared}


@cache
def _chinese_forms() -> dict[str, str]:
    """Word by each of its misread forms: one character exchanged for one that looks like it."""
    words = frozenset(_data()["words"])
    forms: dict[str, str] = {}
    for word in _data()["words"]:
        for at, character in enumerate(word):
            for other in _alike(character):
                form = word[:at] + other + word[at + 1:]
                if form not in words:
                    forms.setdefault(form, word)
    return forms


@cache
def _chinese_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _chinese_forms()), key=len, reverse=True)))


@cache
def _alike(character: str) -> frozenset[str]:
    return frozenset(other for group in _data()["chinese"] if character in group for other in group
                     if other != character)
