"""Who is who in a call: recruiter, candidate, hiring manager, told by what each says."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from extractors.document import UNKNOWN_SPEAKER, Block, Document, Evidence, Kind, Struct


class CallRole(StrEnum):
    """A speaker's part in a recruiting call."""

    RECRUITER = "recruiter"
    CANDIDATE = "candidate"
    HIRING_MANAGER = "hiring_manager"
    UNKNOWN = "unknown"


class SpeakerRole(Struct):
    """A speaker's part, how sure it is (0 to 1), and the words that told most of it ("" and () where none did)."""

    speaker: str
    role: CallRole
    confidence: float
    quote: str = ""
    evidence: tuple[Evidence, ...] = ()


_CUES: dict[CallRole, re.Pattern[str]] = {
    CallRole.RECRUITER: re.compile(
        r"招聘顾问|猎头|人力资源|我(?:们)?(?:这边)?是[^,，。]{1,12}的(?:HR|招聘)|我们(?:公司|这边)?(?:正)?在招|"
        r"(?:岗位|职位)描述发给?您|发给您|"
        r"安排(?:一轮|一次|一下)?[^,，。]{0,8}面试|看机会|(?:主要)?负责[^,，。?？]{6,}|"
        r"要求[^,，。?？]{0,12}(?:学历|经验|以上)|"
        r"月薪[^,，。?？]*[\d一二三四五六七八九十]|"
        r"工作地点(?:在|是)|向[^,，。]{2,10}汇报|我们(?:提供|有)|另外有(?:期权|年终)"
        r"|(?i:\bwe(?:'re| are) (?:hiring|looking for|recruiting)|recruiter\b|talent (?:partner|acquisition)|"
        r"talk about a (?:role|position|job)|the (?:base )?salary (?:is|range)|"
        r"the (?:role|position) is\b|you would (?:be )?\w+|i will (?:e-?mail|send) you|we can schedule|we offer|"
        r"our client|i came across your (?:profile|resume)|we require)"
    ),
    CallRole.CANDIDATE: re.compile(
        r"(?:薪资|工资|待遇)[^。]{0,8}(?:多少|怎么样|如何)|技术栈是(?:什么|啥)|(?:对经验|有)什么要求|"
        r"可以远程吗|团队有多少人|我(?:现在|目前)(?:的)?(?:工资|薪资|薪水|"
        r"公司|在|是|月薪|年薪|base)|"
        r"我(?:的)?(?:期望|离职|上一份|之前在|做过|有[一二三四五六七八九十\d]+年)|发到我(?:的)?邮箱|"
        r"主要是?做什么|我(?:可以)?了解一下|我考虑|什么时候(?:能|可以)入职"
        r"|(?i:what(?:'s| is) the (?:tech stack|salary|compensation|team)|what would i\b|"
        r"how many years of experience are you|is it remote|what are the next steps|and the compensation|"
        r"\bmy current (?:salary|role|company|base|job)|i(?:'m| am) currently (?:at|working|making)|"
        r"i have \w+ years|i(?:'d| would) be interested|could you (?:send|email) me|i(?:'m| am) (?:looking|open))"
    ),
    CallRole.HIRING_MANAGER: re.compile(
        r"我是[^,，。]{0,10}(?:技术负责人|部门负责人|团队负责人|技术总监|研发总监|用人部门|组长)|我(?:带|"
        r"负责)(?:的)?[^,，。]{0,8}团队|我(?:的)?团队(?:里|现在|主要)"
        r"|(?i:\bi(?:'m| am) the (?:hiring manager|engineering manager|head of|tech(?:nical)? lead|team lead|"
        r"director)|\bi (?:lead|manage|run) the\b|\bmy team\b)"
    ),
}
# Who says what they are says it once.
_OWN_WORDS = re.compile(
    r"我(?:们)?(?:这边)?(?:是|叫[^,，。?？]{1,6}[,，]?是)[^,，。?？]{0,14}(?:HR|招聘|猎头|人事|人力资源)"
    r"|(?i:\b(?:i(?:'m| am)|this is|my name is)[^.?!]{0,30}\b(?:recruiter|recruiting|talent (?:partner|acquisition)|"
    r"headhunter|sourcer)\b|\bi (?:recruit|hire) for\b)"
)
SAYS_SO = 2.5  # points
_WEIGHT = {CallRole.RECRUITER: 1.0, CallRole.CANDIDATE: 1.0, CallRole.HIRING_MANAGER: SAYS_SO}
_QUESTION = re.compile(r"[?？]\s*$")
_ASKS = 0.15  # for each question: candidates ask more, but recruiters ask too
_SURE_AT = (
    4.0  # points ahead of the next role from where the role is as good as certain; calls of two minutes give 4 to 9
)


