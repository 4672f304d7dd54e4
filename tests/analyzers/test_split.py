"""Cutting documents into postings."""

from __future__ import annotations

import pytest

from analyzers.boardlines import is_meta_line
from analyzers.posting import Fact
from analyzers.split import slices
from analyzers.structure import postings
from extractors.document import Document, Kind
from tests.analyzers.documents import block, document

ZH = [
    "数据分析师\n10k-15k 上海 1-3年 本科\n岗位职责：\n1、建立报表\n2、分析数据\n任职资格：\n1、本科及以上学历",
    "客群管理岗（数据分析）\n15k-20k 深圳 应届毕业生 本科\n岗位职责:\n1.监测客群\n2.制定策略\n任职资格:\n1.熟悉SQL",
    "高级Java工程师\n25-45K·15薪\n北京 3-5年 本科\n职位描述：\n负责后端开发\n任职要求：\n熟悉Spring",
]
EN = [
    "Data Engineer\n$120,000 - $150,000 a year\nTampa, FL\nResponsibilities\nBuild pipelines\nRequirements\n3+ years "
    "of experience",
    "Head Receptionist\n$18 - $22 an hour\nAustin, TX\nDuties\nGreet visitors\nQualifications\nHigh School diploma",
]


def begins(made: Document) -> list[str]:
    return [made.quote(cut.parts[0]).strip() for cut in slices(made)]


@pytest.mark.parametrize("texts", [ZH, EN, ZH + EN])
def test_a_collection_is_cut_at_every_title(texts: list[str]) -> None:
    assert begins(document("\n".join(texts))) == [text.split("\n")[0] for text in texts]


@pytest.mark.parametrize("text", [*ZH, *EN])
def test_one_posting_stays_one(text: str) -> None:
    assert len(slices(document(text))) == 1


def test_titles_of_a_thread_comment() -> None:
    text = (
        "## 某某科技\n### 公司介绍\n做视频云\n### 中高级 Java "
        "开发工程师\n**薪资范围**：15-30K\n**岗位职责：**\n- 负责开发\n### Node.js 开发工程师\n"
        "**薪资范围**：16-25K\n**岗位职责：**\n- 负责平台\n简历投递： hr@example.com"
    )
    assert begins(document(text)) == ["## 某某科技", "### Node.js 开发工程师"]


def test_a_list_of_role_names_is_no_list_of_postings() -> None:
    text = "# 某某内推\n## 岗位\n1. 客户端工程师\n2. 服务端工程师\n3. 算法工程师\n## 内推方式\n发送到邮箱 a@example.com"
    assert len(slices(document(text))) == 1


def test_analysis_belongs_to_no_posting() -> None:
    posting = "# 大模型算法工程师\n# 岗位职责\n- 负责模型训练\n- 参与评测"
    analysis = (
        "# AI岗位分析\n# 一、核心技术方向解析\n#### 1. 模型训练\n- 掌握分布式训练\n# 大模型算法工程师成长路径\n- "
        "熟悉PyTorch"
    )
    inline = (
        "# 应用开发工程师\n# 岗位职责\n- 负责应用开发,推动落地。以下是对各个岗位职责涉及的关键技术的分析:\n#### 1. "
        "应用开发\n- 掌握框架"
    )
    made = document("\n".join([posting, analysis, inline, posting.replace("大模型", "资深语音"), analysis]))
    cuts = slices(made)
    assert begins(made) == ["# 大模型算法工程师", "# 应用开发工程师", "# 资深语音算法工程师"]
    words = "\n".join(made.quote(part) for cut in cuts for part in cut.parts)
    assert "掌握" not in words and "以下是" not in words and words.count("参与评测") == 2


def test_analysis_in_english() -> None:
    text = (
        "Data Engineer\nResponsibilities\n- Build pipelines\n- Own quality\nJob Analysis\n1. Core skills\n- Know "
        "Spark well\n2. Growth path"
    )
    made = document(text)
    words = "\n".join(made.quote(part) for cut in slices(made) for part in cut.parts)
    assert "Own quality" in words and "Know Spark" not in words


