"""Pay: 25-45K·15薪, 1.5-2万/月, 80-120万/年, 面议, 300/天, $180,000-$220,000, GBP 130k-160k, $21-$34 per hour.

A number becomes pay only by its own form (15薪, K, 元/月, a currency with a period) or by a pay label before it; a
number beside funding, users, allowances or insurance never does. A wrong salary is worse than none: what is found
and cannot be read for sure is a doubt.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from analyzers.facts import cities
from analyzers.facts.pay import chinese, english
from analyzers.facts.pay.candidate import IN_HEAD, Candidate
from analyzers.facts.pay.stated import from_data
from analyzers.posting import Absent, Fact, Pay
from analyzers.reading import Reading

_NEGOTIABLE = re.compile(
    r"(?:薪资|薪酬|工资|待遇|薪水|月薪|年薪)?(?:范围|待遇)?\s?:?\s?(?:可)?面议|面谈|(?i:(?:salary|compensation|"
    r"pay)[^.\n]{0,20}(?:negotiable|TBD|to be (?:discussed|determined)|commensurate with|DOE|depend(?:s|"
    r"ing) on experience|based on experience)|\bDOE\b|\bnegotiable\b)"
)
_ENTRY = re.compile(r"\s*(?:[-*•●·]\s?|\d{1,2}[.、)]\s?(?!\d))(?=\S)")
_CHINESE_MONEY = re.compile("[薪月年元万]")


def find_pay(reading: Reading) -> Fact[Pay] | Absent:
    """The pay that the posting offers, or Absent("negotiable"), Absent("unparsed: ..."), Absent("not stated")."""
    stated = from_data(reading)
    if stated:
        return _with_months(reading, stated)
    flat = reading.flat
    if "pay" not in reading.cues:
        return Absent()
    doubts: list[str] = []
    found = _candidates(reading, doubts)
    if found:
        best = max(found, key=lambda candidate: (candidate.rank, candidate.score, -candidate.start))
        line = reading.line_of(best.start)
        rivals = [
            one
            for one in found
            if one.rank == best.rank
            and _contradict(one.pay, best.pay)
            and (best.rank < IN_HEAD or line[0] <= one.start < line[1] or _elsewhere(reading, one, best))
        ]
        if rivals:
            said = " / ".join(flat[one.start : one.end].strip() for one in (best, *rivals[:2]))
            return Absent(reason=f"ambiguous: {said}")
        return reading.view.fact(best.pay, best.start, best.end, best.score)
    if any(reading.near(_NEGOTIABLE, "negotiable", before=48, after=40)):
        return Absent(reason="negotiable")
    return Absent(reason=f"unparsed: {doubts[0]}") if doubts else Absent()


def _contradict(one: Pay, other: Pay) -> bool:
    """Whether two pays of the same period and currency cannot both be meant."""
    if one.currency != other.currency and _ranged(one) and _ranged(other):
        return True
    if (one.period, one.currency) != (other.period, other.currency):
        return False
    return (one.minimum, one.maximum) != (other.minimum, other.maximum)


def _elsewhere(reading: Reading, one: Candidate, other: Candidate) -> bool:
    """Whether two lines of a head give the pay of two cities or of a list: "北京 20-40K" over "深圳 18-35K"."""
    lines = [reading.line_of(each.start) for each in (one, other)]
    named = [_city_in(reading.flat, *line) for line in lines]
    return all(named) and named[0] != named[1] or all(_ENTRY.match(reading.flat, *line) for line in lines)


def _city_in(flat: str, start: int, end: int) -> str:
    match = cities.chinese_pattern().search(flat, start, end) or cities.english_pattern().search(flat, start, end)
    return match.group() if match else ""


def _ranged(pay: Pay) -> bool:
    return None not in (pay.minimum, pay.maximum) and pay.minimum != pay.maximum


def _candidates(reading: Reading, doubts: list[str]) -> list[Candidate]:
    found: list[Candidate | None] = []
    if reading.language == "zh" or _CHINESE_MONEY.search(reading.flat):
        amounts = reading.near(chinese.PAY, "pay", before=32, after=40)
        found += [chinese.candidate(reading, match, doubts) for match in amounts]
    amounts = reading.near(english.PAY, "money", before=4, after=96)
    found += [english.candidate(reading, match, doubts) for match in amounts]
    if not any(found):
        amounts = reading.near(english.BEHIND, "money", before=44, after=32)
        found += [english.candidate(reading, match, doubts) for match in amounts]
    found += [english.indian(reading, match) for match in reading.near(english.INDIAN, "lakh", before=32, after=20)]
    if reading.language == "en" and not any(found) and "pay word" in reading.cues:
        amounts = reading.near(english.BARE, "pay", before=96, after=120)
        found += [english.candidate(reading, match, doubts, bare=True) for match in amounts]
    return [candidate for candidate in found if candidate]


def _with_months(reading: Reading, stated: Fact[Pay]) -> Fact[Pay]:
    """The text's own words for the pay that the data states, where they add the salaries a year: "25-40K·14薪"."""
    for one in _candidates(reading, []) if "pay" in reading.cues else []:
        if one.pay.months != stated.value.months and replace(one.pay, months=stated.value.months) == stated.value:
            return reading.view.fact(one.pay, one.start, one.end, one.score)
    return stated
