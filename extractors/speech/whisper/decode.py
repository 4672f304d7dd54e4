"""Beam search over a batch of windows with openai-whisper's weights: one step for all, short audio, terms preferred.

Two things are other than in `whisper.decode`, which computes the same probabilities: windows may be shorter than 30 s,
and a hypothesis that spells a term of the lexicon gains a bonus token by token, which is taken back when it leaves the
term unfinished (shallow fusion).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from extractors.document import Struct
from extractors.speech.whisper.term_trie import TermTrie, TrieState
from extractors.speech.words.hearing import unsaid

if TYPE_CHECKING:
    from torch import Tensor

    from extractors.speech.whisper.step_decoder import Audio, StepDecoder

TOKENS_FREE = 20  # tokens that any window may give ...
LOOP = 5  # tokens: shorter doublings are speech ("好的好的"); with short windows Whisper likes to say all of it again
STUTTER = 4  # times the same few tokens in a row: "公司公司公司公司", into which a prompt can lead in noise
TOKENS_PER_SECOND = 12.0  # ... and per second on top: fast Mandarin needs 11 (6 syllables, 1.8 tokens each)
# A window that was read before is seldom so fast: where nothing is clear, names shown in the prompt lead into lists
# that end nowhere, and one window kept its batch busy for 284 steps where it had taken 104.
TOKENS_USUAL, LONGER = 7.0, 1.5


def longest(seconds: float, known: int) -> int:
    """Tokens that a reading of so many seconds may take, if another one took `known`."""
    usual = max(TOKENS_USUAL * seconds, LONGER * known)
    return int(TOKENS_FREE + min(TOKENS_PER_SECOND * seconds, usual))


class Hypothesis(Struct):
    """One reading of a window. logprob: the model's own, summed, end included; bonus: what terms and length added."""

    tokens: tuple[int, ...]
    logprob: float
    bonus: float

    @property
    def rank(self) -> float:
        return (self.logprob + self.bonus) / (len(self.tokens) + 1)


class BeamSearch:
    """The search over one batch: `run` gives every window its hypotheses, best first.

    end: the id that ends a text. Places in the vocabulary: begin may not be the first; marks are punctuation and space.
    """

    def __init__(self, decoder: StepDecoder, *, end: int, beam: int, trie: TermTrie | None = None,
                 begin: Tensor | None = None, marks: frozenset[int] = frozenset()) -> None:
        self.decoder, self.beam, self.trie = decoder, beam, trie
        self.begin, self.marks = begin, marks
        self.vocabulary = decoder.vocabulary.tolist()
        self.end = self.vocabulary.index(end)

    def run(self, audio: Audio, prompt: Tensor, seconds: Sequence[float],
            known: Sequence[int] | None = None) -> list[list[Hypothesis]]:
        """audio: of B windows, or one view of all and then another, whose mean log-probabilities count; prompt: (B, P);
        seconds: what each window lasts, known: tokens it took before, both for the most it may say.
        """
        views = len(audio[0][0]) // len(seconds)
        caches, states = self.decoder.prompt(audio, prompt.repeat(views, 1))
        room = self.decoder.context - prompt.shape[1]
        most = [min(room, limit) for limit in map(longest, seconds, known or [room] * len(seconds))]
        lanes = [_Lane(self, limit, lasts) for limit, lasts in zip(most, seconds, strict=True)]
        logits = self.decoder.logits(states[:, -1:]).expand(-1, self.beam, -1)
        alive = list(range(len(lanes)))
        for turn in range(max(most)):
            logprobs = self._logprobs(logits, first=turn == 0).unflatten(0, (views, -1)).mean(0)
            sources = self._advance([lanes[i] for i in alive], logprobs)
            going = [at for at, i in enumerate(alive) if not lanes[i].done]
            if not going:
                break
            firsts = range(0, views * len(alive), len(alive))
            if turn:
                caches.reorder(torch.tensor([(first + at) * self.beam + s for first in firsts for at in going
                                             for s in sources[at]]))
            if len(going) < len(alive):
                caches.keep(torch.tensor([first + at for first in firsts for at in going]))
                alive = [alive[at] for at in going]
            tokens = torch.tensor([[self.vocabulary[h.said[-1]] for h in lanes[i].open] for i in alive])
            logits = self.decoder.logits(self.decoder.step(caches, tokens.repeat(views, 1)))
        return [lane.result(self.vocabulary) for lane in lanes]

    def _logprobs(self, logits: Tensor, *, first: bool) -> Tensor:
        """(B, beam, V)."""
        if first and self.begin is not None:
            logits = logits.index_fill(-1, self.begin, -torch.inf)
        return logits.log_softmax(-1)

    def _advance(self, lanes: list[_Lane], logprobs: Tensor) -> list[list[int]]:
        """Every lane chooses its next hypotheses; which of its old ones each continues."""
        totals = logprobs + torch.tensor([[h.score for h in lane.open] for lane in lanes])[..., None]
        for row, lane in zip(totals, lanes, strict=True):
            lane.favour(row)
        width = 3 * self.beam
        scores, picks = totals.flatten(1).topk(width)
        chosen = logprobs.flatten(1).gather(1, picks)
        size = logprobs.shape[-1]
        return [lane.choose(list(zip(s, p, c, strict=True)), size) for lane, s, p, c
                in zip(lanes, scores.tolist(), picks.tolist(), chosen.tolist(), strict=True)]


