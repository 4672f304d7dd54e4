"""`rolescan retry ID|NAME ...`: bring failed or reviewed files back; the watcher takes them up at its next scan."""

from __future__ import annotations

import argparse
import sys

from flows.cli import ERROR, OK


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("items", nargs="*", metavar="ID|NAME", help="as `rolescan status` and the reason files name it")
    parser.add_argument("--all-failed", action="store_true", help="everything in failed/")
    parser.add_argument("--folder", default="", metavar="PATH", help="the watched folder (else that of the last start)")


def run(args: argparse.Namespace) -> int:
    from pathlib import Path

    from flows.folder.folder import Folder
    from flows.service.notes import last_folder
    from flows.settings import load

    folder = Folder(Path(args.folder) if args.folder else last_folder(load()))
    wanted = list(args.items)
    if args.all_failed:
        wanted += [claim.id for _, claim in folder.explained("failed")]
    if not wanted:
        print("rolescan: name what to try again, or say --all-failed.", file=sys.stderr)
        return ERROR
    missing = 0
    for item in wanted:
        try:
            print(f"{folder.retry(item).name} is tried again.")
        except KeyError:
            missing += 1
            print(f"rolescan: there is no {item} in failed/ or review/ of {folder.root}.", file=sys.stderr)
    return ERROR if missing else OK
