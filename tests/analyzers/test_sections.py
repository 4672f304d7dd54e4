"""Sections and items: with headings and without, run together and clean, in Chinese and English."""

from __future__ import annotations

import pytest

from analyzers.folding import fold
from analyzers.posting import Posting, SectionKind
from analyzers.sections.meaning import is_nice, told
from analyzers.structure import postings
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


@pytest.mark.parametrize(
    ("text", "language", "kind", "items"),
    [
        ("To do this well you should have:\n- A steady hand\n- A driving licence", "en", "must", ["A steady hand", "A driving licence"]),
        ("Harbor Books offers these benefits:\n- Free coffee\n- A pension", "en", "benefits", ["Free coffee", "A pension"]),
        ("Ideally you also know:\n- Rust\n- Zig", "en", "nice", ["Rust", "Zig"]),
        ("The role includes:\n- Daily tastings\n- Stock lists", "en", "duties", ["Daily tastings", "Stock lists"]),
        ("公司为员工提供以下福利：\n- 免费咖啡\n- 补充医疗", "zh", "benefits", ["免费咖啡", "补充医疗"]),
        ("应聘者应满足以下条件：\n- 能上夜班\n- 有驾照", "zh", "must", ["能上夜班", "有驾照"]),
        ("以下背景优先考虑：\n- 学过园艺\n- 当过店长", "zh", "nice", ["学过园艺", "当过店长"]),
        ("入职后你将负责：\n- 每日试吃\n- 清点库存", "zh", "duties", ["每日试吃", "清点库存"]),
    ],
)  # fmt: skip
def test_a_sentence_leads_into_its_list(text: str, language: str, kind: str, items: list[str]) -> None:
    assert (kind, items) in shape(posting(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Requirements\n- Communication skills you should have: patience and tact\n- Fluent in Welsh", "en"),
        ("任职要求\n- 沟通能力：有耐心\n- 会说粤语", "zh"),
    ],
)
def test_the_label_inside_an_entry_leads_into_nothing(text: str, language: str) -> None:
    assert [kind for kind, _ in shape(posting(text, language))] == ["must"]


def test_marks_of_a_second_level_stay_inside_their_entry() -> None:
    found = posting("福利待遇：1、补贴*餐补：每天*房补：每月*车补：每周2、假期：年假十天")
    assert ("benefits", ["补贴*餐补：每天*房补：每月*车补：每周", "假期：年假十天"]) in shape(found)
    found = posting("Benefits\n1. Allowances - Meals - Rent - Travel\n2. Twenty days of leave", "en")
    assert ("benefits", ["Allowances - Meals - Rent - Travel", "Twenty days of leave"]) in shape(found)


@pytest.mark.parametrize(
    ("text", "language", "item"),
    [
        ("岗位职责\n1. 修理钟表\n福利待遇\n- 面议\n- 免费午餐", "zh", "面议"),
        ("Duties\n- Repair clocks\nCompensation\n- TBD based on experience\n- Free lunch", "en", "TBD based on experience"),
        ("福利待遇\n- 免费午餐\n- 详情请访问 https://example.cn/jobs", "zh", "详情请访问 https://example.cn/jobs"),
        ("Benefits\n- Free lunch\n- Learn more at our careers site", "en", "Learn more at our careers site"),
        ("岗位职责\n- 修理钟表\n- 汇报对象：店长", "zh", "汇报对象：店长"),
        ("Duties\n- Repair clocks\n- The position reports to the Head of Repairs", "en", "The position reports to the Head of Repairs"),
    ],
)  # fmt: skip
def test_what_is_no_entry_of_its_section_is_other(text: str, language: str, item: str) -> None:
    kinds = {words: kind for kind, items in shape(posting(text, language)) for words in items}
    assert kinds[item] == "other"


def test_what_prose_says_of_the_role_is_no_duty_beside_a_list_of_duties() -> None:
    found = posting(
        "About the Role\nYou will help our readers find books.\nResponsibilities\n- Shelve books\n- Answer letters",
        "en",
    )
    assert shape(found) == [
        ("about", ["You will help our readers find books."]),
        ("duties", ["Shelve books", "Answer letters"]),
    ]
    found = posting("职位概述\n该岗位负责帮助读者找到想要的书籍。\n岗位职责\n- 整理书架\n- 回复来信")
    assert ("duties", ["整理书架", "回复来信"]) in shape(found) and len(shape(found)) == 2


