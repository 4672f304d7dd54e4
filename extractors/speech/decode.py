"""Any recording into 16 kHz samples on disk, one file a channel, in bounded memory.

All sound tracks of a container are read, as further channels: screen recorders write the microphone and the others'
voices into tracks of their own.

FFmpeg inside PyAV reads the container; what is damaged is stepped over and told of in a Note. Samples lie as
16-bit little-endian integers, so that two hours of one channel are 230 MB on disk and nothing in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec
import numpy as np

from extractors.document import Action, Note, TimeSpan
from extractors.errors import Corrupt, NoReadableText, TooLarge, Unsupported
from extractors.limits import MAX_SECONDS
from extractors.speech.speech_types import SAMPLE_RATE

if TYPE_CHECKING:
    import av

STAGE = "decode"
MAX_CHANNELS = 16  # a studio's multitrack; beyond that FFmpeg's layouts have no names either
MAX_BROKEN_PACKETS = 2_000  # in a row: 40 s of 20 ms packets; what comes after is not speech that can be placed
SHORT_BY = 1.0  # seconds by which a file may fall short of what it declares before that is a cut-off (encoder delay)
_GUESSED_DURATION = frozenset({"aac", "amr", "ac3", "dts", "loas"})  # bare streams without an index
_HEAD = 1 << 16
_STEADY = frozenset({1, 3, 6, 7, 0xFFFE})  # WAV's PCM, float, A-law, mu-law, extensible: bytes are time
_OGG_LAST = 4  # the bit of an Ogg page's sixth byte that says that the stream ends with it
FULL_SCALE = 32_768.0
SHORTEST = 0.1  # seconds; less holds no syllable


class Sound(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A decoded recording. files: 16 kHz int16 samples, one file a channel; frames: samples in each.

    declared: seconds the container promises, 0 when it does not. partial: "" or what is missing and why.
    """

    files: tuple[Path, ...]
    frames: int
    codec: str
    rate: int
    declared: float = 0.0
    partial: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def seconds(self) -> float:
        return self.frames / SAMPLE_RATE

    @property
    def channels(self) -> int:
        return len(self.files)

    def read(self, start: float, end: float, channel: int) -> np.ndarray:
        """Samples of one channel between two times (seconds), float32 within -1 to 1."""
        first = min(max(0, round(start * SAMPLE_RATE)), self.frames)
        last = min(max(first, round(end * SAMPLE_RATE)), self.frames)
        raw = np.fromfile(self.files[channel], dtype="<i2", count=last - first, offset=first * 2)
        return raw.astype(np.float32) / FULL_SCALE


def decode(path: Path, *, into: Path, limit: float = MAX_SECONDS) -> Sound:
    """Decode the sound of `path` into files under the folder `into`.

    Raises Unsupported for a file without sound, Corrupt when nothing can be read, TooLarge for more than `limit`
    seconds (declared or met), NoReadableText for less than a tenth of a second.
    """
    with _opened(path) as container:
        count = len(_sound_tracks(container, path))
    whole = _track(path, 0, into, limit)
    for number in range(1, count):
        whole = _with_track(whole, path, number, into, limit)
    if whole.seconds < SHORTEST:
        raise NoReadableText(f"{path.name} holds {whole.seconds:.2f} s of sound.", stage=STAGE,
                             hint="The recording is too short to hold words; record it again.")
    return whole


def _opened(path: Path) -> av.container.InputContainer:
    import av

    try:
        return av.open(str(path), mode="r", metadata_errors="replace")
    except av.FFmpegError as error:
        raise Corrupt(f"{path.name} cannot be opened as a recording ({_reason(error)}).", stage=STAGE) from error


def _sound_tracks(container: av.container.InputContainer, path: Path) -> list[av.AudioStream]:
    streams = [stream for stream in container.streams.audio if stream.codec_context is not None]
    if not streams:
        kind = "a video without sound" if container.streams.video else "no recording"
        raise Unsupported(f"{path.name} is {kind}.", stage=STAGE,
                          hint="Only the sound of a video is read; save its slides as PDF or pictures.")
    return streams


