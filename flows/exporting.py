"""The postings that are in force, in the forms that other programs read."""

from __future__ import annotations

import json

import msgspec

from analyzers import exports
from analyzers.posting import Posting
from flows import store_schema as schema
from flows.masked import Masked
from flows.store import Store

MOST = 1_000_000  # cases of one export, all in memory: 10 KB a posting; more is for `rolescan bulk`


def exported(store: Store, form: str, *, since: str = "", redact: bool = False) -> tuple[bytes, int]:
    """The content and the number of postings in it. Only postings of cases in force: done, or in review."""
    if form == "schema":
        return json.dumps(exports.json_schema(), indent=1).encode() + b"\n", 0
    source = Masked(store) if redact else store
    rows = [source.row(schema.postings, key) for key in in_force(store, since=since)]
    if form == "jsonld":
        return b"".join(row["jsonld"].encode() + b"\n" for row in rows), len(rows)
    postings = [msgspec.json.decode(row["body"], type=Posting) for row in rows]
    match form:
        case "jsonl":
            return exports.to_jsonl(postings), len(rows)
        case "csv":
            return exports.to_csv(postings).encode("utf-8-sig"), len(rows)  # with the mark that Excel asks for
        case "xlsx":
            return exports.to_excel(postings), len(rows)
        case "parquet":
            return exports.to_parquet(postings), len(rows)
    raise ValueError(f"No form is called {form!r}.")


def in_force(store: Store, *, since: str = "") -> list[str]:
    """Keys of the postings of every case in force, the oldest case first, each once."""
    cases = reversed(store.outcomes(since=since, limit=MOST))
    return list(dict.fromkeys(key for _, outcome in cases for key in getattr(outcome, "postings", ())))
