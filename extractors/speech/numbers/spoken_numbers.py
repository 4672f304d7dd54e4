"""Numbers spoken in words, found and written in digits: pay, years, dates, counts, shares, phone numbers.

Only where a number is meant: words of more than one numeral, or a numeral before a unit. "一下", "万一", "no one"
and "one of them" stay as they are.
"""

from __future__ import annotations

import re

from extractors.speech.numbers.spoken_english import english
from extractors.speech.numbers.spoken_types import Written

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
# "三四万", "二三十", "十七八", "一百二三十": two digits in a row before a unit mean about so much, never one number.
_ZH_ABOUT = re.compile(rf"(?P<head>[{_ZH_RUN}]*?)(?P<low>[一二两兩三四五六七八])(?P<high>[二两兩三四五六七八九])"
                       r"(?P<tail>[十百千]?(?P<big>[万萬亿億]?))")
_ZH_IN_A_ROW = re.compile(r"[一二两兩三四五六七八九]{2}")
_TEN_THOUSAND = 10_000
_ZH_RANGE = re.compile(r"(?P<low>\d[\d.,]*\s?[万千kK元]?)(?:到|至)(?P<high>\d[\d.,]*\s?[万千kK元])")


def written(text: str, language: str) -> list[Written]:
    """The numbers of `text`, in order, none overlapping; each differs from what stands there."""
    found = _chinese(text) if language == "zh" else english(text)
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
    return _joined_ranges(text, found)


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
        year = len(words) == 2 and after.startswith("年") and not _about(words)  # "九八年", but not "三五年"
        return len(words) >= 3 or year
    return _well_formed(words) and (not _ZH_IN_A_ROW.search(words) or bool(_about(words)))


def _about(words: str) -> str:
    """"三四万" as "3万-4万"; "" for what is no such estimate."""
    match = _ZH_ABOUT.fullmatch(words)
    pair = (_ZH_DIGITS[match["low"]], _ZH_DIGITS[match["high"]]) if match else (0, 0)
    if not match or (pair[1] - pair[0] != 1 and pair != (3, 5)):
        return ""
    tail, big = match["tail"].removesuffix(match["big"]), match["big"]
    simple = big and not any(word in _ZH_BIG for word in match["head"])
    ending = tail if simple else tail + big
    low, high = (chinese_value(match["head"] + match[side] + ending) for side in ("low", "high"))
    return f"{low}{big}-{high}{big}" if simple else f"{low}-{high}"


def _well_formed(words: str) -> bool:
    """Within ten thousand, units fall: 千, 百, 十. What does not is two numbers or a slip, and stays in words."""
    for section in re.split("[万萬亿億]", words):
        sizes = [_ZH_SMALL[word] for word in section if word in _ZH_SMALL]
        if sizes != sorted(set(sizes), reverse=True):
            return False
    return True


def _zh_digits(match: re.Match[str]) -> str:
    words, part = match["whole"], match["part"] or ""
    if not part and any(word not in _ZH_DIGITS for word in words) and (estimate := _about(words)):
        return estimate
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


def _joined_ranges(text: str, found: list[Written]) -> list[Written]:
    """Two numbers that make a range: "4万-6万"; both in the unit of one of them: "3.5万-5万"."""
    joined: list[Written] = []
    for one in found:
        before = joined[-1] if joined else None
        whole = f"{before.text}{text[before.end : one.begin]}{one.text}" if before else ""
        whole += "元" if whole[-1:].isdigit() else ""
        if before and one.begin - before.end == 1 and _ZH_RANGE.fullmatch(whole):
            joined[-1] = Written(begin=before.begin, end=one.end, text="-".join(_alike(before.text, one.text)))
        else:
            joined.append(one)
    return joined


def _alike(low: str, high: str) -> tuple[str, str]:
    """"35000", "5万" as "3.5万", "5万": "35000-5万" reads as no range."""
    plain, other = (low, high) if high.endswith("万") else (high, low)
    if not (other.endswith("万") and plain.isdigit() and int(plain) >= _TEN_THOUSAND):
        return low, high
    changed = f"{int(plain) / _TEN_THOUSAND:g}万"
    return (changed, high) if plain == low else (low, changed)
