"""The pages of a PDF before any recogniser sees them: text layer, pictures, ruling lines, and how to read each.

MuPDF is a guest like any engine: `read_sheets` runs in a worker process (see isolate.py) and takes a range of pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pymupdf

from extractors.document import Origin, Struct
from extractors.errors import BadInput, Corrupt, EmptyInput, Encrypted, RolescanError, TooLarge
from extractors.limits import MAX_PAGE_POINTS, MAX_PAGES
from extractors.options import OcrMode
from extractors.pages.damage import damage_told, forget_warnings
from extractors.pages.layout import Arranged, arrange
from extractors.pages.line import Line
from extractors.pages.textlayer import Box, Layer, Verdict, judge, layer_of

STAGE = "pdf"
MAX_LINES = 20_000  # of one page; a page of the densest print has 400
MAX_DRAWINGS = 20_000  # vector paths of one page looked at for ruling lines
RULE_THICKNESS = 3.0  # points; a filled rectangle thinner than this is a ruling line
RULE_LENGTH = 12.0  # points; shorter strokes are parts of letters and icons
SPOKEN_ANNOTATIONS = frozenset({"FreeText"})  # annotations whose words are part of the page as it is shown

DAMAGE = (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError, IndexError, TypeError)


class PdfFacts(Struct):
    """What a PDF says of itself. repaired: its cross-reference was damaged and had to be rebuilt."""

    pages: int
    repaired: bool
    version: str


class Sheet(Struct):
    """One page of a PDF. rules: ruling lines as thin boxes; remarks: words of reviewers' notes, not of the page.

    arranged: the page laid out by its text layer alone, where nothing else may be needed. damage: what was found broken
    while it was read, "" for nothing.
    """

    number: int
    layer: Layer
    verdict: Verdict
    pictures: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()
    remarks: tuple[str, ...] = ()
    arranged: Arranged | None = None
    damage: str = ""


class LostSheet(Struct):
    """A page that could not be opened, and why."""

    number: int
    category: str
    message: str


def read_facts(path: str) -> PdfFacts:
    """Open the file and count its pages. Raises Encrypted, Corrupt, EmptyInput, TooLarge."""
    with opened(path) as document:
        count = _page_count(document, path)
        return PdfFacts(pages=count, repaired=bool(document.is_repaired), version=pymupdf.VersionBind)


def read_sheets(path: str, first: int, last: int, mode: OcrMode) -> list[Sheet | LostSheet]:
    """Pages first to last (1-based, both included), lost ones named. Raises what `read_facts` raises."""
    with opened(path) as document:
        return [_sheet_or_loss(document, number, mode) for number in range(first, last + 1)]


@contextmanager
def opened(path: str) -> Iterator[pymupdf.Document]:
    name = Path(path).name
    try:
        document = pymupdf.open(path, filetype="pdf")
    except pymupdf.EmptyFileError as error:
        raise EmptyInput(f"{name} is empty.", stage=STAGE) from error
    except DAMAGE as error:
        told = str(error).replace(path, name).rstrip(".")
        raise Corrupt(f"{name} cannot be opened as a PDF: {told}.", stage=STAGE) from error
    try:
        with document:
            if document.needs_pass and not document.authenticate(""):
                raise Encrypted(f"{name} is locked with a password.", stage=STAGE)
            yield document
    finally:
        pymupdf.TOOLS.store_shrink(100)  # what MuPDF keeps of closed documents, up to 256 MB


def _page_count(document: pymupdf.Document, path: str) -> int:
    name = Path(path).name
    try:
        count = int(document.page_count)
    except DAMAGE as error:
        raise Corrupt(f"The pages of {name} cannot be counted: {error}.", stage=STAGE) from error
    if count == 0:
        raise EmptyInput(f"{name} has no pages.", stage=STAGE)
    if count > MAX_PAGES:
        raise TooLarge(f"{name} has {count:,} pages; the limit is {MAX_PAGES:,}.", stage=STAGE)
    return count


def _sheet_or_loss(document: pymupdf.Document, number: int, mode: OcrMode) -> Sheet | LostSheet:
    forget_warnings()
    try:
        sheet = _sheet(document[number - 1], number, mode)
        return msgspec.structs.replace(sheet, damage=damage_told(blank=not sheet.layer.lines))
    except RolescanError as error:
        return LostSheet(number=number, category=error.category, message=error.message)
    except DAMAGE as error:
        return LostSheet(number=number, category=BadInput.category, message=f"The page is damaged: {error}.")


def _sheet(page: pymupdf.Page, number: int, mode: OcrMode) -> Sheet:
    if max(page.rect.width, page.rect.height) > MAX_PAGE_POINTS:
        raise TooLarge(f"The page measures {page.rect.width:.0f} x {page.rect.height:.0f} points.", stage=STAGE,
                       page=number)
    layer = layer_of(page)
    if len(layer.lines) > MAX_LINES:
        raise TooLarge(f"The page has {len(layer.lines):,} lines of text.", stage=STAGE, page=number)
    spoken, remarks = _annotations(page)
    layer = Layer(lines=(*layer.lines, *spoken), hidden=layer.hidden, width=layer.width, height=layer.height,
                  turned=layer.turned)
    pictures = _pictures(page, blank=not layer.lines)
    drawn, rules = _rules(page)
    verdict = judge(layer, pictures=pictures, drawn=drawn, mode=mode)
    sheet = Sheet(number=number, layer=layer, verdict=verdict, pictures=pictures,
                  rules=rules if layer.turned == 0 else (), remarks=remarks)
    return msgspec.structs.replace(sheet, arranged=by_layer(sheet)) if verdict.read_by == "keep" else sheet


def by_layer(sheet: Sheet) -> Arranged:
    """The page laid out by its text layer."""
    return arrange(sheet.layer.lines, page=sheet.number, width=sheet.layer.width, height=sheet.layer.height, unit="pt",
                   rules=sheet.rules)


def _pictures(page: pymupdf.Page, *, blank: bool) -> tuple[Box, ...]:
    """The images' boxes, cut to the page, in displayed space. blank: the page has no text layer."""
    if not page.get_images() and not blank:  # images inside the content stream are only looked for on empty pages
        return ()
    boxes = (pymupdf.Rect(info["bbox"]) * page.rotation_matrix & page.rect for info in page.get_image_info())
    return tuple((box.x0, box.y0, box.x1, box.y1) for box in boxes if not box.is_empty)


