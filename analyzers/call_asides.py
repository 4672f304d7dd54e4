"""What a call says of somebody or something else than the job: the candidate's own terms, another role for comparison.

"你刚才说你现在是两万五，对吧", "You have eight years, right?" quote the candidate; "算法工程师那个岗位是五万到七万"
tells of another role. No fact of the posting is read from such words.
"""

from __future__ import annotations

import re

from analyzers.jobnames import EN_PLAIN, ZH_FIRM

Span = tuple[int, int]

_NUMBER = r"[\d一二两三四五六七八九十]"
_ASKED = r"(?=[^。?!\n]{1,28}(?:吧|吗|\?))"
_OF_CANDIDATE = re.compile(
    r"[你您](?:刚才?|之前)?(?:说|提到)[过了]?[你您]?|[你您](?:人)?(?:现在|目前|当前)(?:是|在|拿|有|的|做|base)|"
    rf"[你您](?:有|是|在|期望|想要){_ASKED}|[你您](?:期望|想要)的?|"
    rf"(?<![\u4e00-\u9fff])我(?:人|家|本人)?(?:现在|目前)(?:在|拿|是|的|住)|我(?:人|家)在|我住在?|我有(?={_NUMBER}{{1,3}}年)|"
    r"(?<![\u4e00-\u9fff])我在(?=[\u4e00-\u9fff]{2,3}(?:[,。;\s]|工作|上班|$))|我(?:的)?期望"
    r"|(?i:\byou(?:'re| are| were)(?: currently| now| based| living| located)* (?:in|at)\b(?! (?:the|a|our) )|"
    r"\byou (?:said|mentioned|told|currently)\b|"
    r"\byou (?:have|make|earn|want|expect)\b(?=[^.?!\n]{0,60}(?:\bright\b|\bcorrect\b)?\?)|"
    r"\bI(?:'m| am)(?: currently| now| based| living| located)* in\b|\bI (?:live|make|earn|currently|expect)\b|"
    r"\bI(?:'m| am) (?:at|on) (?=[a-z-]* ?(?:hundred|thousand|\d|one|two))|"
    r"\bI have (?=(?:[\w-]+ ){1,3}years?\b))",
    re.MULTILINE,
)
_ROLE = re.compile(
    rf"(?P<zh>[A-Za-z+#\u4e00-\u9fff]{{0,12}}?)(?:{ZH_FIRM})(?:那个|那种|那类|这种|这类|这个|那边)?的?(?:岗位|职位|岗)"
    rf"|\b(?i:our|the|an?|that|this|another|other)\s(?P<en>(?:[a-z+/-]+ ){{1,4}}?)(?P<noun>{EN_PLAIN})s?\s"
    r"(?:role|position|job|opening)s?\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。?!\n]|\.(?=\s|$)")
_BACK_TO_JOB = re.compile(
    r"[,;]\s?(?:但|那|而)?(?:我们|咱们|这边|这个岗位|公司|我司)"
    r"|(?i:[,;]\s?(?:and |but )?(?:we|our|the role|this role)\b)"
)
_KIND = re.compile(rf"\b(?:{EN_PLAIN})")
_BUILDERS = frozenset(["engineer", "developer", "programmer"])  # one kind under several words
_RANKS = frozenset(["senior", "junior", "lead", "staff", "principal", "new", "other", "mid-level", "single", "same"])


def without_asides(flat: str, title: str) -> str:
    """A call's folded text with what it says of candidates and of other roles blanked; every offset stays.

    title: the words of the role that is offered, "" where they are not known: then the one that is named first.
    """
    for start, end in sorted([*_of_candidates(flat), *_of_other_roles(flat, title)]):
        flat = flat[:start] + " " * (end - start) + flat[end:]
    return flat


def _of_candidates(flat: str) -> list[Span]:
    found = []
    for match in _OF_CANDIDATE.finditer(flat):
        back = _BACK_TO_JOB.search(flat, match.end())
        end = _sentence_end(flat, match.end())
        found.append((match.start(), min(end, back.start()) if back else end))
    return found


def _of_other_roles(flat: str, title: str) -> list[Span]:
    """From the name of another role to the end of its sentence, or to the next role that is named."""
    named = list(_ROLE.finditer(flat))
    if not named:
        return []
    title = title or named[0].group()
    edges = [match.start() for match in named[1:]] + [len(flat)]
    return [
        (match.start(), min(edge, _sentence_end(flat, match.end())))
        for match, edge in zip(named, edges, strict=False)
        if _another(match, title)
    ]


def _another(match: re.Match[str], title: str) -> bool:
    """Whether the role named is of another kind, or shares nothing with the title but that: 算法工程师, 数据工程师."""
    if (words := match["zh"]) is not None:
        pairs = {words[at : at + 2] for at in range(len(words) - 1)}
        return len(words) > 1 and not title.isascii() and not any(pair in title for pair in pairs)
    said = set(match["en"].lower().split()) - _RANKS
    if not said or not title.isascii():
        return False
    noun = match["noun"].lower()
    kinds = set(_KIND.findall(title.lower()))
    builders = noun in _BUILDERS and not kinds.isdisjoint(_BUILDERS)
    return said.isdisjoint(title.lower().split()) or bool(kinds) and noun not in kinds and not builders


def _sentence_end(flat: str, at: int) -> int:
    end = _SENTENCE_END.search(flat, at)
    return end.start() if end else len(flat)
