"""Who-speaks-with-whom in windows of ten seconds: pyannote's segmentation network, run over a recording in steps.

The network tells up to three voices of a window apart, two at a time, but not who they are: its voices carry over
to no other window. Windows start at whole numbers of output frames, so that overlapping windows share one grid.
Source: Plaquet & Bredin, "Powerset multi-class cross entropy loss for neural speaker diarization", 2023.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from extractors.speech.speech_types import SAMPLE_RATE
from extractors.speech.torch_setup import prepare_torch
from extractors.weights import SPEAKER_SEGMENTATION, locate

if TYPE_CHECKING:
    from pyannote.audio import Model

WINDOW_SAMPLES = 160_000  # 10 s, what the network was trained on
WINDOW_FRAMES = 589
FRAME_SAMPLES = 270
FIELD_SAMPLES = 991  # what one output frame sees
STEP_FRAMES = 296  # half a window: every moment is seen twice
STEP_SAMPLES = STEP_FRAMES * FRAME_SAMPLES
FRAME = FRAME_SAMPLES / SAMPLE_RATE  # seconds
VOICES = 3
# The powerset's seven classes as sets of voices, in the network's order.
CLASSES = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=np.float32)
BATCH = 16  # windows; larger batches gain nothing on two cores


def window_count(samples: int) -> int:
    """How many windows cover so many samples; the last one is padded."""
    return max(1, -(-(samples - WINDOW_SAMPLES) // STEP_SAMPLES) + 1)


def frame_time(frame: float) -> float:
    """The moment (seconds) that an output frame's centre stands for."""
    return (frame * FRAME_SAMPLES + FIELD_SAMPLES / 2) / SAMPLE_RATE


def segment(samples: np.ndarray, *, windows: int) -> np.ndarray:
    """The chance of each voice in each window: float32 of shape (windows, 589, 3).

    samples: float32 mono 16 kHz, starting where the first window starts; what is missing at the end is silence.
    """
    import torch

    network = segmentation_network()
    needed = (windows - 1) * STEP_SAMPLES + WINDOW_SAMPLES
    padded = np.zeros(needed, dtype=np.float32)
    padded[: min(len(samples), needed)] = samples[:needed]
    cut = torch.from_numpy(padded).unfold(0, WINDOW_SAMPLES, STEP_SAMPLES).unsqueeze(1)
    answers = []
    with torch.inference_mode():
        for first in range(0, windows, BATCH):
            answers.append(network(cut[first : first + BATCH].contiguous()).exp().numpy())
    return np.concatenate(answers) @ CLASSES


@cache
def segmentation_network() -> Model:
    """The network, loaded once for the life of the process."""
    import warnings

    prepare_torch()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyannote warns of a decoder that is not used here
        from pyannote.audio import Model

        model = Model.from_pretrained(str(locate(SPEAKER_SEGMENTATION)))
    return model.eval()
