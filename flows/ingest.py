"""The Prefect flow of one case: the walk's stages as tasks, the outcome as the run's state, tags, page and event.

Prefect reports; the store is the truth. A run that Prefect loses changes nothing about the file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote

import msgspec
from prefect import flow, get_client, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.events import emit_event
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.states import Completed
from prefect.states import Failed as FailedState

from extractors.document import Source
from extractors.errors import RolescanError
from extractors.options import Options
from flows import settings as configuration
from flows import store_schema as schema
from flows import walk
from flows.links import told
from flows.masking import Shown
from flows.outcome import Done, Duplicate, Failed, Outcome, Review, kind_of, reason_of, reports_of
from flows.prefect_ui.artifacts import case_page
from flows.prefect_ui.notify import tell
from flows.prefect_ui.pagepicture import picture_of
from flows.prefect_ui.places import place_of
from flows.prefect_ui.progress import show_progress
from flows.prefect_ui.runs import NO_RESULTS, TROUBLE
from flows.store import Store, the_store
from flows.walk import Ran, Wish

DRAIN_SECONDS = 5.0  # measured: .1 s where the server answers
ENGINE_OF = {"picture": "ocr", "pdf": "ocr", "recording": "asr"}  # form -> the limit its reading takes a place of
RETRIES = 2
RETRY_PAUSES = [2.0, 10.0]  # seconds before each try again: an engine's restart takes 1 to 8 s
EVENTS = {"done": "posting.ingested", "duplicate": "posting.duplicate", "review": "posting.review",
          "failed": "posting.failed"}


watching: ContextVar[walk.Watch] = ContextVar("watching", default=walk.silent)  # told of stages in this process


async def worth_another_try(_task: object, _run: object, state: State[Any]) -> bool:
    """Prefect's question before a retry, answered by the error itself; other errors are bugs that repeat."""
    error = await state.aresult(raise_on_failure=False)
    return isinstance(error, RolescanError) and error.retryable


def stage(work: Callable[..., Ran]) -> Callable[..., Any]:
    """A stage of the walk as a task: it runs in a thread, and again when its error says that this can help."""

    @task(name=work.__name__, retries=RETRIES, retry_delay_seconds=RETRY_PAUSES,
          retry_condition_fn=worth_another_try, persist_result=False, cache_policy=None)
    async def run(sha256: str, *arguments: Any) -> Ran:
        store = the_store()
        source = await asyncio.to_thread(store.source, sha256)
        with _named(source):
            return await asyncio.to_thread(work, store, source, *arguments, watch=watching.get())

    return run


@contextmanager
def _named(source: Source) -> Iterator[None]:
    """Errors that tell of the file by its name: what Prefect's log shows is read by people."""
    try:
        yield
    except RolescanError as error:
        raise walk.named(error, source) from error


structure, report = stage(walk.structure), stage(walk.report)


@task(name="read", retries=RETRIES, retry_delay_seconds=RETRY_PAUSES, retry_condition_fn=worth_another_try,
      persist_result=False, cache_policy=None)
async def read(sha256: str, wish: Wish) -> Ran:
    """The document of the stored bytes, with the engine's place on this server, and progress for recordings."""
    store = the_store()
    source = await asyncio.to_thread(store.source, sha256)
    engine = ENGINE_OF.get(form_of(source.media_type), "")
    with _named(source):
        async with place_of(engine):
            reading = asyncio.ensure_future(asyncio.to_thread(walk.read, store, source, wish, watch=watching.get()))
            if engine == "asr":
                await show_progress(reading, source, wish.options)
            return await reading


@flow(name="ingest", flow_run_name="{name}", persist_result=False, result_storage=NO_RESULTS, validate_parameters=False)
async def ingest(sha256: str, name: str, language: str = "", options: dict[str, Any] | None = None,
                 afresh: bool = False, origin: str = "") -> State[Any]:
    """Walk the stored bytes `sha256`, which came as `name` from `origin`, and show what became of them."""
    store = the_store()
    wish = Wish(options=msgspec.convert(options or {}, Options, strict=False), language=language, afresh=afresh)
    source = await asyncio.to_thread(store.source, sha256)
    source = msgspec.structs.replace(source, name=name, origin=origin or source.origin)
    wish = walk.told_by_name(source, wish)
    outcome = await asyncio.to_thread(walk.known, store, source, wish)
    if outcome is None:
        outcome = await _stages(store, source, wish)
    outcome = await asyncio.to_thread(walk.remember, store, outcome)
    try:
        await show(store, source, outcome)
    except Exception:  # noqa: BLE001 - the edge: what Prefect cannot take is no fault of the file
        get_run_logger().warning("The case's page could not be shown", exc_info=True)
    return state_of(outcome)


