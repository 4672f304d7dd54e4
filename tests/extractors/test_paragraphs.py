"""Lines joined to paragraphs and list items, in Chinese and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Origin, ink
from extractors.pages.hyphens import join_text
from extractors.pages.paragraphs import paragraphs
from tests.extractors.typeset import typeset

ZH = [
    "岗位职责：",
    "1、负责大模型推理服务的研发与优化，跟踪业界最新进展，持续提升系统的吞吐与稳定性，支持业务团队快速落地；",
    "2、参与训练框架的建设，熟悉PyTorch、DeepSpeed等工具，能独立定位性能瓶颈并给出可行的改进方案；",
    "任职要求：",
    "1.5年以上工作经验，计算机相关专业本科及以上学历；",
    "2.具备良好的沟通能力与团队合作精神，对技术有热情，愿意接受挑战，能承受一定的工作压力。",
]
EN = [
    "Responsibilities",
    "• Build and run inference services for large language models, follow what is new in the field and keep improving "
    "throughput and stability for the product teams.",
    "• Take part in the training framework, find what slows it down and propose changes that can be made.",
    "Requirements",
    "• Five years of experience with Python and PyTorch, and a degree in computer science or a related field.",
]


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize(("leading", "gap"), [(1.3, 0.25), (1.6, 0.4), (1.9, 0.8)])
def test_paragraphs_come_back_as_they_were_set(texts: list[str], leading: float, gap: float) -> None:
    lines = typeset(texts, x=50, y=60, width=300, leading=leading, gap=gap)
    assert [paragraph.text for paragraph in paragraphs(lines)] == texts


@pytest.mark.parametrize("texts", [ZH, EN], ids=["zh", "en"])
def test_recognised_boxes_may_tremble(texts: list[str]) -> None:
    lines = typeset(texts, x=50, y=60, width=900, size=30, origin=Origin.OCR, jitter=1.2)
    assert [paragraph.text for paragraph in paragraphs(lines)] == texts


@pytest.mark.parametrize(("lines", "text"), [
    (["熟悉大规模分布式训", "练与推理"], "熟悉大规模分布式训练与推理"),
    (["掌握一种语言，", "Python优先"], "掌握一种语言，Python优先"),
    (["experience with large", "language models"], "experience with large language models"),
    (["a full-", "service supermarket"], "a full-service supermarket"),
    (["years of experi-", "ence in machine learning"], "years of experience in machine learning"),
    (["see https://example.com/", "jobs/12"], "see https://example.com/jobs/12"),
    (["在2023-", "2024年间"], "在2023-2024年间"),
])
def test_lines_join_as_their_script_is_set(lines: list[str], text: str) -> None:
    assert join_text(lines)[0] == text


@pytest.mark.parametrize("items", [
    ["岗位职责：", "1、负责数据报表的搭建；", "2、支持业务团队决策；", "3、完成上级交办的工作。"],
    ["Duties:", "1. Build the dashboards.", "2. Support the teams in 3.5 ways.", "3. Other work as needed."],
    ["1.熟悉Python；", "2.熟悉SQL。"],
    ["4.熟悉Python。", "5.熟悉SQL。", "6对模型有深刻理解。", "7.热衷于创新。"],
], ids=["zh", "en", "items", "lost stop"])
def test_numbering_that_runs_on_is_cut_into_items(items: list[str]) -> None:
    joint = " " if items[0].isascii() else ""
    found = paragraphs(typeset([joint.join(items)], x=50, y=50, width=200))
    assert [one.text for one in found] == items
    assert [one.mark is not None for one in found] == [item[0].isdigit() for item in items]


@pytest.mark.parametrize("text", ["版本2.0于2024年发布，占比3.5%，其中1.2亿用户。", "In 2.0 and 3.5 of 1.2 versions; see 2. for more."])
def test_figures_are_no_items(text: str) -> None:
    assert len(paragraphs(typeset([text], x=50, y=50, width=500))) == 1


@pytest.mark.parametrize("text", ["1.熟悉Python，有项目经验。2年以上工作经验优先。3个月试用期。", "1. Build 2 teams. 2 years are enough."])
def test_what_is_counted_is_no_item(text: str) -> None:
    assert len(paragraphs(typeset([text], x=50, y=50, width=600))) == 1


@pytest.mark.parametrize(("texts", "items"), [
    (["1.熟悉Python等语言，有项目经验；", "2对模型有理解，能落地；", "3.热衷于技术创新。"], 3),
    (["1.熟悉Python等语言，至少有", "2年以上的项目经验；", "2.热衷于技术创新。"], 2),
])
def test_a_number_without_its_stop_goes_on_with_the_list(texts: list[str], items: int) -> None:
    lines = [line for row, text in enumerate(texts) for line in typeset([text], x=50, y=50 + 16 * row, width=400)]
    assert len(paragraphs(lines)) >= items
    assert sum(one.mark is not None for one in paragraphs(lines)) == items


def test_a_hyphen_undone_is_told() -> None:
    text, _, joints = join_text(["strong communi-", "cation skills"])
    assert text == "strong communication skills"
    assert [(joint.before, joint.after) for joint in joints] == [("communi- cation", "communication")]


def test_a_number_that_closes_a_bracket_is_no_mark() -> None:
    lines = typeset(["上市公司旗下（股票代码002027）的互联网金融子公司，团队成员来自知名企业，前景广阔待遇优厚。"],
                    x=0, y=0, width=150)
    assert any(line.text.startswith(("27）", "027）", "7）", "002027）")) for line in lines) or len(lines) > 1
    assert len(paragraphs(lines)) == 1


def test_facts_of_a_narrow_column_stay_apart() -> None:
    zh = ["地点：北京", "经验：3-5年", "学历：本科"]
    en = ["Location: Berlin", "Salary: 50k", "Level: Senior"]
    for texts in (zh, en):
        assert [one.text for one in paragraphs(typeset(texts, x=0, y=0, width=90, gap=0.0))] == texts


@given(st.lists(st.text(alphabet="数据a1. 、-•(）", min_size=1, max_size=30), min_size=1, max_size=8))
def test_no_letter_is_lost_in_joining(texts: list[str]) -> None:
    texts = [text for text in texts if text.strip()]
    lines = typeset(texts, x=10, y=10, width=120)
    joined = paragraphs(lines)
    undone = sum(ink(joint.before) - ink(joint.after) for one in joined for joint in one.joints)
    assert sum(ink(one.text) for one in joined) + undone == sum(ink(line.text) for line in lines)
