"""Cities by name in Chinese and English, and the words that stand for countries and states."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
        "DC",
    ]
)
STATE_NAMES = [
    "Alabama",
    "Alaska",
    "Arizona",
    "Arkansas",
    "California",
    "Colorado",
    "Connecticut",
    "Delaware",
    "Florida",
    "Georgia",
    "Hawaii",
    "Idaho",
    "Illinois",
    "Indiana",
    "Iowa",
    "Kansas",
    "Kentucky",
    "Louisiana",
    "Maine",
    "Maryland",
    "Massachusetts",
    "Michigan",
    "Minnesota",
    "Mississippi",
    "Missouri",
    "Montana",
    "Nebraska",
    "Nevada",
    "Ohio",
    "Oklahoma",
    "Oregon",
    "Pennsylvania",
    "Tennessee",
    "Texas",
    "Utah",
    "Vermont",
    "Virginia",
    "Washington",
    "Wisconsin",
    "Wyoming",
] + [
    "New York",
    "New Jersey",
    "New Mexico",
    "New Hampshire",
    "North Carolina",
    "South Carolina",
    "North Dakota",
    "South Dakota",
    "Rhode Island",
    "West Virginia",
    "District of Columbia",
]
REGIONS = frozenset(
    [
        *STATE_NAMES,
        "Alberta",
        "Ontario",
        "British Columbia",
        "Quebec",
        "Manitoba",
        "Nova Scotia",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
        "Bavaria",
        "New South Wales",
        "Victoria",
        "Queensland",
    ]
) - {"New York", "Washington"}
COUNTRIES = {
    "United States": "US",
    "USA": "US",
    "US": "US",
    "U.S.": "US",
    "United States of America": "US",
    "United Kingdom": "GB",
    "UK": "GB",
    "England": "GB",
    "Scotland": "GB",
    "Wales": "GB",
    "Northern Ireland": "GB",
    "Ireland": "IE",
    "Canada": "CA",
    "Germany": "DE",
    "France": "FR",
    "Netherlands": "NL",
    "Spain": "ES",
    "Italy": "IT",
    "Portugal": "PT",
    "Switzerland": "CH",
    "Austria": "AT",
    "Belgium": "BE",
    "Sweden": "SE",
    "Norway": "NO",
    "Denmark": "DK",
    "Finland": "FI",
    "Poland": "PL",
    "India": "IN",
    "Australia": "AU",
    "New Zealand": "NZ",
    "Japan": "JP",
    "South Korea": "KR",
    "Korea": "KR",
    "Malaysia": "MY",
    "Thailand": "TH",
    "Vietnam": "VN",
    "Indonesia": "ID",
    "Philippines": "PH",
    "China": "CN",
    "Israel": "IL",
    "United Arab Emirates": "AE",
    "UAE": "AE",
    "Brazil": "BR",
    "Mexico": "MX",
    "Argentina": "AR",
    "South Africa": "ZA",
    "Egypt": "EG",
    "Turkey": "TR",
    "Romania": "RO",
    "Hungary": "HU",
    "Czech Republic": "CZ",
    "Greece": "GR",
    "Saudi Arabia": "SA",
    "Qatar": "QA",
    "美国": "US",
    "英国": "GB",
    "加拿大": "CA",
    "德国": "DE",
    "日本": "JP",
    "澳大利亚": "AU",
    "法国": "FR",
    "韩国": "KR",
    "荷兰": "NL",
    "瑞士": "CH",
    "马来西亚": "MY",
    "泰国": "TH",
    "印度": "IN",
    "印尼": "ID",
    "越南": "VN",
    "菲律宾": "PH",
    "阿联酋": "AE",
}


class City(NamedTuple):
    """A city under the name it was found by. name: the normalised name in the language it was written in."""

    name: str
    region: str
    country: str


@cache
def known() -> dict[str, City]:
    """Every spelling (Chinese as it is, English lower-cased) and the city it names."""
    rows = yaml.load(
        Path(__file__).with_name("cities.yaml").read_text(encoding="utf-8"),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    table: dict[str, City] = {}
    for row in rows:
        chinese = row["zh"].split(" ")[0].removesuffix("市")
        table.setdefault(chinese, City(chinese, row["region"], row["country"]))
        english = City(row["en"], row["region"] if row["country"] != "CN" else "", row["country"])
        for name in (row["en"], *row.get("also", ())):
            table.setdefault(name.lower(), english)
    return table


@cache
def chinese_pattern() -> re.Pattern[str]:
    """Any known city in Chinese, longest first."""
    names = sorted(
        (name for name in known() if not name.isascii() and "\u4e00" <= name[0] <= "\u9fff"), key=len, reverse=True
    )
    return re.compile("|".join(map(re.escape, names)))


@cache
def english_pattern() -> re.Pattern[str]:
    """Any known city in English, as a whole word in capitals or Title Case."""
    names = sorted((name for name in known() if not "\u4e00" <= name[0] <= "\u9fff"), key=len, reverse=True)
    spelled = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<![\w-])(?=[A-Z])(?i:{spelled})(?![\w-])")


@cache
def state_pattern() -> re.Pattern[str]:
    """ "City, ST" and "City, State" and "City, Region, Country" with any city name in Title Case."""
    states = "|".join(sorted(STATES)) + "|" + "|".join(map(re.escape, sorted(STATE_NAMES, key=len, reverse=True)))
    countries = "|".join(map(re.escape, sorted((c for c in COUNTRIES if c.isascii()), key=len, reverse=True)))
    city = r"(?P<city>(?:(?:St|Ft|Mt)\. )?[A-Z][A-Za-z.'-]+(?: (?:of |upon |on |la |de )?[A-Z][A-Za-z.'-]+){0,3})"
    return re.compile(
        rf"\b{city}, ?(?:(?P<state>{states})|(?P<country>{countries}))(?:(?![A-Za-z])|(?=[A-Z][a-z])|"
        rf"(?=[A-Z]{{3}}))(?:,? ?(?:(?P<country2>{countries}))\b)?"
    )


@cache
def smaller() -> frozenset[str]:
    """The names of cities_more.txt: from 15 000 inhabitants where English is spoken, else from 100 000.

    Names alone: many are shared by several states and countries, and the list does not hold them all ("Millville"
    without a state is in New Jersey for the list, in Delaware for an employer). Ordinary words (Reading, Mobile,
    Nice), which name a city only with its state or country behind them, are left out.
    """
    return frozenset(Path(__file__).with_name("cities_more.txt").read_text(encoding="utf-8").splitlines())


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
