"""The minutes of a recruiting call: role and terms, questions answered and open, next steps, each with its time."""

from __future__ import annotations

import re
from typing import Any

from analyzers.call_roles import SpeakerRole, speaker_roles, unheard
from analyzers.call_steps import NextStep, next_steps
from analyzers.call_turns import asks, moment, sentences
from analyzers.posting import Fact, Posting
from extractors.document import UNKNOWN_SPEAKER, Block, Document, Evidence, Kind, Struct, ink


class Line(Struct):
    """Words of the call: their topic, who said them, where they stand, and when (seconds; -1.0: not known)."""

    topic: str
    words: str
    speaker: str
    evidence: tuple[Evidence, ...]
    at: float


class Question(Struct):
    """A question and its answer. answer is "" and `open` is true where none was given or it was put off."""

    words: str
    asked_by: str
    evidence: Evidence
    at: float
    answer: str = ""
    answer_evidence: tuple[Evidence, ...] = ()
    answered_at: float = -1.0
    open: bool = False


class Minutes(Struct):
    """The call in short. terms: role, employer, pay, place and so on, in the order of the posting's fields."""

    document: str
    language: str
    roles: tuple[SpeakerRole, ...]
    terms: tuple[Line, ...]
    questions: tuple[Question, ...]
    next_steps: tuple[NextStep, ...]
    seconds: float
    doubts: tuple[str, ...] = ()


TERMS = (
    "title",
    "employer",
    "department",
    "places",
    "pay",
    "equity",
    "bonus",
    "experience",
    "education",
    "headcount",
    "employment",
    "travel",
    "visa",
    "requisition",
    "apply_by",
)
UNSURE = 0.7  # below it a speaker's role is a doubt
STRAY = 0.05  # share of the words that may fit nobody's voice: a word cut off at the end, a "yes" said together
_PUT_OFF = re.compile(
    r"不(?:太)?(?:清楚|确定|知道)|(?:回头|之后|稍后|再)(?:帮您|给您|跟您)?(?:确认|问|了解|核实)|"
    r"需要(?:再)?(?:确认|问一下)|暂时没有|还没(?:定|确定)"
    r"|(?i:not (?:sure|certain)|don't know|i(?:'ll| will) (?:check|find out|ask|confirm)|get back to you|"
    r"have to (?:check|confirm|ask)|let me check|to be (?:determined|confirmed))"
)
_GREETING = re.compile(
    r"请问是|方便(?:接|说|聊)|(?:可以|好)吗[?？]?$|有没有看机会|[听能]得?(?:到|清|见)|^(?:喂|你好|您好)[?？]$"
    r"|(?i:do you have (?:a few minutes|a moment|time)|is (?:this|now) a good time|how are you|can you hear|"
    r"^(?:hello|hi)\?*$)"
)


def minutes(document: Document, posting: Posting) -> Minutes | None:
    """The minutes of a call; None for a document in which nobody speaks. posting: what `postings` read of it."""
    turns = [block for block in document.blocks if block.kind is Kind.TURN]
    if not turns:
        return None
    roles = speaker_roles(document)
    return Minutes(
        document=document.key,
        language=posting.language,
        roles=roles,
        terms=_terms(document, posting),
        questions=_questions(turns),
        next_steps=next_steps(turns, roles),
        seconds=document.seconds,
        doubts=_doubts(document, roles),
    )


def _doubts(document: Document, roles: tuple[SpeakerRole, ...]) -> tuple[str, ...]:
    """Reasons for review: speakers whose part is not sure, and much said by who knows whom."""
    unsure = [f"ambiguous: the part of {one.speaker} in the call" for one in roles if one.confidence < UNSURE]
    turns = [block for block in document.blocks if block.kind is Kind.TURN]
    untold = sum(ink(one.text) for one in turns if one.speaker == UNKNOWN_SPEAKER)
    share = untold / max(1, sum(ink(one.text) for one in turns))
    return (*unsure, *([f"ambiguous: who says {share:.0%} of the call"] if share > STRAY else []))


def candidates_in(document: Document) -> tuple[frozenset[str], tuple[str, ...]]:
    """The speakers whose words are no statement about the job, and the doubts about who is who."""
    roles = speaker_roles(document)
    return unheard(roles), _doubts(document, roles)


def _terms(document: Document, posting: Posting) -> tuple[Line, ...]:
    lines = []
    for name in TERMS:
        fact: Any = getattr(posting, name)
        if isinstance(fact, Fact) and fact.evidence:
            block = document.block(fact.evidence[0].block)
            at = moment(block, fact.evidence[0].start)
            lines.append(Line(topic=name, words=fact.words, speaker=block.speaker, evidence=fact.evidence, at=at))
    return tuple(lines)


def _questions(turns: list[Block]) -> tuple[Question, ...]:
    """What each side asked about the job, and the next speaker's answer."""
    found = []
    for position, turn in enumerate(turns):
        asked = [
            span
            for span in sentences(turn)
            if asks(turn.text[slice(*span)]) and not _GREETING.search(turn.text[slice(*span)])
        ]
        if not asked:
            continue
        start, end = asked[0][0], asked[-1][1]
        answer = next((other for other in turns[position + 1 :] if other.speaker != turn.speaker), None)
        found.append(_question(turn, start, end, answer))
    return tuple(found)


def _question(turn: Block, start: int, end: int, answer: Block | None) -> Question:
    asked = Evidence(block=turn.id, start=start, end=end)
    base = {"words": turn.text[start:end], "asked_by": turn.speaker, "evidence": asked, "at": moment(turn, start)}
    if answer is None:
        return Question(**base, open=True)
    spans = sentences(answer)
    said = [span for span in spans if not asks(answer.text[slice(*span)])]
    if not said:
        return Question(**base, open=True)
    left, right = said[0][0], said[-1][1]
    words = answer.text[left:right]
    evidence = (Evidence(block=answer.id, start=left, end=right),)
    return Question(
        **base,
        answer=words,
        answer_evidence=evidence,
        answered_at=moment(answer, left),
        open=_PUT_OFF.search(words) is not None,
    )
