"""Which terms this call is likely to hold, and how strongly a recogniser should prefer them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.hearing import Bias, TermHint
from extractors.terms import Term, lexicon, own_terms

FEWEST_HITS = 3  # different terms heard plainly before a recording counts as one of this field
PROMPTS = {"zh": "以下是普通话的通话记录，标点完整。", "en": ""}
# Nats for a term: so much to start with, more for every character, at most so much. Longer terms need more, for
# all of their tokens must win, and deserve more, for a long coincidence is unlikely.
_ZH_BONUS = (1.0, 1.5, 9.0)
_EN_BONUS = (1.0, 0.75, 9.0)


def call_bias(texts: Sequence[str], languages: Sequence[str], *, context: str = "",
              own: Sequence[str] = ()) -> dict[str, Bias]:
    """What to have in mind for each language of the recording; nothing when it is not of this field.

    texts: the plain readings. context: other words about the recording. own: terms named by the caller.
    """
    from extractors.options import Script
    from extractors.script import convert

    words = convert(" ".join([*texts, context]), Script.SIMPLIFIED).lower()
    hits = [term for term in lexicon() if _pattern(term.text.lower()).search(words)]
    if len(hits) < FEWEST_HITS and not own:
        return {}
    terms = [*own_terms(own), *lexicon()]
    return {language: Bias(prompt=PROMPTS[language], hints=_hints(terms, language)) for language in set(languages)}


def _hints(terms: Sequence[Term], language: str) -> tuple[TermHint, ...]:
    import zhconv

    hints = []
    for term in terms:
        if term.chinese and language == "en":
            continue
        start, more, most = _ZH_BONUS if term.chinese else _EN_BONUS
        bonus = min(most, start + more * len(term.text))
        forms = {term.text, zhconv.convert(term.text, "zh-tw")} if term.chinese else {term.text}
        hints.extend(TermHint(text=form, bonus=bonus) for form in sorted(forms))
    return tuple(hints)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(text)}(?![a-z0-9])")
