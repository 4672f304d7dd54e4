"""The lowest degree that is demanded: 本科及以上, 大专, 学历不限, Bachelor's, PhD. 985/211 is no degree."""

from __future__ import annotations

import re

from analyzers.posting import Absent, Degree, Fact, SectionKind
from analyzers.reading import Reading
from analyzers.view import data_fact

_ORDER = [Degree.HIGH_SCHOOL, Degree.ASSOCIATE, Degree.BACHELOR, Degree.MASTER, Degree.DOCTOR]
_ZH_DEGREES = {
    "高中": Degree.HIGH_SCHOOL,
    "中专": Degree.HIGH_SCHOOL,
    "大专": Degree.ASSOCIATE,
    "专科": Degree.ASSOCIATE,
    "本科": Degree.BACHELOR,
    "学士": Degree.BACHELOR,
    "硕士": Degree.MASTER,
    "研究生": Degree.MASTER,
    "博士": Degree.DOCTOR,
}
_ZH_ANY = re.compile(
    r"(?P<none>学历\s?(?:不限|无要求|不作要求)|不限学历)|(?P<name>高中|中专|大专|(?<!本)专科|本科(?!生(?:院|"
    r"导师|阶段教))|学士|硕士|研究生(?!院|导师)|"
    r"博士(?!后|带队))(?P<more>[/、或]?(?:生|学历|学位)?\s?(?:[(（][^)）\n]{0,"
    r"8}[)）])?(?:[/、及或](?:其)?)?\s?(?:以上|及以上|起)?(?:学历|"
    r"学位|在读|毕业)?)"
)
_ZH_NOT_AFTER = re.compile(
    r"[^,;。\n]{0,26}(?:优先|加分|更佳|尤佳|为佳)|\s?(?:占比|\d{1,2}%|带队|学位授|导师|团队|推荐|补贴|"
    r"\d{1,2}[-\d]*[wWkK万]|\d{2,6}(?:-\d{2,6})?(?:元|/[月天年日]))|(?:院校|阶段|期间|课程)"
)
_DEMANDED = re.compile("以上|学历|学位|起")
_WISHED = re.compile(r"(?:者|的)?(?:可)?(?:优先|加分|更佳|尤佳|为佳)")
_ZH_NOT_BEFORE = re.compile(r"(?:读|带薪|多名|余名|位|名|占比|\d人|毕业于[^,;。\n]{0,12}|资助|在职|攻读)$")
_ZH_NAMED = re.compile(r"学历(?:要求)?\s?:\s?$")  # a field of the head, whatever stands above it
_EN_DEGREES = [
    (Degree.DOCTOR, r"Ph\.?\s?D\.?|Doctora(?:te|l)|Doctor of|M\.D\."),
    (
        Degree.MASTER,
        r"(?:Master|\bmaster(?=['’]?s (?:degree|in|or)\b))"
        r"(?:['’]?s)?(?!\s+(?:Data|data|schedul|plan|agreement|service|electric|plumb|file|record|list|"
        r"class))(?=[\s'’,/.)(]|$)|M\.S\.?c?\.?|\bMSc\b|\bMS\b(?=[\s/,]+(?:or|in|degree|and|PhD|Ph|/))|\bMBA\b|"
        r"M\.?Tech|Graduate degree|Advanced degree|Postgraduate|\bMA\b(?= (?:in|or|degree))",
    ),
    (
        Degree.BACHELOR,
        r"[Bb]achelor(?:['’]?s)?|Baccalaureate|B\.\s?S\.?c?\.?(?=[\s/,)]|$)|\bBSc\b|\bBS\b(?=[\s/,]+(?:or|in|degree|and|"
        r"MS|BA|/))|\bBA\b(?=[\s/,]+(?:or|in|degree|BS|/))|B\.A\.|Undergraduate degree|(?:four|"
        r"4)[- ]year (?:college )?degree|College degree|University degree|\bB\.?Tech",
    ),
    (
        Degree.ASSOCIATE,
        r"Associate(?:['’]?s)?(?:['’])?\s+(?:Degree|degree|of|in)|\b(?:two|2)[- ]year degree|Foundation degree",
    ),
    (
        Degree.HIGH_SCHOOL,
        r"[Hh]igh [Ss]chool(?: [Dd]iploma| [Dd]egree| [Ee]ducation| graduate| or equivalent)|\bGED\b|"
        r"secondary education|\bGCSEs?\b",
    ),
]
_EN_ANY = re.compile(  # the letters and figures that degrees begin with are asked first
    "(?=[ABCDFGHMPU24bfhmst])(?:"
    + "|".join(f"(?P<{degree.value}>{pattern})" for degree, pattern in _EN_DEGREES)
    + ")"
)
_EN_WISH_AFTER = re.compile(
    r"(?i)[^.;\n•]{0,110}?(?:preferred|a plus|desired|desirable|nice to have|is an asset|advantage|\bideal)"
)
_EN_NEED_AFTER = re.compile(r"(?i)[^.;\n•]{0,60}(?:required|or equivalent|minimum)")
_EN_WISH_BEFORE = re.compile(r"(?i)(?:preferred|preferably|ideally|desired|plus|nice to have)[^.;\n]{0,24}$")
_EN_NO = re.compile(r"(?i)\bno (?:college |university )?degree (?:is )?(?:required|necessary|needed)")
_SURE, _TOLD = 0.97, 0.92
_OUTSIDE = frozenset(
    {SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.BENEFITS, SectionKind.NICE, SectionKind.APPLY}
)
_SAME_BREATH = 60  # characters between degrees of one demand ("Bachelor's or Master's degree")


