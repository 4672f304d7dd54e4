"""Where somebody's analysis of a posting begins: it belongs to no posting."""

from __future__ import annotations

import re
from bisect import bisect_right

from analyzers.anchors import windows
from analyzers.view import Span, View

_TITLE = re.compile(
    r"[\s#*>•-]*(?:(?:AI|GPT|智能)?\s?(?:岗位|职位)(?:分析|解析|解读)|[^\n]{0,24}(?:岗位|职位)(?:需求)?(?:技术)?(?:解析|分析|解读)|"
    r"(?:AI )?(?:Job|Role|Position) Analysis|Analysis(?: of (?:the|this) (?:role|posting|position))?)\s*$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"以下是?(?:对|针对)[^\n]{0,40}(?:分析|解析|解读|整理|建议)|针对您提供的|根据您提供的|"
    r"here is (?:an|the|my) analysis|below is an? (?:in-depth |detailed )?analysis|"
    r"based on the (?:job )?(?:posting|description) you provided",
    re.IGNORECASE,
)
_REACH = 48  # characters on each side of a word that tells of an analysis in which a sentence says so


def analyses(view: View, spans: list[Span]) -> list[int]:
    """Offsets where somebody's analysis of a posting begins: a line that is its title, or a sentence that says so."""
    told_at = view.cues.get("analysis")
    if not told_at:
        return []
    flat = view.flat
    lines = sorted({bisect_right(spans, (start, len(flat))) - 1 for start, _ in told_at})
    titles = {spans[index] for index in lines if _TITLE.match(flat, *spans[index])}
    said = [
        match.start()
        for start, end in windows(told_at, _REACH, _REACH, len(flat))
        for match in _SAID.finditer(flat, start, end)
    ]
    begins = {start for start, _ in titles}
    return sorted(begins.union(at for at in said if not any(start <= at < end for start, end in titles)))
