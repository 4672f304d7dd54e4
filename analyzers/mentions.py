"""Where a text names skills: one pass of the vocabulary's automaton, then the rules that keep other words out.

A spelling that is also an ordinary word ("Go", "Excel", "Spring", "R") counts only where its own case and its
neighbours make it credible: Chinese around it, an enumeration of skills, a cue such as "using" or "programming".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from analyzers.automaton import Met, met
from analyzers.cues import Cue
from analyzers.folding import small
from analyzers.knowledge.vocabulary import Spelling, Term, vocabulary

_ALNUM = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_GOES_ON = _ALNUM | {"."}  # after these a name may go on
_NEXT_WORD = re.compile(r"[\"' \-]*([A-Za-z]+)")
_AHEAD = re.compile(r"\s{0,2}(?:[,/、;|&+]|\band\b|\bor\b|和|或|及|以及|与)\s{0,2}")
_BEHIND = re.compile(r"(?:[,/、;|&+(]|\band|\bor|和|或|及|以及|与)\s{0,2}$")
_BEFORE_CUE = re.compile(
    r"(?:\b(?:in|with|using|of|use|via|know|knows|like|including|either|language|languages|proficient|expert|e\.g\.)"
    r"|[:(]|熟悉|掌握|精通|了解|使用|运用|熟练|应用|会|用|如|括|言|及|和|或|与|一门)\s{0,2}$",
    re.IGNORECASE,
)
_AFTER_CUE = re.compile(
    r"\s?(?:a plus|is a plus|preferred|programming|language|developer|engineer|development|scripts?|code"
    r"|skills|experience|packages?|"
    r"语言|编程|开发|脚本|软件|函数|等|框架|数据|建模|统计|技能|操作|工程师)",
    re.IGNORECASE,
)
_NOT_SINGLE_AFTER = re.compile(
    r"[端轮级位类座栋区楼罗站照证&+#'’*_@]|[-.](?=[A-Za-z])|\s(?:level|suite|corp|corporation|elegans)\b", re.IGNORECASE
)
_NOT_SINGLE_BEFORE = re.compile(r"(?:[&'’*_@.\-]|series |vitamin |plan |\b(?:to|b)[ /]?|type |class )$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;*•·\-–—\n])\s*$")
_BY_CONTEXT = 0.9  # confidence of a spelling that its context decided
_GLUED_LEAST = 3  # letters of a spelling that may lean on its neighbour
_LOOK = 14  # characters looked at before a doubtful spelling


class Mention(msgspec.Struct, frozen=True):
    """A skill named at start to end. credible: 1.0 for unmistakable spellings, less where context decided."""

    start: int
    end: int
    term: Term
    credible: float


_Hit = tuple[int, int, Spelling]  # start, end and what is spelled there; plain tuples, for speed


def mentions(flat: str, *, language: str) -> list[Mention]:
    """The skills that `flat` names, in order; where one spelling lies inside another the longer one stands.

    flat: text with look-alikes folded (`folding.fold`). language: "zh" or "en", of the text as a whole.
    """
    lower = small(flat)
    return scan(flat, lower, met(lower), language=language)[0]


def scan(
    flat: str, lower: str, known: Iterable[Met], *, language: str
) -> tuple[list[Mention], list[tuple[int, Cue]]]:
    """The skills of `flat` as `mentions` gives them, and every cue with its start, in order of their ends.

    lower: `small(flat)`. known: the words met in it.
    """
    raw, cues = _raw(lower, flat, known)
    hits = _longest(raw)
    starts: set[int] = set()
    ends: set[int] = set()
    if [hit for hit in hits if hit[2].forms]:
        starts = {start for start, _, _ in hits}
        ends = {end for _, end, _ in hits}
    found = []
    for start, end, spelling in hits:
        if not spelling.forms:
            found.append(Mention(start, end, spelling.term, 1.0))
        elif _credible(flat, start, end, spelling, language, starts, ends):
            found.append(Mention(start, end, spelling.term, _BY_CONTEXT))
    return found, cues


def _raw(lower: str, flat: str, known: Iterable[Met]) -> tuple[list[_Hit], list[tuple[int, Cue]]]:
    """Every spelling and every cue at a word's borders, overlaps and all."""
    size = len(lower)
    hits: list[_Hit] = []
    cues: list[tuple[int, Cue]] = []
    for last, (length, _, sign) in known:
        if sign is None:
            continue
        start, end = last + 1 - length, last + 1
        before = lower[start - 1] if start else ""
        if type(sign) is Cue:
            if not (sign.left and before in _ALNUM or sign.right and end < size and lower[end] in _ALNUM):
                cues.append((start, sign))
            continue
        if before in _GOES_ON and sign.left and _goes_on(flat, start, before, sign):
            continue
        if sign.right and end < size and lower[end] in _ALNUM:
            stretched = _stretched(lower, end, size, sign)
            if not stretched and not _glued(flat, end, sign):
                continue
            end = stretched or end
        hits.append((start, end, sign))
    hits = [hit for hit in hits if not lower.startswith("://", hit[1])] if "://" in lower else hits
    if "软件" in lower:  # 帆软 in 云帆软件: half of another word
        hits = [hit for hit in hits if not lower.startswith("软件", hit[1] - 1) or hit[1] - hit[0] == 1]
    names = vocabulary()
    for match in names.short.finditer(lower):
        hits.append((match.start(), match.end(), names.spellings[match.group()]))
    return hits, cues


