"""Pages made on the spot from real postings, thirteen forms in both languages: how much of their words comes out.

    python bench/documents_made.py [--data FOLDER] [--count 3] [--seed 1] [--only en/table] [--keep FOLDER]

The development data has five forms in English and one page of each form; here each form is drawn in both languages,
with other postings, letters, sizes, margins, columns and captures by a seed. The measures are bench/documents.py's.
Writes bench/results/documents_made.md.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import os
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pymupdf
from documents import SCREENS, SHARE_TARGET, TARGET, letters, recall, rolescan, share
from PIL import Image

HERE = Path(__file__).resolve().parent
A4 = pymupdf.paper_rect("a4")
LEAST, MOST = 250, 1300  # letters of a posting's body: one page
LEFTOVERS = frozenset({"查看全部", "展开", "收起", "Show more", "Show less"})  # the board's own words, scraped along
TALL = 50_000.0  # points: room in which a column finds its own height
INNER = ("职责", "要求", "描述", "资格", "福利", "加分", "responsib", "require", "qualif", "benefit", "about")


class Posting(NamedTuple):
    """language; title; employer; facts: a line of place, pay and so on; lines: of its body, in order."""

    language: str
    title: str
    employer: str
    facts: str
    lines: list[str]


class Look(NamedTuple):
    """What a seed decides. size, margin: points; dpi: of captures."""

    family: str
    size: float
    leading: float
    margin: float
    dpi: int
    rng: random.Random

    def css(self, ink: str = "#111", scale: float = 1.0) -> str:
        size = self.size * scale
        return (f"* {{font-family: {self.family}; color: {ink}; line-height: {self.leading}}} "
                f"h1 {{font-size: {1.7 * size}px; margin: 0 0 6px 0}} "
                f"h2 {{font-size: {1.2 * size}px; margin: {size}px 0 4px 0}} "
                f"p {{font-size: {size}px; margin: 2px 0}} .pay {{color: #e6662a; font-size: {1.2 * size}px}}")


def main() -> None:
    options = _arguments()
    rows: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for language in ("zh", "en"):
            postings = list(_postings(options.data, language))
            for form, draw in FORMS.items():
                if options.only not in f"{language}/{form}":
                    continue
                for number in range(options.count):
                    found = _measured(folder, language, form, draw, postings, options.seed * 1000 + number)
                    rows.setdefault((form, language), []).append(found)
    report = _table(rows, options.count, options.seed)
    print(report)
    if not options.only:
        (HERE / "results" / "documents_made.md").write_text(report + "\n", encoding="utf-8")


def _measured(folder: Path, language: str, form: str, draw: Callable[[list[Posting], Look], tuple[str, bytes]],
              postings: Sequence[Posting], seed: int) -> tuple[float, float]:
    """Recall of the posting's body, and the share of the output that is posting."""
    rng = random.Random(f"{seed} {form} {language}")
    chosen = rng.sample(list(postings), 3)
    chosen = chosen if form == "multi" else chosen[:1]
    suffix, data = draw(chosen, _look(rng))
    path = folder / f"{language}_{form}_{seed}{suffix}"
    path.write_bytes(data)
    text = rolescan(path)
    found = recall(text, letters("".join(line for posting in chosen for line in posting.lines)))
    part = share(text, {"postings": [{"lines": one.lines, "title": one.title, "company": one.employer,
                                      "salary_text": one.facts, "city": "", "experience": "", "degree": "",
                                      "labels": []} for one in chosen]})
    print(f"{path.name}: {found:.4f}, posting {part:.3f}", flush=True)
    return found, part


def _look(rng: random.Random) -> Look:
    return Look(family=rng.choice(["sans-serif", "serif"]), size=rng.uniform(9.0, 12.0), leading=rng.uniform(1.25, 1.7),
                margin=rng.uniform(36, 72), dpi=rng.choice([150, 180, 200, 220, 250]), rng=rng)


def _postings(data: Path, language: str) -> Iterator[Posting]:
    """Postings whose body fits a page and whose letters the fonts have."""
    font = pymupdf.Font("china-s")
    rows = (data / "postings" / f"{language}.jsonl").read_text(encoding="utf-8").split("\n")
    for row in map(json.loads, filter(None, rows)):
        lines = [" ".join(line.split()) for line in str(row["description"]).splitlines()
                 if line.strip() and line.strip() not in LEFTOVERS]
        text = "".join(lines)
        if LEAST <= len(letters(text)) <= MOST * (2 if language == "en" else 1) and 6 <= len(lines) <= 40 \
                and all(font.has_glyph(ord(character)) for character in text):
            facts = " / ".join(str(row.get(name)) for name in ("city", "salary_text", "experience", "degree")
                               if row.get(name))
            yield Posting(language, str(row["title"]), str(row["company"] or ""), facts, lines)


