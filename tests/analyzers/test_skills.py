"""Skills: the right names, nothing inside other words, and what the posting wants of each."""

from __future__ import annotations

import re

import pytest

from analyzers.folding import fold
from analyzers.knowledge import esco
from analyzers.knowledge.vocabulary import vocabulary
from analyzers.mentions import mentions
from analyzers.skills import find_skills
from tests.analyzers.making import document, sections, view


def named(text: str, language: str) -> list[str]:
    return [mention.term.canonical for mention in mentions(fold(text), language=language)]


def skills(lines: list[str], language: str) -> dict[str, object]:
    made = document(lines)
    return {skill.canonical: skill for skill in find_skills(view(made), sections(made), language=language)}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("熟悉Python、Go、C/C++，了解k8s", "zh", ["Python", "Go", "C", "C++", "Kubernetes"]),
        ("熟练使用excel、R、spark和hive", "zh", ["Excel", "R", "Spark", "Hive"]),
        ("Proficient in Python, R, and Go.", "en", ["Python", "R", "Go"]),
        ("5+ years of Go or Rust; Spring Boot, PostgreSQL 14", "en", ["Go", "Rust", "Spring Boot", "PostgreSQL"]),
        ("会Vue3/HTML5/ES6，懂Python3.8", "zh", ["Vue", "HTML", "JavaScript", "Python"]),
        (
            "Experience with LLMs, RAG and fine tuning",
            "en",
            ["Large language models", "Retrieval-augmented generation", "Fine-tuning"],
        ),
        ("精通ＰｙＴｏｒｃｈ与Tensorflow框架", "zh", ["PyTorch", "TensorFlow"]),
        ("大模型团队负责检索增强生成", "zh", ["Large language models", "Retrieval-augmented generation"]),
        ("strong skills in PythonExperience with SQL", "en", ["Python", "SQL"]),
        ("Advanced Excel; excel at communication", "en", ["Excel", "Communication"]),
        ("React Native and React are required", "en", ["React Native", "React"]),
        ("Skills: classification, ranking, clustering", "en", ["Classification", "Search ranking", "Cluster analysis"]),
        (
            "掌握显著性检验、数据探索、数据字典",
            "zh",
            ["Hypothesis testing", "Exploratory data analysis", "Data catalogue"],
        ),
        (
            "负责数据管理，熟悉非结构化数据与企业服务总线",
            "zh",
            ["Data management", "Unstructured data", "Enterprise service bus"],
        ),
        ("Own data management, multivariate testing, EDI mapping", "en", ["Data management", "A/B testing", "EDI"]),
    ],
)
def test_names(text: str, language: str, expected: list[str]) -> None:
    assert named(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "unwanted"),
    [
        ("Google and Django-like Cargo; we go to market fast", "en", {"Go", "C", "R"}),
        ("Go above and beyond. Go to market strategy", "en", {"Go"}),
        ("R&D department, C-level sponsors, vitamin C, Series C", "en", {"R", "C"}),
        ("Excel in a fast-paced environment and express interest", "en", {"Excel", "Express.js"}),
        ("React quickly to incidents. Spark joy. Access to data", "en", {"React", "Spark", "Microsoft Access"}),
        ("云帆软件诚聘测试工程师，熟悉通用软件", "zh", {"FineBI"}),
        ("负责C端产品，完成C轮融资，参与R&D管理", "zh", {"C", "R"}),
        ("maintain rapid approach; scalable; pharmacy", "en", {"Artificial intelligence", "ARM architecture", "R"}),
        ("opportunities in the spring semester", "en", {"Spring"}),
        ("We pay attention to our customers", "en", {"Attention mechanism"}),
        ("深入了解化工具的用法", "zh", {"Chemical engineering"}),
        ("see example.com/about/culture.html for more", "en", {"HTML"}),
        ("详见 example.com/culture.html 页面", "zh", {"HTML"}),
        ("part of Xerox since its inception", "en", {"QuickBooks", "ResNet"}),
        ("客户包括Xerox", "zh", {"QuickBooks"}),
        ("西餐厅Chef，负责SNS运营与阿里云ECS", "zh", {"Chef", "Amazon SQS", "Amazon ECS"}),
        (
            "We value EDI. CMS rules for Medicare. A safe workplace; Erwin leads it",
            "en",
            {"EDI", "Content management systems", "Scaled agile", "Erwin Data Modeler"},
        ),
        (
            "Front-end supervisor, a ranking of our stores, a good probability",
            "en",
            {"Front-end development", "Probability"},
        ),
    ],
)
def test_keeps_other_words_out(text: str, language: str, unwanted: set[str]) -> None:
    assert not unwanted & set(named(text, language))


