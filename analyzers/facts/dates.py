"""When the posting was published and until when one may apply, as ISO dates. A date without a year is a doubt."""

from __future__ import annotations

import re
from datetime import date

from analyzers.posting import Absent, Fact
from analyzers.reading import Reading
from analyzers.view import data_fact

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_DATE = (
    r"(?P<date>(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?日?|"
    r"(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
    rf"|(?P<name1>{_MONTH})\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y3>\d{{4}})|(?P<d4>\d{{1,2}})(?:st|nd|rd|"
    rf"th)? (?P<name2>{_MONTH})\.?,? (?P<y4>\d{{4}})"
    r"|(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y5>\d{4}))"
)
_POSTED = re.compile(
    rf"(?:发布(?:时间|日期|于)?|更新(?:时间|日期|于)|刷新时间|(?i:(?:date )?posted(?: on)?|posting date|"
    rf"date of posting))\s*[::]?\s*{_DATE}"
)
_APPLY_BY = re.compile(
    r"(?:(?:报名|申请|投递|招聘)?(?:截止|截至)(?:时间|日期|到|至)?|请[于在]|"
    r"(?i:(?:application )?deadline(?: to apply)?(?: is)?|"
    r"closing(?: date|(?=\s?:))|close date|apply (?:(?:[^.;\n]|\.(?=\S)){1,60} )?"
    r"(?:by|before)|"
    rf"applications? (?:close|are due|due|must be received by)(?: on)?|valid through))\s*[::]?\s*{_DATE}"
)
_SURE = 0.95
_REACH = 100  # characters from "Apply" over an address to the date


def find_posted(reading: Reading) -> Fact[str] | Absent:
    """The date of publication."""
    return _found(reading, _POSTED, "datePosted")


def find_apply_by(reading: Reading) -> Fact[str] | Absent:
    """The last day to apply."""
    return _found(reading, _APPLY_BY, "validThrough")


def _found(reading: Reading, pattern: re.Pattern[str], name: str) -> Fact[str] | Absent:
    leaf = reading.leaf(name)
    if leaf and re.match(r"\d{4}-\d{2}-\d{2}", leaf.text):
        return data_fact(leaf, leaf.text[:10])
    match = next(reading.near(pattern, "date", before=24, after=_REACH), None)
    if not match:
        return Absent()
    said = match["date"].strip()
    value = _iso(match)
    if value is None:
        return Absent(reason=f"ambiguous: {said}")
    return reading.view.fact(value, *match.span("date"), _SURE)


def _iso(match: re.Match[str]) -> str | None:
    """The date as ISO 8601; None when the year, or which number is the month, is not said."""
    if match["y"]:
        parts = (match["y"], match["m"], match["d"])
    elif match["y3"]:
        parts = (match["y3"], _MONTHS[match["name1"].lower()], match["d3"])
    elif match["y4"]:
        parts = (match["y4"], _MONTHS[match["name2"].lower()], match["d4"])
    elif match["y5"]:
        first, second = int(match["a"]), int(match["b"])
        if first <= 12 and second <= 12 and first != second:
            return None
        parts = (match["y5"], second if first > 12 else first, first if first > 12 else second)
    else:
        return None
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return None
