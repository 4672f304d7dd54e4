"""How fast pages are read, how flat memory stays, and what becomes of faulty files.

    python bench/documents_speed.py [--data FOLDER] [--part speed|digital|soak|faults] [--pages 300]

Everything goes through the public verb, from the file to the document with its reading order. Speed: seconds of one
page and pages a minute of a ten-page scan, beside RapidOCR with the same weights on the same files, in turns, engines
warm; RapidOCR only finds and reads lines. Digital: pages a second of files that need no recogniser. Soak: many pages
through one process tree, its resident memory after each document. Faults: 24 files that are broken or built to harm.
Writes bench/results/documents_speed.md, every part that was run anew and the others as they stood.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import psutil
import pymupdf
from faulty_files import faulty_files

from extractors import Options, describe, extract
from extractors.document import Document
from extractors.errors import RolescanError
from extractors.isolate import cores
from extractors.options import PageOptions
from extractors.pages.reading import PageTask
from extractors.pages.render import render

HERE = Path(__file__).resolve().parent
PARTS = ("speed", "digital", "soak", "faults")
SINGLE = ("zh/mobile_00.png", "zh/dark_00.png", "zh/desktop_00.png", "zh/photo_00.jpg", "zh/scan_00.pdf",
          "zh/rot90_00.pdf", "en/mobile_00.png", "en/photo_00.jpg", "en/scan_00.pdf")
DIGITAL = ("zh/onecol_00.pdf", "zh/twocol_00.pdf", "zh/table_00.pdf", "zh/multi_00.pdf", "en/onecol_00.pdf",
           "en/twocol_00.pdf")
SCANS = ("zh/scan_00.pdf", "en/scan_00.pdf", "zh/scan2col_00.pdf")
HEAD = """## Pages: speed, memory, faulty files

`python bench/documents_speed.py`, each part by `--part`. Rolescan's time is that of the public verb: file to document,
isolation, orientation, reading order and regions included. RapidOCR's is drawing the page, finding and reading lines.

"""
ROUNDS = 3  # after one to warm up
WARMING = 6  # single pages read first, so that every worker has its engine
TEN = 10
HUNDRED = 100
DIGITAL_PAGES, DIGITAL_TARGET = 300, 50.0  # pages; a second
PATIENT = Options(pages=PageOptions(deadline=600.0))
FAULT_DEADLINE = 60.0  # seconds of one page of a faulty file


def main() -> None:
    options = _arguments()
    work = {"speed": lambda: speed(options.data), "digital": lambda: digital(options.data),
            "soak": lambda: soak(options.data, options.pages), "faults": faults}
    for part in [options.part] if options.part else PARTS:
        text = work[part]()
        print(text, flush=True)
        _keep(part, text)


def speed(data: Path) -> str:
    """Both speed tables."""
    rapid = rapid_ocr()
    for _ in range(WARMING):
        read(data / SCANS[0])
    rows = ["| page | Rolescan, s | RapidOCR, s | RapidOCR / Rolescan |", "|---|---|---|---|"]
    for name in SINGLE:
        path = data / name
        ours, theirs = in_turns(lambda path=path: read(path), lambda path=path: rapid(render(PageTask(path=str(path)))))
        rows.append(f"| {name} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.2f} |")
    with tempfile.TemporaryDirectory() as folder:
        path = ten_pages(data, Path(folder) / "ten.pdf")
        tasks = [PageTask(path=str(path), page=number) for number in range(1, TEN + 1)]
        ours, theirs = in_turns(lambda: read(path), lambda: [rapid(render(task)) for task in tasks])
    rows += ["", "| ten-page scan | pages a minute |", "|---|---|", f"| Rolescan | {TEN * 60 / ours:.1f} |",
             f"| RapidOCR | {TEN * 60 / theirs:.1f} |", f"| ratio (aim 1.5) | {theirs / ours:.2f} |"]
    return "\n".join([_conditions(), "", *rows])


def read(path: Path) -> Document:
    return extract(describe(str(path)), PATIENT)


def digital(data: Path) -> str:
    """Pages a second of one file of digital pages, after another one has started the workers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "digital.pdf"
        with pymupdf.open() as joined:
            while len(joined) < DIGITAL_PAGES:
                for name in DIGITAL:
                    with pymupdf.open(data / name) as one:
                        joined.insert_pdf(one)
            joined.save(path, garbage=4)
            count = len(joined)
        read(data / DIGITAL[0])
        taken = []
        for _ in range(ROUNDS + 1):
            begun = time.perf_counter()
            read(path)
            taken.append(time.perf_counter() - begun)
    return (f"{_conditions()}\n\n{count} digital pages in {statistics.median(taken):.1f} s after start: "
            f"{count / statistics.median(taken):.0f} pages a second (aim {DIGITAL_TARGET:.0f}).")


