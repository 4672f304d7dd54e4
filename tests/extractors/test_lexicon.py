"""Misread terms are set right with the recogniser's doubt and the dictionary's word, never with one alone."""

from __future__ import annotations

import pytest

from extractors.document import Action, Origin, ink
from extractors.pages.lexicon import repair_line, skeleton
from extractors.pages.line import Line


def line(text: str, *doubted: int, doubt: float = 0.5) -> Line:
    marks = tuple(doubt if number in doubted else 0.99 for number in range(len(text)))
    return Line(text=text, x0=0, y0=0, x1=100, y1=20, confidence=0.9, origin=Origin.OCR, marks=marks)


@pytest.mark.parametrize(("read", "doubted", "meant"), [
    ("熟悉11m应用开发", (2, 3), "熟悉llm应用开发"),
    ("experience with SQ1 and Python", (18,), "experience with SQL and Python"),
    ("Red1s, MySQL", (3,), "Redis, MySQL"),
    ("knowledge of Pyth0n", (17,), "knowledge of Python"),
    ("精诵Java", (1,), "精通Java"),
    ("3牛以上工作经验", (1,), "3年以上工作经验"),
    ("大摸型训练", (1,), "大模型训练"),
])
def test_doubted_terms_are_set_right(read: str, doubted: tuple[int, ...], meant: str) -> None:
    mended, notes = repair_line(line(read, *doubted), page=2)
    assert mended.text == meant
    assert len(mended.marks) == len(mended.text)
    (note,) = notes
    assert (note.action, note.place.page) == (Action.CORRECTED, 2)
    assert note.before in read and note.after in meant
    assert note.characters == ink(read) - ink(meant)


@pytest.mark.parametrize(("read", "doubted", "meant"), [
    ("掌握spSS之一", (2, 4, 5), "掌握spss之一"),
    ("knows sQL well", (6,), "knows SQL well"),
    ("good reSources", (7,), "good resources"),
    ("PyTOrch框架", (3,), ""),  # R, T and h tell of both cases: left alone
    ("use of iOS", (8, 9), ""),
    ("Success matters", (0,), ""),
])
def test_doubted_capitals_follow_the_other_letters(read: str, doubted: tuple[int, ...], meant: str) -> None:
    mended, notes = repair_line(line(read, *doubted), page=1)
    assert mended.text == (meant or read) and len(notes) == bool(meant)
    assert repair_line(line(read), page=1) == (line(read), ())


@pytest.mark.parametrize(("read", "meant"), [
    ("Al算法工程师", "AI算法工程师"), ("负责Al应用的落地", "负责AI应用的落地"), ("大模型与Al", "大模型与AI"), ("400 Al practitioners", "400 AI practitioners"),
    ("Al Engineer, Berlin", "AI Engineer, Berlin"), ("Al-powered search", "AI-powered search"), ("Al/ML", "AI/ML"), ("built with Al", "built with AI"),
    ("Al Gore", ""), ("Al-Khobar", ""), ("et al. 2020", ""), ("Al Pacino", ""), ("Al合金材料", ""), ("Al/Cu interconnects", ""), ("Al、Cu", ""), ("Alibaba", ""), ("Call Al's team", ""),
])
def test_al_is_ai_where_nobody_is_called_so(read: str, meant: str) -> None:
    mended, notes = repair_line(line(read), page=1)
    assert mended.text == (meant or read) and len(notes) == bool(meant)


@pytest.mark.parametrize(("read", "meant"), [
    ("a suite of APls and Bl tools", "a suite of APIs and BI tools"), ("熟悉API设计，Ul组件", "熟悉API设计，UI组件"), ("熟悉常用Bl工具", "熟悉常用BI工具"),
    ("lT部门", "IT部门"), ("lEEE会员", "IEEE会员"), ("负责AlGC产品", "负责AIGC产品"), ("KPls", "KPIs"), ("Bill", ""), ("Blue", ""), ("lot of", ""),
    ("Il Sole", ""), ("ul, li", ""), ("All", ""), ("Cl2", ""), ("Ally", ""),
])
def test_acronyms_get_their_capital_i_back(read: str, meant: str) -> None:
    mended, notes = repair_line(line(read), page=1)
    assert mended.text == (meant or read) and bool(notes) == bool(meant)
    assert all(note.characters == 0 for note in notes) and len(mended.marks) == len(mended.text)


@pytest.mark.parametrize("read", ["熟悉11m应用开发", "SQ1", "精诵Java", "Pyth0n"])
def test_a_sure_reading_stays(read: str) -> None:
    assert repair_line(line(read), page=1) == (line(read), ())


@pytest.mark.parametrize("read", [
    "11", "100", "15k-30k", "$110,000", "2015", "A1", "P0", "5G", "3D", "B2B", "H5", "11:00", "10am", "Illinois", "新人培训", "青年",
    "没有要求", "Clerk", "i5", "K8s",
    "1on1", "via", "Los Angeles", "负责公司产品", "设有餐厅", "美术工作",
])
def test_numbers_and_other_words_stay_however_doubtful(read: str) -> None:
    doubtful = line(read, *range(len(read)))
    assert repair_line(doubtful, page=1) == (doubtful, ())


def test_two_characters_read_as_one_balance_the_ledger() -> None:
    read = "cornputer vision, Transforrner"
    at = read.index("rrn") + 1
    mended, notes = repair_line(line(read, at, at + 1), page=1)
    assert mended.text == "cornputer vision, Transformer"
    assert [note.characters for note in notes] == [1]
    assert len(mended.marks) == len(mended.text)


def test_lines_without_marks_stay() -> None:
    bare = Line(text="精诵11m", x0=0, y0=0, x1=1, y1=1, confidence=0.3, origin=Origin.OCR)
    assert repair_line(bare, page=1) == (bare, ())


def test_spellings_that_look_alike_have_one_skeleton() -> None:
    assert skeleton("11M") == skeleton("llm") == skeleton("IIrn")
