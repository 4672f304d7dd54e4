"""Title, place, experience, education, employer, dates, contacts and the smaller terms, in Chinese and English."""

from __future__ import annotations

import pytest

from analyzers.facts import dates, terms
from analyzers.facts.contact import find_contacts
from analyzers.facts.education import find_education
from analyzers.facts.employer import find_employer
from analyzers.facts.experience import find_experience
from analyzers.facts.place import find_places
from analyzers.facts.title import find_title
from analyzers.posting import Absent, Fact
from tests.analyzers.documents import posting, reading


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("资深后端工程师（Java方向） 25-45K·15薪\n岗位职责：1.写代码2.评审", "资深后端工程师（Java方向）"),
        ("职位名称：高级数据分析师\n工作地点：上海", "高级数据分析师"),
        ("【深圳】节点科技—node.js中高级开发工程师\n任职要求：\n本科以上", "节点科技—node.js中高级开发工程师"),
        ("客群管理岗（数据分析）\n15k-20k 深圳 应届毕业生 本科\n岗位职责:\n1.监测2.制定", "客群管理岗（数据分析）"),
        ("我们在招一位大模型算法工程师，想了解一下您有没有看机会的打算。", "大模型算法工程师"),
        ("Job Title: Marketing Manager\nLocation: Tampa, FL", "Marketing Manager"),
        ("Senior Data Engineer\nSeattle, WA\nWe build pipelines for a living and love it.", "Senior Data Engineer"),
        (
            "We are hiring a senior machine learning engineer for our team in Seattle.",
            "senior machine learning engineer",
        ),
        (
            "Description\nThis is a full-time on-site role for an Automotive Technician. Come and join.",
            "Automotive Technician",
        ),
    ],
)
def test_title(text: str, wanted: str) -> None:
    fact = find_title(reading(text))
    assert isinstance(fact, Fact) and fact.value == wanted