def rapid_ocr() -> Callable[[np.ndarray], object]:
    """RapidOCR as it comes: the same weights, its own settings, ONNX Runtime's default of a thread per core."""
    from rapidocr import RapidOCR

    engine = RapidOCR()
    return lambda image: engine(np.ascontiguousarray(image[:, :, ::-1]))


def in_turns(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of both, run in turns after one run each to warm up."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 1):
        for side, run in enumerate((ours, theirs)):
            begun = time.perf_counter()
            run()
            if number:
                taken[side].append(time.perf_counter() - begun)
    return statistics.median(taken[0]), statistics.median(taken[1])


def ten_pages(data: Path, path: Path, count: int = TEN) -> Path:
    """A PDF of scanned pages, `count` of them, from the data's scans in turn."""
    with pymupdf.open() as document:
        for number in range(count):
            with pymupdf.open(data / SCANS[number % len(SCANS)]) as scan:
                document.insert_pdf(scan, from_page=0, to_page=0)
        document.save(path)
    return path


def soak(data: Path, pages: int) -> str:
    """Resident memory of the process tree over many pages, in documents of ten."""
    taken: list[float] = []
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = ten_pages(data, Path(folder) / "ten.pdf")
        for _ in range(pages // TEN):
            taken += [resident()] * sum(1 for page in read(path).pages if page.read_by == "ocr")
    seconds = time.perf_counter() - begun
    third = min(HUNDRED, len(taken) // 3)
    first, last = statistics.mean(taken[:third]), statistics.mean(taken[-third:])
    return "\n".join([_conditions(), "", f"| pages read | first {third}, MB | last {third}, MB "
                      "| change (aim within 10 %) | most, MB | seconds a page |", "|---|---|---|---|---|---|",
                      f"| {len(taken)} of {pages} | {first:.0f} | {last:.0f} | {last / first - 1:+.1%} | "
                      f"{max(taken):.0f} | {seconds / pages:.2f} |"])


def resident() -> float:
    """Resident memory of this process and all below it, MB."""
    me = psutil.Process()
    total = 0
    for process in [me, *me.children(recursive=True)]:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue  # it ended meanwhile
    return total / 1e6


def faults() -> str:
    """The table of faulty files. Success is never right unless it says that it is partial."""
    rows = ["| file | outcome | seconds | right |", "|---|---|---|---|"]
    good = 0
    with tempfile.TemporaryDirectory() as folder:
        files = faulty_files(Path(folder))
        for file in files:
            begun = time.perf_counter()
            outcome, right = _outcome(file.path)
            seconds = time.perf_counter() - begun
            right = right and seconds < FAULT_DEADLINE + 30
            good += right
            rows.append(f"| {file.what} | {outcome} | {seconds:.1f} | {'yes' if right else 'NO'} |")
    return "\n".join([f"{good} of {len(files)} right: refused by category, or read in part and saying so.", "", *rows])


def _outcome(path: Path) -> tuple[str, bool]:
    options = Options(pages=PageOptions(deadline=FAULT_DEADLINE, memory_mb=3000))
    try:
        document = extract(describe(str(path)), options)
    except RolescanError as error:
        return f"{error.category}: {error.message}"[:110].replace("|", "/"), True
    what = f"read, partial: {document.partial}" if document.partial else f"read, {len(document.text)} characters"
    return what[:110].replace("|", "/"), bool(document.partial)


def _conditions() -> str:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{cores()} cores; load average of the machine at the end of the run: {load}."


def _keep(part: str, text: str) -> None:
    """The part's section written anew, the others as they stood."""
    path = HERE / "results" / "documents_speed.md"
    path.parent.mkdir(exist_ok=True)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    kept = {one.splitlines()[0]: one for one in old.split("\n### ")[1:] if one.strip()}
    kept[part] = f"{part}\n\n{text}\n"
    sections: Sequence[str] = [kept[name] for name in PARTS if name in kept]
    path.write_text(HEAD + "\n".join(f"### {one.strip()}\n" for one in sections), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("ROLESCAN_DATA") or HERE.parent.parent / "shared" / "data"
    parser.add_argument("--data", type=Path, default=Path(default), help="development data")
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--pages", type=int, default=300)
    options = parser.parse_args()
    options.data = options.data / "docs" if (options.data / "docs").is_dir() else options.data
    return options


if __name__ == "__main__":
    main()
