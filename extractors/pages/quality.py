"""Is this text real? Signs that a text layer holds glyph numbers or shifted letters instead of words.

Works without a dictionary for Chinese (how many letters are among the commonest 3755 of GB 2312 or the 5401 of Big5)
and with word frequencies for English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from extractors.document import Struct, ink
from extractors.pages.hyphens import known_word
from extractors.pages.markers import WINGDINGS

UNREADABLE = 0.05  # share of unmapped, private-use and control characters; sound layers have under 0.005
RARE_HAN = 0.25  # share of Han letters outside the common sets; sound postings at most 0.03, shifted ones over 0.6
FOREIGN = 0.3  # share of letters in scripts that are neither Latin, Han nor kana
MOJIBAKE = 0.25  # share of accented Latin letters and C1 symbols: UTF-8 read as Latin-1 has 0.6, French 0.05
KNOWN_WORDS = 0.45  # share of English words in the dictionary; sound pages have over 0.8, shifted letters under 0.15
ENOUGH_WORDS = 8  # fewer words prove nothing
ENOUGH_INK = 12  # characters; fewer prove nothing
FEW_KINDS = 6  # different characters in over 60: a font whose glyphs all map to the same few
MIN_LETTERS = 0.15  # share of letters; a page of figures has more words than that

_COMMON_GB = range(0xB0, 0xD8)  # lead bytes of GB 2312 level 1
_COMMON_BIG5 = range(0xA4, 0xC7)  # lead bytes of Big5 level 1
_WORD = re.compile(r"[A-Za-z]{3,}")
_CID = re.compile(r"\(cid:\d+\)")
_CP1252 = frozenset("€‚ƒ„†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ")
_ORDINARY = frozenset("‘’“”…•–—·×°®©™€£¥§«»\xa0")
ENOUGH_FOR_KINDS = 60
SAMPLE = 6000  # characters looked at; a page of dense print has 4000

Counts = Mapping[str, int]  # characters and how often they stand in the text


class Quality(Struct):
    """How real a text looks: 1 is sound, 0 is glyph soup; fault names what gave it away, "" for nothing."""

    score: float
    fault: str = ""


def quality(text: str) -> Quality:
    """Judge `text` (of one page or one font). Too little text is taken as sound."""
    text = text[:SAMPLE]
    total = ink(text)
    if total < ENOUGH_INK:
        return Quality(score=1.0)
    counts = Counter(text)
    letters = {character: count for character, count in counts.items() if character.isalpha()}
    faults = {
        "unreadable characters": (_unreadable(counts) + _cids(text)) / total / UNREADABLE,
        "letters of unlikely scripts": _foreign(letters) / FOREIGN,
        "rare Chinese letters": _rare_han(letters) / RARE_HAN,
        "mojibake": _mojibake(counts) / MOJIBAKE,
        "no English words": _unknown_words(text) / (1 - KNOWN_WORDS),
        "the same few characters": 2.0 if total > ENOUGH_FOR_KINDS and len(counts) < FEW_KINDS else 0.0,
        "hardly a letter": 2.0 if total > ENOUGH_FOR_KINDS and sum(letters.values()) / total < MIN_LETTERS else 0.0,
    }
    worst = max(faults, key=lambda fault: faults[fault])
    if faults[worst] >= 1:
        return Quality(score=round(max(0.0, 1 - faults[worst] / 2), 3), fault=worst)
    return Quality(score=round(1 - faults[worst] / 2, 3))


def _unreadable(counts: Counts) -> int:
    """Characters that no reader can see as text; bullets of symbol fonts are forgiven."""
    return sum(
        count for character, count in counts.items()
        if character == "\ufffd"
        or (unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs")
            and not character.isspace() and character not in WINGDINGS)
    )


def _cids(text: str) -> int:
    """Characters of "(cid:12)", which some writers leave for letters without a map."""
    return sum(len(found) for found in _CID.findall(text)) if "(cid:" in text else 0


def _foreign(letters: Counts) -> float:
    """Share of letters outside Latin, Han, kana and Greek (formulas)."""
    total = sum(letters.values())
    odd = sum(count for character, count in letters.items() if not _homely(ord(character)))
    return odd / total if total >= ENOUGH_INK else 0.0


def _homely(code: int) -> bool:
    return (code < 0x250 or 0x370 <= code < 0x400 or 0x1E00 <= code < 0x1F00 or 0x2C60 <= code < 0x2C80
            or 0x2E80 <= code < 0x3100 or 0x3400 <= code < 0xA000 or 0xF900 <= code < 0xFB07
            or 0xFF00 <= code < 0xFF66 or 0x20000 <= code < 0x32000 or 0x2100 <= code < 0x2190)


def _rare_han(letters: Counts) -> float:
    """Share of Han letters that neither mainland nor Taiwanese everyday text uses; the kinder of both."""
    han = {letter: count for letter, count in letters.items()
           if 0x3400 <= ord(letter) < 0xA000 or ord(letter) >= 0x20000}
    total = sum(han.values())
    if total < ENOUGH_INK:
        return 0.0
    rare_gb = sum(count for letter, count in han.items() if not _in_level(letter, "gb2312", _COMMON_GB))
    rare_big5 = sum(count for letter, count in han.items() if not _in_level(letter, "big5", _COMMON_BIG5))
    return min(rare_gb, rare_big5) / total


def _in_level(character: str, encoding: str, leads: range) -> bool:
    try:
        return character.encode(encoding)[0] in leads
    except UnicodeEncodeError:
        return False


def _mojibake(counts: Counts) -> float:
    """Share of accented letters and symbols among all characters below U+0100, ordinary marks forgiven."""
    latin = sum(count for character, count in counts.items() if ord(character) < 0x100 and not character.isspace())
    odd = sum(count for character, count in counts.items()
              if (0x80 <= ord(character) < 0x100 or character in _CP1252) and character not in _ORDINARY)
    return odd / (latin + odd) if latin >= ENOUGH_INK else 0.0


def _unknown_words(text: str) -> float:
    """Share of English words that no dictionary knows; 0.0 where there are too few words to tell."""
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < ENOUGH_WORDS:
        return 0.0
    return sum(1 for word in words if not known_word(word)) / len(words)
