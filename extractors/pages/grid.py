"""Ruling lines become grids: which rows, columns and joined cells they enclose. For PDF points and for pixels."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Struct

Box = tuple[float, float, float, float]  # x0, y0, x1, y1

COVERED = 0.6  # share of a cell's side that a ruling must cover to part two cells
MAX_RULES = 1500  # longest rulings looked at on one page; a table of 30 x 20 cells drawn cell by cell has 1200
MAX_CELLS = 4000
LEAST_ROWS, LEAST_COLUMNS = 2, 2


class GridCell(Struct):
    """A cell and the box it encloses."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Grid(Struct):
    """A ruled table: its box and its cells, row by row."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def grids(rules: Sequence[Box], *, unit: float) -> list[Grid]:
    """The ruled tables that `rules` (thin boxes) draw, top to bottom. unit: the letter height, sets tolerances."""
    longest = sorted(rules, key=lambda rule: -_length(rule))[:MAX_RULES]
    level = [rule for rule in longest if rule[2] - rule[0] >= rule[3] - rule[1]]
    upright = [rule for rule in longest if rule[2] - rule[0] < rule[3] - rule[1]]
    found = [grid for rules_of_one in _connected(level, upright, slack=0.4 * unit)
             if (grid := _grid(*rules_of_one, slack=0.4 * unit))]
    return sorted(_outermost(found), key=lambda grid: grid.box[1])


def _length(rule: Box) -> float:
    return max(rule[2] - rule[0], rule[3] - rule[1])


def _outermost(found: list[Grid]) -> list[Grid]:
    """Without grids that lie inside another one's box (nested tables are read as words of their cell)."""
    return [grid for grid in found
            if not any(other is not grid and _inside(grid.box, other.box) for other in found)]


def _inside(one: Box, other: Box) -> bool:
    return one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3] and one != other


def _connected(level: list[Box], upright: list[Box], *, slack: float) -> list[tuple[list[Box], list[Box]]]:
    """Rulings that cross or touch, as groups of level and upright ones."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for first, row in enumerate(level):
        for second, column in enumerate(upright, start=len(level)):
            if (row[0] - slack <= column[2] and column[0] <= row[2] + slack
                    and column[1] - slack <= row[3] and row[1] <= column[3] + slack):
                parent[root(first)] = root(second)
    groups: dict[int, tuple[list[Box], list[Box]]] = {}
    for index, rule in enumerate(level + upright):
        groups.setdefault(root(index), ([], []))[0 if index < len(level) else 1].append(rule)
    return list(groups.values())


def _grid(level: list[Box], upright: list[Box], *, slack: float) -> Grid | None:
    """The grid of one group of rulings, None when it has fewer than two rows or two columns."""
    ys = _positions([(rule[1] + rule[3]) / 2 for rule in level], slack)
    xs = _positions([(rule[0] + rule[2]) / 2 for rule in upright], slack)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < LEAST_ROWS or columns < LEAST_COLUMNS or rows * columns > MAX_CELLS:
        return None
    cells = _joined(ys, xs, level, upright, slack)
    if len({cell.row for cell in cells}) < LEAST_ROWS or len({cell.column for cell in cells}) < LEAST_COLUMNS:
        return None
    return Grid(box=(xs[0], ys[0], xs[-1], ys[-1]), rows=rows, columns=columns, cells=tuple(cells))


def _positions(values: list[float], slack: float) -> list[float]:
    """Values within `slack` of their neighbour are one position: their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= slack:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _joined(ys: list[float], xs: list[float], level: list[Box], upright: list[Box], slack: float) -> list[GridCell]:
    """The cells: squares of the grid with no ruling between them are one."""
    open_right = [[not _covered(upright, xs[column + 1], ys[row], ys[row + 1], slack, upright_rule=True)
                   for column in range(len(xs) - 2)] for row in range(len(ys) - 1)]
    open_below = [[not _covered(level, ys[row + 1], xs[column], xs[column + 1], slack, upright_rule=False)
                   for column in range(len(xs) - 1)] for row in range(len(ys) - 2)]
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            right = column
            while right < len(xs) - 2 and open_right[row][right] and (row, right + 1) not in taken:
                right += 1
            below = row
            while below < len(ys) - 2 and all(open_below[below][over] for over in range(column, right + 1)):
                below += 1
            taken |= {(down, over) for down in range(row, below + 1) for over in range(column, right + 1)}
            cells.append(GridCell(row=row, column=column, row_span=below - row + 1, column_span=right - column + 1,
                                  box=(xs[column], ys[row], xs[right + 1], ys[below + 1])))
    return cells


def _covered(rules: list[Box], at: float, start: float, end: float, slack: float, *, upright_rule: bool) -> bool:
    """Whether rulings at position `at` cover most of start..end."""
    covered = 0.0
    for x0, y0, x1, y1 in rules:
        middle, low, high = ((x0 + x1) / 2, y0, y1) if upright_rule else ((y0 + y1) / 2, x0, x1)
        if abs(middle - at) <= slack:
            covered += max(0.0, min(high, end) - max(low, start))
    return covered >= COVERED * (end - start)
