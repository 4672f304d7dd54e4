"""Which part of the knowledge base answers a duty or requirement: the terms it names and its nearness in meaning.

The choice is deterministic and explains itself: `Match.why()` says which terms and what closeness led to it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache

from analyzers.closeness import Vectors, closeness, embed
from analyzers.demand import Sentences
from analyzers.knowledge import knowledge
from analyzers.mentions import mentions, small
from analyzers.posting import Item
from analyzers.view import fold
from extractors.document import Struct

TERM_SHARE = 0.65  # of the score; the rest is closeness. Named terms are right far more often than nearness alone
NEAR, FAR = 0.65, 0.20  # cosines that count as 1 and 0: translations reach .61, unrelated texts stay under .15
WITH_TERMS = 0.30  # least score of a match that shares a term
WITHOUT_TERMS = 0.60  # least cosine of a match that shares none: at .55 "writes reports" still met "table analysis"
SAME_FACET = 0.02  # scores nearer than this are equal: the facet that the posting speaks of more often wins


class Match(Struct):
    """A duty or requirement and the facet that answers it ("" for none). terms: canonical names that both name.

    named: every canonical name in the item. score: 0 to 1; near: cosine of item and facet.
    """

    item: Item
    facet: str
    score: float
    near: float
    terms: tuple[str, ...]
    named: tuple[str, ...]

    def why(self) -> str:
        """The reason of the choice in one line."""
        terms = ", ".join(self.terms) or "no shared term"
        return f"{self.facet or 'outside'}: {terms}; closeness {self.near:.2f}; score {self.score:.2f}"


def match(items: Sequence[Item], *, language: str) -> tuple[Match, ...]:
    """One Match for each item, in their order. language: "zh" or "en", of the items."""
    if not items:
        return ()
    named = [_named(item.text, language) for item in items]
    near = closeness(embed([item.text for item in items]), _facet_vectors(language))
    scored = [_scores(names, row.tolist()) for names, row in zip(named, near, strict=True)]
    weight: Counter[str] = Counter()
    for scores in scored:
        for facet, (score, _, terms) in scores.items():
            weight[facet] += score if terms else 0.0
    return tuple(_best(item, names, scores, weight) for item, names, scores in zip(items, named, scored, strict=True))


def _named(text: str, language: str) -> tuple[str, ...]:
    """Canonical names in the text, without fields of study ("统计学等相关专业")."""
    flat = fold(text)
    sentences = Sentences(small(flat), ())
    found = (
        mention.term.canonical
        for mention in mentions(flat, language=language)
        if not (mention.term.discipline and sentences.field_of_study(mention.start, mention.end))
    )
    return tuple(dict.fromkeys(found))


@cache
def _facet_vectors(language: str) -> Vectors:
    return embed(
        [f"{facet.name.within(language)}: {facet.summary.within(language)}" for facet in knowledge().facet.values()]
    )


@cache
def _facets_of() -> dict[str, tuple[str, ...]]:
    """For every canonical skill the facets that name it."""
    found: dict[str, list[str]] = {}
    for facet in knowledge().facet.values():
        for skill in facet.skills:
            found.setdefault(skill, []).append(facet.id)
    return {skill: tuple(facets) for skill, facets in found.items()}


def _scores(named: tuple[str, ...], near: list[float]) -> dict[str, tuple[float, float, tuple[str, ...]]]:
    """For every facet its score, closeness and shared terms. A term that few facets name weighs more."""
    shared: dict[str, list[str]] = {}
    for name in named:
        for facet in _facets_of().get(name, ()):
            shared.setdefault(facet, []).append(name)
    scores = {}
    for facet, cosine in zip(knowledge().facet, near, strict=True):
        terms = shared.get(facet, [])
        weight = sum(1 / math.sqrt(len(_facets_of()[term])) for term in terms)
        nearness = min(1.0, max(0.0, (cosine - FAR) / (NEAR - FAR)))
        score = TERM_SHARE * (1 - math.exp(-weight)) + (1 - TERM_SHARE) * nearness
        scores[facet] = (round(score, 3), cosine, tuple(terms))
    return scores


def _best(
    item: Item, named: tuple[str, ...], scores: dict[str, tuple[float, float, tuple[str, ...]]], weight: Counter[str]
) -> Match:
    """The facet with the highest score that passes its threshold; near ties go to the posting's main subject."""
    passing = {
        facet: found
        for facet, found in scores.items()
        if (found[2] and found[0] >= WITH_TERMS) or found[1] >= WITHOUT_TERMS
    }
    if not passing:
        return Match(
            item=item, facet="", score=0.0, near=max(found[1] for found in scores.values()), terms=(), named=named
        )
    top = max(found[0] for found in passing.values())
    close = [facet for facet, found in passing.items() if found[0] >= top - SAME_FACET]
    facet = max(close, key=lambda name: (weight[name], passing[name][0]))
    score, near, terms = passing[facet]
    return Match(item=item, facet=facet, score=score, near=round(near, 3), terms=terms, named=named)
