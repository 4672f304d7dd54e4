"""What the field's terms in a reading count for, in nats, when it is weighed against other readings of its sound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from extractors.options import Script
from extractors.speech.terms.phonetics import phones
from extractors.speech.words.script import convert
from extractors.terms import Term, lexicon

PER_PHONE = {True: 1.0, False: 2.5}  # nats a phone of a term, Chinese (True) or not: Whisper knows few of those
LEAST = {True: 0.0, False: 10.0}
MOST = 15.0


class Credit:
    """The worth of Chinese terms, which the sound must bear out anyway, and of the terms that a call is likely to hold.

    Not of all the lexicon's names: among thousands one sounds a little like anything.
    """

    def __init__(self, likely: Iterable[Term] = ()) -> None:
        worths = dict(_chinese()) | {term.text.casefold(): worth(term) for term in likely}
        self.worths = sorted(worths.items(), key=lambda entry: len(entry[0]), reverse=True)

    def of(self, text: str) -> float:
        """Nats that a reading gains for the terms in it, the longest first, none counted twice."""
        plain = convert(text, Script.SIMPLIFIED).casefold()
        gained: dict[str, float] = {}
        for term, worth in self.worths:
            if term in plain:
                gained[term] = worth
                plain = plain.replace(term, "|")
        return sum(gained.values())


@cache
def _chinese() -> tuple[tuple[str, float], ...]:
    return tuple((term.text, worth(term)) for term in lexicon() if term.chinese)


def worth(term: Term) -> float:
    """Nats for one term: names by their length in sound, and never little, for Whisper was not taught them."""
    return min(MOST, max(LEAST[term.chinese], PER_PHONE[term.chinese] * len(phones(term.readings[0]))))
