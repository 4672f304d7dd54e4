"""What a Prefect server knows, asked over its API as its pages do."""

from __future__ import annotations

import time
from typing import Any

import httpx

BUSY = 503  # a server on SQLite while another process writes: the same call again, please
TRIES = 20


def asked(api: str, what: str, **body: Any) -> list[dict[str, Any]]:
    """The things of the kind `what` that fit the filter of `body`."""
    for _ in range(TRIES):
        answer = httpx.post(f"{api}/{what}/filter", json=body, timeout=30)
        if answer.status_code != BUSY:
            break
        time.sleep(0.5)
    answer.raise_for_status()
    found = answer.json()
    return list(found if isinstance(found, list) else found["events"])
