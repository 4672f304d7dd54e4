"""Any container and codec, any rate and channel count; damaged and hostile files; bounds."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from extractors.errors import Corrupt, NoReadableText, RolescanError, TooLarge, Unsupported
from extractors.speech.decode import decode
from tests.extractors.sounds import RATE, encode, tone

FORMS = [
    ("pcm.wav", "pcm_s16le", 44_100, "stereo"), ("float.wav", "pcm_f32le", 48_000, "mono"),
    ("deep.wav", "pcm_s24le", 96_000, "mono"), ("mulaw.wav", "pcm_mulaw", 8_000, "stereo"),
    ("alaw.wav", "pcm_alaw", 8_000, "mono"), ("a.mp3", "libmp3lame", 44_100, "stereo"),
    ("a.m4a", "aac", 44_100, "stereo"), ("a.aac", "aac", 44_100, "mono"), ("a.flac", "flac", 48_000, "mono"),
    ("a.ogg", "libopus", 48_000, "stereo"), ("a.opus", "libopus", 48_000, "mono"),
    ("a.wma", "wmav2", 44_100, "stereo"), ("a.webm", "libopus", 48_000, "mono"), ("a.mp4", "aac", 44_100, "mono"),
    ("a.mov", "aac", 44_100, "mono"), ("a.mkv", "flac", 44_100, "stereo"), ("wide.wav", "pcm_s16le", 192_000, "7.1"),
]


@pytest.mark.parametrize(("name", "codec", "rate", "layout"), FORMS)
def test_every_form_is_read_with_its_pitch_and_length(tmp_path: Path, name: str, codec: str, rate: int,
                                                      layout: str) -> None:
    path = encode(tmp_path / name, tone(3.0), codec=codec, rate=rate, layout=layout)
    sound = decode(path, into=tmp_path / "out")
    assert sound.seconds == pytest.approx(3.0, abs=0.1)
    assert sound.channels == {"mono": 1, "stereo": 2, "7.1": 8}[layout]
    assert sound.partial == ""
    loudest = max(range(sound.channels), key=lambda channel: float(np.abs(sound.read(0, 3, channel)).max()))
    heard = sound.read(0.5, 2.5, loudest)
    peak = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))).argmax() / (len(heard) / 16_000)
    assert peak == pytest.approx(220.0, abs=3.0)


def test_amr_is_read(tmp_path: Path) -> None:
    path = encode(tmp_path / "voice.amr", tone(2.0), codec="libopencore_amrnb", rate=8_000, bit_rate=12_200)
    assert decode(path, into=tmp_path / "out").seconds == pytest.approx(2.0, abs=0.1)


def test_a_read_beyond_the_ends_gives_what_there_is(tmp_path: Path) -> None:
    sound = decode(encode(tmp_path / "a.wav", tone(1.0), codec="pcm_s16le"), into=tmp_path / "out")
    assert len(sound.read(-5.0, 0.5, 0)) == 8_000
    assert len(sound.read(0.75, 9.0, 0)) == 4_000
    assert len(sound.read(3.0, 4.0, 0)) == 0


@pytest.mark.parametrize(("name", "codec"), [("cut.mp3", "libmp3lame"), ("cut.wav", "pcm_s16le"), ("cut.flac", "flac")])
def test_a_cut_off_recording_gives_its_beginning_and_says_so(tmp_path: Path, name: str, codec: str) -> None:
    whole = encode(tmp_path / name, tone(8.0), codec=codec, rate=44_100).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    sound = decode(tmp_path / name, into=tmp_path / "out")
    assert sound.seconds == pytest.approx(4.0, abs=0.6)
    assert "its end is missing" in sound.partial
    assert sound.notes[-1].place.end == pytest.approx(8.0, abs=0.2)


def test_damage_in_the_middle_is_stepped_over(tmp_path: Path) -> None:
    path = encode(tmp_path / "hole.mp3", tone(8.0), codec="libmp3lame", rate=44_100)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 3_000] = np.random.default_rng(0).bytes(3_000)
    path.write_bytes(data)
    sound = decode(path, into=tmp_path / "out")
    assert 7.0 < sound.seconds <= 8.1


def test_a_cut_off_mp4_is_corrupt_with_a_hint(tmp_path: Path) -> None:
    whole = encode(tmp_path / "cut.mp4", tone(8.0), codec="aac", rate=44_100).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Corrupt) as caught:
        decode(tmp_path / "cut.mp4", into=tmp_path / "out")
    assert caught.value.stage == "decode" and "copy it again" in caught.value.hint


def test_text_named_mp3_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / "talk.mp3").write_text("no sound at all\n" * 200)
    with pytest.raises(Corrupt):
        decode(tmp_path / "talk.mp3", into=tmp_path / "out")


def test_random_bytes_never_do_worse_than_a_named_failure(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    for number, head in enumerate((b"RIFF", b"ID3\x04", b"fLaC", b"OggS", b"\x1aE\xdf\xa3", b"\0\0\0\x18ftypM4A ")):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(head + random.bytes(4_000))
        with pytest.raises(RolescanError):
            decode(path, into=tmp_path / f"out{number}")


def test_a_video_without_sound_is_unsupported(tmp_path: Path) -> None:
    path = tmp_path / "mute.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), dtype=np.uint8))))
        container.mux(stream.encode(None))
    with pytest.raises(Unsupported, match="a video without sound"):
        decode(path, into=tmp_path / "out")


def test_a_recording_over_the_limit_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = encode(tmp_path / "long.flac", tone(4.0), codec="flac")
    with pytest.raises(TooLarge):
        decode(path, into=tmp_path / "out", limit=3.0)
    assert not (tmp_path / "out").exists()


def test_a_header_that_lies_does_not_lift_the_limit(tmp_path: Path) -> None:
    path = encode(tmp_path / "lies.aac", tone(4.0), codec="aac", rate=44_100)  # bare AAC declares nothing
    with pytest.raises(TooLarge):
        decode(path, into=tmp_path / "out", limit=3.0)


def test_a_blink_of_sound_holds_no_words(tmp_path: Path) -> None:
    path = encode(tmp_path / "blink.wav", tone(0.05), codec="pcm_s16le")
    with pytest.raises(NoReadableText):
        decode(path, into=tmp_path / "out")


def two_tracks(path: Path, sounds: list[np.ndarray]) -> Path:
    """A container with a sound track for each of `sounds`."""
    with av.open(str(path), "w") as container:
        streams = [container.add_stream("pcm_s16le", rate=RATE, layout="mono") for _ in sounds]
        for stream, sound in zip(streams, sounds, strict=True):
            samples = (sound * 32767).astype(np.int16)
            for first in range(0, len(samples), 1024):
                frame = av.AudioFrame.from_ndarray(samples[None, first : first + 1024], format="s16", layout="mono")
                frame.sample_rate, frame.pts = RATE, first
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    return path


def test_every_sound_track_is_a_channel_and_the_shorter_one_is_filled_up(tmp_path: Path) -> None:
    path = two_tracks(tmp_path / "screen.mkv", [tone(1.0, hertz=300), tone(2.0, hertz=500)])
    sound = decode(path, into=tmp_path / "out")
    assert (sound.channels, sound.seconds) == (2, 2.0) and not sound.partial
    assert np.abs(sound.read(1.1, 2.0, 0)).max() == 0 and np.abs(sound.read(1.1, 2.0, 1)).max() > 0.2
    assert any("track 2" in note.reason for note in sound.notes)


def test_a_track_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    path = two_tracks(tmp_path / "screen.mkv", [tone(1.0), tone(0.05)])
    sound = decode(path, into=tmp_path / "out")
    assert sound.channels in (1, 2) and sound.seconds == 1.0 and any("track 2" in note.reason for note in sound.notes)


def test_compressed_wav_declares_no_length_by_its_byte_rate(tmp_path: Path) -> None:
    sound = decode(encode(tmp_path / "a.wav", tone(8.0), codec="adpcm_ima_wav", rate=22_050), into=tmp_path / "out")
    assert not sound.partial and not sound.notes


def test_ogg_without_an_end_mark_says_so(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.opus", tone(8.0), codec="libopus", rate=48_000)
    assert not decode(path, into=tmp_path / "out").notes
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "its end may be missing" in decode(path, into=tmp_path / "out").notes[-1].reason
