"""Years of experience: "3-5年", "五年以上", "at least five years", 应届, no experience needed."""

from __future__ import annotations

import re

from analyzers.facts.cities import chinese_pattern
from analyzers.facts.numbers import EN_NUMBER, value_of
from analyzers.posting import Absent, Fact, SectionKind, Years
from analyzers.reading import Reading
from analyzers.view import data_fact

_ZH_N = r"(?:\d{1,2}(?:\.5)?|[一二两三四五六七八九十]{1,2})"
_ZH = re.compile(
    rf"(?:(?P<least>至少|不少于|不低于|最少) ?)?(?<![\d\-~])(?P<lo>{_ZH_N})\s?年?\s?(?:(?:-|~|至|到|"
    rf"--)\s?(?P<hi>{_ZH_N}))?\s?(?P<plus>\+)?\s?年(?!级|龄|终|会|度|代|底|初|薪|月|假|轻|\d|份|后(?!端)|"
    rf"前(?!端)|全球|间|历史|"
    rf"内(?!.{0, 4}经验|工作)|以来|来)"
    r"\s?(?P<open>\+|(?:或|及|和|含|以|\()?\s?(?:以上|及以上))?"
)
_ZH_NONE = re.compile(
    r"(?:工作)?经验\s?(?:不限|不作要求|无要求)|不限(?:工作)?经验|(?:无需|不需要|无)(?:工作|"
    r"相关)?经验(?:要求)?(?:即可|亦可|也可|,|。|;|$)|"
    r"(?P<grad>应届(?:毕业)?生|应届|在校生|校招|\d{2,4}届)",
    re.M,
)
_ZH_ABOUT = re.compile(r"经验|工作|从业|开发|研发|相关|以上|经历|背景|设计|管理|项目|行业")
_ZH_NOT = re.compile(
    r"(?:成立|创立|创办|历史|专注|深耕|发展|获得|已有|合同|服务期|近|过去|未来|连续|满|司龄|入职|每|第|保修|"
    r"质保|有效|居住|任期|公司)[^,;。:]{0,4}$|(?:^|"
    r"[,;。:])[^,;。:]{0,4}拥有$"
)
_EN_N = rf"(?:\d{{1,2}}(?:\.5)?|{EN_NUMBER})"
_EN = re.compile(
    r"\b(?=[\daefhmnostz])"  # what "at least", "minimum", "no less", "over" and numbers begin with
    rf"(?P<least>\b(?:at least|minimum(?: of)?|a minimum of|min\.?|no less than|over|"
    rf"more than)\s+(?:of )?)?(?<![\d.$])\b(?P<lo>{_EN_N})(?:\s?\(\d{{1,2}}\))?\s?(?P<plus>\+|or more|plus)?\s?"
    rf"(?:(?:-|~|to|or|and)\s?(?P<hi>{_EN_N})(?:\s?\(\d{{1,2}}\))?\s?\+?\s?)?(?P<plus2>\+|or more|"
    rf"plus)?\s?(?:full )?(?:-\s?)?(?:years?|yrs?)\b['’]?(?:\s?(?P<open>\+|or more|plus|minimum|"
    rf"and above))?(?P<rest>[^.;\n]{{0,70}})",
    re.IGNORECASE,
)
_EN_ABOUT = re.compile(
    r"(?i)experience|working|background|in (?:a|an|the|software|data|industry|sales|marketing|related|similar)|"
    r"experienced|hands-on|professional|industry|relevant|related|developing|building|^ ?(?:in|of|with|"
    r"as) (?!business\b|age\b|the company)"
)
_EN_NOT = re.compile(
    r"(?i)(?:we have|with over|our|company|for (?:over|more than|the (?:past|last))|founded|since|over the (?:past|"
    r"last)|old\b|age|warranty|contract|within|every|last|past|next|combined|in business|history|serving|"
    r"celebrat\w+)[^.\n]{0,14}$"
)
_EXPERIENCE_AFTER = re.compile(r".{0,14}?(?:经验|经历)")
_OF_WORK = re.compile(r"(?:的)?(?:相关)?(?:工作|从业)?(?:经验|经历)|(?:以上)?(?:的)?(?:相关)?工作")  # in general
_ZH_NAMED = re.compile(r"(?:经验|年限)(?:要求)?\s?:\s?$")
# "Experience: 3+ years", "Experience required 4 to 7 yrs"
_EN_NAMED = re.compile(r"(?i)\b(?:exp(?:erience|\.)?\s?:|experience (?:required|needed)\s?:?)\s?$")
_EN_NONE = re.compile(
    r"(?i)no (?:(?:prior|previous|work|commercial|professional|industry|formal|relevant) ){0,2}experience (?:is )?"
    r"(?:required|necessary|needed)|(?:recent|new|fresh) grad(?:uate)?s?\b"
)
_SURE, _TOLD = 0.96, 0.9
_OUTSIDE = frozenset(
    {SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.BENEFITS, SectionKind.NICE, SectionKind.DUTIES}
)
MOST_YEARS = 30  # more is a company's age


