"""What the encoder makes of windows, and what of it the decoder's attention takes: computed when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, overload

import numpy as np
import torch

from extractors.speech.whisper.model import SpeechModel
from extractors.speech.whisper.step_decoder import Audio

if TYPE_CHECKING:
    from torch import Tensor

BATCH = 12  # windows a step: beyond it a step of 5 beams each costs as much as two smaller ones (2 cores)
ROOM = 8_000  # positions of 20 ms in a batch: 98 MB of keys and values, where 12 windows of 29 s take 220
# Positions of which the decoder's keys and values stay: 123 MB, a call of two minutes. Each window is asked about some
# 15 times, and to compute them anew took a sixth of the time.
KEPT = 10_000
ENCODED = 3_000  # positions that are encoded at once: a minute of sound; more gain nothing on two cores
# Whisper learned on 30 s; on shorter ones it needs some silence after the words, or it says all of it again.
# zh call of the samples, clean, CER by seconds of silence: .5 .226, 1 .229, 4 .191, to 30 s .211. en: no difference.
MARGIN = 100  # positions of 20 ms ...
LEAST = 400  # ... and no window under 8 s: CER .194


class Features:
    """What the encoder makes of each window, (room, width): a batch of like length when the first of it is asked for.

    rooms: of each window the positions of 20 ms that it is encoded in. lots: with which others each is decoded; the
    longest windows are two lots, of which neither keeps the other waiting where two are computed side by side.
    """

    def __init__(self, speech: SpeechModel, windows: Sequence[np.ndarray], positions: Sequence[int]) -> None:
        self.speech, self.windows = speech, windows
        self.rooms, self.lots = [0] * len(windows), [0] * len(windows)
        self._encoded: dict[int, Tensor] = {}
        self._batches: dict[int, list[int]] = {}
        self._kept: dict[int, list[tuple[Tensor, Tensor]]] = {}
        self._locks: dict[int, Lock] = {}
        for number, batch in enumerate(_of_like_length(positions)):
            room = min(speech.positions, max(LEAST, max(positions[i] for i in batch) + MARGIN))
            lock = Lock()
            for at, place in enumerate(batch):
                self._batches[place], self.rooms[place], self._locks[place] = batch, room, lock
                self.lots[place] = at % 2 if number == 0 else number + 1
        held = list(accumulate(self.rooms))
        self._keeps = {place for place, positions in enumerate(held) if positions <= KEPT}

    def _encoding(self, place: int) -> Tensor:
        """Of a window and those it is encoded with: (room, width)."""
        with self._locks[place]:
            if place not in self._encoded:
                batch, room = self._batches[place], self.rooms[place]
                at_once = max(1, ENCODED // room)
                for part in (batch[i : i + at_once] for i in range(0, len(batch), at_once)):
                    heard = self.speech.encode([self.windows[i] for i in part], room)
                    self._encoded.update(zip(part, heard, strict=True))
            return self._encoded[place]

    def together(self, places: Sequence[int]) -> list[list[int]]:
        """Which of `places` (by their position in it) the decoder takes at once: of one lot, the longest first."""
        lots = [self.lots[place] for place in places]
        by_lot = {lot: [i for i, own in enumerate(lots) if own == lot] for lot in sorted(set(lots))}
        return [own[i : i + size] for own in by_lot.values()
                for size in [max(1, min(BATCH, ROOM // self.rooms[places[own[0]]]))] for i in range(0, len(own), size)]

    def audio(self, places: Sequence[int], *beside: Features) -> Audio:
        """What the decoder takes of windows with one room. beside: further views of the same sound; nothing is kept
        beside them, for what they take is as much again.
        """
        return _Stacked([self, *beside], places)

    def layer(self, place: int, number: int, *, keep: bool) -> tuple[Tensor, Tensor]:
        """The decoder layer's keys and values of one window, kept while there is room: (H, room, d) each."""
        decoder = self.speech.decoder
        kept = self._kept.get(place)
        if kept:
            if not keep and number == decoder.layers - 1:
                self._kept.pop(place, None)
            return kept[number]
        features = self._encoding(place)[None]
        if not keep or place not in self._keeps:
            keys, values = decoder.hear(features, number)
            return keys[0], values[0]
        kept = self._kept[place] = [(k[0], v[0]) for k, v in (decoder.hear(features, at)
                                                              for at in range(decoder.layers))]
        return kept[number]


class _Stacked(Sequence["tuple[Tensor, Tensor]"]):
    """`Audio` of some windows with one room, a layer when it is asked for; one view of all after another."""

    def __init__(self, views: Sequence[Features], places: Sequence[int]) -> None:
        self._views, self._places = views, places

    def __len__(self) -> int:
        return self._views[0].speech.decoder.layers

    @overload
    def __getitem__(self, layer: int) -> tuple[Tensor, Tensor]: ...

    @overload
    def __getitem__(self, layer: slice) -> list[tuple[Tensor, Tensor]]: ...

    def __getitem__(self, layer: int | slice) -> tuple[Tensor, Tensor] | list[tuple[Tensor, Tensor]]:
        if isinstance(layer, slice):
            return [self[at] for at in range(*layer.indices(len(self)))]
        found = [view.layer(place, layer, keep=len(self._views) == 1) for view in self._views for place in self._places]
        if len(found) == 1:
            return found[0][0][None], found[0][1][None]
        return torch.stack([keys for keys, _ in found]), torch.stack([values for _, values in found])


def _of_like_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Items by their place, those of like length together, the longest first; at most BATCH, and everywhere as many."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    groups = -(-len(order) // BATCH)
    yield from (order[len(order) * n // groups : len(order) * (n + 1) // groups] for n in range(groups))
