"""Chapters 6 and 7: how people grow in the role's direction, and what they learn from."""

from __future__ import annotations

from analyzers.chapters.analysis import outside_part
from analyzers.chapters.material import Material
from analyzers.chapters.wording import say
from analyzers.knowledge.schema import Resource
from analyzers.report_types import Line, Part

MOST_RESOURCES = 10
_KINDS = ("paper", "project", "course", "book", "competition", "standard")


def growth_chapter(material: Material) -> tuple[Part, ...]:
    """Three stages of the heaviest direction."""
    if not material.directions:
        return (outside_part(material),)
    direction = material.directions[0][0]
    growth = material.base.growth[direction.growth]
    answers = tuple(numbered.code for numbered in material.members(direction.id))
    parts = []
    for stage in growth.stages:
        lines = tuple(
            Line(role="point", text=material.text(ability), answers=answers, entries=(growth.id,))
            for ability in stage.abilities
        )
        parts.append(Part(heading=f"{material.text(stage.name)} · {material.text(stage.years)}", lines=lines))
    return tuple(parts)


def resource_chapter(material: Material) -> tuple[Part, ...]:
    """Papers, projects, courses: those of the heaviest direction first, a share for the others."""
    if not material.directions:
        return (outside_part(material),)
    total = sum(weight for _, weight in material.directions)
    chosen: dict[str, str] = {}
    for direction, weight in material.directions:
        share = max(2, round(MOST_RESOURCES * weight / total))
        for name in direction.resources[:share]:
            chosen.setdefault(name, direction.id)
    found = [material.base.resource[name] for name in chosen]
    parts = []
    for kind in _KINDS:
        lines = tuple(_line(material, resource, chosen[resource.id]) for resource in found if resource.kind == kind)
        if lines:
            parts.append(Part(heading=say(kind, material.language), lines=lines))
    return tuple(parts)


def _line(material: Material, resource: Resource, direction: str) -> Line:
    entered = say("entered", material.language, resource.as_of)
    answers = tuple(numbered.code for numbered in material.members(direction))
    stop = "。" if material.language == "zh" else "."
    text = f"{resource.title} ({resource.reference}; {entered}) — {material.text(resource.teaches).rstrip('。.')}{stop}"
    return Line(role="point", text=text, answers=answers, entries=(resource.id,))
