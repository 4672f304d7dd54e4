"""A line's words that are its title: without decoration, labels, pay, places and terms around them."""

from __future__ import annotations

import re

from analyzers.boardlines import is_meta_line, pieces
from analyzers.jobnames import names_job, names_jobs

STRIP_EDGES = " \t#*>-_|·•:,。;~|【】[]《》=!"
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
_HIRE_LEAD = re.compile(r"【(?:急招|急聘|内推|招聘|诚聘|社招|校招|热招|直招|转发)】\s*")
_FIELD_LEAD = re.compile(r"(?:招聘|应聘)?(?:职位|岗位)(?:名称)?\s?:\s?(?=\S)")  # "岗位：普工"
_LABEL_BEGINS = frozenset("招应职岗")
_STATE_TAIL = re.compile(r",\s(?=[A-Z][A-Za-z.' -]{2,28}, [A-Z]{2}[\s,]*$)")  # "Data Engineer, Austin, TX, $140k"
_STAFF = re.compile(r"团队|公司|规模|[有共超近达约]")  # how many people there are, not how many are wanted
_TERMS_END = frozenset(")）]名人位")  # what terms behind a title end with
_CLOSERS = {"】": "【", "]": "[", "》": "《"}
SHORTEST_LOOSE = 4  # characters of a first field that is a title without an unmistakable noun; "实习" is none


def clean(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without decoration, leading brackets and a pay range behind; None when nothing is left."""
    if flat.find("|", start, end) >= 0 and (barred := _between_bars(flat, start, end)):
        return barred
    start, end = _without_lead(flat, start, end), _without_tail(flat, start, end)
    while start < end and (flat[start] in _LEADING or is_pictograph(flat[start])):
        start += 1
    lead = _BRACKET_LEAD.match(flat, start, end)
    if lead and names_job(flat[lead.end() : end].rstrip(STRIP_EDGES)):
        start = lead.end()
    start, end = _without_edges(flat, start, end)
    gap = flat.find(" ", start, end) if flat[start : start + 1] >= "\u4e00" else -1
    if gap > 0 and names_job(flat[start:gap], strict=True) and is_meta_line(flat[gap:end]):
        end = gap  # "会计主管 北京 朝阳区"
    return (start, end) if end - start >= 2 else None


def _without_lead(flat: str, start: int, end: int) -> int:
    """Where a line begins behind the label or the cry that opens it: "岗位：普工", "【急招】前端"."""
    if flat.startswith("【", start) and (hires := _HIRE_LEAD.match(flat, start, end)):
        start = hires.end()
    if flat[start : start + 1] in _LABEL_BEGINS and (label := _FIELD_LEAD.match(flat, start, end)):
        start = label.end()
    return start


def _without_tail(flat: str, start: int, end: int) -> int:
    """Where a line ends before its pay, its place and its terms."""
    tail = _PAY_TAIL.search(flat, start, end) if _PAID.search(flat, start, end) else None
    if tail and tail.start() > start:
        unclosed = _UNCLOSED.search(flat, start, tail.start())
        end = unclosed.start() if unclosed and unclosed.start() > start else tail.start()
    place = _STATE_TAIL.search(flat, start, end) if tail else None
    named = place and names_job(flat[start : place.start()].strip(STRIP_EDGES))
    if place and named and is_meta_line(flat[place.end() : end].rstrip(" ,")):
        end = place.start()
    terms = _TERMS_TAIL.search(flat, start, end) if flat[end - 1 : end] in _TERMS_END else None
    if terms and terms.start() > start and not _STAFF.search(flat, start, terms.start()):
        end = terms.start()
    return end


def _without_edges(flat: str, start: int, end: int) -> tuple[int, int]:
    """The span without decoration and pictures at its ends; a bracket that opens inside may close at its end."""
    while start < end and (flat[start] in STRIP_EDGES or is_pictograph(flat[start])):
        start += 1
    while end > start and (
        flat[end - 1] in STRIP_EDGES
        and _CLOSERS.get(flat[end - 1], "\n") not in flat[start : end - 1]
        or is_pictograph(flat[end - 1])
    ):
        end -= 1
    return start, end


def _between_bars(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """The title among the fields of a head on one line: "Acme | Backend Engineer | Berlin", "北京 | 算法工程师 2名"."""
    for number, (left, right) in enumerate(pieces(flat, start, end)):
        found = clean(flat, left, right)
        firm = number > 0 or right - left < SHORTEST_LOOSE
        words = flat[slice(*found)] if found else ""
        if found and (names_job(words, strict=firm) or names_jobs(words)) and not is_meta_line(words):
            return found
    return None


def is_pictograph(character: str) -> bool:
    """Whether a character is an arrow, a sign or a picture such as people put before the lines of a post."""
    return "\u2190" <= character <= "\u2bff" or character >= "\U0001f000" or character in "\ufe0f\u200d"
