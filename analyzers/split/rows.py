"""Postings of one line: a role and its demands, a post of a chat group, a comment's head with its fields in bars."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from analyzers.boardlines import META, PAY, is_meta_line, pieces
from analyzers.facts.title import clean
from analyzers.jobnames import names_job, names_jobs
from analyzers.view import Span, View

_ROLE_LINE = re.compile(r"\s*(?:[-*•·]|\d{1,2}[.、)])?\s*(?P<name>[^:\n]{2,40}?)\s*:\s*(?=\S)")
_DEMAND = re.compile(r"\s?(?:本科|硕士|博士)?\s?\d{1,2}\s?(?:[-~]\s?\d{1,2}\s?)?\+?\s?年|(?i:\d+\+? years)")
ROW = 4  # strength of a row or line that holds a whole posting


def role_lines(view: View, spans: list[Span]) -> frozenset[int]:
    """Lines that each hold a role and its demands ("Engineer: 3+ years ..."), two or more next to each other."""
    told_at = []
    for index, (start, end) in enumerate(spans):
        match = _ROLE_LINE.match(view.flat, start, end) if ":" in view.flat[start : min(end, start + 48)] else None
        if not match or not _DEMAND.match(view.flat, match.end(), end):
            continue
        paid = PAY.search(view.flat, match.end(), end) is not None  # then "前端" names a job too
        if names_job(match["name"], strict=not paid):
            told_at.append(index)
    near = {index for index in told_at if index - 1 in told_at or index + 1 in told_at}
    return frozenset(spans[index][0] for index in near)


_WORD = re.compile(r"[^\s,;|/·、]+")
_HIRES = re.compile(
    r"[\s\d.、)(*【\[#-]*(?:[^\s】]{0,4}(?:招聘|诚聘|急招|急聘|内推|社招|校招)|"
    r"(?i:(?:now |we're |urgent(?:ly)? )?hiring\b))"
)
_REACHED = re.compile(r"@|微信|[vV][xX]?\s?:|加\s?[vV]|1[3-9]\d{9}|私聊|(?i:\b(?:apply|email|dm)\b)")
_LIST_MARK = re.compile(r"\s*(?:[-*•·]|\d{1,2}\s?[.、)])\s*")
_LEVEL_WORD = re.compile(
    r"初级|中级|高级|资深|见习|实习|(?i:\b(?:junior|middle|mid-level|senior|staff|principal|lead|sr\.?|jr\.?|entry-level)\b)|"
    r"(?<=\w) ?(?:I{1,3}V?|IV|V|[1-6]|P\d|L\d)$"
)
SHORTEST_POST, LONGEST_POST = 14, 240  # characters of a post on one line: an estimate
TITLE_WITHIN = 60  # characters at a line's beginning in which it names its role
APART = 2  # lines between two posts of one line each at most: a link, a mail


def post_lines(view: View, spans: list[Span]) -> frozenset[int]:
    """Lines that each hold a whole post (a role, its pay, and demands, a place or a contact) near another such line."""
    told_at = sorted({bisect_right(spans, (start, len(view.flat))) - 1 for start, _ in view.cues.get("pay", ())})
    posts = [index for index in told_at if index >= 0 and _is_post(view.flat, *spans[index], strict=False)]
    runs: list[list[int]] = []
    for index in posts:
        if runs and index - runs[-1][-1] <= APART:
            runs[-1].append(index)
        else:
            runs.append([index])
    return frozenset(spans[index][0] for run in runs if _are_posts(view.flat, [spans[n] for n in run]) for index in run)


def _are_posts(flat: str, lines: list[Span]) -> bool:
    """Whether several lines that may be posts are: most of them beyond doubt."""
    firm = sum(_is_post(flat, *line, strict=True) for line in lines)
    return len(lines) > 1 and 2 * firm >= len(lines)


def are_levels(flat: str, lines: Sequence[Span]) -> bool:
    """Whether lines name one role at several levels, which stands above them: no posting each, but the pay of one."""
    roles = {_LEVEL_WORD.sub("", _role(flat, *line)).strip().lower() for line in lines}
    return len(lines) > 1 and len(roles) == 1 and "" not in roles and roles.pop() in flat[: lines[0][0]].lower()


def _role(flat: str, start: int, end: int) -> str:
    """The words of a line that name its role, "" for none."""
    mark = _LIST_MARK.match(flat, start, end)
    start = mark.end() if mark else start
    words = re.split(r"[\s,:;|]", flat[start:end], maxsplit=1)[0]
    if not words.isascii():
        return words if names_job(words) else ""
    words = re.split(r"\s-\s|[:,|($]", flat[start:end], maxsplit=1)[0].strip()
    return words if names_job(words, strict=True) else ""


def _is_post(flat: str, start: int, end: int, *, strict: bool) -> bool:
    if not SHORTEST_POST <= end - start <= LONGEST_POST or not PAY.search(flat, start, end):
        return False
    hires = _HIRES.match(flat, start, end) is not None
    reached = _REACHED.search(flat, start, end) is not None
    mark = _LIST_MARK.match(flat, start, end)
    words = list(_WORD.finditer(flat, mark.end() if mark else start, min(end, start + TITLE_WITHIN)))
    named = any(names_job(word.group(), strict=strict or place > 0) for place, word in enumerate(words))
    named = named or _english_role(flat, start, end)
    asks = META.search(flat, start, end) is not None or any(is_meta_line(word.group()) for word in words)
    return (named and (asks or reached)) or (hires and reached)


def _english_role(flat: str, start: int, end: int) -> bool:
    """Whether the words before a line's first dash or bar name a job: "Data Scientist - London - £65k"."""
    span = clean(flat, start, end)
    return span is not None and flat[start:end].isascii() and names_job(flat[slice(*span)], strict=True)


def is_barred_head(flat: str, start: int, end: int) -> bool:
    """Whether a line is a comment's head in fields, a role and a place among them: "Acme | Engineer | Berlin"."""
    if flat.count("|", start, end) < 2:
        return False
    fields = [flat[slice(*piece)].strip() for piece in pieces(flat, start, end)]
    roles = [field for field in fields if names_job(field, strict=True) or names_jobs(field)]
    return bool(roles) and any(field not in roles and (is_meta_line(field) or _MODE.match(field)) for field in fields)


_MODE = re.compile(r"(?i)(?:remote|hybrid|on-?site|full[- ]?time|part[- ]?time|contract|intern\w*|远程|全职)\b")
