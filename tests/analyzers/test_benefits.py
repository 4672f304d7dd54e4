"""What is given to those who work there, told by its own words, and what only sounds like it."""

from __future__ import annotations

import pytest

from analyzers.folding import fold
from analyzers.posting import Fact, SectionKind
from analyzers.sections.meaning import aside, told
from analyzers.structure import postings
from tests.analyzers.documents import document, posting
from tests.analyzers.test_sections import shape

GIVEN = [
    "提供怀表和双显示器", "提供有竞争力的薪资和年终奖", "享受15天带薪年假", "公司提供住宿、餐补", "办公环境优越，零食饮料无限量供应",
    "完善的培训体系", "公司为员工提供各种培训机会", "入职即可享受“发条计划”", "给予超市场回报的薪水", "定期体检", "弹性工作制",
    "Competitive pay and annual bonus", "Free lunch on Fridays", "25 days of holiday",
]  # fmt: skip
NOT_GIVEN = [
    "提供完善的修表方案", "为客户提供培训", "提供客户培训服务", "提供薪酬分析报告", "负责薪酬福利体系搭建", "我们为企业提供修表培训",
    "公司主要为银行提供保险系统", "五险一金的缴纳和核算", "定期组织团建", "免费咖啡机项目的开发", "组织年度体检、节日福利发放",
    "Design competitive pay programs", "Provide free lunch to customers", "Manage annual leave requests",
]  # fmt: skip


@pytest.mark.parametrize("text", GIVEN)
def test_a_benefit_among_duties_and_demands(text: str) -> None:
    assert {aside(fold(text), SectionKind.DUTIES), aside(fold(text), SectionKind.MUST)} == {SectionKind.BENEFITS}


@pytest.mark.parametrize("text", NOT_GIVEN)
def test_a_duty_that_is_about_benefits_stays_one(text: str) -> None:
    assert aside(fold(text), SectionKind.DUTIES) is SectionKind.DUTIES


@pytest.mark.parametrize("text", ["享受挑战", "有良好的职业规划", "具有良好的沟通能力", "熟悉薪酬核算"])
def test_a_demand_that_sounds_like_a_benefit_stays_one(text: str) -> None:
    assert aside(fold(text), SectionKind.MUST) is SectionKind.MUST


def test_short_lines_say_what_they_are() -> None:
    assert told("3年以上经验", marked=False) is SectionKind.MUST
    assert told("享15天年假", marked=False) is SectionKind.BENEFITS
    assert told("You'll enjoy a friendly office", marked=False) is not SectionKind.DUTIES


@pytest.mark.parametrize(
    ("text", "language", "kind", "wanted"),
    [
        ("岗位职责\n1、修钟\n2、管理钟楼\n任职要求\n1、手稳\n2、本科\n1、入职即缴纳五险一金\n2、管理和专业双通道发展\n3、入职即可享受“发条计划”",
         "zh", "benefits", ["入职即缴纳五险一金", "管理和专业双通道发展", "入职即可享受“发条计划”"]),
        ("任职要求\n1、手稳\n2、本科\n我们能给你的：\n1、好表\n2、好茶", "zh", "benefits", ["好表", "好茶"]),
        ("任职要求\n1、手稳\n福利：五险一金、带薪年假、节日礼品、定期体检、团建活动、弹性工作制度", "zh", "benefits",
         ["五险一金、带薪年假、节日礼品、定期体检、团建活动、弹性工作制度"]),
        ("Duties\n- Wind clocks\n- Competitive salary\n- Free lunch on Fridays", "en", "benefits",
         ["Competitive salary", "Free lunch on Fridays"]),
    ],
)  # fmt: skip
def test_lists_of_benefits(text: str, language: str, kind: str, wanted: list[str]) -> None:
    assert dict(shape(posting(text, language)))[kind] == wanted


@pytest.mark.parametrize(
    ("text", "language", "sections"),
    [
        ("【工作职责】\n1、修钟\n【福利待遇】\n1、双休\n【工作时间】\n9:00-18:00\n【期待中的你】\n1、手稳", "zh",
         [("duties", ["修钟"]), ("benefits", ["双休"]), ("other", ["9:00-18:00"]), ("must", ["手稳"])]),
        ("[Responsibilities]\n- Wind clocks\n- Mend bells\n[What we offer]\n- Free lunch\n[Working Hours]\n9 to 5", "en",
         [("duties", ["Wind clocks", "Mend bells"]), ("benefits", ["Free lunch"]), ("other", ["9 to 5"])]),
    ],
)  # fmt: skip
def test_lines_in_brackets_part_sections(text: str, language: str, sections: list[tuple[str, list[str]]]) -> None:
    assert shape(posting(text, language)) == sections


@pytest.mark.parametrize(
    ("text", "language", "city"),
    [
        ("Clock Engineer\n[Responsibilities]\n- Wind clocks\n- Mend bells\n[Location]\nBerlin", "en", "Berlin"),
        ("钟表工程师\n【岗位职责】\n1、修钟\n2、调钟\n【工作地点】\n成都", "zh", "成都"),
    ],
)
def test_a_place_below_its_name_in_brackets_begins_no_posting(text: str, language: str, city: str) -> None:
    (found,) = postings(document(text, language=language))
    assert isinstance(found.places, Fact) and [place.city for place in found.places.value] == [city]


