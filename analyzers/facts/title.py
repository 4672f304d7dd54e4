"""The job's title, as the posting words it: machine-readable, labelled, on the head's lines, or named in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from analyzers.boardlines import PAY, SHORT_TITLE, is_meta_line, is_pay_line, pieces, title_above
from analyzers.jobnames import (
    EN_NOUN,
    EN_PLAIN,
    LONGEST_CHINESE,
    LONGEST_TITLE,
    ZH_FIRM,
    ZH_LOOSE,
    names_job,
    names_jobs,
)
from analyzers.posting import Absent, Fact, SectionKind
from analyzers.reading import Reading
from analyzers.view import data_fact
from analyzers.wording import by_first_letter
from extractors.document import Kind

_ZH_LABEL = re.compile(
    r"(?<![^\s【*\[>-])(?:招聘)?(?:(?:职位|岗位|招聘岗位|招聘职位|应聘岗位)名称|招聘(?:岗位|职位)|(?:职位|岗位)[一二三四五六\d]?|"
    r"職位|招聘|诚聘|急聘|急招)(?:名称)?"
    r"(?:[\s】*\]]*[:\t]|\s?】)[\s*]*(?P<name>[^\n。;]{2,50})"
)
_EN_LABEL = re.compile(
    r"(?i:(?:job|position|role)\s*(?:title|name)|position|title|job|role|job posting title)"
    r"\s*[*]*[:\t\n]+\s*[*]*(?P<name>[A-Z][^\n]{2,100})"
)
_BEFORE_LABEL = re.compile(r"(?:^|[\n.*>-]|\bUS )\s*\Z")
_MARGIN = 12  # characters before a label in which its line, sentence or mark begins
_LABEL_ENDS = re.compile(
    r"\s?(?:薪资|薪酬|工作地点|地点|经验|学历|公司|部门|人数|职级)(?:范围|要求|名称|简介|介绍)?\s?:"
    r"|(?<=[a-z])(?=(?:Work )?(?:Location|Summary)\b)"
    r"|\s+(?:Job |Work )?(?:Location|Type|Duration|Rate|Salary|Department|Reports|Company|Position Type|"
    r"Job ID)s?\b|\s{3,}|\s*[|]"
)
_STOPS = (
    "who|that|to|with|for|will|is|are|in|on|at|as|you|we|your|our|their|join|help|this|role|position|team|the|a|"
    "an|and you|be|have|has"
)
_JOB = by_first_letter([*EN_NOUN.split("|"), *EN_PLAIN.split("|")])
_EN_WORD = rf"(?!(?:{_STOPS})\b)[A-Za-z][\w/&+.#'-]*"
_EN_NAME = (
    rf"(?P<name>(?:{_EN_WORD}(?:,? (?:[/&] )?|/)){{0,6}}?(?:{_JOB})s?\b(?: I{{1,3}}\b| IV\b)?"
    r"(?:,? (?:of|-|–) [A-Z][\w&]+(?: (?:& |and )?[A-Z]\w+){0,2}|, [A-Z][\w]+(?: [A-Z]\w+)?(?=, you))?)"
)
_ADJECTIVES = (
    r"(?:(?i:highly|very|truly|true|full[- ]time|part[- ]time|remote|on-site|hybrid|contract|talented|experienced|"
    r"motivated|skilled|"
    r"passionate|dynamic|dedicated|ambitious|strong|creative|driven|exceptional|energetic|qualified|innovative|"
    r"hands-on|"
    r"detail-oriented|results-driven|self-motivated|seasoned|enthusiastic|reliable|proven|world-class|friendly|"
    r"independent|savvy|"
    r"top|great|bright|\"rock star\"|rockstar|professional|organized|vibrant|hardworking|organi[sz]ed|new|next|"
    r"additional|"
    r"first),?(?: and)? )*"
)
_EN_SAID = re.compile(
    r"(?:\b(?:[Ll]ooking (?:for|to (?:hire|bring on|add))|[Ss]eeking|seeks|[Hh]iring|[Rr]ecruiting|[Ss]earching for|"
    r"in search of|in need of|"
    r"on the lookout for|needs?|opening for|opportunity for|(?:role|position) (?:of|for|as)|[Jj]oin (?:us|"
    r"our team) as|bring on|"
    rf"interested in the|(?:is|calling) about|(?:[Pp]osition|[Rr]ole) is)\s+(?:an? |our |the |its |another |several |"
    rf"two |three |four |five |multiple |\d+ )?{_ADJECTIVES}"
    rf"|\b[Aa]s (?:an? |our |the |[A-Z]\w+['’]s )?{_ADJECTIVES}|\b[Tt]his is an? {_ADJECTIVES}|"
    rf"\b[Tt]he {_ADJECTIVES}){_EN_NAME}"
    r"(?P<after>(?:\s(?:to|who|for|with|in|on|at|role|position|that|and|you|will|is|would|based|located|job|as|"
    r"or|reports?|"
    r"responsible|works?|\()|[,.;!(]|\s-|$))",
    re.MULTILINE,
)
_ZH_SAID = re.compile(
    r"(?:招聘?|招募|诚聘|急招|急聘|在招|在找|寻找|诚邀|诚招|需要(?=一[位名个])):?(?:一位|一名|一个|几位|若干)?\s?"
    r"(?:[\u4e00-\u9fff]{1,8}的)?"
    rf"(?P<name>[\w+#./、()（）\u4e00-\u9fff -]{{0,24}}?(?:{ZH_FIRM}))(?=[,。;:!\n\s(（]|$|若干|"
    r"数名|\d{1,3}[名人位]|加入)"
)
_ZH_SAID_FIRST = re.compile(  # "某大厂急招前端开发,": such words name a job only where a post begins with them
    rf"(?:诚聘|急招|急聘|招聘|现招|热招)(?:一位|一名|一个|几位|若干)?\s?(?P<name>[\w+#./\u4e00-\u9fff]{{2,14}}?(?:{ZH_LOOSE}))(?=[,;!\s(（]|$)"
)
_LISTS_ROLES = re.compile(r"[招聘].{3,20},.")  # a sentence that seeks several people
SHORTEST_LOOSE = 4  # characters of a first field that is a title without an unmistakable noun; "实习" is none
_FIRST_WORDS = 60  # characters of a post in which it says whom it seeks
_NOBODY = re.compile(r"(?:人员|人才|员工|成员|学员|会员|公告|启事)$")
_ZH_OFFERED = re.compile(
    rf"(?:有|聊)(?:一)?个(?P<name>[\w+#/\u4e00-\u9fff -]{{0,20}}?(?:{ZH_FIRM}))的?(?:岗位|职位|机会|工作机会)"
)
_ABOUT = ("is about", "calling about")  # a caller names the role
_SEEKS = (
    *(*_ABOUT, "position is", "role is", "looking", "seek", "hiring", "recruit", "search", "in search"),
    *("bring", "need"),
)
_ACTS = re.compile(r"\s(?:is|will|would|role|position|reports?|works?)")
_OF_ROLE = re.compile(r"\s(?:role|position|job)")
_HELPED = re.compile(r"['’]s\b|s? (?:team|department)\b")
_ADDRESSED = re.compile(
    r",? (?:at [A-Z][^,]{1,40})?,? ?(?:you|your|the)\b|[^.\n]{0,40}, you|"
    r" (?:at|for|with) [A-Z][^,.\n]{1,40},? we(?:'re| are) (?:looking|seeking|hiring)\b"
)
_RUN_IN_END = re.compile(
    r"\s?(?:1[.、]|\u00a0|  |Description\b|Responsibilities\b|Job Description\b|(?:岗位|工作)?职责|任职要求)"
)
_JOINT = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")  # "Fire SafetyRiver Clyde Homes": a line break was lost
_STRIP_EDGES = " \t#*>-_|·•:,。;~|【】[]《》=!"
_LEADING = " \t#*>-_|"
_PAY_TAIL = re.compile(
    r"\s*[(（]?\s*(?<![A-Z]-)(?<!\d)(?:(?:\b(?:USD|GBP|EUR|CHF|CNY|RMB|HKD|SGD|CAD|AUD)\s?)?[$£€¥]?\d[\d.,]*\s?[kKwW万千]?\s?[-~至到]\s?[$£€¥]?\d[\d.,]*\s?[kKwW万千]?|"
    r"\d{2,4}\s?(?:元)?/(?:天|日|时|小时))"
    r"(?:元)?(?:/?(?:月|年))?(?:\s?[·*x×]?\s?\d{2}薪)?[)）]?.*$|"
    r"\s+(?:底薪|无责|月入|综合(?:月|薪|收)|[月年时日周]薪|税[前后]|薪资|待遇).*$|\s+薪资面议$|\s*面议$"
)
_UNCLOSED = re.compile(r"[(（][^()（）\n]*$")  # "工程师（北京，25-35K": the bracket that pay stood in
_PAID = re.compile(r"[\d面薪入遇责]")  # what every pay behind a title holds one of
_BRACKET_LEAD = re.compile(
    r"(?:(?:[【\[(（](?:[^】\])）\n]{1,14})[】\])）]\s*)+|\d{1,2}\s?[.、)]\s?(?=\D)|[一二三四五六七八九十]{1,3}、|"
    r"[^:,。\n]{0,6}(?:招聘|诚聘|急聘|急招)(?:[^:,。\n]{0,10}[:!]\s?|\s)|[招聘]\s|#?(?:内推|招聘|急招|社招|校招)#\s?|"
    r"(?:(?:招聘|应聘)?(?:职位|岗位)(?:名称)?|外包|驻场|外派|兼职|实习|远程|内推|热招|社招|校招){1,2}:\s?|(?:职位|岗位)名称\s+|(?:职位|岗位)[一二三四五六\d]:\s?|"
    r"(?i:(?:we(?:'re| are) |now )?hiring|urgent(?:ly hiring)?|job title|job|position|role|title|opening|vacancy|"
    r"contract|remote|permanent|temporary|part[- ]time|full[- ]time)\s?[:!]+\s?)"
)
_TERM = (
    r"(?:(?i:base)\s?(?:在|于)?\s?[\u4e00-\u9fff]{2,6}|[五六七]险[一二]金|包(?:吃|住|吃住)|全职|兼职|急聘|急招|诚聘|可?远程(?:办公|工作)?|居家办公|混合办公|双休|外包|派遣|合同制|\d{1,3}\s?[名人位]|"
    r"(?i:full[- ]?time|part[- ]?time|contract|remote|hybrid|on-?site|permanent|temporary|urgent|"
    r"\d{1,3} (?:openings?|positions?|vacanc(?:y|ies))))"
)
_TERMS_TAIL = re.compile(
    rf"\s*[(（\[]\s?{_TERM}(?:\s?[,/、·|]\s?{_TERM})*\s?[)）\]]$|(?<=[师员理生管家监])\s?\d{{1,3}}\s?[名人位]$"
    rf"|(?<=[\u4e00-\u9fff])\s{{1,2}}(?:\d{{1,3}}|[一二两三四五六七八九十数]{{1,3}})\s?[名人位]$"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_GAPLESS = re.compile(r"[^\s]+")
_ENTRY = re.compile(
    r"[\s#*]*(?:\(?\d{1,2}\s?[.、)]|[一二三四五六七八九十]{1,2}、|(?:职位|岗位)[一二三四五六\d]\s?:?)\s?(?=\S)"
)
_LATER_LINES = 40  # lines in which the first of several numbered roles stands, behind the text about the company
_HIRE_LEAD = re.compile(r"【(?:急招|急聘|内推|招聘|诚聘|社招|校招|热招|直招|转发)】\s*")
_FIELD_LEAD = re.compile(r"(?:招聘|应聘)?(?:职位|岗位)(?:名称)?\s?:\s?(?=\S)")  # "岗位：普工"
_LABEL_BEGINS = frozenset("招应职岗")
_STATE_TAIL = re.compile(r",\s(?=[A-Z][A-Za-z.' -]{2,28}, [A-Z]{2}[\s,]*$)")  # "Data Engineer, Austin, TX, $140k"
_STAFF = re.compile(r"团队|公司|规模|[有共超近达约]")  # how many people there are, not how many are wanted
_TERMS_END = frozenset(")）]名人位")  # what terms behind a title end with
_SENTENCE = re.compile(r"[。;]|薪资|薪酬|月薪|待遇|(?i:salary|compensation|\bpay\b)")
# no title goes on behind it
_NEXT_SENTENCE = re.compile(r"(?<!\bSr)(?<!\bJr)(?<!\bSt)(?<!\bFt)(?<!\bMt)[.!]\s+[A-Z][a-z]")
_SEVERAL = re.compile("[,、]")
_ZH_NOUN = re.compile(rf"[\w\u4e00-\u9fff](?:{ZH_FIRM})")
_DATA, _LABEL, _HEADLINE, _SAID = 0.99, 0.95, 0.93, 0.85
_Span = tuple[int, int, float]


def find_title(reading: Reading) -> Fact[str] | Absent:
    """The title's words without brackets of places, pay and decoration around them."""
    leaf = reading.leaf("title")
    if leaf and leaf.text.strip():
        return data_fact(leaf, leaf.text.strip(), _DATA)
    for finder in (_title_block, _above_details, _labelled, _head_line, _run_in, _said, _numbered):
        found = finder(reading)
        if found:
            start, end, confidence = found
            return reading.view.fact(reading.view.text[start:end], start, end, confidence)
    return Absent()


