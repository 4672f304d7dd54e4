"""What one item is by its own words: a duty, a demand, a wish, legal text, a way to apply, or a labelled field."""

from __future__ import annotations

import re
from functools import cache

import ahocorasick

from analyzers.automaton import automaton
from analyzers.posting import SectionKind
from analyzers.sections.prose import (
    about_company,
    assigns_outright,
    begins_a_sentence,
    demands_outright,
    for_everybody,
    invites,
    offers,
)
from analyzers.wording import alternatives, pattern, words

# Only where a text holds one the patterns run
_COMMON = 20  # letters first at their automaton's root: 12 us a Chinese posting, with 0 13 and with 200 21
_SIGNS = ("wish", "legal", "apply", "need", "perk", "helpful", "everybody", "must", "entry")


def _compiled(*groups: str) -> re.Pattern[str]:
    """The groups of wording.yaml's part on meaning as one pattern."""
    return re.compile("|".join(alternatives("meaning", group) for group in groups))


_DUTY, _DUTY_EN = _compiled("duty_zh", "duty_en"), _compiled("duty_en")
_NEED, _NEED_EN, _NEEDED = _compiled("need_zh", "need_en"), _compiled("need_en"), _compiled("needed")
_TRAIT, _EN_TRAIT = _compiled("trait"), _compiled("trait_en")
_NICE, _NICE_EN, _WISH_FIRST = _compiled("nice"), pattern("meaning", "nice", "any case"), _compiled("wish_first")
_HARD, _EN_HARD = _compiled("hard_zh", "hard_en"), _compiled("hard_first")
_EEO, _CONTACT = _compiled("legal"), _compiled("contact")
_FIELD = _compiled("field_zh", "field_en", "field_glued")
_NO_ENTRY = _compiled("field_zh", "field_en", "field_glued", "reports", "points")
_OF_ROLE, _FIELD_OR_REPORTS = _compiled("of_role"), _compiled("field_zh", "field_en", "field_glued", "reports")
_BENEFIT, _GIVEN = _compiled("benefit"), _compiled("given")
_PERK, _PERK_EN = _compiled("perk_en", "perk_zh"), _compiled("perk_en")
_MAY_BE_PROSE = re.compile(
    "|".join(alternatives("prose", group) for group in ("invites", "offer", "company", "duty")) + "|(?i:you)"
)  # one pass instead of four: most entries of a list match none of them
_HARD_INSIDE = re.compile(r"学历|学位|[\d三五一二两]年以上")
_DEGREE_FIRST = re.compile(
    r"(?:\d{4}届)?(?:统招|全日制|正规)?(?:大学)?(?:本科|大专|专科|硕士|博士)[^,;。]{0,8}(?:以上|学历|学位)"
)
_DEGREE_WISH = re.compile(r"[^,;。]{0,24}(?:以上|学历|学位)(?:学历|学位)?(?:者|的)?(?:优先|加分)")
_NEW_SENTENCE, _NEXT_SENTENCE, _STOP = re.compile(r"[.;。!]\s"), re.compile(r"[;.!]\s+\w"), re.compile("[,;。]")
_MARKED = re.compile(r"[(（]\s?(?:加分|优先)[^)）]{0,4}[)）]\s*[。;；]?$")
_ONLY_PAY = re.compile(
    r"(?:薪资|薪酬|月薪|待遇)?[:\s]?(?:面议|面谈)[。.]?|(?i:(?:salary|compensation|pay)?[: ]*(?:tbd|doe|"
    r"negotiable|competitive|"
    r"(?:based|depend(?:s|ing|ent)) on experience|commensurate with|experience|and|,|\s)+[.]?)"
    r"|[$£€¥]?\s?\d[\d,.]*[kK万]?\s?(?:-|~|to)\s?[$£€¥]?\s?\d[\d,.]*\s?[kK万元]?(?:\s?(?:/|per |an? |每)\s?\w+)?[.]?"
)  # a line of pay and nothing else is a fact, not one of the benefits
_LISTS = (SectionKind.DUTIES, SectionKind.MUST, SectionKind.NICE)
_YOU_WILL = re.compile(
    r"(?i)you(?:'ll| will) (?:also )?(?!(?:also|be|have|need|bring|possess|know|feel|enjoy|thrive|love|understand|"
    r"find|get)\b)[a-z]"
)
_REQUIRED = re.compile(r"(?i)(?<!not )\brequired\b(?! skill)")
_BARE_LABEL = re.compile(r"[^.,;。，；]{1,40}:")
LONGEST_PERK = 40  # characters of a benefit named without any of its words ("Cycle to work scheme"): an estimate
# Characters of an unmarked item that may be a duty or a demand by its words alone; six of Chinese say as much as twelve
SHORTEST_TOLD, SHORTEST_TOLD_ZH, LONGEST_TOLD = 12, 6, 420
_MARK = re.compile(r"^[\s#*>•●·▪■◆○。-]*(?:\(?\d{1,2}\s?[.、):,]\s*)?")


