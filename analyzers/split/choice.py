"""Which of the lines that may begin a posting do: a posting opens behind them, and the one before is complete."""

from __future__ import annotations

import os.path
import re
from collections.abc import Mapping

from analyzers.boardlines import DECORATION, FIELD, PAY
from analyzers.jobnames import names_job
from analyzers.posting import SectionKind
from analyzers.sections.headings import Heading
from analyzers.sections.meaning import reads_as_duty_or_need
from analyzers.split.rows import ROW, are_levels
from analyzers.split.starts import NUMBERED, Start, candidates, list_below
from analyzers.split.tables import Row
from analyzers.view import Span, View

_ZH_STRICT_END = re.compile(
    r"(?:工程师|专家|经理|总监|主管|专员|架构师|分析师|设计师|研究员|科学家|实习生|负责人|顾问|助理|开发|运营)\S{0,8}$"
)
_EMPTY = re.compile(r"[(（]\s*[)）]")
_ITEM = re.compile(r"\s*(?:\d{1,2}\s?[.、)]|[•●])")
_BULLET = re.compile(r"\s*[-*•●·]\s?(?=\S)")
PROSE = 700  # characters behind a title from where a posting is complete without any section: an estimate
SHARED = 4  # letters that two wordings of one title begin with
NEAR = 4  # lines between a head and itself in other words
SAME_WITHIN = 20  # lines within which the title said again opens no new posting while nothing else did
SAID_IN_LINE = 4  # characters behind a heading on its line: "要求：硕士，3年以上"
LOOK_AHEAD = 9  # lines behind a title in which its posting must open: an estimate


def chosen(
    view: View, spans: list[Span], headings: list[Heading], closings: list[int], rows: Mapping[int, Row]
) -> list[Start]:
    """The candidates behind which a posting opens while the one before is complete."""
    starts = _without_levels(view, spans, _told_once(candidates(view, spans, rows), rows))
    headed = [h for h in headings if h.kind in (SectionKind.DUTIES, SectionKind.MUST) or h.loose]
    core = [h.start for h in headed]
    taken: list[Start] = []
    for position, start in enumerate(starts):
        limit = starts[position + 1].at if position + 1 < len(starts) else len(view.flat)
        closing = next((c for c in reversed(closings) if c < start.at), None)
        in_analysis = closing is not None and (not taken or taken[-1].at < closing)
        if in_analysis and not _opens_firmly(view, spans, start, core):
            continue
        if not taken:
            if start.strength >= 2 or _opens(view, spans, start, limit, core):
                taken.append(start)
            continue
        before = taken[-1]
        if start.strength < 3 and not in_analysis and any(start.name == other.name for other in taken):
            continue  # the demands of a role that was opened above
        complete = in_analysis or _complete(view, spans, before, start, headed)
        if complete and _opens(view, spans, start, limit, core) and not _same(view, before, start, core):
            taken.append(start)
    return taken


def _without_levels(view: View, spans: list[Span], starts: list[Start]) -> list[Start]:
    """The candidates without lines next to each other that give the pay of one role's levels."""
    runs: list[list[Start]] = []
    for start in starts:
        if runs and start.line == runs[-1][-1].line + 1 and min(start.strength, runs[-1][-1].strength) >= 3:
            runs[-1].append(start)
        else:
            runs.append([start])
    levels = (run for run in runs if len(run) > 1 and are_levels(view.flat, [spans[one.line] for one in run]))
    dropped = {one.at for run in levels for one in run}
    return [start for start in starts if start.at not in dropped] if dropped else starts


def _told_once(starts: list[Start], rows: Mapping[int, Row]) -> list[Start]:
    """The candidates without the rows of a table that only sums up the postings in full below it."""
    if not rows:
        return starts
    full = [start.name for start in starts if start.at not in rows and start.strength >= 2]
    summed = sum(any(rows[start.at].title in name for name in full) for start in starts if start.at in rows)
    return [start for start in starts if start.at not in rows] if 2 * summed > len(rows) else starts


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


def _figures(match: re.Match[str]) -> list[str]:
    return re.findall(r"\d+", match.group())[:2]


def _opens(view: View, spans: list[Span], start: Start, limit: int, core: list[int]) -> bool:
    """Whether a posting's own content follows: a pay line, a section, a field, or items that are duties or demands."""
    if start.strength >= 3:
        return True
    stop = min(limit, spans[min(len(spans) - 1, start.line + LOOK_AHEAD)][1])
    if any(start.at < at <= stop for at in core) or list_below(view, spans[start.line][1]):
        return True
    behind = [span for span in spans[start.line + 1 : start.line + LOOK_AHEAD] if span[0] < limit]
    if behind and _BULLET.match(view.flat, *behind[0]) and any(PAY.search(view.flat, *span) for span in behind[:3]):
        return True  # a role over its few points, the pay among them
    fields = sum(FIELD.match(view.flat[left:right]) is not None for left, right in behind[:4])
    told = sum(reads_as_duty_or_need(view.flat[left:right]) for left, right in behind[:5])
    return fields >= 1 or told >= 2 or (start.strength == 2 and told >= 1)


def _opens_firmly(view: View, spans: list[Span], start: Start, core: list[int]) -> bool:
    """Behind an analysis only an unnumbered title counts, with a section or duties right below it."""
    line = view.flat[slice(*spans[start.line])]
    if NUMBERED.match(line) or re.search(r"解析|分析|路径|方案|系统|框架|架构$|模型$|[::]", line):
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


def _complete(view: View, spans: list[Span], before: Start, start: Start, headed: list[Heading]) -> bool:
    """Whether the posting that began at `before` has something of its own by the time `start` comes."""
    own = next((heading for heading in headed if before.at <= heading.start < start.at), None)
    above = spans[start.line - 1]
    if own and (above[0] > own.start or above[1] - own.end >= SAID_IN_LINE):
        return True
    if before.strength >= 3 and start.strength >= 3:
        return True
    between = spans[before.line + 1 : start.line]
    if sum(right - left for left, right in between) >= PROSE:
        return True
    if sum(_ITEM.match(view.flat, left, right) is not None for left, right in between) >= 2:
        return True
    if start.strength >= 2 and sum(FIELD.match(view.flat[left:right]) is not None for left, right in between) >= 2:
        return True
    return sum(reads_as_duty_or_need(view.flat[left:right]) for left, right in between) >= 2