@pytest.mark.parametrize(
    "text", ["任职要求：\n熟悉Linux，本科及以上学历", "About us\nWe make tools that people love to use every day."]
)
def test_no_title_is_made_up(text: str) -> None:
    assert isinstance(find_title(reading(text)), Absent)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("工作地点：北京市海淀区、上海", [("北京", "海淀区"), ("上海", "")]),
        ("职位：测试工程师\n办公地点\n深圳市福田区天安科技园", [("深圳", "福田区")]),
        ("岗位base深圳南山区，简历投递：hr@x.cn", [("深圳", "南山区")]),
        ("数据分析师\n10k-20k 杭州 1-3年 本科", [("杭州", "")]),
        ("Data Engineer\nLocation: Richardson, TX\nType: Full-time", [("Richardson", "")]),
        ("This is a role based in San Francisco, CA. You will build things.", [("San Francisco", "")]),
        ("We are hiring a nurse for our team in Seattle.", [("Seattle", "")]),
        ("总部在北京，本岗位在成都办公，偶尔去上海出差", [("成都", "")]),
        ("招聘运营，公司设在广州，在深圳上班", [("深圳", "")]),
        ("Data Engineer\tBrightwave\tAustin, TX\t$150,000 - $180,000", [("Austin", "")]),
        ("Data Engineer\nLocation Austin, TX", [("Austin", "")]),
    ],
)
def test_places(text: str, wanted: list[tuple[str, str]]) -> None:
    fact = find_places(reading(text))
    assert isinstance(fact, Fact)
    assert [(place.city, place.district) for place in fact.value] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "公司介绍\n总部位于北京，在上海、深圳设有分公司",
        "广州易方信息科技股份有限公司\n岗位职责：\n1.负责开发\n2.负责测试",
        "About Us\nOffices in London and Paris, 500 people worldwide.",
        "某芯片公司招聘，总部在北京，工厂在无锡",
        "端点科技\n公司总部设在杭州，在南京、广州、青岛均设有分部",
    ],
)
def test_a_company_s_cities_are_no_place_of_work(text: str) -> None:
    assert isinstance(find_places(reading(text)), Absent)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("工作地点在北京海淀区，每周可以远程两天。", "hybrid"),
        ("地点：上海\n支持远程办公", "remote"),
        ("Location: Austin, TX\nThis is a hybrid role.", "hybrid"),
        ("This is a fully remote role for a writer.", "remote"),
        ("地点：广州（不支持远程）", "onsite"),
    ],
)
def test_mode_of_work(text: str, mode: str) -> None:
    fact = find_places(reading(text))
    assert isinstance(fact, Fact) and fact.value[0].mode == mode


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("任职要求：3-5年后端开发经验", (3, 5)),
        ("任职要求：五年以上相关工作经验", (5, None)),
        ("岗位要求：1.5年以上工作经验，熟悉市场分析2.熟悉Excel3.英语好", (5, None)),
        ("任职要求：\n1、本科\n2.3年以上数据分析经验", (3, None)),
        ("数据分析师\n8k-15k 上海 应届毕业生 本科", (0, 0)),
        ("Requirements\nAt least five years in computer vision", (5, None)),
        ("Qualifications\n3-5 years of experience in sales", (3, 5)),
        ("Requirements\n5+ years of experience with Go", (5, None)),
        ("Requirements\nNo experience required", (0, 0)),
    ],
)
def test_experience(text: str, wanted: tuple[float, float | None]) -> None:
    fact = find_experience(reading(text))
    assert isinstance(fact, Fact)
    assert (fact.value.minimum, fact.value.maximum) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "公司介绍\n拥有十年以上行业经验，成立于2010年",
        "任职要求：\n有3年以上创业经验者优先",
        "Company Description\nWith over 33 years of experience, we lead.",
    ],
)
def test_years_that_are_not_asked_for(text: str) -> None:
    assert isinstance(find_experience(reading(text)), Absent)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("任职要求：本科及以上学历，985/211优先", "bachelor"),
        ("任职要求：硕士及以上学历，博士优先", "master"),
        ("任职要求：大专或以上", "associate"),
        ("任职要求：学历不限", "none"),
        ("数据分析师\n10k-20k 北京 1-3年 本科", "bachelor"),
        ("Qualifications\nBachelor's or Master's degree in a related field", "bachelor"),
        ("Requirements\nPhD in computer science required", "doctor"),
        ("Requirements\nHigh School diploma or GED", "high_school"),
    ],
)
def test_education(text: str, wanted: str) -> None:
    fact = find_education(reading(text))
    assert isinstance(fact, Fact) and fact.value.value == wanted


@pytest.mark.parametrize(
    "text",
    [
        "任职要求：硕士优先",
        "任职要求：985、211院校毕业者优先",
        "Qualifications\nBachelor's degree preferred",
        "公司介绍\n团队硕士占比40%",
    ],
)
def test_wishes_are_no_demand(text: str) -> None:
    assert isinstance(find_education(reading(text)), Absent)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("公司：星云科技有限公司\n职位：测试", "星云科技有限公司"),
        ("公司介绍\n深圳市华灵云科技有限公司成立于2017年", "深圳市华灵云科技有限公司"),
        ("您好，我是星云科技的招聘顾问，我姓林。", "星云科技"),
        ("Northwind Robotics is looking for a nurse.", "Northwind Robotics"),
        ("Hi Daniel, this is Grace from Northwind Robotics. Do you have time?", "Northwind Robotics"),
    ],
)
def test_employer(text: str, wanted: str) -> None:
    fact = find_employer(reading(text))
    assert isinstance(fact, Fact) and fact.value == wanted


def test_contacts_of_every_kind() -> None:
    text = (
        "联系方式\n联系人：李雷\n邮箱 hr[at]example.com\n电话：138-0013-8000\n微信：abc_12345\nQQ：12345678\n投"
        "递：https://example.com/jobs"
        "/1"
    )
    found = {fact.value.kind: fact.value.value for fact in find_contacts(reading(text))}
    assert found == {
        "person": "李雷",
        "mail": "hr@example.com",
        "phone": "138-0013-8000",
        "wechat": "abc_12345",
        "qq": "12345678",
        "url": "https://example.com/jobs/1",
    }


