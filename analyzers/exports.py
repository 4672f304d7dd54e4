"""Postings out: schema.org JobPosting, CSV, JSON Lines, Parquet, Excel, and the JSON schema of the posting itself.

The table has one row a posting and the columns of `COLUMNS`, in that order, whatever is absent; its figures are plain
(pay a year, years of experience). JSON Lines carry the whole posting with its evidence. `SCHEMA_VERSION` (in every
posting as `schema_version`) grows in its second part when fields are added, in its first when one changes meaning.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from analyzers.posting import SCHEMA_VERSION, Absent, Degree, Fact, Location, Pay, Period, Posting
from extractors.errors import MissingDependency

HOURS_A_YEAR, DAYS_A_YEAR, WEEKS_A_YEAR = 2080.0, 250.0, 52.0  # 40 hours, 5 days a week less holidays
_CREDENTIAL = {
    Degree.HIGH_SCHOOL: "high school",
    Degree.ASSOCIATE: "associate degree",
    Degree.BACHELOR: "bachelor degree",
    Degree.MASTER: "postgraduate degree",
    Degree.DOCTOR: "postgraduate degree",
}  # Google's and schema.org's values of credentialCategory
COLUMNS = (
    "key",
    "document",
    "language",
    "title",
    "level",
    "employer",
    "department",
    "city",
    "district",
    "region",
    "country",
    "mode",
    "pay_words",
    "pay_minimum",
    "pay_maximum",
    "pay_currency",
    "pay_period",
    "pay_months",
    "pay_year_minimum",
    "pay_year_maximum",
    "pay_estimated",
    "equity",
    "bonus",
    "experience_minimum",
    "experience_maximum",
    "education",
    "headcount",
    "employment",
    "posted",
    "apply_by",
    "requisition",
    "languages",
    "travel",
    "visa",
    "duties",
    "must_haves",
    "nice_to_haves",
    "skills",
    "contacts",
    "doubts",
    "schema_version",
)


def value(fact: Fact[Any] | Absent) -> Any:
    """A fact's value; None where it is absent."""
    return fact.value if isinstance(fact, Fact) else None


def yearly(pay: Pay) -> tuple[float | None, float | None]:
    """Minimum and maximum a year in the pay's currency, months paid counted, full time."""
    times = {
        Period.HOUR: HOURS_A_YEAR,
        Period.DAY: DAYS_A_YEAR,
        Period.WEEK: WEEKS_A_YEAR,
        Period.MONTH: pay.months,
        Period.YEAR: 1.0,
    }
    ends = (pay.minimum, pay.maximum)
    return tuple(None if end is None else round(end * times[pay.period], 2) for end in ends)  # type: ignore[return-value]


def to_jobposting(posting: Posting) -> dict[str, Any]:
    """The posting as a schema.org JobPosting (JSON-LD). What it does not state is left out, never filled in."""
    found: dict[str, Any] = {"@context": "https://schema.org/", "@type": "JobPosting"}
    _put(found, "title", value(posting.title))
    _put(found, "description", description(posting))
    _put(found, "inLanguage", posting.language)
    _put(found, "datePosted", value(posting.posted))
    _put(found, "validThrough", value(posting.apply_by))
    employer = value(posting.employer)
    if employer:
        found["hiringOrganization"] = {"@type": "Organization", "name": employer}
        _put(found["hiringOrganization"], "department", _named("Organization", value(posting.department)))
    _places(found, posting)
    _demands(found, posting)
    _put(found, "baseSalary", _salary(value(posting.pay)))
    _put(found, "incentiveCompensation", ", ".join(filter(None, (value(posting.bonus), value(posting.equity)))))
    _put(found, "employmentType", value(posting.employment))
    _put(found, "totalJobOpenings", value(posting.headcount))
    requisition = value(posting.requisition)
    if requisition:
        found["identifier"] = {"@type": "PropertyValue", "name": employer or "requisition", "value": requisition}
    return found


