"""Documents, postings and sections made by hand for the tests of skills and reports."""

from __future__ import annotations

from typing import Any

from analyzers.posting import Absent, Fact, Item, Location, Pay, Period, Posting, Section, SectionKind
from analyzers.skills import find_skills
from analyzers.view import View
from extractors.document import Block, Document, Evidence, Kind, Origin, PageBox

HEADS = {
    "D": SectionKind.DUTIES,
    "R": SectionKind.MUST,
    "N": SectionKind.NICE,
    "C": SectionKind.COMPANY,
    "B": SectionKind.BENEFITS,
    "O": SectionKind.OTHER,
}


def document(lines: list[str], *, language: str = "", confidence: float = 1.0) -> Document:
    """One block a line, all on page 1."""
    place = PageBox(page=1, x0=0, y0=0, x1=600, y1=20)
    blocks = tuple(
        Block(id=f"b{n}", kind=Kind.TEXT, text=line, place=place, origin=Origin.OCR, confidence=confidence)
        for n, line in enumerate(lines)
    )
    return Document(source="made", media_type="text/plain", blocks=blocks, language=language)


def view(made: Document) -> View:
    return View([(block, 0, len(block.text)) for block in made.blocks])


def sections(made: Document) -> tuple[Section, ...]:
    """Lines written "D 负责..." become an item of the section that the letter stands for."""
    found: dict[str, list[Item]] = {}
    for block in made.blocks:
        letter, _, words = block.text.partition(" ")
        if letter in HEADS:
            evidence = Evidence(block=block.id, start=2, end=len(block.text))
            found.setdefault(letter, []).append(Item(text=words, evidence=(evidence,)))
    return tuple(
        Section(kind=HEADS[letter], heading="", items=tuple(items), confidence=1.0) for letter, items in found.items()
    )


def posting(
    lines: list[str], *, language: str, title: str = "", pay: tuple[float, float] | None = None
) -> tuple[Posting, Document]:
    """A posting with the sections that the lines' letters say. title and pay must stand in the first line."""
    made = document(lines, language=language)
    facts: dict[str, Any] = {}
    if title:
        facts["title"] = _fact(title, lines[0], title)
    if pay:
        words = lines[0].split(" ")[-1]
        value = Pay(minimum=pay[0], maximum=pay[1], currency="CNY", period=Period.MONTH, months=15)
        facts["pay"] = _fact(value, lines[0], words)
    found = sections(made)
    skills = find_skills(view(made), found, language=language)
    if "杭州" in lines[0]:
        facts["places"] = _fact((Location(city="杭州"),), lines[0], "杭州")
    facts.setdefault("title", Absent())
    return Posting(document=made.key, slice="s", language=language, sections=found, skills=skills, **facts), made


def _fact(value: object, line: str, words: str) -> Fact:
    start = line.index(words)
    evidence = (Evidence(block="b0", start=start, end=start + len(words)),)
    return Fact(value=value, words=words, evidence=evidence, confidence=0.95)
