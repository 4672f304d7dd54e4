"""wording.yaml: every group is an expression that can be read, and what is wrong in it is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzers import wording


def groups() -> list[tuple[str, str]]:
    return [(part, name) for part, names in wording._file().items() for name in names]


def test_every_group_compiles_and_says_no_alternative_twice() -> None:
    for part, name in groups():
        if part != "openers":
            wording.pattern(part, name)
        for language in ("zh", "en", "any case"):
            found = wording.words(part, name, language)
            assert len(found) == len(set(found)), (part, name, language)


def test_references_case_and_what_stands_around() -> None:
    assert wording.pattern("prose", "sentence").match("We wind clocks")
    assert not wording.pattern("prose", "sentence").match("we wind clocks")
    assert wording.pattern("meaning", "duty_en").match("WIND clocks") is None
    assert wording.pattern("meaning", "duty_en").match("MANAGES clocks")
    assert wording.pattern("headings", "duties", "zh").fullmatch("岗位职责")
    assert wording.pattern("headings", "duties", "en").fullmatch("Key Responsibilities")
    assert wording.words("headings", "who", "en") == []


@pytest.mark.parametrize("text", ["meaning: {}\n", "meaning:\n  x: {words: a}\nprose: {}\nheadings: {}\nopeners: {}\n"])
def test_a_file_with_parts_missing_or_unknown_keys_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wording.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(wording, "__file__", str(tmp_path / "wording.py"))
    with pytest.raises(ValueError, match=re.escape("wording.yaml")):
        wording._file.__wrapped__()
