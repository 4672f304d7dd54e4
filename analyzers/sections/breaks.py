"""Where one entry ends and the next begins in English that lost its line breaks: "skillsExcellent communication".

Every capital or figure that may begin an entry is scored by a linear model over what stands around it: how it is joined
to the word before, that word and its own, how the rest of the line is parted. The weights are breaks.json, made by
bench/train_sections.py. What gave no better F1 in cross-validation is left out: the heading above, the word behind,
how often the same beginnings come again, the line's length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from analyzers.knowledge.vocabulary import vocabulary
from analyzers.sections.linear import Key, Model, Shown, camel_names, load, opener, shape_of, suffix
from analyzers.sections.prose import about_company, for_everybody, invites
from analyzers.wording import pattern, words

Span = tuple[int, int]

THRESHOLD = -0.9  # score from which a place is a break; F1 of items in cross-validation is flat from -0.9 to 0
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+(?:'[a-z]+)?|\d+")
_JOINS = frozenset(words("openers", "joins", "en"))
# A word with a capital, or a figure, unless a space parts it from a sign inside a list, from another word with a
# capital or from the commonest words that join; the sign comes first, so that the search leaps from one to the next
_COMMONEST = (("a",), ("or", "an", "of", "in", "to"), ("and", "the", "for", "our"), ("with",))
_NOT_AFTER = "".join(rf"(?<! (?:{'|'.join(alike)}) .)" for alike in _COMMONEST)
_PLACE = re.compile(
    r"[A-Z0-9](?:(?<=[A-Z])(?:(?<=[^A-Z\s].)|(?<=[A-Z].)(?=[a-z])|(?<=\s\s.)|(?<=[^,/&|\"\dA-Z\s]\s.))|"
    r"(?<=\d)(?:(?<=[^\d\s].)|(?<=[^,/&|\"\dA-Z\s]\s.)))"
    rf"{_NOT_AFTER}(?:(?<=\d)\d*|(?<=[A-Z])(?:[A-Z]*(?![a-z])|[a-z]+(?:'[a-z]+)?))"
)
# "... of leave. Sick Time: Your health ... Life Insurance: ...": entries of several sentences, a label before each
_LABEL = re.compile(r"[A-Z](?:(?<=[.!)] .)|(?<=[a-z.!)].))(?=[\w'/()&-]*(?: [\w'/()&-]+){0,5}: ?[A-Z(\d])")
_COLON = re.compile(r": ?[A-Z(\d]")  # no label without one
_APOSTROPHES = ("'", "’")
LONGEST_OPENING = 120  # characters of a sentence by which it is told
_LEGAL = pattern("meaning", "legal")
_LEGAL_FIRST = frozenset({"We", "As", "An", "All", "It", "EEO", "EOE", "Equal", "The"})
LEAST_LABELS = 3
LONG = 240  # characters of a line from where it may hold several entries of several sentences
_BRACKETED = re.compile(r"\([^()\n]{1,160}\)")
_SHORTENED = frozenset(words("openers", "shortened", "en"))
_OPENING = "(\"'$£€&#[*"
_NEVER = frozenset({"1,", "1/", "1&", '1"', "1|", "1AA", "1A", "10", "1j", "g/", "g-", "g&", "g'"})
_NEAR = (6, 12, 25, 50, 100, 200, 400)  # edges of distances in characters
_FEW = (1, 2, 4, 8)  # edges of counts
_PARTED = ".!?);-"  # signs that part a line's entries where a space follows


class Place(NamedTuple):
    """Where an entry may begin. joint: gap and what stands before it ("g." a full stop with no space behind it).

    before, word: the word before it, and its own first.
    """

    at: int
    joint: str
    before: str
    word: str


def split_english(flat: str, start: int, end: int, *, lonely: bool = False) -> list[Span]:
    """The entries of one line. lonely: the line is all of its section."""
    model = breaks_model()

    def chosen(place: Place, seen: Shown) -> bool:
        return model.score(seen) > THRESHOLD or place.joint[1] in ".!?" and _begins_prose(flat, place)

    cuts = walk(flat, start, end, lonely, chosen, model.telling)
    if lonely and end - start > LONG:
        cuts = _labels(flat, start, end, cuts) or cuts
    edges = [start, *cuts, end]
    return list(zip(edges[:-1], edges[1:], strict=True)) if cuts else [(start, end)]


def _labels(flat: str, start: int, end: int, cuts: Sequence[int]) -> list[int]:
    """Where the labels of a line's entries begin; [] where they are few, or fewer than the cuts that are glued."""
    labels = []
    if _COLON.search(flat, start, end):
        labels = [match.start() for match in _LABEL.finditer(flat, start + 1, end)]
    if len(labels) < LEAST_LABELS:
        return []
    glued = sum(1 for cut in set(cuts).difference(labels) if not flat[cut - 1].isspace())
    return labels if glued < len(labels) / 2 else []


