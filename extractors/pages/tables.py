"""Tables: ruled ones by their grid, unruled ones by their alignment, forms by their labels; rows across pages joined.

A table is one block: cells joined by tab, rows by newline, `cells` saying where each cell's words are. Paragraphs
and list items inside a cell stand on lines of their own there.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Cell, Struct
from extractors.pages.grid import Box, Grid, grids
from extractors.pages.hyphens import Joint
from extractors.pages.line import Line
from extractors.pages.markers import marker
from extractors.pages.paragraphs import paragraphs
from extractors.pages.rows import breadth, join_rows, rows_of, size_of

LEAST_FILLED = 0.5  # share of a grid's cells with words; card layouts and frames have fewer
ALIGNED_ROWS = 3  # rows that must keep the same columns before lines without rulings are a table
ALIGNED_COLUMNS = 3  # two columns without rulings are told by columns.py
SAME_EDGE = 0.8  # letter heights within which cells of one column begin, end or are centred
CELL_BREADTH = 8.0  # mean width of an unruled table's cell in Chinese letters; columns of prose have more, or else
RAGGED_BREADTH = 16.0  # wider cells are a table's when they leave their column
RAGGED_FILL = 0.7  # on average this empty at least; lines of prose fill 0.8 and more
ALONE = 1.5  # times a table's rows that lines may begin at one of its inner columns, its own included
LABEL_BREADTH = 10.0  # of a label in Chinese letters


class TableCell(Struct):
    """A cell with its words and the lines that they come from."""

    row: int
    column: int
    text: str
    lines: tuple[Line, ...] = ()
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    joints: tuple[Joint, ...] = ()


class Table(Struct):
    """A table found on a page: box in the page's units, cells row by row."""

    box: Box
    cells: tuple[TableCell, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for cell in self.cells for line in cell.lines)


def ruled_tables(lines: Sequence[Line], rules: Sequence[Box], *, unit: float) -> tuple[list[Table], list[Line]]:
    """The ruled tables and the lines outside them."""
    tables: list[Table] = []
    rest = list(lines)
    for grid in grids(rules, unit=unit):
        inside = [line for line in rest if _within(line, grid.box)]
        table = _filled(grid, inside)
        if table is None:
            continue
        tables.append(table)
        taken = {id(line) for line in inside}
        rest = [line for line in rest if id(line) not in taken]
    return tables, rest


def aligned_tables(lines: Sequence[Line]) -> tuple[list[Table], list[Line]]:
    """Tables without rulings, of three columns or more, and the lines outside them."""
    rows = rows_of(lines)
    pieces = [join_rows(row) for row in rows]
    tables: list[Table] = []
    rest: list[Line] = []
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and _same_columns(pieces[start], pieces[end]) and _near(pieces[end - 1], pieces[end]):
            end += 1
        run = pieces[start:end]
        if len(run) >= ALIGNED_ROWS and len(run[0]) >= ALIGNED_COLUMNS and _looks_tabular(run) \
                and _stands_alone(run, lines):
            tables.append(_of_rows([[[piece] for piece in row] for row in run]))
        else:
            rest += [line for row in rows[start:end] for line in row]
        start = end
    return tables, rest


def form_table(pairs: Sequence[tuple[Sequence[Line], Sequence[Line]]]) -> Table:
    """The table of a form: (lines of the label, lines of its content) for every row."""
    return _of_rows([[list(label), list(content)] for label, content in pairs])


def table_text(table: Table) -> tuple[str, tuple[Cell, ...]]:
    """The block's text, and where in it each cell's words are."""
    text = ""
    cells: list[Cell] = []
    row = None
    for cell in table.cells:
        if row is not None:
            text += "\n" if cell.row != row else "\t"
        row = cell.row
        start = len(text)
        text += cell.text
        cells.append(Cell(row=cell.row, column=cell.column, start=start, end=len(text), row_span=cell.row_span,
                          column_span=cell.column_span, header=cell.header))
    return text, tuple(cells)


