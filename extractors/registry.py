"""Which extractor reads a source: each one scores it or declines; the best score wins.

A third-party extractor is a class with this Protocol's members, named under the entry point group
"rolescan.extractors" in its own package; built-in ones are listed here by import path, so that no engine is
imported before it is needed.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol

from extractors.document import Document, Source
from extractors.errors import Unsupported
from extractors.options import Options

ENTRY_POINT_GROUP = "rolescan.extractors"

BUILT_IN = (
    "extractors.pages.pdf:PdfExtractor",
    "extractors.pages.image:ImageExtractor",
    "extractors.speech.audio:AudioExtractor",
    "extractors.markup.html:HtmlExtractor",
    "extractors.markup.text:TextExtractor",
)


class Extractor(Protocol):
    """Reads one family of media types."""

    name: str
    version: str  # raised whenever the same bytes could give another document

    def score(self, source: Source) -> float:
        """How well this extractor suits the source, 0 to 1; 0 declines. Looks at the record, not at the bytes."""

    def extract(self, source: Source, options: Options) -> Document:
        """Read it all. Raises RolescanError; never answers with an empty document."""


@cache
def extractors() -> tuple[Extractor, ...]:
    """Every known extractor, built-in ones first, one instance each."""
    own = [_load(target) for target in BUILT_IN]
    others = [point.load()() for point in entry_points(group=ENTRY_POINT_GROUP)]
    return tuple(own + others)


def choose(source: Source) -> Extractor:
    """The extractor with the highest score; among equals the first listed. Raises Unsupported."""
    best = max(extractors(), key=lambda extractor: extractor.score(source))
    if best.score(source) <= 0:
        raise Unsupported(f"{source.name} is {source.media_type}, which nothing here reads.", stage="choose")
    return best


def _load(target: str) -> Extractor:
    module, _, name = target.partition(":")
    extractor: Extractor = getattr(import_module(module), name)()
    return extractor
