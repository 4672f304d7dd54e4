"""What people start from Prefect's pages runs, and a case that needs a person reaches the webhook."""

from __future__ import annotations

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient

from flows.service.server import answers, api_url, server_environment
from flows.settings import Settings, load
from flows.store import open_store
from tests.flows.waiting import until

PATIENCE = 240  # seconds: each started run is an interpreter of its own, 10 s on an idle machine


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An address on this machine, and what was posted to it."""
    posted: list[dict[str, Any]] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name that the base class calls
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/cases", posted
    server.shutdown()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"ROLESCAN_HOME": str(tmp_path / "home")})


@pytest.fixture
def server(settings: Settings) -> Iterator[str]:
    settings.prefect_home.mkdir(parents=True)
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as probe:
        port = probe.server_port
    process = subprocess.Popen([sys.executable, "-m", "flows.service.server", str(port)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL,
                               env=os.environ | server_environment(settings, port=port, database=""))
    assert until(lambda: answers(api_url(port)), PATIENCE)
    yield api_url(port)
    process.terminate()
    process.wait(30)


@pytest.mark.timeout(3 * PATIENCE)
def test_a_path_and_a_retry_from_the_pages(settings: Settings, server: str, trouble: Callable[[str], Path],
                                           webhook: tuple[str, list[dict[str, Any]]]) -> None:
    address, posted = webhook
    command = [sys.executable, "-m", "flows.cli", "deploy", "--home", settings.home, "--server", server, "--notify",
               address, "--serve"]
    serving = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert until(lambda: len(deployments(server)) == 4, PATIENCE)
        made = deployments(server)
        pressed(server, made["ingest_path"], path=str(trouble("truncated.pdf")))
        store = open_store(settings)
        assert until(lambda: store.counts().get("failed"), PATIENCE)
        key = store.outcomes()[0][1].key
        pressed(server, made["retry_case"], key=key[:10])
        assert until(lambda: posted, PATIENCE)
        assert posted[0]["event"] == "posting.failed"
        assert posted[0]["category"] == "corrupt" and posted[0]["key"] == key
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(60)


def deployments(server: str) -> dict[str, str]:
    """The flows' names and their deployments' ids."""
    with SyncPrefectClient(server) as client:
        return {str(item.entrypoint).rsplit(".")[-1]: str(item.id) for item in client.read_deployments()}


def pressed(server: str, deployment: str, **parameters: str) -> None:
    """Start a run as the page does, and see it end well.

    By Prefect's own client: a server on SQLite answers 503 while another process writes, and wants the same call again.
    """
    with SyncPrefectClient(server) as client:
        run = client.create_flow_run_from_deployment(UUID(deployment), parameters=parameters).id

        def ended() -> str:
            state = client.read_flow_run(run).state
            return state.type.value if state and state.is_final() else ""

        assert until(ended, PATIENCE) == "COMPLETED"
