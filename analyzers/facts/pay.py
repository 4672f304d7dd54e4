"""Pay: 25-45K·15薪, 1.5-2万/月, 80-120万/年, 面议, 300/天, $180,000-$220,000, GBP 130k-160k, $21-$34 per hour.

A number becomes pay only by its own form (15薪, K, 元/月, a currency with a period) or by a pay label before it; a
number beside funding, users, allowances or insurance never does. A wrong salary is worse than none: what is found
and cannot be read for sure is a doubt.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec.structs import replace

from analyzers.facts.money import CURRENCIES, MULTIPLE, PERIODS
from analyzers.facts.numbers import EN_NUMBER, ZH_NUMBER, value_of
from analyzers.posting import Absent, Fact, Pay, Period, SectionKind
from analyzers.reading import Reading
from analyzers.view import data_fact

_MONEY_BEFORE = (
    r"(?P<cur>US\$|HK\$|NT\$|NZ\$|AU\$|CA\$|[SAC]\$|[$£€¥₹₩]|\b(?:USD|GBP|EUR|CNY|RMB|HKD|SGD|AUD|CAD|TWD|JPY|INR|"
    r"CHF|NZD|KRW)\b\s?\$?|人民币)?"
)
_NUM = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d+(?:\.\d+)?|{ZH_NUMBER})"
_ZH_UNIT = r"[kKwW千万]"
_ZH_PAY = re.compile(
    rf"(?<![\d.A-Za-z]){_MONEY_BEFORE} ?(?P<lo>{_NUM}) ?(?P<lu>{_ZH_UNIT})?(?:元|块)? ?"
    rf"(?:(?P<dash>[-~至到]{{1,2}}) ?[$£€¥]?(?P<hi>{_NUM}) ?(?P<hu>{_ZH_UNIT}(?![A-Za-z]|(?<=[kK])[bB]ase\b)|"
    rf"[kK](?=[bB]ase))?)? ?(?P<plus>\+(?! ?(?:补贴|补助|津贴|奖金))|以上|起)? ?"
    rf"(?P<unit>元|块钱?|美元|美金|欧元|英镑|港币|港元|日元|新台币|"
    rf"新币|RMB|rmb|人民币)?"
    rf"(?: ?(?:[/／]|每|一(?=[年月天](?!.{{1,4}}薪))) ?(?:个)?(?P<per>月|年|天|日|小时|时|周|[Mm]onth|[Yy]ear)"
    rf"(?P<up>起(?!薪)|以上)?)?"
    rf"(?: ?(?:[·•*×xX✖,、。|(+.-]|[ ]|一年|每年|一共|共|发|总共|有){{0,6}}(?P<mon>\d{{2}}(?:\.\d)?|"
    rf"{ZH_NUMBER})(?: ?[-~] ?(?P<mon2>\d{{2}}))? ?(?:个月)?(?:薪|月薪)| ?[*×✖] ?(?P<times>1[2-9]|2[0-4])(?![\d.%]))?"
)
_EN_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d+)?"
_EN_CUR = (
    r"(?:US\$|HK\$|NT\$|NZ\$|AU\$|CA\$|[SAC]\$|[$£€₹¥]|\b(?:USD|GBP|EUR|CNY|RMB|HKD|SGD|AUD|CAD|INR|CHF|NZD)\b ?\$?)"
)
_EN_PAY = re.compile(
    rf"(?P<cur>{_EN_CUR}) ?(?P<lo>{_EN_NUM}) ?(?P<lu>[kKmM]\b|[kK](?=-))?(?P<per0> ?(?i:/|per |an? ) ?(?i:hour|"
    rf"hr|year|yr|month|mo|week|day))?"
    rf"(?: ?(?P<dash>-|~|to|and|up to) ?(?:{_EN_CUR} ?)?(?P<hi>{_EN_NUM}) ?(?P<hu>[kKmM]\b|"
    rf"[kK](?![a-z]))?)?(?P<plus>\+(?! ?(?i:bonus|equity|commission|benefits|stock|rsus?|tips|super)\b))?"
    r"(?: ?(?P<after>USD|GBP|EUR|CAD|AUD|SGD|HKD|dollars|pounds|euros)\b)?"
    r"(?: ?\(?(?i:/|-|per|an?|each|base)? ?(?P<per>(?i:hourly|hour|hr|daily|day|weekly|week|monthly|month|mo|"
    r"annually|annual|annum|yearly|year|yr|pa))\b)?"
)
_EN_BARE = re.compile(
    rf"(?<![\d.,$£€])(?P<cur>)(?!401)(?P<lo>\d{{1,3}}(?:,\d{{3}})+|"
    rf"\d{{2,3}}(?= ?(?:(?:-|~|to|and) ?\d{{2,3}} ?)?[kK])|{EN_NUMBER}) ?(?P<lu>[kK])?(?P<per0>)"
    rf"(?: ?(?P<dash>-|~|to|and) ?(?P<hi>\d{{1,3}}(?:,\d{{3}})+|"
    rf"\d{{2,3}}(?= ?[kK])|{EN_NUMBER}) ?(?P<hu>[kK])?)?(?P<plus>)"
    r" ?(?P<after>USD|GBP|EUR|CAD|AUD|SGD|HKD|dollars|pounds|euros)?(?: ?(?:/|per|an?) ?(?P<per>(?i:hour|hr|day|"
    r"week|month|annum|year|yr))\b)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:综合收入|月薪|年薪|日薪|时薪|周薪|底薪|起薪|薪资|薪酬|薪水|薪金|工资|待遇|年包|总包|package|[Bb]ase|月收入|"
    r"年收入|税前|薪)(?:范围|待遇|标准|区间|水平|带宽|结构|福利|是|"
    r"为|在|大概|大约|可以|能|给|到|:|\s|[)】*\]|#-]){0,4}(?:\d{1,2}薪)?[^\d\n]{0,6}\Z"
)
_EN_LABEL = re.compile(
    r"(?i)(?:salary|compensation|\bpay\b|wages?|\brate\b|base|remuneration|earn(?:ings)?|\bOTE\b|package|stipend|"
    r"hourly|hiring range)[^.\n]{0,60}\Z"
)
_PERIOD_LABEL = re.compile(r"(年薪|年包|总包|年收入|月薪|底薪|日薪|时薪|周薪|月收入)[^。\n]{0,8}\Z")
_EN_PERIOD_LABEL = re.compile(r"(?i)(annual|yearly|monthly|hourly|weekly|daily)[^.\n]{0,50}\Z")
_NOT_PAY = re.compile(
    r"(?:试用期|转正(?!后?(?:月|年)?(?:薪|工资))|补贴|补助|津贴|奖学金|旅游|保险|保额|报销|融资|估值|注册资本|"
    r"营收|(?<![合月年])收入(?!范围)|GMV|用户|"
    r"奖励|内推奖|"
    r"伯乐|预算(?!是?(?:月薪|年薪|薪资|薪酬|工资|待遇))|基金|礼金|礼品|资金|投资|规模|体检|餐补|房补|额度|金额|流水|"
    r"交易|价值|成本|人均|团建|贷款|资产|日活|月活|罚款|"
    r"我现在|我目前|我的(?:工资|薪)|期望薪资|您期望|您目前|你目前|你现在)[^。;\n]{0,14}\Z"
)
_EN_NOT_PAY = re.compile(
    r"(?i)(?:wage cap|cap of|below the|threshold|rais(?:ed|ing)|fund(?:ed|ing)|revenues?|sales of|budgets?|"
    r"portfolio|assets|valu(?:ed|ation)|"
    r"sign[- ]?on|bonus(?:es)?|tuition|reimburse\w*|stipend of|savings?|invest\w*|"
    r"referral|contribut\w*|insurance|grants?|donat\w*|worth|cost|spend(?:ing)?|deductible|match(?:ing)?|"
    r"allowance|401|credit|loans?|awards?|projects? (?:of|over|up)|market|i (?:currently )?(?:make|"
    r"earn))[^.\n]{0,40}\Z"
)
_NOT_AFTER = re.compile(
    r"\s?(?:/人|元/人|人(?!民币)|名|用户|字|家|台|辆|所|项|条|页|篇|年(?!薪|包)|岁|个(?!月薪)|次|级|倍|%|股|"
    r"万?行|亿|千米|公里|米|平|套|本(?!科)|QPS|TPS|"
    r"qps|[A-Z]{0,2}B\b|token|DAU|PV|UV|app|\s?(?:的)?(?:补贴|补助|津贴|奖金|旅游|基金|礼|报销|预算|用户|医疗|保险)"
    r"|(?i:[ ]?(?:million|billion|bn|mm|m\b|b\b|users|people|employees|customers|companies|projects|"
    r"in (?:revenue|funding|assets|sales|annual revenue)|sign|bonus|referral|tuition|reimbursement|stipend|worth|"
    r"invest|budget|credit|allowance|gift)))"
)
_NEGOTIABLE = re.compile(
    r"(?:薪资|薪酬|工资|待遇|薪水|月薪|年薪)?(?:范围|待遇)?\s?:?\s?(?:可)?面议|面谈|(?i:(?:salary|compensation|"
    r"pay)[^.\n]{0,20}(?:negotiable|TBD|to be (?:discussed|determined)|commensurate with|DOE|depend(?:s|"
    r"ing) on experience|based on experience)|\bDOE\b|\bnegotiable\b)"
)
_HUNDREDS = 1000.0  # spoken amounts below it mean thousands where the range's end says so
_ESTIMATED = re.compile(r"(?i)\s?\(?(?:glassdoor|indeed|estimated|est\.|employer est)")
_OPEN = frozenset({SectionKind.HEAD, SectionKind.OTHER, SectionKind.BENEFITS})
_SURE, _LABELLED, _LIKELY = 0.97, 0.93, 0.8
_HOURLY_BELOW, _YEARLY_FROM = (
    250.0,
    14_000.0,
)  # English amounts without a period: no yearly pay is under the one, no hourly over the other
_ZH_MONTHLY_BELOW, _ZH_YEARLY_FROM = 100_000.0, 150_000.0  # Chinese amounts without a period, in yuan


_IN_HEAD = 2  # rank of an amount in the head, over labelled amounts in the text


_CHINESE_MONEY = re.compile("[薪月年元万]")


class _Candidate(NamedTuple):
    """An amount that is pay. rank: 2 in the head, 1 behind a label or as a range, 0 else."""

    score: float
    start: int
    end: int
    pay: Pay
    rank: int = 0


def find_pay(reading: Reading) -> Fact[Pay] | Absent:
    """The pay that the posting offers, or Absent("negotiable"), Absent("unparsed: ..."), Absent("not stated")."""
    stated = _from_data(reading)
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
            and (best.rank < _IN_HEAD or line[0] <= one.start < line[1])
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
    if (one.period, one.currency) != (other.period, other.currency):
        return False
    return (one.minimum, one.maximum) != (other.minimum, other.maximum)


def _candidates(reading: Reading, doubts: list[str]) -> list[_Candidate]:
    flat = reading.flat
    found: list[_Candidate | None] = []
    if reading.language == "zh" or _CHINESE_MONEY.search(flat):
        found += [_chinese(reading, match, doubts) for match in reading.near(_ZH_PAY, "pay", before=32, after=40)]
    found += [_english(reading, match, doubts) for match in reading.near(_EN_PAY, "money", before=4, after=96)]
    if reading.language == "en" and not any(found) and "pay word" in reading.cues:
        bare = reading.near(_EN_BARE, "pay", before=96, after=120)
        found += [_english(reading, match, doubts, bare=True) for match in bare]
    return [candidate for candidate in found if candidate]


def _amount(words: str | None, unit: str | None) -> float | None:
    if not words:
        return None
    value = value_of(words)
    return None if value is None else value * MULTIPLE[(unit or "").lower()]


def _chinese(reading: Reading, match: re.Match[str], doubts: list[str]) -> _Candidate | None:
    flat, (start, end) = reading.flat, match.span()
    low_unit, high_unit = match["lu"], match["hu"]
    low, high = (
        _amount(match["lo"], low_unit or (high_unit if match["hi"] else None)),
        _amount(match["hi"], high_unit or low_unit),
    )
    if low is None:
        return None
    before = flat[max(0, start - 24) : start]
    before = before[before.rfind("\n\n") + 1 :] if "\n\n" in before else before
    if _NOT_PAY.search(before) or not match["mon"] and _NOT_AFTER.match(flat, end):
        return None
    label = _LABEL.search(before)
    evidence = _zh_score(reading, match, bool(label))
    if not evidence:
        return None
    if high is not None and not low < high <= low * 10:
        doubts.append(flat[start:end].strip())
        return None
    months = _months(match)
    period = _zh_period(match, low, high, before)
    if period is None or months is None or not _zh_plausible(low, high, period):
        doubts.append(flat[start:end].strip())
        return None
    currency = CURRENCIES.get((match["cur"] or match["unit"] or "元").strip().lower(), "CNY")
    maximum = None if (match["plus"] or match["up"]) and high is None else high if high is not None else low
    pay = Pay(minimum=low, maximum=maximum, currency=currency, period=period, months=months)
    return _Candidate(
        evidence,
        start,
        end,
        pay,
        _rank(reading, start, label=bool(label), ranged=high is not None, dated=bool(match["per"])),
    )


def _rank(reading: Reading, start: int, *, label: bool, ranged: bool, dated: bool = False) -> int:
    head = reading.head
    if (ranged or dated) and head and start < head[-1][1]:
        return _IN_HEAD
    return 1 if label or ranged else 0


def _zh_score(reading: Reading, match: re.Match[str], label: bool) -> float:
    """How surely the matched amount is pay, 0.0 when nothing says so."""
    unit, period, months = match["lu"] or match["hu"], match["per"], match["mon"]
    ranged = match["hi"] is not None
    if (months or match["times"]) and (unit or period or ranged):
        return _SURE
    if period and (unit or match["unit"] or match["cur"] or ranged or period in "天日"):
        return _SURE if label or ranged else _LIKELY + 0.05
    if label and (unit or match["unit"] or match["cur"] or _round_money(match)):
        return _LABELLED
    if ranged and unit in ("k", "K"):
        return _LABELLED
    if unit in ("k", "K") and match["plus"]:
        return _LIKELY
    if ranged and (_alone(reading, match) and (unit in ("万", "w", "W", "千") or _round_money(match))):
        return _LIKELY
    return 0.0


def _alone(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the amount has a line of its own, as board pages show it."""
    start, end = reading.line_of(match.start())
    rest = reading.flat[start : match.start()] + reading.flat[match.end() : end]
    return not rest.strip(" *·|-()元") and reading.kind_at(match.start()) in _OPEN


