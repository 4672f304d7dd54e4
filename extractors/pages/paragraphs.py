"""Lines of one column become paragraphs and list items, joined as their script is set.

Where a paragraph ends is told by what a typesetter does: a new mark or number, another letter size, a step down that
is larger than inside paragraphs, an indent, or a line that stops although the next word would have fitted on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractors.document import Origin, Struct, ink
from extractors.pages.hyphens import Joint, join_text
from extractors.pages.line import Line
from extractors.pages.markers import Marker, marker
from extractors.pages.rows import breadth, join_rows, letter_height, middle, size_of, spaceless

SIZE_CHANGE = 0.16  # of the letter height; recognised boxes of one size differ by up to 0.14, headings by 0.2 and more
EXTRA_STEP = 0.13  # letter heights more than the step inside paragraphs; web pages have 0.2, recognisers err by 0.06
ROOM = 0.6  # letter heights that must be left over beside the next word before a line counts as ended early
FEW_LETTERS = 6  # ink of a recognised line below which its box height is a weak sign of letter size
VERY_FEW_LETTERS = 3  # one Chinese letter alone got boxes of up to 1.5 times its height
INDENT = 1.3  # letter heights; Chinese paragraphs begin with two empty letters
SAME_PLACE = 0.7  # letter heights within which left edges are equal
MAX_LEADING = 2.2  # letter heights from line to line; prose has 1.2 to 1.9, double-spaced typing 2.0
RAGGED = 4.0  # letter heights that English lines fall short of the edge by, at most, in nine of ten lines
SENTENCE_ENDS = "。；;！!？?."
HEAD_BREADTH = 12.0  # Chinese letters of a line that heads a list
HEADING, HEADING_LEADING = 1.17, 1.6  # times the body's letters; letter heights from line to line of a long title
LIKELY_NEXT = 4  # lists are looked through this many marks ahead for the number that follows

COUNTED = "年月日天周个人名位岁小时分秒元万千百亿倍次种项届家座台条类本者号层楼期份点线星门套"  # "3年" is no third item
# A number that opens an item inside a text; recognisers lose the stop behind it ("。6对" for "。6.对").
_NUMBER = re.compile(rf"(?<=[；;。.：:！!）)\s])[(（]?(\d{{1,2}})[、.．)）](?!\d)(?=\s*\S)"
                     rf"|(?<=[；;。])(\d{{1,2}})(?![{COUNTED}])(?=[\u3400-\u9fff])")
_KEY = re.compile(r"[\u3400-\u9fff]{2,6}[：:]\s*\S|[A-Z][a-z]{2,14}(?: [A-Za-z]{2,12}){0,2}: ?\S")


class Paragraph(Struct):
    """Lines that read as one. starts: where each line begins in `text`; joints: what joining changed."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    joints: tuple[Joint, ...] = ()
    mark: Marker | None = None


