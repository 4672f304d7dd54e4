"""A window is read up to three times: plainly, with the field's words in mind, and with this call's likely terms.

What is read with confidence is not read again; of two readings the one wins that the sound supports, the field's
terms counting for something.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import msgspec

from extractors.document import Struct
from extractors.options import Script, SpeechOptions
from extractors.speech.terms.biasing import Plain, doubtful, field_bias, likely_terms, term_bias, topics_of
from extractors.speech.terms.claims import names_heard
from extractors.speech.terms.credit import Credit
from extractors.speech.words.hallucinations import parrots, said_once, stammers
from extractors.speech.words.hearing import Bias, Hearing, Letter, Reading, unsaid
from extractors.speech.words.script import convert
from extractors.speech.words.timed_text import TimedText, carried
from extractors.terms import Term, own_terms

BEAM = 5
KEPT = 2  # readings of each pass that stay rivals


class Heard(Struct):
    """One window as it was read. letters: its characters; silence: the probability that nobody speaks.

    terms: what the call is likely to hold, for repairing.
    """

    reading: Reading
    language: str
    silence: float
    letters: tuple[Letter, ...] = ()
    terms: tuple[Term, ...] = ()


def tell_languages(hearing: Hearing, language: str, seconds: Sequence[float]) -> list[str]:
    """The language of each window: the one given, or the likelier one in the light of the whole block.

    The block's share counts as much as two seconds of the window itself: a short "OK" does not change the language.
    """
    odds = hearing.languages()
    if language in ("zh", "en"):
        return [language] * len(odds)
    total = sum(seconds) or 1.0
    common = sum(o["zh"] * s for o, s in zip(odds, seconds, strict=True)) / total
    return ["zh" if (o["zh"] * s + 2.0 * common) / (s + 2.0) >= 0.5 else "en"
            for o, s in zip(odds, seconds, strict=True)]


def read(hearing: Hearing, languages: Sequence[str], seconds: Sequence[float], options: SpeechOptions,
         context: str) -> list[Heard]:
    """Every window's best reading. seconds: what each lasts; context: words that go before or with the recording."""
    silence = hearing.silence()
    table = _Table(hearing, languages, seconds)
    table.read(range(len(languages)), {}, beam=1)
    own = own_terms(options.terms)
    table.credit = Credit(own)
    topics = topics_of(table.plain(), context)
    terms: list[Term] = []
    if not topics and not own:
        table.read(table.doubtful(), {})
    else:
        table.read(table.doubtful(), {language: field_bias(language, own) for language in set(languages)})
        told = names_heard(hearing, table.plain(), own) if hearing.spots else []
        shown, terms = likely_terms(table.plain(), topics_of(table.plain(), context), own, told)
        unsure = table.doubtful()
        table.credit = Credit([*own, *terms])
        table.read(unsure, {language: term_bias(language, shown, terms) for language in set(languages)})
        table.cross(unsure)
    return [Heard(reading=reading, language=language, silence=quiet, letters=letters, terms=tuple(terms))
            for reading, language, quiet, letters in zip(table.best, languages, silence, table.letters, strict=True)]


