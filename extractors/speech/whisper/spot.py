"""Which terms the sound may hold at given places of a reading, whatever stands there: keyword spotting in one pass.

A name that Whisper was not taught is improbable wherever it is said. What tells is how much more probable the sound
makes it than it would be in any other talk: each term is weighed against its own probability over silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from extractors.document import Struct
from extractors.speech.whisper.align import ending_logprobs, token_places
from extractors.speech.whisper.step_decoder import Audio, StepDecoder
from extractors.speech.words.hearing import Sounding

FIRST = 12  # terms whose first token fits best, of which the rest is weighed too
# Nats: where no first token fits better, no term begins. Development calls, zh: so it is at a third of 1954 places, and
# none of them brought a name into the text; of the 64 names told the next reading the poorest has -3.0.
POOR = -4.0
AHEAD = 0.5  # share of its improbability over silence that a first token is forgiven in that choice


class Spelling(Struct):
    """A term as tokens. first, whole: log-probability over silence of its first token, and of all of them."""

    term: str
    tokens: tuple[int, ...]
    first: float
    whole: float


def spellings(decoder: StepDecoder, silence: Audio, said: Sequence[int], tokens: Mapping[str, Sequence[int]],
              ) -> list[Spelling]:
    """Terms, given as tokens, with their log-probabilities after `said` where nothing is to be heard.

    silence: of one window. Terms with tokens that may not be said are left out.
    """
    known = token_places(decoder)
    sayable = {term: list(own) for term, own in tokens.items() if own and bool((known[list(own)] >= 0).all())}
    caches, states = decoder.prompt(silence, torch.tensor([list(said)], device=decoder.output.device))
    odds = ending_logprobs(decoder, caches, states,
                           [(len(said), part) for own in sayable.values() for part in (own[:1], own)])
    return [Spelling(term=term, tokens=tuple(own), first=first, whole=whole)
            for (term, own), first, whole in zip(sayable.items(), odds[::2], odds[1::2], strict=True)]


def soundings(decoder: StepDecoder, audio: Audio, said: Sequence[int],
              trials: Sequence[tuple[int, int, Sequence[Spelling]]], window: int) -> list[Sounding]:
    """The terms that may begin in window number `window`: those whose sound fits best at each place.

    audio: of that window. trials: (tokens of `said` before the place, its character, terms to try there).
    """
    caches, states = decoder.prompt(audio, torch.tensor([list(said)], device=decoder.output.device))
    heads = decoder.logits(states[:, [before - 1 for before, *_ in trials]])[0].log_softmax(-1)
    known = token_places(decoder).to(decoder.output.device)
    chosen: list[tuple[int, int, Spelling]] = []
    for row, (before, at, terms) in zip(heads, trials, strict=True):
        firsts = row[known[[term.tokens[0] for term in terms]]].tolist()
        ranked = sorted(((first - AHEAD * term.first, term.term, term) for first, term
                         in zip(firsts, terms, strict=True)), reverse=True)
        chosen += [(before, at, term) for fit, _, term in ranked[:FIRST] if ranked[0][0] >= POOR]
    odds = ending_logprobs(decoder, caches, states, [(before, term.tokens) for before, _, term in chosen])
    return [Sounding(place=window, at=at, term=term.term, logprob=logprob, usual=term.whole)
            for (_, at, term), logprob in zip(chosen, odds, strict=True)]
