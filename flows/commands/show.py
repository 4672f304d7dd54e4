"""`rolescan show KEY`: a case, document, posting or report by the first characters of its key, or a file's name."""

from __future__ import annotations

import argparse
import sys

from flows.cli import ERROR, OK

AS = ("summary", "text", "markdown", "json", "jsonld", "html", "srt", "vtt", "rttm", "original")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", help="the first characters of a key, or a file's whole name")
    parser.add_argument("--as", dest="form", choices=AS, default="summary",
                        help="text, markdown, srt, vtt, rttm: of the document; json: document and postings; jsonld: "
                        "schema.org JobPosting; html, markdown of a report: the report; original: the bytes")
    from flows.masking import redact_argument

    redact_argument(parser)


def run(args: argparse.Namespace) -> int:
    from flows.masking import Shown, is_asked
    from flows.settings import load
    from flows.showing import shown
    from flows.store import open_store

    store = open_store(load())
    found = store.find(args.key)
    if not found:
        print(f"rolescan: nothing has a key or name that begins with {args.key!r}; `rolescan list` shows all.",
              file=sys.stderr)
        return ERROR
    if len(found) > 1:
        print(f"rolescan: {args.key!r} fits several: " + ", ".join(f"{kind} {key[:12]}" for kind, key in found),
              file=sys.stderr)
        return ERROR
    content = shown(Shown(store, redact=is_asked(args)), *found[0], form=args.form)
    sys.stdout.buffer.write(content)
    return OK
