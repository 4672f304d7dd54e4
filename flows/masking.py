"""What the store holds as it is shown: as it came, or with people masked. The store itself keeps everything unmasked.

Whether is said by `--redact` or `--no-redact`, else by ROLESCAN_REDACT. With the setting, the reports that the walk
writes and the pages of Prefect are masked too.
"""

from __future__ import annotations

import argparse
from typing import Any

import msgspec
import sqlalchemy as sa

import analyzers
from analyzers.beside import Beside
from analyzers.posting import Posting
from analyzers.redact import Masking, redact, redact_name, redact_text
from analyzers.report import Report
from extractors.document import Document
from extractors.speech.transcript import named
from flows import settings as configuration
from flows import store_schema as schema
from flows.corrections import names_in
from flows.store import Store


def redact_argument(parser: argparse.ArgumentParser) -> None:
    """The flag of every verb that shows words of postings."""
    parser.add_argument("--redact", action=argparse.BooleanOptionalAction, default=None,
                        help="mask names, phones, mails, ids and accounts of people (ROLESCAN_REDACT, else not)")


def is_asked(args: argparse.Namespace) -> bool:
    """Whether people are masked: the flag, else the setting."""
    return bool(configuration.load(redact=args.redact).redact)


class Shown:
    """Documents, postings and reports of a store, people masked where `redact` says so."""

    def __init__(self, store: Store, *, redact: bool) -> None:
        self.store = store
        self.redact = redact
        self._last: tuple[str, Masking] | None = None

    def document(self, key: str) -> Document:
        """The document with the speakers called as people named them, or with people masked."""
        if self.redact:
            return self._masking(key).document
        return named(self.store.document(key), names_in(self.store.corrections(self.source_of(key))))

    def source_of(self, document: str) -> str:
        """The hash of the bytes that a document was read from."""
        return str(self.store.row(schema.documents, document)["source"])

    def posting(self, key: str) -> Posting:
        """The posting of that key. Raises KeyError when there is none."""
        row = self.store.row(schema.postings, key)
        posting = msgspec.json.decode(row["body"], type=Posting)
        if not self.redact:
            return posting
        masked = self._masking(row["document"]).postings
        return masked[self._keys(row["document"]).index(key)]

    def report(self, row: dict[str, Any], form: str) -> bytes:
        """The report of a row as "json", "html" or "markdown"; composed anew where people are masked."""
        if not self.redact and form == "json":
            return str(row["body"]).encode()
        if not self.redact:
            return self.store.files.read(row["html" if form == "html" else "markdown"])
        posting = self.posting(row["posting"])
        document = self.document(posting.document)
        composed = analyzers.compose(posting, document, language=row["language"], beside=self._beside(row["key"]))
        return _written(composed, form)

    def _beside(self, report: str) -> list[Beside]:
        """The postings of the case's other files that a report tells of."""
        rows = [self.store.row(schema.postings, key) for key in self.store.beside(report)]
        return [Beside(name=self.name(self.store.source(row["source"]).name), document=self.document(row["document"]),
                       posting=self.posting(row["key"])) for row in rows]

    def text(self, text: str, language: str = "zh") -> str:
        """A text that stands alone: a reason, a doubt."""
        return redact_text(text, language=language).text if self.redact else text

    def name(self, name: str) -> str:
        """The name of a file."""
        return redact_name(name) if self.redact else name

    def _masking(self, document: str) -> Masking:
        if self._last is None or self._last[0] != document:
            rows = [self.store.row(schema.postings, key)["body"] for key in self._keys(document)]
            postings = [msgspec.json.decode(body, type=Posting) for body in rows]
            self._last = (document, redact(self.store.document(document), postings))
        return self._last[1]

    def _keys(self, document: str) -> list[str]:
        table = schema.postings
        query = sa.select(table.c.key).where(table.c.document == document).order_by(table.c.position, table.c.key)
        return [row["key"] for row in self.store.select(query)]


def _written(report: Report, form: str) -> bytes:
    match form:
        case "json":
            return msgspec.json.encode(report)
        case "html":
            return analyzers.to_html(report).encode()
    return analyzers.to_markdown(report).encode()
