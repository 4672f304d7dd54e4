"""What a caller may choose. Every field is part of the document's cache key, and of the document's `engines`."""

from __future__ import annotations

from enum import StrEnum

from extractors.document import Struct


class OcrMode(StrEnum):
    AUTO = "auto"  # page by page, by the text layer's quality
    FORCE = "force"  # every page
    NEVER = "never"


class Script(StrEnum):
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
    AS_SPOKEN = "as_spoken"


class PageOptions(Struct):
    """How pages and pictures are read. deadline: seconds for one page; memory_mb: cap of one engine process."""

    ocr: OcrMode = OcrMode.AUTO
    engine: str = "paddleocr"
    detection_model: str = "PP-OCRv6_small_det"
    recognition_model: str = "PP-OCRv6_small_rec"
    dpi: int = 200
    deadline: float = 120.0
    memory_mb: int = 4096
    workers: int = 0  # engine processes; 0: one per core


class SpeechOptions(Struct):
    """How recordings are read. speakers: 0 lets name and sound decide; model: a Whisper size, or a path."""

    asr: str = "auto"  # "openai-whisper" | "faster-whisper" | "auto"
    model: str = "base"
    diarizer: str = "rolescan"  # "rolescan" | "pyannote"
    speakers: int = 0
    script: Script = Script.SIMPLIFIED
    terms: tuple[str, ...] = ()  # words this recording is likely to hold, for biasing
    repair: bool = True
    deadline: float = 4 * 3600.0
    memory_mb: int = 6144


class Options(Struct):
    """All of it. language: "zh", "en" or "" to tell from the content."""

    language: str = ""
    pages: PageOptions = PageOptions()
    speech: SpeechOptions = SpeechOptions()
