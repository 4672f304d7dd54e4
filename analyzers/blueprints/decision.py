"""A decision policy by clipped policy gradient (PPO) in a tiny world, with a safety layer outside of learning."""

from __future__ import annotations

import torch
from torch import nn

STEPS = 12
MOVES = torch.tensor([[0.0, 0.2], [0.0, -0.2], [0.2, 0.0], [-0.2, 0.0]])


class World:
    """Many copies of a square: reach the goal, stay out of the forbidden disc around the origin. State: x, y, goal."""

    def __init__(self, copies: int, seed: int) -> None:
        self.random = torch.Generator().manual_seed(seed)
        self.place = torch.rand(copies, 2, generator=self.random) * 0.6 - 0.9
        self.goal = torch.rand(copies, 2, generator=self.random) * 0.6 + 0.3

    def state(self) -> torch.Tensor:
        return torch.cat([self.place, self.goal], 1)

    def safe(self) -> torch.Tensor:
        """Which moves keep out of the disc and inside the square, shape (copies, 4): the safety layer."""
        after = self.place.unsqueeze(1) + MOVES
        inside = after.abs().amax(2) <= 1
        clear = after.norm(dim=2) > 0.25
        fine = inside & clear
        return fine | ~fine.any(1, keepdim=True)

    def step(self, action: torch.Tensor) -> torch.Tensor:
        """Moves; the reward is how much nearer the goal is."""
        before = (self.place - self.goal).norm(dim=1)
        self.place = self.place + MOVES[action]
        return before - (self.place - self.goal).norm(dim=1)


class Policy(nn.Module):
    def __init__(self, width: int = 32) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, width), nn.Tanh(), nn.Linear(width, len(MOVES)))

    def choices(self, state: torch.Tensor, safe: torch.Tensor) -> torch.distributions.Categorical:
        return torch.distributions.Categorical(logits=self.body(state).masked_fill(~safe, -1e9))


def run(policy: Policy, copies: int, seed: int) -> tuple[list[torch.Tensor], ...]:
    """States, safe masks, actions, log-probabilities and rewards of one episode in every copy."""
    world = World(copies, seed)
    kept: tuple[list[torch.Tensor], ...] = ([], [], [], [], [])
    for _ in range(STEPS):
        state, safe = world.state(), world.safe()
        with torch.no_grad():
            choices = policy.choices(state, safe)
            action = choices.sample()
        for row, value in zip(kept, (state, safe, action, choices.log_prob(action), world.step(action)), strict=True):
            row.append(value)
    return kept


def train(policy: Policy, rounds: int = 30, copies: int = 64, clip: float = 0.2, rate: float = 0.01) -> list[float]:
    """Mean return of every round. The ratio of new to old probability is clipped, which bounds each update."""
    optimiser = torch.optim.Adam(policy.parameters(), lr=rate)
    returns = []
    for number in range(rounds):
        states, masks, actions, old, rewards = (torch.stack(row) for row in run(policy, copies, number))
        gain = rewards.flip(0).cumsum(0).flip(0)
        advantage = (gain - gain.mean(1, keepdim=True)) / (gain.std() + 1e-6)
        for _ in range(4):
            choices = policy.choices(states, masks)
            ratio = (choices.log_prob(actions) - old).exp()
            bounded = torch.minimum(ratio * advantage, ratio.clamp(1 - clip, 1 + clip) * advantage)
            loss = -(bounded + 0.01 * choices.entropy()).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        returns.append(rewards.sum(0).mean().item())
    return returns
