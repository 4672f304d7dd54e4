"""What one item is by its own words: a duty, a demand, a wish, legal text, a way to apply, or a labelled field."""

from __future__ import annotations

import re
from functools import cache

import ahocorasick

from analyzers.posting import SectionKind
from analyzers.prose import (
    about_company,
    assigns_outright,
    begins_a_sentence,
    demands_outright,
    for_everybody,
    invites,
    offers,
)

_ZH_DUTY = (
    r"(?:[^,:;。]{0,12}:)?(?:主要)?(?:负责|参与|协助|主导|跟进|配合|推动|制定|完成|承担|组织|建立|搭建|设计|"
    r"研发|开发|优化|撰写|编写|"
    r"深入(?!理解|了解)|与[^,。]{1,16}(?:协作|合作|沟通)|带领|支持|探索|研究|结合|维护|挖掘|分析|监控|收集|"
    r"基于|构建|跟踪|实施|定期|针对|"
    r"根据|通过|处理|输出|为[^,。]{1,14}提供|从事|执行|对[^,。]{2,16}进行|管理|规划|提供|调研|落地|实现)"
)
_EN_DUTY = (
    r"(?i:(?:you(?:'ll| will| would)|your (?:responsibilities|duties|role)|(?:will be )?responsible for|"
    r"be responsible|will (?:also )?(?!consider|need|have|possess|be considered|accept)[a-z]+|"
    r"(?:the|this|he|she|they|as an?|in this role)\b[^.]{0,110}?\b(?:will|involves|would|should|is responsible|"
    r"responsibilities)\b|"
    r"(?:quickly |continuously |actively |proactively |effectively |also )?(?:design|develop|build|create|manag|"
    r"lead|work(?:s|ing)? (?:with|"
    r"closely|on|directly|across)|collaborat|coordinat|analy[sz]|assist|support|provid|perform|maintain|monitor|"
    r"ensur|conduct|implement|"
    r"identif|prepar|participat|partner|driv(?:e|ing)|deliver|defin|research|review|respond|report|utiliz|"
    r"writ(?:e|es|ing)\b|own\b|owns |evaluat|execut|"
    r"establish|optimiz|oversee|plan(?:s|ning)?\b|present|serv(?:e|es|ing)\b|train(?:s|ing)? |translat|help|"
    r"teach|deepen|resolv|recogni[sz]|keep|"
    r"follow|order\b|cut\b|answer|handl|process|operat|track|test|document|communicat|educat|advocat|stay|"
    r"contribut|apply|deploy|"
    r"fine-tun|generat|gather|recruit|edit|schedul|clean|greet|welcom|direct\b|inspect|install|configur|administ|"
    r"educate|mentor|"
    r"facilitat|represent|sell|promot|negotiat|troubleshoot|complet|make\b|meet\b|attend|act\b|acts\b|interpret|"
    r"dive|dial|strike|nail)"
    r"(?:\w*)(?=[ ,/])))"
)
_DUTY, _DUTY_EN = re.compile(f"{_ZH_DUTY}|{_EN_DUTY}"), re.compile(_EN_DUTY)
_ZH_NEED = (
    r"(?:\d{4}届)?(?:[^,:;。]{0,12}:)?(?:要求|需要|最好)?(?:统招|全日制|国内外|正规)?(?:本科|大专|专科|硕士|"
    r"博士|学历|计算机|统计|数学|理工科|"
    r"\d+\s*[-~至到]?\s*\d*\s*年|[一二三四五六七八两]年|熟悉|熟练|精通|掌握|了解|具备|具有|拥有|"
    r"有[^。;]{0,40}(?:经验|能力|经历|背景|优先|意识|基础)|良好|较强|优秀|扎实|热爱|责任心|工作(?:认真|积极|细致)|善于|"
    r"对[^,。]{1,20}(?:兴趣|热情|敏感|了解|理解)|能(?:够)?(?:独立|熟练|适应|承受|接受|使用)|英语|逻辑|性格|"
    r"年龄|会使用|独自|独立|"
    r"[^,。;]{0,12}(?:能力强|经验丰富|强烈的|优先|加分))"
)
_EN_NEED = (
    r"(?i:(?:\d+\+? ?(?:-|to )?\d*\+? years|(?:at least|minimum|a minimum)|bachelor|master(?:'s|s)? |ph\.?d|"
    r"b\.?s\b|a (?:phd|bachelor|master|"
    r"degree|good|strong|solid|proven|passion)|degree|high school|experience|strong|excellent|ability|able to|"
    r"knowledge|proficien|familiar|"
    r"understanding|proven|demonstrat|must |solid|good |previous|prior |hands|expert|passion|self[- ]|willing|"
    r"fluent|deep |valid |"
    r"certifi|outstanding|exceptional|comfortable|track record|advanced |competenc|skilled|technical expertise|"
    r"curiosity|"
    r"candidates? (?:must|should)|ideal candidate|the individual in this position must|in addition, (?:he|she|"
    r"she/he) must|"
    r"professional experience|practical experience|recognition of|will (?:also )?consider (?:entry|candidates|"
    r"applicants))"
    r")"
)
_NEED, _NEED_EN = re.compile(f"{_ZH_NEED}|{_EN_NEED}"), re.compile(_EN_NEED)
_NEEDED = re.compile(r"(?i)[^.;:\n]{3,90}(?<! as) (?:is |are )?(?:required|needed|essential|mandatory|a must)\.?$")
_TRAIT = re.compile(r"(?:具备|具有|本科|大专|硕士|博士|\d+年以上|良好的|较强的|优秀的|热爱|责任心强|熟练掌握|精通)")
_NICE = re.compile(
    r"优先|加分|更佳|尤佳|为佳|者佳|更好|锦上添花|重点考虑|经验优$"
    r"|(?i:is a (?:big |huge |strong |definite )?plus|\ba plus\b|preferred\b|nice to have|desirable|(?:is|are|"
    r"be) (?:a )?bonus|is an asset|"
    r"advantageous|is desired|highly desired|beneficial)"
)
_HARD = re.compile(
    r"(?:\d{4}届)?(?:统招|全日制|正规)?(?:本科|大专|专科|硕士|博士|学历|大学|\d+\s*[-~至到]?\s*\d*\s*年|"
    r"[一二三四五六七八两]年|熟悉|熟练|精通|"
    r"掌握|了解|具备|具有|良好|较强|优秀|扎实|责任心|英语|能够|有?至少|善于|计算机|有[^,;。]{1,30}(?:能力|基础)$)"
    r"|(?i:bachelor|\d+\+? years|at least|minimum|must|strong|excellent|proficien|solid|proven)"
)
_EN_HARD = re.compile(r"(?i)\d+\+? years|at least|minimum|must")
_HARD_INSIDE = re.compile(r"学历|学位|[\d三五一二两]年以上")
_DEGREE_FIRST = re.compile(
    r"(?:\d{4}届)?(?:统招|全日制|正规)?(?:大学)?(?:本科|大专|专科|硕士|博士)[^,;。]{0,8}(?:以上|学历|学位)"
)
_DEGREE_WISH = re.compile(r"[^,;。]{0,24}(?:以上|学历|学位)(?:学历|学位)?(?:者|的)?(?:优先|加分)")
_MARKED = re.compile(r"[(（]\s?(?:加分|优先)[^)）]{0,4}[)）]\s*[。;；]?$")
_EEO = re.compile(
    r"(?i)equal[- ](?:employment )?opportunity|without regard to|reasonable accommodation|affirmative action|"
    r"protected veteran|E-Verify|not discriminate|fair chance|criminal (?:record|histor)|conviction record"
    r"|所有合格的申请人|平等就业"
)
_CONTACT = re.compile(
    r"(?:简历|投递|邮箱|微信|联系方式|应聘)[^。\n]{0,14}(?:[\w.]+@|:|发送|发至|投)|@[\w-]+\.\w"
    r"|(?i:apply (?:at|online|via|through|now)|send (?:over )?(?:your|a) (?:resume|cv)|application:)"
)
_FIELD = re.compile(
    r"(?:所属部门|部门|工作地点|上班地点|上班时间|工作时间|工作地址|地址|公司地址|薪资|薪酬|招聘人数|职位类型|"
    r"工作性质)\s?:"
    r"|(?i:job type|pay|salary|expected hours|(?:work |primary |job )?location|shift|fte|work status|schedule|"
    r"weekly day range|department|"
    r"reports to|organization|employment type|work setting|job id|requisition|hours|job|job category|status|"
    r"contract duration)\s?:"
    r"|(?:Primary Location|Work Status|Organization)(?=[A-Z])"
)
# What every wish, legal text, way to apply and so on holds, in small letters: only there the patterns run.
_SIGNS = {
    "wish": "优先|加分|更佳|尤佳|为佳|者佳|更好|锦上添花|重点考虑|经验优|plus|preferred|nice to have|desirable|"
    "bonus|is an asset|"
    "advantageous|desired|beneficial|ideally|preferably",
    "legal": "opportunity|without regard|reasonable accommodation|affirmative|protected veteran|e-verify|"
    "discriminate|fair chance|criminal|conviction|"
    "申请人|平等就业",
    "apply": "简历|投递|邮箱|微信|联系方式|应聘|@|apply |send |application:",
    "need": "required|needed|essential|mandatory|a must",
    "perk": "401|dental|vision|insurance|health|paid|pto|sick|leave|tuition|stock|pension|discount|gym|commuter|catered|"
    "flexible|险|带薪|年终奖|薪|下午茶|餐补|饭补|房补|补贴|免费|体检|节日|生日|期权|医疗|弹性|双休|团建",
    "helpful": "helpful",
}
_ONLY_PAY = re.compile(
    r"(?:薪资|薪酬|月薪|待遇)?[:\s]?(?:面议|面谈)[。.]?|(?i:(?:salary|compensation|pay)?[: ]*(?:tbd|doe|"
    r"negotiable|competitive|"
    r"(?:based|depend(?:s|ing|ent)) on experience|commensurate with|experience|and|,|\s)+[.]?)"
    r"|[$£€¥]?\s?\d[\d,.]*[kK万]?\s?(?:-|~|to)\s?[$£€¥]?\s?\d[\d,.]*\s?[kK万元]?(?:\s?(?:/|per |an? |每)\s?\w+)?[.]?"
)  # a line of pay and nothing else is a fact, not one of the benefits
_OF_ROLE = re.compile(
    r"(?i:you\b|your |the |this |as an? |he |she |they |in this |we )"
    r"|(?:该|本|此|这个)(?:岗位|职位|角色)|你将|您将|作为"
)
_REPORTS = re.compile(
    r"(?i:(?:the|this|you|position|role|job)\b[^.]{0,60}\breports? (?:directly )?to\b|reports? to\s?:)|"
    r"(?:汇报对象|直接上级|汇报给|向\S{1,12}汇报)"
)
_POINTS = re.compile(
    r"(?i:(?:please (?:see|note|refer|visit|review)|find out more|learn more|to learn more|"
    r"for more (?:information|details)|"
    r"click |visit (?:our|us|the|https?:|www\.|\S+\.(?:com|org|net|io)))|[^.]{0,60}https?://)|(?:更多|详情|"
    r"详细)[^,。]{0,12}(?:请|见|参见|访问|点击)|请(?:参见|访问|查看)"
)  # a sentence that sends the reader elsewhere
# What benefits are made of; prose under their heading that holds none of it is about something else
_BENEFIT = re.compile(
    r"(?i)\b(?:pay|paid|salar|insur|medical|dental|vision|health|401|leave|vacation|holiday|pto\b|time off|"
    r"discount|bonus|pension|"
    r"benefit|perk|equity|stock|shares|training|develop(?:ment|ing)? (?:program|opportunit|budget)|tuition|"
    r"educat|flexib|remote|"
    r"hybrid|work from|lunch|snack|meal|coffee|gym|fitness|wellness|wellbeing|reimburs|allowance|compensat|"
    r"career|grow|opportunit|"
    r"environment|culture|parental|maternity|retire|relocat|commut|parking|assistance|reward|competitive|free\b|budget|"
    r"mentor|visa|sponsor|certif|schedule|hours|childcare|equipment|laptop|celebrat|events?\b|donat)"
)
_PERK = re.compile(
    r"(?i)\b(?:401\W?k|dental|vision (?:insurance|plan|care|coverage)|medical insurance|"
    r"health (?:insurance|coverage|plan)|"
    r"paid time off|pto\b|paid (?:vacation|holidays?|leave|sick)|sick (?:days|leave|time)|(?:parental|maternity) leave|"
    r"life insurance|tuition (?:reimbursement|assistance)|stock options|pension|employee discounts?|gym membership|"
    r"commuter benefits|catered (?:lunch|meals)|flexible (?:pto|time off|vacation))"
    r"|[五六七]险[一二]?金?|带薪(?:年|病)?假|年终奖|十[三四五六]薪|下午茶|餐补|饭补|房补|住房补贴|交通补贴|免费(?:三餐|午餐|晚餐|班车|零食)|"
    r"(?:定期|年度|免费)体检|节日(?:福利|礼[品金])|生日(?:福利|礼[品金])|股票期权|期权激励|补充医疗|商业保险|弹性(?:工作|打卡)|双休|团建"
)
_EN_TRAIT = re.compile(
    r"(?i)(?:comfortable with|knowledge of|proficien\w+ (?:in|with)|bachelor|master's degree|"
    r"\d+\+? years|experience (?:with|in)|"
    r"(?:strong|excellent|effective|good|outstanding)\b[^.]{0,60}\b(?:skills|ability)|familiar\w* with|fluen\w+ in)"
)
_LISTS = (SectionKind.DUTIES, SectionKind.MUST, SectionKind.NICE)
_WISH_FIRST = re.compile(
    r"(?i)ideally\b|preferably\b|bonus:|(?:nice to have|preferred|desirable)\s?:|"
    r".*\((?:(?:strongly|highly|much|is) )?preferred\)\W*$|.*\bhelpful\W*$"
)
_YOU_WILL = re.compile(
    r"(?i)you(?:'ll| will) (?:also )?(?!(?:also|be|have|need|bring|possess|know|feel|enjoy|thrive|love|understand|"
    r"find|get)\b)[a-z]"
)
_REQUIRED = re.compile(r"(?i)(?<!not )\brequired\b(?! skill)")
_BARE_LABEL = re.compile(r"[^.,;。，；]{1,40}[::]$")
LONGEST_PERK = 40  # characters of a benefit named without any of its words ("Cycle to work scheme"): an estimate
SHORTEST_TOLD, LONGEST_TOLD = (
    12,
    420,
)  # characters of an unmarked item that may be a duty or a demand by its words alone
_MARK = re.compile(r"^[\s#*>•●·▪■◆○。-]*(?:\(?\d{1,2}\s?[.、):,]\s*)?")


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name, words in _SIGNS.items():
        for word in words.split("|"):
            automaton.add_word(word, name)
    automaton.make_automaton()
    return automaton