def _rules(page: pymupdf.Page) -> tuple[bool, tuple[Box, ...]]:
    """Whether anything is drawn, and the straight lines among it: strokes, thin fills and the sides of boxes."""
    rules: list[Box] = []
    drawings = page.get_cdrawings()
    for drawing in drawings[:MAX_DRAWINGS]:
        stroked = "s" in drawing["type"]
        for item in drawing["items"]:
            rules += _rules_of(item, stroked=stroked)
    turned = (pymupdf.Rect(rule) * page.rotation_matrix for rule in rules) if page.rotation else rules
    return bool(drawings), tuple((box[0], box[1], box[2], box[3]) for box in turned)


def _rules_of(item: tuple, *, stroked: bool) -> list[Box]:  # type: ignore[type-arg]  # MuPDF's items are untyped
    if item[0] == "l":
        (x0, y0), (x1, y1) = item[1], item[2]
        level = min(abs(x1 - x0), abs(y1 - y0)) < 0.5 and max(abs(x1 - x0), abs(y1 - y0)) >= RULE_LENGTH
        return [(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))] if level and stroked else []
    if item[0] not in ("re", "qu"):
        return []
    x0, y0, x1, y1 = pymupdf.Rect(item[1]) if item[0] == "re" else pymupdf.Quad(item[1]).rect
    if max(x1 - x0, y1 - y0) < RULE_LENGTH:
        return []
    if min(x1 - x0, y1 - y0) <= RULE_THICKNESS:
        return [(x0, y0, x1, y1)]
    if not stroked:
        return []
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def _annotations(page: pymupdf.Page) -> tuple[list[Line], tuple[str, ...]]:
    """Words of form fields and free-text annotations, as lines of the page; words of reviewers' notes apart."""
    spoken: list[Line] = []
    remarks: list[str] = []
    if page.first_widget:
        for widget in page.widgets():
            if isinstance(widget.field_value, str) and widget.field_type_string in ("Text", "ComboBox", "ListBox"):
                spoken += _lines_in(widget.rect * page.rotation_matrix, widget.field_value, widget.text_fontsize)
    if page.first_annot:
        for annotation in page.annots():
            words = (annotation.info.get("content") or "").strip()
            if words and annotation.type[1] in SPOKEN_ANNOTATIONS:
                spoken += _lines_in(annotation.rect * page.rotation_matrix, words, 0.0)
            elif words:
                remarks.append(words)
    return spoken, tuple(remarks)


def _lines_in(box: pymupdf.Rect, words: str, size: float) -> list[Line]:
    """The lines of `words` spread evenly over their box."""
    texts = [text for text in words.splitlines() if text.strip()]
    step = box.height / max(len(texts), 1)
    return [Line(text=text, x0=box.x0, y0=box.y0 + index * step, x1=box.x1, y1=box.y0 + (index + 1) * step,
                 confidence=1.0, origin=Origin.TEXT_LAYER, size=size or min(step, 11.0))
            for index, text in enumerate(texts)]
