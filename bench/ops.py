"""The watched folder under load and under fire: `python bench/ops.py flood|latency|chaos|memory|workers ...`.

Each part starts a `rolescan up` of its own, prints its table and writes bench/results/ops_PART.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from service import Service, running

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples" / "inputs"
QUIET = 1.0
OPTIONS = ("--quiet-seconds", str(QUIET))
KINDS = ("watcher", "worker", "workers", "server", "database", "all")
CHAOS_SEED = 11
EN = """<html><body><h1>{title} ({number})</h1><p>{employer} {number} is hiring in Berlin.
Pay: {low},000 to {high},000 EUR per year. Full time, hybrid.</p><h2>Responsibilities</h2><ul>
<li>Build and run data services in Python that {number} teams rely on</li>
<li>Review code and write design documents</li></ul><h2>Requirements</h2><ul>
<li>{years} years of experience with Python and SQL</li><li>Docker and Kubernetes</li></ul>
<p>Apply by mail to jobs{number}@example.com</p></body></html>"""
ZH = """<html><body><h1>{title}（{number}）</h1><p>{employer}{number}科技有限公司，上海。薪资：{low}-{high}K·14薪。</p>
<h2>岗位职责</h2><ul><li>负责第{number}条业务线的数据平台研发</li><li>参与代码评审与方案设计</li></ul>
<h2>任职要求</h2><ul><li>本科及以上学历，{years}年以上Python开发经验</li><li>熟悉MySQL、Kafka与Kubernetes</li></ul>
<p>简历请投 hr{number}@example.com</p></body></html>"""


def posting(number: int) -> tuple[str, str]:
    """Name and HTML of a small posting in our own words, no two the same; even ones in English, odd ones in Chinese."""
    chance = random.Random(number)
    low = chance.randint(20, 60)
    fields: dict[str, object] = {"number": number, "low": low, "high": low + chance.randint(5, 30),
                                 "years": chance.randint(1, 9)}
    if number % 2:
        fields |= {"title": chance.choice(["数据开发工程师", "后端工程师", "算法工程师"]),
                   "employer": chance.choice(["青禾", "远帆", "云石"])}
        return f"职位{number:04}.html", ZH.format(**fields)
    fields |= {"title": chance.choice(["Data Engineer", "Backend Engineer", "ML Engineer"]),
               "employer": chance.choice(["Acme", "Borealis"])}
    return f"posting{number:04}.html", EN.format(**fields)


def write_postings(folder: Path, numbers: Sequence[int]) -> list[Path]:
    paths = []
    for number in numbers:
        name, text = posting(number)
        (folder / name).write_text(text, encoding="utf-8")
        paths.append(folder / name)
    return paths


def drop(service: Service, numbers: Sequence[int]) -> None:
    """All at once: written beside the inbox, then moved in."""
    with tempfile.TemporaryDirectory(dir=service.home) as aside:
        for path in write_postings(Path(aside), numbers):
            path.rename(service.inbox() / path.name)


def warm_up(service: Service, numbers: Sequence[int]) -> None:
    """A few files through, so that what is loaded once is loaded."""
    drop(service, numbers)
    service.wait_until_settled(300)


# --- flood


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


def pool_seconds(work: Callable[..., object], jobs: Sequence[object], workers: int) -> float:
    """The jobs through one warm process pool."""
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(work, jobs[: 4 * workers]))
        started = time.perf_counter()
        list(pool.map(work, jobs[4 * workers:], chunksize=10))
        return (time.perf_counter() - started) * len(jobs) / (len(jobs) - 4 * workers)


class RunListProbe(threading.Thread):
    """Asks for what the UI's run list shows, twice a second, and keeps how long each answer took."""

    def __init__(self, api: str) -> None:
        super().__init__(daemon=True)
        self.api, self.seconds, self.stop = api, [], threading.Event()

    def run(self) -> None:
        body = json.dumps({"sort": "START_TIME_DESC", "limit": 50}).encode()
        while not self.stop.wait(0.5):
            started = time.perf_counter()
            try:
                request = urllib.request.Request(f"{self.api}/flow_runs/filter", body,
                                                 {"Content-Type": "application/json"})
                urllib.request.urlopen(request, timeout=30).read()
                self.seconds.append(time.perf_counter() - started)
            except OSError:
                self.seconds.append(30.0)