def _goes_on(flat: str, start: int, before: str, spelling: Spelling) -> bool:
    """Whether the word or the file's name that ends before `start` goes on there, so that nothing begins.

    before: the letter before `start`, in small.
    """
    if before == ".":
        return _of_file(flat, start)
    return not (flat[start].isupper() and _glued(flat, start, spelling))


def _glued(flat: str, border: int, spelling: Spelling) -> bool:
    """Whether two words lost the space between them at `border`: "skillsPython", "SQLExperience", "textR"."""
    if not flat[border : border + 1].isupper():
        return False
    if spelling.length < _GLUED_LEAST or spelling.forms or border + 1 >= len(flat):
        return False
    left, right = flat[border - 1], flat[border]
    if not right.isascii():
        return False
    return left.islower() or (left.isupper() and flat[border + 1].islower())


def _of_file(flat: str, start: int) -> bool:
    """Whether a file's or a host's name ends here: "culture.html"; a sentence without its space goes on in capitals."""
    return start > 1 and flat[start - 2].isalnum() and flat[start].islower()


def _stretched(lower: str, end: int, size: int, spelling: Spelling) -> int:
    """The end of the word when it only adds a plural "s" or a version number to the spelling, else 0."""
    if not spelling.versioned:
        return 0
    if lower[end] == "s" and (end + 1 == size or lower[end + 1] not in _ALNUM):
        return end + 1
    name = end
    while end < size and (lower[end].isdigit() or (lower[end] in ".x" and end + 1 < size and lower[end + 1] in _ALNUM)):
        end += 1
    if name < end < size and lower[end] == "x":  # "3.x"; a lone "x" makes another name: Xero, Xerox
        end += 1
    return 0 if end < size and lower[end] in _ALNUM else end


def _longest(hits: list[_Hit]) -> list[_Hit]:
    """The hits that lie in no other one, in order of place."""
    hits.sort(key=_by_place)
    kept: list[_Hit] = []
    reach = -1
    for hit in hits:
        if hit[1] > reach:
            kept.append(hit)
            reach = hit[1]
    return kept


def _by_place(hit: _Hit) -> tuple[int, int]:
    return hit[0], -hit[1]


def _credible(
    flat: str, start: int, end: int, spelling: Spelling, language: str, starts: set[int], ends: set[int]
) -> bool:
    """Whether a spelling that is also an ordinary word means the skill here."""
    following = _NEXT_WORD.match(flat, end)
    if following and following.group(1).lower() in spelling.not_before:
        return False
    if spelling.zh_only and language != "zh":
        return False
    words = flat[start:end]
    before = flat[max(0, start - _LOOK) : start]
    exact = words in spelling.forms or words[: spelling.length] in spelling.forms
    listed = _listed(flat, start, end, before, starts, ends)
    if end - start == 1:
        return _credible_letter(flat, end, before, exact, listed)
    if exact and words.isupper():
        return True
    if spelling.listed:
        return listed or (language == "zh" and not _in_english(flat, start, end)) or bool(_AFTER_CUE.match(flat, end))
    if exact:
        return listed or not _SENTENCE_START.search(before) or bool(_AFTER_CUE.match(flat, end))
    if language == "zh" and not _in_english(flat, start, end):
        return True
    return listed


def _credible_letter(flat: str, end: int, before: str, exact: bool, listed: bool) -> bool:
    """A lone letter must stand among skills or beside a cue, and not be a grade, a vitamin or half of "R&D"."""
    if _NOT_SINGLE_AFTER.match(flat, end) or _NOT_SINGLE_BEFORE.search(before):
        return False
    return listed or (exact and bool(_AFTER_CUE.match(flat, end) or _BEFORE_CUE.search(before)))


def _listed(flat: str, start: int, end: int, before: str, starts: set[int], ends: set[int]) -> bool:
    """Whether another spelling stands next to this one in an enumeration."""
    ahead = _AHEAD.match(flat, end)
    if ahead and ahead.end() in starts:
        return True
    behind = _BEHIND.search(before)
    if not behind:
        return False
    return start - len(before) + len(before[: behind.start()].rstrip()) in ends


def _in_english(flat: str, start: int, end: int) -> bool:
    """Whether Latin words stand on both sides: an English phrase inside a Chinese posting."""
    left = flat[max(0, start - 2) : start].strip()
    right = flat[end : end + 2].strip()
    return bool(
        left and right and left[-1].isascii() and left[-1].isalpha() and right[0].isascii() and right[0].isalpha()
    )
