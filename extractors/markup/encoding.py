"""Bytes of text to characters: the byte order mark, then UTF-8, then the best of the encodings postings come in."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from extractors.document import Struct
from extractors.errors import Corrupt

# Encodings that Chinese and English postings are seen in, besides UTF-8. gb18030 holds gbk and gb2312.
CANDIDATES = ["gb18030", "big5", "utf_16_le", "utf_16_be", "cp1252"]
_SAMPLE = 256 << 10  # bytes that decide the encoding
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Decoded(Struct):
    """Text, the encoding it was in, and how many bytes could not be read (each stands as U+FFFD in the text)."""

    text: str
    encoding: str
    unreadable: int = 0


def decode(data: bytes, *, declared: str = "") -> Decoded:
    """The text of `data`. declared: what the file says of itself (a meta tag), believed only if it fits.

    Raises Corrupt when the bytes are no text in any encoding tried.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data, encoding)
    for encoding in ("utf-8", declared):
        if encoding and (text := _strict(data, encoding)) is not None:
            return Decoded(text=text, encoding=encoding)
    best = from_bytes(data[:_SAMPLE], cp_isolation=CANDIDATES).best()
    if best is not None:
        return _lenient(data, best.encoding)
    if data[:_SAMPLE].decode("utf-8", errors="replace").count("\ufffd") * 20 < min(len(data), _SAMPLE):
        return _lenient(data, "utf-8")
    raise Corrupt("The bytes are not text in any known encoding.", stage="decode")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text=text, encoding=encoding, unreadable=text.count("\ufffd"))
