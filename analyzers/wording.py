"""The words that the rules know postings by, as regular expressions: wording.yaml, read once.

A group of that file has alternatives parted by " | ", by language: `zh`, `en` as it is written, `any case` for English
in any case. `before` and `after` stand around all of them. {{name}} stands for another group of the same part.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from analyzers.data_file import read

PARTS = frozenset({"meaning", "prose", "headings", "openers"})
_KEYS = frozenset({"zh", "en", "any case", "before", "after"})
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
            body = _REFERENCE.sub(lambda match: alternatives(part, match[1]), "|".join(words(part, name, language)))
            found.append(f"(?i:{body})" if language == "any case" else f"(?:{body})")
    return "(?:" + group.get("before", "") + "(?:" + "|".join(found) + ")" + group.get("after", "") + ")"


@cache
def pattern(part: str, name: str, *languages: str) -> re.Pattern[str]:
    """A group as a regular expression."""
    return re.compile(alternatives(part, name, *languages))
