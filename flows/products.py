"""Rows and files made of postings and reports, as the store keeps them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import msgspec

import analyzers
from analyzers.beside import Beside
from analyzers.exports import to_jobposting
from analyzers.posting import Fact, Posting
from extractors.document import Source
from extractors.keys import content_key
from flows.masking import Shown
from flows.store import now

NAME_LENGTH = 40  # characters of a file's name that its reports carry: names are limited to 255 bytes, of 4 each


def posting_rows(postings: Sequence[Posting], sha256: str) -> list[dict[str, Any]]:
    """One row a posting: the structured posting and its schema.org JobPosting, both as JSON."""
    return [{"key": posting.key, "source": sha256, "document": posting.document, "position": position,
             "language": posting.language, "title": said(posting.title), "employer": said(posting.employer),
             "body": msgspec.json.encode(posting).decode(),
             "jsonld": json.dumps(to_jobposting(posting), ensure_ascii=False), "at": now()}
            for position, posting in enumerate(postings)]


def report_rows(shown: Shown, source: Source, document_key: str, posting_keys: Sequence[str],
                language: str, beside: Sequence[Beside] = ()) -> list[dict[str, Any]]:
    """One report a posting as it is shown, as Markdown and HTML beside its row. beside: the rest of its case."""
    rows, store, document = [], shown.store, shown.document(document_key)
    for number, key in enumerate(posting_keys, start=1):
        posting = shown.posting(key)
        chosen = language or posting.language or document.language or "en"
        composed = analyzers.compose(posting, document, language=chosen, beside=beside)
        body = msgspec.json.encode(composed)
        report_key = content_key("report", source.sha256, key, chosen, body.decode())
        mark = f"-{number}" if len(posting_keys) > 1 else ""
        stem = f"reports/{slug(shown.name(source.name))}{mark}-{report_key[:8]}.{chosen}"
        rows.append({"key": report_key, "source": source.sha256, "posting": key, "language": chosen,
                     "markdown": store.files.write(f"{stem}.md", analyzers.to_markdown(composed).encode()),
                     "html": store.files.write(f"{stem}.html", analyzers.to_html(composed).encode()),
                     "body": body.decode(), "at": now()})
    return rows


def said(fact: object) -> str:
    """The fact's value as text, "" when it is absent."""
    return str(fact.value) if isinstance(fact, Fact) else ""


def slug(name: str) -> str:
    """The file's name without its ending as letters, digits and dashes of any script; "file" when none are left."""
    stem = unicodedata.normalize("NFC", name.rsplit(".", 1)[0]).encode("utf-8", "replace").decode()
    return re.sub(r"[^\w]+", "-", stem).strip("-_")[:NAME_LENGTH] or "file"
