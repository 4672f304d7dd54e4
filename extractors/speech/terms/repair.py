"""Sound-alikes of the field's terms in doubtful speech, put right where the sound itself allows it.

A place is looked at only where the recogniser was unsure; a term must sound like what stands there; and the
recogniser must find the term's words not much less likely for that sound than the ones it wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.document import Struct
from extractors.options import Script
from extractors.speech.terms.biasing import doubtful
from extractors.speech.terms.claims import holds_name
from extractors.speech.terms.credit import worth
from extractors.speech.terms.phonetics import ordinary, phones
from extractors.speech.terms.soundalikes import SoundStream, distance
from extractors.speech.words.hearing import Hearing
from extractors.speech.words.script import convert
from extractors.speech.words.wording import Wording
from extractors.terms import Term, is_chinese, lexicon

REASON = "sounds like a term of the field"
NEAR = 0.34  # cost per phone at which a likeness counts for nothing
PER_PHONE = 2.5  # nats of the recogniser's doubt that a phone of perfect likeness outweighs
MOST_DISTANT = {True: 0.12, False: 0.28}  # Chinese terms (True) are many and short: they must sound nearly the same
FEWEST_PHONES = {True: 4, False: 4}
FEWEST_CHARACTERS = 2  # of the text that is replaced
SAME_WORD = 0.05  # cost per phone under which even words of the English dictionary may be a term ("jango")
# Cost above which a syllable of a two-syllable term is another one. Of repairs in calls 15 right ones have .3 at most
# (金字 for 薪资), two wrong ones .45 (许术 for 技术) and .55 (连输 for 联系).
SYLLABLE = 0.4
SURE = 0.75  # mean probability of the characters from which nothing is touched
COMMON = 1e-6  # share of all words from which a Chinese one is common: 试用 8e-6, 出差 8e-6; 金通 (精通 misheard) 6e-8
SHORT = 3  # characters: a term that may be put over a common word's half by chance; "还有[点索增强生成]" is none
LONGEST_WORD = 4  # characters
PER_WINDOW = 4  # likeliest candidates of a window that are put to the recogniser


class Candidate(Struct):
    """A term that characters begin to end of wording number `place` may be."""

    place: int
    begin: int
    end: int
    term: Term
    sound: int  # phones of the term
    distance: float
    doubt: float

    @property
    def likeness(self) -> float:
        """Nats that the likeness is worth."""
        return PER_PHONE * self.sound * (NEAR - self.distance)

    @property
    def allowance(self) -> float:
        """Nats that the recogniser may lose by it: for the likeness, and for a name that it was never taught."""
        return self.likeness + (0.0 if self.term.chinese else worth(self.term))


def repaired(hearing: Hearing, wordings: Sequence[Wording], *, names: bool = True) -> list[Wording]:
    """The wordings with what is surely a term written as one, each change noted. names: or Chinese terms only."""
    found = candidates(wordings, names=names)
    chosen = _supported(hearing, wordings, found)
    result = list(wordings)
    for candidate in sorted(chosen, key=lambda c: c.begin, reverse=True):
        wording = result[candidate.place]
        text = _spaced(wording.text.text, candidate)
        result[candidate.place] = wording.replace(candidate.begin, candidate.end, text, REASON)
    return result


def candidates(wordings: Sequence[Wording], *, names: bool = True) -> list[Candidate]:
    """What might be repaired, the likeliest few of each window."""
    stream = SoundStream([_doubtful_only(wording) for wording in wordings])
    likely = {term for wording in wordings for term in wording.heard.terms}
    found: dict[tuple[int, int, int, str], Candidate] = {}
    for term in lexicon() + tuple(likely - set(lexicon())):
        if not term.chinese and (not names or term not in likely):
            continue
        for sound in {phones(reading) for reading in term.readings}:
            if len(sound) < FEWEST_PHONES[term.chinese]:
                continue
            for match in stream.find(sound, MOST_DISTANT[term.chinese]):
                if match.end - match.begin < FEWEST_CHARACTERS:
                    continue
                one = _candidate(wordings[match.text], match.text, match.begin, match.end, term, len(sound),
                                 match.distance)
                if one:
                    key = (one.place, one.begin, one.end, term.text)
                    found[key] = min(found.get(key, one), one, key=lambda c: c.distance)
    ranked = sorted(found.values(), key=lambda c: c.likeness * c.doubt, reverse=True)
    taken = [0] * len(wordings)
    kept = []
    for one in ranked:
        taken[one.place] += 1
        if taken[one.place] <= PER_WINDOW:
            kept.append(one)
    return kept


def _candidate(wording: Wording, place: int, begin: int, end: int, term: Term, sound: int,
               distance: float) -> Candidate | None:
    text = wording.text.text
    if not text[begin:end].strip() or _same(text[begin:end], term.text) or _holds(text, begin, end, term.text):
        return None
    if _is_term(text[begin:end]) or _cuts_a_word(text, begin, end):
        return None
    if term.chinese and is_chinese(text[begin:end]) and (
            end - begin != len(term.text) or (len(term.text) <= SHORT and _cuts_common(text, begin, end))
            or (len(term.text) == 2 and _another_syllable(text[begin:end], term.text))):
        return None  # recognisers mistake syllables, they seldom lose one
    if (distance > SAME_WORD and ordinary(text[begin:end])) or common(convert(text[begin:end], Script.SIMPLIFIED)):
        return None
    sure = wording.text.confidence(begin, end)
    if sure >= SURE:
        return None
    return Candidate(place=place, begin=begin, end=end, term=term, sound=sound, distance=distance, doubt=1.0 - sure)


def _another_syllable(written: str, meant: str) -> bool:
    """One of the syllables sounds too unlike the other's: of two there is too little else to go by."""
    sounds = [(phones(a), phones(b)) for a, b in zip(written, meant, strict=True)]
    return any(distance(a, b) * len(b) > SYLLABLE for a, b in sounds)


