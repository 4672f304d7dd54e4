"""What MuPDF says of a damaged file while it reads on: words may be missing although nothing was raised."""

from __future__ import annotations

import re

import pymupdf

BROKEN = re.compile(r"repairing PDF document|zlib error|lzma error|read error; treating as end of file|jpeg error"
                    r"|page tree load failed|non-page object in page tree|premature end of (?:data|file)"
                    r"|Premature end of JPEG|cannot decode|unexpected end of file")
MISSING = re.compile(r"cannot find object in xref|cannot load object")  # sound files lack what is not shown, too


def forget_warnings() -> None:
    """What was said before concerns another page."""
    pymupdf.TOOLS.reset_mupdf_warnings()


def damage_told(*, blank: bool = False) -> str:
    """What MuPDF has said of damage since `forget_warnings`, "" for none. blank: the page came out empty.

    On a blank page objects that are not there count as well: they may have been its words.
    """
    told = pymupdf.TOOLS.mupdf_warnings(reset=True)
    found = BROKEN.search(told) or (MISSING.search(told) if blank else None)
    return found[0] if found else ""
