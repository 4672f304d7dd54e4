"""Where everything lives and how much runs at once: frozen settings from ROLESCAN_* variables and flags.

A flag wins over its variable, a variable over the default. Every field `name` is the variable ROLESCAN_NAME.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from extractors.document import Struct
from extractors.options import Options, Script, SpeechOptions

PREFIX = "ROLESCAN_"
_END_OF_CERTIFICATE = "-----END CERTIFICATE-----"


class Settings(Struct):
    """home: folder of all that is kept. database: SQLAlchemy URL. files: fsspec URL of originals and reports.

    language: of the reports, "zh", "en" or "" for each posting's own. jobs: files worked on at once.
    server: URL of a Prefect API to use; "" starts one for the command. notify: webhook or apprise addresses for
    cases that need a person, separated by spaces. author: the name that corrections are kept under. pages: address that
    serves reports to browsers ("" for none; `rolescan up` serves them beside /health).
    redact: people are masked in reports, in what is shown and exported; documents are kept as they are.
    asr, whisper, diarizer, script: how recordings are read, as `extractors.options.SpeechOptions` says: recogniser, its
    size or the path of its checkpoint, engine for speakers, script of Chinese speech.
    """

    home: str
    database: str
    files: str
    language: str = ""
    jobs: int = 2  # for 2 cores; bench/ingest.py measures one against two
    server: str = ""
    notify: str = ""
    author: str = ""
    redact: bool = False
    pages: str = ""
    asr: str = "auto"
    whisper: str = "base"
    diarizer: str = "rolescan"
    script: Script = Script.SIMPLIFIED

    @property
    def reading(self) -> Options:
        """How files are read where a command says nothing else."""
        path = "/" in self.whisper or self.whisper.endswith(".pt")
        model = str(Path(self.whisper).expanduser().resolve()) if path else self.whisper
        return Options(speech=SpeechOptions(asr=self.asr, model=model, diarizer=self.diarizer, script=self.script))

    @property
    def folder(self) -> Path:
        return Path(self.home)

    @property
    def prefect_home(self) -> Path:
        return self.folder / "prefect"


def load(environment: Mapping[str, str] = os.environ, **flags: object) -> Settings:
    """The settings in force; the home folder exists afterwards. Raises ValueError for a value of the wrong type."""
    given = {name: environment[PREFIX + name.upper()] for name in Settings.__struct_fields__
             if environment.get(PREFIX + name.upper())}
    given |= {name: str(value) for name, value in flags.items() if value not in (None, "")}
    home = Path(given.get("home") or Path.home() / ".rolescan").expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True)
    defaults: dict[str, Any] = {"database": f"sqlite:///{home / 'rolescan.db'}", "files": f"file://{home / 'files'}",
                                "author": _user()}
    chosen = defaults | given | {"home": str(home)}
    chosen["database"] = _with_driver(chosen["database"], home)
    try:
        return msgspec.convert(chosen, Settings, strict=False)
    except msgspec.ValidationError as error:
        name = str(error).rpartition("`$.")[2].rstrip("`")
        hint = f" Choose one of {', '.join(Script)}." if name == "script" else f" ({str(error).partition(' - at')[0]})"
        raise ValueError(f"{PREFIX}{name.upper()}, or its flag, cannot be {given.get(name)!r}.{hint}") from error


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as variables, for a child process or a flow to `load()`."""
    return {PREFIX + name.upper(): str(value) for name, value in msgspec.structs.asdict(settings).items()
            if value != ""}


def prefect_environment(settings: Settings) -> dict[str, str]:
    """What a process must have in its environment before Prefect is imported: own home, no telemetry, quiet."""
    environment = environment_of(settings) | {
        "PREFECT_HOME": str(settings.prefect_home),
        "PREFECT_PROFILES_PATH": str(settings.prefect_home / "profiles.toml"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # on the terminal; the run's page has them all
    }
    return environment | (api_environment(settings, settings.server) if settings.server else {})


def api_environment(settings: Settings, url: str) -> dict[str, str]:
    """What points Prefect's clients to the API at `url`.

    Each of their three clients a run loads all the world's certificates, .014 s a time, for plain http:// too, which
    looks at none: there a file with the first of them does.
    """
    environment = {"PREFECT_API_URL": url}
    if url.startswith("http://") and not os.environ.get("PREFECT_API_SSL_CERT_FILE"):
        import certifi

        one = settings.prefect_home / "one-certificate.pem"
        if not one.exists():
            one.parent.mkdir(parents=True, exist_ok=True)
            scratch = one.with_suffix(f".{os.getpid()}")
            scratch.write_text(certifi.contents().partition(_END_OF_CERTIFICATE)[0] + _END_OF_CERTIFICATE + "\n")
            scratch.replace(one)
        environment["PREFECT_API_SSL_CERT_FILE"] = str(one)
    return environment


def adopt(settings: Settings) -> None:
    """Put the settings into this process's environment, where Prefect and our flows find them on import."""
    os.environ.update(prefect_environment(settings))


def _with_driver(url: str, home: Path) -> str:
    """The URL with the driver that we install: plain "sqlite" and "postgresql://" become whole SQLAlchemy URLs."""
    if url == "sqlite":
        return f"sqlite:///{home / 'rolescan.db'}"
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a numeric user without a name, as in containers
        return "unknown"
