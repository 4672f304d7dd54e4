"""Words around a skill that tell whether it is wanted, how well and for how long.

They ride along in the vocabulary's automaton, so that one pass over a text finds skills and cues together. A "*" at
the end stands for any ending: "proficien*" is proficient, proficiency, proficiently.
"""

from __future__ import annotations

from typing import NamedTuple

NICE = (
    *("优先", "加分", "更佳", "为佳", "者佳", "尤佳", "锦上添花"),
    *("a plus", "pluses", "preferred", "nice to have", "nice-to-have", "bonus", "desirable", "desired", "ideally"),
    *("advantage*", "beneficial", "preferabl*", "preference"),
)
MUST = (
    *("熟悉", "熟练", "精通", "掌握", "必须", "具备", "了解", "扎实", "经验", "要求"),
    *("requir*", "must", "proficien*", "knowledge of", "familiar*", "expert*", "fluen*", "skill*", "qualif*"),
    *("understanding of", "ability to", "background in", "experience with", "experience in", "experience using"),
    *("experience of", "experience designing", "experience building", "experience developing", "experience working"),
)
WAIVED = (
    *("不要求", "不需要", "无需", "不必"),
    *("not required", "no experience with", "no experience in", "no prior experience"),
)
LEVELS = {
    "expert": (
        *("精通", "深入掌握", "专家级"),
        *("expert*", "mastery", "deep knowledge", "deep understanding", "advanced"),
    ),
    "proficient": (
        *("熟练", "娴熟", "掌握", "扎实", "深入理解"),
        *("proficien*", "strong", "fluen*", "solid", "hands-on", "skilled", "extensive"),
    ),
    "familiar": ("熟悉", "familiar*", "comfortable", "working knowledge"),
    "know": ("了解", "知道", "knowledge", "understanding", "exposure", "awareness", "basic"),
}
YEAR = ("年", "year", "years", "yr", "yrs")


class Cue(NamedTuple):
    """One cue. left, right: it must not continue a Latin word on that side; level: "" where it tells none."""

    length: int
    left: bool
    right: bool
    nice: bool
    must: bool
    waived: bool
    year: bool
    level: str


def cues() -> dict[str, Cue]:
    """Every cue by its lower-cased words."""
    levels = {word: level for level, words in LEVELS.items() for word in words}
    found = {}
    for word in dict.fromkeys((*NICE, *MUST, *WAIVED, *YEAR, *levels)):
        text = word.rstrip("*")
        latin = text.isascii()
        found[text] = Cue(
            length=len(text),
            left=latin,
            right=latin and not word.endswith("*"),
            nice=word in NICE,
            must=word in MUST,
            waived=word in WAIVED,
            year=word in YEAR,
            level=levels.get(word, ""),
        )
    return found
