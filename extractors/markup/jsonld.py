"""Machine-readable data in a page: each value of a JSON-LD object as one DATA block, its path as the anchor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from extractors.document import Action, Anchor, Block, Kind, Note, Origin, ink

MAX_VALUES = 500  # leaves taken of one page; a JobPosting has 20 to 60
MAX_DEPTH = 20
JOB_POSTING = "JobPosting"


def read(scripts: list[str]) -> tuple[list[Block], list[Note]]:
    """Blocks of the JobPosting objects in the given JSON-LD texts, and notes for what is no JSON or is left out."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for number, script in enumerate(scripts):
        anchor = Anchor(path=f"jsonld[{number}]")
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            notes.append(Note(action=Action.DOUBTED, stage="jsonld", place=anchor, reason="not valid JSON",
                              before=script[:200]))
            continue
        postings = list(_job_postings(data))
        for index, posting in enumerate(postings):
            name = f"jsonld[{number}]" if len(postings) == 1 else f"jsonld[{number}][{index}]"
            blocks.extend(_leaves(posting, name, len(blocks)))
    if len(blocks) > MAX_VALUES:
        left = blocks[MAX_VALUES:]
        notes.append(Note(action=Action.DROPPED, stage="jsonld", place=Anchor(path="jsonld"),
                          reason=f"{len(left)} values over the limit of {MAX_VALUES}",
                          characters=sum(ink(block.text) for block in left)))
    return blocks[:MAX_VALUES], notes


def _job_postings(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every object of type JobPosting, in lists and under @graph."""
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _job_postings(item, depth + 1)
    elif isinstance(data, dict):
        kind = data.get("@type")
        if kind == JOB_POSTING or (isinstance(kind, list) and JOB_POSTING in kind):
            yield data
        else:
            for key in ("@graph", "mainEntity", "itemListElement", "item"):
                yield from _job_postings(data.get(key), depth + 1)


def _leaves(data: Any, path: str, first: int) -> list[Block]:
    found = [(where, text) for where, text in _walk(data, path, 0) if text.strip()]
    return [Block(id=f"d{first + n}", kind=Kind.DATA, text=text, place=Anchor(path=where), origin=Origin.MARKUP,
                  confidence=1.0) for n, (where, text) in enumerate(found)]


def _walk(data: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _walk(value, f"{path}.{key}", depth + 1)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _walk(value, f"{path}[{index}]", depth + 1)
    elif isinstance(data, bool):
        yield path, "true" if data else "false"
    elif data is not None:
        yield path, str(data)
