"""What becomes of sound that holds no call, and of files that are none: `python bench/speech_faults.py`.

Each file is made here, read as `rolescan extract` reads it, and its outcome put down: the category, the stage and the
hint of the failure, or what was readable. Writes bench/results/speech_faults.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.extractors.sounds import RATE, SAMPLES, encode, tone  # noqa: E402

HERE = Path(__file__).resolve().parent


def files(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """(what it is, the file, the outcome that is right: "read" or a category)."""
    random = np.random.default_rng(0)
    notes = [tone(0.5, hertz=hertz) * np.linspace(1, 0.1, RATE // 2) for hertz in (262, 330, 392, 523, 392, 330) * 3]
    call = _call()
    yield "ten seconds of silence", encode(folder / "silence.wav", np.zeros(10 * RATE, np.float32),
                                           codec="pcm_s16le"), "no_text"
    yield "music", encode(folder / "music.mp3", np.concatenate(notes), codec="libmp3lame", rate=44_100), "no_text"
    hiss = random.normal(0, 0.1, 8 * RATE).astype(np.float32)
    yield "noise", encode(folder / "noise.flac", hiss, codec="flac"), "no_text"
    yield "one second of a tone", encode(folder / "second.wav", tone(1.0), codec="pcm_s16le"), "no_text"
    yield "a twentieth of a second", encode(folder / "blink.wav", tone(0.05), codec="pcm_s16le"), "no_text"
    yield "talk at 192 kHz on 8 channels", encode(folder / "studio.wav", call[: 14 * RATE], codec="pcm_s16le",
                                                  rate=192_000, layout="7.1"), "read"
    yield "MP4 cut in half", _cut(encode(folder / "cut.mp4", call, codec="aac", rate=44_100), 0.5), "corrupt"
    yield "MP3 cut in half", _cut(encode(folder / "cut.mp3", call, codec="libmp3lame", rate=44_100), 0.5), "read"
    yield "FLAC cut in half", _cut(encode(folder / "cut.flac", call, codec="flac"), 0.5), "read"
    text = folder / "letter.mp3"
    text.write_text("A letter, no recording at all.\n" * 60, encoding="utf-8")
    yield "a text named .mp3", text, "read"
    broken = folder / "broken.mp3"
    broken.write_bytes(b"ID3\x04" + random.bytes(20_000))
    yield "random bytes behind an MP3's first four", broken, "corrupt"
    yield "twelve hours", _twelve_hours(folder / "long.wav"), "too_large"


def _call() -> np.ndarray:
    import soundfile

    sound, _ = soundfile.read(SAMPLES / "en_mle_call.flac", dtype="float32")
    return sound[: 40 * RATE]


def _cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def _twelve_hours(path: Path) -> Path:
    """8 kHz mu-law silence, a file with a hole."""
    import struct

    data = 12 * 3600 * 8000
    with path.open("wb") as stream:
        form = struct.pack("<IHHIIHHH", 18, 7, 1, 8000, 8000, 1, 8, 0)
        stream.write(b"RIFF" + struct.pack("<I", data + 50) + b"WAVEfmt " + form + b"data" + struct.pack("<I", data))
        stream.truncate(58 + data)
    return path


def outcome(path: Path) -> tuple[str, str]:
    """("read", what) or (category, stage, message and hint)."""
    from extractors import describe, extract
    from extractors.errors import RolescanError

    try:
        document = extract(describe(str(path)))
    except RolescanError as error:
        return error.category, f"{error.stage}: {error.message} Hint: {error.hint}"
    kept = f"{len(document.blocks)} blocks, {document.seconds:.1f} s"
    return "read", f"{kept}; partial: {document.partial}" if document.partial else kept


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for what, path, wanted in files(Path(folder)):
            started = time.perf_counter()
            found, told = outcome(path)
            rows.append(f"| {what} | {found} | {told} | {time.perf_counter() - started:.1f} | "
                        f"{'yes' if found == wanted else f'NO, wanted {wanted}'} |")
            print(rows[-1], flush=True)
    right = sum(row.endswith(" yes |") for row in rows)
    text = "\n".join(["## Recordings that are none, or broken", "", "`python bench/speech_faults.py`", "",
                      f"{right} of {len(rows)} right.", "", "| file | outcome | stage, message, hint, or what was read "
                      "| seconds | right |", "|---|---|---|---|---|", *rows])
    (HERE / "results" / "speech_faults.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
