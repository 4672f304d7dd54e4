"""The walk of one file, in plain functions: bytes -> document -> postings -> reports -> outcome.

    source = take(store, path)                 # the bytes are kept before any work
    outcome = process(store, source, Wish())   # Done, Review, Duplicate or Failed; never an exception

Every stage is keyed by the bytes' hash, the stage, its version and its options; a stage whose result the store has is
not run again. Stages exchange keys; documents stay in the store.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

import analyzers
import extractors
from extractors.document import Source, Struct
from extractors.errors import EmptyInput, RolescanError
from extractors.keys import content_key, sha256_of
from extractors.options import Options
from extractors.registry import choose
from extractors.source import speakers_told
from flows import outcome as outcomes
from flows.conclude import conclude
from flows.corrections import corrected
from flows.folder.claim import safe_name
from flows.links import relations
from flows.masking import Shown
from flows.outcome import Duplicate, Failed, Outcome, StageRun
from flows.products import posting_rows, report_rows
from flows.settings import load
from flows.store import Store

MAX_MESSAGE = 1000  # characters of an error that is not ours
Watch = Callable[[str], None]  # is told the name of each stage as it starts


class Wish(Struct):
    """What the caller wants. language: of the reports, "" for each posting's own; afresh: use no earlier result."""

    options: Options = Options()
    language: str = ""
    afresh: bool = False


class Ran(Struct):
    """What a stage came to: keys of its products in the store."""

    keys: tuple[str, ...]
    run: StageRun


def silent(_stage: str) -> None:
    """The watch of nobody."""


def take(store: Store, path: Path, *, name: str = "", origin: str = "", tags: tuple[str, ...] = ()) -> Source:
    """Keep the file's bytes under their hash. Raises StorageFailure; what the bytes are is told by `describe`.

    The record comes back as it came now: its name may differ from the one that the bytes first came under.
    """
    name = safe_name(name or path.name)
    source = store.receive(path, name=name, origin=origin, tags=tags)
    return msgspec.structs.replace(source, name=name, origin=origin, tags=tags)


def known(store: Store, source: Source, wish: Wish) -> Outcome | None:
    """The outcome when nothing has to be done: the same bytes, versions and options ended before. Else None.

    Bytes that came first under another name are a Duplicate of that one, unless the name tells how many speak.
    """
    wish = told_by_name(source, wish)
    first = store.source(source.sha256)
    earlier = store.outcome(source.sha256)
    usable = earlier is not None and not (isinstance(earlier, Failed) and not earlier.final)
    if usable and first.name != source.name and speakers_told(first.name) == speakers_told(source.name):
        return Duplicate(source=source.sha256, name=source.name, of=first.key, first_name=first.name)
    if usable and not wish.afresh and earlier is not None and earlier.walk == walk_key(store, first, wish):
        return msgspec.structs.replace(earlier, again=True)
    return None


def told_by_name(source: Source, wish: Wish) -> Wish:
    """The wish with how many speak in a recording, where its name tells ("call.3spk.mp3") and the wish does not."""
    speech, told = wish.options.speech, speakers_told(source.name)
    if speech.speakers or not told:
        return wish
    speech = msgspec.structs.replace(speech, speakers=told)
    return msgspec.structs.replace(wish, options=msgspec.structs.replace(wish.options, speech=speech))


def process(store: Store, source: Source, wish: Wish = Wish(), *, watch: Watch = silent) -> Outcome:
    """All stages of one source, one after another, with the outcome recorded. Never raises."""
    runs: list[StageRun] = []
    wish = told_by_name(source, wish)
    try:
        seen = known(store, source, wish)
        if seen is not None:
            return remember(store, seen)
        watch("describe")
        source = describe(store, source)
        document = _note(runs, read(store, source, wish, watch=watch))
        postings = _note(runs, structure(store, source, document.keys[0], wish, watch=watch))
        reports = _note(runs, report(store, source, document.keys[0], postings.keys, wish, watch=watch))
        result = conclude(store, source, document.keys[0], postings.keys, reports.keys)
    except Exception as error:  # noqa: BLE001 - the edge: whatever happens to a file becomes its outcome
        result = failure(error, source)
    return remember(store, sealed(store, source, wish, result, runs))


def sealed(store: Store, source: Source, wish: Wish, outcome: Outcome, runs: Sequence[StageRun]) -> Outcome:
    """The outcome with what decided it and how the stages went."""
    decided_by = walk_key(store, store.source(source.sha256), wish)
    return msgspec.structs.replace(outcome, walk=decided_by, stages=tuple(runs), origin=source.origin,
                                   wish=msgspec.json.decode(msgspec.json.encode(wish)))


def failure(error: Exception, source: Source) -> Outcome:
    """Whatever went wrong, as an outcome. An error that is not ours is category "internal"."""
    if isinstance(error, RolescanError):
        return outcomes.from_error(named(error, source), source=source.sha256, name=source.name)
    return Failed(source=source.sha256, name=source.name, category="internal", stage="walk",
                  message=f"{type(error).__name__}: {error}"[:MAX_MESSAGE], hint=RolescanError.default_hint,
                  retryable=True)


def named(error: RolescanError, source: Source) -> RolescanError:
    """The error with the file's name where it tells of the place in the store that the bytes were read from."""
    message = error.message.replace(source.path or source.sha256, source.name).replace(source.sha256, source.name)
    return type(error)(message, stage=error.stage, hint=error.hint, page=error.page)


