"""Phones, ids and mails as calls have them: "one three eight ...", "幺三八零零...", "grace at northwind dot com"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.redact.hits import Hit

_ZH_DIGIT, _GAP = "零〇一二三四五六七八九幺两", r"[ ,，、.-]{0,2}"
_EN_DIGIT = r"(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine)"
_EN_GROUP = rf"(?:(?:double|triple)[ -])?{_EN_DIGIT}"
_RUNS = (
    re.compile(rf"[{_ZH_DIGIT}\d](?:{_GAP}[{_ZH_DIGIT}\d])+"),
    re.compile(rf"(?i:\b{_EN_GROUP}(?:[ ,.-]{{1,3}}(?:{_EN_GROUP}|\d{{1,4}}))+)\b"),
)
_SPOKEN_FIGURE = re.compile(rf"(?i:[{_ZH_DIGIT}]|\b{_EN_DIGIT}\b)")
_FIGURE = re.compile(rf"(?i:(?P<times>double|triple)[ -]{_EN_DIGIT}|[{_ZH_DIGIT}\d]|\b{_EN_DIGIT}\b)")
_ASKED = re.compile(
    r"(?i:电话|手机|号码|微信|打给|打到|联系方式|身份证|护照|加我|phone|\bcell\b|mobile|number|\bcall (?:me|him|her)|"
    r"reach (?:me|you|him|her)|wechat|whatsapp|\btext me)"
)
ALONE = 7  # figures: a local phone number; no pay, year or count is said figure by figure for that long
ASKED = 4  # figures after words that ask for a number: part of one, said in several goes
NEARBY = 160  # characters: the question, and two short turns between it and the number
_MAIL = re.compile(
    r"(?i:(?<![\w@])[a-z0-9]+(?:(?: (?:dot|underscore|dash|hyphen) |[._-])[a-z0-9]+)* at "
    r"[a-z0-9-]+(?: dot [a-z0-9-]+){0,3} dot (?:com|cn|net|org|io|ai|edu|co|uk)\b)"
    r"|[^\s,，。;；:：是到为叫给](?:[^\s,，。;；:：是到为叫给]){0,15}艾特[^\s,，。;；]{1,12}?\s?点\s?(?:com|cn|net|org)\b"
    r"|[A-Za-z0-9](?:[A-Za-z0-9._-]|\s?点\s?(?=[A-Za-z0-9])){0,40}\s?(?:艾特|圈[aA]|at)\s?[A-Za-z0-9-]+"
    r"(?:\s?(?:点|dot|\.)\s?[A-Za-z0-9-]+){0,3}\s?(?:点|dot|\.)\s?(?:com|cn|net|org|io|ai)\b"
)


def find(text: str) -> Iterator[Hit]:
    """Spoken numbers and addresses in folded text."""
    for match in _MAIL.finditer(text):
        yield Hit(*match.span(), "mail")
    for pattern in _RUNS:
        for match in pattern.finditer(text):
            if _is_number(text, match):
                yield Hit(*match.span(), "phone")


def _is_number(text: str, match: re.Match[str]) -> bool:
    """Whether the figures, said one by one, are a number to reach or know somebody by."""
    words = match.group()
    count = sum({"double": 2, "triple": 3}.get((one["times"] or "").lower(), 1) for one in _FIGURE.finditer(words))
    if not _SPOKEN_FIGURE.search(words):
        return count >= ALONE and all(len(part) == 1 for part in re.split(r"[ ,，、.-]+", words)) and not _counts(words)
    return count >= ALONE or (count >= ASKED and _ASKED.search(text, max(0, match.start() - NEARBY), match.start())
                              is not None)  # fmt: skip


def _counts(words: str) -> bool:
    """Whether the figures only count up: "1 2 3 4 5 6 7" numbers a list."""
    figures = [int(figure) for figure in re.findall(r"\d", words)]
    return all(after - before == 1 for before, after in zip(figures, figures[1:], strict=False))
