"""Numbers spoken in words become digits, and only numbers do."""

from __future__ import annotations

import pytest

from extractors.speech.spoken_numbers import chinese_value, with_digits, written

CHINESE = [
    ("月薪四万到六万，一年十六薪，另外有期权。", "月薪4万-6万，一年16薪，另外有期权。"),
    ("月薪四万到六万一年十六薪", "月薪4万-6万一年16薪"),
    ("年薪三万五到四万一", "年薪35000-41000"),
    ("年薪八十万", "年薪80万"),
    ("三万五", "35000"),
    ("三年以上经验", "3年以上经验"),
    ("每周可以远程两天", "每周可以远程2天"),
    ("二零二六年三月十五号", "2026年3月15号"),
    ("百分之二十的奖金", "20%的奖金"),
    ("电话是幺三八零零一三八零零零", "电话是13800138000"),
    ("三百二十八万一千一百三十八点四八", "3281138.48"),
    ("薪资是三十k到五十k", "薪资是30k到50k"),
]
CHINESE_WORDS = ["可以了解一下", "万一不行", "他们十分满意", "一位工程师", "第三轮面试", "两个方向", "两三年", "这周五之前安排一轮",
                 "三百零五千三百三十四", "千万不要忘记", "星期三"]
ENGLISH = [
    ("between one hundred eighty thousand and two hundred twenty thousand dollars", "between $180,000 and $220,000"),
    ("a hundred and eighty thousand dollars", "$180,000"),
    ("one hundred twenty k", "120K"),
    ("At least five years in computer vision", "At least 5 years in computer vision"),
    ("twenty five percent", "25%"),
    ("in twenty twenty six", "in 2026"),
    ("since nineteen ninety nine", "since 1999"),
    ("call five five five one two three four five six seven", "call 5551234567"),
    ("twenty-one years old", "21 years old"),
    ("three hundred sixty five days", "365 days"),
]
ENGLISH_WORDS = ["no one knows", "one of the best", "I have two questions", "from one twenty to one fifty",
                 "on the one hand", "phase two"]


@pytest.mark.parametrize(("spoken", "expected"), CHINESE)
def test_chinese_numbers(spoken: str, expected: str) -> None:
    assert with_digits(spoken, "zh") == expected


@pytest.mark.parametrize("spoken", CHINESE_WORDS)
def test_chinese_words_stay(spoken: str) -> None:
    assert with_digits(spoken, "zh") == spoken


@pytest.mark.parametrize(("spoken", "expected"), ENGLISH)
def test_english_numbers(spoken: str, expected: str) -> None:
    assert with_digits(spoken, "en") == expected


@pytest.mark.parametrize("spoken", ENGLISH_WORDS)
def test_english_words_stay(spoken: str) -> None:
    assert with_digits(spoken, "en") == spoken


def test_places_are_those_of_the_words() -> None:
    text = "一年十六薪"
    (found,) = written(text, "zh")
    assert text[found.begin : found.end] == "十六" and found.text == "16"


@pytest.mark.parametrize(("words", "value"), [("一万零五十", 10050), ("两千万", 20_000_000), ("一亿二千万", 120_000_000),
                                              ("十六", 16), ("三千五", 3500), ("三千零五", 3005)])
def test_values(words: str, value: int) -> None:
    assert chinese_value(words) == value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_runs_end_quickly(language: str) -> None:
    with_digits("一" * 20_000 + "one " * 5_000, language)