def test_demand_follows_the_section() -> None:
    found = skills(
        ["C 我们基于AWS构建", "D 负责Kafka平台", "R 熟练掌握Java，了解Redis", "N 熟悉Flink", "B 提供Python培训"], "zh"
    )
    demands = {name: skill.demand for name, skill in found.items()}
    assert demands == {
        "AWS": "context",
        "Kafka": "context",
        "Java": "must",
        "Redis": "must",
        "Flink": "nice",
        "Python": "context",
    }
    assert (found["Java"].level, found["Redis"].level) == ("proficient", "know")
    assert found["AWS"].confidence < found["Java"].confidence


def test_demand_follows_the_section_in_english() -> None:
    found = skills(
        ["C We build on AWS", "D Own the Kafka platform", "R Proficient in Java, familiar with Redis; Flink is a plus"],
        "en",
    )
    demands = {name: skill.demand for name, skill in found.items()}
    assert demands == {"AWS": "context", "Kafka": "context", "Java": "must", "Redis": "must", "Flink": "nice"}
    assert (found["Java"].level, found["Redis"].level) == ("proficient", "familiar")


def test_cues_decide_where_no_section_does() -> None:
    found = skills(["有Docker经验者优先。精通MySQL。我们用Kubernetes。"], "zh")
    assert {name: skill.demand for name, skill in found.items()} == {
        "Docker": "nice",
        "MySQL": "must",
        "Kubernetes": "context",
    }
    assert found["MySQL"].level == "expert"


@pytest.mark.parametrize(
    ("line", "language", "name", "years"),
    [
        ("R 3年以上Java开发经验", "zh", "Java", 3.0),
        ("R 五年以上Python经验", "zh", "Python", 5.0),
        ("R Go语言2年以上", "zh", "Go", 2.0),
        ("R 5+ years of professional experience with Python", "en", "Python", 5.0),
        ("R at least three (3) years of hands-on experience in Java", "en", "Java", 3.0),
        ("R 3-5 years of SQL", "en", "SQL", 3.0),
        ("R 成立于2022年，要求熟悉Python", "zh", "Python", None),
        ("R 5 years in banking. Familiar with Python", "en", "Python", None),
    ],
)
def test_years(line: str, language: str, name: str, years: float | None) -> None:
    assert skills([line], language)[name].years == years


def test_a_field_of_study_is_no_skill() -> None:
    assert "Statistics" not in skills(["R 本科及以上学历，统计学、数学、计算机等相关专业"], "zh")
    assert "Statistics" not in skills(["R Master's degree in Statistics or a related field"], "en")
    assert "Statistics" in skills(["R 熟悉统计学方法"], "zh")
    assert "Statistics" in skills(["R Experience with statistics"], "en")


def test_each_skill_once_with_its_very_words() -> None:
    made = document(["D 用pytorch训练", "R 精通PyTorch与k8s"])
    found = find_skills(view(made), sections(made), language="zh")
    assert [skill.canonical for skill in found] == ["PyTorch", "Kubernetes"]
    assert [made.quote(skill.evidence) for skill in found] == [skill.words for skill in found] == ["PyTorch", "k8s"]
    assert found[0].demand == "must"


def test_letters_that_grow_in_small_form_keep_the_offsets() -> None:
    made = document(["R İstanbul: Python and SQL"])
    found = find_skills(view(made), sections(made), language="en")
    assert [made.quote(skill.evidence) for skill in found] == ["Python", "SQL"]


def test_long_text_without_sentences_ends() -> None:
    made = document(["R " + "experience years of work 5+ " * 4000 + "Python"])
    assert "Python" in {skill.canonical for skill in find_skills(view(made), sections(made), language="en")}