def _put(target: dict[str, Any], name: str, content: Any) -> None:
    if content not in (None, "", [], {}):
        target[name] = content


def _named(kind: str, name: str | None) -> dict[str, Any] | None:
    return {"@type": kind, "name": name} if name else None


def description(posting: Posting) -> str:
    """The posting's own words as plain text: headings and items in order, a line each."""
    lines: list[str] = []
    for section in posting.sections:
        if section.heading:
            lines.append(section.heading)
        lines.extend(item.text for item in section.items)
    return "\n".join(lines)


def _places(found: dict[str, Any], posting: Posting) -> None:
    places: tuple[Location, ...] = value(posting.places) or ()
    addresses = [address for place in places if (address := _address(place))]
    spots = [{"@type": "Place", "address": address} for address in addresses]
    _put(found, "jobLocation", spots[0] if len(spots) == 1 else spots)
    if any(place.mode == "remote" for place in places):
        found["jobLocationType"] = "TELECOMMUTE"
        countries = sorted({place.country for place in places if place.country})
        _put(found, "applicantLocationRequirements", [{"@type": "Country", "name": country} for country in countries])


def _address(place: Location) -> dict[str, Any]:
    address: dict[str, Any] = {}
    _put(address, "streetAddress", place.district)
    _put(address, "addressLocality", place.city)
    _put(address, "addressRegion", place.region)
    _put(address, "addressCountry", place.country)
    return {"@type": "PostalAddress", **address} if address else {}


def _salary(pay: Pay | None) -> dict[str, Any] | None:
    if pay is None:
        return None
    amount: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": pay.period.value}
    if pay.minimum == pay.maximum:
        amount["value"] = pay.minimum
    else:
        _put(amount, "minValue", pay.minimum)
        _put(amount, "maxValue", pay.maximum)
    return {"@type": "MonetaryAmount", "currency": pay.currency, "value": amount}


