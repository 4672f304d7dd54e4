"""Turns and their words as a Document, and a Document as subtitles (SRT, WebVTT) or speaker times (RTTM)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from extractors.document import UNKNOWN_SPEAKER, Action, Block, Document, Kind, Note, Origin, TimeSpan, Word, ink
from extractors.speech.speech_types import PieceText, SpeechPiece, SpokenWord

STAGE = "transcript"
SAME_TURN = 2.0  # seconds: a longer silence begins a new block of the same speaker
LONGEST_BLOCK = 90.0  # seconds: a monologue is cut at its pauses, so that evidence stays near its time
CUE_SECONDS = 6.0  # of one subtitle
SHORTEST_CUE = 0.1
CUE_COLUMNS = 84  # two lines of 42; Chinese characters count twice
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """One subtitle: seconds, who, what."""

    start: float
    end: float
    speaker: str
    text: str


def speaker_name(number: int) -> str:
    """Number from 0 in order of appearance, -1 when not known."""
    return f"speaker {number + 1}" if number >= 0 else UNKNOWN_SPEAKER


def blocks_of(pieces: Sequence[SpeechPiece], texts: Sequence[PieceText]) -> tuple[Block, ...]:
    """One block a turn, in order of time; pieces that nobody may have said stand alone as suspects."""
    said = {text.index: text for text in texts}
    groups: list[list[SpeechPiece]] = []
    for piece in sorted(pieces, key=lambda one: (one.start, one.end)):
        if not said[piece.index].text.strip():
            continue
        if groups and _continues(groups[-1], piece, said):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(_block(group, said, number) for number, group in enumerate(groups, 1))


def notes_of(pieces: Sequence[SpeechPiece], texts: Sequence[PieceText]) -> tuple[Note, ...]:
    """The recogniser's notes in order of time, and one for each piece in which speech was heard but no word."""
    said = {text.index: text for text in texts}
    notes: list[Note] = []
    for piece in pieces:
        text = said[piece.index]
        notes.extend(text.notes)
        place = TimeSpan(start=round(piece.start, 3), end=round(piece.end, 3), channel=piece.channel)
        if not text.text.strip():
            notes.append(Note(action=Action.DOUBTED, stage="asr", place=place, reason="sound without recognised words"))
        elif text.suspect:
            notes.append(Note(action=Action.DOUBTED, stage="asr", place=place, reason=text.suspect, before=text.text,
                              after=text.text, confidence=text.confidence))
    return tuple(notes)


def ink_read(texts: Sequence[PieceText]) -> int:
    """Ink of what the recogniser gave before correction."""
    return sum(ink(text.text) + sum(note.characters for note in text.notes) for text in texts)


def main_language(texts: Sequence[PieceText]) -> str:
    """The language of most of the ink, "" when none is known."""
    weight: dict[str, int] = {}
    for text in texts:
        if text.language and not text.suspect:
            weight[text.language] = weight.get(text.language, 0) + ink(text.text)
    return max(weight, key=lambda language: weight[language], default="")


def named(document: Document, names: Mapping[str, str]) -> Document:
    """The same document with speakers called as people say ("speaker 1" -> "Ms Lin")."""
    blocks = tuple(msgspec.structs.replace(block, speaker=names.get(block.speaker, block.speaker))
                   for block in document.blocks)
    return msgspec.structs.replace(document, blocks=blocks)