def test_prose_alone_tells_the_duties() -> None:
    found = posting("About the Role\nYou will help our readers find books and shelve returns.", "en")
    assert shape(found) == [("duties", ["You will help our readers find books and shelve returns."])]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Highly Qualified Candidates for this Role Will Have\n- Sung in a choir", "en", ("nice", ["Sung in a choir"])),
        ("Successful Candidates Must Have\n- A good ear", "en", ("must", ["A good ear"])),
        ("加入我们，你将享有：\n- 免费琴房", "zh", ("benefits", ["免费琴房"])),
        ("Role DescriptionNOTE: seasonal work. You will tune pianos in the concert hall.", "en",
         ("duties", ["You will tune pianos in the concert hall."])),
        ("Requirements A good ear Bonus Points Time spent with harpsichords", "en", ("nice", ["Time spent with harpsichords"])),
        ("岗位职责：调试钢琴。Qualifications:1.听力好2.有耐心", "zh", ("must", ["听力好", "有耐心"])),
    ],
)  # fmt: skip
def test_headings_in_other_words(text: str, language: str, wanted: tuple[str, list[str]]) -> None:
    assert wanted in shape(posting(text, language))


def test_the_fields_behind_a_text_are_no_demands() -> None:
    found = posting("Requirements\nFluent in Welsh.Primary LocationCardiffSchedulePart-timeJob Posting05/02/21", "en")
    assert [items for kind, items in shape(found) if kind == "must"] == [["Fluent in Welsh."]]


def test_demands_that_say_so_at_their_end() -> None:
    assert told("A clean driving licence is required", marked=True) is SectionKind.MUST
    assert told("TS clearance and a pilot's licence needed", marked=False) is SectionKind.MUST
    assert told("Other tasks as required", marked=True) is None


