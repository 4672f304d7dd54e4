"""Numbers spoken in words become digits, and only numbers do."""

from __future__ import annotations

import pytest

from extractors.speech.numbers.spoken_numbers import chinese_value, with_digits, written

CHINESE = [
    ("月薪四万到六万，一年十六薪，另外有期权。", "月薪4万-6万，一年16薪，另外有期权。"),
    ("月薪四万到六万一年十六薪", "月薪4万-6万一年16薪"),
    ("年薪三万五到四万一", "年薪35000-41000"), ("月薪三万五到五万", "月薪3.5万-5万"), ("月薪三万到四万五", "月薪3万-4.5万"),
    ("年薪八十万", "年薪80万"),
    ("三万五", "35000"),
    ("三年以上经验", "3年以上经验"),
    ("每周可以远程两天", "每周可以远程2天"),
    ("二零二六年三月十五号", "2026年3月15号"),
    ("百分之二十的奖金", "20%的奖金"),
    ("电话是幺三八零零一三八零零零", "电话是13800138000"),
    ("三百二十八万一千一百三十八点四八", "3281138.48"),
    ("薪资是三十k到五十k", "薪资是30k到50k"),
    ("大概三四万", "大概3万-4万"), ("两三百人的公司", "200-300人的公司"), ("团队十七八个人", "团队17-18个人"),
    ("一百二三十万", "120万-130万"), ("三五千块", "3000-5000块"), ("九八年毕业", "98年毕业"),
]
CHINESE_WORDS = ["可以了解一下", "万一不行", "他们十分满意", "一位工程师", "第三轮面试", "两个方向", "两三年", "这周五之前安排一轮",
                 "三百零五千三百三十四", "千万不要忘记", "星期三", "三五年经验", "八九年经验", "一四万"]
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
    ("from one hundred eighty to two hundred twenty thousand dollars", "from $180,000 to $220,000"),
    ("three to four hundred thousand dollars", "$300,000 to $400,000"), ("five to ten thousand dollars", "$5000 to $10,000"),
    ("between fifty and sixty thousand dollars", "between $50,000 and $60,000"), ("ten to fifteen percent", "10 to 15%"),
    ("one fifty to one eighty k", "150K to 180K"), ("one fifty thousand dollars", "$150,000"),
    ("one to one point five million dollars", "$1,000,000 to $1,500,000"), ("half a million dollars", "$500,000"),
    ("one point two million dollars", "$1,200,000"), ("two and a half years", "2.5 years"), ("three point five percent", "3.5%"),
    ("one hundred eighty to two thousand dollars", "$180 to $2000"),
]
ENGLISH_WORDS = ["no one knows", "one of the best", "I have two questions", "from one twenty to one fifty",
                 "on the one hand", "phase two", "a few hundred thousand dollars", "several million dollars",
                 "a quarter of a million dollars", "one of two to be sure", "Python three point eleven"]


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
