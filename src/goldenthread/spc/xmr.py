"""Analysing a series: limits from moving ranges, signals, icons, cautions and the sentence."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from goldenthread import __version__
from goldenthread.spc import cautions, run_chart, sentences, series, signals
from goldenthread.spc.limits import make_segment
from goldenthread.spc.model import (
    Analysis,
    AssuranceIcon,
    Direction,
    Frequency,
    GapPolicy,
    Judgement,
    Point,
    PointResult,
    Rule,
    RuleSet,
    RunChartResult,
    RunRecord,
    Segment,
    SeriesError,
    SeriesKind,
    VariationIcon,
    Words,
)
from goldenthread.spc.rule_sets import DEFAULT, FIXED_BASE_AT_LEAST, RULE_SETS, TRIAL_BELOW

Target = float | tuple[float, float] | None
TOLERANCE = 1e-9
_JOINED = (
    "Two trends stand back to back at {}: the last point of the first takes the direction of the step that joins them."
)


def analyse(
    points: Sequence[Point],
    *,
    rules: RuleSet = DEFAULT,
    direction: Direction,
    target: Target = None,
    kind: SeriesKind,
    rebase: Sequence[dt.date] = (),
    frequency: Frequency | None = None,
    fix_after_n: int | None = None,
    gaps: GapPolicy = GapPolicy.BREAK,
    bounds: tuple[float | None, float | None] | None = None,
    words: Words | None = None,
    measure: str = "",
    measure_version: int = 1,
    as_at: dt.date | None = None,
) -> Analysis:
    """Judge a series by a rule set.

    `target` is a value, or the two ends of a range; `rebase` are dates of points that start a new segment;
    `fix_after_n` makes the limits from the first n points of each segment (12 or more). `bounds` are the least and
    greatest possible values; those of the kind when absent. Raises SeriesError for two values on one day, a value
    that is not a finite number, a rebase date that is not in the series, a rolling measure, or a gap under `REFUSE`.
    """
    words = words or Words()
    if fix_after_n is not None and fix_after_n < FIXED_BASE_AT_LEAST:
        raise SeriesError(f"A base of {fix_after_n} points is too short.", remedy="Fix it after 12 points or more.")
    if kind is SeriesKind.ROLLING and not rules.run_chart:
        raise SeriesError(
            "Neighbouring values of a rolling 12-month measure share eleven months, so limits cannot be trusted.",
            remedy="Chart the same measure by month or quarter.",
        )
    ordered = series.in_order(points)
    missing = series.missing_periods(ordered, frequency)
    if missing and gaps is GapPolicy.REFUSE:
        raise SeriesError(f"There is no value for {', '.join(missing)}.", remedy="Supply it, or let gaps break runs.")
    stretches = series.stretches(ordered, rebase, frequency)
    segments, judged, warnings = _judge(stretches, rules, direction, fix_after_n)
    results = tuple(
        judged.get(point.date, PointResult(point=point, period=series.period_name(point, frequency, kind)))
        for point in ordered
    )
    results = tuple(replace(result, period=series.period_name(result.point, frequency, kind)) for result in results)
    run_result = run_chart.judge(stretches[-1], segments[-1].centre) if rules.run_chart and stretches else None
    shown = bool(segments) and segments[-1].shown
    last = [result for result in results if result.point.present][-1:]
    variation = _variation(last[0], direction, run_result) if shown and last else None
    limits_shown = shown and segments[-1].lower is not None
    draft = Analysis(
        run=RunRecord(
            rule_set=rules.id,
            code_version=__version__,
            input_hash=_input_hash(ordered, rebase, fix_after_n, direction, target, kind),
            measure=measure,
            measure_version=measure_version,
            as_at=as_at,
            gap_policy=gaps,
            warnings=warnings,
        ),
        rules=rules,
        words=words,
        direction=direction,
        kind=kind,
        frequency=frequency,
        target=target,
        bounds=bounds if bounds is not None else series.natural_bounds(kind),
        segments=segments,
        points=results,
        missing=missing,
        variation=variation,
        assurance=assurance(segments[-1], target, direction) if limits_shown else None,
        run_chart=run_result,
        cautions=(),
    )
    draft = replace(draft, cautions=cautions.cautions(draft))
    return replace(draft, sentence=sentences.sentence(draft))


def other_answers(chosen: Analysis) -> tuple[str, ...]:
    """What the other rule sets for control charts say of the same series, where they answer differently."""
    if chosen.rules.run_chart:
        return ()
    fixed = [segment.base for segment in chosen.segments if segment.fixed]
    others = [
        analyse(
            [result.point for result in chosen.points],
            rules=rules,
            direction=chosen.direction,
            target=chosen.target,
            kind=chosen.kind,
            rebase=[segment.start for segment in chosen.segments[1:]],
            frequency=chosen.frequency,
            fix_after_n=fixed[0] if fixed else None,
            bounds=chosen.bounds,
            words=chosen.words,
        )
        for rules in RULE_SETS.values()
        if not rules.run_chart and rules != chosen.rules
    ]
    return tuple(said for other in others if (said := sentences.differs(chosen, other)))


def _beyond(value: float, low: float | None, high: float | None, slack: float) -> int:
    """+1 strictly above the higher, -1 strictly below the lower; `slack` absorbs rounding in binary arithmetic."""
    if low is None or high is None:
        return 0
    return int(value - high > slack) - int(low - value > slack)


def _judge(
    segments: Sequence[Sequence[Sequence[Point]]], rules: RuleSet, direction: Direction, fix_after_n: int | None
) -> tuple[tuple[Segment, ...], dict[dt.date, PointResult], tuple[str, ...]]:
    found: list[Segment] = []
    judged: dict[dt.date, PointResult] = {}
    warnings: list[str] = []
    for number, stretches in enumerate(segments):
        segment = make_segment(stretches, rules, fix_after_n)
        found.append(segment)
        slack = TOLERANCE * max(abs(series.value(point)) for stretch in stretches for point in stretch)
        if segment.trial and not rules.run_chart:
            warnings.append(f"Segment {number + 1} has {segment.n} points, fewer than {TRIAL_BELOW}.")
        for stretch in stretches:
            values = [series.value(point) for point in stretch]
            joined = [] if rules.run_chart else signals.back_to_back(values, rules.trend)
            warnings.extend(_JOINED.format(stretch[place].date.isoformat()) for place in joined)
            judged |= _judge_stretch(stretch, values, number, segment, slack, rules, direction)
    return tuple(found), judged, tuple(warnings)


def _judge_stretch(
    stretch: Sequence[Point],
    values: Sequence[float],
    number: int,
    segment: Segment,
    slack: float,
    rules: RuleSet,
    direction: Direction,
) -> dict[dt.date, PointResult]:
    sides = [_beyond(value, segment.centre, segment.centre, slack) for value in values]
    outside = [_beyond(value, segment.lower, segment.upper, slack) for value in values]
    beyond_near = [_beyond(value, segment.near_lower, segment.near_upper, slack) for value in values]
    near = [0 if out else close for out, close in zip(outside, beyond_near, strict=True)]
    none: list[tuple[Rule, ...]] = [()] * len(values)
    hit = none if rules.run_chart else signals.rules_hit(values, sides, outside, near, rules)
    judged = {}
    for place, point in enumerate(stretch):
        reason = signals.reason(hit[place], direction, rules)
        judged[point.date] = PointResult(
            point=point,
            period="",
            segment=number,
            side=sides[place],
            outside=outside[place],
            near=near[place],
            rules=hit[place],
            reason=reason,
            judgement=signals.judge(reason, direction),
        )
    return judged


def _variation(last: PointResult, direction: Direction, run: RunChartResult | None) -> VariationIcon | None:
    if run is not None:
        return run_chart.variation(run, direction)
    if last.judgement is Judgement.COMMON:
        return VariationIcon.COMMON
    return VariationIcon(f"{last.judgement}-{'high' if last.reason.sign > 0 else 'low'}")


def assurance(segment: Segment, target: Target, direction: Direction) -> AssuranceIcon | None:
    """Whether a process with these limits will meet the target; None without a target, limits or a direction."""
    if target is None or direction is Direction.NEUTRAL or segment.lower is None or segment.upper is None:
        return None
    slack = TOLERANCE * max(abs(segment.lower), abs(segment.upper))
    if isinstance(target, tuple):
        low, high = target
        if segment.lower - low > slack and high - segment.upper > slack:
            return AssuranceIcon.PASS
        apart = segment.lower - high > slack or low - segment.upper > slack
        return AssuranceIcon.FAIL if apart else AssuranceIcon.INCONSISTENT
    if direction is Direction.RANGE:
        return None
    high_is_good = direction is Direction.INCREASE
    if target - segment.upper > slack:
        return AssuranceIcon.FAIL if high_is_good else AssuranceIcon.PASS
    if segment.lower - target > slack:
        return AssuranceIcon.PASS if high_is_good else AssuranceIcon.FAIL
    return AssuranceIcon.INCONSISTENT


def _input_hash(points: Sequence[Point], *options: object) -> str:
    text = repr([(p.date.isoformat(), p.value, p.numerator, p.denominator, str(p.status)) for p in points])
    return hashlib.sha256((text + repr([str(option) for option in options])).encode()).hexdigest()[:16]
