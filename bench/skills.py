"""Skills and matching on the development data: speed, what is found, and F1 where labels are given.

    python -m bench.skills [DATA]

DATA is the folder that holds postings/*.jsonl; else ROLESCAN_DATA, else ../shared/data ("development data"). Labels are
bench/labels/skills_zh.json and skills_en.json, technologies and methods alone. Counting rule: a labelled term is found
when a mention of one of the posting's skills overlaps one of its occurrences; a skill is right when one of its mentions
overlaps an occurrence of a labelled term. Soft skills, certificates, languages and business domains, which the labels
leave out, count for no false find. Writes bench/results/skills.md.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import mean

from analyzers import structure
from analyzers.chapters import study
from analyzers.knowledge import knowledge
from analyzers.knowledge.vocabulary import vocabulary
from analyzers.mentions import mentions
from analyzers.posting import Posting
from analyzers.reading import Reading
from analyzers.skills import find_skills
from analyzers.split import slices
from analyzers.view import fold, view_of
from extractors.document import Anchor, Block, Document, Kind, Origin

HERE = Path(__file__).parent
SETS = ("zh", "en", "zh_freeform")
# labels/skills_*.json, the language before the first "_"; more and held out: see labels/README.md
LABEL_SETS = ("zh", "zh_more", "zh_heldout", "en", "en_more", "en_heldout")
NAMED = frozenset({"technology", "method", "tool"})
REPEATS = 5
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


def occurrences(text: str, term: str) -> list[tuple[int, int]]:
    """Where `text` writes `term`, as a whole word on sides where it is Latin; a change of case is a word's edge too."""
    left = rf"(?:(?<![A-Za-z0-9])|{EDGE})" if term[0].isascii() and term[0].isalnum() else ""
    right = rf"(?:(?![A-Za-z0-9])|{EDGE})" if term[-1].isascii() and term[-1].isalnum() else ""
    return [match.span() for match in re.finditer(left + re.escape(term) + right, text)]


def counted(text: str, terms: list[str], skills: set[str], language: str) -> tuple[int, int, int, int]:
    """Labelled terms found and all of them, found skills that are right and all of them."""
    spans = {term: occurrences(text, term) for term in terms}
    places: dict[str, list[tuple[int, int]]] = {}
    everywhere: list[tuple[int, int]] = []
    for mention in mentions(fold(text), language=language):
        if mention.term.canonical in skills:
            span = (mention.start, mention.end)
            everywhere.append(span)
            if mention.term.kind in NAMED:
                places.setdefault(mention.term.canonical, []).append(span)

    def meet(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> bool:
        return any(a < d and c < b for a, b in left for c, d in right)

    named = [span for found in spans.values() for span in found]
    return (
        sum(meet(found, everywhere) for found in spans.values()),
        len(spans),
        sum(meet(found, named) for found in places.values()),
        len(places),
    )


def labelled(folder: Path) -> list[str]:
    """A table row for every file of labels."""
    lines = []
    for name in LABEL_SETS:
        path = HERE / "labels" / f"skills_{name}.json"
        if not path.exists():
            continue
        labels, seen, language = json.loads(path.read_text(encoding="utf-8")), set(), name.split("_")[0]
        totals = [0, 0, 0, 0]
        for row in rows(folder, language):
            if row["id"] in labels and row["id"] not in seen:
                seen.add(row["id"])
                made = document({"description": row["description"]})
                skills = {skill.canonical for posting in structure.postings(made) for skill in posting.skills}
                scored = counted(made.text, labels[row["id"]], skills, language)
                totals = [total + part for total, part in zip(totals, scored, strict=True)]
        recall, precision = totals[0] / max(1, totals[1]), totals[2] / max(1, totals[3])
        score = 2 * precision * recall / max(1e-9, precision + recall)
        lines.append(f"| {name} | {len(seen)} | {totals[1]} | {precision:.3f} | {recall:.3f} | {score:.3f} |")
    return lines


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ROLESCAN_DATA") or "../shared/data")
    base, terms = knowledge(), vocabulary()
    lines = [
        "## Skills and the knowledge base",
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
    scores = labelled(folder)
    if scores:
        lines.append(
            "| labels | postings | terms | precision | recall | F1 |\n|---|---|---|---|---|---|\n" + "\n".join(scores)
        )
    text = "\n\n".join(lines) + "\n"
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "skills.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