@pytest.mark.parametrize(("text", "mail"), [
    ("简历发到 lisi(at)163(dot)com", "lisi@163.com"),
    ("邮箱：zhang.san#qq.com", "zhang.san@qq.com"),
    ("邮箱 li-hr@firm。com", "li-hr@firm.com"),
    ("Email jobs [at] finlane [dot] io", "jobs@finlane.io"),
    ("Contact jane.doe {at} firm {dot} co {dot} uk", "jane.doe@firm.co.uk"),
])  # fmt: skip
def test_a_mail_in_disguise_is_read_as_it_is_written_to(text: str, mail: str) -> None:
    assert [fact.value.value for fact in find_contacts(reading(text)) if fact.value.kind == "mail"] == [mail]


def test_english_contacts() -> None:
    found = {
        fact.value.kind: fact.value.value
        for fact in find_contacts(reading("Contact: Jane Doe\nCall (415) 555-0132 or mail jobs@example.com", "en"))
    }
    assert found == {"person": "Jane Doe", "phone": "(415) 555-0132", "mail": "jobs@example.com"}


@pytest.mark.parametrize(
    ("text", "posted", "apply_by"),
    [
        ("发布时间：2024年5月6日\n截止日期：2024-06-30", "2024-05-06", "2024-06-30"),
        ("Posted on May 6, 2024\nClosing date: 30 June 2024", "2024-05-06", "2024-06-30"),
    ],
)
def test_dates(text: str, posted: str, apply_by: str) -> None:
    found = reading(text)
    first, last = dates.find_posted(found), dates.find_apply_by(found)
    assert isinstance(first, Fact) and isinstance(last, Fact)
    assert (first.value, last.value) == (posted, apply_by)


@pytest.mark.parametrize("text", ["请于 2月15日 前投递", "Deadline: 4/2/2024"])
def test_a_date_that_can_be_read_two_ways_is_a_doubt(text: str) -> None:
    found = dates.find_apply_by(reading(text))
    assert isinstance(found, Absent) and found.reason.startswith("ambiguous:")


def test_small_terms_in_chinese() -> None:
    found = posting(
        "资深算法工程师（MJ000510）\n工作性质：全职\n招聘人数：3人\n所属部门：搜索算法部\n职级：P6/P7\n任职要求：\n"
        "1、英语流利，CET-6\n2、能接受短期出差\n福利：\n年终奖2-6个月，员工期权"
    )
    assert isinstance(found.employment, Fact) and found.employment.value == "FULL_TIME"
    assert isinstance(found.headcount, Fact) and found.headcount.value == 3
    assert isinstance(found.department, Fact) and found.department.value == "搜索算法部"
    assert isinstance(found.level, Fact) and found.level.value == "P6/P7"
    assert isinstance(found.requisition, Fact) and found.requisition.value == "MJ000510"
    assert isinstance(found.travel, Fact) and "出差" in found.travel.value
    assert isinstance(found.equity, Fact) and "期权" in found.equity.value
    assert isinstance(found.bonus, Fact) and found.bonus.value.startswith("年终奖")
    assert [fact.value for fact in found.languages] == ["English: fluent"]
    assert found.extra["track"] == "individual"


def test_small_terms_in_english() -> None:
    found = posting(
        "Sales Director\nJob Type: Contract\nJob ID: R-19094\nDepartment: Retail\nOpenings: 2\nRequirements\n- "
        "Fluent in Spanish\n"
        "- Willingness to travel up to 30%\n- Must be authorized to work in the United States\nBenefits\n- Stock "
        "options and an annual bonus"
    )
    assert isinstance(found.employment, Fact) and found.employment.value == "CONTRACTOR"
    assert isinstance(found.requisition, Fact) and found.requisition.value == "R-19094"
    assert isinstance(found.department, Fact) and found.department.value == "Retail"
    assert isinstance(found.headcount, Fact) and found.headcount.value == 2
    assert [fact.value for fact in found.languages] == ["Spanish: fluent"]
    assert isinstance(found.travel, Fact) and "30%" in found.travel.value
    assert isinstance(found.visa, Fact) and "authorized" in found.visa.value
    assert isinstance(found.equity, Fact) and isinstance(found.bonus, Fact)
    assert found.extra["track"] == "management"
    assert isinstance(found.level, Fact) and found.level.value == "director"


