"""Funnels: units plotted by size against a baseline, with curves that show how far chance alone reaches.

Units are never ranked. Label and curve use the same exact method, so a point and its label agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import sqrt

from goldenthread.spc.intervals import exact_poisson, normal_quantile, poisson, wilson
from goldenthread.spc.model import SeriesError

INNER, OUTER = 0.95, 0.998
FEWEST_UNITS = 5


class FunnelKind(StrEnum):
    """What is plotted, which decides the limits. The two ratio conventions differ: never mix them on one chart."""

    PROPORTION = "funnel-proportion"
    RATE = "funnel-rate"
    RATIO = "funnel-ratio"
    RATIO_EXPECTED = "funnel-ratio-expected"


class FunnelLabel(StrEnum):
    """Where a unit lies; strict inequalities, the outer level tested first."""

    HIGH_OUTER = "high (99.8%)"
    LOW_OUTER = "low (99.8%)"
    HIGH_INNER = "high (95%)"
    LOW_INNER = "low (95%)"
    WITHIN = "within what chance explains"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit plotted: events, and what they are out of (cases, people, or events expected)."""

    name: str
    events: float
    size: float


@dataclass(frozen=True, kw_only=True)
class FunnelPoint:
    """A unit placed: its size along the funnel, its value as plotted, and its label."""

    unit: Unit
    value: float
    label: FunnelLabel


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """One size along the funnel with both pairs of limits, in plotted units; None where a curve is not reached."""

    size: float
    inner_lower: float | None
    inner_upper: float | None
    outer_lower: float | None
    outer_upper: float | None


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """A funnel ready to draw. `baseline` is in plotted units; `baseline_words` says where it comes from."""

    kind: FunnelKind
    per: float
    baseline: float
    baseline_words: str
    points: tuple[FunnelPoint, ...]
    curve: tuple[CurvePoint, ...]
    cautions: tuple[str, ...]


@lru_cache(maxsize=4096)
def _exact(events: float, level: float) -> tuple[float, float]:
    return exact_poisson(events, level)


def proportion_limits(baseline: float, size: float, level: float) -> tuple[float, float]:
    """The proportions whose own Wilson interval just touches the baseline, from 0 to 1."""
    spread = normal_quantile(level) * sqrt(baseline * (1 - baseline) / size)
    return max(0.0, baseline - spread), min(1.0, baseline + spread)


def expected_at_limits(events: int, level: float) -> tuple[float, float | None]:
    """Expected counts at which a whole count lies on the lower and on the upper curve (none for no events)."""
    low, high = _exact(events, level)
    return high, (low if events >= 1 else None)


def expected_limits(expected: float, level: float) -> tuple[float, float]:
    """Ratio limits at an expected count by the other convention, unadjusted: `funnel-ratio-expected`."""
    low, high = _exact(expected, level)
    return low / expected, high / expected


def label(kind: FunnelKind, events: float, size: float, baseline: float) -> FunnelLabel:
    """Where a unit lies. `baseline` is a share, events per head, or 1 for a ratio; `size` 0 has no place."""
    if size <= 0:
        raise SeriesError("A unit with nothing to count out of has no place on a funnel.", remedy="Leave it out.")
    for level, high, low in (
        (OUTER, FunnelLabel.HIGH_OUTER, FunnelLabel.LOW_OUTER),
        (INNER, FunnelLabel.HIGH_INNER, FunnelLabel.LOW_INNER),
    ):
        side = _beyond(kind, events, size, baseline, level)
        if side:
            return high if side > 0 else low
    return FunnelLabel.WITHIN


def phe_label(events: float, population: float, baseline: float, level: float) -> int:
    """+1, -1 or 0 as the public health package labels a rate: Byar's interval of the unit from ten events up."""
    low, high = poisson(events, level)
    return int(low > baseline * population) - int(high < baseline * population)


