"""From the networks' answers to segments: thresholds, short sounds, flips, overlap, unknown speakers."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.speech.speakers.attribution import Stretch, assemble, expected_voices, runs, speech_mask
from extractors.speech.speakers.segmentation import FRAME, STEP_FRAMES, WINDOW_FRAMES, frame_time, window_count

SECONDS = 20.0
WINDOWS = window_count(round(SECONDS * 16_000))
CENTRES = np.eye(2, 192, dtype=np.float32)


def stretch_of(*speech: tuple[float, float, int], both: tuple[tuple[float, float], ...] = (),
               prints_from: float = 0.4) -> Stretch:
    """What the networks would say of those stretches (start, end, voice), and of times where both speak."""
    frames = (WINDOWS - 1) * STEP_FRAMES + WINDOW_FRAMES
    whole = np.zeros((frames, 3), dtype=np.float32)
    time = frame_time(np.arange(frames))
    for start, end, voice in speech:
        whole[(time >= start) & (time < end), voice] = 0.98
    for start, end in both:
        whole[(time >= start) & (time < end), :2] = 0.95
    voices = np.stack([whole[n * STEP_FRAMES : n * STEP_FRAMES + WINDOW_FRAMES] for n in range(WINDOWS)])
    spans, prints = [], []
    for start, end, voice in speech:
        if end - start >= prints_from:
            for first in np.arange(start, max(end - 1.5, start) + 1e-6, 0.6):
                spans.append((first, min(first + 1.5, end)))
                prints.append(CENTRES[voice])
    return Stretch(first_frame=0, voices=voices, spans=np.array(spans).reshape(-1, 2),
                   prints=np.array(prints, dtype=np.float32).reshape(-1, 192))


def told(stretch: Stretch, centres: np.ndarray = CENTRES) -> list[tuple[float, float, int]]:
    _, exclusive = assemble([stretch], centres, seconds=SECONDS)
    return [(round(one.start, 1), round(one.end, 1), one.speaker) for one in exclusive]


def test_segments_follow_the_speech_and_speakers_count_from_the_first() -> None:
    assert told(stretch_of((1, 5, 1), (6, 9, 0), (10, 14, 1))) == [(1.0, 5.0, 0), (6.0, 9.0, 1), (10.0, 14.0, 0)]


def test_a_breath_within_a_sentence_is_bridged_and_a_pause_is_not() -> None:
    assert told(stretch_of((1, 5, 0), (5.3, 8, 0), (9, 12, 0))) == [(1.0, 8.0, 0), (9.0, 12.0, 0)]


def test_a_sound_too_short_for_a_print_goes_to_its_neighbour_or_stays_unknown() -> None:
    found = told(stretch_of((1, 5, 0), (5.5, 5.8, 0), (12, 12.3, 1)))
    assert found == [(1.0, 5.8, 0), (12.0, 12.3, -1)]


def test_overlap_has_both_speakers_and_the_exclusive_turns_one() -> None:
    stretch = stretch_of((1, 6, 0), (6, 10, 1), both=((5, 7),))
    everyone, exclusive = assemble([stretch], CENTRES, seconds=SECONDS)
    assert sum(one.length for one in everyone) > sum(one.length for one in exclusive) + 1.0
    assert all(before.end <= after.start + FRAME for before, after in zip(exclusive, exclusive[1:], strict=False))


def test_without_any_voice_speech_is_unknown_rather_than_missing() -> None:
    stretch = stretch_of((3, 3.3, 0))
    assert told(stretch, np.zeros((0, 192), dtype=np.float32)) == [(3.0, 3.3, -1)]


def test_speech_must_be_sure_somewhere() -> None:
    expected = np.array([0, 0.5, 0.6, 0.5, 0, 0.5, 0.9, 0.45, 0])
    assert runs(speech_mask(expected)) == [(5, 8)]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0, 19), st.floats(0.05, 6), st.integers(0, 1)), max_size=8))
def test_segments_lie_in_the_recording_in_order_and_never_overlap(parts: list[tuple[float, float, int]]) -> None:
    stretch = stretch_of(*((start, min(SECONDS, start + length), voice) for start, length, voice in parts))
    everyone, exclusive = assemble([stretch], CENTRES, seconds=SECONDS)
    assert all(0 <= one.start < one.end <= SECONDS for one in everyone)
    assert all(before.end <= after.start + FRAME for before, after in zip(exclusive, exclusive[1:], strict=False))


def test_windows_share_one_grid() -> None:
    answer = np.zeros((3, WINDOW_FRAMES, 3), dtype=np.float32)
    moment = STEP_FRAMES + 400
    answer[1, 400, 0] = answer[2, 400 - STEP_FRAMES, 2] = 1.0
    assert int(expected_voices(answer).argmax()) == moment
    assert [window_count(n) for n in (1, 160_000, 160_001, 160_000 + 79_920, 160_000 + 79_921)] == [1, 1, 2, 2, 3]
