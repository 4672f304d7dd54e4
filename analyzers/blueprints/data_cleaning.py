"""Cleaning training text: rules, near-duplicates by MinHash, and a ledger that accounts for every row."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

HASHES, BANDS = 64, 16  # 16 bands of 4: pairs over about 0.5 similarity meet with high probability
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


class Cleaned(NamedTuple):
    rows: list[str]
    ledger: Counter[str]  # "in", "kept" and every reason of dropping: in = kept + the rest


def normalised(text: str) -> str:
    """One form of width and space; mails and phone numbers masked."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    return _PHONE.sub("<phone>", _MAIL.sub("<mail>", text))


def shingles(text: str, size: int = 5) -> set[str]:
    return {text[i : i + size] for i in range(max(1, len(text) - size + 1))}


def signature(text: str) -> list[int]:
    """MinHash: equal places between two signatures estimate the similarity of their shingles."""
    hashed = [
        int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest(), "big") for piece in shingles(text)
    ]
    prime = (1 << 61) - 1
    return [min((seed * 2654435761 + 1) * value % prime for value in hashed) for seed in range(1, HASHES + 1)]


def similarity(left: str, right: str) -> float:
    a, b = shingles(left), shingles(right)
    return len(a & b) / len(a | b)


RULES: dict[str, Callable[[str], bool]] = {
    "too short": lambda text: len(text) < 20,
    "mostly symbols": lambda text: sum(letter.isalnum() for letter in text) < 0.5 * len(text),
    "repetitive": lambda text: len(set(shingles(text))) < 0.3 * max(1, len(text) - 4),
}


def clean(rows: Iterable[str], *, near: float = 0.7) -> Cleaned:
    """Rows that pass every rule and resemble no earlier row, in order, with the ledger."""
    ledger: Counter[str] = Counter()
    kept: list[str] = []
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for row in rows:
        ledger["in"] += 1
        text = normalised(row)
        reason = next((name for name, broken in RULES.items() if broken(text)), "")
        marks = signature(text) if not reason else []
        width = HASHES // BANDS
        keys = [(band, *marks[band * width : (band + 1) * width]) for band in range(BANDS)] if marks else []
        if any(similarity(text, kept[other]) >= near for key in keys for other in buckets[key]):
            reason = "near duplicate"
        if reason:
            ledger[reason] += 1
            continue
        for key in keys:
            buckets[key].append(len(kept))
        kept.append(text)
        ledger["kept"] += 1
    return Cleaned(kept, ledger)
