"""Who speaks when: `python bench/speech_speakers.py accuracy hour memory --data FOLDER --samples FOLDER --work FOLDER`.

Sections: accuracy (DER of our engine, stock pyannote and senko on the same files), hour (one hour joined of calls),
memory (ten minutes against two hours, a tenth of either talk, and all of it: an hour's work). Each engine runs in a
process of its own; what it answered is kept in the work folder as JSON and counted anew only if it is missing, and
bench/results/speech_speakers.md is written of what is there.
Data: development data with a folder speech/ (utterances, meeting clips); samples: the two calls in all their forms.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.speech_material import RATE, Truth, long_call, of_utterances, sample_call, third_speaker  # noqa: E402, I001
from extractors.isolate import ENVIRONMENT  # noqa: E402

HERE = Path(__file__).resolve().parent
COLLAR = 0.25  # seconds either side of every border
ENGINES = ("rolescan", "pyannote", "senko")
CALLS = ("zh_llm_call", "en_mle_call")
MEETINGS = ("dev01", "trn01", "trn03", "trn04")
AIM_CALLS, AIM_SPEED, AIM_MEMORY = 0.02, 0.08, 1.2
Clip = tuple[np.ndarray, Truth]


def clips(samples: Path, data: Path) -> Iterator[tuple[str, str, Callable[[], Clip]]]:
    """(group, name, how to make it)."""
    for name in CALLS:
        yield "calls", f"{name}", lambda name=name: sample_call(samples, name)
        yield "calls", f"{name} noisy 8 kHz", lambda name=name: sample_call(samples, name, "_noisy8k.wav")
    third = {"zh_llm_call": 84, "en_mle_call": 118}
    for name, percent in third.items():
        made = lambda name=name, percent=percent: third_speaker(samples, name, percent=percent)  # noqa: E731
        yield "three", f"{name}, third voice {percent} %", made
        yield "three", f"{name}, third voice {percent} %, 12 dB noise", lambda made=made: noisy(made())
    if (data / "speech").is_dir():
        for names in (("1688", "1998", "2033"), ("2414", "2609", "1998")):
            yield "three", f"three readers {'+'.join(names)}", lambda names=names: of_utterances(data / "speech", names)
        for name in MEETINGS:
            yield "meetings", f"meeting {name}", lambda name=name: meeting(data / "speech", name)


def noisy(clip: Clip, *, decibels: float = 12.0, seed: int = 1) -> Clip:
    sound, truth = clip
    scale = np.sqrt((sound**2).mean() / 10 ** (decibels / 10))
    hiss = np.random.default_rng(seed).normal(0, scale, len(sound)).astype(np.float32)
    return sound + hiss, truth


def meeting(folder: Path, name: str) -> Clip:
    import soundfile

    sound, _ = soundfile.read(folder / f"meeting_{name}.flac", dtype="float32")
    fields = [line.split() for line in (folder / f"meeting_{name}.rttm").read_text(encoding="utf-8").splitlines()]
    return sound, [(float(one[3]), float(one[3]) + float(one[4]), one[7]) for one in fields]


def error_rate(found: list[list[float]], truth: Truth, seconds: float) -> float:
    """Diarization error rate by pyannote.metrics, overlapping speech included."""
    from pyannote.core import Annotation, Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    wanted, heard = Annotation(), Annotation()
    for number, (start, end, speaker) in enumerate(truth):
        wanted[Segment(start, end), number] = speaker
    for number, (start, end, label) in enumerate(found):
        heard[Segment(start, end), number] = str(label)
    rate = DiarizationErrorRate(collar=2 * COLLAR)(wanted, heard, uem=Timeline([Segment(0, seconds)]))
    return float(rate)


def run_engine(engine: str, samples: Path, data: Path, work: Path) -> None:
    """Every clip through one engine, in this process; answers into the work folder."""
    diarize = _engine(engine, work)
    for _, name, make in clips(samples, data):
        target = work / engine / f"{name}.json"
        if target.exists():
            continue
        sound, truth = make()
        sound = np.clip(sound, -1, 1)
        started, cpu = time.perf_counter(), time.process_time()
        found = diarize(sound)
        cost = {"wall": time.perf_counter() - started, "cpu": time.process_time() - cpu}
        seconds = len(sound) / RATE
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps({"der": error_rate(found, truth, seconds), "seconds": seconds, **cost,
                                      "found": len({label for _, _, label in found if label != -1}),
                                      "true": len({speaker for *_, speaker in truth})}), encoding="utf-8")
        print(engine, name, target.read_text(encoding="utf-8"), flush=True)


def _engine(engine: str, work: Path) -> Callable[[np.ndarray], list[list[float]]]:
    """A function from samples to segments, its models loaded and warmed."""
    silence = np.random.default_rng(0).normal(0, 0.01, 12 * RATE).astype(np.float32)
    if engine == "senko":
        import senko

        peer = senko.Diarizer(device="cpu", vad="silero", warmup=False, quiet=True)

        def ask(sound: np.ndarray) -> list[list[float]]:
            answer = peer.diarize_samples(sound)
            return [[one["start"], one["end"], one["speaker"]] for one in answer["merged_segments"]] if answer else []
    else:
        from extractors.speech.channels import arrange
        from extractors.speech.spoken import diarizer_named

        ours = diarizer_named(engine)

        def ask(sound: np.ndarray) -> list[list[float]]:
            try:
                track = arrange(sound_on_disk(work / f"{engine}-sound", sound)).tracks[0]
            except Exception as error:  # noqa: BLE001 - a clip that is refused counts as nothing found
                print(error)
                return []
            return [[one.start, one.end, one.speaker] for one in ours.diarize(track).segments]
    ask(silence)
    return ask


def sound_on_disk(folder: Path, sound: np.ndarray):  # noqa: ANN201 - extractors.speech.decode.Sound, imported late
    from extractors.speech.decode import FULL_SCALE, Sound

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "0.s16"
    (np.clip(sound, -1, 1) * (FULL_SCALE - 1)).astype("<i2").tofile(path)
    return Sound(files=(path,), frames=len(sound), codec="pcm", rate=RATE)


def run_dual(samples: Path, work: Path) -> None:
    """Speakers wrong on the two-channel calls: true segments whose middle no turn of that channel covers."""
    from extractors.speech.channels import arrange
    from extractors.speech.decode import decode
    from extractors.speech.spoken import speakers_by_channel

    for name in CALLS:
        found = speakers_by_channel(arrange(decode(samples / f"{name}_dual8k.wav", into=work / "dual")).tracks)
        _, truth = sample_call(samples, name)
        wrong = 0
        for start, end, speaker in truth:
            channels = [turn.channel for turn in found.turns if turn.start <= (start + end) / 2 <= turn.end]
            wrong += channels != [0 if speaker == "recruiter" else 1]
        (work / f"dual-{name}.json").write_text(json.dumps({"turns": len(truth), "wrong": wrong}), encoding="utf-8")


def run_hour(samples: Path, work: Path) -> None:
    """One hour of the same two people, loudness and noise changing, of each call."""
    from extractors.speech.channels import arrange
    from extractors.speech.speakers.diarizer import RolescanDiarizer

    for name in CALLS:
        sound, truth = long_call([sample_call(samples, name), sample_call(samples, name, "_noisy8k.wav")], seconds=3600)
        track = arrange(sound_on_disk(work / "hour", sound)).tracks[0]
        started, cpu = time.perf_counter(), time.process_time()
        found = RolescanDiarizer().diarize(track)
        seconds = len(sound) / RATE
        (work / f"hour-{name}.json").write_text(json.dumps({
            "der": error_rate([[one.start, one.end, one.speaker] for one in found.segments], truth, seconds),
            "seconds": seconds, "found": found.speakers, "true": 2, "wall": time.perf_counter() - started,
            "cpu": time.process_time() - cpu}), encoding="utf-8")


def long_file(samples: Path, work: Path, minutes: int, *, talk: bool) -> Path:
    """A FLAC file of that length, made of the sample calls, clean and noisy. talk: all of it is; else a tenth."""
    import soundfile

    path = work / f"{minutes}min-{'all' if talk else 'tenth'}.flac"
    if not path.exists():
        calls = [sample_call(samples, name, form)[0] for name in CALLS for form in (".flac", "_noisy8k.wav")]
        hiss = np.random.default_rng(0).normal(0, 1e-4, 540 * RATE).astype(np.float32)
        left = 60 * minutes * RATE
        with soundfile.SoundFile(path, "w", RATE, 1) as stream:
            for number in itertools.count():
                call = calls[number % len(calls)]
                part = call if talk else np.concatenate([call[: 60 * RATE], hiss])
                stream.write(part[:left])
                left -= len(part)
                if left <= 0:
                    break
        os.execv(sys.executable, [sys.executable, *sys.argv])  # so that making the file does not count
    return path


def peak_mb() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_memory(samples: Path, work: Path, minutes: int) -> None:
    """Peak memory of decoding, channels and speakers."""
    from extractors.speech.channels import arrange
    from extractors.speech.decode import decode
    from extractors.speech.speakers.diarizer import RolescanDiarizer

    path = long_file(samples, work, minutes, talk=False)
    found = RolescanDiarizer().diarize(arrange(decode(path, into=work / f"{minutes}min")).tracks[0])
    (work / f"memory-{minutes}.json").write_text(json.dumps({"peak_mb": peak_mb(), "found": found.speakers}),
                                                 encoding="utf-8")


def run_transcript(samples: Path, work: Path, minutes: int, *, talk: bool) -> None:
    """Peak memory of the whole walk of a recording, as its worker process has it."""
    from extractors import describe
    from extractors.memory import one_heap
    from extractors.options import Options
    from extractors.speech.audio import read_recording

    one_heap()
    document = read_recording(describe(str(long_file(samples, work, minutes, talk=talk))), Options())
    (work / f"transcript-{'all' if talk else 'tenth'}-{minutes}.json").write_text(json.dumps({
        "peak_mb": peak_mb(), "blocks": len(document.blocks), "seconds": document.seconds}), encoding="utf-8")


def report(samples: Path, data: Path, work: Path) -> str:
    lines = ["## Speakers", "", "`python bench/speech_speakers.py accuracy hour memory`", "",
             f"Diarization error rate (collar {COLLAR} s either side, overlap counted); in brackets speakers found.",
             "",
             "| recording | speakers | " + " | ".join(ENGINES) + " |", "|---|---|" + "---|" * len(ENGINES)]
    spent = {engine: [0.0, 0.0, 0.0] for engine in ENGINES}
    short: list[str] = []
    for group, name, _ in clips(samples, data):
        read = {engine: _read(work / engine / f"{name}.json") for engine in ENGINES}
        true = next((one["true"] for one in read.values() if one), "")
        cells = [f"{one['der']:.3f} ({one['found']:.0f})" if one else "-" for one in read.values()]
        lines.append(f"| {name} | {true:.0f} | " + " | ".join(cells) + " |" if true else f"| {name} | - | - | - | - |")
        for engine, one in read.items():
            if one:
                spent[engine] = [sum(pair) for pair in zip(spent[engine], (one["seconds"], one["wall"], one["cpu"]),
                                                           strict=True)]
        short += _shortfall(group, name, read)
    lines += ["", "| engine | of real time, wall | of real time, processor seconds |", "|---|---|---|"]
    lines += [f"| {engine} | {wall / seconds:.3f} | {cpu / seconds:.3f} |"
              for engine, (seconds, wall, cpu) in spent.items() if seconds]
    lines += [""] + _single(work) + [""]
    short += [f"peak memory, {what}: {ratio:.2f} times, aim {AIM_MEMORY}"
              for what, _, _, ratio in _memory(work) if ratio > AIM_MEMORY]
    lines += ["Falls short of its aim:", ""] + [f"- {one}" for one in short] if short else ["All aims reached."]
    return "\n".join(lines) + "\n"


def _shortfall(group: str, name: str, read: dict[str, dict[str, float]]) -> list[str]:
    own = read["rolescan"]
    if not own:
        return []
    if group != "meetings":
        return [f"{name}: DER {own['der']:.3f}, aim {AIM_CALLS}"] if own["der"] > AIM_CALLS else []
    peers = [one["der"] for engine, one in read.items() if engine != "rolescan" and one]
    return [f"{name}: DER {own['der']:.3f}, better peer {min(peers):.3f}"] if peers and own["der"] > min(
        peers) + 5e-4 else []


def _single(work: Path) -> list[str]:
    lines = []
    for name in CALLS:
        if dual := _read(work / f"dual-{name}.json"):
            lines.append(f"- {name}, a speaker a channel: {dual['wrong']:.0f} of {dual['turns']:.0f} turns wrong "
                         "(aim 0)")
    for name in CALLS:
        if hour := _read(work / f"hour-{name}.json"):
            lines.append(f"- one hour joined of {name}, clean and noisy: {hour['found']:.0f} of 2 speakers found, "
                         f"DER {hour['der']:.3f}, {hour['wall'] / hour['seconds']:.3f} of real time by the wall clock, "
                         f"{hour['cpu'] / hour['seconds']:.3f} in processor seconds (aim {AIM_SPEED})")
    lines += [f"- peak memory, {what}: ten minutes {small:.0f} MB, two hours {large:.0f} MB: {ratio:.2f} times "
              f"(aim {AIM_MEMORY})" for what, small, large, ratio in _memory(work)]
    return lines


MEMORY = {"memory": "decoding and speakers, a tenth is talk", "transcript-tenth": "a whole transcript, a tenth is talk",
          "transcript-all": "a whole transcript, all is talk"}


def _memory(work: Path) -> Iterator[tuple[str, float, float, float]]:
    """(what, MB for ten minutes, MB for two hours, how many times as much) of all that was measured."""
    for name, what in MEMORY.items():
        small, large = (_read(work / f"{name}-{minutes}.json") for minutes in (10, 120))
        if small and large:
            yield what, small["peak_mb"], large["peak_mb"], large["peak_mb"] / small["peak_mb"]


def _read(path: Path) -> dict[str, float]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", help="accuracy, hour, memory; none: write the report of what is there")
    parser.add_argument("--samples", type=Path, default=HERE.parents[1] / "shared" / "samples")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ROLESCAN_DATA",
                                                                         HERE.parents[1] / "shared" / "data")))
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "rolescan-speakers")
    parser.add_argument("--engines", nargs="*", default=list(ENGINES))
    parser.add_argument("--step", default="", help=argparse.SUPPRESS)
    told = parser.parse_args()
    told.work.mkdir(parents=True, exist_ok=True)
    steps = {"dual": lambda: run_dual(told.samples, told.work), "hour": lambda: run_hour(told.samples, told.work),
             "memory-10": lambda: run_memory(told.samples, told.work, 10),
             "memory-120": lambda: run_memory(told.samples, told.work, 120),
             **{f"transcript-{'all' if talk else 'tenth'}-{minutes}":
                lambda minutes=minutes, talk=talk: run_transcript(told.samples, told.work, minutes, talk=talk)
                for minutes in (10, 120) for talk in (False, True)}}
    steps |= {engine: lambda engine=engine: run_engine(engine, told.samples, told.data, told.work)
              for engine in ENGINES}
    if told.step:
        return steps[told.step]()
    wanted = {"accuracy": [*told.engines, "dual"], "hour": ["hour"],
              "memory": [f"{name}-{minutes}" for name in MEMORY for minutes in (10, 120)]}
    for step in (step for section in told.sections for step in wanted[section]):
        subprocess.run([sys.executable, __file__, "--step", step, "--samples", told.samples, "--data", told.data,
                        "--work", told.work], check=True, env=ENVIRONMENT | dict(os.environ))
    text = report(told.samples, told.data, told.work)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "speech_speakers.md").write_text(text, encoding="utf-8")
    print(text)
    return None


if __name__ == "__main__":
    main()
