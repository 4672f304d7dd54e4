"""Terms as a tree of tokens: a hypothesis that walks down a branch gains, one that leaves it half way pays back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


class TrieState:
    """A node of the tree. pending: bonus gained since the root that is lost when the term is not finished.

    whole: what all of the term gained that ends here, else 0.
    """

    __slots__ = ("children", "pending", "whole", "gains", "_places", "_amounts")

    def __init__(self, pending: float = 0.0) -> None:
        self.children: dict[int, TrieState] = {}
        self.gains: dict[int, float] = {}
        self.pending = pending
        self.whole = 0.0
        self._places: Tensor | None = None
        self._amounts: Tensor | None = None

    def tensors(self) -> tuple[Tensor, Tensor]:
        """The tokens that lead on, and what each of them gains; made once."""
        import torch

        if self._places is None or self._amounts is None:
            self._places = torch.tensor(list(self.gains), dtype=torch.long)
            self._amounts = torch.tensor(list(self.gains.values()))
        return self._places, self._amounts


class TermTrie:
    """spellings: (tokens, bonus per token); the tokens are places in the decoder's vocabulary."""

    def __init__(self, spellings: Iterable[tuple[tuple[int, ...], float]]) -> None:
        self.root = TrieState()
        for tokens, bonus in spellings:
            self._add(tokens, bonus)

    def _add(self, tokens: tuple[int, ...], bonus: float) -> None:
        node = self.root
        for number, token in enumerate(tokens, start=1):
            last = number == len(tokens)
            child = node.children.get(token)
            if child is None:
                child = node.children[token] = TrieState(node.pending + bonus)
                node.gains[token] = bonus
            if last:
                child.whole = max(child.whole, bonus * len(tokens))
                child.pending = 0.0
            node = child

    def favour(self, totals: Tensor, state: TrieState | None) -> None:
        """Change the totals (V) of a hypothesis that stands at `state`, in place."""
        state = state or self.root
        places, amounts = self.root.tensors()
        if state is self.root:
            totals[places] += amounts
            return
        ahead, gains = state.tensors()
        kept = totals[ahead] + gains
        totals -= state.pending
        totals[places] += amounts
        totals[ahead] = kept

    def follow(self, state: TrieState | None, token: int) -> TrieState:
        """Where a token leads: on, or back to the root, or from the root into another term."""
        state = state or self.root
        if token in state.children:
            return state.children[token]
        return self.root.children.get(token, self.root)
