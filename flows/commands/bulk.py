"""`rolescan bulk INPUT... --out FOLDER`: very many files into Parquet, resumable, on processes or a Dask cluster."""

from __future__ import annotations

import argparse

from flows.cli import FAILED, OK, REVIEW
from flows.commands.extract import reading_arguments, reading_options


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files, folders, globs, or URLs such as s3://b/**.pdf")
    parser.add_argument("--out", required=True, help="folder or URL for the parts; run it again to go on")
    parser.add_argument("--jobs", type=int, default=0, help="processes on this machine (0: one a core)")
    parser.add_argument("--dask", default="", metavar="ADDRESS", help="a Dask scheduler, such as tcp://host:8786")
    parser.add_argument("--part", type=int, default=200, help="files of one part")
    reading_arguments(parser)


def run(args: argparse.Namespace) -> int:
    import os

    from flows import bulk

    inputs = bulk.listed(args.inputs)
    total = -(-len(inputs) // args.part)
    ended = 0

    def told(part: bulk.Part) -> None:
        nonlocal ended
        ended += 1
        what = "done before" if part.before else ", ".join(f"{n} {kind}" for kind, n in sorted(part.became.items()))
        print(f"part {part.number} ({ended} of {total}): {what}", flush=True)

    parts = bulk.run(inputs, args.out, options=reading_options(args), jobs=args.jobs or os.cpu_count() or 1,
                     dask=args.dask, part=args.part, told=told)
    became = {kind: sum(part.became.get(kind, 0) for part in parts) for kind in ("done", "review", "failed")}
    print(f"{len(inputs)} files; in this run: " + ", ".join(f"{count} {kind}" for kind, count in became.items()))
    return FAILED if became["failed"] else REVIEW if became["review"] else OK
