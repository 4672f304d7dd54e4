"""A small picture of a document's first page with the boxes of what was read, as a data URL for Prefect's pages."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from extractors.document import Block, Document, Kind, PageBox
from extractors.errors import RolescanError

LONG_SIDE = 900  # pixels: letters of 10 pt stay readable on an A4 page
TALLEST = 3.0  # a long screenshot is cut after this many widths
QUALITY = 45  # of WebP: an A4 page of text takes 40 KB, and Prefect's database keeps one a case
DPI = 80
COLOURS = {Kind.TITLE: "#c02020", Kind.LIST: "#2060c0", Kind.TABLE: "#8020a0", Kind.HEADER: "#808080",
           Kind.FOOTER: "#808080", Kind.FURNITURE: "#b0b0b0", Kind.FIGURE: "#b08000"}
OTHER_COLOUR = "#108040"


def picture_of(document: Document, path: Path) -> str:
    """The data URL; "" for what has no pages, and for a page that cannot be drawn again."""
    if not document.pages:
        return ""
    from extractors.pages.ocr import PageTask
    from extractors.pages.render import render

    try:
        pixels = render(PageTask(path=str(path), page=document.pages[0].number, dpi=DPI))
    except RolescanError:
        return ""
    return _drawn(pixels, document)


def _drawn(pixels: object, document: Document) -> str:
    from PIL import Image, ImageDraw

    page = document.pages[0]
    image = Image.fromarray(pixels).convert("RGB")  # type: ignore[arg-type]
    image = image.crop((0, 0, image.width, min(image.height, round(image.width * TALLEST))))
    across = image.width / page.width if page.width else 1.0
    shrink = min(1.0, LONG_SIDE / max(image.size))
    image = image.resize((max(1, round(image.width * shrink)), max(1, round(image.height * shrink))))
    pen = ImageDraw.Draw(image)
    for block in document.blocks:
        if isinstance(block.place, PageBox) and block.place.page == page.number:
            _frame(pen, block, block.place, across * shrink)
    stream = io.BytesIO()
    image.save(stream, "WEBP", quality=QUALITY)
    return "data:image/webp;base64," + base64.b64encode(stream.getvalue()).decode()


def _frame(pen: object, block: Block, box: PageBox, scale: float) -> None:
    corners = [box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale]
    if corners[2] > corners[0] and corners[3] > corners[1]:
        pen.rectangle(corners, outline=COLOURS.get(block.kind, OTHER_COLOUR))  # type: ignore[attr-defined]
