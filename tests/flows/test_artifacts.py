"""A posting's words on Prefect's pages are words: no link, no picture, no heading of their own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.outcome import Failed, Review, StageRun
from flows.prefect_ui.artifacts import case_page, plain, table

HOSTILE = ("![x](http://a/b.png)", "<img src=//a/b>", "[招聘](javascript:alert(1))", "# 标题\n- x", "a | b", "`c`",
           "https://a.example/x", "\\![x](y)")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_lose_their_meaning(text: str) -> None:
    made = plain(text)
    assert "\n" not in made
    assert "<" not in made
    assert not re.search(r"(?<!\\)[!\[\]()#|`*_]", made.replace("\\\\", ""))


@given(st.text(max_size=200))
def test_every_special_character_is_escaped(text: str) -> None:
    made = plain(text).replace("\\\\", "")
    assert not re.search(r"(?<!\\)[`*_{}\[\]()#|!:]", made)


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert len(plain("长" * 1000)) == 300 and plain("长" * 1000).endswith("…")


def test_a_row_of_the_table_has_one_cell_for_each_column() -> None:
    made = table(("a", "b"), [(plain("x | y"), plain("z"))])
    assert len(re.findall(r"(?<!\\)\|", made.splitlines()[2])) == 3


def test_a_failed_case_shows_category_stage_and_hint() -> None:
    page = case_page(Failed(source="a", name="坏.pdf", category="corrupt", stage="sniff", message="It is cut off.",
                            hint="Copy it again.", stages=(StageRun(stage="read", seconds=1.25),)))
    assert "corrupt" in page and "sniff" in page and "Copy it again" in page and "1.25" in page


def test_a_report_is_a_link_where_a_browser_can_open_it() -> None:
    outcome = Review(source="a", name="a", reasons=("x",))
    page = case_page(outcome, reports=["http://127.0.0.1:4280/reports/%E8%81%8C%E4%BD%8D-1.zh.html", "/home/a b/c.html"])
    assert "[职位-1.zh.html](http://127.0.0.1:4280/reports/%E8%81%8C%E4%BD%8D-1.zh.html)" in page
    assert "`/home/a b/c.html`" in page


def test_a_review_shows_every_reason() -> None:
    page = case_page(Review(source="a", name="a", reasons=("薪资 unclear", "No job posting")))
    assert "薪资 unclear" in page and "No job posting" in page
