"""Pay as Chinese postings write it: 25-45K·15薪, 1.5-2万/月, 80-120万/年, 300/天, 月薪四万到六万."""

from __future__ import annotations

import re

from analyzers.facts import money
from analyzers.facts.numbers import ZH_NUMBER, value_of
from analyzers.facts.pay import words
from analyzers.facts.pay.candidate import LABELLED, LIKELY, SURE, Candidate, alone, amount, rank
from analyzers.posting import Pay, Period
from analyzers.reading import Reading

_MONEY_BEFORE = (
    r"(?P<cur>US\$|HK\$|NT\$|NZ\$|AU\$|CA\$|[SAC]\$|[$£€¥₹₩]|(?<![A-Za-z])(?:USD|GBP|EUR|CNY|RMB|HKD|SGD|AUD|CAD|TWD|JPY|INR|"
    r"CHF|NZD|KRW)\b\s?\$?|人民币)?"
)
_NUM = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d+(?:\.\d+)?|{ZH_NUMBER})"
_ZH_UNIT = r"[kKwW千万]"
PAY = re.compile(
    rf"(?<![\d.A-Za-z]){_MONEY_BEFORE} ?(?P<lo>{_NUM}) ?(?P<lu>{_ZH_UNIT})?(?:元|块)? ?"
    rf"(?:(?P<dash>[-~至到]{{1,2}}) ?[$£€¥]?(?P<hi>{_NUM}) ?(?P<hu>{_ZH_UNIT}(?![A-Za-z]|(?<=[kK])[bB]ase\b)|"
    rf"[kK](?=[bB]ase))?)? ?(?P<plus>\+(?! ?(?:补贴|补助|津贴|奖金))|以上|起)? ?"
    rf"(?P<unit>元?(?:美元|美金|美刀|欧元|英镑|港币|港元|日元|新台币|台币|新币|澳元|澳币|加元|加币|RMB|rmb|人民币|"
    rf"(?:USD|GBP|EUR|CNY|HKD|SGD|AUD|CAD|TWD|JPY|CHF|NZD)(?![A-Za-z]))|元|块钱?)?"
    rf"(?: ?(?:[/／]|每|一(?=个?[年月天](?!.{{1,4}}薪|以[上下]|[半多内]|左右|及|经[验历])))"
    rf" ?(?:个)?(?P<per>月|年|天|日|小时|时|周|[Mm]onth|[Yy]ear)"
    rf"(?P<up>起(?!薪)|以上)?)?"
    rf"(?: ?(?:[·•*×xX✖,、。|(+.-]|[ ]|一年|每年|一共|共|发|总共|有|左右|上下){{0,6}}(?P<mon>\d{{2}}(?:\.\d)?|"
    rf"{ZH_NUMBER})(?: ?[-~] ?(?P<mon2>\d{{2}}))? ?(?:个月)?(?:薪|月薪)| ?[*×✖] ?(?P<times>1[2-9]|2[0-4])(?![\d.%]))?"
)
_PERIOD_LABEL = re.compile(r"(年薪|年包|总包|年收入|月薪|底薪|日薪|时薪|周薪|月收入)[^。\n]{0,8}\Z")
_BY_PIECE = re.compile(  # "200元/课时"
    r" ?(?:元|块)?(?:/|每|一)(?:节|课|单|场|篇|人|件|期|集|[^\W\d]{0,2}(?:课时|班次?|次)|[条个张份台套页字])"
)
_OR_ELSE = re.compile(r"\s?(?:[/、]|或)\s?\d+(?:\.\d+)?\s?[kKwW万千]")  # "20k/25k/30k": one amount of several
_OF_SEVERAL = re.compile(r"\d\s?[kKwW万千]\s?(?:[/、]|或)\s?\Z")
_AT_MOST = re.compile(
    r"(?:最高|最多|上限|不超过|至多|封顶|高达|可达)(?:薪资|月薪|年薪)?(?:是|为|到|可以?|能|给|达|:|\s){0,6}\Z"
)
_WHOLE = 1000.0  # from here an amount before one in 万 or K is in yuan
_MONTHLY_BELOW, _YEARLY_FROM = 100_000.0, 150_000.0  # amounts without a period, in yuan


