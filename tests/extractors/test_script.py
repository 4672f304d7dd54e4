"""Script and punctuation of what was heard."""

from __future__ import annotations

import pytest

from extractors.options import Script
from extractors.speech.words.script import convert, punctuated


def test_scripts() -> None:
    assert convert("沒問題，我姓林", Script.SIMPLIFIED) == "没问题，我姓林"
    assert convert("没问题，我姓林", Script.TRADITIONAL) == "沒問題，我姓林"
    assert convert("沒問題 Python", Script.AS_SPOKEN) == "沒問題 Python"


@pytest.mark.parametrize(("heard", "shown"), [
    ("你好,请问是陈先生吗?我姓林", "你好，请问是陈先生吗？我姓林。"),
    ("工作地点在哪里 可以远程吗", "工作地点在哪里，可以远程吗？"),
    ("用 PyTorch 训练, 用 Redis 缓存.", "用 PyTorch 训练，用 Redis 缓存。"),
    ("可以谢谢", "可以谢谢。"),
    ("薪资3.5万", "薪资3.5万。"),
    ("", ""),
])
def test_chinese_marks(heard: str, shown: str) -> None:
    assert punctuated(heard, "zh") == shown


def test_english_gets_its_end() -> None:
    assert punctuated("Sure, go ahead", "en") == "Sure, go ahead."
    assert punctuated("Is it remote?", "en") == "Is it remote?"
    assert punctuated("", "en") == ""