def _title_block(reading: Reading) -> _Span | None:
    """The slice's first title block, when its words name a job."""
    for part in reading.view.parts[:4]:
        if part.block.kind in (Kind.TITLE, Kind.HEADER):
            found = clean(reading.flat, part.start, part.end)
            if found and names_job(reading.flat[slice(*found)]):
                return *found, _LABEL
    return None


def _labelled(reading: Reading) -> _Span | None:
    flat = reading.flat
    for match in chain(reading.at(_ZH_LABEL, "title"), _english_labels(reading)):
        start, end = match.span("name")
        stop = _LABEL_ENDS.search(flat, start, end)
        end = min(stop.start() if stop else end, reading.next_heading(start + 2))
        found = clean(flat, start, end)
        if found and (names_job(flat[slice(*found)]) or _holds_job(flat[slice(*found)])):
            return *found, _LABEL
    return None


def _holds_job(words: str) -> bool:
    """Whether words behind a label hold a job's name, with more behind it: "高级产品经理-AI Agent方向 急"."""
    if words.isascii() or len(words) > SHORT_TITLE or _SEVERAL.search(words):
        return False
    return _ZH_NOUN.search(words) is not None


def _english_labels(reading: Reading) -> Iterator[re.Match[str]]:
    for match in reading.at(_EN_LABEL, "title in English"):
        if _BEFORE_LABEL.search(reading.flat, max(0, match.start() - _MARGIN), match.start()):
            yield match


