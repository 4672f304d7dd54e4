"""`rolescan review`: what was doubted and why; accept, correct, try again."""

from __future__ import annotations

import argparse
import sys

from flows.cli import ERROR, OK
from flows.commands.extract import reading_arguments, reading_options

STEPS = {"list": "the cases that wait (what `review` alone does)", "show": "everything doubted about one case",
         "accept": "take a case as it is", "correct": "set a field of a posting right, or name a speaker",
         "retry": "read a case afresh, with other options if wished"}


def arguments(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP")
    for step, summary in STEPS.items():
        sub = steps.add_parser(step, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if step == "list":
            sub.add_argument("--limit", type=int, default=100)
            continue
        sub.add_argument("key", help="the first characters of the case's key, or the file's name")
        if step == "correct":
            sub.add_argument("field", help='pay, title, employer, places, experience, education, ...; or "speaker 1"')
            sub.add_argument("value", help='e.g. "20000-30000 CNY month x 15", "3-5", bachelor, the name of a speaker; '
                             '"-" for not stated')
            sub.add_argument("--posting", type=int, default=1, help="which posting of the file (1 is the first)")
        if step in ("accept", "correct"):
            sub.add_argument("--who", default="", help="the name it is kept under (ROLESCAN_AUTHOR, else the user's)")
        if step == "retry":
            sub.add_argument("--language", choices=("zh", "en"), default="", help="of the reports")
            reading_arguments(sub)


def run(args: argparse.Namespace) -> int:
    from flows import review
    from flows.folder.dropped import follow
    from flows.settings import load
    from flows.store import open_store
    from flows.terminal import case_table, doubt_table, outcome_line
    from flows.walk import Wish

    settings = load(author=getattr(args, "who", ""))
    store = open_store(settings)
    if args.step in (None, "list"):
        case_table(store, review.waiting(store, limit=getattr(args, "limit", 100)))
        return OK
    cases = [key for kind, key in store.find(args.key) if kind == "source"]
    if len(cases) != 1:
        print(f"rolescan: {args.key!r} fits {len(cases)} cases; `rolescan review` lists those that wait.",
              file=sys.stderr)
        return ERROR
    sha256, outcome = cases[0], store.outcome(cases[0])
    match args.step:
        case "show" if outcome is not None:
            doubt_table(store, outcome, review.doubts(store, outcome))
            return OK
        case "accept":
            outcome = review.accept(store, sha256, who=settings.author)
        case "correct":
            outcome = review.correct(store, sha256, field=args.field, value=args.value, who=settings.author,
                                     position=args.posting - 1)
        case "retry":
            wish = Wish(options=reading_options(args), language=args.language, afresh=True)
            outcome = review.again(store, sha256, wish=wish)
    if outcome is not None:
        outcome_line(store, outcome)
        for path in follow(settings, outcome):
            print(f"moved to {path}")
    return OK
