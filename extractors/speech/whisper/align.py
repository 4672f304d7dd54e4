"""How likely given words are for a window's sound, and when each token was spoken: one pass, nothing searched.

Times come from the cross attention's alignment heads and dynamic time warping, as in `whisper.timing`, whose
warping is compiled at first use (seconds a process); here it runs over anti-diagonals in numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
import torch.nn.functional as F

from extractors.speech.whisper.step_decoder import Audio, Caches, StepDecoder, Watch

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import Whisper

ROWS = 96  # endings weighed at once
TOKENS = 128  # whose probabilities over the vocabulary are in memory at once: 2 x 20 MB; all of a batch's: 800 MB
SECONDS_PER_POSITION = 0.02
_UNSAYABLE = -20.0  # nats for a token that is not in the vocabulary
Ending = tuple[int, Sequence[int]]  # so many tokens of the prompt, and then these
_SMOOTHING = 7  # positions: width of the median filter over the attention, as in whisper.timing


def token_logprobs(decoder: StepDecoder, audio: Audio, prompt: list[int], texts: Sequence[Sequence[int]],
                   end: int, *, windows: Sequence[int] | None = None, watch: Watch | None = None) -> list[np.ndarray]:
    """For every text the log-probability of each of its tokens and of the end. audio: of B windows.

    windows, watch: as `StepDecoder.prompt` takes them.
    """
    rows = [[*prompt, *text, end] for text in texts]
    tokens = _filled(rows, end, decoder.output.device)
    _, states = decoder.prompt(audio, tokens, windows=windows, watch=watch, keep=False)
    said = [row[len(prompt) :] for row in rows]
    before = torch.cat([own[len(prompt) - 1 :][: len(tokens)] for own, tokens in zip(states, said, strict=True)])
    found = _following(decoder, before, [token for tokens in said for token in tokens])
    return [part.cpu().numpy() for part in found.split([len(tokens) for tokens in said])]


def ending_logprobs(decoder: StepDecoder, caches: Caches, states: Tensor, endings: Sequence[Ending]) -> list[float]:
    """The log-probability of each ending, summed. caches, states: of one window's prompt, as `StepDecoder.prompt` gave
    them; the endings share what was computed for it.
    """
    known = token_places(decoder).to(states.device)
    begins = sorted({at for at, _ in endings})
    firsts = decoder.logits(states[0, [at - 1 for at in begins]]).log_softmax(-1)
    rows = [firsts[begins.index(at)][None] for at, _ in endings]
    found = [float(_picked(row, known[list(tokens[:1])])) if tokens else 0.0
             for row, (_, tokens) in zip(rows, endings, strict=True)]
    order = sorted((number for number, (_, tokens) in enumerate(endings) if len(tokens) > 1),
                   key=lambda number: len(endings[number][1]))  # like lengths together
    for start in range(0, len(order), ROWS):
        part = order[start : start + ROWS]
        at = torch.tensor([endings[number][0] for number in part], device=states.device)
        after = decoder.follow(caches, at, _filled([list(endings[number][1][:-1]) for number in part], 0, at.device))
        rest = [endings[number][1][1:] for number in part]
        before = torch.cat([own[: len(tokens)] for own, tokens in zip(after, rest, strict=True)])
        odds = _following(decoder, before, [token for tokens in rest for token in tokens])
        for number, own in zip(part, odds.split([len(tokens) for tokens in rest]), strict=True):
            found[number] += float(own.sum())
    return found


def _following(decoder: StepDecoder, states: Tensor, tokens: Sequence[int]) -> Tensor:
    """The log-probability of each token after the state in its row: (n,). states: (n, width)."""
    places = token_places(decoder).to(states.device)[list(tokens)]
    return torch.cat([_picked(decoder.logits(own).log_softmax(-1), wanted) for own, wanted
                      in zip(states.split(TOKENS), places.split(TOKENS), strict=True)])


def _picked(logprobs: Tensor, places: Tensor) -> Tensor:
    """Of each row the value at its place; a token that has none cannot be said."""
    values = logprobs.gather(-1, places.clamp(min=0)[:, None])[:, 0]
    return torch.where(places >= 0, values, torch.full_like(values, _UNSAYABLE))


def token_places(decoder: StepDecoder) -> Tensor:
    """Of each token its place in the decoder's vocabulary, or -1."""
    places = torch.full((int(decoder.vocabulary.max()) + 1,), -1)
    places[decoder.vocabulary.cpu()] = torch.arange(len(decoder.vocabulary))
    return places


