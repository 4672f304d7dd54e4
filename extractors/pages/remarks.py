"""Words in another colour at the end of a screen line: recognisers read "Data Engineer" and its pay as one line.

A title and what stands at the right of its row are told apart by colour, and the title's next row stays with it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from extractors.pages.line import Line
from extractors.pages.rows import breadth, spaceless

INK = 60  # grey levels between a letter and its ground
COLOURED, GREY = 70, 30  # saturation (0 to 255, of the ink's strongest pixels) of coloured and of plain letters
LEAST_PART = 1.2  # line heights that each part is wide; less is a bullet or an icon
MISPLACED = 2.5  # Chinese letters between where the colour changes and where the text can be cut
COLUMN_SHARE = 0.85  # of a part's inked columns that must be of its kind


def part_by_colour(lines: Sequence[Line], image: np.ndarray) -> tuple[list[Line], list[tuple[Line, Line]]]:
    """Lines without the coloured end of their row, and (the line that stays, its coloured end) for each parted one."""
    kept: list[Line] = []
    remarks: list[tuple[Line, Line]] = []
    for line in lines:
        at = _change(line, image)
        parts = _parted(line, at) if at is not None else None
        if parts is None:
            kept.append(line)
        else:
            kept.append(parts[0])
            remarks.append(parts)
    return kept, remarks


def _change(line: Line, image: np.ndarray) -> float | None:
    """Where along the line its letters turn from plain to coloured, in pixels of the page; None if they do not."""
    crop = image[max(0, int(line.y0)) : int(line.y1) + 1, max(0, int(line.x0)) : int(line.x1) + 1].astype(np.int16)
    tall = line.y1 - line.y0
    if crop.size == 0 or crop.shape[1] < 2 * LEAST_PART * tall:
        return None
    ground = np.median(crop.reshape(-1, 3), axis=0)
    inked = np.abs(crop - ground).max(axis=2) > INK
    spread = np.where(inked, crop.max(axis=2) - crop.min(axis=2), 0).max(axis=0)
    columns = np.flatnonzero(inked.any(axis=0))
    if len(columns) < 2:
        return None
    coloured = spread[columns] > COLOURED
    if not coloured[-1] and not coloured[-3:].any():
        return None
    plain_until = np.cumsum(~coloured) - np.cumsum(coloured)
    cut = int(np.argmax(plain_until))  # most plain columns before, most coloured ones after
    before, after = coloured[: cut + 1], coloured[cut + 1 :]
    if not len(after) or (~before).mean() < COLUMN_SHARE or after.mean() < COLUMN_SHARE:
        return None
    if np.median(spread[columns][: cut + 1]) > GREY:
        return None
    left, right = columns[cut] - columns[0], columns[-1] - columns[cut + 1]
    if min(left, right) < LEAST_PART * tall:
        return None
    return float(max(0, int(line.x0)) + (columns[cut] + columns[cut + 1]) / 2)


def _parted(line: Line, at: float) -> tuple[Line, Line] | None:
    """The line cut at `at` pixels, at the nearest place where its text can be cut.

    The first part keeps the whole row's width: its next word would not have fitted there.
    """
    share = (at - line.x0) / max(line.x1 - line.x0, 1e-6) * breadth(line.text)
    places = [index for index in range(1, len(line.text)) if _can_cut(line.text, index)]
    if not places:
        return None
    index = min(places, key=lambda place: abs(breadth(line.text[:place]) - share))
    if abs(breadth(line.text[:index]) - share) > MISPLACED:
        return None
    left, right = line.text[:index], line.text[index:]
    marks = (line.marks[:index], line.marks[index:]) if len(line.marks) == len(line.text) else ((), ())
    return (msgspec.structs.replace(line, text=left, marks=marks[0]),
            msgspec.structs.replace(line, text=right, x0=at, marks=marks[1]))


def _can_cut(text: str, index: int) -> bool:
    """Before a space, or where Chinese meets something else."""
    return text[index].isspace() or (spaceless(text[index - 1]) != spaceless(text[index]))
