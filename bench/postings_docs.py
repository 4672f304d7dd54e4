"""Facts and splitting on the development documents as real files: PDFs, scans, screenshots, a photo.

    python bench/postings_docs.py [DATA_FOLDER] [--keep FOLDER] [--faults]

Every file of docs/zh and docs/en goes through the extractors, its text through the analyzers; what comes out is held
against truth.json beside the files. Counting rule: every page shows its posting's header (title, pay, place,
experience, degree), so a field counts where the truth has it. A document is cut exactly when it gives as many
postings as it holds and each of them begins with its title; the fields of one that is not are all counted as missing.
--keep keeps the extracted documents there and reads them again on the next run; --faults prints what is not as the
truth has it. Writes bench/results/postings_docs.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
from posting_data import Row, column_pay, data_folder
from posting_labels import Score
from posting_rules import city_of, degree_of, plain_title, years_of
from postings import JUDGES, counted, shown

from analyzers.posting import Fact, Posting
from analyzers.structure import postings
from extractors import describe, extract
from extractors.document import Document
from extractors.options import Options, PageOptions

RESULT = Path(__file__).with_name("results") / "postings_docs.md"
PATIENT = Options(pages=PageOptions(deadline=600.0))  # what is read is measured here, on machines that may be busy
HAS = {
    "title": lambda row: True,
    "pay": lambda row: column_pay(row) is not None,
    "city": lambda row: bool(city_of(row)),
    "experience": lambda row: years_of(row) is not None,
    "education": lambda row: bool(degree_of(row)),
}
Entry = tuple[str, str, list[Row]]  # language, file name, the postings on it


def entries(folder: Path) -> Iterator[Entry]:
    for language in ("zh", "en"):
        for entry in json.loads((folder / "docs" / language / "truth.json").read_text(encoding="utf-8")):
            yield language, entry["file"], entry["postings"]


def read(file: Path, keep: Path | None) -> Document:
    """The document of a file, from the folder of kept ones where it is there."""
    kept = keep / f"{file.parent.name}_{file.name}.json" if keep else None
    if kept and kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=Document)
    made = extract(describe(str(file)), PATIENT)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(msgspec.json.encode(made))
    return made


def cut_exactly(found: list[Posting], rows: list[Row]) -> bool:
    """Whether the postings are those of the truth, in its order."""
    return len(found) == len(rows) and all(
        isinstance(posting.title, Fact) and _begins(posting.title.value, row["title"])
        for posting, row in zip(found, rows, strict=True)
    )


def _begins(title: str, wanted: str) -> bool:
    ours, column = plain_title(title), plain_title(wanted)
    return bool(ours) and (ours in column or column in ours)


def measured(folder: Path, keep: Path | None, faults: list[str]) -> tuple[dict[str, Score], list[tuple[str, int, int]]]:
    """The score of every field, and of every document the postings it gave and those it holds (0 where cut wrongly)."""
    totals = {field: Score() for field in HAS}
    cuts = []
    for language, name, rows in entries(folder):
        found = postings(read(folder / "docs" / language / name, keep))
        exact = cut_exactly(found, rows)
        cuts.append((f"{language}/{name}", len(found) if exact else 0, len(rows)))
        if not exact:
            faults.append(f"{language}/{name}: {[shown('title', posting) for posting in found]}")
        for index, row in enumerate(rows):
            for field in (field for field, has in HAS.items() if has(row)):
                right = JUDGES[field][1](found[index], row) if exact else None
                totals[field] = totals[field].plus(counted(right))
                if exact and not right:
                    faults.append(f"{language}/{name} {field}: {shown(field, found[index])} | {_header(row)}")
    return totals, cuts


def _header(row: Row) -> str:
    return " ".join(str(row[key]) for key in ("title", "salary_text", "city", "experience", "degree"))


def report(totals: dict[str, Score], cuts: list[tuple[str, int, int]]) -> str:
    """The Markdown of this bench."""
    lines = [
        "## Postings on documents: PDFs, scans, screenshots, a photo",
        "",
        "`python bench/postings_docs.py`: the development documents through the extractors; counting rule in its head.",
        "",
        "| field | precision | recall | right / false / missing |",
        "|---|---|---|---|",
    ]
    for field, score in totals.items():
        lines.append(
            f"| {field} | {score.precision:.3f} | {score.recall:.3f} |"
            f" {score.right} / {score.false} / {score.missing} |"
        )
    total = Score(*(sum(part) for part in zip(*totals.values(), strict=True)))
    lines.append(
        f"| all | {total.precision:.3f} | {total.recall:.3f} | {total.right} / {total.false} / {total.missing} |"
    )
    several = [cut for cut in cuts if cut[2] > 1]
    lines += ["", "| splitting | exact | of |", "|---|---|---|"]
    single = sum(found == wanted for _, found, wanted in cuts if wanted == 1)
    lines.append(f"| documents of one posting | {single} | {len(cuts) - len(several)} |")
    lines += [f"| {name}: postings | {found} | {wanted} |" for name, found, wanted in several]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", default="")
    parser.add_argument("--keep", type=Path, help="folder for extracted documents, read again on the next run")
    parser.add_argument("--faults", action="store_true", help="print what is not as the truth has it")
    options = parser.parse_args()
    faults: list[str] = []
    text = report(*measured(data_folder(options.data), options.keep, faults))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    print(text)
    if options.faults:
        print("\n".join(faults))


if __name__ == "__main__":
    main()
