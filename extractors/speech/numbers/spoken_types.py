"""What the readers of spoken numbers hand back."""

from __future__ import annotations

from extractors.document import Struct


class Written(Struct):
    """A number found: characters begin to end of the text, and what to write there."""

    begin: int
    end: int
    text: str