def speaker_roles(document: Document) -> tuple[SpeakerRole, ...]:
    """The role of every speaker who was told, in order of first speaking. Empty where nobody speaks."""
    turns = [block for block in document.blocks if block.kind is Kind.TURN and block.speaker != UNKNOWN_SPEAKER]
    speakers = list(dict.fromkeys(block.speaker for block in turns))
    points = {speaker: _points([turn for turn in turns if turn.speaker == speaker]) for speaker in speakers}
    found = [_judged(speaker, points[speaker]) for speaker in speakers]
    return tuple(_together(_completed(found), points))


def unheard(roles: tuple[SpeakerRole, ...]) -> frozenset[str]:
    """The speakers whose words say nothing of the job: candidates."""
    return frozenset(role.speaker for role in roles if role.role is CallRole.CANDIDATE)


_Points = dict[CallRole, tuple[float, Evidence | None, str]]


def _points(turns: list[Block]) -> _Points:
    found: _Points = {}
    for role, pattern in _CUES.items():
        total, best, words = 0.0, None, ""
        for turn in turns:
            matches = list(pattern.finditer(turn.text))
            total += _WEIGHT[role] * len(matches)
            if role is CallRole.CANDIDATE and _QUESTION.search(turn.text):
                total += _ASKS
            if role is CallRole.RECRUITER and _OWN_WORDS.search(turn.text):
                total += SAYS_SO - _WEIGHT[role]
            for match in matches:
                if len(match.group()) > len(words):
                    best, words = Evidence(block=turn.id, start=match.start(), end=match.end()), match.group()
        found[role] = (total, best, words)
    return found


def _judged(speaker: str, points: _Points) -> SpeakerRole:
    first = max(points, key=lambda role: points[role][0])
    total, evidence, words = points[first]
    if total < 1.0 or _lead(points) <= 0:
        return SpeakerRole(speaker=speaker, role=CallRole.UNKNOWN, confidence=0.0)
    return SpeakerRole(speaker=speaker, role=first, confidence=_confidence(_lead(points)), quote=words,
                       evidence=(evidence,) if evidence else ())


def _lead(points: _Points) -> float:
    """Points of the likeliest role over the next one."""
    first, second = sorted((total for total, *_ in points.values()), reverse=True)[:2]
    return first - second


def _confidence(lead: float) -> float:
    return round(min(0.98, 0.55 + 0.43 * min(1.0, lead / _SURE_AT)), 2)


def _together(found: list[SpeakerRole], points: dict[str, _Points]) -> list[SpeakerRole]:
    """Of two who are candidate and the other side, what tells of the one tells of the other."""
    roles = {one.role for one in found}
    if len(found) != 2 or CallRole.CANDIDATE not in roles or CallRole.UNKNOWN in roles or len(roles) != 2:
        return found
    joint = _confidence(sum(max(0.0, _lead(points[one.speaker])) for one in found))
    return [msgspec.structs.replace(one, confidence=max(one.confidence, joint)) for one in found]


def _completed(found: list[SpeakerRole]) -> list[SpeakerRole]:
    """Two speakers, one of them told: the other is the other. Two recruiters: the weaker one is unknown."""
    known = [one for one in found if one.role is not CallRole.UNKNOWN]
    if len(found) == 2 and len(known) == 1 and known[0].role in (CallRole.RECRUITER, CallRole.CANDIDATE):
        other = CallRole.CANDIDATE if known[0].role is CallRole.RECRUITER else CallRole.RECRUITER
        return [
            one
            if one in known
            else SpeakerRole(speaker=one.speaker, role=other, confidence=round(known[0].confidence * 0.8, 2))
            for one in found
        ]
    if len(found) == 2 and len(known) == 2 and known[0].role is known[1].role:
        weaker = min(known, key=lambda one: one.confidence)
        return [
            SpeakerRole(speaker=one.speaker, role=CallRole.UNKNOWN, confidence=0.0) if one is weaker else one
            for one in found
        ]
    return found
