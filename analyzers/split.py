"""Cuts a document into slices, one a posting, with the confidence of each cut."""

from __future__ import annotations

from analyzers.posting import Slice
from analyzers.view import whole
from extractors.document import Document


def slices(document: Document) -> tuple[Slice, ...]:
    """The postings' parts of a document, in order."""
    return (whole(document),)
