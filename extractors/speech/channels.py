"""What the channels of a recording are: one speaker each, the same thing twice, or one room heard by several ears.

Decided from short frames of energy. In a phone recording with a speaker on each side the stronger channel changes
from turn to turn and leads clearly; in dual mono and in a room both rise and fall together.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec
import numpy as np

from extractors.document import Action, Note, TimeSpan
from extractors.errors import NoReadableText
from extractors.speech.decode import Sound

STAGE = "channels"
FRAME = 0.05  # seconds of one energy reading
BLOCK = 60.0  # seconds read at once
SILENT = -66.0  # dB of full scale: below, a channel carries line noise only (dither of 16 bits lies at -90)
QUIET_BELOW = 40.0  # dB below the loudest channel: what is left is crosstalk of the cable
LOUD_PART = 95  # percentile of the frames' level that stands for a channel's speech
ACTIVE_ABOVE = -25.0  # dB relative to that level: frames in which somebody speaks
LEVEL_ROUNDS = 4  # after which the levels stand still, also with crosstalk 8 dB down
LEADS = 6.0  # dB by which one channel leads in its speaker's turn; crosstalk of phones lies 15 to 40 dB down
LED_SHARE = 0.75  # of active frames with a clear leader: over .9 on two-sided calls, under .3 on dual mono and rooms
LEAST_SHARE = 0.02  # of active frames that the least talkative channel leads: "yes" once a minute
SAME = 0.98  # correlation of two channels that carry the same signal
SPEECH_LEVEL = 0.1  # RMS that loud speech is brought to: -20 dB of full scale, what recognisers were trained near
MOST_GAIN = 30.0  # times; beyond it noise is all that gets louder


class Relation(StrEnum):
    MONO = "mono"
    DUAL_MONO = "dual mono"
    SEPARATE = "one speaker a channel"
    ROOM = "one room, several microphones"


class Track(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One signal to be read for speech. channel: 0-based, -1 when mixed. sources: (channel of the sound, factor)."""

    sound: Sound
    channel: int
    sources: tuple[tuple[int, float], ...]

    @property
    def seconds(self) -> float:
        return self.sound.seconds

    def read(self, start: float, end: float) -> np.ndarray:
        """Samples between two times (seconds), levels evened: float32 mono 16 kHz within -1 to 1."""
        mixed = sum(self.sound.read(start, end, channel) * factor for channel, factor in self.sources)
        clipped: np.ndarray = np.clip(mixed, -1.0, 1.0).astype(np.float32)
        return clipped


