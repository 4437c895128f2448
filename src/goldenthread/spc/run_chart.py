"""The run chart, for short or lumpy series: runs about the median and how often the line crosses it.

Method of Anhoj and Olesen (PLoS ONE 2014). It answers for the chart as a whole, not point by point, and never
uses the words stable or special cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from statistics import median

from goldenthread.spc.model import Point
from goldenthread.spc.signals import compare

LEAST_USEFUL = 10
RULE_SET = "run-chart"


@dataclass(frozen=True, kw_only=True)
class RunChart:
    """What the runs say; `side` is +1 or -1 when the long run reaches the last useful point, else 0."""

    median: float
    useful: int
    longest_run: int
    longest_allowed: int
    crossings: int
    fewest_crossings: int
    long_run: bool
    few_crossings: bool
    side: int
    sentence: str


def run_chart(points: Sequence[Point]) -> RunChart | None:
    """Judge a series by its runs; None when there is no value at all."""
    values = [point.value for point in sorted(points, key=lambda p: p.date) if point.value is not None]
    if not values:
        return None
    centre = float(median(values))
    sides = [side for side in (compare(value, centre) for value in values) if side]
    runs = _runs(sides)
    longest = max((length for _, length in runs), default=0)
    allowed = round(log2(len(sides))) + 3 if sides else 0
    fewest = _fewest_crossings(len(sides))
    judged = len(sides) >= LEAST_USEFUL
    long_run = judged and longest > allowed
    few = judged and len(runs) - 1 < fewest
    side = runs[-1][0] if long_run and runs[-1][1] == longest else 0
    return RunChart(
        median=centre,
        useful=len(sides),
        longest_run=longest,
        longest_allowed=allowed,
        crossings=max(len(runs) - 1, 0),
        fewest_crossings=fewest,
        long_run=long_run,
        few_crossings=few,
        side=side,
        sentence=_sentence(judged=judged, long_run=long_run, few=few, side=side),
    )


def _runs(sides: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for side in sides:
        if runs and runs[-1][0] == side:
            runs[-1] = (side, runs[-1][1] + 1)
        else:
            runs.append((side, 1))
    return runs


def _fewest_crossings(useful: int) -> int:
    if useful < 2:
        return 0
    from scipy.stats import binom

    return int(binom.ppf(0.05, useful - 1, 0.5))


def _sentence(*, judged: bool, long_run: bool, few: bool, side: int) -> str:
    if not judged:
        return "There are too few points away from the median to judge the runs."
    if long_run and side:
        return (
            f"A long run {'above' if side > 0 else 'below'} the median reaches the last point: unlikely to be chance."
        )
    if long_run:
        return "There was a shift earlier in the series."
    if few:
        return "The line crosses its median too seldom: the pattern is unlikely to be chance."
    return "The runs are what chance would give."
