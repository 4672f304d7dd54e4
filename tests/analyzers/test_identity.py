"""Duplicate, near-duplicate, repost, update and different postings are told apart."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest

from analyzers.identity import Relation, compare, find_earlier, identity, similarity
from analyzers.posting import Absent
from analyzers.structure import postings
from tests.analyzers.documents import document, posting

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


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (ZH, "发布时间：2024-05-06", "发布时间：2024-07-01\n截止日期：2024-08-01"),
        (EN, "Posted on May 6, 2024", "Posted on July 1, 2024\nApply by August 1, 2024"),
    ],
)
def test_a_repost_with_a_new_last_day_is_a_repost(text: str, old: str, new: str) -> None:
    first = posting(text.replace(old, old + ("\n截止日期：2024-06-01" if text is ZH else "\nApply by June 1, 2024")))
    link = compare(identity(posting(text.replace(old, new))), identity(first))
    assert link.relation is Relation.REPOST and link.changed == ("apply_by",)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (ZH, "高级Java工程师", "Java工程师"),
        (ZH, "高级Java工程师", "高级Java工程师实习生"),
        (EN, "Data Engineer\n", "Senior Data Engineer\n"),
        (EN, "Data Engineer\n", "Data Engineer II\n"),
    ],
)
def test_another_level_is_another_role(text: str, old: str, new: str) -> None:
    link = compare(identity(posting(text.replace(old, new, 1))), identity(posting(text)))
    assert link.relation is Relation.DIFFERENT


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        (ZH, [("架构设计", "架构没计"), ("高质量交付", "高质量交何"), ("高级Java工程师", "高级Java工程帅")]),
        (EN, [("warehouse", "warehousc"), ("documentation", "docurnentation"), ("Data Engineer\n", "Data Enginecr\n")]),
    ],
)
def test_what_a_recogniser_gets_wrong_is_the_same_text(text: str, slips: list[tuple[str, str]]) -> None:
    read = text
    for right, wrong in slips:
        assert right in read
        read = read.replace(right, wrong, 1)
    seen, first = identity(posting(read), recognised=True), identity(posting(text))
    assert compare(seen, first).relation is Relation.SAME_TEXT
    assert compare(first, seen).relation is Relation.SAME_TEXT
    written = compare(identity(posting(read)), first)
    assert written.relation in (Relation.NEAR_DUPLICATE, Relation.DIFFERENT), "written texts do not slip"


@pytest.mark.parametrize(("text", "old", "new"), [(ZH, "Kafka", "RocketMQ"), (EN, "Snowflake", "BigQuery")])
@pytest.mark.parametrize("recognised", [False, True])
def test_a_changed_word_is_no_slip(text: str, old: str, new: str, recognised: bool) -> None:
    edited = identity(posting(text.replace(old, new)), recognised=recognised)
    assert compare(edited, identity(posting(text))).relation is not Relation.SAME_TEXT


@pytest.mark.parametrize(
    "company",
    [
        "公司简介：专注企业软件，团队来自知名大厂，提供五险一金和弹性工作\n",
        "About us: we build tools for teams and offer good benefits\n",
    ],
)
def test_jobs_that_nothing_names_are_not_merged_for_their_employer(company: str) -> None:
    """Two nameless jobs share their employer's words about itself."""

    one, two = (
        msgspec.structs.replace(
            posting(f"Engineer\n{company * 3}岗位职责：\n1、{duty}\n2、{duty}和测试"), title=Absent()
        )
        for duty in ("负责后端开发", "负责市场推广")
    )
    assert compare(identity(two), identity(one)).relation is Relation.DIFFERENT


@pytest.mark.parametrize(
    ("text", "head", "end"), [(ZH, "发布时间：{}\n", "3、发布时间：{}\n"), (EN, "Posted on {}\n", "- Posted on {}\n")]
)
def test_a_date_at_the_end_of_the_text_leaves_it_the_same(text: str, head: str, end: str) -> None:
    days = ("2024-05-06", "2024-07-01") if text is ZH else ("May 6, 2024", "July 1, 2024")
    bare = text.replace(head.format(days[0]), "")
    first, later = (identity(posting(bare + end.format(day))) for day in days)
    assert compare(later, first).relation is Relation.REPOST and compare(later, first).similarity == 1.0


