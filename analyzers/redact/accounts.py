"""Numbers and addresses by which somebody is reached or known, as they are written.

Role mailboxes (hr@, jobs@) and hotlines (400, 800, 95xxx) are masked like the rest, because in a company of five they
are one person's; their label says what they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.facts.contact import MAIL, PHONE, QQ, WECHAT
from analyzers.redact.hits import Hit

_ID = re.compile(
    r"(?<![\dA-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
    r"|(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)"  # US social security
)
_NAMED_ID = re.compile(
    r"(?:身份证|护照|通行证|居留证|社保)(?:号码?|编号)?\s?[:是为]?\s?(?P<zh>[A-Za-z]{0,2}\d{6,18}[Xx]?)"
    r"|(?i:\b(?:passport|id card|national id|social security|ssn|driver'?s licen[cs]e)(?: (?:number|no\.?))?"
    r"\s?(?:is|[:#])?\s?)(?P<en>[A-Z]{0,2}\d[\d-]{5,17})"
)
_ACCOUNT = re.compile(  # of messengers and networks of people, never a company's page
    r"(?i:telegram|\btg|whatsapp|skype|line id|twitter|discord|signal)(?: id| handle)?\s?(?:[:(]\s?@?|@)\s?"
    r"(?P<named>(?:live:)?[\w.]{3,32}(?:#\d{4})?)"
    r"|(?P<handle>@[A-Za-z]\w{3,31})(?=[^\n]{0,3}(?:on|via|\(|in) ?(?i:telegram|tg\b|twitter|discord))"
    r"|(?:linkedin\.com/in|(?<![\w.])(?:t|wa)\.me)/(?P<page>[\w%+-]{3,100})"
    r"|(?:钉钉|飞书|小红书|抖音|脉脉|微博)\s?(?:号码?|ID|id|账号)?\s?[:是]\s?(?P<zh>[A-Za-z0-9][\w.-]{3,29})(?![\w.]*@)"
)
_NAMED_PHONE = re.compile(  # ten figures in a row, as India and America write them, only behind a word for a phone
    r"(?:(?i:\b(?:call|phone|mobile|mob|cell|whatsapp|tel|ph|contact|text me|text us)\b[^\n\d+]{0,16})|[a-z] ?\| ?)"
    r"(?P<number>[2-9]\d{4}[ -]?\d{5})(?!\d)"
)
_LOOSE_PHONE = re.compile(  # written in groups that pay and counts are not written in; a masked number
    r"(?<![\w.-])(?:(?:\+?86[- ]?)?\(0?\d{2,3}\)\s?\d{3,4}[- ]?\d{4}|(?:\+?86[- ]?)?0?\d{2,3}[- ]\d{4} \d{4}|"
    r"\+?86[- ]0?\d{2,3}[- ]\d{7,8}|0\d{1,2}-\d{3,4}-\d{3,4}|[2-9]\d{2} [2-9]\d{2} \d{4}|1[3-9]\d\*{4}\d{4})"
    r"(?!\d)(?:\s?(?:转|ext\.?)\s?\d{1,5})?"
)
_HIDDEN_WECHAT = re.compile(  # WeChat by the names that keep it from being filtered
    r"(?:(?<![\u4e00-\u9fff])[薇威]|绿泡泡|绿色软件|(?<![\u4e00-\u9fff])加我)\s?[:]?\s?(?P<id>[A-Za-z][\w-]{4,19}|1[3-9]\d{9})"
    r"(?![\w.]*@)"
)
_HIDDEN_QQ = re.compile(r"企鹅号?\s?[:]?\s?(?P<id>[1-9]\d{4,10})(?!\d)")
_ROLE = re.compile(
    r"(?i:hr\w{0,3}|jobs?|careers?|recruit\w*|talents?|hiring|info|contact|apply|application\w*|resumes?|cv|zhaopin|"
    r"zp|campus|join(?:us)?|work|people|office|admin|hello|support|service|sales|intern\w*|staffing|team)"
    r"(?:[._-]?[a-z]{0,8})?(?=\s?(?:@|\[|\(|#| at ))"
)
_HOTLINE = re.compile(r"(?:\+?86[- ]?)?[48]00[- ]?\d|(?:\+?1[- .]?)?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]|95\d{3}|1010")
_BARE_HOTLINE = re.compile(
    r"(?:电话|热线|致电|拨打)\s?[:]?\s?(?P<zh>(?:95\d{3,6}|1010\d{4}|[48]00\d{7}|[2-8]\d{6,7}))(?!\d)"
)
_NO_PHONE = re.compile(
    r"(?i:(?:编号|代码|[职岗]位(?:id|号)|工号|订单号|注册号|备案号|证号|\bid|\bno\.?|#|"
    r"\bref(?:erence)?(?: (?:no|number))?\.?|\breq(?:uisition)?(?: (?:id|no|number))?\.?|\bcode)"
    r"\s?[:#]?\s?[A-Za-z_-]*)$"
)
_PAY = re.compile(r"\s?(?:元|万|块|人民币|美元|rmb|usd|[kK]\b|/\s?(?:年|月|yr|year|month))")
_CUE = 24  # characters before a number that may say what it is


def find(text: str) -> Iterator[Hit]:
    """Every id, mail, phone and account in folded text."""
    for match in _ID.finditer(text):
        yield Hit(*match.span(), "id")
    for match in _NAMED_ID.finditer(text):
        yield Hit(*match.span(match.lastgroup or 0), "id")
    for match in MAIL.finditer(text):
        yield Hit(*match.span(), "role_mail" if _ROLE.match(match.group()) else "mail")
    for match in WECHAT.finditer(text):
        yield Hit(*match.span("id"), "wechat")
    for match in QQ.finditer(text):
        yield Hit(*match.span("id"), "qq")
    for match in PHONE.finditer(text):
        if _is_phone(text, match.start(), match.end()):
            yield Hit(*match.span(), "hotline" if _HOTLINE.match(match.group()) else "phone")
    for match in _LOOSE_PHONE.finditer(text):
        if _is_phone(text, match.start(), match.end()):
            yield Hit(*match.span(), "phone")
    yield from (Hit(*match.span("id"), "wechat") for match in _HIDDEN_WECHAT.finditer(text))
    yield from (Hit(*match.span("id"), "qq") for match in _HIDDEN_QQ.finditer(text))
    for match in _ACCOUNT.finditer(text):
        yield Hit(*match.span(match.lastgroup or 0), "account")
    for match in _NAMED_PHONE.finditer(text):
        yield Hit(*match.span("number"), "phone")
    for match in _BARE_HOTLINE.finditer(text):
        yield Hit(*match.span("zh"), "hotline" if _HOTLINE.match(match["zh"]) else "phone")


def _is_phone(text: str, start: int, end: int) -> bool:
    """Whether the figures are a phone: no number of a posting, no pay."""
    return not _NO_PHONE.search(text[max(0, start - _CUE) : start]) and not _PAY.match(text, end)
