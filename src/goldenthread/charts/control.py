"""The control chart: values, mean and limits, target, and the points that are more than chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from goldenthread.charts import look
from goldenthread.charts.model import Chart, ChartTable
from goldenthread.spc.model import Analysis, Judgement, PointResult, Segment
from goldenthread.spc.sentences import sentence, target_sentence

Format = Callable[[float], str]


def control_chart(
    analysis: Analysis, *, title: str, measure: str, unit: str, write: Format, source: str, bounded: bool = False
) -> Chart:
    """A control chart of an analysed series.

    `measure` opens the sentence, `unit` labels the axis, `write` turns a value into words, `source` names data and
    date. With `bounded` limits outside 0 (and 100 for shares) are not drawn; they stay in the table.
    """
    said = sentence(analysis, measure=measure, write=write)
    values = [_row(result) for result in analysis.points]
    most = 100.0 if unit == "%" else None
    lines = [row for segment in analysis.segments for row in _lines(analysis, segment, bounded=bounded, most=most)]
    layers = _layers(values, lines, unit) + _target_layers(analysis, write)
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": title, "subtitle": _subtitle(analysis, source)},
        "width": look.WIDTH,
        "height": look.HEIGHT,
        "config": look.config(),
        "layer": layers,
    }
    return Chart(
        title=title,
        alt=_alt(analysis, said, write),
        table=_table(analysis, title, unit, write),
        spec=spec,
        rule_set=analysis.rule_set.id,
    )


def _subtitle(analysis: Analysis, source: str) -> list[str]:
    limits = "trial limits" if analysis.trial else "limits"
    rules = f"Rules: {analysis.rule_set.id}, {limits}" if analysis.shown else "Too few points for limits"
    return [f"{rules}. {source}"]


def _row(result: PointResult) -> dict[str, Any]:
    return {
        "date": result.point.date.isoformat(),
        "label": result.point.label or result.point.date.isoformat(),
        "value": result.point.value,
        "judgement": look.WORDS[result.judgement],
    }


def _lines(analysis: Analysis, segment: Segment, *, bounded: bool, most: float | None) -> list[dict[str, Any]]:
    if not analysis.shown or segment.mean is None:
        return []
    inside = analysis.points[segment.first : segment.until]
    found = []
    for name, value in (("mean", segment.mean), ("upper limit", segment.upper), ("lower limit", segment.lower)):
        if value is None or (bounded and (value < 0 or (most is not None and value > most))):
            continue
        found += [
            {"date": point.point.date.isoformat(), "value": value, "line": f"{name} {segment.first}", "kind": name}
            for point in inside
        ]
    return found


def _axis_x(values: list[dict[str, Any]]) -> dict[str, Any]:
    every = max(1, len(values) // 9)
    shown = [row["date"] for row in values[::-every]]
    words = {row["date"]: row["label"] for row in values}
    pairs = " : ".join(f"datum.value === '{day}' ? '{words[day]}'" for day in shown)
    return {
        "field": "date",
        "type": "ordinal",
        "sort": None,
        "title": None,
        "axis": {"values": shown, "labelAngle": 0, "labelExpr": f"{pairs} : ''", "labelOverlap": "greedy"},
    }


def _layers(values: list[dict[str, Any]], lines: list[dict[str, Any]], unit: str) -> list[dict[str, Any]]:
    x = _axis_x(values)
    y = {"field": "value", "type": "quantitative", "title": unit, "scale": {"zero": False, "nice": True}}
    solid: dict[str, Any] = {
        "data": {"values": [row for row in lines if row["kind"] == "mean"]},
        "mark": {"type": "line", "color": look.LINE, "strokeWidth": 1.5},
        "encoding": {"x": x, "y": y, "detail": {"field": "line"}},
    }
    dashed = {
        "data": {"values": [row for row in lines if row["kind"] != "mean"]},
        "mark": {"type": "line", "color": look.LINE, "strokeWidth": 1.2, "strokeDash": [6, 4]},
        "encoding": {"x": x, "y": y, "detail": {"field": "line"}},
    }
    series = {
        "data": {"values": values},
        "mark": {"type": "line", "color": look.INK, "strokeWidth": 1.8, "invalid": "break-paths-show-path-domains"},
        "encoding": {"x": x, "y": y},
    }
    kinds = [judgement for judgement in Judgement if any(row["judgement"] == look.WORDS[judgement] for row in values)]
    names = [look.WORDS[judgement] for judgement in kinds]
    points = {
        "data": {"values": [row for row in values if row["value"] is not None]},
        "mark": {"type": "point", "size": 75, "stroke": look.INK, "strokeWidth": 1.2, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "fill": _scale("judgement", names, [look.FILL[judgement] for judgement in kinds]),
            "shape": _scale("judgement", names, [look.SHAPE[judgement] for judgement in kinds]),
        },
    }
    return [dashed, solid, series, points]


def _scale(field: str, names: list[str], marks: list[str]) -> dict[str, Any]:
    legend = {"title": None, "symbolStrokeColor": look.INK, "symbolStrokeWidth": 1.2, "symbolSize": 75}
    return {"field": field, "type": "nominal", "scale": {"domain": names, "range": marks}, "legend": legend}


def _target_layers(analysis: Analysis, write: Format) -> list[dict[str, Any]]:
    if analysis.target is None:
        return []
    ends = analysis.target if isinstance(analysis.target, tuple) else (analysis.target,)
    rule = {
        "data": {"values": [{"value": value} for value in ends]},
        "mark": {"type": "rule", "color": look.TARGET, "strokeDash": [2, 3], "strokeWidth": 1.8},
        "encoding": {"y": {"field": "value", "type": "quantitative"}},
    }
    words = {
        "data": {"values": [{"value": value, "text": f"target {write(value)}"} for value in ends]},
        "mark": {"type": "text", "align": "right", "dy": -7, "color": look.TARGET, "fontSize": 12, "x": look.WIDTH},
        "encoding": {
            "y": {"field": "value", "type": "quantitative"},
            "text": {"field": "text"},
        },
    }
    return [rule, words]


def _alt(analysis: Analysis, said: str, write: Format) -> str:
    usable = [result.point for result in analysis.points if result.point.value is not None]
    if not usable:
        return said
    first, last = usable[0], usable[-1]
    parts = [
        said,
        f"First {write(first.value or 0.0)} in {first.label}, last {write(last.value or 0.0)} in {last.label}.",
    ]
    segment = analysis.last_segment
    if analysis.shown and segment.mean is not None and segment.upper is not None and segment.lower is not None:
        parts.append(f"Mean {write(segment.mean)}, limits {write(segment.lower)} to {write(segment.upper)}.")
    parts.append(target_sentence(analysis, write=write))
    return " ".join(part for part in parts if part)


def _table(analysis: Analysis, title: str, unit: str, write: Format) -> ChartTable:
    rows = []
    for result in analysis.points:
        point, segment = result.point, analysis.segments[result.segment]
        rows.append(
            (
                point.label or point.date.isoformat(),
                "no value" if point.value is None else write(point.value),
                "" if point.numerator is None else f"{point.numerator:,.0f}",
                "" if point.denominator is None else f"{point.denominator:,.0f}",
                "" if segment.mean is None or not analysis.shown else write(segment.mean),
                "" if segment.lower is None or not analysis.shown else write(segment.lower),
                "" if segment.upper is None or not analysis.shown else write(segment.upper),
                str(result.reason) if result.reason != "common cause" else "usual variation",
            )
        )
    headings = ("Period", f"Value ({unit})", "Numerator", "Denominator", "Mean", "Lower limit", "Upper limit", "Signal")
    return ChartTable(caption=f"Data behind the chart: {title}", headings=headings, rows=tuple(rows))
