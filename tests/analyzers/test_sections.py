"""Sections and items: with headings and without, run together and clean, in Chinese and English."""

from __future__ import annotations

import pytest

from analyzers.meaning import is_nice
from analyzers.posting import Posting
from analyzers.structure import postings
from analyzers.view import fold
from tests.analyzers.documents import document, posting


def shape(found: Posting) -> list[tuple[str, list[str]]]:
    return [(section.kind.value, [item.text for item in section.items]) for section in found.sections]


def test_run_together_chinese() -> None:
    found = posting("职责1.挖掘数据价值2.管理团队任职要求1、本科及以上学历2、熟悉Python3、有电商经验者优先")
    assert shape(found) == [
        ("duties", ["挖掘数据价值", "管理团队"]),
        ("must", ["本科及以上学历", "熟悉Python"]),
        ("nice", ["有电商经验者优先"]),
    ]


def test_run_together_english() -> None:
    found = posting(
        "Qualifications\nSales skillsExcellent communication and interpersonal skillsKnowledge of furnitureAbility "
        "to work alone",
        "en",
    )
    assert shape(found) == [
        (
            "must",
            [
                "Sales skills",
                "Excellent communication and interpersonal skills",
                "Knowledge of furniture",
                "Ability to work alone",
            ],
        )
    ]


def test_headings_glued_to_english_text() -> None:
    found = posting(
        "A great team.ResponsibilitiesBuild data pipelines and dashboardsRequirementsFluent in Python and SQL", "en"
    )
    assert ("duties", ["Build data pipelines and dashboards"]) in shape(found)
    assert ("must", ["Fluent in Python and SQL"]) in shape(found)


def test_without_headings_items_tell() -> None:
    found = posting(
        "算法工程师\n- 负责图文转录的研发工作\n- 与团队协作，优化性能\n- 熟悉PyTorch，精通Python\n- "
        "3年以上经验\n- 有比赛获奖者优先"
    )
    kinds = dict(shape(found))
    assert kinds["duties"] == ["负责图文转录的研发工作", "与团队协作，优化性能"]
    assert kinds["must"] == ["熟悉PyTorch，精通Python", "3年以上经验"]
    assert kinds["nice"] == ["有比赛获奖者优先"]


def test_without_headings_in_english() -> None:
    found = posting(
        "Data Engineer\n- Design and build pipelines\n- Work with analysts\n- 5+ years of experience\n- Spark is a "
        "plus",
        "en",
    )
    kinds = dict(shape(found))
    assert kinds["duties"] == ["Design and build pipelines", "Work with analysts"]
    assert kinds["must"] == ["5+ years of experience"]
    assert kinds["nice"] == ["Spark is a plus"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("福利待遇：", "benefits"),
        ("公司介绍：", "company"),
        ("【加分项】", "nice"),
        ("## 我们提供", "benefits"),
        ("**任职要求：**", "must"),
        ("一、岗位职责", "duties"),
        ("What We Offer", "benefits"),
        ("About Us", "company"),
        ("Nice to have:", "nice"),
        ("WHAT YOU WILL DO", "duties"),
        ("Who You Are", "must"),
    ],
)
def test_headings(heading: str, kind: str) -> None:
    item = "弹性工作和团队活动" if not heading.isascii() else "Something that is said here"
    assert shape(posting(f"{heading}\n{item}"))[0][0] == kind


def test_a_heading_word_inside_a_sentence_is_none() -> None:
    text = "岗位职责：\n1、按岗位要求完成开发工作\n2、满足客户的工作要求，并持续改进\n3、负责测试"
    assert [kind for kind, _ in shape(posting(text))] == ["duties"]
    english = (
        "Responsibilities\n- Gather requirements and document the qualifications of vendors\n- Own benefits of the "
        "product"
    )
    assert [kind for kind, _ in shape(posting(english, "en"))] == ["duties"]


@pytest.mark.parametrize(
    "text",
    [
        "有RLHF经验优先",
        "具备后端开发经验者优先，如Node.js",
        "Experience with Spark is a plus",
        "Master's degree preferred",
    ],
)
def test_wishes(text: str) -> None:
    assert is_nice(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "本科及以上学历，计算机相关专业优先",
        "熟练使用SQL，有Python经验者优先",
        "Skilled in coding (Java preferred)",
        "At least five years in vision, and robotics is a plus",
    ],
)
def test_demands_with_a_wish_stay_demands(text: str) -> None:
    assert not is_nice(fold(text))


def test_legal_text_is_boilerplate() -> None:
    found = posting(
        "Requirements\n- Fluent in Python\n- We are an equal opportunity employer and value diversity.", "en"
    )
    assert ("boilerplate", ["We are an equal opportunity employer and value diversity."]) in shape(found)


def test_item_spans_are_exact() -> None:
    made = document("岗位职责：1.负责开发；2.负责测试；\n任职要求：\n1、熟悉Go\n2、熟悉MySQL。")
    for section in postings(made)[0].sections:
        for item in section.items:
            assert " ".join(made.quote(piece) for piece in item.evidence) == item.text


def test_all_text_lands_in_some_section() -> None:
    text = "数据分析师\n我们是一家有趣的公司\n岗位职责：\n1.做分析\n2.写报告\n福利：\n双休"
    words = "".join(item for _, items in shape(posting(text)) for item in items)
    assert words == "数据分析师我们是一家有趣的公司做分析写报告双休"
