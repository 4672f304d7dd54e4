"""Loaded by each Dask worker before its first unit: what every case needs is imported once, before anybody waits."""

from __future__ import annotations

from typing import Any


def dask_setup(worker: Any) -> None:
    """Dask's hook at a worker's start; the import is in its process and takes 1 to 3 s."""
    from flows.casework import warm_up

    warm_up()
