"""The smaller terms: department, level, headcount, number, languages, travel, visa, equity, bonus."""

from __future__ import annotations

import re

from analyzers.facts.numbers import ZH_NUMBER, value_of
from analyzers.jobnames import names_jobs
from analyzers.posting import Absent, Fact, SectionKind
from analyzers.reading import Reading
from analyzers.view import data_fact

_SURE, _TOLD = 0.95, 0.88
_OUTSIDE = frozenset({SectionKind.COMPANY, SectionKind.BOILERPLATE})

_DEPARTMENT = re.compile(
    r"(?:所属|需求|用人|招聘|任职)?部门(?:名称)?\s?[】*]*[:\t]\s?[*]*(?P<name>[^\n,。;|\t]{2,24})|"
    r"所属BU\s?[:]\s?(?P<bu>[^\n,。;]{2,24})"
    r"|(?:^|\n)\s*(?i:department|team|division)\s?[:\t]\s?(?P<en>[A-Z][^\n|;:]{1,40}?)(?=\s+(?:Job|Position|"
    r"Reports|Location|Title)\b|[\n|;]|$)"
)
_LEVELS = (
    ("intern", r"实习|(?i:\bintern(?:ship)?\b)"),
    ("executive", r"首席|副总裁|(?i:\bchief\b|\bvice president\b|\bVP\b|\bC[TEFO]O\b)"),
    ("director", r"总监|(?i:\bdirector\b|\bhead of\b)"),
    ("principal", r"(?i:\bprincipal\b|\bstaff (?:software|machine|engineer|research|data)|\bdistinguished\b)"),
    ("lead", r"负责人|组长|(?i:\blead\b|\bteam lead(?:er)?\b)"),
    ("senior", r"资深|高级|专家|(?i:\bsenior\b|\bsr\b\.?)"),
    ("middle", r"中级|(?i:\bmid(?:dle)?[- ]level\b)"),
    ("junior", r"初级|助理|(?i:\bjunior\b|\bjr\b\.?|\bentry[- ]level\b|\bgraduate\b)"),
)
_LEVEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LEVELS))
_GRADE = re.compile(
    r"(?:职级|级别|招聘层级)\s?[】*]*[:]\s?[*]*(?P<grade>[PTMDL]\d{1,2}(?:\s?[-/、~]\s?[PTMDL]?\d{1,2})*)|"
    r"(?<![A-Za-z\d])(?P<bare>P[4-9](?:-[1-9]|/P\d)?)(?![\w])"
)
_MANAGES = re.compile(
    r"经理|总监|主管|负责人|组长|(?i:\b(?:manager|director|head|chief|supervisor|lead|vp|president)\b)"
)
_NOT_MANAGES = re.compile(
    r"产品经理|项目经理|客户经理|销售经理|大客户经理|(?i:(?:product|project|account|program|community|case|"
    r"sales|social media|"
    r"office) manager)"
)

_HEADCOUNT = re.compile(
    rf"(?:招聘|需求|招收|计划招聘|岗位)?(?:(?<=招聘)人数\s|(?:人数|名额|人员缺口|HC(?:数)?)\s?[】*]*[:\t])\s?[*]*[>≥]?\s?(?P<n>\d{{1,4}}|"
    rf"{ZH_NUMBER})\s?(?:人|名|个)?"
    rf"|(?:招聘?|诚聘|急招)(?P<n2>\d{{1,3}}|{ZH_NUMBER})(?:人|名|位|个(?!月))(?!以上)|(?i:(?:number of )?(?:openings|"
    rf"vacancies|positions|headcount)(?: available)?) ?[:\t] ?(?P<n3>\d{{1,3}})"
    r"|(?i:(?<=\()(?P<n4>\d{1,3}) (?:openings?|positions?|vacanc(?:y|ies))(?=\)))"
)
_BEHIND_TITLE = re.compile(rf"\s?(?P<n>\d{{1,3}}|{ZH_NUMBER})\s?(?:名|人|位)(?=[)\s,。;]|$)", re.MULTILINE)
_REQUISITION = re.compile(
    r"(?:职位|岗位|招聘)(?:编号|代码|ID|id|号)\s?[】*]*[:\t]?\s?[*]*(?P<zh>[A-Za-z]{0,6}[-_]?\d[\w-]{2,20})"
    r"|(?i:\b(?:job|requisition|req|position|posting|vacancy|reference)\s?(?:id|#|no\.?|number|code|"
    r"ref(?:erence)?)\s?#?\s?[:#\t]?\s?|\bjob reference\s?[:]\s?|\breq\s?#\s?)(?P<en>[A-Z]{0,6}[-_/]?\d(?:[\d_/-]|"
    r"[A-Z](?![a-z])){2,20})"
)
_CODE_IN_TITLE = re.compile(r"[(（](?P<code>[A-Z]{1,4}\d{4,8}|\d{6})[)）]")

