"""The vocabulary: every skill and every spelling of it, lower-cased, read once.

Spellings of one or two ASCII letters ("C", "Go", "AI") would hit inside nearly every English word, so they are found
by one regular expression with word boundaries instead of the automaton.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analyzers.cues import Cue, cues
from analyzers.folding import fold
from analyzers.knowledge import esco, groups
from analyzers.knowledge.schema import Aliases
from analyzers.wording import by_first_letter

_SHORT = 2  # ASCII spellings up to this length go to the regular expression
_JOINED = 6  # shortest spelling that is also accepted with its spaces and hyphens left out
_WORDS = re.compile(r"[ -]+")
_CJK = re.compile(r"[\u3400-\u9fff]")


class Term(NamedTuple):
    """A skill of the vocabulary, under its canonical name. esco: its identifier in ESCO, "" where there is none."""

    canonical: str
    zh: str
    category: str
    kind: str
    esco: str
    discipline: bool
    asked_only: bool


class Spelling(NamedTuple):
    """One lower-cased spelling. left, right: it must not continue a Latin word on that side.

    forms: the exact spellings of a strict one, empty for a plain one; not_before: words that rule it out.
    versioned: digits may follow ("Vue3"). listed: a strict one counts only in an enumeration or beside a cue.
    """

    term: Term
    length: int
    left: bool
    right: bool
    forms: frozenset[str]
    not_before: frozenset[str]
    zh_only: bool
    listed: bool
    versioned: bool


class Vocabulary(NamedTuple):
    """The skills by name; every spelling; the longer ones and the cues of demands; the short spellings as a pattern."""

    terms: dict[str, Term]
    spellings: dict[str, Spelling]
    words: dict[str, Spelling | Cue]
    short: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read on first use (about 0.2 s). Raises ValueError where two skills share a spelling."""
    terms: dict[str, Term] = {}
    concepts = esco()
    spellings: dict[str, Spelling] = {}
    for group in groups():
        for canonical, written in group.skills.items():
            aliases = _aliases(written)
            if canonical in terms:
                raise ValueError(f"skill {canonical!r} stands twice in the vocabulary")
            term = Term(
                canonical,
                aliases.zh or _chinese(canonical, aliases),
                group.category,
                group.kind,
                concepts[canonical].id if canonical in concepts else "",
                aliases.discipline,
                aliases.asked_only,
            )
            terms[canonical] = term
            for spelling in _spellings(canonical, aliases):
                _add(spellings, spelling, term, aliases)
    return Vocabulary(terms, spellings, *_matchers(spellings))


def chinese_or_canonical(name: str, language: str) -> str:
    """The name of a canonical skill for readers of that language."""
    term = vocabulary().terms.get(name)
    return term.zh if term and language == "zh" else name


def _matchers(spellings: dict[str, Spelling]) -> tuple[dict[str, Spelling | Cue], re.Pattern[str]]:
    short = [text for text in spellings if len(text) <= _SHORT and text.isascii()]
    words: dict[str, Spelling | Cue] = {text: spelling for text, spelling in spellings.items() if text not in short}
    for text, cue in cues().items():
        if text in spellings:
            raise ValueError(f"{text!r} is a cue and a spelling of {spellings[text].term.canonical!r}")
        words[text] = cue
    return words, re.compile(
        r"\b(?:"
        + by_first_letter(map(re.escape, sorted(short, key=len, reverse=True)))
        + r")(?![a-z0-9]|-(?:annual|weekly|monthly|lingual)|[/-]\d{3})",
        re.ASCII,
    )


def _aliases(written: tuple[str, ...] | Aliases | None) -> Aliases:
    if written is None:
        return Aliases()
    return written if isinstance(written, Aliases) else Aliases(aliases=written)


def _chinese(canonical: str, aliases: Aliases) -> str:
    """The name for Chinese readers: of a name in ordinary words the first Chinese spelling, else the name itself."""
    if canonical.split(" ")[0].islower() or " " in canonical or aliases.strict is None:
        return next((alias for alias in aliases.aliases if _CJK.match(alias)), canonical)
    return canonical


def _spellings(canonical: str, aliases: Aliases) -> Iterator[str]:
    """Every lower-cased spelling: the canonical name (unless strict ones stand in for it), aliases, variants."""
    alone = aliases.strict is not None and " " not in canonical and "." not in canonical
    plain = aliases.aliases if alone else (canonical, *aliases.aliases)
    for spelling in plain:
        lower = fold(spelling).lower()
        yield lower
        words = [word for word in _WORDS.split(lower) if word]
        if len(words) > 1 and lower.isascii():
            yield " ".join(words)
            yield "-".join(words)
            if len("".join(words)) >= _JOINED:
                yield "".join(words)
    for spelling in aliases.strict or ():
        yield fold(spelling).lower()


def _add(spellings: dict[str, Spelling], text: str, term: Term, aliases: Aliases) -> None:
    if not text:
        return
    taken = spellings.get(text)
    if taken is not None and taken.term is not term:
        raise ValueError(f"{text!r} is a spelling of both {taken.term.canonical!r} and {term.canonical!r}")
    if taken is not None:
        return
    strict = {form for form in aliases.strict or () if fold(form).lower() == text}
    spellings[text] = Spelling(
        term=term,
        length=len(text),
        left=_latin(text[0]) or text[0] == ".",
        right=_latin(text[-1]),
        forms=frozenset(strict),
        not_before=frozenset(word.lower() for word in aliases.not_before) if strict else frozenset(),
        zh_only=aliases.strict_zh_only and bool(strict),
        listed=aliases.listed,
        versioned=term.kind != "soft" and len(text) > _SHORT and text[-1].isascii() and text[-1].isalpha(),
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
