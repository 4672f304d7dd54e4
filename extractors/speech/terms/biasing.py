"""Which terms this call is likely to hold, and how strongly a recogniser should prefer them.

Chosen from a plain first reading: everyday words of the field and its Chinese terms always (the search prefers them
only where the sound allows), English terms when something doubtful sounds like them or their topic is being talked
about. A recording that is not of the field is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import log

from extractors.document import Struct
from extractors.options import Script
from extractors.speech.terms.credit import PER_PHONE as NATS
from extractors.speech.terms.phonetics import phones
from extractors.speech.terms.soundalikes import SoundStream
from extractors.speech.words.hearing import Bias, Letter, TermHint
from extractors.speech.words.script import convert
from extractors.terms import PLACES, WORDS, Term, lexicon, neighbours

FEWEST_HITS = 3  # different terms heard plainly before a recording counts as one of this field ...
DENSITY = 0.006  # ... and so many of them per character: everyday talk has under .004, a call in noise from .008 on
PROMPT_TERMS = 16  # the prompt's list: a longer one makes Whisper read the list itself into unclear places
REPAIR_COMMON, REPAIR_NEAR = 60, 40  # terms that repairs may put in, by topic and by sound: the right one must compete
FROM_TOPICS = 10  # of them so many by topic, commonest first
DOUBTFUL = 0.6  # probability of a character under which it may be something else
LIKENESS = 0.30  # cost per phone up to which something doubtful sounds like a term
FEWEST_PHONES = 4
FEWEST_CHARACTERS = 2  # of the text: what a speaker says of a term fills more than one Chinese syllable
NEARBY = 0.5  # what a hit counts for the topics beside its own
_NOT_SHOWN = frozenset({"product and business"})  # everyday acronyms, which Whisper knows without being told
_OPENING = {"zh": "以下是普通话的通话：", "en": "A call about a job: "}
_PLAIN = {"zh": "以下是普通话的通话记录，标点完整。", "en": ""}
# Nats for a term: so much to start with, more for every character, at most so much. Longer terms need more, for
# all of their tokens must win, and deserve more, for a long coincidence is unlikely.
_ZH_BONUS = (1.0, 1.5, 9.0)
_EN_BONUS = (1.0, 0.75, 6.0)


class Plain(Struct):
    """The plain reading of one window. letters: its characters with confidences."""

    language: str
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)


def topics_of(plain: Sequence[Plain], context: str = "") -> dict[str, float]:
    """How much each topic is talked about: its terms heard, half of its neighbours'. Empty when not of this field."""
    words = convert(" ".join([*(one.text for one in plain), context]), Script.SIMPLIFIED).lower()
    heard = Counter(term.topic for term in lexicon()
                    if term.topic not in (WORDS, PLACES) and _pattern(term.text.lower()).search(words))
    hits = sum(heard.values())
    if hits < FEWEST_HITS or hits < DENSITY * len(words):
        return {}
    topics = {topic: float(count) for topic, count in heard.items()}
    for topic, count in heard.items():
        for near in neighbours(topic):
            topics[near] = topics.get(near, 0.0) + NEARBY * count
    return topics


def field_bias(language: str, own: Sequence[Term]) -> Bias:
    """The field's words and Chinese terms, preferred where the sound allows; the caller's own terms in the prompt."""
    prompt = _prompt(language, list(own)[:PROMPT_TERMS]) if own else _PLAIN[language]
    return Bias(prompt=prompt, hints=_hints([*own, *_chinese_terms()], language))


def term_bias(language: str, shown: Sequence[Term], likely: Sequence[Term]) -> Bias:
    """The same, and terms that this call is likely to hold: a few of them shown, all of them preferred."""
    return Bias(prompt=_prompt(language, shown), hints=_hints([*likely, *_chinese_terms()], language))


