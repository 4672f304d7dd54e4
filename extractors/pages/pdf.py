"""PDFs: each page is kept, recognised or both, by the state of its own text layer; then laid out like any page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from extractors.document import Action, Block, Document, Engine, Kind, Note, Page, PageBox, Source, Struct, ink
from extractors.errors import EngineFailure, NoReadableText, RolescanError
from extractors.isolate import cores, run, run_many
from extractors.language import language_of
from extractors.options import Options, PageOptions
from extractors.pages.continued import joined_tables
from extractors.pages.layout import Arranged, arrange
from extractors.pages.ocr import read_pages, read_pages_then
from extractors.pages.pagelayout import laid_out, moved, scaled, scaled_box
from extractors.pages.pdfpage import damaged_page, lost_page, merged, remarks_of, unseen_blocks
from extractors.pages.reading import PageReading, PageTask
from extractors.pages.running import label_running
from extractors.pages.sheets import LostSheet, PdfFacts, Sheet, by_layer, read_facts, read_sheets

MEDIA_TYPE = "application/pdf"
CHUNK = 24  # pages read by one call of a worker: a third of a second of work

Outcome = tuple[PageReading, Arranged | None] | RolescanError  # what the recogniser made of a page


class PageResult(Struct):
    """One page done: its record, blocks, notes, and the ink that was read for it."""

    page: Page
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    read: int = 0
    lost: str = ""


class PdfExtractor:
    """Reads PDF files, digital, scanned or mixed."""

    name = "pdf"
    version = "2"

    def score(self, source: Source) -> float:
        return 1.0 if source.media_type == MEDIA_TYPE else 0.0

    def extract(self, source: Source, options: Options) -> Document:
        """Read every page. Raises Encrypted, Corrupt, EmptyInput, TooLarge, NoReadableText, EngineFailure."""
        facts = run(read_facts, source.path, deadline=options.pages.deadline, memory_mb=options.pages.memory_mb,
                    stage="pdf")
        sheets = list(_sheets(source.path, facts.pages, options.pages))
        readings = _readings(source.path, sheets, options.pages)
        results = [_result(sheet, readings.get(sheet.number)) for sheet in sheets]
        _refuse_nothing(source, results, readings)
        return _document(source, options, facts, results, readings)


def _sheets(path: str, count: int, options: PageOptions) -> Iterator[Sheet | LostSheet | RolescanError]:
    """Every page's sheet, in order; a chunk that kills its worker is read again page by page, to lose only one."""
    ranges = [(first, min(first + CHUNK - 1, count)) for first in range(1, count + 1, CHUNK)]
    for (first, last), sheets in zip(ranges, _chunks(path, ranges, options), strict=True):
        if not isinstance(sheets, RolescanError):
            yield from sheets
            continue
        if not isinstance(sheets, EngineFailure) or first == last:
            raise sheets
        single = [(number, number) for number in range(first, last + 1)]
        for (number, _), one in zip(single, _chunks(path, single, options), strict=True):
            yield one[0] if isinstance(one, list) else LostSheet(number=number, category=one.category,
                                                                 message=one.message)


def _chunks(path: str, ranges: Sequence[tuple[int, int]], options: PageOptions
            ) -> Iterator[list[Sheet | LostSheet] | RolescanError]:
    calls = [(path, first, last, options.ocr) for first, last in ranges]
    return run_many(read_sheets, calls, deadline=options.deadline, memory_mb=options.memory_mb, stage="pdf",
                    workers=min(options.workers or cores(), len(calls)), pages=[first for first, _ in ranges])


def _readings(path: str, sheets: Sequence[Sheet | LostSheet], options: PageOptions) -> dict[int, Outcome]:
    """What the recogniser makes of the pages that need it, by page number; put in order where nothing else is read."""
    alone, beside = ([sheet.number for sheet in sheets if isinstance(sheet, Sheet) and sheet.verdict.read_by == way]
                     for way in ("ocr", "merge"))
    found: dict[int, Outcome] = {}
    found.update(zip(alone, read_pages_then(laid_out, _tasks(path, alone, options), options=options), strict=True))
    for number, reading in zip(beside, read_pages(_tasks(path, beside, options), options=options), strict=True):
        found[number] = reading if isinstance(reading, RolescanError) else (reading, None)
    return found


