"""Splits English that lost its line breaks: "skillsExcellent communication", "employees.Order supplies"."""

from __future__ import annotations

import re

Span = tuple[int, int]

_STARTERS = (
    "Ability|Able|Abilities|Experienced?|Excellent|Strong|Knowledge|Proficien\\w+|Familiar\\w*|Understanding|"
    "Bachelor|Masters?|Proven|"
    "Demonstrat\\w+|Must|Minimum|Previous|Prior|Working|Solid|Good|Great|Hands|Advanced|Effective|Outstanding|"
    "Exceptional|Self|Willing\\w*|"
    "Comfort\\w*|Passion\\w*|Capab\\w+|Attention|Detail|Highly|High|Skilled|Expert\\w*|Deep|Basic|Valid|Current|"
    "PhD|Degree|Competenc\\w+|"
    "Develop\\w*|Design\\w*|Build\\w*|Creat\\w+|Manag\\w+|Lead|Leads|Work|Works|Collaborat\\w+|Coordinat\\w+|"
    "Analy[sz]\\w+|Assist\\w*|"
    "Support\\w*|Provid\\w+|Perform\\w*|Maintain\\w*|Monitor\\w*|Ensur\\w+|Conduct\\w*|Implement\\w*|Identif\\w+|"
    "Prepar\\w+|Participat\\w+|"
    "Partner\\w*|Communicat\\w+|Driv\\w+|Deliver\\w*|Defin\\w+|Research\\w*|Review\\w*|Respond\\w*|Report\\w*|"
    "Utiliz\\w+|Use|Apply|Act|"
    "Answer\\w*|Help\\w*|Writ\\w+|Own|Evaluat\\w+|Execut\\w+|Establish\\w*|Optimiz\\w+|Overs\\w+|Plan\\w*|"
    "Present\\w*|Recommend\\w*|Serv\\w+|"
    "Train\\w*|Translat\\w+|Other|Health|Dental|Vision|Paid|Life|Flexible|Competitive|Employee|Retirement|"
    "Tuition|Fluent|Verbal|Written|"
    "Organi[sz]\\w+|Two|Three|Four|Five|At|Guaranteed|Mentoring|Childhood|Official|Free|Discount\\w*|Medical|"
    "Weekly|Monthly|"
    "Responsible|Technical|Recognition|Curiosity|Enthusias\\w+|Quickly|Gather\\w*|Track\\w*|Follow\\w*|Adapt\\w*|"
    "Interpret\\w*|Professional|Time|Interpersonal"
)
_STARTER = re.compile(rf"(?:{_STARTERS})\b")
_LONG_STARTER = re.compile(rf"(?=[A-Z][a-z]{{4,}} )(?:{_STARTERS})\b")
# A capital or a figure glued to what is before it: a line break may have been lost there. The match's start is the
# joint; the pattern begins with the sign itself, so that the search leaps from sign to sign.
_GLUED = re.compile(
    r"[A-Z1-9](?:(?<=[a-z)\].,;:%+!A-Z].)(?:(?<=[A-Z])[a-z]|(?<=[1-9])\d?\+? (?:(?:-|to) \d+\+? )?(?:years|months|"
    r"weeks|days)\b|"
    r"(?<=4)01|(?<=A) )"
    r"|(?P<caps>(?<=[a-z].)(?:(?<=B)[SA]|(?<=M)(?:S|BA)|(?<=P)hD)\b|(?<=[a-z]{4}.)(?<=[A-Z])[A-Z]{2,} ?[(,]))"
)
_PLAIN_WORD = re.compile(r"(?:[A-Z][a-z]+|A)(?=[ ,/'’:;.()\n-]|$)")
# "Vacation DaysSick Days": words in capitals that lost the break between them; names such as JavaScript are in _CAMEL
_TITLE_CASE = re.compile(r"[A-Z][a-z]{2,}(?=[ ,/'’:;.()\n-]|$|[A-Z])")
_TITLE_CASE_BEFORE = re.compile(r"(?:^|(?<=[ (/,\n-]))[A-Z][a-z]{2,}$|[a-z]{4}$|\d[km]$")
_LEGAL_WORD = re.compile(r"equal|EOE|EEO|affirmative|considers|discriminate")  # every such sentence holds one
LONGEST_NAME = 40  # characters of a company's name
# "... of leave. Sick Time: Your health ... Life Insurance: ...": entries of several sentences, a label before each
_LABEL = re.compile(r"(?:[.!)] |[a-z.!)](?=[A-Z]))(?=[A-Z][\w'/()&-]*(?: [\w'/()&-]+){0,5}: ?[A-Z(\d])")
LEAST_LABELS = 3
_LETTERS = re.compile(r"[A-Za-z]+")
_LAST_WORD = re.compile(r"[A-Za-z]+$")
_CAPITAL_WORD = re.compile(r"[A-Z][a-z]+")
_TITLE_BEFORE_NAME = re.compile(r"(?:[A-Z][a-z]+|[A-Z]{2,})$")
LONGEST_NAME_PART = 8  # letters of the first half of a name ("SalesForce"); longer ones are words run together
_NAME_STOPS = re.compile(r"[A-Z][a-z]+(?:[,.;:)]|'s)")
_NAME_GOES_ON = re.compile(r"[A-Z][a-z]+(?:[,.;:)]|'s|$| (?:[a-z(&]|[A-Z]{2}))")
_SMALL_WORD = re.compile(r"(?:^|[ (/,\n-])[a-z]{3,}$|[a-z]{5}$")
_FULL_STOP = re.compile(r"(?:[a-z][a-z]|[A-Z]{2})[.;!)]$")
_CAMEL = re.compile(
    r"(?:Java|Type|Power|Linked|Git|You|Dev|Py|Tensor|My|Postgre|No|Face|Pay|Open|Data|Mongo|Cloud|Word|Share|"
    r"Sales|Work|Big|Deep|Air|"
    r"Click|Smart|Quick|Photo|After|Black|Fast|Home|Hub|Base|Snow|Spark|Auto|Mc|Mac|De|La|Le)$"
)
# Items run together with a space only: "analytic solutions Demonstrated ability to manage"
_SPACED = re.compile(
    r" (?<=[a-z)] )(?<! or )(?<! and )(?<! a )(?=(?:Proven|Demonstrated|Experience (?:with|in|analy|develop|work)|"
    r"Must (?:be|have)|"
    r"Ability to|Strong|Excellent|Knowledge of|"
    r"Solid|Advanced (?:experience|understanding|knowledge)|Familiarity|Bachelor|Master's|Minimum \d|At least|"
    r"\d+\+ years|Proficien\w+ (?:in|with)|"
    r"Professional experience|Expert-level|Fluent in|Verified|Specific experience|Understanding of|"
    r"Responsible for|Pursuant to|All qualified applicants|We are an equal|"
    r"Ambition to|Passion(?:ate)? (?:for|about)|Advanced degree|Experience (?:leading|designing|building|using|"
    r"managing)|"
    r"Programming skills|(?:One|Two|Three|Five) (?:or more )?years|You(?:'re|’re| are| have| enjoy| thrive| value|"
    r" know)|"
    r"(?:Develop|Design|Deliver|Collaborate|Prepare|Work|Oversee|Partner|Build|Create|Manage|Lead|Support|Provide|"
    r"Perform|"
    r"Maintain|Ensure|Conduct|Implement|Identify|Analy[sz]e|Communicate|Drive|Define|Evaluate|Participate|Assist|"
    r"Coordinate|"
    r"Constantly|Continuously|Help|Serve|Mentor|Monitor|Review|Write|Apply|Own|Be|Become|Hire) [a-z]+)\b)"
)
# What closes a posting, behind the last item: "... experience Acme Labs is an equal opportunity employer"
_LEGAL_TAIL = re.compile(
    r" (?<=[a-z.)] )(?=(?:[A-Z][\w&.']* ){1,3}(?:(?:is|are) (?:an |a )?(?:proud to be an? |proud |committed to )?"
    r"(?:equal|EOE|EEO|affirmative)|considers (?:all )?(?:qualified )?applicants|does not discriminate))"
)
# A capital behind a small word and a space: a break may have been lost there, when what follows begins items
_CAPITAL_AFTER = re.compile(r" (?<=[a-z)%!] )(?=[A-Z][a-z]*\b(?:['’]s)?(?:[ ,/-]|$))")
_BEGINS_SPACED = re.compile(
    rf"(?:{_STARTERS}|A|An|Nice to have|Career|Ideally|Preferred|Preferably|The ability|Discounts?|Access|Enhanced|"
    rf"Company|Annual|Generous|Private|Pension|Subsid\w+|"
    r"Complimentary|Opportunit\w+|Have|Be|Become|Take|Make|Keep|Set|Set up|Liaise|Hire|Recruit|Mentor|Coach|Advise|"
    r"Educate|"
    r"Troubleshoot|Integrate|Automate|Transform|Handle|Process|Operate|Complete|Meet|Attend|Stay|Contribute|Promote|"
    r"Facilitate|Negotiate|Leverage|Influence|Champion|Constantly|Continuously|Proactively|Regularly|In-depth|"
    r"Extensive|Significant|Hands-on|Expertise|Leadership|Interest|Evidence|Confident|Enjoys?|Interpersonal|"
    r"Professional|"
    r"Time|Innovate|Serve|Investigate|Compile|Produce|Structur\w+|Oversee|Enhanced|Remain|In office|Premier|Unlimited|"
    r"Catered|Upscale|Fully|Excellent|Gym|Cycle|Season|Casual|Regular|Team|Anniversary|Financial|Electric|Putting|"
    r"Friends|Sick|Sabbatical|Work-life|Wellness|Charity|Birthday)(?= [a-z\d&A-Z(]|,|/|-| and\b|$)"
)
_JOINS = re.compile(
    r"and|or|the|a|an|of|in|with|to|for|our|your|their|its|his|her|my|on|at|by|from|as|into|using|via|than|that|"
    r"which|is|are|be|including|within|across|between|under|over|about|like|e\.g\.|i\.e\.|through|per|this|"
    r"these|those|all|any|each|both|multiple|whole|other|new|our's|if|when|where|who|while|but|&|no|not|such"
)
_NOUNS_TOO = frozenset(
    {
        "Design",
        "Research",
        "Support",
        "Plan",
        "Report",
        "Review",
        "Test",
        "Work",
        "Lead",
        "Use",
        "Train",
        "Present",
        "Technical",
        "Vision",
        "Health",
        "Life",
        "Employee",
        "Company",
        "Time",
        "Team",
        "Process",
        "Training",
        "Planning",
        "Other",
        "Serve",
        "Management",
        "Reporting",
        "Leadership",
        "Advanced",
        "High",
        "Official",
    }
)
_TEAM_FOLLOWS = re.compile(r"\w+ (?:team|teams|department|lead|engineer|manager|and [A-Z]|[A-Z])")
_SENTENCE = re.compile(
    r"[.!?](?:(?<=[a-z)\]%\d+\"'].)|(?<=[A-Z]{2}.)|"
    r"(?<=\.\.\.)(?=\s+[A-Z]))(?<!\be\.g.)(?<!\bi\.e.)(?<!\betc.)(?<!\bInc.)"
    r"(?<!\bvs.)(?<!\bU\.S.)\s+(?=[A-Z•0-9])"
)
# A sentence of prose that says of somebody what is done or asked
_OF_SOMEONE = re.compile(
    r"(?:You(?:'ll)? |(?:The|Our|This|An|A|All|Your) (?:\w+ )?(?:candidate|applicant|individual|person|position|role|"
    r"job)s? |"
    r"Candidates |Applicants |We offer |This will |In this role|In addition,)"
)
_FLAT = 240  # characters on one line from where it is a section run together, not one bullet
_SEVERAL = 2  # full stops inside a long piece from where its sentences are items
_SHORT = 9  # characters; a shorter piece between two joints is no item of its own


