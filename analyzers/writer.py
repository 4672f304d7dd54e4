"""Who words a report. `none` leaves it as composed; other writers may rephrase, join and prioritise, never add facts.

A writer gets the report and the document's own text and gives a report back. Whatever it adds must quote a span of the
posting or name a knowledge entry; `kept` is the check that every writer's answer goes through.
"""

from __future__ import annotations

from typing import Protocol

import msgspec

from analyzers.knowledge import knowledge
from analyzers.report_types import Line, Report
from extractors.errors import Unsupported


class Writer(Protocol):
    """name: what the report says wrote it."""

    name: str

    def write(self, report: Report) -> Report:
        """The report, worded anew. Raises RolescanError when it cannot; the caller then keeps the composed one."""
        ...


class NoWriter:
    """The report as it was composed."""

    name = "none"

    def write(self, report: Report) -> Report:
        return report


_WRITERS: dict[str, type[NoWriter]] = {"none": NoWriter}


def writer(name: str = "none") -> Writer:
    """The writer of that name. Raises Unsupported for a name that there is none for."""
    if name not in _WRITERS:
        raise Unsupported(
            f"There is no writer named {name!r}.", stage="writer", hint=f"Choose one of: {', '.join(sorted(_WRITERS))}."
        )
    return _WRITERS[name]()


def kept(composed: Report, written: Report) -> Report:
    """`written` without the lines that neither quote the posting nor name an entry, each noted.

    A quote must be one of the composed report's; an entry must exist. Lines of the composed report always pass.
    """
    quotes = {quote for chapter in composed.chapters for line in chapter.lines for quote in line.quotes}
    known = {line for chapter in composed.chapters for line in chapter.lines}
    dropped: list[str] = []

    def passes(line: Line) -> bool:
        cited = bool(line.quotes or line.entries)
        sound = quotes.issuperset(line.quotes) and all(knowledge().entry(name) for name in line.entries)
        if line in known or (cited and sound):
            return True
        dropped.append(line.text)
        return False

    chapters = []
    for chapter in written.chapters:
        parts = [msgspec.structs.replace(p, lines=tuple(filter(passes, p.lines))) for p in chapter.parts]
        chapters.append(msgspec.structs.replace(chapter, parts=tuple(part for part in parts if part.lines)))
    notes = tuple(f"{written.writer}: dropped without support: {text[:80]}" for text in dropped)
    return msgspec.structs.replace(written, chapters=tuple(chapters), notes=(*composed.notes, *notes))
