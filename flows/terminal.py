"""What people see on the terminal: progress while it goes on, tables at the end."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows import store_schema as schema
from flows.links import told, told_later
from flows.outcome import Outcome, kind_of, reason_of, reports_of
from flows.store import Store

if TYPE_CHECKING:
    from flows.oneshot import Ended
    from flows.review import Doubt

COLOURS = {"done": "green", "review": "yellow", "duplicate": "cyan", "failed": "red"}
PIPED_WIDTH = 160  # columns where no terminal tells its width


class Progress:
    """A line for each thing that happens, with the count: plain enough for logs, on standard error."""

    def __init__(self, *, total: int) -> None:
        self._total = total
        self._ended = 0
        self._started = time.monotonic()
        self._console = console(stderr=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._line(f"{self._ended} of {self._total} ended")

    def told(self, path: str, what: str) -> None:
        """Note that `what` happens to the file at `path`, or to the whole command where it is empty."""
        if what in ("ended", "known already", "could not be taken"):
            self._ended += 1
            what = f"{what} ({self._ended} of {self._total})"
        self._line(f"{Path(path).name}: {what}" if path else what)

    def _line(self, text: str) -> None:
        seconds = time.monotonic() - self._started
        self._console.print(f"[dim]{seconds:7.1f} s[/dim]  {escape(_shown(text))}", highlight=False, soft_wrap=True)


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal, or wide enough for a table in a pipe."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PIPED_WIDTH)


def outcome_table(store: Store, ended: Sequence[Ended]) -> None:
    """What became of each file, and where its reports are."""
    table = Table(title="What became of each file", title_justify="left", expand=False)
    for column in ("file", "became", "s", "what it holds, or why", "key"):
        table.add_column(column, overflow="fold", justify="right" if column == "s" else "left")
    for item in ended:
        outcome = item.outcome
        kind = kind_of(outcome)
        words = [text for text in (holdings(store, outcome), reason_of(outcome)) if text] + links_of(store, outcome)
        again = " (before)" if outcome.again else ""
        table.add_row(escape(_shown(Path(item.path).name)), f"[{COLOURS[kind]}]{kind}[/]{again}",
                      f"{item.seconds:.1f}" if item.seconds else "", escape(_shown("\n".join(words))), outcome.key[:8])
    out = console()
    out.print(table)
    for path in reports(store, [item.outcome for item in ended]):
        out.print(escape(path), highlight=False, soft_wrap=True)
    again = sum(1 for item in ended if item.outcome.again)
    if again:
        out.print(f"{again} of {len(ended)} had been done before and were not done again (--again does).")


def case_table(store: Store, rows: Sequence[tuple[str, Outcome]]) -> None:
    """Outcomes with their times, for `rolescan list`."""
    table = Table()
    for column in ("when (UTC)", "file", "became", "what it holds, or why", "key"):
        table.add_column(column, overflow="fold")
    for at, outcome in rows:
        kind = kind_of(outcome)
        words = [text for text in (holdings(store, outcome), reason_of(outcome)) if text] + links_of(store, outcome)
        table.add_row(at[:16].replace("T", " "), escape(_shown(outcome.name)), f"[{COLOURS[kind]}]{kind}[/]",
                      escape(_shown("\n".join(words))), outcome.key[:8])
    out = console()
    out.print(table)
    counts = store.counts()
    out.print(", ".join(f"{counts[kind]} {kind}" for kind in COLOURS if counts.get(kind)) or "Nothing came yet.")


def doubt_table(store: Store, outcome: Outcome, doubts: Sequence[Doubt]) -> None:
    """Everything doubted about one case, for `rolescan review show`."""
    outcome_line(store, outcome)
    table = Table()
    for column in ("about", "why", "words"):
        table.add_column(column, overflow="fold")
    for doubt in doubts:
        table.add_row(*(escape(_shown(text)) for text in (doubt.about, doubt.why, doubt.words)))
    console().print(table)


def outcome_line(store: Store, outcome: Outcome) -> None:
    """One case in a line, and where its reports are."""
    kind = kind_of(outcome)
    words = " - ".join(text for text in (holdings(store, outcome), reason_of(outcome)) if text)
    out = console()
    out.print(f"{escape(_shown(outcome.name))} [{COLOURS[kind]}]{kind}[/] {escape(_shown(words))}", soft_wrap=True)
    for path in reports(store, [outcome]):
        out.print(escape(path), highlight=False, soft_wrap=True)


def links_of(store: Store, outcome: Outcome) -> list[str]:
    """What links the case's postings to others, earlier and later, in words."""
    keys = getattr(outcome, "postings", ())
    return [link for key in keys
            for link in (*(f"seen before: {earlier}" for earlier in told(store, key)), *told_later(store, key))]


def holdings(store: Store, outcome: Outcome) -> str:
    """Titles and employers of the case's postings, in words."""
    rows = [store.row(schema.postings, key) for key in getattr(outcome, "postings", ())]
    return "; ".join(" - ".join(part for part in (row["title"], row["employer"]) if part) or "(no title)"
                     for row in rows)


def reports(store: Store, outcomes: Sequence[Outcome]) -> list[str]:
    """Where the HTML reports of these outcomes are."""
    keys = dict.fromkeys(key for outcome in outcomes for key in reports_of(outcome))
    return [store.files.address(store.row(schema.reports, key)["html"]) for key in keys]


def as_json_lines(store: Store, ended: Sequence[Ended]) -> str:
    """One JSON object a file: path, outcome, holdings and reports."""
    lines = []
    for item in ended:
        row: dict[str, Any] = {"path": _shown(item.path), "seconds": round(item.seconds, 3),
                               "outcome": msgspec.to_builtins(item.outcome), "links": links_of(store, item.outcome),
                               "reports": reports(store, [item.outcome])}
        lines.append(json.dumps(row, ensure_ascii=False))
    return "\n".join(lines) + "\n" if lines else ""


def _shown(text: str) -> str:
    """The text as any terminal takes it: no control characters, no bytes that are not UTF-8."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)
