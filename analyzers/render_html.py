"""The report as one HTML page that needs nothing else: own style, no script, nothing loaded, every word escaped."""

from __future__ import annotations

from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from analyzers.report_types import Chapter, Line, Part, Quote, Report

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_QUOTE_MARK = {"zh": "原文", "en": "quote"}
_CODE = {"zh": "代码", "en": "Code"}
_LANG = {"zh": "zh-CN", "en": "en"}
_FOOT = {
    "zh": "由 Rolescan 生成 · 每个事实都附原文 · 知识库 {0} · 撰写方式 {1}",
    "en": "Made by Rolescan · every fact carries its quote · knowledge base {0} · writer {1}",
}
_SURE = {"zh": "可信度", "en": "confidence"}


def render(report: Report) -> str:
    """The whole page."""
    language = report.language if report.language in _LANG else "en"
    chapters = "".join(_chapter(chapter, language) for chapter in report.chapters)
    notes = "".join(f'<p class="gap">{_text(note)}</p>' for note in report.notes)
    foot = _FOOT[language].format(report.knowledge, report.writer)
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANG[language]}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{_text(report.title)}</title><style>{_style()}</style></head><body><main>"
        f"<h1>{_text(report.title)}</h1>{_subtitle(report)}{_contents(report)}{chapters}{notes}"
        f"<footer>{_text(foot)}</footer></main></body></html>\n"
    )


@cache
def _style() -> str:
    return (Path(__file__).parent / "report.css").read_text(encoding="utf-8")


def _text(words: str) -> str:
    return escape(words, quote=True)


def _subtitle(report: Report) -> str:
    """Employer, place and pay under the title, from the first chapter's facts."""
    facts = (
        [line for line in report.chapters[0].lines if line.role == "fact" and line.quotes][1:4]
        if report.chapters
        else []
    )
    return f'<p class="sub">{_text(" · ".join(line.text for line in facts))}</p>' if facts else ""


def _contents(report: Report) -> str:
    links = "".join(
        f'<a href="#{_text(chapter.id)}">{chapter.number}. {_text(chapter.title)}</a>' for chapter in report.chapters
    )
    return f"<nav>{links}</nav>"


def _chapter(chapter: Chapter, language: str) -> str:
    parts = "".join(_part(part, language) for part in chapter.parts)
    title = f'<h2><span class="n">{chapter.number}</span>{_text(chapter.title)}</h2>'
    return f'<section id="{_text(chapter.id)}">{title}{parts}</section>'


def _part(part: Part, language: str) -> str:
    heading = f"<h3>{_text(part.heading)}</h3>" if part.heading else ""
    runs = groupby(part.lines, key=lambda line: (line.role, line.label if line.role == "point" else ""))
    return heading + "".join(_run(role, label, list(lines), language) for (role, label), lines in runs)


def _run(role: str, label: str, lines: list[Line], language: str) -> str:
    """Neighbouring lines of one role, as the list or block that suits it."""
    if role == "fact":
        rows = "".join(
            f"<dt>{_text(line.label)}</dt><dd>{_text(line.text)}{_quotes(line, language)}</dd>" for line in lines
        )
        return f"<dl>{rows}</dl>"
    if role == "item":
        return "".join(
            f'<div class="item"><span class="code-no">{_text(line.label)}</span>{_text(line.text)}'
            f"{_quotes(line, language)}</div>"
            for line in lines
        )
    if role == "gap":
        return "".join(
            f'<div class="gap">{_text(line.label + ": " if line.label else "")}{_text(line.text)}'
            f"{_quotes(line, language)}</div>"
            for line in lines
        )
    if role == "code":
        return "".join(
            f'<details class="code" open><summary>{_CODE[language]}</summary><pre>{_text(line.text)}</pre></details>'
            for line in lines
        )
    if role == "text":
        return "".join(
            f'<div class="text">{_text(line.text)}{_quotes(line, language)}{_from(line)}</div>' for line in lines
        )
    head = f'<div class="label">{_text(label)}</div>' if label else ""
    rows = "".join(f"<li>{_text(line.text)}{_quotes(line, language)}{_from(line)}</li>" for line in lines)
    return f"{head}<ul>{rows}</ul>"


def _from(line: Line) -> str:
    """The duties that a line answers and the entries it comes from, small."""
    answers = "→ " + ", ".join(line.answers) if line.answers else ""
    entries = " ".join(line.entries)
    shown = " · ".join(part for part in (answers, entries) if part)
    return f'<span class="from">{_text(shown)}</span>' if shown else ""


def _quotes(line: Line, language: str) -> str:
    """A small tag that opens the quotes with place and confidence."""
    if not line.quotes:
        return ""
    quotes = "".join(_quote(quote, language) for quote in line.quotes)
    return f'<details class="q"><summary>{_QUOTE_MARK[language]}</summary>{quotes}</details>'


def _quote(quote: Quote, language: str) -> str:
    cite = f"{_text(quote.place)} · {_SURE[language]} {quote.confidence:.2f}"
    return f"<blockquote>{_text(quote.words)}<cite>{cite}</cite></blockquote>"
