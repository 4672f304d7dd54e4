"""Duplicate, near-duplicate, repost, update and different postings are told apart."""

from __future__ import annotations

import pytest

from analyzers.identity import Relation, compare, find_earlier, identity, similarity
from tests.analyzers.documents import posting

ZH = """高级Java工程师
25-45K·15薪
北京 3-5年 本科
公司：星云科技有限公司
发布时间：2024-05-06
岗位职责：
1、负责交易系统后端的架构设计、核心模块开发与性能优化，保障高并发场景下的稳定性
2、参与服务治理、容器化与可观测性建设，沉淀通用组件
3、与产品、测试团队协作，按时高质量交付
任职要求：
1、精通Java与Spring Cloud，理解JVM与并发编程
2、熟悉MySQL、Redis、Kafka，有大型分布式系统经验
"""
EN = """Data Engineer
$120,000 - $150,000 a year
Tampa, FL
Company: Northwind Robotics
Posted on May 6, 2024
Responsibilities
- Design and build batch and streaming pipelines that feed the analytics warehouse and its dashboards
- Own data quality, lineage and documentation across the finance and logistics domains
- Partner with analysts to model data and retire legacy jobs
Requirements
- 3+ years of experience with Python, SQL and Spark
- Hands-on knowledge of Airflow, dbt and Snowflake
"""


@pytest.mark.parametrize("text", [ZH, EN])
def test_the_same_file(text: str) -> None:
    assert compare(identity(posting(text)), identity(posting(text))).relation is Relation.SAME_FILE


@pytest.mark.parametrize("text", [ZH, EN])
def test_the_same_text_in_another_format(text: str) -> None:
    other = (
        text.replace("\n- ", "\n• ")
        .replace("、负责", ". 负责")
        .replace("\n1、精通", "\n（1）精通")
        .replace("\n2、熟悉", "\n（2）熟悉")
    )
    link = compare(identity(posting(other + " ")), identity(posting(text)))
    assert link.relation in (Relation.SAME_TEXT, Relation.SAME_FILE) and link.similarity >= 0.97


@pytest.mark.parametrize(
    ("text", "old", "new"), [(ZH, "2024-05-06", "2024-07-01"), (EN, "May 6, 2024", "July 1, 2024")]
)
def test_a_repost_has_a_later_date(text: str, old: str, new: str) -> None:
    assert compare(identity(posting(text.replace(old, new))), identity(posting(text))).relation is Relation.REPOST


@pytest.mark.parametrize(("text", "old", "new"), [(ZH, "25-45K·15薪", "30-50K·15薪"), (EN, "$150,000", "$165,000")])
def test_changed_pay_is_an_update(text: str, old: str, new: str) -> None:
    link = compare(identity(posting(text.replace(old, new))), identity(posting(text)))
    assert link.relation is Relation.UPDATE and link.changed == ("pay",)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (ZH, "3、与产品、测试团队协作，按时高质量交付\n", ""),
        (EN, "- Partner with analysts to model data and retire legacy jobs\n", ""),
    ],
)
def test_a_shortened_text_is_a_near_duplicate(text: str, old: str, new: str) -> None:
    assert (
        compare(identity(posting(text.replace(old, new))), identity(posting(text))).relation is Relation.NEAR_DUPLICATE
    )


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (ZH, "北京 3-5年", "上海 3-5年"),
        (ZH, "高级Java工程师", "高级测试工程师"),
        (EN, "Tampa, FL", "Austin, TX"),
        (EN, "Data Engineer", "Sales Manager"),
    ],
)
def test_another_place_or_title_is_another_role(text: str, old: str, new: str) -> None:
    assert compare(identity(posting(text.replace(old, new))), identity(posting(text))).relation is Relation.DIFFERENT


def test_different_texts_are_far_apart() -> None:
    assert similarity(identity(posting(ZH)), identity(posting(EN))) < 0.1


def test_the_closest_earlier_posting_is_found() -> None:
    known = [identity(posting(EN)), identity(posting(ZH))]
    link = find_earlier(identity(posting(ZH.replace("25-45K", "30-50K"))), known)
    assert link is not None and link.earlier == known[1].posting
    assert find_earlier(identity(posting("前台\n岗位职责：\n1.接待来访客人\n2.接听电话")), known) is None
