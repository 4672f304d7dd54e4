"""The minutes of a recruiting call: role and terms, questions answered and open, next steps, each with its time."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from analyzers.call_roles import CallRole, SpeakerRole, speaker_roles, unheard
from analyzers.posting import Fact, Posting
from extractors.document import Block, Document, Evidence, Kind, Struct, TimeSpan


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


class NextStep(Struct):
    """What is to be done. owner: the speaker who does it; due: the words that say by when, "" when none do.

    asked: the other's request that the words answer ("" where nobody asked), which often says what they leave out.
    """

    words: str
    owner: str
    owner_role: CallRole
    due: str
    evidence: Evidence
    at: float
    asked: str = ""
    asked_evidence: tuple[Evidence, ...] = ()


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
_ASKED = re.compile(
    r"[?？]|(?:吗|呢|什么|多少|哪里|哪儿|怎么样|是否|有没有)[。\s]*$|^(?i:what|how|when|where|who|is it|"
    r"is there|are there|do you|"
    r"does|can i|could|what about|how about)\b"
    # recognisers end questions with a full stop too: "主要是做什么方向的。", "and the compensation."
    r"|(?<!不知道)(?<!不清楚)(?:是|做|用|有|要|找)(?:什么|哪些?|几|多少)[^，,。!?？都也]{0,6}的?[。\s]*$"
    r"|^(?i:(?:and|so) (?:the|your)(?: \w+){1,2}[.\s]*$)"
)
_PUT_OFF = re.compile(
    r"不(?:太)?(?:清楚|确定|知道)|(?:回头|之后|稍后|再)(?:帮您|给您|跟您)?(?:确认|问|了解|核实)|"
    r"需要(?:再)?(?:确认|问一下)|暂时没有|还没(?:定|确定)"
    r"|(?i:not (?:sure|certain)|don't know|i(?:'ll| will) (?:check|find out|ask|confirm)|get back to you|"
    r"have to (?:check|confirm|ask)|let me check|to be (?:determined|confirmed))"
)
_GREETING = re.compile(
    r"请问是|方便(?:接|说|聊)|(?:可以|好)吗[?？]?$|有没有看机会|听得(?:到|清)|(?i:do you have (?:a few minutes|"
    r"a moment|time)|"
    r"is this a good time|how are you|can you hear)"
)
# Deeds for the other side, not offers or facts: "我们提供期权", "团队约二十人" and "I can share that ..." are no steps.
_PROMISE_ZH = (
    r"(?:我|我们|同事|HR|人事|用人部门)[^。,，!?？！]{0,12}"
    r"(?:发(?:给|到|送|您|你|过[去来])|安排(?!的)|联系|打电话|回电|通知|反馈|答复|回复|转(?:给|发)|推(?:荐)?给|"
    r"约(?:个|一下|时间|面试|您|你)|确认(?:一下|好|后|完|清楚)|加(?:一下)?(?:您|你)?的?微信)"
    r"|给(?:您|你)(?:答复|回复|反馈|消息|打电话|回电|发)|(?:回复|答复|通知|联系|告诉|发给)(?:您|你)"
)
_REQUEST_ZH = (
    r"麻烦(?:您|你)[^。!?？！]{2,}|请(?:您|你)?[^。!?？！]{0,12}(?:发|准备|填|确认|更新)|"
    r"(?:您|你)[^。,，!?？！]{0,12}(?:发(?:给|到|我|过来)|准备(?:一下|好)|填(?:一下|写)|更新一下|确认一下)|"
    r"(?:您|你)[^。,，!?？！]{0,8}提供[^。,，!?？！]{0,8}(?:简历|作品|材料|证明|资料|流水|联系方式|推荐人)"
)
_DEEDS_EN = (
    r"e-?mail|send|call|schedule|set up|arrange|follow up|get back|forward|share|prepare|confirm|book|invite|"
    r"let you know|reach out|touch base|introduce|reply|be in touch|get in touch"
)
_STEP = re.compile(
    rf"[^。!?？！]*?(?:{_PROMISE_ZH}|{_REQUEST_ZH})[^。!?？！]*"
    rf"|(?i:[^.!?]*\b(?:i(?:'ll| will)|we(?:'ll| will| can)|(?:hr|they|someone|the team)(?:'ll| will)|"
    rf"i(?:'m| am) going to|let(?:'s| us)|please)\b[^.!?]{{0,20}}\b(?:{_DEEDS_EN})\b[^.!?]*"
    rf"|[^.!?]*\b(?:could|can|would) you\b[^.!?]{{0,20}}\b(?:e-?mail|send|call|schedule|set up|arrange|forward|"
    rf"book|invite|introduce)\b[^.!?]*|[^.!?]*\byou(?:'ll| will) hear (?:back )?from\b[^.!?]*)"
)
_MEETING = re.compile(r"面试|面谈|聊一?聊|电话沟通|(?i:\b(?:interview|meeting|chat|call)\b)")  # with a day: a step
_ELSEWHERE = re.compile(r"别家|其他|其它|别的|(?i:other compan|another compan|elsewhere)")
_HOUR = r"(?:[一二三四五六七八九十\d]{1,3}点(?:半|钟|[一二三四五六七八九十\d]{1,3}分)?)?(?:之前|以前|前)?"
_DUE = re.compile(
    r"(?:今天|明天|后天|今晚|明晚|明早|本周|这周|下周|周末|月底|下个?月|年前|年后)(?:[一二三四五六日天末])?(?:之?内|之前|"
    rf"以前|前|上午|中午|下午|晚上|早上)?{_HOUR}"
    rf"|(?:周|星期)[一二三四五六日天](?:上午|中午|下午|晚上|早上)?{_HOUR}"
    rf"|\d{{1,2}}月\d{{1,2}}[日号](?:上午|中午|下午|晚上)?{_HOUR}"
    r"|[\d一二两三四五六七]+(?:天|个工作日|小时|周|个星期|个月)(?:之)?内"
    r"|(?i:\b(?:by |before |on |this |next |later )*(?:today|tonight|tomorrow|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|this week|next week|end of (?:the )?(?:day|week|month)|month)\b(?: (?:morning|"
    r"afternoon|evening))?(?: at \d{1,2}(?::\d{2})?\s?(?:am|pm)?)?|\bwithin \w+ (?:hours|days|weeks)\b)"
)
_REQUEST = re.compile(
    r"麻烦(?:您|你)|请(?:您|你)|(?:您|你)(?:可以|能)?(?:把|发|准备|提供)|(?i:\bplease\b|could you|can you)"
)
_ASKS_LEAVE = re.compile(
    r"[,，\s]*(?:(?:您|你)?(?:看)?(?:可以|好|行|方便|没问题)吗|(?:您|你)看(?:怎么样|如何)|对吧|"
    r"(?i:(?:would |does )?(?:is )?that (?:be )?(?:ok|okay|all right|work)(?: for you)?|ok(?:ay)?|right))$"
)
_AND = re.compile(r"^(?:and|so|then) ", re.IGNORECASE)
_SENTENCE = re.compile(r"[^。!?！？.]+(?:[.](?=\d)[^。!?！？.]*)*[。!?！？.]*")


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
        next_steps=_next_steps(turns, roles),
        seconds=document.seconds,
        doubts=role_doubts(roles),
    )


def role_doubts(roles: tuple[SpeakerRole, ...]) -> tuple[str, ...]:
    """Reasons for review: speakers whose part is not sure."""
    return tuple(f"ambiguous: the part of {one.speaker} in the call" for one in roles if one.confidence < UNSURE)


def candidates_in(document: Document) -> tuple[frozenset[str], tuple[str, ...]]:
    """The speakers whose words are no statement about the job, and the doubts about who is who."""
    roles = speaker_roles(document)
    return unheard(roles), role_doubts(roles)


def time_of(document: Document, evidence: Evidence) -> float:
    """When the words of `evidence` were said, in seconds: by word where known, else by their share of the turn."""
    return _time_in(document.block(evidence.block), evidence.start)


def _time_in(block: Block, offset: int) -> float:
    for word in block.words:
        if word.end > offset and word.ends > 0:
            return round(word.begins, 2)
    if isinstance(block.place, TimeSpan):
        share = offset / max(1, len(block.text))
        return round(block.place.start + share * (block.place.end - block.place.start), 2)
    return -1.0


def _terms(document: Document, posting: Posting) -> tuple[Line, ...]:
    lines = []
    for name in TERMS:
        fact: Any = getattr(posting, name)
        if isinstance(fact, Fact) and fact.evidence:
            block = document.block(fact.evidence[0].block)
            at = _time_in(block, fact.evidence[0].start)
            lines.append(Line(topic=name, words=fact.words, speaker=block.speaker, evidence=fact.evidence, at=at))
    return tuple(lines)


def _sentences(block: Block) -> list[tuple[int, int]]:
    """Spans of the sentences of a turn, without white space at their ends."""
    spans = []
    for match in _SENTENCE.finditer(block.text):
        start, end = match.span()
        while start < end and block.text[start].isspace():
            start += 1
        if end - start > 1:
            spans.append((start, end))
    return spans


def _questions(turns: list[Block]) -> tuple[Question, ...]:
    """What each side asked about the job, and the next speaker's answer."""
    found = []
    for position, turn in enumerate(turns):
        asked = [
            span
            for span in _sentences(turn)
            if _ASKED.search(turn.text[slice(*span)]) and not _GREETING.search(turn.text[slice(*span)])
        ]
        if not asked:
            continue
        start, end = asked[0][0], asked[-1][1]
        answer = next((other for other in turns[position + 1 :] if other.speaker != turn.speaker), None)
        found.append(_question(turn, start, end, answer))
    return tuple(found)


