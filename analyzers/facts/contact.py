"""Ways to reach somebody: mail, phone, WeChat, QQ, the apply link, the person named."""

from __future__ import annotations

import re

from analyzers.posting import Contact, Fact, SectionKind
from analyzers.reading import Reading

_AT = r" at (?=[\w-]+\.(?:com|cn|net|org|io|ai|tech)\b)"
_SPELLED = re.compile(_AT)
_SIGN = r"(?:@|[\[({](?:at|AT|At|@)[\])}]|#at#|#(?=(?:qq|163|126|gmail|foxmail|outlook|hotmail|sina|aliyun)\.com))"
_DOT = r"(?:\.|\s?[\[({](?:dot|DOT|Dot)[\])}]\s?|。(?=com|cn|net))"
MAIL = re.compile(
    rf"(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9_+-]{{0,63}}(?:{_DOT}[A-Za-z0-9_+-]{{1,63}}){{0,6}}\s?(?:{_SIGN}|"
    rf"{_AT})\s?"
    rf"[A-Za-z0-9-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{0,3}}{_DOT}[A-Za-z]{{2,12}}"
)
PHONE = re.compile(
    r"(?=[+(\d])(?:(?<![A-Za-z0-9_.@/=&?#-])(?:(?:\+|00)86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d|@)"
    r"|(?<=[\u4e00-\u9fff][-_/])1[3-9]\d{9}(?!\d|@)"  # "李雷-13900001111"
    r"|(?<![A-Za-z0-9_.-])0\d{2,3}[- ]\d{7,8}(?:[-转]\d{1,5})?(?!\d)|(?<![A-Za-z0-9_.-])400[- ]?\d{3}[- ]?\d{4}(?!\d)"
    r"|(?<![A-Za-z0-9_.-])\+\d{1,3}[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,4}(?!\d)|"
    r"(?<![A-Za-z0-9_.-])0(?:\d{2} \d{4} \d{4}|\d{3} \d{3} \d{4}|\d{4} \d{3} ?\d{3}|7\d{9})(?!\d)|"  # British
    r"(?<![A-Za-z0-9_.-])(?:\+?1[ .-])?\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[.-]\d{4}(?!\d))"
)
WECHAT = re.compile(
    r"(?:[微薇威][信✉]|[vV]信|(?:[加十]|联系|\+)\s?[vV](?![A-Za-z])|(?<![A-Za-z])[vV](?=\s?:\s?[A-Za-z0-9])|"
    r"(?i:wechat|weixin|(?<![A-Za-z])(?:wx|vx)(?![A-Za-z])))(?:\s?(?:号码?|联系|ID|id|账号|沟通|投递|同号|聊聊?|详聊|咨询|"
    r"了解|私聊|/电话))?[\s:是为)）]{0,4}\**"
    r"(?P<id>[A-Za-z][\w-]{4,19}|1[3-9]\d{9}|\d{6,11})(?![\w.]*@)"
)
QQ = re.compile(r"(?:QQ|qq|扣扣)(?:群|号)?\s?[:]?\s?(?P<id>[1-9]\d{4,10})(?!\d|@)")
URL = re.compile(r"https?://[^\s)\]>\"'，。；、）】<]{4,300}")
_PERSON = re.compile(
    r"联[系络]人\s?[:]\s?(?P<zh>[\u4e00-\u9fff]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=[\s,。;(（/]|$)"
    r"|(?i:contact(?: person)?|recruiter|hiring manager)\s?:\s?"
    r"(?P<en>[A-Z][a-z]+(?: [A-Z][A-Za-z'-]+){1,2})(?=[\s,.;(]|$)"
)
_CAPITALISED = re.compile(r"(?:[A-Z][a-z]+|[a-z]+[\d_-])")
# every phone number has seven figures in a row, or nearly so; one figure first, because `re` skips to it fastest
_FIGURES = re.compile(r"[0-9][0-9]{2}[-. ]?[0-9]{4}")
_SURE, _LIKELY = 0.97, 0.85
_Found = tuple[int, int, Contact, float]


def find_contacts(reading: Reading) -> tuple[Fact[Contact], ...]:
    """Every contact once, in order of place."""
    found: list[_Found] = []
    for cue in ("mail", "spelled mail") if any(reading.at(_SPELLED, "spelled mail")) else ("mail",):
        for match in reading.near(MAIL, cue, before=66, after=110):
            found.append((*match.span(), Contact(kind="mail", value=plain_mail(match.group())), _SURE))
    if _FIGURES.search(reading.flat):
        found += [(*m.span(), Contact(kind="phone", value=m.group()), _SURE) for m in PHONE.finditer(reading.flat)]
    for match in reading.near(WECHAT, "wechat", before=2, after=48):
        if _is_id(match["id"]):
            found.append((*match.span("id"), Contact(kind="wechat", value=match["id"]), _SURE))
    for match in reading.near(QQ, "qq", before=2, after=24):
        found.append((*match.span("id"), Contact(kind="qq", value=match["id"]), _LIKELY))
    for match in reading.near(URL, "url", before=2, after=310):
        if _to_apply(reading, match):
            found.append((*match.span(), Contact(kind="url", value=match.group()), _LIKELY))
    for match in reading.near(_PERSON, "person", before=2, after=48):
        group = "zh" if match["zh"] else "en"
        name = reading.view.text[slice(*match.span(group))]
        found.append((*match.span(group), Contact(kind="person", value=name), _LIKELY))
    return _once(reading, found)


def plain_mail(words: str) -> str:
    """A mail address as mail programs want it."""
    words = re.sub(r"\s?[\[({]dot[\])}]\s?|。", ".", words, flags=re.IGNORECASE)
    return re.sub(r"\s?(?:[\[({](?:at|@)[\])}]|#at#|#| at )\s?", "@", words, flags=re.IGNORECASE).replace(" ", "")


def _is_id(words: str) -> bool:
    return words.isdigit() or bool(re.search(r"[\d_-]", words)) or words.islower()


def _to_apply(reading: Reading, match: re.Match[str]) -> bool:
    """A link counts where it is one to apply with, not every link of a company's text."""
    if reading.kind_at(match.start()) is SectionKind.APPLY:
        return True
    before = reading.flat[max(0, match.start() - 24) : match.start()]
    return re.search(r"投递|内推|申请|应聘|(?i:apply)", before) is not None


def _once(reading: Reading, found: list[_Found]) -> tuple[Fact[Contact], ...]:
    facts: list[Fact[Contact]] = []
    seen: set[Contact] = set()
    taken: list[tuple[int, int]] = []
    for start, end, contact, confidence in sorted(found, key=lambda one: (one[0], -one[1])):
        inside = any(left < end and start < right for left, right in taken)
        if contact not in seen and not inside:
            facts.append(reading.view.fact(contact, start, end, confidence))
            seen.add(contact)
            taken.append((start, end))
    return tuple(facts)
