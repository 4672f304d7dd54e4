"""Document in, postings out: split, sections, facts, skills. Pure and deterministic."""

from __future__ import annotations

from analyzers.facts.education import find_education
from analyzers.facts.employer import find_employer
from analyzers.facts.experience import find_experience
from analyzers.facts.pay import find_pay
from analyzers.facts.place import find_places
from analyzers.facts.title import find_title
from analyzers.posting import Absent, Posting, Section, Skill, Slice
from analyzers.reading import Reading
from analyzers.split import slices
from analyzers.view import View, view_of
from extractors.document import Document, Kind

REVIEWED = ("ambiguous:", "unparsed:")  # reasons of absence that a person should look at


def postings(document: Document) -> list[Posting]:
    """Every posting of a document, in its order. A document without any gives an empty list."""
    return [_structured(document, cut) for cut in slices(document)]


def _structured(document: Document, cut: Slice) -> Posting:
    view = view_of(document, cut)
    reading = Reading(view, spoken=any(part.block.kind is Kind.TURN for part in view.parts))
    sections = reading.outline.sections
    fields = {name: finder(reading) for name, finder in FINDERS.items()}
    return Posting(
        document=cut.document,
        slice=cut.key,
        language=view.language,
        sections=sections,
        skills=_skills(view, sections),
        doubts=_doubts(reading, fields),
        **fields,
    )


def _doubts(reading: Reading, fields: dict[str, object]) -> tuple[str, ...]:
    absent = [f"{name}: {value.reason}" for name, value in fields.items() if isinstance(value, Absent) and value.reason.startswith(REVIEWED)]
    return tuple(dict.fromkeys([*absent, *reading.doubts]))


def _skills(view: View, sections: tuple[Section, ...]) -> tuple[Skill, ...]:
    try:
        from analyzers.skills import find_skills
    except ModuleNotFoundError:
        return ()
    return find_skills(view, sections, language=view.language)


FINDERS = {
    "title": find_title,
    "employer": find_employer,
    "pay": find_pay,
    "places": find_places,
    "experience": find_experience,
    "education": find_education,
}
