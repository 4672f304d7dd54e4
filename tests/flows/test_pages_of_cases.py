"""The picture of a page with its boxes, and how far a recording is, as Prefect's pages show them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

import extractors
from extractors.document import Anchor, Block, Document, Kind, Origin, Page, PageBox, Source
from extractors.errors import NoReadableText
from extractors.options import Options
from extractors.speech.audio import _asked, read_recording
from extractors.speech.checkpoint import Checkpoint, folder_of
from extractors.speech.speech_types import PieceText, SpokenWord
from flows.prefect_ui.pagepicture import LONG_SIDE, OTHER_COLOUR, picture_of
from flows.prefect_ui.progress import heard


def document(width: float, height: float, *, pages: bool = True) -> Document:
    place = PageBox(page=1, x0=10, y0=10, x1=width / 2, y1=40) if pages else Anchor(path="line 1")
    block = Block(id="b", kind=Kind.TEXT, text="职责 duties", place=place, origin=Origin.OCR, confidence=1.0)
    page = Page(number=1, width=width, height=height, unit="px", read_by="ocr")
    return Document(source="s", media_type="image/png", blocks=(block,), pages=(page,) if pages else ())


@pytest.mark.parametrize(("width", "height"), [(400, 300), (2400, 1800), (300, 5000)])
def test_a_page_is_drawn_with_its_boxes_in_bounded_size(tmp_path: Path, width: int, height: int) -> None:
    Image.new("RGB", (width, height), "white").save(tmp_path / "a.png")
    url = picture_of(document(width, height), tmp_path / "a.png")
    assert url.startswith("data:image/webp;base64,")
    drawn = Image.open(io.BytesIO(base64.b64decode(url.split(",")[1])))
    assert max(drawn.size) <= LONG_SIDE
    wanted = tuple(int(OTHER_COLOUR[at : at + 2], 16) for at in (1, 3, 5))
    near = [colour for _, colour in drawn.getcolors(drawn.width * drawn.height) or []
            if sum(abs(one - other) for one, other in zip(colour, wanted, strict=True)) < 200]
    assert near


def test_what_has_no_pages_or_cannot_be_drawn_has_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert picture_of(document(10, 10, pages=False), tmp_path / "a.png") == ""
    assert picture_of(document(10, 10), tmp_path / "a.png") == ""


def test_progress_is_the_share_of_the_sound_that_has_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLESCAN_CACHE", str(tmp_path))
    source = Source(sha256="a" * 64, name="call.wav", media_type="audio/wav", size=1, path="")
    assert heard(source, Options()) == 0.0
    work = Checkpoint(*_asked(source, Options()))
    (work.folder / "sound").mkdir(parents=True)
    (work.folder / "sound" / "channel-0.s16").write_bytes(bytes(2 * 16_000 * 10))
    word = SpokenWord(text="你好", start=1.0, end=2.5, confidence=0.9)
    work.journal("words").keep("0", [PieceText(index=0, text="你好", words=(word,))])
    with (work.folder / "words.lines").open("ab") as stream:
        stream.write(b"0123 half a li")
    assert heard(source, Options()) == pytest.approx(0.25)
    work.release()


def test_progress_looks_where_the_recogniser_keeps_its_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                            trouble: Callable[[str], Path]) -> None:
    monkeypatch.setenv("ROLESCAN_CACHE", str(tmp_path / "cache"))
    source = extractors.describe(str(trouble("silent.wav")))
    kept: list[Path] = []
    monkeypatch.setattr(Checkpoint, "done", lambda work: kept.append(work.folder))
    with suppress(NoReadableText):
        read_recording(source, Options())
    assert kept == [folder_of(*_asked(source, Options()))]
