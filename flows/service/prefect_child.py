"""A Prefect server for one command: started as a child, gone with its parent, kept on SQLite in our home folder.

As a program (`python -m flows.service.prefect_child PORT`) it is that child: it serves until its standard input
closes, which happens when the parent ends in any way.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from types import TracebackType

from extractors.errors import Environment
from flows.settings import Settings, prefect_environment

START_SECONDS = 180.0  # measured: 4.4 s, 15 s when it makes its database, 63 s with ten times the load of the cores
_POLL_SECONDS = 0.05


class PrefectChild:
    """A context: the child runs inside it. `wait()` blocks until it answers and gives the URL of its API."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api"

    def __enter__(self) -> PrefectChild:
        self._settings.prefect_home.mkdir(parents=True, exist_ok=True)
        environment = os.environ | prefect_environment(self._settings) | {
            "PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1",
            "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL"}
        environment.pop("PREFECT_API_URL", None)
        with (self._settings.prefect_home / "server.log").open("ab") as log:
            self._process = subprocess.Popen([sys.executable, "-m", "flows.service.prefect_child", str(self._port)],
                                             env=environment, stdin=subprocess.PIPE, stdout=log, stderr=log,
                                             start_new_session=True)
        return self

    def wait(self) -> str:
        """Raises Environment when the server does not come up."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                    if answer.status == 200:
                        return self.url
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(_POLL_SECONDS)
        raise Environment("The Prefect server of this command did not start.", stage="prefect",
                          hint=f"Its log is {self._settings.prefect_home / 'server.log'}.")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Serve Prefect's API on the port given, until standard input closes."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    logging.getLogger("prefect").setLevel(logging.ERROR)
    uvicorn.run(create_app(final=True, ephemeral=True), host="127.0.0.1", port=int(sys.argv[1]), log_level="error")


if __name__ == "__main__":
    main()
