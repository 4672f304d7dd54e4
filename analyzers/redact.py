"""Masks what identifies people: names, phones, mails, identity numbers, WeChat and QQ accounts.

Every masked stretch becomes a label such as "[phone]" or "[电话]". What was
masked is told by kind and count, never by content. Employers' names are no personal data and stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from analyzers.facts.contact import MAIL, PHONE, QQ, WECHAT
from analyzers.posting import Posting
from analyzers.report_types import Report
from analyzers.view import fold
from extractors.document import Block, Document

_ID_NUMBER = re.compile(
    r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)|"
    r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLES = "先生|女士|小姐|老师|经理|总监|总|主任|同学|工"
_ZH_NAME = re.compile(
    rf"(?P<a>[{_SURNAMES}])(?=(?:{_TITLES})(?![\u4e00-\u9fff]?(?:办|部)))|(?:联系人|姓名|面试官|HR|招聘经理|我叫|我是|"
    rf"名叫)\s?[::]?\s?(?P<b>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[\s,，。;；(（、!！/的]|$)"
    rf"|我姓(?P<c>[{_SURNAMES}])|(?P<d>(?:小|老)[{_SURNAMES}])(?=[,，。!！\s])"
)
_EN_NAME = re.compile(
    r"(?:(?i:my name is|this is|i am|i'm|contact(?: person)?:?|recruiter:|hiring manager:|attn:?|dear|"
    r"speak(?:ing)? with|ask for)\s+|(?:Hi|Hello|Hey),? |(?:Mr|Ms|Mrs|Dr|Prof)\.? )"
    r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z'-]+){0,2})(?=[\s,.;:!?)]|$)"
)
_NO_NAMES = frozenset(
    [
        "The",
        "This",
        "That",
        "There",
        "All",
        "Team",
        "Everyone",
        "Hiring",
        "Manager",
        "Human",
        "Resources",
        "Sir",
        "Madam",
        "Candidate",
        "Applicants",
        "An",
        "A",
        "Our",
        "We",
        "You",
        "Your",
        "Senior",
        "Junior",
        "Lead",
        "Us",
        "Job",
        "Data",
        "Software",
        "Full",
        "Part",
        "Great",
        "Both",
        "Looking",
        "Responsible",
        "Located",
        "Based",
        "Excited",
        "Sure",
        "Happy",
        "Remote",
    ]
)
LABELS = {
    "zh": {"mail": "[邮箱]", "phone": "[电话]", "wechat": "[微信]", "qq": "[QQ]", "id": "[证件号]", "person": "[姓名]"},
    "en": {
        "mail": "[mail]",
        "phone": "[phone]",
        "wechat": "[wechat]",
        "qq": "[qq]",
        "id": "[id number]",
        "person": "[name]",
    },
}


class Redacted(NamedTuple):
    """Text with its people masked, and how many of each kind there were."""

    text: str
    counts: dict[str, int]


class _Hit(NamedTuple):
    start: int
    end: int
    kind: str


def redact_text(text: str, *, language: str = "zh", names: tuple[str, ...] = ()) -> Redacted:
    """`text` with personal data masked. names: persons known from elsewhere, masked wherever they stand."""
    hits = _separate(_hits(fold(text), names))
    labels = LABELS.get(language, LABELS["en"])
    pieces, at = [], 0
    for start, end, kind in hits:
        pieces += [text[at:start], labels[kind]]
        at = end
    return Redacted("".join([*pieces, text[at:]]), dict(Counter(hit.kind for hit in hits)))


def _hits(text: str, names: tuple[str, ...]) -> list[_Hit]:
    found = [_Hit(*match.span(), "id") for match in _ID_NUMBER.finditer(text)]
    found += [_Hit(*match.span(), "mail") for match in MAIL.finditer(text)]
    found += [_Hit(*match.span("id"), "wechat") for match in WECHAT.finditer(text)]
    found += [_Hit(*match.span("id"), "qq") for match in QQ.finditer(text)]
    found += [_Hit(*match.span(), "phone") for match in PHONE.finditer(text)]
    for match in _ZH_NAME.finditer(text):
        found.append(_Hit(*match.span(match.lastgroup or 0), "person"))
    for match in _EN_NAME.finditer(text):
        if match["name"].split()[0] not in _NO_NAMES:
            found.append(_Hit(*match.span("name"), "person"))
    for name in names:
        edge = r"(?<!\w){}(?!\w)" if name.isascii() else "{}"
        found += [_Hit(*match.span(), "person") for match in re.finditer(edge.format(re.escape(name)), text)]
    return found


def _separate(found: list[_Hit]) -> list[_Hit]:
    kept: list[_Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def persons(posting: Posting) -> tuple[str, ...]:
    """The people a posting names as contacts."""
    return tuple(fact.value.value for fact in posting.contacts if fact.value.kind == "person")


def people(document: Document, *postings: Posting) -> tuple[str, ...]:
    """Everybody whom the document's speakers name or the postings give as a contact."""
    named = [name for posting in postings for name in persons(posting)]
    return tuple(dict.fromkeys([*named, *_spoken_names(document)]))