def flood(args: argparse.Namespace) -> str:
    count, workers = args.files, 2
    with tempfile.TemporaryDirectory() as aside:
        paths = [str(path) for path in write_postings(Path(aside), range(count))]
        extract = pool_seconds(_extract, paths, workers)
        home = tempfile.mkdtemp(dir=aside)
        walked = pool_seconds(_walk, [(home, path) for path in paths], workers)
    with running(*OPTIONS) as service:
        warm_up(service, range(10_000, 10_060))
        idle = service.memory()
        probe = RunListProbe(service.api())
        probe.start()
        started = time.perf_counter()
        drop(service, range(count))
        service.wait_until_settled(1800)
        seconds = time.perf_counter() - started
        probe.stop.set()
        counts, stored = service.counts(), in_store(service)
        time.sleep(5)
        after = service.memory()
    settled = sum(counts[place] for place in ("done", "review", "duplicates", "failed")) - 60
    twice = len(stored) - len(set(stored))
    lines = ["## Watched folder: a flood of small files", "",
             f"`python bench/ops.py flood --files {count}` (half Chinese, half English HTML, 1 KB each, 2 workers)", "",
             "| | seconds | files/s |", "|---|---|---|",
             f"| `rolescan extract` alone in a process pool of 2 | {extract:.1f} | {count / extract:.1f} |",
             f"| the whole walk (extract, structure, report, store) in a process pool of 2 | {walked:.1f} "
             f"| {count / walked:.1f} |",
             f"| dropped into the folder at once, until all were settled | {seconds:.1f} | {count / seconds:.1f} |", "",
             f"- settled {settled} of {count}; lost {count - settled}; sources twice in the store: {twice}; "
             f"places with the 60 warm-up files: {counts}",
             f"- folder beside the walk in a pool: {walked / seconds:.2f}; "
             f"beside extract alone: {extract / seconds:.2f} (aim 0.6)",
             f"- the folder's cost beyond the walk: {(seconds - walked) / count * 1000:.1f} ms a file of wall time",
             f"- the UI's run list meanwhile: median {statistics.median(probe.seconds):.2f} s, "
             f"slowest {max(probe.seconds):.2f} s of {len(probe.seconds)} (aim 1 s)",
             f"- memory of the whole tree (USS): {idle / 2**20:.0f} MiB idle after 60 files, "
             f"{after / 2**20:.0f} MiB after {count} more ({after / idle - 1:+.0%}, aim within 10 %)"]
    return "\n".join(lines)


def in_store(service: Service) -> list[str]:
    """The hashes of all sources that the store holds."""
    from sqlalchemy import select

    from flows import store_schema as schema
    from flows.settings import load
    from flows.store import open_store

    store = open_store(load({"ROLESCAN_HOME": str(service.home)}))
    rows = store.select(select(schema.sources.c.sha256))
    store.close()
    return [row["sha256"] for row in rows]


# --- latency


def latency(args: argparse.Namespace) -> str:
    source = SAMPLES / "en_digital.pdf"
    with running(*OPTIONS) as service:
        warm_up(service, range(20_000, 20_008))
        variant(source, service.inbox() / "warm.pdf", 0)
        service.wait_until_settled(120)
        pdf = one_drop(service, lambda path: variant(source, path.with_suffix(".pdf"), 1))
        took = [one_drop(service, lambda path, n=n: path.with_suffix(".html").write_text(posting(n)[1]))
                for n in range(args.files)]
    lines = ["## Watched folder: from drop to done", "", f"`python bench/ops.py latency --files {args.files}`", "",
             f"- one small PDF on a warm idle system: {pdf:.2f} s, of which {QUIET:.1f} s is the quiet period "
             f"(beyond it {pdf - QUIET:.2f} s, aim 3 s)",
             f"- {args.files} drops one after another: middle {statistics.median(took):.2f} s, "
             f"slowest {max(took):.2f} s ({max(took) / statistics.median(took):.1f} times, aim 2)"]
    return "\n".join(lines)


def one_drop(service: Service, write: Callable[[Path], object]) -> float:
    """Seconds from a drop until it is settled."""
    before = sum(service.counts()[place] for place in ("done", "review", "failed", "duplicates"))
    started = time.perf_counter()
    write(service.inbox() / f"drop-{time.time_ns()}")
    while sum(service.counts()[place] for place in ("done", "review", "failed", "duplicates")) == before:
        time.sleep(0.02)
        if time.perf_counter() - started > 120:
            raise TimeoutError(str(service.counts()))
    return time.perf_counter() - started


def variant(source: Path, target: Path, number: int) -> None:
    """The file with other bytes: what follows %%EOF, or a trailing comment, changes the hash and nothing else."""
    target.write_bytes(source.read_bytes() + f"\n%{number}\n%%EOF\n".encode())


# --- chaos


