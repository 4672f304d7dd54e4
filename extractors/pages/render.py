"""A page of a file as an RGB array: PDF pages by PyMuPDF, pictures by Pillow. Runs inside the workers."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractors.errors import BadAnswer, Corrupt, EmptyInput, Encrypted, TooLarge
from extractors.limits import MAX_FRAMES, MAX_PAGE_POINTS, MAX_PIXELS, MAX_SIDE
from extractors.pages.reading import PageTask

if TYPE_CHECKING:
    from PIL import Image

POINTS = 72.0  # per inch


def render(task: PageTask) -> np.ndarray:
    """The task's page, RGB uint8 (H, W, 3). Raises Corrupt, TooLarge, Encrypted."""
    return rendered(task)[0]


def rendered(task: PageTask) -> tuple[np.ndarray, str]:
    """The task's page, and what of it was found damaged though it could be drawn ("" for nothing)."""
    with Path(task.path).open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    return pdf_page(task) if is_pdf else (picture(task.path, frame=task.page - 1), "")


def pdf_page(task: PageTask) -> tuple[np.ndarray, str]:
    """A PDF page at task.dpi, as it is shown (its /Rotate applied), without transparency; and its damage."""
    import pymupdf

    from extractors.pages.damage import damage_told, forget_warnings

    forget_warnings()
    try:
        with pymupdf.open(task.path, filetype="pdf") as document:
            if document.needs_pass:
                raise Encrypted(f"{Path(task.path).name} is locked.", stage="render", page=task.page)
            page = document[task.page - 1]
            _check_points(page.rect, task)
            pixels = page.get_pixmap(dpi=task.dpi, colorspace=pymupdf.csRGB, alpha=False)
            image = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3).copy()
            return image, damage_told()
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, IndexError, ValueError) as error:
        raise Corrupt(f"The page cannot be drawn: {error}.", stage="render", page=task.page) from error
    finally:
        pymupdf.TOOLS.store_shrink(100)  # MuPDF keeps up to 256 MB of pictures of documents long closed: 3 MB a scan


def _check_points(rect: object, task: PageTask) -> None:
    width, height = rect.width, rect.height  # type: ignore[attr-defined]
    scale = task.dpi / POINTS
    if max(width, height) > MAX_PAGE_POINTS or width * height * scale * scale > MAX_PIXELS:
        raise TooLarge(f"The page measures {width:.0f} x {height:.0f} points.", stage="render", page=task.page)


def picture(path: str, *, frame: int = 0) -> np.ndarray:
    """One frame of a picture file, upright by its EXIF note, on its own ground. Raises Corrupt, TooLarge."""
    with opened(path) as image:
        try:
            image.seek(frame)
            image.load()
        except EOFError as error:
            raise Corrupt("The picture ends before this frame.", stage="render", page=frame + 1) from error
        except (OSError, SyntaxError, ValueError) as error:
            raise Corrupt(f"The picture is damaged: {error}.", stage="render", page=frame + 1) from error
        return flattened(image)


def opened(path: str) -> Image.Image:
    """The picture file, its header read and its size checked, nothing decoded yet."""
    from PIL import Image, UnidentifiedImageError

    _register_heif()
    name = Path(path).name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is checked below
            image = Image.open(path)
    except Image.DecompressionBombError as error:
        raise TooLarge(f"{name}: {error}.", stage="render") from error
    except UnidentifiedImageError as error:
        raise Corrupt(f"{name} is no picture that can be read.", stage="render") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Corrupt(f"{name} is damaged: {error}.", stage="render") from error
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        image.close()
        raise TooLarge(f"{name} has {width} x {height} pixels.", stage="render")
    return image


def frames(image: Image.Image) -> int:
    """How many pages a picture file has; at most MAX_FRAMES are counted. Raises Corrupt for a cycle or damage."""
    try:
        count = int(getattr(image, "n_frames", 1))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Corrupt(f"The picture's list of pages is damaged: {error}.", stage="render") from error
    if count < 1:
        raise EmptyInput("The picture has no pages.", stage="render")
    if count > MAX_FRAMES:
        raise TooLarge(f"The picture has {count} pages; the limit is {MAX_FRAMES}.", stage="render")
    return count


def flattened(image: Image.Image) -> np.ndarray:
    """RGB of a decoded picture: turned as its EXIF note says, 16-bit greys brought to 8, clear parts on a ground."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode in ("I", "I;16", "I;16B", "I;16L", "F"):
        deep = np.asarray(image, np.float32)
        low, high = float(deep.min()), float(deep.max())
        image = Image.fromarray(((deep - low) / max(high - low, 1.0) * 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = _on_ground(image.convert("RGBA"))
    array = np.asarray(image.convert("RGB"))
    if array.ndim != 3 or not array.size:
        raise BadAnswer("The picture decodes to nothing.", stage="render")
    return np.ascontiguousarray(array)


def _on_ground(image: Image.Image) -> Image.Image:
    """A picture with clear parts, laid on white; on black when what is drawn is itself light."""
    from PIL import Image

    pixels = np.asarray(image)
    drawn = pixels[pixels[:, :, 3] > 127]
    light = bool(len(drawn)) and len(drawn) < pixels[:, :, 3].size * 0.9 and float(drawn[:, :3].mean()) > 160
    ground = Image.new("RGBA", image.size, (0, 0, 0, 255) if light else (255, 255, 255, 255))
    return Image.alpha_composite(ground, image)


def _register_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener()
