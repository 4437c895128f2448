"""The arithmetic of published figures: half up, one decimal or none, and counts rounded to ten above authorities."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

WHOLE_NUMBERS = ("LA", "CL")  # tables of looked-after children and care leavers print whole numbers


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounded as the published tables round: a half goes up."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))


def percentage(numerator: float | None, denominator: float | None, decimals: int = 1) -> float | None:
    """A percentage as published; None without both counts or out of nothing (never 0%)."""
    if numerator is None or not denominator:
        return None
    return float(half_up(_exact(numerator) * 100 / _exact(denominator), decimals))


def rate(count: float | None, population: float | None, decimals: int = 1, per: int = 10_000) -> float | None:
    """A rate per 10,000 as published; the population is that of the mid-year before the year's end."""
    if count is None or not population:
        return None
    return float(half_up(_exact(count) * per / _exact(population), decimals))


def ratio(numerator: float | None, denominator: float | None, decimals: int = 1) -> float | None:
    """One thing per another, such as cases per full-time equivalent."""
    if numerator is None or not denominator:
        return None
    return float(half_up(_exact(numerator) / _exact(denominator), decimals))


def above_authorities(count: float) -> int:
    """A count as published for England and regions: to the nearest ten, a five going up."""
    return int(half_up(_exact(count) / 10, 0)) * 10


def mid_year(year: int) -> int:
    """The mid-year whose population a rate of a reporting year uses: the calendar year before it ends."""
    return year - 1


def decimals_of(measure: str, unit: str) -> int:
    """How many decimals a measure is published with."""
    if unit in ("pct", "per_10k", "pct_not_in_touch") and measure.startswith(WHOLE_NUMBERS):
        return 0
    return 0 if unit in ("n", "wd", "months") else 1


def recomputed(
    measure: str, unit: str, numerator: float | None, denominator: float | None, decimals: int | None = None
) -> float | None:
    """The value of a published figure made again from its numerator and denominator; None where that has no meaning."""
    places = decimals_of(measure, unit) if decimals is None else decimals
    if unit == "pct":
        return percentage(numerator, denominator, places)
    if unit == "per_10k":
        return rate(numerator, denominator, places)
    if unit in ("cases_per_fte", "score"):
        return ratio(numerator, denominator, places)
    return None


def percentages(numerators: Any, denominators: Any, *, whole: bool) -> Any:
    """Percentages of two Arrow columns, as `percentage` makes each."""
    import pyarrow as pa

    decimals = 0 if whole else 1
    pairs: Iterable[tuple[float | None, float | None]] = zip(
        numerators.to_pylist(), denominators.to_pylist(), strict=True
    )
    return pa.array([percentage(above, below, decimals) for above, below in pairs], pa.float64())
