"""People are masked in text, postings and transcripts; employers stay."""

from __future__ import annotations

import msgspec
import pytest

from analyzers import compose, postings, to_html, to_markdown
from analyzers.exports import to_jsonl
from analyzers.redact import people, redact_document, redact_posting, redact_report, redact_text
from extractors.document import Document, balance
from tests.analyzers.documents import call, posting


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


def test_a_posting_carries_no_person_after_masking() -> None:
    found = redact_posting(
        posting(
            "星云科技有限公司\n测试工程师\n岗位职责：\n1.负责测试\n2.写报告\n联系方式\n联系人：李雷 "
            "13800138000 hr@example.com"
        )
    )
    written = to_jsonl([found]).decode()
    assert "李雷" not in written and "13800138000" not in written and "hr@example.com" not in written
    assert "星云科技有限公司" in written
    assert {fact.value.kind for fact in found.contacts} == {"person", "phone", "mail"}


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


@pytest.mark.parametrize(
    ("made", "secrets"),
    [
        (call(("speaker 1", "请问是陈先生吗？我这边是星云科技的招聘顾问，我姓林。我们在招测试工程师，负责自动化测试，薪资三十到四十K。"),
              ("speaker 2", "我是，我的电话13800138000。")), ("陈先生", "13800138000")),
        (call(("speaker 1", "Hi Daniel, this is Grace from Northwind. We are hiring a test engineer to test our robots."),
              ("speaker 2", "Nice to meet you Grace, my mail is daniel@example.com."), language="en"),
         ("Daniel", "Grace", "daniel@example.com")),
    ],
)  # fmt: skip
def test_the_report_of_a_call(made: Document, secrets: tuple[str, ...]) -> None:
    for found in postings(made):
        report = compose(found, made)
        masked = redact_report(report, names=people(made, found))
        pages = to_markdown(masked) + to_html(masked)
        assert not any(secret in pages for secret in secrets)
        assert [chapter.id for chapter in masked.chapters] == [chapter.id for chapter in report.chapters]
        assert masked.posting == report.posting and "orthwind" in pages or "星云" in pages