def test_equal_opportunity_is_no_equity() -> None:
    assert isinstance(terms.find_equity(reading("We believe in gender equity and an inclusive community.")), Absent)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We are now looking for a PA / Office Administrator to join us in spring.", "PA / Office Administrator"),
        ("As a Sous Chef for Lantern Hotels we are looking for calm people who love an open fire.", "Sous Chef"),
        ("Safety Officer - Fire CrewsHarbour Homes keeps four thousand flats warm and safe along the old docks.",
         "Safety Officer - Fire Crews"),
        ("数据工程师 岗位职责：1.搭建数仓2.维护任务", "数据工程师"),
    ],
)  # fmt: skip
def test_titles_in_running_text(text: str, wanted: str) -> None:
    found = find_title(reading(text))
    assert isinstance(found, Fact) and found.value == wanted


@pytest.mark.parametrize("text", ["As a chef for Lantern Hotels said, the fire is warm.", "我们的厨师为酒店工作。"])
def test_somebody_else_s_job_is_no_title(text: str) -> None:
    assert isinstance(find_title(reading(text)), Absent)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lab scientist\nLocation: Millville All Services\nShift: flexible", [("Millville", "", "")]),
        ("Receptionist\nThe role is busy.\nClose mapLocationWakefield AudiCalder Park", [("Wakefield", "", "")]),
        ("Driver\nLocation: Reading, PA", [("Reading", "PA", "US")]),
    ],
)
def test_smaller_cities_behind_the_word_location(text: str, wanted: list[tuple[str, str, str]]) -> None:
    places = find_places(reading(text))
    assert isinstance(places, Fact)
    assert [(place.city, place.region, place.country) for place in places.value] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Driver\nLocation: Mobile work across the region",
        "Driver\nLocation: Reading the meters of our customers",
        "Clerk\nLocation: Wakefield Hospital",
        "Clerk\nWakefield is where our founder grew up. You will visit Millville.",
    ],
)
def test_words_that_are_no_city_there(text: str) -> None:
    assert isinstance(find_places(reading(text)), Absent)


@pytest.mark.parametrize(
    ("text", "city", "years"),
    [
        ("数据分析师 10k-15k\n上海1-3年本科\n任职资格：\n1、两年及以上工作经验", "上海", (1.0, 3.0)),
        ("数据分析师\n上海经验1-3年本科及以上\n岗位要求：\n1、本科", "上海", (1.0, 3.0)),
    ],
)
def test_a_header_that_lost_its_spaces(text: str, city: str, years: tuple[float, float]) -> None:
    read = reading(text)
    places, experience = find_places(read), find_experience(read)
    assert isinstance(places, Fact) and [place.city for place in places.value] == [city]
    assert isinstance(experience, Fact) and (experience.value.minimum, experience.value.maximum) == years


@pytest.mark.parametrize("text", ["北京本科院校合作专员\n岗位职责：\n1、拜访", "上海1号店运营\n岗位职责：\n1、运营"])
def test_a_city_in_a_title_is_no_header(text: str) -> None:
    assert isinstance(find_places(reading(text)), Absent)


def test_the_words_on_visas_are_no_parts_of_words() -> None:
    told = (
        "This is a position in which people of many backgrounds come together and will need to obtain and maintain a "
        "Department of Defense security clearance, which the company sponsors for everybody who is chosen for the work"
    )
    fact = terms.find_visa(reading(told))
    assert isinstance(fact, Fact)
    assert set(fact.words.replace(",", "").split()) <= set(told.replace(",", "").split())
    fact = terms.find_visa(reading("本岗位可为候选人办理工作签证与落户支持，具体以当地政策为准"))
    assert isinstance(fact, Fact) and "工作签证" in fact.words


