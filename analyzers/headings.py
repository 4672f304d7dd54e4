"""Where a posting's sections begin: heading words in Chinese and English, on lines of their own or run together.

A heading is told by its words and by what stands around it; "Qualifications" inside a sentence is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzers.boardlines import DEMAND_NAMES, FIELD_LEAD, PAY_NAMES
from analyzers.heading_words import EN, EN_FIRST, EN_LOOSE, ZH, ZH_LOOSE
from analyzers.posting import SectionKind

LONGEST_HEADING = 60  # characters; an estimate: longer lines are sentences


class Heading(NamedTuple):
    """A heading in a view. start, end: the heading with its decoration; name_start, name_end: its words.

    loose: the words cover more than one meaning ("职位描述", "Job Description"): what follows decides.
    """

    start: int
    end: int
    name_start: int
    name_end: int
    kind: SectionKind
    loose: bool = False


def _alternatives(words: dict[str, str], loose: str) -> str:
    return "|".join([f"(?P<loose>{loose})", *(f"(?P<{kind}>{pattern})" for kind, pattern in words.items())])


_ZH_WORDS = re.compile(_alternatives(ZH, ZH_LOOSE))
_EN_LINE = re.compile(
    f"(?:{_alternatives(EN, EN_LOOSE)})(?=(?:\\s*\\([^)\\n]{{1,40}}\\))?[\\s:?!.*-]*$)", re.IGNORECASE
)
_EN_WORDS = re.compile(_alternatives(EN, EN_LOOSE))
_EN_UPPER = re.compile(_EN_WORDS.pattern, re.IGNORECASE)  # for headings all in capitals
# "Dimerco Benefits:", "Sales Responsibilities:" - a name before a word that heads a section, at a line's start
_EN_NAMED = re.compile(
    r"\s*[A-Z][\w&.-]+ (?:[A-Z][\w&.-]+ )?(?:(?P<benefits>Benefits|Perks)|(?P<duties>Responsibilities|Duties)|"
    r"(?P<must>Requirements|Qualifications))\s*:\s*"
)
_EN_CAPITAL = re.compile(r"[A-Z](?:[a-z]+|[A-Z]+(?![a-z]))")
# Every Chinese heading holds one of these
_ZH_CUE = re.compile(
    r"职责|责任|内容|任务|职能|负责|做什么|要做|你做|会做|将做|的工作|要求|资格|条件|资质|需求|具备|必备|希望|"
    r"需要|欢迎|期待|期望|背景|能力|素质|满足|关键|技能|加分|优先|添花|"
    r"福利|待遇|提供|收获|得到|获得|优势|诱惑|亮点|竞争力|体验|加入|锦囊|介绍|简介|概况|方向|信息|关于|關於|"
    r"享受|享有|拥有|是谁|联系|投递|申请|应聘|内推|报名|"
    r"流程|概述|概要|目的|定位|路径|描述|详情|说明|主要工作"
)
LONGEST_ALONE = 28  # characters of a line that is a heading and nothing else, its marks included
# What a heading inside a longer line has behind it, or is by its own words
_MAY_HEAD = re.compile(
    r"[:\]】」』》>★*◢①-⑳•●·◆■]|\d\s*[.、,)]|[-*] |职责|"
    r"(?:工作|职位|岗位)(?:要求|描述|内容|资格|条件|需求)|任职|招聘要求"
)
LONGEST_ZH = 14  # characters of the longest heading before its cue
_MARKS = r"[\s#*>\-•●·★☆■◆◇▌▶►◤◥【\[「『《<(_=~|✨🔥☑✅❤]"
_NUMBER = r"(?:[一二三四五六七八九十]{1,2}|\d{1,2}|[IVX]{1,4})\s?[、.):]\s?"
_BEFORE = re.compile(rf"{_MARKS}*(?:\(?{_NUMBER})?{_MARKS}*$")
_LEAD = re.compile(rf"{_MARKS}*(?:{_NUMBER})?{_MARKS}*")
_AFTER = re.compile(r"(?:\s?\([^()\n]{1,16}\))?[\s】\]」』》>)★☆*_~◢-]*(?P<colon>:)?[\s*_]*")
_ITEM_FOLLOWS = re.compile(r"\(?(?:\d{1,2}\s*[.、,):]|[①-⑳•●·◆■]|[-*] )")
# "岗位职责" may stand inside a run-together line, "要求" may not
_STRONG = re.compile(
    r"(?:(?:岗位|工作|职位|任职)(?:职责|要求|描述|内容|资格|条件|需求)(?:描述)?|职责描述|任职资质|招聘要求)"
)
_LABEL_OF_ITEM = re.compile(r"(?:\d{1,2}\s?[.、):,]\s*|[①-⑳]\s*|其[他它])$")
_GLUED = re.compile(r"[^\s的是和与及或并,.、;)）说]")
_PAY_FOLLOWS = re.compile(r"[$¥]?\d+(?!\s?[.、):])|面议")
_OF = "的合该满足按据与和及或达到符"
_BEGINS = re.compile(
    r"(?:主要)?(?:负责|参与|协助|主导|熟悉|熟练|精通|掌握|了解|具备|具有|本科|大专|硕士|博士|统招|全日制|"
    r"\d\s?年|有\S|能够|良好|"
    r"计算机|统计|数学|对|从事)"
)
_BRACKETED = re.compile(r"【(?P<name>[^】\n]{2,14})】")
_SENTENCE_END = "。;!?.;:!】」]) \n"
_ENGLISH_IN_CHINESE = re.compile(r"ualification|esponsibilit|equirement|ompetenc|Experience\s?:|ust[- ]have|to have")


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
            found.extend(_chinese(line, start))
        if language == "en" or plain or _ENGLISH_IN_CHINESE.search(line):
            found.extend(_english(line, start))
        if len(found) == before and line.rstrip().endswith(":"):
            found.extend(_lead_in(line, start))
        elif plain_words and len(line) > SHORTEST_LED:
            found.extend(_leads_inside(line, start))
    return _ordered(flat, found)


def _ordered(flat: str, found: list[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    labels = _labels(flat, found)
    for heading in sorted(found):
        if heading in labels:
            continue
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _labels(flat: str, found: list[Heading]) -> set[Heading]:
    """Words that lead a single wish among demands ("Nice to have: CUDA"), not a section of wishes."""
    if not any(heading.kind is SectionKind.NICE for heading in found):
        return set()
    labels = set()
    names = [flat[heading.name_start : heading.name_end] for heading in found]
    before = SectionKind.OTHER
    for heading, name in zip(found, names, strict=True):
        after = flat[heading.end : flat.find("\n", heading.end) if "\n" in flat[heading.end :] else len(flat)]
        if heading.kind is SectionKind.NICE and ":" in flat[heading.name_end : heading.end] and after.strip():
            alone = before in (SectionKind.MUST, SectionKind.NICE) and len(after) < LONGEST_LABELLED
            if names.count(name) > 1 or alone and not _SEAM.search(after):
                labels.add(heading)
        before = heading.kind
    return labels


def _heading(match: re.Match[str], base: int, start: int, end: int) -> Heading:
    loose = match.lastgroup == "loose"
    kind = SectionKind.DUTIES if loose else SectionKind(match.lastgroup or "other")
    return Heading(base + start, base + end, base + match.start(), base + match.end(), kind, loose)


# A line of its own that leads into a list says by its words what the list is; the first that fits counts.
_LEADS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = (
    (
        SectionKind.NICE,
        re.compile(r"优先|加分|(?i:nice to have|\bplus\b|preferred|ideally|bonus points|desirable|\bdesired)"),
    ),
    (
        SectionKind.BENEFITS,
        re.compile(
            r"福利|待遇|(?i:benefits?\b|perks|\bwe(?:'ll| will| can)? (?:also )?offer\b|you(?:'ll| will) be able to)"
        ),
    ),
    (
        SectionKind.DUTIES,
        re.compile(
            r"职责|工作内容|(?:将|主要)负责|(?i:responsib|duties|\btasks\b|\bactivities\b|you(?:'ll| will)(?: be)?\s*:|"
            r"(?:role|job|position|work) (?:will )?(?:includes?|involves?|entails?))"
        ),
    ),
    (
        SectionKind.MUST,
        re.compile(
            r"要求|条件|具备|希望你|(?i:requirements|qualifications|must (?:have|be|possess)|"
            r"you(?:'ll)? (?:should |will )?(?:have|"
            r"need|bring)|looking for|ideal candidate|successful candidate|to be (?:considered|successful))"
        ),
    ),
)
_TITLED_END = re.compile(
    r"(?<=[a-z)] )(?:[A-Z][\w']+ (?:and |of |& )?){0,3}"
    r"(?:Responsibilities|Qualifications|Requirements|Benefits|Skills|Duties|Attributes|Experience|Perks):\s*$"
)
_LEAD_IN = re.compile(r"(?=[^\d\s#*•●·▪■◆○>-])(?:[^.;!?:\u4e00-\u9fff]{8,110}|[^.;!?:。,、]{6,32}):\s*")
SHORTEST_LED = 30  # characters of a line that holds a lead-in and an entry behind it
LONGEST_LEAD = 110  # characters of a lead-in inside a line
LEAST_LEAD_IN = 3  # words of an English lead-in; with fewer it is the label of an item


def _lead_in(line: str, base: int) -> list[Heading]:
    """A sentence that leads into a list: "In this role you will:", "我们提供以下福利："."""
    if len(line) > LONGEST_LEAD and line.isascii():
        return []
    titled = _TITLED_END.search(line)
    if titled:  # "... communication skills Key Responsibilities:"
        return [heading for heading in _english(line[titled.start() :], base + titled.start()) if heading.end > base]
    if not _LEAD_IN.fullmatch(line) or line.isascii() and len(line.split()) < LEAST_LEAD_IN:
        return []
    kind = next((kind for kind, pattern in _LEADS if pattern.search(line)), None)
    return [Heading(base, base + len(line), base, base + len(line.rstrip(": ")), kind)] if kind else []


# A clause inside a line that leads into a list: what it says before its colon, and the words a lead ends with
_INSIDE = re.compile(r"(?::|…|\.\.\.)\s*(?=[A-Z\d•*-])")
_LEADS_INSIDE = re.compile(
    r"(?i)(?:\b(?:includ(?:e|es|ing)|following|such as|are|is|have|possess|will|to|offer|offers|you|your|required|"
    r"preferred|desirable|plus|for|need|benefits\W*|responsibilities|duties|requirements|qualifications))\W*$"
)
_CLAUSE = re.compile(r"[.!?;:…]\s*|(?<=[a-z)D])(?=[A-Z][a-z]* )")


def _leads_inside(line: str, base: int) -> list[Heading]:
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


def _chinese(line: str, base: int) -> list[Heading]:
    """Headings of one line of Chinese. The words alone are not enough: see `_stands_alone`."""
    if len(line) > LONGEST_ALONE and not _MAY_HEAD.search(line, 3):
        return []
    found = []
    for match in _heading_words(line):
        before = _BEFORE.search(line, max(0, match.start() - 12), match.start())
        opening = before.start() if before else match.start()
        after = _AFTER.match(line, match.end())
        assert after is not None  # every part of it is optional
        if _stands_alone(line, match, opening, after):
            found.append(_heading(match, base, opening, after.end()))
    if "【" in line:
        found.extend(_unknown(line, base, found))
    return found


def _heading_words(line: str) -> Iterator[re.Match[str]]:
    """Matches of the heading words, looked for only around what every one of them holds."""
    at = 0
    for cue in _ZH_CUE.finditer(line):
        if cue.end() <= at:
            continue
        match = _ZH_WORDS.search(line, max(at, cue.start() - LONGEST_ZH), min(len(line), cue.end() + 10))
        if match:
            at = match.end()
            yield match


def _stands_alone(line: str, match: re.Match[str], opening: int, after: re.Match[str]) -> bool:
    at_start = opening == 0
    at_end = after.end() >= len(line)
    strong = _STRONG.fullmatch(match.group()) is not None
    item = _ITEM_FOLLOWS.match(line, after.end()) is not None
    closed = line[match.end() : match.end() + 1] in ("】", "]", "」", "★", "*", ":", "◢")
    bracketed = closed and line[match.start() - 1 : match.start()] in ("【", "[", "「", "★", "*", "◤")
    if _LABEL_OF_ITEM.search(line, max(0, match.start() - 5), match.start()) and not (at_end or bracketed or strong):
        return False
    if match.lastgroup == "benefits" and _PAY_FOLLOWS.match(line, after.end()):
        return False  # "薪资待遇：2k-3k" is a field of the head
    follows = bool(after["colon"]) or item or bracketed
    if at_start:
        return at_end or follows or (strong and _GLUED.match(line, after.end()) is not None)
    boundary = line[opening - 1] in _SENTENCE_END or opening < match.start()
    if strong:
        return follows or (line[match.start() - 1] not in _OF and _BEGINS.match(line, after.end()) is not None)
    return follows and boundary


def _unknown(line: str, base: int, known: list[Heading]) -> list[Heading]:
    """Bracketed headings of unknown words: they end the section before. A place or a role in brackets is none."""
    found = []
    for match in _BRACKETED.finditer(line):
        inside = any(base + match.start() < heading.end and heading.start < base + match.end() for heading in known)
        alone = match.start() == 0 or line[match.start() - 1] in _SENTENCE_END
        after = _AFTER.match(line, match.end() - 1)
        follows = after is not None and (_ITEM_FOLLOWS.match(line, after.end()) is not None or bool(after["colon"]))
        if not inside and alone and follows:
            end = after.end() if after else match.end()
            found.append(
                Heading(
                    base + match.start(),
                    base + end,
                    base + match.start() + 1,
                    base + match.end() - 1,
                    SectionKind.OTHER,
                )
            )
    return found


def _english(line: str, base: int) -> list[Heading]:
    """Headings of one line of English: the whole line, or words of it that a section is glued to."""
    if len(line) <= LONGEST_HEADING + 4 and len(line.strip()) <= LONGEST_HEADING:
        lead = _LEAD.match(line)
        match = _EN_LINE.match(line, lead.end() if lead else 0)
        if match:
            return [_heading(match, base, 0, len(line))]
    found: list[Heading] = []
    named = _EN_NAMED.match(line)
    if named and not _EN_WORDS.match(line.lstrip()):
        found.append(_heading(named, base, 0, named.end()))
    at = named.end() if found and named else 0
    for word in _EN_CAPITAL.finditer(line):
        if word.start() < at or word.group().lower() not in EN_FIRST and word.group() not in _UPPER_FIRST:
            continue
        match = _words_at(line, word)
        end = _run_on(line, match) if match else 0
        if match and end:
            found.append(_heading(match, base, match.start(), end))
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
    if match.lastgroup in _ASKED and _ITEM_FOLLOWS.match(line, match.end()):
        return True
    between = match.start() > 0 and line[match.start() - 1].islower() and line[match.end() : match.end() + 1].isupper()
    return match.group().count(" ") >= 2 - between and _LIST_FOLLOWS.match(line, match.end()) is not None


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
_SEAM = re.compile(r"[a-z).][A-Z][a-z]|[•●]|; ")
LONGEST_LABELLED = 160  # characters of one wish behind its label: an estimate
_LIST_FOLLOWS = re.compile(r"(?:\?\s?|\s?:\s*)?(?:[A-Z][a-z]|\d)")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


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
    if name.isupper() and (more := _CAPITALS_GO_ON.match(line, end)):
        end = more.end()
    colon = _COLON.match(line, end)
    if colon:
        return colon.end() if boundary or " " in name else 0
    follows = line[end : end + 2]
    if not boundary:
        if name in _GLUED_PLAIN and _LIST_FOLLOWS.match(line, end):
            return end
        plain = (
            name in _PLAIN
            or match.lastgroup in _ASKED
            and " " in name
            and all(word[0].isupper() for word in name.split())
        )
        new = not line[end:].strip() or follows[:1] == " " and follows[1:2].isupper() and not _GOES_ON.match(line, end)
        return end + 1 if plain and new else 0
    if _GOES_ON.match(line, end):
        return 0
    if boundary and _ITEM_FOLLOWS.match(line, end):
        return end
    glued = (
        follows[:1].isdigit()
        or follows[:1].isupper()
        and (follows[1:2].islower() or follows[1:2] in " +" or name.isupper() or " " in name or "-" in name)
    )
    spaced = follows[:1] == " " and _OPENS.match(follows, 1) is not None and (" " in name or name.lower().endswith("s"))
    return end + (1 if spaced else 0) if glued or spaced else 0