def find_education(reading: Reading) -> Fact[Degree] | Absent:
    """The lowest degree demanded where degrees are first demanded; wishes ("硕士优先") do not count."""
    leaf = reading.leaf("educationRequirements.credentialCategory", "educationRequirements")
    if leaf and (match := _EN_ANY.search(leaf.text.title()) or None):
        return data_fact(leaf, Degree(match.lastgroup))
    flat = reading.flat
    found: list[tuple[int, int, Degree]] = []
    if "education" not in reading.cues:
        return Absent()
    if not flat.isascii():
        found = _chinese(reading)
    if not found:
        found = _english(reading)
    if not found:
        return Absent()
    first = found[0]
    group = [one for one in found if one[0] - first[0] <= _SAME_BREATH and "\n" not in flat[first[0] : one[0]]]
    start, end, degree = min(group, key=lambda one: (_ORDER.index(one[2]) if one[2] in _ORDER else -1, one[0]))
    sure = _SURE if reading.kind_at(start) in (SectionKind.HEAD, SectionKind.MUST) else _TOLD
    return reading.view.fact(degree, start, end, sure)


def _chinese(reading: Reading) -> list[tuple[int, int, Degree]]:
    flat, found = reading.flat, []
    for match in reading.near(_ZH_ANY, "education", before=6, after=24):
        start, end = match.span()
        if reading.kind_at(start) in _OUTSIDE and not _ZH_NAMED.search(flat, max(0, start - 8), start):
            continue
        if match["none"]:
            found.append((start, end, Degree.NONE))
            continue
        demanded = _DEMANDED.search(match["more"]) is not None
        wished = not demanded and _ZH_NOT_AFTER.match(flat, end) and not _heads(reading, start, end)
        if wished or _ZH_NOT_BEFORE.search(flat[max(0, start - 16) : start]):
            continue
        if demanded and _WISHED.match(flat, end, end + 8):
            continue
        found.append((start, end, _ZH_DEGREES[match["name"]]))
    return found


def _heads(reading: Reading, start: int, end: int) -> bool:
    """Whether a degree stands among the fields of a head's line: "北京 5-10年 本科 30-50K", not "本科8-15w"."""
    left, right = reading.line_of(start)
    line = reading.flat[left:right]
    apart = reading.flat[start - 1 : start] == " " and " " in reading.flat[end - 1 : end + 1]
    return apart and len(_ZH_ANY.findall(line)) == 1


def _english(reading: Reading) -> list[tuple[int, int, Degree]]:
    flat, found = reading.flat, []
    if no := next(reading.at(_EN_NO, "no degree"), None):
        return [(no.start(), no.end(), Degree.NONE)]
    for match in reading.near(_EN_ANY, "education", before=12, after=40):
        start, end = match.span()
        if reading.kind_at(start) in _OUTSIDE or _EN_WISH_BEFORE.search(flat[max(0, start - 40) : start]):
            continue
        if _EN_WISH_AFTER.match(flat, end) and not _EN_NEED_AFTER.match(flat, end):
            continue
        found.append((start, end, Degree(match.lastgroup)))
    return found
