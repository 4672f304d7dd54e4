"""Splits the body of a section into its items: numbered, bulleted, run together, or plain sentences.

Works on a folded text of the same length as the original, and answers in spans of it.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

_NUMBER = re.compile(
    r"(?<![A-Za-z\d.])\(?(\d{1,2})\s?(?:[.、):]+(?!\d)|[.、](?=\d{1,2}(?:-\d{1,2})?\s?[年届]|\d{4}届)|,(?=[^\d\s]))\s*"
)  # "2.3年以上" is mark 2 and three years
_CHINESE_NUMBER = re.compile(r"(?:(?<=^)|(?<=[\n。;]))\s*\(?([一二三四五六七八九十])[、.):]\s*")
_BULLET = re.compile(r"^[ ]*(?:[-*•●·▪■◆○◦‣➢>✓✔→+o]|[①-⑳])(?:[ ]+|(?=[^\s\w-])|(?=[\u4e00-\u9fffA-Z]))", re.MULTILINE)
_INLINE_BULLET = re.compile(r"\s*[•●▪■◆‣➢✓✔]\s*")
_CIRCLED = re.compile(r"[①-⑳]\s*")
_TERMINAL = "。;；.!！?？:：…"
_ZH_STOP = re.compile(r"[;；]\s*")
_ZH_SENTENCE = re.compile(r"[。！!;；]\s*")
_EN_SENTENCE = re.compile(r"(?<=[a-z)\]%\d+\"'])(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bInc)(?<!\bvs)(?<!\bU\.S)[.!?;]\s*(?=[A-Z•])|(?<=\w)\.{3}\s+(?=[A-Z])")
_GLUED = re.compile(
    r"(?<=[a-z)\].,;%+])(?=(?:Ability|Able|Abilities|Experienced?|Excellent|Strong|Knowledge|Proficien|Familiar|Understanding|Bachelor|Master['s]|"
    r"Proven|Demonstrated|Must|Minimum|Previous|Prior|Working|Solid|Good|Great|Hands|Advanced|Effective|Outstanding|Exceptional|"
    r"Self|Willing|Comfort|Passion|Capab|Attention|Detail|Highly|High School|Skilled|Expert|Deep|Basic|Valid|Current|PhD|Degree|"
    r"Develop|Design|Build|Create|Manage|Lead|Work |Collaborat|Coordinat|Analy[sz]e|Assist|Support|Provide|Perform|Maintain|Monitor|Ensure|"
    r"Conduct|Implement|Identify|Prepare|Participate|Partner|Communicat|Drive|Deliver|Define|Research|Review|Respond|Report|Utilize|Use |"
    r"Apply|Act |Answer|Help|Help |Write|Own |Evaluate|Execute|Establish|Optimize|Oversee|Plan |Present|Recommend|Serve|Train|Translate|Other|"
    r"Health|Dental|Vision|Paid|401|Life|Flexible|Competitive|Employee|Retirement|Tuition|Google|Fluent|Verbal|Written|Organi[sz]ed|Two|Three|Four|Five|"
    r"At least|A |An |[1-9]\d?\+ ))"
)
_GLUED_JUNCTION = re.compile(r"(?<=[a-z]{3}[.;!)])(?=[A-Z][a-z])|(?<=[a-z]{4})(?=[A-Z][a-z]{3,}\b[ ,/])")
_LONG = 90  # characters of Chinese on one unmarked line from where it may hold several items
_FLAT = 240  # characters of English on one line from where it is a section run together, not one bullet


def split_items(flat: str, start: int, end: int, *, language: str, lines: bool = False) -> list[Span]:
    """The items between start and end, without their marks, in order. lines: every line is one item (company text)."""
    if lines:
        return _trimmed(flat, _by_lines(flat, start, end, join=False))
    numbered = _by_numbers(flat, start, end)
    if numbered:
        pieces = numbered
    else:
        pieces = _by_lines(flat, start, end, join=True)
    finer: list[Span] = []
    for piece in pieces:
        finer.extend(_finer(flat, piece, language, numbered=bool(numbered)))
    return _trimmed(flat, finer)


def _by_numbers(flat: str, start: int, end: int) -> list[Span]:
    """Pieces at a chain of marks 1, 2, 3 ...; empty when there is none. What precedes the chain is a piece too."""
    cuts: list[Span] = []
    expected = 1
    for match in _NUMBER.finditer(flat, start, end):
        number = int(match.group(1))
        before = flat[start : match.start()].rstrip(" ")
        boundary = not before or before[-1] in "\n。;；.:：!！?？】)"
        if number == expected or (boundary and number == 1) or (boundary and expected <= number <= expected + 2) \
                or (boundary and cuts and number == expected - 1):
            cuts.append(match.span())
            expected = number + 1
    if len(cuts) < 2 and not (cuts and not flat[start : cuts[0][0]].strip()):
        return []
    pieces: list[Span] = [(start, cuts[0][0])] if flat[start : cuts[0][0]].strip() else []
    edges = [left for left, _ in cuts[1:]] + [end]
    pieces.extend((right, edge) for (_, right), edge in zip(cuts, edges, strict=True))
    return [part for piece in pieces for part in _tail(flat, piece)]


def _tail(flat: str, piece: Span) -> list[Span]:
    """A numbered piece, and the lines after its end that are no part of it.

    A line goes on with the item when the line before stops without a full stop; else it stands for itself.
    """
    found: list[Span] = []
    at = piece[0]
    for left, right in _line_spans(flat, *piece):
        body = flat[at:left].rstrip()
        if body and (body[-1] in _TERMINAL or _BULLET.match(flat[left:right])):
            found.append((at, left))
            at = left
    found.append((at, piece[1]))
    return found


def _line_spans(flat: str, start: int, end: int) -> list[Span]:
    spans, at = [], start
    while at < end:
        stop = flat.find("\n", at, end)
        stop = end if stop < 0 else stop
        if flat[at:stop].strip():
            spans.append((at, stop))
        at = stop + 1
    return spans


def _by_lines(flat: str, start: int, end: int, *, join: bool) -> list[Span]:
    """A piece a line; with `join`, an unmarked line after a marked one that did not end goes on with it."""
    spans = _line_spans(flat, start, end)
    marks = [_BULLET.match(flat[left:right]) for left, right in spans]
    some = any(marks)
    found: list[Span] = []
    for (left, right), mark in zip(spans, marks, strict=True):
        goes_on = join and some and not mark and found and flat[found[-1][0] : found[-1][1]].rstrip()[-1:] not in _TERMINAL
        if goes_on and flat[left : left + 1] == " ":
            found[-1] = (found[-1][0], right)
        else:
            found.append((left + mark.end() if mark else left, right))
    return found


def _finer(flat: str, piece: Span, language: str, *, numbered: bool) -> list[Span]:
    """Splits a piece that still holds several items on one line."""
    start, end = piece
    text = flat[start:end]
    if _INLINE_BULLET.search(text, 2):
        return _cut(start, end, _INLINE_BULLET.finditer(flat, start, end))
    if numbered:
        return [piece]
    if _CIRCLED.search(text, 1):
        return _cut(start, end, _CIRCLED.finditer(flat, start, end))
    if language == "zh" and not text.isascii():
        if len(text) >= _LONG and len(_ZH_STOP.findall(text)) >= 2:
            return _cut(start, end, _ZH_STOP.finditer(flat, start, end))
        if len(text) >= _LONG and len(_ZH_SENTENCE.findall(text)) >= 3:
            return _cut(start, end, _ZH_SENTENCE.finditer(flat, start, end))
        return [piece]
    return _english(flat, start, end)


def _english(flat: str, start: int, end: int) -> list[Span]:
    text = flat[start:end]
    glued = list(_GLUED.finditer(flat, start, end)) + list(_GLUED_JUNCTION.finditer(flat, start, end))
    if len(glued) >= 2 or (glued and len(text) < _FLAT):
        parts = _cut(start, end, sorted(glued, key=lambda match: match.start()))
        return parts
    if len(text) >= _FLAT and len(_EN_SENTENCE.findall(text)) >= 3:
        return _cut(start, end, _EN_SENTENCE.finditer(flat, start, end))
    return [(start, end)]


def _cut(start: int, end: int, matches: object) -> list[Span]:
    spans, at = [], start
    for match in matches:  # type: ignore[attr-defined]
        if match.start() > at:
            spans.append((at, match.start()))
        at = max(at, match.end())
    spans.append((at, end))
    return spans


_EDGES = " \n\t\r;；。,，、*_|"


def _trimmed(flat: str, spans: list[Span]) -> list[Span]:
    """Spans without white space and closing marks at their ends; spans without a letter or figure are dropped."""
    kept = []
    for start, end in spans:
        while start < end and flat[start] in " \n\t-*•●·>_|":
            start += 1
        while end > start and flat[end - 1] in _EDGES:
            end -= 1
        if end - start > 1 and any(character.isalnum() for character in flat[start:end]):
            kept.append((start, end))
    return kept
