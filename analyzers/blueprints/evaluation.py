"""Metrics that postings name, small enough to check by hand: ROUGE-L, NDCG, MRR, win rates with intervals."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence


def units(text: str) -> list[str]:
    """What ROUGE counts: Latin words and single Chinese characters."""
    return re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", text.lower())


def rouge_l(candidate: str, reference: str) -> float:
    """F1 of the longest common subsequence."""
    left, right = units(candidate), units(reference)
    if not left or not right:
        return 0.0
    row = [0] * (len(right) + 1)
    for a in left:
        above = 0
        for place, b in enumerate(right, 1):
            above, row[place] = row[place], above + 1 if a == b else max(row[place], row[place - 1])
    precision, recall = row[-1] / len(left), row[-1] / len(right)
    return 2 * precision * recall / (precision + recall) if row[-1] else 0.0


def ndcg(grades: Sequence[float], k: int = 10) -> float:
    """Discounted gain of a ranking against the best order of the same grades (2^grade - 1 over log2(rank + 1))."""

    def gain(order: Sequence[float]) -> float:
        return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(order[:k]))

    best = gain(sorted(grades, reverse=True))
    return gain(grades) / best if best else 0.0


def mrr(rankings: Sequence[Sequence[bool]]) -> float:
    """Mean of one over the rank of the first relevant result; 0 where there is none."""
    return sum(next((1 / rank for rank, hit in enumerate(hits, 1) if hit), 0.0) for hits in rankings) / len(rankings)


def interval(values: Sequence[float], *, rounds: int = 2000, level: float = 0.95, seed: int = 0) -> tuple[float, float]:
    """Bootstrap interval of the mean: whether a difference of two systems is more than noise."""
    draw = random.Random(seed)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(rounds))
    cut = int(rounds * (1 - level) / 2)
    return means[cut], means[-cut - 1]


def win_rate(judgements: Sequence[tuple[str, str]]) -> tuple[float, tuple[float, float]]:
    """Win rate of system "a" and its interval. Each pair is judged twice with places swapped; disagreement is a tie."""
    scores = [1.0 if pair == ("a", "a") else 0.0 if pair == ("b", "b") else 0.5 for pair in judgements]
    return sum(scores) / len(scores), interval(scores)


def agreement(first: Sequence[str], second: Sequence[str]) -> float:
    """Cohen's kappa of two annotators."""
    same = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    chance = sum(first.count(label) * second.count(label) for label in set(first)) / len(first) ** 2
    return (same - chance) / (1 - chance) if chance < 1 else 1.0
