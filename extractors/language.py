"""Chinese or English, by script: what every later heuristic needs to know first."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# A Chinese sentence with English terms in it is Chinese: one Han character weighs as much as one Latin word
# ("负责 PyTorch 与 DeepSpeed 训练": 5 to 2). English postings hold a few Han characters at most (a company's name).
_LEAST = 2


def language_of(text: str) -> str:
    """ "zh", "en", or "" when there are too few letters to tell."""
    han = len(_HAN.findall(text))
    words = len(_LATIN_WORD.findall(text))
    if han + words < _LEAST:
        return "zh" if han else ""
    return "zh" if han * 2 >= words else "en"
