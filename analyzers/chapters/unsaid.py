"""What an applicant should ask because neither the posting says it nor, in a call, an answer did."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.call import candidates_in, minutes
from analyzers.call_turns import asks, sentences
from analyzers.chapters.material import Material
from analyzers.chapters.wording import say
from analyzers.posting import Absent, Period, Posting
from extractors.document import Kind

_WHEN_ABSENT = ("pay", "employer", "places", "experience", "education", "employment")
# Of each topic what a question about it holds: once it was answered in the call it need not be asked again. Pay is left
# out, for "it depends" is an answer.
_QUESTIONS = {
    "places": r"地点|在哪|远程|居家|remote|on-?site|hybrid|where",
    "experience": r"经验|几年|多少年|experience|years|seniority",
    "education": r"学历|本科|硕士|学位|degree|education",
    "employment": r"正式|合同|外包|试用期|全职|兼职|contract|permanent|probation|full-?time|part-?time",
    "team_size": r"团队[^。?？]{0,6}(?:多少人|多大|几个人|规模)|how (?:big|large)[^.?]{0,12}team|team size|"
                 r"how many (?:people|engineers)",
    "manager": r"汇报|直属|领导是谁|report(?:ing)? to|who[^.?]{0,12}manager",
    "hours": r"加班|几点(?:上|下)班|工作时间|双休|值班|作息|overtime|working hours|on-?call|work-life",
}
_NUMBER = r"(?:\d+|[一二两三四五六七八九十百]+)"
_SOME = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
# One reports to them; to others one reports results.
_CHIEF_ZH = r"(?:总监|经理|负责人|主管|总裁|CTO|CEO|VP|副总|老板|组长|院长|主任)"
_CHIEF_EN = r"(?:ceo|cto|coo|cfo|vp|vice president|head|director|manager|lead|founder|chief|president)\b"
# And how it is stated, in a posting or in the words of those who hire.
_STATED = {
    "team_size": rf"团队[^。,，!?？\n]{{0,8}}?{_NUMBER}多?[个名位]?人"
                 rf"|{_NUMBER}多?人(?:左右)?的?(?:[^。,，\n]{{0,4}}团队|小组)"
                 rf"|team of (?:about |around |roughly |some )?{_SOME}"
                 rf"|{_SOME}[- ](?:person|people|engineer)[^.\n]{{0,12}} team",
    "manager": rf"(?:向|直属上级|[汇会]报给|[汇会]报对象)[^。,，?？谁\n]{{0,10}}{_CHIEF_ZH}"
               rf"|\breport(?:s|ing)? (?:directly )?(?:in)?to (?:the |our |a |an )?(?:\w+ ){{0,3}}{_CHIEF_EN}",
    "hours": r"双休|单休|朝[九十]\S{0,2}晚|996|965|1075|弹性(?:工作|上下?班)|不加班|加班(?:不多|很少|较少|费)"
             r"|\d{1,2}[:：]\d{2}\s*[-–—~至到]\s*\d{1,2}[:：]\d{2}|\d{2} hours (?:a|per) week"
             r"|monday (?:to|through) friday|flexible (?:working |work )?hours|no overtime|weekends off"
             r"|on-?call (?:rotation|duty|duties)",
}


def unsaid(material: Material) -> list[str]:
    """Questions, the gravest first."""
    posting, language = material.posting, material.language
    told = set(_answered(material)) | set(_stated(material))
    found = [_absent(posting, name, language) for name in _WHEN_ABSENT
             if isinstance(getattr(posting, name), Absent) and name not in told]
    if _months_unsaid(posting):
        found.append(say("ask_months", language))
    if not posting.duties:
        found.append(say("ask_duties", language))
    if material.directions:
        found.append(say("ask_data", language))
    asked = [name for name in ("team_size", "manager") if name not in told]
    found.append(say("ask_" + "_".join([*asked, "why"]), language))
    return found if "hours" in told else [*found, say("ask_hours", language)]


def _absent(posting: Posting, name: str, language: str) -> str:
    reason = getattr(posting, name).reason
    if name == "pay" and reason.startswith(("unparsed", "ambiguous")):
        return say("ask_pay_parsed", language, reason.partition(":")[2].strip())
    return say(f"ask_{name}", language)


def _months_unsaid(posting: Posting) -> bool:
    pay = posting.pay
    return not isinstance(pay, Absent) and pay.value.period is Period.MONTH and pay.value.months == 12


def _answered(material: Material) -> Iterator[str]:
    """Topics that were asked about in the call and answered."""
    call = minutes(material.document, material.posting)
    for question in call.questions if call else ():
        if not question.open:
            yield from (name for name, words in _QUESTIONS.items() if re.search(words, question.words, re.IGNORECASE))


def _stated(material: Material) -> Iterator[str]:
    """Topics that the posting, or those who hire, tell of unasked."""
    unheard, _ = candidates_in(material.document)
    blocks = [block for block in material.document.blocks if block.in_body and block.speaker not in unheard]
    text = "\n".join(
        " ".join(block.text[slice(*span)] for span in sentences(block) if not asks(block.text[slice(*span)]))
        if block.kind is Kind.TURN else block.text for block in blocks)
    yield from (name for name, words in _STATED.items() if re.search(words, text, re.IGNORECASE))