def walk(
    flat: str,
    start: int,
    end: int,
    lonely: bool,
    choose: Callable[[Place, Shown], bool],
    telling: frozenset[str] | None = None,
) -> list[int]:
    """The places of a line that `choose` takes as breaks, asked from left to right with what the model sees of each.

    telling: the words that the model knows, where the others shall not be shown.
    """
    places = _places(flat, start, end, lonely)
    if not places:
        return []
    joints = [place.joint for place in places]
    glued = bisect_right(_FEW, sum([joint[0] == "g" and joint[1] in "a.)A" for joint in joints]))
    stops = bisect_right(_FEW, sum([joint[0] != "g" and joint[1] in ".!?" for joint in joints]))
    cuts: list[int] = []
    last = start
    for place, ahead in zip(places, _distances(places, end), strict=True):
        at, joint, behind, word = place
        shape, sign = shape_of(word), flat[at]
        begins, before = word.lower(), behind.lower()
        seen = Shown(
            (
                (
                    *("w", joint, begins if telling is None or begins in telling else ""),
                    *(shape if sign.isalnum() else sign, suffix(word), opener(word)),
                ),
                ("v", joint, before if telling is None or before in telling else "", min(len(behind), 7)),
                ("t", joint, glued, stops, shape),
                ("d", joint, bisect_right(_NEAR, at - last), ahead),
            )
        )
        if choose(place, seen):
            cuts.append(at)
            last = at
    return cuts


def _distances(places: Sequence[Place], end: int) -> list[int]:
    """How near the next plain joint or full stop is behind every place, in steps of _NEAR."""
    found: list[int] = []
    following = end
    for at, joint, _, _ in reversed(places):
        found.append(bisect_right(_NEAR, following - at))
        if joint[0] == "g" or joint[1] in ".!?:;":
            following = at
    return found[::-1]


def features(key: Key) -> tuple[str, ...]:
    """The features that a key of `walk` stands for."""
    group, first, *rest = map(str, key)
    if group == "w":
        word, shape, ending, classes = rest
        return (
            *(f"w={word}", f"jw={first}{word}", f"j={first}", f"js={first}{shape}", f"f={ending}{shape}"),
            *(f"jf={first}{ending}{shape}", f"o={classes}{first}", f"oc={classes}{first[:1]}{ending}{shape}"),
        )
    if group == "v":
        return f"v={rest[0]}", f"vl={first}{rest[1]}"
    if group == "t":
        glued, stops, shape = rest
        return f"st={first}{glued}{stops}", f"sn={first}{glued}{shape}"
    since, ahead = rest
    return f"d={first}{since}", f"nx={first}{ahead}"


