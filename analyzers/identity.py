"""The same posting again? Duplicate, near-duplicate, repost and update told apart, and linked.

    same bytes, or same document               -> duplicate (same_file)
    same text in another format                -> duplicate (same_text)
    same text, later date                      -> repost
    same role and text, changed terms          -> update (what changed is named)
    nearly the same text of the same role      -> near_duplicate
    else                                       -> different

Identity is the requisition number first, then employer, title, level and place, then the text: shingles of the
posting's own words, by MinHash where many are searched and counted where two are compared. Two roles of one employer
that share most of their text stay different: title, level or place says so.
"""

from __future__ import annotations

import difflib
import re
import zlib
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np

from analyzers.folding import fold
from analyzers.posting import Fact, Location, Posting, SectionKind
from extractors.document import Struct
from extractors.keys import content_key

TERMS = ("pay", "experience", "education", "employment", "apply_by")
HASHES = 64  # numbers in a signature: standard error of the similarity is .06 at most
SHINGLE = 5  # letters (Chinese) of a shingle; English words are folded to letters too
NEAR = 0.72  # of the Jaccard similarity; held by the tests' texts, and no false pair in bench/results/identity.md
LABEL = 12  # letters: 发布时间, "date posted", "application deadline" left without their date
LIKELY = NEAR - 3 * 0.06  # of its estimate: below it the two are not counted out
SAME = 0.97  # of the estimate, for records that were kept without their letters
SLIP = {False: 2, True: 8}  # letters in a row that two renderings differ in at most, written and recognised text
SLIPS = {False: 0.005, True: 0.06}  # and their share; 14 screens, scans and photos measured differ in 0 to .008
NAME_SLIP = 10  # letters of an employer's name of which one may be wrong where the texts are the same all over
FEWEST = {False: 0, True: 4}  # letters that may differ in however short a text: one slip close to another
TITLE_SLIP = 0.8  # of difflib's ratio: one letter in six of a recognised title may be wrong
_LETTERS = re.compile(r"[^\w\u4e00-\u9fff]+")
_LEVELS = re.compile(
    r"高级|资深|初级|中级|实习|专家|主管|总监|经理|负责人|助理|组长|首席|校招|应届|senior|sr(?=[a-z])|junior|jr(?=[a-z])|lead(?!s)|"
    r"principal|staff|intern|head|director|manager|chief|associate|(?<=[a-z])(?:i{1,3}|iv)$|\d+$"
)


# sections that many postings of an employer share: where there is no other, the head tells the roles apart
_OF_NO_ROLE = frozenset({SectionKind.HEAD, SectionKind.BENEFITS, SectionKind.COMPANY, SectionKind.APPLY,
                         SectionKind.BOILERPLATE})  # fmt: skip


class Relation(StrEnum):
    """How one posting stands to another that came before it."""

    SAME_FILE = "same_file"
    SAME_TEXT = "same_text"
    REPOST = "repost"
    UPDATE = "update"
    NEAR_DUPLICATE = "near_duplicate"
    DIFFERENT = "different"


class Identity(Struct):
    """What a posting is recognised by. letters: its folded text, text: their key, signature: their MinHash.

    recognised: read from a picture or a recording, so that letters may be wrong; aside: the folded text that is not
    among `letters`, because it is the head's or states a term. The rest: role and terms.
    """

    posting: str
    document: str
    text: str
    signature: tuple[int, ...]
    title: str
    employer: str
    cities: tuple[str, ...]
    requisition: str
    terms: dict[str, str]
    posted: str = ""
    letters: str = ""
    recognised: bool = False
    aside: str = ""


class Link(Struct):
    """The relation of a posting to an earlier one. similarity: 0 to 1; changed: names of the terms that differ."""

    posting: str
    earlier: str
    relation: Relation
    similarity: float
    changed: tuple[str, ...] = ()


def identity(posting: Posting, *, recognised: bool = False) -> Identity:
    """The posting's identity: comparable and storable. recognised: its document was read by OCR or by ear."""
    words, aside = _words(posting)
    letters = folded(words)
    places = posting.places.value if isinstance(posting.places, Fact) else ()
    return Identity(
        posting=posting.key,
        document=posting.document,
        text=content_key("text", letters),
        signature=signature(letters),
        title=folded(_said(posting.title)),
        employer=folded(_said(posting.employer)),
        cities=tuple(sorted({stated for place in places if (stated := _place(place))})),
        requisition=folded(_said(posting.requisition)),
        terms={name: _term(getattr(posting, name)) for name in TERMS},
        posted=_said(posting.posted),
        letters=letters,
        recognised=recognised,
        aside=folded(aside),
    )


