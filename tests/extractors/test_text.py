"""Plain text and Markdown: blocks, marks, encodings, and a ledger that balances on anything."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors import describe
from extractors.document import Document, Kind, balance, ink
from extractors.errors import Corrupt, EmptyInput
from extractors.markup.text import TextExtractor, read_lines
from extractors.options import Options

ZH = """# 大模型算法工程师

**公司**：星云科技  **地点**：北京

## 岗位职责
1. 负责预训练与指令微调；
2. 搭建 RAG 系统，参考[文档](https://example.com/doc)。

| 项目 | 内容 |
|------|------|
| 薪资 | 40-60K·16薪 |

---
联系 hr@example.com
"""
EN = """Senior ML Engineer
==================

We build perception for warehouse robots and are hiring a senior engineer who
will own the data pipeline.

* Train vision language models
* Serve them with `TensorRT`

```
contact: jobs@example.com
```
"""


def read(tmp_path: Path, content: str | bytes, name: str = "posting.md") -> Document:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return TextExtractor().extract(describe(str(path)), Options())


def test_chinese_markdown(tmp_path: Path) -> None:
    document = read(tmp_path, ZH)
    assert document.language == "zh"
    assert [block.kind for block in document.blocks] == [
        Kind.TITLE, Kind.TEXT, Kind.TITLE, Kind.LIST, Kind.LIST, Kind.TABLE, Kind.TEXT]
    assert document.blocks[1].text == "公司：星云科技  地点：北京"
    assert document.blocks[4].text == "2. 搭建 RAG 系统，参考文档 (https://example.com/doc)。"
    assert document.blocks[5].text == "项目\t内容\n薪资\t40-60K·16薪"
    cell = document.blocks[5].cells[3]
    assert (cell.row, cell.column, document.blocks[5].text[cell.start : cell.end]) == (1, 1, "40-60K·16薪")
    assert balance(document) == 0


def test_english_markdown(tmp_path: Path) -> None:
    document = read(tmp_path, EN)
    assert document.language == "en"
    assert [(block.kind, block.level) for block in document.blocks] == [
        (Kind.TITLE, 1), (Kind.TEXT, 0), (Kind.LIST, 1), (Kind.LIST, 1), (Kind.CODE, 0)]
    assert document.blocks[1].text.endswith("engineer who will own the data pipeline.")
    assert document.blocks[3].text == "* Serve them with TensorRT"
    assert balance(document) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_chinese_encodings(tmp_path: Path, encoding: str) -> None:
    text = "招聘算法工程師，工作地點台北，月薪六萬至八萬，要求熟悉機器學習與自然語言處理，三年以上經驗。" * 3
    assert read(tmp_path, text.encode(encoding), "job.txt").text == text


def test_english_windows_encoding(tmp_path: Path) -> None:
    text = "We’re hiring – “Staff Engineer”, £120k, café benefits included."
    assert read(tmp_path, text.encode("cp1252"), "job.txt").text == text


def test_no_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EmptyInput):
        read(tmp_path, b"")
    path = tmp_path / "noise.txt"
    path.write_text("x")
    source = describe(str(path))
    path.write_bytes(bytes(range(128, 256)) * 40)
    with pytest.raises(Corrupt):
        TextExtractor().extract(source, Options())


@example("|1\t1|", False)
@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("#*-_`|[]()<>&;:1. \n\tab职责\\!~="), max_size=200), st.booleans())
def test_ledger_balances_on_anything(text: str, markdown: bool) -> None:
    blocks, notes = read_lines(text, markdown=markdown)
    assert sum(ink(block.text) for block in blocks) + sum(note.characters for note in notes) == ink(text)
    for block in blocks:
        for cell in block.cells:
            assert "\t" not in block.text[cell.start : cell.end]
