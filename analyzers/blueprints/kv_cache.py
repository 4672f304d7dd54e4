"""Batched generation with a key-value cache, checked against the same model without one, and int8 weights."""

from __future__ import annotations

import torch
from torch import nn

Cache = list[tuple[torch.Tensor, torch.Tensor]]


class Block(nn.Module):
    """One decoder layer; with a cache only the new tokens are computed."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm, self.mix, self.out = nn.LayerNorm(width), nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x: torch.Tensor, past: tuple[torch.Tensor, torch.Tensor] | None) -> tuple[torch.Tensor, tuple]:
        batch, new, width = x.shape
        q, k, v = (
            part.view(batch, new, self.heads, -1).transpose(1, 2) for part in self.mix(self.norm(x)).chunk(3, -1)
        )
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        mask = torch.ones(new, k.shape[2], dtype=torch.bool).tril(k.shape[2] - new)
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = x + self.out(seen.transpose(1, 2).reshape(batch, new, width))
        return x + self.feed(x), (k, v)


class TinyDecoder(nn.Module):
    def __init__(
        self, vocabulary: int = 64, width: int = 32, layers: int = 2, heads: int = 4, longest: int = 128
    ) -> None:
        super().__init__()
        self.token, self.place = nn.Embedding(vocabulary, width), nn.Embedding(longest, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.head = nn.Linear(width, vocabulary)

    def forward(self, tokens: torch.Tensor, cache: Cache | None = None) -> tuple[torch.Tensor, Cache]:
        start = cache[0][0].shape[2] if cache else 0
        x = self.token(tokens) + self.place(torch.arange(start, start + tokens.shape[1]))
        kept: Cache = []
        for number, block in enumerate(self.blocks):
            x, pair = block(x, cache[number] if cache else None)
            kept.append(pair)
        return self.head(x), kept


@torch.no_grad()
def generate(model: TinyDecoder, prompts: torch.Tensor, count: int, *, cached: bool = True) -> torch.Tensor:
    """Greedy continuation of a batch of equal-length prompts, shape (batch, prompt + count)."""
    tokens, cache, fed = prompts, None, prompts
    for _ in range(count):
        logits, cache = model(fed, cache if cached else None)
        best = logits[:, -1].argmax(-1, keepdim=True)
        tokens = torch.cat([tokens, best], 1)
        fed = best if cached else tokens
    return tokens


def cache_bytes(layers: int, heads: int, head_width: int, tokens: int, batch: int, size: int = 2) -> int:
    """Memory of the cache, two tensors a layer: 512 KiB a token for 32 layers, 32 heads of 128, 2 bytes."""
    return 2 * layers * heads * head_width * tokens * batch * size


def quantise(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Symmetric int8 weights and their scale, one scale an output row; restore with `weights * scale`."""
    scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    return (weight / scale).round().to(torch.int8), scale