def _filled(grid: Grid, lines: list[Line]) -> Table | None:
    """The grid with its words; None where too few cells have any, or a cell holds what is no table's (a page)."""
    by_cell: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        place = max(grid.cells, key=lambda cell: _overlap(line, cell.box))
        by_cell.setdefault((place.row, place.column), []).append(line)
    if len(by_cell) < max(2, LEAST_FILLED * len(grid.cells)) or len({column for _, column in by_cell}) < 2:
        return None
    cells = [_cell(cell.row, cell.column, by_cell.get((cell.row, cell.column), []), cell.row_span, cell.column_span)
             for cell in grid.cells]
    return Table(box=grid.box, cells=tuple(_with_headers(cells)))


def _of_rows(rows: list[list[list[Line]]]) -> Table:
    lines = [line for row in rows for cell in row for line in cell]
    cells = [_cell(row, column, cell) for row, pieces in enumerate(rows) for column, cell in enumerate(pieces)]
    box = (min(line.x0 for line in lines), min(line.y0 for line in lines),
           max(line.x1 for line in lines), max(line.y1 for line in lines))
    return Table(box=box, cells=tuple(_with_headers(cells)))


def _cell(row: int, column: int, lines: Sequence[Line], row_span: int = 1, column_span: int = 1) -> TableCell:
    parts = paragraphs(lines)
    text = "\n".join(part.text.replace("\t", " ") for part in parts)
    return TableCell(row=row, column=column, text=text, lines=tuple(lines), row_span=row_span,
                     column_span=column_span, joints=tuple(joint for part in parts for joint in part.joints))


def _with_headers(cells: list[TableCell]) -> list[TableCell]:
    """Header cells marked: the labels of a form, else a first row of short words over figures or sentences."""
    import msgspec

    columns = 1 + max(cell.column for cell in cells)
    first_column = [cell for cell in cells if cell.column == 0 and cell.column_span < columns]
    labels = columns % 2 == 0 and all(_is_label(cell.text) for cell in first_column)
    first_row = [cell for cell in cells if cell.row == 0]
    heads = not labels and len(first_row) == columns and all(_is_label(cell.text) for cell in first_row)
    return [
        msgspec.structs.replace(cell, header=(labels and cell.column % 2 == 0 and _is_label(cell.text))
                                or (heads and cell.row == 0))
        for cell in cells
    ]


def _is_label(text: str) -> bool:
    return "\n" not in text and breadth(text) <= LABEL_BREADTH and not any(character.isdigit() for character in text)


def _same_columns(one: list[Line], other: list[Line]) -> bool:
    """Whether the pieces of both rows begin, end or are centred at the same places."""
    if len(one) != len(other):
        return False
    for first, second in zip(one, other, strict=True):
        slack = SAME_EDGE * max(size_of(first), size_of(second))
        edges = (first.x0 - second.x0, first.x1 - second.x1, (first.x0 + first.x1 - second.x0 - second.x1) / 2)
        if min(abs(edge) for edge in edges) > slack:
            return False
    return True


def _near(above: list[Line], below: list[Line]) -> bool:
    return below[0].y0 - max(line.y1 for line in above) < 2.5 * size_of(below[0])


def _looks_tabular(run: list[list[Line]]) -> bool:
    """Short or ragged cells, and no list marks: three columns of prose or of list items are columns."""
    cells = [piece for row in run for piece in row]
    marked = sum(1 for piece in cells if (found := marker(piece.text)) and found.sure)
    mean = sum(breadth(piece.text) for piece in cells) / len(cells)
    fills = [sum(piece.x1 - piece.x0 for piece in column) / len(column) / max(piece.x1 - piece.x0 for piece in column)
             for column in zip(*run, strict=True)]
    ragged = sum(fills) / len(fills) < RAGGED_FILL
    return marked <= 0.3 * len(cells) and (mean <= CELL_BREADTH or (ragged and mean <= RAGGED_BREADTH))


def _stands_alone(run: list[list[Line]], lines: Sequence[Line]) -> bool:
    """Whether the columns end with the rows; columns of a page go on above and below them."""
    slack = SAME_EDGE * size_of(run[0][0])
    for column in range(1, len(run[0])):
        edge = run[0][column].x0
        if sum(1 for line in lines if abs(line.x0 - edge) < slack) > ALONE * len(run):
            return False
    return True


def _within(line: Line, box: Box) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _overlap(line: Line, box: Box) -> float:
    across = min(line.x1, box[2]) - max(line.x0, box[0])
    down = min(line.y1, box[3]) - max(line.y0, box[1])
    return across * down if across > 0 and down > 0 else min(across, down)
