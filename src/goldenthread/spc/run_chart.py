"""Run charts: the median, the longest run and the crossings, after Anhøj and Olesen (PLoS ONE, 2014).

For short or lumpy series and where a mean misleads. The answer is about the chart, not about a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import comb, log2

from goldenthread.spc.model import Direction, Point, RunChartResult, VariationIcon
from goldenthread.spc.series import value
from goldenthread.spc.signals import sign

USEFUL_AT_LEAST = 10
CROSSINGS_QUANTILE = 0.05
_TOLERANCE = 1e-9


def longest_run_allowed(useful: int) -> int:
    """The longest run on one side that chance explains: round(log2(n)) + 3."""
    return round(log2(useful)) + 3 if useful else 3


def fewest_crossings(transitions: int) -> int:
    """The 5% quantile of a fair coin tossed `transitions` times: fewer crossings are unlikely to be chance."""
    wanted, total = CROSSINGS_QUANTILE * 2**transitions, 0
    for crossings in range(transitions + 1):
        total += comb(transitions, crossings)
        if total >= wanted:
            return crossings
    return transitions


def judge(stretches: Sequence[Sequence[Point]], centre: float) -> RunChartResult:
    """Both tests over unbroken stretches of one segment. Points on the median neither add to nor break a run."""
    slack = _TOLERANCE * max((abs(value(point)) for stretch in stretches for point in stretch), default=0.0)
    sides = [[sign(gap) for point in stretch if abs(gap := value(point) - centre) > slack] for stretch in stretches]
    runs = [[(side, len(list(members))) for side, members in groupby(stretch)] for stretch in sides if stretch]
    useful = sum(map(len, sides))
    longest = max((length for stretch in runs for _, length in stretch), default=0)
    allowed = longest_run_allowed(useful)
    crossings = sum(len(stretch) - 1 for stretch in runs)
    fewest = fewest_crossings(sum(len(stretch) - 1 for stretch in sides if stretch))
    judged = useful >= USEFUL_AT_LEAST
    last_side, last_length = runs[-1][-1] if runs else (0, 0)
    return RunChartResult(
        useful=useful,
        longest_run=longest,
        longest_allowed=allowed,
        crossings=crossings,
        fewest_expected=fewest,
        long_run=judged and longest > allowed,
        few_crossings=judged and crossings < fewest,
        side=last_side if judged and last_length > allowed else 0,
        judged=judged,
    )


def variation(result: RunChartResult, direction: Direction) -> VariationIcon | None:
    """The icon of a run chart: none when too few points are useful or the change has no direction now."""
    if not result.judged:
        return None
    if not (result.long_run or result.few_crossings):
        return VariationIcon.COMMON
    if not result.side:
        return None
    good = {Direction.INCREASE: 1, Direction.DECREASE: -1}.get(direction, 0) * result.side
    return VariationIcon(
        f"{ {1: 'improvement', -1: 'concern', 0: 'neutral'}[good] }-{'high' if result.side > 0 else 'low'}"
    )
