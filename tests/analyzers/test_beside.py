"""A call and its notes in one folder: facts of both in the report, conflicts shown, other roles left alone."""

from __future__ import annotations

import pytest

from analyzers.beside import Agreement, Beside, compared, of_one_role
from analyzers.report import compose, to_html, to_markdown
from analyzers.structure import postings
from extractors.document import Document
from tests.analyzers.documents import document
from tests.analyzers.test_call import EN, ZH

ZH_NOTES = document("大模型算法工程师\n公司：星云科技\n薪资：3万-5万·16薪\n工作地点：北京\n学历：硕士\n岗位职责：\n1. 负责大模型微调\n"
                    "2. 搭建检索系统", language="zh")
EN_NOTES = document("Senior Data Engineer\nCompany: Northwind Robotics\nSalary: $170,000 - $200,000 a year\n"
                    "Location: Seattle, WA\nResponsibilities:\n- Build data pipelines\n- Own data quality",
                    language="en")
OTHER = document("前端开发工程师\n公司：北屿软件\n薪资：2万-3万\n工作地点：上海\n岗位职责：\n1. 负责前端开发", language="zh")


def beside(made: Document, name: str) -> Beside:
    return Beside(name=name, document=made, posting=postings(made)[0])


@pytest.mark.parametrize(("call", "notes", "heading", "words"), [
    (ZH, ZH_NOTES, "说法不一", ("3万-5万", "月薪四万到六万")),
    (EN, EN_NOTES, "In conflict", ("170,000", "180,000")),
])
def test_conflicts_show_both_wordings(call: Document, notes: Document, heading: str, words: tuple[str, str]) -> None:
    posting = postings(call)[0]
    found = compared(posting, (beside(notes, "notes.md"),))
    assert {one.field: one.agreement for one in found}["pay"] is Agreement.CONFLICT
    report = compose(posting, call, beside=(beside(notes, "notes.md"),))
    for text in (to_markdown(report).replace("\\", ""), to_html(report)):
        assert heading in text and "notes.md" in text and all(word in text for word in words)


def test_a_document_shows_what_its_call_adds() -> None:
    posting = postings(ZH_NOTES)[0]
    found = {one.field: one.agreement for one in compared(posting, (beside(ZH, "call.mp3"),))}
    assert found["pay"] is Agreement.CONFLICT and found["places"] is Agreement.SAME
    assert found["experience"] is Agreement.ADDED
    assert "case_files" in [chapter.id for chapter in compose(posting, ZH_NOTES, beside=(beside(ZH, "a.mp3"),)).chapters]


def test_another_role_and_two_documents_are_not_compared() -> None:
    posting = postings(ZH)[0]
    assert of_one_role(posting, ZH, (beside(OTHER, "other.pdf"), beside(ZH, "again.mp3"))) == ()
    assert "case_files" not in [chapter.id for chapter in compose(posting, ZH, beside=(beside(OTHER, "o.pdf"),)).chapters]
