"""Are postings told apart, and the same one told again? `python bench/identity.py` writes bench/results/identity.md.

Three parts: every pair of the development postings (none may be called the same unless it is), every one of them with a
later date, another pay and misread letters, and one sample posting of
each language in every form that people drop, with a later date, another pay, a sentence less and another level.
`--cache FOLDER` keeps what was read of each form, so that a run that was stopped goes on.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import analyzers  # noqa: E402
import extractors  # noqa: E402
from analyzers.identity import Identity, Link, Relation, compare, identity  # noqa: E402
from analyzers.posting import Posting  # noqa: E402
from bench.posting_data import Row, as_document, board_page, board_strings, column_pay, data_folder, rows  # noqa: E402
from extractors.document import Document, Origin  # noqa: E402
from samples import make  # noqa: E402

HEAD_LINES = 4  # of a board page: title, pay, place and demands, employer
SETS = ("zh", "en", "zh_freeform")
SAMPLES = {"zh": "zh_multimodal", "en": "en_mlops"}
Draw = Callable[[list[dict[str, Any]]], bytes]
FORMS: dict[str, Draw] = {
    "plain.txt": make.plain_text, "notes.md": make.markdown, "page.html": make.web_page, "digital.pdf": make.one_column,
    "columns.pdf": make.two_columns, "mobile.png": make.mobile_light, "dark.png": make.mobile_dark,
    "scan.pdf": make.scanned, "photo.jpg": make.photographed,
}  # fmt: skip


CACHE = Path(sys.argv[2]) if sys.argv[1:2] == ["--cache"] else None


def main() -> None:
    parts = ["## Identity: the same posting again\n\n`python bench/identity.py`"]
    parts += [_pairs_part(), _misread_part(), _changed_part(), _forms_part()]
    (ROOT / "bench" / "results" / "identity.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print("\n\n".join(parts))


def _pairs_part() -> str:
    """Every pair of the development postings that is called anything but different, shown to be judged."""
    lines = ["Every pair within a set of development postings. Two are the same posting where their rows have one "
             "title and one text, letter for letter without typography.", "",
             "| set | postings | pairs | the same | called the same | wrongly | missed | nearly so | µs a pair |",
             "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for name in SETS:
        made = list(_identities(name))
        started = time.perf_counter()
        told = [(one, two, compare(two[1], one[1])) for one, two in combinations(made, 2)]
        each = (time.perf_counter() - started) / max(1, len(told)) * 1e6
        same = {(one[0], two[0]) for one, two, _ in told if one[2] == two[2]}
        called = {(one[0], two[0]): link for one, two, link in told if link.relation is not Relation.DIFFERENT}
        near = {pair for pair, link in called.items() if link.relation is Relation.NEAR_DUPLICATE}
        firm = called.keys() - near
        lines.append(f"| {name} | {len(made)} | {len(told):,} | {len(same)} | {len(firm)} | {len(firm - same)} | "
                     f"{len(same - called.keys())} | {len(near)} | {each:.0f} |")  # fmt: skip
        for pair in sorted(called.keys() - same):
            print(name, pair, called[pair].relation, called[pair].similarity, called[pair].changed, file=sys.stderr)
        for pair in sorted(same - called.keys()):
            print(name, pair, "missed", file=sys.stderr)
    return "\n".join(lines)


def _misread_part() -> str:
    """Every development posting against every other one read with one letter of a hundred wrong."""
    lines = ["Every posting of a set against every other one as a recogniser gives it, one letter of a hundred "
             "misread: how many of those are called the same, of which the rows say so.", "",
             "| set | pairs | called the same | wrongly |", "|---|---|---|---|"]  # fmt: skip
    for name in SETS:
        made, read = list(_identities(name)), list(_identities(name, misread=True))
        others = [(one, two) for one in made for two in read if one[0] != two[0]]
        called = [pair for pair in others if compare(pair[1][1], pair[0][1]).relation is not Relation.DIFFERENT]
        same = {(one[0], two[0]) for one in made for two in made if one[2] == two[2]}
        wrong = [(one[0], two[0]) for one, two in called if (one[0], two[0]) not in same]
        lines.append(f"| {name} | {len(others):,} | {len(called)} | {len(wrong)} |")
        for pair in wrong:
            print(name, pair, "called the same though misread", file=sys.stderr)
    return "\n".join(lines)


def _identities(name: str, *, misread: bool = False) -> Iterator[tuple[str, Identity, tuple[str, str]]]:
    """Number of the row and posting, its identity, and what says that two rows are one."""
    for number, row in enumerate(rows(data_folder(), name)):
        text = row.get("description") or row.get("text") or row.get("body") or ""
        shown = "\n".join(filter(None, (row.get("title"), text)))
        if misread:
            shown = _slipped(shown, random.Random(number), head=0)
        for place, posting in enumerate(analyzers.postings(as_document(shown))):
            words = "\n".join(item.text for section in posting.sections for item in section.items)
            told = identity(posting, recognised=misread)
            yield f"{number}.{place}", told, (str(row.get("title")), "".join(filter(str.isalnum, words)))


def _changed_part() -> str:
    """Every development posting as a board page, against itself with one thing changed."""
    lines = ["Every development posting that has a pay column, as a board page, against the same page with one thing "
             "changed.", "",
             "| set | postings | change | told so | told otherwise |", "|---|---|---|---|---|"]  # fmt: skip
    for name in ("zh", "en"):
        told: dict[tuple[str, Relation], Counter[str]] = {}
        for row in rows(data_folder(), name):
            for change, wanted, link in _changes_of(row, name):
                told.setdefault((change, wanted), Counter())[link.relation.value] += 1
        for (change, wanted), counts in told.items():
            others = ", ".join(f"{count} {kind}" for kind, count in counts.most_common() if kind != wanted.value)
            lines.append(f"| {name} | {counts.total()} | {change} | {counts[wanted.value]} {wanted.value} | {others} |")
    return "\n".join(lines)


def _changes_of(row: Row, name: str) -> Iterator[tuple[str, Relation, Link]]:
    money = column_pay(row)
    pays = board_strings(money) if money else {}
    if not money or not pays or money.maximum is None:
        return
    shape, pay = next(iter(pays.items()))
    more = board_strings(money._replace(minimum=money.minimum * 2, maximum=money.maximum * 2))[shape]
    days = [f"发布时间：2024-{month}-06" if name == "zh" else f"Date posted: 2024-{month}-06" for month in ("05", "07")]
    page = board_page(row, pay)
    plain = _first(f"{page}\n{days[0]}")
    yield "a later date", Relation.REPOST, compare(_first(f"{page}\n{days[1]}"), plain)
    yield "twice the pay", Relation.UPDATE, compare(_first(f"{board_page(row, more)}\n{days[0]}"), plain)
    slipped = _slipped(page, random.Random(row["title"]))
    if slipped == page:
        return
    read = _first(f"{slipped}\n{days[0]}", recognised=True)
    yield "1 letter of 100 misread", Relation.SAME_TEXT, compare(read, plain)


def _first(text: str, *, recognised: bool = False) -> Identity:
    return identity(analyzers.postings(as_document(text))[0], recognised=recognised)


def _slipped(page: str, chance: random.Random, *, head: int = HEAD_LINES) -> str:
    """The page with one letter of a hundred below its head misread as another letter."""
    above, letters = page.split("\n", head)[:head], list(page.split("\n", head)[-1] if head else page)
    for at, letter in enumerate(letters):
        if letter.isalpha() and chance.random() < 0.01:
            letters[at] = chance.choice("rnlcoeait" if letter.isascii() else "末未日曰己已土士人入")
    return "\n".join([*above, "".join(letters)])


def _forms_part() -> str:
    lines = ["One sample posting of each language, drawn in every form, against its plain text (it should be the same "
             "text); and the plain text with one thing changed.", "",
             "| language | variant | told as | similarity | changed | as it should be |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    for language, key in SAMPLES.items():
        posting = yaml.safe_load((ROOT / "samples" / "postings.yaml").read_text(encoding="utf-8"))[key]
        first = _identity_of("first.txt", make.plain_text([posting]))
        for name, draw in FORMS.items():
            wanted = Relation.SAME_FILE if name == "plain.txt" else Relation.SAME_TEXT
            lines.append(_line(language, name, first, _identity_of(name, draw([posting])), wanted))
        for name, changed, old, wanted in _changes(language, make.plain_text([posting]).decode()):
            lines.append(_line(language, name, _identity_of("a.txt", old.encode()),
                               _identity_of("b.txt", changed.encode()), wanted))  # fmt: skip
    return "\n".join(lines)


def _changes(language: str, text: str) -> Iterator[tuple[str, str, str, Relation]]:
    """Name, changed text, the text before, and the relation between them."""
    zh = language == "zh"
    dated = "\n发布时间：{}\n" if zh else "\nPosted on {}\n"
    days = ("2024-05-06", "2024-07-01") if zh else ("May 6, 2024", "July 1, 2024")
    lines = text.rstrip().split("\n")
    yield ("later date", text.rstrip() + dated.format(days[1]), text.rstrip() + dated.format(days[0]), Relation.REPOST)
    pay = next(line for line in lines if ("薪" in line or "$" in line) and any(map(str.isdigit, line)))
    digit = next(character for character in pay if character in "123456789")
    yield ("another pay", text.replace(pay, pay.replace(digit, str(int(digit) % 9 + 1), 1)), text, Relation.UPDATE)
    longest = max(lines[4:], key=len)
    yield ("a sentence less", text.replace(longest + "\n", ""), text, Relation.NEAR_DUPLICATE)
    yield ("another level", ("实习" if zh else "Junior ") + text, text, Relation.DIFFERENT)


def _read(name: str, content: bytes) -> Document:
    kept = CACHE / f"{sha256(content).hexdigest()[:16]}.json" if CACHE else None
    if kept is not None and kept.is_file():
        return msgspec.json.decode(kept.read_bytes(), type=Document)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        document = extractors.extract(extractors.describe(str(path)))
    if kept is not None:
        kept.write_bytes(msgspec.json.encode(document))
    return document


def _identity_of(name: str, content: bytes) -> Identity:
    document = _read(name, content)
    found: list[Posting] = analyzers.postings(document)
    recognised = any(block.origin in (Origin.OCR, Origin.ASR) for block in document.body)
    return identity(found[0], recognised=recognised)


def _line(language: str, name: str, first: Identity, other: Identity, wanted: Relation) -> str:
    link = compare(other, first)
    right = "yes" if link.relation is wanted else f"NO, {wanted.value}"
    return (f"| {language} | {name} | {link.relation.value} | {link.similarity:.3f} | {', '.join(link.changed)} | "
            f"{right} |")  # fmt: skip


if __name__ == "__main__":
    main()
