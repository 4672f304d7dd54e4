"""The structured posting: every field is a Fact with its words and their place, or Absent with the reason.

A fact's `words` are exactly what the document says at its `evidence` (`document.quote`), joined by a space where the
evidence has several parts. Nothing here is guessed: a value that no words carry is Absent.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar, Union

import msgspec

from extractors.document import Evidence, Struct
from extractors.keys import content_key

SCHEMA_VERSION = "1.1"
T = TypeVar("T")


class Fact(msgspec.Struct, Generic[T], frozen=True, kw_only=True, tag="fact", tag_field="is"):
    """A value, the words that carry it, where they stand, and how sure the reading is (0 to 1)."""

    value: T
    words: str
    evidence: tuple[Evidence, ...]
    confidence: float


class Absent(Struct, tag="absent", tag_field="is"):
    """No value, and why: "not stated", "negotiable", "ambiguous: ..." or "unparsed: ..." (these two ask for review)."""

    reason: str = "not stated"


class Period(StrEnum):
    HOUR = "HOUR"  # schema.org unitText values
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


class Pay(Struct):
    """A pay range in currency units (not thousands) per period. A missing end is None: "from 20k", "up to 3万".

    months: salaries paid a year (15 in "15薪"; 12 unless said). estimated: the board's guess, not the employer's word.
    """

    minimum: float | None
    maximum: float | None
    currency: str  # ISO 4217
    period: Period
    months: float = 12.0
    estimated: bool = False


class Location(Struct):
    """A place of work. city: normalised name in its own language; mode: "onsite", "remote", "hybrid" or ""."""

    city: str = ""
    district: str = ""
    region: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    mode: str = ""


class Years(Struct):
    """Years of experience. maximum None: open upwards. (0, 0): no experience needed, or fresh graduates."""

    minimum: float
    maximum: float | None


class Degree(StrEnum):
    NONE = "none"  # said: no degree needed
    HIGH_SCHOOL = "high_school"
    ASSOCIATE = "associate"  # 大专
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"


class Contact(Struct):
    """A way to reach somebody. kind: "mail", "phone", "wechat", "qq", "url", "person"."""

    kind: str
    value: str


class SectionKind(StrEnum):
    ABOUT = "about"
    DUTIES = "duties"
    MUST = "must"
    NICE = "nice"
    BENEFITS = "benefits"
    COMPANY = "company"
    APPLY = "apply"
    BOILERPLATE = "boilerplate"
    HEAD = "head"  # title line, pay, place: what boards put above the text
    OTHER = "other"


class Item(Struct):
    """One duty, requirement or benefit: its words without the marker, and where they stand."""

    text: str
    evidence: tuple[Evidence, ...]


class Section(Struct):
    """A stretch of a posting by meaning. heading: its words, "" when it has none."""

    kind: SectionKind
    heading: str
    items: tuple[Item, ...]
    confidence: float


class Skill(Struct):
    """A skill that the posting names. canonical: the one name of all its aliases; years: None when not said.

    kind: "technology", "method", "tool", "language", "soft", "certificate", "domain"; demand: "must", "nice" or
    "context" (named in duties or about the company); level: "" or "know", "familiar", "proficient", "expert".
    esco: the skill's identifier in ESCO, "" where ESCO has none of that meaning.
    """

    canonical: str
    category: str
    kind: str
    demand: str
    level: str
    years: float | None
    words: str
    evidence: Evidence
    confidence: float
    esco: str = ""


class Slice(Struct):
    """One posting's part of a document: stretches of its blocks in order. confidence: of the cut.

    shared: what the document says once for all its postings (the company above them, how to apply below them).
    labels: of a table's row, the header's cell above each part; None for a part that has none, () where no part has.
    """

    document: str
    index: int
    parts: tuple[Evidence, ...]
    confidence: float
    reason: str = ""
    shared: tuple[Evidence, ...] = ()
    labels: tuple[Evidence | None, ...] = ()

    @property
    def key(self) -> str:
        return content_key("slice", self.document, self.parts)


class Posting(Struct):
    """A structured posting. `doubts` are reasons for review, in words; `extra` holds a source's own fields."""

    document: str
    slice: str
    language: str
    title: Union[Fact[str], Absent]
    level: Union[Fact[str], Absent] = Absent()
    employer: Union[Fact[str], Absent] = Absent()
    department: Union[Fact[str], Absent] = Absent()
    places: Union[Fact[tuple[Location, ...]], Absent] = Absent()
    pay: Union[Fact[Pay], Absent] = Absent()
    equity: Union[Fact[str], Absent] = Absent()
    bonus: Union[Fact[str], Absent] = Absent()
    experience: Union[Fact[Years], Absent] = Absent()
    education: Union[Fact[Degree], Absent] = Absent()
    headcount: Union[Fact[int], Absent] = Absent()
    employment: Union[Fact[str], Absent] = Absent()
    posted: Union[Fact[str], Absent] = Absent()  # ISO 8601 date
    apply_by: Union[Fact[str], Absent] = Absent()
    requisition: Union[Fact[str], Absent] = Absent()
    travel: Union[Fact[str], Absent] = Absent()
    visa: Union[Fact[str], Absent] = Absent()
    languages: tuple[Fact[str], ...] = ()
    contacts: tuple[Fact[Contact], ...] = ()
    sections: tuple[Section, ...] = ()
    skills: tuple[Skill, ...] = ()
    doubts: tuple[str, ...] = ()
    extra: dict[str, str] = {}
    schema_version: str = SCHEMA_VERSION

    @property
    def key(self) -> str:
        return content_key("posting", self)

    def items(self, *kinds: SectionKind) -> tuple[Item, ...]:
        """The items of all sections of those kinds, in the posting's order."""
        return tuple(item for section in self.sections if section.kind in kinds for item in section.items)

    @property
    def duties(self) -> tuple[Item, ...]:
        return self.items(SectionKind.DUTIES)

    @property
    def must_haves(self) -> tuple[Item, ...]:
        return self.items(SectionKind.MUST)

    @property
    def nice_to_haves(self) -> tuple[Item, ...]:
        return self.items(SectionKind.NICE)
