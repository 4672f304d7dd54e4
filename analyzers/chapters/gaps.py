"""Chapter 9: why these entries were chosen, what was read badly, and what is not known."""

from __future__ import annotations

import re

from analyzers.chapters.material import Material
from analyzers.chapters.wording import say
from analyzers.mentions import mentions
from analyzers.posting import Absent
from analyzers.report_types import Line, Part
from extractors.document import Action

CLEAR = 0.85  # reading confidence under which a quoted block is shown as doubtful
MOST_SHOWN = 12
_FACTS = (
    "title",
    "employer",
    "places",
    "pay",
    "experience",
    "education",
    "employment",
    "headcount",
    "posted",
    "apply_by",
)
_NAME = re.compile(r"(?<![A-Za-z0-9_./@-])[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9+#]*(?![A-Za-z0-9_@-]|\.[a-z])")
_ORDINARY = frozenset(
    ["CEO", "CTO", "COO", "HR", "PC", "APP", "IT", "US", "UK", "EU", "USA", "BAT", "JD", "PPT", "OK", "ID", "TV", "PDF"]
    + ["KA", "VIP", "CN", "A4", "HC", "WXG", "BG", "BU", "MJ", "AND", "OR", "THE"]
)


def chapter(material: Material) -> tuple[Part, ...]:
    parts = [Part(heading=say("selection", material.language), lines=tuple(_reasons(material)))]
    parts.append(Part(heading=say("read_badly", material.language), lines=tuple(_read_badly(material))))
    parts.append(Part(heading=say("outside_part", material.language), lines=tuple(_unknown(material))))
    return tuple(part for part in parts if part.lines)


def _reasons(material: Material) -> list[Line]:
    """For each direction the terms and the closeness that led to it."""
    lines = []
    for direction, _ in material.directions:
        members = material.members(direction.id)
        terms = list(dict.fromkeys(term for numbered in members for term in numbered.match.terms))
        near = max((numbered.match.near for numbered in members), default=0.0)
        text = say(
            "why_direction",
            material.language,
            material.text(direction.name),
            ", ".join(terms[:MOST_SHOWN]) or say("no_terms", material.language),
            f"{near:.2f}",
        )
        lines.append(
            Line(role="point", text=text, answers=tuple(numbered.code for numbered in members), entries=(direction.id,))
        )
    return [*lines, Line(role="point", text=say("gap_knowledge", material.language, material.version))]


def _read_badly(material: Material) -> list[Line]:
    language = material.language
    lines = []
    if material.document.partial:
        lines.append(Line(role="gap", text=say("gap_partial", language, material.document.partial)))
    quoted = dict.fromkeys(piece.block for numbered in material.items for piece in numbered.item.evidence)
    for name in quoted:
        block = material.document.block(name)
        if block.confidence < CLEAR:
            lines.append(Line(role="gap", text=say("gap_low", language, f"{block.confidence:.2f}", block.text[:120])))
    for note in material.document.notes:
        if note.action is Action.DOUBTED:
            words = f"{note.reason}: {note.before}" if note.before else note.reason
            lines.append(Line(role="gap", label=say("doubts", language), text=words[:200]))
    lines += [Line(role="gap", label=say("doubts", language), text=doubt) for doubt in material.posting.doubts]
    return lines[:MOST_SHOWN] or [Line(role="point", text=say("gap_none", language))]


def _unknown(material: Material) -> list[Line]:
    language = material.language
    lines = []
    if material.outside:
        lines.append(Line(role="gap", text=say("outside_chapter", language)))
    else:
        rest = [numbered for numbered in material.items if not numbered.match.facet]
        if rest:
            text = say("gap_unmatched", language, ", ".join(numbered.code for numbered in rest))
            lines.append(Line(role="gap", text=text, answers=tuple(numbered.code for numbered in rest)))
    names = _unknown_names(material)
    if names:
        lines.append(Line(role="gap", text=say("gap_unknown", language, ", ".join(names[:MOST_SHOWN]))))
    absent = [say(name, language) for name in _FACTS if isinstance(getattr(material.posting, name), Absent)]
    if absent:
        lines.append(
            Line(
                role="gap",
                text=say("gap_absent", language, "、".join(absent) if language == "zh" else ", ".join(absent)),
            )
        )
    return lines


def _unknown_names(material: Material) -> list[str]:
    """Names in duties and requirements that look like a product's and that the vocabulary does not have."""
    known = {piece for skill in material.posting.skills for piece in skill.words.split()}
    found: dict[str, None] = {}
    for numbered in material.items:
        for word in _NAME.findall(numbered.item.text):
            if word not in known and word not in _ORDINARY and not _is_named(word, material.language):
                found.setdefault(word)
    return list(found)


def _is_named(word: str, language: str) -> bool:
    return bool(mentions(word, language=language))