def likely_terms(plain: Sequence[Plain], topics: dict[str, float], own: Sequence[Term], heard: Sequence[Term] = (),
                 ) -> tuple[list[Term], list[Term]]:
    """Terms to show in the prompt, and those (more of them) that a repair may put in.

    The caller's own, the commonest of the topics, those that something doubtful sounds like, and those heard by ear,
    which take the places of common ones.
    """
    common = _of_topics(topics)
    near = [term for term in sounding_terms(plain, topics) if _is_name(term)]
    room = max(0, PROMPT_TERMS - len(own) - FROM_TOPICS)
    new = [term for term in near if term not in common[:FROM_TOPICS] and term not in heard][:room]
    fill = common[: max(0, min(FROM_TOPICS, PROMPT_TERMS - len(own) - len(new) - len(heard)))]
    shown = list(dict.fromkeys([*own, *fill, *new, *heard]))[:PROMPT_TERMS]
    return shown, list(dict.fromkeys([*shown, *common[:REPAIR_COMMON], *near[:REPAIR_NEAR]]))


def sounding_terms(plain: Sequence[Plain], topics: dict[str, float]) -> list[Term]:
    """English terms that something doubtful sounds like, likeliest first.

    Long ones, near in sound, read with little trust, that postings name often and whose topic is talked about.
    """
    regions = [(one, begin, end) for one in plain for begin, end in doubtful(one.letters)]
    stream = SoundStream([one.text[begin:end] for one, begin, end in regions])
    weights: dict[Term, float] = {}
    for term in lexicon():
        for sound in {phones(reading) for reading in term.readings if not term.chinese}:
            if len(sound) < FEWEST_PHONES:
                continue
            for match in stream.find(sound, LIKENESS):
                one, first, _ = regions[match.text]
                if match.end - match.begin < FEWEST_CHARACTERS:
                    continue
                part = one.letters[first + match.begin : first + match.end]
                doubt = 1.0 - sum(letter.confidence for letter in part) / len(part)
                weight = len(sound) * (1.3 * LIKENESS - match.distance) * doubt
                weights[term] = max(weights.get(term, 0.0), weight)
    return sorted(weights, key=lambda term: NATS[False] * weights[term] + before(term, topics), reverse=True)


def before(term: Term, topics: dict[str, float]) -> float:
    """How likely a term is before anything is heard, in nats, but for a constant: its topic's share of what was said,
    times its share of what postings say of the topic. Half a mention more for what nobody mentioned.
    """
    return log(topics.get(term.topic, 0.0) + 0.5) + log((term.held + 0.5) / _mentions()[term.topic])


@cache
def _mentions() -> Counter[str]:
    """How often postings name the terms of each topic, all of them together."""
    total: Counter[str] = Counter()
    for term in lexicon():
        total[term.topic] += term.held + 1
    return total


def doubtful(letters: Sequence[Letter]) -> list[tuple[int, int]]:
    """Stretches of characters that may be something else, each with a character more at both ends."""
    found: list[tuple[int, int]] = []
    for at, letter in enumerate(letters):
        if letter.confidence >= DOUBTFUL or letter.text.isspace():
            continue
        begin, end = max(0, at - 1), min(len(letters), at + 2)
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


@cache
def _chinese_terms() -> tuple[Term, ...]:
    return tuple(term for term in lexicon() if term.chinese)


def _is_name(term: Term) -> bool:
    """A name or acronym: what Whisper does not know. Common phrases it writes by itself."""
    return not term.everyday and term.text != term.text.lower()


def _of_topics(topics: dict[str, float]) -> list[Term]:
    """English terms of the topics heard, those first that postings name often and whose topic is talked about."""
    terms = [term for term in lexicon() if term.topic in topics and term.topic not in _NOT_SHOWN
             and not term.chinese and not term.everyday]
    return sorted(terms, key=lambda term: before(term, topics), reverse=True)


def _prompt(language: str, terms: Sequence[Term]) -> str:
    if not terms:
        return _PLAIN[language]
    mark, stop = ("、", "。") if language == "zh" else (", ", ".")
    return _OPENING[language] + mark.join(term.text for term in terms) + stop


def _hints(terms: Sequence[Term], language: str) -> tuple[TermHint, ...]:
    hints = []
    for term in terms:
        if term.chinese and language == "en":
            continue
        start, more, most = _ZH_BONUS if term.chinese else _EN_BONUS
        bonus = min(most, start + more * len(term.text))
        hints.append(TermHint(text=term.text, bonus=bonus))
    return tuple(hints)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(text)}(?![a-z0-9])")
