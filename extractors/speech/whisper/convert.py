"""Turns a CTranslate2 Whisper file (model.bin) into openai-whisper's checkpoint, once, into the cache folder.

The file: version, specification name and revision, then named tensors (name, shape, type, bytes), then aliases.
CTranslate2 stacks query, key and value (and a cross attention's key and value) into one matrix; here they are
taken apart again. Source of the layout: ctranslate2/specs/model_spec.py, of version 6.
"""

from __future__ import annotations

import os
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractors.errors import MissingWeights
from extractors.weights import WHISPER_BASE, cache_folder, locate

if TYPE_CHECKING:
    import torch

STAGE = "weights"
_VERSION = 6
_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_MOST_NAMES = 20_000  # Whisper large has 1,600 tensors: more means that the file is not what it says
_NORM = {"gamma": "weight", "beta": "bias"}
_PLAIN = {
    "encoder/conv1": "encoder.conv1", "encoder/conv2": "encoder.conv2", "encoder/layer_norm": "encoder.ln_post",
    "decoder/layer_norm": "decoder.ln",
    "encoder/position_encodings/encodings": "encoder.positional_embedding",
    "decoder/position_encodings/encodings": "decoder.positional_embedding",
    "decoder/embeddings": "decoder.token_embedding",
}
_IN_LAYER = {
    "self_attention/layer_norm": "attn_ln", "attention/layer_norm": "cross_attn_ln", "ffn/layer_norm": "mlp_ln",
    "self_attention/linear_1": "attn.out", "attention/linear_0": "cross_attn.query",
    "attention/linear_2": "cross_attn.out", "ffn/linear_0": "mlp.0", "ffn/linear_1": "mlp.2",
}
_STACKED = {
    "self_attention/linear_0": ("attn", ("query", "key", "value")),
    "attention/linear_1": ("cross_attn", ("key", "value")),
}


def converted_base() -> Path:
    """The checkpoint of Whisper base that the installed packages carry, converted into the cache when it is not there.

    The name holds the hash of what it was made from. Raises MissingWeights.
    """
    target = cache_folder() / f"whisper-base-{WHISPER_BASE.sha256[:16]}.pt"
    if not target.exists():
        convert(locate(WHISPER_BASE), target)
    return target


def convert(source: Path, target: Path) -> None:
    """Write `source` (CTranslate2) as `target` (openai-whisper: {dims, model_state_dict}), aside and then renamed."""
    import torch

    tensors = dict(read_tensors(source))
    checkpoint = {"dims": dimensions(tensors), "model_state_dict": state_dict(tensors)}
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as stream:
        torch.save(checkpoint, stream)
    os.chmod(stream.name, 0o644)
    Path(stream.name).replace(target)


def read_tensors(path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Every named tensor of a CTranslate2 file, in its own shape and type. Raises MissingWeights on a damaged file."""
    data = path.read_bytes()
    try:
        yield from _Reader(data).tensors()
    except (struct.error, UnicodeDecodeError, ValueError, KeyError) as error:
        raise MissingWeights(f"{path.name} is not a whole CTranslate2 model ({error}).", stage=STAGE) from error


class _Reader:
    """Walks the bytes of one file, little end first."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def tensors(self) -> Iterator[tuple[str, np.ndarray]]:
        if (version := self._number("I")) != _VERSION:
            raise ValueError(f"version {version}")
        self._name()
        self._number("I")
        count = self._number("I")
        if count > _MOST_NAMES:
            raise ValueError(f"{count} tensors")
        for _ in range(count):
            yield self._name(), self._tensor()

    def _number(self, code: str) -> int:
        (value,) = struct.unpack_from(f"<{code}", self.data, self.at)
        self.at += struct.calcsize(f"<{code}")
        return int(value)

    def _name(self) -> str:
        length = self._number("H")
        raw = self._bytes(length)
        return raw.rstrip(b"\0").decode("utf-8")

    def _bytes(self, length: int) -> bytes:
        if self.at + length > len(self.data):
            raise ValueError("cut off")
        self.at += length
        return self.data[self.at - length : self.at]

    def _tensor(self) -> np.ndarray:
        shape = [self._number("I") for _ in range(self._number("B"))]
        kind = _TYPES[self._number("B")]
        return np.frombuffer(self._bytes(self._number("I")), dtype=kind).reshape(shape)


def dimensions(tensors: dict[str, np.ndarray]) -> dict[str, int]:
    """openai-whisper's ModelDimensions, read off the tensors' shapes."""
    width, mels, _ = tensors["encoder/conv1/weight"].shape
    vocabulary, text_width = tensors["decoder/embeddings/weight"].shape
    return {
        "n_mels": mels, "n_audio_ctx": tensors["encoder/position_encodings/encodings"].shape[0],
        "n_audio_state": width, "n_audio_head": _heads(tensors, "encoder", width),
        "n_audio_layer": _layers(tensors, "encoder"), "n_vocab": vocabulary,
        "n_text_ctx": tensors["decoder/position_encodings/encodings"].shape[0], "n_text_state": text_width,
        "n_text_head": _heads(tensors, "decoder", text_width), "n_text_layer": _layers(tensors, "decoder"),
    }


def _heads(tensors: dict[str, np.ndarray], side: str, width: int) -> int:
    given = tensors.get(f"{side}/num_heads")
    return int(given) if given is not None else width // 64  # every Whisper has heads of 64


def _layers(tensors: dict[str, np.ndarray], side: str) -> int:
    return len({name.split("/")[1] for name in tensors if name.startswith(f"{side}/layer_") and "/ffn/" in name})


def state_dict(tensors: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """The tensors under openai-whisper's names, stacked projections taken apart; settings of CTranslate2 left out."""
    import torch

    renamed: dict[str, torch.Tensor] = {}
    for name, value in tensors.items():
        for target, part in _targets(name, value):
            renamed[target] = torch.from_numpy(np.array(part))
    return renamed


def _targets(name: str, value: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Where one tensor goes: nowhere (a setting), to one place, or in slices to several."""
    if name in _PLAIN:
        yield _PLAIN[name], value
        return
    path, _, leaf = name.rpartition("/")
    leaf = _NORM.get(leaf, leaf)
    if path in _PLAIN:
        yield f"{_PLAIN[path]}.{leaf}", value
        return
    side, _, inner = path.partition("/layer_")
    number, _, inner = inner.partition("/")
    block = f"{side}.blocks.{number}"
    if inner in _IN_LAYER:
        yield f"{block}.{_IN_LAYER[inner]}.{leaf}", value
    elif inner in _STACKED:
        attention, names = _STACKED[inner]
        for part, piece in zip(names, np.split(value, len(names)), strict=True):
            if (part, leaf) != ("key", "bias"):  # Whisper's key projection has none; CTranslate2 stores zeros
                yield f"{block}.{attention}.{part}.{leaf}", piece
