"""Twenty-four page files that are broken or built to harm, made on the spot."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pymupdf
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.extractors.pictures import looping_tiff  # noqa: E402


class Faulty(NamedTuple):
    """what: in words."""

    what: str
    path: Path


def faulty_files(folder: Path) -> list[Faulty]:
    """All of them, written into the folder."""
    made = []
    for number, (what, name, data) in enumerate(_recipes()):
        path = folder / f"{number:02d}_{name}"
        path.write_bytes(data())
        made.append(Faulty(what, path))
    return made


def _recipes() -> list[tuple[str, str, Callable[[], bytes]]]:
    return [
        ("empty file", "empty.pdf", lambda: b""),
        ("PDF, only its first line", "line.pdf", lambda: b"%PDF-1.7\n"),
        ("PDF, cut in half", "half.pdf", lambda: (lambda d: d[:len(d) // 2])(_pdf())),
        ("PDF, first 300 bytes", "start.pdf", lambda: _pdf()[:300]),
        ("PDF, locked by a password", "locked.pdf", _locked),
        ("PDF of no pages", "none.pdf", _no_pages),
        ("PDF, page tree in a circle", "circle.pdf", _circle),
        ("PDF, page of 200,000 points", "vast.pdf", lambda: _pdf(width=200_000, height=200_000)),
        ("PDF, stream that unpacks to 1 GB", "stream_bomb.pdf", _stream_bomb),
        ("PDF, form that draws itself", "selfdraw.pdf", _self_drawing),
        ("PDF, blank page", "blank.pdf", lambda: _pdf("")),
        ("PDF, bytes of its middle overwritten", "holes.pdf", _holes),
        ("PNG, 30000 x 30000 pixels", "huge.png", lambda: _png(30_000, 30_000, 1000)),
        ("PNG, decompression bomb of 60000 x 60000", "bomb.png", lambda: _png(60_000, 60_000, 1000)),
        ("PNG, cut after its header", "cut.png", lambda: _png(500, 500, 1000)),
        ("PNG, all white", "white.png", lambda: _picture(np.full((400, 600, 3), 255, np.uint8), "PNG")),
        ("PNG, noise", "noise.png", lambda: _picture(_noise(), "PNG")),
        ("JPEG, truncated", "cut.jpg", lambda: (lambda d: d[:len(d) // 3])(_picture(_noise(), "JPEG"))),
        ("TIFF, pages in a circle", "loop.tif", looping_tiff),
        ("GIF, truncated", "cut.gif", lambda: _picture(_noise(), "GIF")[:200]),
        ("WebP, truncated", "cut.webp", lambda: _picture(_noise(), "WEBP")[:400]),
        ("picture of 1 x 1 pixel", "dot.png", lambda: _picture(np.zeros((1, 1, 3), np.uint8), "PNG")),
        ("a program named .pdf", "program.pdf", lambda: b"\x7fELF\x02\x01\x01" + bytes(2000)),
        ("random bytes named .png", "random.png", lambda: np.random.default_rng(1).bytes(5000)),
    ]


def _pdf(text: str = "Data Analyst, Shanghai", *, width: float = 595, height: float = 842) -> bytes:
    with pymupdf.open() as document:
        for _ in range(3):
            page = document.new_page(width=width, height=height)
            if text:
                page.insert_text((72, 72), text)
        return bytes(document.tobytes())


def _locked() -> bytes:
    with pymupdf.open("pdf", _pdf()) as document:
        return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw="user"))


def _objects(*bodies: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
                   % (len(bodies) + 1, table, len(bodies) + 1, len(data)))


def _no_pages() -> bytes:
    return _objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")


def _circle() -> bytes:
    return _objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 5 >>",
                    b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 5 >>")


def _stream_bomb() -> bytes:
    packer = zlib.compressobj(9)
    megabyte = b"q Q " * (1 << 18)
    packed = b"".join(packer.compress(megabyte) for _ in range(1000)) + packer.flush()
    return _objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
                    b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))


def _self_drawing() -> bytes:
    draw = b"q /F Do /F Do Q"
    return _objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
                    b"/Resources << /XObject << /F 5 0 R >> >> >>",
                    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
                    b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /F 5 0 R >> >> "
                    b"/Length %d >>\nstream\n%s\nendstream" % (len(draw), draw))


def _holes() -> bytes:
    data = bytearray(_pdf())
    middle = len(data) // 2
    data[middle:middle + 200] = b"\xff" * 200
    return bytes(data)


def _png(width: int, height: int, size: int) -> bytes:
    """A PNG whose header claims any size, with `size` bytes of pixels in it."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(size)))


def _picture(pixels: np.ndarray, kind: str) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind)
    return stream.getvalue()


def _noise() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (300, 400, 3), np.uint8)
