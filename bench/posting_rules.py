"""When does a posting's text state a column's value, and is the value found the same?

The columns are the board page's header. A field counts only where the text states it:
- pay: the text has the column's minimum and maximum next to each other, in thousands or in full;
- city: the column's city stands within 24 characters behind a word for place of work (地点, base, location ...);
- experience: the text names one number of years (wishes left aside), and it is the column's minimum;
- education: the lowest degree word of the text is the column's;
- title: the column's words, without brackets, stand where a text names its job: at its start, at a line's start, or
  behind a naming word (招聘, title, role of, as a, the ...); columns that are a topic (数据分析) are left out.
Right means: pay the same in all parts; the city among those found; the same minimum of years; the same degree; the
title's words contained in the column's or the other way round.
"""

from __future__ import annotations

import re

from posting_data import Row, column_pay

from analyzers.facts.cities import known, regions

_PLACE = r"(?:地点|地址|城市|[Bb]ase[d]?|坐标|位置|[Ll]ocations?|LOCATION|located|office(?!s)|办公|驻场)[^\n。]{0,24}?"
_DEGREES = (
    ("高中", "high_school"),
    ("中专", "high_school"),
    ("大专", "associate"),
    ("专科", "associate"),
    ("本科", "bachelor"),
    ("学士", "bachelor"),
    ("硕士", "master"),
    ("研究生", "master"),
    ("博士", "doctor"),
    ("Bachelor", "bachelor"),
)
_NUMERALS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))


def states_pay(row: Row) -> bool:
    pay = column_pay(row)
    if not pay:
        return False
    text = row["description"].replace(",", "").replace(" ", "")
    low, high = f"{pay.minimum:g}", f"{pay.maximum or 0:g}"
    sign = "" if pay.currency == "CNY" else r"[$£€]\s?"
    full = (
        rf"(?<![\d.]){sign}{re.escape(low)}(?:\.0+)?(?:元|USD)?(?:/\w+|per\w+|an?hour)?(?:[-~至到–—]|to|and|"
        rf"\n\n[^\d]{{1,24}})[$£]?{re.escape(high)}(?:\.0+)?(?!\d)"
    )
    low, high = f"{pay.minimum / 1000:g}", f"{(pay.maximum or 0) / 1000:g}"
    short = rf"(?<![\d.]){re.escape(low)}[kK]?(?:[-~至到–—]|to)[$£]?{re.escape(high)}[kK]"
    return re.search(full, text) is not None or re.search(short, text) is not None


def city_of(row: Row) -> str:
    """The column's city under its normalised name, "" when it names none."""
    raw = row.get("city") or row.get("address") or ""
    for name in sorted((n for n in known() if not n.isascii()), key=len, reverse=True):
        if name in raw:
            return known()[name].name
    first = raw.split(",")[0].strip()
    if not raw.isascii() or not first or first in ("United States",) or re.search(r"\d|Area|Greater", first):
        return ""
    if first in regions():
        return ""
    found = known().get(first.lower())
    return found.name if found else first if "," in raw else ""


def states_city(row: Row) -> bool:
    city = city_of(row)
    return bool(city) and re.search(_PLACE + re.escape(city), row["description"]) is not None


def years_of(row: Row) -> float | None:
    match = re.search(r"(\d+)-(\d+)年", str(row.get("experience") or ""))
    return float(match[1]) if match else None


def states_experience(row: Row) -> bool:
    found = set()
    for match in re.finditer(
        r"(?:(?<=\d[.、])|(?<![\d.]))(\d{1,2}|[一二两三四五六七八九十])\s?(?:年(?!龄|级|薪|终|会|度)|(?:-|~|至|"
        r"到|–)\s?(?:\d{1,2}|"
        r"[一二三四五六七八九十])\s?年)(?P<rest>[^,，;；。\n]{0,40})",
        row["description"],
    ):
        if not re.search("优先|加分|最优", match["rest"]):
            found.add(float(match[1]) if match[1].isdigit() else float(_NUMERALS[match[1]]))
    return len(found) == 1 and found == {years_of(row)}


def degree_of(row: Row) -> str:
    column = row.get("degree") or ""
    return next((degree for word, degree in _DEGREES if word in column), "")


def states_education(row: Row) -> bool:
    degree = degree_of(row)
    lowest = next((value for word, value in _DEGREES if word in row["description"]), "")
    return bool(degree) and degree == lowest


def plain_title(title: str) -> str:
    """A title's words without brackets, codes and white space, lower-cased."""
    title = re.sub(r"[(（【\[].*?[)）】\]]", "", title.lower().replace("(s)", "s"))
    return re.sub(r"[\s\-_/—–·,，.]|\.\.\.", "", title)


_NAMED = (
    r"(?:招聘|诚聘|岗位|职位|名称|[:：\n]|^|title|position|role of|role for|for an?|as an?|as the|seeking an?|"
    r"hiring an?|"
    r"looking for an?|the)\s*\W{0,3}"
)


def states_title(row: Row) -> bool:
    """The column's words stand where a text names its job: at its start, on a line's start, behind a naming word."""
    name = row["title"].lower().split("(")[0].split("（")[0].strip()
    if len(name) < 3 or plain_title(name) in ("数据分析", "技术支持", "data science"):
        return False
    acts = "" if not name.isascii() else r"(?=\W|$|[A-Z])"
    return re.search(_NAMED + re.escape(name) + acts, row["description"].lower()) is not None


def same_title(found: str, row: Row) -> bool:
    ours, column = plain_title(found), plain_title(row["title"])
    return bool(ours) and (ours in column or column in ours)
