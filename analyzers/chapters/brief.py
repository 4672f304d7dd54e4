"""Chapter 1: what the posting says of itself, each fact with its quote, and the role in three sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analyzers.chapters.material import Material, Numbered, codes
from analyzers.chapters.money import converted
from analyzers.chapters.wording import say
from analyzers.posting import Absent, Degree, Fact, Location, Years
from analyzers.report_types import Line, Part

_ALWAYS = ("title", "employer", "places", "pay", "experience", "education")
_WHEN_STATED = (
    "level",
    "department",
    "employment",
    "headcount",
    "equity",
    "bonus",
    "travel",
    "visa",
    "posted",
    "apply_by",
)
_ITEM_SHOWN = 120  # characters of a duty quoted inside a sentence


def chapter(material: Material) -> tuple[Part, ...]:
    """The facts, then what the role is about."""
    return (
        Part(heading="", lines=tuple(_facts(material))),
        Part(heading=say("about_role", material.language), lines=tuple(_about(material))),
    )


def _facts(material: Material) -> list[Line]:
    lines = []
    for name in _ALWAYS:
        lines += _fact(material, name, getattr(material.posting, name))
    for name in _WHEN_STATED:
        fact = getattr(material.posting, name)
        if isinstance(fact, Fact):
            lines += _fact(material, name, fact)
    for fact in material.posting.languages:
        lines += _fact(material, "languages", fact)
    return lines


def _fact(material: Material, name: str, fact: Fact[Any] | Absent) -> list[Line]:
    label = say(name, material.language)
    if isinstance(fact, Absent):
        reason = "" if fact.reason == "not stated" else f" ({fact.reason})"
        return [Line(role="fact", label=label, text=say("not_stated", material.language) + reason)]
    quotes = material.quotes(fact.evidence)
    if name == "pay":
        return [
            Line(role="fact", label=label, text=fact.words, quotes=quotes),
            Line(
                role="fact",
                label=say("pay_range", material.language),
                text=converted(fact, material.language),
                quotes=quotes,
            ),
        ]
    shown = _SHOWN.get(name, _plain)(fact, material.language)
    return [Line(role="fact", label=label, text=shown, quotes=quotes)]


def _plain(fact: Fact[Any], language: str) -> str:
    return str(fact.value)


def _places(fact: Fact[tuple[Location, ...]], language: str) -> str:
    shown = []
    for place in fact.value:
        where = " ".join(dict.fromkeys(part for part in (place.region, place.city, place.district) if part))
        mode = say(place.mode, language) if place.mode else ""
        shown.append(f"{where} ({mode})" if where and mode else where or mode or place.country)
    return "；".join(shown) if language == "zh" else "; ".join(shown)


def _experience(fact: Fact[Years], language: str) -> str:
    low, high = fact.value.minimum, fact.value.maximum
    if not low and not high:
        return say("years_none", language)
    if high is None:
        return say("years_from", language, f"{low:g}")
    return say("years_range", language, f"{low:g}", f"{high:g}") if low else say("years_to", language, f"{high:g}")


def _education(fact: Fact[Degree], language: str) -> str:
    return say(fact.value.value, language)


_SHOWN: dict[str, Callable[[Any, str], str]] = {
    "places": _places,
    "experience": _experience,
    "education": _education,
}


def _quoted(material: Material, phrase: str, numbered: Numbered) -> Line:
    """A sentence about one duty or requirement, with its quote."""
    return Line(
        role="text",
        text=say(phrase, material.language, _short(numbered.item.text)),
        answers=(numbered.code,),
        quotes=material.quotes(numbered.item.evidence),
    )


def _about(material: Material) -> list[Line]:
    """Three sentences: the subject, the core duty, and the bar or the hardest part."""
    duties = [numbered for numbered in material.items if numbered.code.startswith("D")]
    bars = [numbered for numbered in material.items if numbered.code.startswith("R")]
    lines = _subject(material)
    if duties:
        core = max(duties, key=lambda numbered: numbered.match.score)
        lines.append(_quoted(material, "about_core", core))
    else:
        lines.append(Line(role="text", text=say("about_unclear", material.language)))
    if bars:
        bar = max(bars, key=lambda numbered: numbered.match.score)
        lines.append(_quoted(material, "about_bar", bar))
    if material.directions and material.challenges and material.challenges[0][1]:
        hard, members = material.challenges[0]
        text = say("about_hard", material.language, material.text(hard.name), material.text(hard.problem))
        lines.append(
            Line(
                role="text",
                text=text,
                answers=codes(members),
                entries=(hard.id,),
                quotes=material.quotes(members[0].item.evidence),
            )
        )
    return lines


def _subject(material: Material) -> list[Line]:
    if not material.directions:
        return []
    first = material.directions[0][0]
    members = material.members(first.id)
    names = [material.text(direction.name) for direction, _ in material.directions]
    values = (names[0], len(material.items), len(members))
    text = (
        say("about_two", material.language, *values, names[1])
        if len(names) > 1
        else say("about_subject", material.language, *values)
    )
    return [
        Line(
            role="text",
            text=text,
            answers=codes(members),
            entries=(first.id,),
            quotes=material.quotes(members[0].item.evidence) if members else (),
        )
    ]


def _short(text: str) -> str:
    return text if len(text) <= _ITEM_SHOWN else text[: _ITEM_SHOWN - 1] + "…"
