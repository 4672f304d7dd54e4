"""Scores hand-made labels (see labels/README.md): items by kind and start, cuts by line, facts by value."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from posting_data import Row, as_document, offset_of, rows

from analyzers.posting import Fact, Posting, SectionKind
from analyzers.split import slices
from analyzers.structure import postings

LABELS = Path(__file__).with_name("labels")
SCORED = (SectionKind.DUTIES, SectionKind.MUST, SectionKind.NICE, SectionKind.BENEFITS)
TOLERANCE = 3  # characters between a labelled start and ours
# labels/sections_*.json, the language before the first "_"; more and held out: see labels/README.md
LABEL_SETS = ("zh", "zh_more", "zh_third", "zh_heldout", "en", "en_more", "en_third", "en_heldout")


class Score(NamedTuple):
    """Counts of right, false and missing."""

    right: int = 0
    false: int = 0
    missing: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.false)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missing)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.false + self.missing)

    def plus(self, other: Score) -> Score:
        return Score(*(ours + theirs for ours, theirs in zip(self, other, strict=True)))


def read(name: str) -> dict[str, Any]:
    """The labels of that name, {} when the file is absent."""
    path = LABELS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def labelled_rows(folder: Path, name: str, labels: dict[str, Any]) -> list[tuple[Row, Any]]:
    """The rows that have labels, each id once: two sources may share an id, and the first row is meant."""
    found: dict[str, tuple[Row, Any]] = {}
    for row in rows(folder, name):
        if row["id"] in labels:
            found.setdefault(row["id"], (row, labels[row["id"]]))
    return list(found.values())


def score_sections(folder: Path, name: str) -> dict[str, Score]:
    """Items of the postings of a set of LABEL_SETS, "all" and by kind."""
    labels, language = read(f"sections_{name}"), name.split("_")[0]
    totals = {kind: Score() for kind in ("all", *SCORED)}
    for row, wanted in labelled_rows(folder, language, labels):
        for kind, part in scored(found_items(row["description"], language), wanted).items():
            totals[kind] = totals[kind].plus(part)
    return totals if labels else {}


def agreement(second: str, firsts: Sequence[str]) -> dict[str, Score]:
    """Items of a second reader's labels against those of the first, for all and for each set of the first."""
    again = read(f"sections_{second}")
    totals = {name: Score() for name in ("all", *firsts)}
    for name in firsts:
        first = read(f"sections_{name}")
        for key in first.keys() & again.keys():
            part = scored(again[key], first[key])["all"]
            totals["all"], totals[name] = totals["all"].plus(part), totals[name].plus(part)
    return totals if again else {}


def scored(found: Sequence[tuple[str, int]], wanted: Sequence[tuple[str, int]]) -> dict[str, Score]:
    """Items found against the labelled ones, kind and start, "all" and by kind."""
    parts = {
        kind.value: _matched([s for k, s in found if k == kind], [s for k, s in wanted if k == kind]) for kind in SCORED
    }
    total = Score()
    for part in parts.values():
        total = total.plus(part)
    return {"all": total, **parts}


def found_items(text: str, language: str) -> list[tuple[str, int]]:
    """Our items of the scored kinds: kind and start in `text`."""
    document = as_document(text, language)
    found = []
    for posting in postings(document):
        for section in posting.sections:
            if section.kind in SCORED:
                found.extend(
                    (section.kind.value, offset_of(document, item.evidence[0].block) + item.evidence[0].start)
                    for item in section.items
                )
    return sorted(found, key=lambda pair: pair[1])


def _matched(found: list[int], wanted: list[int]) -> Score:
    left = sorted(wanted)
    right = 0
    for start in sorted(found):
        near = [other for other in left if abs(other - start) <= TOLERANCE]
        if near:
            left.remove(min(near, key=lambda other: abs(other - start)))
            right += 1
    return Score(right, len(found) - right, len(left))


def score_splits(folder: Path) -> tuple[Score, int, int] | None:
    """Cuts of the labelled comments; how many comments are cut without a fault, of how many."""
    labels = read("splits_freeform")
    if not labels:
        return None
    total, exact, counted = Score(), 0, 0
    for row in rows(folder, "zh_freeform"):
        wanted = labels.get(row["id"])
        if wanted:
            part = score_cuts(row["description"], wanted[1:])
            total = total.plus(part)
            counted += 1
            exact += part.false == 0 and part.missing == 0
    return total, exact, counted


def found_cuts(text: str) -> list[int]:
    """Where our slices begin in `text`, the first left out."""
    document = as_document(text, "zh")
    return [offset_of(document, cut.parts[0].block) + cut.parts[0].start for cut in slices(document)[1:]]


def score_cuts(text: str, wanted: list[int]) -> Score:
    lines = [match.start() for match in re.finditer(r"^.*\S.*$", text, re.MULTILINE)]
    number = {start: sum(1 for line in lines if line <= start) for start in {*wanted, *found_cuts(text)}}
    left = sorted(wanted)
    right = 0
    found = found_cuts(text)
    for start in found:
        near = [other for other in left if abs(number[other] - number[start]) <= 1]
        if near:
            left.remove(min(near, key=lambda other: abs(number[other] - number[start])))
            right += 1
    return Score(right, len(found) - right, len(left))


def score_facts(folder: Path, language: str) -> dict[str, Score]:
    """Facts of labelled postings by field. A wrong value is both false and missing."""
    labels = read(f"facts_{language}")
    totals: dict[str, Score] = {}
    for row, wanted in labelled_rows(folder, language, labels):
        posting = postings(as_document(row["description"], language))[0]
        for field, value in wanted.items():
            totals[field] = totals.get(field, Score()).plus(_compared(field, posting, value))
    return totals


def _compared(field: str, posting: Posting, value: Any) -> Score:
    fact = {"city": posting.places}.get(field) or getattr(posting, field)
    found = _plain(field, fact.value) if isinstance(fact, Fact) else None
    if found == [] or (field == "city" and found is not None and not found):
        found = None
    if value is None or value == []:
        return Score(0, int(found is not None), 0)
    if found is None:
        return Score(0, 0, 1)
    same = (
        _same_words(found, value)
        if field == "title"
        else (set(found) == set(value) if field == "city" else found == value)
    )
    return Score(1, 0, 0) if same else Score(0, 1, 1)


def _plain(field: str, value: Any) -> Any:
    if field == "pay":
        return [value.minimum, value.maximum, value.currency, value.period.value, value.months]
    if field == "city":
        return [place.city for place in value if place.city]
    if field == "experience":
        return [value.minimum, value.maximum]
    return value.value if field == "education" else value


def _same_words(found: str, wanted: str) -> bool:
    ours, theirs = (re.sub(r"\W", "", words.lower()) for words in (found, wanted))
    return ours in theirs or theirs in ours
