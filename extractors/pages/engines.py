"""Which OCR engine the options name; a built one is kept for this process's next page."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from extractors.errors import MissingDependency, Unsupported
from extractors.isolate import cores
from extractors.options import PageOptions
from extractors.pages.reading import OcrEngine

ENGINES = {"paddleocr": "extractors.pages.paddle:PaddleOcrEngine"}


def engine_for(options: PageOptions, *, threads: int = 0) -> OcrEngine:
    """The engine that the options name: a known name, or "package.module:Class". threads: 0 for one per core."""
    return _engine(options.engine, options.detection_model, options.recognition_model, threads or cores())


@lru_cache(maxsize=2)  # one with a thread per core for single pages, one with its share for many
def _engine(name: str, detection: str, recognition: str, threads: int) -> OcrEngine:
    module, _, attribute = ENGINES.get(name, name).partition(":")
    if not attribute:
        raise Unsupported(f"No OCR engine is called {name}.", stage="ocr", hint=f"Known: {', '.join(ENGINES)}.")
    try:
        factory = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise MissingDependency(f"The OCR engine {name} cannot be loaded: {error}.", stage="ocr") from error
    engine: OcrEngine = factory(PageOptions(engine=name, detection_model=detection, recognition_model=recognition),
                                threads=threads)
    return engine
