"""The real engine on pages in every pose: all letters, in the page's own space."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.document import Engine, PageBox
from extractors.errors import MissingDependency, RolescanError, Unsupported
from extractors.isolate import run
from extractors.options import PageOptions
from extractors.pages.engines import engine_for
from extractors.pages.ocr import read_page, read_pages, read_pages_then
from extractors.pages.pageimage import quarter_matrix, quarter_turned
from extractors.pages.reading import PageReading, PageTask, Text
from extractors.pages.recognise import crop, empty_stretches, joined, pieces_of
from tests.extractors.pdfs import digital
from tests.extractors.pictures import LINES, drawn, letters, photographed, slanted

SMALL = {"dpi": 90, "width": 420, "height": 240}


def text_of(reading: PageReading) -> str:
    ordered = sorted(reading.upright, key=lambda line: (round(line.y0 / 8), line.x0))
    return letters("".join(line.text for line in ordered))


def inside(reading: PageReading, ink: np.ndarray) -> float:
    """Share of the picture's ink that the lines' boxes cover, in its own space."""
    covered = np.zeros(ink.shape, bool)
    for line in reading.lines:
        covered[max(0, int(line.y0)):int(line.y1) + 1, max(0, int(line.x0)):int(line.x1) + 1] = True
    return float((covered & ink).sum() / ink.sum())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("pose", ["upright", "90", "180", "270", "+8", "-8", "photo", "dark", "half dark", "faint"])
def test_a_page_in_any_pose_gives_all_its_letters(language: str, pose: str) -> None:
    page = drawn(LINES[language], **SMALL)
    image = posed(page, pose)
    reading = read_page(image, threads=2)
    assert text_of(reading) == letters("".join(LINES[language]))
    assert (reading.width, reading.height) == (image.shape[1], image.shape[0])
    if pose in ("upright", "90", "180", "270"):
        assert inside(reading, image[:, :, 0] < 128) > 0.97


def posed(page: np.ndarray, pose: str) -> np.ndarray:
    if pose in ("90", "180", "270"):
        return quarter_turned(page, int(pose))
    if pose in ("+8", "-8"):
        return slanted(np.pad(page, ((60, 60), (30, 30), (0, 0)), constant_values=255), float(pose))
    half = np.concatenate([page[:page.shape[0] // 2], 255 - page[page.shape[0] // 2:]])
    faint = (120 + page.astype(np.float32) / 255 * 40).astype(np.uint8)
    return {"upright": page, "photo": photographed(page), "dark": 255 - page, "half dark": half, "faint": faint}[pose]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_screenshot_of_fifteen_thousand_pixels_is_read_whole(language: str) -> None:
    blocks = [f"{text}{number}" for number in range(3) for text in LINES[language]]
    page = drawn(blocks, dpi=72, width=600, height=15_000, size=16, step=710)
    assert page.shape == (15_000, 600, 3)
    reading = read_page(page, threads=2)
    assert text_of(reading) == letters("".join(blocks))


def test_pages_of_a_pdf_are_rendered_and_read_by_workers(tmp_path) -> None:
    path = digital(tmp_path / "two.pdf", [LINES["zh"], LINES["en"]])
    tasks = [PageTask(path=str(path), page=page, dpi=110) for page in (1, 2, 7)]
    first, second, absent = read_pages(tasks, options=PageOptions(workers=2))
    assert text_of(first) == letters("".join(LINES["zh"]))
    assert text_of(second) == letters("".join(LINES["en"]))
    assert isinstance(absent, RolescanError) and absent.page == 7


def shape(reading: PageReading, upright: np.ndarray) -> tuple[int, ...]:
    return (reading.upright_height, reading.upright_width, *upright.shape)


def test_a_worker_hands_the_upright_page_on(tmp_path) -> None:
    path = digital(tmp_path / "one.pdf", [LINES["en"]])
    ((reading, answer),) = read_pages_then(shape, [PageTask(path=str(path), dpi=72)], options=PageOptions(workers=2))
    assert answer == (reading.upright_height, reading.upright_width, reading.upright_height, reading.upright_width, 3)


def test_boxes_find_their_way_back() -> None:
    matrix = tuple(quarter_matrix(60, 40, 90).ravel().tolist())
    reading = PageReading(page=1, lines=(), width=60, height=40, upright=(), upright_width=40, upright_height=60,
                          matrix=matrix, turned=90.0, notes=(), engine=Engine(name="none", version="1"), read=0)
    assert reading.to_original(PageBox(page=1, x0=0, y0=0, x1=10, y1=20)) == PageBox(page=1, x0=0, y0=30, x1=20, y1=40)


def engine_modules() -> list[str]:
    import sys

    engine_for(PageOptions(), threads=1)
    return [name for name in ("torch", "paddle", "modelscope", "transformers") if name in sys.modules]


def test_the_ocr_process_holds_no_torch_and_no_paddle() -> None:
    assert run(engine_modules, deadline=100, memory_mb=4096, stage="ocr") == []


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(Unsupported, match="no such engine|tesseract9"):
        engine_for(PageOptions(engine="tesseract9"))
    with pytest.raises(MissingDependency, match="nowhere"):
        engine_for(PageOptions(engine="nowhere.at_all:Engine"))


def test_long_lines_are_cut_between_words() -> None:
    line = np.full((20, 2000, 3), 255, np.uint8)
    line[4:16, 10:1990:6] = 0
    line[:, 930:940] = 255
    (first, gap), (second, end) = pieces_of(line)
    assert gap and not end
    assert 930 <= first.shape[1] <= 940 and first.shape[1] + second.shape[1] == 2000
    assert len(empty_stretches(line)) > 300


def test_pieces_are_joined_with_a_space_only_between_latin_words() -> None:
    latin, chinese = Text(text="data", marks=(0.9,) * 4), Text(text="数据", marks=(0.9,) * 2)
    assert joined([(latin, True), (latin, False)]).text == "data data"
    assert joined([(chinese, True), (chinese, False)]).text == "数据数据"
    assert len(joined([(latin, True), (latin, False)]).marks) == 9


def test_a_crop_is_upright_and_no_higher_than_the_recogniser_needs() -> None:
    image = np.zeros((300, 300, 3), np.uint8)
    quad = np.array([[10, 10], [210, 10], [210, 110], [10, 110]], np.float32)
    assert crop(image, quad).shape == (48, 96, 3)
    assert crop(image, quad / 4).shape == (25, 50, 3)
