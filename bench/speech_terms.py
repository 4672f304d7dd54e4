"""Counts for the lexicon of spoken terms: `python bench/speech_terms.py --data FOLDER`.

Rewrites extractors/terms.yaml: which terms a topic has is kept by hand; how many development postings name each, and
therefore which come first, is counted here, and so are the everyday words of Chinese postings. No call and no
transcript is read: what a call gains by the list is what any other call of the field gains.
Data: development data with a folder postings/ (JSON lines with title and description).
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "extractors" / "terms.yaml"
WORDS = "words"
# Words of postings: strings of Chinese characters that hold together and may be followed by many others.
COMMON = 10  # postings of 380 that hold a word
COHESION = 3.0  # nats by which a word's halves come together more often than by chance
FREEDOM = 1.5  # nats of entropy of the character before, and of the one after
INSIDE = 0.7  # share of a string's uses that lie in one longer string, from which only the longer one is a word
MOST_WORDS = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path,
                        default=Path(os.environ.get("ROLESCAN_DATA", HERE.parents[1] / "shared" / "data")))
    folder = parser.parse_args().data / "postings"
    chinese = [*_postings(folder / "zh.jsonl"), *_postings(folder / "zh_freeform.jsonl")]
    every = [*chinese, *_postings(folder / "en.jsonl")]
    kept = yaml.safe_load(TARGET.read_text(encoding="utf-8"))
    topics = {topic: counted(terms, every) for topic, terms in kept.items() if topic != WORDS}
    known = {term for terms in topics.values() for term in terms}
    common = {word: held for word, held in words(chinese).items() if word not in known}
    TARGET.write_text(_written({**topics, WORDS: common}), encoding="utf-8")
    print(f"{len(known)} terms, {len(common)} words")


def _postings(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").strip().split("\n"):
        one = json.loads(line)
        yield "\n".join(str(one.get(field) or "") for field in ("title", "description", "text", "body"))


def counted(terms: Sequence[str], postings: Sequence[str]) -> dict[str, int]:
    """The terms with the number of postings that hold each, most first, then by the alphabet."""
    held = {}
    for term in terms:
        pattern = re.compile(rf"(?<![a-z0-9]){re.escape(term)}(?![a-z0-9])", re.IGNORECASE | re.ASCII)
        held[term] = sum(pattern.search(posting) is not None for posting in postings)
    return dict(sorted(held.items(), key=lambda entry: (-entry[1], entry[0].casefold())))


def words(postings: Sequence[str]) -> dict[str, int]:
    """Words of Chinese postings with the number of postings that hold each, the commonest first."""
    counts: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    before: dict[str, Counter[str]] = defaultdict(Counter)
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for posting in postings:
        seen = set()
        for run in re.findall(r"[\u4e00-\u9fff]+", posting):
            for size in range(1, 9):
                for at in range(len(run) - size + 1):
                    string = run[at : at + size]
                    counts[string] += 1
                    seen.add(string)
                    if size > 1:
                        before[string][run[at - 1] if at else f"|{counts[string]}"] += 1
                        after[string][run[at + size] if at + size < len(run) else f"|{counts[string]}"] += 1
        holding.update(seen)
    total = sum(count for string, count in counts.items() if len(string) == 1)
    found = [string for string, postings_with in holding.items()
             if len(string) > 1 and postings_with >= COMMON and _cohesion(string, counts, total) >= COHESION
             and min(_entropy(before[string]), _entropy(after[string])) >= FREEDOM]
    longer = [w for w in found if not any(w != other and w in other and counts[other] > INSIDE * counts[w]
                                          for other in found)]
    return {word: holding[word] for word in sorted(longer, key=lambda word: -holding[word])[:MOST_WORDS]}


def _cohesion(string: str, counts: Counter[str], total: int) -> float:
    """Nats by which the string's halves come together more often than by chance, at its weakest joint."""
    return min(log(counts[string] * total / (counts[string[:at]] * counts[string[at:]]))
               for at in range(1, len(string)))


def _entropy(neighbours: Counter[str]) -> float:
    total = sum(neighbours.values())
    return -sum(count / total * log(count / total) for count in neighbours.values())


def _written(topics: dict[str, dict[str, int]]) -> str:
    lines = ["# Terms that a call may hold, for hearing them and for repairing sound-alikes, and how many of some 500",
             "# postings name each: what is named often comes first. The terms are kept by hand; counts, order and the",
             "# words at the end are written by bench/speech_terms.py. How terms are said stands in readings.yaml."]
    for topic, terms in topics.items():
        lines += ["", f"{topic}:"]
        lines += [f"  {json.dumps(term, ensure_ascii=False)}: {held}" for term, held in terms.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
