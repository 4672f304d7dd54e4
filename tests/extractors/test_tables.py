"""Ruled and unruled tables, cells with row and column, rows that cross a page."""

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from extractors.document import Block, Kind, Origin, ink
from extractors.options import OcrMode
from extractors.pages.continued import joined_tables
from extractors.pages.grid import grids
from extractors.pages.layout import arrange
from extractors.pages.sheets import Sheet, read_sheets
from tests.extractors.pdfs import ruled
from tests.extractors.typeset import typeset

ZH = [("职位名称", "数据分析师"), ("工作地点", "上海"), ("岗位职责", "1、负责数据报表的搭建；\n2、支持业务团队决策；"), ("学历要求", "本科")]
EN = [("Position", "Data Analyst"), ("Place", "Berlin"), ("Duties", "1. Build the dashboards.\n2. Support the teams."),
      ("Degree", "Bachelor")]
BOTH = pytest.mark.parametrize("rows", [ZH, EN], ids=["zh", "en"])


def cells_of(block: Block) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.column, block.text[cell.start : cell.end]) for cell in block.cells]


def expected(rows: list[tuple[str, ...]]) -> list[tuple[int, int, str]]:
    return [(number, column, word) for number, row in enumerate(rows) for column, word in enumerate(row)]


@BOTH
def test_a_ruled_table_of_a_digital_page(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    with pymupdf.open() as document:
        ruled(document.new_page(), rows, x=60, y=100, widths=(90, 360))
        document.save(tmp_path / "a.pdf")
    (sheet,) = read_sheets(str(tmp_path / "a.pdf"), 1, 1, OcrMode.AUTO)
    assert isinstance(sheet, Sheet) and sheet.arranged
    (table,) = sheet.arranged.blocks
    assert table.kind is Kind.TABLE and cells_of(table) == expected(rows)
    assert [cell.header for cell in table.cells] == [True, False] * len(rows)


@BOTH
@pytest.mark.parametrize("dark", [False, True])
def test_a_ruled_table_of_an_image(rows: list[tuple[str, str]], dark: bool) -> None:
    image = np.full((700, 1000, 3), 20 if dark else 255, np.uint8)
    for y in (100, 160, 220, 340, 400):
        image[y : y + 2, 100:901] = 80 if dark else 200
    for x in (100, 300, 900):
        image[100:401, x : x + 2] = 80 if dark else 200
    lines = [line for (label, content), y in zip(rows, (115, 175, 235, 355), strict=True)
             for line in typeset([label], x=115, y=y, width=170, size=26, origin=Origin.OCR)
             + typeset(content.split("\n"), x=315, y=y, width=570, size=26, origin=Origin.OCR)]
    (table,) = arrange(lines, page=1, width=1000, height=700, unit="px", image=image).blocks
    assert cells_of(table) == expected(rows)


def test_joined_cells_keep_their_spans() -> None:
    level = [(0, y, 300, y) for y in (0, 100)] + [(0, 50, 200, 50)]
    upright = [(x, 0, x, 100) for x in (0, 200, 300)] + [(100, 50, 100, 100)]
    (grid,) = grids([tuple(map(float, rule)) for rule in level + upright], unit=10)  # type: ignore[misc]
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells] == [
        (0, 0, 1, 2), (0, 2, 2, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_boxes_around_text_are_no_table() -> None:
    frame = [(0.0, 0.0, 500.0, 0.0), (0.0, 300.0, 500.0, 300.0), (0.0, 0.0, 0.0, 300.0), (500.0, 0.0, 500.0, 300.0)]
    assert grids(frame, unit=10) == []
    assert grids([], unit=10) == []


@pytest.mark.parametrize("rows", [
    [("岗位", "城市", "薪资"), ("算法工程师", "北京", "30k-50k"), ("数据分析师", "上海", "15k-25k"), ("产品经理", "深圳", "20k-35k")],
    [("Role", "City", "Pay"), ("Engineer", "Berlin", "80k"), ("Data Analyst", "Munich", "60k"), ("Manager", "Hamburg", "90k")],
], ids=["zh", "en"])
def test_an_unruled_table_by_its_alignment(rows: list[tuple[str, str, str]]) -> None:
    lines = [line for number, row in enumerate(rows) for column, word in enumerate(row)
             for line in typeset([word], x=60 + 150 * column, y=100 + 22 * number, width=140)]
    (table,) = arrange(lines, page=1, width=595, height=842, unit="pt").blocks
    assert cells_of(table) == expected(rows)
    assert [cell.header for cell in table.cells[:3]] == [True] * 3


@BOTH
def test_a_row_that_crosses_a_page_is_whole(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    rest = ("", "3、完成上级交办的其他工作。" if rows is ZH else "3. Other work as needed.")
    with pymupdf.open() as document:
        for part, y in ((rows[:3], 660), ([rest, rows[3]], 60)):
            ruled(document.new_page(), part, x=60, y=y, widths=(90, 360))
        document.save(tmp_path / "a.pdf")
    blocks, pages = [], []
    for sheet in read_sheets(str(tmp_path / "a.pdf"), 1, 2, OcrMode.AUTO):
        assert isinstance(sheet, Sheet) and sheet.arranged
        blocks += sheet.arranged.blocks
        pages.append(_page(sheet))
    (table,), (note,) = joined_tables(blocks, pages)
    assert cells_of(table) == expected([rows[0], rows[1], (rows[2][0], rows[2][1] + "\n" + rest[1]), rows[3]])
    assert sum(ink(block.text) for block in blocks) == ink(table.text) + note.characters


def test_a_repeated_heading_is_left_out_with_a_note(tmp_path: Path) -> None:
    head, one, two = ("岗位", "Pay"), ("工程师", "30k"), ("Analyst", "20k")
    with pymupdf.open() as document:
        for part, y in (([head, one], 720), ([head, two], 60)):
            ruled(document.new_page(), part, x=60, y=y, widths=(200, 200))
        document.save(tmp_path / "a.pdf")
    sheets = read_sheets(str(tmp_path / "a.pdf"), 1, 2, OcrMode.AUTO)
    blocks = [block for sheet in sheets for block in sheet.arranged.blocks]  # type: ignore[union-attr]
    (table,), (note,) = joined_tables(blocks, [_page(sheet) for sheet in sheets])  # type: ignore[arg-type]
    assert cells_of(table) == expected([head, one, two])
    assert note.characters == ink("".join(head))


def _page(sheet: Sheet):  # type: ignore[no-untyped-def]
    from extractors.document import Page

    return Page(number=sheet.number, width=sheet.layer.width, height=sheet.layer.height, unit="pt", read_by="keep")
