"""What the demo costs: `python bench/demo.py`. Writes bench/results/demo.md.

The main job on samples/inputs in a new home with empty caches, as `make demo` runs it; then seconds by stage for each
sample, from the store it left; then `rolescan --help`.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from measure import cost

from flows.outcome import Outcome, kind_of
from flows.settings import load
from flows.store import open_store

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples" / "inputs"
STAGES = ("read", "structure", "report")
HELPS = 7


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="rolescan-demo-") as home:
        env = os.environ | {"ROLESCAN_HOME": home}
        env.pop("ROLESCAN_CACHE", None)
        command = [sys.executable, "-m", "flows.cli"]
        first = cost([*command, "ingest", str(SAMPLES)], env=env)
        again = cost([*command, "ingest", str(SAMPLES)], env=env)
        helps = [cost([*command, "--help"], env=env).seconds for _ in range(HELPS)]
        rows = [row(outcome) for _, outcome in open_store(load(home=home)).outcomes()]
    lines = ["## The demo", "", "`python bench/demo.py`: a new home, weights converted anew, one run.", "",
             "| what | wall seconds | peak memory of all processes, MiB | exit status |", "|---|---|---|---|",
             f"| all {len(rows)} samples | {first.seconds:.0f} | {first.peak_mb:.0f} | {first.status} |",
             f"| the same again | {again.seconds:.1f} | {again.peak_mb:.0f} | {again.status} |",
             f"| `rolescan --help`, middle of {HELPS} | {statistics.median(helps):.2f} | | |", "",
             "| sample | became | read, s | structure, s | report, s |", "|---|---|---|---|---|", *sorted(rows), "",
             "Two files are worked on at once, so a stage's seconds hold waiting for the other file's engine."]
    (HERE / "results" / "demo.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def row(outcome: Outcome) -> str:
    spent = {run.stage: run.seconds for run in outcome.stages}
    return f"| {outcome.name} | {kind_of(outcome)} | " + " | ".join(f"{spent.get(s, 0.0):.2f}" for s in STAGES) + " |"


if __name__ == "__main__":
    main()
