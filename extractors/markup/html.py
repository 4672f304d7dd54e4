"""Saved web pages: blocks in document order with their xpath, furniture labelled, JSON-LD kept as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lxml.html
from lxml import etree
from msgspec.structs import replace

from extractors.document import Action, Anchor, Block, Document, Engine, Kind, Note, Origin, Source, ink
from extractors.errors import Corrupt, Hostile
from extractors.language import language_of
from extractors.limits import MAX_MARKUP_DEPTH
from extractors.markup import jsonld
from extractors.markup.encoding import decode
from extractors.markup.text import read_lines, replace_language, table_text
from extractors.options import Options

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "canvas"})
_PARAGRAPH = frozenset({"p", "div", "section", "article", "main", "td", "th", "tr", "dd", "dt", "dl", "ul", "ol", "li",
                        "blockquote", "pre", "figure", "figcaption", "table", "tbody", "thead", "body", "html", "form",
                        "fieldset", "address", "details", "summary", "header", "footer", "nav", "aside", "center",
                        "h1", "h2", "h3", "h4", "h5", "h6", "hr", "caption", "select", "option", "button", "dialog",
                        "label"})
_AROUND = {"nav": Kind.FURNITURE, "footer": Kind.FOOTER, "aside": Kind.FURNITURE, "button": Kind.FURNITURE,
           "form": Kind.FURNITURE, "select": Kind.FURNITURE, "dialog": Kind.FURNITURE}
_ROLES = {"navigation": Kind.FURNITURE, "banner": Kind.FURNITURE, "contentinfo": Kind.FOOTER, "dialog": Kind.FURNITURE,
          "complementary": Kind.FURNITURE, "search": Kind.FURNITURE, "menu": Kind.FURNITURE, "alert": Kind.FURNITURE}
# Words in class and id by which sites name what is not the posting; each between word borders.
_NAMED = re.compile(r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|cookies?|consent|gdpr|footer|copyright|sidebar|share|"
                    r"social|related|similar|recommend(?:ed|ation)?s?|login|signin|signup|popup|modal|toolbar|pagination|"
                    r"advert\w*|ads?|banner|search-?(?:box|bar|form))(?:$|[\s_-])", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"(?:[\s\u200b\ufeff]|&nbsp;)+")  # "&nbsp;" as words: markup that was escaped twice
LONGEST_SPAN = 200  # rows or columns that a cell is taken to reach over: a page may say any number
_LINK_LIST = 3  # blocks in a row; an employer's name, its rating and its place are links too, one or two in a row
_SAME_ENOUGH = 0.8  # share of the JSON-LD description's lines that the page itself shows: then it is not said twice


class HtmlExtractor:
    """Reads text/html. Nothing a page asks for is run or loaded."""

    name = "html"
    version = "1"

    def score(self, source: Source) -> float:
        return 0.9 if source.media_type == "text/html" else 0.0

    def extract(self, source: Source, options: Options) -> Document:
        """Blocks with xpaths and data blocks with JSON paths. Raises Corrupt, Hostile (nesting)."""
        data = Path(source.path).read_bytes()
        declared = _DECLARED.search(data[:4096])
        decoded = decode(data, declared=declared[1].decode("ascii") if declared else "")
        root = _parse(decoded.text)
        page = PageWalk(root)
        data_blocks, data_notes = jsonld.read([script.text or "" for script in root.iter("script")
                                               if (script.get("type") or "").strip().lower() == "application/ld+json"])
        described = _description(data_blocks, page.blocks)
        blocks = (*page.blocks, *described.blocks, *described.data)
        language = options.language or language_of("\n".join(block.text for block in blocks if block.in_body))
        notes = (*page.notes, *data_notes, *described.notes)
        read = _ink_shown(root) + sum(ink(block.text) for block in data_blocks)
        return Document(source=source.key, media_type=source.media_type, language=language, notes=notes, read=read,
                        blocks=tuple(replace_language(block, language) for block in blocks),
                        engines=(Engine(name="lxml", version=etree.__version__,
                                        options={"encoding": decoded.encoding}),))


def _parse(text: str) -> lxml.html.HtmlElement:
    """The element tree of a page. Raises Corrupt when there is none, Hostile when it is nested past reason."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError as error:
        raise Corrupt("The page holds no markup that can be read.", stage="html") from error
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_MARKUP_DEPTH:
            raise Hostile(f"Elements are nested deeper than {MAX_MARKUP_DEPTH}.", stage="html")
    return root


