"""Beam search over a batch of windows with openai-whisper's weights: one step for all, short audio, terms preferred.

Three things are other than in `whisper.decode`, which computes the same probabilities: windows may be shorter than
30 s; the beams of a window share its audio's keys and values (they are queries of one attention, not copies), and
so do they share the prompt's; and a hypothesis that spells a term of the lexicon gains a bonus token by token, which
is taken back when it leaves the term unfinished (shallow fusion).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F

from extractors.document import Struct
from extractors.speech.whisper.term_trie import TermTrie, TrieState
from extractors.speech.words.hearing import unsaid

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import MultiHeadAttention, Whisper

Watch = Callable[[int, "Tensor", "Tensor"], None]
TOKENS_FREE = 20  # tokens that any window may give ...
LOOP = 5  # tokens: shorter doublings are speech ("好的好的"); with short windows Whisper likes to say all of it again
STUTTER = 4  # times the same few tokens in a row: "公司公司公司公司", into which a prompt can lead in noise
TOKENS_PER_SECOND = 12.0  # ... and per second on top: fast Mandarin needs 11 (6 syllables, 1.8 tokens each)


class Hypothesis(Struct):
    """One reading of a window. logprob: the model's own, summed, end included; bonus: what terms and length added."""

    tokens: tuple[int, ...]
    logprob: float
    bonus: float

    @property
    def rank(self) -> float:
        return (self.logprob + self.bonus) / (len(self.tokens) + 1)


class Caches:
    """Keys and values of one batch. Audio and prompt: a row a window. Said: a row a hypothesis, grown by each step."""

    def __init__(self, layers: int) -> None:
        self.audio: list[tuple[Tensor, Tensor]] = []
        self.prompt: list[tuple[Tensor, Tensor]] = []
        self.said: list[tuple[Tensor, Tensor] | None] = [None] * layers

    def keep(self, windows: Tensor) -> None:
        """Only these windows go on (audio and prompt)."""
        for kept in (self.audio, self.prompt):
            for layer, (k, v) in enumerate(kept):  # one layer after another is in memory twice, not all at once
                kept[layer] = (k[windows], v[windows])

    def reorder(self, hypotheses: Tensor) -> None:
        """The hypotheses of the next step continue these ones."""
        for layer, pair in enumerate(self.said):
            self.said[layer] = pair and (pair[0][hypotheses], pair[1][hypotheses])


