"""Reads recordings: decode, tell channels apart, find the speakers, write down each turn's words.

All of it happens in a process of its own, kept warm between recordings: torch does not bear other engines' company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from extractors.document import Document, Engine, Note, Source
from extractors.errors import NoReadableText
from extractors.isolate import run
from extractors.options import Options, SpeechOptions
from extractors.speech.channels import Channels, Relation, arrange
from extractors.speech.checkpoint import Checkpoint
from extractors.speech.decode import Sound, decode
from extractors.speech.speech_types import PieceText, SpeechPiece
from extractors.speech.spoken import Spoken, chapters, diarizer_named, pieces_of, speakers_by_channel, speakers_by_voice
from extractors.speech.transcript import blocks_of, ink_read, main_language, notes_of

STAGE = "speech"
CONTEXT = 2_000  # characters of earlier turns that the recogniser is told of
_COUNT_IN_NAME = re.compile(r"\.(\d{1,2})spk\b", re.IGNORECASE)  # team-call.3spk.mp3


class AudioExtractor:
    """Sound, and the sound of videos."""

    name = "audio"
    version = "1"

    def score(self, source: Source) -> float:
        return 0.9 if source.media_type.startswith(("audio/", "video/")) else 0.0

    def extract(self, source: Source, options: Options) -> Document:
        """The transcript: one block a turn, with speaker, times and words. Raises RolescanError."""
        speech = options.speech
        return run(read_recording, source, options, deadline=speech.deadline, memory_mb=speech.memory_mb, stage=STAGE)


def read_recording(source: Source, options: Options) -> Document:
    """The walk of a recording, in this process. What a killed run had finished is taken up again."""
    work = Checkpoint(source.sha256, options, AudioExtractor.version)
    try:
        sound = decode(Path(source.path), into=work.folder / "sound")
        channels = arrange(sound)
        spoken = _speakers(channels, work, _wanted_speakers(source, options.speech), options.speech)
        pieces, texts = _words(channels, spoken, work, options)
        document = _document(source, options, sound, (*sound.notes, *channels.notes, *spoken.notes), pieces, texts)
    finally:
        work.release()
    work.done()
    return document


def _wanted_speakers(source: Source, options: SpeechOptions) -> int:
    """How many speakers the options or the file's name tell of; 0 when neither does."""
    told = _COUNT_IN_NAME.search(source.name)
    return options.speakers or (int(told.group(1)) if told else 0)


def _speakers(channels: Channels, work: Checkpoint, wanted: int, options: SpeechOptions) -> Spoken:
    if channels.relation is Relation.SEPARATE:
        return speakers_by_channel(channels.tracks)
    return speakers_by_voice(channels.tracks[0], diarizer_named(options.diarizer), speakers=wanted, keep=work)


def _words(channels: Channels, spoken: Spoken, work: Checkpoint, options: Options,
           ) -> tuple[list[SpeechPiece], list[PieceText]]:
    """Pieces without their samples, and what was said in them; some minutes of speech at a time."""
    kept = {text.index: text for text in map(_text, work.lines("words"))}
    pieces: list[SpeechPiece] = []
    texts: list[PieceText] = []
    for chapter in chapters(pieces_of(channels.tracks, spoken)):
        missing = [piece for piece in chapter if piece.index not in kept]
        for text in _transcribed(missing, options, texts):
            work.append("words", text)
            kept[text.index] = text
        pieces += [msgspec.structs.replace(piece, samples=piece.samples[:0]) for piece in chapter]
        texts += [kept[piece.index] for piece in chapter]
    return pieces, texts


def _transcribed(pieces: Sequence[SpeechPiece], options: Options, before: Sequence[PieceText]) -> list[PieceText]:
    """The words of the pieces; those of the turns before help to choose the terms."""
    from extractors.speech.asr import transcribe

    if not pieces:
        return []
    context = " ".join(text.text for text in before)[-CONTEXT:]
    return transcribe(pieces, options=options.speech, language=options.language, context=context)


def _text(line: dict[str, object]) -> PieceText:
    return msgspec.convert(line, PieceText)


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
    from importlib.metadata import version

    diarizer = diarizer_named(options.speech.diarizer)
    return (Engine(name="pyav", version=version("av"), options={"codec": sound.codec, "rate": str(sound.rate)}),
            Engine(name=f"{diarizer.name} diarizer", version=diarizer.version),
            Engine(name="whisper", version=version("openai-whisper"), options={"model": options.speech.model}))
