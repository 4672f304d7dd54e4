"""A stretch of text that tells of a person, and the labels that take its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

LABELS = {
    "zh": {
        "mail": "[邮箱]",
        "role_mail": "[公司邮箱]",
        "phone": "[电话]",
        "hotline": "[公司热线]",
        "wechat": "[微信]",
        "qq": "[QQ]",
        "id": "[证件号]",
        "account": "[账号]",
        "person": "[姓名]",
    },
    "en": {
        "mail": "[mail]",
        "role_mail": "[company mail]",
        "phone": "[phone]",
        "hotline": "[company hotline]",
        "wechat": "[wechat]",
        "qq": "[qq]",
        "id": "[id number]",
        "account": "[account]",
        "person": "[name]",
    },
}


class Hit(NamedTuple):
    """Characters start to end of a text. kind: a key of LABELS."""

    start: int
    end: int
    kind: str


def labels(language: str) -> dict[str, str]:
    """The labels of a language, the English ones where it has none."""
    return LABELS.get(language, LABELS["en"])


def separate(found: Iterable[Hit]) -> list[Hit]:
    """The hits in order of place without overlaps: the one that begins first wins, of two the longer."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.start < hit.end and (not kept or hit.start >= kept[-1].end):
            kept.append(hit)
    return kept
