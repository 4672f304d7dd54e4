"""How soon a dropped file is done on an idle system, and what a second worker brings on pictures."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from ops_material import OPTIONS, QUIET, SAMPLES, drop, posting, variant
from service import Service, running

SETTLED = ("done", "review", "failed", "duplicates")


def latency(args: argparse.Namespace) -> str:
    """The table. args: files."""
    source = SAMPLES / "en_digital.pdf"
    with running(*OPTIONS) as service:
        drop(service, range(20_000, 20_008))
        service.wait_until_settled(300)
        one_drop(service, lambda path: variant(source, path.with_suffix(".pdf"), 0))
        pdfs = [one_drop(service, lambda path, n=n: variant(source, path.with_suffix(".pdf"), n)) for n in range(1, 6)]
        took = [one_drop(service, lambda path, n=n: path.with_suffix(".html").write_text(posting(n)[1]))
                for n in range(args.files)]
    middle = statistics.median(took)
    return "\n".join([
        "## Watched folder: from drop to done", "", f"`python bench/ops.py latency --files {args.files}`", "",
        f"- one small PDF on a warm idle system: {pdfs[0]:.2f} s, of which {QUIET:.1f} s is the quiet period "
        f"(beyond it {pdfs[0] - QUIET:.2f} s, aim 3 s); the slowest of five {max(pdfs):.2f} s",
        f"- {args.files} drops of web pages one after another: middle {middle:.2f} s, slowest {max(took):.2f} s "
        f"({max(took) / middle:.1f} times, aim 2)"])


def one_drop(service: Service, write: Callable[[Path], object]) -> float:
    """Seconds from a drop until it is settled."""
    before = _settled(service)
    started = time.perf_counter()
    write(service.inbox() / f"drop-{time.time_ns()}")
    while _settled(service) == before:
        time.sleep(0.02)
        if time.perf_counter() - started > 120:
            raise TimeoutError(str(service.counts()))
    return time.perf_counter() - started


def _settled(service: Service) -> int:
    counts = service.counts()
    return sum(counts[place] for place in SETTLED)


def workers(args: argparse.Namespace) -> str:
    """The table. args: files, each a screenshot."""
    rows = []
    for number in (1, 2):
        with running(*OPTIONS, "--workers", str(number), "--no-deploy") as service:
            pictures(service, 2 * number, first=1000)
            service.wait_until_settled(600)
            busy = busy_seconds(service)
            pictures(service, args.files, first=0)
            seconds = service.wait_until_settled(1200)
            rows.append((number, seconds, busy_seconds(service) - busy))
    gain, cores = rows[0][1] / rows[1][1], os.cpu_count() or 1
    lines = ["## Watched folder: one worker and two, on pictures", "",
             f"`python bench/ops.py workers --files {args.files}` (screenshots of phones)", "",
             "| workers | seconds | pictures/min | all cores busy |", "|---|---|---|---|"]
    lines += [f"| {number} | {seconds:.1f} | {args.files / seconds * 60:.1f} | {busy / seconds / cores:.0%} |"
              for number, seconds, busy in rows]
    return "\n".join([
        *lines, "", f"- two workers give {gain:.2f} times the throughput of one on {cores} cores (aim 1.8, or the "
        "cores 90 % busy): one worker's engine uses every core by itself, so a second adds what the first leaves idle"])


def pictures(service: Service, count: int, *, first: int) -> None:
    """Screenshots of postings, no two with the same bytes, dropped at once."""
    for number in range(first, first + count):
        source = SAMPLES / ("zh_mobile_light.png" if number % 2 else "en_mobile_dark.png")
        aside = service.home / f"screen{number}{source.suffix}"
        shutil.copy(source, aside)
        with aside.open("ab") as stream:
            stream.write(str(number).encode())
        os.rename(aside, service.inbox() / aside.name)


def busy_seconds(service: Service) -> float:
    """Processor seconds of the tree so far, with those of ended children that were waited for."""
    total = 0.0
    for process in service.tree():
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total