def _question(turn: Block, start: int, end: int, answer: Block | None) -> Question:
    asked = Evidence(block=turn.id, start=start, end=end)
    base = {"words": turn.text[start:end], "asked_by": turn.speaker, "evidence": asked, "at": _time_in(turn, start)}
    if answer is None:
        return Question(**base, open=True)
    spans = _sentences(answer)
    said = [span for span in spans if not _ASKED.search(answer.text[slice(*span)])]
    if not said:
        return Question(**base, open=True)
    left, right = said[0][0], said[-1][1]
    words = answer.text[left:right]
    evidence = (Evidence(block=answer.id, start=left, end=right),)
    return Question(
        **base,
        answer=words,
        answer_evidence=evidence,
        answered_at=_time_in(answer, left),
        open=_PUT_OFF.search(words) is not None,
    )


def _next_steps(turns: list[Block], roles: tuple[SpeakerRole, ...]) -> tuple[NextStep, ...]:
    """Promises and requests: each sentence, or clause of one, that somebody is to act on."""
    speakers = [one.speaker for one in roles]
    part = {one.speaker: one.role for one in roles}
    found: list[NextStep] = []
    for turn in turns:
        for start, end in _sentences(turn):
            for left, right in _clauses(turn.text, start, end):
                if not _is_step(turn.text[left:right], part.get(turn.speaker, CallRole.UNKNOWN)):
                    continue
                words = _AND.sub("", turn.text[left:right].strip(" ,，。.!?？"))
                words = _ASKS_LEAVE.sub("", words) or words
                owner = _other(turn.speaker, speakers) if _REQUEST.search(words) else turn.speaker
                due = _DUE.search(words)
                at = left + turn.text[left:right].find(words)
                evidence = Evidence(block=turn.id, start=at, end=at + len(words))
                found.append(
                    NextStep(
                        words=words,
                        owner=owner,
                        owner_role=part.get(owner, CallRole.UNKNOWN),
                        due=due.group().strip() if due else "",
                        evidence=evidence,
                        at=_time_in(turn, at),
                    )
                )
    return _settled(found)


