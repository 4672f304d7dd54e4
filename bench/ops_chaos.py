"""The folder under fire: files of all forms while every kind of process is killed, and what is left of them after."""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ops_material import MIX, OPTIONS, mixed, poison_reader
from service import Service, running
from sqlalchemy import Column, func, select

KINDS = ("watcher", "worker", "workers", "server", "database", "deployments", "all")
SEED = 11
PAUSE = (3.0, 25.0)  # seconds between two kills: a restart takes 1 to 15 s, so that some come before it and some after


def chaos(args: argparse.Namespace) -> str:
    """The table of one run. args: files, kills."""
    chance = random.Random(SEED)
    reader = poison_reader(Path(args.scratch) / "reader")
    path = os.pathsep.join(filter(None, [str(reader), os.environ.get("PYTHONPATH", "")]))
    with running(*OPTIONS, environment={"PYTHONPATH": path}) as service:
        originals = mixed(service.home / "aside", args.files)
        started = time.perf_counter()
        kills = _under_fire(service, list(originals.values()), args.kills, chance)
        service.wait_until_settled(1800, each=0.5)
        return "\n".join(_table(args, service, originals, kills, time.perf_counter() - started))


def _under_fire(service: Service, waiting: list[Path], number: int, chance: random.Random) -> dict[str, int]:
    """Drop the files in equal handfuls with a kill after each. Returns the kills that hit by kind."""
    started, kills = time.perf_counter(), dict.fromkeys(KINDS, 0)
    handful = len(waiting) // number + 1
    for kind in _order(number, chance):
        for path in waiting[:handful]:
            path.rename(service.inbox() / path.name)
        del waiting[:handful]
        time.sleep(chance.uniform(*PAUSE))
        kills[kind] += service.kill(kind, chance)
        at = time.perf_counter() - started
        print(f"{at:6.1f} s killed {kind:11} {service.counts()}", file=sys.stderr, flush=True)
    for path in waiting:
        path.rename(service.inbox() / path.name)
    return kills


def _order(number: int, chance: random.Random) -> Iterator[str]:
    """Every kind in turn, so that each is hit; the order within a round is drawn."""
    kinds: list[str] = []
    while len(kinds) < number:
        kinds += chance.sample(KINDS, len(KINDS))
    yield from kinds[:number]


def _table(args: argparse.Namespace, service: Service, originals: dict[str, Path], kills: dict[str, int],
           seconds: float) -> Iterator[str]:
    counts, found = service.counts(), _hashes(service.folder)
    intact = sum(1 for sha256 in originals if found.get(sha256) == 1)
    failures = [path.read_text() for path in (service.folder / "failed").glob("*.txt")]
    categories = {name: sum(f"Category: {name}\n" in text for text in failures) for name in _categories(failures)}
    yield "## Watched folder: kill -9 of everything"
    yield f"\n`python bench/ops.py chaos --files {args.files} --kills {args.kills}` (seed {SEED})\n"
    mix = ", ".join(f"{number} {kind}" for kind, number in MIX)
    yield f"- {args.files} files: of 20 {mix}; one of all is deadly: its reader kills its process"
    yield (f"- {sum(kills.values())} kills, {PAUSE[0]:.0f} to {PAUSE[1]:.0f} s apart: "
           + ", ".join(f"{kind} {number}" for kind, number in kills.items()) + f"; {seconds:.0f} s in all")
    yield f"- accounted for: {sum(counts.values())} of {args.files}, in {counts}; the failed by category: {categories}"
    yield f"- with their bytes intact and in exactly one place: {intact} of {args.files}"
    stored = _stored(service)
    yield (f"- twice in the store: {stored['twice']} (sources with two documents, two postings at one position, two "
           f"reports of a posting, two arrivals of one drop or two good outcomes)")
    yield f"- kept originals whose bytes match their hash: {stored['intact']} of {stored['sources']}"


def _categories(failures: list[str]) -> list[str]:
    return sorted({line.removeprefix("Category: ") for text in failures for line in text.splitlines()
                   if line.startswith("Category: ")})


def _stored(service: Service) -> dict[str, int]:
    """How many sources the store has, how many of them with something twice, how many whose bytes are intact."""
    from flows import store_schema as schema
    from flows.settings import load
    from flows.store import open_store

    store = open_store(load({"ROLESCAN_HOME": str(service.home)}))

    def repeated(*columns: Column[object], where: object = True) -> set[str]:
        query = select(columns[0].label("source")).where(where).group_by(*columns).having(func.count() > 1)
        return {row["source"] for row in store.select(query)}

    outcomes, reports, postings = schema.outcomes.c, schema.reports.c, schema.postings.c
    kinds = {"documents": repeated(schema.documents.c.source), "postings": repeated(postings.source, postings.position),
             "reports": repeated(reports.source, reports.posting, reports.language),
             "outcomes": repeated(outcomes.source, outcomes.name, where=outcomes.became != "failed"),
             "arrivals": repeated(schema.arrivals.c.source, schema.arrivals.c.name)}
    twice = set[str]().union(*kinds.values())
    for kind, sources in kinds.items():
        for source in sources:
            print(f"twice in {kind}: {source[:12]} {store.source(source).name}", file=sys.stderr)
    names = [row["sha256"] for row in store.select(select(schema.sources.c.sha256))]
    store.close()
    contents = _hashes(service.home / "files")
    return {"sources": len(names), "twice": len(twice), "intact": sum(name in contents for name in names)}


def _hashes(folder: Path) -> dict[str, int]:
    """How often each content lies below the folder."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[digest] = found.get(digest, 0) + 1
    return found
