"""English numbers spoken in words: quantities, pay and its ranges, shares, years, phone numbers.

A range names its scale once ("one hundred eighty to two hundred twenty thousand dollars"), so its lower end is read
with the scale of the upper. What is no whole number by itself ("a few hundred thousand") stays in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from extractors.document import Struct
from extractors.speech.numbers.spoken_types import Written

_UNITS = {word: value for value, word in enumerate((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"))}
_TENS = {word: 10 * value for value, word in enumerate(
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2)}
_SCALES = {"thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_MULTIPLES = {"hundred": 100, **_SCALES}
_WORD = "|".join([*_UNITS, *_TENS, *_MULTIPLES, "oh"])
_DIGIT = "|".join([*list(_UNITS)[:10], "oh"])
_ONE = re.compile(rf"\b(?:{_WORD})\b", re.IGNORECASE)
_UNIT = r"(?:\s(?P<unit>dollars|percent|k)\b)?"
_RUN = re.compile(rf"\b(?:an? (?=hundred|thousand|million))?(?:{_WORD})(?:(?:[ -]|,? and )(?:{_WORD}))*\b{_UNIT}",
                  re.IGNORECASE)
_FRACTION = re.compile(
    rf"\b(?:half an? (?P<half>thousand|million|billion)\b"
    rf"|(?P<whole>(?:{_WORD})(?:[ -](?:{_WORD})){{0,7}})"
    rf" (?:point (?P<part>(?:{_DIGIT})(?: (?:{_DIGIT})){{0,7}})\b|and a half\b)"
    rf"(?: (?P<scale>hundred|thousand|million|billion)\b)?){_UNIT}", re.IGNORECASE)
_AFTER = re.compile(r"^\s?(?:or more |plus )?(?:year|month|week|day|hour|minute|people|engineers|rounds?\b"
                    r"|interviews?\b|percent|k\b)", re.IGNORECASE)
_NO_WHOLE = re.compile(r"\b(?:half|quarter of|third of|tenth of|point|few|several|couple of|couple|some|many)\s$",
                       re.IGNORECASE)  # before a number that it makes another one
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_TO = re.compile(r",? (?:to|through) |-", re.IGNORECASE)
_PAIRED = re.compile(r",? (?:to|and|or) ")
_PHONE_DIGITS = 7  # digits spoken one by one from which they are a phone or room number, not a quantity
_WITH_COMMAS = 10_000


class _Number(Struct):
    """A number met. words: those of a plain one, () of a fraction; value: None for a row of numbers, such as a phone's.

    scales: what its lower end may have left out: (what stands before the scale, the scale).
    """

    begin: int
    end: int
    words: tuple[str, ...]
    unit: str
    value: Decimal | None
    text: str
    counted: bool
    scales: tuple[tuple[Decimal, int], ...] = ()


def english(text: str) -> list[Written]:
    """The numbers of `text`, in order, none overlapping."""
    numbers = sorted([*_fractions(text), *_plain(text)], key=lambda number: number.begin)
    numbers = _with_scales(text, numbers)
    found = [Written(begin=number.begin, end=number.end, text=_dressed(number)) for number in numbers if number.counted]
    return _with_first_sign(text, found)


def _fractions(text: str) -> Iterator[_Number]:
    """"one point two million dollars", "two and a half years", "half a million"."""
    for match in _FRACTION.finditer(text):
        unit = (match["unit"] or "").lower()
        scale = _MULTIPLES[(match["half"] or match["scale"]).lower()] if match["half"] or match["scale"] else 1
        lead = Decimal("0.5")
        if match["whole"]:
            whole = _value(_words(match["whole"]))
            digits = "".join(str(_UNITS.get(word, 0)) for word in _words(match["part"])) if match["part"] else "5"
            lead = Decimal(f"{whole}.{digits}") if whole is not None else Decimal(-1)
        counted = lead >= 0 and bool(unit or scale > 1 or match["part"] or _AFTER.match(text[match.end() :]))
        yield _Number(begin=match.start(), end=match.end(), words=(), unit=unit, value=lead * scale,
                      text=_shown(lead * scale), counted=counted, scales=((lead, scale),) if scale > 1 else ())


def _plain(text: str) -> Iterator[_Number]:
    taken = [match.span() for match in _FRACTION.finditer(text)]
    for match in _RUN.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        unit = (match["unit"] or "").lower()
        parts = _parts(match)
        for place, (begin, end, words) in enumerate(parts):
            own = unit if place == len(parts) - 1 else ""
            yield _number(text, begin, match.end() if own else end, tuple(words), own)


def _number(text: str, begin: int, end: int, words: tuple[str, ...], unit: str) -> _Number:
    if unit == "k" or words[-1] == "thousand":
        words = _hundreds(words)
    shown = _digits(words)
    bare = words[0] in _MULTIPLES and text[begin].lower() != "a"
    whole = bool(shown) and not bare and not _NO_WHOLE.search(text[:begin])
    counted = whole and (len(words) > 1 or bool(unit) or (words[0] != "one" and bool(_AFTER.match(text[end:]))))
    return _Number(begin=begin, end=end, words=words, unit=unit, value=_value(words), text=shown, counted=counted,
                   scales=_scales(words, unit) if whole else ())


def _scales(words: Sequence[str], unit: str) -> tuple[tuple[Decimal, int], ...]:
    """The scales at the end of the words, the largest first: "four hundred thousand" is 4 of 100,000, 400 of 1000."""
    found = []
    scale = 1
    for place in range(len(words) - 1, 0, -1):
        if words[place] not in _MULTIPLES:
            break
        scale *= _MULTIPLES[words[place]]
        lead = _value(words[:place])
        if lead is not None:
            found.append((lead, scale))
    own = _value(words)
    return (*reversed(found), *([(own, 1)] if unit in ("k", "percent") and own is not None else []))


def _with_scales(text: str, numbers: Sequence[_Number]) -> list[_Number]:
    """The lower end of a range with the scale that stands at its upper end only."""
    result = list(numbers)
    for place, (low, high) in enumerate(zip(numbers, numbers[1:], strict=False)):
        between = text[low.end : high.begin]
        joined = _TO.fullmatch(between) or between == " and " and _BETWEEN.search(text[: low.begin])
        words = _hundreds(low.words)
        value = _value(words) if words else low.value
        if not joined or low.unit or value is None or low.scales:
            continue
        scale = next((scale for lead, scale in high.scales if value < lead), 0)
        if scale:
            result[place] = msgspec.structs.replace(low, text=_shown(value * scale), counted=True,
                                                    unit=high.unit if high.unit == "k" else "")
    return result


def _dressed(number: _Number) -> str:
    return {"dollars": f"${number.text}", "percent": f"{number.text}%", "k": f"{number.text}K"}.get(
        number.unit, number.text)


def _with_first_sign(text: str, found: Sequence[Written]) -> list[Written]:
    """"180,000 and $220,000" gets its first $ too."""
    result = list(found)
    for place, (low, high) in enumerate(zip(found, found[1:], strict=False)):
        plain = low.text[0].isdigit() and low.text[-1].isdigit()
        if plain and high.text.startswith("$") and _PAIRED.fullmatch(text[low.end : high.begin]):
            result[place] = msgspec.structs.replace(low, text=f"${low.text}")
    return result


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _ONE.finditer(text)]


def _parts(match: re.Match[str]) -> list[tuple[int, int, list[str]]]:
    """The run as numbers: "and" joins only a small rest to hundreds or thousands. (begin, end, words) of each."""
    end = match.start("unit") if match["unit"] else match.end()
    words = list(_ONE.finditer(match.string, match.start(), end))
    parts: list[tuple[int, int, list[str]]] = []
    for number, word in enumerate(words):
        before = match.string[words[number - 1].end() : word.start()] if number else ""
        rest = {other.group().lower() for other in words[number:]}
        last = parts[-1][2][-1] if parts else ""
        small = last == "hundred" and "hundred" not in rest or last in _SCALES and not rest & _MULTIPLES.keys()
        new = "and" in before.lower() and not small
        if not parts or new:
            parts.append((match.start() if not parts else word.start(), word.end(), [word.group().lower()]))
        else:
            parts[-1] = (parts[-1][0], word.end(), [*parts[-1][2], word.group().lower()])
    return parts


def _hundreds(words: Sequence[str]) -> tuple[str, ...]:
    """"one fifty" before k or thousand is one hundred fifty."""
    short = len(words) > 1 and 0 < _UNITS.get(words[0], 0) < 10 and words[1] in _TENS
    return (words[0], "hundred", *words[1:]) if short else tuple(words)


def _digits(words: Sequence[str]) -> str:
    """Digits for number words; "" when they are no number ("one two three" alone is counting)."""
    singles = [_UNITS.get(word, 0 if word == "oh" else -1) for word in words]
    if len(words) > 1 and all(0 <= value <= 9 for value in singles):
        return "".join(map(str, singles)) if len(words) >= _PHONE_DIGITS else ""
    year = _year(words)
    value = None if year or "oh" in words else _value(words)
    return str(year) if year else _shown(value) if value is not None else ""


def _value(words: Sequence[str]) -> Decimal | None:
    """The value of a cardinal number, None for a row of several."""
    total = section = last = 0
    for word in words:
        if word in _SCALES:
            total, section, last = total + (section or 1) * _SCALES[word], 0, 0
        elif word == "hundred":
            section, last = (section or 1) * 100, 100
        else:
            value = _UNITS.get(word, _TENS.get(word, 0))
            if 0 < last <= 90 and not (last >= 20 and 0 < value < 10):
                return None  # "ten twenty": two numbers
            section, last = section + value, value
    return Decimal(total + section)


def _shown(value: Decimal) -> str:
    plain = value.normalize()
    if plain != plain.to_integral_value():
        return f"{plain:,f}" if plain >= _WITH_COMMAS else f"{plain:f}"
    return f"{int(plain):,}" if plain >= _WITH_COMMAS else str(int(plain))


def _year(words: Sequence[str]) -> int:
    """"twenty twenty six" -> 2026, "nineteen ninety nine" -> 1999; 0 when it is no year."""
    if len(words) not in (2, 3) or words[0] not in ("nineteen", "twenty"):
        return 0
    values = [_UNITS.get(word, _TENS.get(word, 0)) for word in words[1:]]
    if values[0] < 10 or len(values) == 2 and not (values[0] >= 20 and 0 < values[1] < 10):
        return 0
    return (1900 if words[0] == "nineteen" else 2000) + sum(values)
