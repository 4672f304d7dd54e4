"""Fusing picture, instruction and past actions with cross-attention, so that a missing input is survivable."""

from __future__ import annotations

import torch
from torch import nn


class Fusion(nn.Module):
    """One encoder a modality, tokens tagged by modality, a small transformer over all, an action from a query token.

    In production the encoders are pre-trained (a ViT, a language model); here they are single layers.
    """

    MODALITIES = ("image", "text", "action")

    def __init__(self, image: int = 48, vocabulary: int = 100, action: int = 8, width: int = 32) -> None:
        super().__init__()
        self.encoders = nn.ModuleDict(
            {
                "image": nn.Linear(image, width),
                "text": nn.Embedding(vocabulary, width),
                "action": nn.Linear(action, width),
            }
        )
        self.tags = nn.ParameterDict({name: nn.Parameter(torch.randn(width) * 0.02) for name in self.MODALITIES})
        self.query = nn.Parameter(torch.randn(width) * 0.02)
        layer = nn.TransformerEncoderLayer(width, nhead=4, dim_feedforward=2 * width, dropout=0.0, batch_first=True)
        self.mix = nn.TransformerEncoder(layer, num_layers=2, enable_nested_tensor=False)
        self.head = nn.Linear(width, action)

    def forward(self, inputs: dict[str, torch.Tensor]) -> torch.Tensor:
        """inputs: image (batch, patches, 48), text (batch, tokens) ids, action (batch, steps, 8); any may miss."""
        if not inputs:
            raise ValueError("at least one modality is needed")
        batch = next(iter(inputs.values())).shape[0]
        tokens = [self.query.expand(batch, 1, -1)]
        tokens += [self.encoders[name](inputs[name]) + self.tags[name] for name in self.MODALITIES if name in inputs]
        return torch.tanh(self.head(self.mix(torch.cat(tokens, 1))[:, 0]))  # actions stay within -1 to 1


def drop_modality(
    inputs: dict[str, torch.Tensor], random: torch.Generator, chance: float = 0.3
) -> dict[str, torch.Tensor]:
    """Inputs with modalities left out at random, never all: what teaches the model to do without one."""
    kept = {name: value for name, value in inputs.items() if torch.rand(1, generator=random).item() > chance}
    return kept or dict([next(iter(inputs.items()))])


def align(times: torch.Tensor, values: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """`values` (n, d) sampled at rising `times` (n), interpolated at `wanted` (m): one clock for all sensors."""
    right = torch.searchsorted(times, wanted).clamp(1, len(times) - 1)
    left = right - 1
    share = ((wanted - times[left]) / (times[right] - times[left])).clamp(0, 1).unsqueeze(1)
    return values[left] * (1 - share) + values[right] * share
