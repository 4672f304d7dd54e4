"""Writers: the default changes nothing, and what a writer adds without support is dropped and noted."""

from __future__ import annotations

import msgspec
import pytest

from analyzers import compose
from analyzers.report_types import Line
from analyzers.writer import kept, writer
from extractors.errors import Unsupported
from tests.analyzers.making import posting


def test_none_leaves_the_report_as_it_is() -> None:
    made, document = posting(["Engineer", "R Experience with PyTorch"], language="en", title="Engineer")
    report = compose(made, document)
    assert writer().write(report) == report
    assert kept(report, report) == report


def test_an_unknown_writer_is_refused() -> None:
    with pytest.raises(Unsupported, match="no writer named"):
        writer("poet")


def test_unsupported_lines_are_dropped_and_noted() -> None:
    made, document = posting(["Engineer", "R Experience with PyTorch"], language="en", title="Engineer")
    report = compose(made, document)
    first = report.chapters[0]
    added = (
        Line(role="text", text="The team is wonderful."),
        Line(role="text", text="Invented entry.", entries=("no-such-entry",)),
        Line(role="text", text="PyTorch is asked for.", quotes=first.lines[0].quotes),
    )
    part = msgspec.structs.replace(first.parts[0], lines=(*first.parts[0].lines, *added))
    chapter = msgspec.structs.replace(first, parts=(part, *first.parts[1:]))
    written = msgspec.structs.replace(report, chapters=(chapter, *report.chapters[1:]), writer="poet")
    checked = kept(report, written)
    texts = [line.text for line in checked.chapters[0].lines]
    assert "PyTorch is asked for." in texts
    assert "The team is wonderful." not in texts and "Invented entry." not in texts
    assert len(checked.notes) == 2
