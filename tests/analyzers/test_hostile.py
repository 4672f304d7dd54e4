"""Text built to make patterns explode is read in time."""

from __future__ import annotations

import time

import pytest

from analyzers.structure import postings
from tests.analyzers.documents import document

LIMIT = 4.0  # seconds of this process; the slowest of them takes .3 on an idle core
HOSTILE = {
    "figures": "1" * 12_000,
    "marks": "1、" * 4_000,
    "spaces": " " * 20_000 + "x",
    "money": "$1-" * 5_000,
    "thousands": "1k-" * 5_000,
    "brackets": "【" * 5_000 + "（" * 5_000,
    "titles": "Data Engineer " * 1_500,
    "years": "5 years " * 2_500,
    "numerals": "一" * 10_000,
    "mail": "a." * 10_000 + "@x.com",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_time(name: str) -> None:
    began = time.process_time()
    postings(document(HOSTILE[name]))
    assert time.process_time() - began < LIMIT
