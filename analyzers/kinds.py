"""What the entries of an English posting are where its headings and the rules leave doubt: a linear model over words.

It sees what the rules say of an entry and of its neighbours, the heading above, how the entry begins and what it
holds. The weights are kinds.json, made by bench/train_sections.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from analyzers.heading import Heading
from analyzers.linear import Key, Model, load, opener, suffix
from analyzers.posting import SectionKind
from analyzers.prose import assigns_outright, demands_outright
from analyzers.view import View

Span = tuple[int, int]

OTHER = "other"  # the class of all that is none of the four kinds
CORE = (SectionKind.DUTIES, SectionKind.MUST, SectionKind.NICE, SectionKind.BENEFITS)
CLASSES = (*(kind.value for kind in CORE), OTHER)
_ANSWERS = {kind: number for number, kind in enumerate(CORE)}
MARGIN = 0.3  # by how much the model's kind must beat the rules' to count; F1 in cross-validation is flat from 0 to 1
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_LENGTHS = (12, 25, 40, 60, 90, 130, 180, 260, 420)  # edges of an entry's length in characters
_SIZES = (2, 3, 5, 9, 16)  # edges of a section's number of entries
_DUTIES, _MUST, _BENEFITS = SectionKind.DUTIES, SectionKind.MUST, SectionKind.BENEFITS


class Unit(NamedTuple):
    """An entry: its span, its kind by the rules, whether it is a list's entry; region: the number of its section."""

    span: Span
    kind: SectionKind
    marked: bool
    region: int


def place_name(heading: Heading | None) -> str:
    """A section's kind as the models name it: "none" without a heading, "duties~" below a loose one."""
    return "none" if heading is None else heading.kind.value + ("~" if heading.loose else "")


def decided(view: View, headings: Sequence[Heading | None], units: Sequence[Unit]) -> list[SectionKind | None]:
    """The kind of every unit: one of CORE, or None for none of them. headings: by region."""
    model = kinds_model()
    found: list[SectionKind | None] = []
    for unit, seen in zip(units, described(view, headings, units), strict=True):
        answer = ours = _ANSWERS.get(unit.kind, len(CORE))
        if seen is not None:
            scores = model.scores(*seen)
            best = max(scores)
            answer = scores.index(best)
            if best - scores[ours] <= MARGIN:
                answer = ours
        found.append(CORE[answer] if answer < len(CORE) else None)
    for kind in (SectionKind.DUTIES, SectionKind.MUST):
        if kind not in found:  # no posting loses all its duties or all its demands to the model
            found = [kind if unit.kind is kind else ours for unit, ours in zip(units, found, strict=True)]
    return found


def _settled(flat: str, heading: Heading | None, unit: Unit, outright: str) -> bool:
    """Whether the rules have the last word: on a list's entry, a plain line or statement, legal text."""
    if unit.kind not in CORE:
        return unit.kind is SectionKind.BOILERPLATE
    if unit.marked or _OUTRIGHT.get(outright) is unit.kind:
        return True
    if heading is None or heading.loose or heading.kind not in CORE:
        return False
    line = flat.rfind("\n", 0, unit.span[0]) + 1
    return not any(letter.isalpha() for letter in flat[line : unit.span[0]])


