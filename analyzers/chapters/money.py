"""Pay as a yearly and a monthly range, with every assumption said."""

from __future__ import annotations

from analyzers.chapters.wording import say
from analyzers.posting import Fact, Pay, Period

HOURS_A_YEAR = 40 * 52
DAYS_A_MONTH = 21.75  # the figure of Chinese labour law for a month's paid days
WEEKS_A_YEAR = 52
MONTHS = 12


def converted(fact: Fact[Pay], language: str) -> str:
    """ "年 30万-54万 CNY，月 2万-3.6万 CNY（按 15 薪计）" in the reader's language."""
    pay = fact.value
    yearly, monthly, note = _factors(pay, language)
    parts = [
        say("per_year", language, _range(pay, yearly, language)),
        say("per_month", language, _range(pay, monthly, language)),
    ]
    notes = [note] if note else []
    if pay.estimated:
        notes.append(say("pay_estimated", language))
    joined = "，".join(parts) if language == "zh" else ", ".join(parts)
    if not notes:
        return joined
    return f"{joined}（{'；'.join(notes)}）" if language == "zh" else f"{joined} ({'; '.join(notes)})"


def _factors(pay: Pay, language: str) -> tuple[float, float, str]:
    """What one unit of pay is worth a year and a month, and what was assumed for that."""
    if pay.period is Period.MONTH:
        note = (
            say("months_assumed", language)
            if pay.months == MONTHS
            else say("months_stated", language, f"{pay.months:g}")
        )
        return pay.months, 1.0, note
    if pay.period is Period.YEAR:
        return 1.0, 1 / MONTHS, ""
    if pay.period is Period.HOUR:
        return HOURS_A_YEAR, HOURS_A_YEAR / MONTHS, say("hours_assumed", language)
    if pay.period is Period.DAY:
        return DAYS_A_MONTH * MONTHS, DAYS_A_MONTH, say("days_assumed", language)
    return WEEKS_A_YEAR, WEEKS_A_YEAR / MONTHS, say("weeks_assumed", language)


def _range(pay: Pay, factor: float, language: str) -> str:
    low = None if pay.minimum is None else _amount(pay.minimum * factor, pay.currency, language)
    high = None if pay.maximum is None else _amount(pay.maximum * factor, pay.currency, language)
    if low is not None and high is not None:
        return (low if low == high else f"{low}-{high}") + f" {pay.currency}"
    if low is not None:
        return say("from", language, f"{low} {pay.currency}")
    return say("up_to", language, f"{high} {pay.currency}") if high is not None else say("not_stated", language)


def _amount(value: float, currency: str, language: str) -> str:
    """The amount the way its readers write it: 36万 for yuan in Chinese, 360,000 otherwise."""
    if language == "zh" and currency == "CNY" and value >= 10_000:
        return f"{round(value / 10_000, 2):g}万"
    return f"{round(value):,}"