def test_a_table_with_a_job_a_row() -> None:
    rows = "职位\t薪资\t工作地点\t要求\nJava工程师\t15-25K\t北京\t3年以上经验\n数据分析师\t10-15K\t上海\t本科以上"
    made = Document(
        source="t",
        media_type="text/html",
        blocks=(block("招聘信息", kind=Kind.TITLE), block(rows, number=1, kind=Kind.TABLE)),
    )
    cells = [[made.quote(part) for part in cut.parts] for cut in slices(made)]
    assert cells == [["Java工程师", "15-25K", "北京", "3年以上经验"], ["数据分析师", "10-15K", "上海", "本科以上"]]
    assert [made.quote(label) for label in slices(made)[0].labels if label] == ["职位", "薪资", "工作地点", "要求"]


TABLES = [
    (
        "公司\t职位\t薪资\t地点\t学历\n星河科技\t算法工程师\t30-50K\t北京\t硕士\n云帆软件\t测试开发\t20-30K\t上海\t本科",
        [("算法工程师", "星河科技", "30-50K", "北京"), ("测试开发", "云帆软件", "20-30K", "上海")],
    ),
    (
        "各位好，以下岗位在招：\n职位，公司，薪资，城市\n算法工程师，星河科技，30-50K，北京\n测试开发，云帆软件，20-30K，上海\n"
        "有意者请联系猎头",
        [("算法工程师", "星河科技", "30-50K", "北京"), ("测试开发", "云帆软件", "20-30K", "上海")],
    ),
    (
        "| 岗位 | 公司 | 薪资 | 城市 |\n|---|---|---|---|\n| 算法工程师 | 星河科技 | 30-50K | 北京 |\n| 测试开发 | 云帆软件 | 20-30K | 上海 |",
        [("算法工程师", "星河科技", "30-50K", "北京"), ("测试开发", "云帆软件", "20-30K", "上海")],
    ),
    (
        "岗位名称        公司       月薪       城市\n算法工程师      星河科技   30-50K     北京\n测试开发        云帆软件   20-30K     上海",
        [("算法工程师", "星河科技", "30-50K", "北京"), ("测试开发", "云帆软件", "20-30K", "上海")],
    ),
    (
        "Title\tCompany\tLocation\tSalary\nData Engineer\tBrightwave\tAustin, TX\t$150,000 - $180,000\n"
        "QA Analyst\tHarbor Mills\tBoston, MA\t$40/hr",
        [("Data Engineer", "Brightwave", "$150,000 - $180,000", "Austin, TX"), ("QA Analyst", "Harbor Mills", "$40/hr", "Boston, MA")],
    ),
    (
        'Role,Company,Salary,Location\nData Engineer,Brightwave,"$150,000 - $180,000","Austin, TX"\n'
        'QA Analyst,Harbor Mills,$40/hr,"Boston, MA"',
        [("Data Engineer", "Brightwave", "$150,000 - $180,000", "Austin, TX"), ("QA Analyst", "Harbor Mills", "$40/hr", "Boston, MA")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), TABLES)
def test_every_row_of_a_table_of_jobs_in_text_is_a_posting(text: str, rows: list[tuple[str, ...]]) -> None:
    found = postings(document(text))
    names = ("title", "employer", "pay", "places")
    assert [tuple(getattr(posting, name).words for name in names) for posting in found] == rows


@pytest.mark.parametrize(("rows", "told"), [
    ("部门\t岗位名称\t人数\t薪资\n技术部\t后端工程师\t2\t25-40K\n\t测试工程师\t1\t\n市场部\t市场经理\t1\t面议",
     [("技术部", "后端工程师"), ("技术部", "测试工程师"), ("市场部", "市场经理")]),
    ("Team\tRole\tSalary\nCore\tBackend Engineer\t$150,000 - $180,000\n\tTest Engineer\t\nCare\tNurse\t$40/hr",
     [("Core", "Backend Engineer"), ("Core", "Test Engineer"), ("Care", "Nurse")]),
])  # fmt: skip
def test_a_department_s_cell_over_several_rows_is_that_of_all_and_no_other_cell_is(rows: str, told: list[tuple[str, str]]) -> None:
    made = Document(source="t", media_type="text/html", blocks=(block(rows, kind=Kind.TABLE),))
    found = postings(made)
    assert [(one.department.words, one.title.words) for one in found] == told
    assert not isinstance(found[1].pay, Fact)


@pytest.mark.parametrize("text", [
    "岗位名称\t数据分析师\t所属部门\t数据部\n薪资范围\t10-15K\t工作地点\t杭州\n直接上级\t数据总监\t招聘人数\t2人",
    "Job title\tData Analyst\tDepartment\tFinance\nSalary\t$90,000 - $110,000\tLocation\tAustin, TX",
    "熟悉职位、薪资、地点等字段的数据清洗，能写SQL\n数据分析师，三年经验，上海",
])  # fmt: skip
def test_a_form_of_labels_in_four_columns_is_no_table_of_jobs(text: str) -> None:
    assert len(slices(document(text))) == 1


def test_a_table_of_the_roles_that_stand_below_in_full_opens_no_postings() -> None:
    text = (
        "岗位\t薪资\t地点\n算法工程师\t30-50K\t北京\n测试开发工程师\t20-30K\t上海\n"
        "算法工程师\n薪资：30-50K\n岗位职责：\n1、训练模型\n2、上线模型\n任职要求：\n1、硕士\n"
        "测试开发工程师\n薪资：20-30K\n岗位职责：\n1、搭建框架\n2、编写用例\n任职要求：\n1、本科"
    )
    assert [posting.title.value for posting in postings(document(text))] == ["算法工程师", "测试开发工程师"]
    text = (
        "Role\tSalary\tLocation\nData Engineer\t$150,000 - $180,000\tAustin, TX\nQA Analyst\t$80,000 - $95,000\tBoston, MA\n"
        "Data Engineer\nSalary: $150,000 - $180,000\nResponsibilities\n- Build pipelines\n- Own quality\n"
        "QA Analyst\nSalary: $80,000 - $95,000\nResponsibilities\n- Write test plans\n- Find faults"
    )
    assert [posting.title.value for posting in postings(document(text))] == ["Data Engineer", "QA Analyst"]


def test_a_table_of_labels_is_one_posting() -> None:
    rows = (
        "职位名称\t数据分析助理\n公司\t瀚农网络有限公司\n薪资待遇\t2k-3k\n工作城市\t广州\n经验要求\t1-3年\n学历要求"
        "\t大专\n职位描述\t工作职责：\n1、整理数据\n2、协助提取"
    )
    made = Document(
        source="t",
        media_type="application/pdf",
        blocks=(block("岗位说明书", kind=Kind.TITLE), block(rows, number=1, kind=Kind.TABLE)),
    )
    found = postings(made)
    assert len(found) == 1
    assert [
        getattr(found[0], name).words for name in ("title", "employer", "pay", "places", "experience", "education")
    ] == [
        "数据分析助理",
        "瀚农网络有限公司",
        "2k-3k",
        "广州",
        "1-3年",
        "大专",
    ]
    assert [item.text for item in found[0].duties] == ["整理数据", "协助提取"]


def test_cuts_cover_the_document_once() -> None:
    made = document("\n".join(ZH))
    parts = [part for cut in slices(made) for part in cut.parts]
    assert "\n".join(made.quote(part) for part in parts) == made.text
    assert all(0 < cut.confidence <= 1 for cut in slices(made))


def test_an_empty_document_has_no_slice() -> None:
    assert slices(Document(source="t", media_type="text/plain", blocks=())) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Harrogate, England, United Kingdom Mid-Senior level",
        "Austin, TX Entry level Full-time",
        "2100 Pine Street, 4th Floor, Austin, TX 78701, US",
        "上海 · 经验3-5年 · 本科及以上",
    ],
)
def test_lines_of_place_and_demands(line: str) -> None:
    assert is_meta_line(line)


