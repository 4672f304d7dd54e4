"""The minutes of a call: who spoke, what was said of the job, questions and answers, next steps, each with its time.

Only a recording has this chapter: for any other document there are no parts, and the chapter is left out.
"""

from __future__ import annotations

from analyzers.call import Minutes, NextStep, Question, minutes
from analyzers.chapters.material import Material, clock
from analyzers.chapters.wording import say
from analyzers.report_types import Line, Part


def chapter(material: Material) -> tuple[Part, ...]:
    """Parts that hold nothing are left out."""
    found = minutes(material.document, material.posting)
    if found is None:
        return ()
    language = material.language
    parts = (
        Part(heading=say("call_speakers", language), lines=_speakers(material, found)),
        Part(heading=say("call_terms", language), lines=_terms(material, found)),
        Part(heading=say("call_answered", language), lines=_questions(material, found, still_open=False)),
        Part(heading=say("call_open", language), lines=_questions(material, found, still_open=True)),
        Part(heading=say("call_steps", language), lines=tuple(_step(material, step) for step in found.next_steps)),
    )
    return tuple(part for part in parts if part.lines)


def _speakers(material: Material, found: Minutes) -> tuple[Line, ...]:
    return tuple(
        Line(
            role="fact",
            label=one.speaker,
            text=f"{say(one.role.value, material.language)} ({one.confidence:.2f})",
            quotes=material.quotes(one.evidence),
        )
        for one in found.roles
    )


def _terms(material: Material, found: Minutes) -> tuple[Line, ...]:
    return tuple(
        Line(
            role="fact",
            label=f"{_at(line.at)}{say(line.topic, material.language)}",
            text=line.words,
            quotes=material.quotes(line.evidence),
        )
        for line in found.terms
    )


def _questions(material: Material, found: Minutes, *, still_open: bool) -> tuple[Line, ...]:
    return tuple(_question(material, one) for one in found.questions if one.open is still_open)


def _question(material: Material, one: Question) -> Line:
    answer = f" → {_at(one.answered_at)}{one.answer}" if one.answer else ""
    return Line(
        role="fact",
        label=f"{_at(one.at)}{one.asked_by}",
        text=one.words + answer,
        quotes=material.quotes((one.evidence, *one.answer_evidence)),
    )


def _step(material: Material, step: NextStep) -> Line:
    language = material.language
    asked = f" ← {step.asked}" if step.asked else ""
    due = say("step_due", language, step.due) if step.due else say("step_undated", language)
    return Line(
        role="fact",
        label=f"{_at(step.at)}{step.owner} ({say(step.owner_role.value, language)})",
        text=f"{step.words}{asked} — {due}",
        quotes=material.quotes((step.evidence, *step.asked_evidence)),
    )


def _at(seconds: float) -> str:
    """A moment in front of what was said then; nothing where no time is known."""
    return f"{clock(seconds)} " if seconds >= 0 else ""
