"""Blocks, offsets and the ledger of a transcript, in Chinese and in English; SRT, WebVTT, RTTM."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Action, Block, Document, Kind, Note, TimeSpan, balance
from extractors.speech.speech_types import PieceText, SpeechPiece, SpokenWord
from extractors.speech.transcript import (
    blocks_of,
    cues,
    ink_read,
    main_language,
    named,
    notes_of,
    rttm,
    speaker_name,
    srt,
    vtt,
)

NOTHING = np.zeros(0, dtype=np.float32)


def piece(index: int, start: float, end: float, speaker: int, channel: int = -1) -> SpeechPiece:
    return SpeechPiece(index=index, start=start, end=end, channel=channel, speaker=speaker_name(speaker),
                       samples=NOTHING)


def said(index: int, text: str, start: float, end: float, *, language: str = "en", suspect: str = "",
         notes: tuple[Note, ...] = ()) -> PieceText:
    parts = re.findall(r"[A-Za-z0-9']+|[\u4e00-\u9fff]", text)
    step = (end - start) / max(1, len(parts))
    words = tuple(SpokenWord(text=part, start=start + n * step, end=start + (n + 1) * step, confidence=0.9)
                  for n, part in enumerate(parts))
    return PieceText(index=index, text=text, words=words, language=language, confidence=0.8, suspect=suspect,
                     notes=notes)


def document(pieces: list[SpeechPiece], texts: list[PieceText]) -> Document:
    return Document(source="s", media_type="audio/wav", blocks=blocks_of(pieces, texts),
                    notes=notes_of(pieces, texts), read=ink_read(texts), language=main_language(texts))


ZH = [piece(0, 0, 4, 0), piece(1, 4, 8, 0), piece(2, 8, 10, 1)]
ZH_SAID = [said(0, "我们在招算法工程师，", 0, 4, language="zh"), said(1, "用 PyTorch 训练。", 4, 8, language="zh"),
           said(2, "薪资范围是多少？", 8, 10, language="zh")]
EN = [piece(0, 0, 4, 0), piece(1, 4, 8, 0), piece(2, 8, 10, 1)]
EN_SAID = [said(0, "We are hiring an engineer", 0, 4), said(1, "to train with PyTorch.", 4, 8),
           said(2, "What is the pay?", 8, 10)]


def test_pieces_of_one_turn_become_one_block() -> None:
    chinese, english = document(ZH, ZH_SAID), document(EN, EN_SAID)
    assert [block.text for block in chinese.blocks] == ["我们在招算法工程师，用 PyTorch 训练。", "薪资范围是多少？"]
    assert english.blocks[0].text == "We are hiring an engineer to train with PyTorch."
    for made in (chinese, english):
        assert [block.speaker for block in made.blocks] == ["speaker 1", "speaker 2"]
        assert [block.place for block in made.blocks] == [TimeSpan(start=0, end=8), TimeSpan(start=8, end=10)]
        assert balance(made) == 0


def test_words_point_at_their_own_characters() -> None:
    for made, texts in ((document(ZH, ZH_SAID), ZH_SAID), (document(EN, EN_SAID), EN_SAID)):
        spoken = [word.text for text in texts for word in text.words]
        assert [block.text[word.start : word.end] for block in made.blocks for word in block.words] == spoken
        times = [word.begins for block in made.blocks for word in block.words]
        assert times == sorted(times)


def test_what_nobody_may_have_said_stands_alone_and_out_of_the_body() -> None:
    texts = [EN_SAID[0], said(1, "Thanks for watching!", 4, 8, suspect="a subtitle credit"), EN_SAID[2]]
    made = document(EN, texts)
    assert [block.kind for block in made.blocks] == [Kind.TURN, Kind.SUSPECT, Kind.TURN]
    assert "Thanks" not in srt(made) and "Thanks" in made.text
    assert any(note.reason == "a subtitle credit" for note in made.notes)
    assert balance(made) == 0


def test_sound_without_words_leaves_a_note() -> None:
    made = document(EN, [EN_SAID[0], said(1, "  ", 4, 8), EN_SAID[2]])
    assert [note.place for note in made.notes] == [TimeSpan(start=4, end=8)]


def test_corrections_balance_through_their_notes() -> None:
    note = Note(action=Action.CORRECTED, stage="asr", place=TimeSpan(start=0, end=4), reason="a sound-alike",
                before="ByTorch", after="PyTorch框架", characters=-2)
    made = document(EN[:1], [said(0, "PyTorch框架", 0, 4, notes=(note,))])
    assert made.read == 7 and balance(made) == 0


@given(st.lists(st.tuples(st.text(alphabet="ab 中文。?", max_size=12), st.integers(0, 2), st.booleans()), min_size=1,
                max_size=12))
def test_the_ledger_balances_whatever_is_said(parts: list[tuple[str, int, bool]]) -> None:
    pieces = [piece(n, n, n + 1, speaker) for n, (_, speaker, _) in enumerate(parts)]
    texts = [said(n, text, n, n + 1, suspect="doubt" if odd else "") for n, (text, _, odd) in enumerate(parts)]
    assert balance(document(pieces, texts)) == 0


def test_subtitles_are_short_in_order_and_lose_nothing() -> None:
    long = said(0, "This is a sentence that goes on and on. " * 8, 0, 60)
    made = document([piece(0, 0, 60, 0)], [long])
    found = list(cues(made))
    assert " ".join(cue.text for cue in found).split() == long.text.split()
    assert all(cue.end - cue.start <= 6.01 for cue in found)
    assert all(before.end <= after.start + 1e-6 for before, after in zip(found, found[1:], strict=False))


def test_srt_and_webvtt_read_as_their_formats_ask() -> None:
    made = document(EN, EN_SAID)
    assert srt(made).startswith("1\n00:00:00,000 --> 00:00:0")
    assert "speaker 2: What is the pay?" in srt(made)
    assert vtt(made).startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert "<v speaker 2>What is the pay?" in vtt(made)


def test_markup_in_speech_cannot_break_webvtt() -> None:
    made = document(EN[:1], [said(0, "a <b> --> & c", 0, 4)])
    assert "a &lt;b&gt; --&gt; &amp; c" in vtt(made)


def test_rttm_has_a_line_for_every_turn() -> None:
    assert rttm(document(EN, EN_SAID), uri="my call").splitlines() == [
        "SPEAKER my_call 1 0.000 8.000 <NA> <NA> speaker_1 <NA> <NA>",
        "SPEAKER my_call 1 8.000 2.000 <NA> <NA> speaker_2 <NA> <NA>"]


def test_names_given_by_people_replace_numbers() -> None:
    renamed = named(document(ZH, ZH_SAID), {"speaker 1": "林女士"})
    assert [block.speaker for block in renamed.blocks] == ["林女士", "speaker 2"]


def test_a_block_without_word_times_is_one_cue() -> None:
    block = Block(id="t1", kind=Kind.TURN, text="Hello.", place=TimeSpan(start=1, end=2), origin="asr", confidence=1.0)
    made = Document(source="s", media_type="audio/wav", blocks=(block,), read=6)
    assert [(cue.start, cue.end, cue.text) for cue in cues(made)] == [(1, 2, "Hello.")]


def awkward() -> Document:
    """Names and words that a format could take for its own marks, a turn without length, one over an hour."""
    said = (("Ms <Lin> & co", "A --> B & <b>bold</b>", 0, 2), ("林 女士", "同时", 2, 2), ("speaker 2", "later", 3700.5, 3702),
            ("unknown", "line\n\nbreak inside", 3701, 3701.5), ("", "nobody", 3703, 3704))
    blocks = tuple(Block(id=f"t{n}", kind=Kind.TURN, text=text, place=TimeSpan(start=start, end=end), origin="asr",
                         confidence=1.0, speaker=speaker) for n, (speaker, text, start, end) in enumerate(said))
    return Document(source="s", media_type="audio/wav", blocks=blocks)


def test_nothing_said_or_named_breaks_the_subtitles() -> None:
    parts = srt(awkward()).split("\n\n")
    assert [part.strip().split("\n")[0] for part in parts] == ["1", "2", "3", "4", "5"]
    assert all(len(part.strip().split("\n")) == 3 and part.count("-->") == 1 for part in parts)
    assert "01:01:40,500 --> 01:01:42,000" in parts[2]
    cued = vtt(awkward()).strip().split("\n\n")[1:]
    assert len(cued) == 5 and all(len(cue.split("\n")) == 2 and cue.count("-->") == 1 for cue in cued)
    assert "<v Ms Lin &amp; co>" in cued[0] and "02.000 --> 00:00:02.100" in cued[1]


def test_rttm_is_read_by_pyannote(tmp_path: Path) -> None:
    util = pytest.importorskip("pyannote.database.util")
    path = tmp_path / "a.rttm"
    path.write_text(rttm(awkward(), uri="my call"), encoding="utf-8")
    assert all(len(line.split()) == 10 for line in path.read_text(encoding="utf-8").splitlines())
    assert set(util.load_rttm(path)["my_call"].labels()) == {"Ms_<Lin>_&_co", "speaker_2", "unknown"}