def head(posting: Posting) -> str:
    pay = f'<p class="pay">{html.escape(posting.facts)}</p>' if posting.facts else ""
    return f"<h1>{html.escape(posting.title)}</h1><p>{html.escape(posting.employer)}</p>{pay}"


def body(lines: Sequence[str]) -> str:
    return "".join(f"<h2>{html.escape(line)}</h2>" if is_heading(line) else f"<p>{html.escape(line)}</p>"
                   for line in lines)


def is_heading(line: str) -> bool:
    return len(line) <= 24 and any(word in line.lower() for word in INNER)


def height_of(markup: str, css: str, width: float) -> float:
    _, filled = pymupdf.Story(html=markup, user_css=css).place(pymupdf.Rect(0, 0, width, TALL))
    return float(filled[3])


def page_of(size: pymupdf.Rect, placed: Sequence[tuple[pymupdf.Rect, str, str]]) -> pymupdf.Document:
    """One page with each markup in its rectangle, by its style."""
    stream = io.BytesIO()
    writer = pymupdf.DocumentWriter(stream)
    device = writer.begin_page(size)
    for area, markup, css in placed:
        story = pymupdf.Story(html=markup, user_css=css)
        more, _ = story.place(area)
        assert not more, "the words do not fit"
        story.draw(device)
    writer.end_page()
    writer.close()
    return pymupdf.open("pdf", stream.getvalue())


def pixels(page: pymupdf.Page, dpi: float) -> np.ndarray:
    found = page.get_pixmap(dpi=round(dpi), alpha=False)
    return np.frombuffer(found.samples, np.uint8).reshape(found.height, found.width, 3).copy()


def encoded(image: np.ndarray, kind: str = "PNG", **options: int) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, kind, **options)
    return stream.getvalue()


def saved(document: pymupdf.Document) -> tuple[str, bytes]:
    document.subset_fonts()
    return ".pdf", bytes(document.tobytes(garbage=4, deflate=True))


def scan_of(image: np.ndarray, look: Look, *, skew: float | None = None) -> np.ndarray:
    """Grey, a little askew and blurred, with a scanner's noise."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    tall, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, tall / 2), look.rng.uniform(-2, 2) if skew is None else skew, 1.0)
    grey = cv2.warpAffine(grey, turn, (wide, tall), flags=cv2.INTER_CUBIC, borderValue=255)
    noise = np.random.default_rng(look.rng.randrange(1000)).normal(0, look.rng.uniform(3, 9), grey.shape)
    grey = np.clip(cv2.GaussianBlur(grey, (3, 3), 0.6) * 0.95 + noise, 0, 255).astype(np.uint8)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


def as_pdf(image: np.ndarray, dpi: float) -> tuple[str, bytes]:
    with pymupdf.open() as document:
        page = document.new_page(width=image.shape[1] * 72 / dpi, height=image.shape[0] * 72 / dpi)
        page.insert_image(page.rect, stream=encoded(image, "JPEG", quality=75))
        return ".pdf", bytes(document.tobytes())


def one_page(posting: Posting, look: Look) -> pymupdf.Document:
    return page_of(A4, [(A4 + (look.margin, look.margin, -look.margin, -20), head(posting) + body(posting.lines),
                         fitting(look, [posting.lines], A4.width - 2 * look.margin))])


def fitting(look: Look, parts: Sequence[Sequence[str]], width: float, room: float = 620) -> str:
    """The look's style, smaller where the longest part would not fit."""
    scale = 1.0
    while max(height_of(body(lines), look.css(scale=scale), width) for lines in parts) > room:
        scale *= 0.95
    return look.css(scale=scale)


