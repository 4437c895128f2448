"""The XmR control chart: limits from moving ranges, special-cause points with their reason, rebasing, icons.

Calculated from full-precision values; the same numbers always give the same signals.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from goldenthread.errors import DefinitionError, Problem
from goldenthread.spc import signals
from goldenthread.spc.model import (
    Analysis,
    Assurance,
    Direction,
    Judgement,
    Point,
    PointResult,
    Reason,
    RuleSet,
    Segment,
    SeriesKind,
    Variation,
)
from goldenthread.spc.rule_sets import DEFAULT

LEAST_SHOWN = 6
LEAST_FIXED_BASE = 12
STOCK_CAUTION = (
    "Most of the children counted at one point are counted again at the next, so the limits are narrow and signals "
    "come easily; a steady number can hide equal numbers starting and ending."
)
Target = float | tuple[float, float] | None


def analyse(
    points: Sequence[Point],
    *,
    rules: RuleSet = DEFAULT,
    direction: Direction = Direction.NEUTRAL,
    target: Target = None,
    kind: SeriesKind = SeriesKind.FLOW,
    rebase: Sequence[dt.date] = (),
    fix_after: int | None = None,
) -> Analysis:
    """Judge a series.

    `points` in any order, one for each date; a value of None is a gap that no rule may span. `rebase` are dates of
    points that start a new segment. With `fix_after` the limits of each segment come from its first so many points.
    DefinitionError for two points on one date, a rebase date that is not in the series, or a rolling series.
    """
    ordered = tuple(sorted(points, key=lambda point: point.date))
    _check(ordered, kind, rebase, fix_after)
    starts = sorted({0, *(index for index, point in enumerate(ordered) if point.date in rebase)})
    edges = list(zip(starts, [*starts[1:], len(ordered)], strict=True))
    segments = tuple(_segment(ordered, first, until, rules, fix_after) for first, until in edges)
    results = tuple(
        result
        for number, segment in enumerate(segments)
        for result in _judge(ordered[segment.first : segment.until], segment, number, rules, direction)
    )
    usable = [result for result in results if result.point.value is not None]
    enough = segments[-1].points >= max(LEAST_SHOWN, rules.limits_from) if segments else False
    return Analysis(
        rule_set=rules,
        direction=direction,
        kind=kind,
        target=target,
        segments=segments,
        points=results,
        variation=_variation(usable[-1]) if enough and usable else Variation.NONE,
        assurance=_assurance(segments[-1], target, direction) if enough else None,
        cautions=_cautions(ordered, segments, kind),
        shown=enough,
    )


def _check(points: Sequence[Point], kind: SeriesKind, rebase: Sequence[dt.date], fix_after: int | None) -> None:
    problems = []
    if kind is SeriesKind.ROLLING:
        problems.append(
            Problem(
                what="A rolling twelve-month series cannot go on a control chart: neighbouring points share eleven months.",
                remedy="Chart the same measure by month or quarter.",
            )
        )
    dates = [point.date for point in points]
    twice = sorted({day for day in dates if dates.count(day) > 1})
    problems += [Problem(what=f"There are two points for {day.isoformat()}.") for day in twice]
    problems += [
        Problem(what=f"The series has no point for the rebase date {day.isoformat()}.")
        for day in rebase
        if day not in dates
    ]
    if fix_after is not None and fix_after < LEAST_FIXED_BASE:
        problems.append(Problem(what=f"A fixed base needs at least {LEAST_FIXED_BASE} points, not {fix_after}."))
    if not points:
        problems.append(Problem(what="The series is empty."))
    if problems:
        raise DefinitionError(problems)


def _segment(points: Sequence[Point], first: int, until: int, rules: RuleSet, fix_after: int | None) -> Segment:
    values = [point.value for point in points[first:until]]
    base = values[:fix_after] if fix_after else values
    known = [value for value in base if value is not None]
    ranges = [
        abs(after - before) for before, after in itertools.pairwise(base) if before is not None and after is not None
    ]
    size = len([value for value in values if value is not None])
    if len(known) < 2 or not ranges:
        mean = sum(known) / len(known) if known else None
        return Segment(
            first=first, until=until, points=size, mean=mean, average_range=None, upper=None, lower=None,
            near_upper=None, near_lower=None, ranges_screened=0, trial=True,
        )  # fmt: skip
    mean = sum(known) / len(known)
    average = sum(ranges) / len(ranges)
    kept = ranges
    if rules.screen and average > 0:
        kept = [size_ for size_ in ranges if size_ < rules.screen_constant * average]
    screened = sum(kept) / len(kept) if kept else average
    reach = rules.limit_constant * screened
    return Segment(
        first=first,
        until=until,
        points=size,
        mean=mean,
        average_range=screened,
        upper=mean + reach,
        lower=mean - reach,
        near_upper=mean + reach * 2 / 3,
        near_lower=mean - reach * 2 / 3,
        ranges_screened=len(ranges) - len(kept),
        trial=size < rules.trial_under,
    )


def _judge(
    points: Sequence[Point], segment: Segment, number: int, rules: RuleSet, direction: Direction
) -> list[PointResult]:
    values = [point.value for point in points]
    sides = [_side(value, segment.mean) for value in values]
    outside = [_beyond(value, segment.upper, segment.lower) for value in values]
    beyond_near = [_beyond(value, segment.near_upper, segment.near_lower) for value in values]
    near = [abs(b) == 1 and o == 0 for b, o in zip(beyond_near, outside, strict=True)]
    counting = near if rules.near_only else [b != 0 for b in beyond_near]
    found = {
        Reason.OUTSIDE: outside,
        Reason.TREND: signals.trends(values, rules.trend),
        Reason.TWO_OF_THREE: signals.two_of_three(sides, counting),
        Reason.SHIFT: signals.shifts(sides, rules.shift),
    }
    results = []
    for place, point in enumerate(points):
        hits = [(reason, marks[place]) for reason, marks in found.items() if marks[place]]
        reason, high = _shown(hits, rules, direction)
        results.append(
            PointResult(
                point=point,
                segment=number,
                side=sides[place] or 0,
                outside=outside[place] != 0,
                near=near[place],
                hits=tuple(_hit_name(hit, sign) for hit, sign in hits),
                reason=reason,
                high=high,
                judgement=_judgement(high, direction),
            )
        )
    return results


def _side(value: float | None, mean: float | None) -> int | None:
    return None if value is None or mean is None else signals.compare(value, mean)


def _beyond(value: float | None, upper: float | None, lower: float | None) -> int:
    if value is None or upper is None or lower is None:
        return 0
    if signals.compare(value, upper) > 0:
        return 1
    return -1 if signals.compare(value, lower) < 0 else 0


def _shown(hits: Sequence[tuple[Reason, int]], rules: RuleSet, direction: Direction) -> tuple[Reason, int]:
    if not hits:
        return Reason.NONE, 0
    if rules.improvement_first:
        better = [hit for hit in hits if _judgement(hit[1], direction) is Judgement.IMPROVEMENT]
        return better[0] if better else hits[0]
    return hits[0]


def _hit_name(reason: Reason, sign: int) -> str:
    words = {
        Reason.OUTSIDE: ("outside-above", "outside-below"),
        Reason.TREND: ("trend-up", "trend-down"),
        Reason.TWO_OF_THREE: ("two-of-three-above", "two-of-three-below"),
        Reason.SHIFT: ("shift-above", "shift-below"),
    }
    return words[reason][0 if sign > 0 else 1]


def _judgement(high: int, direction: Direction) -> Judgement:
    if high == 0:
        return Judgement.COMMON
    if direction in (Direction.NEUTRAL, Direction.RANGE):
        return Judgement.NEUTRAL
    better = high if direction is Direction.INCREASE else -high
    return Judgement.IMPROVEMENT if better > 0 else Judgement.CONCERN


def _variation(last: PointResult) -> Variation:
    if last.judgement is Judgement.COMMON:
        return Variation.COMMON
    return Variation(f"{last.judgement}-{'high' if last.high > 0 else 'low'}")


def _assurance(segment: Segment, target: Target, direction: Direction) -> Assurance | None:
    if target is None or direction is Direction.NEUTRAL or segment.upper is None or segment.lower is None:
        return None
    if isinstance(target, tuple):
        return _assurance_of_range(segment.lower, segment.upper, target)
    if target > segment.upper:
        return Assurance.FAIL if direction is Direction.INCREASE else Assurance.PASS
    if target < segment.lower:
        return Assurance.PASS if direction is Direction.INCREASE else Assurance.FAIL
    return Assurance.INCONSISTENT


def _assurance_of_range(lower: float, upper: float, target: tuple[float, float]) -> Assurance:
    low, high = target
    if low <= lower and upper <= high:
        return Assurance.PASS
    return Assurance.FAIL if upper < low or lower > high else Assurance.INCONSISTENT


def _cautions(points: Sequence[Point], segments: Sequence[Segment], kind: SeriesKind) -> tuple[str, ...]:
    found = []
    if kind is SeriesKind.STOCK:
        found.append(STOCK_CAUTION)
    if segments[-1].trial:
        found.append(f"Trial limits: they rest on {segments[-1].points} points and will move with each new one.")
    gaps = [point.label or point.date.isoformat() for point in points if point.value is None]
    if gaps:
        found.append(f"No value for {', '.join(gaps)}: no rule reaches across the gap.")
    small = [p for p in points if p.denominator is not None and p.value is not None and p.denominator < 10]
    if small:
        found.append(f"{len(small)} points rest on fewer than 10: read the counts, not the percentages.")
    return tuple(found)
