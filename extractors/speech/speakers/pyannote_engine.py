"""pyannote.audio's own diarization pipeline as a second engine, on the same two networks.

Whole in memory and with a segmentation window every second: four times slower than our engine, kept for comparison
and for people who trust it. It is handed samples only, since its file decoding needs a system FFmpeg.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from extractors.speech.speakers.attribution import Segment
from extractors.speech.speakers.diarizer import Diarization, Keep, Readable
from extractors.speech.speakers.embedding import DIMENSIONS, embedding_network, features
from extractors.speech.speakers.segmentation import segmentation_network
from extractors.speech.speech_types import SAMPLE_RATE
from extractors.speech.torch_setup import prepare_torch

if TYPE_CHECKING:
    import torch
    from pyannote.audio import Model
    from pyannote.audio.pipelines import SpeakerDiarization

THRESHOLD = 0.65  # cosine distance at which clusters part, for these embeddings .6 to .7
SMALLEST_CLUSTER = 12  # embeddings, pyannote's own default
STEP = 0.1  # of the ten second window
LEAST_SAMPLES = 6_400  # 0.4 s of one voice: fewer give no print


class PyannoteDiarizer:
    """The stock pipeline: segmentation, embedding of every local speaker, agglomerative clustering."""

    name = "pyannote"

    def __init__(self) -> None:
        self.version = version("pyannote.audio")

    def diarize(self, sound: Readable, *, speakers: int = 0, keep: Keep | None = None,
                progress: Callable[[float], None] | None = None) -> Diarization:
        """As the protocol says. keep is not used: the pipeline cannot be stopped half way."""
        import torch

        waveform = torch.from_numpy(sound.read(0.0, sound.seconds)).unsqueeze(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # statistics of a single frame
            answer = _pipeline()({"waveform": waveform, "sample_rate": SAMPLE_RATE}, num_speakers=speakers or None)
        if progress:
            progress(1.0)
        names: dict[str, int] = {}
        exclusive = _segments(answer.exclusive_speaker_diarization, names)
        return Diarization(segments=_segments(answer.speaker_diarization, names), exclusive=exclusive,
                           speakers=len(names))


def _segments(annotation: Any, names: dict[str, int]) -> tuple[Segment, ...]:
    """Tracks in order of time; new speakers are numbered as they appear."""
    tracks = sorted(annotation.itertracks(yield_label=True), key=lambda track: (track[0].start, track[0].end))
    return tuple(Segment(start=round(span.start, 3), end=round(span.end, 3),
                         speaker=names.setdefault(label, len(names))) for span, _, label in tracks)


@cache
def _pipeline() -> SpeakerDiarization:
    """The pipeline with our networks, built once for the life of the process."""
    prepare_torch()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyannote warns of a decoder that is not used here
        from pyannote.audio.core.plda import PLDA
        from pyannote.audio.pipelines import SpeakerDiarization

    unused = PLDA.__new__(PLDA)  # asked for by the constructor; only VBx clustering, which needs a hub, looks at it
    pipeline = SpeakerDiarization(segmentation=segmentation_network(), embedding=_embedding_model(), plda=unused,
                                  clustering="AgglomerativeClustering", segmentation_step=STEP,
                                  segmentation_batch_size=16, embedding_batch_size=16, embedding_exclude_overlap=True)
    pipeline.instantiate({"segmentation": {"min_duration_off": 0.0},
                          "clustering": {"method": "centroid", "threshold": THRESHOLD,
                                         "min_cluster_size": SMALLEST_CLUSTER}})
    return pipeline


def _embedding_model() -> Model:
    """CAM++ as pyannote takes embedding models: (batch, 1, samples) and masks in, (batch, 192) out."""
    import torch
    from pyannote.audio import Model

    class CamPlusPlus(Model):
        """Runs on the samples that the mask lets through; too few of them give not-a-number, which is left out."""

        dimension = DIMENSIONS

        def __init__(self) -> None:
            super().__init__(sample_rate=SAMPLE_RATE, num_channels=1)
            self.network = embedding_network()

        def forward(self, waveforms: torch.Tensor, weights: torch.Tensor | None = None) -> torch.Tensor:
            masks = weights if weights is not None else torch.ones(len(waveforms), 1)
            return torch.stack([self._print(wave[0], mask) for wave, mask in zip(waveforms, masks, strict=True)])

        def _print(self, wave: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            wide = torch.nn.functional.interpolate(mask[None, None].float(), size=len(wave), mode="nearest")[0, 0]
            spoken = wave[wide > 0.5]
            if len(spoken) < LEAST_SAMPLES:
                return torch.full((DIMENSIONS,), float("nan"))
            bank = features(spoken)
            answer: torch.Tensor = self.network((bank - bank.mean(dim=0))[None])[0]
            return answer

    return CamPlusPlus()
