"""Names of the field that the sound holds where something else was read: spotted, then put in where they belong.

`claims` says which name seems to begin where; here each finds the stretch of text that it takes the place of, and
needs enough evidence: the recogniser's, the topic's, and likeness to what was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.document import Struct
from extractors.speech.terms.biasing import Plain
from extractors.speech.terms.claims import Claim, Names, holds_name, names
from extractors.speech.terms.phonetics import phones
from extractors.speech.terms.soundalikes import distance, units
from extractors.speech.words.hearing import Hearing, Swap
from extractors.speech.words.wording import Wording
from extractors.terms import Term

REASON = "sounds like a term of the field, told by ear"
# Evidence for a name, in nats: its score (the recogniser's and the topic's), a share of its lead over the others, and
# likeness to what was written. Weights by logistic regression over 185 claims in the development calls of bench/labels,
# clean and noisy; with LEAST 21 of 21 names taken are said there, with 7 it is 21 of 23, with 10 19 of 19.
LIKENESS = 1.7  # nats a phone ...
NEAR = 0.6  # ... times as much as the distance is under this
LEAST = 8.0
# The same over a name of several parts, as recognisers build them from sounds (DeepSpeed, GraphQL); over a name of one
# word nothing is put. The one wrong name in the calls, C++ over DeepSpeed, had 8; right ones over other words 9 to 27.
OVER_NAME = 16.0
LOSS = 20.0  # nats: most that the reading may lose by the name; past it the rest of the words does not go with it
LENGTHS = (0.4, 1.7)  # phones of what is replaced, to the phones of the name
ROUNDS = 2  # a name in its place makes the next one clearer


class Spot(Struct):
    """A claim with the characters that the name takes the place of.

    gain: nats that the reading gains by it; likeness: nats for what was written sounding like it; over: another name of
    the field stands there.
    """

    claim: Claim
    begin: int
    end: int
    text: str
    gain: float
    likeness: float
    over: bool

    @property
    def fit(self) -> float:
        """Nats for this stretch among others."""
        return self.gain + self.likeness

    @property
    def evidence(self) -> float:
        """Nats for the name."""
        return self.claim.evidence + self.likeness


def spotted(hearing: Hearing, wordings: Sequence[Wording], own: Sequence[Term] = ()) -> list[Wording]:
    """The wordings with names that the sound surely holds, each change noted. own: names that the caller expects."""
    result = list(wordings)
    wanted = Names([_plain(one) for one in wordings], own)
    places = set(range(len(result))) if wanted.expected else set()
    for _ in range(ROUNDS):
        changed: set[int] = set()
        for language in sorted({result[place].heard.language for place in places}):
            asked = {place: _plain(result[place]) for place in sorted(places)
                     if result[place].heard.language == language}
            spots = chosen(placed(hearing, asked, wanted.claims(hearing, asked, language), language))
            for spot in sorted(spots, key=lambda s: s.begin, reverse=True):
                place = spot.claim.place
                result[place] = result[place].replace(spot.begin, spot.end, spot.text, REASON)
                changed.add(place)
        places = changed
    return result


def _plain(wording: Wording) -> Plain:
    return Plain(language=wording.heard.language, letters=wording.text.letters)


def placed(hearing: Hearing, plain: Mapping[int, Plain], claims: Sequence[Claim], language: str) -> list[Spot]:
    """Of each claim the stretch of text that the name fits best in place of."""
    texts = {claim.place: plain[claim.place].text for claim in claims}
    tries = [(claim, begin, end) for claim in claims for begin, end in stretches(texts[claim.place], claim)]
    swaps = [Swap(place=claim.place, begin=begin, end=end,
                  text=_spaced(texts[claim.place], begin, end, claim.term.text))
             for claim, begin, end in tries]
    best: dict[Claim, Spot] = {}
    for (claim, begin, end), swap, gain in zip(tries, swaps, hearing.weigh(texts, swaps, language), strict=True):
        spot = Spot(claim=claim, begin=begin, end=end, text=swap.text, gain=gain,
                    likeness=likeness(texts[claim.place][begin:end], claim.term),
                    over=holds_name(texts[claim.place][begin:end]))
        if claim not in best or spot.fit > best[claim].fit:
            best[claim] = spot
    return list(best.values())


def likeness(written: str, term: Term) -> float:
    """Nats for the term because what is written sounds like it."""
    spoken = phones(written)
    return LIKENESS * max(len(sound) * (NEAR - distance(spoken, sound)) for sound in map(phones, term.readings))


def stretches(text: str, claim: Claim) -> Iterator[tuple[int, int]]:
    """Where the name may stand: from the claim's place, or the beginning of the Latin word it lies in, to the end of
    any unit that makes what is replaced about as long as the name. Never over another name.
    """
    begin = claim.at
    while begin and _latin(text[begin - 1 : begin + 1]):
        begin -= 1
    while begin < len(text) and text[begin].isspace():
        begin += 1
    lengths = [len(phones(reading)) for reading in claim.term.readings]
    least, most = LENGTHS[0] * min(lengths), LENGTHS[1] * max(lengths)
    spoken = 0
    for first, end, sound in units(text[begin:]):
        spoken += len(sound)
        if spoken > most or text[begin + first : begin + end].casefold() in names():
            return
        if spoken >= least and not _latin(text[begin + end - 1 : begin + end + 1]):
            yield begin, begin + end


def chosen(spots: Sequence[Spot]) -> list[Spot]:
    """Those with evidence enough, the best of overlapping ones and of one name in one window."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda s: s.evidence + s.gain, reverse=True):
        if spot.evidence < (OVER_NAME if spot.over else LEAST) or spot.gain < -LOSS:
            continue
        beside = [other for other in kept if other.claim.place == spot.claim.place]
        if all(spot.claim.term != other.claim.term and (spot.end <= other.begin or spot.begin >= other.end)
               for other in beside):
            kept.append(spot)
    return kept


def _spaced(text: str, begin: int, end: int, name: str) -> str:
    """The name, with the spaces that keep it from running into Latin letters beside it."""
    left = begin > 0 and _latin(text[begin - 1] + name[0])
    right = end < len(text) and _latin(name[-1] + text[end])
    return f"{' ' * left}{name}{' ' * right}"


def _latin(pair: str) -> bool:
    """Two Latin letters or digits, which belong to one word."""
    return len(pair) == 2 and pair.isascii() and pair.isalnum()
