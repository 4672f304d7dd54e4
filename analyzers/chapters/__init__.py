"""The chapters of a report, in the order that readers meet them."""

from __future__ import annotations

from analyzers.chapters import analysis, applicant, brief, case, gaps, minutes, path
from analyzers.chapters.material import Material, study
from analyzers.chapters.wording import say
from analyzers.report_types import Chapter

_CHAPTERS = (
    ("brief", brief.chapter),
    ("minutes", minutes.chapter),
    ("case_files", case.chapter),
    ("analysis", analysis.duty_chapter),
    ("domain", analysis.domain_chapter),
    ("blueprints", analysis.blueprint_chapter),
    ("challenges", analysis.challenge_chapter),
    ("growth", path.growth_chapter),
    ("resources", path.resource_chapter),
    ("applicant", applicant.chapter),
    ("evidence", gaps.chapter),
)

__all__ = ["Material", "study", "write"]


def write(material: Material) -> tuple[Chapter, ...]:
    """All chapters of the report on `material`; minutes only of a call, the case only of one with more files."""
    filled = [(name, parts) for name, make in _CHAPTERS if (parts := make(material))]
    return tuple(
        Chapter(number=number, id=name, title=say(name, material.language), parts=parts)
        for number, (name, parts) in enumerate(filled, 1)
    )
