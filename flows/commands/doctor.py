"""`rolescan doctor`: every engine, its weights with hash check and licence, the store; what is missing with its fix."""

from __future__ import annotations

import argparse
import sys

from flows.cli import ERROR, OK


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    parser.add_argument("--quick", action="store_true", help="without reading the weights to check their hashes")


def run(args: argparse.Namespace) -> int:
    from flows.doctor import examine, is_well
    from flows.settings import load
    from flows.terminal_doctor import as_json, print_findings

    findings = examine(load(), quick=args.quick)
    if args.json:
        sys.stdout.write(as_json(findings))
    else:
        print_findings(findings)
    return OK if is_well(findings) else ERROR