def remember(store: Store, outcome: Outcome) -> Outcome:
    """Record the outcome, unless it is the one in force already. A store that is away leaves it unrecorded."""
    if outcome.again:
        return outcome
    if isinstance(outcome, Duplicate) and isinstance(store.outcome(outcome.source, name=outcome.name), Duplicate):
        return msgspec.structs.replace(outcome, again=True)
    return store.record(outcome)


# The stages


def describe(store: Store, source: Source) -> Source:
    """The source with its media type, told from its bytes. Raises EmptyInput, Unsupported, TooLarge."""
    if source.size == 0:
        raise EmptyInput(f"{source.name} is empty (0 bytes).", stage="receive")
    with store.original(source) as path:
        told = extractors.describe(str(path), name=source.name, origin=source.origin, tags=source.tags)
    if told.media_type != source.media_type:
        store.describe(source.sha256, told.media_type)
    return msgspec.structs.replace(source, media_type=told.media_type)


def read(store: Store, source: Source, wish: Wish, *, watch: Watch = silent) -> Ran:
    """The document of a source. Raises RolescanError."""

    def work(stage: dict[str, Any]) -> tuple[str, ...]:
        with store.original(source) as path:
            document = extractors.extract(msgspec.structs.replace(source, path=str(path)), wish.options)
        stage |= {"seconds": time.perf_counter() - started, "keys": _keys(document.key)}
        store.save_document(document, stage)
        return (document.key,)

    started = time.perf_counter()
    return _once(store, source, "read", reader_version(source), (wish.options,), wish, work, watch)


def structure(store: Store, source: Source, document_key: str, wish: Wish, *, watch: Watch = silent) -> Ran:
    """The postings of a document, with what people corrected."""
    corrections = store.corrections(source.sha256)

    def work(stage: dict[str, Any]) -> tuple[str, ...]:
        document = store.document(document_key)
        found = analyzers.postings(document)
        postings = [corrected(posting, [row for row in corrections if row["position"] == position])
                    for position, posting in enumerate(found)]
        rows = posting_rows(postings, source.sha256)
        keys = tuple(row["key"] for row in rows)
        related = relations(store, document, postings, source.sha256)
        store.save_postings(rows, stage | {"seconds": time.perf_counter() - started, "keys": _keys(*keys)}, *related)
        return keys

    started = time.perf_counter()
    options = (document_key, [(row["id"], row["field"], row["value"]) for row in corrections])
    return _once(store, source, "structure", analysis_version(), options, wish, work, watch)


def report(store: Store, source: Source, document_key: str, posting_keys: tuple[str, ...], wish: Wish, *,
           watch: Watch = silent) -> Ran:
    """The reports of the postings, one each, in the wished language or each posting's own."""

    def work(stage: dict[str, Any]) -> tuple[str, ...]:
        rows = report_rows(Shown(store, redact=masked), source, document_key, posting_keys, wish.language)
        keys = tuple(row["key"] for row in rows)
        store.save_reports(rows, stage | {"seconds": time.perf_counter() - started, "keys": _keys(*keys)})
        return keys

    started = time.perf_counter()
    masked = load().redact
    options = (document_key, posting_keys, wish.language, *(["redact"] if masked else []))
    return _once(store, source, "report", analysis_version(), options, wish, work, watch)


# Keys and versions


def walk_key(store: Store, source: Source, wish: Wish) -> str:
    """Everything that decides what becomes of these bytes. `source` is the store's own record of them."""
    try:
        reader = reader_version(source)
    except RolescanError:  # of a type that nothing reads
        reader = "none"
    corrections = [(row["position"], row["field"], row["value"]) for row in store.corrections(source.sha256)]
    return content_key("walk", source.sha256, reader, analysis_version(),
                       wish.options, wish.language, corrections, store.acceptances(source.sha256),
                       *(["redact"] if load().redact else []))


def reader_version(source: Source) -> str:
    """Name and version of the extractor that reads it; "" while its type is not known. Raises Unsupported."""
    if not source.media_type:
        return ""
    extractor = choose(source)
    return f"{extractor.name} {extractor.version}"


@cache
def analysis_version() -> str:
    """A fingerprint of the analyzers as installed: rules and knowledge decide the answer, so their files are it.

    Nobody has to think of raising a number, and what it makes redo takes a tenth of a second a file.
    """
    folder = Path(analyzers.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yaml", ".css", ".html"))
    return content_key([(path.relative_to(folder).as_posix(), sha256_of(path)) for path in files])


def _once(store: Store, source: Source, stage: str, version: str, options: tuple[Any, ...], wish: Wish,
          work: Callable[[dict[str, Any]], tuple[str, ...]], watch: Watch) -> Ran:
    """The stage's earlier result, or the work and its result. Seconds are those of the work whenever it was done."""
    key = content_key(source.sha256, stage, version, options)
    before = None if wish.afresh else store.result(key)
    if before is not None:
        return Ran(keys=before.keys, run=StageRun(stage=stage, seconds=before.seconds, reused=True))
    watch(stage)
    started = time.perf_counter()
    keys = work({"key": key, "source": source.sha256, "stage": stage, "version": version})
    return Ran(keys=keys, run=StageRun(stage=stage, seconds=time.perf_counter() - started))


def _note(runs: list[StageRun], ran: Ran) -> Ran:
    runs.append(ran.run)
    return ran


def _keys(*keys: str) -> str:
    return msgspec.json.encode(keys).decode()
