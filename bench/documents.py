"""How well documents are read: ordered recall of the posting's words, form by form, beside RapidOCR and Tesseract.

    python bench/documents.py [--data FOLDER] [--only zh/scan] [--quick]

For each file of the development data: the share of the posting's letters and digits that come out, in the truth's
order (longest common subsequence); how much of the output is posting on screenshots. Speed is measured by
bench/documents_speed.py. Writes bench/results/documents.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

from extractors import describe, extract
from extractors.document import BODY_KINDS
from extractors.errors import RolescanError
from extractors.options import Options, PageOptions

HERE = Path(__file__).resolve().parent
TARGET, SHARE_TARGET = 0.995, 0.9
HEAD = """## Documents: how much of their words comes out

`python bench/documents.py`, development data, one file after the other in one process. Beside Rolescan: RapidOCR with
the same detection and recognition weights, and Tesseract chi_sim+eng, both on pages drawn at 200 dpi. Speed is measured
by `bench/documents_speed.py`."""
SCREENS = ("mobile", "dark", "desktop")
FIELDS = ("title", "company", "city", "salary_text", "experience", "degree")
DPI = 200
PATIENT = Options(pages=PageOptions(deadline=600.0))  # words are measured here, on machines that may be busy


def main() -> None:
    options = _arguments()
    rows = [_row(folder, entry, options.quick) for folder, entry in _entries(options.data, options.only)]
    report = "\n\n".join([HEAD, _recall_table(rows), _share_table(rows)])
    print(report)
    if not options.only:
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results" / "documents.md").write_text(report + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = os.environ.get("ROLESCAN_DATA", str(HERE.parent.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--only", default="", help="only files whose language/name contains this")
    parser.add_argument("--quick", action="store_true", help="leave the other engines out")
    return parser.parse_args()


def _entries(data: Path, only: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for language in ("zh", "en"):
        folder = data / "docs" / language
        for entry in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
            if only in f"{language}/{entry['file']}":
                yield folder, entry


def _row(folder: Path, entry: dict[str, Any], quick: bool) -> dict[str, Any]:
    """All measures of one file. A reader that fails counts as having read nothing."""
    path = folder / entry["file"]
    truth = letters("".join(line for posting in entry["postings"] for line in posting["lines"]))
    row: dict[str, Any] = {"language": folder.name, "form": entry["form"], "file": entry["file"]}
    text, row["seconds"] = _timed(lambda: rolescan(path))
    row["rolescan"], row["share"] = recall(text, truth), share(text, entry)
    if not quick:
        row["rapidocr"], row["tesseract"] = _other(rapidocr, path, truth), _other(tesseract, path, truth)
    print(f"{folder.name}/{entry['file']}: {row['rolescan']:.4f} in {row['seconds']:.1f} s", flush=True)
    return row


def _other(reader: Callable[[Path], str | None], path: Path, truth: str) -> float | None:
    text = reader(path)
    return None if text is None else recall(text, truth)


def _timed(reader: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    return reader(), time.perf_counter() - start


def letters(text: str) -> str:
    """Letters and digits only, in their compatibility form."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def recall(text: str, truth: str) -> float:
    """Share of the truth that is in the text, in the truth's order."""
    return LCSseq.similarity(letters(text), truth) / max(len(truth), 1)


def share(text: str, entry: dict[str, Any]) -> float:
    """Share of the text that is posting: its lines in order, and what its fields say."""
    found = letters(text)
    kept = 0
    for posting in entry["postings"]:
        kept += LCSseq.similarity(found, letters("".join(posting["lines"])))
        fields = [str(posting[name] or "") for name in FIELDS] + list(posting["labels"] or [])
        kept += sum(len(letters(field)) for field in fields if letters(field) and letters(field) in found)
    return min(1.0, kept / max(len(found), 1))


def rolescan(path: Path) -> str:
    """The words of the document's body; none, with the reason printed, where it could not be read."""
    try:
        document = extract(describe(str(path)), PATIENT)
    except RolescanError as error:
        print(f"{path.name}: {error}", flush=True)
        return ""
    return "\n".join(block.text for block in document.blocks if block.kind in BODY_KINDS)


def rapidocr(path: Path) -> str:
    """RapidOCR with the same models, its own order, each page at DPI."""
    import logging

    from rapidocr import RapidOCR

    logging.disable(logging.WARNING)
    engine = _once("rapidocr", RapidOCR)
    texts = []
    for image in _images(path):
        outcome = engine(image)
        texts += list(outcome.txts or ())
    return "\n".join(texts)


def tesseract(path: Path) -> str | None:
    """Tesseract chi_sim+eng on each page at DPI; None where it is not installed."""
    if not shutil.which("tesseract"):
        return None
    import cv2

    texts = []
    with tempfile.TemporaryDirectory() as folder:
        for number, image in enumerate(_images(path)):
            page = Path(folder) / f"{number}.png"
            cv2.imwrite(str(page), image[:, :, ::-1])
            run = subprocess.run(["tesseract", str(page), "-", "-l", "chi_sim+eng"], capture_output=True, text=True,
                                 timeout=300, check=False)
            texts.append(run.stdout)
    return "\n".join(texts)


_KEPT: dict[str, Any] = {}


def _once(name: str, make: Callable[[], Any]) -> Any:
    return _KEPT.setdefault(name, None) or _KEPT.update({name: make()}) or _KEPT[name]


def _images(path: Path) -> Iterator[Any]:
    import numpy as np
    import pymupdf
    from PIL import Image

    if path.suffix != ".pdf":
        yield np.asarray(Image.open(path).convert("RGB"))
        return
    with pymupdf.open(path) as document:
        for page in document:
            pixels = page.get_pixmap(dpi=DPI)
            yield np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3).copy()


def _recall_table(rows: list[dict[str, Any]]) -> str:
    lines = [f"### Ordered recall of the posting's words (aim {TARGET} on every form)", "",
             "| form | language | Rolescan | RapidOCR | Tesseract |", "|---|---|---|---|---|"]
    for row in rows:
        values = [_share(row["rolescan"], mark=True)] + [_share(row.get(name)) for name in ("rapidocr", "tesseract")]
        lines.append(f"| {row['form']} | {row['language']} | {' | '.join(values)} |")
    reached = sum(1 for row in rows if row["rolescan"] >= TARGET)
    return "\n".join([*lines, "", f"{reached} of {len(rows)} files reach {TARGET} (bold)."])


def _share(value: float | None, *, mark: bool = False) -> str:
    if value is None:
        return "not installed"
    return f"**{value:.4f}**" if mark and value >= TARGET else f"{value:.4f}"


def _share_table(rows: list[dict[str, Any]]) -> str:
    lines = [f"### Share of the body that is posting, on screenshots (aim {SHARE_TARGET})", "",
             "| form | language | share |", "|---|---|---|"]
    return "\n".join(lines + [f"| {row['form']} | {row['language']} | {row['share']:.3f} |"
                              for row in rows if row["form"] in SCREENS])


if __name__ == "__main__":
    main()
