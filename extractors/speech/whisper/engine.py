"""The default recogniser: openai-whisper's networks, many windows a step, terms preferred inside the beam search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from extractors.speech.words.hearing import Bias, Letter, Reading, Sounding, Swap, TermHint, beyond, swaps_by_place
from extractors.speech.words.noise import cleaned, is_noisy
from extractors.speech.words.side_by_side import lanes, side_by_side
from extractors.speech.words.timed_text import from_tokens

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.tokenizer import Tokenizer

    from extractors.speech.whisper.features import Features
    from extractors.speech.whisper.model import SpeechModel
    from extractors.speech.whisper.spot import Spelling
    from extractors.speech.whisper.term_trie import TermTrie

Found = TypeVar("Found")
Asked = TypeVar("Asked")
_SPELLING = Lock()
LONGEST = 29.0  # seconds: a window of Whisper less a margin for its end
_CARRIER = {"zh": "我们用", "en": "We use"}  # what names are said after when their usual probability is taken
_BESIDE = frozenset({"zh"})  # languages whose calls in noise the cleaned sound was tried on
TOKEN_BONUS = 2.0  # nats: at most so much for one token, or a term of a single token ("Kubernetes") is said everywhere


class WhisperEngine:
    """openai-whisper, by the name of a size or the path of a checkpoint."""

    name = "openai-whisper"
    spots = True

    def __init__(self, model: str = "base") -> None:
        self.version = version("openai-whisper")
        self.speech = _loaded(model)
        self.longest = min(LONGEST, self.speech.longest - 1.0)
        self.lanes = lanes()

    def options(self) -> dict[str, str]:
        return {"model": self.speech.name, "precision": self.speech.precision}

    def listen(self, windows: Sequence[np.ndarray]) -> WhisperHearing:
        return WhisperHearing(self.speech, windows, self.lanes)


@lru_cache(maxsize=1)
def _loaded(model: str) -> SpeechModel:
    from extractors.speech.whisper.model import load

    return load(model)


class WhisperHearing:
    """Windows encoded in batches of like length, each batch when first asked for (`Hearing` of this engine)."""

    spots = True

    def __init__(self, speech: SpeechModel, windows: Sequence[np.ndarray], lanes: int = 1) -> None:
        from extractors.speech.whisper.features import Features
        from extractors.speech.whisper.model import SAMPLES_PER_POSITION

        self.speech, self.lanes = speech, lanes
        self.decoder = speech.decoder
        self.positions = [max(1, len(window) // SAMPLES_PER_POSITION) for window in windows]
        self.features = Features(speech, windows, self.positions)
        self._spotted: dict[tuple[int, str, str, tuple[int, ...], tuple[str, ...]], list[Sounding]] = {}

    @cached_property
    def _beside(self) -> list[Features]:
        """In noise the same windows cleaned, for a careful reading to go by as well. Development calls, zh, noisy,
        each heard 4 times with other faint noise: CER .271 with it and .291 without, terms 20 and 18 of 39.
        """
        from extractors.speech.whisper.features import Features

        windows = self.features.windows
        if not is_noisy(windows):
            return []
        return [Features(self.speech, [cleaned(window) for window in windows], self.positions)]

    @cached_property
    def _start(self) -> tuple[list[dict[str, float]], list[float]]:
        """Languages and silence, both read off the first step."""
        import torch

        from extractors.speech.whisper.model import LANGUAGES

        tokenizer = self.speech.tokenizer("en")
        matrix = self.speech.model.decoder.token_embedding.weight
        many = self.speech.model.is_multilingual

        def one(batch: list[int]) -> list[tuple[dict[str, float], float]]:
            _, states = self.decoder.prompt(self.features.audio(batch), torch.full((len(batch), 1), tokenizer.sot),
                                            keep=False)
            odds = (states[:, 0] @ matrix.T).float().softmax(-1)
            return [(_shares({name: float(row[tokenizer.to_language_token(name)]) for name in LANGUAGES} if many
                             else {"en": 1.0}), float(row[tokenizer.no_speech])) for row in odds]

        found = self._each(range(len(self.positions)), one)
        return [languages for languages, _ in found], [silence for _, silence in found]

    def languages(self) -> list[dict[str, float]]:
        return self._start[0]

    def silence(self) -> list[float]:
        return self._start[1]

    def read(self, places: Sequence[int], language: str, *, bias: Bias | None = None, beam: int = 5,
             known: Sequence[int] = ()) -> list[list[Reading]]:
        import torch

        from extractors.speech.whisper.decode import BeamSearch

        bias = bias or Bias()
        tokenizer = self.speech.tokenizer(language)
        prompt = self._prompt(tokenizer, bias.prompt)
        search = BeamSearch(self.decoder, end=tokenizer.eot, beam=beam, trie=self._trie(tokenizer, bias.hints),
                            begin=self._not_first(tokenizer), marks=self.speech.marks)
        views = self._beside if beam > 1 and language in _BESIDE else ()

        def one(batch: list[int]) -> list[list[Reading]]:
            audio = self.features.audio([places[i] for i in batch], *views)
            seconds = [self.positions[places[i]] * 0.02 for i in batch]
            return [[Reading(text=tokenizer.decode(list(h.tokens)).strip(), logprob=h.logprob, bonus=h.bonus,
                             tokens=len(h.tokens) + 1) for h in lane]
                    for lane in search.run(audio, torch.tensor([prompt] * len(batch)), seconds,
                                           [known[i] for i in batch] if known else None)]

        return self._each(places, one)

    def score(self, places: Sequence[int], texts: Sequence[str], language: str, *, prompt: str = "") -> list[Reading]:
        from extractors.speech.whisper.align import token_logprobs

        tokenizer = self.speech.tokenizer(language)
        spoken = [_encoded(tokenizer, text, language) for text in texts]
        start = self._prompt(tokenizer, prompt)

        def one(batch: list[int]) -> list[Reading]:
            heard = list(dict.fromkeys(places[i] for i in batch))
            found = token_logprobs(self.decoder, self.features.audio(heard), start, [spoken[i] for i in batch],
                                   tokenizer.eot, windows=[heard.index(places[i]) for i in batch])
            return [Reading(text=texts[i], logprob=float(p.sum()), tokens=len(p))
                    for i, p in zip(batch, found, strict=True)]

        return self._each(places, one)

    def weigh(self, texts: Mapping[int, str], swaps: Sequence[Swap], language: str) -> list[float]:
        import torch

        from extractors.speech.whisper.align import ending_logprobs

        tokenizer = self.speech.tokenizer(language)
        start = self._prompt(tokenizer, "")
        by_place = swaps_by_place(swaps)

        def one(place: int) -> list[float]:
            said = _encoded(tokenizer, texts[place], language)
            caches, states = self.decoder.prompt(self.features.audio([place]), torch.tensor([[*start, *said]]))
            endings = [(len(start) + at, ending) for n in by_place[place]
                       for at, ending in _endings(tokenizer, said, texts[place], swaps[n])]
            found = ending_logprobs(self.decoder, caches, states, endings)
            return [new - old for old, new in zip(found[::2], found[1::2], strict=True)]

        gains = [0.0] * len(swaps)
        for numbers, found in zip(by_place.values(), self._all(one, list(by_place)), strict=True):
            for n, gain in zip(numbers, found, strict=True):
                gains[n] = gain
        return gains

    def spot(self, texts: Mapping[int, str], begins: Mapping[int, Sequence[int]], terms: Sequence[str],
             language: str) -> list[Sounding]:
        from extractors.speech.whisper.spot import soundings

        tokenizer = self.speech.tokenizer(language)
        start = self._prompt(tokenizer, "")
        with _SPELLING:
            alone, spaced = (_spelt(self.speech, language, tuple(terms), space) for space in ("", " "))

        def one(place: int) -> list[Sounding]:
            asked = (place, texts[place], language, tuple(begins[place]), tuple(terms))
            if asked not in self._spotted:  # it is asked again after the last reading, which most often changes nothing
                self._spotted[asked] = sounded(place)
            return self._spotted[asked]

        def sounded(place: int) -> list[Sounding]:
            text, said = texts[place], _encoded(tokenizer, texts[place], language)
            trials = [(len(start) + number, at, spaced if language == "en" or _latin(text[:at]) else alone)
                      for number, at in _starts(text, _offsets(tokenizer, said), begins[place])]
            if not trials:
                return []
            return soundings(self.decoder, self.features.audio([place]), [*start, *said], trials, place)

        return [sounding for found in self._all(one, list(begins)) for sounding in found]

    def spell(self, places: Sequence[int], texts: Sequence[str], language: str) -> list[tuple[Letter, ...]]:
        from extractors.speech.whisper.align import AlignmentHeads, token_logprobs, token_starts

        tokenizer = self.speech.tokenizer(language)
        spoken = [_encoded(tokenizer, text, language) for text in texts]
        start = self._prompt(tokenizer, "")

        def one(batch: list[int]) -> list[tuple[Letter, ...]]:
            audio = self.features.audio([places[i] for i in batch])
            tokens, room = [spoken[i] for i in batch], [self.positions[places[i]] for i in batch]
            heads = AlignmentHeads(self.speech.model)
            odds = token_logprobs(self.decoder, audio, start, tokens, tokenizer.eot, watch=heads.note)
            times = token_starts(heads.scores, len(start), [len(said) for said in tokens], room)
            return [_letters(tokenizer, t, s, p) for t, s, p in zip(tokens, times, odds, strict=True)]

        return self._each(places, one)

    def _each(self, places: Sequence[int], work: Callable[[list[int]], list[Found]]) -> list[Found]:
        """`work` on batches of positions in `places`; the answers in the order of `places`."""
        batches = self.together(places)
        answers: dict[int, Found] = {}
        for batch, found in zip(batches, self._all(work, batches), strict=True):
            answers.update(zip(batch, found, strict=True))
        return [answers[position] for position in range(len(places))]

    def _all(self, work: Callable[[Asked], Found], asked: Sequence[Asked]) -> list[Found]:
        """`work` on each, nothing learned from it, as many side by side as this machine is good for."""
        import torch

        def one(item: Asked) -> Found:
            with torch.inference_mode():
                return work(item)

        return side_by_side([partial(one, item) for item in asked], self.lanes)

    def together(self, places: Sequence[int]) -> list[list[int]]:
        return self.features.together(places)

    def _prompt(self, tokenizer: Tokenizer, text: str) -> list[int]:
        """What was said before (at most half of the decoder's context), and the start of a text without times."""
        start = list(tokenizer.sot_sequence_including_notimestamps)
        if not text:
            return start
        before = tokenizer.encode(" " + text)[-(self.speech.model.dims.n_text_ctx // 2 - 1) :]
        return [tokenizer.sot_prev, *before, *start]

    @property
    def _place(self) -> dict[int, int]:
        return self.speech.places

    def _not_first(self, tokenizer: Tokenizer) -> Tensor:
        import torch

        return torch.tensor([self._place[tokenizer.encode(" ")[0]], self._place[tokenizer.eot]])

    def _trie(self, tokenizer: Tokenizer, hints: Sequence[TermHint]) -> TermTrie | None:
        from extractors.speech.whisper.term_trie import TermTrie

        spellings = []
        for hint in hints:
            for form in (hint.text, " " + hint.text):
                places = tuple(self._place.get(token, -1) for token in tokenizer.encode(form))
                if -1 not in places:
                    spellings.append((places, min(TOKEN_BONUS, hint.bonus / len(places))))
        return TermTrie(spellings) if spellings else None


def _shares(odds: dict[str, float]) -> dict[str, float]:
    total = sum(odds.values()) or 1.0
    return {name: odds.get(name, 0.0) / total for name in ("zh", "en")}


def _encoded(tokenizer: Tokenizer, text: str, language: str) -> list[int]:
    """English texts start with a space, as Whisper was taught; Chinese ones do not."""
    return tokenizer.encode(" " + text if language == "en" and text else text)


def _starts(text: str, offsets: Sequence[int], wanted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Tokens and characters before each wanted character that begins a token, or follows the space that begins one."""
    for number, at in enumerate(offsets[:-1]):
        space = at >= 0 and text[at : at + 1].isspace()
        if at in wanted or (space and at + 1 in wanted):
            yield number, at + space


def _latin(text: str) -> bool:
    """It ends with a word of Latin letters."""
    end = text.rstrip()[-1:]
    return end.isascii() and end.isalnum()


def _offsets(tokenizer: Tokenizer, said: Sequence[int]) -> list[int]:
    """How many characters each number of tokens makes, the first space not counted; -1 inside a character."""
    whole = [tokenizer.decode(list(said[:number])) for number in range(len(said) + 1)]
    return [-1 if "\ufffd" in text else len(text.removeprefix(" ")) for text in whole]


def _endings(tokenizer: Tokenizer, said: list[int], text: str, swap: Swap) -> list[tuple[int, list[int]]]:
    """How the text goes on from the last token that is whole before the swap: as it stands, and with the swap.

    Both to the same place: some characters after it, or the end, which then counts.
    """
    offsets = _offsets(tokenizer, said)
    number = max(n for n, offset in enumerate(offsets) if 0 <= offset <= swap.begin)
    after = beyond(text, swap.end)
    closing = [] if after < len(text) else [tokenizer.eot]
    space = " " if number == 0 and tokenizer.decode(said[:1]).startswith(" ") else ""
    before, rest = space + text[offsets[number] : swap.begin], text[swap.end : after]
    return [(number, [*tokenizer.encode(before + words + rest), *closing])
            for words in (text[swap.begin : swap.end], swap.text)]


@lru_cache(maxsize=4)
def _spelt(speech: SpeechModel, language: str, terms: tuple[str, ...], space: str) -> list[Spelling]:
    """The terms as tokens, and how likely they are where nothing is to be heard."""
    import torch

    from extractors.speech.whisper.features import LEAST
    from extractors.speech.whisper.spot import spellings

    tokenizer = speech.tokenizer(language)
    said = [*tokenizer.sot_sequence_including_notimestamps, *_encoded(tokenizer, _CARRIER[language], language)]
    with torch.inference_mode():
        features = speech.encode([np.zeros(1, np.float32)], min(LEAST, speech.positions))
        silence = [speech.decoder.hear(features, layer) for layer in range(speech.decoder.layers)]
        return spellings(speech.decoder, silence, said, {term: tokenizer.encode(space + term) for term in terms})


def _letters(tokenizer: Tokenizer, tokens: list[int], starts: np.ndarray, logprobs: np.ndarray) -> tuple[Letter, ...]:
    """Characters of the tokens; tokens that hold parts of a character are taken together."""
    texts: list[str] = []
    firsts: list[int] = []
    pending: list[int] = []
    for number, token in enumerate(tokens):
        pending.append(token)
        text = tokenizer.decode(pending)
        if "\ufffd" not in text:
            texts.append(text)
            firsts.append(number - len(pending) + 1)
            pending = []
    bounds = [*firsts, len(tokens) - len(pending)]
    odds = [float(np.exp(logprobs[a:b].mean())) for a, b in zip(bounds, bounds[1:], strict=False)]
    timed = from_tokens(texts, [float(starts[n]) for n in firsts], float(starts[-1]), odds)
    return timed.letters[1:] if timed.text.startswith(" ") else timed.letters