@pytest.mark.parametrize(("text", "title", "employment"), [
    ("数据分析师（全职）\n岗位职责：\n1. 负责数据报表", "数据分析师", "FULL_TIME"),
    ("前端开发工程师（兼职，可远程）\n职责：\n1. 开发小程序", "前端开发工程师", "PART_TIME"),
    ("Data Analyst (Full-time)\nResponsibilities:\n- Build dashboards", "Data Analyst", "FULL_TIME"),
    ("Backend Developer (Contract, Remote)\nDuties:\n- Build APIs", "Backend Developer", "CONTRACTOR"),
])  # fmt: skip
def test_terms_in_brackets_are_no_part_of_the_title(text: str, title: str, employment: str) -> None:
    found = posting(text)
    assert isinstance(found.title, Fact) and found.title.value == title
    assert isinstance(found.employment, Fact) and found.employment.value == employment


@pytest.mark.parametrize(("text", "title"), [
    ("算法工程师（推荐方向）\n岗位职责：\n1. 负责推荐", "算法工程师（推荐方向）"),
    ("Data Scientist (Remote Sensing)\nResponsibilities:\n- Build models", "Data Scientist (Remote Sensing)"),
    ("【急招】运维工程师 | 15-22K | 武汉 | 3年 | 大专\n职责：\n1. 负责运维", "运维工程师"),
    ("招聘2025届校招生：管培生\n地点：上海", "管培生"),
    ("Product Manager | Amsterdam | 32-40 hours\nResponsibilities:\n- Own the roadmap", "Product Manager"),
    ("外贸业务员 底薪+提成 综合月入1-3万 青岛\n英语六级以上", "外贸业务员"),
    ("实习生招聘：算法实习生\n日薪：300-500元/天", "算法实习生"),
    ("招聘：机器学习工程师2名\n地点：深圳", "机器学习工程师"),
    ("Title: Sr. iOS Engineer\nWhere: San Francisco", "Sr. iOS Engineer"),
])  # fmt: skip
def test_titles_keep_what_is_theirs(text: str, title: str) -> None:
    found = posting(text).title
    assert isinstance(found, Fact) and found.value == title


@pytest.mark.parametrize(("text", "count"), [
    ("招聘：机器学习工程师2名\n地点：深圳", 2),
    ("客服专员\n招聘人数 5人", 5),
    ("岗位：嵌入式软件工程师 5 人\n月薪1万", 5),
    ("Machine Learning Engineer (2 openings)\nLocation: Shenzhen", 2),
])  # fmt: skip
def test_headcount_behind_the_title(text: str, count: int) -> None:
    found = posting(text).headcount
    assert isinstance(found, Fact) and found.value == count


@pytest.mark.parametrize("text", ["团队有工程师20人\n公司规模500人", "Our engineers hold 20 positions in 5 teams"])
def test_people_of_a_team_are_no_headcount(text: str) -> None:
    assert isinstance(posting(text).headcount, Absent)


def test_smaller_terms_in_free_words() -> None:
    apply = "Apply to hr@abc-tech.cn by March 31, 2025."
    assert dates.find_apply_by(reading(apply)).value == "2025-03-31"
    assert dates.find_apply_by(reading("请于2025年3月31日前投递")).value == "2025-03-31"
    assert isinstance(dates.find_apply_by(reading("Apply now. Founded by us on March 31, 2015.")), Absent)
    assert terms.find_equity(reading("Comp: $180k-$210k, 0.1% equity")).value == "0.1% equity"
    assert terms.find_requisition(reading("Job ref: DE/2024/118."), Absent()).value == "DE/2024/118"
    assert [fact.value for fact in terms.find_languages(reading("German B2 required, English C1."))] == [
        "German",
        "English",
    ]
    assert find_education(reading("You have a master's degree and three years of experience")).value == "master"
    assert find_experience(reading("Exp: 6+ yrs Swift")).value.minimum == 6
    assert find_places(reading("We're hiring a Staff Platform Engineer in Berlin (hybrid).")).value[0].city == "Berlin"


@pytest.mark.parametrize("text", ["Golang开发\n北京\n不接受外包，免出差", "Golang开发\n北京\n外包公司勿扰", "非外包岗位\n北京"])
def test_outsourcing_that_is_ruled_out_is_no_employment(text: str) -> None:
    assert isinstance(posting(text).employment, Absent)


