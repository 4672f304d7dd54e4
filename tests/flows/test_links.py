"""A posting that came before in another file is linked to it; another role of the same employer is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows import walk
from flows.links import told
from flows.outcome import Done, Review
from flows.store import Store


def posting_of(store: Store, path: Path) -> str:
    outcome = walk.process(store, walk.take(store, path))
    assert isinstance(outcome, Done | Review), outcome
    return outcome.postings[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_text_in_another_file_is_linked(store: Store, posting_file: Callable[..., Path], tmp_path: Path,
                                                 language: str) -> None:
    first = posting_of(store, posting_file(language))
    other = tmp_path / "saved.md"
    other.write_text(posting_file(language).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert told(store, first) == []
    links = told(store, posting_of(store, other))
    assert len(links) == 1 and f"{language}.txt" in links[0]


def test_different_postings_are_not_linked(store: Store, posting_file: Callable[..., Path]) -> None:
    posting_of(store, posting_file("en"))
    assert told(store, posting_of(store, posting_file("zh"))) == []
