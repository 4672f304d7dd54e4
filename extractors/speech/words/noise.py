"""Whether there is noise beside the words of a recording, and the sound with most of it taken away.

A recogniser hears the cleaned sound no better than the sound as it is, but it errs on other words: what it finds likely
for both is more often what was said.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.speech.speech_types import SAMPLE_RATE

NOISE = 20.0  # decibels between the words and what is heard between them, under which there is noise
FRAME = 0.05  # seconds of one reading of the level
SILENT = -100.0  # decibels
SPECTRUM, HOP = 512, 128  # samples of one reading of the spectrum, and from one to the next
QUIETEST = 0.2  # share of the readings of a frequency that hold no speech ...
OF_MEAN = 0.223  # ... whose loudest, where noise is even, has this share of its mean power
LEFT = 0.25  # share of the amplitude that stays where there is nothing but noise: less of it sounds of water
_SMOOTH = (3, 5)  # frequencies and readings over which the gain is evened


def is_noisy(sounds: Sequence[np.ndarray]) -> bool:
    """Of float32 samples of speech."""
    quiet, loud = quiet_and_loud(sounds)
    return loud - quiet < NOISE


def quiet_and_loud(sounds: Sequence[np.ndarray]) -> tuple[float, float]:
    """Decibels of what is heard between words, and of the words."""
    step = round(FRAME * SAMPLE_RATE)
    power = [(samples[: len(samples) // step * step].reshape(-1, step) ** 2).mean(axis=1) for samples in sounds]
    if not sum(map(len, power)):
        return SILENT, SILENT
    quiet, loud = np.percentile(np.concatenate(power), [5, 75])
    return decibels(float(quiet)), decibels(float(loud))


def decibels(power: float) -> float:
    return float(10 * np.log10(power + 1e-10))


def cleaned(samples: np.ndarray) -> np.ndarray:
    """The sound with its even noise lowered, by spectral subtraction; as it is where it is too short to tell."""
    import torch

    if len(samples) < 2 * SPECTRUM:
        return samples
    shape = torch.hann_window(SPECTRUM)
    spectrum = torch.stft(torch.from_numpy(np.ascontiguousarray(samples)), SPECTRUM, HOP, window=shape,
                          return_complex=True)
    power = spectrum.abs() ** 2
    noise = torch.quantile(power, QUIETEST, dim=1, keepdim=True) / OF_MEAN
    gain = (1 - noise / power.clamp(min=1e-12)).clamp(min=LEFT**2).sqrt()
    even = torch.nn.functional.avg_pool2d(gain[None, None], _SMOOTH, stride=1, padding=tuple(n // 2 for n in _SMOOTH))
    sound: np.ndarray = torch.istft(spectrum * even[0, 0], SPECTRUM, HOP, window=shape, length=len(samples)).numpy()
    return sound.astype(np.float32)
