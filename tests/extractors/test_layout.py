"""Reading order, headings, furniture and the ledger of one page, in Chinese and English."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Action, Kind, Origin, ink
from extractors.pages.layout import Arranged, arrange
from extractors.pages.line import Line
from tests.extractors.typeset import bottom, typeset

ZH = ["岗位职责", "1、负责大模型推理服务的研发与优化，跟踪业界最新进展，持续提升系统的吞吐与稳定性；",
      "2、参与训练框架的建设，能独立定位性能瓶颈并给出可行的改进方案，推动方案落地；",
      "任职要求", "1、计算机相关专业本科及以上学历，三年以上相关工作经验，熟悉常用的算法与数据结构；",
      "2、具备良好的沟通能力与团队合作精神，对技术有热情，愿意接受挑战，能承受压力；"]
EN = ["Responsibilities", "1. Build and run inference services for large language models and keep improving their throughput.",
      "2. Take part in the training framework, find what slows it down and propose changes to it.",
      "Requirements", "1. Three years of experience with Python, and a degree in computer science or a related field.",
      "2. Clear communication, team spirit, and a liking for hard problems that nobody has solved before."]
BOTH = pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])


def laid_out(lines: list[Line], *, unit: str = "pt", width: float = 595, height: float = 842, **kwargs: object) -> Arranged:
    mixed = list(lines)
    random.Random(1).shuffle(mixed)
    arranged = arrange(mixed, page=1, width=width, height=height, unit=unit, **kwargs)  # type: ignore[arg-type]
    balanced(arranged)
    return arranged


def balanced(arranged: Arranged) -> None:
    kept = sum(ink(block.text) for block in arranged.blocks)
    assert arranged.read == kept + sum(note.characters for note in arranged.notes)


def words(arranged: Arranged) -> list[str]:
    return [block.text for block in arranged.blocks]


@BOTH
@pytest.mark.parametrize("gutter", [15, 22, 30])
def test_two_columns_are_read_one_after_the_other(texts: list[str], gutter: float) -> None:
    half = (495 - gutter) / 2
    lines = typeset(texts[:3], x=50, y=90, width=half) + typeset(texts[3:], x=50 + half + gutter, y=86, width=half)
    arranged = laid_out(lines)
    assert words(arranged) == texts
    assert arranged.order_confidence > 0.8


@BOTH
def test_three_columns(texts: list[str]) -> None:
    lines = [line for index in range(3)
             for line in typeset(texts[2 * index : 2 * index + 2], x=40 + index * 178, y=90, width=150)]
    assert words(laid_out(lines)) == texts


@BOTH
def test_a_banner_stands_over_the_columns(texts: list[str]) -> None:
    banner = typeset(["高级算法工程师招聘启事" if texts is ZH else "Senior Engineer wanted"], x=180, y=60, width=300, size=20)
    lines = banner + typeset(texts[:3], x=50, y=110, width=235) + typeset(texts[3:], x=310, y=110, width=235)
    arranged = laid_out(lines)
    assert words(arranged) == [banner[0].text, *texts]
    assert arranged.blocks[0].kind is Kind.TITLE and arranged.blocks[0].level == 1


@BOTH
@pytest.mark.parametrize("reach", [268.0, 277.0, 282.0])
def test_a_line_over_the_columns_may_end_at_the_gutter(texts: list[str], reach: float) -> None:
    """It crosses no gutter, is no larger than the text, and is none of the left column's."""
    facts = Line(text="上海 / 15k-25k / 本科" if texts is ZH else "Berlin / 60k", x0=50, y0=60, x1=reach, y1=71, confidence=1.0,
                 origin=Origin.TEXT_LAYER, size=10)
    short = ["地点：上海", "学历：本科", "薪资：面议"] if texts is ZH else ["Place: Berlin", "Degree: any", "Level: Senior"]
    lines = [facts, *typeset(short, x=50, y=100, width=200), *typeset(texts[3:], x=285, y=100, width=250)]
    assert words(laid_out(lines)) == [facts.text, *short, *texts[3:]]


