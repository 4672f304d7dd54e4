"""Several files of one case: once each was walked, their reports are written again, each knowing of the others.

A recorded call with its slides or notes in one dropped folder is one case: what they say differently stands in the
reports of both. Of one file, or of files that have nothing to say to each other, nothing is done.

Whoever drops a folder into the inbox says that it is one case. Folders that a command goes through say nothing, so
there a case is only what can hardly be anything else: one call, and the few documents that lie beside or below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from analyzers.beside import Beside, is_call, may_be_of_one_role
from extractors.document import Source
from extractors.keys import content_key
from flows.masking import Shown
from flows.outcome import Done, Outcome, Review
from flows.products import report_rows
from flows.settings import load
from flows.store import Store
from flows.walk import Wish, analysis_version

MOST_FILES = 20  # of a case that nobody named one: a call, its notes, the posting, slides photographed one by one


class _Told(NamedTuple):
    """What one file of the case tells: the keys of its postings in the store, and the postings as they are shown."""

    keys: tuple[str, ...] = ()
    found: tuple[Beside, ...] = ()


def in_folders(store: Store, walked: Mapping[Path, tuple[Source, Outcome]], wish: Wish) -> dict[Path, Outcome]:
    """The outcomes of files that a command went through, those of a call and its documents with fuller reports."""
    outcomes = {path: outcome for path, (_, outcome) in walked.items()}
    recordings = [path for path, (source, _) in walked.items() if _is_recording(store, source)]
    for files in _cases(list(walked), recordings):
        call = next(file for file in files if file in recordings)
        said = _told(Shown(store, redact=load().redact), *walked[call])
        kept = [file for file in files if file == call or _belongs(store, said, *walked[file])]
        fuller = together(store, [walked[file][0] for file in kept], [outcomes[file] for file in kept], wish)
        outcomes.update(zip(kept, fuller, strict=True))
    return outcomes


def _cases(files: Sequence[Path], recordings: Sequence[Path]) -> Iterator[list[Path]]:
    """The files beside and below each recording, where it is the only one there and they are few."""
    for folder in dict.fromkeys(recording.parent for recording in recordings):
        inside = [file for file in files if folder in file.parents]
        if 1 < len(inside) <= MOST_FILES and sum(file in recordings for file in inside) == 1:
            yield inside


def _is_recording(store: Store, source: Source) -> bool:
    return bool(source.sha256) and store.source(source.sha256).media_type.startswith(("audio/", "video/"))


def _belongs(store: Store, call: _Told, source: Source, outcome: Outcome) -> bool:
    """Whether a document has a posting that may be the one which the call is about."""
    found = _told(Shown(store, redact=load().redact), source, outcome)
    return any(may_be_of_one_role(said.posting, one.posting) for said in call.found for one in found.found)


def together(store: Store, sources: Sequence[Source], outcomes: Sequence[Outcome], wish: Wish) -> list[Outcome]:
    """The outcomes, those with fuller reports recorded anew."""
    shown = Shown(store, redact=load().redact)
    told = {source.sha256: _told(shown, source, outcome) for source, outcome in zip(sources, outcomes, strict=True)}
    calls = {sha256 for sha256, (_, found) in told.items() if found and is_call(found[0].document)}
    if not calls or len(calls) == len([one for one in told.values() if one.found]):
        return list(outcomes)
    return [_fuller(shown, source, outcome, told, wish) for source, outcome in zip(sources, outcomes, strict=True)]


def _told(shown: Shown, source: Source, outcome: Outcome) -> _Told:
    if not isinstance(outcome, (Done, Review)) or not outcome.document:
        return _Told()
    document = shown.document(outcome.document)
    name = shown.name(source.name)
    found = tuple(Beside(name=name, document=document, posting=shown.posting(key)) for key in outcome.postings)
    return _Told(outcome.postings, found)


def _fuller(shown: Shown, source: Source, outcome: Outcome, told: dict[str, _Told], wish: Wish) -> Outcome:
    if not isinstance(outcome, (Done, Review)) or not outcome.postings:
        return outcome
    others = [one for sha256, one in told.items() if sha256 != source.sha256]
    beside = [found for one in others for found in one.found]
    rows = report_rows(shown, source, outcome.document, outcome.postings, wish.language, beside)
    keys = tuple(row["key"] for row in rows)
    if keys == outcome.reports:
        return outcome
    stage = {"key": content_key(source.sha256, "case", analysis_version(), keys), "source": source.sha256,
             "stage": "case", "version": analysis_version(), "seconds": 0.0, "keys": msgspec.json.encode(keys).decode()}
    shown.store.save_reports(rows, stage, beside=[key for one in others for key in one.keys])
    recorded = shown.store.record(msgspec.structs.replace(outcome, reports=keys, again=False))
    return msgspec.structs.replace(recorded, again=outcome.again)
