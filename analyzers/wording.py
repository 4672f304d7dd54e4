"""The words that the rules know postings by, as regular expressions: wording.yaml, read once.

A group of that file has alternatives parted by " | ", by language: `zh`, `en` as it is written, `any case` for English
in any case. `before` and `after` stand around all of them. {{name}} stands for another group of the same part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from analyzers.data_file import read

PARTS = frozenset({"meaning", "prose", "headings", "openers"})
_KEYS = frozenset({"zh", "en", "any case", "before", "after"})
_FIRST_LETTER = re.compile(r"[A-Za-z](?![?*+{|])")
_REFERENCE = re.compile(r"\{\{(\w+)\}\}")


@cache
def _file() -> dict[str, dict[str, dict[str, str]]]:
    """The groups by part and name. ValueError where a part is missing or a group has a key that is none."""
    loaded: dict[str, Any] = read(Path(__file__).with_name("wording.yaml"))
    if set(loaded) != PARTS:
        raise ValueError(f"wording.yaml: parts {sorted(loaded)}, not {sorted(PARTS)}")
    for part, groups in loaded.items():
        for name, group in groups.items():
            if not _KEYS.issuperset(group) or not _KEYS.difference(("before", "after")).intersection(group):
                raise ValueError(f"wording.yaml: {part}.{name} has the keys {sorted(group)}")
    return loaded


def words(part: str, name: str, language: str) -> list[str]:
    """The alternatives of a group in a language, as they stand; a group without any has none."""
    return [word.strip() for word in _file()[part][name].get(language, "").split(" | ") if word.strip()]


@cache
def alternatives(part: str, name: str, *languages: str) -> str:
    """A group as the text of a regular expression; of all its languages where none are named."""
    group = _file()[part][name]
    found = []
    for language in languages or ("zh", "en", "any case"):
        if language in group:
            written = words(part, name, language)
            body = "|".join(map(_in_any_case, written) if language == "any case" else written)
            body = _REFERENCE.sub(lambda match: alternatives(part, match[1]), body)
            found.append(f"(?:{body})")
    return "(?:" + group.get("before", "") + "(?:" + "|".join(found) + ")" + group.get("after", "") + ")"


def _in_any_case(word: str) -> str:
    """An alternative for small letters and capitals.

    Its first letter is written out: `re` passes over alternatives by their first sign, but not over `(?i:...)`.
    """
    if _FIRST_LETTER.match(word):
        return f"[{word[0].lower()}{word[0].upper()}](?i:{word[1:]})"
    return f"(?i:{word})"


def by_first_letter(words: Iterable[str], *, any_case: bool = False) -> str:
    """Words as an expression that asks for each first letter once: "c(?:hef|lerk)|b(?:aker)".

    Each begins with a plain letter. any_case: what follows the first letter is in any case.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    inside = "?i" if any_case else "?"
    return "|".join(f"{letter}({inside}:{'|'.join(rest)})" for letter, rest in rests.items())


@cache
def pattern(part: str, name: str, *languages: str) -> re.Pattern[str]:
    """A group as a regular expression."""
    return re.compile(alternatives(part, name, *languages))
