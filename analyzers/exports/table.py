"""One row a posting: CSV, Excel and Parquet with the same columns in the same order, whatever is absent.

Figures are plain numbers (pay a year, years of experience), dates are dates where the format has them. The columns
change only with `SCHEMA_VERSION`, which is a column itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from analyzers.posting import SCHEMA_VERSION, Absent, Fact, Location, Pay, Period, Posting
from analyzers.redact import ORIGINAL
from extractors.errors import MissingDependency

HOURS_A_YEAR, DAYS_A_YEAR, WEEKS_A_YEAR = 2080.0, 250.0, 52.0  # 40 hours, 5 days a week less holidays
LONGEST_CELL = 32_767  # characters that Excel takes in a cell
_KINDS: dict[str, type] = {
    "key": str,
    "document": str,
    "language": str,
    "title": str,
    "level": str,
    "employer": str,
    "department": str,
    "city": str,
    "district": str,
    "region": str,
    "country": str,
    "mode": str,
    "pay_words": str,
    "pay_minimum": float,
    "pay_maximum": float,
    "pay_currency": str,
    "pay_period": str,
    "pay_months": float,
    "pay_year_minimum": float,
    "pay_year_maximum": float,
    "pay_estimated": bool,
    "equity": str,
    "bonus": str,
    "experience_minimum": float,
    "experience_maximum": float,
    "education": str,
    "headcount": int,
    "employment": str,
    "posted": date,
    "apply_by": date,
    "requisition": str,
    "languages": str,
    "travel": str,
    "visa": str,
    "duties": str,
    "must_haves": str,
    "nice_to_haves": str,
    "skills": str,
    "contacts": str,
    "doubts": str,
    "schema_version": str,
}
COLUMNS = tuple(_KINDS)
_PLACE = ("city", "district", "region", "country", "mode")
_PLAIN = ("title", "level", "employer", "department", "equity", "bonus", "headcount", "employment", "requisition",
          "travel", "visa")  # fmt: skip


def yearly(pay: Pay) -> tuple[float | None, float | None]:
    """Minimum and maximum a year in the pay's currency, months paid counted, full time."""
    times = {
        Period.HOUR: HOURS_A_YEAR,
        Period.DAY: DAYS_A_YEAR,
        Period.WEEK: WEEKS_A_YEAR,
        Period.MONTH: pay.months,
        Period.YEAR: 1.0,
    }
    low, high = (None if end is None else round(end * times[pay.period], 2) for end in (pay.minimum, pay.maximum))
    return low, high


def row(posting: Posting) -> dict[str, Any]:
    """One flat row: text, number, date or None in every column of COLUMNS."""
    pay, years = _value(posting.pay), _value(posting.experience)
    places: tuple[Location, ...] = _value(posting.places) or ()
    low, high = yearly(pay) if pay else (None, None)
    cells: dict[str, Any] = {name: _value(getattr(posting, name)) for name in _PLAIN}
    cells |= {name: _joined(getattr(place, name) for place in places) for name in _PLACE}
    cells |= {
        "key": posting.extra.get(ORIGINAL, posting.key),  # a masked posting is found by what it was
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
        "posted": _day(posting.posted),
        "apply_by": _day(posting.apply_by),
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


def _value(fact: Fact[Any] | Absent) -> Any:
    return fact.value if isinstance(fact, Fact) else None


def _day(fact: Fact[str] | Absent) -> date | None:
    """The date of a fact; None where it is absent, or a person corrected it to something that is no ISO date."""
    try:
        return date.fromisoformat(fact.value) if isinstance(fact, Fact) else None
    except ValueError:
        return None


def _joined(words: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(word for word in words if word)) or None


def _lines(words: Iterable[str]) -> str | None:
    return "\n".join(words) or None


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # OWASP's list, full-width forms with it


def _guarded(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front: posting text is hostile."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def to_csv(postings: Sequence[Posting]) -> str:
    """A CSV with a header line and RFC 4180 line ends; formulas are defused.

    Write it as "utf-8-sig": without the mark, Excel reads Chinese as the machine's old code page.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for posting in postings:
        writer.writerow({name: _guarded(cell) for name, cell in row(posting).items()})
    return out.getvalue()


def to_parquet(postings: Sequence[Posting]) -> bytes:
    """A Parquet file of the table, columns typed. Raises MissingDependency without pyarrow (the extra "export")."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise _missing("pyarrow") from error
    types = {
        str: pyarrow.string(),
        float: pyarrow.float64(),
        int: pyarrow.int64(),
        bool: pyarrow.bool_(),
        date: pyarrow.date32(),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, kind in _KINDS.items()], {"schema_version": SCHEMA_VERSION})
    sink = pyarrow.BufferOutputStream()
    table = pyarrow.Table.from_pylist([row(posting) for posting in postings], schema=schema)
    pyarrow.parquet.write_table(table, sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def to_excel(postings: Sequence[Posting]) -> bytes:
    """An Excel workbook with one sheet "postings". Raises MissingDependency without openpyxl (the extra "export")."""
    try:
        import openpyxl
    except ModuleNotFoundError as error:
        raise _missing("openpyxl") from error
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("postings")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for posting in postings:
        sheet.append([_excel_cell(cell) for cell in row(posting).values()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _excel_cell(cell: Any) -> Any:
    """A cell as Excel takes it: no control characters, not too long, no formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(cell, str):
        return cell
    return _guarded(ILLEGAL_CHARACTERS_RE.sub("", cell))[:LONGEST_CELL]


def _missing(package: str) -> MissingDependency:
    return MissingDependency(
        f"{package} is not installed.", stage="export", hint='Install it with: pip install "rolescan[export]"'
    )
