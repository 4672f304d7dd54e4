"""The view: one string, and the way back to the blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzers.folding import fold
from analyzers.view import told_language, view_of, whole
from extractors.document import Evidence
from tests.analyzers.documents import document


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_makes_lookalikes_one() -> None:
    assert fold("１５Ｋ－２５Ｋ·１５薪") == "15K-25K·15薪"
    assert fold("任職要求：") == "任职要求:"
    assert fold("it’s “plain”") == 'it\'s "plain"'


@given(st.lists(st.text(alphabet="ab 薪资12\n", min_size=1, max_size=12), min_size=1, max_size=6), st.data())
def test_evidence_quotes_the_very_words(lines: list[str], data: st.DataObject) -> None:
    made = document("\n".join(lines))
    if not made.blocks:
        return
    view = view_of(made, whole(made))
    start = data.draw(st.integers(0, max(0, len(view.text) - 1)))
    end = data.draw(st.integers(start, len(view.text)))
    quoted = [made.quote(piece) for piece in view.evidence(start, end)]
    assert "\n".join(quoted).strip("\n") == view.text[start:end].strip("\n")


def test_a_part_of_a_block_is_shifted_back() -> None:
    made = document("公司介绍，以下是职位：算法工程师")
    cut = whole(made)
    part = Evidence(block="b0", start=8, end=len(made.blocks[0].text))
    from analyzers.posting import Slice

    view = view_of(made, Slice(document=cut.document, index=0, parts=(part,), confidence=1.0))
    at = view.text.index("算法")
    assert made.quote(view.evidence(at, at + 5)[0]) == "算法工程师"


def test_language_is_told() -> None:
    assert told_language("熟悉 PyTorch、DeepSpeed、vLLM、Milvus 与 Kubernetes，有 RAG 经验") == "zh"
    assert told_language("We are hiring in 上海 and London for our data platform team.") == "en"


def test_traditional_characters_are_those_of_zhconv_that_no_simplified_text_writes() -> None:
    from pathlib import Path

    from zhconv import zhconv

    import analyzers

    zhconv.loaddict()
    known = zhconv.getdict("zh-hans")
    wanted = {old: new for old, new in known.items() if len(old) == len(new) == 1 and not _gb(old) and _gb(new)}
    wanted |= {"後": "后", "於": "于", "徵": "征", "夥": "伙"}
    rows = Path(analyzers.__file__).with_name("traditional.txt").read_text(encoding="utf-8").split()
    assert dict(zip(*rows, strict=True)) == wanted


def _gb(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