_TONGUES = {
    "英语": "English",
    "英文": "English",
    "日语": "Japanese",
    "韩语": "Korean",
    "法语": "French",
    "德语": "German",
    "西班牙语": "Spanish",
    "俄语": "Russian",
    "葡萄牙语": "Portuguese",
    "阿拉伯语": "Arabic",
    "泰语": "Thai",
    "越南语": "Vietnamese",
    "粤语": "Cantonese",
    "普通话": "Mandarin",
    "意大利语": "Italian",
}
_EN_TONGUE = (
    r"English|Mandarin|Cantonese|Chinese|Japanese|Korean|French|German|Spanish|Russian|Portuguese|Arabic|Italian|"
    r"Dutch|Hindi|Thai|Vietnamese|Polish"
)
_LANGUAGE = re.compile(
    r"(?P<pre>流利的?|熟练的?|良好的|较好的|优秀的|精通|具备[^,。;\n]{0,6})?(?:中)?(?P<zh>"
    + "|".join(_TONGUES)
    + r")(?P<post>口语|书面|听说读写|读写|水平|能力|沟通|流利|熟练|良好|优秀|四级|六级|专业?八级|CET-?[46]|"
    r"[^,。;\n]{0,10}(?:流利|良好|熟练|优先|工作语言|沟通|能力|"
    r"水平|无障碍|阅读|精通|级))"
    r"|(?P<exam>CET-?[46]|大学英语[四六]级|TEM-?[48]|雅思|托福|TOEFL|IELTS)"
    rf"|(?i:(?P<level>fluent|fluency|proficien\w+|native|bilingual|conversational|professional working|excellent|"
    rf"strong|good|written and (?:verbal|spoken)|speak|ability to (?:read|speak|"
    rf"write)[^.;\n]{{0,24}}?)\s(?:level |command |knowledge |communication skills |language skills |skills |"
    rf"speaker |speaking |in |of |and written |or |both |, |and ){{0,3}})(?P<en>{_EN_TONGUE})\b(?! (?:literature|"
    rf"degree|teacher))"
    rf"|\b(?P<en2>{_EN_TONGUE})(?= (?:language )?(?i:is (?:required|a must|essential|a plus|preferred)|fluency|"
    rf"proficiency|speak(?:er|ing)|skills|required|preferred)| [ABC][12]\b)"
)
_TRAVEL = re.compile(
    r"[^,。;:\n]{0,14}出差(?!补|津|餐|途)[^,。;\n]{0,12}|(?i:\b(?:willing(?:ness)?|able|ability|required?|must|"
    r"occasional(?:ly)?|frequent(?:ly)?|up to \d+\s?%|\d+\s?%|\w+ percent)[^.;\n]{0,20}\btravel(?:ling|"
    r"ing)?\b(?! (?:benefits|discount|insurance|industry|expenses|allowance|disc|agen|compan|"
    r"reimburs))[^.;\n]{0,40}|\btravel (?:is |time |requirements?|required|up to)[^.;\n]{0,50}|"
    r"\btravel\s?:[^\n]{1,40})"
)
_VISA = re.compile(
    r"[^,。;\n]{0,16}(?:工作)?签证[^,。;\n]{0,16}|[^,。;\n]{0,10}(?:落户|户口)(?:指标|支持|办理)[^,。;\n]{0,8}"
    r"|(?i:[^.;\n]{0,60}\b(?:visa(?:s)?|sponsor(?:ship)?(?= (?:is|not|for (?:work|employment|visa)|available|"
    r"will))|work (?:authori[sz]ation|permit)|authori[sz]ed to work|right to work|security clearance|"
    r"U\.?S\.? citizen(?:ship)?)\b[^.;\n]{0,60})"
)
_EQUITY = re.compile(
    r"(?:(?:员工|原始|公司|早期|激励)?(?:期权|股票|股权|限制性股票)(?:激励|奖励|分红|池)?(?!代码|投资|市场|"
    r"交易|量化|基金|数据|行情)|\bRSUs?\b|\bESOP\b"
    r"|(?i:(?:\d+(?:\.\d+)?\s?%?\s?-\s?)?\d+(?:\.\d+)?\s?% equity\b|"
    r"\bstock options?\b|\bequity\b(?= (?:package|compensation|grant|options?|stake|plan|awards?|incentive|"
    r"in the company|and (?:bonus|benefits))|[,.]? (?:plus|and) bonus)|(?<=plus )equity\b|"
    r"(?<=and )equity\b(?=[.,;]| package)|\brestricted stock\b))"
)
_BONUS = re.compile(
    r"(?:年终奖|年底双薪|绩效奖金?|季度奖金?|项目奖金?|项目提成|销售提成|提成|签字费|签约奖|"
    r"全勤奖)(?:金)?(?:[^,。;\n、 ]| (?=[\d(~-])){0,14}"
    r"|(?i:(?:annual|performance|quarterly|monthly|year[- ]end|sign(?:ing)?[- ]?(?:on)?|discretionary|retention|"
    r"target|referral|cash)[ -]+bonus(?:es)?\b|\bbonus(?:es)? (?:potential|eligib\w+|program|plan|structure|"
    r"opportunit\w+|scheme|(?:of )?up to[^.;\n]{1,20})|\bcommissions?\b(?= (?:structure|plan|based|pay|opportunit|"
    r"potential|and))|\buncapped commission\b)"
)


