"""The skills that a posting names: canonical names with category, must or nice, level and years where said.

What the company says of itself is never asked of the applicant: it counts as "context", as do duties.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from analyzers.mentions import Mention, mentions
from analyzers.posting import Section, SectionKind, Skill
from analyzers.view import View

_RANK = {"must": 0, "nice": 1, "context": 2}
_BY_SECTION = {SectionKind.MUST: "must", SectionKind.NICE: "nice"}
_OPEN = frozenset({SectionKind.ABOUT, SectionKind.OTHER, SectionKind.HEAD})  # where cues decide, not the heading
_ASIDE = frozenset({SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.BENEFITS, SectionKind.APPLY})
_ASIDE_CONFIDENCE = 0.6  # a company that "builds on AWS" says little about the job

_BREAK = re.compile(r"[。；;\n！!？?•●]|\.(?=\s|$)")
_CLAUSE = 160  # characters looked at on each side for the clause's borders
_NICE = re.compile(
    r"优先|加分|更佳|为佳|者佳|尤佳|锦上添花|\ba plus\b|\bpluses\b|\bpreferred\b|nice[- ]to[- ]have|\bbonus\b|\bdesirable\b|"
    r"\bideally\b|\badvantage(?:ous)?\b|\bbeneficial\b|\bpreferable\b|\bpreferably\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"熟悉|熟练|精通|掌握|必须|具备|了解|扎实|经验|要求|\brequir|\bmust\b|\bproficien|\bexperience (?:with|in|using|of)|\bknowledge of|"
    r"\bfamiliar|\bexpertise|\bfluent|\bskills?\b|\bunderstanding of|\bability to\b|\bqualif",
    re.IGNORECASE,
)
_NOT = re.compile(r"不要求|不需要|无需|不必|not required|no (?:prior )?experience (?:with|in)", re.IGNORECASE)

_LEVELS = (
    ("expert", re.compile(r"精通|深入掌握|专家级|\bexpert(?:ise|-level)?\b|\bmastery\b|\bdeep (?:knowledge|understanding|expertise)\b|\badvanced\b", re.I)),
    ("proficient", re.compile(r"熟练|娴熟|掌握|扎实|深入理解|\bproficien\w+|\bstrong\b|\bfluen\w+|\bsolid\b|\bhands-on\b|\bskilled\b|\bextensive\b", re.I)),
    ("familiar", re.compile(r"熟悉|\bfamiliar\w*|\bcomfortable\b|\bworking knowledge\b", re.I)),
    ("know", re.compile(r"了解|理解|知道|\bknowledge\b|\bunderstanding\b|\bexposure\b|\bawareness\b|\bbasic\b", re.I)),
)
_LEVEL_WORD = re.compile("|".join(f"(?P<{name}>{pattern.pattern})" for name, pattern in _LEVELS), re.I)
_LEVEL_REACH = 60  # characters between a level word and the last skill it governs: "熟练掌握" leads lists of six names

_CHINESE_NUMBER = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WORD_NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_YEARS = re.compile(
    r"(?<![\d.])(?P<low>\d{1,2}|[一两二三四五六七八九十]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
    r"\s*(?:\(\d{1,2}\)\s*)?(?:[-~到至]|to\s)?\s*(?:\d{1,2})?\s*\+?\s*(?:年|years?\b|yrs?\b)",
    re.IGNORECASE,
)
_YEARS_BEFORE = 40  # characters between "5+ years of professional experience with" and the skill
_YEARS_AFTER = 12  # "Java 3年以上", "Python (5+ years)"
_YEARS_LINK = re.compile(r"^[\s、,，/和与及或&]*(?:以上|及以上|或以上|left|or more|plus|\+|of|的|'s?|’s?|experience|experienced|work|working|"
                         r"hands-on|professional|proven|relevant|industry|strong|solid|development|programming|software|"
                         r"in|with|using|developing|building|designing|coding|writing|utilizing|相关|实际|工作|使用|从事|开发|"
                         r"经验|项目|以及|行业|或|及|a|an|the|at|least|minimum|\s|[-,/、()])*$", re.IGNORECASE)


class _Span(NamedTuple):
    start: int
    end: int
    kind: SectionKind


class _Found(NamedTuple):
    mention: Mention
    demand: str
    aside: bool


def find_skills(view: View, sections: Iterable[Section], *, language: str) -> tuple[Skill, ...]:
    """The skills of the view, each once, at the place of its strongest demand, in order of place.

    language: "zh" or "en" of the posting; "" takes the view's.
    """
    spans = _spans(view, sections)
    starts = [span.start for span in spans]
    best: dict[str, _Found] = {}
    for mention in mentions(view.flat, language=language or view.language):
        found = _placed(view, mention, spans, starts)
        known = best.get(mention.term.canonical)
        if known is None or (_RANK[found.demand], found.aside) < (_RANK[known.demand], known.aside):
            best[mention.term.canonical] = found
    chosen = sorted(best.values(), key=lambda found: found.mention.start)
    return tuple(_skill(view, found) for found in chosen)


def _skill(view: View, found: _Found) -> Skill:
    start, end, term, credible = found.mention
    left, right = _clause(view.flat, start, end)
    asked = found.demand != "context" or not found.aside
    confidence = min(credible * (_ASIDE_CONFIDENCE if found.aside else 0.98), view.read_confidence(start))
    return Skill(
        canonical=term.canonical,
        category=term.category,
        kind=term.kind,
        demand=found.demand,
        level=_level(view.flat, left, start, end, right) if asked else "",
        years=_years(view.flat, left, start, end, right) if asked else None,
        words=view.words(start, end),
        evidence=view.evidence(start, end)[0],
        confidence=round(confidence, 3),
    )


def _spans(view: View, sections: Iterable[Section]) -> list[_Span]:
    """Where every item stands in the view, in order."""
    parts: dict[str, list[tuple[int, int, int]]] = {}
    for part in view.parts:
        parts.setdefault(part.block.id, []).append((part.offset, part.offset + part.end - part.start, part.start))
    spans = []
    for section in sections:
        for item in section.items:
            for piece in item.evidence:
                for low, high, start in parts.get(piece.block, ()):
                    if low <= piece.start < high:
                        spans.append(_Span(start + piece.start - low, start + piece.end - low, section.kind))
    spans.sort()
    return spans


def _placed(view: View, mention: Mention, spans: list[_Span], starts: list[int]) -> _Found:
    """The mention with what the posting wants of it, by its section and the words of its clause."""
    index = bisect_right(starts, mention.start) - 1
    inside = index >= 0 and mention.start < spans[index].end
    kind = spans[index].kind if inside else SectionKind.OTHER
    if kind in _ASIDE:
        return _Found(mention, "context", aside=True)
    if kind is SectionKind.NICE:
        return _Found(mention, "nice", aside=False)
    if kind is SectionKind.DUTIES:
        return _Found(mention, "context", aside=False)
    left, right = _clause(view.flat, mention.start, mention.end)
    clause = view.flat[left:right]
    if _NICE.search(clause):
        return _Found(mention, "nice", aside=False)
    if _NOT.search(clause):
        return _Found(mention, "context", aside=False)
    if kind is SectionKind.MUST or _MUST.search(clause):
        return _Found(mention, "must", aside=False)
    return _Found(mention, "context", aside=False)


def _clause(flat: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around start to end: from the break before it to the break after it."""
    low = max(0, start - _CLAUSE)
    left = low
    for match in _BREAK.finditer(flat, low, start):
        left = match.end()
    right = _BREAK.search(flat, end, min(len(flat), end + _CLAUSE))
    return left, right.start() if right else min(len(flat), end + _CLAUSE)


def _level(flat: str, left: int, start: int, end: int, right: int) -> str:
    """The level word that governs the skill: the nearest before it in its sentence, else one right after it."""
    last = None
    for match in _LEVEL_WORD.finditer(flat, max(left, start - _LEVEL_REACH), start):
        last = match
    if last is None:
        last = _LEVEL_WORD.match(flat, end, min(right, end + 8))
    return last.lastgroup or "" if last else ""


def _years(flat: str, left: int, start: int, end: int, right: int) -> float | None:
    """Years of experience said of the skill itself: "5+ years of Go", "3年以上Java开发经验", "Python 3年以上"."""
    before = None
    for match in _YEARS.finditer(flat, max(left, start - _YEARS_BEFORE - 12), start):
        before = match
    if before and _YEARS_LINK.match(flat[before.end() : start]):
        return _number(before.group("low"))
    after = _YEARS.search(flat, end, min(right, end + _YEARS_AFTER))
    if after and not flat[end : after.start()].strip(" (：:-,，"):
        return _number(after.group("low"))
    return None


def _number(words: str) -> float:
    if words.isdigit():
        return float(words)
    return float(_CHINESE_NUMBER.get(words) or _WORD_NUMBER[words.lower()])
