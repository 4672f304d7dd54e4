"""`rolescan export`: the store's postings as JSON Lines, CSV, Excel, Parquet or schema.org JSON-LD."""

from __future__ import annotations

import argparse
import sys

from flows.cli import OK, redact_argument

FORMATS = ("jsonl", "csv", "xlsx", "parquet", "jsonld", "schema")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="jsonl",
                        help="jsonld: schema.org JobPosting, one a line; schema: the JSON Schema of jsonl")
    parser.add_argument("--out", default="-", metavar="FILE", help="where to; - is standard output")
    parser.add_argument("--since", default="", metavar="YYYY-MM-DD", help="only cases from this day on (UTC)")
    redact_argument(parser)


def run(args: argparse.Namespace) -> int:
    from pathlib import Path

    from flows.exporting import exported
    from flows.settings import load
    from flows.store import open_store

    store = open_store(load())
    content, count = exported(store, args.format, since=args.since, redact=args.redact or store.redact)
    if args.out == "-":
        sys.stdout.buffer.write(content)
    else:
        Path(args.out).write_bytes(content)
        print(f"{count} postings in {args.out}")
    return OK