def two_columns_page(posting: Posting, look: Look) -> pymupdf.Document:
    half = next((n for n in range(len(posting.lines) // 2, len(posting.lines)) if is_heading(posting.lines[n])),
                len(posting.lines) // 2)
    gutter, width = look.rng.uniform(16, 32), A4.width - 2 * look.margin
    column = (width - gutter) / 2
    css = fitting(look, [posting.lines[:half], posting.lines[half:]], column)
    top = look.margin + height_of(head(posting), css, width) + 8
    left = pymupdf.Rect(look.margin, top, look.margin + column, A4.height - 20)
    return page_of(A4, [(A4 + (look.margin, look.margin, -look.margin, -20), head(posting), css),
                        (left, body(posting.lines[:half]), css),
                        (left + (column + gutter, 0, column + gutter, 0), body(posting.lines[half:]), css)])


def screen(posting: Posting, look: Look, *, width: float, ground: tuple[float, ...], ink: str,
           zoom: float) -> np.ndarray:
    """A posting in a phone app: status bar, title bar, content, buttons."""
    zh, css, size = posting.language == "zh", look.css(ink, 1.35), 1.35 * look.size
    content = head(posting) + body(posting.lines)
    tall = height_of(content, css, width - 32)
    end = 84 + tall + 30
    document = page_of(pymupdf.Rect(0, 0, width, end + 72), [
        (pymupdf.Rect(18, 8, 120, 60), "<p>9:41</p>", css),
        (pymupdf.Rect(width - 90, 8, width, 60), "<p>5G 86%</p>", css),
        (pymupdf.Rect(width / 2 - 60, 42, width, 90), f"<p>{'职位详情' if zh else 'Job details'}</p>", css),
        (pymupdf.Rect(16, 84, width - 16, end + 40), content, css),
        (pymupdf.Rect(44, end + 16, 140, end + 90), f"<p>{'收藏' if zh else 'Save'}</p>", css),
        (pymupdf.Rect(width * 0.6, end + 16, width, end + 90), f"<p>{'立即沟通' if zh else 'Apply now'}</p>", css)])
    page = document[0]
    page.draw_rect(page.rect, color=None, fill=ground, overlay=False)
    page.draw_rect(pymupdf.Rect(16, end + 14, 130, end + 26 + size), color=(0.5, 0.5, 0.5))
    page.draw_rect(pymupdf.Rect(144, end + 14, width - 16, end + 26 + size), color=(0.05, 0.6, 0.55))
    return pixels(page, 72 * zoom)


def mobile(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    return ".png", encoded(screen(postings[0], look, width=390, ground=(1, 1, 1), ink="#222", zoom=2))


def dark(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    return ".png", encoded(screen(postings[0], look, width=390, ground=(0.08, 0.08, 0.1), ink="#dcdce0", zoom=2))


def long(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    return ".png", encoded(screen(postings[0], look, width=230, ground=(1, 1, 1), ink="#333", zoom=2.6))


def desktop(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    """A job site: navigation, the posting in a card, similar jobs beside it."""
    posting, zh = postings[0], postings[0].language == "zh"
    css = look.css("#222", 1.25)
    links = ["首页", "职位", "公司", "校园", "登录"] if zh else ["Home", "Jobs", "Companies", "Messages", "Sign in"]
    others = (["数据工程师", "20k-35k", "北京云帆科技有限公司", "产品经理", "15k-25k", "上海星河网络公司"] if zh else
              ["Data Engineer", "$90K - $120K", "Harbor Analytics", "Product Manager", "$80K - $110K", "Northwind"])
    side = f"<h2>{'相似职位' if zh else 'Similar jobs'}</h2>" + "".join(f"<p>{other}</p>" for other in others)
    tall = height_of(head(posting) + body(posting.lines), css, 800)
    document = page_of(pymupdf.Rect(0, 0, 1280, max(700, tall + 180)), [
        (pymupdf.Rect(40, 14, 900, 60), f"<p>{' &nbsp; '.join(links)}</p>", look.css("#fff", 1.3)),
        (pymupdf.Rect(64, 90, 864, tall + 160), head(posting) + body(posting.lines), css),
        (pymupdf.Rect(950, 90, 1230, 600), side, css)])
    page = document[0]
    for area, fill in ((pymupdf.Rect(40, 76, 890, tall + 130), (1, 1, 1)),
                       (pymupdf.Rect(930, 76, 1240, 480), (1, 1, 1)),
                       (pymupdf.Rect(0, 0, 1280, 52), (0.13, 0.18, 0.25)), (page.rect, (0.95, 0.96, 0.97))):
        page.draw_rect(area, color=None, fill=fill, overlay=False)
    return ".png", encoded(pixels(page, 72))


def onecol(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    return saved(one_page(postings[0], look))


def twocol(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    return saved(two_columns_page(postings[0], look))


def table(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    """A form: ruled labels and facts, then the body in its last row."""
    posting, zh, css = postings[0], postings[0].language == "zh", fitting(look, [postings[0].lines], 400, 560)
    labels = ["职位名称", "公司", "待遇", "职位描述"] if zh else ["Position", "Company", "Terms", "Description"]
    contents = [f"<p>{html.escape(text) or '-'}</p>" for text in (posting.title, posting.employer, posting.facts)]
    contents.append(body(posting.lines))
    placed, rules, y = [], [], look.margin
    for label, content in zip(labels, contents, strict=True):
        tall = max(height_of(content, css, 400), 24) + 6
        placed += [(pymupdf.Rect(50, y, 136, y + tall + 8), f"<p>{label}</p>", css),
                   (pymupdf.Rect(146, y, 546, y + tall + 8), content, css)]
        rules += [pymupdf.Rect(44, y, 140, y + tall + 4), pymupdf.Rect(140, y, 552, y + tall + 4)]
        y += tall + 4
    document = page_of(A4, placed)
    for rule in rules:
        document[0].draw_rect(rule, color=(0.3, 0.3, 0.3), width=0.6)
    return saved(document)


def scan(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    return as_pdf(scan_of(pixels(one_page(postings[0], look)[0], look.dpi), look), look.dpi)


def scan2col(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    return as_pdf(scan_of(pixels(two_columns_page(postings[0], look)[0], look.dpi), look), look.dpi)


def rot90(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    upright = scan_of(pixels(one_page(postings[0], look)[0], look.dpi), look)
    return as_pdf(np.ascontiguousarray(np.rot90(upright, look.rng.choice([1, 2, 3]))), look.dpi)


def photo(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    """The page on a table, seen from an angle under uneven light."""
    page = pixels(one_page(postings[0], look)[0], 170)
    tall, wide = page.shape[:2]
    shift = [look.rng.uniform(20, 120) for _ in range(8)]
    seen = np.array([[shift[0], shift[1]], [wide + shift[2], shift[3]], [wide + shift[4], tall + shift[5]],
                     [shift[6], tall + shift[7]]], np.float32)
    flat = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    table_top = np.full((tall + 180, wide + 180, 3), (96, 74, 58), np.uint8)
    shot = cv2.warpPerspective(page, cv2.getPerspectiveTransform(flat, seen), (wide + 180, tall + 180), dst=table_top,
                               borderMode=cv2.BORDER_TRANSPARENT)
    across, down = np.linspace(look.rng.uniform(0.6, 0.9), 1, wide + 180), np.linspace(1, 0.85, tall + 180)
    light = across[None, :, None] * down[:, None, None]
    noise = np.random.default_rng(look.rng.randrange(1000)).normal(0, 4, shot.shape)
    return ".jpg", encoded(np.clip(shot * light + noise, 0, 255).astype(np.uint8), "JPEG", quality=80)


def multi(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    with pymupdf.open() as document:
        for posting in postings:
            document.insert_pdf(one_page(posting, look))
        return saved(document)


def mixed(postings: list[Posting], look: Look) -> tuple[str, bytes]:
    """First half digital, second half scanned."""
    posting, half = postings[0], len(postings[0].lines) // 2
    with pymupdf.open() as document:
        document.insert_pdf(one_page(posting._replace(lines=posting.lines[:half]), look))
        rest = page_of(A4, [(A4 + (look.margin, look.margin, -look.margin, -20), body(posting.lines[half:]),
                             fitting(look, [posting.lines[half:]], A4.width - 2 * look.margin))])
        _, data = as_pdf(scan_of(pixels(rest[0], look.dpi), look), look.dpi)
        document.insert_pdf(pymupdf.open("pdf", data))
        return saved(document)


FORMS: dict[str, Callable[[list[Posting], Look], tuple[str, bytes]]] = {
    "mobile": mobile, "dark": dark, "desktop": desktop, "onecol": onecol, "twocol": twocol, "table": table,
    "scan": scan, "scan2col": scan2col, "rot90": rot90, "photo": photo, "long": long, "multi": multi, "mixed": mixed}


def _table(rows: dict[tuple[str, str], list[tuple[float, float]]], count: int, seed: int) -> str:
    lines = ["## Documents made from real postings", "",
             f"`python bench/documents_made.py --count {count} --seed {seed}`: other postings than the "
             "development files', letters, sizes, columns and captures drawn by a seed.", "",
             f"| form | language | mean recall | least | reach {TARGET} | least share that is posting |",
             "|---|---|---|---|---|---|"]
    for (form, language), found in rows.items():
        recalls, parts = zip(*found, strict=True)
        part = f"{min(parts):.3f}" if form in SCREENS else ""
        lines.append(f"| {form} | {language} | {statistics.mean(recalls):.4f} | {min(recalls):.4f} | "
                     f"{sum(one >= TARGET for one in recalls)} of {len(recalls)} | {part} |")
    every = [one for found in rows.values() for one, _ in found]
    screens = [part for (form, _), found in rows.items() if form in SCREENS for _, part in found]
    return "\n".join([*lines, "", f"{sum(one >= TARGET for one in every)} of {len(every)} pages reach {TARGET}; "
                      f"mean {statistics.mean(every):.4f}. {sum(part >= SHARE_TARGET for part in screens)} of "
                      f"{len(screens)} screens are posting to {SHARE_TARGET} or more."])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = os.environ.get("ROLESCAN_DATA", str(HERE.parent.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only language/form that contains this")
    parser.add_argument("--keep", type=Path, help="folder for the pages")
    return parser.parse_args()


if __name__ == "__main__":
    main()
