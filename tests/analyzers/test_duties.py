"""Matching duties: the right facet, one that explains itself, the same every time, and nothing for other trades."""

from __future__ import annotations

import pytest

from analyzers.duties import match
from analyzers.posting import Item


def facets(texts: list[str], language: str) -> list[str]:
    return [found.facet for found in match([Item(text=text, evidence=()) for text in texts], language=language)]


@pytest.mark.parametrize(
    ("text", "language", "facet"),
    [
        ("负责大模型在业务场景下的LoRA、P-Tuning微调", "zh", "llm-finetuning"),
        ("Fine-tune LLMs with LoRA for business tasks", "en", "llm-finetuning"),
        ("搭建企业知识库，文档解析、切分并写入向量数据库", "zh", "rag-knowledge-base"),
        ("Parse and chunk documents into a vector database for retrieval", "en", "rag-knowledge-base"),
        ("优化vLLM推理服务的吞吐与延迟", "zh", "inference-serving"),
        ("Serve models on vLLM with low latency", "en", "inference-serving"),
        ("搭建业务指标体系，定位指标异动原因，做专题分析", "zh", "analysis-business"),
        ("Build ETL pipelines into the data warehouse", "en", "de-warehouse"),
        ("负责目标检测与图像分割算法", "zh", "cv-detection"),
        ("Develop object detection and segmentation models", "en", "cv-detection"),
        ("基于Spring Cloud的微服务后端开发", "zh", "backend-services"),
        ("Develop the web front end in React and TypeScript", "en", "frontend-web"),
    ],
)
def test_the_right_facet(text: str, language: str, facet: str) -> None:
    assert facets([text], language) == [facet]


def test_other_trades_match_nothing() -> None:
    nurse = ["负责病房患者的基础护理与生命体征观察", "执行医嘱，协助医生完成各项治疗", "持有护士执业证"]
    driver = [
        "Deliver pallets to shops across the region",
        "Hold a valid HGV Class 1 licence",
        "Load and secure the goods",
    ]
    assert facets(nurse, "zh") == ["", "", ""]
    assert facets(driver, "en") == ["", "", ""]


def test_a_match_explains_itself() -> None:
    found = match([Item(text="用Flink和Kafka建设实时数据管道", evidence=())], language="zh")[0]
    assert found.facet == "de-realtime"
    assert {"Flink", "Kafka"} <= set(found.terms)
    assert "Flink" in found.why() and "closeness" in found.why()


def test_the_same_items_give_the_same_matches() -> None:
    items = [Item(text=text, evidence=()) for text in ("负责推荐系统的CTR预估", "负责A/B实验", "负责团队管理")]
    assert match(items, language="zh") == match(items, language="zh")


def test_no_items() -> None:
    assert match([], language="en") == ()
