"""The text layer of a PDF page: its lines, and whether it can be believed: keep it, recognise the page, or both.

A page is judged by itself and font by font: one Chinese font without its map spoils a page whose English is sound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pymupdf

from extractors.document import Origin, Struct, ink
from extractors.options import OcrMode
from extractors.pages.line import Line
from extractors.pages.quality import Quality, quality

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP  # ligatures are taken apart, images left out
ASCENT, DESCENT = 0.88, 0.22  # of the letter size, above and below the baseline: even boxes whatever the letters
FONT_SHARE = 0.08  # of the page's ink; a garbled font with less is left to the page's own score
FONT_INK = 20
PICTURE_SHARE = 0.04  # of the page's area; smaller pictures are logos and portraits
PICTURE_SIDE = 60.0  # points
SCAN_SHARE = 0.75  # of the page's area: the picture is the page
TINY = 2.0  # points; nobody reads such letters
BOLD_FLAG, BOLD_CHAR, PAINTED = 1 << 4, 1 << 3, 1 << 4 | 1 << 5  # MuPDF's span and character flags
WHITE = 0xF8


Box = tuple[float, float, float, float]  # x0, y0, x1, y1


class Layer(Struct):
    """What a page's text layer holds. hidden: lines that no one sees (unpainted, transparent, tiny).

    turned: degrees clockwise by which the text was turned upright (0, 90, 180, 270); width, height: of the page then.
    """

    lines: tuple[Line, ...]
    hidden: tuple[Line, ...]
    width: float
    height: float
    turned: int = 0


class Verdict(Struct):
    """How to read a page ("keep", "ocr", "merge"), why, and how sound its layer looks."""

    read_by: str
    reason: str
    quality: Quality


def layer_of(page: pymupdf.Page) -> Layer:
    """The text layer of `page` in the page's displayed space (points, /Rotate applied)."""
    matrix = page.rotation_matrix
    lines: list[Line] = []
    hidden: list[Line] = []
    turns: dict[int, int] = defaultdict(int)
    for block in page.get_text("dict", flags=FLAGS)["blocks"]:
        for raw in block.get("lines", ()):
            for line, seen in _lines_of(raw, matrix, turns):
                (lines if seen else hidden).append(line)
    width, height = page.rect.width, page.rect.height
    turn = max(turns, key=lambda angle: turns[angle], default=0)
    if turn:
        lines, hidden = ([_turned(line, turn, width, height) for line in some] for some in (lines, hidden))
    if turn in (90, 270):
        width, height = height, width
    return Layer(lines=tuple(lines), hidden=tuple(hidden), width=width, height=height, turned=turn)


def judge(layer: Layer, *, pictures: Sequence[Box], drawn: bool, mode: OcrMode) -> Verdict:
    """Whether the layer can be believed.

    pictures: boxes of the page's images in points; drawn: whether the page has vector drawings.
    """
    found = soundness(layer.lines)
    if mode is OcrMode.FORCE:
        return Verdict(read_by="ocr", reason="forced", quality=found)
    if mode is OcrMode.NEVER:
        return Verdict(read_by="keep", reason="ocr_off", quality=found)
    area = max(layer.width * layer.height, 1.0)
    shares = [(x1 - x0) * (y1 - y0) / area for x0, y0, x1, y1 in pictures
              if min(x1 - x0, y1 - y0) >= PICTURE_SIDE]
    if not layer.lines:
        return _without_text(layer, max(shares, default=0.0), bool(pictures) or drawn, found)
    if found.fault:
        return Verdict(read_by="ocr", reason="garbled_text_layer", quality=found)
    if sum(shares) >= PICTURE_SHARE:
        return Verdict(read_by="merge", reason="text_and_pictures", quality=found)
    return Verdict(read_by="keep", reason="sound_text_layer", quality=found)