@BOTH
def test_a_heading_of_the_right_column_is_no_banner(texts: list[str]) -> None:
    """The right column's bold heading stands higher than the left's."""
    left = typeset(texts[:1], x=50, y=96, width=235, size=13) + typeset(texts[1:3], x=50, y=120, width=235)
    right = typeset(texts[3:4], x=310, y=80, width=235, size=13) + typeset(texts[4:], x=310, y=104, width=235)
    assert words(laid_out(left + right)) == texts


@BOTH
def test_a_sidebar_is_read_after_its_main_column(texts: list[str]) -> None:
    side = ["联系方式", "地点：北京", "经验：3-5年"] if texts is ZH else ["Contact", "Location: Berlin", "Level: Senior"]
    lines = typeset(texts, x=50, y=90, width=340) + typeset(side, x=415, y=90, width=120)
    assert words(laid_out(lines)) == [*texts, *side]


@BOTH
def test_a_side_heading_stays_with_its_paragraph(texts: list[str]) -> None:
    labels = ["岗位职责", "任职要求"] if texts is ZH else ["Duties", "Skills"]
    first = typeset(texts[1:3] * 2, x=160, y=90, width=380)
    second = typeset(texts[4:6] * 2, x=160, y=bottom(first) + 20, width=380)
    lines = [*typeset(labels[:1], x=50, y=90, width=90), *first,
             *typeset(labels[1:], x=50, y=second[0].y0, width=90), *second]
    arranged = laid_out(lines)
    assert words(arranged) == [labels[0], *texts[1:3] * 2, labels[1], *texts[4:6] * 2]
    assert [block.kind for block in arranged.blocks if block.text in labels] == [Kind.TITLE, Kind.TITLE]


@BOTH
def test_a_form_becomes_a_table(texts: list[str]) -> None:
    rows = ([("职位名称", "数据分析师"), ("工作地点", "上海"), ("薪资待遇", "15k-25k"), ("学历要求", "本科")] if texts is ZH else
            [("Position", "Data Analyst"), ("Place", "Berlin"), ("Salary", "60k a year"), ("Degree", "Bachelor")])
    lines = [line for number, (label, content) in enumerate(rows)
             for line in typeset([label], x=60, y=90 + 25 * number, width=90)
             + typeset([content], x=180, y=90 + 25 * number, width=200)]
    (table,) = laid_out(lines).blocks
    assert table.kind is Kind.TABLE
    assert [table.text[cell.start : cell.end] for cell in table.cells] == [word for row in rows for word in row]
    assert [cell.header for cell in table.cells] == [True, False] * 4


@BOTH
def test_bold_and_large_lines_are_headings(texts: list[str]) -> None:
    title = typeset(["算法工程师" if texts is ZH else "Engineer"], x=50, y=40, width=300, size=18)
    head = typeset(texts[:1], x=50, y=80, width=400, bold=True)
    rest = typeset(texts[1:3], x=50, y=100, width=400)
    blocks = laid_out([*title, *head, *rest]).blocks
    assert [(block.kind, block.level) for block in blocks] == [
        (Kind.TITLE, 1), (Kind.TITLE, 2), (Kind.LIST, 0), (Kind.LIST, 0)]


def test_words_drawn_twice_are_read_once() -> None:
    lines = typeset(["1、负责数据分析", "2. Data analysis with SQL"], x=50, y=50, width=400)
    arranged = laid_out([*lines, *typeset(["1、负责数据分析"], x=50.4, y=50.2, width=400)])
    assert words(arranged) == ["1、负责数据分析", "2. Data analysis with SQL"]
    (note,) = arranged.notes
    assert note.action is Action.DROPPED and note.characters == 8