def find_experience(reading: Reading) -> Fact[Years] | Absent:
    """The years of experience asked for; the head's over the text's, the general over the particular."""
    months = reading.leaf("experienceRequirements.monthsOfExperience")
    if months and (value := value_of(months.text)) is not None:
        return data_fact(months, Years(minimum=round(value / 12, 1), maximum=None))
    flat = reading.flat
    found: list[tuple[float, int, int, Years]] = []
    if "年" in flat or "经验" in flat or "届" in flat:
        found += _chinese(reading)
    if "year" in reading.view.lower or "yr" in reading.view.lower:
        found += _english(reading)
    if not found:
        return _none_needed(reading)
    score, start, end, years = max(found, key=lambda one: (one[0], -one[1]))
    return reading.view.fact(years, start, end, min(score, _SURE))


def _weight(reading: Reading, start: int, head_end: int) -> float:
    if start < head_end and reading.kind_at(start) is SectionKind.HEAD:
        return _SURE
    kind = reading.kind_at(start)
    if kind in _OUTSIDE:
        return 0.0
    return _TOLD if kind is SectionKind.MUST else _TOLD - 0.05


def _chinese(reading: Reading) -> list[tuple[float, int, int, Years]]:
    flat = reading.flat
    head_end = reading.head[-1][1] if reading.head else 0
    items = set(reading.outline.starts)
    found = []
    for match in reading.near(_ZH, "years", before=16, after=16):
        start, end = match.span()
        low = value_of(match["lo"])
        if "." in match["lo"] and start + 2 in items or flat[start - 1 : start] == "." and start not in items:
            if "." not in match["lo"]:
                continue
            start, low = (
                start + 2,
                value_of(match["lo"].split(".")[1]),
            )  # "1.5年以上" as the first item is mark 1 and five years
        high = value_of(match["hi"]) if match["hi"] else None
        named = _ZH_NAMED.search(flat, max(0, start - 9), start)
        weight = _weight(reading, start, head_end) or (_TOLD if named else 0.0)
        after = flat[end : end + 24].split("\n")[0]
        before = flat[max(0, start - 8) : start]
        own = _alone(flat[reading.line_of(start)[0] : start]) or before[-1:] in "验 |·/"
        own = own or before[-1:] == "," and after[:1] in (",", "")
        open_up = bool(match["open"] or match["plus"] or match["least"])
        if low is None or not weight or low > MOST_YEARS or (high is not None and not low < high <= MOST_YEARS):
            continue
        if _ZH_NOT.search(before) or not (
            open_up
            or high is not None
            and (own or _ZH_ABOUT.search(after))
            or _EXPERIENCE_AFTER.match(after)
            or "经验" in before
        ):
            continue
        general = (
            0.02
            if _OF_WORK.match(after)
            else 0.0
        )
        found.append((weight + general, start, end, Years(minimum=low, maximum=high)))
    return found


def _alone(before: str) -> bool:
    """Whether nothing but a city stands before the years: a header that lost its spaces, "上海1-3年本科"."""
    rest = before.strip(" ·|/经验:-")
    return not rest or chinese_pattern().fullmatch(rest) is not None


def _english(reading: Reading) -> list[tuple[float, int, int, Years]]:
    flat = reading.flat
    head_end = reading.head[-1][1] if reading.head else 0
    found = []
    for match in reading.near(_EN, "years", before=64, after=96):
        start = match.start()
        low, high = value_of(match["lo"]), value_of(match["hi"]) if match["hi"] else None
        named = _EN_NAMED.search(flat[max(0, start - 24) : start])
        weight = _weight(reading, start, head_end) or (_TOLD if named else 0.0)
        if (
            low is None
            or not weight
            or not 0 < low <= MOST_YEARS
            or (high is not None and not low < high <= MOST_YEARS)
        ):
            continue
        if not (named or _EN_ABOUT.search(match["rest"])) or _EN_NOT.search(flat[max(0, start - 30) : start]):
            continue
        if re.search(r"(?i)preferred|a plus|desired", match["rest"]):
            continue
        end = match.start("rest")
        more = re.match(r"[^.;\n,]{0,30}?experience", match["rest"])
        found.append((weight, start, end + (more.end() if more else 0), Years(minimum=low, maximum=high)))
    return found


def _none_needed(reading: Reading) -> Fact[Years] | Absent:
    for pattern in (_ZH_NONE, _EN_NONE):
        for match in reading.near(pattern, "novice", before=24, after=48):
            if reading.kind_at(match.start()) not in (SectionKind.COMPANY, SectionKind.BOILERPLATE):
                return reading.view.fact(Years(minimum=0, maximum=0), *match.span(), _TOLD - 0.05)
    return Absent()
