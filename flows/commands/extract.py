"""`rolescan extract FILE`: the text of one file on standard output, without store or Prefect."""

from __future__ import annotations

import argparse
import sys

from extractors.options import OcrMode, Options, PageOptions, Script, SpeechOptions
from flows.cli import FAILED, OK, REVIEW, masks, redact_argument
from flows.render import FORMATS


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the file; - reads standard input")
    parser.add_argument("--format", choices=FORMATS, default="text", help="srt, vtt and rttm are for recordings")
    redact_argument(parser)
    reading_arguments(parser)


def reading_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of reading, the same for every verb that reads."""
    group = parser.add_argument_group("reading")
    group.add_argument("--spoken", default="", choices=("", "zh", "en"), metavar="zh|en",
                       help="the content's language, where it should not be told from the content")
    group.add_argument("--ocr", choices=[mode.value for mode in OcrMode], default="auto",
                       help="recognise characters page by page as needed, on every page, or never")
    group.add_argument("--speakers", type=int, default=0, help="how many speak (0: told from the sound)")
    group.add_argument("--script", choices=[script.value for script in Script], default="simplified",
                       help="of Chinese speech")
    group.add_argument("--terms", default="", help="words that a recording is likely to hold, separated by commas")


def reading_options(args: argparse.Namespace) -> Options:
    terms = tuple(term.strip() for term in args.terms.split(",") if term.strip())
    return Options(language=args.spoken, pages=PageOptions(ocr=OcrMode(args.ocr)),
                   speech=SpeechOptions(speakers=args.speakers, script=Script(args.script), terms=terms))


def run(args: argparse.Namespace) -> int:
    from extractors.errors import RolescanError
    from flows.direct import read_file
    from flows.render import render

    try:
        document, name = read_file(args.file, reading_options(args))
    except RolescanError as error:
        print(f"rolescan: {error}", file=sys.stderr)
        return REVIEW if error.review else FAILED
    if masks(args):
        from analyzers.redact import redact_document

        document = redact_document(document)
    sys.stdout.write(render(document, args.format, name=name))
    if document.partial:
        print(f"rolescan: only a part was read: {document.partial}", file=sys.stderr)
        return REVIEW
    return OK
