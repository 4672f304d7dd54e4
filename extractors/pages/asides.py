"""Lists of other things to look at beside or below the content of a screen ("相似职位", "People also viewed")."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document import ink
from extractors.pages.columns import Stack
from extractors.pages.screenwords import is_aside

BELOW_SHARE = 0.5  # of the page's ink that must stand before a list that follows in the same column


def without_asides(stacks: Sequence[Stack]) -> list[Stack]:
    """The stacks, those of such lists with role "aside": from their heading to the end of its column."""
    total = sum(ink(line.text) for stack in stacks for line in stack.lines)
    done: list[Stack] = []
    seen = 0
    column: tuple[int, ...] | None = None
    for stack in stacks:
        inside = column is not None and stack.path[: len(column)] == column
        head = None if inside else _heading(stack, seen, total)
        if inside:
            done.append(msgspec.structs.replace(stack, role="aside"))
        elif head is not None:
            column = stack.path
            parts = (stack.lines[:head], "flow"), (stack.lines[head:], "aside")
            done += [msgspec.structs.replace(stack, lines=lines, role=role) for lines, role in parts if lines]
        else:
            done.append(stack)
        seen += sum(ink(line.text) for line in stack.lines)
    return done


def _heading(stack: Stack, seen: int, total: int) -> int | None:
    """Where in the stack such a list begins; without columns only below most of the page, and with lines under it.

    The last words of a sentence may read like such a heading ("…相关的工作").
    """
    before = seen
    for index, line in enumerate(stack.lines):
        below = before >= BELOW_SHARE * total and index + 1 < len(stack.lines)
        if is_aside(line.text) and (stack.path or below):
            return index
        before += ink(line.text)
    return None
