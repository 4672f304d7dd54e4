"""What `rolescan show` prints of something in the store."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from analyzers.exports import to_jobposting
from analyzers.posting import Fact, Posting
from analyzers.redact import KINDS
from flows import store_schema as schema
from flows.files import original_name
from flows.links import told, told_later
from flows.masking import Shown
from flows.outcome import Outcome, kind_of, reason_of
from flows.render import render, to_markdown, to_text
from flows.terminal import reports

FIELDS = ("title", "employer", "department", "level", "places", "pay", "experience", "education", "headcount",
          "employment", "posted", "apply_by", "requisition")


def shown(view: Shown, kind: str, key: str, *, form: str) -> bytes:
    """The content of that kind and key in the form asked for, as bytes. Raises ValueError for a form it lacks."""
    match kind:
        case "source":
            return _source(view, key, form)
        case "document":
            return _document(view, key, form)
        case "posting":
            if form == "summary":
                return _line("\n".join(_posting(view, key)))
            return _line(_jsonld(view.posting(key)) if form == "jsonld" else _body(view.posting(key)))
        case _:
            content = view.report(view.store.row(schema.reports, key), form)
            return content + b"\n" if form == "json" else content


def _source(view: Shown, sha256: str, form: str) -> bytes:
    store = view.store
    if form == "original" and view.redact:
        raise ValueError("The bytes as they came cannot be masked; --no-redact shows them.")
    if form == "original":
        return store.files.read(original_name(sha256))
    outcome = store.outcome(sha256)
    if form == "summary" or outcome is None:
        return _line(_case(view, sha256, outcome))
    postings = [view.posting(key) for key in getattr(outcome, "postings", ())]
    match form:
        case "json":
            key: str = getattr(outcome, "document", "")
            document: object = view.document(key) if key else {}
            whole: dict[str, Any] = {"outcome": msgspec.to_builtins(outcome), "document": msgspec.to_builtins(document),
                                     "postings": msgspec.to_builtins(postings)}
            return _line(json.dumps(whole, ensure_ascii=False, indent=1))
        case "jsonld":
            return _line("[" + ",\n".join(map(_jsonld, postings)) + "]")
        case "html":
            rows = [store.row(schema.reports, key) for key in getattr(outcome, "reports", ())]
            return b"\n".join(view.report(row, "html") for row in rows)
    return _document(view, _document_key(outcome), form)


def _document(view: Shown, key: str, form: str) -> bytes:
    document = view.document(key)
    match form:
        case "json":
            return _line(msgspec.json.format(msgspec.json.encode(document), indent=1).decode())
        case "text":
            return to_text(document).encode()
        case "markdown":
            return to_markdown(document).encode()
        case "srt" | "vtt" | "rttm":
            return render(document, form, name=view.name(view.store.source(view.source_of(key)).name)).encode()
        case "summary":
            lines = [f"document {key}", f"{document.media_type}, {len(document.blocks)} blocks, {len(document.pages)} "
                     f"pages, {len(document.text)} characters, language {document.language or 'undecided'}"]
            lines += [f"{note.action.value} at {note.stage}: {note.reason} {note.before!r} {note.after!r}".rstrip()
                      for note in document.notes]
            return _line("\n".join(lines))
    raise ValueError(f"A document has no form {form!r}.")


def _case(view: Shown, sha256: str, outcome: Outcome | None) -> str:
    store = view.store
    source = store.source(sha256)
    kind = source.media_type or "unknown type"
    lines = [f"{view.name(source.name)}  {kind}, {source.size:,} bytes, came {source.received_at}",
             f"key       {sha256}", f"original  {store.files.address(original_name(sha256))}"]
    if outcome is None:
        return "\n".join([*lines, "became    nothing yet"])
    lines.append(f"became    {kind_of(outcome)} {view.text(reason_of(outcome))}".rstrip())
    lines += [f"stage     {run.stage} {run.seconds:.2f} s" for run in outcome.stages]
    for key in getattr(outcome, "postings", ()):
        lines += ["", *_posting(view, key)]
    named = view.name(source.name) != source.name  # after a person, and so are its reports' files
    paths = [] if named else reports(store, [outcome])
    return "\n".join([*lines, "", *(f"report    {path}" for path in paths)]).rstrip()


def _posting(view: Shown, key: str) -> list[str]:
    """A posting's fields in its own words, and the postings it repeats or that repeat it."""
    posting = view.posting(key)
    lines = [f"posting {key}"]
    for name in FIELDS:
        fact = getattr(posting, name)
        said = (fact.words or str(fact.value)) if isinstance(fact, Fact) else f"({fact.reason})"
        lines.append(f"  {name:<12}{' '.join(said.split())}")
    lines.append(f"  skills      {', '.join(dict.fromkeys(skill.canonical for skill in posting.skills))}")
    if view.redact:
        lines.append(f"  masked      {posting.extra.get(KINDS, '') or 'nothing'}")
    lines += [f"  seen before: {view.name(link)}" for link in told(view.store, key)]
    return lines + [f"  {view.name(link)}" for link in told_later(view.store, key)]


def _jsonld(posting: Posting) -> str:
    return json.dumps(to_jobposting(posting), ensure_ascii=False)


def _body(posting: Posting) -> str:
    return msgspec.json.encode(posting).decode()


def _document_key(outcome: Outcome) -> str:
    key: str = getattr(outcome, "document", "")
    if not key:
        raise ValueError(f"{outcome.name} has no document: it became {kind_of(outcome)}. {reason_of(outcome)}")
    return key


def _line(text: str) -> bytes:
    return (text + "\n").encode()