def _round_money(match: re.Match[str]) -> bool:
    """Whether a bare number looks like yuan a month: 1500 to 200000, and no year."""
    low = _amount(match["lo"], None) or 0.0
    high = _amount(match["hi"], None) or low
    return 1500 <= low <= 200_000 and not (1900 <= low <= 2100 and 1900 <= high <= 2100) and high % 50 in (0, 1, 49)


def _months(match: re.Match[str]) -> float | None:
    words = match["mon"] or match["times"]
    if not words:
        return 12.0
    months = value_of(words)
    return months if months is not None and 12 <= months <= 24 else None


def _zh_period(match: re.Match[str], low: float, high: float | None, before: str) -> Period | None:
    if match["per"]:
        return PERIODS[match["per"].lower()]
    label = _PERIOD_LABEL.search(before)
    if label:
        return {"年": Period.YEAR, "总": Period.YEAR, "日": Period.DAY, "时": Period.HOUR, "周": Period.WEEK}.get(
            label[1][0], Period.MONTH
        )
    top = high if high is not None else low
    if match["mon"] or (match["lu"] or match["hu"] or "").lower() == "k" and top <= 2 * _ZH_YEARLY_FROM:
        return Period.MONTH
    if top < _ZH_MONTHLY_BELOW:
        return Period.MONTH
    return Period.YEAR if low >= _ZH_YEARLY_FROM else None


