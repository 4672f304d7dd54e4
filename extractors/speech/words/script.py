"""Chinese script as the caller wants it, and Chinese punctuation where a recogniser wrote none or Western marks."""

from __future__ import annotations

import re

from extractors.options import Script

_HAN = r"[\u3400-\u9fff]"
_WESTERN = {",": "，", "?": "？", "!": "！", ";": "；", ":": "："}
_MARK = re.compile(rf"(?<={_HAN})\s*([,?!;:])\s*|(?<=[A-Za-z0-9])\s*([,?!;])\s*(?={_HAN})")
_STOP = re.compile(rf"(?<={_HAN})\.(?=\s|$)\s*|(?<=[A-Za-z0-9])\.\s*(?={_HAN})")
_GAP = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_QUESTION = re.compile(r"(吗|呢|什么|多少|哪里|哪儿|怎么样|如何|嗎|什麼|哪裡|怎麼樣|多少人|是不是|对不对)$")
_ENDS = frozenset("。？！…，、；：.?!")


def convert(text: str, script: Script) -> str:
    """`text` in the script that was asked for, by zhconv's tables; as_spoken leaves it."""
    if script is Script.AS_SPOKEN:
        return text
    import zhconv

    return str(zhconv.convert(text, "zh-cn" if script is Script.SIMPLIFIED else "zh-tw"))


def punctuated(text: str, language: str) -> str:
    """Chinese marks in Chinese text, and an end mark; English text gets its end mark.

    A space between two Chinese words is a pause the recogniser heard: it becomes a comma.
    """
    text = text.strip()
    if language != "zh":
        return text if not text or text[-1] in _ENDS else text + "."
    text = _MARK.sub(lambda m: _WESTERN[m.group(1) or m.group(2)], text)
    text = _STOP.sub("。", text)
    text = _GAP.sub("，", text)
    if not text or text[-1] in "。？！…":
        return text
    text = text.rstrip("，、；：,.;:")
    return text + ("？" if _QUESTION.search(text) else "。")
