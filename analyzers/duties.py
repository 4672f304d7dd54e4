"""Which part of the knowledge base answers a duty or requirement: the terms it names and its nearness in meaning.

The choice is deterministic and explains itself: `Match.why()` says which terms and what closeness led to it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from analyzers.closeness import Vectors, closeness, embed
from analyzers.demand import Sentences
from analyzers.folding import fold, small
from analyzers.knowledge import knowledge
from analyzers.mentions import mentions
from analyzers.posting import Item
from extractors.document import Struct

TERM_SHARE = 0.65  # of the score; the rest is closeness. Named terms are right far more often than nearness alone
NEAR, FAR = 0.65, 0.20  # cosines that count as 1 and 0: translations reach .61, unrelated texts stay under .15
WITH_TERMS = 0.30  # least score of a match that shares a term
WITHOUT_TERMS = 0.60  # least cosine of a match that shares none: at .55 "writes reports" still met "table analysis"
ALSO, MOST_ALSO = 0.45, 2  # least score and most in number of the further facets of a duty with several subjects
WIDE = frozenset(  # names so wide that they open no further facet
    ["Artificial intelligence", "Machine learning", "Deep learning", "Neural networks", "Python", "Data analysis"]
)
SAME_FACET = 0.02  # scores nearer than this are equal: the facet that the posting speaks of more often wins


class _Scored(NamedTuple):
    score: float
    near: float
    terms: tuple[str, ...]


class Match(Struct):
    """A duty or requirement and the facet that answers it ("" for none).

    terms: canonical names that both name; named: every canonical name in the item; also: further facets that a duty of
    several subjects touches; score: 0 to 1; near: cosine of item and facet.
    """

    item: Item
    facet: str
    score: float
    near: float
    terms: tuple[str, ...]
    named: tuple[str, ...]
    also: tuple[str, ...] = ()

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
        for facet, found in scores.items():
            weight[facet] += found.score if found.terms else 0.0
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


def _scores(named: tuple[str, ...], near: list[float]) -> dict[str, _Scored]:
    """For every facet its score, closeness and shared terms.

    A term that few facets name weighs more. Terms of the facet and of its whole direction count alike, so that a duty
    that names two subjects of one direction goes there and not to a third that it also touches.
    """
    shared: dict[str, list[str]] = {}
    around: dict[str, set[str]] = {}
    for name in named:
        for facet in _facets_of().get(name, ()):
            shared.setdefault(facet, []).append(name)
            around.setdefault(knowledge().direction_of[facet], set()).add(name)
    scores = {}
    for facet, cosine in zip(knowledge().facet, near, strict=True):
        terms = shared.get(facet, [])
        met = (_share(terms) + _share(around.get(knowledge().direction_of[facet], ()))) / 2 if terms else 0.0
        nearness = min(1.0, max(0.0, (cosine - FAR) / (NEAR - FAR)))
        score = TERM_SHARE * met + (1 - TERM_SHARE) * nearness
        scores[facet] = _Scored(round(score, 3), cosine, tuple(terms))
    return scores


def _share(terms: Iterable[str]) -> float:
    return 1 - math.exp(-sum(1 / math.sqrt(len(_facets_of()[term])) for term in sorted(terms)))


def _best(item: Item, named: tuple[str, ...], scores: dict[str, _Scored], weight: Counter[str]) -> Match:
    """The facet with the highest score that passes its threshold; near ties go to the posting's main subject."""
    passing = {
        facet: found
        for facet, found in scores.items()
        if (found.terms and found.score >= WITH_TERMS) or found.near >= WITHOUT_TERMS
    }
    nearest = max(found.near for found in scores.values())
    if not passing:
        return Match(item=item, facet="", score=0.0, near=round(nearest, 3), terms=(), named=named)
    top = max(found.score for found in passing.values())
    close = [facet for facet, found in passing.items() if found.score >= top - SAME_FACET]
    best = max(close, key=lambda facet: (weight[facet], passing[facet].score))
    chosen = passing[best]
    rest = [
        facet
        for facet, found in passing.items()
        if facet != best and found.score >= ALSO and set(found.terms) - set(chosen.terms) - WIDE
    ]
    also = tuple(sorted(rest, key=lambda facet: -passing[facet].score)[:MOST_ALSO])
    near = round(chosen.near, 3)
    return Match(item=item, facet=best, score=chosen.score, near=near, terms=chosen.terms, named=named, also=also)
