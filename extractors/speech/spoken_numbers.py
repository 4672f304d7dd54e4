"""Numbers spoken in words, found and written in digits: pay, years, dates, counts, shares, phone numbers.

Only where a number is meant: words of more than one numeral, or a numeral before a unit. "一下", "万一", "no one"
and "one of them" stay as they are.
"""

from __future__ import annotations

import re

from extractors.document import Struct

_ZH_DIGITS = {"零": 0, "〇": 0, "一": 1, "幺": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4,
              "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_SMALL = {"十": 10, "百": 100, "千": 1000}
_ZH_BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_ZH_RUN = "零〇一幺二两兩三四五六七八九十百千万萬亿億"
_ZH_NUMBER = re.compile(
    rf"百分之(?P<share>[{_ZH_RUN}]{{1,9}}(?:点[零〇一二三四五六七八九]{{1,4}})?)"
    rf"|(?P<whole>[{_ZH_RUN}]{{1,23}}[百千万萬亿億](?=一(?:年|个月|次|天|周|月|位|轮))|[{_ZH_RUN}]{{1,24}})(?:点(?P<part>[零〇一二三四五六七八九]{{1,8}}))?")
_ZH_UNIT = re.compile(r"薪|年(?!轻|级|会|底|初|度)|个?月(?!薪|饼|亮)|个?(?:工作)?日|天|号|點|点(?!击|评|赞|儿)"
                      r"|分钟|个?小时|个?星期|周年?|岁|歲|块|元|美元|美金|人(?!工|才|力|事|生|家|们|类)|个人(?!信|资|简)"
                      r"|位(?!置|于)|轮|倍|亿|万|[kK](?![a-z])|%|平米")
_ZH_NOT_AFTER = re.compile(r"[第每唯统专单星期周]$")
_ZH_STAYS = re.compile(r"^(?:万一|十分|千万|一一|四五|七八|三四|五六|六七|两三|一两|二三|千|万|百|十|亿|两)$")
_ZH_RANGE = re.compile(r"(?P<low>\d[\d.,]*\s?[万千kK元]?)(?:到|至)(?P<high>\d[\d.,]*\s?[万千kK元])")

_EN_UNITS = {word: value for value, word in enumerate((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"))}
_EN_TENS = {word: 10 * value for value, word in enumerate(
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2)}
_EN_SCALES = {"thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_EN_WORD = "|".join([*_EN_UNITS, *_EN_TENS, "hundred", *_EN_SCALES, "oh"])
_EN_ONE = re.compile(rf"\b(?:{_EN_WORD})\b", re.IGNORECASE)
_EN_LARGE = frozenset({"hundred", *_EN_SCALES})
_EN_RUN = re.compile(rf"\b(?:an? (?=hundred|thousand|million))?(?:{_EN_WORD})(?:(?:[ -]|,? and )(?:{_EN_WORD}))*\b"
                     rf"(?:\s(?P<unit>dollars|percent|k)\b)?", re.IGNORECASE)
_EN_AFTER = re.compile(r"^\s?(?:or more |plus )?(?:year|month|week|day|hour|minute|people|engineers|rounds?\b"
                       r"|interviews?\b|percent|k\b)", re.IGNORECASE)
_EN_PAIRED = re.compile(r"(?P<low>\b\d[\d,.]*)(?P<to>,? (?:to|and|or) )(?P<high>\$\d[\d,.]*)")
_PHONE_DIGITS = 7  # digits spoken one by one from which they are a phone or room number, not a quantity


class Written(Struct):
    """A number found: characters begin to end of the text, and what to write there."""

    begin: int
    end: int
    text: str


def written(text: str, language: str) -> list[Written]:
    """The numbers of `text`, in order, none overlapping; each differs from what stands there."""
    found = _chinese(text) if language == "zh" else _english(text)
    return [one for one in found if text[one.begin : one.end] != one.text]


def with_digits(text: str, language: str) -> str:
    """`text` with its numbers in digits."""
    for one in reversed(written(text, language)):
        text = text[: one.begin] + one.text + text[one.end :]
    return text


def _chinese(text: str) -> list[Written]:
    found = []
    for match in _ZH_NUMBER.finditer(text):
        if match["share"]:
            whole, _, part = match["share"].partition("点")
            value = chinese_value(whole)
            found.append(Written(begin=match.start(), end=match.end(), text=f"{value}{_decimals(part)}%"))
        elif _is_number(text, match):
            found.append(Written(begin=match.start(), end=match.end(), text=_zh_digits(match)))
    return _joined_ranges(text, found, _ZH_RANGE, "-")


def _is_number(text: str, match: re.Match[str]) -> bool:
    words, after = match["whole"], text[match.end() :]
    if match["part"]:
        return True
    pair_of = words == "两" and _ZH_UNIT.match(after)
    if _ZH_STAYS.match(words) and not pair_of or _ZH_NOT_AFTER.search(text[: match.start()]):
        return words == "十" and bool(re.match(r"[个年]", after))
    if len(words) == 1:
        return words not in "一幺" and words in _ZH_DIGITS and bool(_ZH_UNIT.match(after))
    if all(word in _ZH_DIGITS for word in words):
        return len(words) >= 3 or bool(len(words) == 2 and after.startswith("年"))
    return _well_formed(words)


def _well_formed(words: str) -> bool:
    """Within ten thousand, units fall: 千, 百, 十. What does not is two numbers or a slip, and stays in words."""
    for section in re.split("[万萬亿億]", words):
        sizes = [_ZH_SMALL[word] for word in section if word in _ZH_SMALL]
        if sizes != sorted(set(sizes), reverse=True):
            return False
    return True


def _zh_digits(match: re.Match[str]) -> str:
    words, part = match["whole"], match["part"] or ""
    if all(word in _ZH_DIGITS for word in words):
        return "".join(str(_ZH_DIGITS[word]) for word in words) + _decimals(part)
    if not part and words[-1] in _ZH_BIG and all(w not in _ZH_BIG for w in words[:-1]):
        return f"{chinese_value(words[:-1])}{words[-1]}"
    return f"{chinese_value(words)}{_decimals(part)}"


def _decimals(words: str) -> str:
    return "." + "".join(str(_ZH_DIGITS[word]) for word in words) if words else ""


def chinese_value(words: str) -> int:
    """The value of Chinese numerals: "三百二十八万一千一百三十八" -> 3281138; "三万五" -> 35000."""
    total = section = digit = 0
    unit = 1
    for word in words:
        if word in _ZH_DIGITS:
            digit = _ZH_DIGITS[word]
            unit = 1 if word in "零〇" else unit
        elif word in _ZH_SMALL:
            unit = _ZH_SMALL[word]
            section += (digit or 1) * unit
            digit = 0
        else:
            unit = _ZH_BIG[word]
            total = (total + section + digit) * unit if total < unit else total + (section + digit) * unit
            section = digit = 0
    colloquial = digit and unit > 10 and words[-2:-1] not in ("零", "〇")  # 三万五: five of the next lower unit
    return total + section + digit * (unit // 10 if colloquial else 1)


def _english(text: str) -> list[Written]:
    found = []
    for match in _EN_RUN.finditer(text):
        unit = (match["unit"] or "").lower()
        parts = _en_parts(match)
        for number, (begin, end, words) in enumerate(parts):
            own = unit if number == len(parts) - 1 else ""
            stop = match.end() if own else end
            shown = _en_digits(words)
            counted = len(words) > 1 or own or (words != ["one"] and _EN_AFTER.match(text[stop:]))
            if shown and counted:
                shown = {"dollars": f"${shown}", "percent": f"{shown}%", "k": f"{shown}K"}.get(own, shown)
                found.append(Written(begin=begin, end=stop, text=shown))
    return _joined_ranges(text, found, _EN_PAIRED, "")


def _en_parts(match: re.Match[str]) -> list[tuple[int, int, list[str]]]:
    """The run as numbers: "and" joins only a small rest to hundreds or thousands. (begin, end, words) of each."""
    end = match.start("unit") if match["unit"] else match.end()
    words = list(_EN_ONE.finditer(match.string, match.start(), end))
    parts: list[tuple[int, int, list[str]]] = []
    for number, word in enumerate(words):
        before = match.string[words[number - 1].end() : word.start()] if number else ""
        rest = {other.group().lower() for other in words[number:]}
        last = parts[-1][2][-1] if parts else ""
        small = last == "hundred" and "hundred" not in rest or last in _EN_SCALES and not rest & _EN_LARGE
        new = "and" in before.lower() and not small
        if not parts or new:
            parts.append((match.start() if not parts else word.start(), word.end(), [word.group().lower()]))
        else:
            parts[-1] = (parts[-1][0], word.end(), [*parts[-1][2], word.group().lower()])
    return parts


def _en_digits(words: list[str]) -> str:
    """Digits for English number words; "" when they are no number ("one two three" alone is counting)."""
    singles = [_EN_UNITS.get(word, 0 if word == "oh" else -1) for word in words]
    if len(words) > 1 and all(0 <= value <= 9 for value in singles):
        return "".join(map(str, singles)) if len(words) >= _PHONE_DIGITS else ""
    year = _en_year(words)
    if year:
        return str(year)
    if "oh" in words:
        return ""
    return _en_value(words)


def _en_value(words: list[str]) -> str:
    """Digits for a cardinal number, "" for a row of several."""
    total = section = last = 0
    for word in words:
        if word in _EN_SCALES:
            total, section, last = total + (section or 1) * _EN_SCALES[word], 0, 0
        elif word == "hundred":
            section, last = (section or 1) * 100, 100
        else:
            value = _EN_UNITS.get(word, _EN_TENS.get(word, 0))
            if 0 < last <= 90 and not (last >= 20 and 0 < value < 10):
                return ""  # "ten twenty": two numbers
            section, last = section + value, value
    value = total + section
    return f"{value:,}" if value >= 10_000 else str(value)


def _en_year(words: list[str]) -> int:
    """"twenty twenty six" -> 2026, "nineteen ninety nine" -> 1999; 0 when it is no year."""
    if len(words) not in (2, 3) or words[0] not in ("nineteen", "twenty"):
        return 0
    values = [_EN_UNITS.get(word, _EN_TENS.get(word, 0)) for word in words[1:]]
    if values[0] < 10 or len(values) == 2 and not (values[0] >= 20 and 0 < values[1] < 10):
        return 0
    return (1900 if words[0] == "nineteen" else 2000) + sum(values)


def _joined_ranges(text: str, found: list[Written], pattern: re.Pattern[str], sign: str) -> list[Written]:
    """Two numbers that make a range: "4万-6万"; "180,000 and $220,000" gets its first $ too."""
    joined: list[Written] = []
    for one in found:
        before = joined[-1] if joined else None
        between = text[before.end : one.begin] if before else ""
        whole = f"{before.text}{between}{one.text}" if before else ""
        match = pattern.fullmatch(whole + ("元" if sign and whole[-1:].isdigit() else ""))
        if before and match and sign and len(between) == 1:
            joined[-1] = Written(begin=before.begin, end=one.end, text=f"{before.text}{sign}{one.text}")
        elif before and match and not sign:
            joined[-1] = Written(begin=before.begin, end=before.end, text=f"${before.text}")
            joined.append(one)
        else:
            joined.append(one)
    return joined
