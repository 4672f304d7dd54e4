"""The walk of one page: lay it upright, find its lines, read them, bring them back to where they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import msgspec
import numpy as np

from extractors.document import Action, Note, Origin, PageBox, Struct, ink
from extractors.errors import TooLarge
from extractors.limits import MAX_PIXELS
from extractors.options import PageOptions
from extractors.pages.bullets import with_bullets
from extractors.pages.engines import engine_for
from extractors.pages.lexicon import repair_line
from extractors.pages.line import Line
from extractors.pages.pageimage import (
    SKEW_FLOOR,
    bend,
    clear,
    content_turn,
    flat_sheet,
    level,
    mapped,
    quarter_matrix,
    quarter_turned,
    sheet,
    skew,
    warped,
)
from extractors.pages.reading import OcrEngine, PageReading, PageTask, Text
from extractors.pages.recognise import crop, read_crops, read_lines
from extractors.pages.render import rendered
from extractors.pages.tiles import find_lines, heights

STAGE = "ocr"
TURN_SURE = 0.6  # chance above which a quarter turn is believed
TURN_DOUBT = 0.8  # mean confidence of a page's lines below which the other turns are tried
TURN_GAIN = 0.1  # by which another turn must be read better
TURN_SAMPLE = 6  # lines that are read for it
BEND_SLACK, SKEW_SLACK = 0.1, 2.0  # degrees: lines on a flattened sheet differ no more, and are no more aslant
NOISE = 0.35  # mean confidence below which a reading is texture, not text: dropped with a note
DOUBT = 0.75  # below it the line stays, with a note


class _Pose(Struct):
    """How the page lies: matrices from the upright page to the turned picture and to the given one; its slant left."""

    to_turned: tuple[float, ...]
    to_original: tuple[float, ...]
    width: int
    height: int
    slant: float


def read_task(task: PageTask, options: PageOptions, threads: int) -> PageReading:
    """Render and read one page: what a worker does."""
    return _rendered_and_read(task, options, threads)[0]


def read_task_then(task: PageTask, options: PageOptions, threads: int,
                   then: Callable[[PageReading, np.ndarray], Any]) -> tuple[PageReading, Any]:
    """Render and read one page, and hand the upright page on while it is at hand."""
    reading, image = _rendered_and_read(task, options, threads)
    return reading, then(reading, warped(image, reading.matrix, reading.upright_width, reading.upright_height))


def _rendered_and_read(task: PageTask, options: PageOptions, threads: int) -> tuple[PageReading, np.ndarray]:
    cv2.setNumThreads(threads)
    image, damage = rendered(task)
    reading = read(image, engine=engine_for(options, threads=threads), page=task.page)
    return msgspec.structs.replace(reading, damage=damage), image


def read(image: np.ndarray, *, engine: OcrEngine, page: int, repair: bool = True) -> PageReading:
    """See ocr.read_page."""
    _check(image, page)
    degrees, turned, quads, texts = _read_upright(image, engine)
    pose = _pose(image, turned, degrees, quads)
    lines, upright, notes = _placed(pose, quads, texts, page)
    if repair:
        lines, upright, notes = _repaired(lines, upright, notes, page)
    height, width = image.shape[:2]
    return PageReading(
        page=page, lines=lines, width=width, height=height, upright=upright, upright_width=pose.width,
        upright_height=pose.height, matrix=pose.to_original, turned=round((360 - degrees) % 360 - pose.slant, 2),
        notes=notes, engine=engine.describe(), read=sum(ink(text.text) for text in texts))


def _check(image: np.ndarray, page: int) -> None:
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
        raise ValueError(f"A page image is (H, W, 3) RGB uint8, not {image.shape} {image.dtype}.")
    if image.shape[0] * image.shape[1] > MAX_PIXELS:
        raise TooLarge(f"The page has {image.shape[1]} x {image.shape[0]} pixels.", stage=STAGE, page=page)


def _read_upright(image: np.ndarray, engine: OcrEngine) -> tuple[int, np.ndarray, np.ndarray, list[Text]]:
    """(how the content lies turned, the picture turned back, quads in it, their texts)."""
    image = clear(image)
    degrees, chance = content_turn(image)
    degrees = degrees if chance >= TURN_SURE else 0
    turned = quarter_turned(image, -degrees)
    quads, texts = _read_turned(turned, engine)
    other = _better_turn(turned, quads, texts, engine)
    if other:
        degrees = (degrees + other) % 360
        turned = quarter_turned(image, -degrees)
        quads, texts = _read_turned(turned, engine)
    return degrees, turned, quads, texts


def _read_turned(turned: np.ndarray, engine: OcrEngine) -> tuple[np.ndarray, list[Text]]:
    quads = find_lines(turned, engine.detect)
    return quads, with_bullets(turned, quads, read_lines(turned, quads, engine))


def _better_turn(turned: np.ndarray, quads: np.ndarray, texts: list[Text], engine: OcrEngine) -> int:
    """0, or the turn of the content (90, 180, 270) with which a sample of doubtful lines is read better."""
    present = [text.confidence for text in texts if text.text.strip()]
    if not present or float(np.mean(present)) >= TURN_DOUBT:
        return 0
    along = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
    sample = np.argsort(-np.maximum(along, heights(quads)))[:TURN_SAMPLE]
    best, gain = 0, TURN_GAIN
    before = float(np.mean([texts[n].confidence for n in sample]))
    for turn in (90, 180, 270):
        rolled = [crop(turned, np.roll(quads[n], -turn // 90, axis=0)) for n in sample]
        after = float(np.mean([text.confidence for text in read_crops(rolled, engine)]))
        if after - before > gain:
            best, gain = turn, after - before
    return best


def _pose(image: np.ndarray, turned: np.ndarray, degrees: int, quads: np.ndarray) -> _Pose:
    """Where the upright page lies in the picture: by its sheet's corners where they help, and by its lines' slant."""
    height, width = turned.shape[:2]
    flat, slant = np.eye(3), skew(quads)
    corners = sheet(turned)
    if corners is not None and len(quads):
        candidate, sheet_width, sheet_height = flat_sheet(corners)
        straight = mapped(np.linalg.inv(candidate), quads)
        if bend(straight) <= bend(quads) + BEND_SLACK and abs(skew(straight)) <= abs(slant) + SKEW_SLACK:
            flat, slant, width, height = candidate, skew(straight), sheet_width, sheet_height
    if abs(slant) < SKEW_FLOOR:
        slant = 0.0
    to_turned = flat @ level(width, height, slant)
    to_original = quarter_matrix(image.shape[1], image.shape[0], -degrees) @ to_turned
    return _Pose(to_turned=tuple(to_turned.ravel().tolist()), to_original=tuple(to_original.ravel().tolist()),
                 width=width, height=height, slant=slant)


def _placed(pose: _Pose, quads: np.ndarray, texts: list[Text],
            page: int) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Note, ...]]:
    """(lines as they lie in the picture, the same on the upright page, notes of what was dropped or doubted)."""
    straight = mapped(np.linalg.inv(np.reshape(pose.to_turned, (3, 3))), quads)
    original = mapped(np.reshape(pose.to_original, (3, 3)), straight)
    sizes = heights(straight) if len(quads) else []
    lines, upright, notes = [], [], []
    for text, level_quad, quad, size in zip(texts, straight, original, sizes, strict=True):
        line = _line(text, quad, float(size))
        if not line.text:
            continue
        if line.confidence < DOUBT:
            notes.append(_doubt(line, page))
        if line.confidence >= NOISE:
            lines.append(line)
            upright.append(_levelled(line, level_quad))
    return tuple(lines), tuple(upright), tuple(notes)


def _line(text: Text, quad: np.ndarray, size: float) -> Line:
    stripped = text.text.strip()
    start = len(text.text) - len(text.text.lstrip())
    (x0, y0), (x1, y1) = quad.min(axis=0).tolist(), quad.max(axis=0).tolist()
    return Line(text=stripped, x0=x0, y0=y0, x1=x1, y1=y1, confidence=round(text.confidence, 4), origin=Origin.OCR,
                size=size, marks=text.marks[start:start + len(stripped)])


def _levelled(line: Line, quad: np.ndarray) -> Line:
    """The line on the upright page; a slant that is left makes its box no higher."""
    top, bottom = float(quad[:2, 1].mean()), float(quad[2:, 1].mean())
    return msgspec.structs.replace(line, x0=float(quad[:, 0].min()), y0=top, x1=float(quad[:, 0].max()), y1=bottom)


def _doubt(line: Line, page: int) -> Note:
    place = PageBox(page=page, x0=line.x0, y0=line.y0, x1=line.x1, y1=line.y1)
    if line.confidence < NOISE:
        return Note(action=Action.DROPPED, stage=STAGE, place=place, reason="texture read as text", before=line.text,
                    characters=ink(line.text), confidence=line.confidence)
    return Note(action=Action.DOUBTED, stage=STAGE, place=place, reason="read with low confidence", before=line.text,
                after=line.text, confidence=line.confidence)


def _repaired(lines: tuple[Line, ...], upright: tuple[Line, ...], notes: tuple[Note, ...],
              page: int) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Note, ...]]:
    """Misread terms corrected in both views, each correction noted."""
    mended = [repair_line(line, page=page) for line in lines]
    both = [msgspec.structs.replace(flat, text=line.text, marks=line.marks)
            for flat, (line, _) in zip(upright, mended, strict=True)]
    return tuple(line for line, _ in mended), tuple(both), notes + tuple(n for _, group in mended for n in group)
