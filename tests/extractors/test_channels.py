"""True stereo, dual mono, rooms, silent and inverted channels, levels far apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractors.errors import NoReadableText
from extractors.speech.channels import Channels, Relation, arrange
from extractors.speech.decode import FULL_SCALE, Sound, decode
from extractors.speech.spoken import speakers_by_channel
from tests.extractors.sounds import RATE, SAMPLES

CALLS = ("zh_llm_call_dual8k.wav", "en_mle_call_dual8k.wav")


def sound_of(folder: Path, *channels: np.ndarray) -> Sound:
    files = []
    for number, samples in enumerate(channels):
        files.append(folder / f"{number}.s16")
        (np.clip(samples, -1, 1) * (FULL_SCALE - 1)).astype("<i2").tofile(files[-1])
    return Sound(files=tuple(files), frames=len(channels[0]), codec="pcm", rate=RATE)


@pytest.fixture(scope="module", params=CALLS)
def call(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The two sides of a call: (2, samples)."""
    sound = decode(SAMPLES / request.param, into=tmp_path_factory.mktemp("call"))
    return np.stack([sound.read(0, sound.seconds, channel) for channel in range(2)])


def arranged(folder: Path, *channels: np.ndarray) -> Channels:
    return arrange(sound_of(folder, *channels))


def test_a_speaker_on_each_side_is_told(call: np.ndarray, tmp_path: Path) -> None:
    found = arranged(tmp_path, *call)
    assert found.relation is Relation.SEPARATE
    assert [track.channel for track in found.tracks] == [0, 1]


@pytest.mark.parametrize("leak", [0.03, 0.1, 0.25])
def test_crosstalk_and_unlike_levels_do_not_hide_it(call: np.ndarray, tmp_path: Path, leak: float) -> None:
    left, right = call[0] + leak * call[1], 0.08 * (call[1] + leak * call[0])
    found = arranged(tmp_path, left, right)
    assert found.relation is Relation.SEPARATE
    levels = [np.percentile(np.abs(track.read(0, track.seconds)), 99) for track in found.tracks]
    assert 0.4 < levels[0] / levels[1] < 2.5


def test_the_voice_that_leaks_is_not_taken_for_a_speaker(call: np.ndarray, tmp_path: Path) -> None:
    clean = speakers_by_channel(arranged(tmp_path, *call).tracks)
    (tmp_path / "leaky").mkdir()
    leaky = speakers_by_channel(arranged(tmp_path / "leaky", call[0] + 0.1 * call[1], call[1] + 0.1 * call[0]).tracks)
    assert [turn.channel for turn in leaky.turns] == [turn.channel for turn in clean.turns]
    assert [turn.start for turn in leaky.turns] == pytest.approx([turn.start for turn in clean.turns], abs=0.5)


@pytest.mark.parametrize("factor", [1.0, 0.3, -1.0])
def test_the_same_sound_twice_is_read_once(call: np.ndarray, tmp_path: Path, factor: float) -> None:
    mixed = call.sum(axis=0)
    found = arranged(tmp_path, mixed, factor * mixed)
    assert found.relation is Relation.DUAL_MONO
    assert len(found.tracks) == 1


def test_microphones_in_one_room_are_mixed_and_never_cancel(call: np.ndarray, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    near = call[0] + 0.6 * call[1] + random.normal(0, 0.003, call.shape[1])
    far = -(0.7 * call[0] + 0.8 * call[1]) + random.normal(0, 0.003, call.shape[1])  # wired the wrong way round
    found = arranged(tmp_path, near.astype(np.float32), far.astype(np.float32))
    assert found.relation in (Relation.ROOM, Relation.DUAL_MONO)
    (track,) = found.tracks
    assert np.sqrt((track.read(0, track.seconds) ** 2).mean()) > 0.02


def test_a_silent_channel_is_left_out_with_a_note(call: np.ndarray, tmp_path: Path) -> None:
    found = arranged(tmp_path, np.zeros(call.shape[1], dtype=np.float32), call.sum(axis=0))
    assert found.relation is Relation.MONO
    assert found.tracks[0].channel == 1
    assert "channel 1 is silent" in found.notes[0].reason


def test_one_voice_among_eight_channels_is_found(call: np.ndarray, tmp_path: Path) -> None:
    silent = [np.zeros(call.shape[1], dtype=np.float32)] * 7
    found = arranged(tmp_path, *silent[:2], call.sum(axis=0), *silent[2:])
    assert [track.channel for track in found.tracks] == [2]


def test_silence_is_no_readable_text(tmp_path: Path) -> None:
    with pytest.raises(NoReadableText, match="silent") as caught:
        arranged(tmp_path, np.zeros(5 * RATE, dtype=np.float32))
    assert caught.value.stage == "channels" and "recorder" in caught.value.hint
