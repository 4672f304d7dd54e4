"""A recording whose reading was killed in the middle of its words goes on there, and comes to the same transcript."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from extractors.speech.decode import decode
from tests.extractors.sounds import SAMPLES, encode

PATIENCE = 300.0  # seconds for half a minute of talk on a machine that is busy
PART = 20.0  # seconds of a sample call: some six turns


def part(folder: Path, name: str) -> Path:
    sound = decode(SAMPLES / name, into=folder / "whole")
    planes = np.stack([sound.read(0, PART, channel) for channel in range(sound.channels)])
    layout = "mono" if sound.channels == 1 else "stereo"
    return encode(folder / f"{Path(name).stem}.flac", planes, codec="flac", layout=layout)


def cache_of(home: Path) -> Path:
    """One for all runs: the weights are converted once."""
    return home.parent / "cache"


def started(recording: Path, home: Path, *words: str) -> subprocess.Popen[bytes]:
    told = dict(os.environ, ROLESCAN_CACHE=str(cache_of(home)), ROLESCAN_HOME=str(home))
    return subprocess.Popen([sys.executable, "-m", "flows.cli", *words, str(recording)], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, env=told)


EXTRACT = ("extract", "--format", "json")
INGEST = ("ingest", "--no-prefect", "--json")


def read_to_its_end(recording: Path, home: Path, verb: tuple[str, ...] = EXTRACT) -> dict:
    answer, _ = started(recording, home, *verb).communicate(timeout=PATIENCE)
    if verb is INGEST:
        (key,) = (json.loads(line)["outcome"]["document"] for line in answer.splitlines())
        answer, _ = started(Path(key), home, "show", "--as", "json").communicate(timeout=PATIENCE)
    document: dict = json.loads(answer)
    return document


def answers(home: Path) -> int:
    """Batches of windows whose answers lie on disk."""
    return sum(path.read_bytes().count(b"\n") for path in (cache_of(home) / "recordings").glob("*/answers-*.lines"))


def killed_in_its_words(recording: Path, home: Path, verb: tuple[str, ...] = EXTRACT, *, after: int) -> int:
    """Answers that were on disk when the process was killed with SIGKILL."""
    process = started(recording, home, *verb)
    until = time.monotonic() + PATIENCE
    while answers(home) < after:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return answers(home)


@pytest.mark.timeout(4 * PATIENCE)
@pytest.mark.parametrize(("name", "verb"), [("zh_llm_call.flac", INGEST), ("en_mle_call_dual8k.wav", EXTRACT)])
def test_a_killed_run_goes_on_where_it_was(name: str, verb: tuple[str, ...], tmp_path: Path,
                                           tmp_path_factory: pytest.TempPathFactory) -> None:
    home, other, recording = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("other"), part(tmp_path, name)
    wanted = read_to_its_end(recording, other, verb)
    kept = killed_in_its_words(recording, home, verb, after=2)
    found = read_to_its_end(recording, home, verb)
    told = [note["reason"] for note in found["notes"] if note["stage"] == "checkpoint"]
    assert len(told) == 1 and "continued" in told[0]
    assert int(told[0].split(": ")[1].split()[0]) > kept, "the speakers and every answer that was on disk were used"
    assert found["blocks"] == wanted["blocks"]
    assert [note for note in found["notes"] if note["stage"] != "checkpoint"] == wanted["notes"]
    assert not list((cache_of(home) / "recordings").iterdir())


@pytest.mark.timeout(4 * PATIENCE)
def test_a_run_whose_work_was_damaged_reads_all_anew(tmp_path: Path) -> None:
    recording = part(tmp_path, "en_mle_call.flac")
    killed_in_its_words(recording, tmp_path, after=2)
    (lines,) = (cache_of(tmp_path) / "recordings").glob("*/answers-*.lines")
    written = bytearray(lines.read_bytes())
    written[len(written) // 4] ^= 1  # in the first line
    lines.write_bytes(written)
    found = read_to_its_end(recording, tmp_path)
    (told,) = [note["reason"] for note in found["notes"] if note["stage"] == "checkpoint"]
    assert "damaged" in told and found["blocks"]
