"""What a recogniser hears at once: one piece of speech, or short ones together with the speech right beside them.

Of a word or two cut out of a sentence a recogniser makes anything: it goes by what is said around them. So a short
piece shares a window with its neighbours, and gets its own words back by time.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from extractors.speech.speech_types import SAMPLE_RATE, SpeechPiece
from extractors.speech.words.noise import NOISE, SILENT, decibels, quiet_and_loud
from extractors.speech.words.timed_text import TimedText, word_starts
from extractors.speech.words.wording import Wording

SHORTEST = 0.1  # seconds: a piece under it holds no word
# Pieces are heard together where both are shorter than SHORT seconds or no pause parts them, the joint with the least
# pause first, until they last TOGETHER seconds; in noise, where words are told by what is said around them, any pieces
# side by side. Three development calls, zh: CER of turn by turn .265 clean and .413 noisy, so .171 and .296; anything
# together in clean ones too .170, but then whole answers between two questions were left out; without in noise .330.
SHORT = 2.5
TOGETHER = 15.0
TOGETHER_IN_NOISE = 18.0
BESIDE = 0.1  # seconds between two pieces (a breath at either end belongs to them) up to which they are neighbours
TOUCH = 0.001  # seconds up to which nothing lies between them
REACH = 0.4  # seconds around the end of a piece in which the pause is looked for: changes of voices are told no better
PAUSE = 0.2  # seconds: shorter stillness lies inside words
RANGE = 30.0  # decibels under the words that count for their pauses: digital silence is no quieter than a still room
SENTENCE = 0.5  # seconds by which the end of a sentence may miss the moment at which the speaker changes
_ENDS = frozenset("。？！.?!")


class Window(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Some pieces of one channel that follow each other, and the sound from the first one's start to the last's end."""

    pieces: tuple[SpeechPiece, ...]

    @property
    def start(self) -> float:
        return self.pieces[0].start

    @property
    def end(self) -> float:
        return self.pieces[-1].end

    @property
    def seconds(self) -> float:
        return self.end - self.start

    @property
    def samples(self) -> np.ndarray:
        """Of all pieces, silence between them where there is a gap."""
        if len(self.pieces) == 1:
            return self.pieces[0].samples
        places = [round((piece.start - self.start) * SAMPLE_RATE) for piece in self.pieces]
        sound = np.zeros(places[-1] + len(self.pieces[-1].samples), np.float32)
        for place, piece in zip(places, self.pieces, strict=True):
            sound[place : place + len(piece.samples)] = piece.samples[: len(sound) - place]
        return sound


def windows_of(pieces: Sequence[SpeechPiece], longest: float) -> list[Window]:
    """Windows of at most `longest` seconds in order of time. Pieces too short to hold a word are in none."""
    found: list[Window] = []
    for channel in sorted({piece.channel for piece in pieces}):
        own = at_pauses(sorted((one for one in pieces if one.channel == channel), key=lambda one: one.start))
        found += _joined([part for piece in own for part in cut(piece, longest)], longest)
    return sorted(found, key=lambda window: (window.start, window.end))


def _joined(pieces: Sequence[SpeechPiece], longest: float) -> list[Window]:
    """Pieces of one channel in order of time, each at most `longest` seconds, as windows that are no longer."""
    quiet, loud = quiet_and_loud([piece.samples for piece in pieces])
    noise, midway = loud - quiet < NOISE, (max(quiet, loud - RANGE) + loud) / 2
    most = min(longest, TOGETHER_IN_NOISE if noise else TOGETHER)
    joints = []
    for place, (one, after) in enumerate(zip(pieces, pieces[1:], strict=False)):
        softest = _pause(one, after)
        wanted = noise or softest > midway or max(_length(one), _length(after)) < SHORT
        if wanted and abs(after.start - one.end) <= BESIDE:
            joints.append((-softest, place))
    joined: set[int] = set()
    for _, place in sorted(joints):
        first, last = place, place + 1
        while first - 1 in joined:
            first -= 1
        while last in joined:
            last += 1
        if pieces[last].end - pieces[first].start <= most:
            joined.add(place)
    groups: list[list[SpeechPiece]] = []
    for place, piece in enumerate(pieces):
        if place - 1 in joined:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [Window(pieces=tuple(group)) for group in groups]


def _length(piece: SpeechPiece) -> float:
    return piece.end - piece.start