class _Column(Struct):
    """What is common to a column: its edges, its letter height, the step from line to line inside paragraphs."""

    left: float
    right: float
    unit: float
    step: float


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of one column, top to bottom."""
    rows = join_rows(lines)
    if not rows:
        return []
    column = _column(rows)
    marks = _marks(rows)
    groups: list[list[int]] = [[0]]
    for index in range(1, len(rows)):
        if _breaks(rows, marks, groups[-1], index, column):
            groups.append([index])
        else:
            groups[-1].append(index)
    found = [_paragraph([rows[index] for index in group], marks[group[0]]) for group in groups]
    return [part for paragraph in found for part in _items(paragraph)]


def _column(rows: list[Line]) -> _Column:
    unit = letter_height(rows)
    return _Column(left=min(row.x0 for row in rows), right=max(row.x1 for row in rows), unit=unit,
                   step=_inner_step(rows, unit))


def _inner_step(rows: list[Line], unit: float) -> float:
    """The step from line to line inside paragraphs: the lower of the steps between rows of body size.

    A step counts only when another one is within EXTRA_STEP/2 of it, so that one misplaced box decides nothing.
    """
    steps = sorted(
        middle(after) - middle(before)
        for before, after in zip(rows, rows[1:], strict=False)
        if middle(after) - middle(before) > 0.8 * unit and not _other_size(before, after)
    )
    for one, two in zip(steps, steps[1:], strict=False):
        if two - one < EXTRA_STEP / 2 * unit:
            return (one + two) / 2
    return steps[0] if steps else 1.5 * unit


def _marks(rows: list[Line]) -> list[Marker | None]:
    """The mark that opens each row, doubtful ones only where the number before or after them is there too."""
    found = [marker(row.text.lstrip()) for row in rows]
    kept: list[Marker | None] = []
    for index, mark in enumerate(found):
        sure = mark is not None and (mark.sure or _in_sequence(mark, found, kept, index, rows[index].text.lstrip()))
        kept.append(mark if sure and not _inside_brackets(rows, index, mark) else None)
    return kept


def _in_sequence(mark: Marker, found: list[Marker | None], kept: list[Marker | None], index: int, text: str) -> bool:
    """Whether the item before is a kept mark of this style, or the one that follows comes soon."""
    before = next((other for other in reversed(kept) if other), None)
    if before and _same_list(before, mark, text) and before.number == mark.number - 1:
        return True
    if mark.number != 1 and not before:
        return False
    coming = [other for other in found[index + 1 :] if other and other.style == mark.style][:LIKELY_NEXT]
    return mark.number == 1 and any(other.number == 2 for other in coming)


def _same_list(before: Marker, mark: Marker, text: str) -> bool:
    """Whether both marks are of one style; the stop behind a bare number may have been lost."""
    lost_stop = mark.style == "1 " and before.style in ("1.", "1)") and text[mark.end] not in COUNTED
    return before.style == mark.style or lost_stop


def _inside_brackets(rows: list[Line], index: int, mark: Marker | None) -> bool:
    """ "27）" closes a bracket of the row before: part of a sentence, no mark."""
    if mark is None or not mark.style.endswith(")") or mark.style.startswith("(") or index == 0:
        return False
    before = rows[index - 1].text
    return max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）"))


def _breaks(rows: list[Line], marks: list[Marker | None], group: list[int], index: int, column: _Column) -> bool:
    """Whether row `index` begins a paragraph of its own, after the rows of `group`."""
    before, row, first = rows[index - 1], rows[index], rows[group[0]]
    if marks[index] is not None:
        return True
    if _other_style(before, row):
        return True
    unit = max(size_of(row), 1e-6)
    step = middle(row) - middle(before)
    if step < 0.5 * unit:  # another piece of the same row
        return True
    if step > MAX_LEADING * unit or _opens_with_key(before, row, column.right):
        return True
    if step > _widest_step(before, row, column) + EXTRA_STEP * unit:
        return True
    if _heads_list(rows, marks, index):
        return True
    if _indent_breaks(before, row, first, marks[group[0]], len(group), unit):
        return True
    return _next_word_fits(before, row, column.right)


def _heads_list(rows: list[Line], marks: list[Marker | None], index: int) -> bool:
    """A short line between the end of a sentence and the mark of an item."""
    before, text = rows[index - 1].text.rstrip(), rows[index].text.strip()
    followed = index + 1 < len(rows) and marks[index + 1] is not None
    short = breadth(text) <= HEAD_BREADTH and text[-1:] not in SENTENCE_ENDS
    return followed and short and before[-1:] in SENTENCE_ENDS


def _opens_with_key(before: Line, row: Line, right: float) -> bool:
    """ "地点：北京", "Salary: 50k": a short name, a colon, its value; below a line that is no full one or is such."""
    text = row.text.lstrip()
    if _KEY.match(before.text.lstrip()) and _KEY.match(text):
        return True
    ragged = 1.0 if spaceless(text[:1]) else RAGGED  # English lines may end this early within a paragraph
    return right - before.x1 > ragged * size_of(row) and bool(_KEY.match(text))


def _other_style(before: Line, row: Line) -> bool:
    return before.bold != row.bold or _other_size(before, row)


def _other_size(before: Line, row: Line) -> bool:
    """Whether their letters differ in size. Boxes of two or three letters say less: they may lack ascenders."""
    larger = max(size_of(before), size_of(row))
    letters = min(ink(before.text), ink(row.text)) if row.origin is Origin.OCR else FEW_LETTERS
    doubt = 3 if letters < VERY_FEW_LETTERS else 2 if letters < FEW_LETTERS else 1
    return abs(size_of(before) - size_of(row)) > doubt * SIZE_CHANGE * larger


def _widest_step(before: Line, row: Line, column: _Column) -> float:
    """The largest step inside a paragraph of these letters: the column's, in proportion; headings are set wider."""
    step = column.step * max(1.0, size_of(row) / column.unit)
    heading = min(size_of(before), size_of(row)) > HEADING * column.unit
    return max(step, HEADING_LEADING * size_of(row)) if heading else step


