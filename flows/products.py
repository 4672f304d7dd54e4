"""Rows and files made of postings and reports, as the store keeps them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import msgspec

import analyzers
from analyzers.exports import to_jobposting
from analyzers.posting import Fact, Posting
from analyzers.redact import people, redact_report
from extractors.document import Document, Source
from extractors.keys import content_key
from flows import store_schema as schema
from flows.store import Store, now

_MASKED = ("masked",)  # what tells a masked page's key from the plain one's
NAME_LENGTH = 40  # characters of a file's name that its reports carry: names are limited to 255 bytes, of 4 each


def posting_rows(postings: Sequence[Posting], sha256: str) -> list[dict[str, Any]]:
    """One row a posting: the structured posting and its schema.org JobPosting, both as JSON."""
    return [{"key": posting.key, "source": sha256, "document": posting.document, "position": position,
             "language": posting.language, "title": said(posting.title), "employer": said(posting.employer),
             "body": msgspec.json.encode(posting).decode(),
             "jsonld": json.dumps(to_jobposting(posting), ensure_ascii=False), "at": now()}
            for position, posting in enumerate(postings)]


def report_rows(store: Store, source: Source, document: Document, posting_keys: Sequence[str],
                language: str) -> list[dict[str, Any]]:
    """One report a posting, written as Markdown and HTML beside its row. A store that redacts gets masked pages."""
    rows = []
    for number, key in enumerate(posting_keys, start=1):
        posting = msgspec.json.decode(store.row(schema.postings, key)["body"], type=Posting)
        chosen = language or posting.language or document.language or "en"
        composed = analyzers.compose(posting, document, language=chosen)
        body = msgspec.json.encode(composed)
        page = redact_report(composed, names=people(document, posting)) if store.redact else composed
        report_key = content_key("report", source.sha256, key, chosen, body.decode(), *_MASKED[: store.redact])
        mark = f"-{number}" if len(posting_keys) > 1 else ""
        stem = f"reports/{slug(source.name)}{mark}-{report_key[:8]}.{chosen}"
        rows.append({"key": report_key, "source": source.sha256, "posting": key, "language": chosen,
                     "markdown": store.files.write(f"{stem}.md", analyzers.to_markdown(page).encode()),
                     "html": store.files.write(f"{stem}.html", analyzers.to_html(page).encode()),
                     "body": body.decode(), "at": now()})
    return rows


def said(fact: object) -> str:
    """The fact's value as text, "" when it is absent."""
    return str(fact.value) if isinstance(fact, Fact) else ""


def slug(name: str) -> str:
    """The file's name without its ending as letters, digits and dashes of any script; "file" when none are left."""
    stem = unicodedata.normalize("NFC", name.rsplit(".", 1)[0]).encode("utf-8", "replace").decode()
    return re.sub(r"[^\w]+", "-", stem).strip("-_")[:NAME_LENGTH] or "file"
