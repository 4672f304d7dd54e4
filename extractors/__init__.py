"""Bytes in, Document out. The package knows nothing of postings.

    source = describe(path)             # what it is, told from its bytes
    document = extract(source)          # blocks with places, notes of all that was dropped or doubted
"""

from __future__ import annotations

from extractors.document import Document, Source
from extractors.options import Options

__all__ = ["Document", "Options", "Source", "describe", "extract"]


def extract(source: Source, options: Options = Options()) -> Document:
    """Read one source whole.

    Raises RolescanError (see errors.py) with category, stage and hint. A document that comes back has text in its
    body, and its ledger is balanced: what was read is in its blocks or in its notes.
    """
    from extractors.document import balance
    from extractors.errors import BadAnswer, NoReadableText
    from extractors.registry import choose

    extractor = choose(source)
    document = extractor.extract(source, options)
    if not any(block.text.strip() for block in document.body):
        raise NoReadableText(f"No readable text in {source.name}.", stage=extractor.name)
    if balance(document) != 0:
        raise BadAnswer(f"{balance(document)} characters of {source.name} are unaccounted for.", stage=extractor.name)
    return document


def describe(path: str, *, name: str = "", origin: str = "", tags: tuple[str, ...] = ()) -> Source:
    """The Source record of the file at `path`. Raises EmptyInput, Unsupported, TooLarge."""
    from extractors.source import describe as describe_file

    return describe_file(path, name=name, origin=origin, tags=tags)
