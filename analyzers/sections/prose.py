"""English prose that stands among a posting's items: about the company, invitations, conditions for everybody.

Lists in text without line breaks run on into such prose; it is told by how its sentences begin.
"""

from __future__ import annotations

from analyzers.wording import pattern

_COMPANY = pattern("prose", "company")  # "We need ..." and "Our ideal candidate ..." are none
_INVITES = pattern("prose", "invites")
_EVERYBODY, _EVERYBODY_INSIDE = pattern("prose", "everybody"), pattern("prose", "everybody_inside")
_MUST = pattern("prose", "must")
_DUTY = pattern("prose", "duty")
_OFFER = pattern("prose", "offer")
_SENTENCE = pattern("prose", "sentence")


def begins_a_sentence(text: str) -> bool:
    """Whether a text begins as a sentence of prose does, not as an entry of a list."""
    return _SENTENCE.match(text) is not None


def about_company(text: str) -> bool:
    """Whether a sentence speaks of the company, not of a duty, a demand or a benefit."""
    return _COMPANY.match(text) is not None


def invites(text: str) -> bool:
    """Whether a sentence asks the reader to apply, to share or to read on."""
    return _INVITES.match(text) is not None


def for_everybody(text: str) -> bool:
    """Whether a sentence is a condition of the company for everybody, or a word on its diversity."""
    if _EVERYBODY.match(text):
        return True
    small = text.lower()
    return ("regardless" in small or "diversity" in small) and _EVERYBODY_INSIDE.match(text) is not None


def demands_outright(text: str) -> bool:
    """Whether a sentence says that the one who is sought must have something."""
    return _MUST.match(text) is not None


def assigns_outright(text: str) -> bool:
    """Whether a sentence says that the one who is sought is responsible for something."""
    return _DUTY.match(text) is not None


def offers(text: str) -> bool:
    """Whether a sentence says that the company offers something to its people."""
    return _OFFER.match(text) is not None
