"""Pay as English postings and callers word it: $180,000-$220,000, GBP 130k-160k, $21-$34 per hour, one sixty."""

from __future__ import annotations

import re

from analyzers.facts import money
from analyzers.facts.numbers import EN_NUMBER
from analyzers.facts.pay import words
from analyzers.facts.pay.candidate import LABELLED, LIKELY, SURE, Candidate, alone, amount, behind_title, rank
from analyzers.posting import Pay, Period, SectionKind
from analyzers.reading import Reading

_NUM = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[.']\d{3})+(?:,\d{2})?(?![\d%])|"
    r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:\.\d+)?"
)  # 48,000 as English writes it, 18,00,000 as India, 48.000, 48'000 and 48 000 as the Continent
_CODES = "USD|GBP|EUR|CNY|RMB|HKD|SGD|AUD|CAD|INR|CHF|NZD|PLN|SEK|NOK|DKK|AED|JPY|KRW"
_CUR = rf"(?:US\$|HK\$|NT\$|NZ\$|AU\$|CA\$|[SAC]\$|[$£€₹¥]|(?<![A-Za-z])(?:{_CODES})\b ?\$?|(?<![A-Za-z])Rs\.? ?(?=\d))"
_PER = (
    r"(?: ?(?:(?i:gross|net|brutto|netto) ?)?\(?(?i:/|-|per|pro|an?|each|base)? ?(?P<per>(?i:hourly|hour|hr|daily|day|"
    r"weekly|week|monthly|month|mo|annually|annual|annum|yearly|year|yr|p[./]?[adh]|pcm|Jahr|Monat|Stunde|Tag|"
    r"(?<=/)[hdmy]|(?<=/ )h))\b)?"
)
PAY = re.compile(
    rf"(?P<cur>{_CUR}) ?(?P<lo>{_NUM}) ?(?P<lu>[kKmM]\b|[kK](?=-))?(?P<per0> ?(?i:/|per |an? ) ?(?i:hour|"
    rf"hr|year|yr|month|mo|week|day))?"
    rf"(?: ?(?P<dash>-|~|to|and|up to) ?(?:{_CUR} ?)?(?P<hi>{_NUM}) ?(?P<hu>[kKmM]\b|"
    rf"[kK](?![a-z]))?)?(?P<plus>\+(?! ?(?i:bonus|equity|commission|benefits|stock|rsus?|tips|super)\b))?"
    rf"(?: ?(?P<after>USD|GBP|EUR|CAD|AUD|SGD|HKD|dollars|pounds|euros)\b)?{_PER}"
)
BEHIND = re.compile(  # the currency behind the amount: "48.000 € - 55.000 € per year", "60-70k EUR"
    rf"(?<![\w.,'$£€₹])(?<!\d )(?P<cur>)(?P<lo>{_NUM}) ?(?P<lu>[kK])?(?P<per0>)"
    rf"(?: ?(?:€|{_CODES})? ?(?P<dash>-|~|to|bis) ?(?P<hi>{_NUM}) ?(?P<hu>[kK])?)?(?P<plus>)"
    rf" ?(?P<after>€|(?:{_CODES}|[Ee]uros?)\b)(?! ?(?:-|~|to|bis) ?\d){_PER}"
)
INDIAN = re.compile(  # "18-25 LPA", "12 lakhs per annum": hundreds of thousands of rupees a year
    r"(?<![\d.,])(?:(?:₹|\bINR|\bRs\.?) ?)?(?P<lo>\d{1,3}(?:\.\d{1,2})?) ?(?:(?i:lpa|lakhs?|lacs?|l) ?)?"
    r"(?:(?:-|~|to) ?(?:₹ ?)?(?P<hi>\d{1,3}(?:\.\d{1,2})?) ?)?"
    r"(?i:LPA\b|L ?PA\b|(?:lakhs?|lacs?)(?: ?(?:per|/|an?) ?(?:annum|year)| p\.?a\b))"
)
BARE = re.compile(
    rf"(?=\d|\b[efhmnostz])(?<![\d.,$£€])(?P<cur>)(?!401)(?P<lo>\d{{1,3}}(?:,\d{{3}})+|"
    rf"\d{{2,3}}(?= ?(?:(?:-|~|to|and) ?\d{{2,3}} ?)?[kK])|{EN_NUMBER}) ?(?P<lu>[kK])?(?P<per0>)"
    rf"(?: ?(?P<dash>-|~|to|and) ?(?P<hi>\d{{1,3}}(?:,\d{{3}})+|"
    rf"\d{{2,3}}(?= ?[kK])|{EN_NUMBER}) ?(?P<hu>[kK])?)?(?P<plus>)"
    r" ?(?P<after>USD|GBP|EUR|CAD|AUD|SGD|HKD|dollars|pounds|euros)?(?: ?(?:/|per|an?) ?(?P<per>(?i:hour|hr|day|"
    r"week|month|annum|year|yr))\b)?",
    re.IGNORECASE,
)
_PERIOD_LABEL = re.compile(r"(?i)(annual|yearly|monthly|hourly|weekly|daily|day(?= rate))[^.\n]{0,50}\Z")
_ESTIMATED = re.compile(r"(?i)\s?\(?(?:glassdoor|indeed|estimated|est\.|employer est)")
_FROM = re.compile(r"(?i)(?:from|starting at|at least|minimum)\s*:?\s*$")
_BOUND = re.compile(r"(?i)(?:up to|from|starting at)\s*$")
_SMALL_MONEY = {"JPY": 100.0, "KRW": 1000.0, "INR": 20.0}  # about a dollar's worth, for what is too much to be pay
# the applicant's, not the job's
_OF_NOW = re.compile(r"(?i)\b(?:current|present|expected|expectation|your)\b[^.;\n]{0,30}$")
_LAKH = 100_000.0
_LEAST = re.compile(r"(?i)\bminimum (?:gross |annual |monthly |yearly |starting )*(?:salary|pay)\b[^.;\n\d]{0,70}$")
_UP_TO = re.compile(r"(?i)up to\s*$")
_MAY_FOLLOW = frozenset(["€", *_CODES.split("|"), *(f"{code} " for code in _CODES.split("|"))])
_AMOUNT_BEFORE = re.compile(r"(?:\d{3}|\d ?[kK]) ?\Z")
_BY_PIECE = re.compile(r"\+? ?(?:/ ?|(?:per|each) )[A-Za-z]")  # "$150 per visit": no period of time
_HUNDREDS = 1000.0  # spoken amounts below it mean thousands where the range's end says so
_HOURLY_BELOW = 250.0  # amounts without a period: no yearly pay is under it,
_YEARLY_FROM = 14_000.0  # and no hourly one over this