def redact_posting(posting: Posting, *, names: tuple[str, ...] = ()) -> Posting:
    """The posting with personal data masked in every text it carries; contacts keep their kind only.

    names: persons known from elsewhere, as from the document (`people`).
    """
    labels = LABELS.get(posting.language, LABELS["en"])
    names = (*persons(posting), *names)
    contacts = tuple(
        msgspec.structs.replace(
            fact,
            words=labels.get(fact.value.kind, fact.words),
            value=msgspec.structs.replace(fact.value, value=labels.get(fact.value.kind, fact.value.value)),
        )
        for fact in posting.contacts
    )
    masked = _walk(posting, lambda text: redact_text(text, language=posting.language, names=names).text)
    return msgspec.structs.replace(masked, contacts=contacts)


def redact_report(report: Report, *, names: tuple[str, ...] = ()) -> Report:
    """The report with personal data masked in every line, quote and title; quotes still tell where the words stand."""

    def masked(text: str) -> str:
        return redact_text(text, language=report.language, names=names).text

    chapters = tuple(_walk(chapter, masked) for chapter in report.chapters)
    notes = tuple(map(masked, report.notes))
    return msgspec.structs.replace(report, title=masked(report.title), chapters=chapters, notes=notes)


def redact_document(document: Document, *, names: tuple[str, ...] = ()) -> Document:
    """The document with personal data masked, block by block: transcripts too. Offsets into it hold only for itself.

    names: persons known from elsewhere, as from its postings (`people`).
    """
    names = tuple(dict.fromkeys([*names, *_spoken_names(document)]))
    blocks = tuple(_redact_block(block, document.language, names) for block in document.blocks)
    notes = tuple(
        msgspec.structs.replace(
            note,
            before=redact_text(note.before, language=document.language, names=names).text,
            after=redact_text(note.after, language=document.language, names=names).text,
        )
        for note in document.notes
    )
    read = (
        document.read - sum(_ink(block.text) for block in document.blocks) + sum(_ink(block.text) for block in blocks)
    )
    return msgspec.structs.replace(document, blocks=blocks, notes=notes, read=read)


def _ink(text: str) -> int:
    return sum(1 for character in text if not character.isspace())


def _spoken_names(document: Document) -> tuple[str, ...]:
    """English first names that a speaker is called by or gives; they come again without any cue."""
    found = {match["name"] for block in document.blocks if block.speaker for match in _EN_NAME.finditer(block.text)}
    return tuple(sorted(name for name in found if name.split()[0] not in _NO_NAMES))


def _redact_block(block: Block, language: str, names: tuple[str, ...]) -> Block:
    masked = redact_text(block.text, language=block.language or language, names=names)
    if not masked.counts:
        return block
    return msgspec.structs.replace(block, text=masked.text, words=(), cells=())


def _walk(value: Any, mask: Callable[[str], str]) -> Any:
    """`value` with every text in it masked; keys, enums and identifiers of blocks stay."""
    if type(value) is str:
        return mask(value)
    if isinstance(value, tuple):
        return tuple(_walk(item, mask) for item in value)
    if isinstance(value, dict):
        return {name: _walk(item, mask) for name, item in value.items()}
    if isinstance(value, msgspec.Struct):
        changes = {name: _walk(getattr(value, name), mask) for name in value.__struct_fields__ if name not in _KEPT}
        return msgspec.structs.replace(value, **changes)
    return value


_KEPT = frozenset(
    {
        "document",
        "slice",
        "language",
        "schema_version",
        "evidence",
        "canonical",
        "category",
        "kind",
        "demand",
        "block",
        "currency",
        "id",
        "role",
        "answers",
        "entries",
    }
)