def test_esco_identifiers_are_of_known_skills_and_each_once() -> None:
    concepts, terms = esco(), vocabulary().terms
    assert len(concepts) >= 150
    assert set(concepts) <= set(terms)
    assert all(re.fullmatch(r"http://data\.europa\.eu/esco/skill/[0-9a-f-]{36}", c.id) for c in concepts.values())
    assert len({concept.id for concept in concepts.values()}) == len(concepts)


@pytest.mark.parametrize(("line", "language"), [("精通Python，了解Spark", "zh"), ("Strong Python and Spark", "en")])
def test_esco_where_it_has_the_skill(line: str, language: str) -> None:
    found = skills([line], language)
    assert found["Python"].esco == "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
    assert found["Spark"].esco == "", "ESCO's SPARK is another language"


@pytest.mark.parametrize(("lines", "language", "unwanted"), [
    (["招聘信息：嵌入式软件工程师", "招聘人数：3人"], "zh", "Recruiting"),
    (["Our client is recruiting. Recruitment process: two rounds."], "en", "Recruiting"),
    (["Senior Accountant", "Ref: JS/20394"], "en", "JavaScript"),
    (["薪资SGD 8000-12000/月"], "zh", "Convex optimisation"),
])  # fmt: skip
def test_what_every_posting_says_is_no_skill(lines: list[str], language: str, unwanted: str) -> None:
    assert unwanted not in skills(lines, language)


@pytest.mark.parametrize(("lines", "language"), [
    (["D 负责招聘渠道的拓展"], "zh"),
    (["D Own recruitment for the sales team"], "en"),
])  # fmt: skip
def test_recruiting_is_a_skill_among_duties(lines: list[str], language: str) -> None:
    assert "Recruiting" in skills(lines, language)


@pytest.mark.parametrize(
    ("line", "language", "demands"),
    [
        ("我们需要一位后端工程师，熟悉Python和MySQL，了解C者优先，能适应出差。", "zh", {"Python": "must", "MySQL": "must", "C": "nice"}),
        ("熟练掌握Python，会Go语言加分，必须懂Docker", "zh", {"Python": "must", "Go": "nice", "Docker": "must"}),
        ("精通Java、Spring，有Kafka经验者优先；", "zh", {"Java": "must", "Spring": "must", "Kafka": "nice"}),
        ("有Kafka、Redis经验，熟悉Flink者优先", "zh", {"Kafka": "nice", "Redis": "nice", "Flink": "nice"}),
        ("加分项：熟悉Docker，了解Kubernetes", "zh", {"Docker": "nice", "Kubernetes": "nice"}),
        ("优先考虑熟悉PyTorch，有CUDA经验的同学", "zh", {"PyTorch": "nice", "CUDA": "nice"}),
        ("熟悉C、Python、Java者优先", "zh", {"C": "nice", "Python": "nice", "Java": "nice"}),
        ("Must know Python and MySQL, knowledge of C is a plus.", "en", {"Python": "must", "MySQL": "must", "C": "nice"}),
        ("You must know Java and Spring (Kotlin nice to have) and Kubernetes.", "en",
         {"Java": "must", "Spring": "must", "Kotlin": "nice", "Kubernetes": "must"}),
        ("Experience with Airflow required, Kafka a plus, proficient in Terraform.", "en",
         {"Airflow": "must", "Kafka": "nice", "Terraform": "must"}),
        ("Experience with Python, Java, and Go preferred", "en", {"Python": "nice", "Java": "nice", "Go": "nice"}),
        ("Nice to have: Docker, experience with Kubernetes", "en", {"Docker": "nice", "Kubernetes": "nice"}),
        ("Preferred experience with Docker, Kafka and Terraform", "en", {"Docker": "nice", "Kafka": "nice", "Terraform": "nice"}),
    ],
)  # fmt: skip
def test_a_wish_is_for_its_own_part_of_the_sentence(line: str, language: str, demands: dict[str, str]) -> None:
    from tests.analyzers.documents import posting

    found = {skill.canonical: skill.demand for skill in posting(line, language).skills}
    assert {name: found[name] for name in demands} == demands
