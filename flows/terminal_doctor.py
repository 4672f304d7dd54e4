"""The doctor's findings as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.markup import escape
from rich.table import Table

from flows.doctor import Finding, State, is_well
from flows.terminal import console

COLOURS = {State.OK: "green", State.OPTIONAL: "cyan", State.MISSING: "red"}


def print_findings(findings: Sequence[Finding]) -> None:
    table = Table()
    for column in ("", "what", "state", "detail", "licence"):
        table.add_column(column, overflow="fold")
    group = ""
    for finding in findings:
        first = finding.group if finding.group != group else ""
        group = finding.group
        table.add_row(first, finding.name, f"[{COLOURS[finding.state]}]{finding.state.value}[/]",
                      escape(finding.detail), finding.licence, end_section=False)
    out = console()
    out.print(table)
    for finding in findings:
        if finding.state is not State.OK:
            out.print(f"{finding.name}: {finding.state.value}. {escape(finding.fix)}", highlight=False, soft_wrap=True)
    out.print("All that is needed is there." if is_well(list(findings)) else "Something that is needed is missing.")


def as_json(findings: Sequence[Finding]) -> str:
    return msgspec.json.format(msgspec.json.encode(findings), indent=1).decode() + "\n"
