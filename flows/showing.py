"""What `rolescan show` prints of something in the store."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from analyzers.posting import Fact, Posting
from flows import store_schema as schema
from flows.files import original_name
from flows.links import told
from flows.masked import Masked
from flows.outcome import Outcome, kind_of, reason_of
from flows.render import to_markdown, to_text
from flows.store import Store
from flows.terminal import reports

FIELDS = ("title", "employer", "department", "level", "places", "pay", "experience", "education", "headcount",
          "employment", "posted", "apply_by", "requisition")


def shown(store: Store, kind: str, key: str, *, form: str, redact: bool = False) -> bytes:
    """The content of that kind and key in the form asked for, as bytes. Raises ValueError for a form it lacks.

    redact: with people masked, which the original bytes cannot be.
    """
    held = Masked(store) if redact else store
    match kind:
        case "source":
            return _source(store, held, key, form)
        case "document":
            return _document(held, key, form)
        case "posting":
            row = held.row(schema.postings, key)
            return _line(_posting(row) if form == "summary" else row["jsonld" if form == "jsonld" else "body"])
        case _:
            row = held.row(schema.reports, key)
            return _line(row["body"]) if form == "json" else _page(held, row, form)


def _page(held: Store | Masked, row: dict[str, Any], form: str) -> bytes:
    if isinstance(held, Masked):
        return held.page(row, form)
    return held.files.read(row["html" if form == "html" else "markdown"])


def _source(store: Store, held: Store | Masked, sha256: str, form: str) -> bytes:
    if form == "original":
        if isinstance(held, Masked):
            raise ValueError("The original bytes cannot be masked: leave out --redact, and the setting, to have them.")
        return store.files.read(original_name(sha256))
    outcome = store.outcome(sha256)
    if form == "summary" or outcome is None:
        return _line(_case(store, held, sha256, outcome))
    postings = [held.row(schema.postings, key) for key in getattr(outcome, "postings", ())]
    match form:
        case "json":
            whole: dict[str, Any] = {"outcome": msgspec.to_builtins(outcome),
                                     "document": msgspec.to_builtins(_document_of(held, outcome)),
                                     "postings": [json.loads(row["body"]) for row in postings]}
            return _line(json.dumps(whole, ensure_ascii=False, indent=1))
        case "jsonld":
            return _line("[" + ",\n".join(row["jsonld"] for row in postings) + "]")
        case "html":
            return b"\n".join(_page(held, held.row(schema.reports, key), form)
                              for key in getattr(outcome, "reports", ()))
    return _document(held, _document_key(outcome), form)


def _document(held: Store | Masked, key: str, form: str) -> bytes:
    document = held.document(key)
    match form:
        case "json":
            return _line(msgspec.json.format(msgspec.json.encode(document), indent=1).decode())
        case "text":
            return to_text(document).encode()
        case "markdown":
            return to_markdown(document).encode()
        case "summary":
            lines = [f"document {key}", f"{document.media_type}, {len(document.blocks)} blocks, {len(document.pages)} "
                     f"pages, {len(document.text)} characters, language {document.language or 'undecided'}"]
            lines += [f"{note.action.value} at {note.stage}: {note.reason} {note.before!r} {note.after!r}".rstrip()
                      for note in document.notes]
            return _line("\n".join(lines))
    raise ValueError(f"A document has no form {form!r}.")


def _case(store: Store, held: Store | Masked, sha256: str, outcome: Outcome | None) -> str:
    source = store.source(sha256)
    lines = [f"{source.name}  {source.media_type or 'unknown type'}, {source.size:,} bytes, came {source.received_at}",
             f"key       {sha256}", f"original  {store.files.address(original_name(sha256))}"]
    if outcome is None:
        return "\n".join([*lines, "became    nothing yet"])
    lines.append(f"became    {kind_of(outcome)} {reason_of(outcome)}".rstrip())
    lines += [f"stage     {run.stage} {run.seconds:.2f} s" for run in outcome.stages]
    for key in getattr(outcome, "postings", ()):
        lines += ["", _posting(held.row(schema.postings, key))]
        lines += [f"  seen before {link}" for link in told(store, key)]
    return "\n".join([*lines, "", *(f"report    {path}" for path in reports(store, [outcome]))]).rstrip()


def _posting(row: dict[str, Any]) -> str:
    posting = msgspec.json.decode(row["body"], type=Posting)
    lines = [f"posting {row['key']}"]
    for name in FIELDS:
        fact = getattr(posting, name)
        said = (fact.words or str(fact.value)) if isinstance(fact, Fact) else f"({fact.reason})"
        lines.append(f"  {name:<12}{' '.join(said.split())}")
    lines.append(f"  skills      {', '.join(dict.fromkeys(skill.canonical for skill in posting.skills))}")
    return "\n".join(lines)


def _document_key(outcome: Outcome) -> str:
    key: str = getattr(outcome, "document", "")
    if not key:
        raise ValueError(f"{outcome.name} has no document: it became {kind_of(outcome)}. {reason_of(outcome)}")
    return key


def _document_of(held: Store | Masked, outcome: Outcome) -> object:
    key = getattr(outcome, "document", "")
    return held.document(key) if key else {}


def _line(text: str) -> bytes:
    return (text + "\n").encode()
