"""A posting's sections by meaning: about, duties, must-haves, nice-to-haves, benefits, company, how to apply.

Headings decide where there are some; items decide where there are none, and in sections whose heading covers both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from analyzers.boardlines import is_detail
from analyzers.headings import Heading, find_headings
from analyzers.items import Span, split_items
from analyzers.jobnames import names_job
from analyzers.meaning import aside, is_demand, is_label, tells_of_role, told
from analyzers.posting import Item, Section, SectionKind
from analyzers.prose import assigns_outright, begins_a_sentence
from analyzers.view import View
from extractors.document import Kind

HEADED, TOLD = 0.95, 0.75  # confidence of a section with a heading, and of one told by its items
_PROSE = frozenset(
    {SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.HEAD, SectionKind.APPLY, SectionKind.OTHER}
)
_CORE = (SectionKind.MUST, SectionKind.DUTIES)
_CLOSING = (SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.OTHER, SectionKind.APPLY)
_MARKED = re.compile(r"(?:\d[.、):]|[-•●·*])\s*$")


class Draft(NamedTuple):
    """A section before its items are made: spans in the view."""

    kind: SectionKind
    name: str
    spans: list[Span]
    confidence: float


class Outline(NamedTuple):
    """The sections of a view; where every item begins and of what kind it is; where every heading begins."""

    sections: tuple[Section, ...]
    starts: tuple[int, ...]
    kinds: tuple[SectionKind, ...]
    headings: tuple[int, ...] = ()

    def kind_at(self, offset: int) -> SectionKind:
        """The kind of section that the character at `offset` stands in; HEAD before the first item."""
        index = bisect_right(self.starts, offset) - 1
        return self.kinds[index] if index >= 0 else SectionKind.HEAD


def find_sections(view: View) -> tuple[Section, ...]:
    """All of a view's text in sections, in order of their first item."""
    return outline(view).sections


def outline(view: View, known: Sequence[Heading] | None = None) -> Outline:
    """All of a view's text in sections; text that says nothing of its meaning stays, as HEAD or OTHER.

    known: the view's headings, where they have been looked for already.
    """
    headings = find_headings(view.flat, view.lines, view.language) if known is None else known
    edges = [heading.start for heading in headings] + [len(view.flat)]
    told_apart = any(heading.kind is SectionKind.DUTIES and not heading.loose for heading in headings)
    asked = any(heading.kind is SectionKind.MUST for heading in headings)
    drafts: list[Draft] = []
    if edges[0] > 0:
        spans = split_items(view.flat, 0, edges[0], language=view.language)
        drafts.extend(_by_meaning(view, spans, "", default=SectionKind.HEAD, duties=not told_apart))
    for heading, edge in zip(headings, edges[1:], strict=True):
        drafts.extend(_headed(view, heading, edge, duties=not told_apart, asked=asked))
    drafts = [draft for draft in drafts if draft.spans]
    places = sorted((span[0], draft.kind) for draft in drafts for span in draft.spans)
    sections = tuple(_section(view, draft) for draft in drafts)
    starts = tuple(start for start, _ in places)
    return Outline(sections, starts, tuple(kind for _, kind in places), tuple(heading.start for heading in headings))


def _headed(view: View, heading: Heading, end: int, *, duties: bool, asked: bool) -> list[Draft]:
    name = view.text[heading.name_start : heading.name_end].strip()
    spans = split_items(view.flat, heading.end, end, language=view.language, lines=heading.kind in _PROSE)
    if heading.kind in _PROSE:
        return [Draft(heading.kind, name, spans, HEADED)]
    if heading.loose or heading.kind is SectionKind.ABOUT:
        untold = SectionKind.DUTIES if heading.loose and duties else None  # a list of its own under "职位描述"
        return _by_meaning(view, spans, name, default=SectionKind.ABOUT, duties=duties, untold=untold)
    return _with_asides(view, heading.kind, name, spans, asked=asked)


def _with_asides(view: View, kind: SectionKind, name: str, spans: list[Span], *, asked: bool) -> list[Draft]:
    """The section, and what stands in it but is none of it: nice-to-haves, legal text, how to apply.

    asked: demands have a heading of their own; where they have none, those among the duties are told by their words.
    """
    buckets: dict[SectionKind, list[Span]] = {}
    ended = False  # behind the list's last entry: what goes on in sentences is none of it
    for span in spans:
        text = view.flat[slice(*span)]
        if is_label(text) and len(spans) > 1:
            continue
        found = aside(text, kind)
        if found is SectionKind.DUTIES and not asked and is_demand(text):
            found = SectionKind.MUST
        if found is SectionKind.BENEFITS and len(spans) == 1:
            found = kind  # all that stands under a heading is what the heading says
        if found in _CLOSING and not _marked(view, span):
            ended = True
        elif ended and found is kind and begins_a_sentence(text) and told(text, marked=False) is None:
            found = SectionKind.OTHER
        buckets.setdefault(found, []).append(span)
    return [
        Draft(found, name if found is kind else "", group, HEADED if found is kind else TOLD)
        for found, group in sorted(buckets.items(), key=lambda pair: pair[1][0])
    ]


def _by_meaning(
    view: View,
    spans: list[Span],
    name: str,
    *,
    default: SectionKind,
    duties: bool = True,
    untold: SectionKind | None = None,
) -> list[Draft]:
    """Runs of items that mean the same; a marked item that does not say goes with the duties or demands around it.

    duties: sentences about the role may be duties, because no section is headed as theirs. untold: what a marked item
    is that says nothing, with none around it.
    """
    runs: list[tuple[SectionKind, list[Span]]] = []
    for position, span in enumerate(spans):
        text = view.flat[slice(*span)]
        marked = _marked(view, span) or position > 0 and _glued(view, span)
        kind = None if not marked and names_job(text, strict=True) else told(text, marked=marked)
        if default is SectionKind.HEAD and is_detail(text):
            kind, marked = SectionKind.HEAD, False
        if kind is SectionKind.DUTIES and not (marked or duties) and tells_of_role(text) and not assigns_outright(text):
            kind = None
        if kind is None and marked:
            kind = next((found for found, _ in reversed(runs) if found in _CORE), untold)
        found = kind or default
        if runs and runs[-1][0] is found:
            runs[-1][1].append(span)
        else:
            runs.append((found, [span]))
    return [Draft(kind, name if position == 0 else "", group, TOLD) for position, (kind, group) in enumerate(runs)]


def _marked(view: View, span: Span) -> bool:
    """Whether an item is a list's entry."""
    if view.part_at(span[0]).block.kind is Kind.LIST:
        return True
    return _MARKED.search(view.flat, max(0, span[0] - 5), span[0]) is not None


def _glued(view: View, span: Span) -> bool:
    """Whether an item is run together with the entry before it ("of the teamBuild pipelines")."""
    before = view.flat[span[0] - 1 : span[0]]
    return before.isascii() and before.islower() and view.flat[span[0]].isupper()


def _section(view: View, draft: Draft) -> Section:
    items = tuple(Item(text=view.words(*span), evidence=view.evidence(*span)) for span in draft.spans)
    return Section(kind=draft.kind, heading=draft.name, items=items, confidence=draft.confidence)