def _indent_breaks(before: Line, row: Line, first: Line, mark: Marker | None, count: int, unit: float) -> bool:
    """Indents that open a paragraph: further right than a running line, or back left after a hanging one."""
    shift = row.x0 - before.x0
    if abs(shift) < SAME_PLACE * unit:
        return False
    if shift > 0:
        hanging = mark is not None and count == 1
        return shift > INDENT * unit and not hanging
    first_line_indent = count == 1 and mark is None
    return not first_line_indent and row.x0 < first.x0 + SAME_PLACE * unit and count > 1


def _next_word_fits(before: Line, row: Line, right: float) -> bool:
    """Whether the first word of `row` would have stood on the line before: then that line was ended on purpose."""
    word = _first_word(row.text.lstrip())
    per_character = (row.x1 - row.x0) / max(breadth(row.text), 0.5)
    needed = breadth(word) * per_character
    return right - before.x1 > needed + ROOM * size_of(row)


def _first_word(text: str) -> str:
    """What cannot be broken at the start of a line: a Latin word or one Chinese letter, with its punctuation."""
    end = 0
    while end < len(text) and not text[end].isspace():
        if end and spaceless(text[end]) and text[end].isalnum():
            break
        end += 1
        if spaceless(text[end - 1]) and text[end - 1].isalnum() and (end >= len(text) or text[end].isalnum()):
            break
    return text[:end]



def _paragraph(rows: list[Line], mark: Marker | None) -> Paragraph:
    text, starts, joints = join_text([row.text for row in rows])
    return Paragraph(text=text, lines=tuple(rows), starts=tuple(starts), joints=tuple(joints), mark=mark)


def _items(paragraph: Paragraph) -> list[Paragraph]:
    """The paragraph cut where numbering runs on inside it: "职责：1、…；2、…" is a heading and two items."""
    cuts = _run_on(paragraph.text, paragraph.mark)
    if not cuts:
        return [paragraph]
    edges = [0, *cuts, len(paragraph.text)]
    return [_part(paragraph, start, end) for start, end in zip(edges, edges[1:], strict=False)]


def _run_on(text: str, mark: Marker | None) -> list[int]:
    """Where the numbers of a list stand inside `text`, behind the end of a sentence, each one more than the last."""
    expected = mark.number + 1 if mark and mark.style in ("1.", "1)", "(1)") else 1
    cuts: list[int] = []
    for found in _NUMBER.finditer(text, mark.end if mark else 0):
        if int(found.group(1) or found.group(2)) == expected:
            cuts.append(found.start())
            expected += 1
    alone = mark is None and len(cuts) < 2
    return [] if alone else cuts


def _part(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    """text[start:end] with the lines that it lies on."""
    text = paragraph.text[start:end]
    lead = len(text) - len(text.lstrip())
    start, text = start + lead, text.strip()
    ends = [*paragraph.starts[1:], len(paragraph.text) + 1]
    inside = [index for index, (first, last) in enumerate(zip(paragraph.starts, ends, strict=True))
              if first < start + len(text) and last > start]
    joints = tuple(msgspec.structs.replace(joint, position=joint.position - start) for joint in paragraph.joints
                   if start <= joint.position < start + len(text))
    return Paragraph(text=text, lines=tuple(paragraph.lines[index] for index in inside),
                     starts=tuple(paragraph.starts[index] - start for index in inside), joints=joints,
                     mark=marker(text) if start or paragraph.mark else None)