def _signs(text: str) -> set[str]:
    """Which of `_SIGNS` a text holds."""
    return {name for _, name in _automaton().iter(text.lower())}


def _reads_as_need(text: str, signs: set[str]) -> bool:
    """Whether an item begins as demands do, or says at its end that it is needed."""
    pattern = _NEED_EN if text.isascii() else _NEED
    return pattern.match(text) is not None or "need" in signs and _NEEDED.match(text) is not None


def _reads_as_duty(text: str) -> bool:
    pattern = _DUTY_EN if text.isascii() else _DUTY
    return pattern.match(text) is not None


def told(text: str, *, marked: bool) -> SectionKind | None:
    """What an item without a heading is, by how it begins; None when it does not say. marked: it is a list's entry."""
    signs = _signs(text)
    if "legal" in signs and _EEO.search(text):
        return SectionKind.BOILERPLATE
    if "apply" in signs and len(text) < 120 and _CONTACT.search(text):
        return SectionKind.APPLY
    if _FIELD.match(text) or _REPORTS.match(text) or not marked and not SHORTEST_TOLD <= len(text) < LONGEST_TOLD:
        return None
    if "wish" in signs and is_nice(text):
        return SectionKind.NICE
    if not marked and text.isascii() and (outright := _outright(text, signs)):
        return outright
    if not text.isascii() and _is_perk(text, signs):
        return SectionKind.BENEFITS
    if _reads_as_need(text, signs) or marked and _HARD_INSIDE.search(text):
        return SectionKind.MUST
    return SectionKind.DUTIES if _reads_as_duty(text) else None