def described(
    view: View, headings: Sequence[Heading | None], units: Sequence[Unit], *, all_of_them: bool = False
) -> Iterator[tuple[tuple[Key, ...], set[str]] | None]:
    """For every unit the keys and the words that the model scores; None for a settled one, unless all are asked for."""
    flat, lower, count = view.flat, view.lower, len(units)
    names = [place_name(heading) for heading in headings]
    kinds = {heading.kind for heading in headings if heading and not heading.loose}
    posting = "".join(mark for kind, mark in ((_DUTIES, "D"), (_MUST, "M"), (_BENEFITS, "B")) if kind in kinds)
    sizes = Counter([unit.region for unit in units])
    told = ["^", *(unit.kind.value for unit in units), "$"]
    index, before, first_before = 0, -1, ""
    for number, unit in enumerate(units):
        (start, end), _, marked, region = unit
        name, kind = names[region], told[number + 1]
        follows = region == before
        index = index + 1 if follows else 0
        outright = "" if marked else _outright(flat[start:end])
        if not all_of_them and _settled(flat, headings[region], unit, outright):
            before, first_before = region, _first(lower, start)
            yield None
            continue
        words = _WORD.findall(lower, start, end)
        leads = number + 1 < count and units[number + 1].region == region
        first = words[0] if words else ""
        yield (
            (
                ("r", name, kind, posting),
                ("o", name, _shape(flat[start : start + 3]), *words[:3]),
                ("d", name, posting, " ".join(words[:2]), outright),
                ("s", name, bisect_right(_LENGTHS, end - start), _joint(flat, start), marked, flat[end - 1]),
                ("i", name, min(index, 3), bisect_right(_SIZES, sizes[region]), 10 * number // count),
                ("n", name, kind, told[number], follows, told[number + 2], leads),
                (
                    "f",
                    first,
                    first_before if follows else "",
                    _first(lower, units[number + 1].span[0]) if leads else "",
                ),
            ),
            set(words),
        )
        before, first_before = region, first


def _first(lower: str, start: int) -> str:
    """The first word behind `start`."""
    word = _WORD.search(lower, start)
    return word.group() if word else ""


def features(key: Key) -> Iterator[str]:
    """The features that a key of `described` stands for."""
    group, name, *rest = key
    if group == "r":
        kind, posting = rest
        yield from (f"h={name}", f"r={kind}", f"hr={name} {kind}", f"td={posting}{name}", f"tdr={posting}{kind}")
    elif group == "o":
        shape, *words = (str(part) for part in rest)
        first = words[0] if words else "?"
        yield from (f"w={first}", f"hw1={name} {first}", f"sx={suffix(first)}{shape}", f"hsx={name}{suffix(first)}")
        yield from (f"oc={opener(first)}", f"och={opener(first)}{name}{suffix(first)}")
        yield from ("w2=" + " ".join(words[:2]), "w3=" + " ".join(words))
    elif group == "d":
        posting, opening, outright = rest
        yield from (f"od={posting} {opening}", f"x={outright}", f"xd={outright}{posting}", f"xh={outright}{name}")
    elif group == "s":
        length, joint, marked, end = rest
        yield from (f"ln={length}", f"hln={name}{length}", f"j={joint}", f"hj={name}{str(joint)[0]}{marked}")
        yield f"e={end if str(end) in '.!?:' else 'x'}"
    elif group == "i":
        index, size, tenth = rest
        yield from (f"i={index}{name}", f"m={size}{name}", f"po={tenth}", f"poh={int(str(tenth)) // 3}{name}")
    elif group == "n":
        kind, before, follows, after, leads = rest
        yield from (f"pr={before}{follows}", f"nr={after}{leads}", f"prn={before} {after} {kind}")
        yield from (f"hpr={name} {before}", f"hnr={name} {after}")
    else:
        before, after = (str(part) for part in rest)
        first = str(name)
        if before:
            yield from (f"pf={suffix(before)}{suffix(first)}", f"ps={before == first}")
        if after:
            yield from (f"nw={after}", f"ns={suffix(after)}")


@cache
def kinds_model() -> Model:
    """The model of kinds.json. ValueError where its classes are not CLASSES."""
    weights = load("kinds")
    if weights.classes != CLASSES:
        raise ValueError("kinds.json: other classes")
    return Model(weights, features)


_OUTRIGHT = {"duty": SectionKind.DUTIES, "need": SectionKind.MUST}


def _outright(text: str) -> str:
    """Whether a text says outright that somebody is given a task, or must have something."""
    return "duty" if assigns_outright(text) else "need" if demands_outright(text) else ""


def _shape(opening: str) -> str:
    """How the first word of an entry is written: a figure, small letters, a title's word, capitals."""
    first = next((letter for letter in opening if letter.isalnum()), "?")
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