class StepDecoder:
    """Whisper's text decoder, a prompt at once and then a token a step. vocabulary: ids that may be said."""

    def __init__(self, model: Whisper, vocabulary: Tensor) -> None:
        self.decoder = model.decoder
        self.heads = model.dims.n_text_head
        self.context = model.dims.n_text_ctx
        self.vocabulary = vocabulary
        self.output = model.decoder.token_embedding.weight[vocabulary].clone()

    def prompt(self, features: Tensor, tokens: Tensor, *, windows: Sequence[int] | None = None,
               watch: Watch | None = None, keep: bool = True) -> tuple[Caches, Tensor]:
        """Read (B, P) tokens at once, for features (B, T, width): the caches and the last layer's states (B, P, width).

        windows: of each row its window in `features`, where rows share them. watch: told every layer's number, queries
        and keys of the attention over the audio. keep: or the caches stay empty, and one layer's are in memory at once.
        """
        caches = Caches(len(self.decoder.blocks))
        x = self._embed(tokens, 0, features.dtype)
        for layer, block in enumerate(self.decoder.blocks):
            h = block.attn_ln(x)
            k, v = self._split(block.attn.key(h)).contiguous(), self._split(block.attn.value(h)).contiguous()
            mixed = F.scaled_dot_product_attention(self._split(block.attn.query(h)), k, v, is_causal=True)
            x = x + block.attn.out(_join(mixed))
            audio = self._audio(block, features, windows)
            if keep:
                caches.prompt.append((k, v))
                caches.audio.append(audio)
            if watch:
                watch(layer, self._split(block.cross_attn.query(block.cross_attn_ln(x))), audio[0])
            x = self._rest(block, x, *audio)
        return caches, self.decoder.ln(x)

    def step(self, caches: Caches, tokens: Tensor) -> Tensor:
        """One token more for every hypothesis. tokens: (B, beam). The states (B, beam, width)."""
        said = caches.said[0]
        offset = caches.prompt[0][0].shape[2] + (said[0].shape[2] if said else 0)
        x = self._embed(tokens[..., None], offset, self.output.dtype)[:, :, 0]
        for layer, block in enumerate(self.decoder.blocks):
            h = block.attn_ln(x)
            x = x + block.attn.out(self._attend_said(block.attn, h, caches, layer))
            x = self._rest(block, x, *caches.audio[layer])
        return self.decoder.ln(x)

    def follow(self, caches: Caches, at: Tensor, tokens: Tensor) -> Tensor:
        """Several endings of one window's prompt at once: row N goes on after the prompt's first at[N] tokens.

        at: (N,); tokens: (N, n). The states (N, n, width).
        """
        rows, size = tokens.shape
        prompt = caches.prompt[0][0].shape[2]
        places = (at[:, None] + torch.arange(size)).clamp(max=self.context - 1)
        x = (self.decoder.token_embedding(tokens) + self.decoder.positional_embedding[places]).to(self.output.dtype)
        before = (torch.arange(prompt) < at[:, None, None]).expand(rows, size, prompt)
        seen = torch.cat([before, torch.ones(size, size, dtype=torch.bool).tril().expand(rows, size, size)], -1)
        for layer, block in enumerate(self.decoder.blocks):
            h = block.attn_ln(x)
            k, v = (torch.cat([old.expand(rows, -1, -1, -1), self._split(part(h))], 2) for old, part
                    in zip(caches.prompt[layer], (block.attn.key, block.attn.value), strict=True))
            mixed = F.scaled_dot_product_attention(self._split(block.attn.query(h)), k, v, attn_mask=seen[:, None])
            x = x + block.attn.out(_join(mixed))
            x = self._rest(block, x.flatten(0, 1)[None], *caches.audio[layer])[0].unflatten(0, (rows, size))
        return self.decoder.ln(x)

    def logits(self, states: Tensor) -> Tensor:
        """Over `vocabulary`, float32."""
        flat = states.flatten(0, -2)  # as a matrix: in bfloat16 torch takes 16 times as long for a slice of three axes
        return F.linear(flat, self.output).float().unflatten(0, states.shape[:-1])

    def _attend_said(self, attention: MultiHeadAttention, h: Tensor, caches: Caches, layer: int) -> Tensor:
        """Self attention of one new token a hypothesis: over the shared prompt, and over its own words."""
        windows, beam, width = h.shape
        q = self._split(attention.query(h))  # (B, H, beam, d)
        k_new, v_new = (_rows(self._split(part(h))) for part in (attention.key, attention.value))  # (B*beam, H, 1, d)
        said = caches.said[layer]
        k, v = (torch.cat([said[0], k_new], 2), torch.cat([said[1], v_new], 2)) if said else (k_new, v_new)
        caches.said[layer] = (k, v)
        k_prompt, v_prompt = caches.prompt[layer]
        scale = (width // self.heads) ** -0.5
        far = (q @ k_prompt.transpose(-1, -2)).float() * scale  # (B, H, beam, P)
        near = (_rows(q) @ k.transpose(-1, -2)).float() * scale  # (B*beam, H, 1, t)
        near = near.view(windows, beam, self.heads, -1).transpose(1, 2)
        weights = torch.cat([far, near], -1).softmax(-1).to(q.dtype)
        prompt = k_prompt.shape[2]
        own = _rows(weights[..., prompt:].contiguous()) @ v  # (B*beam, H, 1, d)
        mixed = weights[..., :prompt] @ v_prompt + own.view(windows, beam, self.heads, -1).transpose(1, 2)
        return _join(mixed)

    def _rest(self, block: torch.nn.Module, x: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """The layer's attention over the audio, and its perceptron."""
        attention = block.cross_attn
        q = self._split(attention.query(block.cross_attn_ln(x)))
        x = x + attention.out(_join(F.scaled_dot_product_attention(q, k, v)))
        return x + block.mlp(block.mlp_ln(x))

    def _audio(self, block: torch.nn.Module, features: Tensor, windows: Sequence[int] | None) -> tuple[Tensor, Tensor]:
        """The layer's keys and values of the audio, a row a window, or a row for each of `windows`."""
        k = self._split(block.cross_attn.key(features)).contiguous()
        v = self._split(block.cross_attn.value(features)).contiguous()
        return (k, v) if windows is None else (k[list(windows)], v[list(windows)])

    def _embed(self, tokens: Tensor, offset: int, dtype: torch.dtype) -> Tensor:
        places = self.decoder.positional_embedding[offset : offset + tokens.shape[-1]]
        return (self.decoder.token_embedding(tokens) + places).to(dtype)

    def _split(self, x: Tensor) -> Tensor:
        """(B, n, width) -> (B, H, n, d)."""
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)


def _join(x: Tensor) -> Tensor:
    """(B, H, n, d) -> (B, n, width)."""
    return x.transpose(1, 2).flatten(2)


def _rows(x: Tensor) -> Tensor:
    """(B, H, beam, d) -> (B*beam, H, 1, d)."""
    return x.transpose(1, 2).reshape(-1, x.shape[1], 1, x.shape[3])


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

    def run(self, features: Tensor, prompt: Tensor, seconds: Sequence[float]) -> list[list[Hypothesis]]:
        """features: (B, T, width); prompt: (B, P); seconds: what each window lasts, for the most it may say."""
        caches, states = self.decoder.prompt(features, prompt)
        room = self.decoder.context - prompt.shape[1]
        most = [min(room, int(TOKENS_FREE + TOKENS_PER_SECOND * s)) for s in seconds]
        lanes = [_Lane(self, limit, lasts) for limit, lasts in zip(most, seconds, strict=True)]
        logits = self.decoder.logits(states[:, -1:]).expand(-1, self.beam, -1)
        alive = list(range(len(lanes)))
        for turn in range(max(most)):
            logprobs = self._logprobs(logits, first=turn == 0)
            sources = self._advance([lanes[i] for i in alive], logprobs)
            going = [at for at, i in enumerate(alive) if not lanes[i].done]
            if not going:
                break
            if turn:
                caches.reorder(torch.tensor([at * self.beam + s for at in going for s in sources[at]]))
            if len(going) < len(alive):
                caches.keep(torch.tensor(going))
                alive = [alive[at] for at in going]
            tokens = torch.tensor([[self.vocabulary[h.said[-1]] for h in lanes[i].open] for i in alive])
            logits = self.decoder.logits(self.decoder.step(caches, tokens))
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
