"""The kind of employment: labelled, in the title, or said of the position, not of the company's people."""

from __future__ import annotations

import re

from analyzers.posting import Absent, Fact, SectionKind
from analyzers.reading import Reading
from analyzers.view import data_fact

_SURE, _TOLD = 0.95, 0.88
_EMPLOYMENT = (
    ("INTERN", r"(?<![和与及/、])实习(?!经验|经历|期间|期|报告)|(?i:\binternship\b|\bintern\b)"),
    ("PART_TIME", r"兼职|(?i:\bpart[- ]time\b)"),
    ("FULL_TIME", r"全职|(?i:\bfull[- ]?time\b(?! contract))"),
    (
        "CONTRACTOR",
        r"(?<!不接受)(?<!不考虑)(?<!不是)(?<!拒绝)(?<!谢绝)(?<!非)外包(?!公司|团队|人员|供应商|商|管理|经验|勿)|"
        r"劳务派遣|合同制|(?i:\b(?:contract(?:or)?(?: position| role| job)|contract-to-hire|contract to hire|"
        r"freelance)\b|\bfull[- ]time contract(?:or)?\b|(?<=: )contract\b|"
        r"\bcontract(?=\s?: ?(?!Fixed|Perm|Full|Part)[A-Z])|(?<=\()contract(?=[,)/]))",
    ),
    ("TEMPORARY", r"临时工|短期|(?i:\btemporary\b|\bseasonal\b|\bfixed[- ]term\b|\bmaternity cover\b)"),
    ("VOLUNTEER", r"志愿者|(?i:\bvolunteer (?:position|role|opportunity)\b)"),
)
_EMPLOYMENT_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _EMPLOYMENT))
_EMPLOYMENT_LABEL = re.compile(
    r"(?:工作性质|职位类型|岗位性质|用工形式|工作类型|招聘类型|用工性质|职位性质|(?i:\b(?:type|work schedule)))"
    r"\s?[】*]*[:\t]\s?[*]*|(?i:\bfull[- ]time ?/ ?part[- ]time\s?:\s?)"
    r"|(?i:\b(?:job|employment|position|contract) type|\bwork status)\s?[】*]*[:\t\n]"
    r"\s?[*]*"
)
_SPEAKS_OF_ITSELF = frozenset({SectionKind.HEAD, SectionKind.ABOUT})
_OF_STAFF = re.compile(
    r"(?i)[ -](?:employees?|staff|team members|equivalents?|colleagues|experience|students?|people|faculty)\b"
)
_OR_OTHER = re.compile(
    r"(?i)\s?(?:\([^()\n]{1,24}\))?\s?(?:,|/|、|\||&|or|and|或|和|均可)\s?(?:(?P<part>part[- ]time|兼职)|"
    r"full[- ]?time|全职)"
)
# what may become of it, or was before, is not the position's
_NOT_YET = re.compile(
    r"(?i)(?:conver|lead to|transition|potential|possib|becom|future|previous|prior\b|experience|another|eligible|"
    r"once you)[^.\n]{0,50}$|(?:转为|转成|以往|曾|有过|可转|期间|经验|经历)[^,。\n]{0,8}$"
)
_OFFERED_BEFORE = re.compile(r"(?i)(?:\bfor|hiring|seeking|hire|recruiting|need) an? (?:[\w/-]+ ){0,2}$")
_POSITION_BEFORE = re.compile(
    r"(?i)(?:(?:this|\b(?:it|position|role|job))\b[^.\n]{0,24}|\bin an? (?:\w+ ){0,2}|"
    r"\b(?:offer|offering) an? (?:\w+ ){0,2})$"
    r"|(?:岗位|职位|工作)(?:性质)?(?:为|是)?[^,。;\n]{0,6}$"
)
_POSITION_AFTER = re.compile(
    r"(?i)\b(?:position|role|job|opportunity|vacancy|post|contract|internship)\b|岗|职位|工作|实习|兼职|全职"
)


def find_employment(reading: Reading, title: Fact[str] | Absent) -> Fact[str] | Absent:
    """schema.org employmentType: FULL_TIME, PART_TIME, CONTRACTOR, TEMPORARY, INTERN, VOLUNTEER.

    Labelled, in the title, or said of the position; what a company says of its people is none. Full and part time side
    by side are a doubt.
    """
    leaf = reading.leaf("employmentType")
    if leaf and re.fullmatch(r"[A-Z_]{5,12}", leaf.text.strip()):
        return data_fact(leaf, leaf.text.strip())
    flat = reading.flat
    if "employment" not in reading.cues:
        return Absent()
    for label in reading.near(_EMPLOYMENT_LABEL, "employment", before=40, after=4):
        match = _EMPLOYMENT_ANY.search(flat, label.end(), min(reading.line_of(label.end())[1], label.end() + 30))
        if match:
            return _employed(reading, match, _SURE)
    if isinstance(title, Fact) and (match := _EMPLOYMENT_ANY.search(title.value)) and match.lastgroup != "FULL_TIME":
        return _within(title, match, match.lastgroup or "")
    for match in reading.near(_EMPLOYMENT_ANY, "employment", before=16, after=20):
        plain = reading.kind_at(match.start()) in _SPEAKS_OF_ITSELF and not _OF_STAFF.match(flat, match.end())
        if plain or _says_so(reading, match):
            return _employed(reading, match, _TOLD)
    return Absent()


def _within(fact: Fact[str], match: re.Match[str], value: str) -> Fact[str]:
    """A fact that a few of another one's words state; all of its words where they stand in several places."""
    words, evidence = fact.words, fact.evidence
    if len(evidence) == 1 and fact.words == fact.value:
        base = evidence[0]
        evidence = (type(base)(block=base.block, start=base.start + match.start(), end=base.start + match.end()),)
        words = match.group()
    return Fact(value=value, words=words, evidence=evidence, confidence=min(fact.confidence, _TOLD))


def _employed(reading: Reading, match: re.Match[str], confidence: float) -> Fact[str] | Absent:
    """The kind of employment that `match` says, a doubt where full and part time are both offered."""
    other = _OR_OTHER.match(reading.flat, match.end())
    if other and {match.lastgroup, "PART_TIME" if other["part"] else "FULL_TIME"} == {"PART_TIME", "FULL_TIME"}:
        return Absent(reason=f"ambiguous: {reading.flat[match.start() : other.end()]}")
    return reading.view.fact(match.lastgroup or "", *match.span(), confidence)


def _says_so(reading: Reading, match: re.Match[str]) -> bool:
    """Whether words of any section are said of the position: "This is a full-time role", or a line of their own."""
    flat, (start, end) = reading.flat, match.span()
    if reading.kind_at(start) is SectionKind.BOILERPLATE or _NOT_YET.search(flat, max(0, start - 60), start):
        return False
    if flat[start - 1 : start] in ("(", "[") and flat[end : end + 1] in (")", "]"):
        return True
    left, right = reading.line_of(start)
    if not flat[left:start].strip(" -*•·") and not flat[end:right].strip(" .。"):
        return True
    before = flat[max(0, start - 40) : start]
    return _OFFERED_BEFORE.search(before) is not None or (
        _POSITION_BEFORE.search(before) is not None and _POSITION_AFTER.search(flat, start, end + 32) is not None
    )
