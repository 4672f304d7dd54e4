"""What the walk came to: Done, or Review with the reasons in words. A doubt that a person accepted is no doubt."""

from __future__ import annotations

import msgspec

from analyzers.posting import Absent, Posting
from extractors.document import Document, Source
from flows import store_schema as schema
from flows.outcome import Done, Outcome, Review
from flows.store import Store

UNSURE_ORDER = 0.5  # of a page's order confidence: below it the columns may be braided
UNSURE_WORDS = 0.6  # mean confidence of a document's recognised characters, weighted by length


def conclude(store: Store, source: Source, document_key: str, posting_keys: tuple[str, ...],
             report_keys: tuple[str, ...]) -> Outcome:
    """The outcome of a walk that went through all its stages."""
    document = store.document(document_key)
    postings = [msgspec.json.decode(store.row(schema.postings, key)["body"], type=Posting) for key in posting_keys]
    doubts = doubts_of(document, postings)
    accepted = store.acceptances(source.sha256)
    open_doubts = tuple(doubt for doubt in doubts if doubt not in accepted)
    if open_doubts:
        return Review(source=source.sha256, name=source.name, reasons=open_doubts, document=document_key,
                      postings=posting_keys, reports=report_keys,
                      category="no_posting" if all(map(is_empty, postings)) else "doubt", stage="conclude")
    who = next((accepted[doubt] for doubt in doubts if doubt in accepted), "")
    return Done(source=source.sha256, name=source.name, document=document_key, postings=posting_keys,
                reports=report_keys, accepted_by=who)


def doubts_of(document: Document, postings: list[Posting]) -> tuple[str, ...]:
    """Every reason for a person to look, the gravest first, each said once."""
    doubts: list[str] = []
    if document.partial:
        doubts.append(f"Only a part was read: {document.partial}")
    if not postings:
        doubts.append("No job posting was found in it.")
    doubts += [f"Page {page.number}: the reading order is unsure ({page.order_confidence:.2f})."
               for page in document.pages if page.order_confidence < UNSURE_ORDER]
    sureness = _sureness(document)
    if sureness < UNSURE_WORDS:
        doubts.append(f"The words were hard to read (mean confidence {sureness:.2f}).")
    for number, posting in enumerate(postings, start=1):
        mark = f"Posting {number}: " if len(postings) > 1 else ""
        if isinstance(posting.title, Absent):
            doubts.append(mark + ("It does not read like a job posting: no title, no duties, no requirements."
                                  if is_empty(posting) else "Its title was not found."))
        doubts += [mark + doubt for doubt in posting.doubts]
    return tuple(dict.fromkeys(doubts))


def is_empty(posting: Posting) -> bool:
    """Whether nothing was found that makes a posting."""
    return isinstance(posting.title, Absent) and not posting.duties and not posting.must_haves


def _sureness(document: Document) -> float:
    weighted = [(block.confidence * len(block.text), len(block.text)) for block in document.body]
    total = sum(length for _, length in weighted)
    return sum(weight for weight, _ in weighted) / total if total else 1.0
