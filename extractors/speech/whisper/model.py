"""Whisper's networks as the default recogniser uses them: by name or path, made lighter, fed with short windows."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
import torch.nn.functional as F

from extractors.errors import MissingWeights
from extractors.speech.whisper.attention import attend
from extractors.speech.whisper.convert import converted_base
from extractors.speech.whisper.step_decoder import StepDecoder

if TYPE_CHECKING:
    from torch import Tensor
    from whisper.model import MultiHeadAttention, Whisper
    from whisper.tokenizer import Tokenizer

STAGE = "asr"
SAMPLE_RATE = 16_000
SAMPLES_PER_POSITION = 320  # two mel hops of 160: one position of the encoder, 20 ms
BASE_HEADS = "base"
_MARKS = " ,.?!，。？！、"
LANGUAGES = ("zh", "en")
# Blocks of characters that neither Chinese nor English text needs: their tokens are never said.
_FOREIGN = ((0x0180, 0x02AF), (0x0370, 0x1DFF), (0x1F00, 0x1FFF), (0x3040, 0x31FF), (0xA000, 0xABFF),
            (0xAC00, 0xD7FF), (0xFB00, 0xFDFF), (0xFE70, 0xFEFF))


class SpeechModel:
    """One loaded Whisper. precision: bfloat16 where the processor multiplies it, else float32; float16 on a GPU."""

    def __init__(self, model: Whisper, *, name: str) -> None:
        self.name = name
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.dtype = _dtype(self.device)
        self.model = _lighter(model, self.dtype).to(self.device)
        self.positions = model.dims.n_audio_ctx
        self.longest = self.positions * SAMPLES_PER_POSITION / SAMPLE_RATE

    @property
    def precision(self) -> str:
        return str(self.dtype).removeprefix("torch.")

    def tokenizer(self, language: str) -> Tokenizer:
        from whisper.tokenizer import get_tokenizer

        return get_tokenizer(self.model.is_multilingual, num_languages=self.model.num_languages,
                             language=language if self.model.is_multilingual else None, task="transcribe")

    @cached_property
    def vocabulary(self) -> Tensor:
        """Ids that may be said in Chinese or English, and the end of text; ascending."""
        tokenizer = self.tokenizer("en")
        quiet = set(tokenizer.non_speech_tokens)
        said = [token for token in range(tokenizer.eot)
                if token not in quiet and not _foreign(tokenizer.decode([token]))]
        return torch.tensor([*said, tokenizer.eot])

    @cached_property
    def decoder(self) -> StepDecoder:
        return StepDecoder(self.model, self.vocabulary)

    @cached_property
    def places(self) -> dict[int, int]:
        """Of each token its place in `vocabulary`."""
        return {token: place for place, token in enumerate(self.vocabulary.tolist())}

    @cached_property
    def marks(self) -> frozenset[int]:
        """Places of punctuation and spaces."""
        tokenizer = self.tokenizer("en")
        return frozenset(place for token, place in self.places.items()
                         if token < tokenizer.eot and not tokenizer.decode([token]).strip(_MARKS))

    def encode(self, windows: Sequence[np.ndarray], positions: int) -> Tensor:
        """The audio features (B, positions, width) of windows of at most positions x 20 ms, padded with silence."""
        from whisper.audio import log_mel_spectrogram

        mels = [log_mel_spectrogram(_padded(window, positions), self.model.dims.n_mels) for window in windows]
        x = torch.stack(mels).to(self.device, self.dtype)
        encoder = self.model.encoder
        x = F.gelu(encoder.conv2(F.gelu(encoder.conv1(x)))).permute(0, 2, 1)
        x = (x + encoder.positional_embedding[: x.shape[1]]).to(self.dtype)
        for block in encoder.blocks:
            x = x + _looked_around(block.attn, block.attn_ln(x))
            x = x + block.mlp(block.mlp_ln(x))
        return encoder.ln_post(x)


def _looked_around(attention: MultiHeadAttention, x: Tensor) -> Tensor:
    """The encoder's attention of every position over all of them: (B, T, width)."""
    q, k, v = (part(x).unflatten(-1, (attention.n_head, -1)).transpose(1, 2)
               for part in (attention.query, attention.key, attention.value))
    seen: Tensor = attention.out(attend(q, k, v).transpose(1, 2).flatten(2))
    return seen


def load(name: str) -> SpeechModel:
    """Whisper of a size ("base", "small", "large-v3" ...) or at a path (.pt of openai-whisper). Raises MissingWeights.

    "base" comes from the installed packages; other sizes are downloaded by openai-whisper where its hub is reached.
    """
    import whisper
    from whisper.model import ModelDimensions, Whisper

    path = converted_base() if name == "base" else Path(name)
    if name != "base" and not path.is_file():
        return SpeechModel(_downloaded(name), name=name)
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        model = Whisper(ModelDimensions(**checkpoint["dims"]))
        model.load_state_dict(checkpoint["model_state_dict"])
    except (pickle.UnpicklingError, KeyError, TypeError, RuntimeError, EOFError) as error:
        raise MissingWeights(f"{path.name} is not a checkpoint of openai-whisper ({error}).", stage=STAGE) from error
    if name == "base":
        model.set_alignment_heads(whisper._ALIGNMENT_HEADS[BASE_HEADS])
    return SpeechModel(model, name=name)


def _downloaded(name: str) -> Whisper:
    import whisper

    if name not in whisper.available_models():
        raise MissingWeights(f"There is no Whisper model and no file called {name}.", stage=STAGE,
                             hint=f"Name a .pt file, or one of {', '.join(whisper.available_models())}.")
    try:
        return whisper.load_model(name, device="cpu")
    except (OSError, RuntimeError) as error:
        raise MissingWeights(f"Whisper {name} could not be downloaded ({error}).", stage=STAGE,
                             hint="Give the path of its .pt file, or use base, which is installed.") from error


def _dtype(device: torch.device) -> torch.dtype:
    """bfloat16 pays where the processor has it (encoder .45 s for .73 s in float32, 30 s of sound, 2 cores)."""
    if device.type == "cuda":
        return torch.float16
    fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.bfloat16 if fast else torch.float32


def _lighter(model: Whisper, dtype: torch.dtype) -> Whisper:
    """Matrices in `dtype`; norms and places stay float32, which Whisper's own layers expect. Evaluation only."""
    for module in model.modules():
        if isinstance(module, (torch.nn.Linear, torch.nn.Conv1d, torch.nn.Embedding)):
            module.to(dtype)
    return model.eval().requires_grad_(False)


def _padded(window: np.ndarray, positions: int) -> np.ndarray:
    room = positions * SAMPLES_PER_POSITION - len(window)
    return np.pad(window, (0, room)) if room >= 0 else window[:room]


def _foreign(text: str) -> bool:
    return any(low <= ord(character) <= high for character in text for low, high in _FOREIGN)
