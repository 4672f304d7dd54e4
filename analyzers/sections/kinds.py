"""What the entries of an English posting are where its headings and the rules leave doubt: a linear model over words.

It sees what the rules say of an entry and of its neighbours, the heading above, how the entry begins and what it
holds. The weights are kinds.json, made by bench/train_sections.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from analyzers.posting import SectionKind
from analyzers.sections.heading import Heading
from analyzers.sections.linear import Key, Model, Shown, load, opener, suffix
from analyzers.sections.prose import assigns_outright, begins_a_sentence, demands_outright
from analyzers.view import View

Span = tuple[int, int]

OTHER = "other"  # the class of all that is none of the four kinds
CORE = (SectionKind.DUTIES, SectionKind.MUST, SectionKind.NICE, SectionKind.BENEFITS)
PROSE = frozenset(
    {SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.HEAD, SectionKind.APPLY, SectionKind.OTHER}
)  # sections without entries: a line is an item there
CLASSES = (*(kind.value for kind in CORE), OTHER)
_ANSWERS = {kind: number for number, kind in enumerate(CORE)}
# By how much the model's kind must beat the rules' to count, and by how much OTHER must for an entry that is what its
# plain heading says: F1 in cross-validation is flat from 0 to 1, and within 0.002 up to 2.5, which loses fewer entries.
MARGIN, TO_OTHER = 0.3, 2.5
LONGEST_OPENING = 12  # characters by which a sentence of prose is told
_BARE = bytes(code if chr(code) in "abcdefghijklmnopqrstuvwxyz0123456789'" else 32 for code in range(256))
_LENGTHS = (12, 25, 40, 60, 90, 130, 180, 260, 420)  # edges of an entry's length in characters
_SIZES = (2, 3, 5, 9, 16)  # edges of a section's number of entries
_DUTIES, _MUST, _BENEFITS = SectionKind.DUTIES, SectionKind.MUST, SectionKind.BENEFITS


class Unit(msgspec.Struct, frozen=True):
    """An entry: its span, its kind by the rules, whether it is a list's entry; region: the number of its section."""

    span: Span
    kind: SectionKind
    marked: bool
    region: int


def _place_name(heading: Heading | None) -> str:
    """A section's kind as the models name it: "none" without a heading, "duties~" below a loose one."""
    return "none" if heading is None else heading.kind + ("~" if heading.loose else "")


def decided(view: View, headings: Sequence[Heading | None], units: Sequence[Unit]) -> list[SectionKind | None]:
    """The kind of every unit: one of CORE, or None for none of them. headings: by region."""
    model, flat = kinds_model(), view.flat
    found: list[SectionKind | None] = []
    for unit, seen in zip(units, described(view, headings, units), strict=True):
        answer = ours = _ANSWERS.get(unit.kind, len(CORE))
        if seen is not None:
            scores = model.scores(seen)
            best = max(scores)
            answer = scores.index(best)
            dropped = answer == len(CORE) and _under_its_heading(flat, headings[unit.region], unit)
            if best - scores[ours] <= (TO_OTHER if dropped else MARGIN):
                answer = ours
        found.append(CORE[answer] if answer < len(CORE) else None)
    for kind in (SectionKind.DUTIES, SectionKind.MUST):
        if kind not in found:  # no posting loses all its duties or all its demands to the model
            found = [kind if unit.kind is kind else ours for unit, ours in zip(units, found, strict=True)]
    return found


def _under_its_heading(flat: str, heading: Heading | None, unit: Unit) -> bool:
    """Whether a unit is what its plain heading says and does not begin as a sentence of prose does."""
    if heading is None or heading.loose or heading.kind is not unit.kind:
        return False
    return not begins_a_sentence(flat[unit.span[0] : unit.span[0] + LONGEST_OPENING])


def _settled(flat: str, heading: Heading | None, unit: Unit) -> bool:
    """Whether the rules have the last word: on a list's entry, a plain line or statement, prose."""
    if heading is not None and heading.kind in PROSE:
        return True
    if unit.kind not in CORE:
        return unit.kind is SectionKind.BOILERPLATE
    if unit.marked:
        return True
    if heading is not None and not heading.loose and heading.kind in CORE:
        line = max(flat.rfind("\n", 0, unit.span[0]) + 1, heading.end)
        if not any(letter.isalpha() for letter in flat[line : unit.span[0]]):
            return True
    text = flat[slice(*unit.span)]
    if unit.kind is SectionKind.DUTIES:
        return assigns_outright(text)
    return unit.kind is SectionKind.MUST and not assigns_outright(text) and demands_outright(text)


