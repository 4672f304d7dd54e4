"""Pictures made for tests: pages of text drawn by PyMuPDF, then turned, slanted, photographed, darkened, damaged."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import cv2
import numpy as np
import pymupdf
from PIL import Image

from tests.extractors.pdfs import EN, ZH, write

LINES = {"zh": ZH, "en": EN}


def drawn(lines: Sequence[str], *, dpi: int = 110, width: float = 420, height: float = 260, size: float = 11,
          step: float = 22) -> np.ndarray:
    """The lines on white, RGB uint8."""
    with pymupdf.open() as document:
        page = document.new_page(width=width, height=height)
        write(page, lines, x=30, y=50, size=size, step=step)
        pixels = page.get_pixmap(dpi=dpi)
        return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3).copy()


def slanted(image: np.ndarray, degrees: float) -> np.ndarray:
    """Turned clockwise by a few degrees, on white."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(image, turn, (width, height), borderValue=(255, 255, 255), flags=cv2.INTER_CUBIC)


def photographed(image: np.ndarray, *, ground: tuple[int, int, int] = (60, 70, 80)) -> np.ndarray:
    """Seen from aside on a dark table: corners that are no rectangle."""
    height, width = image.shape[:2]
    corners = np.array([[40, 30], [width + 10, 50], [width + 50, height + 30], [20, height + 10]], np.float32)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.warpPerspective(image, cv2.getPerspectiveTransform(flat, corners), (width + 90, height + 70),
                               borderValue=ground, flags=cv2.INTER_CUBIC)


def looping_tiff() -> bytes:
    """A TIFF of two pages whose last one says that the first one follows."""
    stream = io.BytesIO()
    page = Image.fromarray(np.full((50, 50, 3), 250, np.uint8))
    page.save(stream, "TIFF", save_all=True, append_images=[page])
    data = bytearray(stream.getvalue())
    order = "<" if data[:2] == b"II" else ">"
    at = first = struct.unpack_from(order + "I", data, 4)[0]
    while at:  # from page to page, to the place where the next one's is written
        link = at + 2 + 12 * struct.unpack_from(order + "H", data, at)[0]
        at = struct.unpack_from(order + "I", data, link)[0]
    struct.pack_into(order + "I", data, link, first)
    return bytes(data)


def letters(text: str) -> str:
    """Letters and digits alone: what a reading is compared by."""
    return "".join(character for character in text if character.isalnum())