def _outright(text: str, signs: set[str]) -> SectionKind | None:
    """What an English sentence of prose says without doubt; None when it says nothing of the four kinds."""
    if about_company(text) or invites(text) or for_everybody(text):
        return SectionKind.BENEFITS if offers(text) and _BENEFIT.search(text) else SectionKind.COMPANY
    if demands_outright(text):
        return SectionKind.MUST
    if assigns_outright(text):
        return SectionKind.DUTIES
    return SectionKind.BENEFITS if offers(text) and _BENEFIT.search(text) or _is_perk(text, signs) else None


def _is_perk(text: str, signs: set[str]) -> bool:
    """Whether an item names what only benefits are made of and neither asks nor assigns."""
    if "perk" not in signs:
        return False
    named = len({match.group().lower() for match in _PERK.finditer(text)})
    if named < (1 if len(text) < LONGEST_PERK else 2) or _reads_as_need(text, signs):
        return False
    return text.startswith("The ") or not _reads_as_duty(text)


def aside(text: str, kind: SectionKind) -> SectionKind:
    """Where an item under a heading of `kind` really belongs."""
    signs = _signs(text)
    if "legal" in signs and _EEO.search(text):
        return SectionKind.BOILERPLATE
    if _FIELD.match(text) or _REPORTS.match(text) or _POINTS.match(text) or _ONLY_PAY.fullmatch(text):
        return SectionKind.OTHER
    if kind is SectionKind.MUST and "wish" in signs and is_nice(text):
        return SectionKind.NICE
    if kind is SectionKind.DUTIES and _TRAIT.match(text):
        return SectionKind.NICE if is_nice(text) else SectionKind.MUST
    if "apply" in signs and len(text) < 200 and _CONTACT.search(text):
        return SectionKind.APPLY
    if text.isascii():
        return _english_aside(text, kind, signs)
    return SectionKind.BENEFITS if kind in _LISTS and _is_perk(text, signs) else kind