def test_figures_and_abbreviations_glued_to_words() -> None:
    text = "Qualifications\nGood hearing and some patienceBS in music or equivalent experienceA love of old pianosMIDI (any version) knowledge"
    assert shape(posting(text, "en")) == [
        ("must", ["Good hearing and some patience", "BS in music or equivalent experience", "A love of old pianos",
                  "MIDI (any version) knowledge"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("【成为我们的一员，你将获得】1、免费琴房2、每年两次巡演", "zh", ("benefits", ["免费琴房", "每年两次巡演"])),
        ("Harbor Benefits:\n- A rehearsal room\n- Two tours a year", "en", ("benefits", ["A rehearsal room", "Two tours a year"])),
        ("We tune pianos.SKILLS AND EXPERIENCE:A good ear", "en", ("must", ["A good ear"])),
        ("任职要求\n1\\. 听力好\n2\\. 有耐心", "zh", ("must", ["听力好", "有耐心"])),
        ("Requirements\n1\\. A good ear\n2\\. Patience", "en", ("must", ["A good ear", "Patience"])),
        ("Must have1. 听力好；2. 有耐心Nice to have1. 会修琴；2. 会唱歌", "zh", ("nice", ["会修琴", "会唱歌"])),
        ("职位描述\n1、老琴的音色整理方案；\n2、琴房的布置方案", "zh", ("duties", ["老琴的音色整理方案", "琴房的布置方案"])),
        ("Job Description\n- Old pianos, their tone and touch\n- Rooms for rehearsal", "en",
         ("duties", ["Old pianos, their tone and touch", "Rooms for rehearsal"])),
    ],
)  # fmt: skip
def test_more_headings_and_marks(text: str, language: str, wanted: tuple[str, list[str]]) -> None:
    assert wanted in shape(posting(text, language))


def test_prose_under_benefits_that_offers_nothing_is_something_else() -> None:
    found = posting(
        "Benefits\n- Paid holidays and a pension\n- Our founders met in a small town and have tuned organs ever since.",
        "en",
    )
    assert shape(found)[0] == ("benefits", ["Paid holidays and a pension"])
    assert shape(found)[1][0] == "other"


def test_demands_among_duties_only_where_nothing_heads_them() -> None:
    duties = "Responsibilities\n- Tune the organ\n- Ability to climb narrow stairs"
    assert ("must", ["Ability to climb narrow stairs"]) in shape(posting(duties, "en"))
    assert ("duties", ["Tune the organ", "Ability to climb narrow stairs"]) in shape(
        posting(duties + "\nRequirements\n- A good ear", "en")
    )
    duties = "岗位职责\n- 调试管风琴\n- 熟悉和声"
    assert ("must", ["熟悉和声"]) in shape(posting(duties))


def test_capitals_that_lost_the_break_between_them() -> None:
    assert shape(posting("Benefits\nVacation DaysSummer HolidaysFree lunch", "en")) == [
        ("benefits", ["Vacation Days", "Summer Holidays", "Free lunch"])
    ]
    found = shape(posting("Requirements\nSolid JavaScript and PowerPoint and some GitHub skills", "en"))
    assert found == [("must", ["Solid JavaScript and PowerPoint and some GitHub skills"])]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("A fine shop.What you need to thrive in this rolePatience with old clocksA steady hand", "en", ("must", ["Patience with old clocks", "A steady hand"])),
        ("修钟表。\n你需要具备：\n1、耐心细致\n2、手稳", "zh", ("must", ["耐心细致", "手稳"])),
        ("Repair clocks.What you'll get:Unlimited PTOCatered meals every day", "en", ("benefits", ["Unlimited PTO", "Catered meals every day"])),
        ("修钟表。\n你将获得：\n1、带薪年假\n2、免费午餐", "zh", ("benefits", ["带薪年假", "免费午餐"])),
        ("Join us and we can offer you benefits such as… Discounts on all our clocks and watches in every one of our shops in the north Access to a pension with a match by the company", "en", ("benefits", ["Discounts on all our clocks and watches in every one of our shops in the north", "Access to a pension with a match by the company"])),
        ("A fine shop. In this role you will: Repair clocks\nWind clocks", "en", ("duties", ["Repair clocks", "Wind clocks"])),
    ],
)  # fmt: skip
def test_lists_are_headed_in_many_wordings(text: str, language: str, wanted: tuple[str, list[str]]) -> None:
    assert wanted in shape(posting(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Requirements\n- Knows clocks\n- Reads plans\nTicktock is a leading maker of clocks. We believe in time.",
            "en",
        ),
        ("Requirements\n- Knows clocks\n- Reads plans\nAll offers are contingent on a background check.", "en"),
        ("Requirements\n- Knows clocks\n- Reads plans\nApply for this job online.", "en"),
        ("任职要求\n1、懂钟表\n2、会看图纸\n联系方式：hr@ticktock.cn", "zh"),
    ],
)
def test_what_a_list_runs_on_into_is_none_of_it(text: str, language: str) -> None:
    found = dict(shape(posting(text, language)))
    assert len(found["must"]) == 2


def test_a_demand_that_begins_with_the_company_stays_one() -> None:
    found = dict(
        shape(posting("Requirements\n- We need someone who knows clocks\n- Our ideal candidate must read plans", "en"))
    )
    assert len(found["must"]) == 2


@pytest.mark.parametrize("name", ["MapReduce", "SkillFit", "ElasticSearch", "MicroStrategy"])
def test_a_name_of_two_capitals_is_no_break(name: str) -> None:
    found = shape(posting(f"Requirements\n- Has used {name}, among others\n- Knows clocks", "en"))
    assert found == [("must", [f"Has used {name}, among others", "Knows clocks"])]


def test_a_name_of_two_capitals_is_no_break_in_chinese() -> None:
    found = shape(posting("任职要求\n1、熟悉MapReduce、ElasticSearch等\n2、懂钟表", "zh"))
    assert found == [("must", ["熟悉MapReduce、ElasticSearch等", "懂钟表"])]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Requirements\nKnows clocks\nNice to have: knows sundials", "en", "Nice to have: knows sundials"),
        ("Requirements\nKnows clocks\nSundials (strongly preferred)", "en", "Sundials (strongly preferred)"),
        ("任职要求\n1、懂钟表\n2、懂日晷者优先", "zh", "懂日晷者优先"),
    ],
)
def test_a_single_wish_among_demands(text: str, language: str, wanted: str) -> None:
    found = dict(shape(posting(text, language)))
    assert found["nice"] == [wanted] and len(found["must"]) == 1


