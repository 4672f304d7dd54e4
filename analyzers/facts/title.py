"""The job's title, as the posting words it: machine-readable, labelled, on the head's lines, or named in a sentence."""

from __future__ import annotations

import re

from analyzers.posting import Absent, Fact, SectionKind
from analyzers.reading import Reading
from analyzers.view import data_fact
from extractors.document import Kind

ZH_NOUN = (
    "工程师|专家|经理|总监|主管|专员|助理|顾问|架构师|分析师|设计师|研究员|科学家|实习生|负责人|程序员|教师|老师|讲师|编辑|主任|司机|护士|会计|出纳|"
    "客服|文员|前台|策划|翻译|律师|医生|技术员|操作员|导购|店长|店员|厨师|保安|秘书|合伙人|管培生|培训生|教练|咨询师|标注员|测试员|管理员|业务员|销售员|开发者|"
    "运营|销售|采购|开发|测试|运维|产品|算法|前端|后端|数据分析|数据挖掘|市场|行政|人事|财务|法务|研发|设计|全栈|客户端|服务端"
)
_ZH_FIRM = (
    "工程师|专家|经理|总监|主管|专员|助理|顾问|架构师|分析师|设计师|研究员|科学家|实习生|负责人|程序员|教师|老师|讲师|编辑|主任|司机|护士|会计|出纳|客服|文员|前台|策划|翻译|律师|"
    "医生|技术员|操作员|店长|店员|厨师|保安|秘书|管培生|咨询师|开发者|管理员|业务员|师|员"
)
EN_NOUN = (
    "Engineer|Developer|Scientist|Manager|Analyst|Designer|Architect|Consultant|Specialist|Director|Lead|Administrator|Coordinator|Assistant|"
    "Associate|Technician|Nurse|Driver|Representative|Officer|Researcher|Intern|Internship|Supervisor|Receptionist|Accountant|Teacher|Instructor|Clerk|"
    "Operator|Writer|Editor|Recruiter|Strategist|Executive|President|Programmer|Tester|Salesperson|Mechanic|Chef|Cook|Cashier|Therapist|"
    "Pharmacist|Counselor|Planner|Buyer|Controller|Agent|Advisor|Adviser|Attorney|Paralegal|Professor|Electrician|Welder|Worker|Aide|Caregiver|"
    "Attendant|Ambassador|Producer|Statistician|Economist|Biologist|Chemist|Physician|Bookkeeper|Estimator|Inspector|Trainer|Tutor|Expert|Owner|"
    "Partner|Head|Chief|Foreman|Machinist|Assembler|Handler|Guard|Server|Barista|Bartender|Housekeeper|Janitor|Custodian|Laborer|Practitioner|"
    "Hygienist|Dentist|Surgeon|Librarian|Scheduler|Dispatcher|Merchandiser|Stylist|Photographer|Videographer|Copywriter|Marketer|Evangelist|Modeler|Modeller"
)
_ZH_END = re.compile(rf"(?:{ZH_NOUN})(?:[(（【\[][^)）】\]\n]{{1,24}}[)）】\]]|[-–—/·\\_]+[^\s,。;:]{{1,16}}|岗|岗位|[IVX]{{1,3}}|\d)*$")
_COMMA = re.compile(r"[,，;](?![^(（]*[)）])")
_EN_END = re.compile(rf"\b(?:{EN_NOUN})s?\b", re.IGNORECASE)
_ZH_LABEL = re.compile(r"(?:^|[\n\s【*\[>-])(?:招聘)?(?:(?:职位|岗位|招聘岗位|招聘职位|应聘岗位)名称|招聘(?:岗位|职位)|职位|岗位|職位)(?:名称)?[\s】*\]]*:[\s*]*(?P<name>[^\n。;]{2,50})")
_EN_LABEL = re.compile(r"(?:^|[\n.*>-]|\bUS )\s*(?i:(?:job|position|role)\s*(?:title|name)|position|title|job|role|job posting title)\s*[*]*:\s*[*]*(?P<name>[A-Z][^\n]{2,80})")
_LABEL_ENDS = re.compile(r"\s+(?:Job |Work )?(?:Location|Type|Duration|Rate|Salary|Department|Reports|Company|Position Type|Job ID)s?\b|\s{3,}|\s*[|]")
_EN_TITLE = r"(?P<name>(?:[A-Z][\w/&+.#'-]*|of|and|&|in|-|/|–|I{1,3}|\([A-Z][^)\n]{1,30}\))(?:[ ,]{1,2}(?:[A-Z][\w/&+.#'-]*|of|and|the|&|-|/|I{1,3}|\([A-Z][^)\n]{1,30}\))){0,7}?)"
_EN_SAID = re.compile(
    r"(?:(?i:(?:looking for|seeking|hiring|recruiting|searching for|in search of|in need of|need of|need|has an opening for|opening for|opportunity for|role of|position of|join (?:us|our team) as)\s+(?:an? |our |the |its |another |\d+ |several )?(?:new |next )?)|\b(?:As|as) (?:an?|our|the) |(?i:\bthis is an? ))"
    rf"(?:(?:(?i:highly|very|truly|full[- ]time|part[- ]time|remote|on-site|hybrid|contract|talented|experienced|motivated|skilled|passionate|dynamic|dedicated|ambitious|strong|creative|driven|exceptional|energetic|qualified|rockstar|innovative|hands-on|detail-oriented|results-driven|self-motivated|seasoned|enthusiastic|reliable|proven|world-class),?(?: and)? )){{0,4}}{_EN_TITLE}"
    r"(?=(?:s)?(?:\s(?:to|who|for|with|in|on|at|role|position|that|and|you|will|is|based|located|job|as|or)\b|[,.;!(]|\s-|$))",
    re.MULTILINE,
)
_ZH_SAID = re.compile(rf"(?:招聘?|招募|诚聘|急招|急聘|在招)(?:一位|一名|一个|几位|若干)?\s?(?P<name>[\w+#./、()（）\u4e00-\u9fff -]{{0,24}}?(?:{_ZH_FIRM}))(?=[,。;:!\n\s(（]|$|若干|数名)")
_STRIP_EDGES = " \t#*>-_|·•:：,，。;；~|【】[]《》=!！"
_PAY_TAIL = re.compile(r"\s*[(（]?\s*(?:[$£€¥]?\d[\d.,]*\s?[kKwW万千]?\s?[-~至到]\s?[$£€¥]?\d[\d.,]*\s?[kKwW万千]?|\d{2,4}\s?(?:元)?/(?:天|日|时|小时))(?:元)?(?:/?(?:月|年))?(?:\s?[·*x×]?\s?\d{2}薪)?[)）]?.*$|\s+薪资面议$|\s*面议$")
_BRACKET_LEAD = re.compile(r"^(?:[【\[(（](?:[^】\])）\n]{1,14})[】\])）]\s*)+")
_NOT_TITLE = re.compile(r"有限公司$|公司$|集团$|(?:介绍|简介|职责|要求|描述|福利|方式|资格)$|^(?:关于|公司|我们|简历|联系|负责|熟悉|具备|参与|http|本科|招聘$)|[。!?]|@|(?i:^(?:about|company|overview|description|responsib|require|qualif|summary|the role|we |you |our |who |what |why ))")
_DATA, _LABEL, _HEADLINE, _SAID = 0.99, 0.95, 0.93, 0.85
LONGEST_TITLE = 90  # characters; the longest title of the development postings has 84