def soundness(lines: Sequence[Line]) -> Quality:
    """The worst of the page as a whole and of each font that carries a fair share of it."""
    fonts: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        fonts[line.font].append(line.text)
    whole = "\n".join(line.text for line in lines)
    enough = max(FONT_INK, FONT_SHARE * ink(whole))
    texts = [text for text in ("\n".join(parts) for parts in fonts.values()) if ink(text) >= enough]
    return min((quality(text) for text in [whole, *texts]), key=lambda one: one.score)


def _without_text(layer: Layer, picture: float, marked: bool, found: Quality) -> Verdict:
    if layer.hidden and picture >= SCAN_SHARE:
        return Verdict(read_by="ocr", reason="hidden_text_over_scan", quality=found)
    if marked:
        return Verdict(read_by="ocr", reason="no_text_layer", quality=found)
    return Verdict(read_by="keep", reason="blank_page", quality=found)


def _lines_of(raw: dict[str, Any], matrix: pymupdf.Matrix, turns: dict[int, int]) -> list[tuple[Line, bool]]:
    """The seen and the hidden part of one line of MuPDF's, boxes in displayed space."""
    spans = [span for span in raw["spans"] if span["text"]]
    parts: list[tuple[Line, bool]] = []
    for seen in (True, False):
        chosen = [span for span in spans if _seen(span) is seen]
        text = "".join(span["text"] for span in chosen)
        if not text.strip():
            continue
        angle = _angle(raw["dir"], matrix)
        turns[angle] += ink(text)
        parts.append((_line(chosen, text, raw["dir"], matrix), seen))
    return parts


def _line(spans: list[dict[str, Any]], text: str, direction: tuple[float, float], matrix: pymupdf.Matrix) -> Line:
    largest = max(spans, key=lambda span: len(span["text"]) * span["size"])
    size = float(largest["size"])
    x0, x1 = min(span["bbox"][0] for span in spans), max(span["bbox"][2] for span in spans)
    if abs(direction[1]) < 0.02:  # level in the page's own space: an even box around the baseline
        baseline = largest["origin"][1]
        y0, y1 = baseline - ASCENT * size, baseline + DESCENT * size
    else:
        y0, y1 = min(span["bbox"][1] for span in spans), max(span["bbox"][3] for span in spans)
    box = pymupdf.Rect(x0, y0, x1, y1) * matrix
    bold = sum(len(span["text"]) for span in spans if _is_bold(span)) * 2 > len(text)
    return Line(text=text, x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1, confidence=1.0, origin=Origin.TEXT_LAYER,
                size=size, bold=bold, font=str(largest["font"]))


def _is_bold(span: dict[str, Any]) -> bool:
    name = span["font"].lower()
    return bool(span["flags"] & BOLD_FLAG or span.get("char_flags", 0) & BOLD_CHAR or "bold" in name or "heavy" in name)


def _seen(span: dict[str, Any]) -> bool:
    """Whether the letters are painted, opaque and large enough to be read."""
    painted = span.get("char_flags", PAINTED) & PAINTED
    return bool(painted) and span.get("alpha", 255) > 8 and span["size"] >= TINY


def _angle(direction: tuple[float, float], matrix: pymupdf.Matrix) -> int:
    """Degrees clockwise by which the line must be turned to run from left to right on the displayed page."""
    x = direction[0] * matrix.a + direction[1] * matrix.c
    y = direction[0] * matrix.b + direction[1] * matrix.d
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 180
    return 270 if y > 0 else 90


def _turned(line: Line, turn: int, width: float, height: float) -> Line:
    """The line on the page turned clockwise by `turn`."""
    x0, y0, x1, y1 = line.x0, line.y0, line.x1, line.y1
    if turn == 90:
        box = (height - y1, x0, height - y0, x1)
    elif turn == 180:
        box = (width - x1, height - y1, width - x0, height - y0)
    else:
        box = (y0, width - x1, y1, width - x0)
    return Line(text=line.text, x0=box[0], y0=box[1], x1=box[2], y1=box[3], confidence=line.confidence,
                origin=line.origin, size=line.size, bold=line.bold, font=line.font)
