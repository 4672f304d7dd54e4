"""`rolescan status`: what runs, what waits and what failed, on one screen or as JSON. Status 1 when not all is well."""

from __future__ import annotations

import argparse
import sys

from flows.cli import ERROR, OK


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def run(args: argparse.Namespace) -> int:
    import msgspec

    from flows.service.status import gather, screen
    from flows.settings import load

    status = gather(load())
    sys.stdout.write(msgspec.json.encode(status).decode() if args.json else screen(status))
    sys.stdout.write("\n")
    return OK if status.well else ERROR