@pytest.mark.parametrize("line", ["Director", "Mid-Senior level", "2100 orders, 40 staff, one kitchen", "上海分公司招聘"])
def test_lines_that_are_none(line: str) -> None:
    assert not is_meta_line(line)


def test_the_same_title_again_under_its_own_pay_is_another_posting() -> None:
    prose = "We keep old clocks alive and tell their stories to anybody who will listen. " * 12
    first = f"Clock Engineer\n$90K-$110K (Glassdoor est.)\nAustin, TX\n{prose}"
    second = f"Senior Clock Engineer\n$120K-$150K (Glassdoor est.)\nAustin, TX\n{prose}"
    assert begins(document(f"{first}\n{second}")) == ["Clock Engineer", "Senior Clock Engineer"]
    prose = "我们修复旧钟表，也愿意把它们的故事讲给每一个来访的人听。" * 28
    text = f"钟表工程师\n10k-15k 上海 1-3年 本科\n{prose}\n高级钟表工程师\n20k-30k 上海 3-5年 本科\n{prose}"
    assert begins(document(text)) == ["钟表工程师", "高级钟表工程师"]


@pytest.mark.parametrize(("text", "titles"), [
    ("各位好，我司现招聘以下两个岗位：\n一、后端开发工程师（北京，25-35K·14薪）\n1. 负责服务端研发\n2. 3年以上Go经验，本科\n"
     "二、产品经理（上海，20-30K）\n1. 负责产品规划\n2. 5年以上经验，硕士优先\n简历投递：hr@acme.example",
     ["后端开发工程师", "产品经理"]),
    ("Hi team, we have two openings:\n1. Senior Backend Engineer - Berlin - EUR 80k-95k\n5+ years of Go, Kubernetes. "
     "Bachelor's degree.\n2. Product Designer - Remote (EU) - EUR 60k-70k\n3+ years of Figma, portfolio required.\n"
     "Apply to jobs@acme.example by 30 June 2025.",
     ["Senior Backend Engineer - Berlin", "Product Designer - Remote (EU)"]),
])  # fmt: skip
def test_two_postings_in_one_mail(text: str, titles: list[str]) -> None:
    found = postings(document(text))
    assert [posting.title.value for posting in found if isinstance(posting.title, Fact)] == titles
    assert all(posting.contacts for posting in found), "how to apply is said once for both"