class _Table:
    """The best reading of every window so far."""

    def __init__(self, hearing: Hearing, languages: Sequence[str], seconds: Sequence[float]) -> None:
        self.hearing, self.languages, self.seconds = hearing, languages, seconds
        self.rivals: list[list[Reading]] = [[] for _ in languages]
        self.told = False
        self.credit = Credit()
        self.scored: dict[tuple[int, str], Reading] = {}  # what the recogniser said of a text for a window
        self.best = [Reading(text="", logprob=0.0, tokens=1)] * len(languages)
        self.letters: list[tuple[Letter, ...]] = [()] * len(languages)

    def plain(self) -> list[Plain]:
        return [Plain(language=language, letters=letters)
                for language, letters in zip(self.languages, self.letters, strict=True)]

    def doubtful(self) -> list[int]:
        return [place for place, letters in enumerate(self.letters) if not letters or doubtful(letters)]

    def read(self, places: Sequence[int], biases: dict[str, Bias], *, beam: int = BEAM) -> None:
        """Read these windows anew and keep, of all their readings so far, the best supported one."""
        for language in sorted({self.languages[place] for place in places}):
            own = [place for place in places if self.languages[place] == language]
            known = [max((one.tokens for one in self.rivals[place]), default=0) for place in own] if biases else []
            found = self.hearing.read(own, language, bias=biases.get(language), beam=beam, known=known)
            for place, readings in zip(own, found, strict=True):
                self.rivals[place] = _distinct([*(self._former(place) if biases else ()), *readings[:KEPT]])
            self._judge(own, language)
        self.told = bool(biases)

    def _former(self, place: int) -> list[Reading]:
        """Readings so far, plain ones in the script that readings with the field in mind are in: the script counts."""
        return self.rivals[place] if self.told else [
            msgspec.structs.replace(one, text=convert(one.text, Script.SIMPLIFIED)) for one in self.rivals[place]]

    def cross(self, places: Sequence[int]) -> None:
        """Try, in the best reading of each window, the words of its rivals that hold a term it lacks."""
        for language in sorted({self.languages[place] for place in places}):
            own = [place for place in places if self.languages[place] == language]
            for place in own:
                mixed = [text for rival in self.rivals[place]
                         for text in crossed(self.best[place].text, rival.text, self.credit)]
                texts = [self.best[place].text, *mixed]
                self.rivals[place] = _distinct([Reading(text=text, logprob=0.0, tokens=1) for text in texts])
            self._judge([place for place in own if len(self.rivals[place]) > 1], language)

    def _judge(self, places: Sequence[int], language: str) -> None:
        """Put the rival readings of these windows to the recogniser, told nothing, and take each window's best."""
        pairs = [(place, reading.text) for place in places for reading in fluent(self.rivals[place])]
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self.scored]
        scores = self.hearing.score([place for place, _ in new], [text for _, text in new], language)
        self.scored.update(zip(new, scores, strict=True))
        best: dict[int, tuple[float, Reading]] = {}
        for place, text in pairs:
            score = self.scored[place, text]
            support = score.logprob - unsaid(score.tokens, self.seconds[place]) + self.credit.of(score.text)
            if score.text and support > best.get(place, (float("-inf"), score))[0]:
                best[place] = (support, score)
        changed = [place for place, (_, reading) in best.items() if reading.text != self.best[place].text]
        texts = [best[place][1].text for place in changed]
        for place, letters in zip(changed, self.hearing.spell(changed, texts, language), strict=True):
            self.best[place] = best[place][1]
            self.letters[place] = carried(TimedText(letters=letters), self.best[place].text).letters


def _distinct(readings: Sequence[Reading]) -> list[Reading]:
    return list({reading.text: reading for reading in readings}.values())


def fluent(readings: Sequence[Reading]) -> list[Reading]:
    """Those that neither repeat names they were shown nor stammer, or else all: in noise the likeliest often does."""
    once = [msgspec.structs.replace(reading, text=said_once(reading.text)) for reading in readings]
    own = [reading for reading in once if not parrots(reading.text)] or once
    return [reading for reading in own if not stammers(reading.text)] or own


def crossed(text: str, rival: str, credit: Credit) -> list[str]:
    """`text` with one differing stretch of the rival's in it, for every stretch that brings a term; and with all."""
    text, rival = convert(text, Script.SIMPLIFIED), convert(rival, Script.SIMPLIFIED)
    changes = [(a, b, rival[c:d]) for kind, a, b, c, d
               in SequenceMatcher(None, text, rival, autojunk=False).get_opcodes() if kind != "equal"]
    worth = credit.of(text)
    found = [text[:a] + new + text[b:] for a, b, new in changes]
    gaining = [(change, mixed) for change, mixed in zip(changes, found, strict=True) if credit.of(mixed) > worth]
    together = text
    for (a, b, new), _ in reversed(gaining):
        together = together[:a] + new + together[b:]
    return [*(mixed for _, mixed in gaining), *([together] if len(gaining) > 1 else [])]