def test_a_caller_names_the_role_and_asks_no_place() -> None:
    told = reading("喂您好，这边是星辰数据的HR，我们有个数据分析师的岗位想跟您聊聊。")
    assert find_title(told).value == "数据分析师" and find_employer(told).value == "星辰数据"
    told = reading("Hi, I'm Sam from Brightwater Health. This is about the clinical data manager role.")
    assert find_title(told).value == "clinical data manager"
    assert isinstance(find_title(reading("This document is about the data manager and its use.")), Absent)
    assert find_places(reading("工作地点：上海。可以远程吗？每周可以居家一天")).value[0].mode == "hybrid"
    assert find_places(reading("Data Analyst\nLocation: Boston\nThis role is fully remote.")).value[0].mode == "remote"
    assert terms.find_travel(reading("and there's about ten percent travel")).value.endswith("ten percent travel")


@pytest.mark.parametrize(("text", "title"), [
    ("📍北京海淀 | 大模型算法工程师 2名\n要求：\n熟悉PyTorch", "大模型算法工程师"),
    ("Acme (YC W21) | Senior Backend Engineer | San Francisco, CA | $160k-$210k", "Senior Backend Engineer"),
    ("岗位：高级产品经理-AI Agent方向\n薪资：50-80K*15", "高级产品经理-AI Agent方向"),
    ("职位：销售总监（SaaS）\n底薪20-30K+提成", "销售总监（SaaS）"),
    ("招 会计 一名\n坐标东莞\n会用用友、金蝶\n3年经验", "会计"),
    ("北京某互联网大厂急招前端开发，React技术栈，3-5年，25k-40k", "前端开发"),
    ("我们需要一位懂业务的数据产品经理，主要工作是搭建指标体系", "数据产品经理"),
    ("现招聘一名大模型算法工程师，base上海，薪资30-50k，14薪", "大模型算法工程师"),
    ("你好，想跟您聊一个后端工程师的机会。", "后端工程师"),
    ("诚招：仓库管理员2名，工资5000-6500", "仓库管理员"),
    ("Contract: DevOps Engineer - Outside IR35\nRate: £550 per day", "DevOps Engineer - Outside IR35"),
    ("Statistician (Data Scientist), GS-1530-12\nSalary: $98,496 per year", "Statistician (Data Scientist), GS-1530-12"),
    ("Hiring!! Looking for a part-time Data Entry Clerk in Austin, TX. $18/hr", "Data Entry Clerk"),
    ("We are looking for a Senior Data Engineer to join our team in Manchester.", "Senior Data Engineer"),
    ("We're hiring a Founding Engineer at Lumen\n📍 SF, in-person\n💸 $150k–$200k", "Founding Engineer"),
    ("Mid-level Android Engineer @ Grab\nSingapore", "Mid-level Android Engineer @ Grab"),
    ("急招！Java开发工程师\n岗位职责\n1、开发", "Java开发工程师"),
    ("【急招】AI产品经理（base上海）\n岗位职责\n1、规划", "AI产品经理"),
    ("诚聘：应用开发工程师（五险一金）\n岗位职责\n1、开发", "应用开发工程师"),
    ("URGENT! Data Scientist (Remote)\nDuties\n- Build models", "Data Scientist"),
])  # fmt: skip
def test_titles_as_people_post_them(text: str, title: str) -> None:
    fact = find_title(reading(text))
    assert isinstance(fact, Fact) and fact.value == title


@pytest.mark.parametrize("text", ["现面向社会公开招聘工作人员，具体如下：", "实习 | 某研究院 | 多模态方向 | 北京"])
def test_words_that_name_no_job(text: str) -> None:
    assert isinstance(find_title(reading(text)), Absent)


