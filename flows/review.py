"""Cases that wait for a person: what was doubted and why; accept, correct, try again. Kept with who and when.

After each decision the case walks again: stages whose result stands are not redone, so it takes a moment, and the
decision holds on every later reading of the same bytes.
"""

from __future__ import annotations

from typing import Any

import msgspec

from analyzers.posting import Absent, Fact, Posting
from extractors.document import Action, Struct
from flows import store_schema as schema
from flows import walk
from flows.corrections import is_speaker, parse
from flows.outcome import Outcome, Review
from flows.store import Store
from flows.walk import Wish

UNSURE_FACT = 0.7  # confidence below which a fact is shown for a look


class Doubt(Struct):
    """One thing to look at. about: a field, a place in the document, or the whole; words: what stands there."""

    about: str
    why: str
    words: str = ""


def waiting(store: Store, *, limit: int = 1000) -> list[tuple[str, Outcome]]:
    """The cases in review with the time they came there, the newest first."""
    return store.outcomes(became="review", limit=limit)


def doubts(store: Store, outcome: Outcome) -> list[Doubt]:
    """Everything doubted about a case: its reasons, unsure or unread fields, and the reading's own doubts."""
    found = [Doubt(about="the case", why=reason) for reason in getattr(outcome, "reasons", ())]
    for key in getattr(outcome, "postings", ()):
        posting = msgspec.json.decode(store.row(schema.postings, key)["body"], type=Posting)
        found += [doubt for name in Posting.__struct_fields__ if (doubt := _of_field(name, getattr(posting, name)))]
    if getattr(outcome, "document", ""):
        notes = store.document(outcome.document).notes  # type: ignore[union-attr]
        found += [Doubt(about=note.stage, why=note.reason, words=note.after or note.before) for note in notes
                  if note.action is Action.DOUBTED]
    return found


def accept(store: Store, sha256: str, *, who: str) -> Outcome:
    """Take the case as it is: its reasons are no doubts any more. Raises ValueError when it is not in review."""
    outcome = store.outcome(sha256)
    if not isinstance(outcome, Review):
        raise ValueError("It is not in review.")
    if not outcome.document:
        raise ValueError("Nothing was read of it, so there is nothing to accept; try it again.")
    store.accept(sha256, reasons=outcome.reasons, who=who)
    return again(store, sha256)


def correct(store: Store, sha256: str, *, field: str, value: str, who: str, position: int = 0) -> Outcome:
    """Set a field of the case's posting at `position` (0 is the first). Raises ValueError for what does not fit."""
    outcome = store.outcome(sha256)
    count = len(getattr(outcome, "postings", ()))
    if not 0 <= position < count:
        raise ValueError(f"The case has {count} postings; there is no posting {position + 1}.")
    parse(field, value)
    if is_speaker(field):
        _is_heard(store, outcome, field)
    store.correct(sha256, position=position, field=field, value=value, who=who)
    return again(store, sha256)


def _is_heard(store: Store, outcome: Outcome | None, speaker: str) -> None:
    """Raises ValueError when nobody of that name speaks in the case."""
    heard = list(dict.fromkeys(block.speaker for block in store.document(getattr(outcome, "document", "")).blocks
                               if block.speaker))
    if speaker not in heard:
        there = f"its speakers are {', '.join(heard)}" if heard else "nobody speaks in it"
        raise ValueError(f"There is no {speaker!r} in {getattr(outcome, 'name', 'it')}: {there}.")


def again(store: Store, sha256: str, *, wish: Wish | None = None) -> Outcome:
    """Walk the case again: as it was wished before, or as it is wished now."""
    outcome = store.outcome(sha256)
    if wish is None:
        wish = wish_of(outcome)
    source = store.source(sha256)
    return walk.process(store, source, wish)


def wish_of(outcome: Outcome | None) -> Wish:
    """What the case was walked with; the default where that is not known any more."""
    try:
        wish = msgspec.convert(outcome.wish if outcome is not None else {}, Wish)
    except msgspec.ValidationError:  # options that an older version had
        return Wish()
    return msgspec.structs.replace(wish, afresh=False)


def _of_field(name: str, value: Any) -> Doubt | None:
    if isinstance(value, Fact) and value.confidence < UNSURE_FACT:
        return Doubt(about=name, why=f"confidence {value.confidence:.2f}", words=value.words or str(value.value))
    if isinstance(value, Absent) and value.reason.startswith(("unparsed", "ambiguous")):
        return Doubt(about=name, why=value.reason)
    return None