@BOTH
def test_a_phone_screen_keeps_the_posting_and_labels_the_rest(texts: list[str]) -> None:
    back, button = ("‹ 职位详情 ☆ 收藏 分享", "立即沟通") if texts is ZH else ("‹ Job details  Save  Share", "Apply now")
    screen = {"size": 32.0, "origin": Origin.OCR}
    lines = [*typeset(["9:41"], x=30, y=15, width=200, **screen), *typeset(["5G 87%"], x=640, y=15, width=200, **screen),
             *typeset([back], x=35, y=75, width=700, **screen), *typeset(texts, x=36, y=200, width=700, **screen),
             *typeset([button], x=320, y=1500, width=300, **screen)]
    image = np.full((1600, 780, 3), 255, np.uint8)
    image[1480:1560, 40:740] = (0, 160, 170)
    arranged = laid_out(lines, unit="px", width=780, height=1600, image=image)
    assert words(arranged) == ["9:41 5G 87%", back, *texts, button]
    assert [block.text for block in arranged.blocks if block.kind is Kind.FURNITURE] == ["9:41 5G 87%", back, button]


@BOTH
def test_similar_jobs_beside_a_posting_are_furniture(texts: list[str]) -> None:
    screen = {"size": 16.0, "origin": Origin.OCR}
    head = "相似职位" if texts is ZH else "Similar jobs"
    side = [head, "算法工程师", "20k-30k"] if texts is ZH else [head, "Engineer", "50k-60k"]
    lines = typeset(texts, x=60, y=130, width=800, **screen) + typeset(side, x=950, y=90, width=250, gap=1.0, **screen)
    arranged = laid_out(lines, unit="px", width=1280, height=1000)
    assert [block.text for block in arranged.blocks if block.kind is not Kind.FURNITURE] == texts


@pytest.mark.parametrize(("texts", "last"), [(ZH, "相关的工作"), (EN, "Similar jobs")], ids=["zh", "en"])
def test_last_words_that_read_like_a_heading_of_others_stay(texts: list[str], last: str) -> None:
    screen = {"size": 32.0, "origin": Origin.OCR}
    lines = typeset([*texts, last], x=36, y=100, width=700, **screen)
    arranged = laid_out(lines, unit="px", width=780, height=int(bottom(lines)) + 200)
    assert last in "".join(block.text for block in arranged.blocks if block.in_body)
    more = typeset(["算法工程师 20k-30k", "数据工程师 20k-30k"], x=36, y=bottom(lines) + 40, width=700, **screen)
    arranged = laid_out([*lines, *more], unit="px", width=780, height=int(bottom(more)) + 200)
    assert last not in "".join(block.text for block in arranged.blocks if block.in_body)


def test_a_single_tall_sign_is_no_word() -> None:
    lines = typeset(ZH, x=60, y=100, width=700, size=20, origin=Origin.OCR)
    edge = Line(text="1", x0=820, y0=90, x1=836, y1=400, confidence=0.9, origin=Origin.OCR)
    arranged = laid_out([*lines, edge], unit="px", width=900, height=1200)
    assert [block.text for block in arranged.blocks if block.in_body] == ZH
    assert [block.text for block in arranged.blocks if block.kind is Kind.SUSPECT] == ["1"]


@pytest.mark.parametrize(("text", "suspect"), [("1", True), ("O", True), ("口", True), ("聘", False), ("AI", False)])
def test_a_huge_ring_or_bar_is_no_word(text: str, suspect: bool) -> None:
    shape = Line(text=text, x0=100, y0=100, x1=450, y1=450, confidence=0.95, origin=Origin.OCR)
    arranged = laid_out([shape], unit="px", width=900, height=1200)
    assert [block.kind is Kind.SUSPECT for block in arranged.blocks] == [suspect]


LINES = st.lists(st.builds(
    lambda text, x, y, wide, tall: Line(text=text, x0=x, y0=y, x1=x + wide, y1=y + tall, confidence=0.9, origin=Origin.OCR),
    st.text(alphabet="数据分析ab1、.-•: ", min_size=1, max_size=12), st.floats(0, 700), st.floats(0, 900),
    st.floats(1, 400), st.floats(1, 60)), max_size=25)


@given(LINES)
def test_every_letter_is_in_a_block_or_a_note(lines: list[Line]) -> None:
    arranged = arrange(lines, page=3, width=800, height=1000, unit="px")
    balanced(arranged)
    identifiers = [block.id for block in arranged.blocks]
    assert len(set(identifiers)) == len(identifiers) and all(one.startswith("p3b") for one in identifiers)
