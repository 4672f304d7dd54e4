"""Postings out: schema.org JobPosting, CSV, JSON Lines, Parquet, Excel, and the JSON Schema of the posting itself.

    jobposting   one posting as schema.org JSON-LD               google   what Google's job search would miss in it
    table        one row a posting: CSV, Excel, Parquet          whole    the whole posting: JSON Lines, JSON Schema
"""

from __future__ import annotations

from analyzers.exports.google import Shortcoming, shortcomings
from analyzers.exports.jobposting import description, to_jobposting
from analyzers.exports.table import COLUMNS, row, to_csv, to_excel, to_parquet, yearly
from analyzers.exports.whole import from_jsonl, json_schema, to_json_schema, to_jsonl

__all__ = [
    "COLUMNS",
    "Shortcoming",
    "description",
    "from_jsonl",
    "json_schema",
    "row",
    "shortcomings",
    "to_csv",
    "to_excel",
    "to_json_schema",
    "to_jobposting",
    "to_jsonl",
    "to_parquet",
    "yearly",
]
