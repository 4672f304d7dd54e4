"""What the folder's measurements drop: small postings of our own words, samples anew, broken and deadly files."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from service import Service

SAMPLES = Path(__file__).parent.parent / "samples" / "inputs"
QUIET = 1.0
OPTIONS = ("--quiet-seconds", str(QUIET))
POISON = "poison"  # what a name begins with whose reader kills its process
MIX = (("html", 10), ("zh_digital.pdf", 2), ("en_digital.pdf", 1), ("en_posting.txt", 1), ("zh_posting.md", 1),
       ("en_mobile_dark.png", 1), ("zh_mobile_light.png", 1), ("zh_scan.pdf", 1), ("broken", 2))  # of 20 files
POISON_READER = '''"""A reader that takes its process with it, as engines with bugs do."""

import os
import signal


class PoisonExtractor:
    name = "poison"
    version = "1"

    def score(self, source):
        return 2.0 if source.name.startswith("poison") else 0.0

    def extract(self, source, options):
        os.kill(os.getpid(), signal.SIGKILL)
'''
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


def variant(source: Path, target: Path, number: int) -> None:
    """The file with other bytes: what follows %%EOF, or a trailing comment, changes the hash and nothing else."""
    target.write_bytes(source.read_bytes() + f"\n%{number}\n%%EOF\n".encode())


def mixed(folder: Path, count: int) -> dict[str, Path]:
    """Files of mixed forms by their hash: MIX over and over, one deadly file in their middle."""
    folder.mkdir()
    kinds = [kind for kind, number in MIX for _ in range(number)]
    made: dict[str, Path] = {}
    for number in range(count):
        path = _one(folder, POISON if number == count // 2 else kinds[number % len(kinds)], number)
        made[hashlib.sha256(path.read_bytes()).hexdigest()] = path
    order = list(made.items())
    random.Random(count).shuffle(order)
    return dict(order)


def _one(folder: Path, kind: str, number: int) -> Path:
    if kind == "html":
        return write_postings(folder, [number])[0]
    if kind in (POISON, "broken"):
        path = folder / f"{kind} 文件 {number}.pdf"
        path.write_bytes(b"%PDF-1.4\n" + f"{number}".encode() * 50 + b"\n%%EOF\n")
        return path
    source = SAMPLES / kind
    path = folder / f"职位 {number}{source.suffix}"
    if source.suffix in (".txt", ".md"):
        path.write_text(f"{source.read_text()}\n\nNumber {number}\n")
    else:
        variant(source, path, number)
    return path


def poison_reader(folder: Path) -> Path:
    """A package with an extractor that kills its process, in a folder for PYTHONPATH."""
    named = folder / "rolescan_poison-1.dist-info"
    named.mkdir(parents=True)
    (folder / "rolescan_poison.py").write_text(POISON_READER)
    (named / "METADATA").write_text("Metadata-Version: 2.1\nName: rolescan-poison\nVersion: 1\n")
    (named / "entry_points.txt").write_text("[rolescan.extractors]\npoison = rolescan_poison:PoisonExtractor\n")
    return folder
