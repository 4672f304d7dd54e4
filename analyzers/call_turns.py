"""The turns of a call as its minutes see them: sentences, when each word was said, what a question looks like."""

from __future__ import annotations

import re

from extractors.document import Block, TimeSpan

_ASKED = re.compile(
    r"[?？]|(?:吗|呢|什么|多少|哪里|哪儿|怎么样|是否|有没有)[。\s]*$|^(?i:what|how|when|where|who|is it|"
    r"is there|are there|do you|"
    r"does|can i|could|what about|how about)\b"
    # recognisers end questions with a full stop too: "主要是做什么方向的。", "and the compensation."
    r"|(?<!不知道)(?<!不清楚)(?:是|做|用|有|要|找)(?:什么|哪些?|几|多少)[^，,。!?？都也]{0,6}的?[。\s]*$"
    r"|^(?i:(?:and|so) (?:the|your)(?: \w+){1,2}[.\s]*$)"
)
_ASKS_LEAVE = re.compile(
    r"[,，\s]*(?:(?:您|你)?(?:看)?(?:可以|好|行|方便|没问题)吗|(?:您|你)看(?:怎么样|如何)|对吧|"
    r"(?i:(?:would |does )?(?:is )?that (?:be )?(?:ok|okay|all right|work)(?: for you)?|ok(?:ay)?|right))$"
)
_MARKS = " ,，。.!?？！"
FEWEST = 4  # characters of a statement in front of "…, is that okay?"
_SENTENCE = re.compile(r"[^。!?！？.]+(?:[.](?=\d)[^。!?！？.]*)*[。!?！？.]*")


def sentences(block: Block) -> list[tuple[int, int]]:
    """Spans of the sentences of a turn, without white space at their ends."""
    spans = []
    for match in _SENTENCE.finditer(block.text):
        start, end = match.span()
        while start < end and block.text[start].isspace():
            start += 1
        if end - start > 1:
            spans.append((start, end))
    return spans


def asks(words: str) -> bool:
    """A question. One that only asks leave for what it states is none ("第一轮安排在周一，可以吗")."""
    bare = words.strip(_MARKS)
    stated = without_leave(words)
    return bool(_ASKED.search(words if stated == bare or len(stated) < FEWEST else stated))


def without_leave(words: str) -> str:
    """The words without marks around them and without "is that okay?" at their end."""
    bare = words.strip(_MARKS)
    return _ASKS_LEAVE.sub("", bare) or bare


def moment(block: Block, offset: int) -> float:
    """When the character at `offset` was said, in seconds: by word where known, else by its share of the turn."""
    for word in block.words:
        if word.end > offset and word.ends > 0:
            return round(word.begins, 2)
    if isinstance(block.place, TimeSpan):
        share = offset / max(1, len(block.text))
        return round(block.place.start + share * (block.place.end - block.place.start), 2)
    return -1.0
