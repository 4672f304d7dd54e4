"""Words for currencies, periods and multiples of money, in Chinese and English, from money.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from analyzers import data_file
from analyzers.posting import Period


@cache
def multiples() -> dict[str, float]:
    """What a unit behind a number multiplies it by: 万, k; "" by one."""
    return {word: float(value) for word, value in _words()["multiples"].items()}


@cache
def periods() -> dict[str, Period]:
    return {word: Period(period) for period, words in _words()["periods"].items() for word in words}


@cache
def currencies() -> dict[str, str]:
    """The ISO 4217 code of every sign and name, in small letters."""
    return {word: code for code, words in _words()["currencies"].items() for word in words}


@cache
def _words() -> Any:
    return data_file.read(Path(__file__).with_name("money.yaml"))
