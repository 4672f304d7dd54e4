"""How much of anything is taken from a file, before an engine sees it: every input is hostile until checked.

Each limit is far above what postings need and far below what hurts a machine with 4 GB free.
"""

from __future__ import annotations

from pathlib import Path

from extractors.errors import EmptyInput, TooLarge

MAX_BYTES = 4 << 30  # a file of any type: six hours of video at 1.4 Mbit/s
MAX_TEXT_BYTES = 32 << 20  # HTML, Markdown, plain text: the Bible is 4 MB
MAX_PIXELS = 300_000_000  # decoded picture: 600 x 500,000 or 17,000 x 17,000; 900 MB as RGB
MAX_SIDE = 500_000  # pixels, either side
MAX_PAGES = 3_000
MAX_PAGE_POINTS = 14_400  # either side of a PDF page: the format's own limit of 200 inches
MAX_FRAMES = 500  # pages of a TIFF or frames of a GIF
MAX_SECONDS = 6 * 3600.0  # of a recording
MAX_MARKUP_DEPTH = 250  # nesting of HTML elements


def check_size(path: Path, limit: int = MAX_BYTES) -> int:
    """The size of the file in bytes. Raises EmptyInput for none, TooLarge for more than `limit`."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyInput(f"{path.name} is empty (0 bytes).", stage="receive")
    if size > limit:
        raise TooLarge(f"{path.name} has {size:,} bytes; the limit is {limit:,}.", stage="receive")
    return size
