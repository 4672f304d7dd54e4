"""What the other files of a case say: a recorded call beside its slides, its notes, or the written posting.

Facts are compared field by field; one that both state and state differently is a conflict, shown with both wordings.
Which of them holds is for people to tell: neither is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from analyzers.posting import Absent, Fact, Posting
from extractors.document import Document, Kind, Struct

FIELDS = ("title", "employer", "department", "places", "pay", "equity", "bonus", "experience", "education",
          "headcount", "employment", "travel", "visa", "apply_by")


class Agreement(StrEnum):
    """How another file's fact stands to this one's."""

    SAME = "same"
    CONFLICT = "conflict"
    ADDED = "added"  # only the other file states it


class Beside(Struct):
    """Another file of the case, and the posting in it that is about the same role. name: of the file."""

    name: str
    document: Document
    posting: Posting


class Compared(Struct):
    """A fact of another file. own: this posting's words, "" where it states nothing."""

    field: str
    agreement: Agreement
    own: str
    other: Fact[Any]
    beside: Beside


def is_call(document: Document) -> bool:
    return any(block.kind is Kind.TURN for block in document.blocks)


def of_one_role(posting: Posting, document: Document, others: Sequence[Beside]) -> tuple[Beside, ...]:
    """The others that belong to this posting: a call's documents, or a document's calls, about the same role.

    Where both title and employer are stated and both differ it is another role.
    """
    spoken = is_call(document)
    return tuple(other for other in others
                 if is_call(other.document) is not spoken and not _of_another_role(posting, other))


def may_be_of_one_role(posting: Posting, other: Posting) -> bool:
    """For files that nobody put together: of title and employer, what both state must agree in one at least."""
    stated = [(getattr(posting, field), getattr(other, field), field) for field in ("title", "employer")]
    both = [agree(field, mine.value, theirs.value) for mine, theirs, field in stated
            if isinstance(mine, Fact) and isinstance(theirs, Fact)]
    return any(both) or not both


def compared(posting: Posting, others: Sequence[Beside]) -> tuple[Compared, ...]:
    """The facts of the others, conflicts first, then in the order of the fields."""
    found = []
    for other in others:
        for field in FIELDS:
            mine, theirs = getattr(posting, field), getattr(other.posting, field)
            if isinstance(theirs, Absent):
                continue
            own = mine.words if isinstance(mine, Fact) else ""
            agreement = (Agreement.ADDED if isinstance(mine, Absent)
                         else Agreement.SAME if agree(field, mine.value, theirs.value) else Agreement.CONFLICT)
            found.append(Compared(field=field, agreement=agreement, own=own, other=theirs, beside=other))
    return tuple(sorted(found, key=lambda one: one.agreement is not Agreement.CONFLICT))


def agree(field: str, mine: Any, theirs: Any) -> bool:
    """Whether two values of a field say the same: wording and what only one of them leaves open do not count."""
    return _SAME.get(field, _alike)(mine, theirs)


def _of_another_role(posting: Posting, other: Beside) -> bool:
    pairs = [(getattr(posting, field), getattr(other.posting, field), field) for field in ("title", "employer")]
    return all(isinstance(mine, Fact) and isinstance(theirs, Fact) and not agree(field, mine.value, theirs.value)
               for mine, theirs, field in pairs)


def _alike(mine: Any, theirs: Any) -> bool:
    """Texts: one holds the other, spaces and case aside. Anything else: equal."""
    if not isinstance(mine, str) or not isinstance(theirs, str):
        return bool(mine == theirs)
    a, b = ("".join(text.split()).casefold() for text in (mine, theirs))
    return a in b or b in a


def _same_pay(mine: Any, theirs: Any) -> bool:
    parts = [(pay.minimum, pay.maximum, pay.currency, pay.period, pay.months) for pay in (mine, theirs)]
    return parts[0] == parts[1]


def _same_places(mine: Any, theirs: Any) -> bool:
    cities = [{place.city for place in places if place.city} for places in (mine, theirs)]
    return not all(cities) or bool(cities[0] & cities[1])


_SAME: dict[str, Callable[[Any, Any], bool]] = {"pay": _same_pay, "places": _same_places}