def _pause(one: SpeechPiece, after: SpeechPiece) -> float:
    """Decibels of the softest moment where two pieces meet; of silence where they do not touch."""
    near = _near(one, after)
    return SILENT if near is None else decibels(float(_levels(near).min()))


def at_pauses(pieces: Sequence[SpeechPiece]) -> list[SpeechPiece]:
    """Pieces of one channel in order of time, those that touch parted at the softest moment near: where one voice gives
    way to another is told to a third of a second, and of a word that is cut a recogniser leaves out all the sentence.
    """
    result = list(pieces)
    for place, after in enumerate(pieces[1:]):
        one = result[place]
        near = _near(one, after)
        if near is None:
            continue
        back = _reach(one)
        at = int(_levels(near).argmin()) + round(PAUSE * SAMPLE_RATE) // 2
        moved = (at - back) / SAMPLE_RATE
        result[place] = msgspec.structs.replace(
            one, end=one.end + moved, samples=np.concatenate([one.samples[:-back], near[:at]]))
        result[place + 1] = msgspec.structs.replace(
            after, start=after.start + moved, samples=np.concatenate([near[at:], after.samples[_reach(after) :]]))
    return result


def _near(one: SpeechPiece, after: SpeechPiece) -> np.ndarray | None:
    """The sound around the joint of two pieces; None where they do not touch, or are too short to hold a pause."""
    near = np.concatenate([one.samples[len(one.samples) - _reach(one) :], after.samples[: _reach(after)]])
    return None if abs(after.start - one.end) > TOUCH or len(near) < PAUSE * SAMPLE_RATE else near


def _reach(piece: SpeechPiece) -> int:
    return min(round(REACH * SAMPLE_RATE), len(piece.samples) // 2)


def _levels(samples: np.ndarray) -> np.ndarray:
    """Mean power of every stretch of PAUSE seconds."""
    width = round(PAUSE * SAMPLE_RATE)
    energy = np.concatenate([[0.0], np.cumsum(samples.astype(np.float64) ** 2)])
    levels: np.ndarray = np.maximum(energy[width:] - energy[:-width], 0.0) / width
    return levels


def shared(wording: Wording, window: Window) -> list[Wording]:
    """The wording of a window as one for each of its pieces, each change with the piece in which it begins."""
    letters = wording.text.letters
    edges = [0]
    for piece in window.pieces[1:]:
        edges.append(_edge(wording.text, piece.start - window.start, edges[-1]))
    times = [letters[at].start if at < len(letters) else float("inf") for at in edges[1:]]
    parts = []
    for number, (begin, end) in enumerate(zip(edges, [*edges[1:], len(letters)], strict=True)):
        changes = tuple(change for change in wording.changes if sum(change.start >= time for time in times) == number)
        parts.append(msgspec.structs.replace(wording, text=wording.text.part(begin, end), changes=changes))
    return parts


def _edge(text: TimedText, moment: float, first: int) -> int:
    """The character, from `first` on, before which a piece that begins at `moment` begins: between words, best where a
    sentence ends.
    """
    plain = text.text

    def missed(at: int) -> float:
        time = text.letters[at].start if at < len(plain) else text.letters[-1].end
        return abs(time - moment) - (SENTENCE if plain[:at].rstrip()[-1:] in _ENDS else 0.0)

    return min((at for at in (*word_starts(plain), len(plain)) if at >= first and plain), key=missed, default=first)


def cut(piece: SpeechPiece, longest: float) -> list[SpeechPiece]:
    """The piece in parts of at most `longest` seconds, cut where it is quietest; none when it is too short."""
    if len(piece.samples) < SHORTEST * SAMPLE_RATE:
        return []
    limit = int(longest * SAMPLE_RATE)
    if len(piece.samples) <= limit:
        return [piece]
    at = quietest(piece.samples, limit // 2, limit)
    middle = piece.start + at / SAMPLE_RATE
    first = msgspec.structs.replace(piece, end=middle, samples=piece.samples[:at])
    return [first, *cut(msgspec.structs.replace(piece, start=middle, samples=piece.samples[at:]), longest)]


def quietest(samples: np.ndarray, begin: int, end: int) -> int:
    """The sample in the middle of the quietest tenth of a second between begin and end."""
    width = SAMPLE_RATE // 10
    power = np.convolve(samples[begin:end].astype(np.float64) ** 2, np.ones(width), "valid")
    return begin + int(power.argmin()) + width // 2
