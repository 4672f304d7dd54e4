"""How a page lies, and the way back: turns, skew, sheets, tiles."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pages.pageimage import (
    clear,
    content_turn,
    flat_sheet,
    level,
    mapped,
    quarter_matrix,
    quarter_turned,
    sheet,
    skew,
    warped,
)
from extractors.pages.tiles import OVERLAP, TILE, better_scale, find_lines, first_scale
from tests.extractors.pictures import LINES, drawn, photographed


def quad(x: float, y: float, width: float, height: float, degrees: float = 0.0) -> np.ndarray:
    a = np.radians(degrees)
    along, down = np.array([np.cos(a), np.sin(a)]) * width, np.array([-np.sin(a), np.cos(a)]) * height
    start = np.array([x, y])
    return np.array([start, start + along, start + along + down, start + down], np.float32)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_quarter_turn_and_its_matrix_undo_each_other(degrees: int) -> None:
    image = np.zeros((40, 60, 3), np.uint8)
    image[5, 7] = 255
    turned = quarter_turned(image, degrees)
    y, x = np.argwhere(turned[:, :, 0])[0]
    back = mapped(quarter_matrix(60, 40, degrees), np.array([[x + 0.5, y + 0.5]]))
    assert back.tolist() == [[7.5, 5.5]]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_turn_of_a_page_is_told(language: str, degrees: int) -> None:
    page = drawn(LINES[language] * 3, width=420, height=560)
    assert content_turn(quarter_turned(page, degrees))[0] == degrees


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_turn_of_a_very_tall_page_is_told(language: str) -> None:
    page = drawn(LINES[language] * 12, width=300, height=2000)
    assert content_turn(quarter_turned(page, 180))[0] == 180
    assert content_turn(page)[0] == 0


@pytest.mark.parametrize("degrees", [-8, -3, -0.5, 0, 0.5, 3, 8])
def test_skew_is_the_slant_of_long_lines(degrees: float) -> None:
    lines = np.array([quad(50, 50 + 40 * n, 300, 20, degrees) for n in range(6)] + [quad(10, 10, 15, 40)])
    assert skew(lines) == pytest.approx(degrees, abs=0.01)
    straight = mapped(np.linalg.inv(level(500, 400, degrees)), lines)
    assert skew(straight) == pytest.approx(0, abs=0.01)


def test_no_lines_have_no_skew() -> None:
    assert skew(np.zeros((0, 4, 2), np.float32)) == 0.0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_photographed_sheet_is_found_and_flattened(language: str) -> None:
    page = drawn(LINES[language], width=420, height=560)
    photo = photographed(page)
    corners = sheet(photo)
    assert corners is not None
    matrix, width, height = flat_sheet(corners)
    flat = warped(photo, tuple(matrix.ravel()), width, height)
    same = cv2.resize(flat, (page.shape[1], page.shape[0]))
    assert np.abs(same.astype(int) - page).mean() < 12


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_without_a_table_under_them_have_no_sheet(language: str) -> None:
    page = drawn(LINES[language])
    assert sheet(page) is None
    assert sheet(255 - page) is None
    barred = page.copy()
    barred[:30] = (40, 60, 120)  # a header bar of a web page
    assert sheet(barred) is None


def test_faint_pages_are_made_clear_and_others_left_alone() -> None:
    page = drawn(LINES["en"])
    assert clear(page) is page
    faint = (110 + page.astype(np.float32) / 255 * 40).astype(np.uint8)
    assert int(clear(faint).max()) - int(clear(faint).min()) > 240


def bars(height: int, width: int, rows: list[int]) -> np.ndarray:
    """A picture with one dark bar of 20 pixels per row, as wide as a line."""
    image = np.full((height, width, 3), 255, np.uint8)
    for y in rows:
        image[y:y + 20, 40:width - 40] = 0
    return image


def bars_found(image: np.ndarray) -> np.ndarray:
    """A detector of bars: what the tiles are tested with."""
    mask = (image[:, :, 0] < 128).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    return np.array([quad(x, y, w, h) for x, y, w, h, _ in stats[1:]], np.float32).reshape(-1, 4, 2)


def test_a_long_screenshot_gives_every_line_once_however_the_seams_fall() -> None:
    rows = list(range(30, 14_900, 47))
    asked: list[tuple[int, ...]] = []

    def detect(tile: np.ndarray) -> np.ndarray:
        asked.append(tile.shape[:2])
        return bars_found(tile)

    found = find_lines(bars(15_000, 600, rows), detect)
    tops = sorted(float(one[:, 1].min()) for one in found)
    assert len(found) == len(rows)
    assert np.abs(np.array(tops) - rows).max() < 3
    assert max(max(shape) for shape in asked) <= TILE
    assert {shape[1] for shape in asked} == {600}  # letters keep their size


def test_a_line_on_every_possible_place_of_a_seam_is_found_whole() -> None:
    for y in range(TILE - OVERLAP - 40, TILE + 10, 7):
        found = find_lines(bars(TILE * 2 - OVERLAP, 600, [y]), bars_found)
        assert len(found) == 1
        assert np.ptp(found[0][:, 1]) == pytest.approx(20, abs=2)


def test_a_panorama_joins_its_lines_across_tiles() -> None:
    found = find_lines(bars(1200, 4000, [100, 300, 700]), bars_found)
    assert len(found) == 3
    assert all(np.ptp(one[:, 0]) == pytest.approx(3920, abs=8) for one in found)


def test_small_letters_are_looked_at_again_larger() -> None:
    assert first_scale(np.zeros((1000, 700, 3))) == 1.0
    assert first_scale(np.zeros((6000, 4000, 3))) < 0.3
    assert better_scale(np.array([quad(0, 0, 100, 8)]), 1.0) > 2
    assert better_scale(np.array([quad(0, 0, 100, 24)]), 1.0) == 1.0
