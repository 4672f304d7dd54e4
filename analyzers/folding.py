"""Text with look-alikes made one, character by character, so that every offset stays."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－─"), "-")
_WAVES = dict.fromkeys(map(ord, "～〜∼˜"), "~")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u200b\u202f\u3000\ufeff\t\r"), " ")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', ord("￥"): "¥", ord("﹕"): ":", ord("∶"): ":"}
_COMMONEST = "’\u00a0–”“—，；：）（！"  # those that most postings hold: without them English is plain ASCII


@cache
def _look_alikes() -> dict[str, str]:
    """What every look-alike is folded to.

    traditional.txt holds traditional characters and below them, in the same order, the simplified ones: those of
    zhconv's tables that no simplified text writes (GB 2312 lacks them), and a few that it hardly ever does.
    """
    table: dict[int, str | int] = {}
    for part in (_FULL_WIDTH, _DASHES, _WAVES, _SPACES, _QUOTES):
        table.update(part)
    traditional, simplified = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").split()
    table.update(zip(map(ord, traditional), simplified, strict=True))
    return {chr(code): letter if isinstance(letter, str) else chr(letter) for code, letter in table.items()}


@cache
def _rare() -> re.Pattern[str]:
    """All but the commonest. Those beyond the common plane are met as one range: three times as fast."""
    letters = "".join(letter for letter in _look_alikes() if letter < "\U00010000")
    return re.compile(f"[{re.escape(letters)}\U00020000-\U0003ffff]")


def fold(text: str) -> str:
    """`text` with look-alikes made one: same length, so offsets stay."""
    if _is_plain(text):
        return text
    plain = _look_alikes()
    for letter in _COMMONEST:
        text = text.replace(letter, plain[letter])
    if _is_plain(text):
        return text
    return _rare().sub(lambda match: plain.get(match.group(), match.group()), text)


def _is_plain(text: str) -> bool:
    return text.isascii() and "\t" not in text and "\r" not in text


def small(flat: str) -> str:
    """`flat` in small letters with every offset kept: a few capitals would become two letters, they stay one."""
    lower = flat.lower()
    if len(lower) == len(flat):
        return lower
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in flat)
