"""What surrounds the content of a screen: status bars, navigation, buttons, tags.

Told by where it stands, by the box that it is drawn in, and by the words that apps and sites use for it. It is
labelled and stays in the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from extractors.document import Struct
from extractors.pages.drawn import Box, boxes, is_flat
from extractors.pages.line import Line
from extractors.pages.rows import breadth, rows_of
from extractors.pages.screenwords import is_action, is_navigation, is_status, without_glyphs

STATUS_BAND = 0.13  # of the page's width from the top; a phone's status bar ends at 0.06 to 0.11 of it
NAVIGATION_BAND = 0.28  # of the width; below the status bar, or at the head of a site
HEAD_SHARE = 0.12  # of the height: nothing further down is a bar at the head
FOOT_SHARE = 0.12  # of the height: bars at the foot
CONTROL_BREADTH = 12.0  # Chinese letters on a button or tag; "Apply on company site" has 10.5
BOX_MARGIN = 0.13  # of the letter height around the words; outlines of the letters themselves stay under 0.08
TALL_BOX = 3.6  # letter heights; a taller box is a card
WIDE_BOX = 0.5  # of the page's width; wider ones are buttons at the foot, or bars that head a section
SNUG_BOX = 3.0  # letter heights that a tag is wider than its words at most
KNOWN_SHARE = 0.75  # of a bar's ink that must be words of navigation
TELLING = re.compile(r"[：:。；;@\d]")  # a box that says something of its own: a fact, an address, a sentence


class Furnished(Struct):
    """Lines that are content, and groups of lines that are furniture, each from top to bottom."""

    content: tuple[Line, ...]
    furniture: tuple[tuple[Line, ...], ...]


def set_aside(lines: Sequence[Line], *, width: float, height: float, image: np.ndarray | None) -> Furnished:
    """Tell the furniture of a screen from its content. image: RGB, of the same size; without it boxes are not seen."""
    rows = rows_of(lines)
    drawn = boxes(image) if image is not None and rows and is_flat(image) else ()
    bars = _bars(rows, width, height)
    last_content = max((number for number, row in enumerate(rows) if number not in bars
                        and not all(_is_action(line) for line in row)), default=-1)
    chosen: list[tuple[Line, ...]] = []
    for number, row in enumerate(rows):
        if number in bars:
            chosen.append(tuple(row))
        elif controls := tuple(line for line in row if _is_control(line, drawn, row, width, number >= last_content)):
            chosen.append(controls)
    taken = {id(line) for group in chosen for line in group}
    return Furnished(content=tuple(line for line in lines if id(line) not in taken), furniture=tuple(chosen))


def _bars(rows: list[list[Line]], width: float, height: float) -> set[int]:
    """The rows that are bars: status and navigation from the top on, navigation at the foot."""
    found: set[int] = set()
    head = min(NAVIGATION_BAND * width, max(HEAD_SHARE * height, STATUS_BAND * width))
    for number, row in enumerate(rows):
        if max(line.y1 for line in row) > head:
            break
        text = _text(row)
        status = row[0].y0 < STATUS_BAND * width and is_status(text)
        below_status = number == 1 and is_status(_text(rows[0]))  # an app's title bar may hold one word
        if status or is_navigation(text, known_share=KNOWN_SHARE, least=1 if below_status else 2):
            found.add(number)
        else:
            break
    for number in reversed(range(len(rows))):
        foot = min(line.y0 for line in rows[number]) > (1 - FOOT_SHARE) * height
        if not foot or not (is_navigation(_text(rows[number]), known_share=KNOWN_SHARE)
                            or all(_is_action(line) for line in rows[number])):
            break
        found.add(number)
    return found


def _text(row: list[Line]) -> str:
    return " ".join(line.text for line in row)


def _is_action(line: Line) -> bool:
    return is_action(line.text)


def _is_control(line: Line, drawn: Sequence[Box], row: list[Line], width: float, last: bool) -> bool:
    """A button or a tag: words of action in a box, or short words in a small box. last: nothing but such follows."""
    text = without_glyphs(line.text)
    if not text or breadth(text) > CONTROL_BREADTH or TELLING.search(text):
        return False
    box = _box_around(line, drawn)
    if box is None:
        return last and is_action(text)
    if is_action(text):
        return True
    if box[2] - box[0] > WIDE_BOX * width:
        return last
    snug = box[2] - box[0] < (line.x1 - line.x0) + SNUG_BOX * (line.y1 - line.y0)
    return snug and all(_box_around(other, drawn) is not None for other in row)


def _box_around(line: Line, drawn: Sequence[Box]) -> Box | None:
    """The smallest box that holds the line with room on all sides and is no card."""
    tall = line.y1 - line.y0
    room = BOX_MARGIN * tall
    around = [box for box in drawn
              if box[0] <= line.x0 - room and box[2] >= line.x1 + room
              and box[1] <= line.y0 - 0.3 * room and box[3] >= line.y1 + 0.3 * room
              and (1 + BOX_MARGIN) * tall <= box[3] - box[1] <= TALL_BOX * tall]
    return min(around, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), default=None)
