"""What a file is, told from its bytes; the name only decides between kinds of plain text."""

from __future__ import annotations

import re
from pathlib import Path

import puremagic

from extractors.errors import Unsupported

_HEAD = 64 << 10  # bytes looked at
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown"})

# Containers whose first bytes a general library confuses or names by many names: (offset, bytes, media type).
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"), (0, b"\xff\xd8\xff", "image/jpeg"), (0, b"GIF8", "image/gif"),
    (0, b"II*\x00", "image/tiff"), (0, b"MM\x00*", "image/tiff"), (0, b"BM", "image/bmp"), (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"), (0, b"fLaC", "audio/flac"), (0, b"OggS", "audio/ogg"), (0, b"ID3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"), (0, b"\x1aE\xdf\xa3", "video/webm"), (0, b"FORM", "audio/aiff"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "audio/x-ms-wma"), (0, b".snd", "audio/basic"),
    (0, b"caff", "audio/x-caf"), (8, b"AVI ", "video/x-msvideo"), (0, b"FLV\x01", "video/x-flv"),
)
_OLD_BOXES = frozenset({b"moov", b"mdat", b"wide", b"pnot", b"free", b"skip"})  # of QuickTime before there was "ftyp"
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"hevc": "image/heic", b"heim": "image/heic",
           b"heis": "image/heic", b"mif1": "image/heic", b"msf1": "image/heic", b"avif": "image/avif",
           b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"qt  ": "video/quicktime"}
_PDF_WITHIN = 1024  # readers accept "%PDF-" within the first KiB
_MPEG_FRAME = re.compile(rb"^\x00*\xff[\xe2-\xe7\xf2-\xf7\xfa-\xfd]")
_ADTS_FRAME = re.compile(rb"^\xff[\xf0\xf1\xf8\xf9]")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAGS = re.compile(r"</(?:div|p|span|li|ul|h[1-6]|table|td|section|article)>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|\s*[-*+] \S|```|\|.+\|\s*$)|\*\*\S.*?\S\*\*|\[[^\]\n]+\]\([^)\n]+\)",
                       re.MULTILINE)
_MARKDOWN_SIGNS = 3  # headings, bullets, bold, links: fewer is plain text that happens to have a dash
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type(path: Path, *, name: str = "") -> str:
    """The media type of the file's content. Raises Unsupported for content that nothing knows or reads."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    found = _by_signature(head) or _by_text(head, Path(name or path.name).suffix.lower())
    if found:
        return found
    raise Unsupported(f"{name or path.name} is {_described(head)}, whatever its name says.", stage="sniff")


def _by_signature(head: bytes) -> str:
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "application/pdf"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[4:8] in _OLD_BOXES and head[0] < ord("\t"):  # a box's size: no text begins with such a byte
        return "video/quicktime"
    for offset, signature, found in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return found
    if _MPEG_FRAME.match(head[:64]):
        return "audio/mpeg"
    return "audio/aac" if _ADTS_FRAME.match(head[:4]) else ""


def _by_text(head: bytes, suffix: str) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and _CONTROL.search(head):
        return ""
    text = head.decode("utf-16" if wide else "utf-8", errors="ignore")
    if _HTML.search(text) or len(_TAGS.findall(text)) >= _MARKDOWN_SIGNS:
        return "text/html"
    if suffix in MARKDOWN_SUFFIXES or len(_MARKDOWN.findall(text)) >= _MARKDOWN_SIGNS:
        return "text/markdown"
    return "text/plain"


def _described(head: bytes) -> str:
    if head.startswith((b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")):
        return "an executable program"
    try:
        guesses = puremagic.magic_string(head)
    except puremagic.PureError:
        guesses = []
    known = [guess.mime_type or guess.name for guess in guesses if guess.confidence >= 0.5]
    return known[0] if known else "of no known type"
