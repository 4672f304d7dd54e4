"""A training loop with gradient accumulation, mixed precision and checkpoints that resume to the same losses."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn


class Settings(NamedTuple):
    steps: int = 20
    micro_batch: int = 4
    accumulate: int = 4  # micro batches in one optimiser step: the batch is their product
    rate: float = 1e-2
    clip: float = 1.0
    mixed: bool = True  # bfloat16 where it is safe; master weights stay float32


class Trainer:
    """Trains `model` on (x, y); the state of model, optimiser, step and random numbers goes into a checkpoint."""

    def __init__(self, model: nn.Module, x: torch.Tensor, y: torch.Tensor, settings: Settings = Settings()) -> None:
        self.model, self.x, self.y, self.settings = model, x, y, settings
        self.optimiser = torch.optim.AdamW(model.parameters(), lr=settings.rate)
        self.random = torch.Generator().manual_seed(0)
        self.step = 0

    def run(self, until: int) -> list[float]:
        """Losses of the steps up to `until`."""
        losses = []
        while self.step < until:
            losses.append(self._step())
        return losses

    def _step(self) -> float:
        total = 0.0
        self.optimiser.zero_grad()
        for _ in range(self.settings.accumulate):
            rows = torch.randint(len(self.x), (self.settings.micro_batch,), generator=self.random)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.settings.mixed):
                loss = nn.functional.cross_entropy(self.model(self.x[rows]).float(), self.y[rows])
            (loss / self.settings.accumulate).backward()  # the mean over the whole batch
            total += loss.item() / self.settings.accumulate
        nn.utils.clip_grad_norm_(self.model.parameters(), self.settings.clip)
        self.optimiser.step()
        self.step += 1
        return total

    def save(self, path: Path) -> None:
        """Written aside and renamed: a crash never leaves half a checkpoint."""
        scratch = path.with_suffix(".part")
        torch.save(
            {
                "model": self.model.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "step": self.step,
                "random": self.random.get_state(),
            },
            scratch,
        )
        scratch.replace(path)

    def load(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.random.set_state(state["random"])
        self.step = state["step"]
