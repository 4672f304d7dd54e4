"""Pictures of pages: PNG, JPEG, WebP, TIFF with several pages, GIF, BMP, HEIC."""

from __future__ import annotations

from extractors.document import Action, Document, Note, Page, PageBox, Source
from extractors.errors import RolescanError
from extractors.options import Options
from extractors.pages.layout import Arranged
from extractors.pages.ocr import read_pages_then
from extractors.pages.pagelayout import laid_out
from extractors.pages.reading import PageReading, PageTask
from extractors.pages.render import frames, opened

MEDIA_TYPES = frozenset(f"image/{kind}" for kind in (
    "png", "jpeg", "webp", "tiff", "gif", "bmp", "heic", "heif", "avif"))


class ImageExtractor:
    """Reads what was photographed, scanned or captured from a screen."""

    name = "image"
    version = "2"

    def score(self, source: Source) -> float:
        return 1.0 if source.media_type in MEDIA_TYPES else 0.0

    def extract(self, source: Source, options: Options) -> Document:
        """Every frame as a page. A page that cannot be read is named in `partial`; if none can, its error is raised."""
        with opened(source.path) as picture:
            count = frames(picture)
        tasks = [PageTask(path=source.path, page=number) for number in range(1, count + 1)]
        outcomes = list(read_pages_then(laid_out, tasks, options=options.pages))
        pages = [outcome for outcome in outcomes if not isinstance(outcome, RolescanError)]
        failures = [outcome for outcome in outcomes if isinstance(outcome, RolescanError)]
        if not pages:
            raise failures[0]
        return Document(
            source=source.key, media_type=source.media_type,
            blocks=tuple(block for _, arranged in pages for block in arranged.blocks),
            pages=tuple(_page(reading, arranged) for reading, arranged in pages),
            notes=tuple(note for reading, arranged in pages for note in (*reading.notes, *arranged.notes))
            + tuple(map(_lost, failures)),
            engines=(pages[0][0].engine,), language=options.language, read=sum(reading.read for reading, _ in pages),
            partial="; ".join(f"page {failure.page}: {failure.message}" for failure in failures))


def _page(reading: PageReading, arranged: Arranged) -> Page:
    return Page(number=reading.page, width=reading.width, height=reading.height, unit="px", read_by="ocr",
                reason="a picture", turned=reading.turned, order_confidence=arranged.order_confidence)


def _lost(failure: RolescanError) -> Note:
    place = PageBox(page=failure.page, x0=0, y0=0, x1=0, y1=0)
    return Note(action=Action.DROPPED, stage=failure.stage, place=place,
                reason=f"page not read: {failure.category}: {failure.message}")
