"""Cuts a document into slices, one a posting, with the confidence of each cut.

A posting begins at a title; a title counts as one where a posting opens behind it (its pay, its place, its duties or
demands) and the posting before is complete. Somebody's analysis of a posting belongs to none.
"""

from __future__ import annotations

import os.path
import re
from bisect import bisect_right
from typing import NamedTuple

from analyzers.boardlines import DECORATION, FIELD, PAY, is_meta_line, is_pay_line, title_above
from analyzers.facts.title import clean
from analyzers.headings import Heading, find_headings
from analyzers.jobnames import names_job
from analyzers.meaning import reads_as_duty_or_need, told
from analyzers.posting import SectionKind, Slice
from analyzers.view import View, view_of, whole
from extractors.document import Document, Evidence, Kind

Span = tuple[int, int]

_LABEL = re.compile(
    r"^[\s#*>【\[-]*(?:(?:职位|岗位|招聘岗位|应聘岗位)名称|招聘(?:岗位|职位)|职位|岗位|Job Title|"
    r"Position Title|Position|"
    r"Title)[\s】*\]]*[::]\s*[*]*(?=\S)"
)
_ANALYSIS = re.compile(
    r"^[\s#*>•-]*(?:(?:AI|GPT|智能)?\s?(?:岗位|职位)(?:分析|解析|解读)\s*$|[^\n]{0,24}(?:岗位|"
    r"职位)(?:需求)?(?:技术)?(?:解析|分析|"
    r"解读)\s*$|(?:AI )?(?:Job|Role|Position) Analysis\s*$|Analysis(?: of (?:the|this) (?:role|posting|"
    r"position))?\s*$)"
    r"|(?:以下是?(?:对|针对)[^\n]{0,40}(?:分析|解析|解读|整理|建议)|针对您提供的|根据您提供的|"
    r"(?i:here is (?:an|the|my) analysis|"
    r"below is an? (?:in-depth |detailed )?analysis|based on the (?:job )?(?:posting|description) you provided))",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBERED = re.compile(r"^[\s#*>]*(?:\(?\d{1,2}\s?[.、)]|[一二三四五六七八九十]{1,2}、|[①-⑳]|[-•●·])")
_ROLE_LINE = re.compile(r"\s*(?:[-*•·]|\d{1,2}[.、)])?\s*(?P<name>[^:\n]{2,40}?)\s*:\s*(?=\S)")
_ZH_STRICT_END = re.compile(
    r"(?:工程师|专家|经理|总监|主管|专员|架构师|分析师|设计师|研究员|科学家|实习生|负责人|顾问|助理|开发|运营)\S{0,8}$"
)
_LINK = re.compile(r"\[([^\]\n]{1,60})\]\([^)\n]{1,400}\)")
_TITLE_COLUMN = re.compile(r"(?:招聘|应聘)?(?:职位|岗位)(?:名称)?|(?i:position|job title|title|role|job)s?")
_EMPTY = re.compile(r"[(（]\s*[)）]")
_ITEM = re.compile(r"\s*(?:\d{1,2}\s?[.、)]|[•●])")
_COLUMN = re.compile(
    r"职位|岗位|薪|待遇|地点|城市|要求|职责|部门|人数|学历|经验|公司|(?i:position|title|role|job|salary|pay|"
    r"location|city|department|require)"
)
_DEMAND = re.compile(r"\s?(?:本科|硕士|博士)?\s?\d{1,2}\s?(?:[-~]\s?\d{1,2}\s?)?\+?\s?年|(?i:\d+\+? years)")
ROW = 4  # strength of a row or line that holds a whole posting
TAIL = 8  # lines at a document's end among which it may say how to apply for all of its postings
PROSE = 700  # characters behind a title from where a posting is complete without any section: an estimate
SHARED = 4  # letters that two wordings of one title begin with
NEAR = 4  # lines between a head and itself in other words
SAME_WITHIN = 20  # lines within which the title said again opens no new posting while nothing else did
LOOK_AHEAD = 9  # lines behind a title in which its posting must open: an estimate
_CERTAIN, _LIKELY = 0.97, 0.85


class Start(NamedTuple):
    """Where a posting may begin. at: offset in the view; strength: how plainly it says so (3: label, pay line)."""

    at: int
    line: int
    strength: int
    name: str


class Plan(NamedTuple):
    """The cuts of a document; the view and headings they were found with, of use again where there is one cut only."""

    slices: tuple[Slice, ...]
    view: View | None = None
    headings: tuple[Heading, ...] = ()


def slices(document: Document) -> tuple[Slice, ...]:
    """The postings' parts of a document, in order; one slice when nothing tells of more."""
    return plan(document).slices


def plan(document: Document) -> Plan:
    """The same, with what was learnt on the way."""
    cut = whole(document)
    if not cut.parts:
        return Plan(())
    if any(block.kind is Kind.TURN for block in document.blocks):
        return Plan((cut,))
    view = view_of(document, cut)
    headings = find_headings(view.flat, view.lines, view.language)
    made = tuple(_made(document, cut, view, headings)) or (cut,)
    return Plan(made, view, tuple(headings)) if made == (cut,) else Plan(made)


def _made(document: Document, cut: Slice, view: View, headings: list[Heading]) -> list[Slice]:
    spans = view.lines
    closings = _analyses(view, spans)
    starts = _chosen(view, spans, headings, closings)
    stretches = _stretches(view, starts, closings)
    if len(stretches) == 1 and not closings:
        return [cut]
    data = tuple(piece for piece in cut.parts if document.block(piece.block).kind is Kind.DATA)
    shared = _shared(view, spans, starts) if len(stretches) > 1 else ()
    made = []
    for index, (start, end, confidence) in enumerate(stretches):
        parts = view.evidence(start, end)
        if parts:
            alone = len(stretches) == 1
            made.append(
                Slice(
                    document=cut.document,
                    index=index,
                    parts=data + parts if alone else parts,
                    confidence=confidence,
                    reason="one posting" if alone else f"posting {index + 1} of {len(stretches)}",
                    shared=shared,
                )
            )
    return made


def _shared(view: View, spans: list[Span], starts: list[Start]) -> tuple[Evidence, ...]:
    """What stands above the first posting, and the lines at the very end that tell how to apply."""
    above = view.evidence(0, starts[0].at) if starts[0].at else ()
    tail = [
        span
        for span in spans[starts[-1].line + 1 :][-TAIL:]
        if told(view.flat[slice(*span)].strip(" *-#"), marked=True) is SectionKind.APPLY
    ]
    return above + tuple(piece for span in tail for piece in view.evidence(*span))


def _analyses(view: View, spans: list[Span]) -> list[int]:
    """Offsets where somebody's analysis of a posting begins."""
    told_at = view.cues.get("analysis")
    if not told_at:
        return []
    lines = sorted({bisect_right(spans, (start, len(view.flat))) - 1 for start, _ in told_at})
    return [match.start() for index in lines for match in _ANALYSIS.finditer(view.flat, *spans[index])]


def _candidates(view: View, spans: list[Span]) -> list[Start]:
    """Every line that may be a posting's first, each with its strength."""
    found: list[Start] = []
    table_rows, role_lines = _job_rows(view), _role_lines(view, spans)
    for index, (start, end) in enumerate(spans):
        line = _LINK.sub(r"\1", view.flat[start:end]) if "](" in view.flat[start:end] else view.flat[start:end]
        if start in table_rows:
            found.append(Start(start, index, ROW, table_rows[start]))
            continue
        if len(line) > 160 or view.part_at(start).block.kind is Kind.TABLE:
            continue
        if start in role_lines:
            found.append(Start(start, index, ROW, line.split(":")[0].strip(DECORATION)))
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


def _role_lines(view: View, spans: list[Span]) -> frozenset[int]:
    """Lines that each hold a role and its demands ("Engineer: 3+ years ..."), two or more next to each other."""
    told_at = []
    for index, (start, end) in enumerate(spans):
        match = _ROLE_LINE.match(view.flat, start, end) if ":" in view.flat[start : min(end, start + 48)] else None
        if match and names_job(match["name"], strict=True) and _DEMAND.match(view.flat, match.end(), end):
            told_at.append(index)
    near = {index for index in told_at if index - 1 in told_at or index + 1 in told_at}
    return frozenset(spans[index][0] for index in near)


def _job_rows(view: View) -> dict[int, str]:
    """Where the rows of tables with a job a row begin, and their titles."""
    found: dict[int, str] = {}
    for part in view.parts:
        if part.block.kind is not Kind.TABLE or part.offset:
            continue
        rows = view.text[part.start : part.end].split("\n")
        column = next((n for n, cell in enumerate(rows[0].split("\t")) if _TITLE_COLUMN.fullmatch(cell.strip())), -1)
        names = sum(_COLUMN.search(cell) is not None for cell in rows[0].split("\t"))
        if column < 0 or names < 2:
            continue
        at = part.start + len(rows[0]) + 1
        for row in rows[1:]:
            cells = row.split("\t")
            if len(cells) > max(column, 1) and cells[column].strip():
                found[at] = cells[column].strip()
            at += len(row) + 1
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
    span = clean(line, 0, len(line))
    if not span:
        return 0
    name = line[slice(*span)]
    numbered = _NUMBERED.match(line)
    bare = name[len(_NUMBERED.match(name).group()) :].strip(" *") if _NUMBERED.match(name) else name
    heading = _headline(view, start, line, numbered is not None)
    if (
        not names_job(bare, strict=not heading)
        or FIELD.match(line)
        or line.rstrip().endswith(("。", ";", ",", ":"))
        and not line.strip().startswith(("#", "*", "【"))
    ):
        return 0
    paid = PAY.search(line, max(0, span[1] - 1)) is not None
    if numbered and not heading:
        return 3 if paid else 1 if PAY.search(line) or _list_below(view, end) else 0
    return 3 if paid else 2 if heading else 1


def _headline(view: View, start: int, line: str, numbered: bool) -> bool:
    """Whether a line is set as a heading: a title block, or marked in the text itself."""
    bare = line.lstrip()
    return (
        view.part_at(start).block.kind is Kind.TITLE
        or bare.startswith(("#", "**", "【"))
        or numbered
        and "**" in bare[:4]
    )


def _list_below(view: View, end: int) -> bool:
    """Whether a numbered list begins on the next line that is not blank."""
    return re.match(r"\s*1\s?[.、]", view.flat[end : end + 40]) is not None


def _chosen(view: View, spans: list[Span], headings: list[Heading], closings: list[int]) -> list[Start]:
    """The candidates behind which a posting opens while the one before is complete."""
    candidates = _candidates(view, spans)
    core = [h.start for h in headings if h.kind in (SectionKind.DUTIES, SectionKind.MUST) or h.loose]
    chosen: list[Start] = []
    for position, start in enumerate(candidates):
        limit = candidates[position + 1].at if position + 1 < len(candidates) else len(view.flat)
        closing = next((c for c in reversed(closings) if c < start.at), None)
        in_analysis = closing is not None and (not chosen or chosen[-1].at < closing)
        if in_analysis and not _opens_firmly(view, spans, start, core):
            continue
        if not chosen:
            if start.strength >= 2 or _opens(view, spans, start, limit, core):
                chosen.append(start)
            continue
        before = chosen[-1]
        if start.strength < 3 and not in_analysis and any(start.name == other.name for other in chosen):
            continue  # the demands of a role that was opened above
        complete = in_analysis or _complete(view, spans, before, start, core)
        if complete and _opens(view, spans, start, limit, core) and not _same(view, before, start, core):
            chosen.append(start)
    return chosen


def _figures(match: re.Match[str]) -> list[str]:
    return re.findall(r"\d+", match.group())[:2]


def _same(view: View, before: Start, start: Start, core: list[int]) -> bool:
    """Whether a title only says again what the posting's own head has said."""
    if any(before.at <= at < start.at for at in core):
        return False
    if start.strength == ROW:
        return False
    pays = [PAY.search(view.flat, one.at, one.at + 160) for one in (before, start)]
    alike = os.path.commonprefix([before.name.lower(), start.name.lower()])
    near = start.line - before.line <= NEAR and len(alike.strip(DECORATION)) >= SHARED
    if near and pays[0] and pays[1] and _figures(pays[0]) == _figures(pays[1]):
        return True  # the head is said twice, the second time in other words
    if start.strength >= 3 and start.at - before.at >= PROSE:
        return False  # the text of a posting lies between two heads, however alike
    names = [
        _EMPTY.sub("", PAY.sub("", " ".join(name.split()))).strip(DECORATION) for name in (before.name, start.name)
    ]
    return start.line - before.line < SAME_WITHIN and bool(names[0]) and (names[0] in names[1] or names[1] in names[0])


def _opens(view: View, spans: list[Span], start: Start, limit: int, core: list[int]) -> bool:
    """Whether a posting's own content follows: a pay line, a section, a field, or items that are duties or demands."""
    if start.strength >= 3:
        return True
    stop = min(limit, spans[min(len(spans) - 1, start.line + LOOK_AHEAD)][1])
    if any(start.at < at <= stop for at in core) or _list_below(view, spans[start.line][1]):
        return True
    behind = [span for span in spans[start.line + 1 : start.line + LOOK_AHEAD] if span[0] < limit]
    fields = sum(FIELD.match(view.flat[left:right]) is not None for left, right in behind[:4])
    told = sum(reads_as_duty_or_need(view.flat[left:right]) for left, right in behind[:5])
    return fields >= 1 or told >= 2 or (start.strength == 2 and told >= 1)


def _opens_firmly(view: View, spans: list[Span], start: Start, core: list[int]) -> bool:
    """Behind an analysis only an unnumbered title counts, with a section or duties right below it."""
    line = view.flat[slice(*spans[start.line])]
    if _NUMBERED.match(line) or re.search(r"解析|分析|路径|方案|系统|框架|架构$|模型$|[::]", line):
        return False
    if start.strength >= 3:
        return True
    behind = spans[start.line + 1 : start.line + 4]
    if behind and any(behind[0][0] <= at <= behind[0][1] for at in core):
        return True
    told = [reads_as_duty_or_need(view.flat[left:right]) for left, right in behind[:2]]
    return bool(told and told[0]) and (
        _ZH_STRICT_END.search(line.strip()) is not None or names_job(line.strip(" #*"), strict=True)
    )


def _complete(view: View, spans: list[Span], before: Start, start: Start, core: list[int]) -> bool:
    """Whether the posting that began at `before` has something of its own by the time `start` comes."""
    own = [at for at in core if before.at <= at < start.at]
    if own and spans[start.line - 1][0] > own[0]:
        return True
    if before.strength >= 3 and start.strength >= 3:
        return True
    between = spans[before.line + 1 : start.line]
    if sum(right - left for left, right in between) >= PROSE:
        return True
    if sum(_ITEM.match(view.flat, left, right) is not None for left, right in between) >= 2:
        return True
    return sum(reads_as_duty_or_need(view.flat[left:right]) for left, right in between) >= 2


def _stretches(view: View, starts: list[Start], closings: list[int]) -> list[tuple[int, int, float]]:
    """Start, end and confidence of every posting; what stands before the first belongs to the first."""
    if not starts:
        end = closings[0] if closings else len(view.flat)
        return [(0, end, _CERTAIN if not closings else _LIKELY)]
    first = starts[0].at if starts[0].strength == ROW and len(starts) > 1 else 0
    edges = [first, *(start.at for start in starts[1:]), len(view.flat)]
    found = []
    for start, left, right in zip(starts, edges[:-1], edges[1:], strict=True):
        closing = next((c for c in closings if start.at < c < right), right)
        found.append((left, closing, _CERTAIN if start.strength >= 2 else _LIKELY))
    return found
