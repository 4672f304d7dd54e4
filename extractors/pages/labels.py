"""Two sides of a gutter that belong together row by row: labels and contents, side headings, remarks at the right."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages.line import Line
from extractors.pages.markers import marker
from extractors.pages.rows import breadth, level, middle, size_of

GROUP_GAP = 0.9  # letter heights of empty space that part two groups of lines
LABEL_LEVEL = 0.8  # share of the sparse side's groups that begin level with a line of the other side in a form
LABEL_LINES = 1.6  # mean lines of a label; columns of prose have more
LABEL_BREADTH = 14.0  # mean width of a label in Chinese letters; Latin ones are half as wide
BEGINS = 0.7  # share of the labels whose row begins a group on the other side, or
PAIRED = 0.85  # share of the other side's rows that have a label
MORE_THAN_STEP = 1.15  # times the step inside paragraphs: the step that begins a group
EVEN, CLOSE = 0.3, 2.6  # letter heights: steps of a list differ less, and are shorter
SAME_EDGE = 0.8  # letter heights


def is_form(labels: Sequence[Sequence[Line]], dense: Sequence[Line], *, labels_first: bool) -> bool:
    """Whether the groups of the sparse side are labels of the dense one, or remarks on its rows.

    A sidebar's short lines can stand level with another column's by chance: labels also begin what they stand beside.
    """
    sparse = [line for group in labels for line in group]
    if len(sparse) == 1:
        return True
    if level_share(labels, dense) < LABEL_LEVEL:
        return False
    marked = sum(1 for line in sparse if (found := marker(line.text)) and found.sure)
    if marked > 1 and marked > 0.3 * len(sparse):
        return False
    mean_breadth = sum(breadth(line.text) for line in sparse) / len(labels)
    if len(sparse) > LABEL_LINES * len(labels) or mean_breadth > LABEL_BREADTH:
        return False
    if _paired(labels, dense) >= PAIRED:
        return True
    if len(labels) > 2 and _listed(labels):
        return False
    return _beginning(labels, dense) >= BEGINS and (labels_first or len(labels) < 3 or _at_the_right(sparse))


def groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one side, parted where empty space is wider than GROUP_GAP or the letters change size."""
    parted: list[list[Line]] = []
    for line in lines:
        last = parted[-1][-1] if parted else None
        unit = size_of(line)
        if last and line.y0 - last.y1 < GROUP_GAP * unit and abs(size_of(last) - unit) < 0.2 * unit:
            parted[-1].append(line)
        else:
            parted.append([line])
    return parted


def level_share(labels: Sequence[Sequence[Line]], dense: Sequence[Line]) -> float:
    """Share of the groups that begin level with a line of the other side."""
    matched = sum(1 for group in labels if any(level(group[0], line) for line in dense))
    return matched / len(labels)


def form_order(labels: Sequence[Sequence[Line]], dense: Sequence[Line], *, labels_first: bool
               ) -> list[tuple[str, tuple[Line, ...]]]:
    """Each label with the lines that stand beside it until the next label, as (role, lines) in reading order."""
    order: list[tuple[str, tuple[Line, ...]]] = []
    rest = list(dense)
    for index, group in enumerate(labels):
        before = _take_above(rest, group[0])
        after = _beside(rest, labels[index + 1][0] if index + 1 < len(labels) else None, labels_first)
        own = [("label" if labels_first else "remark", tuple(group)), ("content", tuple(after))]
        order += [("flow", tuple(before)), *(own if labels_first else reversed(own))]
    order.append(("flow", tuple(rest)))
    return [(role, lines) for role, lines in order if lines]


def _paired(labels: Sequence[Sequence[Line]], dense: Sequence[Line]) -> float:
    return sum(1 for line in dense if any(level(group[0], line) for group in labels)) / len(dense)


def _listed(labels: Sequence[Sequence[Line]]) -> bool:
    """Whether the groups follow each other evenly and closely, as a list of their own does."""
    unit = size_of(labels[0][0])
    steps = [after[0].y0 - before[0].y0 for before, after in zip(labels, labels[1:], strict=False)]
    return max(steps) - min(steps) < EVEN * unit and max(steps) < CLOSE * unit


def _beginning(labels: Sequence[Sequence[Line]], dense: Sequence[Line]) -> float:
    """Share of the labels beside whose first line a group of the other side begins."""
    steps = [middle(after) - middle(before) for before, after in zip(dense, dense[1:], strict=False)]
    inner = min((step for step in steps if step > 0.8 * size_of(dense[0])), default=0.0)
    begins = 0
    for group in labels:
        index = next((index for index, line in enumerate(dense) if level(group[0], line)), None)
        begins += index is not None and (index == 0 or steps[index - 1] > MORE_THAN_STEP * inner)
    return begins / len(labels)


def _at_the_right(sparse: Sequence[Line]) -> bool:
    """Whether the lines end at one edge (dates, pay) rather than begin at one (a sidebar)."""
    unit = size_of(sparse[0])
    ends = max(line.x1 for line in sparse) - min(line.x1 for line in sparse)
    starts = max(line.x0 for line in sparse) - min(line.x0 for line in sparse)
    return ends <= SAME_EDGE * unit or starts > SAME_EDGE * unit


def _take_above(rest: list[Line], label: Line) -> list[Line]:
    """The lines that stand above `label`, taken from `rest`."""
    taken = []
    while rest and not level(rest[0], label) and rest[0].y0 < label.y0:
        taken.append(rest.pop(0))
    return taken


def _beside(rest: list[Line], following: Line | None, labels_first: bool) -> list[Line]:
    """The lines from the label's row on: to the next label, or for a remark on the right those of its own group."""
    if labels_first:
        return _take_above(rest, following) if following else [rest.pop(0) for _ in range(len(rest))]
    own = groups(rest)[0] if rest else []
    del rest[: len(own)]
    return own