_ZH_SANE = {
    Period.HOUR: (8, 3000),
    Period.DAY: (40, 20_000),
    Period.WEEK: (200, 100_000),
    Period.MONTH: (800, 500_000),
    Period.YEAR: (10_000, 20_000_000),
}


def _zh_plausible(low: float, high: float | None, period: Period) -> bool:
    least, most = _ZH_SANE[period]
    return least <= low and (high or low) <= most


def _english(reading: Reading, match: re.Match[str], doubts: list[str], *, bare: bool = False) -> _Candidate | None:
    flat, (start, end) = reading.flat, match.span()
    unit_low, unit_high = match["lu"], match["hu"]
    low, high = (
        _amount(match["lo"], unit_low or (unit_high if match["hi"] else None)),
        _amount(match["hi"], unit_high or unit_low),
    )
    if low is None or (unit_low or "").lower() == "m":
        return None
    if bare and high is not None and low < _HUNDREDS and "thousand" in match["hi"].lower():
        low *= 1000.0  # "one sixty to one ninety thousand"
    if bare and high is not None and not low < high <= low * 10:
        doubts.append(flat[start:end].strip())
        return None
    if high is not None and not low < high <= low * 10:
        high = None
        end = match.start("dash")
    line = flat.rfind("\n", 0, max(0, start - 1))
    before = flat[max(0, start - 80, line - 30) : start]
    if _NOT_AFTER.match(flat, end) or _EN_NOT_PAY.search(before):
        return None
    label = _EN_LABEL.search(before) is not None
    period = _en_period(match, low, high, before)
    per = match["per"] or match["per0"]
    if not (per or label or (high is not None and (unit_high or _alone(reading, match)))):
        return None
    if bare and (not label or not match["after"] and not match["hi"] and not per):
        return None
    if period is None:
        if label and not bare:
            doubts.append(flat[start:end].strip())
        return None
    currency = CURRENCIES.get((match["cur"] or match["after"] or "").strip().lower().replace(" ", ""), "")
    if not currency:
        doubts.append(flat[start:end].strip())
        return None
    score = _SURE if high is not None and (per or label) else _LABELLED if label and per else _LIKELY
    maximum = (
        None
        if match["plus"] or re.search(r"(?i)(?:from|starting at|at least|minimum)\s*:?\s*$", before)
        else high
        if high is not None
        else low
    )
    minimum = None if re.search(r"(?i)up to\s*$", before) and high is None else low
    pay = Pay(
        minimum=minimum,
        maximum=maximum if high is None else high,
        currency=currency,
        period=period,
        estimated=bool(_ESTIMATED.match(flat, end)),
    )
    return _Candidate(score, start, end, pay, _rank(reading, start, label=label, ranged=high is not None))


