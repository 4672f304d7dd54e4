"""The report of a posting: nine chapters, every line with the duty it answers, its knowledge entries and its quotes.

`compose` chooses from the posting and the knowledge base; nothing in it is written freely. The renderers need the
report alone: quotes carry their words, their place in words and how sure the reading was.
"""

from __future__ import annotations

from collections.abc import Sequence

from analyzers import render_html, render_markdown
from analyzers.beside import Beside, of_one_role
from analyzers.chapters import study, write
from analyzers.posting import Posting
from analyzers.report_types import REPORT_VERSION, Report
from extractors.document import Document

__all__ = ["REPORT_VERSION", "Report", "compose", "to_html", "to_markdown"]


def compose(posting: Posting, document: Document, *, language: str = "", beside: Sequence[Beside] = ()) -> Report:
    """The report of `posting`, whose quotes stand in `document`. language: "zh", "en", or "" for the posting's own.

    beside: the other files of the case; those that are of the same role are compared with it.
    """
    chosen = language or posting.language or document.language or "zh"
    material = study(posting, document, language=chosen, beside=of_one_role(posting, document, beside))
    return Report(
        posting=posting.key,
        document=document.key,
        language=chosen,
        title=material.title,
        chapters=write(material),
        outside=material.outside,
        knowledge=material.version,
    )


def to_markdown(report: Report) -> str:
    """The report as Markdown."""
    return render_markdown.render(report)


def to_html(report: Report) -> str:
    """The report as one self-contained HTML page."""
    return render_html.render(report)
