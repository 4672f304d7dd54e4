"""Reading order: a page's lines cut into stacks, each one column wide, in the order in which a person reads them.

The page is cut where a gutter, a strip that no line crosses, runs beside lines on both sides. A line that crosses it
(a banner, a footer) ends the cut above and below itself. Two sides of a gutter are read one after the other when
they are columns, row by row when they are a form (label | content, side heading | paragraph, title | pay).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from extractors.document import Struct
from extractors.pages.labels import LABEL_LEVEL, form_order, groups, is_form, level_share
from extractors.pages.line import Line
from extractors.pages.rows import by_place, letter_height, level, size_of

MIN_GUTTER = 0.8  # letter heights; development PDFs have 2.0 to 3.2, words in justified lines stay below 0.7
SAME_EDGE = 0.6  # letter heights within which left edges are one edge
MAX_DEPTH = 6  # cuts within cuts; real pages need three
MAX_EDGES = 40  # left edges tried on one page; more are noise, and cost time
BANNER_SIZE = 1.15  # a line alone on its row and this much larger than the body stands over its columns
SURE, LIKELY, DOUBTFUL = 0.98, 0.85, 0.6


class Stack(Struct):
    """Lines of one column, top to bottom. role: "flow", "label" (left of its content), "content" or "remark".

    path: which side of each cut the column lies on; columns inside a column begin with its path.
    """

    lines: tuple[Line, ...]
    role: str = "flow"
    confidence: float = SURE
    path: tuple[int, ...] = ()


class _Cut(Struct):
    """A gutter over a band: the lines above it, on its two sides, and below it."""

    above: tuple[Line, ...]
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    below: tuple[Line, ...]
    gutter: float  # letter heights


def reading_order(lines: Sequence[Line], *, path: tuple[int, ...] = (), depth: int = 0) -> list[Stack]:
    """The stacks of `lines` in reading order. Every line is in exactly one stack."""
    if not lines:
        return []
    ordered = by_place(lines)
    cut = _best_cut(ordered) if depth < MAX_DEPTH and len(ordered) > 1 else None
    if cut is None:
        return [Stack(lines=tuple(ordered), path=path)]
    inside = _rows_or_columns(cut, path=path, depth=depth)
    above = reading_order(cut.above, path=path, depth=depth + 1)
    return above + inside + reading_order(cut.below, path=path, depth=depth + 1)


def order_confidence(stacks: Sequence[Stack]) -> float:
    """Of the whole order: that of its most doubtful stack."""
    return min((stack.confidence for stack in stacks), default=1.0)


def _best_cut(lines: list[Line]) -> _Cut | None:
    """The gutter with the most lines beside it; of equals the wider one."""
    unit = letter_height(lines)
    cuts = [cut for edge in _edges(lines, unit) for cut in _cuts_at(lines, edge, unit)]
    if not cuts:
        return None
    return max(cuts, key=lambda cut: (min(len(cut.left), len(cut.right)), len(cut.left) + len(cut.right), cut.gutter))


def _edges(lines: list[Line], unit: float) -> list[float]:
    """Left edges where a right-hand column could begin, nearby ones taken as one (the leftmost)."""
    support: dict[float, int] = {}
    edge = -1e9
    for x in sorted(line.x0 for line in lines):
        edge = x if x - edge > SAME_EDGE * unit else edge
        support[edge] = support.get(edge, 0) + 1
    edges = sorted(support)[1:]
    return sorted(edges, key=lambda edge: -support[edge])[:MAX_EDGES]


def _cuts_at(lines: list[Line], edge: float, unit: float) -> list[_Cut]:
    """The bands that the gutter before `edge` parts: between two crossing lines, with lines on both sides."""
    cuts = []
    slack = SAME_EDGE * unit
    crossing = [line.x0 < edge - 0.1 * slack and line.x1 > edge - 0.3 * unit for line in lines]
    start = 0
    for end in [index for index, crosses in enumerate(crossing) if crosses] + [len(lines)]:
        cut = _band(lines, start, end, edge, unit)
        if cut:
            cuts.append(cut)
        start = end + 1
    return cuts


def _band(lines: list[Line], start: int, end: int, edge: float, unit: float) -> _Cut | None:
    """The cut of lines[start:end] at `edge`, or None where one side is empty or the gutter is too narrow.

    A line over or under the columns may end just before the gutter: it then narrows it, and is none of theirs.
    """
    band = lines[start:end]
    left = [line for line in band if line.x0 < edge - 0.06 * unit]
    right = [line for line in band if line.x0 >= edge - 0.06 * unit]
    if not left or not right:
        return None
    top = max(left[0].y0, right[0].y0)
    bottom = min(max(line.y1 for line in left), max(line.y1 for line in right))
    if bottom - top < 0.3 * unit:  # one side lies wholly below the other
        return None
    banners = _banners(band, edge, unit)
    under: list[Line] = []
    left, right = left[_count(left, banners):], right[_count(right, banners):]
    if left and right and _gutter(left, right) < MIN_GUTTER * unit:
        over, left, under = _without_wide(left, right, unit)
        banners = banners + over
    if not left or not right or _gutter(left, right) < MIN_GUTTER * unit:
        return None
    return _Cut(above=tuple(lines[:start] + banners), left=tuple(left), right=tuple(right),
                below=tuple(under + lines[end:]), gutter=_gutter(left, right) / unit)


def _gutter(left: Sequence[Line], right: Sequence[Line]) -> float:
    """Width of the empty strip between the sides."""
    return min(line.x0 for line in right) - max(line.x1 for line in left)


def _without_wide(left: list[Line], right: Sequence[Line], unit: float) -> tuple[list[Line], list[Line], list[Line]]:
    """(left's lines down to the last wide one that ends above the right, the others, and from a wide one below on)."""
    limit = min(line.x0 for line in right) - MIN_GUTTER * unit
    top, bottom = min(line.y0 for line in right) + 0.3 * unit, max(line.y1 for line in right) - 0.3 * unit
    start = max((n + 1 for n, line in enumerate(left) if line.x1 > limit and line.y1 <= top), default=0)
    end = min((n for n, line in enumerate(left) if line.x1 > limit and line.y0 >= bottom), default=len(left))
    return left[:start], left[start:end], left[end:]


def _count(side: list[Line], banners: list[Line]) -> int:
    return sum(1 for line in side if line in banners)


def _banners(band: list[Line], edge: float, unit: float) -> list[Line]:
    """The lines at the top of a band that stand over both columns although they cross no gutter.

    A line that begins where the right column begins is that column's own heading.
    """
    banners: list[Line] = []
    for line, after in pairwise(band):
        alone = not level(line, after) and after.y0 > line.y1 - 0.3 * unit
        heads_column = abs(line.x0 - edge) <= SAME_EDGE * unit
        if heads_column or not (alone and size_of(line) > BANNER_SIZE * unit):
            break
        banners.append(line)
    return banners


def _rows_or_columns(cut: _Cut, *, path: tuple[int, ...], depth: int) -> list[Stack]:
    """The two sides as rows of a form or as columns, with the confidence of that choice."""
    labels_first = len(cut.left) <= len(cut.right)
    sparse, dense = (cut.left, cut.right) if labels_first else (cut.right, cut.left)
    labels = groups(sparse)
    share = level_share(labels, dense)
    if is_form(labels, dense, labels_first=labels_first):
        return [Stack(lines=lines, role=role, confidence=SURE if share == 1 else LIKELY, path=path)
                for role, lines in form_order(labels, dense, labels_first=labels_first)]
    confidence = SURE if cut.gutter >= 1.5 and min(len(cut.left), len(cut.right)) > 2 else LIKELY
    if share >= LABEL_LEVEL and len(labels) > 2:
        confidence = min(confidence, DOUBTFUL if cut.gutter < 1.5 else LIKELY)
    stacks = [stack for side, lines in enumerate((cut.left, cut.right))
              for stack in reading_order(lines, path=(*path, 2 * depth + side), depth=depth + 1)]
    return [msgspec.structs.replace(stack, confidence=min(stack.confidence, confidence)) for stack in stacks]