@cache
def _of_signs() -> ahocorasick.Automaton:
    signs = [(name, word) for name in _SIGNS for word in words("meaning", f"sign_{name}", "any case")]
    return automaton({word.replace("[ ]", " "): name for name, word in signs}, common=_COMMON)


def _signs(text: str) -> frozenset[str]:
    """Which of `_SIGNS` a text holds, by its small letters."""
    return frozenset([name for _, name in _of_signs().iter(text.lower())])


def _reads_as_need(text: str, signs: frozenset[str]) -> bool:
    """Whether an item begins as demands do, or says at its end that it is needed."""
    needs = _NEED_EN if text.isascii() else _NEED
    return needs.match(text) is not None or "need" in signs and _NEEDED.match(text) is not None


def _reads_as_duty(text: str) -> bool:
    duties = _DUTY_EN if text.isascii() else _DUTY
    return duties.match(text) is not None


def told(text: str, *, marked: bool) -> SectionKind | None:
    """What an item without a heading is, by how it begins; None when it does not say. marked: it is a list's entry."""
    signs = _signs(text)
    if "legal" in signs and _EEO.search(text):
        return SectionKind.BOILERPLATE
    if "apply" in signs and len(text) < 120 and _CONTACT.search(text):
        return SectionKind.APPLY
    least = SHORTEST_TOLD if text.isascii() else SHORTEST_TOLD_ZH
    if "entry" in signs and _FIELD_OR_REPORTS.match(text) or not marked and not least <= len(text) < LONGEST_TOLD:
        return None
    if "wish" in signs and is_nice(text):
        return SectionKind.NICE
    if not marked and text.isascii() and (outright := _outright(text, signs)):
        return outright
    if not text.isascii() and _is_benefit(text, signs):
        return SectionKind.BENEFITS
    if _reads_as_need(text, signs) or marked and not text.isascii() and _HARD_INSIDE.search(text):
        return SectionKind.MUST
    return SectionKind.DUTIES if _reads_as_duty(text) else None


def _outright(text: str, signs: frozenset[str]) -> SectionKind | None:
    """What an English sentence of prose says without doubt; None when it says nothing of the four kinds."""
    prose = _MAY_BE_PROSE.match(text) is not None
    given = prose and offers(text) and _BENEFIT.search(text) is not None
    if prose and (about_company(text) or invites(text)) or "everybody" in signs and for_everybody(text):
        return SectionKind.BENEFITS if given else SectionKind.COMPANY
    if "must" in signs and demands_outright(text):
        return SectionKind.MUST
    if prose and assigns_outright(text):
        return SectionKind.DUTIES
    return SectionKind.BENEFITS if given or _is_perk(text, signs) else None


def _is_perk(text: str, signs: frozenset[str]) -> bool:
    """Whether an item names what only benefits are made of and neither asks nor assigns."""
    if "perk" not in signs:
        return False
    perks = _PERK_EN if text.isascii() else _PERK
    named = len({match.group().lower() for match in perks.finditer(text)})
    if named < (1 if len(text) < LONGEST_PERK else 2) or _reads_as_need(text, signs):
        return False
    return text.startswith("The ") or not _reads_as_duty(text)


def _is_benefit(text: str, signs: frozenset[str]) -> bool:
    """Whether an item of Chinese begins as what is given does, or names what only benefits are made of."""
    return _GIVEN.match(text) is not None or _is_perk(text, signs)


def aside(text: str, kind: SectionKind) -> SectionKind:
    """Where an item under a heading of `kind` really belongs."""
    signs = _signs(text)
    if "legal" in signs and _EEO.search(text):
        return SectionKind.BOILERPLATE
    if "entry" in signs and _NO_ENTRY.match(text) or _ONLY_PAY.fullmatch(text):
        return SectionKind.OTHER
    if kind is SectionKind.MUST and "wish" in signs and is_nice(text):
        return SectionKind.NICE
    if kind is SectionKind.DUTIES and not text.isascii() and _TRAIT.match(text):
        return SectionKind.NICE if is_nice(text) else SectionKind.MUST
    if "apply" in signs and len(text) < 200 and _CONTACT.search(text):
        return SectionKind.APPLY
    if text.isascii():
        return _english_aside(text, kind, signs)
    return SectionKind.BENEFITS if kind in _LISTS and _is_benefit(text, signs) else kind


