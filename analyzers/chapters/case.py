"""What the other files of the case say of the role; left out where there are none."""

from __future__ import annotations

from analyzers.beside import Agreement, Compared, compared
from analyzers.chapters.material import Material, place_words
from analyzers.chapters.wording import say
from analyzers.report_types import Line, Part


def chapter(material: Material) -> tuple[Part, ...]:
    """Conflicts, then what only the others state, then what they confirm."""
    found = compared(material.posting, material.beside)
    parts = tuple(
        Part(heading=say(f"case_{agreement.value}", material.language),
             lines=tuple(_line(material, one) for one in found if one.agreement is agreement))
        for agreement in (Agreement.CONFLICT, Agreement.ADDED, Agreement.SAME)
    )
    return tuple(part for part in parts if part.lines)


def _line(material: Material, one: Compared) -> Line:
    """The other file's words with their place; in a conflict this file's words before them."""
    block = one.beside.document.block(one.other.evidence[0].block)
    said = say("case_said", material.language, one.beside.name, place_words(block.place, material.language),
               one.other.words)
    conflict = one.agreement is Agreement.CONFLICT
    return Line(role="gap" if conflict else "fact", label=say(one.field, material.language),
                text=say("case_here", material.language, one.own, said) if conflict else said)
