"""A posting's sections by meaning: about, duties, must-haves, nice-to-haves, benefits, company, how to apply.

Headings decide where there are some; items decide where there are none, and in sections whose heading covers both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from analyzers.headings import Heading, find_headings
from analyzers.items import Span, split_items
from analyzers.jobnames import names_job
from analyzers.posting import Item, Section, SectionKind
from analyzers.view import View
from extractors.document import Kind

HEADED, TOLD = 0.95, 0.75  # confidence of a section with a heading, and of one told by its items
SHORTEST_TOLD, LONGEST_TOLD = 12, 160  # characters of an unmarked line that may be a duty or a demand by its words alone
_PROSE = frozenset({SectionKind.COMPANY, SectionKind.BOILERPLATE, SectionKind.HEAD, SectionKind.ABOUT, SectionKind.APPLY})

_DUTY = re.compile(
    r"(?:[^,:;。]{0,12}:)?(?:主要)?(?:负责|参与|协助|主导|跟进|配合|推动|制定|完成|承担|组织|建立|搭建|设计|研发|开发|优化|撰写|编写|深入(?!理解|了解)|与[^,。]{1,16}(?:协作|合作|沟通)|带领|"
    r"支持|探索|研究|结合|维护|挖掘|分析|监控|收集|基于|构建|跟踪|实施|定期|针对|根据|通过|处理|输出|为[^,。]{1,14}提供|从事|执行|对[^,。]{2,16}进行|管理|规划|提供|调研|落地|实现)"
    r"|(?i:(?:you(?:'ll| will)|responsible for|be responsible|the .{3,30} will|design|develop|build|create|manage|lead|work (?:with|closely|on|directly|across)|collaborat|coordinat|analy[sz]e|"
    r"assist|support|provide|perform|maintain|monitor|ensure|conduct|implement|identify|prepare|participate|partner|drive|deliver|define|research|"
    r"review|respond|report|utilize|write|own |evaluate|execute|establish|optimize|oversee|plan|present|serve|train |translate|help)(?:\w|\b))"
)
_NEED = re.compile(
    r"(?:\d{4}届)?(?:[^,:;。]{0,12}:)?(?:统招|全日制|国内外)?(?:本科|大专|专科|硕士|博士|学历|计算机|统计|数学|理工科|\d+\s*[-~至到]?\s*\d*\s*年|[一二三四五六七八两]年|熟悉|熟练|精通|掌握|了解|具备|具有|拥有|有[^。;]{0,40}(?:经验|能力|经历|背景|优先|意识|基础)|"
    r"良好|较强|优秀|扎实|热爱|责任心|工作(?:认真|积极|细致)|善于|对[^,。]{1,20}(?:兴趣|热情|敏感|了解|理解)|能(?:够)?(?:独立|熟练|适应|承受|接受|使用)|英语|逻辑|性格|年龄|会使用|"
    r"[^,。;]{0,12}(?:能力强|经验丰富|强烈的|优先|加分))"
    r"|(?i:(?:\d+\+? ?(?:-|to )?\d*\+? years|(?:at least|minimum|a minimum)|bachelor|master|ph\.?d|b\.?s\b|degree|high school|experience|strong|excellent|ability|able to|knowledge|"
    r"proficien|familiar|understanding|proven|demonstrated|must |solid|good |previous|prior |hands|expert|passion|self[- ]|willing|fluent|deep |valid |certifi|outstanding|exceptional|comfortable|track record))"
)
_NICE = re.compile(r"优先|加分|更佳|尤佳|为佳|者佳|更好|锦上添花|(?i:is a (?:big |huge |strong |definite )?plus|\ba plus\b|preferred\b|nice to have|desirable|(?:is|are|be) (?:a )?bonus|is an asset|advantageous|is desired|highly desired|beneficial)")
_HARD = re.compile(
    r"(?:\d{4}届)?(?:统招|全日制|正规)?(?:本科|大专|专科|硕士|博士|学历|大学|\d+\s*[-~至到]?\s*\d*\s*年|[一二三四五六七八两]年|熟悉|熟练|精通|掌握|了解|具备|具有|良好|较强|优秀|扎实|责任心|英语|能够|有?至少|善于|计算机|有\d+年)"
    r"|(?i:bachelor|\d+\+? years|at least|minimum|must|strong|excellent|proficien|solid|proven)"
)
_EEO = re.compile(r"(?i)equal[- ](?:employment )?opportunity|without regard to|reasonable accommodation|affirmative action|protected veteran|E-Verify|所有合格的申请人|平等就业")
_CONTACT = re.compile(r"(?:简历|投递|邮箱|微信|联系方式|应聘)[^。\n]{0,14}(?:[\w.]+@|:|发送|发至|投)|@[\w-]+\.\w|(?i:apply (?:at|online|via|through|now)|send (?:your|a) (?:resume|cv))")


class Draft(NamedTuple):
    """A section before its items are made: spans in the view."""

    kind: SectionKind
    name: str
    spans: list[Span]
    confidence: float


class Outline(NamedTuple):
    """The sections of a view, and for every item where it begins in the view and of what kind it is."""

    sections: tuple[Section, ...]
    starts: tuple[int, ...]
    kinds: tuple[SectionKind, ...]
    headings: tuple[int, ...] = ()

    def kind_at(self, offset: int) -> SectionKind:
        """The kind of section that the character at `offset` stands in; HEAD before the first item."""
        index = bisect_right(self.starts, offset) - 1
        return self.kinds[index] if index >= 0 else SectionKind.HEAD


def find_sections(view: View) -> tuple[Section, ...]:
    """All of a view's text in sections, in order of their first item."""
    return outline(view).sections


