"""An engine's place among those that a Prefect server allows at once.

Limits protect machines; they never stop a file. Where no place can be had (the server is away, a place leaked) the work
goes on without one.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prefect.concurrency.asyncio import concurrency

from flows.prefect_ui.runs import TROUBLE

LEASE_SECONDS = 60.0  # after which a killed holder's place is free again; renewed while the work goes on
WAIT_SECONDS = 1800.0  # for a place: a half-hour recording takes that long at the usual speed

log = logging.getLogger("rolescan.work")


@asynccontextmanager
async def place_of(engine: str) -> AsyncIterator[None]:
    """Hold a place of the engine's limit while the block lasts; "" needs none. Raises nothing of its own."""
    place = concurrency(engine, lease_duration=LEASE_SECONDS, timeout_seconds=WAIT_SECONDS) if engine else None
    try:
        if place is not None:
            await place.__aenter__()
    except (*TROUBLE, TimeoutError) as error:
        log.warning("No place for %s could be had: %s; the work goes on without", engine, error)
        place = None
    try:
        yield
    finally:
        try:
            if place is not None:
                await place.__aexit__(None, None, None)
        except TROUBLE as error:
            log.warning("The place for %s could not be given back (%s); its lease runs out", engine, error)