class AlignmentHeads:
    """What the heads that follow the sound look at, gathered while texts are read: `note` is the decoder's watch."""

    def __init__(self, model: Whisper) -> None:
        self._wanted = [(int(layer), int(head)) for layer, head in model.alignment_heads.indices().T]
        self._by_layer: dict[int, Tensor] = {}

    def note(self, layer: int, queries: Tensor, keys: Tensor) -> None:
        heads = [head for at, head in self._wanted if at == layer]
        if heads:
            scale = queries.shape[-1] ** -0.5
            self._by_layer[layer] = (queries[:, heads] @ keys[:, heads].transpose(-1, -2)).float() * scale

    @property
    def scores(self) -> Tensor:
        """Before the softmax: (heads, B, tokens, T), float32."""
        return torch.cat([self._by_layer[layer].transpose(0, 1) for layer in sorted(self._by_layer)])


def token_starts(scores: Tensor, before: int, lengths: Sequence[int], positions: Sequence[int]) -> list[np.ndarray]:
    """For every text the start of each of its tokens and of the end, in seconds.

    scores: of `AlignmentHeads`; before: tokens of the prompt; lengths: of the texts; positions: sound in each window.
    """
    found = []
    for number, (length, heard) in enumerate(zip(lengths, positions, strict=True)):
        heads = scores[:, number, before - 1 : before + length, : max(1, heard)].softmax(-1)
        spread, mean = torch.std_mean(heads, dim=-2, keepdim=True, unbiased=False)
        matrix = _median((heads - mean) / spread.clamp(min=1e-6)).mean(0)
        found.append(_starts(-matrix.cpu().numpy().astype(np.float64)))
    return found


def _filled(rows: list[list[int]], filler: int, device: torch.device) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [filler] * (longest - len(row)) for row in rows], device=device)


def _median(x: Tensor) -> Tensor:
    pad = _SMOOTHING // 2
    if x.shape[-1] <= pad:
        return x
    padded = F.pad(x, (pad, pad), mode="reflect")
    return padded.unfold(-1, _SMOOTHING, 1).median(-1).values


def _starts(cost: np.ndarray) -> np.ndarray:
    """The first position of each row on the cheapest monotonic path through (rows, positions), in seconds."""
    total = warped(cost)
    row, column = cost.shape[0] - 1, cost.shape[1] - 1
    starts = np.zeros(cost.shape[0])
    while row > 0 or column > 0:
        ways = (total[row, column], total[row, column + 1], total[row + 1, column])
        best = int(np.argmin(ways))
        if best < 2:
            starts[row] = column
        row, column = row - (best < 2), column - (best != 1)
        if row < 0 or column < 0:
            break
    return starts * SECONDS_PER_POSITION


def warped(cost: np.ndarray) -> np.ndarray:
    """Cumulated cost of dynamic time warping, one row and column of infinity around: (rows + 1, positions + 1)."""
    rows, columns = cost.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0.0
    for diagonal in range(rows + columns - 1):
        i = np.arange(max(0, diagonal - columns + 1), min(rows, diagonal + 1))
        j = diagonal - i
        before = np.minimum(np.minimum(total[i, j], total[i, j + 1]), total[i + 1, j])
        total[i + 1, j + 1] = cost[i, j] + before
    return total
