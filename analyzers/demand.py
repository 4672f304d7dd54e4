"""What a posting wants of a skill it names: must, nice or neither, how well and for how long - from its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter

import msgspec

from analyzers.cues import Cue

_BREAK = re.compile(r"[。；;\n！!？?•●.](?:(?<!\.)|(?=\s|$|(?!net\b)[a-z]{3,}[ ,]))")
_WINDOW = 160  # characters looked at on each side in text without sentences
_LEVEL_REACH = 60  # characters between a level word and the last skill it governs: "熟练掌握" leads lists of six names
_LEVEL_AFTER = 8

_CHINESE = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_YEARS_BACK = 16  # characters of a number before "years": "at least three (3) "
_YEARS = re.compile(
    r"(?:(?<![\d.])(?P<low>\d{1,2}|[一两二三四五六七八九十])|\b(?P<word>" + "|".join(_ENGLISH) + r"))"
    r"\s?(?:\(\d{1,2}\)\s?)?(?:(?:[-~到至]|to\s)\s?\d{1,2})?\s?\+?\s?$"
)
_YEARS_BEFORE = 52  # characters from "5+ years of professional experience with" to the skill
_YEARS_AFTER = 12  # characters from the skill to "Java 3年以上", "Python (5+ years)"
_LINK = re.compile(
    r"(?:[\s、,，/()&+-]|以上|及|或|左|右|以|的|相关|实际|工作|使用|从事|开发|经验|项目|行业|和|与"
    r"|\b(?:or|more|plus|of|experiences?|experienced|work|working|hands|on|professional|proven|relevant|industry|strong"
    r"|solid|development|programming|software|in|with|using|developing|building|designing|coding|writing|a|an|the|at"
    r"|least|minimum|and|commercial|practical)\b|')*+"
)

_STUDY_AFTER = re.compile(r"[^。；;\n]{0,30}?专业(?!知识|技能|能力|素|的|性|人|领域|术语|背景知识)")
_STUDY_BEFORE = re.compile(
    r"\b(?:degree|major(?:ed|ing)?|bachelors?|masters?|ph\.?d|diploma|m\.?sc?|b\.?sc?|graduate)\b"
    r"(?!.*\b(?:experience|knowledge|skills?|proficien|understanding|familiar))"
)
_STUDY_AHEAD = re.compile(r"[\w ,/&-]{0,60}?\b(?:degree|or (?:a )?related (?:field|discipline|area))")
# A wish belongs to the part of a sentence that it ends ("熟悉Python，了解C者优先", "strong SQL experience, Kafka a
# plus"): what was asked before that part began stays asked
_BEGINS_AFRESH = re.compile(
    r"[,，、;；]\s?(?:同时|并|且|另外|如|若|最好)?(?:有(?!效)|会(?![计员议展])|懂|用过|做过|能(?!力)|具备|具有|拥有|了解|熟悉|熟练|掌握|精通|必须|要求|需(?!求))"
    r"|\b(?:experience|skills?|knowledge|background|expertise|proficiency|required|mandatory|essential|a must)\s*,"
    r"|,\s?(?:and |but |plus )?(?:(?:any|some|prior|previous|additional|hands-on|basic|good|working) )*"
    r"(?:experience|knowledge|familiarity|exposure|understanding|background|who|must|have|has|having)\b"
)
# "加分项：...", "优先考虑：...": what follows is wished
_LEADS_ON = re.compile(r"\s?(?:项|考虑|条件)?\s?[:：]|\s?(?:考虑|录用)")
_ENDS_HERE = re.compile(r"\s?[,，;；)）]")
_STUDY_REACH = 90  # characters from "degree in" to the last field of a list


class Sentence(msgspec.Struct, frozen=True):
    """A sentence's borders, what it says of its skills, and whether it has words of levels and of years at all."""

    start: int
    end: int
    nice: bool
    must: bool
    waived: bool
    graded: bool
    dated: bool


_NOWHERE = Sentence(1, 0, False, False, False, False, False)


