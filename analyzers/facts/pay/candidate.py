"""An amount of money that is pay, and what ranks it among the others of a posting."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzers.facts import money
from analyzers.facts.numbers import value_of
from analyzers.jobnames import names_job
from analyzers.posting import Pay, SectionKind
from analyzers.reading import Reading

SURE, LABELLED, LIKELY = 0.97, 0.93, 0.8
IN_HEAD = 2  # rank of an amount in the head, over labelled amounts in the text
_OPEN = frozenset({SectionKind.HEAD, SectionKind.OTHER, SectionKind.BENEFITS})


_GROUPED = re.compile(r"(\d{1,3}(?:[.' ]\d{3})+)(?:,\d{2})?")  # "48.000", "48'000", "48 000", "48.000,00"


_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)、]")


class Candidate(NamedTuple):
    """An amount that is pay. rank: 2 in the head, 1 behind a label or as a range, 0 else."""

    score: float
    start: int
    end: int
    pay: Pay
    rank: int = 0


def amount(words: str | None, unit: str | None) -> float | None:
    """The number that `words` say, by its unit; None where they say none."""
    if not words:
        return None
    if not unit and _GROUPED.fullmatch(words):
        words = _GROUPED.sub(lambda match: re.sub("[.' ]", "", match[1]), words)
    value = value_of(words)
    return None if value is None else value * money.multiples()[(unit or "").lower()]


def rank(reading: Reading, start: int, *, label: bool, ranged: bool, dated: bool = False) -> int:
    """How much an amount weighs by where it stands: in the head with a range or a period, behind a label, elsewhere."""
    head = reading.head
    if (ranged or dated) and head and start < head[-1][1]:
        return IN_HEAD
    return 1 if label or ranged else 0


def behind_title(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the amount stands in brackets of its own right behind a title: "Controls Engineer ($90k - $120k)"."""
    flat, start = reading.flat, match.start()
    if flat[start - 1 : start] != "(" or flat[match.end() : match.end() + 1] != ")":
        return False
    return names_job(_NUMBER.sub("", flat[reading.line_of(start)[0] : start - 1]).strip(" *#-"))


def alone(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the amount has a line of its own, as board pages show it, or a field of one between bars."""
    start, end = reading.line_of(match.start())
    if reading.flat.find("|", start, end) >= 0:
        start = max(start, reading.flat.rfind("|", start, match.start()) + 1)
        bar = reading.flat.find("|", match.end(), end)
        end = bar if bar >= 0 else end
    rest = reading.flat[start : match.start()] + reading.flat[match.end() : end]
    return not rest.strip(" *·|-()元") and reading.kind_at(match.start()) in _OPEN
