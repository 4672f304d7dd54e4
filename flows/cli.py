"""The command `rolescan`: one module of `flows.commands` for each verb, imported only when it is called.

A verb's module has `arguments(parser)` and `run(args) -> int`. Exit status: 0 all well, 1 the command itself failed,
2 wrong usage, 3 some cases wait for review, 4 some cases failed, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

OK, ERROR, USAGE, REVIEW, FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130

VERBS = {
    "ingest": "take files, folders or globs through the whole walk and keep everything",
    "list": "list what became of every file",
    "show": "show a case, document, posting or report by its key",
    "extract": "print the text of one file (no store)",
    "analyze": "print the analysis of one file (no store)",
    "explain": "say why a report holds what it holds",
    "review": "what was doubted and why: accept, correct, try again",
    "retry": "try a failed or doubted case again",
    "crawl": "fetch postings from job boards",
    "up": "start the watched folder and everything it needs",
    "status": "say what runs, what waits and what failed",
    "deploy": "create deployments, automations and limits on a Prefect server",
    "bulk": "take very many files, resumable, into Parquet",
    "export": "write the store's postings as JSON Lines, CSV, Excel or Parquet",
    "doctor": "check engines, weights, licences and the store; name what is missing and the fix",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(words)
    args = parser.parse_args(words)
    if getattr(args, "home", ""):
        os.environ["ROLESCAN_HOME"] = args.home
    return _run(args)


def redact_argument(parser: argparse.ArgumentParser) -> None:
    """The option of every verb that shows what a posting says."""
    parser.add_argument("--redact", action="store_true",
                        help="mask people's names, phones, mails, ids and accounts (ROLESCAN_REDACT=1: always)")


def masks(args: argparse.Namespace) -> bool:
    """Whether a verb that uses no store masks people: asked for, or set."""
    return args.redact or os.environ.get("ROLESCAN_REDACT", "").lower() in ("1", "true")


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser with the arguments of the verb that `words` call; other verbs are listed only."""
    parser = argparse.ArgumentParser(prog="rolescan", description="Job postings in any form -> clean text, "
                                     "structured postings, role analyses. Chinese and English.",
                                     epilog="Exit status: 0 well, 3 some wait for review, 4 some failed, 1 error.")
    parser.add_argument("--version", action="version", version=_version())
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    called = next((word for word in words if not word.startswith("-")), "")
    for verb, summary in VERBS.items():
        if not _is_there(verb):
            continue
        sub = verbs.add_parser(verb, help=summary, description=summary[0].upper() + summary[1:] + ".")
        sub.add_argument("--home", default="", help="folder of all that is kept (ROLESCAN_HOME, else ~/.rolescan)")
        if verb == called:
            import_module(f"flows.commands.{verb}").arguments(sub)
    return parser


def _run(args: argparse.Namespace) -> int:
    from extractors.errors import RolescanError

    try:
        status: int = import_module(f"flows.commands.{args.verb}").run(args)
        sys.stdout.flush()
        return status
    except (RolescanError, ValueError) as error:
        print(f"rolescan: {error}", file=sys.stderr)
        return ERROR
    except KeyboardInterrupt:
        print("rolescan: interrupted; what was finished is kept, run it again to go on.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our pipe had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _is_there(verb: str) -> bool:
    return (Path(__file__).parent / "commands" / f"{verb}.py").is_file()


def _version() -> str:
    """The installed version, looked up only when it is printed: reading it takes .1 s."""
    class Late(str):
        def __mod__(self, _values: object) -> str:
            from importlib.metadata import version

            return f"rolescan {version('rolescan')}"

    return Late("rolescan")


if __name__ == "__main__":
    sys.exit(main())