def split_english(flat: str, start: int, end: int, *, lonely: bool) -> list[Span]:
    """The items of one line. lonely: the line is all of its section, so its sentences are the items."""
    cuts = set(_joints(flat, start, end))
    labels = [match.end() for match in _LABEL.finditer(flat, start, end)] if lonely and end - start > _FLAT else []
    if len(labels) >= LEAST_LABELS and len(cuts.difference(labels)) < len(labels) / 2:
        return _at(start, end, labels)
    spaced = _spaced(flat, start + 8, end, glued=len(cuts)) if end - start > _FLAT / 2 else []
    if not spaced and end - start > 2 * _SHORT:
        spaced = _parallel(flat, start, end)
    if spaced and (len(spaced) >= 2 or lonely or flat[spaced[0] :][:6] == flat[start : start + 6]):
        cuts.update(spaced)
    cuts.update(_legal_tails(flat, start + 8, end))
    run_together, few = len(cuts) >= _SEVERAL, len(cuts) < 2 * _SEVERAL
    edges = sorted({start, *cuts, end})
    for left, right in zip(edges[:-1], edges[1:], strict=True):
        if lonely or run_together or right - left >= _FLAT:
            sentences = [match.end() for match in _SENTENCE.finditer(flat, left, right)]
            long = lonely or right - left >= _FLAT and _alike(flat, left, sentences)
            if sentences and long and (lonely and not cuts or len(sentences) >= _SEVERAL):
                cuts.update(sentences)
            elif run_together or lonely:
                cuts.update(at for at in sentences if _STARTER.match(flat, at) or few and _OF_SOMEONE.match(flat, at))
    return _at(start, end, sorted(cuts))


