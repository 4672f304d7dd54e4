"""Headings of English text: a line of their own, or words that a section is glued to ("...ResponsibilitiesDesign")."""

from __future__ import annotations

import re

from analyzers.sections.heading import ITEM_FOLLOWS, OPENING, Heading, built, by_kind
from analyzers.wording import by_first_letter, words

_KINDS = by_kind(
    "en", ("nice", "duties", "must", "benefits", "company", "apply", "boilerplate", "about", "other")
)  # the first that fits counts
_EN_LINE = re.compile(f"(?:{_KINDS})(?=(?:\\s*\\([^)\\n]{{1,40}}\\))?[\\s:?!.…*】\\]-]*$)", re.IGNORECASE)
_EN_WORDS = re.compile(_KINDS)
_EN_UPPER = re.compile(_KINDS, re.IGNORECASE)  # for headings all in capitals
_EN_FIRST = frozenset(words("headings", "first", "any case"))
LONGEST_HEADING = 60  # characters; an estimate: longer lines are sentences
# "Dimerco Benefits:", "Sales Responsibilities:" - a name before a word that heads a section, at a line's start
_EN_NAMED = re.compile(
    r"\s*[A-Z][\w&.-]+ (?:[A-Z][\w&.-]+ )?(?:(?P<benefits>Benefits|Perks)|(?P<duties>Responsibilities|Duties)|"
    r"(?P<must>Requirements|Qualifications))\s*:\s*"
)
# A word that may begin a heading, its first letter aside, or one all in capitals
_EN_CAPITAL = re.compile(
    rf"[A-Z](?:(?:{by_first_letter(sorted({word[1:] for word in _EN_FIRST if word[1:]}))})(?![a-z])|[A-Z]+(?![a-z]))"
)
# Words that no sentence writes with a capital before another capital
_GOES_ON = re.compile(r" (?:With|In|Of|For|To|And|Or|From|By|On)\b")
_PLAIN = frozenset({"Responsibilities", "Requirements", "Qualifications"})
_GLUED_PLAIN = frozenset(
    {"Responsibilities", "Requirements", "Qualifications", "Benefits", "Perks", "Responsibilities:"}
)
_UPPER_FIRST = frozenset({"THIS", "AS", "ARE", "IS"})  # begin a heading inside a line only where all is in capitals
_ASKED = frozenset({"duties", "must", "nice"})
_OPENS = re.compile(r"[A-Z0-9•●*-]")
_COLON = re.compile(r"\s*:\s*")
_CAPITALS_GO_ON = re.compile(r"(?:,? (?:AND|OR|&) [A-Z]{4,}\b)+")
_MARK_FOLLOWS = re.compile(rf"[\s:…]{{0,3}}(?={ITEM_FOLLOWS.pattern})")
_ASIDE = re.compile(r" ?\([^()\n]{3,60}\)(?=\s?[:-])")  # "Qualifications (Education, Skills): ..."
_ENDS_LINE = re.compile(r"\s?:\s*$")
_QUESTION_ENDS = re.compile(r"\??\s?(?=[A-Z][a-z])")
_LIST_FOLLOWS = re.compile(r"(?:\?\s?|\s?:\s*)?(?:[A-Z][a-z]|\d)")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


def english_headings(line: str, base: int) -> list[Heading]:
    """Headings of one line of English: the whole line, or words of it that a section is glued to."""
    if len(line) <= LONGEST_HEADING + 4 and len(line.strip()) <= LONGEST_HEADING:
        lead = OPENING.match(line)
        match = _EN_LINE.match(line, lead.end() if lead else 0)
        if match:
            return [built(match, base, 0, len(line))]
    found: list[Heading] = []
    named = _EN_NAMED.match(line)
    if named and not _EN_WORDS.match(line.lstrip()):
        found.append(built(named, base, 0, named.end()))
    at = named.end() if found and named else 0
    for word in _EN_CAPITAL.finditer(line):
        if word.start() < at or word.group().lower() not in _EN_FIRST and word.group() not in _UPPER_FIRST:
            continue
        match = _words_at(line, word)
        end = _run_on(line, match) if match else 0
        if match and end:
            found.append(built(match, base, match.start(), end))
            at = end
    return found


