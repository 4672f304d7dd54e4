"""One posting as a schema.org JobPosting (JSON-LD), in the values that Google's job search documents.

What the posting does not state is left out, never filled in; `google.shortcomings` tells what is missing then.
Sources: schema.org 30.1 for types and ranges; Google Search Central, "Job posting (JobPosting) structured data", for
values (credentialCategory, employmentType, jobLocationType) and for the description, which is HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from analyzers.posting import Absent, Degree, Fact, Location, Pay, Posting, SectionKind, Years

_CREDENTIAL = {
    Degree.HIGH_SCHOOL: "high school",
    Degree.ASSOCIATE: "associate degree",
    Degree.BACHELOR: "bachelor degree",
    Degree.MASTER: "postgraduate degree",
    Degree.DOCTOR: "postgraduate degree",
}
NO_DEMAND = "no requirements"  # Google's word where a posting says that none is asked for
USUAL_MONTHS = 12.0


def to_jobposting(posting: Posting) -> dict[str, Any]:
    """The posting as JSON-LD, ready for `json.dumps`."""
    found: dict[str, Any] = {"@context": "https://schema.org/", "@type": "JobPosting"}
    _put(found, "title", _value(posting.title))
    _put(found, "description", description(posting))
    _put(found, "datePosted", _value(posting.posted))
    _put(found, "validThrough", _value(posting.apply_by))
    _put(found, "employmentType", _value(posting.employment))
    _put(found, "totalJobOpenings", _value(posting.headcount))
    _employer(found, posting)
    _places(found, _value(posting.places) or ())
    _pay(found, posting)
    _demands(found, posting)
    _words(found, posting)
    return found


def description(posting: Posting) -> str:
    """The posting's own words as HTML: a paragraph for each heading, a list for its items. Its words are no markup."""
    parts: list[str] = []
    for section in posting.sections:
        if section.heading:
            parts.append(f"<p>{escape(section.heading, quote=False)}</p>")
        items = [f"<li>{escape(item.text, quote=False)}</li>" for item in section.items if item.text.strip()]
        parts += ["<ul>", *items, "</ul>"] if items else []
    return "\n".join(parts)


def _value(fact: Fact[Any] | Absent) -> Any:
    return fact.value if isinstance(fact, Fact) else None


def _put(target: dict[str, Any], name: str, content: Any) -> None:
    if content not in (None, "", [], {}):
        target[name] = content


def _employer(found: dict[str, Any], posting: Posting) -> None:
    employer, department, requisition = map(_value, (posting.employer, posting.department, posting.requisition))
    if employer:
        found["hiringOrganization"] = {"@type": "Organization", "name": employer}
    if employer and department:
        found["hiringOrganization"]["department"] = {"@type": "Organization", "name": department}
    if requisition:
        found["identifier"] = {"@type": "PropertyValue", "name": employer or "requisition", "value": requisition}


def _places(found: dict[str, Any], places: tuple[Location, ...]) -> None:
    """Where the work is done. A remote posting's countries are where applicants may live, and no place of work."""
    remote = any(place.mode == "remote" for place in places)
    kept = [place for place in places if place.city or place.district or (place.region and not remote)]
    kept = kept or ([] if remote else list(places))
    spots = [{"@type": "Place", "address": address} for place in kept if (address := _address(place))]
    _put(found, "jobLocation", spots[0] if len(spots) == 1 else spots)
    if remote:
        found["jobLocationType"] = "TELECOMMUTE"
        countries = sorted({place.country for place in places if place.country})
        named = [{"@type": "Country", "name": country} for country in countries]
        _put(found, "applicantLocationRequirements", named[0] if len(named) == 1 else named)


def _address(place: Location) -> dict[str, Any]:
    address: dict[str, Any] = {}
    _put(address, "streetAddress", place.district)
    _put(address, "addressLocality", place.city)
    _put(address, "addressRegion", place.region)
    _put(address, "addressCountry", place.country)
    return {"@type": "PostalAddress", **address} if address else {}


def _pay(found: dict[str, Any], posting: Posting) -> None:
    """The employer's word is baseSalary; a board's guess is estimatedSalary."""
    pay: Pay | None = _value(posting.pay)
    if pay is not None:
        found["estimatedSalary" if pay.estimated else "baseSalary"] = _money(pay)
    _put(found, "incentiveCompensation", ", ".join(filter(None, (_value(posting.bonus), _value(posting.equity)))))


def _money(pay: Pay) -> dict[str, Any]:
    amount: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": pay.period.value}
    if pay.minimum == pay.maximum:
        amount["value"] = _plain(pay.minimum)
    else:
        _put(amount, "minValue", _plain(pay.minimum))
        _put(amount, "maxValue", _plain(pay.maximum))
    if pay.months != USUAL_MONTHS:
        months = {"@type": "PropertyValue", "name": "salaries paid a year", "value": _plain(pay.months)}
        amount["additionalProperty"] = months
    return {"@type": "MonetaryAmount", "currency": pay.currency, "value": amount}


def _plain(number: float | None) -> float | int | None:
    """A whole number without its ".0"."""
    return int(number) if number is not None and number == int(number) else number


def _demands(found: dict[str, Any], posting: Posting) -> None:
    if isinstance(posting.experience, Fact):
        found["experienceRequirements"] = _experience(posting.experience)
    degree: Degree | None = _value(posting.education)
    if degree is Degree.NONE:
        found["educationRequirements"] = NO_DEMAND
    elif degree is not None:
        credential = {"@type": "EducationalOccupationalCredential", "credentialCategory": _CREDENTIAL[degree]}
        found["educationRequirements"] = credential


def _experience(fact: Fact[Years]) -> dict[str, Any] | str:
    """Months at least; a demand without a lower end ("at most 3 years") stays in its own words."""
    years = fact.value
    if years.minimum:
        return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": round(years.minimum * 12)}
    return fact.words if years.maximum else NO_DEMAND


def _words(found: dict[str, Any], posting: Posting) -> None:
    _put(found, "responsibilities", _lines(item.text for item in posting.duties))
    _put(found, "qualifications", _lines(item.text for item in posting.must_haves))
    _put(found, "jobBenefits", _lines(item.text for item in posting.items(SectionKind.BENEFITS)))
    _put(found, "eligibilityToWorkRequirement", _value(posting.visa))
    skills = dict.fromkeys(skill.canonical for skill in posting.skills if skill.demand != "context")
    _put(found, "skills", list(skills))


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text.strip())
