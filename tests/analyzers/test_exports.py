"""Exports: JobPosting, CSV, JSON Lines, Parquet, Excel, JSON schema."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from analyzers import exports
from analyzers.posting import Absent, Fact, Location, Pay, Period, Posting, Years
from tests.analyzers.documents import posting
from tests.analyzers.schemaorg import faults

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "posting.schema.json"
PINNED = {"1.0": "fdb0f5ecf175bcba", "1.1": "c9cbcca4fc9dfd11"}  # SCHEMA_VERSION -> the schema's fingerprint

ZH = (
    "高级Java工程师\n25-45K·15薪\n北京 3-5年 本科\n公司：星云科技有限公司\n岗位职责：\n1、负责后端开发\n2、负责架构"
    "\n任职要求：\n1、熟悉Spring\n邮箱 hr@example.com"
)
ZH_WHOLE = (
    "数据分析师\n15-25K·14薪\n杭州·滨江区 1-3年 大专\n公司：青禾数据科技有限公司\n职位编号：QH2024007\n发布时间：2024-05-06\n"
    "截止日期：2024-06-30\n工作性质：全职\n招聘人数：3人\n岗位职责：\n1、负责经营分析\n2、撰写分析报告\n任职要求：\n1、熟悉SQL\n福利待遇：\n1、五险一金"
)
EN_REMOTE = (
    "Platform Engineer\nCompany: Northlake Analytics\n$95/hr\nRemote, United States\nPosted on May 6, 2024\n"
    "Apply by June 30, 2024\nJob type: Contract\nReq ID: NL-7701\nResponsibilities\n- Run the platform\n"
    "Requirements\n- 5+ years of experience\nBenefits\n- Health insurance"
)
EN = (
    "Data Engineer\n$120,000 - $150,000 a year\nTampa, FL\nResponsibilities\n- Build pipelines\nRequirements\n- 3+ "
    "years of experience with Python\n- Bachelor's degree"
)


@pytest.fixture(scope="module")
def both() -> list[Posting]:
    return [posting(ZH), posting(EN)]


def fact(value: Any, words: str = "") -> Fact[Any]:
    return Fact(value=value, words=words, evidence=(), confidence=1.0)


@pytest.mark.parametrize("text", [ZH, EN, ZH_WHOLE, EN_REMOTE])
def test_jobpostings_fit_the_vocabulary(text: str) -> None:
    found = exports.to_jobposting(posting(text))
    assert faults(found) == []
    assert not [one for one in exports.shortcomings(found) if one.grade == "wrong"]


@pytest.mark.parametrize("text", [ZH_WHOLE, EN_REMOTE])
def test_a_posting_that_states_all_lacks_nothing(text: str) -> None:
    assert exports.shortcomings(exports.to_jobposting(posting(text))) == []


def test_the_vocabulary_check_has_teeth(both: list[Posting]) -> None:
    found = exports.to_jobposting(both[0])
    for wrong in (
        {"inLanguage": "zh"},
        {"datePosted": "May"},
        {"hiringOrganization": {"@type": "Place", "name": "x"}},
        {"baseSalary": {"@type": "MonetaryAmount", "currency": "CNY", "value": {"@type": "Nothing"}}},
    ):
        assert faults(found | wrong), wrong


def test_the_google_check_has_teeth(both: list[Posting]) -> None:
    found = exports.to_jobposting(both[0])
    amount = {"@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 3, "maxValue": 2}
    for name, wrong in (
        ("datePosted", {"datePosted": "May"}),
        ("validThrough", {"datePosted": "2024-05-06", "validThrough": "2024-05-01"}),
        ("employmentType", {"employmentType": "全职"}),
        ("baseSalary", {"baseSalary": {"@type": "MonetaryAmount", "currency": "CNY", "value": amount}}),
        ("addressCountry", {"jobLocation": {"@type": "Place", "address": {"addressCountry": "China"}}}),
        ("educationRequirements", {"educationRequirements": {"credentialCategory": "本科"}}),
    ):
        assert exports.Shortcoming("wrong", name) in exports.shortcomings(found | wrong)
    assert exports.Shortcoming("required", "datePosted") in exports.shortcomings(found)


def test_a_remote_posting_says_from_where() -> None:
    found = exports.to_jobposting(posting(EN_REMOTE))
    assert found["jobLocationType"] == "TELECOMMUTE" and "jobLocation" not in found
    assert found["applicantLocationRequirements"] == {"@type": "Country", "name": "US"}


def test_a_guessed_pay_is_no_base_salary(both: list[Posting]) -> None:
    pay = Pay(minimum=90_000, maximum=110_000, currency="USD", period=Period.YEAR, estimated=True)
    found = exports.to_jobposting(msgspec.structs.replace(both[1], pay=fact(pay)))
    assert "baseSalary" not in found and found["estimatedSalary"]["value"]["minValue"] == 90_000
    assert faults(found) == []


@pytest.mark.parametrize(
    ("years", "words", "told"),
    [
        (Years(minimum=0, maximum=0), "经验不限", "no requirements"),
        (Years(minimum=0, maximum=3), "3年以内", "3年以内"),
        (
            Years(minimum=1.5, maximum=None),
            "18+ months",
            {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 18},
        ),
    ],
)
def test_experience(both: list[Posting], years: Years, words: str, told: object) -> None:
    found = exports.to_jobposting(msgspec.structs.replace(both[0], experience=fact(years, words)))
    assert found["experienceRequirements"] == told and faults(found) == []


def test_posting_words_are_no_markup() -> None:
    text = exports.description(posting("Data Engineer\nResponsibilities\n- Run <script>alert(1)</script> & more\n- Test"))
    assert "<script>" not in text and "&lt;script&gt;" in text and text.count("<li>") >= 2


def test_a_place_without_a_country_is_said_to_lack_it(both: list[Posting]) -> None:
    found = exports.to_jobposting(msgspec.structs.replace(both[0], places=fact((Location(city="Springfield"),))))
    assert exports.Shortcoming("required", "addressCountry") in exports.shortcomings(found)


def test_jobposting_in_chinese(both: list[Posting]) -> None:
    found = exports.to_jobposting(both[0])
    assert found["@type"] == "JobPosting" and found["title"] == "高级Java工程师"
    assert found["baseSalary"]["value"] == {
        "additionalProperty": {"@type": "PropertyValue", "name": "salaries paid a year", "value": 15},
        "@type": "QuantitativeValue",
        "unitText": "MONTH",
        "minValue": 25_000,
        "maxValue": 45_000,
    }
    assert found["jobLocation"]["address"]["addressLocality"] == "北京"
    assert found["experienceRequirements"]["monthsOfExperience"] == 36
    assert found["educationRequirements"]["credentialCategory"] == "bachelor degree"
    assert found["hiringOrganization"]["name"] == "星云科技有限公司"


def test_what_is_not_stated_is_left_out(both: list[Posting]) -> None:
    found = exports.to_jobposting(both[1])
    assert "datePosted" not in found and "hiringOrganization" not in found
    assert found["baseSalary"]["currency"] == "USD"


def test_yearly_range(both: list[Posting]) -> None:
    cells = exports.row(both[0])
    assert (cells["pay_year_minimum"], cells["pay_year_maximum"]) == (375_000, 675_000)


def test_csv_reads_back(both: list[Posting]) -> None:
    rows = list(csv.DictReader(io.StringIO(exports.to_csv(both))))
    assert [row["title"] for row in rows] == ["高级Java工程师", "Data Engineer"]
    assert tuple(rows[0]) == exports.COLUMNS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"])
def test_formulas_are_defused(both: list[Posting], start: str) -> None:
    evil = msgspec.structs.replace(both[0], title=fact(f'{start}HYPERLINK("http://x")'))
    cell = next(csv.DictReader(io.StringIO(exports.to_csv([evil]), newline="")))["title"]
    assert cell.startswith("'" + start)
    sheet = openpyxl.load_workbook(io.BytesIO(exports.to_excel([evil])))["postings"]
    shown = sheet.cell(2, 1 + exports.COLUMNS.index("title"))
    assert shown.data_type == "s" and str(shown.value).startswith("'")


def test_dates_and_figures_are_typed() -> None:
    made = posting(ZH_WHOLE)
    table = pyarrow.parquet.read_table(io.BytesIO(exports.to_parquet([made, posting(EN)])))
    assert table.column("posted").to_pylist() == [date(2024, 5, 6), None]
    assert table.schema.field("apply_by").type == pyarrow.date32()
    assert table.column("headcount").to_pylist() == [3, None]
    assert table.schema.metadata[b"schema_version"] == made.schema_version.encode()
    sheet = openpyxl.load_workbook(io.BytesIO(exports.to_excel([made])))["postings"]
    cells = dict(zip(exports.COLUMNS, next(sheet.iter_rows(min_row=2)), strict=True))
    assert cells["posted"].is_date and cells["pay_minimum"].data_type == "n" and cells["headcount"].value == 3


def test_a_date_that_a_person_wrote_is_no_trouble(both: list[Posting]) -> None:
    assert exports.row(msgspec.structs.replace(both[0], posted=fact("next week")))["posted"] is None


def test_control_characters_and_long_cells_fit_excel(both: list[Posting]) -> None:
    evil = msgspec.structs.replace(both[0], title=fact("a\x00b\x0b" + "字" * 40_000), employer=Absent())
    sheet = openpyxl.load_workbook(io.BytesIO(exports.to_excel([evil])))["postings"]
    shown = str(sheet.cell(2, 1 + exports.COLUMNS.index("title")).value)
    assert shown.startswith("ab字") and len(shown) == 32_767


def test_json_lines_read_back(both: list[Posting]) -> None:
    assert exports.from_jsonl(exports.to_jsonl(both)) == both


def test_parquet_is_typed(both: list[Posting]) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(exports.to_parquet(both)))
    assert table.column("pay_minimum").to_pylist() == [25_000.0, 120_000.0]
    assert table.column_names == list(exports.COLUMNS)


def test_excel_reads_back(both: list[Posting]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exports.to_excel(both)))["postings"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == exports.COLUMNS and rows[1][exports.COLUMNS.index("title")] == "高级Java工程师"


def test_postings_fit_their_schema(both: list[Posting]) -> None:
    schema = exports.json_schema()
    assert schema["version"] == both[0].schema_version
    for line in exports.to_jsonl(both).splitlines():
        jsonschema.validate(json.loads(line), schema)


def test_the_schema_changes_only_with_its_version() -> None:
    """Fields added: raise the second part of SCHEMA_VERSION; a changed meaning: the first. Then pin it here."""
    schema = exports.json_schema()
    body = json.dumps(schema, sort_keys=True, ensure_ascii=False).encode()
    assert PINNED.get(schema["version"]) == sha256(body).hexdigest()[:16]


def test_the_documented_schema_is_the_one_in_force() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == exports.to_json_schema(), "rolescan export --format schema"


def test_export_of_nothing() -> None:
    assert exports.to_csv([]).strip() == ",".join(exports.COLUMNS)
    assert exports.to_jsonl([]) == b""