def _tasks(path: str, numbers: Sequence[int], options: PageOptions) -> list[PageTask]:
    return [PageTask(path=path, page=number, dpi=options.dpi) for number in numbers]


def _result(sheet: Sheet | LostSheet, outcome: Outcome | None) -> PageResult:
    if isinstance(sheet, LostSheet):
        page, note = lost_page(sheet.number, sheet.message)
        return PageResult(page=page, notes=(note,), lost=f"page {sheet.number}: {sheet.message}")
    result = _as_told(sheet, outcome)
    damage = sheet.damage or (outcome[0].damage if isinstance(outcome, tuple) else "")
    if not damage or result.lost:
        return result
    return msgspec.structs.replace(result, notes=(*result.notes, damaged_page(sheet, damage)),
                                   lost=f"page {sheet.number}: damaged, words may be missing")


def _as_told(sheet: Sheet, outcome: Outcome | None) -> PageResult:
    """The page by the way that its verdict names."""
    if outcome is None:
        return _kept(sheet)
    if isinstance(outcome, RolescanError):
        return _unrecognised(sheet, _kept(sheet), outcome)
    reading, arranged = outcome
    return _merged(sheet, reading) if arranged is None else _recognised(sheet, reading, arranged)


def _kept(sheet: Sheet) -> PageResult:
    """A page by its text layer alone."""
    return _with_rest(sheet, sheet.arranged or by_layer(sheet), read_by=sheet.verdict.read_by)


def _merged(sheet: Sheet, reading: PageReading) -> PageResult:
    """The text layer, and the words that only the page's pictures hold."""
    layer = sheet.layer
    lines, notes = merged(sheet, reading)
    arranged = arrange(lines, page=sheet.number, width=layer.width, height=layer.height, unit="pt", rules=sheet.rules)
    result = _with_rest(sheet, arranged, read_by="merge")
    dropped = sum(note.characters for note in notes)
    return PageResult(page=result.page, blocks=result.blocks,
                      notes=(*result.notes, *notes, *_in_points(reading, _scale(sheet, reading))),
                      read=result.read + dropped + _unbalanced(reading))


def _recognised(sheet: Sheet, reading: PageReading, arranged: Arranged) -> PageResult:
    """A page by the recogniser, its places in points."""
    scale = _scale(sheet, reading)
    arranged = scaled(arranged, scale)
    layer_text = "\n".join(line.text for line in (*sheet.layer.lines, *sheet.layer.hidden))
    notes = (*arranged.notes, *_in_points(reading, scale), *_rejected(sheet, layer_text, arranged), *remarks_of(sheet))
    page = Page(number=sheet.number, width=reading.width * scale, height=reading.height * scale, unit="pt",
                read_by="ocr", reason=sheet.verdict.reason, turned=reading.turned,
                order_confidence=arranged.order_confidence)
    return PageResult(page=page, blocks=arranged.blocks, notes=notes,
                      read=arranged.read + _unbalanced(reading) + ink(layer_text) + sum(map(ink, sheet.remarks)))


def _scale(sheet: Sheet, reading: PageReading) -> float:
    """Points a pixel: the layer may be turned, the picture is the page as it is shown."""
    return (sheet.layer.width if sheet.layer.turned in (0, 180) else sheet.layer.height) / reading.width


def _in_points(reading: PageReading, scale: float) -> Iterator[Note]:
    return (moved(note, lambda place: scaled_box(place, scale)) for note in reading.notes)


def _unbalanced(reading: PageReading) -> int:
    """Ink that the engine gave and that is not in the reading's lines any more: its notes say why."""
    return reading.read - sum(ink(line.text) for line in reading.lines)


