"""Headers and footers: what repeats at the same edge of the pages, and page numbers. Labelled, never removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from extractors.document import Block, Kind, Page, PageBox, ink

BAND = 0.1  # share of the page's height at its top and bottom
LEAST_PAGES = 2
LEAST_SHARE = 0.5  # of the pages that carry the line
RUNNING_INK = 80
NEVER_RUNNING = frozenset({Kind.TITLE, Kind.TABLE, Kind.FURNITURE, Kind.SUSPECT})  # a title in the band stays a title
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page|p\.|第)?#(?:(?:页|/|of|,|，|共|第|\||-)*#)?页?", re.IGNORECASE)
_EDGE_MARKS = " -–—·|"


def label_running(pages: Sequence[Sequence[Block]], records: Sequence[Page]) -> tuple[Block, ...]:
    """All blocks of all pages, in order, running headers and footers relabelled."""
    seen = Counter(key for blocks, page in zip(pages, records, strict=True)
                   for key in {_key(block, page) for block in blocks} if key)
    least = max(LEAST_PAGES, LEAST_SHARE * sum(1 for blocks in pages if blocks))
    return tuple(_labelled(block, page, seen, least)
                 for blocks, page in zip(pages, records, strict=True) for block in blocks)


def _labelled(block: Block, page: Page, seen: Counter[tuple[str, str]], least: float) -> Block:
    key = _key(block, page)
    if key and (seen[key] >= least or _PAGE_NUMBER.fullmatch(_bare(key[1]))):
        kind = Kind.HEADER if key[0] == "top" else Kind.FOOTER
        return msgspec.structs.replace(block, kind=kind, level=0)
    return block


def _key(block: Block, page: Page) -> tuple[str, str] | None:
    """The band that the block stands in and its words without their figures; None elsewhere or for long text."""
    if not isinstance(block.place, PageBox) or not page.height or block.kind in NEVER_RUNNING:
        return None
    if not 0 < ink(block.text) <= RUNNING_INK:
        return None
    middle = (block.place.y0 + block.place.y1) / 2 / page.height
    if BAND < middle < 1 - BAND:
        return None
    return ("top" if middle <= BAND else "bottom", _DIGITS.sub("#", block.text))


def _bare(text: str) -> str:
    """Without white space and the dashes that page numbers stand between."""
    return "".join(text.split()).strip(_EDGE_MARKS)
