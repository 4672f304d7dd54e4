"""Which industries or scenes a posting is set in: their terms in its title, items, employer and department."""

from __future__ import annotations

from collections import Counter

from analyzers.chapters.material import Material
from analyzers.knowledge.schema import Domain
from analyzers.posting import Fact, SectionKind
from analyzers.report_types import Quote
from extractors.document import Evidence

LEAST = 2.0  # weight: a term in the title or the duties counts 2, elsewhere 1, in the company's text one half
MOST_DOMAINS = 2
_WEIGHT = {
    SectionKind.DUTIES: 2.0,
    SectionKind.HEAD: 2.0,
    SectionKind.COMPANY: 0.5,
    SectionKind.BENEFITS: 0.0,
    SectionKind.BOILERPLATE: 0.0,
    SectionKind.APPLY: 0.0,
}


def found_domains(material: Material) -> list[tuple[Domain, tuple[Quote, ...]]]:
    """The domains with enough of their terms in the posting, the heaviest first, each with one quote."""
    weight: Counter[str] = Counter()
    quotes: dict[str, tuple[Quote, ...]] = {}
    for text, evidence, share in _texts(material):
        lower = text.lower()
        for domain in material.base.domain.values():
            hits = sum(1 for term in domain.terms if _holds(lower, term.lower()))
            if hits and share:
                weight[domain.id] += hits * share
                quotes.setdefault(domain.id, material.quotes(evidence))
    order = sorted((name for name in weight if weight[name] >= LEAST), key=lambda name: -weight[name])
    return [(material.base.domain[name], quotes[name]) for name in order[:MOST_DOMAINS]]


def _texts(material: Material) -> list[tuple[str, tuple[Evidence, ...], float]]:
    posting = material.posting
    texts = [
        (fact.words, fact.evidence, 2.0)
        for fact in (posting.title, posting.employer, posting.department)
        if isinstance(fact, Fact)
    ]
    for section in posting.sections:
        for item in section.items:
            texts.append((item.text, item.evidence, _WEIGHT.get(section.kind, 1.0)))
    return texts


def _holds(lower: str, term: str) -> bool:
    """Whether the text holds the term, as a whole word where the term is Latin."""
    at = lower.find(term)
    while at >= 0:
        end = at + len(term)
        if not term[0].isascii() or not (
            (at and lower[at - 1].isalnum() and lower[at - 1].isascii())
            or (end < len(lower) and lower[end].isalnum() and lower[end].isascii())
        ):
            return True
        at = lower.find(term, at + 1)
    return False