def _words_at(line: str, word: re.Match[str]) -> re.Match[str] | None:
    """The heading's words that begin with `word`: all in capitals, or as titles are written."""
    if len(word.group()) > 1 and word.group().isupper():
        upper = _EN_UPPER.match(line, word.start())
        if upper and upper.group().isupper():
            return upper
    return _EN_WORDS.match(line, word.start())


def _leads_on(line: str, match: re.Match[str]) -> bool:
    """Whether a list's mark or a glued capital behind words in small letters shows that they head something."""
    if match.lastgroup in _ASKED and _MARK_FOLLOWS.match(line, match.end()):
        return True
    if match.group()[-1] == "?" and _QUESTION_ENDS.match(line, match.end()):
        return True
    if match.lastgroup in _ASKED and _ENDS_LINE.match(line, match.end()) and _at_boundary(line, match.start()):
        return True
    between = match.start() > 0 and line[match.start() - 1].islower() and line[match.end() : match.end() + 1].isupper()
    return match.group().count(" ") >= 2 - between and _LIST_FOLLOWS.match(line, match.end()) is not None


def _at_boundary(line: str, start: int) -> bool:
    """Whether a sentence, a mark or a small word glued to it ends right before `start`."""
    stripped = line[max(0, start - 3) : start].rstrip()
    return (
        not stripped
        or stripped[-1] in ".!?:;)]/…*。"
        or stripped[-1] >= "\u4e00"
        or stripped.endswith("]>")
        or line[start - 1].islower()
    )


def _run_on(line: str, match: re.Match[str]) -> int:
    """Where a run-together heading ends ("...team.ResponsibilitiesDesign and build"), 0 when it is none."""
    start, end = match.span()
    name = match.group()
    if match.lastgroup == "company" and (joints := [*_JOINT.finditer(line, start, end)]):
        return joints[-1].start()
    if not name.split()[-1][0].isupper() and not _leads_on(line, match):
        return 0
    boundary = _at_boundary(line, start)
    if boundary and (aside := _ASIDE.match(line, end)):
        end = aside.end()
    if name.isupper() and (more := _CAPITALS_GO_ON.match(line, end)):
        end = more.end()
    colon = _COLON.match(line, end)
    if colon:
        return colon.end() if boundary or " " in name else 0
    follows = line[end : end + 2]
    if not boundary:
        if name in _GLUED_PLAIN and _LIST_FOLLOWS.match(line, end):
            return end
        if name[-1] == "?" or line[end : end + 1] == "?":
            return question.end() if (question := _QUESTION_ENDS.match(line, end)) else 0
        plain = (
            name in _PLAIN
            or match.lastgroup in _ASKED
            and " " in name
            and all(word[0].isupper() for word in name.split())
        )
        if plain and " " in name and follows[:1].isupper() and follows[1:2].islower():
            return end  # "... related fields Preferred SkillsHands on experience"
        new = not line[end:].strip() or follows[:1] == " " and follows[1:2].isupper() and not _GOES_ON.match(line, end)
        return end + 1 if plain and new else 0
    if _GOES_ON.match(line, end):
        return 0
    if mark := _MARK_FOLLOWS.match(line, end):
        return mark.end()
    glued = (
        follows[:1].isdigit()
        or follows[:1].isupper()
        and (follows[1:2].islower() or follows[1:2] in " +" or name.isupper() or " " in name or "-" in name)
    )
    spaced = follows[:1] == " " and _OPENS.match(follows, 1) is not None and (" " in name or name.lower().endswith("s"))
    return end + (1 if spaced else 0) if glued or spaced else 0