class PageWalk:
    """One walk over a page's elements: text gathered into blocks at paragraph borders. blocks, notes: the result."""

    def __init__(self, root: lxml.html.HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._tree = root.getroottree()
        self._gathered: list[str] = []
        self._linked: list[int] = []  # places in `blocks` whose whole text is a link
        title = root.findtext(".//head/title")
        if title and title.strip():
            self._add(Kind.HEADER, _squeeze(title), "/html/head/title")
        body = root.find("body")
        self._walk(body if body is not None else root, Kind.TEXT, 0)
        self._flush(root, Kind.TEXT, 0)
        self._label_link_lists()

    def _walk(self, element: lxml.html.HtmlElement, kind: Kind, level: int) -> None:
        """Gather the element's text; its own kind overrules what surrounds it only outside furniture."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SILENT or not tag:
            return
        if _hidden(element):
            self._drop(element)
            return
        kind, level = _kind_of(element, tag, kind, level)
        if tag == "table" and _is_data_table(element):
            self._table(element, kind)
            return
        if tag == "br":
            self._flush(element.getparent(), kind, level)
            return
        self._gathered.append(element.text or "")
        for child in element:
            border = child.tag in _PARAGRAPH or (child.tag == "a" and kind is Kind.FURNITURE)
            if border:
                self._flush(element, kind, level)
            self._walk(child, kind, level)
            if border:
                self._flush(child, *_kind_of(child, child.tag, kind, level))
            self._gathered.append(child.tail or "")

    def _flush(self, element: lxml.html.HtmlElement, kind: Kind, level: int) -> None:
        text = _squeeze("".join(self._gathered))
        self._gathered = []
        if text:
            self._add(kind, text, self._tree.getpath(element), level)
            if element.tag == "a" or _squeeze("".join(element.xpath(".//a//text()"))) == text:
                self._linked.append(len(self.blocks) - 1)

    def _add(self, kind: Kind, text: str, path: str, level: int = 0) -> None:
        self.blocks.append(Block(id=f"h{len(self.blocks)}", kind=kind, text=text, place=Anchor(path=path),
                                 origin=Origin.MARKUP, confidence=1.0, level=level))

    def _label_link_lists(self) -> None:
        """Several blocks in a row that are nothing but links lead elsewhere: furniture."""
        run: list[int] = []
        for at in [*self._linked, -1]:
            if run and at != run[-1] + 1:
                if len(run) >= _LINK_LIST:
                    for place in run:
                        self.blocks[place] = replace(self.blocks[place], kind=Kind.FURNITURE, level=0)
                run = []
            run.append(at)

    def _table(self, table: lxml.html.HtmlElement, kind: Kind) -> None:
        rows = [row for row in _grid(table) if any(row)]
        if rows:
            text, cells = table_text(rows, header=bool(table.xpath(".//th")))
            self._add(kind if kind in _AROUND.values() else Kind.TABLE, text, self._tree.getpath(table))
            self.blocks[-1] = replace(self.blocks[-1], cells=cells)

    def _drop(self, element: lxml.html.HtmlElement) -> None:
        text = _squeeze(" ".join(_visible_text(element)))
        if text:
            self.notes.append(Note(action=Action.DROPPED, stage="html", reason="hidden on the page", before=text[:500],
                                   place=Anchor(path=self._tree.getpath(element)), characters=ink(text)))


def _kind_of(element: lxml.html.HtmlElement, tag: str, around: Kind, level: int) -> tuple[Kind, int]:
    if around in (Kind.FURNITURE, Kind.FOOTER):
        return around, 0
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if tag in _AROUND or element.get("role") in _ROLES:
        return _AROUND.get(tag) or _ROLES[element.get("role")], 0
    if tag not in ("body", "html", "main", "article") and _NAMED.search(named) and not element.xpath(".//h1"):
        return Kind.FURNITURE, 0
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return Kind.TITLE, int(tag[1])
    if tag == "li":
        return Kind.LIST, sum(1 for parent in element.iterancestors("ul", "ol")) or 1
    if tag in ("pre", "caption", "figcaption"):
        return (Kind.CODE if tag == "pre" else Kind.CAPTION), 0
    return around, level


def _grid(table: lxml.html.HtmlElement) -> Iterator[list[str]]:
    """The rows of a table with every cell in its column: where a cell spans several, the others are empty."""
    spanned: dict[int, int] = {}  # rows still to come that a cell above reaches into, by column
    for line in table.iter("tr"):
        row: list[str] = []
        for cell in line.xpath("./td|./th"):
            _skip_spanned(row, spanned)
            for number in range(_span(cell, "colspan")):
                spanned[len(row)] = _span(cell, "rowspan") - 1
                row.append("" if number else _squeeze(cell.text_content()))
        _skip_spanned(row, spanned)
        yield row


def _skip_spanned(row: list[str], spanned: dict[int, int]) -> None:
    """Empty cells for the columns next in a row that cells of the rows above reach into."""
    while spanned.get(len(row), 0) > 0:
        spanned[len(row)] -= 1
        row.append("")


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    told = (cell.get(name) or "1").strip()
    return min(max(1, int(told)), LONGEST_SPAN) if told.isascii() and told.isdigit() and len(told) < 9 else 1


def _hidden(element: lxml.html.HtmlElement) -> bool:
    return ("hidden" in element.attrib or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
            or (element.tag == "input" and element.get("type") == "hidden"))


def _is_data_table(table: lxml.html.HtmlElement) -> bool:
    """A table of cells, not one that lays out a page: no block structure or other table inside its cells."""
    return not table.xpath(".//td//table|.//td//ul|.//td//ol|.//td//h1|.//td//h2|.//td//p[2]") and len(
        table.xpath(".//tr[count(td|th) >= 2]")) >= 2


def _visible_text(element: lxml.html.HtmlElement) -> Iterator[str]:
    if element.tag in _SILENT or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _visible_text(child)
        yield child.tail or ""


def _ink_shown(root: lxml.html.HtmlElement) -> int:
    """Ink of all text of the page that is not script or style: counted apart from the walk, to hold it to account."""
    body = root.find("body")
    title = root.findtext(".//head/title") or ""
    texts = [title, *_visible_text(body if body is not None else root)]
    return sum(ink(_squeeze(text)) for text in texts)


def _squeeze(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


class Described(NamedTuple):
    """What the JSON-LD description adds to the page, and the data blocks that stay."""

    blocks: list[Block]
    data: list[Block]
    notes: list[Note]


def _description(data: list[Block], page: list[Block]) -> Described:
    """The posting's text in JSON-LD: left to the page when the page shows it, else read into blocks of its own."""
    blocks: list[Block] = []
    notes: list[Note] = []
    kept: list[Block] = []
    shown = "".join(_SPACE.sub("", block.text) for block in page)
    for block in data:
        if not block.place.path.endswith(".description") or ink(block.text) < 200:
            kept.append(block)
            continue
        lines = _description_blocks(block, len(blocks))
        there = sum(ink(line.text) for line in lines if _SPACE.sub("", line.text) in shown)
        if there >= _SAME_ENOUGH * sum(ink(line.text) for line in lines):
            notes.append(Note(action=Action.DROPPED, stage="jsonld", place=block.place, characters=ink(block.text),
                              reason="the page itself shows this description", before=block.text[:200]))
            continue
        blocks.extend(lines)
        notes.append(Note(action=Action.CORRECTED, stage="jsonld", place=block.place,
                          reason="markup of the description",
                          characters=ink(block.text) - sum(ink(line.text) for line in lines)))
    return Described(blocks, kept, notes)


def _description_blocks(block: Block, first: int) -> list[Block]:
    if "<" in block.text and ">" in block.text:
        found = PageWalk(_parse(f"<html><body>{block.text}</body></html>")).blocks
    else:
        found = list(read_lines(block.text)[0])
    return [replace(line, id=f"{block.id}.{first + n}", place=block.place) for n, line in enumerate(found)]
