"""What is to be done after a call: promises, requests and dates agreed on, each with who does it and by when."""

from __future__ import annotations

import re

import msgspec

from analyzers.call_roles import CallRole, SpeakerRole
from analyzers.call_turns import asks, moment, sentences, without_leave
from extractors.document import UNKNOWN_SPEAKER, Block, Evidence, Struct


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


# Deeds for the other side, not offers or facts: "我们提供期权", "团队约二十人" and "I can share that ..." are no steps.
_PROMISE_ZH = (
    r"(?:我|我们|同事|HR|人事|用人部门)[^。,，!?？！]{0,12}"
    r"(?:发(?:给|到|送|您|你|过[去来])|安排(?!的)|联系|打电话|回电|通知|反馈|答复|回复|转(?:给|发)|推(?:荐)?给|"
    r"约(?:个|一下|时间|面试|您|你)|确认(?:一下|好|后|完|清楚)|加(?:一下)?(?:您|你)?的?微信)"
    r"|给(?:您|你)(?:答复|回复|反馈|消息|打电话|回电|发)|(?:回复|答复|通知|联系|告诉|发给)(?:您|你)"
)
# "把岗位描述发到我邮箱", whatever was heard of the "麻烦您" before it; not "HR把资料发给我了"
_TO_ME = r"把[^。,，!?？！]{1,20}(?:发|寄|传)(?:到|给)?我(?![^。,，!?？！]{0,4}了)"
_REQUEST_ZH = (
    r"麻烦(?:您|你)[^。!?？！]{2,}|请(?:您|你)?[^。!?？！]{0,12}(?:发|准备|填|确认|更新)|"
    r"(?:您|你)[^。,，!?？！]{0,12}(?:发(?:给|到|我|过来)|准备(?:一下|好)|填(?:一下|写)|更新一下|确认一下)|"
    r"(?:您|你)[^。,，!?？！]{0,8}提供[^。,，!?？！]{0,8}(?:简历|作品|材料|证明|资料|流水|联系方式|推荐人)"
    rf"|{_TO_ME}"
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
    rf"book|invite|introduce)\b[^.!?]*|[^.!?]*\byou(?:'ll| will) hear (?:back )?from\b[^.!?]*"
    rf"|[^.!?]*\blet me\b[^.!?]{{0,40}}\b(?:get back|follow up|check with|confirm with|send|forward|schedule)\b[^.!?]*)"
)
_MEETING = re.compile(r"面试|面谈|聊一?聊|电话沟通|(?i:\b(?:interview|meeting|chat|call)\b)")  # with a day: a step
# It is done: "HR已经把资料发给我了"
_DONE = re.compile(r"(?:已经?|刚才?|刚刚|上次|昨天|之前就?)[^。,，]*(?:过|了)[。\s]*$|(?i:\bhas (?:already )?sent\b)")
_ELSEWHERE = re.compile(r"别家|其他|其它|别的|(?i:other compan|another compan|elsewhere)")
_HOUR = r"(?:[一二三四五六七八九十\d]{1,3}点(?:半|钟|[一二三四五六七八九十\d]{1,3}分)?)?(?:之前|以前|前)?"
_WEEKDAY = r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_MONTH = r"january|february|march|april|may|june|july|august|september|october|november|december"
_DUE = re.compile(
    r"(?:今天|明天|后天|今晚|明晚|明早|本周|这周|下周|周末|月底|下个?月|年前|年后)(?:[一二三四五六日天末])?(?:之?内|之前|"
    rf"以前|前|上午|中午|下午|晚上|早上)?{_HOUR}"
    rf"|(?:周|星期)[一二三四五六日天](?:上午|中午|下午|晚上|早上)?{_HOUR}"
    rf"|[\d一二十]{{1,2}}月[\d一二三四五六七八九十]{{1,3}}[日号](?:上午|中午|下午|晚上)?{_HOUR}"
    r"|[\d一二两三四五六七]+(?:天|个工作日|小时|周|个星期|个月)(?:之)?[内后]"
    rf"|(?i:\b(?:by |before |on |this |next |later |early |the )*(?:today|tonight|tomorrow|{_WEEKDAY}|this week|"
    r"next week|end of (?:the )?(?:day|week|month)|month|this (?:morning|afternoon|evening))\b"
    r"(?: (?:morning|afternoon|evening))?"
    r"(?: at \d{1,2}(?::\d{2})?\s?(?:am|pm)?)?|\b(?:within|in) (?:an? |\w+ )(?:business )?(?:hours?|days?|weeks?)\b"
    rf"|\b(?:by |before |on )?(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|\b(?:by |before |on )the \d{1,2}(?:st|nd|rd|th)\b)"
)
# With a day it is a request.
_LET_KNOW = re.compile(r"(?:您|你)[^。,，]{0,14}(?:告诉|回复|答复|联系|通知)我|(?i:\blet (?:me|us) know\b)")
_REQUEST = re.compile(
    r"麻烦(?:您|你)|请(?:您|你)|(?<![给向跟为帮替和])(?:您|你)(?:可以|能)?(?:把|发|准备|提供)"
    rf"|{_TO_ME}|(?i:\bplease\b|could you|can you)|{_LET_KNOW.pattern}"
)
# A date alone: "那就周二下午三点", "Okay, let's say Tuesday at 3 pm then"
_AGREED = re.compile(
    rf"^(?:好[的啊]?|行|可以|嗯|没问题)?[,，\s]*那(?:就|我们|咱们)*(?:先)?(?:定|约|改|安排|换)?(?:在|到|成|为)?(?:{_DUE.pattern})"
    rf"(?:吧|了|哈)?[\s,，。]*$|^(?i:(?:ok|okay|great|perfect|alright|sure|then)[, ]+)*"
    rf"(?i:let's (?:say|do|make it|go with|go for)) (?:{_DUE.pattern})(?i:,? then)?[\s.,]*$"
)
_DOES_SO = re.compile(
    r"^(?:好|行|可以|没问题|嗯|当然|(?i:sure|yes|yeah|yep|ok|okay|of course|will do|no problem|absolutely)\b)"
    r"|(?:就|再|会)(?:发|办|弄|给)|(?i:\b(?:do|send|have) (?:that|it|so|them)\b)"
)
FIRST = 2  # sentences of an answer that may say when
_DEEDS = (("发", "send", "mail", "forward", "share"), ("安排", "约", "schedule", "set up", "arrange", "book"),
          ("联系", "电话", "call", "reach out"),
          ("答复", "回复", "反馈", "告诉", "通知", "know", "get back", "reply"))