def _supported(hearing: Hearing, wordings: Sequence[Wording], found: Sequence[Candidate]) -> list[Candidate]:
    """Candidates whose likeness outweighs what the recogniser loses by them; the best of overlapping ones."""
    gains: list[tuple[float, Candidate]] = []
    for language in sorted({wordings[one.place].heard.language for one in found}):
        own = [one for one in found if wordings[one.place].heard.language == language]
        places = sorted({one.place for one in own})
        written = [wordings[place].text.text for place in places]
        before = dict(zip(places, hearing.score(places, written, language), strict=True))
        texts = [_with(wordings[one.place].text.text, one) for one in own]
        after = hearing.score([one.place for one in own], texts, language)
        gains.extend((new.logprob - before[one.place].logprob + one.allowance, one)
                     for one, new in zip(own, after, strict=True))
    chosen: list[Candidate] = []
    for gain, one in sorted(gains, key=lambda pair: pair[0], reverse=True):
        if gain > 0 and all(one.place != c.place or one.end <= c.begin or one.begin >= c.end for c in chosen):
            chosen.append(one)
    return chosen


def _with(text: str, one: Candidate) -> str:
    return text[: one.begin] + _spaced(text, one) + text[one.end :]


def _spaced(text: str, one: Candidate) -> str:
    """The term, with the spaces that keep it from running into Latin letters beside it."""
    left = not one.term.chinese and one.begin > 0 and text[one.begin - 1].isascii() and text[one.begin - 1].isalnum()
    right = not one.term.chinese and one.end < len(text) and text[one.end].isascii() and text[one.end].isalnum()
    return f"{' ' * left}{one.term.text}{' ' * right}"


def _doubtful_only(wording: Wording) -> str:
    """The text, everything that was read with confidence blotted out, characters in their places."""
    text = wording.text.text
    shown = [" "] * len(text)
    for begin, end in doubtful(wording.text.letters):
        shown[begin:end] = text[begin:end]
    return "".join("。" if character == " " else character for character in shown)


def _is_term(text: str) -> bool:
    """What stands there is a term of the field itself, or holds a name: one is as good as the other."""
    return convert(text, Script.SIMPLIFIED).casefold().strip() in _terms() or holds_name(text)


def _cuts_a_word(text: str, begin: int, end: int) -> bool:
    """One of its ends lies inside a word of Latin letters."""
    return any(0 < at < len(text) and _latin(text[at - 1]) and _latin(text[at]) for at in (begin, end))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _cuts_common(text: str, begin: int, end: int) -> bool:
    """One of its ends lies inside a Chinese word that people use every day ("在[家办]公", "您[感]兴趣")."""
    plain = convert(text, Script.SIMPLIFIED)
    if len(plain) != len(text):
        return False
    return any(common(plain[first:last]) for at in (begin, end) for first in range(max(0, at - LONGEST_WORD), at)
               for last in range(at + 1, min(len(plain), first + LONGEST_WORD) + 1))


@cache
def common(text: str) -> bool:
    """A Chinese word that people use every day ("试用", "通信"): no worse a guess than the term that sounds like it."""
    return _frequencies().get(text, 0.0) >= COMMON


@cache
def _frequencies() -> dict[str, float]:
    from wordfreq import get_frequency_dict

    found: dict[str, float] = get_frequency_dict("zh")
    return found


@cache
def _terms() -> frozenset[str]:
    return frozenset(term.text.casefold() for term in lexicon())


def _same(a: str, b: str) -> bool:
    return convert(a, Script.SIMPLIFIED).casefold().strip() == b.casefold()


def _holds(text: str, begin: int, end: int, term: str) -> bool:
    """The term stands there already, a part of it or wider than what was matched."""
    around = text[max(0, begin - len(term)) : end + len(term)].casefold()
    return term.casefold() in around