def srt(document: Document) -> str:
    """SubRip subtitles, speakers named where they change."""
    parts = []
    for number, (cue, changed) in enumerate(_with_changes(cues(document)), 1):
        said = (f"{cue.speaker}: {cue.text}" if changed and cue.speaker else cue.text).replace("-->", "->")
        parts.append(f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{said}\n")
    return "\n".join(parts)


def vtt(document: Document) -> str:
    """WebVTT subtitles with voice spans."""
    parts = ["WEBVTT\n"]
    for cue in cues(document):
        said = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        name = " ".join(re.sub("[<>]", " ", cue.speaker).replace("&", "&amp;").split())
        voice = f"<v {name}>" if name else ""
        parts.append(f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{voice}{said}\n")
    return "\n".join(parts)


def rttm(document: Document, *, uri: str = "recording") -> str:
    """NIST's Rich Transcription Time Marked lines, one a turn."""
    name, lines = re.sub(r"\s+", "_", uri), []
    for block in document.blocks:
        if isinstance(block.place, TimeSpan) and block.kind is Kind.TURN:
            who = re.sub(r"\s+", "_", block.speaker.strip()) or UNKNOWN_SPEAKER
            lines.append(f"SPEAKER {name} 1 {block.place.start:.3f} {block.place.end - block.place.start:.3f} "
                         f"<NA> <NA> {who} <NA> <NA>\n")
    return "".join(lines)


def cues(document: Document) -> Iterator[Cue]:
    """Turns cut into subtitles at words, each short enough to be read; suspects are left out."""
    for block in document.blocks:
        if block.kind is not Kind.TURN or not isinstance(block.place, TimeSpan):
            continue
        if not block.words:
            yield _timed(block.place.start, block.place.end, block.speaker, block.text)
            continue
        first = 0
        for number in range(1, len(block.words) + 1):
            if number == len(block.words) or not _fits(block, first, number):
                yield _cue(block, first, number)
                first = number


def _fits(block: Block, first: int, number: int) -> bool:
    words = block.words
    text = block.text[words[first].start : words[number].end]
    return words[number].ends - words[first].begins <= CUE_SECONDS and _columns(text) <= CUE_COLUMNS


def _cue(block: Block, first: int, after: int) -> Cue:
    words = block.words
    start = words[first].start if first else 0
    end = words[after].start if after < len(words) else len(block.text)
    return _timed(words[first].begins, words[after - 1].ends, block.speaker, block.text[start:end])


def _timed(start: float, end: float, speaker: str, text: str) -> Cue:
    """A subtitle on one line, shown for a moment at least: WebVTT knows none that ends when it begins."""
    return Cue(start=start, end=max(end, start + SHORTEST_CUE), speaker=" ".join(speaker.split()),
               text=" ".join(text.split()))


def _columns(text: str) -> int:
    return len(text) + len(_CJK.findall(text))


def _with_changes(found: Iterator[Cue]) -> Iterator[tuple[Cue, bool]]:
    before = ""
    for cue in found:
        yield cue, cue.speaker != before
        before = cue.speaker


def _clock(seconds: float, mark: str) -> str:
    milliseconds = round(max(0.0, seconds) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"


def _continues(group: Sequence[SpeechPiece], piece: SpeechPiece, said: Mapping[int, PieceText]) -> bool:
    last = group[-1]
    alike = (last.speaker, last.channel) == (piece.speaker, piece.channel)
    sound = not said[last.index].suspect and not said[piece.index].suspect
    near = piece.start - last.end <= SAME_TURN and piece.end - group[0].start <= LONGEST_BLOCK
    return alike and sound and near


def _block(group: Sequence[SpeechPiece], said: Mapping[int, PieceText], number: int) -> Block:
    text, words = "", []
    for piece in group:
        part = said[piece.index]
        addition = part.text.strip()
        text += _joint(text, addition)
        words += _placed(part.words, addition, len(text))
        text += addition
    first = said[group[0].index]
    weight = sum(ink(said[piece.index].text) for piece in group)
    confidence = sum(said[piece.index].confidence * ink(said[piece.index].text) for piece in group) / weight
    place = TimeSpan(start=round(group[0].start, 3), end=round(group[-1].end, 3), channel=group[0].channel)
    return Block(id=f"t{number}", kind=Kind.SUSPECT if first.suspect else Kind.TURN, text=text, place=place,
                 origin=Origin.ASR, confidence=round(confidence, 4), language=first.language,
                 speaker=group[0].speaker, words=tuple(words))


def _joint(before: str, after: str) -> str:
    """A space between two pieces, none beside a Chinese character."""
    if not before or _CJK.match(before[-1]) or _CJK.match(after[0]):
        return ""
    return " "


def _placed(words: Sequence[SpokenWord], text: str, offset: int) -> list[Word]:
    """Words with the characters they stand at; one that is not in the text has no place and is left out."""
    placed, position = [], 0
    for word in words:
        bare = word.text.strip()
        found = text.find(bare, position) if bare else -1
        if found < 0:
            continue
        position = found + len(bare)
        placed.append(Word(start=offset + found, end=offset + position, confidence=round(word.confidence, 4),
                           begins=round(word.start, 3), ends=round(word.end, 3), approx=word.approx))
    return placed
