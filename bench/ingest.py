"""What the flows cost: `python bench/ingest.py`. Writes bench/results/ingest.md.

Small files of our own words through `rolescan ingest` with and without Prefect, again, and in bulk; samples with one
and with two files worked on at once.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import Cost, cost

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples" / "inputs"
SMALL = 40  # files
PICTURES = ("en_scan.pdf", "zh_scan.pdf", "en_mobile_dark.png", "zh_mobile_light.png", "en_photo.jpg", "zh_photo.jpg")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="rolescan-bench-") as scratch:
        folder = Path(scratch)
        lines = ["## Flows: what a run costs", "", "`python bench/ingest.py`.", "", "| what | measured |", "|---|---|"]
        lines += [f"| {what} | {measured} |" for what, measured in [*quick(folder), *small(folder), *together(folder)]]
        lines += ["", "Prefect's share is that of a server on SQLite started for the command; the watched folder's, on "
                  "PostgreSQL, is in the part on operations."]
    text = "\n".join(lines) + "\n"
    (HERE / "results" / "ingest.md").write_text(text, encoding="utf-8")
    print(text)


def quick(folder: Path) -> list[tuple[str, str]]:
    help_ = [seconds("--help") for _ in range(5)]
    doctor = rolescan(folder / "doctor", "doctor", "--quick")
    return [("`rolescan --help`, middle and slowest of 5", f"{statistics.median(help_):.2f} s, {max(help_):.2f} s"),
            ("`rolescan doctor --quick`", f"{doctor.seconds:.1f} s, {doctor.peak_mb:.0f} MB")]


def small(folder: Path) -> list[tuple[str, str]]:
    """The same small files in four ways."""
    files = folder / "small"
    files.mkdir()
    words = (SAMPLES / "en_posting.txt").read_text(encoding="utf-8")
    for number in range(SMALL):
        (files / f"posting-{number:02d}.txt").write_text(f"{words}\nRequisition {number}\n", encoding="utf-8")
    one = next(files.iterdir())
    rolescan(folder / "with", "ingest", str(one))  # Prefect makes its database once a home
    runs = {"without Prefect": rolescan(folder / "without", "ingest", "--no-prefect", "--json", str(files)),
            "with Prefect": rolescan(folder / "with", "ingest", "--json", str(files)),
            "again, all known": rolescan(folder / "with", "ingest", "--json", str(files)),
            "as bulk": rolescan(folder / "bulk", "bulk", str(files), "--out", str(folder / "out"), "--part", "20")}
    rows = [(f"{SMALL} small text files, {name}",
             f"{run.seconds:.1f} s, {run.peak_mb:.0f} MB at most, status {run.status}")
            for name, run in runs.items()]
    per_file = {name: statistics.median(case["seconds"] for case in cases(runs[name]))
                for name in ("without Prefect", "with Prefect")}
    return [*rows, ("a small file, middle, two at once: without and with Prefect",
                    f"{per_file['without Prefect']:.2f} s, {per_file['with Prefect']:.2f} s")]


def together(folder: Path) -> list[tuple[str, str]]:
    """Pages that need recognition, one file at a time and two."""
    inputs = [str(SAMPLES / name) for name in PICTURES]
    rows = []
    for jobs in ("1", "2"):
        run = rolescan(folder / f"jobs{jobs}", "ingest", "--no-prefect", "--json", "--jobs", jobs, *inputs)
        rows.append((f"{len(PICTURES)} scans, screenshots and photos, {jobs} at once",
                     f"{run.seconds:.1f} s, {run.peak_mb:.0f} MB at most"))
    return rows


def rolescan(home: Path, *words: str) -> Cost:
    return cost([sys.executable, "-m", "flows.cli", *words], env=os.environ | {"ROLESCAN_HOME": str(home)})


def seconds(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "flows.cli", *words], check=True, capture_output=True)
    return time.perf_counter() - started


def cases(run: Cost) -> list[dict[str, float]]:
    return [json.loads(line) for line in run.output.splitlines() if line.startswith("{")]


if __name__ == "__main__":
    main()
