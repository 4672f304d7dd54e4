"""Where there is speech at all: Silero's detector, light enough to be asked about every piece of sound."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from extractors.speech.speech_types import SAMPLE_RATE

if TYPE_CHECKING:
    import torch

THRESHOLD = 0.4  # Silero's own default is .5, with which 7 % of noisy telephone speech is missed
LEAST_SPEECH = 0.2  # seconds
LEAST_SILENCE = 0.25  # seconds between two stretches of speech
PAD = 0.05  # seconds left on either side, for soft consonants


def speech_spans(samples: np.ndarray) -> list[tuple[float, float]]:
    """Start and end (seconds) of every stretch of speech in float32 mono 16 kHz samples."""
    import torch

    detector = _detector()  # before anything of silero_vad is imported, see there
    from silero_vad import get_speech_timestamps

    found = get_speech_timestamps(
        torch.from_numpy(np.ascontiguousarray(samples)), detector, threshold=THRESHOLD, sampling_rate=SAMPLE_RATE,
        min_speech_duration_ms=round(LEAST_SPEECH * 1000), min_silence_duration_ms=round(LEAST_SILENCE * 1000),
        speech_pad_ms=round(PAD * 1000))
    return [(span["start"] / SAMPLE_RATE, span["end"] / SAMPLE_RATE) for span in found]


@cache
def _detector() -> torch.nn.Module:
    """The detector, loaded once for the life of the process; torch keeps the number of threads it had."""
    import torch

    threads = torch.get_num_threads()
    from silero_vad import load_silero_vad

    model: torch.nn.Module = load_silero_vad()
    torch.set_num_threads(threads)  # importing silero_vad sets it to one for the whole process
    return model
