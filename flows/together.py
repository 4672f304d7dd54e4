"""Several files of one case: once each was walked, their reports are written again, each knowing of the others.

A recorded call with its slides or notes in one dropped folder is one case: what they say differently stands in the
reports of both. Of one file, or of files that have nothing to say to each other, nothing is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from analyzers.beside import Beside, is_call
from extractors.document import Source
from extractors.keys import content_key
from flows.masking import Shown
from flows.outcome import Done, Outcome, Review
from flows.products import report_rows
from flows.settings import load
from flows.store import Store
from flows.walk import Wish, analysis_version


class _Told(NamedTuple):
    """What one file of the case tells: the keys of its postings in the store, and the postings as they are shown."""

    keys: tuple[str, ...] = ()
    found: tuple[Beside, ...] = ()


def together(store: Store, sources: Sequence[Source], outcomes: Sequence[Outcome], wish: Wish) -> list[Outcome]:
    """The outcomes, those with fuller reports recorded anew. An outcome that was known before stays as it is."""
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
    found = tuple(Beside(name=source.name, document=document, posting=shown.posting(key)) for key in outcome.postings)
    return _Told(outcome.postings, found)


def _fuller(shown: Shown, source: Source, outcome: Outcome, told: dict[str, _Told], wish: Wish) -> Outcome:
    if outcome.again or not isinstance(outcome, (Done, Review)) or not outcome.postings:
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
    return shown.store.record(msgspec.structs.replace(outcome, reports=keys))
