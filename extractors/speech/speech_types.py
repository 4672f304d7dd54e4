"""What passes between those who cut a recording into speech and those who write the words down.

Times are seconds from the start of the recording; samples are float32, mono, 16 kHz, within -1 to 1.
"""

from __future__ import annotations

import msgspec
import numpy as np

from extractors.document import Note, Struct

SAMPLE_RATE = 16_000  # Hz: what every network of the speech side takes
SAMPLE_BYTES = 2  # of a decoded sample on disk


class SpeechPiece(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A stretch of one speaker, cut at pauses, short enough for one window of a recogniser.

    channel: 0-based, -1 when the channels were mixed. speaker: as in the document ("speaker 1", "unknown").
    """

    index: int
    start: float
    end: float
    channel: int
    speaker: str
    samples: np.ndarray


class SpokenWord(Struct):
    """One word as written in `PieceText.text`, in order. approx: the time is interpolated, not measured."""

    text: str
    start: float
    end: float
    confidence: float
    approx: bool = False


class PieceText(Struct):
    """The words of one piece. text: after correction; notes: what was corrected or doubted, so that

    ink(raw text) = ink(text) + sum(note.characters). suspect: "" or why nobody may have said this.
    """

    index: int
    text: str
    words: tuple[SpokenWord, ...] = ()
    language: str = ""
    confidence: float = 0.0
    suspect: str = ""
    notes: tuple[Note, ...] = ()
