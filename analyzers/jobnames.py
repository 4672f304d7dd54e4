"""Words that name jobs, and whether a line reads like a job title."""

from __future__ import annotations

import re

# Nouns that end a title by themselves in a headline, and those that do so only among other signs.
ZH_FIRM = (
    "工程师|专家|经理|总监|主管|专员|助理|顾问|架构师|构架师|分析师|设计师|研究员|科学家|实习生|负责人|程序员|"
    "教师|老师|讲师|编辑|主任|司机|护士|"
    "会计|出纳|客服|文员|前台|策划|翻译|律师|医生|技术员|操作员|分析员|督导|导购|店长|店员|厨师|保安|秘书|"
    "合伙人|管培生|培训生|教练|咨询师|标注员|"
    "测试员|管理员|业务员|销售员|采集员|开发者|开发员|代表|师|员"
)
ZH_LOOSE = (
    "运营|销售|采购|开发|测试|运维|产品|算法|前端|后端|数据分析|数据挖掘|市场|行政|人事|财务|法务|研发|设计|全栈|"
    "客户端|服务端|技术支持|实习|岗|数仓开发"
)
EN_NOUN = (
    "Engineer|Developer|Scientist|Manager|Analyst|Designer|Architect|Consultant|Specialist|Director|Lead|Administrator|"
    "Coordinator|Assistant|Associate|Technician|Nurse|Driver|Representative|Officer|Researcher|Intern|Internship|"
    "Supervisor|"
    "Receptionist|Accountant|Teacher|Instructor|Clerk|Operator|Writer|Editor|Recruiter|Strategist|Executive|"
    "President|Programmer|"
    "Tester|Salesperson|Mechanic|Chef|Cook|Cashier|Therapist|Pharmacist|Counselor|Planner|Buyer|Controller|Agent|"
    "Advisor|Adviser|"
    "Attorney|Paralegal|Professor|Electrician|Welder|Worker|Aide|Caregiver|Attendant|Ambassador|Producer|"
    "Statistician|Economist|"
    "Biologist|Chemist|Physician|Bookkeeper|Estimator|Inspector|Trainer|Tutor|Expert|Owner|Partner|Head|Chief|"
    "Foreman|Machinist|"
    "Assembler|Handler|Guard|Server|Barista|Bartender|Housekeeper|Janitor|Custodian|Laborer|Practitioner|"
    "Hygienist|Dentist|"
    "Surgeon|Librarian|Scheduler|Dispatcher|Merchandiser|Stylist|Photographer|Videographer|Copywriter|Marketer|"
    "Evangelist|"
    "Modeler|Modeller|Cleaner|Processor|Host|Hostess|Tech|Principal|Broker|VP|Member|Assessor|Auditor|"
    "Underwriter|Installer|"
    "Carpenter|Plumber|Painter|Baker|Butcher|Stocker|Packer|Picker|Loader|Porter|Concierge|Nanny|Sitter|Lecturer|Fellow"
)
# Nouns that name a job in a sentence without capitals: "we need a data scientist"
EN_PLAIN = (
    "engineer|developer|scientist|manager|analyst|designer|architect|consultant|specialist|director|"
    "administrator|coordinator|assistant|"
    "technician|nurse|driver|representative|researcher|intern|supervisor|receptionist|accountant|teacher|"
    "instructor|clerk|operator|writer|"
    "editor|recruiter|strategist|programmer|tester|salesperson|mechanic|chef|cook|cashier|therapist|pharmacist|"
    "counselor|planner|buyer|"
    "electrician|welder|caregiver|bookkeeper|paralegal|attorney|electrician|plumber|cleaner|machinist|statistician"
)
LONGEST_TITLE = 110  # characters; the longest title of the development postings has 107
LONGEST_CHINESE = 40

