"""Where a posting's sections begin: heading words in Chinese and English, on lines of their own or run together.

A heading is told by its words and by what stands around it; "Qualifications" inside a sentence is none.
"""

from __future__ import annotations

import re

from analyzers.boardlines import DEMAND_NAMES, FIELD_LEAD, PAY_NAMES
from analyzers.jobnames import names_job
from analyzers.posting import SectionKind
from analyzers.sections.heading import ITEM_FOLLOWS, Heading
from analyzers.sections.headings_chinese import chinese_headings
from analyzers.sections.headings_english import english_headings
from analyzers.sections.leads import SHORTEST_LED, above_list, lead_in, leads_inside
from analyzers.sections.meaning import reads_as_duty_or_need

__all__ = ["Heading", "find_headings"]

_ENGLISH_IN_CHINESE = re.compile(
    r"ualification|esponsibilit|equirement|ompetenc|Experience\s?:|ust[- ]have|to have|【\s*[A-Z]"
)
_MARKED_LINE = re.compile(
    r"\s*#{1,6}\s+\W{0,3}(?P<name>[^#,.;:!?。，；：！？\n]{2,24}?)[\s:*#]*"
    r"|\s*(?:【(?=[^】]{2,12}】)|\[(?=[A-Z]))(?P<inside>[^】\]\n]{2,24})[】\]][\s:]*"
)
_SEAM = re.compile(r"[a-z).][A-Z][a-z]|[•●]|; |;(?=[\u4e00-\u9fffA-Z])")
_RANKS = "一二三四五六七八九十"
_RANK = re.compile(rf"(?P<rank>[{_RANKS}])[、.]\s*")
_RANKED_LINE = re.compile(rf"[^\w(]{{0,4}}{_RANK.pattern}(?P<ranked>[^,.;:!?\n]{{2,14}})[^\w)]{{0,4}}")
_NAMED = (SectionKind.BENEFITS, SectionKind.OTHER)
LONGEST_LABELLED = 160  # characters of one wish behind its label: an estimate
_FIELD_LINE = re.compile(
    rf"{FIELD_LEAD}(?i:{DEMAND_NAMES})\s?:\s?(?:(?i:at least |minimum |over )?\d+\+?"
    r"(?:\s?-\s?\d+)?\+? years?|(?i:bachelor|master|ph\.?d|doctor|associate|high school)[\w.' ]{0,20})\s*"
    rf"|{FIELD_LEAD}(?i:{PAY_NAMES})\s?:\s?(?:[A-Z]{{3}} ?)?[$£€]? ?\d[^;。\n]{{2,40}}"
)  # "Experience: 5+ years", "Salary: $55 - $70 per hour": a field of the head, not the heading of a section


def find_headings(flat: str, spans: list[tuple[int, int]], language: str) -> list[Heading]:
    """The headings in a folded text, in order. spans: its lines."""
    found: list[Heading] = []
    for start, end in spans:
        line = flat[start:end]
        if not found and _FIELD_LINE.fullmatch(line):
            continue
        plain = line.isascii()
        before = len(found)
        plain_words = language == "en" or plain
        if not plain:
            found.extend(chinese_headings(line, start))
        if language == "en" or plain or _ENGLISH_IN_CHINESE.search(line):
            found.extend(english_headings(line, start))
        if len(found) == before and line.rstrip().endswith(":") and (led := lead_in(line, start)):
            found.extend(led)
        elif plain_words and len(line) > SHORTEST_LED:
            found.extend(leads_inside(line, start))
        if len(found) == before > 0:
            found.extend(above_list(line, start, flat[end + 1 : end + 6].lstrip()))
        if len(found) == before > 0 and (marked := _set_as_heading(flat, line, found)):
            found.append(_unknown(marked, start))
    return _ordered(flat, found)


def _set_as_heading(flat: str, line: str, found: list[Heading]) -> re.Match[str] | None:
    """A line that is a heading by its marks: Markdown's, brackets, "三、" where "二、" was one.

    The title of another role in brackets is none.
    """
    if marked := _MARKED_LINE.fullmatch(line):
        return None if marked["inside"] and names_job(marked["inside"]) else marked
    above = _RANK.search(flat, found[-1].start, found[-1].name_start)
    ranked = _RANKED_LINE.fullmatch(line) if above else None
    follows = above and ranked and _RANKS.index(ranked["rank"]) == _RANKS.index(above["rank"]) + 1
    return ranked if follows and not reads_as_duty_or_need(ranked["ranked"]) else None


def _unknown(marked: re.Match[str], base: int) -> Heading:
    """A heading of unknown words: it ends the section before."""
    start, end = marked.span(marked.lastgroup or 0)
    return Heading(base, base + marked.end(), base + start, base + end, SectionKind.OTHER)


def _ordered(flat: str, found: list[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    labels = _labels(flat, found)
    for heading in sorted(found):
        if heading in labels or not kept and _field_of_head(flat, heading):
            continue
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _field_of_head(flat: str, heading: Heading) -> bool:
    """Whether "工作地点" and the like stand above every section: a field of the head, whose section ends nothing."""
    return heading.kind is SectionKind.OTHER and flat[heading.name_start] >= "\u4e00"


def _labels(flat: str, found: list[Heading]) -> set[Heading]:
    """Words that lead a single entry, not a section.

    A wish among demands ("Nice to have: CUDA"); an entry of the benefits behind its bracketed name ("【年假】：15天").
    """
    labels: set[Heading] = set()
    if not any(heading.kind in (SectionKind.NICE, SectionKind.BENEFITS) for heading in found):
        return labels
    names = [flat[heading.name_start : heading.name_end] for heading in found]
    before = SectionKind.OTHER
    for heading, name in zip(found, names, strict=True):
        stop = flat.find("\n", heading.end)
        after = flat[heading.end : stop if stop >= 0 else len(flat)]
        if ":" in flat[heading.name_end : heading.end] and after.strip():
            listed = ITEM_FOLLOWS.match(after) is not None
            if heading.kind is SectionKind.NICE:
                alone = before in (SectionKind.MUST, SectionKind.NICE) and len(after) < LONGEST_LABELLED
                if names.count(name) > 1 or alone and not (listed or _SEAM.search(after)):
                    labels.add(heading)
            bracketed = "【" in flat[heading.start : heading.name_start] and heading.kind in _NAMED
            if bracketed and before is SectionKind.BENEFITS and not listed:
                labels.add(heading)
                continue
        before = heading.kind
    return labels