def test_records_kept_without_letters_are_still_compared() -> None:
    """Identities of an earlier version of the store have none."""

    old = msgspec.structs.replace(identity(posting(ZH)), letters="", document="another")
    assert compare(identity(posting(ZH)), old).relation is Relation.SAME_TEXT
    stored = msgspec.to_builtins(old)
    del stored["letters"], stored["recognised"]
    assert msgspec.convert(stored, type(old)) == old


@pytest.mark.parametrize(
    ("text", "old", "new"), [(ZH, "2024-05-06", "2024-07-01"), (EN, "May 6, 2024", "July 1, 2024")]
)
def test_a_repost_is_told_beside_a_copy_without_a_date(text: str, old: str, new: str) -> None:
    line = next(line for line in text.split("\n") if old in line)
    dated, bare = identity(posting(text)), identity(posting(text.replace(line + "\n", "")))
    for known in ([dated, bare], [bare, dated]):
        link = find_earlier(identity(posting(text.replace(old, new))), known)
        assert link is not None and link.relation is Relation.REPOST and link.earlier == dated.posting


@pytest.mark.parametrize(("text", "old", "new"), [(ZH, "25-45K·15薪", "30-50K·15薪"), (EN, "$150,000", "$165,000")])
def test_the_one_with_fewest_changes_is_the_earlier_one(text: str, old: str, new: str) -> None:
    first, paid = identity(posting(text)), identity(posting(text.replace(old, new)))
    shorter = "\n".join(text.rstrip().split("\n")[:-1])
    link = find_earlier(identity(posting(shorter)), [first, paid])
    assert link is not None and link.earlier == first.posting and not link.changed


@pytest.mark.parametrize(("page", "right", "wrong"), [
    ("数据平台开发工程师\n北屿软件有限公司\n上海 3-5年 本科\n岗位职责：\n1、负责数据平台的建设与维护\n2、参与数据模型的设计与评审\n"
     "任职要求：\n1、熟悉 Spark 与 Flink\n2、本科及以上学历，3年以上经验", "北屿软件有限公司", "北屿软仵有限公司"),
    ("Data Platform Engineer\nCompany: Harborview\nSeattle, WA\nResponsibilities:\n- Build and run the data platform\n"
     "- Review data models with the teams\nRequirements:\n- 3+ years of experience with Spark and Flink\n"
     "- Bachelor's degree", "Harborview", "Harborvlew"),
])  # fmt: skip
def test_a_misread_name_of_the_employer_makes_no_other_posting(page: str, right: str, wrong: str) -> None:
    plain = identity(posting(page))
    assert compare(identity(posting(page.replace(right, wrong)), recognised=True), plain).relation is Relation.SAME_TEXT
    assert compare(identity(posting(page.replace(right, wrong))), plain).relation is Relation.DIFFERENT, "written names are names"
    other = page.replace("数据模型的设计", "风控规则的运营").replace("data models", "fraud rules and chargebacks")
    assert compare(identity(posting(other.replace(right, wrong)), recognised=True), plain).relation is Relation.DIFFERENT


@pytest.mark.parametrize(("page", "heading", "misread"), [
    ("算法工程师\n上海\n岗位职责：\n1、负责推荐算法的研发与优化\n2、参与特征工程的建设\n任职要求：\n1、熟悉机器学习\n2、本科及以上学历", "岗位职责：",
     "岗位职贵。"),
    ("Search Engineer\nSeattle, WA\nResponsibilities:\n- Build search ranking models\n- Run online experiments\n"
     "Requirements:\n- Experience with information retrieval\n- Bachelor's degree", "Responsibilities:",
     "Rcsponsibiiities."),
])  # fmt: skip
def test_a_misread_heading_that_leaves_a_section_in_the_head_changes_nothing(page: str, heading: str,
                                                                             misread: str) -> None:
    link = compare(identity(posting(page.replace(heading, misread)), recognised=True), identity(posting(page)))
    assert link.relation is Relation.SAME_TEXT


