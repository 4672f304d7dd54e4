"""Words beside an amount that say whether it is pay, from words.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from analyzers import data_file


class Beside(NamedTuple):
    """Patterns of one language for the words before an amount; each ends where the amount begins."""

    label: re.Pattern[str]
    not_pay: re.Pattern[str]


@cache
def chinese() -> Beside:
    """月薪, 待遇为 before pay; 融资, 补贴, 我现在 before money that is none."""
    told = _words()["zh"]
    goes_on = (
        r"(?:范围|待遇|标准|区间|水平|带宽|结构|福利|是|为|在|大概|大约|可以|能|给|到|:|\s|[)】*\]|#-]){0,4}"
        r"(?:\d{1,2}薪)?[^\d\n]{0,6}\Z"
    )
    return Beside(re.compile(_any(told["label"]) + goes_on), re.compile(_any(told["not_pay"]) + r"[^。;\n]{0,14}\Z"))


@cache
def english() -> Beside:
    """ "salary of" before pay; "raised", "bonus of", "i make" before money that is none."""
    told = _words()["en"]
    return Beside(
        re.compile(_any(told["label"]) + r"[^.\n]{0,60}\Z", re.IGNORECASE),
        re.compile(_any(told["not_pay"]) + r"[^.\n]{0,40}\Z", re.IGNORECASE),
    )


@cache
def behind() -> re.Pattern[str]:
    """What behind an amount says that it is no pay: people, users, shares, insurance, a bonus."""
    told = _words()
    return re.compile(rf"\s?(?:{'|'.join(told['behind'])}|(?i:[ ]?{_any(told['behind_in_english'])}))")


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(words)})"


@cache
def _words() -> Any:
    return data_file.read(Path(__file__).with_name("words.yaml"))
