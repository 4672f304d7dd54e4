"""Lines of a board page's head: pay, place and demands on one line, labelled fields, and the title above them."""

from __future__ import annotations

import re

from analyzers.facts import cities

Span = tuple[int, int]
_BAR = re.compile(r"\s*\|+\s*")

LONGEST_DEMAND = 9  # characters of "全日制本科及以上"; longer words are titles that mention a demand
LONGEST_DETAILS = 70  # characters of a line of place and demands: an estimate
DECORATION = " \t-=_*#·|:~>"
_BRACKETS = "[]【】 "
SHORT_TITLE = 48  # characters of a title line above a pay line: an estimate
PAY = re.compile(
    r"\d[\d.,]*\s?[kKwW万千]?\s?[-~至到]\s?\d[\d.,]*\s?(?:[kKwW万千]|元)(?:\s?[·*x×]?\s?\d{2}薪|/[月年天])?"
    r"|[$£€]\s?\d[\d,.]*[kK]?(?:/\w+)?\s?(?:-|to)\s?[$£€]?\s?\d[\d,.]*[kK]?|\d{2,4}(?:元)?/天|薪资面议|面议|\d+[kK]以上"
)
_FIELD_NAME = re.compile(
    r"(?i)(?:primary |job |work |office )?locations?|(?:position|job) (?:title|type|details)|department|company|"
    r"(?:base )?(?:pay|salary|compensation)(?: range| rate)?|benefits|shift(?: and schedule)?|schedule|"
    r"地点|工作地点|(?:薪资|薪酬|工资|月薪)(?:范围|待遇)?|待遇|学历|经验"
)
# What a board's page says around a posting: how fresh it is, who has applied, buttons
CHROME = re.compile(
    r"(?i)(?:employer |recruiter )?active \w+(?: \w+){0,2} ago|(?:re)?posted \S.{0,20}|promoted.{0,40}|"
    r"over \d+ (?:applicants|people).{0,20}|\d+ applicants|be among the first.{0,30}|"
    r"actively (?:hiring|recruiting|reviewing).{0,20}|(?:easy )?apply(?: now)?|save(?: job)?|"
    r"share|show more|report (?:this )?job|\d(?:\.\d)? ?[★⭐]?(?: ?\(?[\d,]+ reviews?\)?)?|"
    r"刚刚活跃|今日活跃|\d+[日天]内活跃|本[周月]活跃|立即(?:沟通|投递|申请)|感兴趣|收藏|举报|在线|\d+分钟前.{0,6}|查看地图"
)
_PAY_NAME = re.compile(r"^\s*Employer Provided Salary\s*:\s*")
_PAY_FIRST = re.compile(r"\s*Employer|.{0,2}[\d$£€薪面]")  # what a line of pay begins with
_SAID = re.compile(r"[。;]|薪资|薪酬|月薪|待遇|salary|Salary")
META = re.compile(
    r"(?:经验)?(?:\d{1,2}\s?[-~]\s?\d{1,2}年|不限|\d年以上|应届)|本科|大专|硕士|博士|学历|经验|全职"
    r"|(?i:full-time|part-time|contract\b|internship|entry level|mid-senior|associate level)"
)
FIELD = re.compile(
    r"^[\s#*>【\[-]*(?:薪资|薪酬|月薪|待遇|工作地点|工作城市|地点|工作地|工作性质|职位类型|招聘人数|经验要求|"
    r"学历要求|公司|城市|"
    r"Location|Salary|Company|Type|Department|Job Type|Employment Type)[^:\n]{0,8}[\s】*\]]*[::]"
)


FIELD_LEAD = r"[\s\-*•·]*"  # what may stand before the name of a field
DEMAND_NAMES = r"(?:years of |work )?experience|education|degree"
PAY_NAMES = r"salary|pay|compensation"
DETAIL = re.compile(
    rf"{FIELD_LEAD}(?:工作地点|工作地址|地点|薪资|薪酬|月薪|待遇|(?:工作)?经验(?:要求)?|(?:最低)?学历(?:要求)?|"
    rf"(?i:location|place|{PAY_NAMES}|{DEMAND_NAMES}))\s?:\s?\S.{{0,40}}"
)  # "薪资:25-40K", "Experience: 5+ years": a head's line of one field; longer values are demands in words


