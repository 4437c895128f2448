"""Funnels: units of different size against one baseline, with 95% and 99.8% limits. Points are never ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import sqrt

from goldenthread.spc.intervals import normal_quantile

INNER, OUTER = 0.95, 0.998
LEAST_UNITS = 5


class Position(StrEnum):
    """Where a unit lies; the outer limits are tested first."""

    HIGH_998 = "higher than expected (99.8%)"
    HIGH_95 = "higher than expected (95%)"
    WITHIN = "within what chance explains"
    LOW_95 = "lower than expected (95%)"
    LOW_998 = "lower than expected (99.8%)"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit to plot: events out of a size (a denominator, or a population for rates)."""

    name: str
    numerator: float
    denominator: float


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A unit with its value and its position in the funnel."""

    unit: Unit
    value: float
    position: Position


def baseline(units: Sequence[Unit]) -> float:
    """Sum of numerators over sum of denominators."""
    return sum(unit.numerator for unit in units) / sum(unit.denominator for unit in units)


def proportion_limits(base: float, size: float, level: float) -> tuple[float, float]:
    """Limits of a proportion at a size: the values whose own Wilson interval just touches the baseline."""
    reach = normal_quantile(level) * sqrt(base * (1 - base) / size)
    return max(0.0, base - reach), min(1.0, base + reach)


@lru_cache(maxsize=65536)
def _poisson_edges(count: int, level: float) -> tuple[float, float]:
    """Expected counts at which an observed count lies just on the lower and on the upper limit (exact)."""
    from scipy.stats import chi2

    tail = (1 - level) / 2
    low_edge = float(chi2.ppf(1 - tail, 2 * count + 2)) / 2
    high_edge = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low_edge, high_edge


def rate_curve(
    base: float, largest: float, level: float
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Lower and upper curve of a rate as (population, rate) points, by inverting the exact Poisson interval."""
    lower: list[tuple[float, float]] = []
    upper: list[tuple[float, float]] = []
    count = 0
    while True:
        low_edge, high_edge = _poisson_edges(count, level)
        if high_edge / base > largest and low_edge / base > largest:
            break
        lower.append((low_edge / base, count / low_edge * base))
        if count:
            upper.append((high_edge / base, count / high_edge * base))
        count += 1
    return lower, upper


def place_proportions(units: Sequence[Unit], base: float | None = None) -> tuple[Placed, ...]:
    """Every unit with its position among proportions; units without a denominator are left out."""
    usable = [unit for unit in units if unit.denominator > 0]
    centre = baseline(usable) if base is None else base
    return tuple(
        Placed(
            unit=unit,
            value=unit.numerator / unit.denominator,
            position=_position(
                unit.numerator / unit.denominator,
                proportion_limits(centre, unit.denominator, INNER),
                proportion_limits(centre, unit.denominator, OUTER),
            ),
        )
        for unit in usable
    )


def place_rates(units: Sequence[Unit], base: float | None = None) -> tuple[Placed, ...]:
    """Every unit with its position among rates, by the exact interval of its count against what is expected."""
    usable = [unit for unit in units if unit.denominator > 0]
    centre = baseline(usable) if base is None else base
    return tuple(
        Placed(unit=unit, value=unit.numerator / unit.denominator, position=_rate_position(unit, centre))
        for unit in usable
    )


def _rate_position(unit: Unit, base: float) -> Position:
    expected = base * unit.denominator
    for level, low, high in (
        (OUTER, Position.LOW_998, Position.HIGH_998),
        (INNER, Position.LOW_95, Position.HIGH_95),
    ):
        low_edge, high_edge = _poisson_edges(int(unit.numerator), level)
        if expected > low_edge:
            return low
        if expected < high_edge:
            return high
    return Position.WITHIN


def _position(value: float, inner: tuple[float, float], outer: tuple[float, float]) -> Position:
    if value > outer[1]:
        return Position.HIGH_998
    if value < outer[0]:
        return Position.LOW_998
    if value > inner[1]:
        return Position.HIGH_95
    return Position.LOW_95 if value < inner[0] else Position.WITHIN
