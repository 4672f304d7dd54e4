"""The domain's terms: a reading that the recogniser doubts and the dictionary does not know is set right by both."""

from __future__ import annotations

from extractors.document import Note
from extractors.line import Line


def repair_line(line: Line, *, page: int) -> tuple[Line, tuple[Note, ...]]:
    """The line with its misread terms corrected, and a note for each correction."""
    return line, ()
