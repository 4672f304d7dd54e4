"""Who employs: machine-readable, labelled, a company's registered name, or the subject of "X is hiring"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.boardlines import CHROME, is_detail, is_meta_line, is_pay_line, pieces
from analyzers.jobnames import names_job
from analyzers.posting import Absent, Fact, SectionKind
from analyzers.reading import Reading
from analyzers.sections.meaning import reads_as_duty_or_need
from analyzers.view import data_fact

_ZH_LABEL = re.compile(
    r"(?<![^\s【*\[>])(?:公司名称|企业名称|招聘单位|用人单位|雇主|公司|"
    r"企业)(?:[\s】*\]]*:|\s?】)[\s*]*(?P<name>[^\n,。;|]{2,40})"
)
_EN_LABEL = re.compile(r"(?i:company(?: name)?|employer|organi[sz]ation)\s*[*]*:\s*[*]*(?P<name>[A-Z][^\n|]{1,60})")
_ZH_NAME = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9()·&]{2,24}?(?:股份有限公司|有限责任公司|有限公司|集团公司|事务所|"
    r"分公司)(?:[\u4e00-\u9fff]{2,6}分公司)?)"
)
_ZH_LEAD = re.compile(
    r"^(?:我们[是与和为同]|我司[与和为]|在|协助|其他|配合|及|关于|加入|欢迎(?:加入|来到)|由|与|和|是|为|隶属于?|所属|成立[^公]{0,10}的)"
)
_PARTNER = re.compile(
    r"[^。;\n]{0,40}?(?:合作|客户|供应商|签约|战略|伙伴|竞争|收购|投资|等(?:知名|大型|头部)?(?:公司|企业|大厂))"
)
_OF_OTHERS = re.compile(r"(?:与|和|为|服务|协助|配合|其他|由|同|客户|公司、)\Z")
_NAME = r"(?P<name>[A-Z][\w&.'-]*(?: (?:&|of|and|the|[A-Z][\w&.'-]*)){0,4}?(?:,? (?:Inc|LLC|Ltd|Corp|Co|PLC|GmbH)\.?)?)"
_EN_SAID = re.compile(
    rf"(?:^|[.\n!?] ?|\bAt |\bfrom |\bwith |\bfor )(?:The )?{_NAME}(?:,[^,.\n]{{3,60}},)? (?:is (?:currently |now |"
    rf"actively )?(?:looking|seeking|hiring|recruiting|searching|an equal|proud to be an equal|a leading|the leading|"
    rf"one of|committed)|seeks|has an (?:immediate )?opening)"
)
_EN_CALL = re.compile(
    rf"(?i:this is|i am|i'm) [A-Z]\w+,? (?:calling )?(?:from|with|at) {_NAME}(?=[.,!?]| and| calling|$)"
)
_ZH_CALL = re.compile(
    r"(?:我(?:们)?(?:这边)?|这边)是(?P<name>[\u4e00-\u9fffA-Za-z]{2,14}?)(?:公司)?的(?:招聘|HR|hr|猎头|人事|人力)"
)
_ABOUT = re.compile(r"^(?:About|Why|Join) (?P<name>[A-Z][\w&.' -]{1,40})$")
_NOT_NAMES = frozenset(
    [
        "We",
        "It",
        "This",
        "That",
        "Our",
        "The",
        "Us",
        "You",
        "Your",
        "Team",
        "Company",
        "Role",
        "Position",
        "He",
        "She",
        "They",
        "There",
        "Who",
        "What",
        "Candidate",
        "Applicant",
        "Description",
        "Summary",
        "Role",
        "This",
        "Job",
    ]
)
_JOINT = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})(?<!(?:Mac|Air|Pay|You|Red|Ten|Sea|Bio|Med|Net)(?=[A-Z]))")
_SURE, _SAID, _PLACED = 0.95, 0.85, 0.75
_PLAIN_NAME = re.compile(r"[^\W\d][\w&.'’·() -]{1,39}")  # no sentence, no field, no list
_IN_BRACKETS = re.compile(r"\s*\([^()\n]{1,30}\)\s*$")
_FOR_CLIENT = re.compile(r"(?i)\b(?:our|my|the|their|a) (?:\w+ ){0,2}client\b(?!s)")
_LONGEST_OWNER = 80  # characters of "our nationwide manufacturing" before "client"
_UNNAMED = re.compile(
    r"某|知名|头部|一家|大型|保密|猎头|内推|急招|招聘|社招|校招|实习|(?i:confidential|undisclosed|our client|a leading)"
)
_NOT_HERE = frozenset({SectionKind.MUST, SectionKind.NICE})


_FINDERS = (
    (_ZH_NAME, "registered", _SURE - 0.03),
    (_ZH_CALL, "caller", _SAID),
    (_EN_CALL, "caller", _SAID),
    (_EN_SAID, "hires", _SAID),
)


def find_employer(reading: Reading) -> Fact[str] | Absent:
    """The employer's name as written."""
    leaf = reading.leaf("hiringOrganization.name", "hiringOrganization")
    if leaf and leaf.text.strip():
        return data_fact(leaf, leaf.text.strip())
    for match, confidence in _named(reading):
        span = _tidy(reading, *match.span("name"), spoken=match.re is _EN_CALL)
        if span:
            return reading.view.fact(reading.view.text[slice(*span)], *span, confidence)
    for finder in (_from_heading, _of_head_line, _under_title):
        if isinstance(said := finder(reading), Fact):
            return said
    return Absent()