def _spaced(flat: str, start: int, end: int, *, glued: int) -> list[int]:
    """Where an item begins behind a space only: a capital behind a small word that joins nothing to it.

    glued: how many items are parted without a space; with several, a space alone parts few.
    """
    found = {match.end() for match in _SPACED.finditer(flat, start, end) if not _of_a_name(flat, start, match.end())}
    if glued >= _SEVERAL:
        return sorted(found)
    for match in _CAPITAL_AFTER.finditer(flat, start, end):
        at = match.end()
        before = flat[flat.rfind(" ", start - 8, match.start()) + 1 : match.start()].lstrip("(")
        if _BEGINS_SPACED.match(flat, at, end) and before[:1].islower() and not _of_a_name(flat, start, at):
            found.add(at)
    return sorted(found)


def _parallel(flat: str, start: int, end: int) -> list[int]:
    """Where a piece begins again as it began: "Experience in one field Experience in another"."""
    first = _LETTERS.match(flat, _begin(flat, start))
    if first is None or len(first.group()) < _SHORT - 2 or not _STARTER.match(first.group()):
        return []
    again = f" {first.group()} "
    at = flat.find(again, first.end(), end)
    if at < 0 or not flat[at - 1].islower() or _JOINS.fullmatch(flat, flat.rfind(" ", start, at) + 1, at):
        return []
    return [at + 1]


