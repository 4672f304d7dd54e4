"""Document in, postings out: split, sections, facts, skills. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyzers.call import candidates_in
from analyzers.call_asides import without_asides
from analyzers.facts import dates, terms
from analyzers.facts.contact import find_contacts
from analyzers.facts.education import find_education
from analyzers.facts.employer import find_employer
from analyzers.facts.employment import find_employment
from analyzers.facts.experience import find_experience
from analyzers.facts.pay import find_pay
from analyzers.facts.pay.local import localised
from analyzers.facts.place import find_places
from analyzers.facts.title import find_title
from analyzers.posting import Absent, Fact, Posting, Section, SectionKind, Slice
from analyzers.reading import Reading
from analyzers.skills import find_skills
from analyzers.split import Plan, plan
from analyzers.view import view_of
from extractors.document import Document, Evidence, Kind

REVIEWED = ("ambiguous:", "unparsed:")  # reasons of absence that a person should look at


def postings(document: Document) -> list[Posting]:
    """Every posting of a document, in its order. A document without any gives an empty list."""
    found = plan(document)
    readings = [_reading(document, cut, found) for cut in found.slices]
    facts = [_facts(reading) for reading in readings]
    apart = _of_several_employers(found.slices, facts)
    without = found.slices[-1].parts if apart else ()
    made = []
    for cut, reading, fields in zip(found.slices, readings, facts, strict=True):
        more = _completed(document, cut, fields, without=without)
        made.append(_posting(cut, reading, fields, more))
    return made


def _of_several_employers(cuts: Sequence[Slice], facts: Sequence[dict[str, Any]]) -> bool:
    """Whether what ends a document is its last posting's own, because the postings name other employers than that.

    Below a table it is the whole table's.
    """
    if len(cuts) < 2 or cuts[-1].labels:
        return False
    said = [fields["employer"].value if isinstance(fields["employer"], Fact) else "" for fields in facts]
    named = [name for name in said if name]
    several = any(one not in other and other not in one for one in named for other in named)
    return several or bool(said[-1]) and not any(said[:-1])


def _completed(
    document: Document, cut: Slice, fields: dict[str, Any], *, without: tuple[Evidence, ...]
) -> tuple[Section, ...]:
    """Fields that the posting's own part leaves open, from what the document says once for all its postings.

    Gives the benefits that it says so. without: parts that are another posting's own.
    """
    if not cut.shared:
        return ()
    own = {(piece.block, piece.start) for piece in (*cut.parts, *without)}
    parts = tuple(piece for piece in cut.shared if (piece.block, piece.start) not in own)
    if not parts:
        return ()
    reading = Reading(view_of(document, Slice(document=cut.document, index=0, parts=parts, confidence=cut.confidence)))
    for name, finder in (("employer", find_employer), ("places", find_places)):
        if isinstance(fields[name], Absent):
            fields[name] = finder(reading)
    if not fields["contacts"]:
        fields["contacts"] = find_contacts(reading)
    return tuple(one for one in reading.outline.sections if one.kind is SectionKind.BENEFITS and one.heading)


def _reading(document: Document, cut: Slice, found: Plan) -> Reading:
    """One slice as the finders see it; its view may be held by the plan already."""
    spoken = any(block.kind is Kind.TURN for block in document.blocks)
    silent, doubts = candidates_in(document) if spoken else (frozenset(), ())
    view = found.view or view_of(document, cut, skip_speakers=silent)
    reading = Reading(view, spoken=spoken, headings=found.headings if found.view else None)
    reading.doubts.extend(doubts)
    return reading


def _posting(cut: Slice, reading: Reading, fields: dict[str, Any], benefits: tuple[Section, ...]) -> Posting:
    """benefits: those of all the document's postings, where this one names none of its own."""
    view, sections = reading.view, reading.outline.sections
    if not any(section.kind is SectionKind.BENEFITS for section in sections):
        sections += benefits
    track = terms.track_of(fields["title"])
    return Posting(
        document=cut.document,
        slice=cut.key,
        language=view.language,
        sections=sections,
        skills=find_skills(view, sections, language=view.language),
        doubts=_doubts(reading, fields),
        extra={"track": track} if track else {},
        **fields,
    )


def _facts(reading: Reading) -> dict[str, Any]:
    title = find_title(reading)
    if reading.spoken:
        reading.flat = without_asides(reading.flat, title.value if isinstance(title, Fact) else "")
    places = find_places(reading)
    return {
        "title": title,
        "level": terms.find_level(reading, title),
        "employer": find_employer(reading),
        "department": terms.find_department(reading),
        "places": places,
        "pay": localised(find_pay(reading), places),
        "equity": terms.find_equity(reading),
        "bonus": terms.find_bonus(reading),
        "experience": find_experience(reading),
        "education": find_education(reading),
        "headcount": terms.find_headcount(reading, title),
        "employment": find_employment(reading, title),
        "posted": dates.find_posted(reading),
        "apply_by": dates.find_apply_by(reading),
        "requisition": terms.find_requisition(reading, title),
        "travel": terms.find_travel(reading),
        "visa": terms.find_visa(reading),
        "languages": terms.find_languages(reading),
        "contacts": find_contacts(reading),
    }


def _doubts(reading: Reading, fields: dict[str, Any]) -> tuple[str, ...]:
    """Reasons for review: what was found and could not be read for sure."""
    absent = [
        f"{name}: {value.reason}"
        for name, value in fields.items()
        if isinstance(value, Absent) and value.reason.startswith(REVIEWED)
    ]
    return tuple(dict.fromkeys([*absent, *reading.doubts]))
