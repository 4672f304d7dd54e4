"""A thousand small files at once: files a second beside plain pools, what Prefect costs a file, and memory after it."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ops_material import OPTIONS, drop, write_postings
from service import Service, running

WORKERS = 2
HANDFUL = 20  # files dropped together that still get a flow run each
WARM_UP = 60
NOWHERE = "http://127.0.0.1:9/api"  # of a Prefect server that is never there: the same folder without Prefect


def flood(args: argparse.Namespace) -> str:
    """The table. args: files."""
    count, singles = args.files, max(HANDFUL, args.files // 10 // HANDFUL * HANDFUL)
    extract, walked = in_pools(count)
    with running(*OPTIONS, "--no-deploy", "--server", NOWHERE) as service:
        warm_up(service)
        bare = flooded(service, range(count))
        bare_singles = in_handfuls(service, singles)
    with running(*OPTIONS) as service:
        warm_up(service)
        idle = service.memory()
        probe = RunListProbe(service.api())
        probe.start()
        seconds = flooded(service, range(count))
        probe.stop.set()
        counts, runs = service.counts(), batches(service)
        time.sleep(5)
        after = service.memory()
        with_singles = in_handfuls(service, singles)
    settled = sum(counts[place] for place in ("done", "review", "duplicates", "failed")) - WARM_UP
    per_batched = (seconds - bare) / count * WORKERS * 1000
    per_single = (with_singles - bare_singles) / singles * WORKERS * 1000
    return "\n".join([
        "## Watched folder: a flood of small files", "",
        f"`python bench/ops.py flood --files {count}` (half Chinese, half English HTML, 1 KB each, {WORKERS} workers)",
        "",
        "| | seconds | files/s |", "|---|---|---|",
        f"| reading alone (`rolescan extract`) in a process pool of {WORKERS} | {extract:.1f} "
        f"| {count / extract:.1f} |",
        f"| the whole walk (read, structure, report, store) in a process pool of {WORKERS} | {walked:.1f} "
        f"| {count / walked:.1f} |",
        f"| the folder without a Prefect server | {bare:.1f} | {count / bare:.1f} |",
        f"| the folder, dropped at once, until all were settled | {seconds:.1f} | {count / seconds:.1f} |", "",
        f"- settled {settled} of {count}, lost {count - settled}, in {runs} batch runs; "
        f"places with the {WARM_UP} warm-up files: {counts}",
        f"- the folder beside the same walk in a pool: {walked / seconds:.2f} (aim 0.6); beside reading alone, which "
        f"writes no report and keeps nothing: {extract / seconds:.2f}",
        f"- what Prefect costs a file, in seconds of one worker: {per_batched:.0f} ms in batch runs (aim 20), "
        f"{per_single:.0f} ms as single runs ({singles} files, {HANDFUL} at a time; aim 150)",
        f"- the UI's run list meanwhile: middle {statistics.median(probe.seconds):.2f} s, "
        f"slowest {max(probe.seconds):.2f} s of {len(probe.seconds)} (aim 1 s)",
        f"- memory of the whole tree (not shared): {idle / 2**20:.0f} MiB idle after {WARM_UP} files, "
        f"{after / 2**20:.0f} MiB after {count} more ({after / idle - 1:+.0%}, aim within 10 %)"])


def warm_up(service: Service) -> None:
    """A few files through, so that what is loaded once is loaded."""
    drop(service, range(10_000, 10_000 + WARM_UP))
    service.wait_until_settled(300)


def flooded(service: Service, numbers: Sequence[int]) -> float:
    """Seconds from the drop of all until all are settled."""
    started = time.perf_counter()
    drop(service, numbers)
    service.wait_until_settled(1800, each=0.02)
    return time.perf_counter() - started


def in_handfuls(service: Service, count: int) -> float:
    """Seconds for files that come few at a time, each handful once the last is settled."""
    return sum(flooded(service, range(first, first + HANDFUL)) for first in range(50_000, 50_000 + count, HANDFUL))


def batches(service: Service) -> int:
    """How many runs of `ingest-many` the server has."""
    body = json.dumps({"flows": {"name": {"any_": ["ingest-many"]}}}).encode()
    request = urllib.request.Request(f"{service.api()}/flow_runs/count", body, {"Content-Type": "application/json"})
    return int(urllib.request.urlopen(request, timeout=30).read())


def _extract(path: str) -> int:
    import extractors

    return len(extractors.extract(extractors.describe(path)).blocks)


def _walk(job: tuple[str, str]) -> str:
    from flows import walk
    from flows.outcome import kind_of
    from flows.settings import load
    from flows.store import open_store

    home, path = job
    global _STORE  # one for each process of the pool
    if "_STORE" not in globals():
        _STORE = open_store(load({"ROLESCAN_HOME": home}))
    return kind_of(walk.process(_STORE, walk.take(_STORE, Path(path))))


def in_pools(count: int) -> tuple[float, float]:
    """Seconds for the files through one warm process pool: reading alone, and the whole walk."""
    with tempfile.TemporaryDirectory() as aside, tempfile.TemporaryDirectory() as home:
        paths = [str(path) for path in write_postings(Path(aside), range(count))]
        return (pool_seconds(_extract, paths), pool_seconds(_walk, [(home, path) for path in paths]))


def pool_seconds(work: Callable[..., object], jobs: Sequence[object]) -> float:
    """Seconds for all jobs, told from those after the first few, which warm the pool."""
    warming = 4 * WORKERS
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(work, jobs[:warming]))
        started = time.perf_counter()
        list(pool.map(work, jobs[warming:], chunksize=10))
        return (time.perf_counter() - started) * len(jobs) / (len(jobs) - warming)


class RunListProbe(threading.Thread):
    """Asks for what the UI's run list shows, twice a second, and keeps how long each answer took."""

    def __init__(self, api: str) -> None:
        super().__init__(daemon=True)
        self.api = api
        self.seconds: list[float] = []
        self.stop = threading.Event()

    def run(self) -> None:
        body = json.dumps({"sort": "START_TIME_DESC", "limit": 50}).encode()
        while not self.stop.wait(0.5):
            started = time.perf_counter()
            try:
                request = urllib.request.Request(f"{self.api}/flow_runs/paginate", body,
                                                 {"Content-Type": "application/json"})
                urllib.request.urlopen(request, timeout=30).read()
                self.seconds.append(time.perf_counter() - started)
            except OSError:
                self.seconds.append(30.0)
