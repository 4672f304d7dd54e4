"""What `rolescan up` serves on 127.0.0.1: /health (200 or 503, with JSON), /metrics (Prometheus) and /reports/NAME."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

import msgspec
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from extractors.errors import StorageFailure
from flows.files import Files
from flows.service.status import Status, gather
from flows.settings import Settings

REPORT = re.compile(r"reports/[\w.-]+\.html")  # names that we make: letters, digits, dashes; no way to other folders
NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Collector:
    """Prometheus's view of a status, gathered anew at each scrape."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def collect(self) -> Iterator[Metric]:
        yield from metrics_of(gather(self._settings))


def metrics_of(status: Status) -> Iterator[Metric]:
    """The metrics; all names begin with rolescan_."""
    yield GaugeMetricFamily("rolescan_up", "1 when everything that should run does", value=float(status.well))
    yield GaugeMetricFamily("rolescan_workers", "Worker processes", value=status.workers)
    yield GaugeMetricFamily("rolescan_queued", "Files taken that wait for a worker", value=status.queued)
    yield GaugeMetricFamily("rolescan_working", "Files with workers", value=status.flying)
    yield GaugeMetricFamily("rolescan_problems", "Things that stand in the way", value=len(status.problems))
    yield GaugeMetricFamily("rolescan_not_taken", "Files in the inbox that are not finished", value=len(status.waiting))
    yield CounterMetricFamily("rolescan_work_seconds", "Seconds of work since the start", value=status.seconds)
    items = GaugeMetricFamily("rolescan_items", "Items in each place of the watched folder", labels=["place"])
    for place, number in status.counts.items():
        items.add_metric([place], number)
    yield items
    settled = CounterMetricFamily("rolescan_settled", "Files settled since the watcher's start", labels=["place"])
    for place, number in status.settled.items():
        settled.add_metric([place], number)
    yield settled
    restarts = CounterMetricFamily("rolescan_restarts", "Restarts of each process", labels=["process"])
    for child in status.children:
        restarts.add_metric([str(child["name"])], float(str(child["restarts"])))
    yield restarts


def report_at(path: str, settings: Settings) -> bytes | None:
    """The HTML report that a path asks for; None for anything else, and for what is not there.

    Where people are masked, it is composed anew: the file may have been written before that was wished.
    """
    name = unquote(path.removeprefix("/"))
    if not REPORT.fullmatch(name):
        return None
    try:
        return _masked(name, settings) if settings.redact else Files(settings.files).read(name)
    except StorageFailure:
        return None


def _masked(name: str, settings: Settings) -> bytes | None:
    from sqlalchemy import select

    from flows.masking import Shown
    from flows.store import open_store
    from flows.store_schema import reports

    store = open_store(settings)
    try:
        rows = store.select(select(reports).where(reports.c.html == name).limit(1))
        return Shown(store, redact=True).report(rows[0], "html") if rows else None
    finally:
        store.close()


@contextmanager
def serve(port: int, settings: Settings) -> Iterator[None]:
    """Answer on 127.0.0.1:port from a thread, while the context lasts."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Collector(settings))  # type: ignore[arg-type]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            if self.path == "/metrics":
                self._answer(200, PROMETHEUS_TYPE, generate_latest(registry))
            elif self.path in ("/health", "/"):
                status = gather(settings)
                self._answer(200 if status.well else 503, "application/json", msgspec.json.encode(status))
            elif (report := report_at(self.path, settings)) is not None:
                self._answer(200, "text/html; charset=utf-8", report)
            else:
                self._answer(404, "text/plain", b"/health, /metrics or /reports/NAME\n")

        def _answer(self, code: int, kind: str, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", NO_SCRIPTS)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Silent: monitors ask every few seconds."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
