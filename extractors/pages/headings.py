"""Which paragraphs are headings, and how deep: by letter size first, then by weight and by standing alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean

import msgspec

from extractors.document import Kind, Origin, ink
from extractors.pages.pieces import Piece
from extractors.pages.regions import Region
from extractors.pages.rows import size_of

LARGER = 1.17  # times the body's letters; HTML's h3 is 1.17 em, and recognised boxes of body text stay under 1.15
HEADING_INK = 60  # a heading in English has rarely more; a paragraph set larger is still a paragraph
TITLE_LARGER, TITLE_INK = 1.4, 110  # letters this much larger may be a long title on two lines
FEW_LETTERS = 3  # recognised boxes of one or two letters say nothing of their size
BOLD_INK = 40
FILLED, ROOMY = 0.6, 1.8  # share of the piece inside its region; times the piece's height that the region has at most
RUNNING_SCORE, EDGE = 0.7, 0.12  # of a header or footer region; share of the page's height where such stand
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


def by_regions(pieces: Sequence[Piece], look: Callable[[], Sequence[Region]], *, height: float) -> list[Piece]:
    """The pieces with what a layout model sees on top of geometry: headings as large as the text, running heads.

    It adds: on scans it finds the bold headings that letter size cannot tell; what geometry marked stays. look: asks
    the model, which costs 0.06 s, and is called only where a piece is there that it could change.
    """
    level = 1 + max((piece.level for piece in pieces if piece.kind is Kind.TITLE), default=0)
    open_ones = {id(piece) for piece in pieces if piece.kind is Kind.TEXT and piece.role == "flow"
                 and (_short(piece, BOLD_INK) or _at_edge(piece, height))}
    regions = look() if open_ones else ()
    marked = []
    for piece in pieces:
        seen = _region_of(piece, regions) if id(piece) in open_ones else None
        if seen and seen.kind == "title" and _short(piece, BOLD_INK):
            piece = _title(piece, level)
        elif seen and seen.kind in ("header", "footer") and seen.score >= RUNNING_SCORE and _at_edge(piece, height):
            piece = msgspec.structs.replace(piece, kind=Kind.HEADER if seen.kind == "header" else Kind.FOOTER)
        marked.append(piece)
    return marked


def _region_of(piece: Piece, regions: Sequence[Region]) -> Region | None:
    """The region that the piece fills: it lies in it, and leaves no room for another line."""
    x0, y0 = min(line.x0 for line in piece.lines), min(line.y0 for line in piece.lines)
    x1, y1 = max(line.x1 for line in piece.lines), max(line.y1 for line in piece.lines)
    for region in regions:
        left, top, right, bottom = region.box
        inside = max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, bottom) - max(y0, top))
        if inside > FILLED * (x1 - x0) * (y1 - y0) and bottom - top < ROOMY * (y1 - y0):
            return region
    return None


def _at_edge(piece: Piece, height: float) -> bool:
    middle = fmean((line.y0 + line.y1) / 2 for line in piece.lines)
    return middle < EDGE * height or middle > (1 - EDGE) * height


def _title(piece: Piece, level: int) -> Piece:
    return msgspec.structs.replace(piece, kind=Kind.TITLE, level=min(level, MAX_LEVEL))


def _is_larger(piece: Piece, size: float, body: float) -> bool:
    if piece.table or piece.kind in (Kind.FURNITURE, Kind.SUSPECT):
        return False
    if _ink(piece) < FEW_LETTERS and piece.lines[0].origin is Origin.OCR:
        return False
    if piece.role == "remark":
        return False
    limit = TITLE_INK if size >= TITLE_LARGER * body else HEADING_INK
    return size >= LARGER * body and _short(piece, limit)


def _short(piece: Piece, limit: int) -> bool:
    text = piece.paragraph.text if piece.paragraph else ""
    return 0 < ink(text) <= limit and text[-1] not in SENTENCE_ENDS


def _ink(piece: Piece) -> int:
    return sum(ink(line.text) for line in piece.lines)


def _bold(piece: Piece) -> bool:
    return all(line.bold for line in piece.lines)


def _size(piece: Piece) -> float:
    weights = [max(ink(line.text), 1) for line in piece.lines]
    return sum(weight * size_of(line) for weight, line in zip(weights, piece.lines, strict=True)) / sum(weights)


def _ranks(sizes: list[float]) -> list[float]:
    """The least size of each rank, largest rank first; sizes within 8 % are one rank."""
    ranks: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not ranks or size < 0.92 * ranks[-1]:
            ranks.append(size)
        else:
            ranks[-1] = size
    return ranks
