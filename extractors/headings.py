"""Which paragraphs are headings, and how deep: by letter size first, then by weight and by standing alone."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import msgspec

from extractors.document import Kind, Origin, ink
from extractors.pieces import Piece
from extractors.rows import size_of

LARGER = 1.17  # times the body's letters; HTML's h3 is 1.17 em, and recognised boxes of body text stay under 1.15
HEADING_INK = 60  # a heading in English has rarely more; a paragraph set larger is still a paragraph
FEW_LETTERS = 3  # recognised boxes of one or two letters say nothing of their size
BOLD_INK = 40
SENTENCE_ENDS = "。；;，,"
MAX_LEVEL = 6


def ranked(pieces: Sequence[Piece], *, body: float) -> list[Piece]:
    """The pieces with headings marked TITLE, level 1 for the largest letters of the page.

    body: the ordinary letter height. Bold headings of body size rank below all larger ones.
    """
    sizes = [_size(piece) for piece in pieces]
    larger = [size for piece, size in zip(pieces, sizes, strict=True) if _is_larger(piece, size, body)]
    ranks = _ranks(larger)
    mostly_bold = sum(_ink(piece) for piece in pieces if _bold(piece)) * 2 > sum(map(_ink, pieces))
    marked = []
    for piece, size in zip(pieces, sizes, strict=True):
        if piece.table or piece.kind in (Kind.FURNITURE, Kind.SUSPECT):
            pass
        elif _is_larger(piece, size, body):
            piece = _title(piece, 1 + next(index for index, rank in enumerate(ranks) if size >= rank))
        elif (_bold(piece) and not mostly_bold and _short(piece, BOLD_INK)) or piece.role == "label":
            piece = _title(piece, 1 + len(ranks))
        marked.append(piece)
    return marked


def _title(piece: Piece, level: int) -> Piece:
    return msgspec.structs.replace(piece, kind=Kind.TITLE, level=min(level, MAX_LEVEL))


def _is_larger(piece: Piece, size: float, body: float) -> bool:
    if piece.table or piece.kind in (Kind.FURNITURE, Kind.SUSPECT):
        return False
    if _ink(piece) < FEW_LETTERS and piece.lines[0].origin is Origin.OCR:
        return False
    return size >= LARGER * body and _short(piece, HEADING_INK)


def _short(piece: Piece, limit: int) -> bool:
    text = piece.paragraph.text if piece.paragraph else ""
    return 0 < ink(text) <= limit and text[-1] not in SENTENCE_ENDS


def _ink(piece: Piece) -> int:
    return sum(ink(line.text) for line in piece.lines)


def _bold(piece: Piece) -> bool:
    return all(line.bold for line in piece.lines)


def _size(piece: Piece) -> float:
    return fmean(size_of(line) for line in piece.lines)


def _ranks(sizes: list[float]) -> list[float]:
    """The least size of each rank, largest rank first; sizes within 8 % are one rank."""
    ranks: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not ranks or size < 0.92 * ranks[-1]:
            ranks.append(size)
        else:
            ranks[-1] = size
    return ranks