@pytest.mark.parametrize("text", [
    "销售经理\n薪资构成：\n1. 底薪8-10K，按月发放\n2. 提成5-8K，按季度发放\n岗位职责：\n1. 负责客户开发",
    "Sales Manager\nPay:\n1. Base of $4,000-$5,000 a month\n2. Commission of $1,000-$2,000 a month\n"
    "Responsibilities:\n- Win customers",
])  # fmt: skip
def test_a_numbered_list_of_pay_opens_no_postings(text: str) -> None:
    assert len(slices(document(text))) == 1


@pytest.mark.parametrize(("text", "titles"), [
    (
        "我公司诚聘以下岗位：\n一、数据分析师（2人）\n薪资：8-12K\n要求：1、统计学本科；2、熟练使用SQL。\n"
        "二、数据仓库工程师（1人）\n薪资：15-20K\n要求：1、熟悉Hive；2、3年以上经验。",
        ["数据分析师", "数据仓库工程师"],
    ),
    (
        "总行科技部社招\n岗位一：后端开发岗（Java）\n职责：负责核心系统研发\n要求：本科，熟悉Oracle\n"
        "岗位二：数据安全岗\n职责：负责数据分类分级\n要求：本科，3年以上安全经验",
        ["后端开发岗（Java）", "数据安全岗"],
    ),
    (
        "Machine Learning Engineer\nEmployer Active 3 days ago\n$140K - $175K a year\nPalo Alto, CA 94301\n"
        "Job details\nPay\n$140,000 - $175,000 a year\nJob type\nFull-time\nFull job description\n"
        "Responsibilities:\nTrain ranking models\nQualifications:\n3+ years of experience with ML",
        ["Machine Learning Engineer"],
    ),
])  # fmt: skip
def test_roles_under_their_numbers_and_one_page_of_a_board(text: str, titles: list[str]) -> None:
    assert [made.title.value for made in postings(document(text))] == titles


