"""A posting's sections by meaning: about, duties, must-haves, nice-to-haves, benefits, company, how to apply.

Headings decide where there are some; items decide where there are none, and in sections whose heading covers both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from msgspec.structs import replace

from analyzers.boardlines import PAY, is_detail
from analyzers.jobnames import names_job
from analyzers.posting import Item, Section, SectionKind
from analyzers.sections.heading import Heading
from analyzers.sections.headings import find_headings
from analyzers.sections.items import Span, split_items
from analyzers.sections.kinds import CORE, PROSE, Unit, decided
from analyzers.sections.meaning import aside, is_demand, is_label, tells_of_role, told
from analyzers.sections.prose import assigns_outright, begins_a_sentence
from analyzers.view import View
from extractors.document import Kind

HEADED, TOLD = 0.95, 0.75  # confidence of a section with a heading, and of one told by its items
_CORE = (SectionKind.MUST, SectionKind.DUTIES)
_CLOSING = (SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.OTHER, SectionKind.APPLY)
_FIRST = re.compile(r"(?<!\d)1\s?[.、):]\s*$")
_MARKS, _BEHIND_NUMBERS = frozenset("-•●·*"), frozenset(".、):")
_LONGEST_MARK = 5  # characters of a mark with the white space behind it


class Draft(NamedTuple):
    """A section before its items are made: spans in the view."""

    kind: SectionKind
    name: str
    spans: list[Span]
    confidence: float


class Region(NamedTuple):
    """What stands between two headings; heading: the one above it, None at the head. Offsets in the view."""

    heading: Heading | None
    start: int
    end: int


class Headed(NamedTuple):
    """Whether duties and demands have headings of their own."""

    duties: bool
    must: bool


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


def outline(view: View, known: Sequence[Heading] | None = None) -> Outline:
    """All of a view's text in sections; text that says nothing of its meaning stays, as HEAD or OTHER.

    known: the view's headings, where they have been looked for already.
    """
    headings = find_headings(view.flat, view.lines, view.language) if known is None else known
    begins = [heading.start for heading in headings]
    edges = [*begins, len(view.flat)]
    regions = [Region(None, 0, edges[0])] if edges[0] > 0 else []
    regions += [Region(heading, heading.end, edge) for heading, edge in zip(headings, edges[1:], strict=True)]
    has = Headed(
        duties=any(heading.kind is SectionKind.DUTIES and not heading.loose for heading in headings),
        must=any(heading.kind is SectionKind.MUST for heading in headings),
    )
    units = [unit for number, region in enumerate(regions) for unit in _told(view, number, region, has)]
    if view.language == "en":
        units = _weighed(view, regions, units)
    drafts = [
        draft
        for number, group in groupby(units, key=attrgetter("region"))
        for draft in _drafts(view, regions[number], list(group))
    ]
    places = sorted([(start, draft.kind) for draft in drafts for start, _ in draft.spans])
    sections = tuple([_section(view, draft) for draft in drafts])
    starts = tuple([start for start, _ in places])
    return Outline(sections, starts, tuple([kind for _, kind in places]), tuple(begins))


def _told(view: View, number: int, region: Region, has: Headed) -> list[Unit]:
    """The entries of a region with their kinds by the rules."""
    heading = region.heading
    if heading and heading.kind is SectionKind.OTHER and (given := _given(view, number, region)):
        return given
    prose = heading is not None and heading.kind in PROSE
    spans = split_items(view.flat, region.start, region.end, language=view.language, lines=prose)
    marks = [_marked(view, start) for start, _ in spans]
    if heading is None:
        kinds = _by_meaning(view, spans, marks, default=SectionKind.HEAD, duties=not has.duties)
    elif prose:
        kinds = [heading.kind] * len(spans)
    elif heading.loose or heading.kind is SectionKind.ABOUT:
        untold = SectionKind.DUTIES if heading.loose and not has.duties else None  # a list under "职位描述"
        kinds = _by_meaning(view, spans, marks, default=SectionKind.ABOUT, duties=not has.duties, untold=untold)
    else:
        kinds = _with_asides(view, spans, marks, heading.kind, asked=has.must)
    if SectionKind.BENEFITS in kinds and view.language == "zh":
        kinds = _lists_of_benefits(view, spans, kinds)
    return [Unit(span, kind, mark, number) for span, kind, mark in zip(spans, kinds, marks, strict=True)]


def _given(view: View, number: int, region: Region) -> list[Unit]:
    """The entries below a heading that does not say what they are, where most are benefits; else none."""
    spans = split_items(view.flat, region.start, region.end, language=view.language)
    marks = [_marked(view, start) for start, _ in spans]
    benefits = sum(aside(view.flat[slice(*span)], SectionKind.DUTIES) is SectionKind.BENEFITS for span in spans)
    if 2 * benefits <= len(spans):
        return []
    return [Unit(span, SectionKind.BENEFITS, mark, number) for span, mark in zip(spans, marks, strict=True)]


def _weighed(view: View, regions: Sequence[Region], units: list[Unit]) -> list[Unit]:
    """The units with their kinds by the model, which has the last word on English."""
    weighed = []
    kinds = decided(view, [region.heading for region in regions], units)
    for unit, found in zip(units, kinds, strict=True):
        if found is None and unit.kind in CORE:
            heading = regions[unit.region].heading
            found = _default(heading)
        if found and found is not unit.kind:
            unit = replace(unit, kind=found)
        weighed.append(unit)
    return weighed


def _default(heading: Heading | None) -> SectionKind:
    """The kind of what stands under a heading and is none of its entries."""
    if heading is None:
        return SectionKind.HEAD
    if heading.loose or heading.kind is SectionKind.ABOUT:
        return SectionKind.ABOUT
    return heading.kind if heading.kind in PROSE else SectionKind.OTHER


def _drafts(view: View, region: Region, units: Sequence[Unit]) -> list[Draft]:
    """A region's sections: below a plain heading one a kind, else one a run of entries that mean the same."""
    heading = region.heading
    name = view.text[heading.name_start : heading.name_end].strip() if heading else ""
    if heading is None or heading.loose or heading.kind is SectionKind.ABOUT:
        runs: list[tuple[SectionKind, list[Span]]] = []
        for unit in units:
            if runs and runs[-1][0] is unit.kind:
                runs[-1][1].append(unit.span)
            else:
                runs.append((unit.kind, [unit.span]))
        return [Draft(kind, name if at == 0 else "", spans, TOLD) for at, (kind, spans) in enumerate(runs)]
    buckets: dict[SectionKind, list[Span]] = {}
    for unit in units:
        if len(units) == 1 or heading.kind in PROSE or not is_label(view.flat[slice(*unit.span)]):
            buckets.setdefault(unit.kind, []).append(unit.span)
    return [
        Draft(kind, name if kind is heading.kind else "", group, HEADED if kind is heading.kind else TOLD)
        for kind, group in sorted(buckets.items(), key=lambda pair: pair[1][0])
    ]