def test_a_name_in_brackets_stays_with_its_words() -> None:
    head = shape(posting("【北京】钟表算法工程师\n岗位职责\n1、修钟\n2、调钟"))[0]
    assert head == ("head", ["【北京】钟表算法工程师"])


@pytest.mark.parametrize("text", [
    "会使用镊子等基础工具，对座钟有经验者优先", "沟通能力强，执行力强，有钟楼经验者优先",
    "能熟练使用镊子，有塔钟经验者优先", "Must know escapements; bells are a plus",
])  # fmt: skip
def test_a_demand_with_a_wish_behind_it_is_a_demand(text: str) -> None:
    assert aside(fold(text), SectionKind.MUST) is SectionKind.MUST


@pytest.mark.parametrize(
    ("text", "language", "kind", "wanted"),
    [
        ("岗位职责\n1、修钟\n2、调钟\n【JoinUs~】1、领导好，团队扁平化；2、五险一金，双休；", "zh", "benefits",
         ["领导好，团队扁平化", "五险一金，双休"]),
        ("任职条件\n- 手稳\n- 本科\n其他\n- 五险一金\n- 双休", "zh", "benefits", ["五险一金", "双休"]),
        ("Duties\n- Wind clocks\n- Mend bells\n[The Good Stuff]\n- Health insurance and 401k\n- Paid time off", "en", "benefits",
         ["Health insurance and 401k", "Paid time off"]),
        ("一、岗位职责\n1）修钟；\n二、任职资格\n1）手稳；\n2）本科\n三、钟楼一角\n1）在山上", "zh", "must", ["手稳", "本科"]),
        ("任职要求：手稳；本科。加分项：熟悉塔钟；有调音经验。", "zh", "nice", ["熟悉塔钟", "有调音经验"]),
        ("任职要求\n1、手稳\n2、本科\n简历发送至 keeper@example.com", "zh", "must", ["手稳", "本科"]),
        ("Requirements\n1. Steady hands\n2. A degree\nApply online at our site", "en", "must", ["Steady hands", "A degree"]),
    ],
)  # fmt: skip
def test_what_is_no_entry_of_the_list_above(text: str, language: str, kind: str, wanted: list[str]) -> None:
    assert dict(shape(posting(text, language)))[kind] == wanted


@pytest.mark.parametrize(
    ("text", "language", "sections"),
    [
        ("一、工作职责：\n（一）修钟\n（二）写报告\n二、任职条件：\n（一）手稳\n（二）本科\n三、钟楼一角\n在山上", "zh",
         [("duties", ["修钟", "写报告"]), ("must", ["手稳", "本科"])]),
        ("🎯岗位职责：\n✅ 修钟\n👉🏻 调钟\n🎓任职要求：\n✅ 手稳\n✅ 本科", "zh", [("duties", ["修钟", "调钟"]), ("must", ["手稳", "本科"])]),
        ("🎯 Responsibilities:\n✅ Wind clocks\n👉🏻 Mend bells\n🎓 Requirements:\n✅ Steady hands\n✅ A degree", "en",
         [("duties", ["Wind clocks", "Mend bells"]), ("must", ["Steady hands", "A degree"])]),
    ],
)  # fmt: skip
def test_entries_behind_marks_of_other_kinds(text: str, language: str, sections: list[tuple[str, list[str]]]) -> None:
    assert shape(posting(text, language))[:2] == sections


@pytest.mark.parametrize(
    ("text", "language", "sections"),
    [
        ("你会做什么\n- 修钟\n- 调钟\n我们在找这样的你\n- 手稳\n- 沟通好\n如果你还有以下经历更好\n- 修过塔钟\n给你的\n- 好队友\n- 好表", "zh",
         [("duties", ["修钟", "调钟"]), ("must", ["手稳", "沟通好"]), ("nice", ["修过塔钟"]), ("benefits", ["好队友", "好表"])]),
        ("Your mission\n• Wind clocks\n• Mend bells\nYour toolbox\n• Files and oil\nIt'd be great if you also had\n• A degree\n"
         "What's in it for you\n• 30 days holiday", "en",
         [("duties", ["Wind clocks", "Mend bells"]), ("must", ["Files and oil"]), ("nice", ["A degree"]),
          ("benefits", ["30 days holiday"])]),
        ("What you'll be doing\n👉 Winding clocks\n👉 Mending bells\n💡 You should apply if\n👉 You've steady hands", "en",
         [("duties", ["Winding clocks", "Mending bells"]), ("must", ["You've steady hands"])]),
    ],
)  # fmt: skip
def test_lines_above_lists_say_what_they_are(text: str, language: str, sections: list[tuple[str, list[str]]]) -> None:
    assert shape(posting(text, language)) == sections


def test_an_entry_among_others_is_no_heading() -> None:
    assert shape(posting("Duties\n• Wind clocks\n• Skills you have\n• Mend bells", "en")) == [
        ("duties", ["Wind clocks", "Skills you have", "Mend bells"])
    ]
    assert shape(posting("岗位职责\n- 修钟\n- 技能树的维护\n- 调钟")) == [("duties", ["修钟", "技能树的维护", "调钟"])]
