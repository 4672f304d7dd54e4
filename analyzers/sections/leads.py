"""Sentences that lead into a list and say by their words what it is: "In this role you will:", "我们提供以下福利："."""

from __future__ import annotations

import re

from analyzers.posting import SectionKind
from analyzers.sections.heading import BULLET, Heading
from analyzers.sections.headings_english import english_headings
from analyzers.wording import pattern

# The first that fits counts.
_LEADS = tuple(
    (kind, pattern("headings", f"lead_{kind.value}"))
    for kind in (SectionKind.NICE, SectionKind.BENEFITS, SectionKind.DUTIES, SectionKind.MUST)
)
# A line of its own above a list, without a colon
_ABOVES = tuple(
    (kind, pattern("headings", f"above_{kind.value}"))
    for kind in (SectionKind.NICE, SectionKind.BENEFITS, SectionKind.DUTIES, SectionKind.MUST)
)
LONGEST_ABOVE = 60  # characters of such a line: an estimate
_MARK = re.compile(rf" *(?:{BULLET}|\(?\d{{1,2}}\s?[.、):]) *")
_TITLED_END = re.compile(
    r"(?<=[a-z)] )(?:[A-Z][\w']+ (?:and |of |& )?){0,3}"
    r"(?:Responsibilities|Qualifications|Requirements|Benefits|Skills|Duties|Attributes|Experience|Perks):\s*$"
)
_LEAD_IN = re.compile(r"(?=[^\d\s#*•●·▪■◆○>-])(?:[^.;!?:\u4e00-\u9fff]{8,110}|[^.;!?:。,、]{6,32}):\s*")
SHORTEST_LED = 30  # characters of a line that holds a lead-in and an entry behind it
LONGEST_LEAD = 110  # characters of a lead-in inside a line
LEAST_LEAD_IN = 3  # words of an English lead-in; with fewer it is the label of an item
# A clause inside a line that leads into a list: what it says before its colon, and the words a lead ends with
_INSIDE = re.compile(r"[:….](?:(?<=[:…])|\.\.|(?<=following\.))\s*(?=[A-Z\d•·*-]|$)")
_LEADS_INSIDE = re.compile(
    r"(?i)(?:\b(?:includ(?:e|es|ing)|following|such as|are|is|have|possess|will|to|offer|offers|you|your|required|"
    r"preferred|desirable|plus|for|need|benefits\W*|responsibilities|duties|requirements|qualifications|responsibility|do))\W*$"
)
_CLAUSE = re.compile(r"[.!?;:…]\s*|(?<=[a-z)D])(?=[A-Z][a-z]* )")


def lead_in(line: str, base: int) -> list[Heading]:
    """A sentence that leads into a list: "In this role you will:", "我们提供以下福利："."""
    if len(line) > LONGEST_LEAD and line.isascii():
        return []
    titled = _TITLED_END.search(line)
    if titled:  # "... communication skills Key Responsibilities:"
        found = english_headings(line[titled.start() :], base + titled.start())
        return [heading for heading in found if heading.end > base]
    if not _LEAD_IN.fullmatch(line) or line.isascii() and len(line.split()) < LEAST_LEAD_IN:
        return []
    kind = next((kind for kind, pattern in _LEADS if pattern.search(line)), None)
    return [Heading(base, base + len(line), base, base + len(line.rstrip(": ")), kind)] if kind else []


def above_list(line: str, base: int, below: str) -> list[Heading]:
    """A line without a colon above a list of another mark, whose words say what the list is: "Your toolbox".

    below: the text that follows the line.
    """
    if len(line) > LONGEST_ABOVE or (listed := _MARK.match(below)) is None:
        return []
    own, words = _MARK.match(line), line.strip(" *_")
    if own and own.group().strip(" 0123456789") == listed.group().strip(" 0123456789") or words[-1:] in ".;,。":
        return []
    kind = next((kind for kind, pattern in _ABOVES if pattern.search(words)), None)
    start = own.end() if own else 0
    return [Heading(base, base + len(line), base + start, base + len(line.rstrip()), kind)] if kind else []


def leads_inside(line: str, base: int) -> list[Heading]:
    """Lead-ins of a line that goes on: "...team. In this role, you will: Build ...", "we can offer you such as… "."""
    found = []
    for colon in _INSIDE.finditer(line, 8):
        left = start = max(0, colon.start() - LONGEST_LEAD)
        for cut in _CLAUSE.finditer(line, start, colon.start()):
            start = cut.end()
        if start == left > 0:
            continue
        clause = line[start : colon.start()]
        if clause.count(" ") + 1 < LEAST_LEAD_IN or not _LEADS_INSIDE.search(clause):
            continue
        kind = next((kind for kind, pattern in _LEADS if pattern.search(f"{clause}:")), None)
        if kind and (start == 0 or line[start - 1] in ".!?;:… " or line[start - 1].islower()):
            found.append(Heading(base + start, base + colon.end(), base + start, base + colon.start(), kind))
    return found
