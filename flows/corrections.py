"""What a person set right in a posting: text typed at a terminal becomes a fact, and is applied on every reading.

The speakers of a call are named in the same way ("speaker 1", "Ms Lin"): the transcript is shown with the names.

A corrected fact has no words and no evidence, because the document does not say it; `extra["corrected.FIELD"]` of the
posting says who said it and when.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from analyzers.posting import Absent, Degree, Fact, Location, Pay, Period, Posting, Years

TEXT_FIELDS = frozenset({"title", "level", "employer", "department", "equity", "bonus", "employment", "posted",
                         "apply_by", "requisition", "travel", "visa"})
FIELDS = tuple(sorted(TEXT_FIELDS | {"places", "pay", "experience", "education", "headcount"}))
DATE_FIELDS = frozenset({"posted", "apply_by"})
NOTHING = "-"  # typed for "the posting does not state it"
LONGEST_NAME = 80  # characters of a speaker's name
_SPEAKER = re.compile(r"(?:speaker \d{1,2}|unknown)")

_PAY = re.compile(r"([\d.]*)\s*-\s*([\d.]*)\s+([A-Za-z]{3})\s+(hour|day|week|month|year)(?:\s+x\s*([\d.]+))?", re.I)
_YEARS = re.compile(r"([\d.]{1,6})\s*(?:-\s*([\d.]{1,6})|(\+))?")


def parse(field: str, text: str) -> Any:
    """The value of a field from what a person typed; Absent for NOTHING. Raises ValueError with the accepted form.

    pay: "20000-30000 CNY month x 15" (either end may be left out); experience: "3-5", "3+" or "3"; places: cities
    separated by commas; education: one of the degrees; headcount: a number; dates: YYYY-MM-DD; the rest: as typed.
    """
    text = text.strip()
    if is_speaker(field):
        return _name(text)
    if field not in FIELDS:
        raise ValueError(f"No field is called {field!r}. Fields: {', '.join(FIELDS)}, and the speakers of a call.")
    if not text:
        raise ValueError(f"A value is needed; {NOTHING!r} says that the posting does not state it.")
    if text == NOTHING:
        return Absent(reason="not stated")
    match field:
        case "pay":
            return _pay(text)
        case "experience":
            return _years(text)
        case "education":
            return _degree(text)
        case "headcount":
            return int(text)
        case "places":
            return tuple(Location(city=city.strip()) for city in re.split("[,，、]", text) if city.strip())
        case _ if field in DATE_FIELDS and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError("A date is written YYYY-MM-DD.")
    return text


def is_speaker(field: str) -> bool:
    """Whether it is a speaker as transcripts call them, not a field of a posting."""
    return _SPEAKER.fullmatch(field) is not None


def names_in(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What people call the speakers, by the transcript's names for them; the last one typed holds."""
    names = {row["field"]: row["value"].strip() for row in rows if is_speaker(row["field"])}
    return {speaker: name for speaker, name in names.items() if name != NOTHING}


def corrected(posting: Posting, rows: Sequence[Mapping[str, Any]]) -> Posting:
    """The posting with the corrections applied in order; doubts that name a corrected field are settled."""
    for row in rows:
        field, typed = row["field"], row["value"]
        if is_speaker(field):
            extra = dict(posting.extra) | {f"corrected.{field}": f"{row['who']}, {row['at'][:10]}"}
            posting = msgspec.structs.replace(posting, extra=extra)
            continue
        value = parse(field, typed)
        fact = value if isinstance(value, Absent) else Fact(value=value, words="", evidence=(), confidence=1.0)
        extra = dict(posting.extra) | {f"corrected.{field}": f"{row['who']}, {row['at'][:10]}"}
        doubts = tuple(doubt for doubt in posting.doubts if not _is_about(doubt, field))
        posting = msgspec.structs.replace(posting, **{field: fact}, extra=extra, doubts=doubts)
    return posting


def _is_about(doubt: str, field: str) -> bool:
    """Whether the doubt starts with the field's name, as the fact finders write them ("pay: unparsed ...")."""
    return re.match(rf"{re.escape(field)}\b", doubt) is not None


def _name(text: str) -> str:
    if not text or len(text) > LONGEST_NAME or not text.isprintable():
        raise ValueError(f"A speaker's name is one line of at most {LONGEST_NAME} characters; "
                         f"{NOTHING!r} takes it back.")
    return text


def _pay(text: str) -> Pay:
    found = _PAY.fullmatch(text)
    if not found or not (found[1] or found[2]):
        raise ValueError('Pay is written "20000-30000 CNY month x 15"; either end and the months may be left out.')
    low, high, currency, period, months = found.groups()
    return Pay(minimum=float(low) if low else None, maximum=float(high) if high else None, currency=currency.upper(),
               period=Period(period.upper()), months=float(months or 12))


def _years(text: str) -> Years:
    found = _YEARS.fullmatch(text)
    if not found:
        raise ValueError('Experience is written in years: "3-5", "3+" or "3".')
    low = float(found[1])
    return Years(minimum=low, maximum=float(found[2]) if found[2] else None if found[3] else low)


def _degree(text: str) -> Degree:
    try:
        return Degree(text.lower())
    except ValueError:
        raise ValueError(f"Education is one of {', '.join(degree.value for degree in Degree)}.") from None
