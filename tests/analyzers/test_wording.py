"""wording.yaml: every group is an expression that can be read, and what is wrong in it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # what a pattern may begin with only its own parser knows
from typing import Any

import pytest

from analyzers import wording
from analyzers.sections.heading import by_kind


def groups() -> list[tuple[str, str]]:
    return [(part, name) for part, names in wording._file().items() for name in names]


def test_every_group_compiles_and_says_no_alternative_twice() -> None:
    for part, name in groups():
        if part != "openers":
            wording.pattern(part, name)
        for language in ("zh", "en", "any case"):
            found = wording.words(part, name, language)
            assert len(found) == len(set(found)), (part, name, language)
            if language == "any case" and part != "openers":
                for word in found:  # a bar that parts it in two would part it behind its first letter
                    assert str(_parser.parse(word).data[0][0]) != "BRANCH" or word.startswith("(?:"), word


def test_an_alternative_in_any_case_is_one_in_any_letter() -> None:
    told = re.compile(wording._in_any_case("reports? to"))
    assert all(told.fullmatch(text) for text in ("report to", "Reports to", "REPORTS TO", "rEPORT tO"))
    assert wording._in_any_case("s?he") == "(?i:s?he)"
    assert wording.by_first_letter(["chef", "clerk", "baker", "chefs"]) == "c(?:hef|lerk|hefs)|b(?:aker)"


def test_references_case_and_what_stands_around() -> None:
    assert wording.pattern("prose", "sentence").match("We wind clocks")
    assert not wording.pattern("prose", "sentence").match("we wind clocks")
    assert wording.pattern("meaning", "duty_en").match("WIND clocks") is None
    assert wording.pattern("meaning", "duty_en").match("MANAGES clocks")
    assert wording.pattern("headings", "duties", "zh").fullmatch("岗位职责")
    assert wording.pattern("headings", "duties", "en").fullmatch("Key Responsibilities")
    assert wording.words("headings", "who", "en") == []


def first_letters(parsed: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """The letters that a match may begin with, and whether it may be empty."""
    letters: set[str] = set()
    for what, given in parsed:
        name, empty = str(what), False
        if name == "LITERAL":
            letters.add(chr(given))
        elif name == "IN":
            letters.update(chr(code) for kind, code in given if str(kind) == "LITERAL")
        elif name == "BRANCH":
            branches = [first_letters(branch) for branch in given[1]]
            letters.update(*(found for found, _ in branches))
            empty = any(nothing for _, nothing in branches)
        elif name == "SUBPATTERN":
            found, empty = first_letters(given[-1])
            letters |= found
        elif name == "MAX_REPEAT":
            found, empty = first_letters(given[2])
            letters |= found
            empty = empty or given[0] == 0
        else:
            empty = name in ("ASSERT", "ASSERT_NOT", "AT")
            assert empty, name
        if not empty:
            return letters, False
    return letters, True


def test_every_letter_that_begins_a_chinese_heading_is_among_the_first() -> None:
    kinds = ("duties", "must", "nice", "benefits", "company", "apply", "about", "other")
    letters, empty = first_letters(_parser.parse(by_kind("zh", kinds)))
    told = re.compile(wording.words("headings", "first", "zh")[0])
    assert not empty and "职" in letters
    assert {letter for letter in letters if not told.fullmatch(letter)} == set()


@pytest.mark.parametrize("text", ["meaning: {}\n", "meaning:\n  x: {words: a}\nprose: {}\nheadings: {}\nopeners: {}\n"])
def test_a_file_with_parts_missing_or_unknown_keys_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wording.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(wording, "__file__", str(tmp_path / "wording.py"))
    with pytest.raises(ValueError, match=re.escape("wording.yaml")):
        wording._file.__wrapped__()