def _legal_tails(flat: str, start: int, end: int) -> list[int]:
    """Where the closing legal sentence begins; of a name of several words only the first."""
    found: list[int] = []
    if not _LEGAL_WORD.search(flat, start, end):
        return found
    for match in _LEGAL_TAIL.finditer(flat, start, end):
        if not found or match.end() - found[-1] > LONGEST_NAME:
            found.append(match.end())
    return found


def _of_a_name(flat: str, start: int, at: int) -> bool:
    """Whether the capital at `at` goes on with the words before it: "the whole Design team"."""
    before = flat[flat.rfind(" ", max(0, start - 8), at - 1) + 1 : at - 1].lstrip("(")
    word = _LETTERS.match(flat, at)
    return (
        _JOINS.fullmatch(before) is not None
        or word is not None
        and word.group() in _NOUNS_TOO
        and _TEAM_FOLLOWS.match(flat, at) is not None
    )


def _joints(flat: str, start: int, end: int) -> list[int]:
    """Where a small word or a full stop is glued to a capital, or anything to a word that items begin with."""
    found: list[int] = []
    for match in _GLUED.finditer(flat, start + 4, end):
        at = match.start()
        word = flat.rfind(" ", start, at) + 1
        camel = _CAMEL.search(flat, max(word, start), at)
        title = camel and _TITLE_BEFORE_NAME.search(flat[max(start, camel.start() - 24) : camel.start()].rstrip())
        if (
            camel
            and not (title and _BEGINS_SPACED.match(flat, at) or _LONG_STARTER.match(flat, at))
            or (found and at - found[-1] < _SHORT and flat[at - 1].islower())
        ):
            continue
        if flat[at - 1].islower() and _is_name(flat, start, max(word, start), at):
            continue
        if (
            _TITLE_CASE.match(flat, at)
            and _TITLE_CASE_BEFORE.search(flat, max(word, start), at)
            or flat[at].isdigit()
            or match["caps"]
            or _STARTER.match(flat, at)
            or flat[at + 1 : at + 2].islower()
            and _BEGINS_SPACED.match(flat, at)
            or _PLAIN_WORD.match(flat, at)
            and _ends_plainly(flat, start, at)
        ):
            found.append(at)
    return found


def _alike(flat: str, left: int, sentences: list[int]) -> bool:
    """Whether most sentences of one line begin as items do, the first one too: a list that lost its breaks."""
    begins = [_STARTER.match(flat, at) is not None for at in (_begin(flat, left), *sentences)]
    return begins[0] and sum(begins) * 2 > len(begins)


def _begin(flat: str, left: int) -> int:
    while left < len(flat) and not flat[left].isalnum():
        left += 1
    return left


def _is_name(flat: str, start: int, word: int, at: int) -> bool:
    """Whether the capital at `at` stands inside a name ("MapReduce", "SkillFit"), not at the start of the next item.

    A name of two capitals stands between plain words; words run together follow another title-case word
    ("Vacation DaysSick Days") or go on with a word that items begin with.
    """
    opening = _LAST_WORD.search(flat, word, at)
    if opening is None or _STARTER.match(flat, at):
        return False
    if at - opening.start() <= 3 and opening.group().islower():
        return True  # "mapReduce", "iPhone"
    if not _CAPITAL_WORD.fullmatch(flat, opening.start(), at):
        return False
    if at - opening.start() > LONGEST_NAME_PART:
        return False
    if _NAME_STOPS.match(flat, at):
        return True
    before = flat[max(start, opening.start() - 24) : opening.start()].rstrip(" (")
    return not _TITLE_BEFORE_NAME.search(before) and _NAME_GOES_ON.match(flat, at) is not None


def _ends_plainly(flat: str, start: int, at: int) -> bool:
    left = max(start, at - 8)
    return _SMALL_WORD.search(flat, left, at) is not None or _FULL_STOP.search(flat, left, at) is not None


def _at(start: int, end: int, cuts: list[int]) -> list[Span]:
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    return list(zip(edges[:-1], edges[1:], strict=True))
