"""A control chart in words and numbers: its alternative text and the table of its data."""

from __future__ import annotations

from goldenthread.charts.model import ChartTable
from goldenthread.spc.model import Analysis, PointResult, PointStatus, Rule
from goldenthread.spc.sentences import describe

REASONS = {
    Rule.COMMON: "usual variation",
    Rule.OUTSIDE_ABOVE: "above the upper limit",
    Rule.OUTSIDE_BELOW: "below the lower limit",
    Rule.TREND_UP: "part of a rising trend",
    Rule.TREND_DOWN: "part of a falling trend",
    Rule.TWO_OF_THREE_ABOVE: "two of three near the upper limit",
    Rule.TWO_OF_THREE_BELOW: "two of three near the lower limit",
    Rule.SHIFT_ABOVE: "part of a run above the mean",
    Rule.SHIFT_BELOW: "part of a run below the mean",
}


def alt_text(analysis: Analysis) -> str:
    """What a reader who cannot see the chart is told: the kind of chart, the sentence, first, last, mean, limits."""
    kind = "Run chart" if analysis.rules.run_chart else "Control chart"
    return f"{kind}, {len(analysis.present)} points. {describe(analysis)}"


def data_table(analysis: Analysis, title: str, unit: str) -> ChartTable:
    """Every period with its value, counts where there are any, the limits that judged it and what it signals."""
    counted = any(result.point.denominator is not None for result in analysis.points)
    judged = not analysis.rules.run_chart
    headings = ["Period", f"Value ({unit})"]
    headings += ["Numerator", "Denominator"] if counted else []
    headings += ["Lower limit", "Mean", "Upper limit", "Signal"] if judged else ["Median"]
    return ChartTable(
        caption=f"Data behind the chart: {title}",
        headings=tuple(headings),
        rows=tuple(_row(analysis, result, counted, judged) for result in analysis.points),
    )


def _row(analysis: Analysis, result: PointResult, counted: bool, judged: bool) -> tuple[str, ...]:
    point, words = result.point, analysis.words.bare
    value = "no value" if point.value is None else words.show(point.value)
    if point.status is PointStatus.WITHHELD:
        value = "withheld"
    elif point.status in (PointStatus.PROVISIONAL, PointStatus.RESTATED):
        value = f"{value} ({point.status})"
    cells = [result.period, value]
    if counted:
        cells += [_count(number) if point.present else "" for number in (point.numerator, point.denominator)]
    segment = None if result.segment is None else analysis.segments[result.segment]
    shown = segment is not None and segment.shown
    limits = (segment.lower, segment.centre, segment.upper) if segment is not None and shown else (None, None, None)
    if not judged:
        limits = (limits[1],)  # type: ignore[assignment]
    cells += ["" if limit is None else words.show_limit(limit) for limit in limits]
    if judged:
        cells.append(REASONS[result.reason] if shown else "")
    return tuple(cells)


def _count(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}"