LEVELS = [
    "软件工程师（多级别）\n岗位职责：\n1、负责系统开发\n2、负责代码评审\n薪资待遇：\n初级工程师 10-15K，1-3年经验\n中级工程师 15-25K，3-5年经验\n"
    "高级工程师 25-40K，5年以上经验\n福利：五险一金",
    "Software Engineer (all levels)\nResponsibilities\n- Build services\n- Review code\nCompensation\n"
    "Junior Software Engineer: $90,000 - $110,000, 1+ years\nSoftware Engineer: $110,000 - $140,000, 3+ years\n"
    "Senior Software Engineer: $140,000 - $180,000, 5+ years\nBenefits\n- Health insurance",
    "Data Engineer\nRemote (US)\nPay by level:\n- Data Engineer I: $100k-$120k, 1-3 years\n- Data Engineer II: $120k-$150k, 3-5 years\n"
    "- Senior Data Engineer: $150k-$190k, 5+ years\nRequirements\n- SQL and Python",
    "Java开发工程师\n北京 20-40K 3-5年 本科\n深圳 18-35K 3-5年 本科\n岗位职责：\n1、负责后端开发\n2、负责性能优化",
    "Field Technician\nAustin, TX - $22 - $26 an hour\nDallas, TX - $21 - $25 an hour\nDuties\n- Install routers\n- Repair cabling",
]


@pytest.mark.parametrize("text", LEVELS)
def test_one_role_at_several_levels_or_places_is_one_posting_and_none_of_its_pays(text: str) -> None:
    (found,) = postings(document(text))
    assert not isinstance(found.pay, Fact)


