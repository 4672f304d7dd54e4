"""Cuts a document into slices, one a posting, with the confidence of each cut.

A posting begins at a title; a title counts as one where a posting opens behind it (its pay, its place, its duties or
demands) and the posting before is complete. Somebody's analysis of a posting belongs to none.
"""

from __future__ import annotations

from typing import NamedTuple

from analyzers.posting import SectionKind, Slice
from analyzers.sections.headings import Heading, find_headings
from analyzers.sections.meaning import told
from analyzers.split.analyses import analyses
from analyzers.split.choice import chosen
from analyzers.split.rows import ROW
from analyzers.split.starts import Start
from analyzers.split.tables import Row, job_rows
from analyzers.view import Span, View, view_of, whole
from extractors.document import Document, Evidence, Kind

TAIL = 8  # lines at a document's end among which it may say how to apply for all of its postings
_CERTAIN, _LIKELY = 0.97, 0.85


class Plan(NamedTuple):
    """The cuts of a document; the view and headings they were found with, of use again where there is one cut only."""

    slices: tuple[Slice, ...]
    view: View | None = None
    headings: tuple[Heading, ...] = ()


def slices(document: Document) -> tuple[Slice, ...]:
    """The postings' parts of a document, in order; one slice when nothing tells of more."""
    return plan(document).slices


def plan(document: Document) -> Plan:
    """The same, with what was learnt on the way."""
    cut = whole(document)
    if not cut.parts:
        return Plan(())
    if any(block.kind is Kind.TURN for block in document.blocks):
        return Plan((cut,))
    view = view_of(document, cut)
    headings = find_headings(view.flat, view.lines, view.language)
    made = tuple(_made(document, cut, view, headings)) or (cut,)
    return Plan(made, view, tuple(headings)) if made == (cut,) else Plan(made)


def _made(document: Document, cut: Slice, view: View, headings: list[Heading]) -> list[Slice]:
    spans = view.lines
    closings = analyses(view, spans)
    rows = job_rows(view, spans)
    starts = chosen(view, spans, headings, closings, rows)
    stretches = _stretches(view, starts, closings)
    if len(stretches) == 1 and not closings:
        return [cut]
    data = tuple(piece for piece in cut.parts if document.block(piece.block).kind is Kind.DATA)
    shared = _shared(view, spans, starts) if len(stretches) > 1 else ()
    made = []
    for index, (start, end, confidence) in enumerate(stretches):
        parts, labels = _row(view, rows[start], end) if start in rows else (view.evidence(start, end), ())
        if parts:
            alone = len(stretches) == 1
            made.append(
                Slice(
                    document=cut.document,
                    index=index,
                    parts=data + parts if alone else parts,
                    confidence=confidence,
                    reason="one posting" if alone else f"posting {index + 1} of {len(stretches)}",
                    shared=shared,
                    labels=labels,
                )
            )
    return made


def _row(view: View, row: Row, end: int) -> tuple[tuple[Evidence, ...], tuple[Evidence | None, ...]]:
    """The cells of a table's row, each with its column's name, and what stands behind the row."""
    told = [(view.evidence(*name)[0], view.evidence(*cell)[0]) for name, cell in row.cells]
    rest = view.evidence(*view.trim(row.end, end)) if view.text[row.end : end].strip() else ()
    return (*(cell for _, cell in told), *rest), (*(name for name, _ in told), *(None for _ in rest))


def _shared(view: View, spans: list[Span], starts: list[Start]) -> tuple[Evidence, ...]:
    """What stands above the first posting, and the lines at the very end that tell how to apply."""
    above = view.evidence(0, starts[0].at) if starts[0].at else ()
    tail = [
        span
        for span in spans[starts[-1].line + 1 :][-TAIL:]
        if told(view.flat[slice(*span)].strip(" *-#"), marked=True) is SectionKind.APPLY or _reaches(view, span)
    ]
    return above + tuple(piece for span in tail for piece in view.evidence(*span))


def _reaches(view: View, span: Span) -> bool:
    """Whether a line gives a mail or a WeChat account."""
    return any(span[0] <= at < span[1] for cue in ("mail", "wechat") for at, _ in view.cues.get(cue, ()))


def _stretches(view: View, starts: list[Start], closings: list[int]) -> list[tuple[int, int, float]]:
    """Start, end and confidence of every posting; what stands before the first belongs to the first."""
    if not starts:
        end = closings[0] if closings else len(view.flat)
        return [(0, end, _CERTAIN if not closings else _LIKELY)]
    first = starts[0].at if starts[0].strength == ROW and len(starts) > 1 else 0
    edges = [first, *(start.at for start in starts[1:]), len(view.flat)]
    found = []
    for start, left, right in zip(starts, edges[:-1], edges[1:], strict=True):
        closing = next((c for c in closings if start.at < c < right), right)
        found.append((left, closing, _CERTAIN if start.strength >= 2 else _LIKELY))
    return found
