"""Cities by name in Chinese and English, and the words that stand for countries and states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from analyzers import data_file
from analyzers.wording import by_first_letter


class City(NamedTuple):
    """A city under the name it was found by. name: the normalised name in the language it was written in."""

    name: str
    region: str
    country: str


class Regions(NamedTuple):
    """Words of regions.yaml. regions: what stands where a city does and is none; countries: code by name.

    provinces: the country by the letters that addresses write for its provinces, outside the United States.
    """

    states: tuple[str, ...]
    state_names: tuple[str, ...]
    provinces: dict[str, str]
    regions: frozenset[str]
    countries: dict[str, str]


@cache
def _regions() -> Regions:
    read = _data("regions.yaml")
    regions = frozenset(read["state_names"]).union(read["regions"]) - set(read["named_as_cities"])
    return Regions(tuple(read["states"]), tuple(read["state_names"]), read["provinces"], regions, read["countries"])


def regions() -> frozenset[str]:
    """States, provinces and lands by name: "Texas", "Ontario", "Bavaria"; not those that name a city too."""
    return _regions().regions


def provinces() -> dict[str, str]:
    """The country of every province by its letters: ON, NSW."""
    return _regions().provinces


def countries() -> dict[str, str]:
    """The ISO 3166 code of every country by the names that postings write."""
    return _regions().countries


def _data(name: str) -> Any:
    return data_file.read(Path(__file__).with_name(name))


@cache
def known() -> dict[str, City]:
    """Every spelling (Chinese as it is, English lower-cased) and the city it names."""
    table: dict[str, City] = {}
    for row in _data("cities.yaml"):
        chinese = row["zh"].split(" ")[0].removesuffix("市")
        table.setdefault(chinese, City(chinese, row["region"], row["country"]))
        english = City(row["en"], row["region"] if row["country"] != "CN" else "", row["country"])
        for name in (row["en"], *row.get("also", ())):
            table.setdefault(name.lower(), english)
    return table


def _longest_first(names: Iterable[str]) -> list[str]:
    return [re.escape(name) for name in sorted(names, key=len, reverse=True)]


@cache
def chinese_pattern() -> re.Pattern[str]:
    """Any known city in Chinese, longest first."""
    names = (name for name in known() if not name.isascii() and "\u4e00" <= name[0] <= "\u9fff")
    return re.compile("|".join(_longest_first(names)))


@cache
def english_pattern() -> re.Pattern[str]:
    """Any known city in English, as a whole word in capitals or Title Case."""
    spelled = _longest_first(name for name in known() if not "\u4e00" <= name[0] <= "\u9fff")
    capital = by_first_letter((f"{name[0].upper()}{name[1:]}" for name in spelled), any_case=True)
    return re.compile(rf"(?=[A-Z])(?<![\w-])(?:{capital})(?![\w-])")


@cache
def state_pattern() -> re.Pattern[str]:
    """ "City, ST" and "City, State" and "City, Region, Country" with any city name in Title Case."""
    told = _regions()
    states = "|".join((*sorted((*told.states, *told.provinces)), *_longest_first(told.state_names)))
    countries = "|".join(_longest_first(name for name in told.countries if name.isascii()))
    city = r"(?P<city>(?:(?:St|Ft|Mt)\. )?[A-Z][A-Za-z.'-]+(?: (?:of |upon |on |la |de )?[A-Z][A-Za-z.'-]+){0,3})"
    return re.compile(
        rf"\b{city}, ?(?:(?P<state>{states})|(?P<country>{countries}))(?:(?![A-Za-z])|(?=[A-Z][a-z])|"
        rf"(?=[A-Z]{{3}}))(?:,? ?(?:(?P<country2>{countries}))\b)?"
    )


@cache
def districts() -> dict[str, dict[str, str]]:
    """By city in Chinese, its districts as posts write them without 区, and their whole names."""
    found: dict[str, dict[str, str]] = {}
    for city, names in _data("districts.yaml").items():
        pairs = (name.partition(":") for name in names)
        found[city] = {short: whole or f"{short}区" for short, _, whole in pairs}
    return found


def district_at(city: str, flat: str, at: int, limit: int) -> tuple[str, int]:
    """The whole name of the district of `city` that stands at `at` without 区, and its end; ("", at) for none."""
    for length in (4, 3, 2):
        name = flat[at : min(limit, at + length)]
        if len(name) == length and (whole := districts().get(city, {}).get(name)):
            return ("", at) if _NO_DISTRICT.match(flat, at + length) else (whole, at + length)
    return "", at


@cache
def smaller() -> frozenset[str]:
    """The names of cities_more.txt: from 15 000 inhabitants where English is spoken, else from 100 000.

    Names alone: many are shared by several states and countries, and the list does not hold them all ("Millville"
    without a state is in New Jersey for the list, in Delaware for an employer). Ordinary words (Reading, Mobile,
    Nice), which name a city only with its state or country behind them, are left out.
    """
    return frozenset(Path(__file__).with_name("cities_more.txt").read_text(encoding="utf-8").splitlines())


# "南京鼓楼医院", "北京朝阳大悦城": what is named after a district
_NO_DISTRICT = re.compile(r"[医院大学寺山路街桥公门湖]|银行|法院|分行|支行|分公司|集团|科技|新城")
_NAME = re.compile(r"[A-Z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*){0,3}")
_NO_CITY_AFTER = re.compile(
    r"[\w-]|\s(?:University|College|School|County|Parish|Hospital|Street|St|Road|Rd|Avenue|Ave|Drive|Lane|Boulevard|Blvd"
    r"|Way|Park|Square|Building|House|Tower|Centre|Center|Plaza|Airport|Station|Bank|Group|Inc|LLC|Ltd)\b"
)


def smaller_city(text: str) -> str:
    """The smaller city whose name `text` begins with, "" for none; the longest name wins."""
    match = _NAME.match(text)
    words = match.group().split(" ") if match else []
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if name in smaller() and not _NO_CITY_AFTER.match(text, len(name)):
            return name
    return ""
