"""The skills that a posting names: canonical names with category, must or nice, level and years where said.

What the company says of itself is never asked of the applicant: it counts as "context", as do duties.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from analyzers.demand import Sentences
from analyzers.mentions import Mention, mentions, small
from analyzers.posting import Section, SectionKind, Skill
from analyzers.view import View

_RANK = {"must": 0, "nice": 1, "context": 2}
_ASIDE = frozenset({SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.BENEFITS, SectionKind.APPLY})
_SURE = 0.98
_ASIDE_SURE = 0.6  # a company that "builds on AWS" says little about the job


class _Span(NamedTuple):
    start: int
    end: int
    kind: SectionKind


class _Found(NamedTuple):
    mention: Mention
    demand: str
    aside: bool


def find_skills(view: View, sections: Iterable[Section], *, language: str) -> tuple[Skill, ...]:
    """The skills of the view, each once, at the place of its strongest demand, in order of place.

    language: "zh" or "en" of the posting; "" takes the view's.
    """
    spans = _spans(view, sections)
    starts = [span.start for span in spans]
    sentences = Sentences(small(view.flat))
    best: dict[str, _Found] = {}
    for mention in mentions(view.flat, language=language or view.language):
        if mention.term.discipline and sentences.field_of_study(mention.start, mention.end):
            continue
        found = _placed(sentences, mention, spans, starts)
        known = best.get(mention.term.canonical)
        if known is None or (_RANK[found.demand], found.aside) < (_RANK[known.demand], known.aside):
            best[mention.term.canonical] = found
    chosen = sorted(best.values(), key=lambda found: found.mention.start)
    return tuple(_skill(view, sentences, found) for found in chosen)


def _skill(view: View, sentences: Sentences, found: _Found) -> Skill:
    start, end, term, credible = found.mention
    asked = found.demand != "context"
    sure = credible * (_ASIDE_SURE if found.aside else _SURE)
    return Skill(
        canonical=term.canonical,
        category=term.category,
        kind=term.kind,
        demand=found.demand,
        level=sentences.level(start, end) if asked else "",
        years=sentences.years(start, end) if asked else None,
        words=view.words(start, end),
        evidence=view.evidence(start, end)[0],
        confidence=round(min(sure, view.read_confidence(start)), 3),
    )


def _spans(view: View, sections: Iterable[Section]) -> list[_Span]:
    """Where every item stands in the view, in order."""
    parts: dict[str, list[tuple[int, int, int]]] = {}
    for part in view.parts:
        parts.setdefault(part.block.id, []).append((part.offset, part.offset + part.end - part.start, part.start))
    spans = []
    for section in sections:
        for item in section.items:
            for piece in item.evidence:
                for low, high, start in parts.get(piece.block, ()):
                    if low <= piece.start < high:
                        spans.append(_Span(start + piece.start - low, start + piece.end - low, section.kind))
    spans.sort()
    return spans


def _placed(sentences: Sentences, mention: Mention, spans: list[_Span], starts: list[int]) -> _Found:
    """The mention with what the posting wants of it, by its section and the words of its sentence."""
    index = bisect_right(starts, mention.start) - 1
    inside = index >= 0 and mention.start < spans[index].end
    kind = spans[index].kind if inside else SectionKind.OTHER
    if kind in _ASIDE:
        return _Found(mention, "context", aside=True)
    if kind is SectionKind.NICE:
        return _Found(mention, "nice", aside=False)
    if kind is SectionKind.DUTIES:
        return _Found(mention, "context", aside=False)
    said = sentences.judged(mention.start, mention.end)
    if said.nice:
        return _Found(mention, "nice", aside=False)
    wanted = (kind is SectionKind.MUST or said.must) and not said.waived
    return _Found(mention, "must" if wanted else "context", aside=False)
