"""The report: nine chapters in order, quotes that stand in the document, nothing made up, both languages."""

from __future__ import annotations

import msgspec
import pytest

from analyzers import compose
from analyzers.knowledge import knowledge
from analyzers.posting import Posting
from analyzers.report_types import Report
from extractors.document import Document
from tests.analyzers.making import posting

ORDER = ["brief", "analysis", "domain", "blueprints", "challenges", "growth", "resources", "applicant", "evidence"]
LLM_ZH = [
    "大模型算法工程师 杭州 30-50K·15薪",
    "D 负责大模型在金融客服场景下的LoRA微调与评测",
    "D 搭建检索增强生成系统，降低幻觉",
    "D 完成领导交办的其他工作",
    "R 熟练掌握PyTorch，3年以上NLP经验",
    "N 有vLLM推理优化经验者优先",
    "C 我们是一家成立十年的公司",
]
LLM_EN = [
    "LLM engineer",
    "D Fine-tune large language models with LoRA",
    "D Build retrieval-augmented generation over bank documents",
    "R Proficient in PyTorch; 3+ years of NLP",
    "N Experience with vLLM is a plus",
]
NURSE = [
    "病房护士 6-8K",
    "D 负责病房患者的基础护理与生命体征观察",
    "D 执行医嘱，书写护理记录",
    "R 持有护士执业证，大专以上学历",
    "N 有三甲医院工作经验者优先",
]
DRIVER = [
    "HGV driver",
    "D Deliver pallets to shops across the region",
    "R Hold a valid HGV Class 1 licence",
]


@pytest.fixture(scope="module")
def zh() -> tuple[Report, Posting, Document]:
    made, document = posting(LLM_ZH, language="zh", title="大模型算法工程师", pay=(30000, 50000))
    return compose(made, document), made, document


@pytest.fixture(scope="module")
def en() -> tuple[Report, Posting, Document]:
    made, document = posting(LLM_EN, language="en", title="LLM engineer")
    return compose(made, document), made, document


def test_chapters_stand_in_order(zh: tuple[Report, Posting, Document], en: tuple[Report, Posting, Document]) -> None:
    for report, _, _ in (zh, en):
        assert [chapter.id for chapter in report.chapters] == ORDER
        assert [chapter.number for chapter in report.chapters] == list(range(1, 10))
        assert all(chapter.parts for chapter in report.chapters)


def test_every_quote_stands_in_the_document(zh: tuple[Report, Posting, Document]) -> None:
    report, _, document = zh
    quotes = [quote for chapter in report.chapters for line in chapter.lines for quote in line.quotes]
    assert quotes
    for quote in quotes:
        assert document.block(quote.block).text[quote.start : quote.end] == quote.words
        assert quote.place == "第 1 页"


def test_every_entry_exists_and_every_analysis_line_is_supported(zh: tuple[Report, Posting, Document]) -> None:
    report, _, _ = zh
    for name in ("analysis", "domain", "challenges", "growth", "resources"):
        for line in report.chapter(name).lines:
            assert line.quotes or line.entries or line.role == "gap", line.text
            assert all(knowledge().entry(entry) for entry in line.entries), line.entries


def test_no_item_is_left_out(zh: tuple[Report, Posting, Document]) -> None:
    report, made, _ = zh
    shown = [line.text for line in report.chapter("analysis").lines if line.role == "item"]
    wanted = [
        item.text for section in made.sections for item in section.items if section.kind in ("duties", "must", "nice")
    ]
    assert set(shown) == set(wanted)


def test_pay_is_shown_as_written_and_converted(zh: tuple[Report, Posting, Document]) -> None:
    facts = {line.label: line.text for line in zh[0].chapter("brief").lines if line.role == "fact"}
    assert facts["薪资（原文）"] == "30-50K·15薪"
    assert facts["折算"] == "年 45万-75万 CNY，月 3万-5万 CNY（按 15 薪计）"
    assert facts["雇主"] == "未写明"


def test_the_subject_is_told(zh: tuple[Report, Posting, Document], en: tuple[Report, Posting, Document]) -> None:
    assert not zh[0].outside and not en[0].outside
    about = " ".join(line.text for line in zh[0].chapter("brief").parts[1].lines)
    assert "大模型训练与微调" in about or "检索增强生成" in about
    assert [part.heading for part in zh[0].chapter("domain").parts] == ["金融"]
    assert [part.heading for part in en[0].chapter("domain").parts] == ["Finance"]


def test_the_other_language_keeps_quotes_as_they_are() -> None:
    made, document = posting(LLM_ZH, language="zh", title="大模型算法工程师")
    report = compose(made, document, language="en")
    assert report.language == "en"
    assert report.chapter("growth").title == "Growth path"
    items = [line.text for line in report.chapter("analysis").lines if line.role == "item"]
    assert "负责大模型在金融客服场景下的LoRA微调与评测" in items
    points = [line.text for line in report.chapter("challenges").lines]
    assert points and not any("\u4e00" <= letter <= "\u9fff" for text in points for letter in text)


@pytest.mark.parametrize(("lines", "language", "title"), [(NURSE, "zh", "病房护士"), (DRIVER, "en", "HGV driver")])
def test_outside_the_knowledge_base_it_says_so(lines: list[str], language: str, title: str) -> None:
    made, document = posting(lines, language=language, title=title)
    report = compose(made, document)
    assert report.outside
    for name in ("domain", "blueprints", "challenges", "growth", "resources"):
        assert [line.role for line in report.chapter(name).lines] == ["gap"]
        assert not any(line.entries for line in report.chapter(name).lines)
    wanted = sum(len(section.items) for section in made.sections)
    assert sum(line.role == "item" for line in report.chapter("analysis").lines) == wanted
    applicant = report.chapter("applicant")
    assert [line for line in applicant.lines if line.role == "ask"]
    assert [line for line in applicant.lines if line.role == "item"]


def test_unknown_names_and_poor_reading_are_told() -> None:
    made, document = posting(["工程师", "R 熟悉QuuxDB与PyTorch"], language="zh", title="工程师")
    blurred = msgspec.structs.replace(
        document, blocks=tuple(msgspec.structs.replace(block, confidence=0.5) for block in document.blocks)
    )
    gaps = " ".join(line.text for line in compose(made, blurred).chapter("evidence").lines)
    assert "QuuxDB" in gaps and "0.50" in gaps


def test_the_same_posting_gives_the_same_report(zh: tuple[Report, Posting, Document]) -> None:
    report, made, document = zh
    assert compose(made, document).key == report.key
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report


def test_an_empty_posting_is_reported_and_not_filled() -> None:
    made, document = posting(["招聘"], language="zh")
    report = compose(made, document)
    assert report.outside
    assert [chapter.id for chapter in report.chapters] == ORDER
