"""Pieces of speech in, their words out: which recogniser, what it is told to expect, and what becomes of its answer.

    share windows -> hear -> tell the language -> read plainly -> choose the terms for this call -> read again with them
         in mind -> put in names told by ear -> repair sound-alikes -> numbers, script and marks -> times -> notes

The recogniser's raw text and every change made to it add up: see `PieceText`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from extractors.errors import MissingDependency, MissingWeights
from extractors.memory import give_back
from extractors.options import SpeechOptions
from extractors.speech.checkpoint import Journal
from extractors.speech.speech_types import PieceText, SpeechPiece
from extractors.speech.terms.repair import repaired
from extractors.speech.terms.spotting import spotted
from extractors.speech.words.hallucinations import suspicion
from extractors.speech.words.hearing import AsrEngine, Hearing
from extractors.speech.words.kept_hearing import KeptHearing
from extractors.speech.words.rereading import Heard, read, tell_languages
from extractors.speech.words.timed_text import TimedText
from extractors.speech.words.windows import Window, shared, windows_of
from extractors.speech.words.wording import Wording, finished
from extractors.terms import own_terms

STAGE = "asr"
BLOCK_SECONDS = 600.0  # seconds of speech heard at a time: what bounds the memory of a long recording
Progress = Callable[[float], None]  # told the share that is done, 0 to 1
_ENGINES = ("auto", "openai-whisper", "faster-whisper")
_SIZES = ("tiny.en", "tiny", "base.en", "base", "small.en", "small", "medium.en", "medium", "large-v1", "large-v2",
          "large-v3", "large", "large-v3-turbo", "turbo")  # whisper.available_models(), which is slow to ask
_DISTILLED = "distil-"  # further sizes that faster-whisper alone knows


def check(options: SpeechOptions) -> None:
    """Whether there is the recogniser that the options name, and a model of that name; nothing is loaded.

    Raises MissingDependency, MissingWeights.
    """
    if options.asr not in _ENGINES:
        raise MissingDependency(f"There is no recogniser called {options.asr}.", stage=STAGE,
                                hint=f"Choose one of {', '.join(_ENGINES)}.")
    faster = options.asr == "faster-whisper"
    if faster and find_spec("faster_whisper") is None:
        raise MissingDependency("faster-whisper is not installed.", stage=STAGE,
                                hint="pip install 'rolescan[faster-whisper]'")
    if options.model in _SIZES or (faster and options.model.startswith(_DISTILLED)):
        return
    path = Path(options.model)
    if not (path.is_dir() if faster else path.is_file()):
        kind = "the folder of a CTranslate2 model" if faster else "a .pt file of openai-whisper"
        raise MissingWeights(f"There is no Whisper model called {options.model}, nor is that {kind}.", stage=STAGE,
                             hint=f"Name {kind} that is there, or one of {', '.join(_SIZES)}.")


def choose(options: SpeechOptions) -> AsrEngine:
    """The recogniser that the options name. Raises as `check` does, and MissingWeights from its loading."""
    check(options)
    if options.asr == "faster-whisper":
        from extractors.speech.words.faster_engine import FasterEngine

        return FasterEngine(options.model)
    from extractors.speech.whisper.engine import WhisperEngine

    return WhisperEngine(options.model)


def transcribe(pieces: Sequence[SpeechPiece], *, options: SpeechOptions, language: str = "",
               progress: Progress | None = None, context: str = "", answers: Journal | None = None) -> list[PieceText]:
    """The words of every piece, in the order of `pieces`. language: "" to tell piece by piece.

    context: words that go before or with the recording (an earlier part, a posting's title): they help to choose terms.
    answers: what the recogniser has answered already, in a run that was cut off, and will have answered in this one.
    """
    engine = choose(options)
    done: list[PieceText] = []
    for block in _blocks(pieces):
        found = _block(engine, block, options, language, context, answers)
        context = f"{context} {' '.join(piece.text for piece in found)}"[-2000:]
        done.extend(found)
        if progress:
            progress(len(done) / len(pieces))
    return done


def _blocks(pieces: Sequence[SpeechPiece]) -> list[list[SpeechPiece]]:
    blocks: list[list[SpeechPiece]] = []
    seconds = BLOCK_SECONDS
    for piece in pieces:
        if seconds >= BLOCK_SECONDS:
            blocks.append([])
            seconds = 0.0
        blocks[-1].append(piece)
        seconds += piece.end - piece.start
    return blocks


def _block(engine: AsrEngine, pieces: list[SpeechPiece], options: SpeechOptions, language: str,
           context: str, answers: Journal | None) -> list[PieceText]:
    """One block, all steps. Pieces too short to hold a word come back empty."""
    windows = windows_of(pieces, engine.longest)
    parts: dict[int, list[PieceText]] = {piece.index: [] for piece in pieces}
    if windows:
        sounds = [window.samples for window in windows]
        hearing = engine.listen(sounds) if answers is None else KeptHearing(engine, sounds, answers)
        seconds = [window.seconds for window in windows]
        languages = tell_languages(hearing, language, seconds)
        give_back()
        heard = read(hearing, languages, seconds, options, context)
        give_back()
        for window, wording in zip(windows, worded(hearing, heard, options), strict=True):
            for piece, text in zip(window.pieces, _piece_texts(window, wording), strict=True):
                parts[piece.index].append(text)
    return [joined(piece.index, parts[piece.index]) for piece in pieces]


def worded(hearing: Hearing, heard: Sequence[Heard], options: SpeechOptions) -> list[Wording]:
    """Every window's text as people read it: terms repaired where the call is of the field, then script and numbers."""
    wordings = [Wording(heard=one, text=TimedText(letters=one.letters)) for one in heard]
    if options.repair:
        if hearing.spots:
            wordings = spotted(hearing, wordings, own_terms(options.terms))
        if any(one.terms for one in heard):
            wordings = repaired(hearing, wordings, names=not hearing.spots)
    return [finished(wording, options.script) for wording in wordings]


def _piece_texts(window: Window, wording: Wording) -> list[PieceText]:
    """The words of each piece of a window. What nobody may have said of the whole window makes all of it suspect."""
    heard, start, end = wording.heard, window.start, window.end
    whole = _suspicion(heard.reading.text, window.seconds, heard)
    parts = shared(wording, window)
    doubts = [_suspicion(part.text.text, piece.end - piece.start, heard)
              for piece, part in zip(window.pieces, parts, strict=True)] if len(parts) > 1 else [whole]
    return [PieceText(index=piece.index, text=part.text.text, words=part.text.words(start), language=heard.language,
                      confidence=round(min(1.0, max(0.0, wording.confidence)), 4),
                      suspect=doubt or ("" if any(doubts) else whole), notes=part.notes(start, end, piece.channel))
            for piece, part, doubt in zip(window.pieces, parts, doubts, strict=True)]


def _suspicion(text: str, seconds: float, heard: Heard) -> str:
    return suspicion(text, seconds=seconds, language=heard.language, silence=heard.silence,
                     average=heard.reading.average)


def joined(index: int, parts: Sequence[PieceText]) -> PieceText:
    """The windows of one piece as one."""
    if len(parts) == 1:
        return parts[0]
    said = [part for part in parts if part.text]
    languages = [part.language for part in said]
    language = max(set(languages), key=languages.count) if languages else ""
    total = sum(len(part.text) for part in said) or 1
    return PieceText(
        index=index, text=("" if language == "zh" else " ").join(part.text for part in said),
        words=tuple(word for part in said for word in part.words), language=language,
        confidence=round(sum(part.confidence * len(part.text) for part in said) / total, 4),
        suspect="; ".join(sorted({part.suspect for part in said if part.suspect})),
        notes=tuple(note for part in said for note in part.notes))
