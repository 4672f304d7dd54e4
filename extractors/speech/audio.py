"""Reads recordings: decode, tell channels apart, find the speakers, write down each turn's words.

All of it happens in a process of its own, kept warm between recordings: torch does not bear other engines' company.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import msgspec
import numpy as np

from extractors.document import Document, Engine, Note, Source
from extractors.errors import BadInput, NoReadableText
from extractors.isolate import run
from extractors.keys import content_key, sha256_of
from extractors.memory import give_back
from extractors.options import Options, PageOptions, SpeechOptions
from extractors.source import speakers_told
from extractors.speech.channels import Channels, Relation, arrange
from extractors.speech.checkpoint import SOUND, Checkpoint, Journal, folder_of, kept_lines
from extractors.speech.decode import Sound, decode
from extractors.speech.speech_types import SAMPLE_BYTES, SAMPLE_RATE, PieceText, SpeechPiece
from extractors.speech.spoken import Spoken, chapters, diarizer_named, pieces_of, speakers_by_channel, speakers_by_voice
from extractors.speech.transcript import blocks_of, ink_read, main_language, notes_of
from extractors.speech.words.asr import check, choose, transcribe
from extractors.weights import SPEAKER_EMBEDDING, SPEAKER_SEGMENTATION, WHISPER_BASE

STAGE = "speech"
CONTEXT = 2_000  # characters of earlier turns that the recogniser is told of
_NO_SAMPLES = np.zeros(0, dtype=np.float32)  # an empty slice of a piece's own would hold all of them
_ENGINES = {"torch": "torch", "openai-whisper": "whisper", "faster-whisper": "faster_whisper",
            "pyannote.audio": "pyannote", "silero-vad": "silero_vad", "av": "av"}


class AudioExtractor:
    """Sound, and the sound of videos."""

    name = "audio"
    version = "2"

    def score(self, source: Source) -> float:
        return 0.9 if source.media_type.startswith(("audio/", "video/")) else 0.0

    def extract(self, source: Source, options: Options) -> Document:
        """The transcript: one block a turn, with speaker, times and words. Raises RolescanError."""
        speech = options.speech
        return run(read_recording, source, options, deadline=speech.deadline, memory_mb=speech.memory_mb, stage=STAGE)


def read_recording(source: Source, options: Options) -> Document:
    """The walk of a recording, in this process. What a killed run had finished is taken up again."""
    check(options.speech)
    diarizer_named(options.speech.diarizer)
    wanted = _wanted_speakers(source, options.speech)
    work = Checkpoint(*_asked(source, options))
    try:
        sound = decode(Path(source.path), into=work.folder / SOUND)
        channels = arrange(sound)
        choose(options.speech)  # a model that cannot be loaded is told before minutes are spent on the speakers
        spoken = _spoken(channels, work, wanted, options.speech)
        pieces, texts = _words(channels, spoken, work, options)
        notes = (*sound.notes, *channels.notes, *spoken.notes, *work.notes(sound.seconds))
        document = _document(source, options, sound, notes, pieces, texts)
        work.done()
    except BadInput:
        work.done()  # another try would find the same
        raise
    finally:
        work.release()
    return document


def share_written(source: Source, options: Options) -> float:
    """The share of a recording whose words another process has written down, 0 to 1; 0 before any and after the end."""
    folder = folder_of(*_asked(source, options))
    try:
        sizes = [path.stat().st_size for path in (folder / SOUND).glob("channel-*.s16")]
        written = [msgspec.json.decode(answer, type=list[PieceText]) for _, answer in kept_lines(folder, "words")]
    except (OSError, ValueError):
        return 0.0
    seconds = max(sizes, default=0) / SAMPLE_BYTES / SAMPLE_RATE
    ends = [word.end for texts in written for text in texts for word in text.words]
    return min(1.0, max(ends, default=0.0) / seconds) if seconds else 0.0


def _asked(source: Source, options: Options) -> tuple[object, ...]:
    return source.sha256, *answered_by(options), _wanted_speakers(source, options.speech)


def answered_by(options: Options) -> tuple[object, ...]:
    """All but the recording that its transcript depends on: what is asked, the weights and the code that answer."""
    asked = msgspec.structs.replace(options, pages=PageOptions(), speech=msgspec.structs.replace(
        options.speech, deadline=0.0, memory_mb=0))
    weights = [one.sha256 for one in (WHISPER_BASE, SPEAKER_SEGMENTATION, SPEAKER_EMBEDDING)]
    return asked, weights, _of_model(Path(options.speech.model)), code_version()


def _of_model(path: Path) -> list[tuple[str, int, int]]:
    """Name, size and time of the files of a model that is given by its path; of one given by name nothing."""
    files = sorted(path.iterdir()) if path.is_dir() else [path] if path.is_file() else []
    return [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]


@cache
def code_version() -> str:
    """A fingerprint of the code that reads recordings, its lexicon and its engines."""
    own = Path(__file__).parent
    files = sorted(path for path in (*own.rglob("*"), *own.parent.iterdir()) if path.suffix in (".py", ".yaml"))
    engines = [f"{name} {version(name)}" for name in _ENGINES if find_spec(_ENGINES[name])]
    return content_key([(str(path.relative_to(own.parent)), sha256_of(path)) for path in files], engines)


def _wanted_speakers(source: Source, options: SpeechOptions) -> int:
    """How many speakers the options or the file's name tell of; 0 when neither does."""
    return options.speakers or speakers_told(source.name)


