"""A Prefect server that is away, or dies in the middle, never decides what becomes of a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError

from flows import ingest, walk
from flows.outcome import Failed
from flows.prefect_ui import places
from flows.store import Store
from flows.walk import Wish

AWAY = httpx.ConnectError("All connection attempts failed")


def limit_that(on_enter: Exception | None, on_exit: Exception | None) -> Callable[..., object]:
    """A double of Prefect's concurrency that raises where it is told to."""

    @asynccontextmanager
    async def concurrency(name: str, **_options: object) -> AsyncIterator[None]:
        if on_enter is not None:
            raise on_enter
        yield
        if on_exit is not None:
            raise on_exit

    return concurrency


@pytest.mark.parametrize(("on_enter", "on_exit"), [
    (None, None), (AWAY, None), (ConcurrencySlotAcquisitionError("away"), None), (TimeoutError(), None), (None, AWAY)])
def test_a_place_that_cannot_be_had_or_given_back_stops_nothing(monkeypatch: pytest.MonkeyPatch,
                                                                 on_enter: Exception | None,
                                                                 on_exit: Exception | None) -> None:
    monkeypatch.setattr(places, "concurrency", limit_that(on_enter, on_exit))

    async def work() -> str:
        async with places.place_of("ocr"):
            return "done"

    assert asyncio.run(work()) == "done"


def test_what_the_work_itself_raises_passes_through_and_frees_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "concurrency", limit_that(None, None))

    async def work() -> None:
        async with places.place_of("ocr"):
            raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        asyncio.run(work())


@pytest.mark.parametrize("error", [AWAY, ConcurrencySlotAcquisitionError("away"), ValueError("a bug")])
def test_prefects_trouble_ends_the_run_and_is_no_outcome(monkeypatch: pytest.MonkeyPatch, store: Store,
                                                         posting_file: Callable[..., Path], error: Exception) -> None:
    source = walk.take(store, posting_file("zh"))

    async def read(*_arguments: object) -> walk.Ran:
        raise error

    monkeypatch.setattr(ingest, "read", read)
    if isinstance(error, ValueError):
        outcome = asyncio.run(ingest._stages(store, source, Wish()))
        assert isinstance(outcome, Failed) and outcome.category == "internal"
    else:
        with pytest.raises(type(error)):
            asyncio.run(ingest._stages(store, source, Wish()))
        assert store.outcome(source.sha256) is None
