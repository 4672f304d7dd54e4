"""The whole posting with its evidence: JSON Lines out and in, and the JSON Schema that they fit.

`SCHEMA_VERSION` (in every posting as `schema_version`) grows in its second part when fields are added, in its first
when one changes meaning. docs/posting.schema.json is `rolescan export --format schema`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from analyzers.posting import SCHEMA_VERSION, Posting


def to_jsonl(postings: Sequence[Posting]) -> bytes:
    """JSON Lines: the whole posting a line, evidence and all; `from_jsonl` reads it back."""
    return b"".join(msgspec.json.encode(posting) + b"\n" for posting in postings)


def from_jsonl(lines: bytes) -> list[Posting]:
    """The postings of `to_jsonl`. Raises msgspec.ValidationError where a line is none."""
    return [msgspec.json.decode(line, type=Posting) for line in lines.splitlines() if line.strip()]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a posting as `to_jsonl` writes it, with its version."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rolescan posting",
        "version": SCHEMA_VERSION,
        "description": "One structured job posting; see analyzers/posting.py.",
        **msgspec.json.schema(Posting),
    }


def to_json_schema() -> str:
    """`json_schema` as indented text."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"