def described(
    view: View, headings: Sequence[Heading | None], units: Sequence[Unit], *, all_of_them: bool = False
) -> Iterator[Shown | None]:
    """What the model sees of every unit; None for a settled one, unless all are asked for."""
    flat, bare, count = view.flat, _bare(view.lower), len(units)
    telling = frozenset() if all_of_them else kinds_model().telling
    names = [_place_name(heading) for heading in headings]
    kinds = {heading.kind for heading in headings if heading and not heading.loose}
    posting = "".join(mark for kind, mark in ((_DUTIES, "D"), (_MUST, "M"), (_BENEFITS, "B")) if kind in kinds)
    counts = Counter([unit.region for unit in units])
    sizes = {region: bisect_right(_SIZES, size) for region, size in counts.items()}
    told = ["^", *[unit.kind for unit in units], "$"]
    index, before = 0, -1
    for number, unit in enumerate(units):
        (start, end), region = unit.span, unit.region
        follows = region == before
        before, index = region, index + 1 if follows else 0
        if not all_of_them and _settled(flat, headings[region], unit):
            yield None
            continue
        name, kind, words = names[region], told[number + 1], bare[start:end].split()
        first = words[0] if words else "?"
        leads = number + 1 < count and units[number + 1].region == region
        yield Shown(
            (
                ("r", name, kind, posting),
                (
                    *("o", name, _shape(flat[start : start + 3]), first if first in telling or all_of_them else ""),
                    *(suffix(first), opener(first)),
                ),
                ("s", name, bisect_right(_LENGTHS, end - start), flat[end - 1] if flat[end - 1] in ".!?:" else "x"),
                ("j", name, _joint(flat, start), unit.marked),
                ("i", name, min(index, 3), sizes[region]),
                ("b", name, told[number], follows),
                ("a", name, told[number + 2], leads),
            ),
            words=words,
        )


def _bare(lower: str) -> str:
    """`lower` with spaces for all but its words: letters of English, figures, apostrophes. Every offset stays."""
    return lower.encode("ascii", "replace").translate(_BARE).decode("ascii")


def features(key: Key) -> tuple[str, ...]:
    """The features that a key of `described` stands for."""
    group, name, *rest = map(str, key)
    if group == "r":
        kind, posting = rest
        return f"h={name}", f"r={kind}", f"hr={name} {kind}", f"td={posting}{name}", f"tdr={posting}{kind}"
    if group == "o":
        shape, first, ending, classes = rest
        return (
            *(f"w={first}", f"hw1={name} {first}", f"sx={ending}{shape}", f"hsx={name}{ending}"),
            *(f"oc={classes}", f"och={classes}{name}{ending}"),
        )
    if group == "s":
        length, end = rest
        return f"ln={length}", f"hln={name}{length}", f"e={end}"
    if group == "j":
        joint, marked = rest
        return f"j={joint}", f"hj={name}{joint[0]}{marked}"
    if group == "i":
        index, size = rest
        return f"i={index}{name}", f"m={size}{name}"
    kind, same = rest
    near, under = ("pr", "hpr") if group == "b" else ("nr", "hnr")
    return f"{near}={kind}{same}", f"{under}={name} {kind}"


@cache
def kinds_model() -> Model:
    """The model of kinds.json. ValueError where its classes are not CLASSES."""
    weights = load("kinds")
    if weights.classes != CLASSES:
        raise ValueError("kinds.json: other classes")
    return Model(weights, features)


def _shape(opening: str) -> str:
    """How the first word of an entry is written: a figure, small letters, a title's word, capitals."""
    first = opening[:1] if opening[:1].isalnum() else next((letter for letter in opening if letter.isalnum()), "?")
    if not first.isupper():
        return "0" if first.isdigit() else "a"
    return "Aa" if opening[1:2].islower() else "AA"


def _joint(flat: str, start: int) -> str:
    """How an entry is joined to what stands before it: by a new line, by white space, by nothing; and to which sign."""
    left = start
    while left and flat[left - 1].isspace():
        left -= 1
    if not left or "\n" in flat[left:start]:
        return "n"
    sign = flat[left - 1]
    kind = "a" if sign.islower() else "A" if sign.isupper() else "0" if sign.isdigit() else sign
    return ("g" if left == start else "s") + kind
