"""The invariants of the types that travel."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from extractors.document import BLOCK_SEPARATOR, Anchor, Block, Document, Evidence, Kind, Origin, PageBox, TimeSpan, ink
from extractors.language import language_of

PLACES = st.one_of(
    st.builds(PageBox, page=st.integers(1, 99), x0=st.floats(0, 9), y0=st.floats(0, 9), x1=st.floats(9, 20), y1=st.floats(9, 20)),
    st.builds(TimeSpan, start=st.floats(0, 9), end=st.floats(9, 20)), st.builds(Anchor, path=st.text(max_size=9)))
TEXTS = st.text(alphabet="职责要求 abc\n\t1.", max_size=30)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    texts = draw(st.lists(TEXTS, max_size=6))
    blocks = tuple(Block(id=f"b{n}", kind=draw(st.sampled_from(Kind)), text=text, place=draw(PLACES),
                         origin=draw(st.sampled_from(Origin)), confidence=draw(st.floats(0, 1)))
                   for n, text in enumerate(texts))
    return Document(source="s", media_type="text/plain", blocks=blocks, read=sum(ink(text) for text in texts))


@given(documents())
def test_text_is_the_join_of_the_blocks(document: Document) -> None:
    assert document.text == BLOCK_SEPARATOR.join(block.text for block in document.blocks)


@given(documents())
def test_written_and_read_back_is_the_same_with_the_same_key(document: Document) -> None:
    again = msgspec.json.decode(msgspec.json.encode(document), type=Document)
    assert again == document and again.key == document.key


@given(documents(), st.data())
def test_quote_gives_the_words(document: Document, data: st.DataObject) -> None:
    for block in document.blocks:
        start = data.draw(st.integers(0, len(block.text)))
        end = data.draw(st.integers(start, len(block.text)))
        assert document.quote(Evidence(block=block.id, start=start, end=end)) == block.text[start:end]


def test_language_of() -> None:
    assert language_of("负责 PyTorch 与 DeepSpeed 训练") == "zh"
    assert language_of("We are hiring at 字节 in Singapore, a great place") == "en"
    assert language_of("123 --") == ""
