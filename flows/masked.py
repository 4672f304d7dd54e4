"""The store as it may be shown to outsiders: the same keys, with the people in text, postings and reports masked."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import sqlalchemy

import analyzers
from analyzers.exports import to_jobposting
from analyzers.posting import Posting
from analyzers.redact import people, redact_document, redact_posting, redact_report
from analyzers.report import Report
from extractors.document import Document
from flows import store_schema as schema
from flows.store import Store


class Masked:
    """Reads of a store with personal data masked. What is kept stays as it came; nothing is written through this."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def document(self, key: str) -> Document:
        return redact_document(self.store.document(key))

    def row(self, table: sqlalchemy.Table, key: str) -> dict[str, Any]:
        """The row of that key. Raises KeyError as the store does."""
        row = self.store.row(table, key)
        if table is schema.postings:
            return self._posting(row)
        return row | {"body": msgspec.json.encode(self.report(row)).decode()} if table is schema.reports else row

    def _posting(self, row: dict[str, Any]) -> dict[str, Any]:
        posting = msgspec.json.decode(row["body"], type=Posting)
        masked = redact_posting(posting, names=people(self.store.document(posting.document)))
        return row | {
            "body": msgspec.json.encode(masked).decode(),
            "jsonld": json.dumps(to_jobposting(masked), ensure_ascii=False),
        }

    def report(self, row: dict[str, Any]) -> Report:
        """The report of a row of the reports, masked."""
        report = msgspec.json.decode(row["body"], type=Report)
        posting = msgspec.json.decode(self.store.row(schema.postings, row["posting"])["body"], type=Posting)
        return redact_report(report, names=people(self.store.document(report.document), posting))

    def page(self, row: dict[str, Any], form: str) -> bytes:
        """The report of a row as a "html" or "markdown" page."""
        write = analyzers.to_html if form == "html" else analyzers.to_markdown
        return write(self.report(row)).encode()
