"""Turns break where others begin; long ones are cut where it is quiet; breaths never reach into a neighbour."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.speech.speakers.attribution import Segment
from extractors.speech.turns import LONGEST, Turn, cuts, padded, turns
from tests.extractors.sounds import RATE, tone


def segments(*parts: tuple[float, float, int]) -> list[Segment]:
    return [Segment(start=start, end=end, speaker=speaker) for start, end, speaker in parts]


def test_pauses_of_one_speaker_stay_in_the_turn_and_long_ones_end_it() -> None:
    found = turns(segments((0, 2, 0), (3, 5, 0), (9, 10, 0)), {0: -1})
    assert [(turn.start, turn.end) for turn in found] == [(0, 5), (9, 10)]


def test_a_short_answer_breaks_the_other_speakers_turn() -> None:
    found = turns(segments((0, 5, 0), (5.4, 6.0, 1), (6.5, 9, 0)), {0: 0, 1: 1})
    assert [(turn.start, turn.speaker, turn.channel) for turn in found] == [(0, 0, 0), (5.4, 1, 1), (6.5, 0, 0)]


def test_a_long_turn_is_cut_in_its_pauses() -> None:
    sound = tone(70.0)
    for pause in (20.0, 44.0):
        sound[round(pause * RATE) : round((pause + 0.4) * RATE)] = 0
    turn = Turn(start=100.0, end=170.0, speaker=0)
    pieces = cuts(turn, lambda start, end: sound[round((start - 100) * RATE) : round((end - 100) * RATE)])
    assert [round(start) for start, _ in pieces] == [100, 120, 144]
    assert all(end - start <= LONGEST for start, end in pieces)


@settings(max_examples=30)
@given(st.floats(0.1, 120), st.integers(0, 9))
def test_pieces_cover_the_turn_without_gap_or_overlap(length: float, seed: int) -> None:
    sound = np.random.default_rng(seed).normal(size=round(length * RATE) + 1).astype(np.float32)
    pieces = cuts(Turn(start=0.0, end=length, speaker=0),
                  lambda start, end: sound[round(start * RATE) : round(end * RATE)])
    assert pieces[0][0] == 0.0 and pieces[-1][1] == length
    assert all(before[1] == after[0] for before, after in zip(pieces, pieces[1:], strict=False))
    assert all(0 < end - start <= LONGEST for start, end in pieces)


def test_a_breath_is_added_up_to_the_middle_of_the_gap() -> None:
    spans = padded([(0.1, 2.0, -1), (2.1, 4.0, -1), (9.0, 9.9, -1)], seconds=10.0)
    assert [(round(start, 3), round(end, 3)) for start, end in spans] == [(0.0, 2.05), (2.05, 4.2), (8.8, 10.0)]