def test_required_under_preferred_is_a_demand() -> None:
    found = dict(
        shape(posting("Preferred Qualifications\n- Knows sundials\n- A clock maker's licence is required", "en"))
    )
    assert found == {"nice": ["Knows sundials"], "must": ["A clock maker's licence is required"]}


def test_an_english_line_that_was_wrapped_is_one_item() -> None:
    text = (
        "Duties\n- Wind every clock of the town hall in the morning, the big one\nby hand and with a friend\n- Oil them"
    )
    assert len(dict(shape(posting(text, "en")))["duties"]) == 2


def test_entries_with_labels_keep_their_sentences() -> None:
    text = (
        "Benefits\nHealth Insurance: We care for you. You pay nothing. Vacation: Four weeks a year. They can be carried over. "
        "Life Insurance: Paid by us. It covers your family too, from the first day on, at home and on the road. "
        "Sick Time: Ninety hours. More after a year."
    )
    items = dict(shape(posting(text, "en")))["benefits"]
    assert [item.split(":")[0] for item in items] == ["Health Insurance", "Vacation", "Life Insurance", "Sick Time"]


def test_what_is_assigned_outright_is_a_duty_wherever_it_stands() -> None:
    found = shape(posting("The clock keeper is responsible for all clocks of the town.\nDuties\n- Wind them", "en"))
    assert ("duties", ["The clock keeper is responsible for all clocks of the town."]) in found


@pytest.mark.parametrize(
    ("text", "language", "perk", "other"),
    [
        ("Requirements\n- Knows clocks\n- 401(k) match and paid holidays\n- Knowledge of dental and life insurance claims",
         "en", "401(k) match and paid holidays", "Knowledge of dental and life insurance claims"),
        ("任职要求\n1、懂钟表\n2、五险一金、带薪年假\n3、负责公司五险一金、年终奖的核算", "zh", "五险一金、带薪年假",
         "负责公司五险一金、年终奖的核算"),
    ],
)  # fmt: skip
def test_perks_are_benefits_wherever_they_stand(text: str, language: str, perk: str, other: str) -> None:
    found = dict(shape(posting(text, language)))
    assert found["benefits"] == [perk]
    assert other in found["must"]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Requirements\nExperience in mending clocks Experience in winding them\nA steady hand", "en",
         ["Experience in mending clocks", "Experience in winding them", "A steady hand"]),
        ("任职要求\n熟悉钟表维修；熟悉上弦；\n手稳", "zh", ["熟悉钟表维修", "熟悉上弦", "手稳"]),
    ],
)  # fmt: skip
def test_an_item_that_begins_as_the_one_before(text: str, language: str, wanted: list[str]) -> None:
    assert dict(shape(posting(text, language)))["must"] == wanted


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Benefits\n- Free clocks\n【Holidays】: three weeks", "en", ["Free clocks", "【Holidays】: three weeks"]),
        ("薪资福利：\n【带薪年假】：每年15天\n【成长发展】：师徒制，一对一辅导\n【任职要求】：\n1、熟悉钟表", "zh",
         ["【带薪年假】：每年15天", "【成长发展】：师徒制，一对一辅导"]),
    ],
)  # fmt: skip
def test_a_benefit_behind_its_name_in_brackets(text: str, language: str, wanted: list[str]) -> None:
    assert dict(shape(posting(text, language)))["benefits"] == wanted


@pytest.mark.parametrize(
    ("text", "language", "kind", "wanted"),
    [
        ("We tune pianos.What We Would Like To SeeA steady hand and a good earExperience with old clocks", "en", "must",
         ["A steady hand and a good ear", "Experience with old clocks"]),
        ("We tune pianos.What does Ticktock have to offer you?Paid holidaysA pension plan", "en", "benefits",
         ["Paid holidays", "A pension plan"]),
        ("Requirements\n- A good ear\nGood to have\n- A piano", "en", "nice", ["A piano"]),
        ("任职要求：1、会修钟表 2、手稳。具备以下经验者优先：1、修过塔钟2、开过钟表店", "zh", "nice",
         ["修过塔钟", "开过钟表店"]),
        ("任职要求：\n1、熟悉钟表\n2、最好会吹小号", "zh", "nice", ["最好会吹小号"]),
    ],
)  # fmt: skip
def test_wishes_demands_and_benefits_in_still_other_words(
    text: str, language: str, kind: str, wanted: list[str]
) -> None:
    assert dict(shape(posting(text, language)))[kind] == wanted


