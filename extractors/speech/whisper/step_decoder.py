"""Whisper's text decoder with its caches: a prompt read at once, then a token a step, or several endings at once.

The beams of a window share its audio's keys and values (they are queries of one attention, not copies), and so do they
share the prompt's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F

from extractors.speech.whisper.attention import attend

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import MultiHeadAttention, Whisper

Audio = Sequence[tuple["Tensor", "Tensor"]]  # a decoder layer's keys and values of the sound, (B, H, T, d) each
Watch = Callable[[int, "Tensor", "Tensor"], None]


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
        self.layers = len(model.decoder.blocks)
        self.heads = model.dims.n_text_head
        self.context = model.dims.n_text_ctx
        self.vocabulary = vocabulary
        self.output = model.decoder.token_embedding.weight[vocabulary].clone()

    def hear(self, features: Tensor, layer: int) -> tuple[Tensor, Tensor]:
        """The layer's keys and values of the sound, (B, H, T, d) each. features: (B, T, width)."""
        attention = self.decoder.blocks[layer].cross_attn
        return (self._split(attention.key(features)).contiguous(), self._split(attention.value(features)).contiguous())

    def prompt(self, audio: Audio, tokens: Tensor, *, windows: Sequence[int] | None = None,
               watch: Watch | None = None, keep: bool = True) -> tuple[Caches, Tensor]:
        """Read (B, P) tokens at once, for the sound of B windows: the caches and the last layer's states (B, P, width).

        windows: of each row its window in `audio`, where rows share them. watch: told every layer's number, queries
        and keys of the attention over the audio. keep: or the caches stay empty, and one layer's are in memory at once.
        """
        caches = Caches(len(self.decoder.blocks))
        x = self._embed(tokens, 0, self.output.dtype)
        for layer, block in enumerate(self.decoder.blocks):
            h = block.attn_ln(x)
            k, v = self._split(block.attn.key(h)).contiguous(), self._split(block.attn.value(h)).contiguous()
            mixed = F.scaled_dot_product_attention(self._split(block.attn.query(h)), k, v, is_causal=True)
            x = x + block.attn.out(_join(mixed))
            heard = audio[layer] if windows is None else tuple(part[list(windows)] for part in audio[layer])
            if keep:
                caches.prompt.append((k, v))
                caches.audio.append(heard)
            if watch:
                watch(layer, self._split(block.cross_attn.query(block.cross_attn_ln(x))), heard[0])
            x = self._rest(block, x, *heard)
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
            mixed = attend(self._split(block.attn.query(h)), k, v, seen[:, None])
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
        x = x + attention.out(_join(attend(q, k, v)))
        return x + block.mlp(block.mlp_ln(x))

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
