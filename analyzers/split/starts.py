"""Every line that may be a posting's first, and how plainly it says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from analyzers.boardlines import DECORATION, FIELD, PAY, is_meta_line, is_pay_line, title_above
from analyzers.facts.title_line import clean
from analyzers.jobnames import names_job
from analyzers.split.rows import ROW, is_barred_head, post_lines, role_lines
from analyzers.split.tables import Row
from analyzers.view import Span, View
from extractors.document import Kind

_LABEL = re.compile(
    r"^[\s#*>【\[-]*(?:(?:职位|岗位|招聘岗位|应聘岗位)名称|招聘(?:岗位|职位)|(?:职位|岗位)[一二三四五六\d]?|Job Title|"
    r"Position Title|Position|"
    r"Title)(?:[\s】*\]]*[::]|[\s*]*】)\s*[*]*(?=\S)"
)
NUMBERED = re.compile(r"^[\s#*>]*(?:\(?\d{1,2}\s?[.、)]|[一二三四五六七八九十]{1,2}、|[①-⑳]|[-•●·])")
_SECTION = re.compile(
    r"[\s#*【]*(?:岗位职责|工作职责|工作内容|职责(?:描述)?|任职(?:要求|资格)|岗位要求|职位(?:描述|要求)|要求|"
    r"(?i:(?:key )?responsibilities|duties|requirements|qualifications|what you(?:'ll| will) (?:do|need)))"
    r"[\s】*]*(?::|$)"
)
_GOES_ON = ("。", ";", ",", ":")  # what ends a sentence or a label, and no title
_LINK = re.compile(r"\[([^\]\n]{1,60})\]\([^)\n]{1,400}\)")


class Start(NamedTuple):
    """Where a posting may begin. at: offset in the view; strength: how plainly it says so (3: label, pay line)."""

    at: int
    line: int
    strength: int
    name: str


def candidates(view: View, spans: list[Span], rows: Mapping[int, Row]) -> list[Start]:
    """Every line that may be a posting's first, each with its strength."""
    found: list[Start] = []
    lines, posts = role_lines(view, spans), post_lines(view, spans)
    for index, (start, end) in enumerate(spans):
        line = _LINK.sub(r"\1", view.flat[start:end]) if "](" in view.flat[start:end] else view.flat[start:end]
        if start in rows:
            found.append(Start(start, index, ROW, rows[start].title))
            continue
        if len(line) > 160 or view.part_at(start).block.kind is Kind.TABLE:
            continue
        if start in lines:
            found.append(Start(start, index, ROW, line.split(":")[0].strip(DECORATION)))
            continue
        if start in posts:
            found.append(Start(start, index, ROW, line.strip()))
            continue
        if is_barred_head(view.flat, start, end):
            found.append(Start(start, index, 3, line.strip()))
            continue
        paid = is_pay_line(line)
        if (paid or is_meta_line(line)) and not _LABEL.match(line):
            _above(view, spans, index, found, 3 if paid or line.isascii() else 2)
            continue
        label = _LABEL.match(line)
        if label and names_job(line[label.end() :].strip(" *")[:60]):
            found.append(Start(start, index, 3, line[label.end() :].strip(" *")))
            continue
        strength = _title_strength(view, start, end, line)
        if strength:
            found.append(Start(start, index, strength, line.strip()))
    return found


def _above(view: View, spans: list[Span], index: int, found: list[Start], strength: int) -> None:
    """The title above a line of pay, place and demands."""
    above = title_above(view.flat, spans, index)
    if above < 0:
        if index == 0:
            found.append(Start(spans[0][0], 0, strength, ""))
        return
    if found and found[-1].line == above:
        found[-1] = found[-1]._replace(strength=max(strength, found[-1].strength))
    elif strength >= 3 and not (found and found[-1].line > above):
        found.append(Start(spans[above][0], above, strength, view.flat[slice(*spans[above])].strip()))


def _title_strength(view: View, start: int, end: int, line: str) -> int:
    """0: no title; 1: names a job; 2: a heading or bracketed or numbered headline does."""
    if line.rstrip().endswith(_GOES_ON) and not line.strip().startswith(("#", "*", "【")):
        return 0
    span = clean(line, 0, len(line))
    if not span:
        return 0
    name = line[slice(*span)]
    numbered, mark = NUMBERED.match(line), NUMBERED.match(name)
    bare = name[mark.end() :].strip(" *") if mark else name
    heading = _headline(view, start, line, numbered is not None)
    if not names_job(bare, strict=not heading) or FIELD.match(line):
        return 0
    paid = PAY.search(line, max(0, span[1] - 1)) is not None
    if numbered and not heading:
        if paid or _field_below(view, end):
            return 3
        return 1 if PAY.search(line) or list_below(view, end) or _section_below(view, end) else 0
    return 3 if paid or heading and _field_below(view, end) else 2 if heading else 1


def _headline(view: View, start: int, line: str, numbered: bool) -> bool:
    """Whether a line is set as a heading: a title block, or marked in the text itself."""
    bare = line.lstrip()
    return (
        view.part_at(start).block.kind is Kind.TITLE
        or bare.startswith(("#", "**", "【"))
        or numbered
        and "**" in bare[:4]
    )


def _field_below(view: View, end: int) -> bool:
    """Whether the next line that is not blank is a field of a head: "薪资：8-12K", "Location: Leeds"."""
    below = view.flat[end : end + 40].lstrip("\n ").split("\n")[0]
    return FIELD.match(below) is not None


def _section_below(view: View, end: int) -> bool:
    """Whether the next line that is not blank heads duties or demands: "任职要求：", "Requirements"."""
    below = view.flat[end : end + 40].lstrip("\n ").split("\n")[0]
    return _SECTION.match(below) is not None


def list_below(view: View, end: int) -> bool:
    """Whether a numbered list begins on the next line that is not blank."""
    return re.match(r"\s*1\s?[.、]", view.flat[end : end + 40]) is not None
