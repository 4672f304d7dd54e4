"""Turns of a conversation, and pieces of them short enough for a recogniser's window, cut where nobody speaks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from extractors.attribution import Segment
from extractors.speech_types import SAMPLE_RATE

LONGEST = 28.0  # seconds of a piece: Whisper's window is 30, and words at its edge are lost
JOINED_PAUSE = 2.0  # seconds: a longer silence begins a new turn of the same speaker
BREATH = 0.2  # seconds of sound added at either end of a piece, if nobody else speaks there
SOFT_FRAME = 0.02  # seconds of one energy reading when a place to cut is looked for
SEARCH_FROM = 14.0  # seconds: a cut is looked for between here and LONGEST


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What one speaker says until another speaks. channel: -1 when the channels were mixed."""

    start: float
    end: float
    speaker: int
    channel: int = -1


def turns(segments: Sequence[Segment], *, channel: int = -1) -> list[Turn]:
    """Exclusive segments of one track joined into turns, in order of time."""
    found: list[Turn] = []
    for segment in sorted(segments, key=lambda one: one.start):
        last = found[-1] if found else None
        if last and last.speaker == segment.speaker and segment.start - last.end <= JOINED_PAUSE:
            found[-1] = Turn(start=last.start, end=max(last.end, segment.end), speaker=last.speaker, channel=channel)
        else:
            found.append(Turn(start=segment.start, end=segment.end, speaker=segment.speaker, channel=channel))
    return found


def cuts(turn: Turn, samples: np.ndarray) -> list[tuple[float, float]]:
    """A turn as pieces (start, end in seconds of the recording) of at most 28 s, cut at the softest moments.

    samples: the turn's own, float32 mono 16 kHz.
    """
    pieces = []
    start = turn.start
    while turn.end - start > LONGEST:
        end = start + _softest(samples[round((start - turn.start) * SAMPLE_RATE) :])
        pieces.append((start, end))
        start = end
    return [*pieces, (start, turn.end)]


def padded(pieces: Sequence[tuple[float, float, int]], *, seconds: float) -> list[tuple[float, float]]:
    """Pieces (start, end, track) of one track widened by a breath, never into a neighbour, in the order given."""
    result = []
    for number, (start, end, track) in enumerate(pieces):
        before = max((other for _, other, same in pieces[:number] if same == track), default=0.0)
        after = min((other for other, _, same in pieces[number + 1 :] if same == track), default=seconds)
        result.append((max(start - BREATH, (before + start) / 2, 0.0), min(end + BREATH, (after + end) / 2, seconds)))
    return result


def _softest(samples: np.ndarray) -> float:
    """Seconds from the start at which the sound is softest, within the part where a cut may lie."""
    frame = round(SOFT_FRAME * SAMPLE_RATE)
    first, last = round(SEARCH_FROM / SOFT_FRAME), round(LONGEST / SOFT_FRAME)
    power = (samples[: last * frame].reshape(-1, frame) ** 2).mean(axis=1)[first:last]
    width = 10  # a fifth of a second: one soft frame lies inside a plosive as well
    smooth = np.convolve(power, np.ones(width) / width, mode="same")
    return (first + int(np.argmin(smooth))) * SOFT_FRAME
