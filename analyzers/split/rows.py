"""Postings of one line: lines that each hold a role and its demands."""

from __future__ import annotations

import re

from analyzers.jobnames import names_job
from analyzers.view import Span, View

_ROLE_LINE = re.compile(r"\s*(?:[-*•·]|\d{1,2}[.、)])?\s*(?P<name>[^:\n]{2,40}?)\s*:\s*(?=\S)")
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
