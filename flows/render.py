"""A document as plain text, Markdown or JSON: what `rolescan extract` prints.

Text and Markdown hold the body; what surrounds it (headers, navigation, suspects) stands in the JSON with the notes.
"""

from __future__ import annotations

import html
import re

import msgspec

from extractors.document import Block, Document, Kind, TimeSpan

FORMATS = ("text", "markdown", "json", "srt", "vtt", "rttm")
_MARKER = re.compile(r"^\s*(?:[-*•●·▪◦‣–—]|[(（]?\d{1,2}[.)）、])\s*")
_MEANS_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
MAX_HEADING = 6


def render(document: Document, form: str, *, name: str = "") -> str:
    """The document in one of FORMATS, ending with a newline. Raises ValueError for a form that does not suit it."""
    match form:
        case "text":
            return to_text(document)
        case "markdown":
            return to_markdown(document)
        case "json":
            return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"
    if not any(block.kind is Kind.TURN for block in document.blocks):
        raise ValueError(f"{form} is a form for recordings; this is {document.media_type}.")
    from extractors.speech import transcript

    if form == "rttm":
        return transcript.rttm(document, uri=name.rsplit(".", 1)[0] or "recording")
    return transcript.srt(document) if form == "srt" else transcript.vtt(document)


def to_text(document: Document) -> str:
    """The body's blocks, one a line; a recording's turns as "00:07 speaker: words"."""
    return "\n".join(_text(block) for block in document.body) + "\n"


def to_markdown(document: Document) -> str:
    """The body as Markdown: headings, lists, tables; words that look like Markdown are escaped."""
    parts: list[str] = []
    before = None
    for block in document.body:
        joined = before in (Kind.LIST, Kind.TURN) and before == block.kind
        parts.append(("\n" if joined or before is None else "\n\n") + _markdown(block))
        before = block.kind
    return "".join(parts).strip("\n") + "\n"


def _text(block: Block) -> str:
    said = f"{block.speaker}: {block.text}" if block.speaker else block.text
    return f"{_clock(block.place.start)} {said}" if isinstance(block.place, TimeSpan) else said


def _clock(seconds: float) -> str:
    """Minutes and seconds, with the hours where there are any."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}" if minutes >= 60 else f"{minutes:02d}:{rest:02d}"


def _markdown(block: Block) -> str:
    match block.kind:
        case Kind.TITLE:
            return "#" * min(max(block.level, 1), MAX_HEADING) + " " + _escaped(block.text)
        case Kind.LIST:
            return "  " * max(block.level - 1, 0) + "- " + _escaped(_MARKER.sub("", block.text, count=1))
        case Kind.TABLE:
            return _table(block)
        case Kind.CODE:
            fence = "```" if "```" not in block.text else "~~~~~"
            return f"{fence}\n{block.text}\n{fence}"
        case Kind.TURN:
            time = f"{_clock(block.place.start)} " if isinstance(block.place, TimeSpan) else ""
            who = f"**{_escaped(block.speaker)}:** " if block.speaker else ""
            return f"- {time}{who}{_escaped(block.text)}"
    return _escaped(block.text)


def _escaped(text: str) -> str:
    flat = " ".join(text.split())
    return _MEANS_MARKDOWN.sub(r"\\\1", html.escape(flat, quote=False).replace("&lt;", "<").replace("&gt;", ">"))


def _table(block: Block) -> str:
    rows = _rows(block)
    width = max((len(row) for row in rows), default=0)
    if not width:
        return _escaped(block.text)
    full = [row + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in full]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _rows(block: Block) -> list[list[str]]:
    if not block.cells:
        return [[_escaped(cell) for cell in line.split("\t")] for line in block.text.split("\n")]
    height = max(cell.row for cell in block.cells) + 1
    width = max(cell.column for cell in block.cells) + 1
    grid = [[""] * width for _ in range(height)]
    for cell in block.cells:
        grid[cell.row][cell.column] = _escaped(block.text[cell.start : cell.end])
    return grid