@cache
def _names() -> frozenset[str]:
    """Names of technologies and firms that have a capital inside ("WordPress"), two parts at a time."""
    names = [*vocabulary().terms, *camel_names()]
    found: set[str] = set()
    for name in names:
        parts = list(_TOKEN.finditer(name))
        pairs = [(left, right) for left, right in zip(parts, parts[1:], strict=False) if left.end() == right.start()]
        found.update(left.group() + right.group() for left, right in pairs)
    return frozenset(found)


def _begins_prose(flat: str, place: Place) -> bool:
    """Whether a sentence begins that is no part of an entry: about the company, for everybody, legal text."""
    text = flat[place.at : place.at + LONGEST_OPENING]
    if about_company(text) or invites(text) or for_everybody(text):
        return True
    return place.word in _LEGAL_FIRST and _LEGAL.search(text) is not None


@cache
def breaks_model() -> Model:
    """The model of breaks.json."""
    return Model(load("breaks"), features)


def _places(flat: str, start: int, end: int, lonely: bool) -> list[Place]:
    """The places of a line that may be breaks.

    A space behind a word with a capital is none ("Machine Learning"), nor, on a line among others, one behind anything
    but the end of a sentence or part: there an entry goes on over a name with a capital ("code-switched English").
    """
    line = flat[start:end]
    opened = [match.span() for match in _BRACKETED.finditer(line)] if "(" in line else []
    found: list[Place] = []
    for match in _PLACE.finditer(line, 1):
        at = match.start()
        while at and line[at - 1] in _OPENING:
            at -= 1
        spaced = line[at - 1] == " "
        if spaced and not lonely and line[at - 2] not in _PARTED:
            continue
        left = at
        while left and not line[left - 1].isalnum():
            left -= 1
        behind = _word_before(line, left)
        if spaced and left == at - 1 and behind[:1].isupper():
            continue
        word = match.group()
        joint = _joint(line[left:at], behind) if behind else "1j"
        if joint in _NEVER or _goes_on(joint, behind, word):
            continue
        if joint == "ga" and len(behind) == 1 and not _joins_on(line[max(0, left - 2) : left - 1]):
            continue  # "iOS", "eBay": a name begins so; "401kPaid leave" does not
        bracket = bisect_left(opened, (at, 0)) - 1
        if bracket >= 0 and at < opened[bracket][1]:
            continue
        if joint == "1a" and (after := _TOKEN.match(line, match.end())) and word + after.group() in _names():
            continue  # "used MapReduce"
        found.append(Place(start + at, joint, behind, word))
    return found


def _joins_on(letter: str) -> bool:
    """Whether what stands before a single small letter makes it the end of a figure or word; "" is the line's start."""
    return letter.isalnum() or letter in _APOSTROPHES


def _word_before(line: str, end: int) -> str:
    """The word that ends at `end`: small letters with the capital before them, or capitals, or a figure."""
    whole = line[line.rfind(" ", 0, end) + 1 : end]
    if whole.isalpha() and whole[1:].islower():
        return whole
    start = end - 1
    if start < 0:
        return ""
    same = str.islower if line[start].islower() else str.isdigit if line[start].isdigit() else str.isupper
    while start and same(line[start - 1]):
        start -= 1
    if start and same is str.islower and line[start - 1].isupper():
        start -= 1
    return line[start:end]


def _goes_on(joint: str, before: str, word: str) -> bool:
    """Whether a word goes on with the one before it: a figure, an abbreviation, a name of two parts ("WordPress")."""
    if joint[1] == "." and (before.lower() in _SHORTENED or len(before) == 1 and joint[0] == "g"):
        return True
    if word[0].isdigit() and before[-1].isdigit() and joint[1] in ".,-/:":
        return True
    return joint == "gAa" and before + word in _names()


def _joint(gap: str, before: str) -> str:
    bare = gap.rstrip()
    width = "g" if len(bare) == len(gap) else "1" if len(gap) - len(bare) == 1 else "2"
    if bare:
        return width + bare[-1]
    return width + ("j" if before.lower() in _JOINS else shape_of(before))