@pytest.mark.parametrize(("text", "wanted"), [
    ("测试工程师\n深圳南山 3-5年 本科", [("深圳", "南山区")]),
    ("测试工程师\n地点：上海浦东张江", [("上海", "浦东新区")]),
    ("护士\n地点：南京鼓楼医院", [("南京", "")]),
    ("急招！杭州滨江 C++开发", [("杭州", "滨江区")]),
    ("有个量化研究员的机会，头部私募，在上海，总包100-200万", [("上海", "")]),
    ("【职位】数据治理顾问\n【Base】北京/上海（项目出差约40%）", [("北京", ""), ("上海", "")]),
    ("Data Scientist\nNew York, NY | Austin, TX | Toronto, ON", [("New York", ""), ("Austin", ""), ("Toronto", "")]),
    ("Graduate Engineer\nBristol, UK. £32,000. Start September 2025. Deadline: 15th January 2025.", [("Bristol", "")]),
    ("We're hiring a Designer for our London office. The company HQ is in Paris.", [("London", "")]),
])  # fmt: skip
def test_places_as_people_post_them(text: str, wanted: list[tuple[str, str]]) -> None:
    fact = find_places(reading(text))
    assert isinstance(fact, Fact)
    assert [(place.city, place.district) for place in fact.value] == wanted


@pytest.mark.parametrize(("text", "mode"), [
    ("前端开发，React，可远程面试", ""),
    ("（远程兼职）英文数据标注，按小时结算", "remote"),
    ("Statistician\nLocation: Washington, DC\nRemote job: No", "onsite"),
    ("Remote Sensing Scientist\nDenver, CO", ""),
    ("Backend Engineer\n🌍 Remote (EMEA time zones)", "remote"),
    ("Engineer\nLocation: Remote (occasional travel to Leeds)", "remote"),
])  # fmt: skip
def test_remote_is_said_of_the_work(text: str, mode: str) -> None:
    fact = find_places(reading(text))
    assert (fact.value[0].mode if isinstance(fact, Fact) else "") == mode
    assert not (isinstance(fact, Fact) and any(place.city == "Leeds" for place in fact.value))


@pytest.mark.parametrize(("text", "name"), [
    ("Acme Robotics (YC W21) | Senior Backend Engineer | San Francisco, CA | Full-time", "Acme Robotics"),
    ("Senior Data Engineer\nContoso Ltd · London, England, United Kingdom (Hybrid)\nFull-time", "Contoso Ltd"),
    ("This is Grace from DataHouse, calling about the Data Engineer role.", "DataHouse"),
    ("任职要求：\n1、熟悉Java\n2、本科\n深圳市腾云科技有限公司\n深圳市南山区", "深圳市腾云科技有限公司"),
])  # fmt: skip
def test_employers_as_boards_show_them(text: str, name: str) -> None:
    fact = find_employer(reading(text))
    assert isinstance(fact, Fact) and fact.value == name


@pytest.mark.parametrize("text", [
    "Hi, I am Rahul from TechStaff Solutions. We have an opening with our client.\nRole: Java Developer",
    "Machine Learning Engineer\nEmployer Active 3 days ago\n$140K - $175K a year",
    "公司：某独角兽（估值20亿美金）\n岗位：产品经理",
    "猎头单 | 自动驾驶算法负责人 | 上海/苏州 | 年包150-250万",
])  # fmt: skip
def test_an_agency_or_a_button_employs_nobody(text: str) -> None:
    assert isinstance(find_employer(reading(text)), Absent)


@pytest.mark.parametrize(("text", "kind"), [
    ("Data Analyst\nDuties:\n- Reports\nThis is a full-time position located in Austin, TX.", "FULL_TIME"),
    ("Clerk\nDuties:\n- Filing\nWork Status: Part Time", "PART_TIME"),
    ("Clerk\nDuties\n- Filing\nJob Type\nFull-time\nShift\nDay", "FULL_TIME"),
    ("Engineer\nContract: Fixed term: 12 months", "TEMPORARY"),
    ("Business Associate\nIn a remote contract role, you will find leads.", "CONTRACTOR"),
    ("数据标注\n要求：\n1、细心\n2、本岗位为兼职岗位，可居家", "PART_TIME"),
    ("算法实习生\n要求：\n1、每周4天", "INTERN"),
    ("公司简介：我们是一家公司。\n工作性质：全职", "FULL_TIME"),
])  # fmt: skip
def test_employment_wherever_it_is_said(text: str, kind: str) -> None:
    fact = posting(text).employment
    assert isinstance(fact, Fact) and fact.value == kind