def _track(path: Path, number: int, into: Path, limit: float) -> Sound:
    """One sound track, in files of its own."""
    with _opened(path) as container:
        stream = _sound_tracks(container, path)[number]
        stream.thread_type = "AUTO"
        declared = _declared_seconds(container, stream, path)
        if declared > limit:
            raise _too_long(path, declared, limit)
        return _decode_stream(container, stream, path, into / f"track-{number}", limit, declared)


def _with_track(whole: Sound, path: Path, number: int, into: Path, limit: float) -> Sound:
    """The sound with another track as further channels, the shorter ones filled up; one that fails is told of."""
    place = TimeSpan(start=0.0, end=round(whole.seconds, 2))
    try:
        track = _track(path, number, into, limit)
    except (Corrupt, NoReadableText) as error:
        note = Note(action=Action.DOUBTED, stage=STAGE, place=place,
                    reason=f"sound track {number + 1}: {error.message}")
        return msgspec.structs.replace(whole, notes=(*whole.notes, note))
    if whole.channels + track.channels > MAX_CHANNELS:
        note = Note(action=Action.DROPPED, stage=STAGE, place=place,
                    reason=f"sound track {number + 1} is left out: more than {MAX_CHANNELS} channels in all")
        return msgspec.structs.replace(whole, notes=(*whole.notes, note))
    frames = max(whole.frames, track.frames)
    for file in (*whole.files, *track.files):
        os.truncate(file, frames * 2)  # what is added is silence
    note = Note(action=Action.DECIDED, stage=STAGE, place=TimeSpan(start=0.0, end=round(frames / SAMPLE_RATE, 2)),
                reason=f"sound track {number + 1} is read as channel {whole.channels + 1} and on")
    return msgspec.structs.replace(whole, files=(*whole.files, *track.files), frames=frames,
                                   partial=whole.partial or track.partial,
                                   notes=(*whole.notes, *track.notes, note))


def _declared_seconds(container: av.container.InputContainer, stream: av.AudioStream, path: Path) -> float:
    """Seconds that the container promises; 0 where FFmpeg would only guess them from the bit rate or the size."""
    name = container.format.name
    if name in _GUESSED_DURATION or (name == "mp3" and not _has_xing(path)):
        return 0.0
    if name == "wav" and (seconds := _riff_seconds(path)):
        return seconds
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / 1_000_000


def _has_xing(path: Path) -> bool:
    """Whether an MP3 carries its number of frames."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return b"Xing" in head or b"Info" in head


def _riff_seconds(path: Path) -> float:
    """Seconds that a RIFF header promises, also those a cut-off file lacks; 0 when it does not say."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    form, data = head.find(b"fmt "), head.find(b"data")
    if not head.startswith(b"RIFF") or min(form, data) < 0 or len(head) < max(form + 24, data + 8):
        return 0.0
    if int.from_bytes(head[form + 8 : form + 10], "little") not in _STEADY:
        return 0.0
    byte_rate = int.from_bytes(head[form + 16 : form + 20], "little")
    size = int.from_bytes(head[data + 4 : data + 8], "little")
    unfinished = size in (0, 0xFFFFFFFF) or byte_rate == 0  # a recorder that was stopped before it wrote the sizes
    return 0.0 if unfinished else size / byte_rate