def _named(reading: Reading) -> Iterator[tuple[re.Match[str], float]]:
    """The words that may name the employer, with how sure their form is, the surest first."""
    for match in reading.at(_ZH_LABEL, "company"):
        yield match, _SURE
    for match in reading.at(_EN_LABEL, "company in English"):
        if reading.opens_line(match.start()):
            yield match, _SURE
    agency = any(reading.near(_FOR_CLIENT, "client", before=_LONGEST_OWNER, after=2))
    for pattern, cue, confidence in _FINDERS:
        if agency and pattern is _EN_CALL:
            continue  # the agency calls or writes, its client employs
        for match in reading.near(pattern, cue, before=120, after=80):
            yield match, confidence


def _of_head_line(reading: Reading) -> Fact[str] | Absent:
    """The first field of a head between bars ("Acme (YC W21) | Backend Engineer | Berlin"), or before a place.

    "Contoso Ltd · London, United Kingdom (Hybrid)" stands on the line below the title.
    """
    flat = reading.flat
    for number, (start, end) in enumerate(reading.head[:3]):
        fields = pieces(flat, start, end)
        if number == 0 and len(fields) > 2 and any(_is_title(flat, field) for field in fields[1:]):
            return _plain_name(reading, *fields[0])
        dot = flat.find(" · ", start, end)
        if number and dot > start and _is_title(flat, reading.head[number - 1]):
            rest = _IN_BRACKETS.sub("", flat[dot + 3 : end])
            if is_meta_line(rest):
                return _plain_name(reading, start, dot)
    return Absent()


def _is_title(flat: str, span: tuple[int, int]) -> bool:
    return names_job(flat[slice(*span)].strip(), strict=True)


def _plain_name(reading: Reading, start: int, end: int) -> Fact[str] | Absent:
    """The employer's name in a field of the head, without brackets behind it; Absent where it is something else."""
    bracket = _IN_BRACKETS.search(reading.flat, start, end)
    start, end = reading.view.trim(start, bracket.start() if bracket else end, "*# ")
    words = reading.flat[start:end]
    if _UNNAMED.match(words) or not _PLAIN_NAME.fullmatch(words):
        return Absent()
    if is_meta_line(words) or is_pay_line(words) or names_job(words):
        return Absent()
    return reading.view.fact(reading.view.text[start:end], start, end, _PLACED)


def _under_title(reading: Reading) -> Fact[str] | Absent:
    """The line between a head's title and its first line of place, pay or demands."""
    lines = [span for span in reading.head if reading.flat[slice(*span)].strip()]
    for title, name, detail in zip(lines, lines[1:], lines[2:], strict=False):
        words = reading.flat[slice(*name)].strip()
        opens = reading.flat[slice(*detail)]
        if not names_job(reading.flat[slice(*title)]):
            continue
        if not (is_detail(opens) or is_pay_line(opens) or is_meta_line(opens)):
            continue
        if CHROME.fullmatch(words) or reads_as_duty_or_need(words):
            continue
        if _PLAIN_NAME.fullmatch(words) and not (is_meta_line(words) or is_pay_line(words) or names_job(words)):
            return reading.view.fact(reading.view.text[slice(*name)].strip(), *reading.view.trim(*name, ""), _PLACED)
    return Absent()


def _tidy(reading: Reading, start: int, end: int, *, spoken: bool) -> tuple[int, int] | None:
    flat = reading.flat
    lead = _ZH_LEAD.match(flat[start:end])
    start += lead.end() if lead else 0
    if _OF_OTHERS.search(flat, max(0, start - 4), start) and _PARTNER.match(flat, end):
        return None  # "与华为技术有限公司合作": not who hires
    start, end = reading.view.trim(start, end, " -*#【】[]")
    joint = _JOINT.search(flat, start, end)
    if joint and (spoken or flat.count(flat[start:end]) > 1):
        joint = None  # a name that is written so: "DataHouse"
    end = joint.start() if joint else end
    name = flat[start:end]
    if len(name) < 2 or name.split()[0] in _NOT_NAMES or _UNNAMED.match(name):
        return None
    if reading.kind_at(start) in _NOT_HERE and reading.line_of(start) != (start, end):
        return None
    return start, end


def _from_heading(reading: Reading) -> Fact[str] | Absent:
    for section in reading.outline.sections:
        match = _ABOUT.match(section.heading) if section.kind is SectionKind.COMPANY else None
        if (
            match
            and match["name"].split()[0] not in _NOT_NAMES
            and match["name"].lower() not in ("us", "the company", "the team", "our company")
        ):
            at = reading.view.text.find(section.heading) + match.start("name")
            return reading.view.fact(match["name"], at, at + len(match["name"]), _SAID)
    return Absent()
