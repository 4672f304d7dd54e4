"""The main job on every sample, as a user runs it: one command, then every fact held against expected/."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from analyzers import exports
from analyzers.posting import Absent, Degree, Fact, Pay, Period, Posting, Years
from extractors.document import Document, Kind, balance
from flows import store_schema as schema
from flows.outcome import kind_of, reports_of
from flows.settings import load
from flows.store import Store, open_store
from tests.analyzers import schemaorg

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
NAMES = sorted(path.name for path in (SAMPLES / "inputs").iterdir())


class Ended:
    """What the command made of the samples: its exit status and output, and the store it left."""

    def __init__(self, store: Store, status: int, output: str) -> None:
        self.store, self.status, self.output = store, status, output
        self.outcomes = {outcome.name: outcome for _, outcome in store.outcomes()}

    def postings(self, name: str) -> list[Posting]:
        return [msgspec.json.decode(self.store.row(schema.postings, key)["body"], type=Posting)
                for key in self.outcomes[name].postings]

    def document(self, name: str) -> Document:
        return self.store.document(self.outcomes[name].document)


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    home = tmp_path_factory.mktemp("home")
    env = os.environ | {"ROLESCAN_HOME": str(home)}
    command = [sys.executable, "-m", "flows.cli", "ingest", str(SAMPLES / "inputs")]
    answer = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=900)
    return Ended(open_store(load(home=str(home))), answer.returncode, answer.stdout + answer.stderr)


@cache
def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def value(fact: Fact[Any] | Absent) -> Any:
    return fact.value if isinstance(fact, Fact) else f"absent: {fact.reason}"


@pytest.mark.timeout(1000)  # the first test to ask for it waits for the whole command
@pytest.mark.parametrize("name", NAMES)
def test_outcome_and_count(ended: Ended, name: str) -> None:
    assert name in ended.outcomes, ended.output
    assert ended.status == 0, ended.output
    assert kind_of(ended.outcomes[name]) == expected(name)["outcome"], ended.outcomes[name]
    assert len(ended.postings(name)) == len(expected(name)["postings"])
    assert len(reports_of(ended.outcomes[name])) == len(expected(name)["postings"])


@pytest.mark.parametrize("name", NAMES)
def test_facts(ended: Ended, name: str) -> None:
    for posting, want in zip(ended.postings(name), expected(name)["postings"], strict=True):
        assert posting.language == want["language"]
        heard = want.get("heard", {})  # what the default recogniser makes of a name that it cannot know
        assert value(posting.title) == heard.get("title", want["title"])
        assert value(posting.employer) == heard.get("employer", want["employer"])
        pay = {key: want["pay"][key] for key in ("minimum", "maximum", "currency", "months")}
        assert value(posting.pay) == Pay(**pay, period=Period(want["pay"]["period"]))
        assert [place.city for place in value(posting.places) if place.city] == want["places"]
        assert value(posting.experience) == Years(minimum=want["experience"]["minimum"],
                                                  maximum=want["experience"]["maximum"])
        if want["education"]:
            assert value(posting.education) == Degree(want["education"]["value"])


@pytest.mark.parametrize("name", [name for name in NAMES if not expected(name).get("spoken")])
def test_words_and_items(ended: Ended, name: str) -> None:
    for posting, want in zip(ended.postings(name), expected(name)["postings"], strict=True):
        assert isinstance(posting.pay, Fact)
        told_by = {ended.document(name).block(evidence.block).kind for evidence in posting.pay.evidence}
        assert plain(posting.pay.words) == plain(want["pay"]["words"]) or told_by == {Kind.DATA}
        assert [plain(item.text) for item in posting.duties] == [plain(duty) for duty in want["duties"]]
        assert len(posting.must_haves) == want["must_haves"]
        assert len(posting.nice_to_haves) == want["nice_to_haves"]
        assert set(want["skills"]) <= {skill.canonical for skill in posting.skills}


@pytest.mark.parametrize("name", [name for name in NAMES if expected(name).get("spoken")])
def test_calls(ended: Ended, name: str) -> None:
    document, want = ended.document(name), expected(name)["postings"][0]
    assert len({block.speaker for block in document.body}) == want["speakers"]
    found = {skill.canonical for posting in ended.postings(name) for skill in posting.skills}
    assert len(found & set(want["skills"])) >= want["skills_at_least"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_and_every_fact_has_its_words(ended: Ended, name: str) -> None:
    document = ended.document(name)
    assert balance(document) == 0
    for posting in ended.postings(name):
        for field in posting.__struct_fields__:
            fact = getattr(posting, field)
            if isinstance(fact, Fact):
                assert fact.words == " ".join(document.quote(evidence) for evidence in fact.evidence)


@pytest.mark.parametrize("name", NAMES)
def test_every_export_is_valid(ended: Ended, name: str) -> None:
    rows = [ended.store.row(schema.postings, key) for key in ended.outcomes[name].postings]
    for row in rows:
        jsonschema.validate(json.loads(row["body"]), exports.json_schema())
        found = json.loads(row["jsonld"])
        assert schemaorg.faults(found) == []
        assert not [one for one in exports.shortcomings(found) if one.grade == "wrong"]


def plain(text: str) -> str:
    """Letters and digits only: what typography does not change."""
    return "".join(character for character in text.casefold() if character.isalnum())
