"""What a reader must be told beside an analysis, because the picture alone would mislead."""

from __future__ import annotations

from goldenthread.spc.model import Analysis, SeriesKind
from goldenthread.spc.rule_sets import TOO_FEW_BELOW, TRIAL_BELOW

SMALL_COUNT = 10
SMALL_DENOMINATOR = 10
CHANGING_DENOMINATOR = 2.0


def cautions(analysis: Analysis) -> tuple[str, ...]:
    """Every caution that applies, in the order printed."""
    found = [*_about_length(analysis), *_about_kind(analysis), *_about_counts(analysis), *_about_limits(analysis)]
    if analysis.missing:
        found.append(
            f"There is no value for {_listed(analysis.missing)}; no run or moving range is taken across the gap."
        )
    if any(result.provisional for result in analysis.present):
        found.append("Provisional values are drawn hollow; a signal they raise may change when they are final.")
    return tuple(found)


def many_charts(charts: int, signals: int) -> str:
    """The note at the foot of a page of charts: how many signals, and that a few false ones are expected."""
    return (
        f"{signals} of the {charts} charts on this page {'signals' if signals == 1 else 'signal'} a change. "
        "With this many charts a few signals by chance alone are to be expected."
    )


def _about_length(analysis: Analysis) -> list[str]:
    if not analysis.segments or analysis.rules.run_chart:
        return []
    segment = analysis.segments[-1]
    if not segment.shown:
        needed = max(TOO_FEW_BELOW, analysis.rules.limits_from)
        return [f"Too few points to judge: {segment.n} of the {needed} needed by this rule set."]
    if segment.trial:
        return [f"Trial limits: made from {segment.n} points, fewer than {TRIAL_BELOW}, and redrawn with each new one."]
    return []


def _about_kind(analysis: Analysis) -> list[str]:
    if analysis.kind is SeriesKind.STOCK:
        return [
            "A count on a day is mostly the same children as the count before, so limits are narrow and false signals "
            "likely; a flat count can also hide equal numbers starting and ending. Read it with starts and ends."
        ]
    return []


def _about_counts(analysis: Analysis) -> list[str]:
    found = []
    values = [result.point.value for result in analysis.present if result.point.value is not None]
    judged_by_limits = analysis.kind is SeriesKind.FLOW and not analysis.rules.run_chart
    if judged_by_limits and values and sum(values) / len(values) < SMALL_COUNT:
        found.append("Counts of under ten a period are lumpy: a run chart or a longer period is safer.")
    below = [result.point.denominator for result in analysis.present if result.point.denominator is not None]
    if below and min(below) < SMALL_DENOMINATOR:
        found.append(f"Some values rest on fewer than {SMALL_DENOMINATOR} cases: read the counts, not the percentage.")
    if below and min(below) > 0 and max(below) > CHANGING_DENOMINATOR * min(below):
        found.append("The number of cases behind the values changes a good deal, which limits take no account of.")
    return found


def _about_limits(analysis: Analysis) -> list[str]:
    low, high = analysis.bounds
    for segment in analysis.segments:
        under = low is not None and segment.lower is not None and segment.lower < low
        over = high is not None and segment.upper is not None and segment.upper > high
        if segment.shown and under and over:
            return ["Both limits lie outside the possible range and are not drawn beyond it."]
        if segment.shown and (under or over):
            which = "lower" if under else "upper"
            return [f"The {which} limit lies outside the possible range and is not drawn beyond it."]
    return []


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
