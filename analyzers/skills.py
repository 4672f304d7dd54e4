"""The skills that a posting names: canonical names with category, must or nice, level and years where said.

What the company says of itself is never asked of the applicant: it counts as "context", as do duties.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import msgspec

from analyzers.demand import Sentence, Sentences
from analyzers.mentions import Mention, scan
from analyzers.posting import Section, SectionKind, Skill
from analyzers.view import View

_ASIDE = frozenset({SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.BENEFITS, SectionKind.APPLY})
_DUTIES, _NICE, _MUST = SectionKind.DUTIES, SectionKind.NICE, SectionKind.MUST
_ASKED = frozenset({_DUTIES, _NICE, _MUST})
_STRONGEST = 0  # rank of what must be there
_SURE = 0.98
_ASIDE_SURE = 0.6  # a company that "builds on AWS" says little about the job

_Span = tuple[int, int, SectionKind, bool]  # an item's start and end in the view, its section, whether that is headed


class _Found(msgspec.Struct, frozen=True):
    """A mention with its demand. rank: the lowest is strongest; sentence: what asks for it, None where nothing does."""

    mention: Mention
    demand: str
    rank: int
    aside: bool
    sentence: Sentence | None


def find_skills(view: View, sections: Iterable[Section], *, language: str) -> tuple[Skill, ...]:
    """The skills of the view, each once, at the place of its strongest demand, in order of place.

    language: "zh" or "en" of the posting; "" takes the view's.
    """
    spans = _spans(view, sections)
    starts = [span[0] for span in spans]
    named, cues = scan(view.flat, view.lower, view.met, language=language or view.language)
    sentences = Sentences(view.lower, cues)
    best: dict[str, _Found] = {}
    for mention in named:
        term = mention.term
        known = best.get(term.canonical)
        if known and known.rank == _STRONGEST:
            continue
        if term.discipline and sentences.field_of_study(mention.start, mention.end):
            continue
        kind, headed = _section_at(mention.start, spans, starts)
        if term.asked_only and kind not in _ASKED:
            continue
        found = _placed(sentences, mention, kind, headed)
        if known is None or found.rank < known.rank:
            best[term.canonical] = found
    chosen = sorted(best.values(), key=_by_place)
    return tuple([_skill(view, sentences, found) for found in chosen])


def _by_place(found: _Found) -> int:
    return found.mention.start


def _skill(view: View, sentences: Sentences, found: _Found) -> Skill:
    mention, term = found.mention, found.mention.term
    start = mention.start
    part = view.part_at(start)
    end = min(mention.end, part.end)
    sure = mention.credible * (_ASIDE_SURE if found.aside else _SURE)
    sentence = found.sentence
    return Skill(
        canonical=term.canonical,
        category=term.category,
        kind=term.kind,
        demand=found.demand,
        level=sentences.level(sentence, start, end) if sentence and sentence.graded else "",
        years=sentences.years(sentence, start, end) if sentence and sentence.dated else None,
        words=view.text[start:end],
        evidence=part.evidence(start, end),
        confidence=round(min(sure, part.block.confidence), 3),
        esco=term.esco,
    )


def _spans(view: View, sections: Iterable[Section]) -> list[_Span]:
    """Where every item stands in the view, in order."""
    parts: dict[str, list[tuple[int, int, int]]] = {}
    for part in view.parts:
        parts.setdefault(part.block.id, []).append((part.offset, part.offset + part.end - part.start, part.start))
    spans = []
    for section in sections:
        headed = section.heading != ""
        for item in section.items:
            for piece in item.evidence:
                for low, high, start in parts.get(piece.block, ()):
                    if low <= piece.start < high:
                        spans.append((start + piece.start - low, start + piece.end - low, section.kind, headed))
    spans.sort()
    return spans


def _section_at(at: int, spans: list[_Span], starts: list[int]) -> tuple[SectionKind, bool]:
    """The kind of section that the item at `at` belongs to, OTHER outside of items, and whether a heading says so."""
    index = bisect_right(starts, at) - 1
    return spans[index][2:] if index >= 0 and at < spans[index][1] else (SectionKind.OTHER, False)


def _placed(sentences: Sentences, mention: Mention, kind: SectionKind, headed: bool) -> _Found:
    """The mention with what the posting wants of it, by its section and the words of its sentence."""
    if kind in _ASIDE:
        return _Found(mention, "context", 3, True, None)
    if kind is _DUTIES:
        return _Found(mention, "context", 2, False, None)
    sentence = sentences.around(mention.start, mention.end)
    wished = sentence.nice and sentences.wished(sentence, mention.start, mention.end)
    if wished or kind is _NICE and (headed or not sentence.nice):
        return _Found(mention, "nice", 1, False, sentence)
    if (kind is _MUST or sentence.must) and not sentence.waived:
        return _Found(mention, "must", _STRONGEST, False, sentence)
    return _Found(mention, "context", 2, False, None)