def _english_aside(text: str, kind: SectionKind, signs: frozenset[str]) -> SectionKind:
    """Where an English item under a heading of `kind` belongs: prose that the list ran on into is none of it."""
    prose = _MAY_BE_PROSE.match(text) is not None
    if prose and invites(text) or "everybody" in signs and for_everybody(text) or text.isdigit():
        return SectionKind.OTHER
    if prose and offers(text) and _BENEFIT.search(text):
        return SectionKind.BENEFITS
    if prose and about_company(text):
        return SectionKind.COMPANY
    if kind is not SectionKind.BENEFITS and _is_perk(text, signs):
        return SectionKind.BENEFITS
    if kind is SectionKind.DUTIES and ("must" in signs and demands_outright(text) or _EN_TRAIT.match(text)):
        return SectionKind.MUST
    if kind is SectionKind.MUST and prose and _YOU_WILL.match(text):
        return SectionKind.DUTIES
    if kind is SectionKind.BENEFITS:
        return _benefit_aside(text, prose)
    if kind is SectionKind.MUST and ("wish" in signs or "helpful" in signs) and _WISH_FIRST.match(text):
        return SectionKind.NICE
    if kind is SectionKind.NICE and "need" in signs and _REQUIRED.search(text) and not _NICE_EN.search(text):
        return SectionKind.MUST
    return kind


def _benefit_aside(text: str, prose: bool) -> SectionKind:
    """Where an item under a heading of benefits belongs that is no benefit by what it holds."""
    if prose and assigns_outright(text):
        return SectionKind.DUTIES
    if len(text) > LONGEST_PERK and not _BENEFIT.search(text) and begins_a_sentence(text):
        return told(text, marked=False) or SectionKind.OTHER
    return SectionKind.BENEFITS


def is_demand(text: str) -> bool:
    """Whether an item demands something of the applicant by how it begins."""
    return _reads_as_need(text, _signs(text))


def tells_of_role(text: str) -> bool:
    """Whether a sentence speaks of the role from outside ("You'll be working ...", "该岗位将负责")."""
    return _OF_ROLE.match(text) is not None


def is_label(text: str) -> bool:
    """Whether an item is only a sub-heading ("Essential:", "技能要求：")."""
    return text[-1:] == ":" and _BARE_LABEL.fullmatch(text) is not None


def is_nice(text: str) -> bool:
    """Whether a requirement is only a wish: it says so, and no other clause of it demands something outright."""
    mark = (_NICE_EN if text.isascii() else _NICE).search(text)
    if not mark:
        return False
    if _MARKED.search(text):
        return True
    if text.isascii():
        return _english_wish(text, mark)
    if _NEW_SENTENCE.search(text[: mark.start()]) or _DEGREE_FIRST.match(text) and not _DEGREE_WISH.match(text):
        return False
    left = max(text.rfind(stop, 0, mark.start()) for stop in ",;。") + 1
    if text[left : left + 1] in ("并", "且", "或"):
        left = max(text.rfind(stop, 0, max(0, left - 1)) for stop in ",;。") + 1
    right = min((at for stop in ",;。" if (at := text.find(stop, mark.end())) >= 0), default=len(text))
    return not any(_is_hard(clause) for clause in (*_STOP.split(text[:left]), *_STOP.split(text[right:])))


def _english_wish(text: str, mark: re.Match[str]) -> bool:
    opened = text.rfind("(", 0, mark.start())
    if opened > 0 and text.find(")", opened) >= mark.end():
        return False
    before = text[: mark.start()]
    return not _NEXT_SENTENCE.search(before) and not ("," in before and _EN_HARD.match(text))


def _is_hard(clause: str) -> bool:
    clause = clause.strip()
    return bool(clause) and (_HARD.match(clause) is not None or _HARD_INSIDE.search(clause) is not None)


def ends_a_list(line: str) -> bool:
    """Whether a line below a list's entry is none of it by its words: a labelled field, a way to apply, the perks."""
    if _FIELD.match(line) or "apply" in (signs := _signs(line)) and _CONTACT.match(line):
        return True
    return not line.isascii() and _is_perk(line.strip(), signs)


def reads_as_duty_or_need(text: str) -> bool:
    """Whether a line begins as duties or demands do, its mark left aside."""
    text = _MARK.sub("", text, count=1)
    return _reads_as_duty(text) or _reads_as_need(text, _signs(text))
