"""The second recogniser: the same weights in CTranslate2, int8, through faster-whisper (an extra).

It knows no preference inside its search: terms are shown to it in the prompt only.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.errors import MissingWeights
from extractors.speech.words.hearing import Bias, Letter, Reading, Sounding, Swap, beyond
from extractors.speech.words.timed_text import TimedText, from_tokens
from extractors.weights import WHISPER_BASE, cache_folder, locate

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer

STAGE = "asr"
COMPUTE = "int8"
LONGEST = 29.0
SECONDS_PER_FRAME = 0.01
MARGIN = 200  # frames of 10 ms after the words, and ...
LEAST = 800  # ... no window under 8 s: as in the default recogniser
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")


class FasterEngine:
    """faster-whisper, by the name of a size or the path of a CTranslate2 folder."""

    name = "faster-whisper"
    spots = False
    lanes = 1  # CTranslate2 shares out its own threads

    def __init__(self, model: str = "base") -> None:
        self.version = version("faster-whisper")
        self.model_name = model
        self.model = _loaded(model)
        self.longest = LONGEST

    def options(self) -> dict[str, str]:
        return {"model": self.model_name, "precision": COMPUTE}

    def listen(self, windows: Sequence[np.ndarray]) -> FasterHearing:
        return FasterHearing(self.model, windows)


@lru_cache(maxsize=1)
def _loaded(model: str) -> WhisperModel:
    from faster_whisper import WhisperModel

    folder = str(base_folder()) if model == "base" else model
    try:
        return WhisperModel(folder, device="auto", compute_type=COMPUTE, local_files_only=model == "base")
    except (RuntimeError, ValueError, OSError) as error:
        raise MissingWeights(f"faster-whisper could not load {model} ({error}).", stage=STAGE,
                             hint="Name a size it knows, or the folder of a CTranslate2 model.") from error


def base_folder() -> Path:
    """Whisper base as CTranslate2 expects it: the joined weights and the small files beside them, in the cache."""
    folder = cache_folder() / f"faster-whisper-base-{WHISPER_BASE.sha256[:16]}"
    if not (folder / "model.bin").exists():
        folder.mkdir(exist_ok=True)
        spec = find_spec(WHISPER_BASE.module)
        if spec is None or not spec.submodule_search_locations:
            raise MissingWeights("The package that carries Whisper base is not installed.", stage=STAGE)
        data = Path(spec.submodule_search_locations[0]) / "data"
        for name in _SMALL_FILES:
            shutil.copyfile(data / name, folder / name)
        scratch = folder / f"model.bin.{os.getpid()}"
        os.symlink(locate(WHISPER_BASE), scratch)
        scratch.replace(folder / "model.bin")
    return folder


class FasterHearing:
    """Encoded windows, one by one (`Hearing` of this engine)."""

    spots = False  # CTranslate2 weighs one text at a time: ten thousand endings a minute of speech take as long as it

    def __init__(self, model: WhisperModel, windows: Sequence[np.ndarray]) -> None:
        self.model = model
        self.frames = [max(2, int(len(window) / 160)) for window in windows]
        self.features = [self._encoded(window) for window in windows]

    def _encoded(self, window: np.ndarray) -> Any:
        from faster_whisper.audio import pad_or_trim

        frames = self.model.feature_extractor(window, padding=160)
        length = min(3000, max(LEAST, frames.shape[-1] + MARGIN))
        return self.model.encode(pad_or_trim(frames, length))

    def languages(self) -> list[dict[str, float]]:
        found = []
        for features in self.features:
            odds = {token.strip("<|>"): odd for token, odd in self.model.model.detect_language(features)[0]}
            total = odds.get("zh", 0.0) + odds.get("en", 0.0) or 1.0
            found.append({name: odds.get(name, 0.0) / total for name in ("zh", "en")})
        return found

    @cached_property
    def _silence(self) -> list[float]:
        prompt = [self._tokenizer("en").sot]
        results = [self.model.model.generate(features, [prompt], max_length=2, return_no_speech_prob=True)[0]
                   for features in self.features]
        return [float(result.no_speech_prob) for result in results]

    def silence(self) -> list[float]:
        return self._silence

    def together(self, places: Sequence[int]) -> list[list[int]]:
        return [[position] for position in range(len(places))]

    def read(self, places: Sequence[int], language: str, *, bias: Bias | None = None, beam: int = 5,
             known: Sequence[int] = ()) -> list[list[Reading]]:
        tokenizer = self._tokenizer(language)
        prompt = _prompt(tokenizer, bias.prompt if bias else "")
        return [self._one(place, tokenizer, prompt, beam) for place in places]

    def _one(self, place: int, tokenizer: Tokenizer, prompt: list[int], beam: int) -> list[Reading]:
        room = len(prompt) + int(20 + 12.0 * self.frames[place] * SECONDS_PER_FRAME)
        result = self.model.model.generate(
            self.features[place], [prompt], beam_size=beam, num_hypotheses=beam, return_scores=True,
            max_length=min(448, room), suppress_blank=True, no_repeat_ngram_size=0)[0]
        return [Reading(text=tokenizer.decode(tokens).strip(), logprob=score * (len(tokens) + 1),
                        tokens=len(tokens) + 1)
                for tokens, score in zip(result.sequences_ids, result.scores, strict=True)]

    def score(self, places: Sequence[int], texts: Sequence[str], language: str, *, prompt: str = "") -> list[Reading]:
        found = []
        for place, text in zip(places, texts, strict=True):
            odds = self._aligned(place, text, language).text_token_probs if text else []
            logprob = float(np.log(np.maximum(np.asarray(odds, dtype=np.float64), 1e-9)).sum())
            found.append(Reading(text=text, logprob=logprob, tokens=max(1, len(odds))))
        return found

    def weigh(self, texts: Mapping[int, str], swaps: Sequence[Swap], language: str) -> list[float]:
        pairs = [(swap.place, texts[swap.place][: beyond(texts[swap.place], swap.end)]) for swap in swaps]
        changed = [(place, text[: swap.begin] + swap.text + text[swap.end :])
                   for swap, (place, text) in zip(swaps, pairs, strict=True)]
        wanted = list(dict.fromkeys([*pairs, *changed]))
        found = self.score([place for place, _ in wanted], [text for _, text in wanted], language)
        logprobs = {pair: reading.logprob for pair, reading in zip(wanted, found, strict=True)}
        return [logprobs[new] - logprobs[old] for old, new in zip(pairs, changed, strict=True)]

    def spot(self, texts: Mapping[int, str], begins: Mapping[int, Sequence[int]], terms: Sequence[str],
             language: str) -> list[Sounding]:
        raise NotImplementedError("faster-whisper does not spot terms")

    def spell(self, places: Sequence[int], texts: Sequence[str], language: str) -> list[tuple[Letter, ...]]:
        return [self._letters(place, text, language) for place, text in zip(places, texts, strict=True)]

    def _aligned(self, place: int, text: str, language: str) -> Any:
        tokenizer = self._tokenizer(language)
        tokens = _encoded(tokenizer, text, language)
        return self.model.model.align(self.features[place], tokenizer.sot_sequence, [tokens], self.frames[place])[0]

    def _letters(self, place: int, text: str, language: str) -> tuple[Letter, ...]:
        tokenizer = self._tokenizer(language)
        tokens = _encoded(tokenizer, text, language)
        result = self._aligned(place, text, language)
        pairs = np.array(result.alignments)
        firsts = np.pad(np.diff(pairs[:, 0]), (1, 0), constant_values=1).astype(bool)
        starts = pairs[firsts, 1] * 2 * SECONDS_PER_FRAME
        texts, groups = tokenizer.split_tokens_on_unicode(tokens)
        bounds = np.cumsum([0, *map(len, groups)])
        odds = [float(np.mean(result.text_token_probs[a:b])) for a, b in zip(bounds, bounds[1:], strict=False)]
        times = [float(starts[min(b, len(starts) - 1)]) for b in bounds[:-1]]
        timed: TimedText = from_tokens(texts, times, float(starts[-1]), odds)
        return timed.letters[1:] if timed.text.startswith(" ") else timed.letters

    def _tokenizer(self, language: str) -> Tokenizer:
        from faster_whisper.tokenizer import Tokenizer

        multilingual = self.model.model.is_multilingual
        return Tokenizer(self.model.hf_tokenizer, multilingual, task="transcribe", language=language)


def _prompt(tokenizer: Tokenizer, text: str) -> list[int]:
    before = [tokenizer.sot_prev, *tokenizer.encode(" " + text)[-223:]] if text else []
    return [*before, *tokenizer.sot_sequence, tokenizer.no_timestamps]


def _encoded(tokenizer: Tokenizer, text: str, language: str) -> list[int]:
    return list(tokenizer.encode(" " + text if language == "en" and text else text))