def _with_asides(
    view: View, spans: Sequence[Span], marks: Sequence[bool], kind: SectionKind, *, asked: bool
) -> list[SectionKind]:
    """What stands below a plain heading: the heading's kind, or a wish, legal text, how to apply.

    asked: demands have a heading of their own; where they have none, those among the duties are told by their words.
    """
    kinds: list[SectionKind] = []
    ended = False  # behind the list's last entry: what goes on in sentences is none of it
    for (start, end), marked in zip(spans, marks, strict=True):
        text = view.flat[start:end]
        if len(spans) > 1 and is_label(text):
            kinds.append(kind)
            continue
        found = aside(text, kind)
        if found is SectionKind.DUTIES and not asked and is_demand(text):
            found = SectionKind.MUST
        if found is SectionKind.BENEFITS and len(spans) == 1:
            found = kind  # all that stands under a heading is what the heading says
        if found in _CLOSING and not marked:
            ended = True
        elif ended and found is kind and begins_a_sentence(text) and told(text, marked=False) is None:
            found = SectionKind.OTHER
        kinds.append(found)
    return _benefits_to_the_end(view, spans, kinds)


def _benefits_to_the_end(view: View, spans: Sequence[Span], kinds: list[SectionKind]) -> list[SectionKind]:
    """The kinds with what stands behind a benefit taken as benefits too, if none of it asks or assigns anything."""
    if SectionKind.BENEFITS not in kinds:
        return kinds
    first = kinds.index(SectionKind.BENEFITS)
    for start, end in spans[first + 1 :]:
        if told(view.flat[start:end], marked=True) not in (None, SectionKind.BENEFITS):
            return kinds
    return [SectionKind.BENEFITS if at > first and kind in CORE else kind for at, kind in enumerate(kinds)]


