"""`rolescan export`: the store's postings as JSON Lines, CSV, Excel, Parquet or schema.org JSON-LD."""

from __future__ import annotations

import argparse
import sys

from flows.cli import OK

FORMATS = ("jsonl", "csv", "xlsx", "parquet", "jsonld", "schema")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="jsonl",
                        help="jsonld: schema.org JobPosting, one a line; schema: the JSON Schema of jsonl")
    parser.add_argument("--out", default="-", metavar="FILE", help="where to; - is standard output")
    from flows.masking import redact_argument

    redact_argument(parser)
    parser.add_argument("--since", default="", metavar="YYYY-MM-DD", help="only cases from this day on (UTC)")


def run(args: argparse.Namespace) -> int:
    from pathlib import Path

    from flows.exporting import exported
    from flows.masking import is_asked
    from flows.settings import load
    from flows.store import open_store

    content, count = exported(open_store(load()), args.format, since=args.since, redact=is_asked(args))
    if args.out == "-":
        sys.stdout.buffer.write(content)
    else:
        Path(args.out).write_bytes(content)
        print(f"{count} postings in {args.out}")
    return OK