def _demands(found: dict[str, Any], posting: Posting) -> None:
    years = value(posting.experience)
    if years is not None:
        found["experienceRequirements"] = (
            {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": round(years.minimum * 12)}
            if years.minimum
            else "no requirements"
        )
    degree = value(posting.education)
    if degree is Degree.NONE:
        found["educationRequirements"] = "no requirements"
    elif degree:
        found["educationRequirements"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": _CREDENTIAL[degree],
        }
    _put(found, "responsibilities", "\n".join(item.text for item in posting.duties))
    _put(found, "qualifications", "\n".join(item.text for item in posting.must_haves))
    _put(found, "skills", [skill.canonical for skill in posting.skills if skill.demand != "context"])


def row(posting: Posting) -> dict[str, Any]:
    """One flat row: text, number or None in every column of COLUMNS."""
    pay, years = value(posting.pay), value(posting.experience)
    places: tuple[Location, ...] = value(posting.places) or ()
    low, high = yearly(pay) if pay else (None, None)
    cells: dict[str, Any] = {name: value(getattr(posting, name)) for name in _PLAIN}
    for name in ("city", "district", "region", "country", "mode"):
        cells[name] = _joined(getattr(place, name) for place in places)
    cells |= {
        "key": posting.key,
        "document": posting.document,
        "language": posting.language,
        "pay_words": posting.pay.words if isinstance(posting.pay, Fact) else posting.pay.reason,
        "pay_minimum": pay and pay.minimum,
        "pay_maximum": pay and pay.maximum,
        "pay_currency": pay and pay.currency,
        "pay_period": pay and pay.period.value,
        "pay_months": pay and pay.months,
        "pay_year_minimum": low,
        "pay_year_maximum": high,
        "pay_estimated": pay and pay.estimated,
        "experience_minimum": years and years.minimum,
        "experience_maximum": years and years.maximum,
        "education": posting.education.value.value if isinstance(posting.education, Fact) else None,
        "languages": _joined(fact.value for fact in posting.languages),
        "duties": _lines(item.text for item in posting.duties),
        "must_haves": _lines(item.text for item in posting.must_haves),
        "nice_to_haves": _lines(item.text for item in posting.nice_to_haves),
        "skills": _joined(skill.canonical for skill in posting.skills if skill.demand != "context"),
        "contacts": _joined(f"{fact.value.kind}: {fact.value.value}" for fact in posting.contacts),
        "doubts": _joined(posting.doubts),
        "schema_version": posting.schema_version,
    }
    return {name: cells[name] for name in COLUMNS}


_PLAIN = (
    "title",
    "level",
    "employer",
    "department",
    "equity",
    "bonus",
    "headcount",
    "employment",
    "posted",
    "apply_by",
    "requisition",
    "travel",
    "visa",
)


def _joined(words: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(word for word in words if word)) or None


def _lines(words: Iterable[str]) -> str | None:
    return "\n".join(words) or None


_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by spreadsheet programs


def _guarded(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front: posting text is hostile."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def to_csv(postings: Sequence[Posting]) -> str:
    """A CSV with a header line, UTF-8, RFC 4180 line ends; formulas are defused."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for posting in postings:
        writer.writerow({name: _guarded(cell) for name, cell in row(posting).items()})
    return out.getvalue()


def to_jsonl(postings: Sequence[Posting]) -> bytes:
    """JSON Lines: the whole posting a line, evidence and all; `from_jsonl` reads it back."""
    return b"".join(msgspec.json.encode(posting) + b"\n" for posting in postings)


def from_jsonl(lines: bytes) -> list[Posting]:
    """The postings of `to_jsonl`. Raises msgspec.ValidationError where a line is none."""
    return [msgspec.json.decode(line, type=Posting) for line in lines.splitlines() if line.strip()]


def to_parquet(postings: Sequence[Posting]) -> bytes:
    """A Parquet file of the table, columns typed. Raises MissingDependency without pyarrow (the extra "export")."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise _missing("pyarrow") from error
    rows = [row(posting) for posting in postings]
    schema = pyarrow.schema(
        [(name, _arrow_type(pyarrow, name)) for name in COLUMNS], {"schema_version": SCHEMA_VERSION}
    )
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), sink)
    return sink.getvalue().to_pybytes()


def _arrow_type(pyarrow: Any, name: str) -> Any:
    if name == "headcount":
        return pyarrow.int64()
    if name == "pay_estimated":
        return pyarrow.bool_()
    numbers = (
        "pay_minimum",
        "pay_maximum",
        "pay_months",
        "pay_year_minimum",
        "pay_year_maximum",
        "experience_minimum",
        "experience_maximum",
    )
    return pyarrow.float64() if name in numbers else pyarrow.string()


def to_excel(postings: Sequence[Posting]) -> bytes:
    """An Excel workbook with one sheet "postings". Raises MissingDependency without openpyxl (the extra "export")."""
    try:
        import openpyxl
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    except ModuleNotFoundError as error:
        raise _missing("openpyxl") from error
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("postings")
    sheet.append(list(COLUMNS))
    for posting in postings:
        cells = (_guarded(cell) for cell in row(posting).values())
        sheet.append(
            [ILLEGAL_CHARACTERS_RE.sub("", cell)[:32_767] if isinstance(cell, str) else cell for cell in cells]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _missing(package: str) -> MissingDependency:
    return MissingDependency(
        f"{package} is not installed.", stage="export", hint='Install it with: pip install "rolescan[export]"'
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a posting as `to_jsonl` writes it, with its version."""
    schema = msgspec.json.schema(Posting)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rolescan posting",
        "version": SCHEMA_VERSION,
        "description": "One structured job posting; see analyzers/posting.py.",
        **schema,
    }


def to_json_schema() -> str:
    """`json_schema` as indented text."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