_ZH_TAIL = (
    r"(?:[(（【\[][^)）】\]\n]{1,28}[)）】\]]|[-–—/·\\_+]+[^\s,。;:]{1,16}(?: [A-Za-z0-9][^\s,。;:]{0,12}){0,3}|"
    r"岗|岗位|方向|[IVX]{1,3}|[A-Z]{0,2}\d{1,8}|"
    r" ?P\d(?:-\d)?)*$"
)
_ZH_END = re.compile(rf"(?P<noun>{ZH_FIRM}|{ZH_LOOSE}){_ZH_TAIL}")
_FIRM = re.compile(rf"(?:{ZH_FIRM})$")
_EN_NOUNS = frozenset(noun.lower() + plural for noun in EN_NOUN.split("|") for plural in ("", "s"))
_WORD = re.compile(r"\w+")
_EN_FIRM_END = re.compile(
    rf"\b(?:{EN_NOUN})s?(?:\([^)]{{1,20}}\))?(?: I{{1,3}}| IV| \d)?\s*(?:$|[-–—,(/|:]|of\b|for\b|in\b|\$)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[,，;](?![^(（]*[)）])")
_BRACKETS = re.compile(r"\([^()]*\)")
_LISTED = re.compile(r"[,、/&]| and | or ")
_NOT_TITLE = re.compile(
    r"有限公司$|公司$|集团$|(?:介绍|简介|职责|要求|描述|福利|方式|资格|说明书|启事)$|[。!?]|\S@|@\S|\b(?:is|are|will|"
    r"must|reports? to|responsible for)\b"
    r"|^(?:关于|公司|我们|简历|联系|负责|熟悉|具备|参与|http|本科|招聘$|直接上级|汇报)"
    r"|^(?i:about|company|overview|description|responsib|require|qualif|summary|the role|we(?:'re| are)? |you |our |"
    r"who |what |why |join |reports|supervis\w+:|has |able |looking |seeking |searching |ability |knowledge )"
)
_SMALL = frozenset(["of", "and", "for", "the", "in", "&", "to", "with", "a", "an", "at", "on", "-", "–"])
_CAPITAL_SHARE = 0.8  # of a title's words; an estimate


def names_job(text: str, *, strict: bool = False) -> bool:
    """Whether a line reads like a job title. strict: only with an unmistakable noun at its end, and no comma."""
    text = text.strip()
    if " / " in text and not text.isascii() and len(text) <= LONGEST_TITLE:  # "数据工程师 / Data Engineer"
        return all(names_job(part, strict=strict) for part in text.split(" / "))
    return 2 <= len(text) <= LONGEST_TITLE and _ends_as_job(text, strict) and not _NOT_TITLE.search(text)


def names_jobs(text: str) -> bool:
    """Whether words list several jobs: "iOS Developer, Android Developer"."""
    parts = [part.strip() for part in _LISTED.split(text)] if len(text) <= LONGEST_TITLE else []
    return len(parts) > 1 and all(parts) and sum(names_job(part, strict=True) for part in parts) > 1


def _ends_as_job(text: str, strict: bool) -> bool:
    if not text.isascii():
        if len(text) > LONGEST_CHINESE or (strict and _COMMA.search(text)):
            return False
        found = _ZH_END.search(text)
        if found:
            return not strict or _FIRM.search(found["noun"]) is not None
    return _names_english_job(text, strict)


def _has_noun(text: str) -> bool:
    return not _EN_NOUNS.isdisjoint(_WORD.findall(text.lower()))


def _names_english_job(text: str, strict: bool) -> bool:
    words = text.split()
    begins = text[:1].isupper() or text[1:2].isupper()  # "iOS Developer"
    if len(words) > 16 or not begins or text.endswith((".", ":", ",")) or not _has_noun(text):
        return False
    if strict and (len(words) > 12 or not _EN_FIRM_END.search(text)):
        return False
    return _capitalised(words) or "(" in text and _capitalised(_BRACKETS.sub(" ", text).split())


def _capitalised(words: list[str]) -> bool:
    """Whether words are written as a title is: with capitals."""
    capital = sum(not word.islower() or not word[:1].isalpha() or word.lower() in _SMALL for word in words)
    return capital >= _CAPITAL_SHARE * len(words)