def outline(view: View) -> Outline:
    """All of a view's text in sections; text that says nothing of its meaning stays, as HEAD or OTHER."""
    headings = find_headings(view.flat, view.lines(), view.language)
    edges = [heading.start for heading in headings] + [len(view.flat)]
    drafts: list[Draft] = []
    if edges[0] > 0:
        drafts.extend(_unheaded(view, 0, edges[0]))
    for heading, edge in zip(headings, edges[1:], strict=True):
        drafts.extend(_headed(view, heading, edge))
    drafts = [draft for draft in drafts if draft.spans]
    places = sorted((span[0], draft.kind) for draft in drafts for span in draft.spans)
    sections = tuple(_section(view, draft) for draft in drafts)
    starts = tuple(start for start, _ in places)
    return Outline(sections, starts, tuple(kind for _, kind in places), tuple(heading.start for heading in headings))


def _headed(view: View, heading: Heading, end: int) -> list[Draft]:
    name = view.text[heading.name_start : heading.name_end].strip()
    spans = split_items(view.flat, heading.end, end, language=view.language, lines=heading.kind in _PROSE)
    if heading.kind in _PROSE or heading.kind is SectionKind.BENEFITS:
        return [Draft(heading.kind, name, spans, HEADED)]
    if heading.loose:
        return _by_meaning(view, spans, name, default=SectionKind.ABOUT)
    return _with_asides(view, heading.kind, name, spans)


def _with_asides(view: View, kind: SectionKind, name: str, spans: list[Span]) -> list[Draft]:
    """The section, and what stands in it but is none of it: nice-to-haves, legal text, how to apply."""
    buckets: dict[SectionKind, list[Span]] = {}
    for span in spans:
        buckets.setdefault(_aside(view.flat[span[0] : span[1]], kind), []).append(span)
    return [
        Draft(found, name if found is kind else "", group, HEADED if found is kind else TOLD)
        for found, group in sorted(buckets.items(), key=lambda pair: pair[1][0])
    ]


def _aside(text: str, kind: SectionKind) -> SectionKind:
    if _EEO.search(text):
        return SectionKind.BOILERPLATE
    if kind is SectionKind.MUST and is_nice(text):
        return SectionKind.NICE
    if len(text) < 200 and _CONTACT.search(text):
        return SectionKind.APPLY
    return kind


