"""Aho-Corasick automata over many words, laid out so that they walk fast over postings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import ahocorasick

_NOWHERE = "\x00"  # behind a letter it begins no word of any text


def automaton(words: Mapping[str, Any], *, common: int) -> ahocorasick.Automaton:
    """The automaton that gives, for every word it meets, the value that `words` has for it.

    common: how many letters stand first at the root. pyahocorasick looks through a node's children one after another
    in the order in which they came, and the root, where most letters of a text lead, has hundreds. So the letters that
    words hold most often come first, those that begin none included (1.6 times as fast on development postings).
    """
    built = ahocorasick.Automaton()
    for letter, _ in Counter(letter for word in words for letter in word).most_common(common):
        built.add_word(letter + _NOWHERE, None)
    for word, value in words.items():
        built.add_word(word, value)
    built.make_automaton()
    return built
