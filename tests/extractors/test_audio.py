"""The walk of a recording: bad input, what is resumed, and a call from file to transcript."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from extractors import describe
from extractors.document import Source, balance
from extractors.errors import Corrupt, NoReadableText, RolescanError, TooLarge
from extractors.options import Options, SpeechOptions
from extractors.speech import audio as audio_module
from extractors.speech.audio import AudioExtractor, read_recording
from extractors.speech.checkpoint import Checkpoint
from extractors.speech.decode import decode
from extractors.speech.speech_types import PieceText, SpeechPiece
from extractors.speech.spoken import CHAPTER
from extractors.speech.transcript import rttm, srt, vtt
from extractors.speech.words import asr
from tests.extractors.sounds import RATE, SAMPLES, encode, tone


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Weights come from the usual cache; unfinished work goes to a folder of the test's own."""
    work = tmp_path / "cache"
    monkeypatch.setattr("extractors.speech.checkpoint.cache_folder", lambda: work)
    return work


def part_of_call(folder: Path, name: str, seconds: float, *, suffix: str = ".flac") -> Source:
    sound = decode(SAMPLES / name, into=folder / "whole")
    path = encode(folder / f"part{suffix}", sound.read(0, seconds, 0), codec="flac")
    return describe(str(path))


def test_samples_of_written_words_are_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hours of talk are 460 MB: a chapter's samples live until its words are there, and not in its pieces' slices."""
    alive: list[weakref.ref[np.ndarray]] = []
    most = 0

    def pieces(*_: object) -> Iterator[SpeechPiece]:
        for index in range(30):
            samples = np.zeros(1600, dtype=np.float32)
            alive.append(weakref.ref(samples))
            yield SpeechPiece(index=index, start=60.0 * index, end=60.0 * index + 60.0, channel=-1, speaker="",
                              samples=samples)

    def written(chapter: list[SpeechPiece], *_: object) -> list[PieceText]:
        nonlocal most
        most = max(most, sum(one() is not None for one in alive))
        return [PieceText(index=piece.index, text="") for piece in chapter]

    monkeypatch.setattr(audio_module, "pieces_of", pieces)
    monkeypatch.setattr(audio_module, "_transcribed", written)
    work = Checkpoint("test")
    found, texts = audio_module._words(SimpleNamespace(tracks=()), None, work, Options())
    assert len(found) == len(texts) == 30 and not any(piece.samples.size for piece in found)
    assert most <= 2 * CHAPTER / 60.0 and sum(one() is not None for one in alive) <= 1
    work.done()


def source_of(path: Path) -> Source:
    return Source(sha256=path.name.ljust(64, "0"), name=path.name, media_type="audio/wav", size=path.stat().st_size,
                  path=str(path))


def test_it_takes_sound_and_videos_and_nothing_else() -> None:
    def score(media_type: str) -> float:
        return AudioExtractor().score(Source(sha256="0", name="x", media_type=media_type, size=1, path="x"))

    assert score("audio/mpeg") > 0 and score("video/mp4") > 0
    assert score("application/pdf") == score("image/png") == score("text/plain") == 0


def test_a_call_becomes_turns_with_speakers_times_and_words(tmp_path: Path, cache: Path) -> None:
    document = read_recording(part_of_call(tmp_path, "zh_llm_call.flac", 13.3), Options())
    assert [block.speaker for block in document.blocks] == ["speaker 1", "speaker 2", "speaker 1"]
    assert "星云科技" in document.text and "算法工程师" in document.text
    assert document.language == "zh"
    assert balance(document) == 0
    assert document.seconds == pytest.approx(13.3, abs=0.05)
    assert all(word.begins >= block.place.start - 0.5 for block in document.blocks for word in block.words)
    assert {engine.name for engine in document.engines} >= {"pyav", "rolescan diarizer"}
    assert len(rttm(document).splitlines()) == 3 and "speaker 2: " in srt(document) and "<v speaker 1>" in vtt(document)
    assert not list(cache.rglob("*.npz")), "finished work must be removed"


def silence() -> np.ndarray:
    return np.zeros(10 * RATE, dtype=np.float32)


def music() -> np.ndarray:
    notes = [tone(0.5, hertz=hertz) * np.linspace(1, 0.1, RATE // 2) for hertz in (262, 330, 392, 523, 392, 330) * 3]
    return np.concatenate(notes).astype(np.float32)


def noise() -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.1, 8 * RATE).astype(np.float32)


@pytest.mark.parametrize("sound", [silence(), music(), noise(), tone(1.0)], ids=["silence", "music", "noise", "1 s"])
def test_sound_without_speech_is_a_case_for_review(tmp_path: Path, sound: np.ndarray) -> None:
    path = encode(tmp_path / "sound.wav", sound, codec="pcm_s16le")
    with pytest.raises(NoReadableText) as caught:
        read_recording(source_of(path), Options())
    error = caught.value
    assert error.review and error.category == "no_text" and error.stage and error.hint


def test_eight_loud_channels_at_192_khz_are_read(tmp_path: Path) -> None:
    path = encode(tmp_path / "studio.wav", tone(2.0), codec="pcm_s16le", rate=192_000, layout="7.1")
    with pytest.raises(NoReadableText):
        read_recording(source_of(path), Options())


@pytest.mark.parametrize(("make", "kind"), [
    (lambda path: path.write_text("just a letter\n" * 50), Corrupt),
    (lambda path: path.write_bytes(b"RIFF\xff\xff\xff\xffWAVEfmt " + bytes(40)), RolescanError),
])
def test_files_that_only_pretend_fail_with_advice(tmp_path: Path, make: object, kind: type[RolescanError]) -> None:
    path = tmp_path / "pretends.mp3"
    make(path)  # type: ignore[operator]
    with pytest.raises(kind) as caught:
        read_recording(source_of(path), Options())
    assert caught.value.stage and caught.value.hint


def test_twelve_hours_are_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.wav"
    with path.open("wb") as stream:  # twelve hours of 8 kHz mu-law silence, as a file with a hole
        data = 12 * 3600 * 8000
        stream.write(b"RIFF" + (data + 50).to_bytes(4, "little") + b"WAVEfmt " + (18).to_bytes(4, "little")
                     + (7).to_bytes(2, "little") + (1).to_bytes(2, "little") + (8000).to_bytes(4, "little")
                     + (8000).to_bytes(4, "little") + (1).to_bytes(2, "little") + (8).to_bytes(2, "little")
                     + bytes(2) + b"data" + data.to_bytes(4, "little"))
        stream.truncate(58 + data)
    with pytest.raises(TooLarge) as caught:
        read_recording(source_of(path), Options())
    assert "12.0 hours" in caught.value.message and "limit" in caught.value.hint


def test_the_name_tells_how_many_speak() -> None:
    def wanted(name: str, speakers: int = 0) -> int:
        source = Source(sha256="0", name=name, media_type="audio/mpeg", size=1, path=name)
        return audio_module._wanted_speakers(source, SpeechOptions(speakers=speakers))

    assert [wanted("团队面试.3spk.mp3"), wanted("panel.4SPK.m4a"), wanted("call.mp3"), wanted("call.3spk.mp3", 2)] == [
        3, 4, 0, 2]


def test_chapters_that_were_written_down_are_not_asked_for_again(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    source = part_of_call(tmp_path, "en_mle_call.flac", 14.0)
    monkeypatch.setattr(audio_module, "chapters", lambda pieces: [[piece] for piece in pieces])
    asked: list[int] = []
    real = asr.transcribe
    wanted = read_recording(source, Options())

    def dies_at_the_second(pieces: list, **named: object) -> list:
        if len(asked) == 1:
            raise KeyboardInterrupt
        asked.extend(piece.index for piece in pieces)
        return real(pieces, **named)

    monkeypatch.setattr(audio_module, "transcribe", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        read_recording(source, Options())
    assert asked == [0] and list(cache.rglob("words.lines"))
    again: list[int] = []
    monkeypatch.setattr(audio_module, "transcribe", lambda pieces, **named: again.extend(
        piece.index for piece in pieces) or real(pieces, **named))
    document = read_recording(source, Options())
    assert again and 0 not in again and document.blocks == wanted.blocks
    assert len(document.notes) == len(wanted.notes) + 1 and balance(document) == 0
    assert not list(cache.rglob("*.lines"))


def test_what_another_code_or_another_question_answered_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = audio_module.answered_by(Options())
    assert plain == audio_module.answered_by(Options(speech=SpeechOptions(deadline=9.0, memory_mb=9)))
    assert plain != audio_module.answered_by(Options(speech=SpeechOptions(terms=("Qwen",))))
    monkeypatch.setattr(audio_module, "code_version", lambda: "next")
    assert plain != audio_module.answered_by(Options())


def test_a_checkpoint_of_another_size_is_another_model(tmp_path: Path) -> None:
    path = tmp_path / "own.pt"
    path.write_bytes(b"one")
    first = audio_module.answered_by(Options(speech=SpeechOptions(model=str(path))))
    path.write_bytes(b"another")
    assert first != audio_module.answered_by(Options(speech=SpeechOptions(model=str(path))))


@pytest.mark.parametrize("sound", [silence(), tone(1.0)], ids=["silence", "1 s"])
def test_a_recording_without_words_leaves_nothing_behind(tmp_path: Path, cache: Path, sound: np.ndarray) -> None:
    path = encode(tmp_path / "sound.wav", sound, codec="pcm_s16le")
    with pytest.raises(NoReadableText):
        read_recording(source_of(path), Options())
    assert not list((cache / "recordings").iterdir())
