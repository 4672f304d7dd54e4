"""What a person types becomes a fact without evidence, and settles the doubt about its field."""

from __future__ import annotations

import pytest

from analyzers.posting import Absent, Degree, Fact, Location, Pay, Period, Posting, Years
from flows.corrections import FIELDS, corrected, names_in, parse


@pytest.mark.parametrize(("field", "typed", "value"), [
    ("pay", "20000-30000 CNY month x 15",
     Pay(minimum=20000, maximum=30000, currency="CNY", period=Period.MONTH, months=15)),
    ("pay", "120000- usd year", Pay(minimum=120000, maximum=None, currency="USD", period=Period.YEAR)),
    ("pay", "-45 USD hour", Pay(minimum=None, maximum=45, currency="USD", period=Period.HOUR)),
    ("experience", "3-5", Years(minimum=3, maximum=5)), ("experience", "3+", Years(minimum=3, maximum=None)),
    ("experience", "3", Years(minimum=3, maximum=3)),
    ("education", "Bachelor", Degree.BACHELOR), ("headcount", "5", 5),
    ("places", "北京、上海", (Location(city="北京"), Location(city="上海"))),
    ("places", "Berlin, Paris", (Location(city="Berlin"), Location(city="Paris"))),
    ("title", " 算法工程师 ", "算法工程师"), ("posted", "2026-01-31", "2026-01-31"),
    ("pay", "-", Absent(reason="not stated")),
])
def test_typed_text_becomes_a_value(field: str, typed: str, value: object) -> None:
    assert parse(field, typed) == value


def test_a_speaker_has_the_name_that_was_typed_last() -> None:
    assert parse("speaker 1", " 林女士 ") == "林女士"
    rows = [{"field": field, "value": value, "who": "li", "at": "2026-11-23T10:00:00"} for field, value in
            (("speaker 1", "Ms Lin"), ("speaker 2", "Mr Chen"), ("speaker 1", "林女士"), ("speaker 2", "-"))]
    assert names_in(rows) == {"speaker 1": "林女士"}
    posting = corrected(Posting(document="d", slice="s", language="zh", title=Absent()), rows)
    assert posting.extra["corrected.speaker 1"] == "li, 2026-11-23" and posting.title == Absent()


@pytest.mark.parametrize(("field", "typed"), [
    ("speaker 1", ""), ("speaker 1", "a\nb"), ("speaker 1", "x" * 81), ("speaker", "Ms Lin"), ("speaker 1x", "Ms Lin"),
    ("pay", "a lot"), ("pay", "- CNY month"), ("experience", "long"), ("education", "some"), ("headcount", "x"),
    ("posted", "31.1."), ("salary", "1"), ("title", "  ")])
def test_what_does_not_fit_is_refused(field: str, typed: str) -> None:
    with pytest.raises(ValueError):
        parse(field, typed)


def test_every_field_is_one_of_the_posting() -> None:
    assert set(FIELDS) <= set(Posting.__struct_fields__)


def test_the_last_correction_holds_and_settles_its_doubt() -> None:
    posting = Posting(document="d", slice="s", language="zh", title=Absent(), doubts=("pay: unparsed 面议~", "title: two"))
    rows = [{"field": "pay", "value": value, "who": "li", "at": "2026-11-23T10:00:00"}
            for value in ("1-2 CNY month", "3-4 CNY month")]
    result = corrected(posting, rows)
    assert isinstance(result.pay, Fact) and result.pay.value.minimum == 3
    assert result.pay.words == "" and result.pay.evidence == ()
    assert result.extra["corrected.pay"] == "li, 2026-11-23"
    assert result.doubts == ("title: two",)
