"""`rolescan ingest PATH...`: files, folders and globs through the whole walk; ends with what became of each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from flows.cli import FAILED, OK, REVIEW
from flows.commands.extract import reading_arguments, reading_options


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders (in depth) or globs")
    parser.add_argument("--language", choices=("zh", "en"), default="",
                        help="of the reports; each posting's own by default")
    parser.add_argument("--jobs", type=int, default=0, help="files worked on at once (ROLESCAN_JOBS, else 2)")
    parser.add_argument("--again", action="store_true", help="do the work afresh, also where it was done before")
    parser.add_argument("--no-prefect", action="store_true", help="without Prefect: the same work, no flow runs")
    parser.add_argument("--server", default="", metavar="URL", help="a Prefect API to use instead of our own")
    parser.add_argument("--json", action="store_true", help="the table as JSON Lines on standard output")
    reading_arguments(parser)


def run(args: argparse.Namespace) -> int:
    from flows import oneshot
    from flows.outcome import Failed
    from flows.paths import expand, why_missing
    from flows.settings import load
    from flows.store import open_store
    from flows.terminal import Progress, as_json_lines, outcome_table
    from flows.walk import Wish

    settings = load(language=args.language, jobs=args.jobs or "", server=args.server)
    files, missing = expand(args.paths)
    wish = Wish(options=reading_options(args), language=settings.language, afresh=args.again)
    store = open_store(settings)
    with Progress(total=len(files)) as progress:
        ended = oneshot.run(store, settings, files, wish, told=progress.told, with_prefect=not args.no_prefect)
    for path in missing:
        message, hint = why_missing(path)
        ended.append(oneshot.Ended(path=path, outcome=Failed(source="", name=path, category="not_found",
                                                             stage="receive", message=message, hint=hint)))
    if args.json:
        sys.stdout.write(as_json_lines(store, ended))
    else:
        outcome_table(store, ended)
    return status(ended)


def status(ended: Sequence[object]) -> int:
    """The exit status: the gravest outcome tells."""
    from flows.outcome import kind_of

    kinds = {kind_of(item.outcome) for item in ended}  # type: ignore[attr-defined]
    return FAILED if "failed" in kinds else REVIEW if "review" in kinds else OK
