"""`rolescan extract FILE`: the text of one file on standard output, without store or Prefect."""

from __future__ import annotations

import argparse
import sys

import msgspec

from extractors.options import OcrMode, Options, PageOptions, Script
from flows.cli import FAILED, OK, REVIEW
from flows.render import FORMATS

MOST_SPEAKERS = 20  # a panel; more voices are not told apart


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the file; - reads standard input")
    parser.add_argument("--format", choices=FORMATS, default="text", help="srt, vtt and rttm are for recordings")
    from flows.masking import redact_argument

    redact_argument(parser)
    reading_arguments(parser)


def reading_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of reading, the same for every verb that reads."""
    group = parser.add_argument_group("reading")
    group.add_argument("--spoken", default="", choices=("", "zh", "en"), metavar="zh|en",
                       help="the content's language, where it should not be told from the content")
    group.add_argument("--ocr", choices=[mode.value for mode in OcrMode], default="auto",
                       help="recognise characters page by page as needed, on every page, or never")
    group.add_argument("--speakers", type=int, default=0, choices=range(MOST_SPEAKERS + 1), metavar="N",
                       help=f"how many speak, at most {MOST_SPEAKERS} (0: told from the sound)")
    group.add_argument("--script", choices=[script.value for script in Script], default="",
                       help="of Chinese speech (ROLESCAN_SCRIPT, else simplified)")
    group.add_argument("--whisper", default="", metavar="MODEL",
                       help="a size, or the path of a checkpoint (ROLESCAN_WHISPER, else base)")
    group.add_argument("--asr", choices=("auto", "openai-whisper", "faster-whisper"), default="",
                       help="the recogniser (ROLESCAN_ASR, else auto)")
    group.add_argument("--diarizer", choices=("rolescan", "pyannote"), default="",
                       help="what tells speakers apart (ROLESCAN_DIARIZER, else rolescan)")
    group.add_argument("--terms", default="", help="words that a recording is likely to hold, separated by commas")


def reading_options(args: argparse.Namespace) -> Options:
    """What the flags ask for, and where they are silent, the settings. Raises RolescanError on wrong flags."""
    from extractors.speech.words.asr import check
    from flows.settings import load

    terms = tuple(term.strip() for term in args.terms.split(",") if term.strip())
    chosen = load(script=args.script, whisper=args.whisper, asr=args.asr, diarizer=args.diarizer).reading.speech
    if args.whisper or args.asr:  # told of variables, other files can still be read
        check(chosen)
    return Options(language=args.spoken, pages=PageOptions(ocr=OcrMode(args.ocr)),
                   speech=msgspec.structs.replace(chosen, speakers=args.speakers, terms=terms))


def run(args: argparse.Namespace) -> int:
    from extractors.errors import RolescanError
    from flows.direct import masked, read_file
    from flows.masking import is_asked
    from flows.render import render

    options = reading_options(args)
    try:
        document, name = read_file(args.file, options)
    except RolescanError as error:
        print(f"rolescan: {error}", file=sys.stderr)
        return REVIEW if error.review else FAILED
    if is_asked(args):
        document, _ = masked(document)
    sys.stdout.write(render(document, args.format, name=name))
    if document.partial:
        print(f"rolescan: only a part was read: {document.partial}", file=sys.stderr)
        return REVIEW
    return OK
