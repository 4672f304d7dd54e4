"""Marks that open list items."""

import pytest

from extractors.pages.markers import marker


@pytest.mark.parametrize(("text", "style", "number"), [
    ("1、负责", "1.", 1), ("2.熟悉", "1.", 2), ("3. Build", "1.", 3), ("2.、能", "1.", 2), ("(1) Build", "(1)", 1),
    ("（三）负责", "(一)", 3), ("一、岗位", "一.", 1), ("十二、其他", "一.", 12), ("② 参与", "circled", 2), ("❸ x", "circled", 3),
    ("1）负责", "1)", 1), ("• Build", "bullet", 0), ("● 负责", "bullet", 0), ("- Build", "bullet", 0), ("·负责", "bullet", 0),
    ("➢ 负责", "bullet", 0), ("\uf0b7 Build", "bullet", 0), ("\uf06c负责", "bullet", 0), ("✓ Build", "bullet", 0),
    ("o Design", "bullet", 0), ("【1】负责", "(1)", 1),
])
def test_sure_marks(text: str, style: str, number: int) -> None:
    found = marker(text)
    assert found is not None and found.sure
    assert (found.style, found.number) == (style, number)


@pytest.mark.parametrize("text", ["1.5年以上经验", "a. Build", "i) Build", "1 负责", "9:41", "3年经验", "1,000 engineers"])
def test_doubtful_marks_need_neighbours(text: str) -> None:
    found = marker(text)
    assert found is not None and not found.sure


@pytest.mark.parametrize("text", ["3-5年", "14-time winner", "10k-16k", "-5%", "负责", "Build", "I am", "A great place",
                                  "——团队", "24,000+ certifications"[0:0] or "C++ 优先"])
def test_no_marks(text: str) -> None:
    assert marker(text) is None
