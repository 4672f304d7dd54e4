"""How far a recording has been written down, on the run's page: asked of what the recogniser keeps on disk."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact

from extractors.document import Source
from extractors.options import Options
from flows.prefect_ui.runs import TROUBLE

PROGRESS_SECONDS = 5.0  # between looks at a recording


async def show_progress(reading: asyncio.Future[Any], source: Source, options: Options) -> None:
    """Keep a progress artifact until the reading is done, once it takes a while. Raises nothing of its own."""
    artifact = None
    while not (await asyncio.wait({reading}, timeout=PROGRESS_SECONDS))[0]:
        artifact = await _shown(artifact, 100 * await asyncio.to_thread(heard, source, options), source)
    if artifact is not None and not reading.cancelled() and reading.exception() is None:
        await _shown(artifact, 100.0, source)


async def _shown(artifact: Any, share: float, source: Source) -> Any:
    """The artifact once it shows the share, in percent; as it was when the server is away."""
    try:
        if artifact is None:
            return await acreate_progress_artifact(progress=share, description=f"{source.name}: words written down")
        await aupdate_progress_artifact(artifact, progress=share)
    except TROUBLE:
        return artifact
    return artifact


def heard(source: Source, options: Options) -> float:
    """The share of the recording that has its words, 0 to 1; 0 before the first words and after the end."""
    from extractors.speech.audio import share_written

    return share_written(source, options)
