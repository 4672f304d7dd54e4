"""One command over many files: everything is kept first, what is known is passed over, the rest runs as flows."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path

import msgspec

from extractors.document import Source, Struct
from extractors.errors import Environment, RolescanError
from flows import walk
from flows.outcome import Outcome
from flows.service.prefect_child import PrefectChild
from flows.settings import Settings, adopt
from flows.store import Store
from flows.together import in_folders
from flows.walk import Wish

log = logging.getLogger("rolescan.ingest")


class Taken(Struct):
    """A file of the command: its path as given, and the source it became."""

    path: str
    source: Source


class Ended(Struct):
    """What became of a file. seconds: of this command's work on it."""

    path: str
    outcome: Outcome
    seconds: float = 0.0


Told = Callable[[str, str], None]  # is told (path, what happens) as it happens


def run(store: Store, settings: Settings, files: Sequence[Path], wish: Wish, *, told: Told,
        with_prefect: bool = True) -> list[Ended]:
    """Take every file to its end, in the order given; one bad file stops no other."""
    ended: dict[str, Ended] = {}
    with ExitStack() as stack:
        taken = [taken for path in files if (taken := _take(store, path, ended, told)) is not None]
        todo = [item for item in taken if not _known(store, item, wish, ended, told)]
        first, later = _apart(todo)
        if todo and with_prefect:
            with_prefect = _start(stack, settings, told)
        if todo:
            asyncio.run(_both(store, settings, (first, later), wish, ended, told, with_prefect))
        _put_together(store, taken, wish, ended)
        if todo and with_prefect:
            from flows.ingest import drain

            drain()
    return [ended[str(path)] for path in files]


def _put_together(store: Store, taken: Sequence[Taken], wish: Wish, ended: dict[str, Ended]) -> None:
    """The reports of a call and of the documents that lie with it tell of each other."""
    walked = {Path(item.path): (item.source, ended[item.path].outcome) for item in taken}
    try:
        outcomes = in_folders(store, walked, wish)
    except RolescanError:
        log.exception("The reports of calls and their documents could not be put together")
        return
    for item in taken:
        ended[item.path] = msgspec.structs.replace(ended[item.path], outcome=outcomes[Path(item.path)])


def _take(store: Store, path: Path, ended: dict[str, Ended], told: Told) -> Taken | None:
    try:
        return Taken(path=str(path), source=walk.take(store, path, origin=str(path.resolve())))
    except RolescanError as error:
        outcome = walk.failure(error, Source(sha256="", name=path.name, media_type="", size=0, path=str(path)))
        ended[str(path)] = Ended(path=str(path), outcome=outcome)
        told(str(path), "could not be taken")
        return None


def _known(store: Store, item: Taken, wish: Wish, ended: dict[str, Ended], told: Told) -> bool:
    outcome = walk.known(store, item.source, wish)
    if outcome is None:
        return False
    ended[item.path] = Ended(path=item.path, outcome=walk.remember(store, outcome))
    told(item.path, "known already")
    return True


def _apart(items: Sequence[Taken]) -> tuple[list[Taken], list[Taken]]:
    """The first file of each content, and the others."""
    first: dict[str, Taken] = {}
    for item in items:
        first.setdefault(item.source.sha256, item)
    chosen = list(first.values())
    return chosen, [item for item in items if item not in chosen]


def _start(stack: ExitStack, settings: Settings, told: Told) -> bool:
    """Whether there is a Prefect to report to: the one of the settings, else our own for this command."""
    if settings.server:
        adopt(settings)
        return True
    told("", "starting Prefect (4 s, the first time 15 s)")
    child = stack.enter_context(PrefectChild(settings))
    adopt(msgspec.structs.replace(settings, server=child.url))
    try:
        import_module("flows.ingest")  # Prefect takes 1.3 s to import: meanwhile the server starts
        child.wait()
    except Environment as error:
        told("", f"{error.message} {error.hint} Going on without it.")
        return False
    return True


async def _both(store: Store, settings: Settings, batches: Sequence[Sequence[Taken]], wish: Wish,
                ended: dict[str, Ended], told: Told, with_prefect: bool) -> None:
    """Copies of the same bytes wait for the first of them."""
    for batch in batches:
        await _all(store, settings, batch, wish, ended, told, with_prefect)


async def _all(store: Store, settings: Settings, items: Sequence[Taken], wish: Wish, ended: dict[str, Ended],
               told: Told, with_prefect: bool) -> None:
    places = asyncio.Semaphore(max(1, settings.jobs))

    async def one(item: Taken) -> None:
        async with places:
            told(item.path, "started")
            started = time.monotonic()
            outcome = await _one(store, item, wish, told, with_prefect)
            ended[item.path] = Ended(path=item.path, outcome=outcome, seconds=time.monotonic() - started)
            told(item.path, "ended")

    await asyncio.gather(*(one(item) for item in items))


async def _one(store: Store, item: Taken, wish: Wish, told: Told, with_prefect: bool) -> Outcome:
    """One file as a flow run; as a plain walk where Prefect is not there, or lost the run on the way."""
    def watch(stage: str) -> None:
        told(item.path, stage)

    if with_prefect:
        before = await asyncio.to_thread(store.moment)
        await _as_flow(item, wish, watch)
        outcome = store.outcome(item.source.sha256, name=item.source.name, after=before)
        if outcome is not None:
            return outcome
        told(item.path, "Prefect lost the run; going on without it")
    return await asyncio.to_thread(walk.process, store, item.source, wish, watch=watch)


async def _as_flow(item: Taken, wish: Wish, watch: walk.Watch) -> None:
    from flows.ingest import ingest, watching

    watching.set(watch)
    with suppress(Exception):  # Prefect's own troubles are none of the file's: its outcome is asked of the store
        await ingest(item.source.sha256, item.source.name, language=wish.language, afresh=wish.afresh,
                     options=msgspec.to_builtins(wish.options), return_state=True)
