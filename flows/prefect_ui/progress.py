"""How far a recording has been written down: asked of the work that the recogniser keeps on disk as it goes."""

from __future__ import annotations

import json
from pathlib import Path

from extractors.document import Source
from extractors.keys import content_key
from extractors.options import Options

RATE, BYTES = 16_000, 2  # of the decoded sound


def heard(source: Source, options: Options) -> float:
    """The share of the recording that has its words, 0 to 1; 0 before the first words and after the end."""
    folder = _folder(source, options)
    try:
        lengths = [path.stat().st_size for path in (folder / "sound").glob("channel-*.s16")]
        lines = (folder / "words.jsonl").read_bytes().splitlines()
    except OSError:
        return 0.0
    seconds = max(lengths, default=0) / BYTES / RATE
    return min(1.0, max(map(_end, lines), default=0.0) / seconds) if seconds else 0.0


def _folder(source: Source, options: Options) -> Path:
    from extractors.speech.audio import AudioExtractor
    from extractors.speech.checkpoint import FOLDER
    from extractors.weights import cache_folder

    return cache_folder() / FOLDER / content_key("recording", source.sha256, options, AudioExtractor.version)


def _end(line: bytes) -> float:
    """The end of a piece's last word, in seconds; 0 for a line that is half written."""
    try:
        words = json.loads(line).get("words", [])
    except ValueError:
        return 0.0
    return float(words[-1]["end"]) if words else 0.0
