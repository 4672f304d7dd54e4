"""One file read or analysed on the spot, without store or Prefect: for pipes and for people trying it."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import msgspec

import extractors
from extractors.document import Document
from extractors.errors import Corrupt
from extractors.options import Options


def read_file(path: str, options: Options) -> tuple[Document, str]:
    """The document of a file ("-": standard input), and the file's name. Raises RolescanError."""
    if path != "-":
        if not Path(path).is_file():
            raise Corrupt(f"{path} is not a file.", stage="receive", hint="Check the path.")
        return extractors.extract(extractors.describe(path), options), Path(path).name
    with tempfile.NamedTemporaryFile(prefix="rolescan-") as stream:
        stream.write(sys.stdin.buffer.read())
        stream.flush()
        return extractors.extract(extractors.describe(stream.name, name="stdin"), options), "stdin"


def analysis_of(document: Document, form: str, *, language: str = "", redact: bool = False) -> tuple[str, int]:
    """The analysis as "markdown", "html" or "json" text, and the number of postings in it. redact: people masked."""
    import analyzers
    from analyzers.exports import to_jobposting
    from analyzers.redact import people, redact_posting, redact_report

    postings = analyzers.postings(document)
    if form == "json":
        if redact:
            postings = [redact_posting(posting, names=people(document)) for posting in postings]
        found = [{"posting": msgspec.to_builtins(posting), "jobposting": to_jobposting(posting)}
                 for posting in postings]
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n", len(postings)
    reports = [analyzers.compose(posting, document, language=language) for posting in postings]
    if redact:
        names = people(document, *postings)
        reports = [redact_report(report, names=names) for report in reports]
    if form == "html":
        return "\n".join(analyzers.to_html(report) for report in reports), len(reports)
    return "\n\n---\n\n".join(analyzers.to_markdown(report) for report in reports), len(reports)
