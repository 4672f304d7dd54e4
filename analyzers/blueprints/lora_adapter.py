"""LoRA from first principles: freeze a layer, learn a low-rank update beside it, merge it for serving."""

from __future__ import annotations

import torch
from torch import nn


class LoraLinear(nn.Module):
    """y = W x + (alpha / r) B A x with W frozen; B starts at zero, so training starts from the base model."""

    def __init__(self, base: nn.Linear, rank: int = 4, alpha: float = 8.0) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(rank, base.in_features) / rank)
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))
        self.scale = alpha / rank

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.base(x) + self.scale * (x @ self.down.T @ self.up.T)

    def merged(self) -> nn.Linear:
        """One plain layer with the update inside: no extra cost when serving."""
        layer = nn.Linear(self.base.in_features, self.base.out_features, bias=self.base.bias is not None)
        with torch.no_grad():
            layer.weight.copy_(self.base.weight + self.scale * self.up @ self.down)
            if self.base.bias is not None:
                layer.bias.copy_(self.base.bias)
        return layer


def adapt(model: nn.Module, rank: int = 4) -> nn.Module:
    """`model` with every linear layer wrapped and all other parameters frozen."""
    model.requires_grad_(False)
    for name, layer in list(model.named_children()):
        setattr(model, name, LoraLinear(layer, rank) if isinstance(layer, nn.Linear) else adapt(layer, rank))
    return model


def trainable_share(model: nn.Module) -> float:
    """Trainable parameters over all parameters."""
    counts = [(p.numel(), p.requires_grad) for p in model.parameters()]
    return sum(n for n, train in counts if train) / sum(n for n, _ in counts)


def train(model: nn.Module, x: torch.Tensor, y: torch.Tensor, steps: int = 200, rate: float = 1e-2) -> list[float]:
    """Losses of `steps` steps over the trainable parameters alone."""
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=rate)
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
