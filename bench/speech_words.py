"""What was said: `python bench/speech_words.py --data FOLDER --samples FOLDER --work FOLDER [--only SYSTEM ...]`.

CER (Chinese) and WER (English) of the sample calls, clean and noisy, turn by turn on the true turns and through the
whole pipeline, and of the single utterances, beside stock openai-whisper and faster-whisper int8 with the same
weights. Numbers and script are written alike for everybody before counting. Each system runs in a process of its
own; its answers are kept in the work folder as JSON, and bench/results/speech_words.md is written of what is there.
Data: development data with a folder speech/ (utterances); samples: the two calls in all their forms.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

HERE = Path(__file__).resolve().parent
RATE = 16_000
THREADS = 2
CALLS = (("zh_llm_call", "zh", ".flac"), ("zh_llm_call", "zh", "_noisy8k.wav"),
         ("en_mle_call", "en", ".flac"), ("en_mle_call", "en", "_noisy8k.wav"))
TERMS = {"zh": ("RAG", "PyTorch", "DeepSpeed", "vLLM", "Milvus", "Kubernetes", "LoRA", "RLHF"),
         "en": ("PyTorch", "Ray", "TensorRT", "Kubernetes")}
AIMS = {("zh", ".flac"): (0.10, 7), ("zh", "_noisy8k.wav"): (0.20, 4), ("en", ".flac"): (0.06, 0),
        ("en", "_noisy8k.wav"): (0.09, 0)}
SYSTEMS = ("stock openai-whisper", "stock faster-whisper int8", "rolescan openai-whisper", "rolescan faster-whisper",
           "rolescan pipeline")
_CHINESE_DIGITS = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")
Answer = dict[str, Any]


def alike(text: str, language: str) -> list[str]:
    """What is compared: letters and digits (Chinese) or words (English), numbers in digits, one script, no case."""
    import zhconv

    from extractors.speech.spoken_numbers import with_digits

    plain = unicodedata.normalize("NFKC", zhconv.convert(text, "zh-cn"))
    plain = with_digits(plain.lower() if language == "zh" else plain, language).lower()
    if language == "zh":
        plain = re.sub(r"(?<=\d)(万?)到(?=\d)", r"\1", plain).translate(_CHINESE_DIGITS)
        return [character for character in plain if character.isalnum()]
    plain = re.sub(r"(?<=\d),(?=\d)", "", plain).replace("$", " ")
    return re.sub(r"[^a-z0-9' ]", " ", plain).split()


def edits(said: Sequence[str], heard: Sequence[str]) -> int:
    row = list(range(len(heard) + 1))
    for i, one in enumerate(said, 1):
        corner, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (one != other))
    return row[-1]


def error_rate(said: Sequence[str], heard: Sequence[str], language: str) -> float:
    pairs = [(alike(a, language), alike(b, language)) for a, b in zip(said, heard, strict=True)]
    return sum(edits(a, b) for a, b in pairs) / sum(len(a) for a, _ in pairs)


def terms_heard(text: str, language: str) -> list[str]:
    return [term for term in TERMS[language]
            if re.search(rf"(?<![a-z]){re.escape(term)}(?![a-z])", text, re.IGNORECASE)]


def sound(path: Path) -> np.ndarray:
    from faster_whisper.audio import decode_audio

    samples: np.ndarray = decode_audio(str(path), sampling_rate=RATE)
    return samples


# --- the systems: each answers for (clips, turns or none, language) -------------------------------------------------

Reader = Callable[[np.ndarray, Sequence[tuple[float, float]], str], Answer]


def stock_openai() -> Reader:
    import torch
    import whisper
    from whisper.model import ModelDimensions, Whisper

    from extractors.speech.whisper_convert import converted_base

    checkpoint = torch.load(converted_base(), weights_only=True)
    model = Whisper(ModelDimensions(**checkpoint["dims"]))
    model.load_state_dict(checkpoint["model_state_dict"])
    model.set_alignment_heads(whisper._ALIGNMENT_HEADS["base"])

    def read(samples: np.ndarray, turns: Sequence[tuple[float, float]], language: str) -> Answer:
        result = model.eval().transcribe(samples, language=language, fp16=False, beam_size=5)
        return {"text": result["text"]}

    return read


def stock_faster() -> Reader:
    from faster_whisper import WhisperModel

    from extractors.speech.faster_engine import base_folder

    model = WhisperModel(str(base_folder()), compute_type="int8", cpu_threads=THREADS, local_files_only=True)

    def read(samples: np.ndarray, turns: Sequence[tuple[float, float]], language: str) -> Answer:
        segments, _ = model.transcribe(samples, language=language, beam_size=5)
        return {"text": " ".join(segment.text for segment in segments)}

    return read


def ours(engine: str) -> Reader:
    from extractors.options import SpeechOptions
    from extractors.speech.asr import choose, transcribe
    from extractors.speech.speech_types import SpeechPiece

    options = SpeechOptions(asr=engine)
    choose(options)

    def read(samples: np.ndarray, turns: Sequence[tuple[float, float]], language: str) -> Answer:
        spans = list(turns) or [(0.0, len(samples) / RATE)]
        pieces = [SpeechPiece(index=n, start=a, end=b, channel=-1, speaker="",
                              samples=samples[int(a * RATE) : int(b * RATE)]) for n, (a, b) in enumerate(spans)]
        found = transcribe(pieces, options=options)
        repairs = [f"{note.before} → {note.after}" for one in found for note in one.notes if "term" in note.reason]
        return {"text": (" " if language == "en" else "").join(one.text for one in found),
                "turns": [one.text for one in found], "repairs": repairs}

    return read


def pipeline(path: Path) -> Answer:
    from extractors import extract
    from extractors.options import Options
    from extractors.source import describe

    document = extract(describe(str(path)), Options())
    repairs = [f"{note.before} → {note.after}" for note in document.notes if "sounds like a term" in note.reason]
    return {"text": " ".join(block.text for block in document.blocks), "repairs": repairs}


# --- running --------------------------------------------------------------------------------------------------------


def answer(system: str, data: Path, samples: Path, target: Path) -> None:
    """Run one system over everything, and keep what it said with seconds of wall and processor time."""
    import torch

    torch.set_num_threads(THREADS)
    reader = {"stock openai-whisper": stock_openai, "stock faster-whisper int8": stock_faster,
              "rolescan openai-whisper": lambda: ours("openai-whisper"),
              "rolescan faster-whisper": lambda: ours("faster-whisper"), "rolescan pipeline": lambda: None}[system]()
    found: dict[str, Answer] = {}
    for name, language, form in CALLS:
        path = samples / f"{name}{form}"
        segments = json.loads((samples / f"{name}.json").read_text())["segments"]
        turns = [(one["start"], one["end"]) for one in segments]
        whole = sound(path)
        work = (lambda path=path: pipeline(path)) if reader is None else (
            lambda whole=whole, turns=turns, language=language: reader(whole, turns, language))
        found[f"{name}{form}"] = timed(work, len(whole) / RATE)
    if reader is not None and (data / "speech" / "utterances.json").is_file():
        for one in json.loads((data / "speech" / "utterances.json").read_text()):
            whole = sound(data / "speech" / one["file"])
            task = lambda whole=whole, one=one: reader(whole, [], one["language"])  # noqa: E731
            found[one["file"]] = timed(task, len(whole) / RATE)
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1))


def timed(work: Callable[[], Answer], seconds: float) -> Answer:
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return {**result, "seconds": seconds, "wall": time.perf_counter() - wall,
            "processor": time.process_time() - processor}


# --- the report -----------------------------------------------------------------------------------------------------


def report(work: Path, data: Path, samples: Path) -> str:
    kept = {system: json.loads(path.read_text()) for system in SYSTEMS if (path := _file(work, system)).is_file()}
    lines = ["# Words", "", "CER (Chinese) or WER (English); numbers and script written alike for all. Factor: wall "
             f"time over length, {THREADS} threads, loading apart; in brackets processor time over length.", "",
             "| call | system | error | aim | terms | factor |", "|---|---|---|---|---|---|"]
    for name, language, form in CALLS:
        truth = " ".join(one["text"] for one in json.loads((samples / f"{name}.json").read_text())["segments"])
        aim, least = AIMS[language, form]
        for system, answers in kept.items():
            one = answers.get(f"{name}{form}")
            if one:
                heard = terms_heard(one["text"], language)
                rate = error_rate([truth], [one["text"]], language)
                wanted = f"{len(heard)} of {len(TERMS[language])}" + (f" (aim {least})" if least else "")
                lines.append(f"| {name}{form} | {system} | {rate:.3f} | {aim:.2f} | {wanted} "
                             f"| {one['wall'] / one['seconds']:.2f} ({one['processor'] / one['seconds']:.2f}) |")
    lines += ["", *_utterances(kept, data), "", *_repairs(kept)]
    return "\n".join(lines) + "\n"


def _utterances(kept: dict[str, dict[str, Answer]], data: Path) -> list[str]:
    path = data / "speech" / "utterances.json"
    if not path.is_file():
        return []
    entries = json.loads(path.read_text())
    lines = ["| 30 single utterances | zh CER | en WER | repairs (all false: no term is in them) |",
             "|---|---|---|---|"]
    for system, answers in kept.items():
        if not all(one["file"] in answers for one in entries):
            continue
        rates = []
        for language in ("zh", "en"):
            own = [one for one in entries if one["language"] == language]
            heard = [answers[one["file"]]["text"] for one in own]
            rates.append(error_rate([one["text"] for one in own], heard, language))
        repairs = [change for one in entries for change in answers[one["file"]].get("repairs", [])]
        lines.append(f"| {system} | {rates[0]:.3f} | {rates[1]:.3f} | {len(repairs)} {'; '.join(repairs)} |")
    return lines


def _repairs(kept: dict[str, dict[str, Answer]]) -> list[str]:
    lines = ["Repairs by sound in the calls:", ""]
    for system, answers in kept.items():
        for name, _, form in CALLS:
            if found := answers.get(f"{name}{form}", {}).get("repairs"):
                lines.append(f"- {system}, {name}{form}: {'; '.join(found)}")
    return lines


def _file(work: Path, system: str) -> Path:
    return work / f"words-{system.replace(' ', '-')}.json"


def main() -> None:
    beside = HERE.parents[1] / "shared"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ROLESCAN_DATA", beside / "data")))
    parser.add_argument("--samples", type=Path, default=beside / "samples")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", nargs="*", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--one", choices=SYSTEMS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    if given.one:
        answer(given.one, given.data, given.samples, _file(given.work, given.one))
        return
    for system in given.only:
        if not _file(given.work, system).is_file():
            subprocess.run([sys.executable, __file__, "--one", system, "--data", given.data, "--samples", given.samples,
                            "--work", given.work], check=True)
    table = report(given.work, given.data, given.samples)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "speech_words.md").write_text(table)
    print(table)


if __name__ == "__main__":
    main()
