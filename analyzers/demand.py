"""What a posting wants of a skill it names: must, nice or neither, how well and for how long - from its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

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
    r"[,，、;；]\s?(?:同时|并|且|另外|如|若|最好)?(?:有|会|懂|用过|做过|能|具备|具有|拥有|了解|熟悉|熟练|掌握|精通|必须|要求|需要?)"
    r"|\b(?:experience|skills?|knowledge|background|expertise|proficiency|required|mandatory|essential|a must)\s*,"
    r"|,\s?(?:and |but |plus )?(?:(?:any|some|prior|previous|additional|hands-on|basic|good|working) )*"
    r"(?:experience|knowledge|familiarity|exposure|understanding|background|who|must|have|has|having)\b"
)
# "加分项：...", "优先考虑：...": what follows is wished
_LEADS_ON = re.compile(r"\s?(?:项|考虑|条件)?\s?[:：]|\s?(?:考虑|录用)")
_ENDS_HERE = re.compile(r"\s?[,，;；)）]")
_STUDY_REACH = 90  # characters from "degree in" to the last field of a list


class Sentence(NamedTuple):
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

    def __init__(self, lower: str, cues: Iterable[tuple[int, Cue]]) -> None:
        self.lower = lower
        self._breaks = [match.start() for match in _BREAK.finditer(lower)]
        self._nice: list[int] = []
        self._nice_ends: list[int] = []
        self._must: list[int] = []
        self._waived: list[int] = []
        self._years: list[int] = []
        self._level_starts: list[int] = []
        self._levels: list[tuple[int, str]] = []
        for start, cue in cues:
            self._keep(start, cue)
        self._judged: dict[tuple[int, int], Sentence] = {}
        self._last = _NOWHERE

    def _keep(self, start: int, cue: Cue) -> None:
        if cue.nice:
            self._nice.append(start)
            self._nice_ends.append(start + cue.length)
        if cue.must:
            self._must.append(start)
        if cue.waived:
            self._waived.append(start)
        if cue.year:
            self._years.append(start)
        end = start + cue.length
        if cue.level and not (
            self._levels and self._levels[-1][0] == end
        ):  # of two that end alike the longer came first
            self._level_starts.append(start)
            self._levels.append((end, cue.level))

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
            found = Sentence(
                left,
                right,
                nice=_any(self._nice, left, right),
                must=_any(self._must, left, right),
                waived=_any(self._waived, left, right),
                graded=_any(self._level_starts, left, right + 1),
                dated=_any(self._years, left, right),
            )
            self._judged[(left, right)] = found
        if whole:
            self._last = found
        return found

    def wished(self, sentence: Sentence, start: int, end: int) -> bool:
        """Whether the sentence's wish is for what is named at `start`: another part of it may be asked outright."""
        if not sentence.nice:
            return False
        low, high = bisect_left(self._nice, sentence.start), bisect_left(self._nice, sentence.end)
        places = list(zip(self._nice[low:high], self._nice_ends[low:high], strict=True))
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
        asked = _any(self._must, asked_from, start) or _any(self._level_starts, asked_from, start)
        between = self.lower[end:ahead]
        bracketed = between.count("(") > between.count(")")
        return not bracketed and not (asked and _BEGINS_AFRESH.search(between) is not None)

    def field_of_study(self, start: int, end: int) -> bool:
        """Whether the words name what a degree is in, not what the applicant should be able to do."""
        sentence = self.around(start, end)
        if _STUDY_AFTER.match(self.lower, end, sentence.end):
            return True
        before = self.lower[max(sentence.start, start - _STUDY_REACH) : start]
        return bool(_STUDY_BEFORE.search(before) or _STUDY_AHEAD.match(self.lower, end, sentence.end))

    def level(self, sentence: Sentence, start: int, end: int) -> str:
        """The level word that governs the skill: the nearest before it in its sentence, else one right after it."""
        if not sentence.graded:
            return ""
        place = bisect_right(self._level_starts, start - 1) - 1
        if place >= 0 and self._level_starts[place] >= max(sentence.start, start - _LEVEL_REACH):
            between = self.lower[self._levels[place][0] : start]
            return "" if sentence.nice and _BEGINS_AFRESH.search(between) else self._levels[place][1]
        place += 1
        while place < len(self._level_starts) and self._level_starts[place] < end:
            place += 1
        if place < len(self._level_starts) and self._level_starts[place] <= min(sentence.end, end + 1):
            return self._levels[place][1] if self._levels[place][0] <= end + _LEVEL_AFTER else ""
        return ""

    def years(self, sentence: Sentence, start: int, end: int) -> float | None:
        """Years said of the skill itself: "5+ years of Go", "3年以上Java开发经验", "Python 3年以上"."""
        if not sentence.dated:
            return None
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


def _any(places: list[int], left: int, right: int) -> bool:
    at = bisect_left(places, left)
    return at < len(places) and places[at] < right


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
