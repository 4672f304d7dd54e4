"""Numbers as postings write and speak them: 1.5, 15,000, 四, 十六, 两, five, one hundred eighty thousand."""

from __future__ import annotations

import re

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
ZH_NUMBER = r"[零〇一二两三四五六七八九十百千万]+(?:点[零一二三四五六七八九]+)?"

_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_WORDS.update(
    {
        word: 10 * value
        for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
    }
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
EN_WORD = rf"(?:{'|'.join([*_WORDS, *_SCALES])})"
EN_NUMBER = rf"\b{EN_WORD}(?:(?:[ -]|(?<=hundred) and ){EN_WORD})*\b"


def value_of(words: str) -> float | None:
    """The number that `words` say, None when they say none (digits with commas, Chinese, or English)."""
    words = words.strip().replace(",", "").replace(" ", " ")
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    if words and words[0] in _DIGITS or words[:1] in _UNITS:
        return _chinese(words)
    return _english(words.lower())


def _chinese(words: str) -> float | None:
    whole, _, fraction = words.partition("点")
    total = section = digit = 0.0
    last = 1.0
    for character in whole:
        if character in _DIGITS:
            digit = float(_DIGITS[character])
        elif character == "万":
            total += (section + digit or 1) * 10_000
            section = digit = 0.0
            last = 10_000.0
        elif character in _UNITS:
            last = float(_UNITS[character])
            section += (digit or 1.0) * last
            digit = 0.0
        else:
            return None
    if digit and last >= 1000 and len(whole) > 1 and whole[-2] in "万千":
        digit *= last / 10  # 一万二 is 12 000, 三千五 is 3 500
    total += section + digit
    if fraction:
        total += sum(_DIGITS.get(character, 0) / 10 ** (place + 1) for place, character in enumerate(fraction))
    return total


def _english(words: str) -> float | None:
    total = group = 0
    seen = False
    for word in re.split(r"[\s-]+", words):
        if word in _WORDS:
            value = _WORDS[word]
            group = group * 100 + value if group and group < 10 and value >= 10 else group + value  # "one sixty"
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            total += (group or 1) * _SCALES[word]
            group = 0
        elif word != "and":
            return None
        seen = seen or word != "and"
    return float(total + group) if seen else None
