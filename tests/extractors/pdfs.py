"""PDF files made for tests: digital, garbled, scanned, ruled, broken. Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf

A4 = pymupdf.paper_rect("a4")
ZH = ["数据分析师", "岗位职责：", "1、负责业务数据的整理与分析，支持团队决策；", "2、搭建数据报表，跟踪核心指标的变化；",
      "任职要求：", "1、本科及以上学历，统计学或计算机相关专业；", "2、熟练使用SQL和Python，具备良好的沟通能力。"]
EN = ["Data Analyst", "Responsibilities:", "1. Prepare and analyse business data for the teams.",
      "2. Build dashboards and follow the key figures.", "Requirements:",
      "1. A degree in statistics, computer science or a related field.",
      "2. Fluent in SQL and Python, with clear communication skills."]


def font_for(text: str) -> str:
    return "china-s" if any(ord(character) > 0x2E7F for character in text) else "helv"


def write(page: pymupdf.Page, lines: Sequence[str], *, x: float = 60, y: float = 80, size: float = 11,
          step: float = 22, **kwargs: object) -> None:
    """`lines` one below the other, in a font that has their letters."""
    for number, text in enumerate(lines):
        page.insert_text((x, y + number * step), text, fontname=font_for(text), fontsize=size, **kwargs)


def digital(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    with pymupdf.open() as document:
        for lines in pages:
            write(document.new_page(width=A4.width, height=A4.height), lines)
        document.save(path)
    return path


def without_map(path: Path, lines: Sequence[str]) -> Path:
    """A PDF whose embedded font has lost its ToUnicode map: its letters come out as glyph numbers."""
    with pymupdf.open() as document:
        page = document.new_page(width=A4.width, height=A4.height)
        page.insert_font(fontname="F0", fontbuffer=pymupdf.Font("china-s").buffer)
        for number, text in enumerate(lines):
            page.insert_text((60, 80 + number * 22), text, fontname="F0", fontsize=11)
        document.subset_fonts()
        data = document.tobytes()
    with pymupdf.open("pdf", data) as document:
        for xref in range(1, document.xref_length()):
            if document.xref_get_key(xref, "ToUnicode")[0] != "null":
                document.xref_set_key(xref, "ToUnicode", "null")
        document.save(path)
    return path


def picture_of(lines: Sequence[str], *, dpi: int = 150, width: float = 400, height: float = 220) -> bytes:
    """A PNG of the lines, as a scanner would give them."""
    with pymupdf.open() as document:
        page = document.new_page(width=width, height=height)
        write(page, lines, x=30, y=40)
        return bytes(page.get_pixmap(dpi=dpi).tobytes("png"))


def add_scan(document: pymupdf.Document, lines: Sequence[str]) -> pymupdf.Page:
    page = document.new_page(width=400, height=220)
    page.insert_image(page.rect, stream=picture_of(lines))
    return page


def ruled(page: pymupdf.Page, rows: Sequence[Sequence[str]], *, x: float, y: float, widths: Sequence[float],
          height: float = 24) -> float:
    """A ruled table; words of a cell stand one line each. The y below it comes back."""
    for row in rows:
        tall = height * max(1, *(cell.count("\n") + 1 for cell in row))
        left = x
        for cell, width in zip(row, widths, strict=True):
            page.draw_rect(pymupdf.Rect(left, y, left + width, y + tall))
            for number, text in enumerate(cell.splitlines()):
                page.insert_text((left + 6, y + 16 + number * height * 0.8), text, fontname=font_for(text), fontsize=10)
            left += width
        y += tall
    return y
