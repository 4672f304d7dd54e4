"""The knowledge base: YAML files beside this module, read once, typed, and refused when they do not fit the schema.

`skills/*.yaml` is the vocabulary (what a posting may name); the other files hold what a report may say. Entries are
found by id: `knowledge().technology["vllm"]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from analyzers.knowledge.schema import (
    Blueprint,
    Challenge,
    Concept,
    Direction,
    Domain,
    Entry,
    Facet,
    Group,
    Growth,
    Resource,
    Shelf,
    Technology,
)
from extractors.keys import content_key

_FOLDER = Path(__file__).parent
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Knowledge:
    """All entries by id, in the files' order. version: changes whenever any file does."""

    technology: dict[str, Technology]
    challenge: dict[str, Challenge]
    direction: dict[str, Direction]
    facet: dict[str, Facet]
    direction_of: dict[str, str]  # facet id -> direction id
    domain: dict[str, Domain]
    growth: dict[str, Growth]
    resource: dict[str, Resource]
    blueprint: dict[str, Blueprint]
    version: str

    def entry(self, key: str) -> Entry | None:
        """The entry of that id, whatever its type."""
        for shelf in (
            self.technology,
            self.facet,
            self.direction,
            self.challenge,
            self.domain,
            self.growth,
            self.resource,
            self.blueprint,
        ):
            if key in shelf:
                return shelf[key]
        return None


@cache
def groups() -> tuple[Group, ...]:
    """The vocabulary's groups, in the order of file names."""
    found: list[Group] = []
    for path in sorted((_FOLDER / "skills").glob("*.yaml")):
        found += msgspec.yaml.decode(path.read_bytes(), type=list[Group])
    return tuple(found)


@cache
def esco() -> dict[str, Concept]:
    """The concept of ESCO that means the same as a skill, by the skill's canonical name.

    Entered where the name is the concept's preferred label (its qualification in brackets left out) or a synonym of
    it, checked one by one; a skill that ESCO does not have, or only within something wider, has none.
    """
    return msgspec.json.decode((_FOLDER / "skills" / "esco.json").read_bytes(), type=dict[str, Concept])


@cache
def knowledge() -> Knowledge:
    """The knowledge base. Raises msgspec.ValidationError for a file that does not fit, ValueError for a repeated id."""
    paths = sorted(_FOLDER.glob("**/*.yaml"))
    raw = {path: path.read_bytes() for path in paths if path.parent.name != "skills"}
    shelves = [msgspec.yaml.decode(content, type=Shelf) for content in raw.values()]
    directions = _by_id("directions", shelves, Direction)
    facets = {
        facet.id: _dated(facet, direction.as_of, direction.source)
        for direction in directions.values()
        for facet in direction.facets
    }
    return Knowledge(
        technology=_by_id("technologies", shelves, Technology),
        challenge=_by_id("challenges", shelves, Challenge),
        direction=directions,
        facet=facets,
        direction_of={facet.id: direction.id for direction in directions.values() for facet in direction.facets},
        domain=_by_id("domains", shelves, Domain),
        growth=_by_id("growth", shelves, Growth),
        resource=_by_id("resources", shelves, Resource),
        blueprint=_by_id("blueprints", shelves, Blueprint),
        version=content_key(*raw.values())[:12],
    )


def _by_id(shelf_name: str, shelves: list[Shelf], kind: type[E]) -> dict[str, E]:
    found: dict[str, E] = {}
    for shelf in shelves:
        for entry in getattr(shelf, shelf_name):
            if entry.id in found:
                raise ValueError(f"{kind.__name__} {entry.id!r} stands twice in the knowledge base")
            found[entry.id] = _dated(entry, shelf.as_of, shelf.source)
    return found


def _dated(entry: E, as_of: str, source: str) -> E:
    """The entry with its file's date and source where it names none of its own."""
    return msgspec.structs.replace(entry, as_of=entry.as_of or as_of, source=entry.source or source)
