"""Development postings as documents: as plain text, and as board pages show them."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from extractors.document import Anchor, Block, Document, Kind, Origin

Row = dict[str, Any]


class Money(NamedTuple):
    """A column's pay: minimum, maximum in currency units, currency, period, months."""

    minimum: float
    maximum: float | None
    currency: str
    period: str
    months: float


def data_folder(given: str = "") -> Path:
    """The development data: the argument, else ROLESCAN_DATA, else ../shared/data beside the repository."""
    named = given or os.environ.get("ROLESCAN_DATA", "")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"


@cache
def rows(folder: Path, name: str) -> list[Row]:
    return [
        json.loads(line)
        for line in (folder / "postings" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        if line
    ]


def as_document(text: str, language: str = "") -> Document:
    """A block a line, its Anchor the character of `text` where the line begins."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            place = Anchor(path=f"character {at}")
            blocks.append(
                Block(
                    id=f"b{len(blocks)}", kind=Kind.TEXT, text=line, place=place, origin=Origin.MARKUP, confidence=1.0
                )
            )
        at += len(line) + 1
    return Document(source="bench", media_type="text/plain", blocks=tuple(blocks), language=language)


def offset_of(document: Document, block_id: str) -> int:
    """Where a block of `as_document` begins in its text."""
    place = document.blocks[int(block_id[1:])].place
    assert isinstance(place, Anchor)
    return int(place.path.split(" ")[1])


def column_pay(row: Row) -> Money | None:
    """The pay columns of a row; None where there are none, or -1."""
    if row.get("pay_period"):
        period = {"HOURLY": "HOUR", "YEARLY": "YEAR", "MONTHLY": "MONTH"}[row["pay_period"]]
        low, high = row["salary_min"], row["salary_max"]
        return Money(float(low), float(high), row["currency"], period, 12) if low and high else None
    text = row.get("salary_text") or ""
    if "$" in text:
        low, high = (
            part.strip("$K ")
            for part in text.split("(")[0]
            .replace("Employer Provided Salary:", "")
            .replace(" Per Hour", "")
            .replace(" a year", "")
            .replace(",", "")
            .split("-")
        )
        hourly = "Hour" in text
        scale = 1.0 if hourly or "a year" in text else 1000.0
        return Money(
            float(low.strip("$K")) * scale, float(high.strip("$K")) * scale, "USD", "HOUR" if hourly else "YEAR", 12
        )
    months = float(text.split("·")[1].removesuffix("薪")) if "·" in text else 12
    if text.endswith("以上"):
        return Money(row["salary_min_k"] * 1000, None, "CNY", "MONTH", 12)
    if row.get("salary_min_k"):
        return Money(row["salary_min_k"] * 1000, row["salary_max_k"] * 1000, "CNY", "MONTH", months)
    if text and text[0].isdigit():
        low, high = text.split("·")[0].lower().replace("k", "").split("-")
        return Money(float(low) * 1000, float(high) * 1000, "CNY", "MONTH", months)
    return None


def board_strings(pay: Money) -> dict[str, str]:
    """The same pay as boards write it: yearly sums and hourly rates in English, monthly ones in Chinese."""
    low, high = pay.minimum, pay.maximum
    if high is None:
        return {}
    if pay.currency != "CNY":
        unit = {"HOUR": ("hr", "hour"), "YEAR": ("yr", "year"), "MONTH": ("mo", "month")}[pay.period]
        shapes = {
            "linkedin": f"${low:,.2f}/{unit[0]} - ${high:,.2f}/{unit[0]}",
            "indeed": f"${low:,.2f} - ${high:,.2f} {'an' if unit[1] == 'hour' else 'a'} {unit[1]}",
        }
        if pay.period == "YEAR":
            shapes["glassdoor"] = f"${low / 1000:g}K-${high / 1000:g}K (Glassdoor est.)"
        return shapes if low < high else {}
    months = f"·{pay.months:g}薪" if pay.months != 12 else ""
    thousand, wan = (low / 1000, high / 1000), (low / 10_000, high / 10_000)
    return (
        {
            "boss": f"{thousand[0]:g}-{thousand[1]:g}K{months}",
            "lagou": f"{thousand[0]:g}k-{thousand[1]:g}k{months}",
            "51job": f"{wan[0]:g}-{wan[1]:g}万/月" if not months else f"{wan[0]:g}-{wan[1]:g}万{months}",
            "zhaopin": f"{wan[0]:g}万-{wan[1]:g}万{months}",
            "yuan": f"{low:g}-{high:g}元/月" + (f" {months}" if months else ""),
            "labelled": f"薪资范围：{low:g}-{high:g}{months}",
        }
        if low < high
        else {}
    )


def board_page(row: Row, pay: str) -> str:
    """The posting as a board page shows it: title, pay, place and demands, employer, text."""
    chinese = (row.get("salary_text") or "¥").find("$") < 0 and "functions" not in row and "pay_period" not in row
    city = row.get("city") or row.get("address") or ""
    demands = " ".join(
        filter(
            None,
            (
                city,
                row.get("experience") if chinese and not str(row.get("experience")).isdigit() else "",
                row.get("degree"),
            ),
        )
    )
    return "\n".join(filter(None, (row["title"], pay, demands, row.get("company"), row["description"])))
