"""Very many files into Parquet: no store, no run for each; resumable by parts, on local processes or a Dask cluster.

    OUT/plan.json            what was asked for; another wish into the same folder is refused
    OUT/files/part-00042     one row a file: what it is and what became of it
    OUT/postings/part-00042  one row a posting, columns of analyzers.exports

The list of inputs is cut into parts in a fixed order. A part is written whole under its name when it is finished, so
what is there is done; a run that was killed goes on with the parts that are not there. A file that cannot be read is a
row of its part, never the end of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import PurePosixPath
from typing import Any

import fsspec
import msgspec

import analyzers
import extractors
from analyzers.posting import Posting
from extractors.document import Document, Struct
from extractors.errors import RolescanError
from extractors.keys import content_key
from extractors.options import Options
from flows.direct import masked
from flows.files import Files
from flows.settings import load

PART = 200  # inputs: a part of small files takes about 20 s, one of scans some minutes
MAX_MESSAGE = 500
FILE_COLUMNS = ("path", "name", "sha256", "size", "media_type", "became", "category", "stage", "message", "language",
                "pages", "recording_seconds", "characters", "text", "postings", "seconds")
_WHOLE_NUMBERS, _NUMBERS = ("size", "pages", "characters", "postings"), ("recording_seconds", "seconds")


class Plan(Struct):
    """What a folder of parts holds. inputs: key of the list of inputs; part: inputs of one part."""

    inputs: str
    count: int
    part: int
    options: Options


class Part(Struct):
    """A finished part: how many files became what, and how long they took in all."""

    number: int
    became: dict[str, int]
    seconds: float
    before: bool = False


def listed(sources: Sequence[str]) -> list[str]:
    """The inputs in a fixed order: local files, folders and globs, fsspec URLs with globs (s3://bucket/**.pdf)."""
    from flows.paths import expand

    local, missing = expand([source for source in sources if "://" not in source])
    if missing:
        raise ValueError(f"There is no file at {', '.join(missing)}.")
    found = {str(path) for path in local}
    for url in (source for source in sources if "://" in source):
        system, path = fsspec.core.url_to_fs(url)
        names = system.glob(path) if any(mark in path for mark in "*?[") else system.find(path)
        found |= {system.unstrip_protocol(name) for name in names}
    return sorted(found)


def run(inputs: Sequence[str], out: str, *, options: Options, jobs: int, dask: str = "", part: int = PART,
        told: Callable[[Part], None] = lambda _: None) -> list[Part]:
    """Read all inputs into `out` (a folder or fsspec URL). Raises ValueError when `out` holds another plan."""
    files = Files(out)
    _agree(files, Plan(inputs=content_key("inputs", inputs), count=len(inputs), part=part, options=options))
    pieces = {number: inputs[start : start + part] for number, start in enumerate(range(0, len(inputs), part))}
    parts = [Part(number=number, became={}, seconds=0.0, before=True) for number in pieces if _is_there(files, number)]
    for done in parts:
        told(done)
    with _executor(jobs, dask) as executor:
        waiting = [executor.submit(read_part, list(pieces[number]), out, number, options)
                   for number in pieces if not _is_there(files, number)]
        for future in as_completed(waiting):
            parts.append(future.result())
            told(parts[-1])
    return sorted(parts, key=lambda item: item.number)


def read_part(inputs: Sequence[str], out: str, number: int, options: Options) -> Part:
    """Read one part and write its two files, the one that says that it is done last. Runs on a worker."""
    from analyzers import exports

    started, rows, postings = time.monotonic(), [], []
    for path in inputs:
        row, found = read_one(path, options)
        rows.append(row)
        postings += found
    files = Files(out)
    files.write(_name("postings", number), exports.to_parquet(postings))
    files.write(_name("files", number), _table(rows))
    became: dict[str, int] = {}
    for row in rows:
        became[row["became"]] = became.get(row["became"], 0) + 1
    return Part(number=number, became=became, seconds=time.monotonic() - started)


def read_one(path: str, options: Options) -> tuple[dict[str, Any], list[Posting]]:
    """The row of one input and its postings. Never raises: what goes wrong is in the row."""
    started = time.monotonic()
    row: dict[str, Any] = dict.fromkeys(FILE_COLUMNS) | {"path": path, "name": PurePosixPath(path).name}
    postings: list[Posting] = []
    try:
        folder, _, name = path.rpartition("/")
        with Files(folder or ".").on_disk(name) as local:
            source = extractors.describe(str(local), name=name, origin=path)
            row |= {"sha256": source.sha256, "size": source.size, "media_type": source.media_type}
            document = extractors.extract(source, options)
        postings = analyzers.postings(document)
        if load().redact:
            document, found = masked(document)
            postings = list(found)
        row |= _read(document, postings)
    except RolescanError as error:
        row |= {"became": "review" if error.review else "failed", "category": error.category, "stage": error.stage,
                "message": f"{error.message} {error.hint}"[:MAX_MESSAGE]}
    except Exception as error:  # noqa: BLE001 - the edge: one file must not end a run over millions
        row |= {"became": "failed", "category": "internal", "stage": "bulk",
                "message": f"{type(error).__name__}: {error}"[:MAX_MESSAGE]}
    return row | {"seconds": round(time.monotonic() - started, 4)}, postings


def _read(document: Document, postings: Sequence[Posting]) -> dict[str, Any]:
    from flows.conclude import doubts_of

    doubts = doubts_of(document, list(postings))
    return {"became": "review" if doubts else "done", "message": " ".join(doubts)[:MAX_MESSAGE],
            "category": "doubt" if doubts else "", "language": document.language, "pages": len(document.pages),
            "recording_seconds": document.seconds, "characters": len(document.text), "text": document.text,
            "postings": len(postings)}


def _agree(files: Files, plan: Plan) -> None:
    if files.exists("plan.json"):
        kept = msgspec.json.decode(files.read("plan.json"), type=Plan)
        if kept != plan:
            raise ValueError("This folder holds parts of other inputs or options; choose another --out.")
    else:
        files.write("plan.json", msgspec.json.encode(plan))


def _is_there(files: Files, number: int) -> bool:
    return files.exists(_name("files", number))


def _name(table: str, number: int) -> str:
    return f"{table}/part-{number:05d}.parquet"


def _table(rows: Sequence[dict[str, Any]]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    kinds = {name: pyarrow.int64() if name in _WHOLE_NUMBERS else pyarrow.float64() if name in _NUMBERS
             else pyarrow.string() for name in FILE_COLUMNS}
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows), schema=pyarrow.schema(list(kinds.items()))), sink,
                                compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


@contextmanager
def _executor(jobs: int, dask: str) -> Iterator[Executor]:
    """Local processes, or a Dask cluster at an address, which runs a part again whose worker died."""
    if not dask:
        with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as executor:
            yield executor
        return
    from distributed import Client

    with Client(dask) as client:
        yield client.get_executor(pure=False, retries=2)
