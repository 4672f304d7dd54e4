"""Chapter 8: must-haves against nice-to-haves, interview topics per duty, and what to ask."""

from __future__ import annotations

from analyzers.chapters.material import Material, Numbered, codes
from analyzers.chapters.unsaid import unsaid
from analyzers.chapters.wording import say
from analyzers.knowledge.vocabulary import chinese_or_canonical
from analyzers.posting import Skill
from analyzers.report_types import Line, Part


def chapter(material: Material) -> tuple[Part, ...]:
    """Four parts; one that would be empty is left out."""
    parts = (
        Part(heading=say("must_haves", material.language), lines=_wants(material, "R", "must")),
        Part(heading=say("nice_to_haves", material.language), lines=_wants(material, "N", "nice")),
        Part(heading=say("interview", material.language), lines=tuple(_interview(material))),
        Part(heading=say("questions", material.language),
             lines=tuple(Line(role="ask", text=text) for text in unsaid(material))),
    )
    return tuple(part for part in parts if part.lines)


def _wants(material: Material, letter: str, demand: str) -> tuple[Line, ...]:
    """The items as written, then the skills of that demand by name."""
    lines = [material.item_line(numbered) for numbered in material.items if numbered.code.startswith(letter)]
    skills = [skill for skill in material.posting.skills if skill.demand == demand]
    if skills:
        shown = [_shown(skill, material.language) for skill in skills]
        lines.append(
            Line(
                role="point",
                label=say("skills_named", material.language),
                text=" · ".join(shown),
                quotes=tuple(material.quote(skill.evidence) for skill in skills),
            )
        )
    return tuple(lines)


def _shown(skill: Skill, language: str) -> str:
    name = chinese_or_canonical(skill.canonical, language)
    years = "" if skill.years is None else say("years_from", language, f"{skill.years:g}")
    return f"{name} ({years})" if years else name


def _interview(material: Material) -> list[Line]:
    """For items that the knowledge base answers its topics, each topic once; for other duties an own example."""
    lines = []
    if not material.outside:
        for facet, members in material.facets:
            lines += [
                Line(role="ask", text=material.text(topic), answers=codes(members), entries=(facet.id,))
                for topic in facet.interview
            ]
    open_items = [numbered for numbered in _asked(material) if material.outside or not numbered.match.facet]
    for numbered in open_items:
        lines.append(
            Line(
                role="ask",
                text=f"“{numbered.item.text}” {say('asked_example', material.language)}",
                answers=(numbered.code,),
                quotes=material.quotes(numbered.item.evidence),
            )
        )
    return lines


def _asked(material: Material) -> list[Numbered]:
    """The duties, or where there are none the must-haves: what an interview will go through."""
    duties = [numbered for numbered in material.items if numbered.code.startswith("D")]
    return duties or [numbered for numbered in material.items if numbered.code.startswith("R")]
