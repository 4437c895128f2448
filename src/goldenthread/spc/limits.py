"""Limits from moving ranges: the mean, the usual step from one value to the next, and how far chance reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean, median

from goldenthread.spc.model import Point, RuleSet, Segment
from goldenthread.spc.rule_sets import DEFAULT, LIMIT_CONSTANT, SCREEN_CONSTANT, TOO_FEW_BELOW, TRIAL_BELOW
from goldenthread.spc.series import value


def limits(
    stretches: Sequence[Sequence[float]], rules: RuleSet = DEFAULT, fix_after_n: int | None = None
) -> tuple[float, float | None, float | None, tuple[float, ...], int]:
    """Mean, mean moving range, the moving range used, those screened out, and the number of base points.

    `stretches` are the unbroken stretches of one segment: no moving range is taken from one to the next. The
    moving ranges are None with no pair of neighbours. Screening drops moving ranges strictly once, never points.
    """
    base: list[list[float]] = []
    left = fix_after_n if fix_after_n is not None else sum(map(len, stretches))
    for stretch in stretches:
        base.append(list(stretch[:left]))
        left -= len(base[-1])
    mean = fmean(value for stretch in base for value in stretch)
    ranges = [abs(after - before) for stretch in base for before, after in pairwise(stretch)]
    count = sum(map(len, base))
    if not ranges:
        return mean, None, None, (), count
    average = fmean(ranges)
    if not rules.screen or average == 0:
        return mean, average, average, (), count
    kept = [moving for moving in ranges if moving < SCREEN_CONSTANT * average]
    dropped = tuple(moving for moving in ranges if moving >= SCREEN_CONSTANT * average)
    return mean, average, fmean(kept), dropped, count


def make_segment(stretches: Sequence[Sequence[Point]], rules: RuleSet, fix_after_n: int | None) -> Segment:
    """A segment's centre, moving ranges and limits from its unbroken stretches of points."""
    values = [[value(point) for point in stretch] for stretch in stretches]
    n = sum(map(len, values))
    mean, average, used, dropped, base = limits(values, rules, fix_after_n)
    whole = Segment(
        start=stretches[0][0].date,
        end=stretches[-1][-1].date,
        n=n,
        base=base,
        fixed=fix_after_n is not None and n >= fix_after_n,
        centre=mean,
        shown=n >= max(TOO_FEW_BELOW, rules.limits_from),
    )
    if rules.run_chart:
        flat = [value for stretch in values for value in stretch]
        return replace(whole, centre=median(flat[:fix_after_n]))
    if average is None or used is None:
        return replace(whole, trial=n < TRIAL_BELOW)
    spread = LIMIT_CONSTANT * used
    return replace(
        whole,
        average_range=average,
        range_used=used,
        dropped=dropped,
        lower=mean - spread,
        upper=mean + spread,
        near_lower=mean - spread * 2 / 3,
        near_upper=mean + spread * 2 / 3,
        trial=n < TRIAL_BELOW,
    )
