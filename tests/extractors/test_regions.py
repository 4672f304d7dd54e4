"""The layout model behind layoutparser's interface."""

import numpy as np
import pymupdf
import pytest

from extractors.pages.regions import page_regions, regions
from tests.extractors.pdfs import EN, ZH, write


@pytest.mark.parametrize("lines", [ZH, EN], ids=["zh", "en"])
def test_a_page_has_its_title_and_text(lines: list[str]) -> None:
    from layoutparser.elements import Layout, TextBlock

    with pymupdf.open() as document:
        page = document.new_page()
        write(page, lines[:1], x=220, y=70, size=22)
        write(page, lines[1:] * 3, y=120)
        pixels = page.get_pixmap(dpi=100)
        image = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3)
    found = regions(image)
    assert isinstance(found, Layout) and all(isinstance(block, TextBlock) for block in found)
    title = next(block for block in found if block.type == "title")
    assert title.block.x_1 < 420 and 60 < title.block.y_1 < 110
    assert all(0 <= block.score <= 1 for block in found)


def test_long_screenshots_are_left_to_geometry() -> None:
    assert page_regions(np.full((9000, 600, 3), 255, np.uint8)) == ()