class _Open:
    """A hypothesis under way. score: what the search ranks by; logprob: the model's part of it; terms: those gained."""

    __slots__ = ("said", "logprob", "score", "state", "terms")

    def __init__(self, said: tuple[int, ...], logprob: float, score: float, state: TrieState | None,
                 terms: frozenset[TrieState] = frozenset()) -> None:
        self.said, self.logprob, self.score, self.state, self.terms = said, logprob, score, state, terms


class _Lane:
    """The search of one window. At the start only its first beam counts: the others are the same."""

    def __init__(self, search: BeamSearch, limit: int, seconds: float) -> None:
        self.search, self.limit, self.seconds = search, limit, seconds
        root = search.trie.root if search.trie else None
        self.open = [_Open((), 0.0, 0.0 if n == 0 else -torch.inf, root) for n in range(search.beam)]
        self.finished: list[_Open] = []
        self.done = False

    def favour(self, row: Tensor) -> None:
        """Add to the totals (beam, V) of the next step what the terms give, and what ending early costs."""
        row[:, self.search.end] -= unsaid(len(self.open[0].said) + 1, self.seconds)
        if self.search.trie is None:
            return
        for totals, hypothesis in zip(row, self.open, strict=True):
            if hypothesis.score > -torch.inf:
                self.search.trie.favour(totals, hypothesis.state)

    def choose(self, ranked: list[tuple[float, int, float]], size: int) -> list[int]:
        """Take the best: those that end are finished, the others go on. (score, place in beam x V, log-probability)."""
        following: list[_Open] = []
        sources: list[int] = []
        for score, place, logprob in ranked:
            source, token = divmod(place, size)
            old = self.open[source]
            if token == self.search.end:
                if score > -torch.inf and len(following) < self.search.beam:
                    self.finished.append(_Open(old.said, old.logprob + logprob, score, None))
            elif len(following) < self.search.beam and not self._loops(said := (*old.said, token)):
                following.append(self._goes_on(old, said, old.logprob + logprob, score))
                sources.append(source)
        while following and len(following) < self.search.beam:  # every other way on was a loop
            following.append(_Open(following[0].said, 0.0, -torch.inf, None))
            sources.append(sources[0])
        self.open = following
        self.done = self._settled()
        return sources

    def _goes_on(self, old: _Open, said: tuple[int, ...], logprob: float, score: float) -> _Open:
        """A term counts once in a text: where nothing is clear, gains for the same few words make a text of them."""
        if not self.search.trie:
            return _Open(said, logprob, score, None)
        state = self.search.trie.follow(old.state, said[-1])
        if not state.whole:
            return _Open(said, logprob, score, state, old.terms)
        return _Open(said, logprob, score - state.whole * (state in old.terms), state, old.terms | {state})

    def _loops(self, said: tuple[int, ...]) -> bool:
        """The last LOOP tokens or more were said twice in a row, or fewer of them STUTTER times; marks do not count."""
        spoken = [token for token in said if token not in self.search.marks]
        if spoken and said[-1] in self.search.marks:
            return False  # was asked before the mark came
        if any(spoken[-size * STUTTER :] == spoken[-size:] * STUTTER for size in range(1, LOOP)):
            return True
        return any(spoken[-size:] == spoken[-2 * size : -size] for size in range(LOOP, len(spoken) // 2 + 1))

    def _settled(self) -> bool:
        """No open hypothesis can still beat the best finished one, or the room is used up."""
        if not self.open or len(self.open[0].said) >= self.limit:
            return True
        if not self.finished:
            return False
        best = max(f.score / (len(f.said) + 1) for f in self.finished)
        return len(self.finished) >= self.search.beam or max(
            o.score / (len(o.said) + 1) for o in self.open) < best - 0.3

    def result(self, vocabulary: list[int]) -> list[Hypothesis]:
        pool = self.finished or self.open[:1]
        found = [Hypothesis(tokens=tuple(vocabulary[t] for t in o.said), logprob=o.logprob, bonus=o.score - o.logprob)
                 for o in pool]
        return sorted(found, key=lambda h: h.rank, reverse=True)