def _en_period(match: re.Match[str], low: float, high: float | None, before: str) -> Period | None:
    words = match["per"] or (match["per0"] or "").strip(" /").split(" ")[-1]
    if words:
        period = PERIODS[words.lower()]
        sane = {Period.HOUR: (5, 1000), Period.YEAR: (5000, 5_000_000)}.get(period, (20, 5_000_000))
        return period if sane[0] <= low <= sane[1] else None
    label = _EN_PERIOD_LABEL.search(before)
    if label:
        period = PERIODS[label[1].lower()]
        if (period is Period.HOUR) == (low < _HOURLY_BELOW):
            return period
    top = high or low
    if top < _HOURLY_BELOW:
        return Period.HOUR
    return Period.YEAR if low >= _YEARLY_FROM else None


def _with_months(reading: Reading, stated: Fact[Pay]) -> Fact[Pay]:
    """The text's own words for the pay that the data states, where they add the salaries a year: "25-40K·14薪"."""
    for one in _candidates(reading, []) if "pay" in reading.cues else []:
        if one.pay.months != stated.value.months and replace(one.pay, months=stated.value.months) == stated.value:
            return reading.view.fact(one.pay, one.start, one.end, one.score)
    return stated


def _from_data(reading: Reading) -> Fact[Pay] | None:
    """baseSalary of a JobPosting: minValue, maxValue or value, unitText, currency."""
    low = reading.leaf("baseSalary.value.minValue", "baseSalary.minValue", "baseSalary.value.value", "baseSalary.value")
    high = reading.leaf(
        "baseSalary.value.maxValue", "baseSalary.maxValue", "baseSalary.value.value", "baseSalary.value"
    )
    if not low or not high:
        return None
    unit = reading.leaf("baseSalary.value.unitText", "baseSalary.unitText")
    currency = reading.leaf("baseSalary.currency", "salaryCurrency", "baseSalary.value.currency")
    minimum, maximum = value_of(low.text), value_of(high.text)
    if minimum is None or maximum is None or not unit or not currency or not minimum <= maximum or maximum <= 0:
        reading.doubts.append(f"unparsed: baseSalary {low.text}-{high.text}")
        return None
    try:
        period = Period(unit.text.strip().upper())
    except ValueError:
        reading.doubts.append(f"unparsed: baseSalary per {unit.text}")
        return None
    fact = data_fact(low, Pay(minimum=minimum, maximum=maximum, currency=currency.text.strip().upper(), period=period))
    if high is low:
        return fact
    both = fact.evidence + data_fact(high, 0.0).evidence
    return Fact(value=fact.value, words=f"{low.text} {high.text}", evidence=both, confidence=fact.confidence)
