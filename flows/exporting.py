"""The postings that are in force, in the forms that other programs read."""

from __future__ import annotations

import json

from analyzers import exports
from flows.masking import Shown
from flows.store import Store

MOST = 1_000_000  # cases of one export, all in memory: 10 KB a posting; more is for `rolescan bulk`


def exported(store: Store, form: str, *, since: str = "", redact: bool = False) -> tuple[bytes, int]:
    """The content and the number of postings in it. Only postings of cases in force: done, or in review.

    redact: people masked; `key` and `extra["redacted.of"]` still name the posting in the store.
    """
    if form == "schema":
        return exports.to_json_schema().encode(), 0
    shown = Shown(store, redact=redact)
    postings = [shown.posting(key) for key in in_force(store, since=since)]
    match form:
        case "jsonld":
            found = (json.dumps(exports.to_jobposting(posting), ensure_ascii=False) for posting in postings)
            lines = [line.replace("<", "\\u003c") + "\n" for line in found]  # safe inside <script> of a page
            return "".join(lines).encode(), len(postings)
        case "jsonl":
            return exports.to_jsonl(postings), len(postings)
        case "csv":
            return exports.to_csv(postings).encode("utf-8-sig"), len(postings)  # with the mark that Excel asks for
        case "xlsx":
            return exports.to_excel(postings), len(postings)
        case "parquet":
            return exports.to_parquet(postings), len(postings)
    raise ValueError(f"No form is called {form!r}.")


def in_force(store: Store, *, since: str = "") -> list[str]:
    """Keys of the postings of every case in force, the oldest case first, each once."""
    cases = reversed(store.outcomes(since=since, limit=MOST))
    return list(dict.fromkeys(key for _, outcome in cases for key in getattr(outcome, "postings", ())))
