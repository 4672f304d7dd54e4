"""What a posting wants of a skill it names: must, nice or neither, how well and for how long - from its sentence.

All patterns run on lower-cased text; a sentence is judged once, however many skills it names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

_BREAK = re.compile(r"[。；;\n！!？?•●]|\.(?=\s|$)|\.(?!net\b)(?=[a-z]{3,}[ ,])")
_WINDOW = 160  # characters looked at on each side in text without sentences
_NICE = re.compile(
    r"优先|加分|更佳|为佳|者佳|尤佳|锦上添花|\ba plus\b|\bpluses\b|\bpreferred\b|nice[- ]to[- ]have|\bbonus\b"
    r"|\bdesirable\b|\bdesired\b|\bideally\b|\badvantage|\bbeneficial\b|\bprefer(?:able|ably|ence)\b"
)
_MUST = re.compile(
    r"熟悉|熟练|精通|掌握|必须|具备|了解|扎实|经验|要求|\brequir|\bmust\b|\bproficien"
    r"|\bexperience (?:with|in|using|of|designing|building|developing|working)|\bknowledge of|\bfamiliar|\bexpert"
    r"|\bfluent|\bskills?\b|\bunderstanding of|\bability to\b|\bqualif|\bbackground in\b"
)
_NOT = re.compile(r"不要求|不需要|无需|不必|\bnot required|\bno (?:prior )?experience (?:with|in)")

_LEVEL = re.compile(
    r"(?P<expert>精通|深入掌握|专家级|\bexpert(?:ise|-level)?\b|\bmastery\b"
    r"|\bdeep (?:knowledge|understanding)\b|\badvanced\b)"
    r"|(?P<proficient>熟练|娴熟|掌握|扎实|深入理解|\bproficien\w+|\bstrong\b|\bfluen\w+|\bsolid\b|\bhands-on\b"
    r"|\bskilled\b|\bextensive\b)"
    r"|(?P<familiar>熟悉|\bfamiliar\w*|\bcomfortable\b|\bworking knowledge\b)"
    r"|(?P<know>了解|知道|\bknowledge\b|\bunderstanding\b|\bexposure\b|\bawareness\b|\bbasic\b)"
)
_LEVEL_REACH = 60  # characters between a level word and the last skill it governs: "熟练掌握" leads lists of six names
_LEVEL_AFTER = 8

_STUDY_AFTER = re.compile(r"[^。；;\n]{0,30}?专业(?!知识|技能|能力|素|的|性|人|领域|术语|背景知识)")
_STUDY_BEFORE = re.compile(
    r"\b(?:degree|major(?:ed|ing)?|bachelor|bachelors|master|masters|ph\.?d|diploma|m\.?sc?|b\.?sc?|graduate)\b"
    r"(?!.*\b(?:experience|knowledge|skills?|proficien|understanding|familiar))"
)
_STUDY_AHEAD = re.compile(r"[\w ,/&-]{0,60}\b(?:degree|or (?:a )?related (?:field|discipline|area))")
_STUDY_REACH = 90  # characters from "degree in" to the last field of a list

_CHINESE = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10
}  # fmt: skip
_YEARS = re.compile(
    r"(?<![\d.])(?P<low>\d{1,2}|[一两二三四五六七八九十]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
    r"\s?(?:\(\d{1,2}\)\s?)?(?:(?:[-~到至]|to\s)\s?\d{1,2})?\s?\+?\s?(?:年|years?\b|yrs?\b)"
)
_YEARS_BEFORE = 52  # characters from "5+ years of professional experience with" to the skill
_YEARS_AFTER = 12  # characters from the skill to "Java 3年以上", "Python (5+ years)"
_LINK = re.compile(
    r"(?:[\s、,，/()&+-]|以上|及|或|左|右|以|的|相关|实际|工作|使用|从事|开发|经验|项目|行业|和|与"
    r"|\b(?:or|more|plus|of|experiences?|experienced|work|working|hands|on|professional|proven|relevant|industry|strong"
    r"|solid|development|programming|software|in|with|using|developing|building|designing|coding|writing|a|an|the|at"
    r"|least|minimum|and|commercial|practical)\b|')*+"
)


class _Sentence(NamedTuple):
    nice: bool
    must: bool
    waived: bool


class Sentences:
    """The sentences of one lower-cased text, cut and judged on demand."""

    def __init__(self, lower: str) -> None:
        self.lower = lower
        self._breaks = [match.start() for match in _BREAK.finditer(lower)]
        self._judged: dict[tuple[int, int], _Sentence] = {}

    def around(self, start: int, end: int) -> tuple[int, int]:
        """From the break before start to the break after end, no farther than the window."""
        before = bisect_right(self._breaks, start - 1)
        after = bisect_left(self._breaks, end)
        left = self._breaks[before - 1] + 1 if before else 0
        right = self._breaks[after] if after < len(self._breaks) else len(self.lower)
        if right - left > 2 * _WINDOW:
            left, right = max(left, start - _WINDOW), min(right, end + _WINDOW)
        return left, right

    def judged(self, start: int, end: int) -> _Sentence:
        """What the sentence around start to end says of the skills in it."""
        span = self.around(start, end)
        if span not in self._judged:
            words = self.lower[span[0] : span[1]]
            self._judged[span] = _Sentence(
                bool(_NICE.search(words)), bool(_MUST.search(words)), bool(_NOT.search(words))
            )
        return self._judged[span]

    def field_of_study(self, start: int, end: int) -> bool:
        """Whether the words name what a degree is in, not what the applicant should be able to do."""
        left, right = self.around(start, end)
        if _STUDY_AFTER.match(self.lower, end, right):
            return True
        before = self.lower[max(left, start - _STUDY_REACH) : start]
        return bool(_STUDY_BEFORE.search(before) or _STUDY_AHEAD.match(self.lower, end, right))

    def level(self, start: int, end: int) -> str:
        """The level word that governs the skill: the nearest before it in its sentence, else one right after it."""
        left, right = self.around(start, end)
        last = None
        for match in _LEVEL.finditer(self.lower, max(left, start - _LEVEL_REACH), start):
            last = match
        if last is None:
            last = _LEVEL.match(self.lower, end, min(right, end + _LEVEL_AFTER))
        return (last.lastgroup or "") if last else ""

    def years(self, start: int, end: int) -> float | None:
        """Years said of the skill itself: "5+ years of Go", "3年以上Java开发经验", "Python 3年以上"."""
        left, right = self.around(start, end)
        before = None
        for match in _YEARS.finditer(self.lower, max(left, start - _YEARS_BEFORE), start):
            before = match
        if before and _LINK.fullmatch(self.lower, before.end(), start):
            return _number(before.group("low"))
        after = _YEARS.search(self.lower, end, min(right, end + _YEARS_AFTER))
        if after and not self.lower[end : after.start()].strip(" (:-,"):
            return _number(after.group("low"))
        return None


def _number(words: str) -> float:
    return float(words) if words.isdigit() else float(_CHINESE.get(words) or _ENGLISH[words])