async def _stages(store: Store, source: Source, wish: Wish) -> Outcome:
    """The stages one after another, as `walk.process` runs them, each as a task of its own."""
    runs: list[Ran] = []
    try:
        await asyncio.to_thread(walk.describe, store, source)
        runs.append(await read(source.sha256, wish))
        runs.append(await structure(source.sha256, runs[0].keys[0], wish))
        runs.append(await report(source.sha256, runs[0].keys[0], runs[1].keys, wish))
        outcome = await asyncio.to_thread(walk.conclude, store, source, runs[0].keys[0], runs[1].keys, runs[2].keys)
    except TROUBLE:
        raise  # Prefect's trouble is not the file's: the run ends here and the walk goes on without it
    except Exception as error:  # noqa: BLE001 - the edge: whatever happens to a file becomes its outcome
        outcome = walk.failure(error, source)
    return await asyncio.to_thread(walk.sealed, store, source, wish, outcome, [ran.run for ran in runs])


def state_of(outcome: Outcome) -> State[Any]:
    """The run's state: green with the outcome as its name, red for a failure, with category, stage and hint."""
    if isinstance(outcome, Failed):
        return FailedState(message=f"{outcome.category} at {outcome.stage}: {outcome.message} {outcome.hint}")
    words = {Done: f"{len(reports_of(outcome))} report(s)", Review: reason_of(outcome), Duplicate: reason_of(outcome)}
    return Completed(name=kind_of(outcome).capitalize(), message=words[type(outcome)], data=None)


async def show(store: Store, source: Source, outcome: Outcome) -> None:
    """Tags, the case's page, its event, and a message where somebody asked for one. Known cases make no noise."""
    page, tags = await asyncio.to_thread(_page_and_tags, store, source, outcome)
    context = FlowRunContext.get()
    if context is not None and context.flow_run is not None:
        async with get_client() as client:
            await client.update_flow_run(context.flow_run.id, tags=tags)
    await acreate_markdown_artifact(markdown=page, key=f"case-{source.sha256[:12]}", description=source.name)
    if outcome.again:
        return
    emit_event(event=EVENTS[kind_of(outcome)], resource={"prefect.resource.id": f"rolescan.case.{source.key}",
                                                         "prefect.resource.name": source.name},
               payload={"became": kind_of(outcome), "reason": reason_of(outcome), "key": source.key,
                        "category": getattr(outcome, "category", ""), "reports": list(reports_of(outcome))})
    await asyncio.to_thread(tell, configuration.load(), outcome)


def _page_and_tags(store: Store, source: Source, outcome: Outcome) -> tuple[str, list[str]]:
    media_type = store.source(source.sha256).media_type
    tags = [f"form={form_of(media_type)}", f"outcome={kind_of(outcome)}", *source.tags]
    if not isinstance(outcome, Done | Review) or not outcome.document:
        return case_page(outcome), tags
    shown = Shown(store, redact=configuration.load().redact)
    document = shown.document(outcome.document)
    postings = [shown.posting(key) for key in outcome.postings]
    reports = [_address(store, store.row(schema.reports, key)["html"]) for key in outcome.reports]
    language = document.language or (postings[0].language if postings else "")
    with store.original(source) as path:
        picture = "" if shown.redact else picture_of(document, path)
    links = [link for key in outcome.postings for link in told(store, key)]
    return (case_page(outcome, document=document, postings=postings, reports=reports, links=links, picture=picture),
            [*tags, f"language={language}"] if language else tags)


def _address(store: Store, name: str) -> str:
    """Where a browser finds a report: at the address that serves them, else where it is kept."""
    pages = configuration.load().pages
    return f"{pages}/{quote(name)}" if pages else store.files.address(name)


def form_of(media_type: str) -> str:
    """The family of a media type in the words of people: "pdf", "picture", "recording", "web page", "text"."""
    for beginning, form in (("application/pdf", "pdf"), ("image/", "picture"), ("audio/", "recording"),
                            ("video/", "recording"), ("text/html", "page"), ("text/", "text")):
        if media_type.startswith(beginning):
            return form
    return "unknown"


def drain() -> None:
    """Hand Prefect what is still on its way (logs, events); call it before its server is stopped."""
    APILogWorker.drain_all(timeout=DRAIN_SECONDS)
    EventsWorker.drain_all(timeout=DRAIN_SECONDS)