def is_nice(text: str) -> bool:
    """Whether a requirement is only a wish: it says so, and nothing before it is demanded outright."""
    mark = _NICE.search(text)
    if not mark:
        return False
    before = text[: mark.start()]
    if re.search(r"[.;。!]\s", before):
        return False
    if _DEGREE_FIRST.match(text) and not _DEGREE_WISH.match(text):
        return False
    left = max(before.rfind(stop) for stop in ",;。") + 1
    right = min((at for stop in ",;。" if (at := text.find(stop, mark.end())) >= 0), default=len(text))
    return not any(_is_hard(clause) for clause in (*re.split(r"[,;。]", text[:left]), *re.split(r"[,;。]", text[right:])))


_DEGREE_FIRST = re.compile(r"(?:\d{4}届)?(?:统招|全日制|正规)?(?:大学)?(?:本科|大专|专科|硕士|博士)[^,;。]{0,8}(?:以上|学历|学位)")
_DEGREE_WISH = re.compile(r"[^,;。]{0,24}(?:以上|学历|学位)(?:学历|学位)?(?:者|的)?(?:优先|加分)")


def _is_hard(clause: str) -> bool:
    clause = clause.strip()
    return bool(clause) and (_HARD.match(clause) is not None or "学历" in clause or "学位" in clause)


def _unheaded(view: View, start: int, end: int) -> list[Draft]:
    spans = split_items(view.flat, start, end, language=view.language)
    return _by_meaning(view, spans, "", default=SectionKind.HEAD)


def _by_meaning(view: View, spans: list[Span], name: str, *, default: SectionKind) -> list[Draft]:
    """Runs of items that mean the same. A single item that reads like a duty among prose is not a section."""
    kinds = [_told(view, span) for span in spans]
    runs: list[tuple[SectionKind, list[Span]]] = []
    for span, kind in zip(spans, kinds, strict=True):
        found = kind or default
        if runs and (runs[-1][0] is found or (kind is None and len(view.flat[span[0] : span[1]]) > 6 and _listed(view, span) and runs[-1][0] is not default)):
            runs[-1][1].append(span)
        else:
            runs.append((found, [span]))
    return [Draft(kind, name if position == 0 else "", group, TOLD) for position, (kind, group) in enumerate(runs)]


def _listed(view: View, span: Span) -> bool:
    return view.part_at(span[0]).block.kind is Kind.LIST or re.search(r"(?:\d[.、):]|[-•●·])\s*$", view.flat[max(0, span[0] - 4) : span[0]]) is not None


def _told(view: View, span: Span) -> SectionKind | None:
    """What an item without a heading is, by how it begins; None when it does not say."""
    text = view.flat[span[0] : span[1]]
    if _EEO.search(text):
        return SectionKind.BOILERPLATE
    listed = _listed(view, span)
    if not listed and (not SHORTEST_TOLD <= len(text) < LONGEST_TOLD or names_job(text, strict=True)):
        return None
    if is_nice(text):
        return SectionKind.NICE
    if _NEED.match(text) and not text.startswith(("有限公司",)):
        return SectionKind.MUST
    if _DUTY.match(text):
        return SectionKind.DUTIES
    return SectionKind.APPLY if len(text) < 120 and _CONTACT.search(text) else None


def _section(view: View, draft: Draft) -> Section:
    items = tuple(Item(text=view.words(*span), evidence=view.evidence(*span)) for span in draft.spans)
    return Section(kind=draft.kind, heading=draft.name, items=items, confidence=draft.confidence)


def reads_as_duty_or_need(text: str) -> bool:
    """Whether a line begins as duties or demands do, its mark left aside."""
    text = _MARK.sub("", text, count=1)
    return bool(_DUTY.match(text) or _NEED.match(text))


_MARK = re.compile(r"^[\s#*>•●·▪■◆○。-]*(?:\(?\d{1,2}\s?[.、):,]\s*)?")
