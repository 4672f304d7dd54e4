"""When does a posting's text state a column's value, and is the value found the same?

The columns are the board page's header. A field counts only where the text states it:
- pay: the text has the column's minimum and maximum next to each other, in thousands or in full;
- city: the column's city stands within 24 characters behind a word for place of work (地点, 地址, base, location, based in ...);
- experience: some "N years" of the text has the column's minimum;
- education: the lowest degree word of the text is the column's;
- title: the column's words, without brackets and codes, stand in the text.
Right means: pay the same in all parts; the city among those found; the same minimum of years; the same degree; the title's words
contained in the column's or the other way round.
"""

from __future__ import annotations

import re

from analyzers.facts.cities import known

from posting_data import Row, column_pay

_PLACE = r"(?:地点|地址|城市|[Bb]ase[d]?|坐标|位置|[Ll]ocations?|LOCATION|located|office|办公|驻场)[^\n。]{0,24}?"
_DEGREES = (("高中", "high_school"), ("中专", "high_school"), ("大专", "associate"), ("专科", "associate"), ("本科", "bachelor"), ("学士", "bachelor"),
            ("硕士", "master"), ("研究生", "master"), ("博士", "doctor"))
_NUMERALS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))


def states_pay(row: Row) -> bool:
    pay = column_pay(row)
    if not pay:
        return False
    text = row["description"].replace(",", "").replace(" ", "")
    for scale in (1, 1000):
        low, high = f"{pay.minimum / scale:g}", f"{pay.maximum / scale:g}"
        if re.search(rf"(?<!\d){re.escape(low)}(?:\.0+)?[kK]?(?:[-~至到–]|to|and|[^\d]{{1,40}})[$]?{re.escape(high)}(?!\d)", text):
            return True
    return False


def city_of(row: Row) -> str:
    """The column's city under its normalised name, "" when it names none."""
    raw = row.get("city") or row.get("address") or ""
    for name in sorted((n for n in known() if not n.isascii()), key=len, reverse=True):
        if name in raw:
            return known()[name].name
    first = raw.split(",")[0].strip()
    if not raw.isascii() or not first or first in ("United States",) or re.search(r"\d|Area|Greater", first):
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
    minimum = years_of(row)
    if minimum is None:
        return False
    for match in re.finditer(r"(\d{1,2}|[一二两三四五六七八九十])\s?(?:年|(?:-|~|至|到|–)\s?(?:\d{1,2}|[一二三四五六七八九十])\s?年)", row["description"]):
        value = float(match[1]) if match[1].isdigit() else float(_NUMERALS[match[1]])
        if value == minimum:
            return True
    return False


def degree_of(row: Row) -> str:
    column = row.get("degree") or ""
    return next((degree for word, degree in _DEGREES if word in column), "")


def states_education(row: Row) -> bool:
    degree = degree_of(row)
    lowest = next((value for word, value in _DEGREES if word in row["description"]), "")
    return bool(degree) and degree == lowest


def plain_title(title: str) -> str:
    """A title's words without brackets, codes and white space, lower-cased."""
    title = re.sub(r"[(（【\[].*?[)）】\]]", "", title.lower())
    return re.sub(r"[\s\-_/—–·,，.]|\.\.\.", "", title)


def states_title(row: Row) -> bool:
    name = plain_title(row["title"])
    return len(name) > 2 and name in re.sub(r"[\s\-_/—–·,，.]", "", row["description"].lower())


def same_title(found: str, row: Row) -> bool:
    ours, column = plain_title(found), plain_title(row["title"])
    return bool(ours) and (ours in column or column in ours)
