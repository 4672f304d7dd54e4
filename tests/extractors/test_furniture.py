"""Bars, buttons, tags and side lists of screens; titles parted from their pay by colour. Chinese and English."""

import cv2
import numpy as np
import pytest

from extractors.document import Origin
from extractors.pages.furniture import set_aside
from extractors.pages.line import Line
from extractors.pages.remarks import part_by_colour
from extractors.pages.running import label_running
from extractors.pages.screenwords import is_action, is_aside, is_navigation, is_status
from tests.extractors.typeset import typeset


@pytest.mark.parametrize("text", ["9:41 5G 87%", "14:05 中国移动 4G 56%", "9:41 AM LTE 100%", "23:59 12.3K/s HD 5G 8%"])
def test_status_bars(text: str) -> None:
    assert is_status(text)


@pytest.mark.parametrize("text", ["9:00-18:00 弹性工作", "Office hours 9:00 to 18:00", "数据分析师 15k-30k", "每天 9:30 上班"])
def test_times_of_work_are_no_status_bar(text: str) -> None:
    assert not is_status(text)


@pytest.mark.parametrize("text", ["首页 职位 公司 校园 登录", "‹ 职位详情 ☆ 收藏 分享", "<职位详情☆收藏分享", "Home Jobs Companies Sign in",
                                  "← Job details  Share", "Home | Search | Messages | Me"])
def test_navigation(text: str) -> None:
    assert is_navigation(text, known_share=0.75)


@pytest.mark.parametrize("text", ["数据分析师（公司内部推荐）", "职位：数据分析师", "Jobs that matter at a company you will like",
                                  "北京 / 3-5年 / 本科", "负责公司首页的搜索与推荐算法"])
def test_content_is_no_navigation(text: str) -> None:
    assert not is_navigation(text, known_share=0.75)


def test_actions_and_asides() -> None:
    assert is_action("立即沟通") and is_action("Apply now") and not is_action("沟通能力") and not is_action("Apply statistics")
    for text in ("相似职位", "推荐职位", "看过该职位的人还看了", "猜你喜欢", "Similar jobs", "People also viewed"):
        assert is_aside(text)
    for text in ("相关职位经验优先", "推荐算法", "Similar jobs held before count", "More than five years"):
        assert not is_aside(text)


def screen(width: int = 780, height: int = 1400) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


def line(text: str, x: float, y: float, size: float = 32) -> Line:
    return typeset([text], x=x, y=y, width=700, size=size, origin=Origin.OCR)[0]


@pytest.mark.parametrize(("tags", "body"), [
    (["大数据", "业务运营"], ["岗位职责", "1、负责业务数据分析；"]), (["Remote", "Big data"], ["Duties", "1. Analyse the data."]),
], ids=["zh", "en"])
def test_tags_are_told_by_their_boxes(tags: list[str], body: list[str]) -> None:
    image = screen()
    lines = [line(text, 40 + 250 * number, 300, 26) for number, text in enumerate(tags)]
    for one in lines:
        cv2.rectangle(image, (int(one.x0) - 12, int(one.y0) - 8), (int(one.x1) + 12, int(one.y1) + 8), (200, 200, 200), 2)
    lines += [line(text, 40, 420 + 60 * number) for number, text in enumerate(body)]
    found = set_aside(lines, width=780, height=1400, image=image)
    assert [[one.text for one in group] for group in found.furniture] == [tags]
    assert [one.text for one in found.content] == body


@pytest.mark.parametrize(("head", "fact"), [("岗位职责", "3-5年"), ("Duties", "3-5 years")], ids=["zh", "en"])
def test_boxes_that_say_something_stay(head: str, fact: str) -> None:
    """A coloured bar that heads a section, and a box with a fact in it, are content."""
    image = screen()
    cv2.rectangle(image, (20, 280), (760, 350), (0, 90, 200), -1)
    cv2.rectangle(image, (30, 500), (200, 550), (200, 200, 200), 2)
    lines = [line(head, 40, 298), line(fact, 45, 508, 28), line("1、负责数据分析工作；", 40, 600)]
    assert not set_aside(lines, width=780, height=1400, image=image).furniture


@pytest.mark.parametrize(("title", "pay"), [("数据分析师", "15k-30k"), ("Data Engineer", " $60K-$90K")], ids=["zh", "en"])
@pytest.mark.parametrize("dark", [False, True])
def test_a_title_and_its_pay_are_parted_by_colour(title: str, pay: str, dark: bool) -> None:
    image = np.full((200, 780, 3), 20 if dark else 255, np.uint8)
    one = line(title + pay, 30, 60, 48)
    middle = one.x0 + (one.x1 - one.x0) * len(title.encode("gb2312")) / len((title + pay).encode("gb2312"))
    for start, end, colour in ((one.x0, middle, (235,) * 3 if dark else (30,) * 3), (middle + 14, one.x1, (0, 170, 160))):
        for x in range(int(start), int(end) - 8, 12):
            image[66:104, x : x + 7] = colour
    (kept,), ((left, right),) = part_by_colour([one], image)
    assert (kept.text, right.text.strip()) == (title, pay.strip()) and left is kept


def test_one_colour_is_not_parted() -> None:
    image = screen()
    one = line("数据分析师 Data Analyst", 30, 60, 48)
    for x in range(int(one.x0), int(one.x1) - 8, 12):
        image[66:104, x : x + 7] = (0, 170, 160)
    kept, parted = part_by_colour([one], image)
    assert kept == [one] and not parted


def test_nothing_runs_on_no_pages() -> None:
    assert label_running([], []) == ()
