"""What all our flow runs have in common."""

from __future__ import annotations

from pathlib import Path

import httpx
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.exceptions import PrefectException

TROUBLE = (PrefectException, httpx.HTTPError, ConcurrencySlotAcquisitionError)  # Prefect's own, no file's
NO_RESULTS = Path("results")  # where none are kept; without it each run asks the server twice where they would be
