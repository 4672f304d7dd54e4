"""Tables in the order of reading: where ruled ones stand among the stacks, and forms of labels that become tables."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document import Origin
from extractors.pages.columns import Stack
from extractors.pages.line import Line
from extractors.pages.rows import rows_of
from extractors.pages.tables import Table, form_table

PLACE = "table:"  # font of the line that holds a table's place while the page is put in order
LEAST_LABELS = 3  # fewer are a heading beside its text
CONTENT_ROWS = 4.0  # mean rows beside a label; beside more, the label is a side heading


def placeholder(table: Table, number: int) -> Line:
    """A line without words that covers the table."""
    x0, y0, x1, y1 = table.box
    return Line(text="", x0=x0, y0=y0, x1=x1, y1=y1, confidence=1.0, origin=Origin.TEXT_LAYER, size=1.0,
                font=f"{PLACE}{number}")


def split_at_tables(stacks: Sequence[Stack], tables: Sequence[Table]) -> list[Stack | Table]:
    """The stacks with each placeholder replaced by its table."""
    parts: list[Stack | Table] = []
    for stack in stacks:
        run: list[Line] = []
        for line in stack.lines:
            if not line.font.startswith(PLACE):
                run.append(line)
                continue
            parts += [msgspec.structs.replace(stack, lines=tuple(run))] if run else []
            parts.append(tables[int(line.font.removeprefix(PLACE))])
            run = []
        parts += [msgspec.structs.replace(stack, lines=tuple(run))] if run else []
    return parts


def with_forms(items: Sequence[Stack | Table]) -> list[Stack | Table]:
    """Runs of labels beside short contents made into tables; side headings stay headings before their text."""
    done: list[Stack | Table] = []
    run: list[Stack] = []
    for item in items:
        if isinstance(item, Stack) and item.role in ("label", "content") and (run or item.role == "label"):
            run.append(item)
            continue
        done += _closed(run)
        run = []
        done.append(item)
    return done + _closed(run)


def _closed(run: list[Stack]) -> list[Stack | Table]:
    pairs: list[tuple[tuple[Line, ...], tuple[Line, ...]]] = []
    for stack in run:
        if stack.role == "label":
            pairs.append((stack.lines, ()))
        else:
            pairs[-1] = (pairs[-1][0], pairs[-1][1] + stack.lines)
    rows = sum(len(rows_of(content)) for _, content in pairs)
    if len(pairs) < LEAST_LABELS or rows > CONTENT_ROWS * len(pairs):
        return list(run)
    return [form_table(pairs)]
