"""Values as a reader sees them: rounded for display only, with their unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from goldenthread.comparators.authority import Target
from goldenthread.measures.model import Measure, Unit
from goldenthread.measures.results import Result, Status

HIDDEN = "c"
SUFFIXES: Mapping[Unit, str] = {
    Unit.PERCENT: "%",
    Unit.PERCENT_FTE: "%",
    Unit.PER_10K: " per 10,000",
    Unit.WORKING_DAYS: " working days",
    Unit.DAYS: " days",
    Unit.MONTHS: " months",
    Unit.FTE: " FTE",
    Unit.CASES_PER_FTE: " cases per FTE",
}


def rounded(value: float, decimals: int) -> str:
    """Half up, as the published tables round, with thousands separators."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{exact:,}"


def value_words(value: float, measure: Measure) -> str:
    """A value with its unit."""
    text = rounded(value, measure.decimals)
    return text + SUFFIXES.get(measure.unit, "")


def writer(measure: Measure) -> Callable[[float], str]:
    """A function that writes values of a measure."""
    return lambda value: value_words(value, measure)


def limit_writer(measure: Measure) -> Callable[[float], str]:
    """As `writer`, with one decimal for counts: means and limits are not whole numbers."""
    if measure.unit is Unit.COUNT:
        return lambda value: rounded(value, 1 if value != int(value) else 0)
    return writer(measure)


def result_words(result: Result, measure: Measure) -> str:
    """The value of a result, or why there is none."""
    if result.status is Status.SUPPRESSED:
        return HIDDEN
    if result.value is None:
        return str(result.status)
    text = value_words(result.value, measure)
    if result.annualised and measure.unit is Unit.PER_10K:
        text += " (annualised)"
    return text


def counts_words(result: Result, measure: Measure) -> str:
    """Numerator and denominator, as '113 of 525'."""
    if result.status is Status.SUPPRESSED or result.numerator is None:
        return HIDDEN if result.status is Status.SUPPRESSED else ""
    if measure.unit is Unit.PERCENT and result.denominator is not None:
        return f"{result.numerator:,.0f} of {result.denominator:,.0f}"
    if measure.unit is Unit.PER_10K and result.denominator is not None:
        return f"{result.numerator:,.0f} among {result.denominator:,.0f} people aged 0 to 17"
    if measure.unit is Unit.WORKING_DAYS:
        return f"{result.numerator:,.0f} {measure.numerator_words}"
    if measure.hundredths:
        one = f"{result.numerator:,.1f}"
        return one if result.denominator is None else f"{one} of {result.denominator:,.1f}"
    if result.denominator is not None:
        return f"{result.numerator:,.0f} over {result.denominator:,.0f}"
    return f"{result.numerator:,.0f}"


def interval_words(result: Result, measure: Measure) -> str:
    """The 95% interval, or '' where there is none."""
    interval = result.interval
    if interval is None:
        return ""
    return f"{rounded(interval[0], measure.decimals)} to {value_words(interval[1], measure)}"


def target_words(target: Target, measure: Measure) -> str:
    """A target with its direction."""
    if target.value is None:
        return f"{value_words(target.low or 0.0, measure)} to {value_words(target.high or 0.0, measure)}"
    sign = {"high is good": "at least ", "low is good": "below "}.get(str(measure.polarity), "")
    return f"{sign}{value_words(target.value, measure)}"


def target_status(result: Result, target: Target, measure: Measure) -> str:
    """Whether the value meets the target, is within the tolerance of it, or misses it; '' where nobody can say."""
    if result.value is None:
        return ""
    if target.value is None:
        inside = (target.low or 0.0) <= result.value <= (target.high or 0.0)
        return "met" if inside else "not met"
    short = result.value - target.value if str(measure.polarity) == "low is good" else target.value - result.value
    if short <= 0 and not (short == 0 and str(measure.polarity) == "low is good"):
        return "met"
    return "within tolerance" if short <= target.tolerance else "not met"
