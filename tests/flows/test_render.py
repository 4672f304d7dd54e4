"""A document printed as text, Markdown and JSON says what its body says, and its words stay words."""

from __future__ import annotations

import msgspec
import pytest

from extractors.document import Anchor, Block, Cell, Document, Kind, Origin, TimeSpan
from flows.render import render


def block(kind: Kind, text: str, **more: object) -> Block:
    return Block(id=f"b{text}", kind=kind, text=text, place=Anchor(path="line 1"), origin=Origin.MARKUP, confidence=1.0,
                 **more)  # type: ignore[arg-type]


def document(*blocks: Block) -> Document:
    return Document(source="s", media_type="text/html", blocks=blocks)


@pytest.mark.parametrize(("title", "item"), [("算法工程师", "负责模型训练"), ("ML Engineer", "Train models")])
def test_text_is_the_body_a_block_a_line(title: str, item: str) -> None:
    made = document(block(Kind.TITLE, title, level=1), block(Kind.LIST, f"- {item}"), block(Kind.FURNITURE, "Login"))
    assert render(made, "text") == f"{title}\n- {item}\n"


@pytest.mark.parametrize(("title", "item"), [("算法工程师", "负责模型训练"), ("ML Engineer", "Train models")])
def test_markdown_has_headings_and_lists(title: str, item: str) -> None:
    made = document(block(Kind.TITLE, title, level=2), block(Kind.LIST, f"1. {item}"), block(Kind.LIST, f"• {item}"))
    assert render(made, "markdown") == f"## {title}\n\n- {item}\n- {item}\n"


def test_words_that_look_like_markup_are_escaped() -> None:
    made = document(block(Kind.TEXT, "*C#* <script>alert(1)</script> [a](javascript:x)"))
    assert "<script" not in render(made, "markdown").replace("\\<", "")
    assert "[a]" not in render(made, "markdown")


def test_a_table_keeps_its_cells_in_place() -> None:
    text = "城市\t薪资\n北京\t20k|30k"
    cells = tuple(Cell(row=row, column=column, start=text.index(word), end=text.index(word) + len(word))
                  for row, column, word in ((0, 0, "城市"), (0, 1, "薪资"), (1, 0, "北京"), (1, 1, "20k|30k")))
    expected = "| 城市 | 薪资 |\n| --- | --- |\n| 北京 | 20k\\|30k |\n"
    assert render(document(block(Kind.TABLE, text, cells=cells)), "markdown") == expected
    assert render(document(block(Kind.TABLE, text)), "markdown") == expected


@pytest.mark.parametrize(("words", "start", "clock"), [("你好", 7.4, "00:07"), ("Hello", 3725.0, "1:02:05")])
def test_a_turn_is_one_line_with_its_time_and_speaker(words: str, start: float, clock: str) -> None:
    turn = Block(id="t", kind=Kind.TURN, text=words, place=TimeSpan(start=start, end=start + 1), origin=Origin.ASR,
                 confidence=0.9, speaker="S1")
    assert render(document(turn), "text") == f"{clock} S1: {words}\n"
    assert render(document(turn), "markdown") == f"- {clock} **S1:** {words}\n"


def test_json_reads_back_as_the_same_document() -> None:
    made = document(block(Kind.TEXT, "职责\u2028x"))
    assert msgspec.json.decode(render(made, "json"), type=Document) == made


@pytest.mark.parametrize("form", ["srt", "vtt", "rttm"])
def test_forms_of_recordings_are_refused_for_pages(form: str) -> None:
    with pytest.raises(ValueError, match="recordings"):
        render(document(block(Kind.TEXT, "x")), form)
