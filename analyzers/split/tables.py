"""Tables with a job a row: as a block of their own, or as lines of text with tabs, bars, commas or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analyzers.view import Span, View
from extractors.document import Kind

_TITLE_COLUMN = re.compile(
    r"(?:招聘|应聘|需求|空缺)?(?:职位|岗位)(?:名称)?|"
    r"(?i:(?:open )?positions?|job title|titles?|roles?|jobs?|role title)"
)
_COLUMN = re.compile(
    r"职位|岗位|薪|待遇|地点|城市|地区|要求|职责|部门|人数|学历|经验|公司|企业|单位|专业|年限|福利|备注|序号|类[型别]|方向|联系|截止|链接|投递|"
    r"(?i:position|title|role|job|salary|\bpay\b|compensation|location|city|department|\bteam\b|require|company|"
    r"employer|organi[sz]ation|experience|education|degree|\btype\b|level|contact|deadline|\blink\b|apply|skills|"
    r"headcount|openings|\brate\b|benefits|description|notes)"
)
_WHO = re.compile(r"公司|企业|单位|部门|(?i:company|employer|organi[sz]ation|department|\bteam\b)")
_CELLS = {
    "\t": re.compile(r"[^\t\n]*"),
    "|": re.compile(r"[^|\n]*"),
    ",": re.compile(r'"[^"\n]*"|[^,，\n]*'),
    "  ": re.compile(r"(?:[^ \n\u3000]| (?! ))*"),
}  # a cell of a line, by what stands between cells
_DIVIDERS = {"\t": "\t", "|": "|", ",": ",，", "  ": " \u3000"}
_RULE = re.compile(r"[\s|:+=-]+$")
_EDGES = " \t\u3000\""
LONGEST_HEADER = 160  # characters of a line of column names: an estimate
MOST_NAMES = 0.6  # of a header's cells that name columns; half of the cells of a form of labels and values do


class Row(NamedTuple):
    """A row that is a posting. cells: (its column's name, the cell), both as spans of the view, none of them empty."""

    at: int
    end: int
    title: str
    cells: tuple[tuple[Span, Span], ...]


def job_rows(view: View, spans: Sequence[Span]) -> dict[int, Row]:
    """The rows of all tables with a job a row, by where they begin."""
    found: dict[int, Row] = {}
    for lines, divider in _tables(view, spans):
        for row in _rows(view.text, lines, divider):
            found[row.at] = row
    return found


def _tables(view: View, spans: Sequence[Span]) -> Iterator[tuple[Sequence[Span], str]]:
    """The lines of what may be a table, its header first, and what stands between cells."""
    for part in view.parts:
        if part.block.kind is Kind.TABLE and not part.offset:
            yield [span for span in spans if part.start <= span[0] < part.end], "\t"
    for start, end in view.cues.get("job column", ()):
        divider = _divider(view.text, end - 1)
        if not divider or view.part_at(start).block.kind is Kind.TABLE:
            continue
        index = next((n for n, (left, right) in enumerate(spans) if left <= start < right), -1)
        if index >= 0 and spans[index][1] - spans[index][0] <= LONGEST_HEADER:
            yield spans[index:], divider


def _divider(text: str, end: int) -> str:
    """What stands between the cells of a header, told by what follows the title's column."""
    behind = text[end : end + 3]
    bare = behind.lstrip(" ")[:1]
    if bare in ("\t", "|"):
        return bare
    if bare and bare in ",，":
        return ","
    return "  " if behind[:2].strip("\u3000 ") == "" and len(behind) > 2 else ""


def _rows(text: str, lines: Sequence[Span], divider: str) -> Iterator[Row]:
    """The rows below a header that names columns, up to the first line that is none."""
    header = _cells(text, lines[0], divider) if lines else []
    names = [text[slice(*cell)] for cell in header]
    column = next((n for n, name in enumerate(names) if _TITLE_COLUMN.fullmatch(name)), -1)
    told = [_COLUMN.search(name) is not None for name in names if name]
    if column < 0 or sum(told) < 2 or sum(told) < MOST_NAMES * len(told):
        return
    above: list[Span] = []
    for start, end in lines[1:]:
        if _RULE.fullmatch(text, start, end):
            continue
        cells = _cells(text, (start, end), divider)
        if not (len(cells) == len(header) or divider == "\t" and max(column, 1) < len(cells) < len(header)):
            if divider == "\t" and "\t" in text[start:end]:
                continue
            return
        title = text[slice(*cells[column])]
        cells = [_inherited(cell, names[n], above, n) if n < column else cell for n, cell in enumerate(cells)]
        if _names_anything(title) and not _TITLE_COLUMN.fullmatch(title) and _filled(cells) > 1:
            above = cells
            pairs = tuple(
                (name, cell)
                for name, cell in zip(header, cells, strict=False)
                if name[0] < name[1] and cell[0] < cell[1]
            )
            yield Row(start, end, title, pairs)


def _names_anything(title: str) -> bool:
    return any(letter.isalpha() for letter in title)


def _filled(cells: Sequence[Span]) -> int:
    return sum(left < right for left, right in cells)


def _inherited(cell: Span, name: str, above: Sequence[Span], number: int) -> Span:
    """The cell, or the one above it where it is empty and its column names who hires: one cell over several rows."""
    return above[number] if cell[0] == cell[1] and number < len(above) and _WHO.search(name) else cell


def _cells(text: str, line: Span, divider: str) -> list[Span]:
    """The cells of a line without white space and quotes at their edges; empty ones too."""
    start, end = line
    if divider in ("|", "  "):
        outer = " \t|" if divider == "|" else " \u3000"
        while start < end and text[start] in outer:
            start += 1
        while end > start and text[end - 1] in outer:
            end -= 1
    found: list[Span] = []
    at = start
    while at <= end:
        match = _CELLS[divider].match(text, at, end)
        stop = match.end() if match else end
        left, right = at, stop
        while left < right and text[left] in _EDGES:
            left += 1
        while right > left and text[right - 1] in _EDGES:
            right -= 1
        found.append((left, right))
        at = stop + 1
        while divider == "  " and at < end and text[at] in " \u3000":
            at += 1
    return found
