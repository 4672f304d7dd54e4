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

from extractors.speech.whisper.decode import Caches, StepDecoder

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import Whisper

ROWS = 96  # endings weighed at once: bounds the memory (a row of 8 tokens takes 1 MB)
SECONDS_PER_POSITION = 0.02
_UNSAYABLE = -20.0  # nats for a token that is not in the vocabulary
Ending = tuple[int, Sequence[int]]  # so many tokens of the prompt, and then these
_SMOOTHING = 7  # positions: width of the median filter over the attention, as in whisper.timing


def token_logprobs(decoder: StepDecoder, features: Tensor, prompt: list[int], texts: Sequence[Sequence[int]],
                   end: int) -> list[np.ndarray]:
    """For every text the log-probability of each of its tokens and of the end. features: (B, T, width)."""
    rows = [[*prompt, *text, end] for text in texts]
    _, states = decoder.prompt(features, _filled(rows, end, features.device))
    first = len(prompt) - 1
    logprobs = decoder.logits(states[:, first:-1]).log_softmax(-1)
    places = token_places(decoder)
    found = []
    for row, tokens in zip(logprobs, rows, strict=True):
        said = places[torch.tensor(tokens[first + 1 :])].to(row.device)
        values = row[torch.arange(len(said)), said.clamp(min=0)]
        found.append(torch.where(said >= 0, values, torch.full_like(values, _UNSAYABLE)).cpu().numpy())
    return found


def ending_logprobs(decoder: StepDecoder, caches: Caches, states: Tensor, endings: Sequence[Ending]) -> list[float]:
    """The log-probability of each ending, summed. caches, states: of one window's prompt, as `StepDecoder.prompt` gave
    them; the endings share what was computed for it.
    """
    known = token_places(decoder).to(states.device)
    begins = sorted({at for at, _ in endings})
    firsts = decoder.logits(states[0, [at - 1 for at in begins]]).log_softmax(-1)
    found = [_of(firsts[begins.index(at)], known, tokens[:1]) for at, tokens in endings]
    order = sorted((number for number, (_, tokens) in enumerate(endings) if len(tokens) > 1),
                   key=lambda number: len(endings[number][1]))  # like lengths together
    for start in range(0, len(order), ROWS):
        part = order[start : start + ROWS]
        at = torch.tensor([endings[number][0] for number in part], device=states.device)
        after = decoder.follow(caches, at, _filled([list(endings[number][1][:-1]) for number in part], 0, at.device))
        lengths = [len(endings[number][1]) - 1 for number in part]
        rows = torch.cat([row[:length] for row, length in zip(after, lengths, strict=True)])
        logprobs = decoder.logits(rows).log_softmax(-1)
        for number, row in zip(part, logprobs.split(lengths), strict=True):
            found[number] += _of(row, known, endings[number][1][1:])
    return found


def _of(logprobs: Tensor, known: Tensor, tokens: Sequence[int]) -> float:
    """The summed log-probability of tokens, a row (of the vocabulary) each. known: the place of each token in a row."""
    if not tokens:
        return 0.0
    places = known[list(tokens)]
    values = logprobs.reshape(len(tokens), -1).gather(-1, places.clamp(min=0)[:, None])[:, 0]
    return float(torch.where(places >= 0, values, torch.full_like(values, _UNSAYABLE)).sum())


def token_places(decoder: StepDecoder) -> Tensor:
    """Of each token its place in the decoder's vocabulary, or -1."""
    places = torch.full((int(decoder.vocabulary.max()) + 1,), -1)
    places[decoder.vocabulary.cpu()] = torch.arange(len(decoder.vocabulary))
    return places


def token_starts(model: Whisper, decoder: StepDecoder, features: Tensor, prompt: list[int],
                 texts: Sequence[Sequence[int]], end: int, positions: Sequence[int]) -> list[np.ndarray]:
    """For every text the start of each of its tokens and of the end, in seconds. positions: sound in each window."""
    rows = [[*prompt, *text, end] for text in texts]
    weights = _attention(model, decoder, features, _filled(rows, end, features.device))
    found = []
    for number, (row, length) in enumerate(zip(rows, positions, strict=True)):
        heads = weights[:, number, len(prompt) - 1 : len(row) - 1, : max(1, length)].softmax(-1)
        spread, mean = torch.std_mean(heads, dim=-2, keepdim=True, unbiased=False)
        matrix = _median((heads - mean) / spread.clamp(min=1e-6)).mean(0)
        found.append(_starts(-matrix.cpu().numpy().astype(np.float64)))
    return found


def _filled(rows: list[list[int]], filler: int, device: torch.device) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [filler] * (longest - len(row)) for row in rows], device=device)


def _attention(model: Whisper, decoder: StepDecoder, features: Tensor, tokens: Tensor) -> Tensor:
    """Scores of the alignment heads before the softmax: (heads, B, tokens, T), float32."""
    wanted = [(int(layer), int(head)) for layer, head in model.alignment_heads.indices().T]
    by_layer: dict[int, Tensor] = {}

    def note(layer: int, queries: Tensor, keys: Tensor) -> None:
        heads = [head for at, head in wanted if at == layer]
        if heads:
            scale = queries.shape[-1] ** -0.5
            by_layer[layer] = (queries[:, heads] @ keys[:, heads].transpose(-1, -2)).float() * scale

    decoder.prompt(features, tokens, watch=note)
    return torch.cat([by_layer[layer].transpose(0, 1) for layer in sorted(by_layer)])


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
