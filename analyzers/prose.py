"""English prose that stands among a posting's items: about the company, invitations, conditions for everybody.

Lists in text without line breaks run on into such prose; it is told by how its sentences begin.
"""

from __future__ import annotations

import re

# A sentence about the company or the posting, by its first words. "We need ..." and "Our ideal candidate ..." are none.
_COMPANY = re.compile(
    r"(?:We(?:'re|'ve| are| have)?+(?! (?:also )?(?:need|require|expect|want|ask|seek|would like|offer|provide|"
    r"looking|seeking|"
    r"searching)\b) [a-z]|"
    r"Our (?!ideal|candidate|successful)(?:\w+ ){1,4}?(?:is|are|was|were|has|have|include|range|mission|team)\b|"
    r"(?:Founded|Headquartered|Established|Based|Incorporated) (?:in|as|by)\b|Since (?:its|our|\d{4})|"
    r"(?:At|By joining|With) (?!least|all|minimum)(?:our )?[A-Z][\w&.]*(?: [A-Z][\w&.]*){0,3},|There is no |None of |"
    r"(?!You|This|The|It|He|She|They|Candidate|Applicant|Experience|Knowledge|Ability|What|Who|Must|That|Individual)"
    r"[A-Z][\w&.']+(?: [A-Z][\w&.']+){0,3} (?:is (?:a|an|the|one|used|committed|proud|seeking|looking|at|located|"
    r"recruiting|dedicated|building|growing|currently|actively)\b|"
    r"are (?:a|the|delighted|proud|committed)\b|has (?:been|grown|raised|over|one|more|pioneered)\b|was \w+ed\b|"
    r"believes|strives|elevates|embraces|supports work|rel(?:y|ies) on|values\b|offers a platform|helps)"
    r"|(?:It|The [A-Z]\w+ (?:campus|office|company|team)) (?:is|has|was)\b|The (?:company|team|campus|office) (?:is|"
    r"has|was)\b)"
)
_INVITES = re.compile(
    r"(?i)(?:apply (?:for|now|here|today|online|at|via|through|by|to)\b|share (?:this|on|email)|share$|shareemail|"
    r"not ready|"
    r"connect with (?:us|our (?:recruit|talent))|come (?:and |join |be )|is this (?:the|you)|sorry|sign up|unsure|"
    r"interested\?|"
    r"ready to |if you(?:'re| are)? (?:interested|ready|looking|think|feel|believe|would like|want|meet|don't|do not)|"
    r"we (?:encourage|look forward|thank|invite|realize that|hope)|"
    r"submit your|send (?:us |your )|read on|click|join (?:us|our team)\b|we'd love|find out|follow us|"
    r"refer (?:a|this)|email this|for more info|learn more|please |don't (?:miss|wait|meet)|#\w+$|referral)"
)
_EVERYBODY = re.compile(
    r"(?i)\W{0,3}(?:all (?:applicants|candidates|offers|qualified|employees|your information|positions)\b|"
    r"(?:this|the) (?:job|position|role) (?:description|posting) |(?:the|this) (?:listed|above|following|foregoing) |"
    r"(?:the )?(?:\w+ )?(?:pay|salary|compensation|hourly) (?:range|rate|scale)s?\b|"
    r"(?:employment|offers?|hire)\b.{0,40}\b(?:contingent|conditional)\b|"
    r"(?:by applying|as part of our commitment|as an? (?:eoe|equal)|we (?:celebrate|embrace|"
    r"are focused on (?:equality|diversity)|"
    r"value|foster)[^.]{0,30}(?:divers|inclus|belong))|"
    r".{0,80}\bregardless of (?:race|age|gender)|at .{0,40}\bdiversity)"
)
# What says outright that somebody is given a task or must have something, in the middle of prose
_MUST = re.compile(
    r"(?i)(?:(?:the|our|an?|this|these|all|ideal|successful) ){0,3}(?:[\w-]+ ){0,2}"
    r"(?:candidates?|applicants?|individual|person|professional|incumbent)s?(?: (?:for|in) [\w ]{3,30})? "
    r"(?:must|should|needs? to|requires|will (?:also )?need)\b|"
    r"(?:the |this )?(?:position|role|job) (?:also )?(?:requires?|will require|needs)\b|"
    r"you(?:'ll| will)? (?:also )?(?:must|should|need)\b|to apply,? you must|"
    r"we (?:also )?need (?:someone|somebody|people|candidates)|(?:also, )?someone who|"
    r"we(?:'re| are) (?:looking|searching|seeking)(?: for)? (?:someone|somebody|a person|people|candidates|"
    r"individuals) (?:who|with|that)"
)
_DUTY = re.compile(
    r"(?i)(?:the|this|our|an?|you|he|she|they)\b[^.;:]{0,70}\b(?:is|are|will be|be) (?:also |primarily |directly |"
    r"ultimately )?"
    r"(?:responsible|accountable|in charge)\b|you will be responsible"
)
_OFFER = re.compile(
    r"(?i)(?:in return,? |in addition,? )?(?:we|our company|[\w&.]+ (?:also )?(?:employees|offers|provides|"
    r"strives))\b.{0,60}\b"
    r"(?:offer|provide|benefits?|enjoy|balance|package|salary|compensation|paid)"
)


_SENTENCE = re.compile(
    r"(?:We|Our|The|It|At|In|This|These|Those|Since|For|If|To|As|With|When|While|You|Your|By|He|She|They|But|And|So|"
    r"All|Any|"
    r"Not|Should|Once|Here|There|Upon|Please|Every|Each|Today|I)\b"
)


def begins_a_sentence(text: str) -> bool:
    """Whether a text begins as a sentence of prose does, not as an entry of a list."""
    return _SENTENCE.match(text) is not None


def about_company(text: str) -> bool:
    """Whether a sentence speaks of the company, not of a duty, a demand or a benefit."""
    return _COMPANY.match(text) is not None


def invites(text: str) -> bool:
    """Whether a sentence asks the reader to apply, to share or to read on."""
    return _INVITES.match(text) is not None


def for_everybody(text: str) -> bool:
    """Whether a sentence is a condition of the company for everybody, or a word on its diversity."""
    return _EVERYBODY.match(text) is not None


def demands_outright(text: str) -> bool:
    """Whether a sentence says that the one who is sought must have something."""
    return _MUST.match(text) is not None


def assigns_outright(text: str) -> bool:
    """Whether a sentence says that the one who is sought is responsible for something."""
    return _DUTY.match(text) is not None


def offers(text: str) -> bool:
    """Whether a sentence says that the company offers something to its people."""
    return _OFFER.match(text) is not None