@pytest.mark.parametrize("text", [
    "Engineer\nBenefits:\n- Full-time employees get a 401(k)",
    "Engineer\nRequirements:\n- 3 years of full-time experience",
    "后端工程师\n要求：\n1、有大厂实习经历优先",
    "客服\n公司福利：全职员工享受五险一金",
])  # fmt: skip
def test_employment_of_others_is_none(text: str) -> None:
    assert posting(text).employment == Absent()


@pytest.mark.parametrize("text", ["Nurse\nEmployment Type: Full Time, Part Time, PRN", "客服\n工作性质：全职/兼职均可"])
def test_full_and_part_time_side_by_side_are_a_doubt(text: str) -> None:
    found = posting(text).employment
    assert isinstance(found, Absent) and found.reason.startswith("ambiguous: ")


def test_labelled_fields_count_under_any_heading() -> None:
    made = posting("公司简介：\n我们成立于2015年。\n学历要求：大专\n工作经验：1-3年\n招聘人数：3人\n职位描述：\n负责爬虫")
    assert isinstance(made.education, Fact) and made.education.value.value == "associate"
    assert isinstance(made.experience, Fact) and made.experience.value.maximum == 3
    assert isinstance(made.headcount, Fact) and made.headcount.value == 3
    english = posting("About us: We are old.\nExperience required 4 to 7 yrs\nDuties:\n- Sell things")
    assert isinstance(english.experience, Fact) and english.experience.value.minimum == 4


def test_a_degree_among_a_head_s_fields() -> None:
    fact = find_education(reading("架构师\n北京 5-10年 本科 30-50K·16薪"))
    assert isinstance(fact, Fact) and fact.value.value == "bachelor"


def test_a_posting_in_traditional_script_is_read_like_one_in_simplified() -> None:
    found = posting(
        "職位名稱：資深後端工程師\n公司：臺灣星河科技股份有限公司\n工作地點：台北市信義區\n待遇：月薪 60,000~90,000元\n工作經驗：3年以上\n"
        "工作內容：\n1. 負責交易系統之設計與開發\n2. 參與資料庫之設計與優化\n條件要求：\n1. 熟悉 Java、Spring Boot\n聯絡人：王曉華"
    )
    told = {name: getattr(found, name).words for name in ("title", "employer", "experience")}
    assert told == {"title": "資深後端工程師", "employer": "臺灣星河科技股份有限公司", "experience": "3年以上"}
    assert [contact.value.value for contact in found.contacts] == ["王曉華"]
    assert len(found.duties) == 2 and [skill.demand for skill in found.skills if skill.canonical == "Java"] == ["must"]


def test_facts_that_words_beside_them_take_back() -> None:
    partner = posting("岗位：项目经理\n我们与华为技术有限公司、腾讯科技有限公司长期合作。\n岗位职责：\n1、负责项目交付\n2、对接客户")
    assert isinstance(partner.employer, Absent)
    duty = posting("岗位：运营\n负责兼职人员管理和实习生带教\n薪资：8-12K")
    assert isinstance(duty.employer, Absent)
    interview = posting("岗位：测试工程师\n面试地点：上海；工作地点：苏州")
    assert isinstance(interview.places, Fact) and [place.city for place in interview.places.value] == ["苏州"]
    by_degree = posting("岗位：实习生\n200-300/天（硕士300-400/天）")
    assert isinstance(by_degree.education, Absent) and isinstance(by_degree.pay, Absent)
    average = posting("岗位：主播\n保底8K，上不封顶，平均月入3万")
    assert not isinstance(average.pay, Fact)
    labelled = posting("岗位：普工\n4500-5500元/月，加班费18元/小时")
    assert isinstance(labelled.title, Fact) and labelled.title.value == "普工"


def test_english_facts_that_words_beside_them_take_back() -> None:
    interview = posting("Engineer\nInterviews take place in London; you will work in our Manchester office.")
    assert isinstance(interview.places, Fact) and [place.city for place in interview.places.value] == ["Manchester"]
    levels = posting("Finlane | Senior Engineer, Designer | Berlin, Germany | Full-time\nWe build invoicing for small firms.")
    assert isinstance(levels.title, Fact) and levels.title.value == "Senior Engineer, Designer"
    assert isinstance(levels.level, Absent)
