"""The watched folder under load and under fire: `python bench/ops.py flood|latency|chaos|workers ...`.

Each part starts a `rolescan up` of its own, prints its table and writes bench/results/ops_PART.md.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

import psutil
from ops_chaos import chaos
from ops_flood import flood
from ops_speed import latency, workers

RESULTS = Path(__file__).parent / "results"
PARTS = {"flood": (flood, 1000), "latency": (latency, 100), "chaos": (chaos, 200), "workers": (workers, 12)}
LOOK_SECONDS, QUIET_PERCENT = 3.0, 20.0  # of all cores, before the start: what was measured above it says so


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--files", type=int, default=0)
    parser.add_argument("--kills", type=int, default=30)
    args = parser.parse_args()
    part, files = PARTS[args.part]
    args.files = args.files or files
    busy = psutil.cpu_percent(LOOK_SECONDS)
    with tempfile.TemporaryDirectory(prefix="rolescan-bench-") as args.scratch:
        table = part(args)
    if busy > QUIET_PERCENT:
        table += (f"\n\nThe machine was not quiet: its {os.cpu_count()} cores were {busy:.0f} % busy before the start; "
                  "what else ran took its share of the times.")
    print(table)
    (RESULTS / f"ops_{args.part}.md").write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
