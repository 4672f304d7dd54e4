"""Counting voices among prints: few and many, rare speakers, one voice, long recordings."""

from __future__ import annotations

import time

import numpy as np
import pytest

from extractors.speech.speakers.clustering import LANDMARKS, cluster


def prints_of(sizes: list[int], *, alike: float = 0.5, within: float = 0.7, seed: int = 0) -> np.ndarray:
    """Unit vectors as real prints lie: cosine `alike` between voices, about `within` between prints of one."""
    random = np.random.default_rng(seed)
    shared = random.normal(size=192)
    shared /= np.linalg.norm(shared)
    rows = []
    for size in sizes:
        own = random.normal(size=192)
        own /= np.linalg.norm(own)
        voice = np.sqrt(alike) * shared + np.sqrt(1 - alike) * own
        noise = random.normal(size=(size, 192))
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        rows.append(np.sqrt(within) * voice + np.sqrt(1 - within) * noise)
    points = np.concatenate(rows)
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("sizes", [[60, 40], [90, 8], [70, 12, 5], [30, 30, 30, 30, 30], [12, 9], [6, 5]])
@pytest.mark.parametrize("seed", range(3))
def test_voices_are_counted(sizes: list[int], seed: int) -> None:
    assert len(cluster(prints_of(sizes, seed=seed))) == len(sizes)


@pytest.mark.parametrize("size", [1, 2, 3, 8, 40, 300])
def test_one_voice_stays_one(size: int) -> None:
    assert len(cluster(prints_of([size], within=0.6))) == 1


@pytest.mark.parametrize(("sizes", "told"), [([60, 40], 3), ([50, 50, 50], 2), ([3], 5), ([1], 2), ([40, 40], 1)])
def test_a_told_count_is_kept_as_far_as_there_are_prints(sizes: list[int], told: int) -> None:
    assert len(cluster(prints_of(sizes), speakers=told)) == min(told, sum(sizes))


def test_two_hours_of_prints_are_clustered_in_seconds_with_a_rare_third_speaker() -> None:
    prints = prints_of([7_000, 4_800, 200])
    order = np.random.default_rng(0).permutation(len(prints))
    assert len(prints) > LANDMARKS
    begun = time.process_time()
    assert len(cluster(prints[order])) == 3
    assert time.process_time() - begun < 20


def test_an_odd_sound_that_comes_again_and_again_is_nobody_new() -> None:
    """A cough of one of the two, a dozen times in an hour: closer to its speaker than another person is."""
    prints = prints_of([600, 90])
    speaker = prints[:600].mean(axis=0) / np.linalg.norm(prints[:600].mean(axis=0))
    across = np.random.default_rng(7).normal(size=192)
    across -= across @ speaker * speaker
    odd = 0.72 * speaker + np.sqrt(1 - 0.72**2) * across / np.linalg.norm(across)
    again = odd + np.random.default_rng(8).normal(0, 0.01, (12, 192))
    again /= np.linalg.norm(again, axis=1, keepdims=True)
    assert len(cluster(np.concatenate([prints, again]).astype(np.float32))) == 2
