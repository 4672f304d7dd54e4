"""Turns of a conversation, and pieces of them short enough for a recogniser's window, cut where nobody speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from extractors.speech.speakers.attribution import Segment
from extractors.speech.speech_types import SAMPLE_RATE

LONGEST = 28.0  # seconds of a piece: Whisper's window is 30, and words at its edge are lost
JOINED_PAUSE = 2.0  # seconds: a longer silence begins a new turn of the same speaker
BREATH = 0.2  # seconds of sound added at either end of a piece, if nobody else speaks there
SOFT_FRAME = 0.02  # seconds of one energy reading when a place to cut is looked for
SOFT_FRAMES = 10  # readings taken together: a single soft one lies inside a plosive as well
SEARCH_FROM = 14.0  # seconds: a cut is looked for between here and LONGEST


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What one speaker says until another speaks. channel: -1 when the channels were mixed."""

    start: float
    end: float
    speaker: int
    channel: int = -1


def turns(segments: Sequence[Segment], channels: Mapping[int, int]) -> list[Turn]:
    """Segments joined into turns wherever nobody else begins to speak in between, in order of time.

    channels: the channel on which each speaker is heard.
    """
    found: list[Turn] = []
    for segment in sorted(segments, key=lambda one: (one.start, one.end)):
        last = found[-1] if found else None
        if last and last.speaker == segment.speaker and segment.start - last.end <= JOINED_PAUSE:
            found[-1] = msgspec.structs.replace(last, end=max(last.end, segment.end))
        else:
            found.append(Turn(start=segment.start, end=segment.end, speaker=segment.speaker,
                              channel=channels[segment.speaker]))
    return found


def cuts(turn: Turn, read: Callable[[float, float], np.ndarray]) -> list[tuple[float, float]]:
    """A turn as pieces (start, end in seconds of the recording) of at most 28 s, cut at the softest moments.

    read: gives float32 mono 16 kHz samples between two times.
    """
    pieces = []
    start = turn.start
    while turn.end - start > LONGEST:
        end = start + _softest(read(start, start + LONGEST))
        pieces.append((start, end))
        start = end
    return [*pieces, (start, turn.end)]


def padded(pieces: Sequence[tuple[float, float, int]], *, seconds: float) -> list[tuple[float, float]]:
    """Pieces (start, end, track) of one track widened by a breath, never into a neighbour, in the order given."""
    result = []
    for number, (start, end, track) in enumerate(pieces):
        before = max((other for _, other, same in pieces[:number] if same == track), default=-2 * BREATH)
        after = min((other for other, _, same in pieces[number + 1 :] if same == track), default=seconds + 2 * BREATH)
        result.append((max(start - BREATH, (before + start) / 2, 0.0), min(end + BREATH, (after + end) / 2, seconds)))
    return result


def _softest(samples: np.ndarray) -> float:
    """Seconds from the start at which the sound is softest, within the part where a cut may lie."""
    frame = round(SOFT_FRAME * SAMPLE_RATE)
    whole = len(samples) // frame * frame
    power = (samples[:whole].reshape(-1, frame) ** 2).mean(axis=1)
    smooth = np.convolve(power, np.ones(SOFT_FRAMES) / SOFT_FRAMES, mode="valid")
    first = round(SEARCH_FROM / SOFT_FRAME)
    return (first + int(np.argmin(smooth[first:])) + SOFT_FRAMES / 2) * SOFT_FRAME
