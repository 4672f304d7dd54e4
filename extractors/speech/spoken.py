"""From tracks to speech: who speaks when, and the pieces of sound that a recogniser is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np

from extractors.document import Action, Note, TimeSpan
from extractors.errors import NoReadableText, Unsupported
from extractors.speech.channels import Track
from extractors.speech.speakers.attribution import Segment, runs
from extractors.speech.speakers.diarizer import Diarizer, Keep, RolescanDiarizer
from extractors.speech.speech_types import SAMPLE_RATE, SpeechPiece
from extractors.speech.transcript import speaker_name
from extractors.speech.turns import Turn, cuts, padded, turns
from extractors.speech.vad import LEAST_SPEECH, speech_spans

STAGE = "speakers"
CHAPTER = 300.0  # seconds of speech whose samples are in memory at once
BLOCK = 120.0  # seconds of a track that are searched for speech at once
BLOCK_OVERLAP = 2.0  # and seconds that a block shares with the next, so that no word is cut unseen
LEAKS_BELOW = 6.0  # dB by which another channel, levels evened, is louder where a voice is only its crosstalk
LEVEL_FRAME = 0.05  # seconds of one energy reading
DIP = 0.4  # seconds of seeming crosstalk inside a speaker's own speech that do not cut it


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """The turns of all tracks in order of time, and the notes of how they were found."""

    turns: tuple[Turn, ...]
    notes: tuple[Note, ...] = ()


def diarizer_named(name: str) -> Diarizer:
    """The engine of that name. Raises Unsupported."""
    if name == "rolescan":
        return RolescanDiarizer()
    if name == "pyannote":
        from extractors.speech.speakers.pyannote_engine import PyannoteDiarizer

        return PyannoteDiarizer()
    raise Unsupported(f"There is no diarizer called {name!r}.", stage=STAGE, hint="Use \"rolescan\" or \"pyannote\".")


def speakers_by_voice(track: Track, diarizer: Diarizer, *, speakers: int, keep: Keep | None = None) -> Spoken:
    """Turns of a mixed track, speakers told by their voices. Raises NoReadableText when nobody speaks."""
    found = diarizer.diarize(track, speakers=speakers, keep=keep)
    if not found.exclusive:
        raise NoReadableText("No speech was found in the recording.", stage=STAGE,
                             hint="There is sound but no voice in it (music, ringing, noise?); listen to it.")
    channels = {segment.speaker: track.channel for segment in found.exclusive}
    told = f"{found.speakers} speakers, " + ("as told" if speakers else "counted by their voices")
    note = Note(action=Action.DECIDED, stage=STAGE, reason=told,
                place=TimeSpan(start=0.0, end=round(track.seconds, 2)))
    return Spoken(turns=tuple(turns(found.exclusive, channels)), notes=(note,))


def speakers_by_channel(tracks: Sequence[Track]) -> Spoken:
    """Turns of separate channels, one speaker each, what leaks from one into another left out."""
    heard = {number: _own_speech(tracks, number) for number in range(len(tracks))}
    if not any(heard.values()):
        raise NoReadableText("No speech was found on any channel.", stage=STAGE,
                             hint="There is sound but no voice in it (music, ringing, noise?); listen to it.")
    order = sorted((number for number in heard if heard[number]), key=lambda number: heard[number][0][0])
    segments = [Segment(start=start, end=end, speaker=place) for place, number in enumerate(order)
                for start, end in heard[number]]
    channels = {place: tracks[number].channel for place, number in enumerate(order)}
    return Spoken(turns=tuple(turns(segments, channels)))


def pieces_of(tracks: Sequence[Track], spoken: Spoken) -> Iterator[SpeechPiece]:
    """The pieces of every turn with their samples, read when they are asked for."""
    by_channel = {track.channel: track for track in tracks}
    cut = [(start, end, turn) for turn in spoken.turns
           for start, end in cuts(turn, by_channel[turn.channel].read)]
    spans = padded([(start, end, turn.channel) for start, end, turn in cut], seconds=tracks[0].seconds)
    for index, ((start, end), (_, _, turn)) in enumerate(zip(spans, cut, strict=True)):
        yield SpeechPiece(index=index, start=start, end=end, channel=turn.channel, speaker=speaker_name(turn.speaker),
                          samples=by_channel[turn.channel].read(start, end))


def chapters(pieces: Iterable[SpeechPiece]) -> Iterator[list[SpeechPiece]]:
    """Pieces in groups of some minutes of speech."""
    group: list[SpeechPiece] = []
    seconds = 0.0
    for piece in pieces:
        group.append(piece)
        seconds += piece.end - piece.start
        if seconds >= CHAPTER:
            yield group
            group, seconds = [], 0.0
    if group:
        yield group


def _own_speech(tracks: Sequence[Track], number: int) -> list[tuple[float, float]]:
    """Spans of one track in which its own speaker speaks, another channel's voice that leaks in left out."""
    track = tracks[number]
    spans: list[tuple[float, float]] = []
    for first in np.arange(0.0, track.seconds, BLOCK).tolist():
        last = min(first + BLOCK + BLOCK_OVERLAP, track.seconds)
        levels = np.stack([_levels(one.read(first, last)) for one in tracks])
        others = np.delete(levels, number, axis=0).max(axis=0)
        leaked = levels[number] < others - LEAKS_BELOW
        for start, end in speech_spans(track.read(first, last)):
            if start < BLOCK:
                spans += [(first + own, first + after) for own, after in _without(leaked, start, end)]
    return _merged(spans)


def _without(leaked: np.ndarray, start: float, end: float) -> list[tuple[float, float]]:
    """The parts of a span (seconds) that are not crosstalk; dips shorter than a syllable do not cut it."""
    mask = np.zeros(len(leaked), dtype=bool)
    mask[int(start / LEVEL_FRAME) : int(np.ceil(end / LEVEL_FRAME))] = True
    mask &= ~leaked
    for first, after in runs(~mask):
        if first > 0 and after < len(mask) and (after - first) * LEVEL_FRAME < DIP:
            mask[first:after] = True
    parts = [(max(start, first * LEVEL_FRAME), min(end, after * LEVEL_FRAME)) for first, after in runs(mask)]
    return [(first, after) for first, after in parts if after - first >= LEAST_SPEECH]


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    result: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def _levels(samples: np.ndarray) -> np.ndarray:
    """Energy in dB, one value for every 50 ms, the last one padded."""
    step = round(LEVEL_FRAME * SAMPLE_RATE)
    padded_samples = np.pad(samples, (0, -len(samples) % step))
    decibels: np.ndarray = 10 * np.log10((padded_samples.reshape(-1, step) ** 2).mean(axis=1) + 1e-12)
    return decibels
