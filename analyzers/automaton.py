"""One pass over a posting for all the words that rules hang on: cues of facts, spellings of skills, cues of demands.

An Aho-Corasick automaton over the folded, lower-cased text gives them all at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from analyzers import data_file
from analyzers.cues import Cue
from analyzers.knowledge.vocabulary import Spelling, vocabulary

# The letters that postings hold most often, commonest first: 100 to 400 of them are alike in speed
_COMMONEST = (
    " ,ea、t的oisncr/.p#*-l发m:;h工d1有b和ug。2能开程0w技3()术作业5端经熟等用验f优务4kv计力yj一前系师以与研设悉6"
    "产位数学品化理上团x职关具性据分方实队公统大解8及年中算构可先通7责架相9机在对求动司目好于高要件台]为[全q服应>"
    "者项专成试岗行内深平提国编并多资模"
)
_NOWHERE = "\x00"  # behind a letter it begins no word of any text


class Known(NamedTuple):
    """What a word means to the rules. cues: names of facts' cues, with whether it must begin and end a Latin word.

    spelled: what it spells or cues in skills, None for a cue of facts only.
    """

    length: int
    cues: tuple[tuple[str, bool, bool], ...]
    spelled: Spelling | Cue | None


Met = tuple[int, Known]  # the last character of a word, and what it is


def met(lower: str) -> list[Met]:
    """Every known word in a folded text in small letters, overlaps and all, by their ends, the longer first."""
    return list(_known().iter(lower))


@cache
def _known() -> ahocorasick.Automaton:
    cues: dict[str, list[tuple[str, bool, bool]]] = {}
    for name, words in data_file.read(Path(__file__).with_name("anchors.yaml")).items():
        for word in words:
            cues.setdefault(word.strip("<>"), []).append((name, word[0] == "<", word[-1] == ">"))
    spelled = vocabulary().words
    words = dict.fromkeys([*cues, *spelled])
    return automaton({word: Known(len(word), tuple(cues.get(word, ())), spelled.get(word)) for word in words})


def automaton(words: Mapping[str, Any], *, common: int = len(_COMMONEST)) -> ahocorasick.Automaton:
    """The automaton that gives, for every word it meets, the value that `words` has for it.

    pyahocorasick looks through a node's children one after another in the order in which they came, and the root,
    where most letters of a text lead, has hundreds. So the letters that texts hold most often come first, those that
    begin no word included (1.6 times as fast on development postings): `common` of them, fewer for few words.
    """
    built = ahocorasick.Automaton()
    for letter in _COMMONEST[:common]:
        built.add_word(letter + _NOWHERE, None)
    for word, value in words.items():
        built.add_word(word, value)
    built.make_automaton()
    return built