def _beyond(kind: FunnelKind, events: float, size: float, baseline: float, level: float) -> int:
    if kind is FunnelKind.PROPORTION:
        interval = wilson(events, size, level)
        assert interval is not None  # noqa: S101 (size is above 0)
        return int(interval[0] > baseline) - int(interval[1] < baseline)
    expected = size * baseline
    if kind is FunnelKind.RATIO_EXPECTED:
        low, high = expected_limits(expected, level)
        return int(events / expected > high) - int(events / expected < low)
    low, high = _exact(events, level)
    return int(low > expected) - int(high < expected)


def funnel(
    units: Sequence[Unit], *, kind: FunnelKind, per: float = 1.0, baseline: float | None = None, named: str = ""
) -> Funnel:
    """Place units on a funnel.

    `per` scales what is plotted (100 for a percentage, 10,000 for a rate). `baseline` is an outside figure before
    scaling, named by `named`; when absent it is the sum of events over the sum of sizes of the units. A unit of no
    size is left out and named in the cautions. SeriesError under five units: use intervals instead.
    """
    usable = [unit for unit in units if unit.size > 0]
    if len(usable) < FEWEST_UNITS:
        raise SeriesError(
            f"A funnel needs {FEWEST_UNITS} units or more; there are {len(usable)}.",
            remedy="Show bars with intervals instead.",
        )
    ratio = kind in (FunnelKind.RATIO, FunnelKind.RATIO_EXPECTED)
    own = 1.0 if ratio else sum(unit.events for unit in usable) / sum(unit.size for unit in usable)
    centre = own if baseline is None else baseline
    words = named or ("observed equals expected" if ratio else "all the units together")
    points = tuple(
        FunnelPoint(unit=unit, value=unit.events / unit.size * per, label=label(kind, unit.events, unit.size, centre))
        for unit in usable
    )
    left_out = [unit.name for unit in units if unit.size <= 0]
    cautions = ["Limits are not widened for differences between units that are not chance: there are too few units."]
    if left_out:
        cautions.append(f"Left out, having nothing to count: {', '.join(left_out)}.")
    return Funnel(
        kind=kind,
        per=per,
        baseline=centre * per,
        baseline_words=words,
        points=points,
        curve=_curve(kind, centre, per, [unit.size for unit in usable]),
        cautions=tuple(cautions),
    )


def _curve(kind: FunnelKind, baseline: float, per: float, sizes: Sequence[float]) -> tuple[CurvePoint, ...]:
    largest, steps = max(sizes) * 1.05, 120
    smallest = max(min(sizes) * 0.5, largest / 1000)
    found = []
    for step in range(steps + 1):
        size = smallest + (largest - smallest) * (step / steps) ** 2
        inner, outer = (limits_at(kind, baseline, size, level) for level in (INNER, OUTER))
        found.append(
            CurvePoint(
                size=size,
                inner_lower=inner[0] * per,
                inner_upper=inner[1] * per,
                outer_lower=outer[0] * per,
                outer_upper=outer[1] * per,
            )
        )
    return tuple(found)


def limits_at(kind: FunnelKind, baseline: float, size: float, level: float) -> tuple[float, float]:
    """The lower and upper limit of a unit of a size, as a share or as events per head; `level` such as 0.95."""
    if kind is FunnelKind.PROPORTION:
        return proportion_limits(baseline, size, level)
    expected = size * baseline
    if kind is FunnelKind.RATIO_EXPECTED:
        low, high = expected_limits(expected, level)
        return low * baseline, high * baseline
    return _inverted(expected, level, upper=False) / size, _inverted(expected, level, upper=True) / size


def _inverted(expected: float, level: float, *, upper: bool) -> float:
    """The count that lies on a curve at an expected count: between whole counts, by straight line on the curve."""

    def at(count: int) -> float:
        low, high = _exact(count, level)
        return low if upper else high

    low, high = 0, 1
    while at(high) < expected:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if at(middle) < expected else (low, middle)
    below, above = at(low), at(high)
    if expected <= below:
        return float(low)
    return low + (expected - below) / (above - below)
