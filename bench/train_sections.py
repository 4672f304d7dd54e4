"""Trains the two models of English sections on hand-made labels: breaks.json and kinds.json of analyzers/sections/.

    python bench/train_sections.py [DATA] [--write]

Prints cross-validated F1 of items; with --write the weights of all labelled postings become package data. A feature
counts when LEAST_POSTINGS postings hold it, so that no posting's own words are kept. The held-out set is never read.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
import posting_labels
import scipy.sparse as sparse
from posting_data import as_document, data_folder, offset_of
from posting_labels import Score, labelled_rows, read, scored
from sklearn.linear_model import LogisticRegression

from analyzers.sections import breaks, items, kinds
from analyzers.sections import outline as sections
from analyzers.sections.linear import Key, Model, Shown, Weights
from analyzers.view import View, view_of, whole

TRAINED_ON = ("en", "en_more", "en_third")
FOLDS, SEED = 10, 5
LEAST_POSTINGS = 3  # postings that hold a feature
# Penalty and C of the regressions. "l1" keeps one feature of kinds in five; other values gave F1 within 0.005
PENALTIES = {"breaks": ("l2", 0.7), "kinds": ("l1", 1.5)}
DIGITS = 3  # of a weight
SMALLEST = 0.1  # a weight that is nearer to nothing is left out
ANALYZERS = Path(breaks.__file__).parent


class Labelled(NamedTuple):
    """A labelled posting. gold: the kind of the item that begins at each offset of the view."""

    source: str
    view: View
    gold: dict[int, str]


class Example(NamedTuple):
    """What a model sees and should say. posting: the number of its posting."""

    features: frozenset[str]
    answer: int
    posting: int


def labelled(folder: Path) -> list[Labelled]:
    found = []
    for name in TRAINED_ON:
        for row, wanted in labelled_rows(folder, "en", read(f"sections_{name}")):
            document = as_document(row["description"], "en")
            view = view_of(document, whole(document))
            places = [(offset_of(document, part.block.id), part) for part in view.parts]
            gold = {}
            for kind, start in wanted:
                at, part = max((pair for pair in places if pair[0] <= start), key=lambda pair: pair[0])
                gold[part.start + start - at] = kind
            found.append(Labelled(f"{name} {row['source']}", view, gold))
    return found


def break_examples(number: int, posting: Labelled) -> list[Example]:
    """Every place that may be a break, from gold to gold.

    A full stop outside a line's items is left out: there the labels do not say whether a new entry begins.
    """
    found: list[Example] = []
    starts = sorted(posting.gold)

    def split(flat: str, start: int, end: int, *, lonely: bool) -> list[tuple[int, int]]:
        inside = [at for at in starts if start - posting_labels.TOLERANCE <= at < end]

        def choose(place: breaks.Place, seen: Shown) -> bool:
            answer = any(abs(at - place.at) <= 1 for at in inside)
            stop = place.joint[0] != "g" and place.joint[1] in ".!?"
            if answer or not stop or inside and inside[0] <= place.at <= inside[-1]:
                found.append(Example(names_of(seen, breaks.features), int(answer), number))
            return answer

        cuts = breaks.walk(flat, start, end, lonely, choose)
        return list(zip([start, *cuts], [*cuts, end], strict=True))

    with patch.object(items, "split_english", split), patch.object(sections, "decided", _undecided):
        sections.outline(posting.view)
    return found


def names_of(seen: Shown, features: Callable[[Key], Iterable[str]]) -> frozenset[str]:
    """All features of what a model sees."""
    names = {name for key in seen.keys for name in features(key)}
    return frozenset(names.union(f"t={word}" for word in seen.words))


def kind_examples(number: int, posting: Labelled, model: Model) -> list[Example]:
    """Every unit as the breaks of `model` part them; one inside an item is left out."""
    found: list[Example] = []
    starts = sorted(posting.gold)

    def seen(view: View, headings: Sequence[object], units: Sequence[kinds.Unit]) -> list[None]:
        answers = [_answer(unit, units, starts, posting.gold) for unit in units]
        for answer, shown in zip(answers, kinds.described(view, headings, units, all_of_them=True), strict=True):
            if answer is not None and shown is not None:
                names = names_of(shown, kinds.features)
                found.append(Example(names, kinds.CLASSES.index(answer), number))
        return [None] * len(units)

    with patch.object(breaks, "breaks_model", lambda: model), patch.object(sections, "decided", seen):
        sections.outline(posting.view)
    return found


def _undecided(_view: View, _headings: Sequence[object], units: Sequence[kinds.Unit]) -> list[None]:
    return [None] * len(units)


def _answer(unit: kinds.Unit, units: Sequence[kinds.Unit], starts: Sequence[int], gold: dict[int, str]) -> str | None:
    """The unit's labelled kind; OTHER for none; None for a part of an item that was split by mistake."""
    at = unit.span[0]
    hit = next((start for start in starts if abs(start - at) <= posting_labels.TOLERANCE), None)
    if hit is not None:
        return gold[hit]
    same = [other.span for other in units if other.region == unit.region]
    before = [start for start in starts if same[0][0] - posting_labels.TOLERANCE <= start < at]
    after = [start for start in starts if at < start < same[-1][1]]
    return None if before and after and gold[before[-1]] == gold[after[0]] else kinds.OTHER