def find_title(reading: Reading) -> Fact[str] | Absent:
    """The title's words without brackets of places, pay and decoration around them."""
    leaf = reading.leaf("title") if reading.view.data else None
    if leaf and leaf.text.strip():
        return data_fact(leaf, leaf.text.strip(), _DATA)
    for finder in (_title_block, _labelled, _head_line, _said):
        found = finder(reading)
        if found:
            start, end, confidence = found
            return reading.view.fact(reading.view.text[start:end], start, end, confidence)
    return Absent()


_Span = tuple[int, int, float]


def _title_block(reading: Reading) -> _Span | None:
    """The slice's first title block, when its words name a job."""
    for part in reading.view.parts[:4]:
        if part.block.kind in (Kind.TITLE, Kind.HEADER):
            found = clean(reading.flat, part.start, part.end)
            if found and names_job(reading.flat[slice(*found)]):
                return *found, _LABEL
    return None


def _labelled(reading: Reading) -> _Span | None:
    for pattern in (_ZH_LABEL, _EN_LABEL):
        for match in pattern.finditer(reading.flat):
            start, end = match.span("name")
            stop = _LABEL_ENDS.search(reading.flat, start, end)
            found = clean(reading.flat, start, stop.start() if stop else end)
            if found and names_job(reading.flat[slice(*found)]):
                return *found, _LABEL
    return None


def _head_line(reading: Reading) -> _Span | None:
    for position, (start, end) in enumerate(reading.head):
        if end - start > LONGEST_TITLE + 30:
            continue
        found = clean(reading.flat, start, end)
        if found and names_job(reading.flat[slice(*found)], strict=position > 0):
            return *found, _HEADLINE if position == 0 else _HEADLINE - 0.04
    return None


def _said(reading: Reading) -> _Span | None:
    for match in _ZH_SAID.finditer(reading.flat) if not reading.flat.isascii() else ():
        return *match.span("name"), _SAID
    for match in _EN_SAID.finditer(reading.flat):
        name = match["name"].strip(" ,-")
        ends = re.search(rf"\b(?:{EN_NOUN})s?(?: I{{1,3}})?(?:,? (?:of|-) [A-Z]\w+(?: [A-Z]\w+)*)?$", name)
        if ends and reading.kind_at(match.start()) is not SectionKind.BOILERPLATE:
            start = match.start("name")
            return start, start + len(name), _SAID
    return None


def clean(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without decoration, leading brackets and a pay range behind; None when nothing is left."""
    lead = _BRACKET_LEAD.match(flat[start:end].lstrip(_STRIP_EDGES[:8]))
    text = flat[start:end]
    if lead and names_job(text.lstrip(_STRIP_EDGES[:8])[lead.end() :]):
        start += len(text) - len(text.lstrip(_STRIP_EDGES[:8])) + lead.end()
    tail = _PAY_TAIL.search(flat, start, end)
    if tail and tail.start() > start:
        end = tail.start()
    while start < end and flat[start] in _STRIP_EDGES:
        start += 1
    while end > start and flat[end - 1] in _STRIP_EDGES:
        end -= 1
    return (start, end) if end - start >= 2 else None


def names_job(text: str, *, strict: bool = False) -> bool:
    """Whether a line reads like a job title. strict: only with an unmistakable noun at its end."""
    text = text.strip()
    if not 2 <= len(text) <= LONGEST_TITLE or _NOT_TITLE.search(text):
        return False
    if not text.isascii():
        if len(text) > 40 or (strict and _COMMA.search(text)):
            return False
        found = _ZH_END.search(text)
        if found:
            return not strict or re.search(f"(?:{_ZH_FIRM})", found.group()) is not None
    words = text.split()
    return len(words) <= 12 and _EN_END.search(text) is not None and (text[:1].isupper() or not text.isascii()) and not text.endswith(".") \
        and sum(word[:1].isupper() or not word[:1].isalpha() or word in ("of", "and", "for", "the", "in", "&") for word in words) >= 0.8 * len(words)