def _spoken(channels: Channels, work: Checkpoint, wanted: int, options: SpeechOptions) -> Spoken:
    """Who speaks when, found once."""
    journal = work.journal("spoken")
    spoken = journal.recall("spoken", Spoken)
    if spoken is None:
        spoken = _speakers(channels, work, wanted, options)
        journal.keep("spoken", spoken)
    return spoken


def _speakers(channels: Channels, work: Checkpoint, wanted: int, options: SpeechOptions) -> Spoken:
    if channels.relation is Relation.SEPARATE:
        return speakers_by_channel(channels.tracks)
    return speakers_by_voice(channels.tracks[0], diarizer_named(options.diarizer), speakers=wanted, keep=work)


def _words(channels: Channels, spoken: Spoken, work: Checkpoint, options: Options,
           ) -> tuple[list[SpeechPiece], list[PieceText]]:
    """Pieces without their samples, and what was said in them; some minutes of speech at a time.

    A chapter's words are kept when all of it is written down, and until then each answer of the recogniser.
    """
    finished = work.journal("words")
    pieces: list[SpeechPiece] = []
    texts: list[PieceText] = []
    for number, chapter in enumerate(chapters(pieces_of(channels.tracks, spoken))):
        said = finished.recall(str(number), list[PieceText])
        if said is None or [text.index for text in said] != [piece.index for piece in chapter]:
            answers = work.journal(f"answers-{number}")
            said = _transcribed(chapter, options, texts, answers)
            finished.keep(str(number), said)
            answers.drop()
            give_back()
        pieces += [msgspec.structs.replace(piece, samples=_NO_SAMPLES) for piece in chapter]
        texts += said
    return pieces, texts


def _transcribed(pieces: Sequence[SpeechPiece], options: Options, before: Sequence[PieceText],
                 answers: Journal) -> list[PieceText]:
    """The words of the pieces; those of the turns before help to choose the terms."""
    context = " ".join(text.text for text in before)[-CONTEXT:]
    return transcribe(pieces, options=options.speech, language=options.language, context=context, answers=answers)


def _document(source: Source, options: Options, sound: Sound, notes: tuple[Note, ...], pieces: Sequence[SpeechPiece],
              texts: Sequence[PieceText]) -> Document:
    if not pieces:
        raise NoReadableText(f"Nobody speaks in {source.name}.", stage="speakers",
                             hint="No speech was found in the recording; listen to it.")
    blocks = blocks_of(pieces, texts)
    if not any(block.in_body for block in blocks):
        raise NoReadableText(f"No words of {source.name} can be trusted.", stage="asr",
                             hint="There is sound, but no words that hold up; listen to the recording.")
    return Document(source=source.key, media_type=source.media_type, blocks=blocks,
                    notes=(*notes, *notes_of(pieces, texts)), engines=_engines(sound, options),
                    language=options.language or main_language(texts), read=ink_read(texts), partial=sound.partial,
                    seconds=round(sound.seconds, 3))


def _engines(sound: Sound, options: Options) -> tuple[Engine, ...]:
    asr = "faster-whisper" if options.speech.asr == "faster-whisper" else "openai-whisper"
    diarizer = diarizer_named(options.speech.diarizer)
    return (Engine(name="pyav", version=version("av"), options={"codec": sound.codec, "rate": str(sound.rate)}),
            Engine(name=f"{diarizer.name} diarizer", version=diarizer.version),
            Engine(name=asr, version=version(asr), options={"model": options.speech.model}))