# What English boards write behind the place: seniority and kind of employment
_RANK = re.compile(
    r"[\s·|,(-]+(?:Mid-Senior level|Entry level|Associate|Internship|Director|Executive|Not Applicable|Full-time|"
    r"Part-time|Contract|Temporary|Volunteer|Remote|Hybrid|On-site)\)?$"
)
_STREET = re.compile(r"\d{1,6} [A-Z].{4,60}, [A-Z]{2} \d{5}(?:-\d{4})?(?:, ?(?:USA?|United States))?$")
_AREA = re.compile(r"(?:Greater [A-Z]\w+(?: \w+)?|[A-Z]\w+(?: \w+)? (?:Metropolitan )?Area)(?: Area)?$")
_DISTRICT = re.compile(r"市?(?:[\u4e00-\u9fff]{1,6}(?:区|县|镇))?$")
_PART_OF_CITY = re.compile(r"[\u4e00-\u9fff]{2,5}[区县]")
_CLAUSE = re.compile(r"[。;:]")
_BETWEEN = re.compile(r"[\s·|,/]+")


def is_detail(line: str) -> bool:
    """Whether a line of a head gives one field by its name."""
    return DETAIL.fullmatch(line.rstrip()) is not None


def is_pay_line(line: str) -> bool:
    """Whether a line gives pay first, alone or with place and demands: "15k-30k 北京 3-5年 本科"."""
    if not _PAY_FIRST.match(line):
        return False
    line = _PAY_NAME.sub("", line, count=1)
    pay = PAY.search(line)
    if not pay or len(line) > 100 or pay.start() >= 3:
        return False
    rest = line[: pay.start()] + line[pay.end() :]
    if META.search(rest):
        return True
    return not _SAID.search(rest) and len(line) < 40


def is_meta_line(line: str) -> bool:
    """Whether a line holds only place and demands: "上海 · 经验3-5年 · 本科及以上", "Tampa, FL", "United States"."""
    text = line.strip(DECORATION)
    if not text or len(text) > LONGEST_DETAILS or _CLAUSE.search(text):
        return False
    if not text.isascii():
        words = [word for word in _BETWEEN.split(text) if word]
        return bool(words) and all(
            len(word) <= LONGEST_DEMAND and META.search(word) is not None
            or _is_city(word)
            or place > 0 and _PART_OF_CITY.fullmatch(word) is not None
            for place, word in enumerate(words)
        )
    while rank := _RANK.search(text):
        text = text[: rank.start()]
    place = cities.state_pattern().match(text)
    if place and len(text) - place.end() <= 12 or _STREET.match(text):
        return True
    if text in cities.countries() or text.lower() in cities.known():
        return True
    return _AREA.match(text) is not None


def _is_city(word: str) -> bool:
    match = cities.chinese_pattern().match(word)
    return match is not None and _DISTRICT.match(word, match.end()) is not None


def title_above(flat: str, spans: list[Span], index: int) -> int:
    """The line above line `index` that is its title, whatever its words, when it is short and no sentence; else -1."""
    index -= 1
    while index >= 0 and _is_head_detail(flat[slice(*spans[index])]):
        index -= 1
    if index < 0:
        return -1
    line = flat[slice(*spans[index])].strip()
    if _FIELD_NAME.fullmatch(line.strip(_BRACKETS)) or line in cities.regions():
        return -1
    sentence = (
        (line.endswith(("。", ";", ":", ",", ".")) and not line.endswith("..."))
        or FIELD.match(line) is not None
        or line.count(",") >= 2
        and not line.isascii()
    )
    return index if len(line) <= (SHORT_TITLE if not line.isascii() else 2 * SHORT_TITLE) and not sentence else -1


def _is_head_detail(line: str) -> bool:
    """Whether a line of a head is no title: decoration, pay, or place and demands."""
    return not line.strip(DECORATION) or is_pay_line(line) or is_meta_line(line)


def pieces(flat: str, start: int, end: int) -> list[Span]:
    """The fields of a line between its bars: "Acme | Backend Engineer | Berlin"."""
    found, at = [], start
    for bar in _BAR.finditer(flat, start, end):
        found.append((at, bar.start()))
        at = bar.end()
    found.append((at, end))
    return [(left, right) for left, right in found if right > left]
