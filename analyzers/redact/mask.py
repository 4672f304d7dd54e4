"""Text with stretches replaced by labels, and the way from the old characters to the new ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analyzers.redact.hits import Hit, labels


class Mask(NamedTuple):
    """Masked text. cuts: (start, end, new start, new end) of every label, in order, without overlaps."""

    text: str
    cuts: tuple[tuple[int, int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the old characters start to end stand now; a label that they touch is taken whole."""
        return self._at(start, last=False), self._at(end, last=True)

    def _at(self, offset: int, *, last: bool) -> int:
        shift = 0
        for start, end, new_start, new_end in self.cuts:
            if offset <= start:
                break
            if offset < end:
                return new_end if last else new_start
            shift = new_end - end
        return offset + shift


def masked(text: str, hits: Sequence[Hit], language: str) -> Mask:
    """`text` with the hits (in order, without overlaps) replaced by their labels."""
    named, pieces, cuts, at, length = labels(language), [], [], 0, 0
    for start, end, kind in hits:
        label = named[kind]
        pieces += [text[at:start], label]
        length += start - at
        cuts.append((start, end, length, length + len(label)))
        length, at = length + len(label), end
    return Mask("".join([*pieces, text[at:]]), tuple(cuts))
