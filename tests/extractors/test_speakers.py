"""The networks themselves, on the sample calls: who speaks when, both engines, and work taken up again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from extractors.speech.channels import Track, arrange
from extractors.speech.decode import decode
from extractors.speech.speakers import diarizer as speakers_module
from extractors.speech.speakers.attribution import Segment
from extractors.speech.speakers.diarizer import RolescanDiarizer
from extractors.speech.spoken import diarizer_named, speakers_by_channel
from tests.extractors.sounds import SAMPLES

COLLAR = 0.25
SECONDS = 27.0  # six turns of each call


class Part:
    """The beginning of a track."""

    def __init__(self, track: Track, seconds: float) -> None:
        self.seconds = seconds
        self._track = track

    def read(self, start: float, end: float) -> np.ndarray:
        return self._track.read(start, min(end, self.seconds))


def truth(name: str, seconds: float) -> list[tuple[float, float, str]]:
    told = json.loads((Path(__file__).parent / "calls" / f"{name}.json").read_text(encoding="utf-8"))["segments"]
    return [(one["start"], min(one["end"], seconds), one["speaker"]) for one in told if one["start"] < seconds]


def error_rate(found: Sequence[Segment], wanted: list[tuple[float, float, str]], seconds: float) -> float:
    """Diarization error rate with a collar, speakers matched by who they overlap with most; no overlap in truth."""
    time = np.arange(0, seconds, 0.01)
    said, heard = np.full(len(time), -1), np.full(len(time), -1)
    names = sorted({speaker for _, _, speaker in wanted})
    scored = np.ones(len(time), dtype=bool)
    for start, end, speaker in wanted:
        said[(time >= start) & (time < end)] = names.index(speaker)
        for edge in (start, end):
            scored &= abs(time - edge) > COLLAR
    for one in found:
        heard[(time >= one.start) & (time < one.end)] = one.speaker + 100
    for label in np.unique(heard[heard >= 99]):
        overlap = [int(((heard == label) & (said == place)).sum()) for place in range(len(names))]
        heard[heard == label] = int(np.argmax(overlap))
    return float((scored & (said != heard)).sum() / max(1, (scored & (said >= 0)).sum()))


@pytest.fixture(scope="module", params=["zh_llm_call", "en_mle_call"])
def call(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Part]:
    sound = decode(SAMPLES / f"{request.param}.flac", into=tmp_path_factory.mktemp("call"))
    return request.param, Part(arrange(sound).tracks[0], SECONDS)


def test_two_speakers_are_found_without_being_told(call: tuple[str, Part]) -> None:
    name, part = call
    found = RolescanDiarizer().diarize(part)
    assert found.speakers == 2
    assert found.exclusive[0].speaker == 0
    assert error_rate(found.exclusive, truth(name, SECONDS), SECONDS) <= 0.02


@pytest.mark.parametrize("name", ["zh_llm_call", "en_mle_call"])
def test_on_two_channels_nobody_is_mistaken(name: str, tmp_path: Path) -> None:
    found = speakers_by_channel(arrange(decode(SAMPLES / f"{name}_dual8k.wav", into=tmp_path)).tracks)
    for start, end, speaker in truth(name, 1e9):
        middle = [turn for turn in found.turns if turn.start <= (start + end) / 2 <= turn.end]
        assert [turn.channel for turn in middle] == [0 if speaker == "recruiter" else 1]


class Memory(dict):
    """Work kept in a dictionary."""

    def load(self, name: str) -> dict[str, np.ndarray] | None:
        return self.get(name)

    def save(self, name: str, arrays: dict[str, np.ndarray]) -> None:
        self[name] = arrays


def test_a_killed_run_goes_on_at_the_last_finished_stretch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = Part(arrange(decode(SAMPLES / "zh_llm_call.flac", into=tmp_path)).tracks[0], SECONDS)
    monkeypatch.setattr(speakers_module, "CHAPTER_WINDOWS", 2)
    keep = Memory()

    def dies(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        RolescanDiarizer().diarize(part, keep=keep, progress=dies)
    finished, shares = len(keep), []
    assert finished > 0
    networks = speakers_module.segment
    monkeypatch.setattr(speakers_module, "segment",
                        lambda *args, **named: (shares.append(1), networks(*args, **named))[1])
    resumed = RolescanDiarizer().diarize(part, keep=keep)
    assert len(shares) == len(keep) - finished
    assert resumed.speakers == 2
    assert resumed == RolescanDiarizer().diarize(part, keep=keep, speakers=2)
    assert RolescanDiarizer().diarize(part, keep=keep, speakers=1).speakers == 1


def test_pyannotes_own_pipeline_is_a_second_engine(tmp_path: Path) -> None:
    track = arrange(decode(SAMPLES / "en_mle_call.flac", into=tmp_path)).tracks[0]
    found = diarizer_named("pyannote").diarize(Part(track, 16.0))
    assert found.speakers == 2
    assert error_rate(found.exclusive, truth("en_mle_call", 16.0), 16.0) <= 0.1


def test_the_speech_detector_leaves_torch_its_threads() -> None:
    """silero_vad sets them to one when it is imported: in a process of its own, for it is imported here already."""
    code = ("import numpy as np, torch; torch.set_num_threads(2); from extractors.speech.vad import speech_spans; "
            "speech_spans(np.zeros(16_000, dtype=np.float32)); assert torch.get_num_threads() == 2")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