def _english_aside(text: str, kind: SectionKind, signs: set[str]) -> SectionKind:
    """Where an English item under a heading of `kind` belongs: prose that the list ran on into is none of it."""
    if invites(text) or for_everybody(text) or text.isdigit():
        return SectionKind.OTHER
    if offers(text) and _BENEFIT.search(text):
        return SectionKind.BENEFITS
    if about_company(text):
        return SectionKind.COMPANY
    if kind is not SectionKind.BENEFITS and _is_perk(text, signs):
        return SectionKind.BENEFITS
    if kind is SectionKind.DUTIES and (demands_outright(text) or _EN_TRAIT.match(text)):
        return SectionKind.MUST
    if kind is SectionKind.MUST and _YOU_WILL.match(text):
        return SectionKind.DUTIES
    if kind is SectionKind.BENEFITS and assigns_outright(text):
        return SectionKind.DUTIES
    if kind is SectionKind.MUST and ("wish" in signs or "helpful" in signs) and _WISH_FIRST.match(text):
        return SectionKind.NICE
    if kind is SectionKind.NICE and "need" in signs and _REQUIRED.search(text) and not _NICE.search(text):
        return SectionKind.MUST
    if (
        kind is SectionKind.BENEFITS
        and len(text) > LONGEST_PERK
        and not _BENEFIT.search(text)
        and begins_a_sentence(text)
    ):
        return told(text, marked=False) or SectionKind.OTHER
    return kind


