"""Run-together English and the models that read it: where entries begin, what they are, what the weights may be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzers.sections import linear
from analyzers.sections.breaks import breaks_model, split_english
from analyzers.sections.kinds import CLASSES, kinds_model
from analyzers.sections.linear import Model, Shown, Weights, load, opener, stem
from tests.analyzers.documents import posting
from tests.analyzers.test_sections import shape


def entries(line: str) -> list[str]:
    return [line[start:end].strip() for start, end in split_english(line, 0, len(line), lonely=True)]


@pytest.mark.parametrize(
    "line",
    [
        "Work on iOS apps for eBay and mRNA labs",
        "Experience with WordPress and HubSpot and some DataOps and PowerPoint",
        "Knowledge of frameworks (e.g. React, Angular Material, Vue) and of the U.S. market",
        "Between 3 - 5 years with Apache Spark 3.5 in the Data Science team of a St. Louis firm",
    ],
)
def test_names_figures_and_brackets_are_no_breaks(line: str) -> None:
    assert entries(line) == [line]


@pytest.mark.parametrize(
    "first,second",
    [
        ("Maintain the clocks of the town hall", "Repair the broken ones"),
        ("Excellent communication and interpersonal skills", "Ability to work alone"),
        ("Curates the sundials of the museum.", "Restores hourglasses"),  # verbs that no list of ours need hold
    ],
)
@pytest.mark.parametrize("joint", ["", " "])
def test_entries_that_lost_the_break_between_them(first: str, second: str, joint: str) -> None:
    assert entries(f"{first}{joint}{second}") == [first, second]


def test_a_closing_sentence_is_no_part_of_the_last_entry() -> None:
    text = "Duties\nWind every clock of the town. Repair the broken ones. We are an equal opportunity employer."
    found = shape(posting(text, "en"))
    assert ("boilerplate", ["We are an equal opportunity employer."]) in found
    assert dict(found)["duties"][-1] == "Repair the broken ones."
    closing = dict(shape(posting("岗位职责：\n1、修钟表\n2、上发条。\n公司平等就业，欢迎投递。", "zh")))
    assert closing["duties"] == ["修钟表", "上发条"]


def test_a_bullet_that_was_read_as_a_letter() -> None:
    found = shape(posting("Benefits\nBesides our pay we give you:o Paid leave.o Dental insurance.o Free clocks", "en"))
    assert [item for _, items in found for item in items][-3:] == ["Paid leave.", "Dental insurance.", "Free clocks"]
    assert shape(posting("福利待遇：\no 带薪年假\no 免费午餐", "zh")) == [("benefits", ["带薪年假", "免费午餐"])]


@pytest.mark.parametrize("heading,kind", [("Requirements", "must"), ("Duties", "duties"), ("Benefits", "benefits")])
def test_no_model_takes_a_list_from_its_heading(heading: str, kind: str) -> None:
    strange = ["Zyx", "Quux quuux", "We are who we are", "Apples"]
    assert shape(posting("\n".join([heading, *strange]), "en"))[0][0] == kind
    marked = "\n".join([heading, *(f"- {word}" for word in strange)])
    assert dict(shape(posting(marked, "en")))[kind][:2] == strange[:2]


def test_the_weights_hold_words_and_nothing_longer() -> None:
    for name in ("breaks", "kinds"):
        table = load(name).table
        assert table and max(len(feature.split(" ")) for feature in table) <= 4
        assert max(map(len, table)) < 60
    assert load("kinds").classes == CLASSES
    assert kinds_model() is kinds_model() and breaks_model() is breaks_model()


def test_weights_of_another_length_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.json").write_text(json.dumps({"classes": ["a", "b"], "bias": [0, 0], "features": {"x": [1]}}))
    monkeypatch.setattr(linear, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match="2 weights"):
        load("odd")


def test_scores_are_sums_and_forgetting_changes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = Weights(("a", "b"), (1.0, 0.0), {"x": (0.5, 0.25), "y": (2.0, 4.0), "t=word": (8.0, 16.0)})
    model = Model(weights, lambda key: [str(part) for part in key])
    assert model.scores(Shown((("x", "y"), ("z",)), frozenset({"word", "other"}))) == (11.5, 20.25)
    assert model.score(Shown((("x",), ("z",), ("y", "no")))) == 3.5
    monkeypatch.setattr(linear, "MOST_REMEMBERED", 0)
    assert model.scores(Shown((("x", "y"), ("y",)))) == (5.5, 8.25) and model.score(Shown((("y",),))) == 3.0


def test_forms_of_a_word_are_one() -> None:
    assert stem("Manages") == stem("managing") == stem("manage")
    assert opener("Curates") == opener("curate") and opener("clock") == ""
