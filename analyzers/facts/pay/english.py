"""Pay as English postings and callers word it: $180,000-$220,000, GBP 130k-160k, $21-$34 per hour, one sixty."""

from __future__ import annotations

import re

from analyzers.facts import money
from analyzers.facts.numbers import EN_NUMBER
from analyzers.facts.pay import words
from analyzers.facts.pay.candidate import LABELLED, LIKELY, SURE, Candidate, alone, amount, rank
from analyzers.posting import Pay, Period
from analyzers.reading import Reading

_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d+)?"
_CUR = r"(?:US\$|HK\$|NT\$|NZ\$|AU\$|CA\$|[SAC]\$|[$£€₹¥]|\b(?:USD|GBP|EUR|CNY|RMB|HKD|SGD|AUD|CAD|INR|CHF|NZD)\b ?\$?)"
PAY = re.compile(
    rf"(?P<cur>{_CUR}) ?(?P<lo>{_NUM}) ?(?P<lu>[kKmM]\b|[kK](?=-))?(?P<per0> ?(?i:/|per |an? ) ?(?i:hour|"
    rf"hr|year|yr|month|mo|week|day))?"
    rf"(?: ?(?P<dash>-|~|to|and|up to) ?(?:{_CUR} ?)?(?P<hi>{_NUM}) ?(?P<hu>[kKmM]\b|"
    rf"[kK](?![a-z]))?)?(?P<plus>\+(?! ?(?i:bonus|equity|commission|benefits|stock|rsus?|tips|super)\b))?"
    r"(?: ?(?P<after>USD|GBP|EUR|CAD|AUD|SGD|HKD|dollars|pounds|euros)\b)?"
    r"(?: ?\(?(?i:/|-|per|an?|each|base)? ?(?P<per>(?i:hourly|hour|hr|daily|day|weekly|week|monthly|month|mo|"
    r"annually|annual|annum|yearly|year|yr|pa))\b)?"
)
BARE = re.compile(
    rf"(?<![\d.,$£€])(?P<cur>)(?!401)(?P<lo>\d{{1,3}}(?:,\d{{3}})+|"
    rf"\d{{2,3}}(?= ?(?:(?:-|~|to|and) ?\d{{2,3}} ?)?[kK])|{EN_NUMBER}) ?(?P<lu>[kK])?(?P<per0>)"
    rf"(?: ?(?P<dash>-|~|to|and) ?(?P<hi>\d{{1,3}}(?:,\d{{3}})+|"
    rf"\d{{2,3}}(?= ?[kK])|{EN_NUMBER}) ?(?P<hu>[kK])?)?(?P<plus>)"
    r" ?(?P<after>USD|GBP|EUR|CAD|AUD|SGD|HKD|dollars|pounds|euros)?(?: ?(?:/|per|an?) ?(?P<per>(?i:hour|hr|day|"
    r"week|month|annum|year|yr))\b)?",
    re.IGNORECASE,
)
_PERIOD_LABEL = re.compile(r"(?i)(annual|yearly|monthly|hourly|weekly|daily)[^.\n]{0,50}\Z")
_ESTIMATED = re.compile(r"(?i)\s?\(?(?:glassdoor|indeed|estimated|est\.|employer est)")
_FROM = re.compile(r"(?i)(?:from|starting at|at least|minimum)\s*:?\s*$")
_UP_TO = re.compile(r"(?i)up to\s*$")
_HUNDREDS = 1000.0  # spoken amounts below it mean thousands where the range's end says so
_HOURLY_BELOW = 250.0  # amounts without a period: no yearly pay is under it,
_YEARLY_FROM = 14_000.0  # and no hourly one over this


def candidate(reading: Reading, match: re.Match[str], doubts: list[str], *, bare: bool = False) -> Candidate | None:
    """The pay that a matched amount states, None where it is none. bare: it has no currency before it.

    What is pay and cannot be read for sure goes to `doubts`.
    """
    flat, (start, end) = reading.flat, match.span()
    low, high = _range(match)
    if low is None or (match["lu"] or "").lower() == "m":
        return None
    if high is not None and not low < high <= low * 10:
        if bare:
            doubts.append(flat[start:end].strip())
            return None
        high, end = None, match.start("dash")
    line = flat.rfind("\n", 0, max(0, start - 1))
    before = flat[max(0, start - 80, line - 30) : start]
    if words.behind().match(flat, end) or words.english().not_pay.search(before):
        return None
    label = words.english().label.search(before) is not None
    period = _period(match, low, high, before)
    per = match["per"] or match["per0"]
    if not (per or label or (high is not None and (match["hu"] or alone(reading, match)))):
        return None
    if bare and (not label or not match["after"] and not match["hi"] and not per):
        return None
    if period is None:
        if label and not bare:
            doubts.append(flat[start:end].strip())
        return None
    currency = money.currencies().get((match["cur"] or match["after"] or "").strip().lower().replace(" ", ""), "")
    if not currency:
        doubts.append(flat[start:end].strip())
        return None
    score = SURE if high is not None and (per or label) else LABELLED if label and per else LIKELY
    minimum, maximum = _bounds(match, low, high, before)
    estimated = bool(_ESTIMATED.match(flat, end))
    pay = Pay(minimum=minimum, maximum=maximum, currency=currency, period=period, estimated=estimated)
    return Candidate(score, start, end, pay, rank(reading, start, label=label, ranged=high is not None))


def _range(match: re.Match[str]) -> tuple[float | None, float | None]:
    """The lower and the upper amount: a unit that one of them has holds for both ("$120-150K")."""
    low = amount(match["lo"], match["lu"] or (match["hu"] if match["hi"] else None))
    high = amount(match["hi"], match["hu"] or match["lu"])
    if low is not None and high is not None and low < _HUNDREDS and "thousand" in match["hi"].lower():
        low *= 1000.0  # "one sixty to one ninety thousand"
    return low, high


def _bounds(match: re.Match[str], low: float, high: float | None, before: str) -> tuple[float | None, float | None]:
    """The pay's ends: one amount is both, or the lower or the upper one alone where words or a plus say so."""
    if high is not None:
        return low, high
    lowest = match["plus"] or _FROM.search(before)
    return None if _UP_TO.search(before) else low, None if lowest else low


def _period(match: re.Match[str], low: float, high: float | None, before: str) -> Period | None:
    words = match["per"] or (match["per0"] or "").strip(" /").split(" ")[-1]
    if words:
        period = money.periods()[words.lower()]
        sane = {Period.HOUR: (5, 1000), Period.YEAR: (5000, 5_000_000)}.get(period, (20, 5_000_000))
        return period if sane[0] <= low <= sane[1] else None
    label = _PERIOD_LABEL.search(before)
    if label:
        period = money.periods()[label[1].lower()]
        if (period is Period.HOUR) == (low < _HOURLY_BELOW):
            return period
    top = high or low
    if top < _HOURLY_BELOW:
        return Period.HOUR
    return Period.YEAR if low >= _YEARLY_FROM else None
