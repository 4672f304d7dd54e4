"""What all chapters draw on: the posting's numbered items, what the knowledge base has for them, and quotes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from analyzers.beside import Beside
from analyzers.duties import Match, match
from analyzers.knowledge import Knowledge, knowledge
from analyzers.knowledge.schema import Challenge, Direction, Facet, Text
from analyzers.posting import Absent, Fact, Item, Posting, SectionKind
from analyzers.report_types import Line, Quote
from extractors.document import Document, Evidence, PageBox, Place, TimeSpan

INSIDE_SHARE = 0.2  # of the items must be answered for the role to count as inside the knowledge base,
INSIDE_LONG = 1.4  # or the scores must add up to this: of 150 English postings other trades ended at 1.37
INSIDE_WEIGHT = 0.55  # and in any case to this: one strong match, or two fair ones
SECOND_SHARE = 0.35  # a direction with this share of the first one's weight is a subject of its own
MOST_DIRECTIONS = 3
ALSO_SHARE = 0.5  # of a score that goes to the direction of a duty's further facets
_NUMBERED = ((SectionKind.DUTIES, "D"), (SectionKind.MUST, "R"), (SectionKind.NICE, "N"))
_PLAIN = (SectionKind.ABOUT, SectionKind.OTHER, SectionKind.HEAD)  # what is read where a posting lists none of these
_MOST_PLAIN, _PLAIN_LEAST = 30, 30  # of them at most, and characters of each at least: a line of the head is no item


@dataclass(frozen=True)
class Numbered:
    """A duty ("D1"), must-have ("R1"), nice-to-have ("N1"), or paragraph ("P1") where there are none, and its match."""

    code: str
    item: Item
    match: Match


@dataclass(frozen=True)
class Material:
    """The posting, studied. language: of the report."""

    posting: Posting
    document: Document
    language: str
    items: tuple[Numbered, ...]
    base: Knowledge
    beside: tuple[Beside, ...] = ()  # the other files of the case

    @property
    def version(self) -> str:
        return self.base.version

    @cached_property
    def title(self) -> str:
        title = self.posting.title
        return (
            title.value if isinstance(title, Fact) else ("未命名职位" if self.language == "zh" else "Untitled posting")
        )

    @cached_property
    def answered(self) -> tuple[Numbered, ...]:
        return tuple(numbered for numbered in self.items if numbered.match.facet)

    @cached_property
    def outside(self) -> bool:
        """Whether too little of the posting meets the knowledge base for it to say anything of the role."""
        weight = sum(numbered.match.score for numbered in self.answered)
        enough = weight >= INSIDE_LONG or len(self.answered) >= INSIDE_SHARE * len(self.items)
        return weight < INSIDE_WEIGHT or not enough

    @cached_property
    def facets(self) -> tuple[tuple[Facet, tuple[Numbered, ...]], ...]:
        """The facets with the items that each answers, in the order of their first item."""
        groups: dict[str, list[Numbered]] = {}
        for numbered in self.answered:
            for facet in (numbered.match.facet, *numbered.match.also):
                groups.setdefault(facet, []).append(numbered)
        return tuple((self.base.facet[facet], tuple(members)) for facet, members in groups.items())

    @cached_property
    def directions(self) -> tuple[tuple[Direction, float], ...]:
        """The role's directions with their weights (sums of scores, duties double), the heaviest first."""
        weight: Counter[str] = Counter()
        for numbered in self.answered:
            share = 2.0 if numbered.code.startswith("D") else 1.0
            weight[self.base.direction_of[numbered.match.facet]] += share * numbered.match.score
            for facet in numbered.match.also:
                weight[self.base.direction_of[facet]] += ALSO_SHARE * share * numbered.match.score
        if self.outside or not weight:
            return ()
        order = sorted(self.base.direction, key=lambda name: -weight[name])[:MOST_DIRECTIONS]
        top = weight[order[0]]
        return tuple((self.base.direction[name], weight[name]) for name in order if weight[name] >= SECOND_SHARE * top)

    def members(self, direction: str) -> tuple[Numbered, ...]:
        """The items that any facet of the direction answers."""
        return tuple(
            numbered
            for numbered in self.answered
            if any(self.base.direction_of[facet] == direction for facet in (numbered.match.facet, *numbered.match.also))
        )

    @cached_property
    def challenges(self) -> tuple[tuple[Challenge, tuple[Numbered, ...]], ...]:
        """The role's challenges with the items that lead to each, the weightiest first."""
        members: dict[str, list[Numbered]] = {}
        weight: Counter[str] = Counter()
        for facet, items in self.facets:
            for name in facet.challenges:
                members.setdefault(name, []).extend(items)
                weight[name] += sum(numbered.match.score for numbered in items)
        for direction, _ in self.directions:
            for name in direction.challenges:
                members.setdefault(name, [])
        order = sorted(members, key=lambda name: -weight[name])
        return tuple((self.base.challenge[name], tuple(members[name])) for name in order)

    def text(self, text: Text) -> str:
        return text.within(self.language)

    def quote(self, evidence: Evidence) -> Quote:
        block = self.document.block(evidence.block)
        return Quote(
            words=block.text[evidence.start : evidence.end],
            block=block.id,
            start=evidence.start,
            end=evidence.end,
            place=place_words(block.place, self.language),
            confidence=round(block.confidence, 3),
        )

    def quotes(self, evidence: tuple[Evidence, ...]) -> tuple[Quote, ...]:
        return tuple(self.quote(piece) for piece in evidence)

    def item_line(self, numbered: Numbered, *, role: str = "item") -> Line:
        """The item in the posting's own words, with its number and its quote."""
        return Line(
            role=role,
            text=numbered.item.text,
            label=numbered.code,
            answers=(numbered.code,),
            quotes=self.quotes(numbered.item.evidence),
        )


def study(posting: Posting, document: Document, *, language: str, beside: tuple[Beside, ...] = ()) -> Material:
    """The posting with every item matched. language: of the report; items are matched in the posting's own."""
    spoken = posting.language or document.language or language
    numbered = [(f"{letter}{n}", item) for kind, letter in _NUMBERED for n, item in enumerate(posting.items(kind), 1)]
    if not numbered:
        plain = [item for item in posting.items(*_PLAIN) if len(item.text) >= _PLAIN_LEAST][:_MOST_PLAIN]
        numbered = [(f"P{n}", item) for n, item in enumerate(plain, 1)]
    matches = match([item for _, item in numbered], language=spoken)
    items = tuple(
        Numbered(code=code, item=item, match=found) for (code, item), found in zip(numbered, matches, strict=True)
    )
    return Material(posting=posting, document=document, language=language, items=items, base=knowledge(),
                    beside=beside)


def stated(fact: Fact | Absent) -> bool:
    return isinstance(fact, Fact)


def codes(members: tuple[Numbered, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(numbered.code for numbered in members))


def place_words(place: Place, language: str) -> str:
    """Where a block stands, for people."""
    if isinstance(place, PageBox):
        return f"第 {place.page} 页" if language == "zh" else f"page {place.page}"
    if isinstance(place, TimeSpan):
        return clock(place.start)
    return place.path


def clock(seconds: float) -> str:
    """A moment of a recording for people: 01:23, or 1:02:03 from an hour on."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
