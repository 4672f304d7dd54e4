"""Bullets that stand on the page and not in the reading; and signs that are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pages.bullets import with_bullets
from extractors.pages.markers import marker
from extractors.pages.reading import Text

TEXTS = {"zh": "负责数据分析工作", "en": "Own the data"}
SHAPES = {
    "dot": lambda page, x, y: cv2.circle(page, (x, y), 4, (0, 0, 0), -1),
    "ring": lambda page, x, y: cv2.circle(page, (x, y), 5, (0, 0, 0), 1),
    "square": lambda page, x, y: cv2.rectangle(page, (x - 4, y - 4), (x + 4, y + 4), (0, 0, 0), -1),
    "arrow": lambda page, x, y: cv2.fillPoly(page, [np.array([[x - 5, y - 6], [x + 6, y], [x - 5, y + 6]])], (0, 0, 0)),
    "dash": lambda page, x, y: cv2.line(page, (x - 5, y), (x + 5, y), (0, 0, 0), 2),
}


def page_of(language: str, signs: dict[int, str], *, dark: bool = False, within: bool = False
            ) -> tuple[np.ndarray, np.ndarray, list[Text]]:
    """Four lines of blocks for letters; a sign before those in `signs`. within: the line's box holds the sign too."""
    page = np.full((260, 420, 3), 255, np.uint8)
    words, quads, texts = TEXTS[language], [], []
    for row in range(4):
        y, left = 40 + 50 * row, 30 if within else 62
        for letter in range(len(words)):
            page[y - 10:y + 10, 70 + 22 * letter:88 + 22 * letter] = 0
        if row in signs:
            SHAPES[signs[row]](page, 44, y)
        right = 70 + 22 * len(words)
        quads.append([[left, y - 15], [right, y - 15], [right, y + 15], [left, y + 15]])
        spots = tuple((79 + 22 * letter - left) / (right - left) for letter in range(len(words)))
        texts.append(Text(text=words, marks=(0.99,) * len(words), spots=spots))
    return (255 - page if dark else page), np.array(quads, np.float32), texts


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("shape", sorted(SHAPES))
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("within", [False, True])
def test_signs_before_several_lines_are_bullets(language: str, shape: str, dark: bool, within: bool) -> None:
    image, quads, texts = page_of(language, {0: shape, 1: shape, 3: shape}, dark=dark, within=within)
    found = with_bullets(image, quads, texts)
    assert [text.text for text in found] == [f"• {TEXTS[language]}"] * 2 + [TEXTS[language], f"• {TEXTS[language]}"]
    assert all(len(text.marks) == len(text.text) == len(text.spots) for text in found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_sign_alone_is_an_icon(language: str) -> None:
    image, quads, texts = page_of(language, {2: "square"})
    assert with_bullets(image, quads, texts) == texts


def test_a_rule_beside_the_lines_is_no_bullet() -> None:
    image, quads, texts = page_of("zh", {})
    image[:, 40:44] = 0
    assert with_bullets(image, quads, texts) == texts


def test_marks_that_were_read_stay_alone() -> None:
    image, quads, texts = page_of("zh", {0: "dot", 1: "dot"}, within=True)
    read = [Text(text=f"· {text.text}", marks=(0.9,) * (len(text.text) + 2)) for text in texts]
    assert with_bullets(image, quads, read) == read


@pytest.mark.parametrize("text", ["。 多模态交互", "。掌握常见框架", "o 负责数据平台", "o Own the roadmap", "》熟悉工具", "➢ 参与", "◇参与", "※ Report"])
def test_what_recognisers_make_of_rings_opens_an_item(text: str) -> None:
    found = marker(text)
    assert found is not None and found.sure and found.style == "bullet"


@pytest.mark.parametrize("text", ["O型血", "ok", "O2O业务", "of the team"])
def test_words_are_no_bullets(text: str) -> None:
    found = marker(text)
    assert found is None or not found.sure
