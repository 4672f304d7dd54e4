"""People are masked in text, postings and transcripts; employers stay."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import compose, to_html, to_markdown
from analyzers.exports import to_jsonl
from analyzers.posting import Fact, Posting
from analyzers.redact import KINDS, ORIGINAL, redact, redact_document, redact_name, redact_text
from analyzers.redact.hits import Hit, separate
from analyzers.redact.mask import masked
from analyzers.structure import postings
from extractors.document import Cell, Document, Word, balance
from tests.analyzers.documents import call, document


def masking(text: str) -> tuple[Document, tuple[Posting, ...]]:
    made = document(text)
    found = redact(made, postings(made))
    return found.document, found.postings


def test_chinese_text() -> None:
    text = (
        "联系人：王小明，电话：13800138000，微信：wxid_123，邮箱 a.b@example.com，证件 110101199003077777，QQ：12345678"
    )
    found = redact_text(text)
    assert found.text == "联系人：[姓名]，电话：[电话]，微信：[微信]，邮箱 [邮箱]，证件 [证件号]，QQ：[QQ]"
    assert found.counts == {"person": 1, "phone": 1, "wechat": 1, "mail": 1, "id": 1, "qq": 1}


def test_english_text() -> None:
    found = redact_text("Contact: Jane Doe, (415) 555-0132, jane@example.com, SSN 123-45-6789", language="en")
    assert found.text == "Contact: [name], [phone], [mail], SSN [id number]"


def test_nothing_to_mask() -> None:
    for text in (
        "公司成立于2010年，融资3000万，营收20亿",
        "We are hiring. This is a great role with 401(k) and 10-20 colleagues.",
    ):
        assert redact_text(text, language="en").text == text


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        # what introduces a name
        ("我叫李雷，叫我小李就行", "zh", "我叫[姓名]，叫我[姓名]就行"),
        ("请联系张伟先生或王女士", "zh", "请联系[姓名]先生或王女士"),
        ("请联系张伟先生，王女士", "zh", "请联系[姓名]先生，[姓名]女士"),
        ("我是星云科技的陈静，您是韩梅梅吗", "zh", "我是星云科技的[姓名]，您是[姓名]吗"),
        ("简历发给赵敏 zhaomin@example.com", "zh", "简历发给[姓名] [邮箱]"),
        ("赵敏 zhaomin@example.com", "zh", "[姓名] [邮箱]"),
        ("欧阳娜（HR）微信 ouyang_na", "zh", "[姓名]（HR）微信 [微信]"),
        ("Hi, I'm Grace Lee from Northwind.", "en", "Hi, I'm [name] from Northwind."),
        ("Grace Lee, Senior Technical Recruiter", "en", "[name], Senior Technical Recruiter"),
        ("Reach out to Mary O'Neil | mary@nw.com", "en", "Reach out to [name] | [mail]"),
        ("Kind regards,\nTom Baker\nTalent Partner", "en", "Kind regards,\n[name]\nTalent Partner"),
        ("Thanks & Regards, Priya Nair || Senior Executive", "en", "Thanks & Regards, [name] || Senior Executive"),
        ("我是青禾数据的Angus，叫我Angus就行", "zh", "我是青禾数据的[姓名]，叫我Angus就行"),
        # numbers and addresses as they are said
        ("我的电话是幺三八零零一三八零零零", "zh", "我的电话是[电话]"),
        ("加我微信，一三八，零零一三，八零零零", "zh", "加我微信，[电话]"),
        ("my number is one three eight double zero one three eight triple zero", "en", "my number is [phone]"),
        ("call me at four one five, five five five, oh one three two", "en", "call me at [phone]"),
        ("it's grace dot lee at northwind dot com", "en", "it's [mail]"),
        ("邮箱是 lilei 艾特 example 点 com", "zh", "邮箱是 [邮箱]"),
        ("我邮箱是珊珊点王艾特猎聘点com。", "zh", "我邮箱是[邮箱]。"),
    ("你好，是张伟吗？我是张伟。", "zh", "你好，是[姓名]吗？我是[姓名]。"),
    ("直属领导是陈总，陈立国。", "zh", "直属领导是[姓名]总，[姓名]。"),
    ("直属领导是陈立国", "zh", "直属领导是[姓名]"),
    ("Your manager would be Robert Chen.", "en", "Your manager would be [name]."),
    ("My last name is spelled B A K E R.", "en", "My last name is spelled [name]."),
    # papers
        ("身份证号：11010119900307777X", "zh", "身份证号：[证件号]"),
        ("护照 E12345678", "zh", "护照 [证件号]"),
        ("Passport number: X1234567", "en", "Passport number: [id number]"),
        # a company's own
        ("热线 400-123-4567，投递 hr@example.com", "zh", "热线 [公司热线]，投递 [公司邮箱]"),
        ("Call 1-800-555-0199 or write to careers@example.com", "en", "Call [company hotline] or write to [company mail]"),
    ],
)
def test_people_are_masked(text: str, language: str, shown: str) -> None:
    assert redact_text(text, language=language).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "向总经理汇报，高工优先，安全总监负责，方案经理协助，王者荣耀项目",
        "我是Java，我怕谁",
        "高薪诚聘，毕业于985高校的博士、硕士",
        "薪资 13800138000元，年薪 20-30万，职位编号：13912345678",
        "经验三四五年，一二线城市，五六七八个人，两三年以上",
        "熟悉 Jenkins、Ray、Claude、Ada、Spring 和 Jira",
        "发布时间 2024-05-06，截止 20240630，订单量 1234567890",
        "Experience with Jenkins, Watson, Ray and Ada; this is Remote. I'm based in Austin.",
        "Pay is $120,000 - $150,000. Req ID 13912345678. Series B of 2019-2021. 401(k) match.",
        "This is Python at scale. Dear Hiring Manager. Contact: Human Resources. Hello World.",
        "Steps 1 2 3 4 5 6 7 8 9, one two three four teams, ISO 27001, 10.0.0.1, v1.2.3",
        "Work with Charles Schwab systems and Dell Boomi. Reports to: Director of Engineering",
    ],
)
def test_what_is_no_person_stays(text: str) -> None:
    assert redact_text(text).counts == {}


def test_a_posting_carries_no_person_after_masking() -> None:
    made, (found,) = masking(
        "星云科技有限公司\n测试工程师\n岗位职责：\n1.负责测试\n2.写报告\n联系方式\n联系人：李雷 13800138000 hr@example.com\n"
        "李雷会在三天内回复"
    )
    written = to_jsonl([found]).decode() + made.text
    assert "李雷" not in written and "13800138000" not in written and "hr@example.com" not in written
    assert "星云科技有限公司" in written
    assert {fact.value.kind for fact in found.contacts} == {"person", "phone", "mail"}
    assert {fact.value.value for fact in found.contacts} == {"[姓名]", "[电话]", "[公司邮箱]"}
    assert found.extra[KINDS] == "2 person, 1 phone, 1 role_mail" and len(found.extra[ORIGINAL]) == 32


def test_the_numbers_of_a_posting_are_no_phones() -> None:
    made, (found,) = masking("Data Engineer\nJob ID: 13912345678\nResponsibilities\n- Build pipelines\n- Test them")
    assert isinstance(found.requisition, Fact) and "13912345678" in made.text and not found.extra[KINDS]


def test_an_employer_or_a_skill_named_like_a_person_stays() -> None:
    made, (found,) = masking(
        "Data Engineer\nCompany: Grace Hopper Labs\nContact: Ray Smith, ray.smith@example.com\n"
        "Requirements\n- Experience with Ray and Spark\n- Ray Smith answers questions"
    )
    assert "Grace Hopper Labs" in made.text and "Experience with Ray and Spark" in made.text
    assert "Smith" not in made.text


@pytest.mark.parametrize(
    "text",
    [
        "星云科技有限公司\n测试工程师\n20-30K·14薪\n联系人：李雷 13800138000，薪资面谈\n岗位职责：\n1.协助李雷负责Java测试\n2.熟悉MySQL，电话 13900139000 联系",
        "Northwind\nQA Engineer\n$90,000 - $110,000 a year\nContact: Jane Doe, (415) 555-0132\nResponsibilities\n"
        "- Work with Jane Doe on Selenium and Java\n- Write to jane.doe@example.com about Python",
    ],
)
def test_every_quote_is_the_masked_words(text: str) -> None:
    made, (found,) = masking(text)
    facts = [getattr(found, name) for name in found.__struct_fields__]
    for fact in [*facts, *found.contacts]:
        if isinstance(fact, Fact):
            assert fact.words == " ".join(made.quote(evidence) for evidence in fact.evidence)
    for section in found.sections:
        for item in section.items:
            assert item.text == " ".join(made.quote(evidence) for evidence in item.evidence)
    assert found.skills and all(skill.words == made.quote(skill.evidence) for skill in found.skills)
    report = compose(found, made)
    for chapter in report.chapters:
        for line in chapter.lines:
            assert all(made.block(quote.block).text[quote.start : quote.end] == quote.words for quote in line.quotes)
    for shown in (to_markdown(report), to_html(report)):
        assert not any(secret in shown for secret in ("李雷", "Jane Doe", "13800138000", "555-0132", "jane.doe"))


def test_words_and_cells_stand_where_their_text_now_is() -> None:
    made = call(("speaker 1", "我姓林，电话13800138000。好"))
    words = tuple(Word(start=n, end=n + 1, confidence=0.9, begins=n, ends=n + 1) for n in range(len(made.blocks[0].text)))
    cells = (Cell(row=0, column=0, start=0, end=3), Cell(row=0, column=1, start=4, end=17))
    made = msgspec.structs.replace(made, blocks=(msgspec.structs.replace(made.blocks[0], words=words, cells=cells),))
    (block,) = redact_document(made).blocks
    assert block.text == "我姓[姓名]，电话[电话]。好"
    assert [block.text[word.start : word.end] for word in block.words] == list("我姓") + ["[姓名]"] + list("，电话") + [
        "[电话]",
        "。",
        "好",
    ]
    assert [block.text[cell.start : cell.end] for cell in block.cells] == ["我姓[姓名]", "电话[电话]"]


def test_a_number_said_in_several_turns() -> None:
    en = redact_document(
        call(
            ("speaker 1", "What is your phone number?"),
            ("speaker 2", "Four one five, five five five."),
            ("speaker 1", "Mhm."),
            ("speaker 2", "Zero one three two."),
            language="en",
        )
    )
    assert en.blocks[1].text == "[phone]." and en.blocks[3].text == "[phone]."
    zh = redact_document(call(("speaker 1", "您手机号是多少？"), ("speaker 2", "一三八零"), ("speaker 2", "零一三八，八八八八")))
    assert zh.blocks[1].text == "[电话]" and zh.blocks[2].text == "[电话]"


def test_speakers_that_bear_names_are_numbered() -> None:
    found = redact_document(call(("Grace Lee", "Hello there."), ("speaker 2", "Thanks, Grace Lee."), language="en"))
    assert [block.speaker for block in found.blocks] == ["[name 1]", "speaker 2"]
    assert "Grace" not in found.text


LETTERS = st.text(alphabet="ab中1 ", max_size=12)


@given(LETTERS, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4))
def test_spans_follow_their_words(text: str, pairs: list[tuple[int, int]]) -> None:
    """What lies outside every label is quoted unchanged; what touches one takes the whole label."""
    hits = separate(Hit(min(pair), min(max(pair), len(text)), "mail") for pair in pairs if min(pair) < len(text))
    mask = masked(text, hits, "en")
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            new = mask.text[slice(*mask.span(start, end))]
            inside = [hit for hit in hits if hit.start < end and start < hit.end]
            assert new.count("[mail]") == len(inside)
            if not inside:
                assert new == text[start:end]


def test_transcripts() -> None:
    zh = redact_document(
        call(
            ("speaker 1", "请问是陈先生吗？我是星云科技的招聘顾问，我姓林。"), ("speaker 2", "我是，电话13800138000。")
        )
    )
    assert zh.blocks[0].text == "请问是[姓名]先生吗？我是星云科技的招聘顾问，我姓[姓名]。"
    assert "138" not in zh.blocks[1].text
    en = redact_document(
        call(
            ("speaker 1", "Hi Daniel, this is Grace from Northwind."),
            ("speaker 2", "Nice to meet you Grace."),
            language="en",
        )
    )
    assert "Daniel" not in en.text and "Grace" not in en.text and "Northwind" in en.text


def test_the_ledger_stays_balanced() -> None:
    made = call(("speaker 1", "我姓林，电话13800138000。"))
    made = msgspec.structs.replace(made, read=sum(not c.isspace() for c in made.text))
    assert balance(made) == 0 == balance(redact_document(made))


@pytest.mark.parametrize("text", [
    "本人安全意识强，直属上级：产品总监，汇报对象：研发负责人",
    "薇：是我们的助手；加我：们的群",
    "C#开发，.NET#框架；版本 1.2.3 (at) 2024",
    "Our CTO, Backend and Platform teams report to Finance. Recruiter - Technical",
    "Order 303 555 units, room 2021 2022 2023",
    "高薪 | 招聘主管 | 双休",
    "直属领导是项目经理，是金融行业吗，方向不限",
    "The manager is Responsible for A B testing and Plan A, B, C. The lead is Based in Austin.",
    "Look at dot net and node dot js; meet the hiring team: Engineering",
])  # fmt: skip
def test_words_that_only_look_like_people_stay(text: str) -> None:
    assert redact_text(text).text == text


@pytest.mark.parametrize(("text", "language", "shown"), [
    ("我是猎聘的顾问小刘，加个微信聊聊 quant_liu", "zh", "我是猎聘的顾问[姓名]，加个微信聊聊 [微信]"),
    ("我是星云科技的招聘小陈，想聊个机会", "zh", "我是星云科技的招聘[姓名]，想聊个机会"),
    ("可远程面试，联系V：frontend_hr88", "zh", "可远程面试，联系V：[微信]"),
    ("有意加v信 hr_lin2024", "zh", "有意加v信 [微信]"),
    ("Text Maria at 512-555-0147.", "en", "Text [name] at [phone]."),
    ("Contact Jane Smith on 0121 496 0123", "en", "Contact [name] on [phone]"),
    ("Call Reception on 020 7946 0018", "en", "Call Reception on [phone]"),
    ("Contact: @hr_fintech on Telegram", "en", "Contact: [account] on Telegram"),
    ("See linkedin.com/in/jane-doe-42", "en", "See linkedin.com/in/[account]"),
    ("Call Meena 9884012345", "en", "Call [name] [phone]"),
    # addresses and numbers in the disguises that people give them
    ("邮箱 wangxiaoming [at] yunqi [dot] com", "zh", "邮箱 [邮箱]"),
    ("邮箱：zhang.san#qq.com", "zh", "邮箱：[邮箱]"),
    ("发简历到 lisi(at)163(dot)com", "zh", "发简历到 [邮箱]"),
    ("邮箱 li-hr@firm。com", "zh", "邮箱 [邮箱]"),
    ("jane(dot)doe(at)firm(dot)com", "en", "[mail]"),
    ("Contact jane.doe [at] firm [dot] co [dot] uk", "en", "Contact [mail]"),
    ("（0571）88886666 转 802", "zh", "[电话]"),
    ("致电 010-6288 1234 或 86-21-58881234", "zh", "致电 [电话] 或 [电话]"),
    ("联系：小王 159****1234", "zh", "联系：[姓名] [电话]"),
    ("Text me at 3035550142 or 303 555 0142", "en", "Text me at [phone] or [phone]"),
    ("李雷-13900001111，韩梅梅/13900002222", "zh", "[姓名]-[电话]，[姓名]/[电话]"),
    ("薇：hr_lily2024", "zh", "薇：[微信]"),
    ("绿泡泡：lilyhr，企鹅号 987654321", "zh", "绿泡泡：[微信]，企鹅号 [QQ]"),
    ("钉钉号：lily_ding，小红书号：9527001", "zh", "钉钉号：[账号]，小红书号：[账号]"),
    ("加我：lisa520hr", "zh", "加我：[微信]"),
    ("Telegram: @oakhr, Discord: oak#1234", "en", "Telegram: @[account], Discord: [account]"),
    ("Skype: live:lilei.hr", "en", "Skype: [account]"),
    ("DM t.me/oakridge_hr", "en", "DM t.me/[account]"),
    ("聯絡人：王曉華，電話 02-2345-6789；請找王曉華", "zh", "聯絡人：[姓名]，電話 [电话]；請找[姓名]"),
    # people by their part in the hiring
    ("本人陈大文，负责招聘", "zh", "本人[姓名]，负责招聘"),
    ("直属上级：赵敏", "zh", "直属上级：[姓名]"),
    ("招聘者：孙悟 · HRBP，发布人：林黛玉", "zh", "招聘者：[姓名] · HRBP，发布人：[姓名]"),
    ("王磊 | 招聘主管 | 星河科技", "zh", "[姓名] | 招聘主管 | 星河科技"),
    ("李总亲自带队，请联系刘经理：13900001111", "zh", "[姓名]总亲自带队，请联系[姓名]经理：[电话]"),
    ("lily.wang@xinghe.com（王莉莉）", "zh", "[邮箱]（[姓名]）"),
    ("Job poster: Olivia Pope", "en", "Job poster: [name]"),
    ("Meet the hiring team: Bruce Wayne", "en", "Meet the hiring team: [name]"),
    ("You'll work with our CTO, Alan Turing.", "en", "You'll work with our CTO, [name]."),
    ("Recruiter - Priya Sharma | 9876543210", "en", "Recruiter - [name] | [phone]"),
    ("Budget 9884012345 units, CV: see above", "en", "Budget 9884012345 units, CV: see above"),
])  # fmt: skip
def test_ways_to_reach_people_as_they_post_them(text: str, language: str, shown: str) -> None:
    assert redact_text(text, language=language).text == shown


def test_labels_are_in_the_language_of_the_text() -> None:
    made, _ = masking("Data Entry Clerk in Austin, TX. Must know Excel. Text Maria at 512-555-0147.")
    assert "Text [name] at [phone]." in made.text


@pytest.mark.parametrize(("name", "shown"), [
    ("王小明_13812345678_后端.txt", "[姓名]_[电话]_后端.txt"),
    ("简历-李雷-13900001111.pdf", "简历-[姓名]-[电话].pdf"),
    ("resume_jane.doe@firm.com_backend.pdf", "resume_[邮箱]_backend.pdf"),
    ("Backend Engineer - 303-555-0142.pdf", "Backend Engineer - [电话].pdf"),
    ("后端工程师_北京_25-40K.pdf", "后端工程师_北京_25-40K.pdf"),
    ("screenshot_2024-05-01-10-20-30.png", "screenshot_2024-05-01-10-20-30.png"),
    ("星河科技-高级Java工程师.html", "星河科技-高级Java工程师.html"),
])  # fmt: skip
def test_names_of_files(name: str, shown: str) -> None:
    assert redact_name(name) == shown
