"""What became of a file: exactly one of Done, Review, Duplicate and Failed."""

from __future__ import annotations

from typing import Any, Union

from extractors.document import Struct
from extractors.errors import BadInput, RolescanError


class StageRun(Struct):
    """One stage of the walk as it went. seconds: of the work, also where its result was reused."""

    stage: str
    seconds: float
    reused: bool = False


class Case(Struct):
    """What every outcome tells. source: sha256 of the bytes; name: the file's; again: nothing had to be done.

    walk: key of everything that decides the result (bytes, stage versions, options, language, corrections).
    wish: the options and language it was walked with, as plain data, for walking it again. origin: of the arrival that
    was walked, so that a walk begun twice is told from bytes that came twice.
    """

    source: str
    name: str
    walk: str = ""
    wish: dict[str, Any] = {}
    origin: str = ""
    again: bool = False
    stages: tuple[StageRun, ...] = ()

    @property
    def key(self) -> str:
        """The short key that people type."""
        return self.source[:32]


class Done(Case, tag="done", tag_field="became", kw_only=True):
    """All was read and nothing is in doubt. accepted_by: who accepted the doubts, "" when there were none."""

    document: str
    postings: tuple[str, ...]
    reports: tuple[str, ...]
    accepted_by: str = ""


class Review(Case, tag="review", tag_field="became", kw_only=True):
    """A person should look. document and reports are empty when it came to none."""

    reasons: tuple[str, ...]
    category: str = "doubt"
    stage: str = "conclude"
    hint: str = "Look at the reasons with `rolescan review`, then accept, correct or retry."
    document: str = ""
    postings: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


class Duplicate(Case, tag="duplicate", tag_field="became", kw_only=True):
    """The same bytes came before. of: key of that source; first_name: what it was called."""

    of: str
    first_name: str = ""


class Failed(Case, tag="failed", tag_field="became", kw_only=True):
    """It could not be read. final: the file itself is at fault, so that trying again changes nothing."""

    category: str
    stage: str
    message: str
    hint: str
    page: int = 0
    retryable: bool = False
    final: bool = False


Outcome = Union[Done, Review, Duplicate, Failed]


def from_error(error: RolescanError, *, source: str, name: str, walk: str = "",
               stages: tuple[StageRun, ...] = ()) -> Review | Failed:
    """The outcome of an error: Review where a person can help, else Failed."""
    if error.review:
        return Review(source=source, name=name, walk=walk, stages=stages, reasons=(error.message,),
                      category=error.category, stage=error.stage, hint=error.hint)
    return Failed(source=source, name=name, walk=walk, stages=stages, category=error.category, stage=error.stage,
                  message=error.message, hint=error.hint, page=error.page, retryable=error.retryable,
                  final=isinstance(error, BadInput))


def kind_of(outcome: Outcome) -> str:
    """ "done", "review", "duplicate" or "failed". """
    return str(type(outcome).__struct_config__.tag)


def reports_of(outcome: Outcome) -> tuple[str, ...]:
    return outcome.reports if isinstance(outcome, (Done, Review)) else ()


def reason_of(outcome: Outcome) -> str:
    """One line for people: why it is where it is."""
    match outcome:
        case Review():
            return "; ".join(outcome.reasons)
        case Failed():
            return f"{outcome.message} {outcome.hint}"
        case Duplicate():
            return f"same bytes as {outcome.first_name or outcome.of}"
        case _:
            return f"accepted by {outcome.accepted_by}" if outcome.accepted_by else ""