class Sentences:
    """The sentences of one lower-cased text. cues: (start, cue) of every cue in it, in order of their ends."""

    def __init__(self, lower: str, cues: Sequence[tuple[int, Cue]]) -> None:
        self.lower = lower
        self._breaks = [match.start() for match in _BREAK.finditer(lower)]
        self._cues = sorted(cues, key=itemgetter(0))
        self._starts = [start for start, _ in self._cues]
        self._years = [start for start, cue in self._cues if cue.year]
        self._levels: list[tuple[int, int, str]] = []  # start, end and level, by their ends
        for start, cue in cues:
            end = start + cue.length
            # of two that end alike the longer came first
            if cue.level and not (self._levels and self._levels[-1][1] == end):
                self._levels.append((start, end, cue.level))
        self._level_starts = [start for start, _, _ in self._levels]
        self._judged: dict[tuple[int, int], Sentence] = {}
        self._last = _NOWHERE

    def around(self, start: int, end: int) -> Sentence:
        """The sentence from the break before start to the break after end, no farther than the window."""
        if self._last.start <= start and end <= self._last.end:
            return self._last  # most skills stand in one sentence with the one before
        before = bisect_left(self._breaks, start)
        after = bisect_left(self._breaks, end)
        left = self._breaks[before - 1] + 1 if before else 0
        right = self._breaks[after] if after < len(self._breaks) else len(self.lower)
        whole = right - left <= 2 * _WINDOW
        if not whole:
            left, right = max(left, start - _WINDOW), min(right, end + _WINDOW)
        found = self._judged.get((left, right))
        if found is None:
            found = self._judged[(left, right)] = self._judge(left, right)
        if whole:
            self._last = found
        return found

    def wished(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether the sentence's wish is for what is named at `start`: another part of it may be asked outright."""
        if not sentence.nice:
            return False
        low, high = bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)
        inside = self._cues[low:high]
        places = [(at, at + cue.length) for at, cue in inside if cue.nice]
        ahead = next((place for place, _ in places if place >= end), -1)
        behind = next((place for place in reversed(places) if place[1] <= start), None)
        if ahead < 0 and behind is None:
            return True  # the words of the wish are the name's own
        asked_from = sentence.start
        if behind is not None:
            if _LEADS_ON.match(self.lower, behind[1]) or not _ENDS_HERE.match(self.lower, behind[1]):
                return True
            if ahead < 0:
                return False
            asked_from = behind[1]
        asked = any(asked_from <= at < start and (cue.must or cue.level) for at, cue in inside)
        between = self.lower[end:ahead]
        bracketed = between.count("(") > between.count(")")
        return not bracketed and not (asked and _BEGINS_AFRESH.search(between) is not None)

    def _judge(self, left: int, right: int) -> Sentence:
        """The sentence from left to right with what the cues in it say."""
        low, high = bisect_left(self._starts, left), bisect_left(self._starts, right)
        inside = [cue for _, cue in self._cues[low:high]]
        at = bisect_left(self._level_starts, left)
        return Sentence(
            left,
            right,
            nice=True in [cue.nice for cue in inside],
            must=True in [cue.must for cue in inside],
            waived=True in [cue.waived for cue in inside],
            graded=at < len(self._level_starts) and self._level_starts[at] <= right,
            dated=True in [cue.year for cue in inside],
        )

    def field_of_study(self, start: int, end: int) -> bool:
        """Whether the words name what a degree is in, not what the applicant should be able to do."""
        sentence = self.around(start, end)
        if _STUDY_AFTER.match(self.lower, end, sentence.end):
            return True
        before = self.lower[max(sentence.start, start - _STUDY_REACH) : start]
        return bool(_STUDY_BEFORE.search(before) or _STUDY_AHEAD.match(self.lower, end, sentence.end))

    def level(self, sentence: Sentence, start: int, end: int) -> str:
        """The level word that governs the skill: the nearest before it in its sentence, else one right after it."""
        place = bisect_right(self._level_starts, start - 1) - 1
        if place >= 0 and self._level_starts[place] >= max(sentence.start, start - _LEVEL_REACH):
            between = self.lower[self._levels[place][1] : start]
            return "" if sentence.nice and _BEGINS_AFRESH.search(between) else self._levels[place][2]
        place += 1
        while place < len(self._level_starts) and self._level_starts[place] < end:
            place += 1
        if place < len(self._level_starts) and self._level_starts[place] <= min(sentence.end, end + 1):
            return self._levels[place][2] if self._levels[place][1] <= end + _LEVEL_AFTER else ""
        return ""

    def years(self, sentence: Sentence, start: int, end: int) -> float | None:
        """Years said of the skill itself: "5+ years of Go", "3年以上Java开发经验", "Python 3年以上"."""
        low = bisect_left(self._years, max(sentence.start, start - _YEARS_BEFORE))
        high = bisect_left(self._years, min(sentence.end, end + _YEARS_AFTER))
        for place in reversed(self._years[low:high]):
            number = _YEARS.search(self.lower, max(sentence.start, place - _YEARS_BACK), place)
            if number is None:
                continue
            if place < start:
                return _value(number) if _LINK.fullmatch(self.lower, _word_end(self.lower, place), start) else None
            if number.start() >= end and not self.lower[end : number.start()].strip(" (:-,"):
                return _value(number)
        return None


def _word_end(lower: str, place: int) -> int:
    """The end of "年", "year", "years", "yrs" at `place`."""
    if not lower[place].isascii():
        return place + 1
    while place < len(lower) and lower[place].isascii() and lower[place].isalpha():
        place += 1
    return place


def _value(number: re.Match[str]) -> float:
    if word := number.group("word"):
        return float(_ENGLISH.index(word) + 1)
    low = number.group("low")
    return float(low) if low.isdigit() else float(_CHINESE[low])
