"""Which names of the field the sound may hold at the doubtful places of a reading, by the recogniser's own ear.

All names are put to it at each place. A name that is said leaves the others far behind, clean or noisy, however wrong
the words that stand there look; where none is said, no name leads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log

from extractors.document import Struct
from extractors.speech.terms.biasing import Plain, before, doubtful, topics_of
from extractors.speech.terms.phonetics import known_word
from extractors.speech.words.hearing import Hearing, Sounding
from extractors.terms import OWN, Term, lexicon

SHARE = 0.7  # of its usual improbability that a name is forgiven: with all of it rare names win by chance
PRIOR = 0.5  # weight of how likely a name is by topic and postings, in nats
TWINS = 4  # names like the best one (RabbitMQ, RocketMQ) that may come close to it
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+")
# Evidence from which a name is shown to the next reading. Noisy development calls, zh: 15 of 16 names shown are
# said there; terms 16 -> 20 of 39, CER .296 -> .274.
TOLD = 4.0
OF_LEAD = 0.25  # share of a claim's lead that counts with its score: see `spotting`
LEAD, SCORE = 5.0, -6.0  # under which no other evidence makes a name likely


def unsure(plain: Plain) -> list[int]:
    """Characters where something else may have been said: doubtful ones, and those of words that nobody knows.

    What Whisper makes of a name it was not taught it may well be sure of ("ARLGF", "Gobernadi").
    """
    text = plain.text
    strange = [range(match.start(), match.end()) for match in _WORD.finditer(text)
               if not (known_word(match.group()) or match.group().casefold() in names())]
    return sorted({at for begin, end in doubtful(plain.letters) for at in range(begin, end)}.union(*strange))


@cache
def names() -> frozenset[str]:
    return frozenset(term.text.casefold() for term in lexicon() if not term.chinese)


def holds_name(text: str) -> bool:
    """A name of the field is written in it, whole."""
    return text.strip().casefold() in names() or any(word.casefold() in names() for word in _WORD.findall(text))


class Claim(Struct):
    """A name that seems to begin at character `at` of window `place`'s reading. lead: nats before the other names."""

    place: int
    at: int
    term: Term
    lead: float
    score: float

    @property
    def evidence(self) -> float:
        """Nats for the name by the ear alone."""
        return self.score + OF_LEAD * self.lead


class Names:
    """Names to listen for, each with its worth before anything is heard of it.

    plain: the call as read so far, for its topics. own: names that the caller expects. expected: whether any name is to
    be expected; everyday talk is left alone.
    """

    def __init__(self, plain: Sequence[Plain], own: Sequence[Term] = ()) -> None:
        self.terms = {term.text: term for term in (*lexicon(), *own) if not term.chinese and not term.everyday}
        topics = topics_of(plain)
        self.expected = bool(topics or own)
        raw = {text: before(term, topics) for text, term in self.terms.items() if term.topic != OWN}
        total = log(sum(exp(value) for value in raw.values()))
        self.worth = {text: PRIOR * (raw[text] - total) if text in raw else 0.0 for text in self.terms}

    def claims(self, hearing: Hearing, plain: Mapping[int, Plain], language: str) -> list[Claim]:
        """Names that lead the others at some doubtful place. plain: readings by their places in the hearing."""
        begins = {place: unsure(one) for place, one in plain.items()}
        texts = {place: plain[place].text for place, marks in begins.items() if marks}
        rivals: defaultdict[tuple[int, int], list[Sounding]] = defaultdict(list)
        for sounding in hearing.spot(texts, {place: begins[place] for place in texts}, tuple(self.terms), language):
            rivals[sounding.place, sounding.at].append(sounding)
        return [claim for (place, at), soundings in rivals.items()
                for claim in self._leading(texts[place], at, soundings)]

    def _leading(self, text: str, at: int, soundings: Sequence[Sounding]) -> list[Claim]:
        """The best name of one place, if it leads and does not stand in the text already."""
        ranked = sorted(((s.logprob - SHARE * s.usual + self.worth[s.term], s.term) for s in soundings), reverse=True)
        score, name = ranked[0]
        lead = score - ranked[min(TWINS, len(ranked) - 1)][0]
        if lead < LEAD or score < SCORE or name.casefold() in text.casefold():
            return []
        return [Claim(place=soundings[0].place, at=at, term=self.terms[name], lead=lead, score=score)]


def names_heard(hearing: Hearing, plain: Sequence[Plain], own: Sequence[Term] = ()) -> list[Term]:
    """Names that the call is likely to hold by the recogniser's ear, the surest first: what another reading is told."""
    wanted = Names(plain, own)
    if not wanted.expected:
        return []
    found: dict[Term, float] = {}
    for language in sorted({one.language for one in plain}):
        asked = {place: one for place, one in enumerate(plain) if one.language == language}
        for claim in wanted.claims(hearing, asked, language):
            if claim.evidence >= TOLD:
                found[claim.term] = max(found.get(claim.term, TOLD), claim.evidence)
    return sorted(found, key=lambda term: found[term], reverse=True)
