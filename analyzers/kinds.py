"""What the entries of an English posting are, where its headings and the rules leave doubt: a linear model over words.

It sees what the rules say of an entry and of its neighbours, the heading above, the words of the last line that looks
like a heading, how the entry begins and what it holds. The weights are kinds.json, made by bench/train_sections.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from analyzers.headings import Heading
from analyzers.linear import Key, Model, bucket, load, opener, suffix
from analyzers.posting import SectionKind
from analyzers.prose import begins_a_sentence
from analyzers.view import View

Span = tuple[int, int]

OTHER = "other"  # the class of all that is none of the four kinds
CORE = (SectionKind.DUTIES, SectionKind.MUST, SectionKind.NICE, SectionKind.BENEFITS)
CLASSES = (*(kind.value for kind in CORE), OTHER)
MARGIN = 0.3  # by how much the model's kind must beat the rules' to count
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_LENGTHS = (12, 25, 40, 60, 90, 130, 180, 260, 420)  # edges of an entry's length in characters
_FEW, _MANY = (1, 2, 4, 8, 16), (2, 3, 5, 9, 16)  # edges of counts
LONGEST_LIKE, MOST_WORDS_LIKE, FEW_WORDS_LIKE = 70, 8, 4  # characters and words of an entry that looks like a heading
LONGEST_BEFORE = 50  # characters of an entry whose words tell of the next one
_UNTITLED = frozenset({"company", "other", "about", "duties~", "apply"})  # sections whose heading's own words count
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
    """The kind of every unit by the model: one of CORE, or None for none of them. headings: by region."""
    model = kinds_model()
    found: list[SectionKind | None] = []
    for unit, (keys, named, words) in zip(units, described(view, headings, units), strict=True):
        scores = model.scores(keys, named, words)
        ours = CLASSES.index(unit.kind.value if unit.kind in CORE else OTHER)
        best = max(range(len(scores)), key=scores.__getitem__)
        if scores[best] - scores[ours] <= MARGIN:
            best = ours
        found.append(CORE[best] if best < len(CORE) else None)
    return found


class _Seen(NamedTuple):
    """What is read once of a unit: its words in small letters, the shape of its first and its last sign."""

    words: list[str]
    shape: str
    end: str


def described(
    view: View, headings: Sequence[Heading | None], units: Sequence[Unit]
) -> Iterator[tuple[tuple[Key, ...], list[str], set[str]]]:
    """For every unit the keys, the features besides them and the words that the model scores."""
    flat, lower = view.flat, view.lower
    names = [place_name(heading) for heading in headings]
    kinds = {heading.kind for heading in headings if heading and not heading.loose}
    posting = "".join(mark for kind, mark in ((_DUTIES, "D"), (_MUST, "M"), (_BENEFITS, "B")) if kind in kinds)
    sizes = [0] * len(headings)
    for unit in units:
        sizes[unit.region] += 1
    seen = [_seen(flat, lower, unit.span) for unit in units]
    context: list[str] = []
    since, likeness, index = 0, "none", 0
    for number, unit in enumerate(units):
        before = units[number - 1] if number else None
        after = units[number + 1] if number + 1 < len(units) else None
        follows = before is not None and before.region == unit.region
        leads = after is not None and after.region == unit.region
        name, (words, shape, end) = names[unit.region], seen[number]
        if not follows:
            heading = headings[unit.region]
            context = _WORD.findall(lower, heading.name_start, heading.name_end) if heading else []
            since, likeness, index = 0, "real", 0
        joint = _joint(flat, unit.span[0])
        colon = end == ":" or flat[unit.span[1] : unit.span[1] + 1] == ":"
        like = _like_heading(flat, unit, words, leads, joint)
        keys: tuple[Key, ...] = (
            ("r", name, unit.kind.value, posting),
            ("o", name, shape, *words[:3]),
            ("s", name, bucket(unit.span[1] - unit.span[0], _LENGTHS), joint, unit.marked, end),
            ("t", name, _capitals(flat, unit.span), begins_a_sentence(flat[unit.span[0] : unit.span[0] + 20])),
            ("i", name, min(index, 3), bucket(sizes[unit.region], _MANY), 10 * number // len(units)),
            (
                "n",
                name,
                unit.kind.value,
                before.kind.value if before else "^",
                follows,
                after.kind.value if after else "$",
                leads,
            ),
            ("f", words[0] if words else "", *_neighbours(seen, number, follows, leads)),
            ("c", name, likeness, bucket(since, _FEW), like, colon),
        )
        also = [f"c={word}" for word in context]
        if len(context) <= FEW_WORDS_LIKE:
            also.append("cc=" + " ".join(context))
        if follows and before is not None and before.span[1] - before.span[0] < LONGEST_BEFORE:
            also.extend(f"p={word}" for word in seen[number - 1].words)
        if name in _UNTITLED:
            heading = headings[unit.region]
            also.extend(f"hw={word}" for word in _WORD.findall(lower, heading.name_start, heading.name_end) if heading)
        yield keys, also, set(words)
        since, index = since + 1, index + 1
        if like:
            context, since, likeness = words, 0, "like"


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
    elif group == "s":
        length, joint, marked, end = rest
        yield from (f"ln={length}", f"hln={name}{length}", f"j={joint}", f"hj={name}{str(joint)[0]}{marked}")
        yield f"e={end if str(end) in '.!?:' else 'x'}"
    elif group == "t":
        capitals, sentence = rest
        yield from (f"ca={capitals}", f"se={sentence}{name}")
    elif group == "i":
        index, size, tenth = rest
        yield from (f"i={index}{name}", f"m={size}{name}", f"po={tenth}", f"poh={int(str(tenth)) // 3}{name}")
    elif group == "n":
        kind, before, follows, after, leads = rest
        yield from (f"pr={before}{follows}", f"nr={after}{leads}", f"prn={before} {after} {kind}")
        yield from (f"hpr={name} {before}", f"hnr={name} {after}")
    elif group == "f":
        before, after = (str(part) for part in rest)
        first = str(name)
        if before:
            yield from (f"pf={suffix(before)}{suffix(first)}", f"ps={before == first}")
        if after:
            yield from (f"nw={after}", f"ns={suffix(after)}")
    else:
        likeness, since, like, colon = rest
        yield from (f"ch={likeness}{since}", f"hl={like}", f"hlh={like}{name}")
        if colon:
            yield from ("co", f"coh={name}")


@cache
def kinds_model() -> Model:
    """The model of kinds.json. ValueError where its classes are not CLASSES."""
    weights = load("kinds")
    if weights.classes != CLASSES:
        raise ValueError("kinds.json: other classes")
    return Model(weights, features)


def _seen(flat: str, lower: str, span: Span) -> _Seen:
    words = _WORD.findall(lower, *span)
    first = next((letter for letter in flat[span[0] : span[0] + 6] if letter.isalnum()), "?")
    second = flat[span[0] + 1 : span[0] + 2]
    shape = "0" if first.isdigit() else "a" if first.islower() else "Aa" if second.islower() else "AA"
    return _Seen(words, shape, flat[span[1] - 1])


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


def _like_heading(flat: str, unit: Unit, words: Sequence[str], leads: bool, joint: str) -> bool:
    """Whether an entry looks like a heading of unknown words: short, no full stop, and set apart."""
    start, end = unit.span
    if len(words) > MOST_WORDS_LIKE or end - start >= LONGEST_LIKE or flat[end - 1] in ".;,":
        return False
    if flat[end - 1] in ":?…" or flat[end : end + 1] in (":", "?", "…"):
        return True
    alone = leads and joint[0] != "s" and len(words) <= FEW_WORDS_LIKE
    return not unit.marked and (alone or flat[start:end].isupper())


def _capitals(flat: str, span: Span) -> int:
    """How much of an entry is written in words with a capital, in five steps."""
    words = flat[slice(*span)].split()
    return bucket(10 * sum(1 for word in words if word[0].isupper()) / max(1, len(words)), (2, 4, 6, 9))


def _neighbours(seen: Sequence[_Seen], number: int, follows: bool, leads: bool) -> tuple[str, str]:
    before = seen[number - 1].words[:1] if follows else []
    after = seen[number + 1].words[:1] if leads else []
    return (before[0] if before else "", after[0] if after else "")

