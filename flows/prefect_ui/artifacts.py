"""What Prefect's pages show of a case: Markdown made of our records, with every word of a posting escaped.

Prefect's pages strip HTML tags but load pictures named in them, and follow links: so text from a posting has every
character that Markdown or HTML gives a meaning taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from analyzers.chapters.money import converted
from analyzers.chapters.wording import say
from analyzers.posting import Fact, Posting
from extractors.document import Document, Note
from flows.outcome import Case, Failed, Outcome, Review, kind_of, reason_of

MAX_TEXT = 300  # characters of one cell or line
MAX_NOTES = 20
MAX_ITEMS = 8
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:/@])")
LABELS = {"pay": "pay_range"}  # where the label is not the field's own name
SHOWN = ("employer", "places", "pay", "experience", "education", "headcount", "posted", "apply_by")


def plain(text: str, limit: int = MAX_TEXT) -> str:
    """The text as Markdown that reads as exactly that text, on one line, cut with a mark after `limit` characters."""
    flat = " ".join(text.split())
    if len(flat) > limit:
        flat = flat[: limit - 1] + "…"
    flat = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", flat)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table of cells that are escaped already."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def case_page(outcome: Outcome, *, document: Document | None = None, postings: Sequence[Posting] = (),
              reports: Sequence[str] = (), links: Sequence[str] = (), picture: str = "") -> str:
    """The page of one case.

    reports: addresses, or paths of this machine; links: to earlier postings, in words; picture: a data URL of page 1
    with boxes, or "".
    """
    parts = [f"# {plain(outcome.name)}", f"**{kind_of(outcome)}** {plain(reason_of(outcome))}".strip()]
    if isinstance(outcome, Failed | Review):
        parts.append(table(("category", "stage", "hint"),
                           [(plain(outcome.category), plain(outcome.stage), plain(outcome.hint))]))
    parts += [_posting(posting) for posting in postings]
    parts += [f"Seen before: {plain(link)}" for link in links]
    if reports:
        parts.append("## Reports\n" + "\n".join(map(_report, reports)))
    if outcome.stages:
        parts.append("## Stages\n" + _stages(outcome))
    if document is not None:
        parts.append(_document(document))
    if picture:
        parts.append(f"## Page 1 as it was read\n![page 1]({picture})")
    return "\n\n".join(part for part in parts if part)


def _report(address: str) -> str:
    """A link to what a browser can open; a path it cannot. Names of reports are letters, digits, dots and dashes."""
    name = unquote(address.rpartition("/")[2])
    return f"- [{name}]({address})" if address.startswith(("http://", "https://")) else f"- `{address}`"


def _posting(posting: Posting) -> str:
    language = posting.language or "en"
    title = posting.title.value if isinstance(posting.title, Fact) else "(no title)"
    stated = [(name, fact) for name in SHOWN if isinstance(fact := getattr(posting, name), Fact)]
    rows = [(say(LABELS.get(name, name), language), plain(_value(name, fact, language))) for name, fact in stated]
    duties = "\n".join(f"- {plain(item.text)}" for item in posting.duties[:MAX_ITEMS])
    parts = [f"## {plain(title)}", table(("", ""), rows) if rows else "", duties]
    return "\n\n".join(part for part in parts if part)


def _value(name: str, fact: Fact[Any], language: str) -> str:
    """The fact's words; of pay what they come to, since a page's data gives bare numbers."""
    return converted(fact, language) if name == "pay" else fact.words or str(fact.value)


def _stages(case: Case) -> str:
    return table(("stage", "seconds", ""),
                 [(run.stage, f"{run.seconds:.2f}", "kept from before" if run.reused else "") for run in case.stages])


def _document(document: Document) -> str:
    engines = ", ".join(f"{plain(engine.name)} {plain(engine.version)}" for engine in document.engines)
    lines = ["## As it was read", f"{len(document.blocks)} blocks, {len(document.text)} characters"
             + (f", {document.seconds:.0f} s" if document.seconds else "") + (f"; {engines}" if engines else "")]
    if document.notes:
        lines.append(table(("what", "where it happened", "why", "before", "after"),
                           [_note(note) for note in document.notes[:MAX_NOTES]]))
    if len(document.notes) > MAX_NOTES:
        lines.append(f"and {len(document.notes) - MAX_NOTES} notes more.")
    return "\n\n".join(lines)


def _note(note: Note) -> tuple[str, ...]:
    return (note.action.value, plain(note.stage), plain(note.reason), plain(note.before, 80), plain(note.after, 80))
