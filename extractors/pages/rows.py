"""Lines on one row of a column become one line: bullets set apart from their text, words split by wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.document import ink
from extractors.pages.line import Line
from extractors.pages.markers import marker

SAME_ROW = 0.5  # share of the lower line's height that two lines of one row have in common
WIDE_GAP = 2.5  # letter heights; further apart, two pieces of a row are two things (title | pay)

_SPACELESS = re.compile(
    "[\u2e80-\u2fdf\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f]"
)


def by_place(lines: Iterable[Line]) -> list[Line]:
    """Top to bottom, then left to right."""
    return sorted(lines, key=lambda line: (line.y0, line.x0))


def letter_height(lines: Sequence[Line]) -> float:
    """The ordinary letter height of `lines`, each weighed by its ink; 1.0 of none."""
    sizes = sorted((size_of(line), ink(line.text)) for line in lines)
    half, seen = sum(weight for _, weight in sizes) / 2, 0
    for size, weight in sizes:
        seen += weight
        if seen >= half and size > 0:
            return size
    return 1.0


def size_of(line: Line) -> float:
    return line.size or (line.y1 - line.y0)


def middle(line: Line) -> float:
    """Height of the line's middle on the page."""
    return (line.y0 + line.y1) / 2


def level(one: Line, other: Line) -> bool:
    """Whether two lines stand on the same row."""
    common = min(one.y1, other.y1) - max(one.y0, other.y0)
    return common > SAME_ROW * min(one.y1 - one.y0, other.y1 - other.y0)


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """`lines` by row, rows top to bottom, each left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (middle(line), line.x0)):
        if rows and any(level(line, other) for other in rows[-1][-3:]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def join_rows(lines: Iterable[Line]) -> list[Line]:
    """One line a row, but pieces further apart than WIDE_GAP stay apart (in the row's order)."""
    joined: list[Line] = []
    for row in rows_of(lines):
        piece = row[0]
        for line in row[1:]:
            if line.x0 - piece.x1 > WIDE_GAP * size_of(line) and not _is_marker(piece.text):
                joined.append(piece)
                piece = line
            else:
                piece = _merge(piece, line)
        joined.append(piece)
    return joined


def spaceless(character: str) -> bool:
    """Whether the character's script sets no spaces (Chinese and its punctuation)."""
    return bool(_SPACELESS.match(character))


def breadth(text: str) -> float:
    """Width of the text in Chinese letters: the others are about half as wide."""
    return sum(1.0 if spaceless(character) else 0.5 for character in text)


def _is_marker(text: str) -> bool:
    found = marker(text.strip() + " x")
    return found is not None and found.end >= len(text.strip())


def _merge(left: Line, right: Line) -> Line:
    """Two pieces of a row as one line: a space between them unless they touch or Chinese meets Chinese."""
    gap = right.x0 - left.x1
    near = gap < 0.15 * size_of(right)
    both = spaceless(left.text[-1:]) and spaceless(right.text[:1])
    apart = "" if near or (both and gap < size_of(right)) else " "
    weights = (max(ink(left.text), 1), max(ink(right.text), 1))
    confidence = (left.confidence * weights[0] + right.confidence * weights[1]) / sum(weights)
    marks = left.marks + (1.0,) * len(apart) + right.marks if left.marks and right.marks else ()
    return Line(
        text=left.text + apart + right.text, x0=left.x0, y0=min(left.y0, right.y0), x1=max(left.x1, right.x1),
        y1=max(left.y1, right.y1), confidence=confidence, origin=left.origin, size=max(left.size, right.size),
        bold=left.bold and right.bold, font=left.font, marks=marks,
    )
