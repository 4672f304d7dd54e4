"""What a heading is, and what may stand around its words in both languages."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzers.posting import SectionKind
from analyzers.wording import alternatives

MARKS = r"[\s#*>\-•●·★☆■◆◇▌▶►◤◥【\[「『《<(_=~|\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\u20e3]"
BULLET = r"[-*•●·▪■◆○◦‣➢>→+\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*"  # ✓, 👉🏻 too
NUMBER = r"(?:[一二三四五六七八九十]{1,2}|\d{1,2}|[IVX]{1,4})\s?[、.):]\s?"
OPENING = re.compile(rf"{MARKS}*(?:{NUMBER})?{MARKS}*")
AFTER = re.compile(r"(?:\s?\([^()\n]{1,16}\))?[\s】\]」』》>)★☆*_~◢-]*(?P<colon>:)?[\s*_]*")
ITEM_FOLLOWS = re.compile(r"\(?(?:\d{1,2}\s*[.、,):]|[①-⑳•●·◆■]|[-*] )")


class Heading(NamedTuple):
    """A heading in a view. start, end: the heading with its decoration; name_start, name_end: its words.

    loose: the words cover more than one meaning ("职位描述", "Job Description"): what follows decides.
    """

    start: int
    end: int
    name_start: int
    name_end: int
    kind: SectionKind
    loose: bool = False


def by_kind(language: str, kinds: tuple[str, ...]) -> str:
    """The headings of wording.yaml in a language as one expression, a named group a kind, the loose ones first."""
    return "|".join(f"(?P<{kind}>{alternatives('headings', kind, language)})" for kind in ("loose", *kinds))


def built(match: re.Match[str], base: int, start: int, end: int) -> Heading:
    loose = match.lastgroup == "loose"
    kind = SectionKind.DUTIES if loose else SectionKind(match.lastgroup or "other")
    return Heading(base + start, base + end, base + match.start(), base + match.end(), kind, loose)
