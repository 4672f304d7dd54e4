"""What a JobPosting lacks, or says wrongly, by Google's documentation of job posting structured data.

Facts from Google Search Central, "Job posting (JobPosting) structured data", as of 2026. A property that is missing
because the posting does not state it is a shortcoming of the posting; a wrong value would be one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

REQUIRED = ("datePosted", "description", "hiringOrganization", "title")  # and a place: see `_place`
RECOMMENDED = ("baseSalary", "employmentType", "identifier", "validThrough")
EMPLOYMENT = frozenset(
    {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
)
UNITS = frozenset({"HOUR", "DAY", "WEEK", "MONTH", "YEAR"})
CREDENTIALS = frozenset(
    {"high school", "associate degree", "bachelor degree", "professional certificate", "postgraduate degree"}
)
_CURRENCY, _COUNTRY = re.compile(r"[A-Z]{3}"), re.compile(r"[A-Z]{2}")


class Shortcoming(NamedTuple):
    """grade: "required" or "recommended" (missing), or "wrong" (there, with a value that is not allowed)."""

    grade: str
    name: str


def shortcomings(found: dict[str, Any]) -> list[Shortcoming]:
    """Everything that keeps this JobPosting from being complete, the gravest first."""
    told = [Shortcoming("wrong", name) for name in _wrong(found)]
    told += [Shortcoming("required", name) for name in (*REQUIRED, _place(found)) if not found.get(name)]
    if any(not _country(spot) for spot in _listed(found.get("jobLocation"))):
        told.append(Shortcoming("required", "addressCountry"))
    told += [Shortcoming("recommended", name) for name in RECOMMENDED if not found.get(name)]
    return told


def _place(found: dict[str, Any]) -> str:
    """The property that must say where: a place of work, or for remote work where applicants may live."""
    if found.get("jobLocationType") == "TELECOMMUTE" and not found.get("jobLocation"):
        return "applicantLocationRequirements"
    return "jobLocation"


def _country(spot: dict[str, Any]) -> str:
    country: str = spot.get("address", {}).get("addressCountry", "")
    return country


def _wrong(found: dict[str, Any]) -> Iterator[str]:
    """Names of the properties whose values Google does not take."""
    yield from (name for name in ("datePosted", "validThrough") if name in found and not _is_date(found[name]))
    if found.get("datePosted", "") > found.get("validThrough", "9999"):
        yield "validThrough"
    if found.get("description", "-") == found.get("title"):
        yield "description"
    if not EMPLOYMENT.issuperset(_listed(found.get("employmentType"))):
        yield "employmentType"
    if found.get("jobLocationType", "TELECOMMUTE") != "TELECOMMUTE":
        yield "jobLocationType"
    if any(_country(spot) and not _COUNTRY.fullmatch(_country(spot)) for spot in _listed(found.get("jobLocation"))):
        yield "addressCountry"
    if "baseSalary" in found and not _is_salary(found["baseSalary"]):
        yield "baseSalary"
    yield from _wrong_demands(found)


def _wrong_demands(found: dict[str, Any]) -> Iterator[str]:
    education, experience = found.get("educationRequirements"), found.get("experienceRequirements")
    if isinstance(education, dict) and education.get("credentialCategory") not in CREDENTIALS:
        yield "educationRequirements"
    if isinstance(experience, dict) and not experience.get("monthsOfExperience", 0) > 0:
        yield "experienceRequirements"


def _is_salary(salary: dict[str, Any]) -> bool:
    amount = salary.get("value", {})
    ends = [amount[name] for name in ("minValue", "value", "maxValue") if name in amount]
    known = bool(_CURRENCY.fullmatch(salary.get("currency", ""))) and amount.get("unitText") in UNITS
    return known and bool(ends) and ends == sorted(ends) and ends[0] >= 0


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text[:10]))
    except ValueError:
        return False


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
