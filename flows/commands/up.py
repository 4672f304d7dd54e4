"""`rolescan up`: the watched folder with everything it needs, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import os

from flows.cli import OK


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", default="", metavar="PATH",
                        help="the watched folder (ROLESCAN_FOLDER, else `folder` in the home)")
    parser.add_argument("--database", default="", metavar="bundled|sqlite|URL",
                        help="of Prefect: a PostgreSQL that comes along (default), SQLite for trying, or your own")
    parser.add_argument("--server", default="", metavar="URL", help="a Prefect API that runs already")
    parser.add_argument("--dask", default="", metavar="tcp://HOST:PORT", help="a Dask scheduler that runs already")
    parser.add_argument("--workers", type=int, default=0, help="worker processes (ROLESCAN_JOBS, else 2)")
    parser.add_argument("--worker-memory", default="", metavar="4GiB",
                        help="memory of one worker process, which is replaced beyond it (ROLESCAN_WORKER_MEMORY)")
    parser.add_argument("--quiet-seconds", type=float, default=2.0, help="a file is taken when unchanged for so long")
    parser.add_argument("--scan-seconds", type=float, default=10.0, help="between two scans without an event")
    parser.add_argument("--no-deploy", action="store_true", help="leave deployments and automations as they are")


def run(args: argparse.Namespace) -> int:
    from pathlib import Path

    from flows.service.notes import BUNDLED, Plan
    from flows.service.up import Up, check
    from flows.settings import load

    settings = load(server=args.server, jobs=args.workers or "")
    folder = args.folder or os.environ.get("ROLESCAN_FOLDER") or str(Path(settings.home) / "folder")
    plan = Plan(folder=str(Path(folder).expanduser().resolve()), database=args.database or BUNDLED,
                server=settings.server, dask=args.dask, workers=settings.jobs, quiet=args.quiet_seconds,
                memory=args.worker_memory or os.environ.get("ROLESCAN_WORKER_MEMORY") or "auto",
                scan=args.scan_seconds, deploy=not args.no_deploy)
    check(plan)
    Up(settings, plan).run()
    return OK