def _lists_of_benefits(view: View, spans: Sequence[Span], kinds: list[SectionKind]) -> list[SectionKind]:
    """The kinds; a numbered list that begins with a benefit and half of which are some is all benefits but demands."""
    firsts = [at for at, span in enumerate(spans) if _FIRST.search(view.flat, max(0, span[0] - 5), span[0])]
    for first, end in zip(firsts, [*firsts, len(spans)][1:], strict=True):
        given = kinds[first:end].count(SectionKind.BENEFITS)
        if kinds[first] is SectionKind.BENEFITS and 2 * given >= end - first:
            kinds[first:end] = [
                SectionKind.BENEFITS if kind in CORE and not is_demand(view.flat[slice(*span)]) else kind
                for kind, span in zip(kinds[first:end], spans[first:end], strict=True)
            ]
    return kinds


def _by_meaning(
    view: View,
    spans: Sequence[Span],
    marks: Sequence[bool],
    *,
    default: SectionKind,
    duties: bool = True,
    untold: SectionKind | None = None,
) -> list[SectionKind]:
    """What each item is by its words; a marked one that does not say goes with the duties or demands around it.

    duties: sentences about the role may be duties, because no section is headed as theirs. untold: what a marked item
    is that says nothing, with none around it.
    """
    kinds: list[SectionKind] = []
    for position, (start, end) in enumerate(spans):
        text = view.flat[start:end]
        marked = marks[position] or position > 0 and _glued(view, start)
        kind = None if not marked and names_job(text, strict=True) else told(text, marked=marked)
        if default is SectionKind.HEAD and (is_detail(text) or _pays(text, kind, marked)):
            kind, marked = SectionKind.HEAD, False
        if kind is SectionKind.DUTIES and not (marked or duties) and tells_of_role(text) and not assigns_outright(text):
            kind = None
        if kind is None and marked:
            kind = next((found for found in reversed(kinds) if found in _CORE), untold)
        kinds.append(kind or default)
    return kinds


def _pays(text: str, kind: SectionKind | None, marked: bool) -> bool:
    """Whether a line above all sections is a post's head with its pay, whatever perks and wishes it names too."""
    named = kind in (SectionKind.BENEFITS, SectionKind.NICE, SectionKind.APPLY)
    return named and not marked and PAY.search(text) is not None


def _marked(view: View, start: int) -> bool:
    """Whether the item that begins at `start` is a list's entry."""
    if view.has_lists and view.part_at(start).block.kind is Kind.LIST:
        return True
    before = view.flat[max(0, start - _LONGEST_MARK) : start].rstrip()
    return before[-1:] in _MARKS or before[-1:] in _BEHIND_NUMBERS and before[-2:-1].isdecimal()


def _glued(view: View, start: int) -> bool:
    """Whether an item is run together with the entry before it ("of the teamBuild pipelines")."""
    before = view.flat[start - 1 : start]
    return before.isascii() and before.islower() and view.flat[start].isupper()


def _section(view: View, draft: Draft) -> Section:
    quoted = [view.quoted(start, end) for start, end in draft.spans]
    items = tuple([Item(text=text, evidence=evidence) for text, evidence in quoted])
    return Section(kind=draft.kind, heading=draft.name, items=items, confidence=draft.confidence)
