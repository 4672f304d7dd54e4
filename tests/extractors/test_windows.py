"""Short pieces of speech share a window, and get their own words back by time, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from extractors.document import ink
from extractors.options import Script
from extractors.speech.speech_types import SAMPLE_RATE, SpeechPiece
from extractors.speech.words.hearing import Reading
from extractors.speech.words.rereading import Heard
from extractors.speech.words.timed_text import TimedText, spread, word_starts
from extractors.speech.words.windows import Window, at_pauses, cut, quietest, shared, windows_of
from extractors.speech.words.wording import Wording, finished

LONGEST = 29.0


def talk(seconds: float, level: float = 0.1) -> np.ndarray:
    return (level * np.sin(np.arange(round(seconds * SAMPLE_RATE)) * 0.3)).astype(np.float32)


def pieces(spans: Sequence[tuple[float, float]], *, pause: float = 0.0, channel: int = -1,
           gaps: Sequence[tuple[float, float]] = (), noise: float = 0.0) -> list[SpeechPiece]:
    """Pieces of a steady voice that is silent for a tenth of the time at the beginning, for `pause` seconds around
    every end, and between the times of `gaps`.
    """
    until = max(end for _, end in spans)
    sound = talk(until)
    for start, end in [(0.0, until / 10), *gaps, *((end - pause / 2, end + pause / 2) for _, end in spans)]:
        sound[max(0, round(start * SAMPLE_RATE)) : round(end * SAMPLE_RATE)] = 0.0
    sound += np.random.default_rng(5).normal(0.0, 1.0, len(sound)).astype(np.float32) * noise
    return [SpeechPiece(index=number, start=start, end=end, channel=channel, speaker=f"speaker {number % 2 + 1}",
                        samples=sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)])
            for number, (start, end) in enumerate(spans)]


def groups(found: Sequence[Window]) -> list[list[int]]:
    return [[piece.index for piece in window.pieces] for window in found]


def test_what_was_cut_out_of_a_flow_is_heard_with_it() -> None:
    """No pause parts them: a voice that changes in the middle of a sentence is more often misheard than real."""
    assert groups(windows_of(pieces([(0, 4), (4, 5), (5, 9)]), LONGEST)) == [[0, 1, 2]]


def test_turns_with_a_pause_between_them_stay_apart() -> None:
    assert groups(windows_of(pieces([(0, 4), (4, 5), (5, 9)], pause=0.4), LONGEST)) == [[0], [1], [2]]


def test_in_noise_what_is_said_around_helps() -> None:
    """A telephone, noise 12 dB under the voice: turns share a window; 30 dB under it they do not."""
    spans = [(0, 6), (6, 9), (9, 16), (16, 21)]
    assert groups(windows_of(pieces(spans, pause=0.4, noise=0.018), LONGEST)) != [[0], [1], [2], [3]]
    assert groups(windows_of(pieces(spans, pause=0.4, noise=0.002), LONGEST)) == [[0], [1], [2], [3]]


def test_short_turns_are_heard_together() -> None:
    assert groups(windows_of(pieces([(0, 6), (6, 7.5), (7.5, 9), (9, 15)], pause=0.4), LONGEST)) == [[0], [1, 2], [3]]


def test_windows_do_not_grow_without_end() -> None:
    found = windows_of(pieces([(2.0 * n, 2.0 * n + 2.0) for n in range(30)]), LONGEST)
    assert sum(groups(found), []) == list(range(30)) and all(4 < window.seconds <= 15 for window in found)


def test_far_pieces_and_other_channels_stay_apart() -> None:
    apart = pieces([(0, 1), (3, 4)])
    other = pieces([(0, 1), (1, 2)], channel=1)
    assert groups(windows_of(apart, LONGEST)) == [[0], [1]]
    assert groups(windows_of([apart[0], other[1]], LONGEST)) == [[0], [1]]


def test_no_sound_is_lost_or_heard_twice() -> None:
    said = pieces([(0, 4), (4, 5), (5, 50)], gaps=[(20, 21), (40, 41)])
    found = windows_of(said, LONGEST)
    assert sum(len(window.samples) for window in found) == 50 * SAMPLE_RATE
    assert np.array_equal(np.concatenate([window.samples for window in found]),
                          np.concatenate([piece.samples for piece in said]))


def test_a_gap_between_pieces_is_silence() -> None:
    one, after = pieces([(0, 1), (1.05, 2)])
    (window,) = windows_of([one, after], LONGEST)
    assert len(window.samples) == 2 * SAMPLE_RATE and not window.samples[SAMPLE_RATE : SAMPLE_RATE + 700].any()


def test_pieces_part_where_nobody_speaks() -> None:
    """The speaker changes at 4.0 by the voices, and 0.3 s before it by the pause."""
    one, after = at_pauses(pieces([(0, 4), (4, 8)], gaps=[(3.6, 3.8)]))
    assert one.end == after.start == pytest.approx(3.7, abs=0.02)
    assert len(one.samples) == pytest.approx(3.7 * SAMPLE_RATE, abs=400)


def test_clicks_hold_no_word() -> None:
    assert windows_of(pieces([(0, 0.05)]), LONGEST) == [] and windows_of([], LONGEST) == []


def test_long_pieces_are_cut_where_it_is_quiet() -> None:
    sound = np.ones(16_000 * 50, dtype=np.float32)
    sound[16_000 * 20 : 16_000 * 21] = 0.0
    piece = SpeechPiece(index=4, start=100.0, end=150.0, channel=1, speaker="a", samples=sound)
    parts = cut(piece, 29.0)
    assert 120.0 < parts[0].end < 121.0 and parts[-1].end == 150.0
    assert sum(len(part.samples) for part in parts) == len(sound) and all(part.index == 4 for part in parts)
    assert 16_000 * 20 <= quietest(sound, 16_000 * 10, 16_000 * 29) <= 16_000 * 21


def worded(text: str, language: str, seconds: float) -> Wording:
    reading = Reading(text=text, logprob=-1.0, tokens=len(text))
    return Wording(heard=Heard(reading=reading, language=language, silence=0.0),
                   text=TimedText(letters=spread(text, 0.0, seconds, 0.9)))


@pytest.mark.parametrize(("language", "said", "spans", "told"), [
    ("zh", "面试有几轮？一共三轮，两轮技术面。", [(0, 2.2), (2.2, 6)], ["面试有几轮？", "一共三轮，两轮技术面。"]),
    ("zh", "面试有几轮？一共三轮，两轮技术面。", [(0, 1.9), (1.9, 6)], ["面试有几轮？", "一共三轮，两轮技术面。"]),
    ("zh", "训练用PyTorch和DeepSpeed", [(0, 2), (2, 4)], ["训练用PyTorch", "和DeepSpeed"]),
    ("en", "How many rounds? Three rounds, two of them technical.", [(0, 2.0), (2.0, 6)],
     ["How many rounds?", "Three rounds, two of them technical."]),
    ("en", "we train with PyTorch and DeepSpeed", [(0, 2.4), (2.4, 4), (4, 4.3)],
     ["we train with PyTorch", "and DeepSpeed", ""]),
])
def test_each_piece_gets_its_own_words(language: str, said: str, spans: list[tuple[float, float]],
                                       told: list[str]) -> None:
    window = Window(pieces=tuple(pieces(spans)))
    parts = shared(worded(said, language, window.pieces[-1].start if told[-1] == "" else window.seconds), window)
    assert [part.text.text for part in parts] == told


@pytest.mark.parametrize(("language", "said"), [("zh", "好的没問題 年薪八十万左右"), ("en", "sure it pays one hundred twenty thousand")])
def test_ink_adds_up_over_the_pieces(language: str, said: str) -> None:
    """Every change is noted once, with one of the pieces."""
    window = Window(pieces=tuple(pieces([(0, 1.2), (1.2, 4)])))
    whole = finished(worded(said, language, 4.0), Script.SIMPLIFIED)
    parts = shared(whole, window)
    notes = [note for part in parts for note in part.notes(0.0, 4.0, -1)]
    assert ink(said) == sum(ink(part.text.text) for part in parts) + sum(note.characters for note in notes)
    assert sorted(note.reason for note in notes) == sorted(change.reason for change in whole.changes)
    assert all(part.text.text == part.text.text.strip() != "" for part in parts)


def test_nothing_said_is_nothing_for_each() -> None:
    window = Window(pieces=tuple(pieces([(0, 1), (1, 2)])))
    assert [part.text.text for part in shared(worded("", "zh", 2.0), window)] == ["", ""]


def test_words_begin_where_they_do() -> None:
    assert word_starts("用C++，好 ok.") == [0, 1, 5, 7]
