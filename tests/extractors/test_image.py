"""Picture files of every kind, whole, many-paged, turned, broken or malicious."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors.document import Action, Document, Source, balance
from extractors.errors import BadAnswer, BadInput, Corrupt, NoReadableText, RolescanError, Timeout, TooLarge
from extractors.keys import sha256_of
from extractors.options import Options, PageOptions
from extractors.pages.image import ImageExtractor
from extractors.pages.reading import PageTask
from extractors.pages.render import render
from tests.extractors.pictures import LINES, drawn, letters, looping_tiff
from tests.faults.engines import PANIC

QUICK = {"deadline": 20.0, "memory_mb": 1500, "workers": 1}


def source(path: Path, media_type: str = "image/png") -> Source:
    return Source(sha256=sha256_of(path), name=path.name, media_type=media_type, size=path.stat().st_size,
                  path=str(path))


def options(engine: str, **more: object) -> Options:
    return Options(pages=PageOptions(engine=f"tests.faults.engines:{engine}", **{**QUICK, **more}))


def pages(path: Path, *, bad: tuple[int, ...] = (), count: int = 3) -> Path:
    """A TIFF of `count` pages; the bad ones hold the colour that makes fault engines fail."""
    frames = []
    for number in range(1, count + 1):
        frame = np.full((60, 120, 3), 200, np.uint8)
        frame[20:40, 40:60] = PANIC if number in bad else (9, 9, 9)
        frames.append(Image.fromarray(frame))
    frames[0].save(path, save_all=True, append_images=frames[1:])
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_notes_are_followed(tmp_path: Path, orientation: int) -> None:
    upright = np.full((40, 80, 3), 255, np.uint8)
    upright[:10, :20] = (200, 0, 0)
    undo = {1: lambda a: a, 2: np.fliplr, 3: lambda a: np.rot90(a, 2), 4: np.flipud, 5: lambda a: a.transpose(1, 0, 2),
            6: lambda a: np.rot90(a), 7: lambda a: np.rot90(a, 2).transpose(1, 0, 2), 8: lambda a: np.rot90(a, -1)}
    stored = Image.fromarray(np.ascontiguousarray(undo[orientation](upright)))
    note = Image.Exif()
    note[0x0112] = orientation
    path = tmp_path / "photo.png"
    stored.save(path, exif=note)
    assert np.array_equal(render(PageTask(path=str(path))), upright)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "tif", "gif", "bmp", "heic"])
def test_every_kind_of_picture_is_decoded(tmp_path: Path, suffix: str) -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    page = drawn(LINES["zh"])
    path = tmp_path / f"page.{suffix}"
    Image.fromarray(page).save(path)
    decoded = render(PageTask(path=str(path)))
    assert decoded.shape == page.shape
    assert np.abs(decoded.astype(int) - page).mean() < 4


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_every_mode_becomes_rgb(tmp_path: Path, mode: str) -> None:
    grey = drawn(LINES["en"])[:, :, 0]
    grey = np.where(grey < 128, np.uint8(0), np.uint8(255))  # two levels: what every mode can hold
    picture = (Image.fromarray(grey.astype(np.uint16) * 257) if mode == "I;16"
               else Image.fromarray(np.stack([grey] * 3, axis=2)).convert(mode, dither=Image.Dither.NONE))
    path = tmp_path / "page.tif"
    picture.save(path)
    decoded = render(PageTask(path=str(path)))
    assert decoded.ndim == 3 and decoded.dtype == np.uint8
    assert float(np.corrcoef(decoded[:, :, 0].ravel(), grey.ravel())[0, 1]) > 0.99


def test_clear_parts_get_a_ground_that_shows_the_letters(tmp_path: Path) -> None:
    ink = 255 - drawn(LINES["zh"])[:, :, 0]
    for letter, ground in ((0, 255), (255, 0)):
        picture = np.dstack([np.full_like(ink, letter)] * 3 + [ink])
        path = tmp_path / f"clear{letter}.png"
        Image.fromarray(picture).save(path)
        assert render(PageTask(path=str(path)))[0, 0].tolist() == [ground] * 3


def test_all_pages_of_a_tiff_are_read(tmp_path: Path) -> None:
    document = ImageExtractor().extract(source(pages(tmp_path / "a.tif"), "image/tiff"), options("Reads"))
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert [block.place.page for block in document.blocks] == [1, 2, 3]
    assert document.partial == "" and balance(document) == 0


@pytest.mark.parametrize(("engine", "category"), [
    ("Hangs", "timeout"), ("Dies", "crashed"), ("Explodes", "memory"), ("Leaves", "bad_answer"),
    ("Raises", "bad_answer")])
def test_a_page_that_brings_the_engine_down_is_named_and_the_rest_is_read(
        tmp_path: Path, engine: str, category: str) -> None:
    more = {"deadline": 5.0} if engine == "Hangs" else {"memory_mb": 700} if engine == "Explodes" else {}
    document = ImageExtractor().extract(source(pages(tmp_path / "a.tif", bad=(2,)), "image/tiff"),
                                        options(engine, **more))
    assert [page.number for page in document.pages] == [1, 3]
    assert document.partial.startswith("page 2: ")
    (lost,) = [note for note in document.notes if note.action is Action.DROPPED]
    assert category in lost.reason and lost.place.page == 2
    assert balance(document) == 0


@pytest.mark.parametrize(("engine", "error"), [("Hangs", Timeout), ("Babbles", BadAnswer)])
def test_when_no_page_can_be_read_the_failure_is_raised(tmp_path: Path, engine: str, error: type[RolescanError]) -> None:
    with pytest.raises(error) as caught:
        ImageExtractor().extract(source(pages(tmp_path / "a.tif", bad=(1,), count=1), "image/tiff"),
                                 options(engine, deadline=5.0))
    assert caught.value.page == 1 and caught.value.hint


def test_a_page_without_words_is_not_a_success(tmp_path: Path) -> None:
    from extractors import extract

    with pytest.raises(NoReadableText):
        extract(source(pages(tmp_path / "a.tif", count=1), "image/tiff"), options("Mute"))


@pytest.mark.parametrize("direction", ["along", "across", "aslant"])
def test_a_gradient_has_no_words(tmp_path: Path, direction: str) -> None:
    from extractors import extract

    down, along = np.indices((500, 700))
    grey = {"along": along * 255 / 700, "across": down * 255 / 500, "aslant": (down + along) % 256}[direction]
    path = tmp_path / "grey.png"
    Image.fromarray(grey.astype(np.uint8)).convert("RGB").save(path)
    with pytest.raises(NoReadableText):
        extract(source(path), Options(pages=PageOptions(workers=1)))


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims any size."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("name", "data", "error"), [
    ("huge.png", png_claiming(30_000, 30_000), TooLarge),
    ("bomb.png", png_claiming(60_000, 60_000), TooLarge),
    ("strip.png", png_claiming(600_000, 1), TooLarge),
    ("empty.png", b"", BadInput),
    ("noise.png", bytes(range(256)) * 8, Corrupt),
    ("cut.png", png_claiming(500, 500), Corrupt),
    ("text.png", "这不是图片，只是文字。".encode(), Corrupt),
])
def test_broken_and_malicious_pictures_are_refused(tmp_path: Path, name: str, data: bytes,
                                                   error: type[RolescanError]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error):
        ImageExtractor().extract(source(path), options("Reads"))


def test_a_tiff_that_goes_round_in_circles_ends(tmp_path: Path) -> None:
    path = tmp_path / "loop.tif"
    path.write_bytes(looping_tiff())
    try:
        document = ImageExtractor().extract(source(path, "image/tiff"), options("Reads"))
    except BadInput:
        return
    assert len(document.pages) == 2


def test_a_truncated_photo_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    Image.fromarray(drawn(LINES["en"])).save(path)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(Corrupt):
        ImageExtractor().extract(source(path, "image/jpeg"), options("Reads"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_screenshot_becomes_a_document(tmp_path: Path, language: str) -> None:
    path = tmp_path / "shot.png"
    Image.fromarray(drawn(LINES[language])).save(path)
    document: Document = ImageExtractor().extract(source(path), Options(pages=PageOptions(workers=1)))
    assert letters("".join(LINES[language])) == letters(document.text)
    assert balance(document) == 0
    assert document.engines[0].name == "paddleocr"
    assert all(0 <= block.place.x0 < block.place.x1 <= document.pages[0].width for block in document.blocks)