_AND = re.compile(r"^(?:and|so|then) ", re.IGNORECASE)


def next_steps(turns: list[Block], roles: tuple[SpeakerRole, ...]) -> tuple[NextStep, ...]:
    """Promises and requests: each sentence, or clause of one, that somebody is to act on."""
    speakers = [one.speaker for one in roles]
    part = {one.speaker: one.role for one in roles}
    found: list[NextStep] = []
    for number, turn in enumerate(turns):
        for left, right in (clause for span in sentences(turn) for clause in _clauses(turn.text, *span)):
            clause = turn.text[left:right]
            if _is_step(clause, part.get(turn.speaker, CallRole.UNKNOWN)):
                words = without_leave(_AND.sub("", clause.strip(" ,，。.!?？")))
                owner = _other(turn.speaker, speakers) if _REQUEST.search(words) else turn.speaker
                at = left + clause.find(words)
                step = _step(turn, at, at + len(words), owner, part)
                found = _settled(found, step if step.due or owner == turn.speaker else _answered(step, turns, number))
    return tuple(found)


def _step(turn: Block, start: int, end: int, owner: str, part: dict[str, CallRole]) -> NextStep:
    words = turn.text[start:end]
    due = _DUE.search(words)
    return NextStep(words=words, owner=owner, owner_role=part.get(owner, CallRole.UNKNOWN),
                    due=due.group().strip() if due else "", evidence=Evidence(block=turn.id, start=start, end=end),
                    at=moment(turn, start))


def _is_step(clause: str, role: CallRole) -> bool:
    """A promise or a request; of those who hire, a meeting on some day too ("周三下午面试，您方便吗")."""
    if _DONE.search(clause):
        return False
    if _STEP.match(clause) or (_LET_KNOW.search(clause) and _DUE.search(clause)):
        return True
    hires = role in (CallRole.RECRUITER, CallRole.HIRING_MANAGER)
    if not hires or not _DUE.search(clause) or _ELSEWHERE.search(clause):
        return False
    return bool(_MEETING.search(clause) or _AGREED.match(clause))


def _answered(request: NextStep, turns: list[Block], number: int) -> NextStep:
    """The request of turn `number` with the other's answer as the promise, where that says when and no more.

    "Could you send me the description?" - "Sure, this afternoon."
    """
    answer = next((turn for turn in turns[number + 1 : number + 2] if turn.speaker == request.owner), None)
    for start, end in sentences(answer)[:FIRST] if answer else []:
        words = answer.text[start:end].strip(" ,，。.!?？")
        if _DOES_SO.search(words) and _DUE.search(words) and not asks(words) and not _STEP.match(words):
            promise = _step(answer, start, start + len(words), request.owner, {request.owner: request.owner_role})
            return msgspec.structs.replace(promise, asked=request.words, asked_evidence=(request.evidence,))
    return request


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
    return others[0] if len(others) == 1 else UNKNOWN_SPEAKER


def _settled(before: list[NextStep], step: NextStep) -> list[NextStep]:
    """A request and the promise that answers it are one step: the promise, with what was asked. So are a date that was
    proposed and the one that was agreed on instead.
    """
    if not before:
        return [step]
    last = before[-1]
    promised = last.owner == step.owner and last.due == "" and _alike(last.words, step.words)
    agreed = _AGREED.match(step.words) and _MEETING.search(last.words) and last.owner == step.owner
    if not (promised or agreed):
        return [*before, step]
    return [*before[:-1], msgspec.structs.replace(step, asked=last.words, asked_evidence=(last.evidence,))]


def _alike(one: str, other: str) -> bool:
    """They tell of one deed."""
    return any(any(verb in one.lower() for verb in verbs) and any(verb in other.lower() for verb in verbs)
               for verbs in _DEEDS)
