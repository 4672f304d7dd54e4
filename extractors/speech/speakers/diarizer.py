"""Who speaks when: the Diarizer protocol, and our own engine behind it.

Speech and overlap come from pyannote's segmentation network; identity from windowed voice prints and spectral
clustering. Voices of the segmentation network are not used for identity: on noisy calls they take two people for
one, where prints of one and a half seconds do not (DER .10 against .00).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec
import numpy as np

from extractors.memory import give_back
from extractors.speech.speakers.attribution import Segment, Stretch, assemble, prints_of_speech
from extractors.speech.speakers.clustering import cluster
from extractors.speech.speakers.embedding import DIMENSIONS
from extractors.speech.speakers.segmentation import STEP_FRAMES, STEP_SAMPLES, WINDOW_SAMPLES, segment, window_count
from extractors.speech.speech_types import SAMPLE_RATE

CHAPTER_WINDOWS = 16  # 80 seconds: what is computed, kept and taken up again at once


class Readable(Protocol):
    """A signal that can be read piece by piece: float32 mono 16 kHz."""

    @property
    def seconds(self) -> float: ...

    def read(self, start: float, end: float) -> np.ndarray: ...


class Keep(Protocol):
    """Arrays of finished work, kept between runs."""

    def load(self, name: str) -> dict[str, np.ndarray] | None: ...

    def save(self, name: str, arrays: dict[str, np.ndarray]) -> None: ...


class Diarization(msgspec.Struct, frozen=True, kw_only=True):
    """segments: all speech, overlapping where people do. exclusive: one speaker at a time, the stronger one.

    speakers: how many. Segment.speaker counts from 0 in order of appearance, -1 when unknown.
    """

    segments: tuple[Segment, ...]
    exclusive: tuple[Segment, ...]
    speakers: int


class Diarizer(Protocol):
    """An engine that tells speakers apart."""

    name: str
    version: str

    def diarize(self, sound: Readable, *, speakers: int = 0, keep: Keep | None = None,
                progress: Callable[[float], None] | None = None) -> Diarization:
        """Find the speakers. speakers: how many, 0 to find out. progress: told the share done, 0 to 1."""


class RolescanDiarizer:
    """Segmentation for speech and overlap, prints for identity."""

    name = "rolescan"
    version = "1"

    def diarize(self, sound: Readable, *, speakers: int = 0, keep: Keep | None = None,
                progress: Callable[[float], None] | None = None) -> Diarization:
        stretches = []
        total = window_count(round(sound.seconds * SAMPLE_RATE))
        for first in range(0, total, CHAPTER_WINDOWS):
            count = min(CHAPTER_WINDOWS, total - first)
            stretches.append(_kept_stretch(sound, first, count, keep, last=first + count == total))
            give_back()
            if progress:
                progress((first + count) / total)
        prints = np.concatenate([stretch.clear_prints for stretch in stretches])
        if not len(prints):
            prints = np.concatenate([stretch.prints for stretch in stretches])
        centres = cluster(prints, speakers=speakers) if len(prints) else np.zeros((0, DIMENSIONS), dtype=np.float32)
        segments, exclusive = assemble(stretches, centres, seconds=sound.seconds)
        count = len({segment.speaker for segment in exclusive if segment.speaker >= 0})
        return Diarization(segments=segments, exclusive=exclusive, speakers=count)


def _kept_stretch(sound: Readable, first: int, count: int, keep: Keep | None, *, last: bool) -> Stretch:
    name = f"stretch-{first:05d}-{count}"
    kept = keep.load(name) if keep is not None else None
    if kept is not None:
        return Stretch(first_frame=first * STEP_FRAMES, **kept)
    stretch = _stretch(sound, first, count, last=last)
    if keep is not None:
        keep.save(name, {"voices": stretch.voices, "spans": stretch.spans, "prints": stretch.prints})
    return stretch


def _stretch(sound: Readable, first: int, count: int, *, last: bool) -> Stretch:
    """Segmentation and voice prints of some windows of the recording. last: no other stretch follows."""
    start = first * STEP_SAMPLES / SAMPLE_RATE
    end = start + ((count - 1) * STEP_SAMPLES + WINDOW_SAMPLES) / SAMPLE_RATE
    samples = sound.read(start, min(end, sound.seconds))
    voices = segment(samples, windows=count)
    until = float("inf") if last else count * STEP_SAMPLES / SAMPLE_RATE
    spans, prints = prints_of_speech(samples, voices, until=until)
    return Stretch(first_frame=first * STEP_FRAMES, voices=voices.astype(np.float16), spans=spans + start,
                   prints=prints)
