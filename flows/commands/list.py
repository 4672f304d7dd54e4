"""`rolescan list`: what became of every file, the newest first."""

from __future__ import annotations

import argparse
import sys

from flows.cli import OK

KINDS = ("done", "review", "duplicate", "failed")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--became", choices=KINDS, default="", help="only these")
    parser.add_argument("--since", default="", metavar="YYYY-MM-DD", help="only from this day on (UTC)")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="JSON Lines")


def run(args: argparse.Namespace) -> int:
    from flows.oneshot import Ended
    from flows.settings import load
    from flows.store import open_store
    from flows.terminal import as_json_lines, case_table

    store = open_store(load())
    rows = store.outcomes(became=args.became, since=args.since, limit=args.limit)
    if args.json:
        sys.stdout.write(as_json_lines(store, [Ended(path=outcome.name, outcome=outcome) for _, outcome in rows]))
        return OK
    case_table(store, rows)
    return OK