@pytest.mark.parametrize(
    ("text", "language", "duties", "benefits"),
    [
        ("Duties\n- Wind clocks\n- 401(k) match and paid holidays\n- Cake on Fridays", "en", ["Wind clocks"],
         ["401(k) match and paid holidays", "Cake on Fridays"]),
        ("岗位职责：\n1、修钟表\n2、入职即缴纳五险一金\n3、节假日精美小蛋糕", "zh", ["修钟表"],
         ["入职即缴纳五险一金", "节假日精美小蛋糕"]),
        ("岗位职责：\n1、修钟表\n2、入职即缴纳五险一金\n3、负责上发条", "zh", ["修钟表", "负责上发条"], ["入职即缴纳五险一金"]),
    ],
)  # fmt: skip
def test_benefits_at_the_end_of_a_list(text: str, language: str, duties: list[str], benefits: list[str]) -> None:
    found = dict(shape(posting(text, language)))
    assert (found["duties"], found["benefits"]) == (duties, benefits)


@pytest.mark.parametrize(
    ("text", "language", "kind", "wanted"),
    [
        ("We mend clocks and perform the essential functions What does Ticktock have to offer you?Paid holidaysA pension plan",
         "en", "benefits", ["Paid holidays", "A pension plan"]),
        ("Knowledge of clocks • Basic knowledge of bells Good to have: • Advanced knowledge of organs • Knowledge of sundials",
         "en", "nice", ["Advanced knowledge of organs", "Knowledge of sundials"]),
        ("A keeper joins us. Duties may include any of the following.· Teach apprentices· Grade their work", "en", "duties",
         ["Teach apprentices", "Grade their work"]),
        ("Requirements\nSteady hands, a degree in related fields Preferred SkillsHands on experience with bellsKnowledge of organs",
         "en", "nice", ["Hands on experience with bells", "Knowledge of organs"]),
        ("熟悉钟表。加分项：① 会修塔钟 ② 会调音", "zh", "nice", ["会修塔钟", "会调音"]),
        ("We mend clocks.\nQualifications (Education, Skills): Steady hands and patienceA good ear for bells", "en", "must",
         ["Steady hands and patience", "A good ear for bells"]),
        ("Desired Experience, Knowledge, Skills and Abilities- A licence.- Old tools.- A van.", "en", "nice", ["A licence.", "Old tools.", "A van."]),
        ("We mend clocks. Other responsibilities include:\n- Winding them", "en", "duties", ["Winding them"]),
        ("About you…\nSteady hands\nA good ear", "en", "must", ["Steady hands", "A good ear"]),
        ("We mend clocks.\n其他要求（学历、技能）：\n1、手稳\n2、耳朵好", "zh", "must", ["手稳", "耳朵好"]),
    ],
)  # fmt: skip
def test_headings_inside_a_line_by_what_follows_them(text: str, language: str, kind: str, wanted: list[str]) -> None:
    assert dict(shape(posting(text, language)))[kind] == wanted


def test_a_sentence_that_holds_heading_words_stays_one() -> None:
    text = "Duties\n- Ask what we offer customers and what skills are required for the role\n- Know our Preferred Skills policy"
    assert len(dict(shape(posting(text, "en")))["duties"]) == 2
    assert len(dict(shape(posting("岗位职责：\n1、负责梳理客户的任职要求\n2、整理任职要求文档", "zh")))["duties"]) == 2


