"""Postings of one line: rows of a table with a job a row, and lines that each hold a role and its demands."""

from __future__ import annotations

import re

from analyzers.jobnames import names_job
from analyzers.view import Span, View
from extractors.document import Kind

_ROLE_LINE = re.compile(r"\s*(?:[-*•·]|\d{1,2}[.、)])?\s*(?P<name>[^:\n]{2,40}?)\s*:\s*(?=\S)")
_TITLE_COLUMN = re.compile(r"(?:招聘|应聘)?(?:职位|岗位)(?:名称)?|(?i:position|job title|title|role|job)s?")
_COLUMN = re.compile(
    r"职位|岗位|薪|待遇|地点|城市|要求|职责|部门|人数|学历|经验|公司|(?i:position|title|role|job|salary|pay|"
    r"location|city|department|require)"
)
_DEMAND = re.compile(r"\s?(?:本科|硕士|博士)?\s?\d{1,2}\s?(?:[-~]\s?\d{1,2}\s?)?\+?\s?年|(?i:\d+\+? years)")
ROW = 4  # strength of a row or line that holds a whole posting


def role_lines(view: View, spans: list[Span]) -> frozenset[int]:
    """Lines that each hold a role and its demands ("Engineer: 3+ years ..."), two or more next to each other."""
    told_at = []
    for index, (start, end) in enumerate(spans):
        match = _ROLE_LINE.match(view.flat, start, end) if ":" in view.flat[start : min(end, start + 48)] else None
        if match and names_job(match["name"], strict=True) and _DEMAND.match(view.flat, match.end(), end):
            told_at.append(index)
    near = {index for index in told_at if index - 1 in told_at or index + 1 in told_at}
    return frozenset(spans[index][0] for index in near)


def job_rows(view: View) -> dict[int, str]:
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
