"""A posting masked along with its document: every quote is the masked words, every offset points at them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from analyzers.posting import Contact, Fact, Item, Posting, Skill
from analyzers.redact.hits import labels
from analyzers.redact.mask import Mask
from extractors.document import Document, Evidence

ORIGINAL = "redacted.of"  # in a masked posting's `extra`: the key of the posting as it is in the store
KINDS = "redacted.kinds"  # and what was masked in its document: "2 person, 1 phone"
_KEPT = frozenset({"document", "slice", "language", "schema_version", "extra"})
_CORRECTED_BY = re.compile(r"^.*, (?=\d{4}-\d{2}-\d{2}$)")  # "name, date": who corrected a field is a person too


class PostingMasker:
    """Masks postings of one document. alone: masks a text that stands nowhere in the document."""

    def __init__(self, old: Document, new: Document, masks: Mapping[str, Mask], alone: Callable[[str], str]) -> None:
        self._old = {block.id: block.text for block in old.blocks}
        self._new = {block.id: block.text for block in new.blocks}
        self._masks = masks
        self._alone = alone
        self._language = old.language

    def masked(self, posting: Posting, told: str) -> Posting:
        """The posting with people masked in every text it carries. told: what was masked, for `extra`."""
        fields = {name: self._walk(getattr(posting, name)) for name in posting.__struct_fields__ if name not in _KEPT}
        fields["contacts"] = tuple(self._contact(fact, posting.language) for fact in posting.contacts)
        extra = {name: self._extra(name, text) for name, text in posting.extra.items()}
        return msgspec.structs.replace(posting, **fields, extra=extra | {ORIGINAL: posting.key, KINDS: told})

    def _walk(self, value: Any) -> Any:
        match value:
            case tuple():
                return tuple(self._walk(item) for item in value)
            case Fact():
                text = value.value
                shown = self._words(text, value.evidence) if type(text) is str else text
                words = self._words(value.words, value.evidence)
                return msgspec.structs.replace(value, value=shown, words=words, evidence=self._moved(value.evidence))
            case Item():
                text = self._words(value.text, value.evidence)
                return msgspec.structs.replace(value, text=text, evidence=self._moved(value.evidence))
            case Skill():
                (evidence,) = self._moved((value.evidence,))
                return msgspec.structs.replace(
                    value, words=self._words(value.words, (value.evidence,)), evidence=evidence
                )
            case msgspec.Struct():
                changes = {name: self._walk(getattr(value, name)) for name in value.__struct_fields__ if name != "kind"}
                return msgspec.structs.replace(value, **changes)
        return self._alone(value) if type(value) is str else value

    def _contact(self, fact: Fact[Contact], language: str) -> Fact[Contact]:
        """A contact keeps its kind and the place of its words; its value is what now stands there."""
        words = self._words(fact.words, fact.evidence)
        label = labels(self._language or language).get(fact.value.kind)
        value = words if words != fact.words else label or self._alone(fact.value.value)
        shown = msgspec.structs.replace(fact.value, value=value)
        return msgspec.structs.replace(fact, value=shown, words=words, evidence=self._moved(fact.evidence))

    def _extra(self, name: str, text: str) -> str:
        return _CORRECTED_BY.sub("", text) if name.startswith("corrected.") else self._alone(text)

    def _moved(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        found = []
        for item in evidence:
            start, end = self._masks[item.block].span(item.start, item.end)
            found.append(Evidence(block=item.block, start=start, end=end))
        return tuple(found)

    def _words(self, text: str, evidence: tuple[Evidence, ...]) -> str:
        """`text` masked: the new quote where it was the old one, else masked by itself."""
        quotes = [self._old[item.block][item.start : item.end] for item in evidence]
        for joint in (" ", "", "\n"):
            if quotes and text == joint.join(quotes):
                return joint.join(self._new[item.block][item.start : item.end] for item in self._moved(evidence))
        return self._alone(text)