def _above_details(reading: Reading) -> _Span | None:
    """The line above the head's line of pay, place and demands, whatever its words; a line with its pay behind it."""
    flat, head = reading.flat, reading.head
    for position, (start, end) in enumerate(head):
        line = flat[start:end]
        if position == 0 and not is_pay_line(line) and PAY.search(line, 2):
            found = clean(flat, start, end)
            found = found and (_between_gaps(flat, *found) or found)
            if found and _NEXT_SENTENCE.search(flat, *found):
                found = None
            short = found and found[1] < end and found[1] - found[0] <= SHORT_TITLE and not _SENTENCE.search(line)
            if found and short and ("," not in (words := flat[slice(*found)]) or names_job(words, strict=True)):
                return *found, _HEADLINE
            if leading := _before_colon(flat, start, end):
                return *leading, _HEADLINE - 0.08
            if listed := _between_commas(flat, start, end):
                return *listed, _HEADLINE - 0.08
        if not position or not (is_pay_line(line) or is_meta_line(line)):
            continue
        above = title_above(flat, head, position)
        found = clean(flat, *head[above]) if above >= 0 else None
        if found and _is_pictograph(flat[head[above][0]]) and not names_job(flat[slice(*found)]):
            continue  # "📍 SF, in-person": a field with its picture
        if found and _fits(reading, found, head[:above]):
            return *found, _HEADLINE
    return None