def find_department(reading: Reading) -> Fact[str] | Absent:
    """The department or team that hires, where labelled."""
    for match in reading.near(_DEPARTMENT, "department", before=6, after=48):
        group = next(name for name in ("name", "bu", "en") if match[name])
        start, end = reading.view.trim(*match.span(group), "*: ")
        if end > start:
            return reading.view.fact(reading.view.text[start:end], start, end, _SURE)
    return Absent()


def find_level(reading: Reading, title: Fact[str] | Absent) -> Fact[str] | Absent:
    """The grade as the employer writes it ("P6/P7"), else the level that the title's words say."""
    grade = next(reading.near(_GRADE, "grade", before=8, after=24), None)
    if grade:
        group = "grade" if grade["grade"] else "bare"
        return reading.view.fact(grade[group], *grade.span(group), _SURE if grade["grade"] else _TOLD)
    if isinstance(title, Fact):
        match = _LEVEL.search(title.value)
        if match and _one_level(title.value):
            return Fact(
                value=match.lastgroup or "",
                words=title.words,
                evidence=title.evidence,
                confidence=min(title.confidence, _TOLD),
            )
    return Absent()


def _one_level(title: str) -> bool:
    """Whether a title that lists several jobs gives all of them one level: "Senior Engineer, Designer" does not."""
    if not names_jobs(title):
        return True
    told = [_LEVEL.search(part) for part in re.split(r"[,、/&]| and | or ", title)]
    return len({match.lastgroup if match else "" for match in told}) == 1


def track_of(title: Fact[str] | Absent) -> str:
    """ "management" or "individual" by the title's words; "" without a title."""
    if not isinstance(title, Fact):
        return ""
    return "management" if _MANAGES.search(title.value) and not _NOT_MANAGES.search(title.value) else "individual"


def find_headcount(reading: Reading, title: Fact[str] | Absent) -> Fact[int] | Absent:
    """How many people are wanted: labelled, or right behind the title."""
    for match in reading.near(_HEADCOUNT, "headcount", before=12, after=24):
        group = next(name for name in ("n", "n2", "n3", "n4") if match[name])
        count = value_of(match[group])
        labelled = ":" in match.group()
        if count and count == int(count) and (labelled or reading.kind_at(match.start()) not in _OUTSIDE):
            return reading.view.fact(int(count), *match.span(), _SURE)
    ends = reading.view.text.find(title.words) + len(title.words) if isinstance(title, Fact) else 0
    behind = _BEHIND_TITLE.match(reading.flat, ends) if ends else None
    count = value_of(behind["n"]) if behind else None
    return reading.view.fact(int(count), *behind.span(), _SURE) if behind and count else Absent()