def is_demand(text: str) -> bool:
    """Whether an item demands something of the applicant by how it begins."""
    return _reads_as_need(text, _signs(text))


def tells_of_role(text: str) -> bool:
    """Whether a sentence speaks of the role from outside ("You'll be working ...", "该岗位将负责")."""
    return _OF_ROLE.match(text) is not None


def is_label(text: str) -> bool:
    """Whether an item is only a sub-heading ("Essential:", "技能要求：")."""
    return _BARE_LABEL.fullmatch(text) is not None


def is_nice(text: str) -> bool:
    """Whether a requirement is only a wish: it says so, and no other clause of it demands something outright."""
    mark = _NICE.search(text)
    if not mark:
        return False
    if _MARKED.search(text):
        return True
    if text.isascii():
        return _english_wish(text, mark)
    if re.search(r"[.;。!]\s", text[: mark.start()]) or _DEGREE_FIRST.match(text) and not _DEGREE_WISH.match(text):
        return False
    left = max(text.rfind(stop, 0, mark.start()) for stop in ",;。") + 1
    if re.match(r"并|且|或", text[left:]):
        left = max(text.rfind(stop, 0, max(0, left - 1)) for stop in ",;。") + 1
    right = min((at for stop in ",;。" if (at := text.find(stop, mark.end())) >= 0), default=len(text))
    return not any(_is_hard(clause) for clause in (*re.split("[,;。]", text[:left]), *re.split("[,;。]", text[right:])))


def _english_wish(text: str, mark: re.Match[str]) -> bool:
    opened = text.rfind("(", 0, mark.start())
    if opened > 0 and text.find(")", opened) >= mark.end():
        return False
    before = text[: mark.start()]
    return not re.search(r"[;.!]\s+\w", before) and not ("," in before and _EN_HARD.match(text))


def _is_hard(clause: str) -> bool:
    clause = clause.strip()
    return bool(clause) and (_HARD.match(clause) is not None or _HARD_INSIDE.search(clause) is not None)


def reads_as_duty_or_need(text: str) -> bool:
    """Whether a line begins as duties or demands do, its mark left aside."""
    text = _MARK.sub("", text, count=1)
    return _reads_as_duty(text) or _reads_as_need(text, _signs(text))
