"""The marks that open a list item: bullets of every shape, and numbering in Chinese and English."""

from __future__ import annotations

import re

from extractors.document import Struct

# Bullets as typesetters, word processors (private-use glyphs of Symbol and Wingdings) and recognisers give them.
BULLETS = "•●○◦⚫⚪▪▫■□◆◇◈❖▶►▷▸‣➢➤➔➜→⇒✓✔√☑★☆✦✧※·∙⋅・‧⁃"
WINGDINGS = "\uf0b7\uf06c\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf075\uf071\uf0a8\uf0e8\uf0f0\uf0de\uf0e0\uf09f\uf0d7\uf0fe"

_CIRCLED = "①-⑳⑴-⑽⒈-⒛㈠-㈩❶-❿➀-➓"
_CHINESE_NUMBER = "[一二三四五六七八九十]{1,3}"
_LETTERS = "[ivxIVX]{1,4}|[a-zA-Z]"
_OPEN, _CLOSE = "(（【\\[〔〖", ")）】\\]〕〗"

_NEVER_FIRST = "。》〉°"  # no line begins with them: rings and arrows that were read so
_BULLET = re.compile(
    rf"(?:[{BULLETS}{WINGDINGS}{_NEVER_FIRST}]\s*|[-–—*+»>]\s+|[oO]\s+(?=[A-Z\u3400-\u9fff]))(?=\S)")
_CIRCLE = re.compile(rf"[{_CIRCLED}]\s*")
_ENCLOSED = re.compile(rf"[{_OPEN}]\s*(\d{{1,2}}|{_CHINESE_NUMBER}|{_LETTERS})\s*[{_CLOSE}][、.．:：]?\s*")
_CLOSED = re.compile(rf"(\d{{1,2}}|{_CHINESE_NUMBER}|[ivxIVXⅠ-Ⅻ]{{1,4}}|[a-zA-Z])\s*[{_CLOSE}][、.．:：]?\s*(?=\S)")
_STOPPED = re.compile(rf"第?(\d{{1,2}}|{_CHINESE_NUMBER}|[ivxIVXⅠ-Ⅻ]{{1,4}}|[a-zA-Z])\s*([、.．。,，:：]+)\s*(?=\S)")
_BARE = re.compile(r"(\d{1,2})(?:\s+|(?=[\u4e00-\u9fff]))(?=\S)")

_CHINESE_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


class Marker(Struct):
    """How an item opens. style: items of one list share it; number: 0 for bullets; end: characters it takes.

    sure: the mark can hardly be anything else; otherwise neighbours must confirm it ("1.5年", "3 个", "a. m.").
    """

    style: str
    number: int
    end: int
    sure: bool


def marker(text: str) -> Marker | None:
    """The mark that `text` opens with, or None. White space before it is not looked over."""
    if found := _BULLET.match(text):
        return Marker(style="bullet", number=0, end=found.end(), sure=True)
    if found := _CIRCLE.match(text):
        return Marker(style="circled", number=_circled_number(text[0]), end=found.end(), sure=True)
    if found := _ENCLOSED.match(text):
        style, number = _numeral(found.group(1))
        return Marker(style=f"({style})", number=number, end=found.end(), sure=style in ("1", "一"))
    if found := _CLOSED.match(text):
        style, number = _numeral(found.group(1))
        return Marker(style=f"{style})", number=number, end=found.end(), sure=style in ("1", "一"))
    return _stopped(text) or _bare(text)


def _stopped(text: str) -> Marker | None:
    """ "1、", "1.", "一、", "第一，": sure unless a digit follows the stop; "A." and "1," never are."""
    found = _STOPPED.match(text)
    if not found:
        return None
    style, number = _numeral(found.group(1))
    stop = found.group(2)
    decimal = stop[-1] in ".．,，:：" and text[found.end() : found.end() + 1].isdigit()
    firm = stop[0] in "、.．" and not decimal
    ordinal = text.startswith("第")
    if stop[0] in ",，。:：" and not ordinal and style != "1":
        return None
    sure = (firm and style in ("1", "一")) or ordinal
    return Marker(style=f"{style}.", number=number, end=found.end(), sure=sure)


def _bare(text: str) -> Marker | None:
    found = _BARE.match(text)
    if not found:
        return None
    return Marker(style="1 ", number=int(found.group(1)), end=found.end(), sure=False)


def _numeral(text: str) -> tuple[str, int]:
    """The style ("1", "一", "i", "a") and the value of a numeral."""
    if text.isascii() and text.isdigit():
        return "1", int(text)
    if text[0] in _CHINESE_DIGITS:
        return "一", _chinese_number(text)
    if text.lower() in _ROMAN:
        return "i", _ROMAN[text.lower()]
    if "Ⅰ" <= text[0] <= "Ⅻ":
        return "i", ord(text[0]) - ord("Ⅰ") + 1
    return "a", ord(text[0].lower()) - ord("a") + 1


def _chinese_number(text: str) -> int:
    if text[0] == "十":
        return 10 + (_CHINESE_DIGITS[text[1]] if len(text) > 1 and text[1] != "十" else 0)
    tens, _, rest = text.partition("十")
    if not _:
        return _CHINESE_DIGITS[text[0]]
    return 10 * _CHINESE_DIGITS[tens[0]] + (_CHINESE_DIGITS.get(rest[:1], 0))


def _circled_number(character: str) -> int:
    for first, count in (("①", 20), ("⑴", 10), ("⒈", 20), ("㈠", 10), ("❶", 10), ("➀", 10)):
        if 0 <= ord(character) - ord(first) < count:
            return ord(character) - ord(first) + 1
    return 0