def test_perks_and_fields_below_a_list_are_none_of_its_last_entry() -> None:
    found = posting(
        "后端开发工程师\n任职要求：\n1、熟悉Go\n2、本科\n五险一金、双休、带薪年假、节日礼品\n工作时间：9:30-18:30"
    )
    assert shape(found)[1:] == [
        ("must", ["熟悉Go", "本科"]),
        ("benefits", ["五险一金、双休、带薪年假、节日礼品"]),
        ("other", ["工作时间：9:30-18:30"]),
    ]


def test_a_demand_that_goes_on_below_stays_one() -> None:
    found = posting("任职要求：\n1、熟悉分布式系统的原理，能\n独立完成设计\n2、懂五险一金等人事政策")
    assert shape(found) == [("must", ["熟悉分布式系统的原理，能 独立完成设计", "懂五险一金等人事政策"])]


@pytest.mark.parametrize(
    "head", ["【深圳】AI应用开发工程师｜25-40K｜双休｜可谈期权", "招聘Java，坐标成都，8-15k，双休，五险一金"]
)
def test_a_head_with_pay_and_perks_is_no_benefit(head: str) -> None:
    kinds = [section.kind for section in posting(f"{head}\n任职要求：\n1、熟悉Python\n2、本科").sections]
    assert kinds == [SectionKind.HEAD, SectionKind.MUST]


def test_a_marked_line_of_unknown_words_ends_a_section() -> None:
    found = posting("### 😎岗位要求\n- 熟悉Node.js\n- 本科\n### 📍办公环境\n地铁口\n### 🎊公司福利与活动\n- 团建")
    assert shape(found) == [("must", ["熟悉Node.js", "本科"]), ("other", ["地铁口"]), ("benefits", ["团建"])]
    english = posting("## Requirements\n- SQL\n- Python\n## Tech radar\nWe list it.", "en")
    assert ("must", ["SQL", "Python"]) in shape(english)


def test_what_boards_show_below_is_none_of_the_list() -> None:
    found = posting("任职要求：\n1、熟悉Kafka\n2、本科\n工作地址\n深圳市南山区高新南四道18号")
    assert shape(found) == [("must", ["熟悉Kafka", "本科"]), ("other", ["深圳市南山区高新南四道18号"])]
    english = posting("Benefits\n25 days holiday\nPension\nSimilar jobs\nData Engineer jobs\n1,204 open jobs", "en")
    assert ("benefits", ["25 days holiday", "Pension"]) in shape(english)


@pytest.mark.parametrize(("heading", "kind"), [
    ("💼 你要做的：", "duties"),
    ("Main duties of the job", "duties"),
    ("Your profile", "must"),
    ("What we expect", "must"),
    ("Essential criteria", "must"),
    ("Desirable criteria", "nice"),
])  # fmt: skip
def test_headings_of_other_boards(heading: str, kind: str) -> None:
    duty, language = ("搭建企业知识库", "zh") if "你" in heading else ("Build models of patient flow", "en")
    item = duty if kind == "duties" else "Knowledge of health data"
    assert (kind, [item]) in shape(posting(f"Data Scientist\n{heading}\n{item}", language))


@pytest.mark.parametrize(("text", "kind"), [
    ("节假日精美贺礼，集体生日，每年调薪", SectionKind.BENEFITS),
    ("领导nice，扁平化，晋升空间大", SectionKind.BENEFITS),
    ("熟悉社会保险与公积金政策", SectionKind.MUST),
    ("懂五险一金和奖金的核算", SectionKind.MUST),
    ("负责员工奖金、加班费和公积金的核算", SectionKind.DUTIES),
])  # fmt: skip
def test_words_of_benefits_among_entries_of_a_list(text: str, kind: SectionKind) -> None:
    assert told(text, marked=True) is kind


@pytest.mark.parametrize("text", [
    "职位：后端工程师\n工作内容：\n1. 负责交易系统的开发\n2. 参与数据库的设计\n其他说明事项：\n1. 需要倒班\n2. 需要驻场",
    "Job title: Clock Engineer\nResponsibilities:\n1. Build tower clocks\n2. Repair sundials\nFurther notes:\n1. Shifts rotate\n2. Tools provided",
])  # fmt: skip
def test_an_entry_above_an_unknown_label_is_not_lost(text: str) -> None:
    found = posting(text)
    assert [item.text for item in found.duties][:2] == [line[3:] for line in text.split("\n")[2:4]]
