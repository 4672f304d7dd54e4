"""A text whose every character knows when it was spoken, and stays so through corrections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

import msgspec

from extractors.document import Struct
from extractors.speech.speech_types import SpokenWord
from extractors.speech.words.hearing import Letter

# A word: letters and digits with the signs inside them (C++, CI/CD, $180,000), or one other character.
_WORD = re.compile(r"[$￥¥€£]?[A-Za-z0-9À-ÿ]+(?:[.,'’/&·:+#%-]+[A-Za-z0-9À-ÿ]+)*[%+#]*|\S")
_TRAILING = frozenset("，。？！、；：,.?!;:…)”’）》\"")


class TimedText(Struct):
    """The characters in order, spaces included."""

    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    def span(self, begin: int, end: int) -> tuple[float, float]:
        """When the characters from begin to end were spoken."""
        part = self.letters[begin:end]
        return (part[0].start, part[-1].end) if part else (0.0, 0.0)

    def confidence(self, begin: int, end: int) -> float:
        part = self.letters[begin:end]
        return sum(letter.confidence for letter in part) / len(part) if part else 0.0

    def part(self, begin: int, end: int) -> TimedText:
        """The characters from begin to end, without the spaces at either end."""
        text = self.text[begin:end]
        return TimedText(letters=self.letters[end - len(text.lstrip()) : begin + len(text.rstrip())])

    def replaced(self, begin: int, end: int, text: str, *, confidence: float = -1.0) -> TimedText:
        """The same with other words from begin to end: they share that time evenly, so each time is approximate."""
        sure = self.confidence(begin, end) if confidence < 0 else confidence
        start, stop = self.span(begin, end)
        return TimedText(letters=self.letters[:begin] + spread(text, start, stop, sure) + self.letters[end:])

    def words(self, offset: float = 0.0) -> tuple[SpokenWord, ...]:
        """Words with times; punctuation stays with the word before it. offset: seconds to add."""
        found: list[SpokenWord] = []
        for match in _WORD.finditer(self.text):
            if found and match.group() in _TRAILING:
                found[-1] = _with_mark(found[-1], match.group())
                continue
            part = self.letters[match.start() : match.end()]
            found.append(SpokenWord(
                text=match.group(), start=round(offset + part[0].start, 3), end=round(offset + part[-1].end, 3),
                confidence=round(min(1.0, sum(p.confidence for p in part) / len(part)), 4),
                approx=any(p.approx for p in (part[0], part[-1]))))
        return tuple(found)


def word_starts(text: str) -> list[int]:
    """The characters at which words begin; punctuation begins none."""
    return [match.start() for match in _WORD.finditer(text) if match.group() not in _TRAILING]


def _with_mark(word: SpokenWord, mark: str) -> SpokenWord:
    return SpokenWord(text=word.text + mark, start=word.start, end=word.end, confidence=word.confidence,
                      approx=word.approx)


def spread(text: str, start: float, end: float, confidence: float) -> tuple[Letter, ...]:
    """`text` over a stretch of time, evenly: every time but the outer two is interpolated."""
    step = (end - start) / max(1, len(text))
    last = len(text) - 1
    return tuple(Letter(text=character, start=start + n * step, end=end if n == last else start + (n + 1) * step,
                        confidence=confidence, approx=last > 0) for n, character in enumerate(text))


def from_tokens(tokens: Sequence[str], times: Sequence[float], end: float,
                confidences: Sequence[float]) -> TimedText:
    """Letters of a recogniser's tokens. times: each token's start; a token of several characters shares its time."""
    letters: list[Letter] = []
    for number, text in enumerate(tokens):
        start = times[number]
        stop = max(start, times[number + 1] if number + 1 < len(times) else end)
        letters.extend(spread(text, start, stop, confidences[number]))
    return TimedText(letters=tuple(letters))


def carried(old: TimedText, text: str) -> TimedText:
    """The letters of `old` under a new text: equal ones stay, changed ones take the time of what they replace."""
    if old.text == text:
        return old
    letters = []
    for kind, a, b, c, d in SequenceMatcher(None, old.text, text, autojunk=False).get_opcodes():
        if kind == "equal":
            letters.extend(old.letters[a:b])
        elif b - a == d - c:
            letters.extend(msgspec.structs.replace(letter, text=new)
                           for letter, new in zip(old.letters[a:b], text[c:d], strict=True))
        elif d > c:
            start, end = old.span(a, b) if b > a else _between(old, a)
            letters.extend(spread(text[c:d], start, end, old.confidence(a, b) if b > a else _near(old, a)))
    return TimedText(letters=tuple(letters))


def _between(old: TimedText, at: int) -> tuple[float, float]:
    """The moment between two letters, where nothing was spoken."""
    moment = old.letters[at - 1].end if at else old.letters[0].start if old.letters else 0.0
    return moment, moment


def _near(old: TimedText, at: int) -> float:
    return old.letters[at - 1].confidence if at else 1.0