def candidate(reading: Reading, match: re.Match[str], doubts: list[str]) -> Candidate | None:
    """The pay that a matched amount states, None where it is none; what cannot be read for sure goes to `doubts`."""
    flat, (start, end) = reading.flat, match.span()
    low = amount(match["lo"], match["lu"] or (match["hu"] if match["hi"] else None))
    if not match["lu"] and match["hu"] and (whole := amount(match["lo"], None)) and whole >= _WHOLE:
        low = whole  # "8000-1.2万"
    high = amount(match["hi"], match["hu"] or match["lu"])
    if low is None:
        return None
    before = flat[max(0, start - 24) : start]
    before = before[before.rfind("\n\n") + 1 :] if "\n\n" in before else before
    if words.chinese().not_pay.search(before) or not match["mon"] and words.behind().match(flat, end):
        return None
    if not match["per"] and _BY_PIECE.match(flat, end):
        return None
    if high is None and (_OR_ELSE.match(flat, end) or _OF_SEVERAL.search(before)):
        doubts.append(flat[start:end].strip())
        return None
    label = words.chinese().label.search(before)
    evidence = _score(reading, match, bool(label))
    if not evidence:
        return None
    if high is not None and not low < high <= low * 10:
        doubts.append(flat[start:end].strip())
        return None
    months = _months(match)
    period = _period(match, low, high, before)
    if period is None or months is None or not _plausible(low, high, period):
        doubts.append(flat[start:end].strip())
        return None
    said = (match["cur"] or match["unit"] or "元").strip().lower()
    currency = money.currencies().get(said) or money.currencies().get(said.removeprefix("元"), "CNY")
    maximum = None if (match["plus"] or match["up"]) and high is None else high if high is not None else low
    low_end = None if high is None and maximum is not None and _AT_MOST.search(before) else low
    pay = Pay(minimum=low_end, maximum=maximum, currency=currency, period=period, months=months)
    return Candidate(
        evidence,
        start,
        end,
        pay,
        rank(reading, start, label=bool(label), ranged=high is not None, dated=bool(match["per"])),
    )


def _score(reading: Reading, match: re.Match[str], label: bool) -> float:
    """How surely the matched amount is pay, 0.0 when nothing says so."""
    unit, period, months = match["lu"] or match["hu"], match["per"], match["mon"]
    ranged = match["hi"] is not None
    if (months or match["times"]) and (unit or period or ranged):
        return SURE
    if period and (unit or match["unit"] or match["cur"] or ranged or label or period in "天日"):
        return SURE if label or ranged else LIKELY + 0.05
    if label and (unit or match["unit"] or match["cur"] or _round_money(match)):
        return LABELLED
    if ranged and unit in ("k", "K"):
        return LABELLED
    if ranged and _in_yuan(match) and _round_money(match) and reading.head and match.start() < reading.head[-1][1]:
        return LIKELY
    if unit in ("k", "K") and match["plus"]:
        return LIKELY
    if ranged and (alone(reading, match) and (unit in ("万", "w", "W", "千") or _round_money(match))):
        return LIKELY
    return 0.0


def _in_yuan(match: re.Match[str]) -> bool:
    return match["unit"] == "元" or match.group().rstrip().endswith("元")


def _round_money(match: re.Match[str]) -> bool:
    """Whether a bare number looks like yuan a month: 1500 to 200000, and no year."""
    low = amount(match["lo"], None) or 0.0
    high = amount(match["hi"], None) or low
    return 1500 <= low <= 200_000 and not (1900 <= low <= 2100 and 1900 <= high <= 2100) and high % 50 in (0, 1, 49)


def _months(match: re.Match[str]) -> float | None:
    words = match["mon"] or match["times"]
    if not words:
        return 12.0
    months = value_of(words)
    return months if months is not None and 12 <= months <= 24 else None


def _period(match: re.Match[str], low: float, high: float | None, before: str) -> Period | None:
    if match["per"]:
        return money.periods()[match["per"].lower()]
    label = _PERIOD_LABEL.search(before)
    if label:
        return {"年": Period.YEAR, "总": Period.YEAR, "日": Period.DAY, "时": Period.HOUR, "周": Period.WEEK}.get(
            label[1][0], Period.MONTH
        )
    top = high if high is not None else low
    if match["mon"] or (match["lu"] or match["hu"] or "").lower() == "k" and top <= 2 * _YEARLY_FROM:
        return Period.MONTH
    if top < _MONTHLY_BELOW:
        return Period.MONTH
    return Period.YEAR if low >= _YEARLY_FROM else None


_SANE = {
    Period.HOUR: (8, 3000),
    Period.DAY: (40, 20_000),
    Period.WEEK: (200, 100_000),
    Period.MONTH: (800, 500_000),
    Period.YEAR: (10_000, 20_000_000),
}


def _plausible(low: float, high: float | None, period: Period) -> bool:
    least, most = _SANE[period]
    return least <= low and (high or low) <= most
