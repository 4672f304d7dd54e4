"""Sounds for tests: encoded by PyAV from arrays, in any container."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

RATE = 16_000
SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "inputs"


def tone(seconds: float, *, hertz: float = 220.0, level: float = 0.3) -> np.ndarray:
    """A tone with harmonics, float32 mono 16 kHz."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * hertz * n * time) / n for n in (1, 2, 3, 5))
    scaled: np.ndarray = (wave / np.abs(wave).max() * level).astype(np.float32)
    return scaled


def encode(path: Path, sound: np.ndarray, *, codec: str, rate: int = RATE, layout: str = "mono",
           bit_rate: int = 64_000) -> Path:
    """Write `sound` ((samples,) or (channels, samples), 16 kHz) as `codec` into the container that the name asks for."""
    planes = np.atleast_2d(sound).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        stream.codec_context.bit_rate = bit_rate
        given = av.AudioFrame.from_ndarray(np.ascontiguousarray(planes.T.reshape(1, -1)), format="flt",
                                           layout="mono" if len(planes) == 1 else layout)
        given.sample_rate = RATE
        resampler = av.AudioResampler(format=stream.codec_context.format.name, layout=layout, rate=rate)
        queue = av.AudioFifo()
        for frame in [*resampler.resample(given), *resampler.resample(None)]:
            frame.pts = None
            queue.write(frame)
        size = stream.codec_context.frame_size or 1024
        while (frame := queue.read(size) or queue.read()) is not None:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
