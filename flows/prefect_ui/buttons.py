"""Flows that people start from Prefect's pages: take a path, try a case again, reprocess a key.

Each hands over to `ingest` runs of their own, named after the file, and ends with a table of what became of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from prefect import flow
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from flows import review, walk
from flows.ingest import ingest
from flows.outcome import Outcome, kind_of, reason_of
from flows.paths import expand
from flows.prefect_ui.artifacts import plain, table
from flows.store import Store, the_store

DAY_LIMIT = 2000  # rows of the day's table: Prefect's page draws them all at once


@flow(name="ingest a path", flow_run_name="ingest {path}")
async def ingest_path(path: str, language: str = "", afresh: bool = False) -> str:
    """Take a file, a folder (in depth) or a glob on the machine that serves this deployment."""
    files, missing = await asyncio.to_thread(expand, [path])
    if missing:
        raise FileNotFoundError(f"There is no file at {path} on this machine.")
    ended = [await _one(file, language, afresh) for file in files]
    return await _page(ended)


@flow(name="retry a case", flow_run_name="retry {key}")
async def retry_case(key: str) -> str:
    """Read a failed or doubted case afresh. key: the first characters of its key, or the file's name."""
    return await reprocess_key(key)


@flow(name="reprocess a key", flow_run_name="reprocess {key}")
async def reprocess(key: str, language: str = "", ocr: str = "auto", speakers: int = 0) -> str:
    """Read a case afresh with these options. ocr: auto, force or never; speakers: 0 tells from the sound."""
    return await reprocess_key(key, language, {"pages": {"ocr": ocr}, "speech": {"speakers": speakers}})


@flow(name="today", flow_run_name="what became of files today")
async def today(since: str = "") -> str:
    """A table of the outcomes since a day (YYYY-MM-DD, UTC; today by default)."""
    from flows.store import now

    rows = await asyncio.to_thread(the_store().outcomes, since=since or now()[:10], limit=DAY_LIMIT)
    await acreate_table_artifact(key="today", description=f"Outcomes since {since or now()[:10]} (UTC)", table=[
        {"when": at[11:19], "file": plain(outcome.name), "became": kind_of(outcome),
         "why": plain(reason_of(outcome)), "key": outcome.key[:12]} for at, outcome in rows])
    return f"{len(rows)} outcomes"


async def reprocess_key(key: str, language: str = "", options: dict[str, Any] | None = None) -> str:
    """Walk the case of that key afresh; without options, with those it was walked with before."""
    store = the_store()
    cases = [found for kind, found in await asyncio.to_thread(store.find, key) if kind == "source"]
    if len(cases) != 1:
        raise LookupError(f"{key} fits {len(cases)} cases; exactly one is needed.")
    source = await asyncio.to_thread(store.source, cases[0])
    earlier = await asyncio.to_thread(store.outcome, cases[0])
    wish = review.wish_of(earlier)
    await ingest(source.sha256, source.name, language=language or wish.language, afresh=True,
                 options=options or msgspec.to_builtins(wish.options), return_state=True)
    return await _page([await asyncio.to_thread(_in_force, store, source.sha256)])


async def _one(file: Path, language: str, afresh: bool) -> Outcome:
    store = the_store()
    source = await asyncio.to_thread(walk.take, store, file, origin=f"path:{file}")
    before = await asyncio.to_thread(store.moment)
    await ingest(source.sha256, source.name, language=language, afresh=afresh, return_state=True)
    recorded = await asyncio.to_thread(store.outcome, source.sha256, name=source.name, after=before)
    return recorded or await asyncio.to_thread(_in_force, store, source.sha256)


def _in_force(store: Store, sha256: str) -> Outcome:
    outcome = store.outcome(sha256)
    if outcome is None:
        raise LookupError(f"Nothing became of {sha256[:12]}.")
    return outcome


async def _page(ended: Sequence[Outcome]) -> str:
    rows = [(plain(outcome.name), kind_of(outcome), plain(reason_of(outcome)), outcome.key[:12]) for outcome in ended]
    await acreate_markdown_artifact(markdown=table(("file", "became", "why", "key"), rows))
    return ", ".join(f"{outcome.name}: {kind_of(outcome)}" for outcome in ended[:20])
