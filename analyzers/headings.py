"""Where a posting's sections begin: heading words in Chinese and English, on lines of their own or run together.

A heading is told by its words and by what stands around it; "Qualifications" inside a sentence is none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzers.posting import SectionKind

LONGEST_HEADING = 60  # characters; the longest heading line of the development postings has 52


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


_ZH_WHO = "(?:岗位|工作|职位|职能|主要|核心|职务|日常|具体|团队|实习)"
_ZH = {
    "duties": rf"{_ZH_WHO}{{0,2}}(?:职责|责任)(?:描述|说明|包括|范围|内容|及要求)?|{_ZH_WHO}(?:工作)?(?:内容|任务|职能)(?:描述|说明)?"
    r"|你(?:将|会|要|需要)(?:会)?(?:负责|做)(?:什么|的(?:事|工作))?|你的(?:工作|职责|责任)(?:内容|包括)?|要做什么"
    r"|(?:岗位|职位)需要做什么|主要工作|工作职能",
    "must": r"(?:任职|应聘|申请|报名|招聘|入职|录用|人才)(?:要求|资格|条件|资质|需求|基本要求)(?:及要求)?"
    r"|(?:岗位|职位|工作|职务|专业|技能|技术|能力|素质|资格|基本|硬性|业务|其[他它](?:能力)?|综合|知识|岗位基本|技能、工具|通用)"
    r"(?:能力)?(?:要求|需求|条件)|必(?:须)?(?:备|具备)(?:的|条件|技能|要求)?|我们(?:希望你|需要你|欢迎|期待你|希望您|需要什么样的人|期望你)"
    r"|希望你|我们需要|你需要(?:具备|有)?|对你的(?:要求|期望)|(?:你|您)(?:应该|应)?具备|综合(?:背景|能力|素质)|另需满足|该岗位关键需求点|要求|技能",
    "nice": r"(?:以下经历是)?加分项?(?:包括|条件|技能)?|优先(?:考虑|条件|项|录用)?|具备以下(?:条件|经验|能力|技能)者?(?:可|将)?(?:优先|加分)(?:考虑)?"
    r"|有以下(?:经历|经验|条件)者?优先(?:考虑)?|可以加分的|锦上添花",
    "benefits": r"(?:薪资|薪酬|公司|员工|岗位|职位|工作|主要)?(?:福利|待遇)(?:和|与|及|&)?(?:待遇|福利|薪资|保障|体系)?|薪资福利|薪酬待遇"
    r"|我们(?:能)?(?:为[你您])?提供(?:的)?(?:以下福利|什么)?|你(?:可以|能|将|会)(?:收获|得到|获得)(?:什么|的)?|(?:职位|岗位|工作|硬核|公司|团队)(?:优势|诱惑|亮点|竞争力)"
    r"|挑战与诱惑|在这里工作的体验|为什么加入我们|加入我们的理由|安利给你的福利",
    "company": r"(?:公司|团队|企业|部门|项目|集团|平台|业务|团队方向)(?:介绍|简介|概况|背景|涉及方向)|关于(?:我们|公司|团队)|我们是谁",
    "apply": r"联系(?:方式|我们|邮箱|人)|(?:简历)?投递(?:方式|邮箱|地址|简历|方法)?|(?:如何|怎么|怎样)(?:申请|应聘|投递|联系)|(?:申请|应聘|内推|报名)(?:方式|方法|流程|邮箱|链接|连接)"
    r"|(?:面试|筛选|招聘|录用)流程|简历投递(?:邮箱|方式|地址)?",
    "about": r"(?:职位|岗位)(?:概述|简介|概要|背景|目的|定位|介绍)|(?:关于|關於)(?:职|岗)位",
}
_ZH_LOOSE = r"(?:职位|岗位|工作|jd\s?|JD\s?|招聘)(?:描述|详情|信息|说明)|简介|介绍"
_EN_WHICH = (
    r"(?:(?:Key|Core|Primary|Main|Your|Our|Essential|Major|Principal|Daily|Job|Role|Position|Day[- ]to[- ]Day|General|Specific|"
    r"Minimum|Basic|Required|Technical|Mandatory|Other|Additional|Professional|Physical|Critical|The|Education(?:al)?|"
    r"Typical|Duty|Ideal|Candidate|Functional|Relevant|Necessary|Work|Suggested|Scope of|Summary of|Must[- ]Have)\s+)"
)
_EN = {
    "nice": r"(?:(?:Preferred|Desired|Desirable|Bonus|Optional|Beneficial|Highly Desired|Strongly Preferred)(?:\s+(?:but not required|Skills?|Qualifications?|"
    r"Requirements?|Experiences?|Education|Points?|Attributes|Competencies|Knowledge|Abilities|and|or|the|job|work|/|&))*|Nice[- ]to[- ]Haves?(?: Skills)?|Pluses|Plus(?:es)? [Pp]oints|Additional Qualifications|Extra Credit|"
    r"(?:It['’]s|Would be) a plus(?: if)?|Additional Desired Skills)",
    "duties": rf"{_EN_WHICH}*(?:Duties(?:\s*(?:and|&|/)\s*(?:Key )?Responsibilities)?|Responsibilities(?:\s*(?:and|&|/)\s*(?:Duties|Accountabilities|Tasks|Impact))?|"
    r"Accountabilities|Functions|Tasks|Deliverables|Description/Responsibilities)(?:\s+(?:Include|Will Include|May Include|are))?"
    r"|What\s+(?:You(?:['’]?(?:ll|re)|\s+Will)?|the Job)(?:\s+(?:Be|Get to|can expect to))?\s+(?:Do(?:ing)?|Work(?:ing)? on|Own|Doing here)|What You Do"
    r"|(?:In this (?:role|position),? )?You(?:['’]ll| will)(?: be)?(?: responsible for)?(?=:)|(?:A )?Day in the Life|How You(?:['’]ll| Will) (?:Make an Impact|Contribute)|About the Work|The Challenge Ahead|Your Impact|Your Mission",
    "must": rf"{_EN_WHICH}*(?:Qualifications?|Requirements?|Skills?|Competenc(?:ies|y)|Credentials|Prerequisites|Knowledge|Abilities|Experience|Education|Certifications?|Licenses?|Background|Demands)"
    r"(?:\s*(?:,|and|&|/|,\s*and)\s*(?:Other |Work |Required |Related |Minimum |Professional )?(?:Qualifications?|Requirements?|Skills?|Experience|Education|Knowledge|Abilities|Training|Certifications?|Licenses?|Characteristics|Competencies|skills|experience|requirements))*(?:\s+(?:Required|Needed|Include|and Traits|Specialization))?"
    r"|Who [Yy]ou [Aa]re|What\s+[Yy]ou(?:['’]?ll| [Ww]ill)?(?: [Nn]eed to)?\s+(?:[Bb]ring|[Nn]eed|[Hh]ave)(?: to [Ss]ucceed)?|What\s+[Ww]e(?:['’]?re| [Aa]re)?\s+[Ll]ook(?:ing)?\s+[Ff]or|About [Yy]ou|You [Hh]ave|Must[- ][Hh]aves?|The [Ii]deal [Cc]andidate|Your [Bb]ackground|Who We(?:['’]re| Are) Looking For|Mandatory Skills",
    "benefits": r"(?:(?:Our|Employee|Company|Additional|Insurance|Job|Full[- ]?Time|Some of (?:our|the)) )?(?:Benefits|Perks)(?:\s*(?:and|&|/|\+)\s*(?:Perks|Benefits|Compensation|Rewards))?(?: Include| Offered| Package| Summary)?|What We(?:['’]re)? (?:Can )?(?:Offer|Provide)(?:ing)?|"
    r"What['’]?s in [Ii]t [Ff]or [Yy]ou\??|Why (?:Join|Work|You(?:['’]ll| Will) Love)[^.\n:?!]{0,30}|What You['’]ll (?:Love|Get|Enjoy)[^.\n:?!]{0,24}|Compensation(?:\s*(?:and|&)\s*Benefits)?|Pay and Benefits|We Offer|Our Offer|Salary(?: (?:and|&) Benefits| Range)?|Total Rewards|Why [Uu]s\?|HOW WE SUPPORT YOU",
    "company": r"About (?:Us|Our (?:Company|Team)|(?:the|The) (?:Company|Team|Organi[sz]ation|Business|Department|Employer)|(?!You|The|the|Us|Our|This|Your)[A-Z][\w&.]*(?: [A-Z][\w&.]*){0,3})|Company (?:Description|Overview|Profile|Background|Summary)|Who We Are|Our (?:Mission|Company|Story|Team|Culture|Values|Vision)(?: (?:and|&) \w+)?|The (?:Team|Company)|Why [A-Z][\w]+\?",
    "apply": r"How [Tt]o [Aa]pply|To [Aa]pply|Apply (?:Now|Today|Online)|(?:Application|Hiring|Interview|Selection|Recruitment) (?:Process|Instructions|Procedure)|Join Us|Contact(?: Us| Information| Details)?|Next Steps",
    "boilerplate": r"(?:Equal (?:Employment )?Opportunity|EEO|Diversity|Affirmative Action)(?: (?:Statement|Employer|and Inclusion|& Inclusion))*|Disclaimer|Privacy(?: (?:Notice|Policy|Statement))?|Legal|Additional Information|Other [Ii]nformation|Other [Dd]etails",
    "about": r"About (?:[Tt]he|[Tt]his) (?:Role|Job|Position|Opportunity|Internship)|(?:Job|Position|Role|Executive|Opportunity)\s+(?:Summary|Overview|Purpose|Profile|Objective|Details)|Overview|Summary|The (?:Role|Opportunity|Position)|Introduction(?: to (?:the )?[Rr]ole)?|Purpose(?: of (?:the )?(?:Role|Job|Position))?|Your Role|Position Title",
}
_EN_LOOSE = r"(?:Job|Role|Position|Full Job|Opportunity)\s+Description|Description|Details"


def _compile(words: dict[str, str], loose: str, flags: int = 0) -> re.Pattern[str]:
    groups = [f"(?P<loose>{loose})", *(f"(?P<{kind}>{pattern})" for kind, pattern in words.items())]
    return re.compile("|".join(groups), flags)


_ZH_WORDS = _compile(_ZH, _ZH_LOOSE)
_EN_LINE = re.compile(f"(?:{_compile(_EN, _EN_LOOSE).pattern})(?=[\\s:?!.*-]*$)", re.IGNORECASE)
_EN_CASED = re.compile(rf"(?<![A-Z'’-])(?:{_compile({k: v for k, v in _EN.items()}, _EN_LOOSE).pattern})")
_ZH_CUE = re.compile("[职责任务要求需欢迎望条件资格加分优先福利待遇诱惑介简描述联系投递流程申请内容优势提供你包括]")
_MARKS = r"[\s#*>\-•●·★☆■◆◇▌▶►【\[「『《<(_=~|✨🔥☑✅❤]"
_NUMBER = r"(?:[一二三四五六七八九十]{1,2}|\d{1,2}|[IVX]{1,4})\s?[、.):]\s?"
_BEFORE = re.compile(rf"{_MARKS}*(?:\(?{_NUMBER})?{_MARKS}*$")
_AFTER = re.compile(r"(?:\s?\([^()\n]{1,16}\))?[\s】\]」』》>)★☆*_~-]*(?P<colon>[::])?[\s*_]*")
_ITEM_FOLLOWS = re.compile(r"\(?(?:\d{1,2}\s*[.、,):]|[①-⑳•●·◆■]|[-*] )")
# "岗位职责" may stand inside a run-together line, "要求" may not
_STRONG = re.compile(r"(?:(?:岗位|工作|职位|任职)(?:职责|要求|描述|内容|资格|条件|需求)(?:描述)?|职责描述|任职资质|招聘要求)")
_LABEL_OF_ITEM = re.compile(r"(?:\d{1,2}\s?[.、):,]\s*|[①-⑳]\s*|其[他它])$")
_GLUED = re.compile(r"[^\s的是和与及或并,.、;)）说]")
_OF = "的合该满足按据与和及或达到符"
_BEGINS = re.compile(
    r"(?:主要)?(?:负责|参与|协助|主导|熟悉|熟练|精通|掌握|了解|具备|具有|本科|大专|硕士|博士|统招|全日制|\d\s?年|有\S|能够|良好|计算机|统计|数学|对|从事)"
)
_SENTENCE_END = "。;!?.;:!】」]) \n"


def find_headings(flat: str, spans: list[tuple[int, int]], language: str) -> list[Heading]:
    """The headings in a folded text, in order. spans: its lines."""
    found: list[Heading] = []
    for start, end in spans:
        line = flat[start:end]
        if not line.isascii():
            found.extend(_chinese(line, start))
        if language == "en" or line.isascii():
            found.extend(_english(line, start))
    return _ordered(found)


def _ordered(found: list[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    for heading in sorted(found):
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _heading(match: re.Match[str], base: int, start: int, end: int) -> Heading:
    loose = match.lastgroup == "loose"
    kind = SectionKind.DUTIES if loose else SectionKind(match.lastgroup or "other")
    return Heading(base + start, base + end, base + match.start(), base + match.end(), kind, loose)


def _chinese(line: str, base: int) -> list[Heading]:
    """Headings of one line of Chinese. The words alone are not enough: see `_stands_alone`."""
    found = []
    for match in _ZH_WORDS.finditer(line):
        before = _BEFORE.search(line, 0, match.start())
        opening = before.start() if before else match.start()
        after = _AFTER.match(line, match.end())
        assert after is not None  # every part of it is optional
        if _stands_alone(line, match, opening, after):
            found.append(_heading(match, base, opening, after.end()))
    return found


def _stands_alone(line: str, match: re.Match[str], opening: int, after: re.Match[str]) -> bool:
    at_start = opening == 0
    at_end = after.end() >= len(line)
    strong = _STRONG.fullmatch(match.group()) is not None
    item = _ITEM_FOLLOWS.match(line, after.end()) is not None
    bracketed = line[match.start() - 1 : match.start()] in ("【", "[", "「", "★", "*") and line[match.end() : match.end() + 1] in ("】", "]", "」", "★", "*", ":", ":")
    if _LABEL_OF_ITEM.search(line, 0, match.start()) and not (at_end or bracketed or strong):
        return False
    follows = bool(after["colon"]) or item or bracketed
    if at_start:
        return at_end or follows or (strong and _GLUED.match(line, after.end()) is not None)
    boundary = line[opening - 1] in _SENTENCE_END or opening < match.start()
    if strong:
        return follows or (line[match.start() - 1] not in _OF and _BEGINS.match(line, after.end()) is not None)
    return follows and boundary


def _english(line: str, base: int) -> list[Heading]:
    stripped = line.strip()
    if len(stripped) <= LONGEST_HEADING:
        before = _BEFORE.match(line)
        opening = before.end() if before else 0
        lead = re.match(rf"{_MARKS}*(?:{_NUMBER})?{_MARKS}*", line)
        opening = lead.end() if lead else 0
        match = _EN_LINE.match(line, opening)
        if match:
            return [_heading(match, base, 0, len(line))]
    return [_heading(match, base, match.start(), end) for match in _EN_CASED.finditer(line) if (end := _run_on(line, match))]


_OPENS = re.compile(r"[A-Z0-9•●*-]")


def _run_on(line: str, match: re.Match[str]) -> int:
    """Where a run-together heading ends ("...team.ResponsibilitiesDesign and build"), 0 when it is none."""
    start, end = match.span()
    if not line[start].isupper():
        return 0
    name = match.group()
    last = name.split()[-1]
    if not last[0].isupper():
        return 0
    previous = line[:start].rstrip()
    boundary = not previous or previous[-1] in ".!?:;)]" or (start > 0 and line[start - 1].islower())
    rest = line[end:]
    colon = re.match(r"\s*:\s*", rest)
    if colon:
        return end + colon.end() if boundary or " " in name else 0
    if not boundary:
        return 0
    glued = rest[:1].isupper() and (rest[1:2].islower() or name.isupper())
    spaced = rest[:1] == " " and _OPENS.match(rest, 1) is not None and (" " in name or name.endswith("s")) and rest[1:2] != "&"
    return end + (1 if spaced else 0) if glued or spaced else 0
