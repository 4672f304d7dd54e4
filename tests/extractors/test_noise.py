"""Noise beside the words: told by the level of the pauses, and lowered without touching the words."""

from __future__ import annotations

import numpy as np

from extractors.speech.words.noise import cleaned, is_noisy

RATE = 16_000


def _talk(seconds: float = 3.0) -> np.ndarray:
    """Half a second of tone, half a second of nothing, and so on."""
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * 440 * time) * (time % 1.0 < 0.5)).astype(np.float32)


def _hiss(level: float, size: int) -> np.ndarray:
    return np.random.default_rng(0).normal(0.0, level, size).astype(np.float32)


def test_noise_is_told_by_the_pauses() -> None:
    talk = _talk()
    assert not is_noisy([talk]) and not is_noisy([talk + _hiss(0.002, len(talk))])
    assert is_noisy([talk + _hiss(0.05, len(talk))])


def test_noise_is_lowered_and_the_words_stay() -> None:
    talk = _talk()
    noisy = talk + _hiss(0.05, len(talk))
    clean = cleaned(noisy)
    pauses = talk == 0
    assert clean.dtype == np.float32 and len(clean) == len(noisy)
    assert np.square(clean[pauses]).mean() < np.square(noisy[pauses]).mean() / 4
    assert np.square(clean[~pauses]).mean() > 0.8 * np.square(talk[~pauses]).mean()


def test_what_is_too_short_or_silent_stays() -> None:
    assert cleaned(_hiss(0.1, 100)).tolist() == _hiss(0.1, 100).tolist()
    assert not np.isnan(cleaned(np.zeros(RATE, np.float32))).any()
