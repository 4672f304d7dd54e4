"""Markdown's marks inside a line: taken out of the text, told in a note, never out of the ledger."""

from __future__ import annotations

import html
import re

_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^()\s]*)(?:\s+\"[^\"\n]*\")?\)")
_STRONG = re.compile(r"(\*\*\*|\*\*|__|~~)(?=\S)([^\n]*?\S)\1")
_CODE = re.compile(r"`([^`\n]+)`")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6});")
_QUOTE = re.compile(r"^\s*(?:>\s*)+")


def plain(text: str) -> str:
    """The words of a line of Markdown. A link stays as "words (address)", an image as its description."""
    if not any(mark in text for mark in "*_~`[<\\&>"):
        return text
    text = _QUOTE.sub("", text)
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(_link, text)
    text = _CODE.sub(r"\1", text)
    text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", text))
    text = _TAG.sub(" ", text)
    text = _ESCAPE.sub(r"\1", text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def _link(match: re.Match[str]) -> str:
    words, address = match[1], match[2]
    if not address or address.removeprefix("mailto:").rstrip("/") == words.rstrip("/"):
        return words
    return f"{words} ({address})"
