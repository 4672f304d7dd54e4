"""From a recogniser's raw text to the text that people read, with a note for every change."""

from __future__ import annotations

from math import exp

import msgspec

from extractors.document import Action, Note, Struct, TimeSpan, ink
from extractors.options import Script
from extractors.speech.numbers.spoken_numbers import written
from extractors.speech.words import script
from extractors.speech.words.rereading import Heard
from extractors.speech.words.timed_text import TimedText, carried

STAGE = "asr"


class Change(Struct):
    """One change. start, end: seconds from the window's start."""

    start: float
    end: float
    reason: str
    before: str
    after: str
    confidence: float = 0.0


class Wording(Struct):
    """A window's text on its way. confidence: of the recogniser, the mean probability of a token."""

    heard: Heard
    text: TimedText
    changes: tuple[Change, ...] = ()

    @property
    def confidence(self) -> float:
        return exp(self.heard.reading.average)

    def replace(self, begin: int, end: int, text: str, reason: str, *, confidence: float = -1.0) -> Wording:
        """Other words from character begin to end, noted with both readings."""
        before = self.text.text[begin:end]
        if before == text:
            return self
        start, stop = self.text.span(begin, end)
        change = Change(start=start, end=stop, reason=reason, before=before, after=text,
                        confidence=max(0.0, self.text.confidence(begin, end)))
        return msgspec.structs.replace(self, text=self.text.replaced(begin, end, text, confidence=confidence),
                                       changes=(*self.changes, change))

    def rewrite(self, text: str, reason: str) -> Wording:
        """The whole text in another form (script, marks): one note; characters that stay keep their times."""
        old = self.text.text
        if old == text:
            return self
        start, stop = self.text.span(0, len(old))
        change = Change(start=start, end=stop, reason=reason, before=old, after=text)
        return msgspec.structs.replace(self, text=carried(self.text, text), changes=(*self.changes, change))

    def notes(self, start: float, end: float, channel: int) -> tuple[Note, ...]:
        """The changes as the document's notes. start, end: of the window in the recording."""
        return tuple(Note(
            action=Action.CORRECTED, stage=STAGE, reason=change.reason, before=change.before, after=change.after,
            place=TimeSpan(start=round(start + change.start, 3), end=round(min(end, start + change.end), 3),
                           channel=channel),
            characters=ink(change.before) - ink(change.after), confidence=round(change.confidence, 4),
        ) for change in self.changes)


def finished(wording: Wording, wanted: Script) -> Wording:
    """Script, then numbers, then marks."""
    language = wording.heard.language
    wording = wording.rewrite(script.convert(wording.text.text, wanted), f"script: {wanted.value}")
    for found in reversed(written(wording.text.text, language)):
        wording = wording.replace(found.begin, found.end, found.text, "number spoken in words")
    return wording.rewrite(script.punctuated(wording.text.text, language), "punctuation")
