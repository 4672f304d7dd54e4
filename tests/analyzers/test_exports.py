"""Exports: JobPosting, CSV, JSON Lines, Parquet, Excel, JSON schema."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import openpyxl
import pyarrow.parquet
import pytest

from analyzers import exports
from analyzers.posting import Posting
from tests.analyzers.documents import posting

ZH = (
    "高级Java工程师\n25-45K·15薪\n北京 3-5年 本科\n公司：星云科技有限公司\n岗位职责：\n1、负责后端开发\n2、负责架构"
    "\n任职要求：\n1、熟悉Spring\n邮箱 hr@example.com"
)
EN = (
    "Data Engineer\n$120,000 - $150,000 a year\nTampa, FL\nResponsibilities\n- Build pipelines\nRequirements\n- 3+ "
    "years of experience with Python\n- Bachelor's degree"
)


@pytest.fixture(scope="module")
def both() -> list[Posting]:
    return [posting(ZH), posting(EN)]


def test_jobposting_in_chinese(both: list[Posting]) -> None:
    found = exports.to_jobposting(both[0])
    assert found["@type"] == "JobPosting" and found["title"] == "高级Java工程师"
    assert found["baseSalary"]["value"] == {
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


def test_formulas_are_defused() -> None:
    evil = posting('数据工程师\n岗位职责：\n1、=HYPERLINK("http://x")\n2、负责开发')
    text = exports.to_csv([evil])
    assert "\n=" not in text and ",=" not in text and ',"=' not in text


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


def test_export_of_nothing() -> None:
    assert exports.to_csv([]).strip() == ",".join(exports.COLUMNS)
    assert exports.to_jsonl([]) == b""
