"""Remake the visual samples from postings.yaml: `python samples/make.py`. Recordings are kept as they are.

Needs only what the project installs; the same versions give the same bytes for text and pages.
"""

from __future__ import annotations

import html
import io
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf
import yaml
from PIL import Image

HERE = Path(__file__).parent
INPUTS, EXPECTED = HERE / "inputs", HERE / "expected"
A4 = pymupdf.paper_rect("a4")
WORDS = {
    "zh": {"duties": "岗位职责", "must": "任职要求", "nice": "加分项", "benefits": "福利待遇", "apply": "联系方式", "colon": "："},
    "en": {"duties": "Responsibilities", "must": "Requirements", "nice": "Nice to have", "benefits": "Benefits",
           "apply": "How to apply", "colon": ": "},
}
CSS = """* {font-family: sans-serif; color: %s} h1 {font-size: 20px; margin: 0 0 4px 0} h2 {font-size: 14px; margin: 12px 0 4px 0}
p, li {font-size: 11px; line-height: 1.5; margin: 2px 0} .head {font-size: 11px}"""
Posting = dict[str, Any]


def main() -> None:
    postings: dict[str, Posting] = yaml.safe_load((HERE / "postings.yaml").read_text(encoding="utf-8"))
    drawn = {
        "zh_digital.pdf": (one_column, ["zh_multimodal"]), "en_digital.pdf": (one_column, ["en_mlops"]),
        "zh_two_column.pdf": (two_columns, ["zh_recommend"]), "en_two_column.pdf": (two_columns, ["en_search"]),
        "zh_scan.pdf": (scanned, ["zh_speech"]), "en_scan.pdf": (scanned, ["en_vision"]),
        "zh_mobile_light.png": (mobile_light, ["zh_agent"]), "en_mobile_dark.png": (mobile_dark, ["en_llm"]),
        "zh_photo.jpg": (photographed, ["zh_data"]), "en_photo.jpg": (photographed, ["en_data"]),
        "zh_three_postings.pdf": (one_column, ["zh_evaluation", "zh_driving", "zh_product"]),
        "zh_page.html": (web_page, ["zh_nlp"]), "en_page.html": (web_page, ["en_speech"]),
        "zh_posting.md": (markdown, ["zh_rag"]), "en_posting.txt": (plain_text, ["en_frontend"]),
    }
    for name, (draw, keys) in drawn.items():
        chosen = [postings[key] for key in keys]
        (INPUTS / name).write_bytes(draw(chosen))
        (EXPECTED / f"{name}.json").write_text(
            json.dumps({"file": name, "outcome": "done", "postings": [expected(posting) for posting in chosen]},
                       ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{name}: {len(chosen)} posting(s)")


def expected(posting: Posting) -> dict[str, Any]:
    """What a careful reader finds, with the words that say it."""
    place, _, experience, education = posting["head"].values()
    facts = posting["facts"]
    return {"language": posting["language"], "title": posting["title"], "employer": posting["employer"],
            "pay": facts["pay"], "places": facts["places"], "place_words": place,
            "experience": facts["experience"] | {"words": experience},
            "education": {"value": facts["education"], "words": education},
            "duties": [item.rstrip("；。") for item in posting["duties"]],
            "must_haves": len(posting["must"]), "nice_to_haves": len(posting["nice"]), "skills": facts["skills"]}


def rows(posting: Posting) -> list[tuple[str, list[str]]]:
    words = WORDS[posting["language"]]
    return [(words["duties"], posting["duties"]), (words["must"], posting["must"]), (words["nice"], posting["nice"]),
            (words["benefits"], posting["benefits"]), (words["apply"], [posting["contact"]])]


def head(posting: Posting) -> list[str]:
    return [f"{label}{WORDS[posting['language']]['colon']}{value}" for label, value in posting["head"].items()]


def numbered(items: list[str], language: str) -> list[str]:
    if len(items) == 1:
        return items
    return [f"{n}、{item}" if language == "zh" else f"{n}. {item}" for n, item in enumerate(items, 1)]


def body(posting: Posting, *, bullets: bool = False) -> str:
    parts = []
    for heading, items in rows(posting):
        lines = [f"• {item}" for item in items] if bullets else numbered(items, posting["language"])
        parts.append(f"<h2>{html.escape(heading)}</h2>" + "".join(f"<p>{html.escape(line)}</p>" for line in lines))
    return "".join(parts)


def top(posting: Posting) -> str:
    lines = "".join(f'<p class="head">{html.escape(line)}</p>' for line in head(posting))
    return f"<h1>{html.escape(posting['title'])}</h1><p>{html.escape(posting['employer'])}</p>{lines}"


def one_column(postings: list[Posting]) -> bytes:
    """A4, one column, postings one after another; a page ends where the next block does not fit."""
    return flowed("".join(top(posting) + body(posting) for posting in postings), [A4 + (54, 54, -54, -54)])


def two_columns(postings: list[Posting]) -> bytes:
    """A4: the title over both columns, then duties left and the rest right."""
    posting, page_count = postings[0], 1
    document = pymupdf.open()
    page = document.new_page(width=A4.width, height=A4.height)
    page.insert_htmlbox(pymupdf.Rect(54, 48, A4.width - 54, 170), top(posting), css=CSS % "black")
    halves = body(posting).split("<h2>")
    left, right = "<h2>" + halves[1], "".join("<h2>" + half for half in halves[2:])
    middle = A4.width / 2
    page.insert_htmlbox(pymupdf.Rect(54, 180, middle - 14, 780), left, css=CSS % "black")
    page.insert_htmlbox(pymupdf.Rect(middle + 14, 180, A4.width - 54, 780), right, css=CSS % "black")
    assert document.page_count == page_count
    return saved(document)


def flowed(markup: str, areas: list[pymupdf.Rect]) -> bytes:
    story = pymupdf.Story(html=markup, user_css=CSS % "black")
    stream = io.BytesIO()
    writer = pymupdf.DocumentWriter(stream)
    more = True
    while more:
        device = writer.begin_page(A4)
        for area in areas:
            more, _ = story.place(area)
            story.draw(device)
        writer.end_page()
    writer.close()
    document = pymupdf.open("pdf", stream.getvalue())
    return saved(document)


def saved(document: pymupdf.Document) -> bytes:
    document.subset_fonts()
    document.set_metadata({})
    return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


def picture(pdf: bytes, dpi: int) -> np.ndarray:
    pixels = pymupdf.open("pdf", pdf)[0].get_pixmap(dpi=dpi)
    return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3).copy()


def scanned(postings: list[Posting]) -> bytes:
    """A page scanned in grey at 200 dpi, 1.2 degrees askew, with noise: a PDF of one JPEG."""
    grey = cv2.cvtColor(picture(one_column(postings), 200), cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.2, 1.0)
    grey = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    noise = np.random.default_rng(7).normal(0, 7, grey.shape)
    grey = np.clip(cv2.GaussianBlur(grey, (3, 3), 0.6) * 0.94 + noise, 0, 255).astype(np.uint8)
    document = pymupdf.open()
    page = document.new_page(width=A4.width, height=A4.height)
    page.insert_image(page.rect, stream=encoded(Image.fromarray(grey), "JPEG", quality=72))
    return bytes(document.tobytes(no_new_id=True))


def photographed(postings: list[Posting]) -> bytes:
    """The page on a table, seen from an angle under uneven light, by a phone."""
    page = cv2.resize(picture(one_column(postings), 170), None, fx=1.0, fy=1.0)
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[150, 130], [width + 30, 90], [width + 110, height + 40], [70, height + 90]], np.float32)
    warp = cv2.getPerspectiveTransform(corners, seen)
    size = (width + 190, height + 180)
    table = np.full((size[1], size[0], 3), (96, 74, 58), np.uint8)
    shot = cv2.warpPerspective(page, warp, size, dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    light = np.linspace(0.72, 1.0, size[0])[None, :, None] * np.linspace(1.0, 0.86, size[1])[:, None, None]
    noise = np.random.default_rng(11).normal(0, 4, shot.shape)
    return encoded(Image.fromarray(np.clip(shot * light + noise, 0, 255).astype(np.uint8)), "JPEG", quality=82)


def mobile_light(postings: list[Posting]) -> bytes:
    return mobile(postings[0], ground=(1, 1, 1), ink="#222222")


def mobile_dark(postings: list[Posting]) -> bytes:
    return mobile(postings[0], ground=(0.07, 0.08, 0.1), ink="#e8e8ea")


def mobile(posting: Posting, *, ground: tuple[float, float, float], ink: str) -> bytes:
    """A job app on a phone, 390 points wide at twice the pixels: status bar, title bar, posting, buttons."""
    zh = posting["language"] == "zh"
    css = CSS % ink + " p {font-size: 14px} h1 {font-size: 20px} h2 {font-size: 16px} .head {font-size: 13px}"
    height = 1180
    page = pymupdf.open().new_page(width=390, height=height)
    page.draw_rect(page.rect, color=None, fill=ground)

    def put(area: tuple[float, float, float, float], markup: str) -> None:
        page.insert_htmlbox(pymupdf.Rect(*area), markup, css=css)

    put((16, 8, 120, 30), "<p>9:41</p>")
    put((320, 8, 384, 30), "<p>5G 86%</p>")
    put((130, 40, 260, 66), f"<p>{'职位详情' if zh else 'Job details'}</p>")
    put((16, 76, 374, 1110), top(posting) + body(posting, bullets=True))
    page.draw_rect(pymupdf.Rect(16, height - 58, 130, height - 18), color=(0.5, 0.5, 0.5), fill=None)
    page.draw_rect(pymupdf.Rect(144, height - 58, 374, height - 18), color=None, fill=(0.05, 0.55, 0.5))
    put((50, height - 50, 126, height - 24), f"<p>{'收藏' if zh else 'Save'}</p>")
    put((220, height - 50, 370, height - 24), f"<p>{'立即沟通' if zh else 'Apply now'}</p>")
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(2, 2))
    return encoded(Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples), "PNG", optimize=True)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def web_page(postings: list[Posting]) -> bytes:
    """A job-board page: navigation, the posting, similar jobs, and JobPosting data."""
    posting = postings[0]
    zh, pay = posting["language"] == "zh", posting["facts"]["pay"]
    country = {"CNY": "CN", "SGD": "SG", "GBP": "GB"}.get(pay["currency"], "US")
    data = {"@context": "https://schema.org", "@type": "JobPosting", "title": posting["title"],
            "datePosted": "2026-10-12", "validThrough": "2026-12-31", "employmentType": "FULL_TIME",
            "hiringOrganization": {"@type": "Organization", "name": posting["employer"]},
            "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": country,
                                                          "addressLocality": posting["facts"]["places"][0]}},
            "baseSalary": {"@type": "MonetaryAmount", "currency": pay["currency"],
                           "value": {"@type": "QuantitativeValue", "minValue": pay["minimum"],
                                     "maxValue": pay["maximum"], "unitText": pay["period"]}}}
    sections = "".join(f"<h2>{html.escape(name)}</h2><ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in items)
                       + "</ul>" for name, items in rows(posting))
    links = ["首页", "职位", "公司", "登录"] if zh else ["Home", "Jobs", "Companies", "Sign in"]
    navigation = "".join(f'<a href="/{n}">{name}</a>' for n, name in enumerate(links))
    return f"""<!doctype html>
<html lang="{posting['language']}"><head><meta charset="utf-8"><title>{html.escape(posting['title'])} - {html.escape(posting['employer'])}</title>
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>
<body><nav>{navigation}</nav><main>{top(posting)}{sections}</main>
<footer>© 2026 {'职位板' if zh else 'Job board'}</footer></body></html>
""".encode()


def markdown(postings: list[Posting]) -> bytes:
    posting = postings[0]
    parts = [f"# {posting['title']}", f"**{posting['employer']}**", "\n".join(f"- {line}" for line in head(posting))]
    parts += [f"## {name}\n\n" + "\n".join(f"- {item}" for item in items) for name, items in rows(posting)]
    return ("\n\n".join(parts) + "\n").encode()


def plain_text(postings: list[Posting]) -> bytes:
    posting = postings[0]
    parts = ["\n".join([posting["title"], posting["employer"], *head(posting)])]
    parts += ["\n".join([name, *numbered(items, posting["language"])]) for name, items in rows(posting)]
    return ("\n\n".join(parts) + "\n").encode()


if __name__ == "__main__":
    main()