def candidate(reading: Reading, match: re.Match[str], doubts: list[str], *, bare: bool = False) -> Candidate | None:
    """The pay that a matched amount states, None where it is none. bare: it has no currency before it.

    What is pay and cannot be read for sure goes to `doubts`.
    """
    flat, (start, end) = reading.flat, match.span()
    if match["cur"] in _MAY_FOLLOW and _AMOUNT_BEFORE.search(flat, max(0, start - 6), start):
        return None  # "60.000 EUR 30 days": the currency is that of the amount before it
    if not match["per"] and _BY_PIECE.match(flat, end):
        return None
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
    currency = _currency(match["cur"].strip(), match["after"] or "")
    unit = _SMALL_MONEY.get(currency, 1.0)
    period = _period(match, low / unit, high / unit if high is not None else None, before)
    per = match["per"] or match["per0"]
    bound = match["lu"] and _BOUND.search(before) and reading.kind_at(start) is SectionKind.HEAD  # "Up to £48k"
    set_apart = high is not None and (match["hu"] or alone(reading, match) or behind_title(reading, match))
    if not (per or label or bound or set_apart):
        return None
    if bare and (not label or not match["after"] and not match["hi"] and not per):
        return None
    if period is None:
        if label and not bare:
            doubts.append(flat[start:end].strip())
        return None
    if not currency:
        doubts.append(flat[start:end].strip())
        return None
    score = SURE if high is not None and (per or label) else LABELLED if label and per else LIKELY
    minimum, maximum = _bounds(match, low, high, before)
    estimated = bool(_ESTIMATED.match(flat, end))
    pay = Pay(minimum=minimum, maximum=maximum, currency=currency, period=period, estimated=estimated)
    return Candidate(score, start, end, pay, rank(reading, start, label=label, ranged=high is not None))


def _currency(before: str, behind: str) -> str:
    """The currency of the sign before an amount and the code behind it, which tells whose dollars: "$90,000 CAD"."""
    word = behind if behind and before in ("", "$") else before
    word = word.lower().replace(" ", "")
    return money.currencies().get(word, "") or money.currencies().get(word.removesuffix("$"), "")  # "USD $"


def indian(reading: Reading, match: re.Match[str]) -> Candidate | None:
    """The pay of an amount in lakhs of rupees a year; None for what the applicant has now."""
    flat, (start, end) = reading.flat, match.span()
    low, high = float(match["lo"]), float(match["hi"] or match["lo"])
    before = flat[max(0, start - 60) : start]
    if not 0.5 <= low <= high <= 500 or _OF_NOW.search(before):
        return None
    least = None if match["hi"] is None and _UP_TO.search(before) else low * _LAKH
    pay = Pay(minimum=least, maximum=high * _LAKH, currency="INR", period=Period.YEAR)
    return Candidate(LABELLED, start, end, pay, rank(reading, start, label=True, ranged=match["hi"] is not None))


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
    lowest = match["plus"] or _FROM.search(before) or _LEAST.search(before)
    return None if _UP_TO.search(before) else low, None if lowest else low


def _period(match: re.Match[str], low: float, high: float | None, before: str) -> Period | None:
    words = match["per"] or (match["per0"] or "").strip(" /").split(" ")[-1]
    if words:
        period = money.periods()[words.lower().replace(".", "").replace("/", "")]
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