def _place(place: Location) -> str:
    """A city with what tells it from others of its name: "Portland/OR/US"; "remote" for work that has none."""
    if place.city:
        return "/".join((place.city, place.region, place.country)).rstrip("/")
    return "remote" if place.mode == "remote" else ""


def _words(posting: Posting) -> tuple[str, str]:
    """The posting's text without its head, nor the words of its date and terms, which are compared as values; and
    what was left out."""
    facts = [getattr(posting, name) for name in ("posted", *TERMS)]
    told = [fact.words for fact in facts if isinstance(fact, Fact) and fact.words]
    all_head = all(section.kind in _OF_NO_ROLE for section in posting.sections)
    kept, aside = [], []
    for section in posting.sections:
        for item in section.items:
            rest = _without(item.text, told) if all_head or section.kind is not SectionKind.HEAD else ""
            kept.append(rest)
            aside.append("" if rest == item.text else item.text)
    return "\n".join(kept), "\n".join(aside)


def _without(text: str, told: Iterable[str]) -> str:
    """`text` without those words; "" where only their label is left ("Posted on")."""
    rest = text
    for words in told:
        rest = rest.replace(words, "")
    return "" if rest != text and len(folded(rest)) <= LABEL else rest


def _said(fact: Any) -> str:
    return str(fact.value) if isinstance(fact, Fact) else ""


def _term(fact: Any) -> str:
    return content_key(fact.value) if isinstance(fact, Fact) else ""


def folded(text: str) -> str:
    """Letters and figures only, in one script and lower-cased: what two renderings of one text share."""
    return _LETTERS.sub("", fold(text)).lower()


@lru_cache(maxsize=1)
def _family() -> tuple[np.ndarray, np.ndarray]:
    """Fixed odd multipliers and offsets of the multiply-shift hash family (Dietzfelbinger et al. 1997)."""
    state, numbers = 20_241, []
    for _ in range(2 * HASHES):
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % (1 << 64)
        numbers.append(state | 1)
    both = np.array(numbers, dtype=np.uint64)
    return both[:HASHES, None], both[HASHES:, None]


def signature(letters: str) -> tuple[int, ...]:
    """MinHash signature of the shingles of folded text; empty for text shorter than a shingle."""
    if len(letters) < SHINGLE:
        return ()
    encoded = letters.encode("utf-32-le")
    count = len(letters) - SHINGLE + 1
    shingles = np.array([zlib.crc32(encoded[4 * at : 4 * (at + SHINGLE)]) for at in range(count)], dtype=np.uint64)
    multipliers, offsets = _family()
    hashed = (multipliers * np.unique(shingles)[None, :] + offsets) >> np.uint64(32)
    return tuple(int(number) for number in hashed.min(axis=1))


def similarity(one: Identity, other: Identity) -> float:
    """Jaccard similarity of two texts: estimated, and counted where the estimate makes it likely."""
    if one.text == other.text:
        return 1.0
    if not one.signature or not other.signature:
        return 0.0
    estimate = sum(left == right for left, right in zip(one.signature, other.signature, strict=True)) / HASHES
    if estimate < LIKELY or not one.letters or not other.letters:
        return estimate
    left, right = _shingles(one.letters), _shingles(other.letters)
    return len(left & right) / len(left | right)


def _shingles(letters: str) -> set[str]:
    return {letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1)}


def same_text(one: Identity, other: Identity) -> bool:
    """Whether the two texts are one in two renderings: they differ in scattered letters at most, never in a stretch.

    Between written texts that is nearly nothing; where one was recognised, what recognisers get wrong.
    """
    if one.text == other.text:
        return True
    if not one.letters or not other.letters:
        return similarity(one, other) >= SAME
    recognised = one.recognised or other.recognised
    for left, right in ((one, other), (other, one)):
        known = _shingles(right.letters) | (_shingles(right.aside) if recognised else set())
        longest, total = _differing(left.letters, known)
        if longest > SLIP[recognised] or total > max(SLIPS[recognised] * len(left.letters), FEWEST[recognised]):
            return False
    return bool(one.letters and other.letters)


def _differing(letters: str, known: set[str]) -> tuple[int, int]:
    """Letters that no known shingle covers: the longest stretch of them, and all of them."""
    covered_to, longest, total = 0, 0, 0
    for at in range(len(letters) - SHINGLE + 1):
        if letters[at : at + SHINGLE] in known:
            gap = max(0, at - covered_to)
            longest, total, covered_to = max(longest, gap), total + gap, at + SHINGLE
    gap = len(letters) - covered_to
    return max(longest, gap), total + gap