def _between_gaps(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The title among the words of a Chinese line, with the Latin words before it: "某厂 Java 工程师 base上海"."""
    words = flat[start:end]
    before, dash, last = words.rpartition(" - ")
    if dash and names_job(last, strict=True) and not last.isascii() and not _ZH_NOUN.search(before):
        return clean(flat, end - len(last), end)  # "杭州 - 云帆软件 - 资深测试工程师"
    if " " not in words or not _CHINESE.search(words) or names_job(words):
        return None
    left = -1
    for word in _GAPLESS.finditer(flat, start, end):
        if names_job(word.group(), strict=True):
            return clean(flat, left if left >= 0 else word.start(), word.end())
        latin = word.group().isascii() and word.group()[:1].isalpha()
        left = (left if left >= 0 else word.start()) if latin else -1
    return None


def _before_colon(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The role that a line gives its demands and pay to: "前端：2年以上经验，20-35K"."""
    colon = flat.find(":", start, min(end, start + LONGEST_CHINESE))
    found = clean(flat, start, colon) if colon > start and not flat.startswith("://", colon) else None
    return found if found and names_job(flat[slice(*found)]) else None


def _between_commas(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The title among the fields of a Chinese head between commas: "武汉光谷，嵌入式软件工程师，10-18K"."""
    at = start
    while at < end and _CHINESE.search(flat, start, end):
        stop = flat.find(",", at, end)
        stop = end if stop < 0 else stop
        words = flat[at:stop].strip() if stop - at <= LONGEST_CHINESE else ""
        firm = at > start or len(words) < SHORTEST_LOOSE
        if "招" not in words and names_job(words, strict=firm):
            return clean(flat, at, stop)
        at = stop + 1
    return None


def _fits(reading: Reading, span: tuple[int, int], before: list[tuple[int, int]]) -> bool:
    """Whether a line above the details is the title: no company, no place, and no better line above it."""
    words = reading.flat[slice(*span)]
    if words.endswith("公司") or is_meta_line(words):
        return False
    return names_job(words) or not any(_names_one(reading.flat, line) for line in before)


def _names_one(flat: str, line: tuple[int, int]) -> bool:
    """Whether a line is a title beyond doubt."""
    found = clean(flat, *line)
    return found is not None and names_job(flat[slice(*found)], strict=True)


def _head_line(reading: Reading) -> _Span | None:
    """A line of the head that names a job."""
    flat = reading.flat
    for position, (start, end) in enumerate(reading.head):
        if end - start <= LONGEST_TITLE + 30:
            found = clean(flat, start, min(end, reading.next_heading(start + 1)))
            words = flat[slice(*found)] if found else ""
            if found and (_LISTS_ROLES.search(words) or _NEXT_SENTENCE.search(words)):
                continue
            if found and names_job(words, strict=position > 0) and not is_meta_line(words):
                return *found, _HEADLINE if position == 0 else _HEADLINE - 0.04
    return None


def _run_in(reading: Reading) -> _Span | None:
    """A title that the text begins with, the first section glued to it."""
    for pattern in (_RUN_IN_END, _JOINT):
        end = pattern.search(reading.view.text, 4, 100)
        start = reading.flat.rfind("\n", 0, end.start()) + 1 if end else 0
        found = clean(reading.flat, start, end.start()) if end else None
        if found and names_job(reading.flat[slice(*found)].rstrip("."), strict=True):
            return *found, _HEADLINE - 0.04
    return None


def _numbered(reading: Reading) -> _Span | None:
    """The first numbered line that is a title by itself, behind the text about the company."""
    flat = reading.flat
    for start, end in reading.view.lines[:_LATER_LINES]:
        mark = _ENTRY.match(flat, start, end) if end - start <= LONGEST_TITLE else None
        found = clean(flat, mark.end(), end) if mark else None
        if found and names_job(flat[slice(*found)], strict=True):
            return *found, _SAID
    return None


def _said(reading: Reading) -> _Span | None:
    flat = reading.flat
    for match in reading.near(_ZH_SAID, "wanted", before=2, after=44):
        hires = match["name"] in ZH_FIRM and match.group().startswith("招聘")  # "招聘专员" hires, and is not hired
        if not hires and not _NOBODY.search(match["name"]):
            return *match.span("name"), _SAID
    if "wanted" in reading.cues and (first := _ZH_SAID_FIRST.search(flat, 0, _FIRST_WORDS)):
        return *first.span("name"), _SAID - 0.05
    for match in reading.at(_ZH_OFFERED, "offered"):
        return *match.span("name"), _SAID
    if reading.language != "en":
        return None
    best: _Span | None = None
    for match in reading.at(_EN_SAID, "sought"):
        start, end = match.span("name")
        if _names_the_role(reading, match):
            confidence = _SAID - (0.1 if " " not in match["name"] or not flat[start].isupper() else 0.0)
            if best is None or confidence > best[2]:
                best = (start, end, confidence)
    return best


def _names_the_role(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a job named in a sentence is the one offered: "as a X, you", "the X will", "seeking an X"."""
    flat, (start, end) = reading.flat, match.span("name")
    lead = flat[match.start() : start].lower()
    if not flat[start].isupper() and ("," in match["name"] or not lead.startswith(_SEEKS)):
        return False
    if lead.startswith(_ABOUT) and not _OF_ROLE.match(match["after"]):
        return False
    if reading.kind_at(start) is SectionKind.BOILERPLATE or _HELPED.match(flat, end):
        return False
    if lead.startswith("the "):
        return flat[start].isupper() and _ACTS.match(match["after"]) is not None
    return not lead.startswith("as ") or _ADDRESSED.match(flat, end) is not None


def clean(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without decoration, leading brackets and a pay range behind; None when nothing is left."""
    if flat.find("|", start, end) >= 0 and (barred := _between_bars(flat, start, end)):
        return barred
    if flat.startswith("【", start) and (hires := _HIRE_LEAD.match(flat, start, end)):
        start = hires.end()
    if flat[start : start + 1] in _LABEL_BEGINS and (label := _FIELD_LEAD.match(flat, start, end)):
        start = label.end()
    tail = _PAY_TAIL.search(flat, start, end) if _PAID.search(flat, start, end) else None
    if tail and tail.start() > start:
        unclosed = _UNCLOSED.search(flat, start, tail.start())
        end = unclosed.start() if unclosed and unclosed.start() > start else tail.start()
    place = _STATE_TAIL.search(flat, start, end) if tail else None
    named = place and names_job(flat[start : place.start()].strip(_STRIP_EDGES))
    if place and named and is_meta_line(flat[place.end() : end].rstrip(" ,")):
        end = place.start()
    terms = _TERMS_TAIL.search(flat, start, end) if flat[end - 1 : end] in _TERMS_END else None
    if terms and terms.start() > start and not _STAFF.search(flat, start, terms.start()):
        end = terms.start()
    while start < end and (flat[start] in _LEADING or _is_pictograph(flat[start])):
        start += 1
    lead = _BRACKET_LEAD.match(flat, start, end)
    if lead and names_job(flat[lead.end() : end].rstrip(_STRIP_EDGES)):
        start = lead.end()
    while start < end and (flat[start] in _STRIP_EDGES or _is_pictograph(flat[start])):
        start += 1
    closers = {"】": "【", "]": "[", "》": "《"}
    while end > start and (
        flat[end - 1] in _STRIP_EDGES
        and closers.get(flat[end - 1], "\n") not in flat[start : end - 1]
        or _is_pictograph(flat[end - 1])
    ):
        end -= 1
    gap = flat.find(" ", start, end) if flat[start : start + 1] >= "\u4e00" else -1
    if gap > 0 and names_job(flat[start:gap], strict=True) and is_meta_line(flat[gap:end]):
        end = gap  # "会计主管 北京 朝阳区"
    return (start, end) if end - start >= 2 else None


def _between_bars(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The title among the fields of a head on one line: "Acme | Backend Engineer | Berlin", "北京 | 算法工程师 2名"."""
    for number, (left, right) in enumerate(pieces(flat, start, end)):
        found = clean(flat, left, right)
        firm = number > 0 or right - left < SHORTEST_LOOSE
        words = flat[slice(*found)] if found else ""
        if found and (names_job(words, strict=firm) or names_jobs(words)) and not is_meta_line(words):
            return found
    return None


def _is_pictograph(character: str) -> bool:
    """Whether a character is an arrow, a sign or a picture such as people put before the lines of a post."""
    return "\u2190" <= character <= "\u2bff" or character >= "\U0001f000" or character in "\ufe0f\u200d"
