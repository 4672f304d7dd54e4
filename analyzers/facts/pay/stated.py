"""Pay that a page's machine-readable data states."""

from __future__ import annotations

from analyzers.facts.numbers import value_of
from analyzers.posting import Fact, Pay, Period
from analyzers.reading import Reading
from analyzers.view import data_fact


def from_data(reading: Reading) -> Fact[Pay] | None:
    """baseSalary of a JobPosting: minValue, maxValue or value, unitText, currency."""
    low = reading.leaf("baseSalary.value.minValue", "baseSalary.minValue", "baseSalary.value.value", "baseSalary.value")
    high = reading.leaf(
        "baseSalary.value.maxValue", "baseSalary.maxValue", "baseSalary.value.value", "baseSalary.value"
    )
    if not low or not high:
        return None
    unit = reading.leaf("baseSalary.value.unitText", "baseSalary.unitText")
    currency = reading.leaf("baseSalary.currency", "salaryCurrency", "baseSalary.value.currency")
    minimum, maximum = value_of(low.text), value_of(high.text)
    if minimum is None or maximum is None or not unit or not currency or not minimum <= maximum or maximum <= 0:
        reading.doubts.append(f"unparsed: baseSalary {low.text}-{high.text}")
        return None
    try:
        period = Period(unit.text.strip().upper())
    except ValueError:
        reading.doubts.append(f"unparsed: baseSalary per {unit.text}")
        return None
    fact = data_fact(low, Pay(minimum=minimum, maximum=maximum, currency=currency.text.strip().upper(), period=period))
    if high is low:
        return fact
    both = fact.evidence + data_fact(high, 0.0).evidence
    return Fact(value=fact.value, words=f"{low.text} {high.text}", evidence=both, confidence=fact.confidence)
