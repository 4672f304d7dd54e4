"""The store: the truth about every file. Rows by SQLAlchemy Core, bodies by `files.py`, one transaction a step.

    store = open_store(settings)
    source = store.receive(path)                     # bytes are safe from here on
    store.save_document(...), store.record(outcome)  # each whole or not at all

SQLite runs in WAL mode with writers queued (BEGIN IMMEDIATE); PostgreSQL by its URL. A database that is locked or
away for a moment is asked again for `PATIENCE` seconds, then StorageFailure is raised, which is retryable.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from extractors.document import Document, Source
from extractors.errors import StorageFailure
from extractors.keys import content_key
from flows import store_schema as schema
from flows.files import Files, original_name
from flows.outcome import Outcome, kind_of
from flows.settings import Settings, load

PATIENCE = 60.0  # seconds: a PostgreSQL restart after kill -9 takes .1 to 5 s, a checkpoint on a slow disk up to 30 s
FIRST_PAUSE = 0.05  # seconds, doubled each time up to 2 s, with jitter so that waiting writers spread
BUSY_MILLISECONDS = 10_000
ONE_ARRIVAL = "folder:"  # what an origin begins with that names one arrival: a claim, however often it is begun
T = TypeVar("T")


class StageResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a stage gave before: keys of its products, and the seconds the work took then."""

    keys: tuple[str, ...]
    seconds: float


