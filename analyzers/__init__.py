"""Document in, Postings and Reports out; pure, deterministic by default."""

from __future__ import annotations

from analyzers.posting import Posting
from analyzers.report import Report, compose, to_html, to_markdown
from extractors.document import Document

__all__ = ["Posting", "Report", "analyze", "compose", "postings", "to_html", "to_markdown"]


def analyze(document: Document, *, language: str = "") -> list[Report]:
    """The report of every posting in `document`, in order. language: "zh", "en", or "" for each posting's own."""
    return [compose(posting, document, language=language) for posting in postings(document)]


def postings(document: Document) -> list[Posting]:
    """Every posting of `document`, structured, in order."""
    from analyzers import structure

    return structure.postings(document)
