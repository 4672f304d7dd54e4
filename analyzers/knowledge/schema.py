"""What a knowledge entry holds. Every entry that a report may show has both languages, a date and a source."""

from __future__ import annotations

from extractors.document import Struct


class Text(Struct):
    """The same thing said in Chinese and in English."""

    zh: str
    en: str

    def within(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Aliases(Struct):
    """How a skill is written. aliases: unmistakable spellings, any case. strict: spellings that are also ordinary
    words ("Go", "Excel"): these need their own case and a credible context. not_before: words that, following a
    strict spelling, tell that the ordinary word is meant ("go to"). zh: the Chinese name for readers, where the
    first Chinese alias is not it. discipline: also a field of study, which a degree names without asking for the
    skill. listed: the strict spellings are common names too ("Access", "Unity"): case alone is not
    enough. strict_zh_only: the strict spellings count in Chinese postings alone. asked_only: every posting does it
    ("招聘"), so it counts only among duties and demands."""

    aliases: tuple[str, ...] = ()
    strict: tuple[str, ...] | None = None
    not_before: tuple[str, ...] = ()
    strict_zh_only: bool = False
    discipline: bool = False
    listed: bool = False
    asked_only: bool = False
    zh: str = ""


class Concept(Struct):
    """A concept of ESCO. id: its identifier (a URI); label: its preferred English label."""

    id: str
    label: str


class Group(Struct):
    """Skills of one category. kind: "technology", "method", "tool", "language", "soft", "certificate", "domain"."""

    category: str
    kind: str
    skills: dict[str, tuple[str, ...] | Aliases | None]


class Entry(Struct):
    """What every dated entry has. as_of: the day it was entered; source: where its facts stand."""

    id: str
    as_of: str = ""  # ISO 8601 date; "" takes the file's
    source: str = ""  # "" takes the file's


class Technology(Entry, kw_only=True):
    """A technology, method or tool. skill: its canonical name in the vocabulary, "" when postings
    hardly name it. maturity: "established",
    "growing", "new" or "fading"."""

    name: Text
    category: str
    what: Text
    used_for: Text
    maturity: str
    skill: str = ""
    related: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


class Challenge(Entry, kw_only=True):
    """A hard problem with two to four solutions."""

    name: Text
    problem: Text
    solutions: tuple[Text, ...]
    skills: tuple[str, ...] = ()


class Facet(Entry, kw_only=True):
    """One kind of work inside a direction: what a duty is matched with.

    skills: canonical names that point here; summary: what its embedding is taken from, beside its name.
    """

    name: Text
    skills: tuple[str, ...]
    summary: Text
    stack: Text
    technologies: tuple[str, ...]
    approaches: tuple[Text, ...]
    case: Text
    interview: tuple[Text, ...]
    challenges: tuple[str, ...] = ()


class Direction(Entry, kw_only=True):
    """A field of work: its facets, how people grow in it, what they learn from and the blueprints that show it."""

    name: Text
    facets: tuple[Facet, ...]
    growth: str
    resources: tuple[str, ...]
    challenges: tuple[str, ...]
    blueprints: tuple[str, ...] = ()


class Domain(Entry, kw_only=True):
    """An industry or scene with its own constraints. terms: words that tell it; strong ones count alone."""

    name: Text
    terms: tuple[str, ...]
    challenges: tuple[Text, ...]
    systems: tuple[Text, ...]
    combination: Text
    technologies: tuple[str, ...] = ()


class Stage(Struct):
    name: Text
    years: Text
    abilities: tuple[Text, ...]


class Growth(Entry, kw_only=True):
    """Three stages of a career in a direction."""

    stages: tuple[Stage, ...]


class Resource(Entry, kw_only=True):
    """Something to learn from. kind: "paper", "project", "course", "book", "competition", "standard".

    reference: what finds it for good (an arXiv number, a project name, an ISBN).
    """

    kind: str
    title: str
    reference: str
    teaches: Text


class Blueprint(Entry, kw_only=True):
    """A small runnable module under analyzers.blueprints. module: its name there."""

    module: str
    name: Text
    shows: Text
    skills: tuple[str, ...] = ()


class Shelf(Struct):
    """One file of entries of one type; its date and source hold for entries that name none."""

    as_of: str
    source: str = ""
    technologies: tuple[Technology, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    directions: tuple[Direction, ...] = ()
    domains: tuple[Domain, ...] = ()
    growth: tuple[Growth, ...] = ()
    resources: tuple[Resource, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
