"""The second recogniser answers everything that the first one is asked, in both languages."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("faster_whisper")

from extractors.options import Script, SpeechOptions  # noqa: E402
from extractors.speech.decode import decode  # noqa: E402
from extractors.speech.speech_types import SpeechPiece  # noqa: E402
from extractors.speech.words.asr import choose, transcribe  # noqa: E402
from extractors.speech.words.hearing import Bias, Hearing, Swap  # noqa: E402
from extractors.speech.words.script import convert  # noqa: E402
from tests.extractors.sounds import SAMPLES  # noqa: E402

TURNS = {"en": ("en_mle_call.flac", 7.5, 12.3, "machine learning engineer"),
         "zh": ("zh_llm_call.flac", 7.1, 13.2, "算法工程师")}


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> tuple[Hearing, dict[str, np.ndarray]]:
    sounds = {language: decode(SAMPLES / name, into=tmp_path_factory.mktemp(language)).read(start, end, 0)
              for language, (name, start, end, _) in TURNS.items()}
    return choose(SpeechOptions(asr="faster-whisper")).listen([sounds["en"], sounds["zh"]]), sounds


def test_languages_and_silence(heard: tuple[Hearing, dict[str, np.ndarray]]) -> None:
    english, chinese = heard[0].languages()
    assert english["en"] > 0.9 and chinese["zh"] > 0.9
    assert all(0 <= silence < 0.6 for silence in heard[0].silence())


@pytest.mark.parametrize(("place", "language"), [(0, "en"), (1, "zh")])
def test_readings_scores_and_times(heard: tuple[Hearing, dict[str, np.ndarray]], place: int, language: str) -> None:
    best = heard[0].read([place], language, bias=Bias())[0][0].text
    assert TURNS[language][3] in convert(best, Script.SIMPLIFIED)
    right, wrong = heard[0].score([place, place], [best, best[::-1]], language)
    assert right.logprob > wrong.logprob
    end = len(TURNS[language][3])
    begin = convert(best, Script.SIMPLIFIED).index(TURNS[language][3])
    swaps = [Swap(place=place, begin=begin, end=begin + end, text=text)
             for text in (best[begin : begin + end], best[begin : begin + end][::-1])]
    same, worse = heard[0].weigh({place: best}, swaps, language)
    assert same == 0.0 and worse < 0.0
    (letters,) = heard[0].spell([place], [best], language)
    assert "".join(letter.text for letter in letters) == best
    starts = [letter.start for letter in letters]
    assert starts == sorted(starts) and letters[-1].end <= 9.0


def test_a_turn_through_it(heard: tuple[Hearing, dict[str, np.ndarray]]) -> None:
    sound = heard[1]["en"]
    piece = SpeechPiece(index=0, start=3.0, end=3.0 + len(sound) / 16_000, channel=-1, speaker="a", samples=sound)
    (found,) = transcribe([piece], options=SpeechOptions(asr="faster-whisper"))
    assert "machine learning engineer" in found.text and found.language == "en"
    assert all(3.0 <= word.start <= word.end <= piece.end + 0.5 for word in found.words)
