"""Whose dollars, and whose ¥: a sign that several currencies share is read by the country of all the places of work."""

from __future__ import annotations

import re

from msgspec.structs import replace

from analyzers.posting import Absent, Fact, Location, Pay

_SIGNS = {"USD": "$", "CNY": "¥"}
_LOCAL = {
    "USD": {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"},
    "CNY": {"JP": "JPY"},
}  # by what the sign alone stands for, by country


_YUAN = {"TW": "TWD", "HK": "HKD", "MO": "MOP"}  # whose 元, by country
_OF_MAINLAND = re.compile(r"人民币|人民幣|RMB|rmb|CNY|[¥￥kKwW]")


def localised(pay: Fact[Pay] | Absent, places: Fact[tuple[Location, ...]] | Absent) -> Fact[Pay] | Absent:
    """The pay with the currency of the country where all the work is, where its words have a bare sign or 元 alone."""
    if not isinstance(pay, Fact) or not isinstance(places, Fact) or pay.value.currency not in _LOCAL:
        return pay
    countries = {place.country for place in places.value}
    country = countries.pop() if len(countries) == 1 else ""
    currency, yuan = _LOCAL[pay.value.currency].get(country), _YUAN.get(country)
    if yuan and pay.value.currency == "CNY" and not _OF_MAINLAND.search(pay.words):
        return replace(pay, value=replace(pay.value, currency=yuan))
    sign = _SIGNS[pay.value.currency]
    said = any(letter.isalpha() and letter not in "kK" for letter in pay.words[: pay.words.find(sign)])
    if not currency or sign not in pay.words or said or any(code in pay.words for code in (*_LOCAL, "RMB")):
        return pay
    return replace(pay, value=replace(pay.value, currency=currency))
