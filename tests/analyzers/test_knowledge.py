"""The knowledge base: every reference resolves, every entry is dated and sourced, both languages are filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from analyzers.cues import cues
from analyzers.knowledge import groups, knowledge
from analyzers.knowledge.schema import Entry, Text
from analyzers.knowledge.vocabulary import vocabulary

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
SHELVES = ("technology", "facet", "direction", "challenge", "domain", "growth", "resource", "blueprint")
KINDS = {"technology", "method", "tool", "language", "soft", "certificate", "domain"}


def entries() -> Iterator[Entry]:
    for shelf in SHELVES:
        yield from getattr(knowledge(), shelf).values()


def texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from texts(member)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name))


def test_size() -> None:
    base = knowledge()
    assert len(vocabulary().terms) >= 1500
    assert len(base.technology) >= 120
    assert len(base.direction) >= 20
    assert len(base.domain) >= 14


def test_every_reference_resolves() -> None:
    base, terms = knowledge(), vocabulary().terms
    wanted: list[tuple[str, str, Any]] = []
    for entry in base.technology.values():
        wanted += [(entry.id, name, base.technology) for name in (*entry.related, *entry.alternatives)]
        wanted += [(entry.id, entry.skill, terms)] if entry.skill else []
    for facet in base.facet.values():
        wanted += [(facet.id, name, base.technology) for name in facet.technologies]
        wanted += [(facet.id, name, base.challenge) for name in facet.challenges]
        wanted += [(facet.id, name, terms) for name in facet.skills]
    for direction in base.direction.values():
        wanted += [(direction.id, name, base.challenge) for name in direction.challenges]
        wanted += [(direction.id, name, base.resource) for name in direction.resources]
        wanted += [(direction.id, name, base.blueprint) for name in direction.blueprints]
        wanted.append((direction.id, direction.growth, base.growth))
    wanted += [(entry.id, name, terms) for entry in base.challenge.values() for name in entry.skills]
    wanted += [(entry.id, name, terms) for entry in base.blueprint.values() for name in entry.skills]
    wanted += [(entry.id, name, base.technology) for entry in base.domain.values() for name in entry.technologies]
    assert [(entry, name) for entry, name, shelf in wanted if name not in shelf] == []


def test_ids_are_unique_over_all_types() -> None:
    ids = [entry.id for entry in entries()]
    assert len(ids) == len(set(ids))


def test_one_technology_a_skill() -> None:
    skills = [entry.skill for entry in knowledge().technology.values() if entry.skill]
    assert len(skills) == len(set(skills))


def test_every_entry_is_dated_and_sourced() -> None:
    for entry in entries():
        assert date.fromisoformat(entry.as_of), entry.id
        assert entry.source.strip(), entry.id


def test_both_languages_are_filled() -> None:
    for entry in entries():
        for text in texts(entry):
            assert text.zh.strip() and text.en.strip(), entry.id
            assert not _CHINESE.search(text.en), (entry.id, text.en)


def test_shapes() -> None:
    base = knowledge()
    assert all(2 <= len(entry.solutions) <= 4 for entry in base.challenge.values())
    assert all(len(entry.stages) == 3 for entry in base.growth.values())
    assert {entry.maturity for entry in base.technology.values()} <= {"established", "growing", "new", "fading"}
    kinds = {"paper", "project", "course", "book", "competition", "standard"}
    assert {entry.kind for entry in base.resource.values()} <= kinds


def test_arxiv_numbers_are_well_formed_and_not_repeated() -> None:
    references = [entry.reference for entry in knowledge().resource.values()]
    assert len(references) == len(set(references))
    for reference in references:
        for number in re.findall(r"arXiv:(\S+?)(?:[;,]|$)", reference):
            assert re.fullmatch(r"\d{4}\.\d{4,5}", number), reference


def test_vocabulary_kinds_and_spellings() -> None:
    assert {group.kind for group in groups()} <= KINDS
    assert not set(cues()) & set(vocabulary().spellings)
    assert all(spelling == spelling.lower() for spelling in vocabulary().spellings)


def test_a_shared_spelling_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from analyzers.knowledge import vocabulary as module
    from analyzers.knowledge.schema import Group

    clash = (Group(category="x", kind="tool", skills={"One": ("same",), "Two": ("same",)}),)
    monkeypatch.setattr(module, "groups", lambda: clash)
    with pytest.raises(ValueError, match="spelling of both"):
        module.vocabulary.__wrapped__()


def test_what_does_not_fit_the_schema_is_refused() -> None:
    from analyzers.knowledge.schema import Shelf

    with pytest.raises(msgspec.ValidationError):
        msgspec.yaml.decode(b"as_of: '2026-01-01'\nsurprise: 1\n", type=Shelf)