class Store:
    """All that was received, read, found and decided. Safe to use from several threads and processes."""

    def __init__(self, database: str, files: Files) -> None:
        self.files = files
        self.engine = _engine(database)
        self._lasting(lambda connection: _prepare(connection))

    def close(self) -> None:
        self.engine.dispose()

    # Receiving

    def receive(self, path: Path, *, name: str = "", origin: str = "", tags: tuple[str, ...] = ()) -> Source:
        """Keep the file's bytes and note that they came. Raises StorageFailure (also for a file that is not there).

        The record's path is where the bytes lie now, "" on an object store. Its media type is "" until it is described.
        """
        sha256, size = self.files.keep_original(path)
        row = {"sha256": sha256, "name": name or path.name, "media_type": "", "size": size, "origin": origin,
               "tags": _json(tags), "received_at": now()}
        arrival = {"source": sha256, "name": row["name"], "origin": origin, "at": row["received_at"]}

        def write(connection: sa.Connection) -> None:
            connection.execute(self._insert_new(schema.sources, row))
            if not (origin.startswith(ONE_ARRIVAL) and _is_noted(connection, arrival)):
                connection.execute(sa.insert(schema.arrivals).values(arrival))

        self._lasting(write)
        return self.source(sha256)

    def source(self, sha256: str) -> Source:
        """The source as it first came. Raises KeyError when it never did."""
        row = self._one(sa.select(schema.sources).where(schema.sources.c.sha256 == sha256))
        if row is None:
            raise KeyError(sha256)
        address = self.files.address(original_name(sha256))
        return Source(sha256=sha256, name=row["name"], media_type=row["media_type"], size=row["size"],
                      path="" if "://" in address else address, origin=row["origin"],
                      tags=msgspec.json.decode(row["tags"], type=tuple[str, ...]), received_at=row["received_at"])

    @contextmanager
    def original(self, source: Source) -> Iterator[Path]:
        """The source's bytes as a local file while the block lasts."""
        with self.files.on_disk(original_name(source.sha256)) as path:
            yield path

    def describe(self, sha256: str, media_type: str) -> None:
        """Note what the bytes turned out to be."""
        self._lasting(lambda connection: connection.execute(
            sa.update(schema.sources).where(schema.sources.c.sha256 == sha256).values(media_type=media_type)))

    # Stage results and their products

    def result(self, key: str) -> StageResult | None:
        """What the stage of that key gave before; None says that it never ran to its end."""
        row = self._one(sa.select(schema.results).where(schema.results.c.key == key))
        if row is None:
            return None
        return StageResult(keys=msgspec.json.decode(row["keys"], type=tuple[str, ...]), seconds=row["seconds"])

    def save_document(self, document: Document, stage: dict[str, Any]) -> None:
        """Keep a document, its notes and its stage result in one step."""
        key = document.key
        name = self.files.write(f"documents/{key[:2]}/{key}.json", msgspec.json.encode(document))
        row = {"key": key, "source": stage["source"], "media_type": document.media_type,
               "language": document.language, "pages": len(document.pages), "seconds": document.seconds,
               "characters": len(document.text), "file": name, "at": now()}
        notes = [{"document": key, "position": position, "action": note.action.value, "stage": note.stage,
                  "place": _json(note.place), "reason": note.reason, "before": _clean(note.before),
                  "after": _clean(note.after), "characters": note.characters}
                 for position, note in enumerate(document.notes)]
        self._save(stage, (schema.documents, [row]), (schema.notes, notes))

    def save_postings(self, rows: Sequence[dict[str, Any]], stage: dict[str, Any],
                      *more: tuple[sa.Table, Sequence[dict[str, Any]]]) -> None:
        """Keep postings with their stage result, and rows of other tables that belong to them, in one step."""
        self._save(stage, (schema.postings, rows), *more)

    def save_reports(self, rows: Sequence[dict[str, Any]], stage: dict[str, Any], *,
                     beside: Sequence[str] = ()) -> None:
        """Keep reports with their stage result. beside: keys of the postings of other files that they tell of."""
        known = [stage | {"key": beside_key(row["key"]), "stage": "beside", "keys": _json(list(beside)), "at": now()}
                 for row in rows if beside]
        self._save(stage, (schema.reports, rows), (schema.results, known))

    def beside(self, report: str) -> tuple[str, ...]:
        """Keys of the postings of other files that the report of that key tells of."""
        kept = self.result(beside_key(report))
        return kept.keys if kept else ()

    def document(self, key: str) -> Document:
        """The document of that key. Raises KeyError when there is none."""
        row = self.row(schema.documents, key)
        return msgspec.json.decode(self.files.read(row["file"]), type=Document)

    def row(self, table: sa.Table, key: str) -> dict[str, Any]:
        """One row of documents, postings or reports. Raises KeyError when there is none."""
        row = self._one(sa.select(table).where(table.c.key == key))
        if row is None:
            raise KeyError(key)
        return row

    # Outcomes

    def record(self, outcome: Outcome) -> Outcome:
        """Keep an outcome; the latest one of a source and name is in force."""
        row = {"source": outcome.source, "name": outcome.name, "became": kind_of(outcome),
               "category": getattr(outcome, "category", ""), "walk": outcome.walk, "body": _json(outcome), "at": now()}
        self._lasting(lambda connection: connection.execute(sa.insert(schema.outcomes).values(row)))
        return outcome

    def outcome(self, sha256: str, *, name: str = "", after: int = 0) -> Outcome | None:
        """The outcome in force of a source (of that name, when one is given); None while there is none.

        Without a name, duplicates are left aside: they tell of an arrival, not of the content. after: only one
        recorded later than that `moment()`.
        """
        table = schema.outcomes
        wanted = table.c.name == name if name else table.c.became != "duplicate"
        row = self._one(sa.select(table.c.body).where(table.c.source == sha256, wanted, table.c.id > after)
                        .order_by(table.c.id.desc()).limit(1))
        return None if row is None else _outcome(row["body"])

    def moment(self) -> int:
        """A mark in the row of outcomes: those recorded from here on come after it."""
        rows = self._all(sa.select(sa.func.coalesce(sa.func.max(schema.outcomes.c.id), 0).label("last")))
        return int(rows[0]["last"])

    def outcomes(self, *, became: str = "", since: str = "", limit: int = 1000) -> list[tuple[str, Outcome]]:
        """The outcomes in force with their times, the newest first."""
        table = schema.outcomes
        latest = sa.select(sa.func.max(table.c.id)).group_by(table.c.source, table.c.name)
        query = sa.select(table.c.at, table.c.body).where(table.c.id.in_(latest), table.c.at >= since)
        if became:
            query = query.where(table.c.became == became)
        return [(row["at"], _outcome(row["body"])) for row in self._all(query.order_by(table.c.id.desc()).limit(limit))]

    def counts(self) -> dict[str, int]:
        """How many outcomes of each kind are in force."""
        table = schema.outcomes
        latest = sa.select(sa.func.max(table.c.id)).group_by(table.c.source, table.c.name)
        query = sa.select(table.c.became, sa.func.count()).where(table.c.id.in_(latest)).group_by(table.c.became)
        return {row["became"]: row["count_1"] for row in self._all(query)}

    def find(self, prefix: str) -> list[tuple[str, str]]:
        """What has a key that begins so: (kind, key) pairs, at most 20. Names match too, whole."""
        found = [("source", row["sha256"]) for row in self._all(
            sa.select(schema.sources.c.sha256).where(sa.or_(schema.sources.c.sha256.startswith(prefix, autoescape=True),
                                                            schema.sources.c.name == prefix)).limit(20))]
        for table in (schema.documents, schema.postings, schema.reports):
            found += [(table.name.removesuffix("s"), row["key"]) for row in self._all(
                sa.select(table.c.key).where(table.c.key.startswith(prefix, autoescape=True)).limit(20))]
        return found[:20]

    # What people decided

    def corrections(self, sha256: str) -> list[dict[str, Any]]:
        """Corrections of a source, the oldest first: position, field, value, who, at."""
        table = schema.corrections
        return self._all(sa.select(table).where(table.c.source == sha256).order_by(table.c.id))

    def correct(self, sha256: str, *, position: int, field: str, value: str, who: str) -> None:
        row = {"source": sha256, "position": position, "field": field, "value": value, "who": who, "at": now()}
        self._lasting(lambda connection: connection.execute(sa.insert(schema.corrections).values(row)))

    def acceptances(self, sha256: str) -> dict[str, str]:
        """The doubts about a source that people accepted: reason -> who."""
        table = schema.acceptances
        rows = self._all(sa.select(table).where(table.c.source == sha256).order_by(table.c.id))
        return {row["reason"]: row["who"] for row in rows}

    def accept(self, sha256: str, *, reasons: Iterable[str], who: str) -> None:
        rows = [{"source": sha256, "reason": reason, "who": who, "at": now()} for reason in reasons]
        self._lasting(lambda connection: connection.execute(sa.insert(schema.acceptances), rows))

    # Inside

    def select(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        """Rows of any query of the caller's own."""
        return self._all(query)

    def _save(self, stage: dict[str, Any], *tables: tuple[sa.Table, Sequence[dict[str, Any]]]) -> None:
        def write(connection: sa.Connection) -> None:
            for table, rows in tables:
                for row in rows:
                    connection.execute(self._insert_new(table, row))
            connection.execute(self._insert_new(schema.results, stage | {"at": now()}))

        self._lasting(write)

    def _insert_new(self, table: sa.Table, row: dict[str, Any]) -> Any:
        """An insert that leaves a row of the same key as it is: content-addressed rows never change."""
        insert = postgresql.insert if self.engine.dialect.name == "postgresql" else sqlite.insert
        return insert(table).values(row).on_conflict_do_nothing()

    def _one(self, query: sa.Select[Any]) -> dict[str, Any] | None:
        rows = self._all(query)
        return rows[0] if rows else None

    def _all(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        return self._lasting(lambda connection: [dict(row) for row in connection.execute(query).mappings()],
                             reading=True)

    def _lasting(self, work: Callable[[sa.Connection], T], *, reading: bool = False) -> T:
        """Run `work` in a transaction, again while the trouble is of the passing kind. Readers wait for no writer."""
        started, pause = time.monotonic(), FIRST_PAUSE
        while True:
            try:
                with self.engine.connect().execution_options(reading=reading) as connection, connection.begin():
                    return work(connection)
            except sa.exc.DBAPIError as error:
                if not _passing(error):
                    raise StorageFailure(f"The database refused: {error.orig}", stage="store") from error
                if time.monotonic() - started > PATIENCE:
                    raise StorageFailure(f"The database stayed away: {error.orig}", stage="store") from error
            time.sleep(pause * (0.5 + random.random()))
            pause = min(2.0, pause * 2)


def beside_key(report: str) -> str:
    """The key under which is kept what a report tells of beside its own file."""
    return content_key("beside", report)


def open_store(settings: Settings) -> Store:
    """The store that the settings name, made ready."""
    return Store(settings.database, Files(settings.files))


@cache
def the_store() -> Store:
    """The store that the environment names, opened once in a process."""
    return open_store(load())


def now() -> str:
    """This moment as ISO 8601 text in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _engine(database: str) -> sa.Engine:
    engine = sa.create_engine(database, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Writers queue from the start: a lock that is wanted half way through cannot be waited for."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _prepare(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":  # several workers may open a new store at the same moment
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(74205411)"))
    schema.metadata.create_all(connection)
    if connection.execute(sa.select(schema.schema_info)).first() is None:
        connection.execute(sa.insert(schema.schema_info).values(version=schema.VERSION, at=now()))


def _is_noted(connection: sa.Connection, arrival: dict[str, Any]) -> bool:
    table = schema.arrivals
    same = [table.c[name] == arrival[name] for name in ("source", "name", "origin")]
    return connection.execute(sa.select(table.c.id).where(*same).limit(1)).first() is not None


def _passing(error: sa.exc.DBAPIError) -> bool:
    """Whether the same statement may do in a moment: locks, restarts, lost connections, serialisation."""
    if error.connection_invalidated or isinstance(error, sa.exc.OperationalError) and "no such" not in str(error.orig):
        return "disk I/O" not in str(error.orig) and "readonly" not in str(error.orig)
    return getattr(error.orig, "sqlstate", "") in ("40001", "40P01")


def _json(value: object) -> str:
    return _clean(msgspec.json.encode(value).decode())


def _clean(text: str) -> str:
    """PostgreSQL text cannot hold NUL; JSON writes it as an escape, which its json functions refuse as well."""
    return text.replace("\\u0000", "\\ufffd").replace("\x00", "\ufffd")


def _outcome(body: str) -> Outcome:
    outcome: Outcome = msgspec.json.decode(body, type=Outcome)
    return outcome