def find_requisition(reading: Reading, title: Fact[str] | Absent) -> Fact[str] | Absent:
    """The employer's number of the posting."""
    leaf = reading.leaf("identifier.value", "identifier")
    if leaf and leaf.text.strip():
        return data_fact(leaf, leaf.text.strip())
    for match in reading.at(_REQUISITION, "requisition"):
        group = "zh" if match["zh"] else "en"
        return reading.view.fact(match[group], *match.span(group), _SURE)
    code = _CODE_IN_TITLE.search(title.words) if isinstance(title, Fact) and len(title.evidence) == 1 else None
    if code and isinstance(title, Fact):
        base = title.evidence[0]
        span = base.start + code.start("code"), base.start + code.end("code")
        evidence = (type(base)(block=base.block, start=span[0], end=span[1]),)
        return Fact(
            value=code["code"], words=title.words[slice(*code.span("code"))], evidence=evidence, confidence=_TOLD
        )
    return Absent()


def find_languages(reading: Reading) -> tuple[Fact[str], ...]:
    """Spoken languages that are asked for: "English", or "English: fluent" where a level is said."""
    found: dict[str, Fact[str]] = {}
    for match in reading.near(_LANGUAGE, "language", before=48, after=40):
        if reading.kind_at(match.start()) in _OUTSIDE:
            continue
        name = _TONGUES[match["zh"]] if match["zh"] else match["en"] or match["en2"] or "English"
        name = name[:1].upper() + name[1:].lower()
        level = _level_said(match.group())
        found.setdefault(name, reading.view.fact(f"{name}: {level}" if level else name, *match.span(), _TOLD))
    return tuple(found.values())


def _level_said(words: str) -> str:
    for level, pattern in (
        ("native", r"native|母语"),
        ("fluent", r"流利|fluen|精通|无障碍|工作语言|bilingual"),
        ("professional", r"熟练|proficien|professional|excellent|优秀|strong"),
        ("CET-6", r"六级|CET-?6"),
        ("CET-4", r"四级|CET-?4"),
        ("TEM-8", r"八级|TEM-?8"),
        ("good", r"良好|good|较好|conversational"),
    ):
        if re.search(pattern, words, re.IGNORECASE):
            return level
    return ""


def find_travel(reading: Reading) -> Fact[str] | Absent:
    """What the posting says of business travel, in its words."""
    return _phrase(reading, _TRAVEL, "travel")


def find_visa(reading: Reading) -> Fact[str] | Absent:
    """What the posting says of visas, work permits, citizenship, clearance, residence."""
    return _phrase(reading, _VISA, "visa", everywhere=True)


def find_equity(reading: Reading) -> Fact[str] | Absent:
    """Options or shares that come with the pay, in the posting's words."""
    return _phrase(reading, _EQUITY, "equity")


def find_bonus(reading: Reading) -> Fact[str] | Absent:
    """Bonuses and commission, in the posting's words."""
    return _phrase(reading, _BONUS, "bonus")


def _phrase(reading: Reading, pattern: re.Pattern[str], cue: str, *, everywhere: bool = False) -> Fact[str] | Absent:
    for match in reading.near(pattern, cue, before=64, after=72):
        if everywhere or reading.kind_at(match.start()) not in _OUTSIDE:
            start, end = reading.view.trim(*_whole_words(reading.flat, *match.span()), '、,;:.()-*·"')
            if lead := _FIELD_LEAD.match(reading.flat, start, end):
                start = lead.end()
            if end > start:
                return reading.view.fact(reading.view.text[start:end], start, end, _TOLD)
    return Absent()


_FIELD_LEAD = re.compile(r"[^】\n]{0,12}】\s*|\d{1,2}\s?[.、)](?!\d)\s*")  # the field or the number before a phrase


def _whole_words(flat: str, start: int, end: int) -> tuple[int, int]:
    """The span without the parts of English words that it cuts through at its ends."""
    if _cuts(flat, start):
        start = min((at for at in range(start, end) if flat[at] == " "), default=start)
    if _cuts(flat, end):
        end = max((at for at in range(start + 1, end) if flat[at] == " "), default=end)
    return start, end


def _cuts(flat: str, at: int) -> bool:
    around = flat[at - 1 : at + 1] if at else ""
    return len(around) == 2 and around.isascii() and around.isalnum()
