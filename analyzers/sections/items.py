"""Splits the body of a section into its items: numbered, bulleted, run together, or plain sentences.

Works on a folded text of the same length as the original, and answers in spans of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzers.sections.breaks import split_english
from analyzers.sections.heading import BULLET
from analyzers.sections.meaning import ends_a_list, reads_as_duty_or_need

Span = tuple[int, int]

# "2.3年以上" is mark 2 and three years
_NUMBER = re.compile(
    r"(?P<number>[0-9](?<!\d.)(?<![\d\s]\..)(?<!^\..)\d?)\s?\\?(?:[.、):]+(?!\d)|[.、](?=\d{1,2}(?:-\d{1,2})?\s?[年届]|"
    r"\d{4}届)|"
    r",(?=[^\d\s]))\s*"
)
_BULLET = re.compile(
    rf" *(?:{BULLET}|o(?= )|[①-⑳]|"
    r"\(?[一二三四五六七八九十]{1,2}[、)])(?: +|(?=[^\s\w-])|(?=[\u4e00-\u9fffA-Z]))"
)
_INLINE_BULLET = re.compile(r"[•●▪■◆‣➢✓✔·](?=\s?[A-Z\u4e00-\u9fff])\s*")
_INLINE_O = re.compile(r"o(?<=[.:;,)!?]o) (?=[A-Z])")  # "... such as:o Paid leave.o Dental": a bullet read as a letter
_INLINE_STAR = re.compile(r"\*\**\s*(?=[\u4e00-\u9fffA-Z])")
_INLINE_DASH = re.compile(
    r"-(?:(?<=[.;。；)）\u4e00-\u9fff].)|(?<=[.;。；)）\u4e00-\u9fff]\s.)) ?(?=[A-Z\u4e00-\u9fff5])"
)
_MARK_INSIDE = re.compile(r"[•●▪■◆‣➢✓✔·*.:;,)!?-](?:(?<=[•●▪■◆‣➢✓✔·*-])|o )")
_LABEL_LINE = re.compile(r"[^\n,。;:!?()]{2,32}:\s*(?:\n|\Z)")  # "条件要求：" labels what follows
_CIRCLED = re.compile(r"[①-⑳]\s*")
_FIGURE = tuple(".0123456789")
_TERMINAL = "。;；.!！?？:：…"
_ZH_STOP = re.compile(r"[;；]\s*")
_ZH_SENTENCE = re.compile(r"[。！!;；]\s*")
_ENOUGH_ZH = 90  # characters of Chinese on one unmarked line from where it may hold several items
LONGEST_LINE, SHORTEST_WRAPPED = 400, 50  # characters of a line that may have been wrapped: an estimate
_BOUNDARY = "\n。;；.:：!！?？】)"


def split_items(flat: str, start: int, end: int, *, language: str, lines: bool = False) -> list[Span]:
    """The items between start and end, without their marks, in order. lines: every line is one item (company text)."""
    if lines:
        return _trimmed(flat, _by_lines(flat, start, end, join=False))
    numbered = _by_numbers(flat, start, end)
    pieces = numbered or _by_lines(flat, start, end, join=True)
    lonely = len(pieces) <= 2
    if numbered:
        return _trimmed(flat, pieces)  # marks of a second level stay inside their entry
    return _trimmed(flat, [part for piece in pieces for part in _finer(flat, piece, language, lonely=lonely)])


def _by_numbers(flat: str, start: int, end: int) -> list[Span]:
    """Pieces at a chain of marks 1, 2, 3 ...; empty when there is none. What precedes the chain is a piece too."""
    cuts: list[Span] = []
    expected, opened = 1, False
    for match in _NUMBER.finditer(flat, start, end):
        number = int(match["number"])
        at = match.start()
        within = at > start and flat[at - 1] == "(" and flat[at - 2 : at - 1] not in _FIGURE
        if cuts and within != opened:
            continue  # a second level of marks
        at -= within
        letter = flat[at - 1] if at > start else ""
        goes_on = number == expected > 1 and flat[match.end() : match.end() + 1] >= "\u4e00"
        if letter.isascii() and letter.isalpha() and not goes_on:
            continue  # "Python3、Go" is no mark, "Python3、有经验" is
        near = number == 1 or expected <= number <= expected + 2 or cuts and number == expected - 1
        if number != expected and not (near and _at_boundary(flat, start, at)):
            continue
        opened = within
        cuts.append((at, match.end()))
        expected = number + 1
    if len(cuts) < 2 and not (cuts and not flat[start : cuts[0][0]].strip()):
        return []
    pieces: list[Span] = [(start, cuts[0][0])] if flat[start : cuts[0][0]].strip() else []
    edges = [left for left, _ in cuts[1:]] + [end]
    pieces.extend((right, edge) for (_, right), edge in zip(cuts, edges, strict=True))
    return [part for piece in pieces for part in _tail(flat, piece)]


def _at_boundary(flat: str, start: int, at: int) -> bool:
    """Whether a sentence or a line ends right before `at`."""
    before = flat[max(start, at - 4) : at].rstrip(" ")
    return not before or before[-1] in _BOUNDARY


def _tail(flat: str, piece: Span) -> list[Span]:
    """A numbered piece, and the lines after its end that are no part of it.

    A line goes on with the item when the line before stops without a full stop; else, and where it is a field or
    names perks, it stands for itself.
    """
    if flat.find("\n", *piece) < 0:
        return [piece]
    found: list[Span] = []
    at = piece[0]
    for left, right in _line_spans(flat, *piece):
        body = flat[at:left].rstrip()
        ended = body and (
            body[-1] in _TERMINAL
            or _BULLET.match(flat, left, right)
            or _LABEL_LINE.match(flat, left, right)
            or ends_a_list(flat[left:right])
        )
        if ended and left > at:
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
    """A piece a line; with `join`, an indented line after a marked one that did not end goes on with it."""
    spans = _line_spans(flat, start, end)
    marks = [_BULLET.match(flat, left, right) for left, right in spans]
    some = any(marks)
    found: list[Span] = []
    for (left, right), mark in zip(spans, marks, strict=True):
        indented = join and some and not mark and found and flat[left] == " "
        wrapped = join and found and not mark and _wrapped(flat, found[-1], left)
        if indented and _last_sign(flat, found[-1][1]) not in _TERMINAL or wrapped:
            found[-1] = (found[-1][0], right)
        else:
            found.append((mark.end() if mark else left, right))
    return found


def _last_sign(flat: str, end: int) -> str:
    """The last character before `end` that is no white space, "" for none."""
    while end and flat[end - 1].isspace():
        end -= 1
    return flat[end - 1 : end]


def _wrapped(flat: str, above: Span, left: int) -> bool:
    """Whether an English line goes on with a long one above: that stops at a small word, this begins with one."""
    if not (flat[left].isascii() and flat[left].islower()):
        return False
    body = flat[max(above[0], above[1] - LONGEST_LINE) : above[1]].rstrip()
    line = above[1] - max(above[0], flat.rfind("\n", 0, above[1] - 1))
    return line >= SHORTEST_WRAPPED and (body[-1].islower() or body[-1] in ",&-")


def _finer(flat: str, piece: Span, language: str, *, lonely: bool) -> list[Span]:
    """Splits a piece that still holds several items on one line."""
    start, end = piece
    inside = _MARK_INSIDE.search(flat, start + 2, end) if end - start > 24 else None
    for pattern, least in ((_INLINE_BULLET, 1), (_INLINE_STAR, 2), (_INLINE_DASH, 2), (_INLINE_O, 2)):
        marks = list(pattern.finditer(flat, start + 2, end)) if inside else []
        if len(marks) >= least:
            return _cut(start, end, marks)
    if not flat.isascii() and _CIRCLED.search(flat, start + 1, end):
        return _cut(start, end, _CIRCLED.finditer(flat, start, end))
    if language == "zh" and not flat[start:end].isascii():
        return _chinese(flat, start, end)
    return split_english(flat, start, end, lonely=lonely)


def _chinese(flat: str, start: int, end: int) -> list[Span]:
    """A line of Chinese at its full stops, when it is long and has several, or when every part reads as an item."""
    for pattern, least in ((_ZH_STOP, 2), (_ZH_SENTENCE, 3)):
        stops = list(pattern.finditer(flat, start, end))
        if end - start >= _ENOUGH_ZH and len(stops) >= least:
            return _cut(start, end, stops)
    stops = list(_ZH_SENTENCE.finditer(flat, start, end))
    parts = [part for part in _cut(start, end, stops) if flat[slice(*part)].strip()] if stops else []
    if len(parts) > 1 and all(reads_as_duty_or_need(flat[slice(*part)]) for part in parts):
        return parts
    return [(start, end)]


def _cut(start: int, end: int, matches: Iterable[re.Match[str]]) -> list[Span]:
    spans, at = [], start
    for match in matches:
        if match.start() > at:
            spans.append((at, match.start()))
        at = max(at, match.end())
    spans.append((at, end))
    return spans


_OPENING = " \n-*•●·>_|【】[]~◤◢:"
_NAME_FIRST = re.compile(r"【[^】\n]{2,14}】:? *[^\s】]")  # "【带薪年假】：每年15天", "【北京】算法工程师"
_BRACKETS = ("【】", "[]")
_LETTER = re.compile(r"[^\W_]")
_CLOSING = " \n\t\r;；。,，、*_|~"


def _trimmed(flat: str, spans: list[Span]) -> list[Span]:
    """Spans without white space and closing marks at their ends; spans without a letter or figure are dropped."""
    kept = []
    for start, end in spans:
        while start < end and flat[start] in _OPENING and not _NAME_FIRST.match(flat, start, end):
            start += 1
        while end > start and (flat[end - 1] in _CLOSING or flat[start - 1 : start] + flat[end - 1] in _BRACKETS):
            end -= 1
        if end - start > 1 and (flat[start].isalnum() or _LETTER.search(flat, start, end)):
            kept.append((start, end))
    return kept