def compare(new: Identity, old: Identity) -> Link:
    """How `new`, which came later, stands to `old`."""
    alike = similarity(new, old)
    changed = tuple(
        name for name, value in new.terms.items() if value and old.terms.get(name) and value != old.terms[name]
    )
    return Link(
        posting=new.posting,
        earlier=old.posting,
        relation=_relation(new, old, alike, changed),
        similarity=round(alike, 3),
        changed=changed,
    )


def _relation(new: Identity, old: Identity, alike: float, changed: tuple[str, ...]) -> Relation:
    same_number = bool(new.requisition) and new.requisition == old.requisition and _agree(new.employer, old.employer)
    if not same_number and not (_same_role(new, old) and (alike >= NEAR or _misread(new, old))):
        return Relation.DIFFERENT
    if new.document == old.document and new.posting == old.posting:
        return Relation.SAME_FILE
    if not same_number and not (new.title and old.title) and not _same_untitled(new, old):
        return Relation.DIFFERENT  # nothing names the role: jobs of one employer share its text about itself
    later = bool(new.posted) and bool(old.posted) and new.posted > old.posted
    if set(changed) - ({"apply_by"} if later else set()):
        return Relation.UPDATE
    if same_text(new, old):
        return Relation.REPOST if later else Relation.SAME_TEXT
    return Relation.UPDATE if same_number else Relation.NEAR_DUPLICATE


def _same_untitled(new: Identity, old: Identity) -> bool:
    """Whether two texts whose titles are unknown are one: a level that only one of them names makes two roles."""
    return same_text(new, old) and _LEVELS.findall(new.letters) == _LEVELS.findall(old.letters)


def _misread(new: Identity, old: Identity) -> bool:
    """Whether the text is the same all over, and only what is taken for its head was read otherwise."""
    return (new.recognised or old.recognised) and same_text(new, old)


def _same_role(new: Identity, old: Identity) -> bool:
    """Whether nothing that both state tells the roles apart."""
    numbers = not new.requisition or not old.requisition or new.requisition == old.requisition
    cities = not new.cities or not old.cities or any(_one_place(a, b) for a in new.cities for b in old.cities)
    slips = new.recognised or old.recognised
    if not (numbers and cities and _same_title(new.title, old.title, slips=slips)):
        return False
    return _agree(new.employer, old.employer) or slips and _one_name(new.employer, old.employer) and same_text(new, old)


def _one_place(one: str, other: str) -> bool:
    """Whether two places may be one: what both say of city, region and country, in one form, is the same.

    "TX" and "Texas" are two forms, of which neither contradicts the other; so are "England" and "".
    """
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return all(not a or not b or a == b or _letters(a) != _letters(b) for a, b in pairs)


def _letters(place: str) -> bool:
    """Whether a place is written by its letters: "TX", "US"."""
    return len(place) <= 3 and place.isupper()


def _one_name(one: str, other: str) -> bool:
    """Whether two folded names are one with a letter or two misread."""
    wrong = sum(left != right for left, right in zip(one, other, strict=False))
    return len(one) == len(other) and wrong <= max(1, len(one) // NAME_SLIP)


def _same_title(one: str, other: str, *, slips: bool) -> bool:
    """Whether two folded titles may be one role's. A level that only one of them says makes two roles."""
    if not one or not other:
        return True
    if _LEVELS.findall(one) != _LEVELS.findall(other):
        return False
    return _agree(one, other) or slips and difflib.SequenceMatcher(None, one, other).ratio() >= TITLE_SLIP


def _agree(one: str, other: str) -> bool:
    return not one or not other or one in other or other in one


def find_earlier(new: Identity, known: Iterable[Identity]) -> Link | None:
    """The earlier posting that `new` repeats, the closest of them; None when it is new. known: the oldest first."""
    found = [(compare(new, old), old, place) for place, old in enumerate(known)]
    links = [one for one in found if one[0].relation is not Relation.DIFFERENT]
    return min(links, key=lambda one: _distance(*one), default=(None,))[0]


def _distance(link: Link, old: Identity, place: int) -> tuple[int, int, float, int]:
    """What is nearer comes first: the same document, the same text (one that has a date), fewer changed terms."""
    exact = {Relation.SAME_FILE: 0, Relation.SAME_TEXT: 1 if old.posted else 3, Relation.REPOST: 2}
    return exact.get(link.relation, 4), len(link.changed), -link.similarity, -place