def _ogg_ends(path: Path) -> bool:
    """Whether the last page of an Ogg file is marked as the last."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _HEAD))
        tail = stream.read()
    at = tail.rfind(b"OggS")
    return at >= 0 and len(tail) > at + 5 and bool(tail[at + 5] & _OGG_LAST)


def _decode_stream(container: av.container.InputContainer, stream: av.AudioStream, path: Path, into: Path,
                   limit: float, declared: float) -> Sound:
    into.mkdir(parents=True, exist_ok=True)
    frames = 0
    broken: list[float] = []
    files: list[Path] = []
    with ExitStack() as stack:
        outputs: list[BinaryIO] = []
        for planes in _resampled(container, stream, broken):
            if not outputs:
                files = [into / f"channel-{number}.s16" for number in range(planes.shape[0])]
                outputs = [stack.enter_context(file.open("wb")) for file in files]
            for output, plane in zip(outputs, planes, strict=True):
                output.write(np.ascontiguousarray(plane).astype("<i2").tobytes())
            frames += planes.shape[1]
            if frames > limit * SAMPLE_RATE:
                raise _too_long(path, frames / SAMPLE_RATE, limit)
    seconds = frames / SAMPLE_RATE
    if frames == 0 and broken:
        raise Corrupt(f"No sound of {path.name} can be decoded.", stage=STAGE)
    partial, notes = _account(seconds, declared, broken)
    if container.format.name == "ogg" and not _ogg_ends(path):
        end = TimeSpan(start=round(seconds, 2), end=round(seconds, 2))
        notes += (Note(action=Action.DOUBTED, stage=STAGE, place=end,
                       reason="the file does not say that it ends here: its end may be missing"),)
    codec = stream.codec_context.name
    return Sound(files=tuple(files), frames=frames, codec=codec, rate=stream.codec_context.sample_rate,
                 declared=declared, partial=partial, notes=notes)


def _resampled(container: av.container.InputContainer, stream: av.AudioStream, broken: list[float],
               ) -> Iterator[np.ndarray]:
    """Arrays (channels, samples) of int16 at 16 kHz. Adds the time of every packet that fails to `broken`."""
    resampler = None
    shape = None
    for frame in _frames(container, stream, broken):
        met = (frame.format.name, frame.sample_rate, frame.layout.nb_channels)
        if resampler is None or met != shape:
            if resampler is not None and shape is not None and met[2] != shape[2]:
                continue  # a stream that changes its channel count midway: what follows cannot be lined up
            resampler, shape = _resampler(frame), met
        frame.pts = None  # gaps in the time stamps are not to be filled or cut: the samples are the time
        for piece in resampler.resample(frame):
            yield _planes(piece)
    if resampler is not None:
        for piece in resampler.resample(None):
            yield _planes(piece)


def _planes(frame: av.AudioFrame) -> np.ndarray:
    """(channels, samples). Asked for interleaved: PyAV 18 reads past the planes of planar frames of 8 channels."""
    return frame.to_ndarray().reshape(-1, frame.layout.nb_channels).T


def _resampler(frame: av.AudioFrame) -> av.AudioResampler:
    import av

    channels = frame.layout.nb_channels
    layout = frame.layout if channels <= MAX_CHANNELS else "mono"
    return av.AudioResampler(format="s16", layout=layout, rate=SAMPLE_RATE)


def _frames(container: av.container.InputContainer, stream: av.AudioStream, broken: list[float],
            ) -> Iterator[av.AudioFrame]:
    """Every frame that can be decoded; a packet that cannot is counted and stepped over."""
    import av

    packets = container.demux(stream)
    position, in_a_row = 0.0, 0
    while in_a_row < MAX_BROKEN_PACKETS:
        try:
            packet = next(packets)
            frames = packet.decode()
            in_a_row = 0
        except StopIteration:
            return
        except av.FFmpegError:
            broken.append(position)
            in_a_row += 1
            continue
        for frame in frames:
            if frame.sample_rate:
                position += frame.samples / frame.sample_rate
            yield frame


def _account(seconds: float, declared: float, broken: list[float]) -> tuple[str, tuple[Note, ...]]:
    """What is missing: stretches that could not be decoded, and a tail that the container promises."""
    notes = []
    if broken:
        place = TimeSpan(start=round(broken[0], 2), end=round(broken[-1], 2))
        notes.append(Note(action=Action.DOUBTED, stage=STAGE, place=place,
                          reason=f"{len(broken)} damaged packets stepped over; sound may be missing here"))
    if declared - seconds <= SHORT_BY:
        return "", tuple(notes)
    reason = f"the file declares {declared:.1f} s and holds {seconds:.1f} s: its end is missing"
    notes.append(Note(action=Action.DOUBTED, stage=STAGE, reason=reason,
                      place=TimeSpan(start=round(seconds, 2), end=round(declared, 2))))
    return reason, tuple(notes)


def _too_long(path: Path, seconds: float, limit: float) -> TooLarge:
    return TooLarge(f"{path.name} lasts {seconds / 3600:.1f} hours; the limit is {limit / 3600:.0f}.", stage=STAGE,
                    hint="Cut the recording to the call, or raise the limit in the settings.")


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", "") or error).strip().rstrip(".").lower()
