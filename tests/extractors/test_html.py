"""Web pages: the posting stays, furniture is labelled, JSON-LD becomes data, hostile markup is refused."""

import json
from pathlib import Path

import pytest

from extractors import describe
from extractors.document import Document, Kind, balance
from extractors.errors import Hostile
from extractors.markup.html import HtmlExtractor
from extractors.options import Options

DESCRIPTION = "<p>负责大模型训练与评测。</p><ul><li>搭建数据管线，保证质量与时效</li><li>优化推理服务，支撑线上流量</li></ul>" * 4
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>算法工程师 - 星云科技</title>
<script type="application/ld+json">{data}</script></head><body>
<nav><a href="/">首页</a><a href="/jobs">职位</a></nav>
<main><h1>算法工程师</h1><p>星云科技<br>北京</p>{body}
<table><tr><th>薪资</th><td>30-50K</td></tr><tr><th>学历</th><td>硕士</td></tr></table>
<p style="display:none">秘密</p></main>
<div class="cookie-consent">We use cookies</div><footer>© 2026</footer><script>alert(1)</script></body></html>"""


def read(tmp_path: Path, page: str) -> Document:
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    return HtmlExtractor().extract(describe(str(path)), Options())


def data(description: str) -> str:
    return json.dumps({"@context": "https://schema.org", "@graph": [
        {"@type": "JobPosting", "title": "算法工程师", "description": description,
         "baseSalary": {"@type": "MonetaryAmount", "currency": "CNY", "value": {"minValue": 30000, "maxValue": 50000}}}]})


def test_kinds_and_data(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.format(data=data("短"), body=DESCRIPTION))
    kinds = {block.text: block.kind for block in document.blocks}
    assert document.language == "zh"
    assert kinds["算法工程师"] in (Kind.TITLE, Kind.DATA)
    assert kinds["星云科技"] is Kind.TEXT and kinds["北京"] is Kind.TEXT
    assert kinds["搭建数据管线，保证质量与时效"] is Kind.LIST
    assert kinds["薪资\t30-50K\n学历\t硕士"] is Kind.TABLE
    assert kinds["首页"] is Kind.FURNITURE and kinds["We use cookies"] is Kind.FURNITURE and kinds["© 2026"] is Kind.FOOTER
    paths = {block.place.path: block.text for block in document.blocks if block.kind is Kind.DATA}
    assert paths["jsonld[0].baseSalary.value.minValue"] == "30000"
    assert "alert" not in document.text and "秘密" not in document.text
    assert [note.before for note in document.notes if note.reason == "hidden on the page"] == ["秘密"]
    assert balance(document) == 0


def test_description_is_not_said_twice(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.format(data=data(DESCRIPTION), body=DESCRIPTION))
    assert document.text.count("搭建数据管线") == 4
    assert balance(document) == 0


def test_description_only_in_data_is_read(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.format(data=data(DESCRIPTION), body=""))
    items = [block for block in document.blocks if block.kind is Kind.LIST]
    assert len(items) == 8 and items[0].place.path == "jsonld[0].description"
    assert balance(document) == 0


def test_english_page_with_link_list(tmp_path: Path) -> None:
    document = read(tmp_path, "<html><body><h1>Data Engineer</h1><p>Build <b>pipelines</b> with <a href='x'>Spark</a>.</p>"
                    "<div>" + "".join(f"<p><a href='/{n}'>Other job {n}</a></p>" for n in range(4)) + "</div></body></html>")
    kinds = {block.text: block.kind for block in document.blocks}
    assert document.language == "en"
    assert kinds["Build pipelines with Spark."] is Kind.TEXT
    assert kinds["Other job 2"] is Kind.FURNITURE
    assert balance(document) == 0


def test_broken_data_is_noted(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.format(data="{oops", body="<p>做模型</p>"))
    assert any(note.reason == "not valid JSON" for note in document.notes)


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Hostile):
        read(tmp_path, "<html><body>" + "<div>" * 3000 + "x" + "</div>" * 3000)


@pytest.mark.parametrize("table", [
    "<tr><th>部门</th><th>岗位</th><th>人数</th></tr><tr><td rowspan=2>技术部</td><td>后端工程师</td><td>2</td></tr>"
    "<tr><td>测试工程师</td><td>1</td></tr>",
    "<tr><th>Team</th><th>Role</th><th>Openings</th></tr><tr><td rowspan='2'>Core</td><td>Engineer</td><td>2</td></tr>"
    "<tr><td>Tester</td><td>1</td></tr><tr><td colspan=2>Nurse</td><td>3</td></tr>",
    "<tr><td rowspan=999999999999>a</td><td colspan=-1>b</td></tr><tr><td rowspan=x>c</td><td colspan=''>d</td></tr>",
])  # fmt: skip
def test_a_cell_over_several_rows_or_columns_shifts_no_other(tmp_path: Path, table: str) -> None:
    found = read(tmp_path, f"<html><body><table>{table}</table></body></html>")
    (block,) = [one for one in found.blocks if one.kind is Kind.TABLE]
    rows = [line.split("\t") for line in block.text.split("\n")]
    assert len({len(row) for row in rows}) == 1 or len(rows) == 2
    assert [row[0] for row in rows[2:]] in ([""], ["", "Nurse"], [])
    assert all(block.text[cell.start : cell.end] == rows[cell.row][cell.column] for cell in block.cells)
    assert balance(found) == 0
