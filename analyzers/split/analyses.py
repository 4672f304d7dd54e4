"""Where somebody's analysis of a posting begins: it belongs to no posting."""

from __future__ import annotations

import re
from bisect import bisect_right

from analyzers.view import Span, View

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


def analyses(view: View, spans: list[Span]) -> list[int]:
    """Offsets where somebody's analysis of a posting begins."""
    told_at = view.cues.get("analysis")
    if not told_at:
        return []
    lines = sorted({bisect_right(spans, (start, len(view.flat))) - 1 for start, _ in told_at})
    return [match.start() for index in lines for match in _ANALYSIS.finditer(view.flat, *spans[index])]
