"""`rolescan analyze FILE`: the reports of one file on standard output, without store or Prefect."""

from __future__ import annotations

import argparse
import sys

from flows.cli import FAILED, OK, REVIEW
from flows.commands.extract import reading_arguments, reading_options

FORMATS = ("markdown", "json", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the file; - reads standard input")
    parser.add_argument("--format", choices=FORMATS, default="markdown",
                        help="json: the structured postings, schema.org JobPosting beside each")
    parser.add_argument("--language", choices=("zh", "en"), default="",
                        help="of the reports; each posting's own by default")
    from flows.masking import redact_argument

    redact_argument(parser)
    reading_arguments(parser)


def run(args: argparse.Namespace) -> int:
    from extractors.errors import RolescanError
    from flows.direct import analysis_of, read_file
    from flows.masking import is_asked

    options = reading_options(args)
    try:
        document, _name = read_file(args.file, options)
    except RolescanError as error:
        print(f"rolescan: {error}", file=sys.stderr)
        return REVIEW if error.review else FAILED
    text, count = analysis_of(document, args.format, language=args.language, redact=is_asked(args))
    sys.stdout.write(text)
    if not count:
        print("rolescan: no job posting was found in it.", file=sys.stderr)
        return REVIEW
    return OK