class Channels(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The tracks to be read, what they are to each other, and the notes of that decision."""

    relation: Relation
    tracks: tuple[Track, ...]
    notes: tuple[Note, ...] = ()


class _Levels(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Energy in dB of shape (frames, channels), and the correlation of every channel with the first audible one."""

    decibels: np.ndarray
    correlation: np.ndarray

    def speech(self, channel: int) -> float:
        return float(np.percentile(self.decibels[:, channel], LOUD_PART))


def arrange(sound: Sound) -> Channels:
    """Decide what the channels are. Raises NoReadableText when all of them are silent."""
    levels = _measure(sound)
    loudness = [levels.speech(channel) for channel in range(sound.channels)]
    loudest = max(loudness)
    if loudest < SILENT:
        raise NoReadableText("The recording is silent.", stage=STAGE,
                             hint="Check the recorder: the file holds no sound above its own noise.")
    audible = [number for number, level in enumerate(loudness) if level >= max(SILENT, loudest - QUIET_BELOW)]
    notes = [_decision(sound, f"channel {number + 1} is silent and left out")
             for number in range(sound.channels) if number not in audible]
    gains = {number: _gain(loudness[number]) for number in audible}
    if len(audible) == 1:
        only = audible[0]
        track = Track(sound=sound, channel=only if sound.channels > 1 else -1, sources=((only, gains[only]),))
        return Channels(relation=Relation.MONO, tracks=(track,), notes=tuple(notes))
    return _several(sound, levels, audible, gains, notes)


def _several(sound: Sound, levels: _Levels, audible: list[int], gains: dict[int, float], notes: list[Note]) -> Channels:
    first = audible[0]
    if all(abs(levels.correlation[number]) >= SAME for number in audible):
        track = Track(sound=sound, channel=-1, sources=((first, gains[first]),))
        notes.append(_decision(sound, "the channels carry the same sound; one of them is read"))
        return Channels(relation=Relation.DUAL_MONO, tracks=(track,), notes=tuple(notes))
    share, least, own = _leadership(levels, audible)
    if share >= LED_SHARE and least >= LEAST_SHARE:
        tracks = tuple(Track(sound=sound, channel=number, sources=((number, _gain(level)),))
                       for number, level in zip(audible, own.tolist(), strict=True))
        notes.append(_decision(sound, f"each channel is read on its own: one leads in {share:.0%} of the speech"))
        return Channels(relation=Relation.SEPARATE, tracks=tracks, notes=tuple(notes))
    sources = tuple((number, _sign(levels.correlation[number]) * gains[number] / len(audible)) for number in audible)
    notes.append(_decision(sound, f"the channels are mixed: one leads in only {share:.0%} of the speech"))
    return Channels(relation=Relation.ROOM, tracks=(Track(sound=sound, channel=-1, sources=sources),),
                    notes=tuple(notes))


def _leadership(levels: _Levels, audible: list[int]) -> tuple[float, float, np.ndarray]:
    """The share of active frames with a clear leader, the share of the least talkative channel, and own levels.

    Own levels (dB, one for each audible channel) are those of the frames a channel leads, found in a few rounds: a
    loud voice that leaks into a silent channel would else be taken for that channel's speech.
    """
    decibels = levels.decibels[:, audible]
    own = np.array([levels.speech(number) for number in audible])
    active = (decibels - own).max(axis=1) > ACTIVE_ABOVE
    if not active.any():
        return 0.0, 0.0, own
    decibels = decibels[active]
    for _ in range(LEVEL_ROUNDS):
        leader = (decibels - own).argmax(axis=1)
        own = np.array([np.percentile(decibels[leader == place, place], LOUD_PART) if (leader == place).any() else was
                        for place, was in enumerate(own)])
    evened = np.sort(decibels - own, axis=1)
    leader = (decibels - own).argmax(axis=1)
    led = evened[:, -1] - evened[:, -2] >= LEADS
    shares = [float((led & (leader == place)).mean()) for place in range(len(audible))]
    return float(led.mean()), min(shares), own


def _measure(sound: Sound) -> _Levels:
    """One walk over the file, a minute at a time."""
    step = round(FRAME * 16_000)
    rows: list[np.ndarray] = []
    products = np.zeros((sound.channels, sound.channels))
    for block in _blocks(sound):
        products += block @ block.T
        whole = block.shape[1] // step * step
        if whole:
            power = (block[:, :whole].reshape(sound.channels, -1, step) ** 2).mean(axis=2)
            rows.append(10 * np.log10(power.T + 1e-12))
    decibels = np.concatenate(rows) if rows else np.full((1, sound.channels), -120.0)
    scale = np.sqrt(np.maximum(np.diag(products), 1e-12))
    reference = int(np.argmax(np.diag(products)))
    correlation = products[reference] / (scale * scale[reference])
    return _Levels(decibels=decibels, correlation=correlation)


def _blocks(sound: Sound) -> Iterator[np.ndarray]:
    for start in np.arange(0.0, sound.seconds, BLOCK):
        yield np.stack([sound.read(start, start + BLOCK, channel) for channel in range(sound.channels)])


def _gain(level: float) -> float:
    return float(min(SPEECH_LEVEL / 10 ** (level / 20), MOST_GAIN))


def _sign(correlation: float) -> float:
    """A microphone wired the wrong way round must not cancel the others."""
    return -1.0 if correlation < -0.5 else 1.0


def _decision(sound: Sound, reason: str) -> Note:
    return Note(action=Action.DECIDED, stage=STAGE, place=TimeSpan(start=0.0, end=round(sound.seconds, 2)),
                reason=reason)