POSTS = [
    (
        "【内推】字节系创业公司 后端工程师 base上海 30k-50k 要求3年+ go 感兴趣加v：abc_dev88\n"
        "【急招】某大厂前端工程师 base 杭州 15-20k 一年以上经验 简历发 qianduan@waibao.example\n"
        "招聘 算法实习生 北京 300-400/天 一周到岗4天 微信 suanfa2024",
        [("后端工程师", "上海", "abc_dev88"), ("某大厂前端工程师", "杭州", "qianduan@waibao.example"), ("算法实习生", "北京", "suanfa2024")],
    ),
    (
        "各位校友：\n以下岗位欢迎投递：\n1）后端研发工程师，北京，30-60K，3年以上，本科\n2）算法研究员，深圳，40-80K，博士优先\n"
        "3）产品运营，上海，15-25K，1-3年\n投递方式：邮件发送至 campus@xinghe.example",
        [(title, city, "campus@xinghe.example") for title, city in
         (("后端研发工程师", "北京"), ("算法研究员", "深圳"), ("产品运营", "上海"))],
    ),
    (
        "[北京] 星河科技招 Go 后端 / 前端，坐标望京\n公司做企业协作工具，团队 30 人。\nGo 后端：3 年以上经验，熟悉 MySQL，25-45K\n"
        "前端：2 年以上经验，熟悉 Vue3，20-35K\n简历：hr@xinghe.example",
        [("Go 后端", "北京", "hr@xinghe.example"), ("前端", "北京", "hr@xinghe.example")],
    ),
    (
        "Finlane | Senior Backend Engineer | Berlin, Germany | ONSITE | €80k-€95k\nWe build invoicing. Apply: jobs@finlane.example\n"
        "Oakridge Labs | Machine Learning Engineer | Remote (US) | $170k-$210k\nWe train models. Email: talent@oakridge.example\n"
        "Tidewater | iOS Developer, Android Developer | San Francisco, CA | Hybrid\nMobile banking. Email: jobs@tidewater.example",
        [("Senior Backend Engineer", "Berlin", "jobs@finlane.example"), ("Machine Learning Engineer", "", "talent@oakridge.example"),
         ("iOS Developer, Android Developer", "San Francisco", "jobs@tidewater.example")],
    ),
    (
        "【公司】蓝鲸智能有限公司\n【职位】硬件工程师\n【薪资】18-28K\n【地点】深圳\n【要求】本科以上，熟悉PCB设计\n"
        "【职位】结构工程师\n【薪资】15-25K\n【地点】东莞\n【要求】大专以上，5年以上\n【联系】微信同号13700001111",
        [("硬件工程师", "深圳", "13700001111"), ("结构工程师", "东莞", "13700001111")],
    ),
    (
        "Hi all,\nWe have three openings:\n* Senior Backend Engineer (Go, 5+ yrs), Austin, TX, $160-190k\n"
        "* Engineering Manager (8+ yrs), Denver, CO, $190-220k\nSend resumes to team@brightwave.example.",
        [("Senior Backend Engineer (Go, 5+ yrs)", "Austin", "team@brightwave.example"),
         ("Engineering Manager (8+ yrs)", "Denver", "team@brightwave.example")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), POSTS)
def test_posts_of_a_line_or_a_head_each_are_told_apart(text: str, told: list[tuple[str, str, str]]) -> None:
    made = [
        (
            found.title.value if isinstance(found.title, Fact) else "",
            found.places.value[0].city if isinstance(found.places, Fact) else "",
            found.contacts[0].value.value if found.contacts else "",
        )
        for found in postings(document(text))
    ]
    assert made == told


@pytest.mark.parametrize("text", [
    "前端开发工程师\n15-25K 北京 3-5年 本科\n北京灵犀科技有限公司\n岗位职责：\n1、负责前端页面\n2、负责组件库\n"
    "数据分析师\n12-20K 上海 1-3年 本科\n上海明石数据有限公司\n岗位职责：\n1、负责报表\n2、负责分析\n简历投递：hr@mingshi.example",
    "Data Engineer\nCompany: Brightwave\nLocation: Austin, TX\nResponsibilities\n- Build pipelines\n- Own data quality\n"
    "Product Designer\nCompany: Harbor Mills\nLocation: Boston, MA\nResponsibilities\n- Design flows\n- Run user research\n"
    "How to apply\nEmail jobs@harbormills.example",
])  # fmt: skip
def test_the_contact_of_one_company_is_not_given_to_another(text: str) -> None:
    first, second = postings(document(text))
    assert not first.contacts and second.contacts


@pytest.mark.parametrize(("text", "titles"), [
    ("# 三家公司在招人\n## 一、星河科技：大模型算法工程师\n薪资：40-60K\n地点：北京\n要求：硕士，3年以上经验。\n"
     "## 二、云帆软件：AI产品经理\n薪资：30-45K\n地点：上海\n要求：本科，5年以上经验。",
     ["星河科技：大模型算法工程师", "云帆软件：AI产品经理"]),
    ("# Startups hiring this week\n## Brightwave: Senior Data Engineer\nBrightwave sells weather data.\nLocation: Austin, TX\n"
     "Salary: $150,000 - $180,000\nYou will build pipelines.\n## Harbor Mills: Product Designer\nLocation: Boston, MA\n"
     "Salary: $110,000 - $130,000\nYou will design the ordering flow.",
     ["Brightwave: Senior Data Engineer", "Harbor Mills: Product Designer"]),
])  # fmt: skip
def test_an_article_with_several_roles(text: str, titles: list[str]) -> None:
    found = postings(document(text))
    assert [posting.title.value for posting in found if isinstance(posting.title, Fact)] == titles
    assert all(isinstance(posting.places, Fact) and len(posting.places.value) == 1 for posting in found)