def chaos(args: argparse.Namespace) -> str:
    chance = random.Random(CHAOS_SEED)
    kills: dict[str, int] = dict.fromkeys(KINDS, 0)
    with running(*OPTIONS, "--no-deploy") as service:
        originals = mixed(service.home / "aside", args.files)
        started = time.perf_counter()
        waiting = list(originals.values())
        for kind in kill_order(args.kills, chance):
            for path in waiting[: args.files // args.kills + 1]:
                path.rename(service.inbox() / path.name)
            del waiting[: args.files // args.kills + 1]
            time.sleep(chance.uniform(0.3, 3.0))
            kills[kind] += service.kill(kind, chance)
            print(f"{time.perf_counter() - started:6.1f} s killed {kind:9} {service.counts()}", file=sys.stderr)
        for path in waiting:
            path.rename(service.inbox() / path.name)
        service.wait_until_settled(2400, each=0.5)
        seconds = time.perf_counter() - started
        counts, stored = service.counts(), in_store(service)
        found = hashes(service.folder)
        kept = intact(service)
        poison = sum("Category: poison" in path.read_text() for path in (service.folder / "failed").glob("*.txt"))
    intact_files = sum(1 for sha256 in originals if found.get(sha256) == 1)
    lines = ["## Watched folder: kill -9 of everything", "",
             f"`python bench/ops.py chaos --files {args.files} --kills {args.kills}` (seed {CHAOS_SEED})", "",
             f"- {args.files} files ({forms()}); {sum(kills.values())} kills: "
             + ", ".join(f"{kind} {number}" for kind, number in kills.items()) + f"; {seconds:.0f} s in all",
             f"- accounted for: {sum(counts.values())} of {args.files}, in {counts}; of failed as poison {poison}",
             f"- with their bytes intact and in exactly one place: {intact_files} of {args.files}",
             f"- sources twice in the store: {len(stored) - len(set(stored))}; kept originals whose bytes match their "
             f"hash: {kept[0]} of {kept[1]}"]
    return "\n".join(lines)


def kill_order(number: int, chance: random.Random) -> Iterator[str]:
    """Every kind in turn, so that each is hit; the order within a round is drawn."""
    kinds: list[str] = []
    while len(kinds) < number:
        kinds += chance.sample(KINDS, len(KINDS))
    yield from kinds[:number]


def forms() -> str:
    return "of ten 7 HTML, 1 digital PDF, 1 plain text, 1 broken PDF"


def mixed(folder: Path, count: int) -> dict[str, Path]:
    """Files of mixed forms by their hash."""
    folder.mkdir()
    made: dict[str, Path] = {}
    for number in range(count):
        kind = number % 10
        if kind == 7:
            path = folder / f"职位 {number}.pdf"
            variant(SAMPLES / "zh_digital.pdf", path, number)
        elif kind == 8:
            path = folder / f"posting {number}.txt"
            path.write_text(f"Number {number}\n" + (SAMPLES / "en_posting.txt").read_text())
        elif kind == 9:
            path = folder / f"broken {number}.pdf"
            path.write_bytes(b"%PDF-1.4\n" + f"{number}".encode() * 50 + b"\n%%EOF\n")
        else:
            name, text = posting(number)
            path = folder / name
            path.write_text(text)
        made[hashlib.sha256(path.read_bytes()).hexdigest()] = path
    return made


def hashes(folder: Path) -> dict[str, int]:
    """How often each content lies in the watched folder."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[digest] = found.get(digest, 0) + 1
    return found


def intact(service: Service) -> tuple[int, int]:
    """Of the originals that the store keeps: how many have the bytes that their name says, and how many there are."""
    names = in_store(service)
    contents = hashes(service.home / "files")
    return sum(1 for name in names if name in contents), len(names)


# --- workers


def workers(args: argparse.Namespace) -> str:
    rows = []
    for number in (1, 2):
        with running(*OPTIONS, "--workers", str(number), "--no-deploy") as service:
            scans(service, 2 * number, first=1000)
            service.wait_until_settled(600)
            busy = busy_seconds(service)
            scans(service, args.files, first=0)
            seconds = service.wait_until_settled(1200)
            rows.append((number, seconds, busy_seconds(service) - busy))
    gain = rows[0][1] / rows[1][1]
    lines = ["## Watched folder: one worker and two, on scans", "",
             f"`python bench/ops.py workers --files {args.files}`", "",
             "| workers | seconds | pages/min | both cores busy |", "|---|---|---|---|"]
    lines += [f"| {number} | {seconds:.1f} | {args.files / seconds * 60:.1f} | {busy / seconds / 2:.0%} |"
              for number, seconds, busy in rows]
    lines += ["", f"- two workers give {gain:.2f} times the throughput of one (aim 1.8, or both cores 90 % busy)"]
    return "\n".join(lines)


def scans(service: Service, count: int, *, first: int) -> None:
    """Pictures of postings, no two with the same bytes."""
    for number in range(first, first + count):
        source = SAMPLES / ("zh_mobile_light.png" if number % 2 else "en_mobile_dark.png")
        aside = service.home / f"scan{number}{source.suffix}"
        shutil.copy(source, aside)
        with aside.open("ab") as stream:
            stream.write(str(number).encode())
        os.rename(aside, service.inbox() / aside.name)


def busy_seconds(service: Service) -> float:
    """Processor seconds of the tree so far, with those of ended children that were waited for."""
    total = 0.0
    for process in service.tree():
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


PARTS = {"flood": (flood, 1000), "latency": (latency, 100), "chaos": (chaos, 200), "workers": (workers, 12)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--files", type=int, default=0)
    parser.add_argument("--kills", type=int, default=30)
    args = parser.parse_args()
    part, files = PARTS[args.part]
    args.files = args.files or files
    before = os.getloadavg()[0]
    table = part(args)
    table += f"\n\nLoad of the machine (1 min) before {before:.1f}, at the end {os.getloadavg()[0]:.1f}, on 2 cores; " \
             "what else ran took its share of the times."
    print(table)
    target = HERE / "results" / f"ops_{args.part}.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
