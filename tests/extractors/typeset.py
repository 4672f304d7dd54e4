"""A small typesetter for tests: text becomes the lines that a page of it would have, Chinese and English."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from extractors.document import Origin
from extractors.pages.line import Line

_TOKEN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]|[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+|\s+")
_NEVER_FIRST = "，。；：、！？）》”"


def typeset(paragraphs: Sequence[str], *, x: float, y: float, width: float, size: float = 10.0, leading: float = 1.5,
            gap: float = 0.4, origin: Origin = Origin.TEXT_LAYER, bold: bool = False, jitter: float = 0.0,
            seed: int = 0) -> list[Line]:
    """Lines of `paragraphs` set ragged right in a column. leading, gap: in letter sizes; jitter: pixels of box noise."""
    noise = random.Random(seed)
    lines: list[Line] = []
    for paragraph in paragraphs:
        for text in wrapped(paragraph, width / size):
            def shake() -> float:
                return noise.uniform(-jitter, jitter)
            lines.append(Line(text=text, x0=x + shake(), y0=y + shake(), x1=x + breadth(text) * size + shake(),
                              y1=y + 1.1 * size + shake(), confidence=1.0 if origin is Origin.TEXT_LAYER else 0.98,
                              origin=origin, size=size if origin is Origin.TEXT_LAYER else 0.0, bold=bold))
            y += leading * size
        y += gap * size
    return lines


def bottom(lines: Sequence[Line]) -> float:
    return max(line.y1 for line in lines)


def breadth(text: str) -> float:
    return sum(0.5 if ord(character) < 0x2E80 else 1.0 for character in text)


def wrapped(text: str, room: float) -> list[str]:
    """Lines at most `room` letters wide, broken between Chinese letters and at spaces, never before a stop."""
    units: list[str] = []
    for token in _TOKEN.findall(text):
        if units and token in _NEVER_FIRST:
            units[-1] += token
        else:
            units.append(token)
    lines, line = [], ""
    for unit in units:
        if line.strip() and breadth((line + unit).rstrip()) > room:
            lines.append(line.strip())
            line = ""
        line += unit
    return [*lines, line.strip()] if line.strip() else lines
