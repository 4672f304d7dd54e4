"""Loaded by each Dask worker at its start: what every case needs is there before anybody waits for it."""

from __future__ import annotations

import logging
import tempfile
import threading
from pathlib import Path
from typing import Any

PAGES = ("<h1>Data Engineer</h1><h2>Responsibilities</h2><ul><li>Run data services in Python</li></ul>",
         "<h1>数据工程师</h1><h2>岗位职责</h2><ul><li>负责数据平台的研发</li></ul>")

log = logging.getLogger("rolescan.work")


def dask_setup(worker: Any) -> None:
    """Dask's hook at a worker's start: the flow is imported (1 to 3 s); knowledge and models load beside (5 s)."""
    import flows.ingest  # noqa: F401

    threading.Thread(target=_load, name="warm-up", daemon=True).start()


def _load() -> None:
    """Walk one small page of each language in memory; nothing is kept."""
    try:
        import analyzers
        import extractors

        with tempfile.TemporaryDirectory() as folder:
            for number, page in enumerate(PAGES):
                path = Path(folder) / f"{number}.html"
                path.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
                document = extractors.extract(extractors.describe(str(path)))
                for posting in analyzers.postings(document):
                    analyzers.compose(posting, document)
    except Exception:  # noqa: BLE001 - the edge of a worker: what cannot be warmed costs seconds, not files
        log.warning("The worker could not be warmed", exc_info=True)
