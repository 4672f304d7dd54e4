"""Chapters 2 to 5: duty by duty, the domain, code, and the hardest problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from analyzers import blueprints
from analyzers.chapters.domains import found_domains
from analyzers.chapters.material import Material, Numbered, codes
from analyzers.chapters.wording import say
from analyzers.knowledge.schema import Facet, Technology, Text
from analyzers.report_types import Line, Part

KEY_TECHNOLOGIES = 6  # shown for one group of duties
MOST_CHALLENGES = 5
MOST_BLUEPRINTS = 3


def duty_chapter(material: Material) -> tuple[Part, ...]:
    """One part for every facet with the items it answers, then the items that stand alone. None is left out."""
    if not material.items:
        return (Part(heading="", lines=(Line(role="gap", text=say("no_items", material.language)),)),)
    parts = [] if material.outside else [_facet_part(material, facet, members) for facet, members in material.facets]
    shown = set() if material.outside else {numbered.code for numbered in material.answered}
    rest = tuple(numbered for numbered in material.items if numbered.code not in shown)
    if material.outside:
        parts.append(outside_part(material))
    if rest:
        lines = [line for numbered in rest for line in _alone(material, numbered)]
        parts.append(Part(heading=say("other_items", material.language), lines=tuple(lines)))
    return tuple(parts)


def outside_part(material: Material) -> Part:
    return Part(heading="", lines=(Line(role="gap", text=say("outside_chapter", material.language)),))


def _facet_part(material: Material, facet: Facet, members: tuple[Numbered, ...]) -> Part:
    answers = codes(members)
    lines = [material.item_line(numbered) for numbered in members]
    for technology in _technologies(material, facet, members):
        lines.append(_technology_line(material, technology, answers))
    lines.append(
        Line(
            role="point",
            label=say("stack", material.language),
            text=material.text(facet.stack),
            answers=answers,
            entries=(facet.id,),
        )
    )
    for name in facet.challenges:
        challenge = material.base.challenge[name]
        lines.append(
            Line(
                role="point",
                label=say("technical_challenges", material.language),
                answers=answers,
                text=say("named", material.language, material.text(challenge.name), material.text(challenge.problem)),
                entries=(name,),
            )
        )
    lines += _points(material, "approaches", facet.approaches, facet.id, answers)
    lines += _points(material, "case", (facet.case,), facet.id, answers)
    return Part(heading=material.text(facet.name), lines=tuple(lines))


def _technologies(material: Material, facet: Facet, members: Iterable[Numbered]) -> list[Technology]:
    """What the items name first, then what the facet adds, each once."""
    by_skill = {technology.skill: technology for technology in material.base.technology.values()}
    named = [by_skill[name] for numbered in members for name in numbered.match.named if name in by_skill]
    added = [material.base.technology[name] for name in facet.technologies]
    return list({technology.id: technology for technology in (*named, *added)}.values())[:KEY_TECHNOLOGIES]


def _technology_line(material: Material, technology: Technology, answers: tuple[str, ...]) -> Line:
    values = (technology.name, technology.what, technology.used_for)
    text = say("technology", material.language, *(material.text(value) for value in values))
    return Line(
        role="point",
        label=say("key_technologies", material.language),
        text=text.strip(),
        answers=answers,
        entries=(technology.id,),
    )


def _points(
    material: Material, label: str, texts: Iterable[Text], entry: str, answers: tuple[str, ...]
) -> Iterator[Line]:
    for text in texts:
        yield Line(
            role="point",
            label=say(label, material.language),
            text=material.text(text),
            answers=answers,
            entries=(entry,),
        )


def _alone(material: Material, numbered: Numbered) -> Iterator[Line]:
    """An item that no facet answers: its words, and what is known of the technologies it names."""
    yield material.item_line(numbered)
    if material.outside:
        return
    by_skill = {technology.skill: technology for technology in material.base.technology.values()}
    for name in numbered.match.named:
        if name in by_skill:
            yield _technology_line(material, by_skill[name], (numbered.code,))


def domain_chapter(material: Material) -> tuple[Part, ...]:
    """The constraints of the industries that the posting names, with reference systems and a combination of tools."""
    parts = []
    for domain, quotes in found_domains(material):
        lines = [
            Line(
                role="point",
                label=say("technical_challenges", material.language),
                text=material.text(text),
                entries=(domain.id,),
                quotes=quotes,
            )
            for text in domain.challenges
        ]
        lines += [
            Line(role="point", label=say("systems", material.language), text=material.text(text), entries=(domain.id,))
            for text in domain.systems
        ]
        lines.append(
            Line(
                role="point",
                label=say("combination", material.language),
                text=material.text(domain.combination),
                entries=(domain.id, *domain.technologies),
            )
        )
        parts.append(Part(heading=material.text(domain.name), lines=tuple(lines)))
    if parts and not material.outside:
        return tuple(parts)
    if material.outside:
        return (outside_part(material),)
    return (Part(heading="", lines=(Line(role="gap", text=say("no_domain", material.language)),)),)


def blueprint_chapter(material: Material) -> tuple[Part, ...]:
    """Code that fits the role: the blueprints of its directions, those of its own terms first."""
    if material.outside:
        return (outside_part(material),)
    named = {name for numbered in material.items for name in numbered.match.named}
    weight = {}
    for place, (direction, _) in enumerate(material.directions):
        for name in direction.blueprints:
            shared = len(named.intersection(material.base.blueprint[name].skills))
            weight.setdefault(name, (-shared, place))
    parts = []
    for name in sorted(weight, key=lambda name: weight[name])[:MOST_BLUEPRINTS]:
        blueprint = material.base.blueprint[name]
        answers = tuple(numbered.code for numbered in material.answered if named_in(numbered, blueprint.skills))
        parts.append(
            Part(
                heading=material.text(blueprint.name),
                lines=(
                    Line(
                        role="text",
                        label=say("shows", material.language),
                        text=material.text(blueprint.shows),
                        answers=answers,
                        entries=(name,),
                    ),
                    Line(role="code", text=source_of(blueprint.module), answers=answers, entries=(name,)),
                ),
            )
        )
    return tuple(parts) or (Part(heading="", lines=(Line(role="gap", text=say("no_blueprint", material.language)),)),)


def named_in(numbered: Numbered, skills: Iterable[str]) -> bool:
    return bool(set(numbered.match.named).intersection(skills))


def source_of(module: str) -> str:
    """The text of a blueprint, read beside its package and not run."""
    return (Path(blueprints.__file__).parent / f"{module}.py").read_text(encoding="utf-8").rstrip()


def challenge_chapter(material: Material) -> tuple[Part, ...]:
    """The three to five hardest problems of the role with two to four solutions each."""
    if material.outside:
        return (outside_part(material),)
    parts = []
    for challenge, members in material.challenges[:MOST_CHALLENGES]:
        answers = codes(members)
        lines = [
            Line(
                role="point",
                label=say("problem", material.language),
                text=material.text(challenge.problem),
                answers=answers,
                entries=(challenge.id,),
            )
        ]
        lines += [
            Line(
                role="point",
                label=say("solution", material.language),
                text=material.text(solution),
                answers=answers,
                entries=(challenge.id,),
            )
            for solution in challenge.solutions
        ]
        parts.append(Part(heading=material.text(challenge.name), lines=tuple(lines)))
    return tuple(parts)
