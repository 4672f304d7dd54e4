"""The report as Markdown: quotes as footnotes, so that the text reads on and the evidence stays at hand."""

from __future__ import annotations

import re

from analyzers.report_types import Chapter, Line, Part, Quote, Report

_SPECIAL = re.compile(r"([\\`*_\[\]#|~])")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_BREAKS = re.compile(r"\s+")


def render(report: Report) -> str:
    """The whole report, ending with a newline."""
    notes = _Footnotes()
    body = [f"# {escaped(report.title)}"]
    for chapter in report.chapters:
        body += _chapter(chapter, notes)
    body += [f"> {escaped(note)}" for note in report.notes]
    return "\n\n".join([*body, *notes.written()]) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line: posting words are never markup."""
    return _SPECIAL.sub(r"\\\1", _BREAKS.sub(" ", text).strip().translate(_MARKUP))


class _Footnotes:
    """Numbers quotes in order of first use; the same words at the same place share a number."""

    def __init__(self) -> None:
        self._numbers: dict[Quote, int] = {}

    def mark(self, quotes: tuple[Quote, ...]) -> str:
        return "".join(f"[^{self._numbers.setdefault(quote, len(self._numbers) + 1)}]" for quote in quotes)

    def written(self) -> list[str]:
        return [
            f"[^{number}]: “{escaped(quote.words)}” ({escaped(quote.place)}, {quote.confidence:.2f})"
            for quote, number in self._numbers.items()
        ]


def _chapter(chapter: Chapter, notes: _Footnotes) -> list[str]:
    blocks = [f"## {chapter.number}. {escaped(chapter.title)}"]
    for part in chapter.parts:
        if part.heading:
            blocks.append(f"### {escaped(part.heading)}")
        blocks += _part(part, notes)
    return blocks


def _part(part: Part, notes: _Footnotes) -> list[str]:
    """Blocks of a part: neighbouring list lines stay together, lines of one label share it."""
    blocks: list[str] = []
    rows: list[str] = []
    label = ""
    for line in part.lines:
        if line.role in ("code", "text"):
            blocks += _flush(rows)
            blocks.append(_block(line, notes))
            label = ""
            continue
        if line.role == "point" and line.label and line.label != label:
            blocks += _flush(rows)
            blocks.append(f"**{escaped(line.label)}**")
        label = line.label if line.role == "point" else ""
        rows.append(_row(line, notes))
    return blocks + _flush(rows)


def _flush(rows: list[str]) -> list[str]:
    if not rows:
        return []
    joined = "\n".join(rows)
    rows.clear()
    return [joined]


def _block(line: Line, notes: _Footnotes) -> str:
    if line.role == "code":
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", line.text)), default=0))
        return f"{fence}python\n{line.text}\n{fence}"
    return escaped(line.text) + notes.mark(line.quotes) + _source(line)


def _row(line: Line, notes: _Footnotes) -> str:
    text = escaped(line.text) + notes.mark(line.quotes)
    if line.role == "fact":
        return f"- **{escaped(line.label)}**: {text}"
    if line.role == "item":
        return f"> **{line.label}** {text}  "
    if line.role == "gap":
        return f"- {escaped(line.label) + ': ' if line.label else ''}{text}"
    return f"- {text}{_source(line)}"


def _source(line: Line) -> str:
    """What the line answers and which entries it comes from."""
    parts = []
    if line.answers:
        parts.append("→ " + ", ".join(line.answers))
    if line.entries:
        parts.append("`" + "` `".join(line.entries) + "`")
    return f" <sub>{' · '.join(parts)}</sub>" if parts else ""
