"""Prefect's server as a child of ours: its environment, how it is started and how to see that it answers.

`python -m flows.service.server PORT` serves the API, the UI and the services in one process, on 127.0.0.1.
"""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request

from flows.settings import Settings, api_environment, prefect_environment

HEALTH_SECONDS = 2.0
HOST = "127.0.0.1"


def api_url(port: int) -> str:
    return f"http://{HOST}:{port}/api"


def server_environment(settings: Settings, *, port: int, database: str) -> dict[str, str]:
    """The environment of the server process. database: SQLAlchemy URL for asyncio, "" for SQLite in our home."""
    own = prefect_environment(settings) | {
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_UI_API_URL": api_url(port),
        "PREFECT_UI_STATIC_DIRECTORY": str(settings.prefect_home / "ui"),
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",  # of the event feed
        "PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE": "20",
        "PREFECT_SERVER_DATABASE_SQLALCHEMY_MAX_OVERFLOW": "20",
        "PREFECT_SERVER_DATABASE_TIMEOUT": "30",
        # in memory, as is the default, leases go with a killed server, and the places they hold stay taken for ever
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    }
    if database:
        own["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = database
    own.pop("PREFECT_API_URL", None)
    return own


def client_environment(settings: Settings, url: str) -> dict[str, str]:
    """The environment of every process that reports to the server at `url`."""
    return prefect_environment(settings) | api_environment(settings, url) | {
        "PREFECT_API_REQUEST_TIMEOUT": "20",  # of one request; it answers in .01 to 1 s
        "PREFECT_CLIENT_MAX_RETRIES": "3",  # with its back-off of 2, 4, 8 s; after that the walk goes on without it
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    }


def async_url(url: str) -> str:
    """A database URL with the driver that the server uses."""
    for beginning in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(beginning):
            return "postgresql+asyncpg://" + url.removeprefix(beginning)
    return url


def answers(url: str) -> bool:
    """Does the API at `url` say that it is well?"""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=HEALTH_SECONDS) as answer:
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def main() -> None:
    import uvicorn
    from prefect.server.api.server import create_app

    os.umask(0o077)
    uvicorn.run(create_app(final=True), host=HOST, port=int(sys.argv[1]), log_level="warning", timeout_keep_alive=30)


if __name__ == "__main__":
    main()