def _rejected(sheet: Sheet, layer_text: str, arranged: Arranged) -> tuple[Note, ...]:
    """Both candidates of a page whose text layer was not believed."""
    if not ink(layer_text):
        return ()
    place = PageBox(page=sheet.number, x0=0, y0=0, x1=sheet.layer.width, y1=sheet.layer.height)
    return (Note(action=Action.DROPPED, stage="textlayer", place=place,
                 reason=f"{sheet.verdict.reason}: {sheet.verdict.quality.fault or 'not believed'}", before=layer_text,
                 after="\n".join(block.text for block in arranged.blocks), characters=ink(layer_text),
                 confidence=1 - sheet.verdict.quality.score),)


def _unrecognised(sheet: Sheet, kept: PageResult, error: RolescanError) -> PageResult:
    """The recogniser failed: what the text layer has stays, under suspicion when it was not believed."""
    _, note = lost_page(sheet.number, error.message)
    doubted = sheet.verdict.read_by == "ocr"
    blocks = tuple(msgspec.structs.replace(block, kind=Kind.SUSPECT) if doubted else block for block in kept.blocks)
    page = msgspec.structs.replace(kept.page, reason=f"{sheet.verdict.reason}, not recognised: {error.category}")
    return PageResult(page=page, blocks=blocks, notes=(*kept.notes, note), read=kept.read,
                      lost=f"page {sheet.number}: {error.message}")


def _with_rest(sheet: Sheet, arranged: Arranged, *, read_by: str) -> PageResult:
    """The arranged page with the words on it that no one sees, and the remarks of reviewers noted."""
    unseen, notes = unseen_blocks(sheet, after=len(arranged.blocks))
    page = Page(number=sheet.number, width=sheet.layer.width, height=sheet.layer.height, unit="pt", read_by=read_by,
                reason=sheet.verdict.reason, turned=float(sheet.layer.turned),
                order_confidence=arranged.order_confidence)
    return PageResult(page=page, blocks=(*arranged.blocks, *unseen),
                      notes=(*arranged.notes, *notes, *remarks_of(sheet)),
                      read=arranged.read + sum(ink(block.text) for block in unseen) + sum(map(ink, sheet.remarks)))


def _refuse_nothing(source: Source, results: Sequence[PageResult],
                    readings: dict[int, Outcome]) -> None:
    """Raise the engine's own failure when it is why there is no text, NoReadableText otherwise."""
    if any(block.in_body and block.text.strip() for result in results for block in result.blocks):
        return
    for outcome in readings.values():
        if isinstance(outcome, RolescanError):
            raise outcome
    lost = next((f": {result.lost}" for result in results if result.lost), "")
    raise NoReadableText(f"No readable text in {source.name}{lost or '.'}", stage="pdf")


def _document(source: Source, options: Options, facts: PdfFacts, results: Sequence[PageResult],
              readings: dict[int, Outcome]) -> Document:
    pages = tuple(result.page for result in results)
    blocks, joined = joined_tables(label_running([result.blocks for result in results], pages), pages)
    text = "\n".join(block.text for block in blocks)
    notes = (*(note for result in results for note in result.notes), *joined)
    if facts.repaired:
        notes = (*notes, Note(action=Action.DOUBTED, stage="pdf", place=PageBox(page=1, x0=0, y0=0, x1=0, y1=0),
                              reason="the file is damaged; its pages were found by searching through it"))
    engines = {outcome[0].engine.name: outcome[0].engine for outcome in readings.values()
               if not isinstance(outcome, RolescanError)}
    mupdf = Engine(name="mupdf", version=facts.version, options={"ocr": options.pages.ocr.value})
    return Document(source=source.key, media_type=source.media_type, blocks=blocks,
                    pages=pages, notes=notes, engines=(mupdf, *engines.values()),
                    language=options.language or language_of(text), read=sum(result.read for result in results),
                    partial="; ".join([*(["the file is damaged: pages may be missing"] if facts.repaired else []),
                                       *(result.lost for result in results if result.lost)]))
