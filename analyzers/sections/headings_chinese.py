"""Headings of Chinese text, on lines of their own or run together: the words alone are not enough."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.posting import SectionKind
from analyzers.sections.heading import AFTER, ITEM_FOLLOWS, MARKS, NUMBER, Heading, built, by_kind
from analyzers.wording import words

_ZH_FIRST = words("headings", "first", "zh")[0]  # asked before the alternatives are: 2.8 times as fast
_ZH_WORDS = re.compile(
    f"(?={_ZH_FIRST})(?:"
    + by_kind("zh", ("duties", "must", "nice", "benefits", "company", "apply", "about", "other"))
    + ")"
)
# Every Chinese heading holds one of these
_ZH_CUE = re.compile(
    r"职责|责任|内容|任务|职能|负责|做什么|要做|你做|会做|将做|的工作|要求|资格|条件|资质|需求|具备|必备|希望|"
    r"需要|欢迎|期待|期望|背景|能力|素质|满足|关键|技能|加分|优先|添花|"
    r"福利|待遇|提供|收获|得到|获得|优势|诱惑|亮点|竞争力|体验|加入|锦囊|介绍|简介|概况|方向|信息|关于|關於|"
    r"享受|享有|拥有|选择|给你|给您|是谁|联系|投递|申请|应聘|内推|报名|"
    r"流程|其他|其它|地址|地点|发布者|概述|概要|目的|定位|路径|描述|详情|说明|主要工作"
)
LONGEST_ALONE = 28  # characters of a line that is a heading and nothing else, its marks included
# What a heading inside a longer line has behind it, or is by its own words
_MAY_HEAD = re.compile(
    r"[:\]】」』》>★*◢①-⑳•●·◆■]|\d\s*[.、,)]|[-*] |职责|"
    r"(?:工作|职位|岗位)(?:要求|描述|内容|资格|条件|需求)|任职|招聘要求"
)
SHORTEST_ZH = 2  # characters of the shortest heading
LONGEST_ZH = 14  # characters of the longest heading before its cue
_BEFORE = re.compile(rf"{MARKS}*(?:\(?{NUMBER})?{MARKS}*$")
# "岗位职责" may stand inside a run-together line, "要求" may not
_STRONG = re.compile(
    r"(?:(?:岗位|工作|职位|任职)(?:职责|要求|描述|内容|资格|条件|需求)(?:描述)?|职责描述|任职资质|招聘要求)"
)
_LABEL_OF_ITEM = re.compile(r"(?:\d{1,2}\s?[.、):,]\s*|[①-⑳]\s*|其[他它])$")
_GLUED = re.compile(r"[^\s的是和与及或并,.、;)）说]")
_PAY_FOLLOWS = re.compile(r"[$¥]?\d+(?!\s?[.、):])|面议")
_OF = "的合该满足按据与和及或达到符"
_BEGINS = re.compile(
    r"(?:主要)?(?:负责|参与|协助|主导|熟悉|熟练|精通|掌握|了解|具备|具有|本科|大专|硕士|博士|统招|全日制|"
    r"\d\s?年|有\S|能够|良好|"
    r"计算机|统计|数学|对|从事)"
)
_BRACKETED = re.compile(r"【(?P<name>[^】\n]{2,14})】")
_SENTENCE_END = "。;!?.;:!】」]) \n"


def chinese_headings(line: str, base: int) -> list[Heading]:
    """Headings of one line of Chinese. The words alone are not enough: see `_stands_alone`."""
    if len(line) > LONGEST_ALONE and not _MAY_HEAD.search(line, SHORTEST_ZH):
        return []
    found = []
    for match in _heading_words(line):
        before = _BEFORE.search(line, max(0, match.start() - 12), match.start())
        opening = before.start() if before else match.start()
        after = AFTER.match(line, match.end())
        assert after is not None  # every part of it is optional
        if _stands_alone(line, match, opening, after):
            found.append(built(match, base, opening, after.end()))
    if "【" in line:
        found.extend(_unknown(line, base, found))
    return found


def _heading_words(line: str) -> Iterator[re.Match[str]]:
    """Matches of the heading words, looked for only around what every one of them holds."""
    at = 0
    for cue in _ZH_CUE.finditer(line):
        if cue.end() <= at:
            continue
        match = _ZH_WORDS.search(line, max(at, cue.start() - LONGEST_ZH), min(len(line), cue.end() + 10))
        if match:
            at = match.end()
            yield match


def _stands_alone(line: str, match: re.Match[str], opening: int, after: re.Match[str]) -> bool:
    at_start = opening == 0
    at_end = after.end() >= len(line)
    strong = _STRONG.fullmatch(match.group()) is not None
    item = ITEM_FOLLOWS.match(line, after.end()) is not None
    closed = line[match.end() : match.end() + 1] in ("】", "]", "」", "★", "*", ":", "◢")
    bracketed = closed and line[match.start() - 1 : match.start()] in ("【", "[", "「", "★", "*", "◤")
    if _LABEL_OF_ITEM.search(line, max(0, match.start() - 5), match.start()) and not (at_end or bracketed or strong):
        return False
    if match.lastgroup == "benefits" and _PAY_FOLLOWS.match(line, after.end()):
        return False  # "薪资待遇：2k-3k" is a field of the head
    follows = bool(after["colon"]) or item or bracketed
    if at_start:
        return at_end or follows or (strong and _GLUED.match(line, after.end()) is not None)
    boundary = line[opening - 1] in _SENTENCE_END or opening < match.start()
    if strong:
        return follows or (line[match.start() - 1] not in _OF and _BEGINS.match(line, after.end()) is not None)
    return follows and boundary


def _unknown(line: str, base: int, known: list[Heading]) -> list[Heading]:
    """Bracketed headings of unknown words: they end the section before. A place or a role in brackets is none."""
    found = []
    for match in _BRACKETED.finditer(line):
        inside = any(base + match.start() < heading.end and heading.start < base + match.end() for heading in known)
        alone = match.start() == 0 or line[match.start() - 1] in _SENTENCE_END
        after = AFTER.match(line, match.end() - 1)
        follows = after is not None and (ITEM_FOLLOWS.match(line, after.end()) is not None or bool(after["colon"]))
        if not inside and alone and follows:
            end = after.end() if after else match.end()
            found.append(
                Heading(
                    base + match.start(),
                    base + end,
                    base + match.start() + 1,
                    base + match.end() - 1,
                    SectionKind.OTHER,
                )
            )
    return found
