"""Calls that no recording of ours is: three speakers, an hour. Joined from the sample calls and from utterances.

Every call is (samples at 16 kHz, list of (start, end, speaker)); a voice is changed by playing it slower or faster,
which moves pitch and formants together, as another throat would.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

RATE = 16_000
FRAME = RATE // 50  # samples of one reading of energy
SILENT = 1e-3  # of the loudest reading: below it nobody speaks (the recordings' own noise lies at 1e-5)
Truth = list[tuple[float, float, str]]


def folders(parser: argparse.ArgumentParser) -> None:
    """The arguments that every bench of recordings takes: where data and samples are, where answers are kept."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ROLESCAN_DATA", beside / "data")))
    parser.add_argument("--samples", type=Path, default=beside / "samples")
    parser.add_argument("--work", type=Path, required=True)


def sample_call(samples: Path, name: str, form: str = ".flac") -> tuple[np.ndarray, Truth]:
    """One of the sample calls ("zh_llm_call") and its true segments."""
    sound, rate = soundfile.read(samples / f"{name}{form}", dtype="float32")
    if sound.ndim > 1:
        sound = sound.mean(axis=1)
    told = json.loads((samples / f"{name}.json").read_text(encoding="utf-8"))["segments"]
    return at_rate(sound, rate), [(one["start"], one["end"], one["speaker"]) for one in told]


def at_rate(sound: np.ndarray, rate: int) -> np.ndarray:
    changed: np.ndarray = sound if rate == RATE else resample_poly(sound, RATE, rate).astype(np.float32)
    return changed


def other_voice(sound: np.ndarray, percent: int) -> np.ndarray:
    """The same words by a voice that is `percent` of the pitch (below 100: deeper and slower)."""
    changed: np.ndarray = resample_poly(sound, 100, percent).astype(np.float32)
    return changed


def third_speaker(samples: Path, name: str, *, percent: int, every: int = 2) -> tuple[np.ndarray, Truth]:
    """A sample call in which every n-th answer of the candidate comes from a third person."""
    sound, truth = sample_call(samples, name)
    parts, answers = [], 0
    for start, end, speaker in truth:
        part = sound[round(start * RATE) : round(end * RATE)]
        if speaker == "candidate":
            answers += 1
            if answers % every == 0:
                part, speaker = other_voice(part, percent), "manager"
        parts.append((part, speaker))
    return joined(parts)


def of_utterances(folder: Path, speakers: Sequence[str], *, seed: int = 0) -> tuple[np.ndarray, Truth]:
    """A conversation of real people, who take turns with parts of their read utterances."""
    listed = json.loads((folder / "utterances.json").read_text(encoding="utf-8"))
    parts: dict[str, list[np.ndarray]] = {name: [] for name in speakers}
    for one in listed:
        if one["speaker"] in parts:
            sound, rate = soundfile.read(folder / one["file"], dtype="float32")
            parts[one["speaker"]] += _sentences(at_rate(sound, rate))
    random = np.random.default_rng(seed)
    order: list[tuple[np.ndarray, str]] = []
    while any(parts.values()):
        free = [name for name, left in parts.items() if left and (not order or order[-1][1] != name)]
        name = str(random.choice(free or [name for name, left in parts.items() if left]))
        order.append((parts[name].pop(0), name))
    sound, truth = joined(order, seed=seed)
    return sound, [piece for turn in truth for piece in _spoken(sound, turn)]


def long_call(calls: Sequence[tuple[np.ndarray, Truth]], *, seconds: float, seed: int = 0) -> tuple[np.ndarray, Truth]:
    """Calls of the same people one after the other, loudness and noise changing, until `seconds` are full."""
    random = np.random.default_rng(seed)
    sounds: list[np.ndarray] = []
    truth: Truth = []
    at, number = 0.0, 0
    while at < seconds:
        sound, told = calls[number % len(calls)]
        noise = random.normal(0, 10 ** random.uniform(-4, -2.5), len(sound)).astype(np.float32)
        sounds.append(sound * np.float32(random.uniform(0.4, 1.0)) + noise)
        truth += [(start + at, end + at, speaker) for start, end, speaker in told]
        at += len(sound) / RATE
        number += 1
    return np.concatenate(sounds), truth


def joined(parts: Sequence[tuple[np.ndarray, str]], *, seed: int = 0) -> tuple[np.ndarray, Truth]:
    """Parts one after the other with the pauses of a conversation."""
    random = np.random.default_rng(seed)
    sounds: list[np.ndarray] = []
    truth: Truth = []
    at = 0.0
    for part, speaker in parts:
        pause = random.uniform(0.15, 0.6)
        level = max(float(np.sqrt((part**2).mean())), 1e-4)
        sounds += [np.zeros(round(pause * RATE), dtype=np.float32), part * np.float32(0.07 / level)]
        at += round(pause * RATE) / RATE
        truth.append((at, at + len(part) / RATE, speaker))
        at += len(part) / RATE
    return np.concatenate(sounds), truth


def _spoken(sound: np.ndarray, turn: tuple[float, float, str]) -> Truth:
    """A turn of read speech without its pauses, in which the recording's noise or a breath is nobody's speech.

    By Silero with its own settings, which no engine of ours finds speech with: energy does not tell where a reader
    whose room is loud (8 dB below the voice) falls silent.
    """
    import torch

    detector = _detector()
    from silero_vad import get_speech_timestamps

    start, end, speaker = turn
    part = torch.from_numpy(sound[round(start * RATE) : round(end * RATE)])
    spans = get_speech_timestamps(part, detector, sampling_rate=RATE)
    return [(start + one["start"] / RATE, start + one["end"] / RATE, speaker) for one in spans]


@cache
def _detector():  # noqa: ANN202 - a torch module
    import torch

    threads = torch.get_num_threads()
    from silero_vad import load_silero_vad

    detector = load_silero_vad()
    torch.set_num_threads(threads)  # importing silero_vad sets it to one for the whole process
    return detector


def _sentences(sound: np.ndarray) -> list[np.ndarray]:
    """An utterance cut at its longest pauses into parts of 2 to 7 seconds, silence at the ends cut off."""
    power = (sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME) ** 2).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * SILENT)
    sound = sound[loud[0] * FRAME : (loud[-1] + 1) * FRAME]
    if len(sound) < 7 * RATE:
        return [sound]
    power = power[loud[0] : loud[-1] + 1]
    smooth = np.convolve(power, np.ones(10) / 10, mode="same")
    middle = slice(len(smooth) // 4, 3 * len(smooth) // 4)
    cut = (middle.start + int(np.argmin(smooth[middle]))) * FRAME
    return [*_sentences(sound[:cut]), *_sentences(sound[cut:])]
