"""`rolescan deploy`: deployments, automations and limits on a Prefect server; --serve keeps them served."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from flows.cli import ERROR, OK


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", default="", metavar="URL", help="the Prefect API (else ROLESCAN_SERVER)")
    parser.add_argument("--limit", action="append", default=[], metavar="NAME=N",
                        help="cases at once on the whole server, for ocr, asr or llm")
    parser.add_argument("--notify", default="", metavar="URL", help="webhook for cases that need a person")
    parser.add_argument("--serve", action="store_true", help="go on and run what people start from the pages")


def run(args: argparse.Namespace) -> int:
    from flows.settings import adopt, load

    settings = load(server=args.server or os.environ.get("PREFECT_API_URL", ""), notify=args.notify)
    if not settings.server:
        print("rolescan: which Prefect server? Give --server URL; `rolescan up` starts one.", file=sys.stderr)
        return ERROR
    limits = {name: int(number) for name, _, number in (item.partition("=") for item in args.limit)}
    adopt(settings)
    from flows.prefect_ui.deploy import deploy, serve

    made = asyncio.run(deploy(settings, limits=limits))
    for name in (*made.deployments, *made.automations):
        print(name)
    print(", ".join(f"{name} at most {limit} at once" for name, limit in made.limits.items()))
    if args.serve:
        asyncio.run(serve())
    return OK