def trained(examples: Sequence[Example], classes: Sequence[str], name: str) -> Weights:
    """One regression a class against the others; for two classes one. name: of PENALTIES."""
    penalty, strength = PENALTIES[name]
    holders = Counter(name for _, names in _by_posting(examples) for name in names)
    names = sorted(name for name, count in holders.items() if count >= LEAST_POSTINGS)
    column = {name: number for number, name in enumerate(names)}
    rows = [sorted(column[name] for name in example.features if name in column) for example in examples]
    pointers = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    columns = np.array([number for row in rows for number in row], dtype=np.int32)
    table = sparse.csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(names)))
    answers = np.array([example.answer for example in examples])
    wanted = [1] if len(classes) == 1 else range(len(classes))
    fitted = [
        LogisticRegression(
            C=strength, l1_ratio=float(penalty == "l1"), solver="liblinear", max_iter=300, random_state=0
        ).fit(table, answers == number)
        for number in wanted
    ]
    vectors = np.round(np.array([model.coef_[0] for model in fitted]).T, DIGITS)
    bias = tuple(round(float(model.intercept_[0]), DIGITS) for model in fitted)
    kept = {
        name: tuple(vector) for name, vector in zip(names, vectors.tolist(), strict=True) if _weight(vector) >= SMALLEST
    }
    return Weights(tuple(classes), bias, kept)


def _weight(vector: Iterable[float]) -> float:
    return max(abs(value) for value in vector)


def _by_posting(examples: Sequence[Example]) -> list[tuple[int, set[str]]]:
    held: dict[int, set[str]] = {}
    for example in examples:
        held.setdefault(example.posting, set()).update(example.features)
    return list(held.items())


class Trained(NamedTuple):
    """The two models."""

    breaks: Weights
    kinds: Weights


def fold_of(count: int) -> list[int]:
    """The fold of every posting."""
    order = list(range(count))
    random.Random(SEED).shuffle(order)
    return [order.index(number) % FOLDS for number in range(count)]


def cross_validated(postings: Sequence[Labelled], folds: Sequence[int]) -> tuple[dict[str, Score], Trained]:
    """F1 of items with every posting read by models that never saw its fold; and the models of all.

    The models of kinds learn from units that were parted by models that had not seen them.
    """
    parting = [example for number, posting in enumerate(postings) for example in break_examples(number, posting)]
    parters = {
        fold: trained([one for one in parting if folds[one.posting] != fold], ["break"], "breaks")
        for fold in sorted(set(folds))
    }
    telling = [
        example
        for number, posting in enumerate(postings)
        for example in kind_examples(number, posting, Model(parters[folds[number]], breaks.features))
    ]
    scores: dict[str, Score] = {}
    for fold, parter in parters.items():
        teller = trained([one for one in telling if folds[one.posting] != fold], kinds.CLASSES, "kinds")
        models = Model(parter, breaks.features), Model(teller, kinds.features)
        for number, posting in enumerate(postings):
            if folds[number] == fold:
                part = read_with(posting, *models)
                for name in ("all", posting.source.split(" ")[0], posting.source.split(" ")[1]):
                    scores[name] = scores.get(name, Score()).plus(part)
    whole_set = Trained(trained(parting, ["break"], "breaks"), trained(telling, kinds.CLASSES, "kinds"))
    return scores, whole_set


def read_with(posting: Labelled, parter: Model, teller: Model) -> Score:
    with patch.object(breaks, "breaks_model", lambda: parter), patch.object(kinds, "kinds_model", lambda: teller):
        outline = sections.outline(posting.view)
    found = [(kind.value, start) for start, kind in zip(outline.starts, outline.kinds, strict=True)]
    return scored(found, [(kind, start) for start, kind in posting.gold.items()])["all"]


def write(name: str, weights: Weights) -> None:
    """One feature a line, in order."""
    head = {"classes": weights.classes, "bias": weights.bias}
    lines = ",\n".join(
        f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps(vector, separators=(',', ':'))}"
        for feature, vector in sorted(weights.table.items())
    )
    text = f'{json.dumps(head)[:-1]}, "features": {{\n{lines}\n}}}}\n'
    (ANALYZERS / f"{name}.json").write_text(text, encoding="utf-8")


def unseen(folder: Path) -> dict[str, Score]:
    """F1 of items of the labelled postings, each read by models that never saw it; {} where no labels are present.

    By ten folds, for all and for each set; then by source: every source read by models that saw none of its postings.
    """
    postings = labelled(folder)
    if not postings:
        return {}
    scores, _ = cross_validated(postings, fold_of(len(postings)))
    found = {f"{name} items, unseen by the models (ten folds)": scores[name] for name in ("all", *TRAINED_ON)}
    sources = [posting.source.split(" ")[1] for posting in postings]
    names = sorted(set(sources))
    left_out, _ = cross_validated(postings, [names.index(source) for source in sources])
    for name in ("all", *names):
        found[f"{name} items, unseen by the models (source left out)"] = left_out[name]
    return {name.replace("all items", "English items"): score for name, score in found.items()}


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", default="")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    postings = labelled(data_folder(options.data))
    scores, models = cross_validated(postings, fold_of(len(postings)))
    for name, score in scores.items():
        print(f"{name}: P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f} {tuple(score)}")
    print(len(models.breaks.table), "features of breaks,", len(models.kinds.table), "of kinds")
    if options.write:
        write("breaks", models.breaks)
        write("kinds", models.kinds)


if __name__ == "__main__":
    main(sys.argv[1:])
