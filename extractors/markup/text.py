"""Plain text and Markdown: one block a paragraph, heading, list item, table or code block, anchored to its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from extractors.document import Action, Anchor, Block, Cell, Document, Engine, Kind, Note, Origin, Source, ink
from extractors.language import language_of
from extractors.markup.encoding import Decoded, decode
from extractors.markup.inline import plain
from extractors.options import Options

_HEADING = re.compile(r"^(#{1,6})\s+(?=\S)")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})\s*$")
_BULLET = re.compile(r"^(\s*)(?:(?:\*(?!\*)|[-+•·●○◦▪■◆◇►▶–—✓✔★☆])\s*(?=\S)|[(（]?\d{1,2}[.、)）．]\s*(?=\D)|"
                     r"[(（][一二三四五六七八九十]{1,3}[)）]\s*|[①-⑳]\s*|[a-z][.)]\s+)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"^[\s|:\-]+$")
_WRAPPED_EN = re.compile(r"[a-z,;]$")  # a line that ends so goes on in the next (hard-wrapped English)


class TextExtractor:
    """Reads text/plain and text/markdown."""

    name = "text"
    version = "1"

    def score(self, source: Source) -> float:
        return {"text/markdown": 0.9, "text/plain": 0.8}.get(source.media_type, 0.0)

    def extract(self, source: Source, options: Options) -> Document:
        """Blocks anchored to "line N" of the file. Raises Corrupt for bytes that are no text."""
        decoded = decode(Path(source.path).read_bytes())
        blocks, notes = read_lines(decoded.text, markdown=source.media_type == "text/markdown")
        language = options.language or language_of(decoded.text)
        blocks = tuple(replace_language(block, language) for block in blocks)
        return Document(source=source.key, media_type=source.media_type, blocks=blocks, language=language,
                        notes=(*notes, *_encoding_notes(decoded)), read=ink(decoded.text),
                        engines=(Engine(name="text", version=self.version, options={"encoding": decoded.encoding}),))


def replace_language(block: Block, default: str) -> Block:
    """The block with its own language told, the document's where it is too short to tell."""
    from msgspec.structs import replace

    return replace(block, language=language_of(block.text) or default)


def read_lines(text: str, *, markdown: bool = False) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """Blocks of the text, and a note for whatever stands in none: rules between parts, marks of Markdown."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for number, kind, level, lines in _groups(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        anchor = Anchor(path=f"line {number}")
        if kind is None:
            notes.append(Note(action=Action.DROPPED, stage="text", place=anchor, reason="a rule between parts",
                              before=lines[0], characters=ink(lines[0])))
            continue
        marked = markdown and kind is not Kind.CODE
        content, cells = _content(kind, [plain(line) for line in lines] if marked else lines)
        if marks := ink("".join(lines)) - ink(content):
            notes.append(Note(action=Action.CORRECTED, stage="text", place=anchor, reason="marks of the markup",
                              before="\n".join(lines), after=content, characters=marks))
        if content:
            blocks.append(Block(id=f"l{number}", kind=kind, text=content, place=anchor, origin=Origin.MARKUP,
                                confidence=1.0, level=level, cells=cells))
    return tuple(blocks), tuple(notes)


def _groups(lines: list[str]) -> Iterator[tuple[int, Kind | None, int, list[str]]]:
    """Lines that belong together: (1-based number of the first, kind or None for a rule, level, lines)."""
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if not line.strip():
            at = end
            continue
        if _FENCE.match(line):
            while end < len(lines) and not _FENCE.match(lines[end]):
                end += 1
            yield at + 1, Kind.CODE, 0, lines[at : min(end + 1, len(lines))]
            at = end + 1
            continue
        if _TABLE_ROW.match(line):
            while end < len(lines) and _TABLE_ROW.match(lines[end]):
                end += 1
            yield at + 1, Kind.TABLE, 0, lines[at:end]
        elif heading := _HEADING.match(line):
            yield at + 1, Kind.TITLE, len(heading[1]), [line]
        elif end < len(lines) and _UNDERLINE.match(lines[end]):
            end += 1
            yield at + 1, Kind.TITLE, 1 if lines[end - 1].startswith("=") else 2, lines[at:end]
        elif _RULE.match(line):
            yield at + 1, None, 0, [line]
        else:
            while end < len(lines) and _goes_on(lines[end - 1], lines[end]):
                end += 1
            bullet = _BULLET.match(line)
            level = 1 + len(bullet[1].expandtabs(4)) // 2 if bullet else 0
            yield at + 1, Kind.LIST if bullet else Kind.TEXT, level, lines[at:end]
        at = end


def _goes_on(line: str, following: str) -> bool:
    """Whether `following` is the same sentence as `line`, wrapped by hand at some width (English only)."""
    starts_new = _BULLET.match(following) or _HEADING.match(following) or _FENCE.match(following)
    return bool(following.strip() and not starts_new and len(line) >= 60 and _WRAPPED_EN.search(line.rstrip())
                and following.lstrip()[:1].islower())


def _content(kind: Kind, lines: list[str]) -> tuple[str, tuple[Cell, ...]]:
    """The group's text without the marks that make it a heading, a table or code; its cells if it is a table."""
    if kind is Kind.TABLE:
        rows = [[" ".join(cell.split()) for cell in line.strip().strip("|").split("|")] for line in lines
                if not _TABLE_RULE.match(line)]
        return table_text(rows, header=len(lines) > 1 and bool(_TABLE_RULE.match(lines[1])))
    if kind is Kind.CODE:
        return "\n".join(line for line in lines if not _FENCE.match(line)), ()
    if kind is Kind.TITLE:
        return _HEADING.sub("", lines[0]).strip().rstrip("#").rstrip(), ()
    return " ".join(line.strip() for line in lines), ()


def table_text(rows: list[list[str]], *, header: bool) -> tuple[str, tuple[Cell, ...]]:
    """Rows of cells as one block's text (tab between cells, newline between rows) with the cells' spans in it."""
    cells: list[Cell] = []
    parts: list[str] = []
    length = 0
    for row_number, row in enumerate(rows):
        for column, cell in enumerate(row):
            cells.append(Cell(row=row_number, column=column, start=length, end=length + len(cell),
                              header=header and row_number == 0))
            parts.append(cell + ("\t" if column + 1 < len(row) else "\n"))
            length += len(parts[-1])
    return "".join(parts).removesuffix("\n"), tuple(cells)


def _encoding_notes(decoded: Decoded) -> tuple[Note, ...]:
    if not decoded.unreadable:
        return ()
    return (Note(action=Action.DOUBTED, stage="decode", place=Anchor(path="document"),
                 reason=f"{decoded.unreadable} bytes do not fit {decoded.encoding}"),)