@pytest.mark.parametrize(("text", "level"), [
    ("岗位要求如下：\n工程师，熟悉操作系统编程，会 Windows、Linux、macOS、iOS、Android 之一，有相关的经验", "资深"),
    ("software engineer with experience in OS programming on Windows, Linux, macOS, iOS or Android", "staff "),
])  # fmt: skip
def test_a_level_in_a_text_without_title_tells_roles_apart_though_misread(text: str, level: str) -> None:
    word = "工程师" if level == "资深" else "software"
    made = [identity(posting(page), recognised=True) for page in (text, text.replace(word, level + word, 1))]
    made = [msgspec.structs.replace(one, title="") for one in made]
    assert compare(made[1], made[0]).relation is Relation.DIFFERENT


def test_one_text_in_another_script_and_width_is_the_same() -> None:
    pairs = zip("级京发布时间责负统设计与块开优场景参务组产测试团队协时质验语规历",
                "級京發佈時間責負統設計與塊開優場景參務組產測試團隊協時質驗語規歷", strict=True)  # fmt: skip
    other = ZH.translate(str.maketrans(dict(pairs))).replace("Java", "Ｊａｖａ").replace("3-5", "３－５")
    assert compare(identity(posting(other)), identity(posting(ZH))).relation is Relation.SAME_TEXT
    wide = EN.replace("Python", "Ｐｙｔｈｏｎ").replace("Spark", "Ｓｐａｒｋ")
    assert compare(identity(posting(wide)), identity(posting(EN))).relation is Relation.SAME_TEXT


@pytest.mark.parametrize(("text", "old", "one", "other"), [
    (EN, "Tampa, FL", "Portland, OR", "Portland, ME"),
    (EN, "Tampa, FL", "London, ON", "London, United Kingdom"),
    (EN, "Tampa, FL", "Austin, TX", "Remote"),
    (ZH, "北京 3-5年 本科", "杭州 3-5年 本科", "工作地点：远程办公 3-5年 本科"),
    (ZH, "高级Java工程师", "Java工程师P6", "Java工程师P7"),
    (EN, "Data Engineer", "Data Engineer II", "Data Engineer III"),
])  # fmt: skip
def test_one_template_for_two_places_or_levels_makes_two_postings(text: str, old: str, one: str, other: str) -> None:
    first, second = (identity(posting(text.replace(old, words, 1))) for words in (one, other))
    assert compare(second, first).relation is Relation.DIFFERENT


def test_a_place_without_its_state_may_be_the_same() -> None:
    first, second = (identity(posting(EN.replace("Tampa, FL", words))) for words in ("Austin, TX", "Location: Austin"))
    assert compare(second, first).relation is not Relation.DIFFERENT


@pytest.mark.parametrize(("old", "new"), [("Tampa, FL", "Tampa, Florida"), ("Tampa, FL", "Tampa")])
def test_a_state_in_another_form_makes_no_other_place(old: str, new: str) -> None:
    first, second = (identity(posting(EN.replace("Tampa, FL", f"Location: {words}"))) for words in (old, new))
    assert compare(second, first).relation is Relation.SAME_TEXT


@pytest.mark.parametrize("text", [
    "思源科技南京研发中心\n公司福利：\n- 五险一金齐全，入职即有十五天年假\n- 男性陪产假十八周，周末双休不加班\n目前在招职位：\n"
    "- 研发负责人：10+ 年相关经验，熟悉OS编程\n- 研发员：本科3+ 年相关经验，UI开发\n- 测试员：3+ 年相关经验，会Python",
    "Siyuan labs\nBenefits:\n- Health insurance and fifteen days of leave from the first day on\n- Parental leave of eighteen weeks\n"
    "Open roles:\n- Staff Engineer: 10+ years, operating systems\n- Software Engineer: 3+ years, UI\n- Test Engineer: 3+ years, Python",
])  # fmt: skip
def test_roles_of_one_post_that_share_its_benefits_stay_apart(text: str) -> None:
    made = [identity(one) for one in postings(document(text))]
    assert len(made) == 3
    assert {compare(two, one).relation for one, two in combinations(made, 2)} == {Relation.DIFFERENT}