def _is_step(clause: str, role: CallRole) -> bool:
    """A promise or a request; of those who hire, a meeting on some day too ("周三下午面试，您方便吗")."""
    hires = role in (CallRole.RECRUITER, CallRole.HIRING_MANAGER)
    dated = hires and _MEETING.search(clause) and _DUE.search(clause) and not _ELSEWHERE.search(clause)
    return bool(_STEP.match(clause) or dated)


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence that may each hold a step: cut at commas before a new actor."""
    cuts = [
        match.end()
        for match in re.finditer(
            r"[,，](?=\s?(?:我|您|你|麻烦|请|and (?:we|i)\b|we |i ))|(?<=\w),? and (?=(?:we|i)\b)",
            text[start:end],
            re.IGNORECASE,
        )
    ]
    edges = [start, *(start + cut for cut in cuts), end]
    return [(left, right) for left, right in zip(edges[:-1], edges[1:], strict=True) if right - left > 3]


def _other(speaker: str, speakers: list[str]) -> str:
    others = [one for one in speakers if one != speaker]
    return others[0] if len(others) == 1 else "unknown"


def _settled(found: list[NextStep]) -> tuple[NextStep, ...]:
    """A request and the promise that answers it are one step: the promise, with what was asked."""
    kept: list[NextStep] = []
    for step in found:
        if kept and kept[-1].owner == step.owner and kept[-1].due == "" and _alike(kept[-1].words, step.words):
            kept[-1] = msgspec.structs.replace(step, asked=kept[-1].words, asked_evidence=(kept[-1].evidence,))
        else:
            kept.append(step)
    return tuple(kept)


def _alike(one: str, other: str) -> bool:
    verbs = ("发", "安排", "联系", "send", "mail", "schedule", "call")
    return any(verb in one.lower() and verb in other.lower() for verb in verbs)
