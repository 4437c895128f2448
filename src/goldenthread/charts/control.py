"""The control chart and the run chart: values, centre and limits, target, and the points that are more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from goldenthread.charts import axes, look
from goldenthread.charts.control_words import alt_text, data_table
from goldenthread.charts.model import SCHEMA, Chart
from goldenthread.periods import long_date
from goldenthread.spc.model import Analysis, Judgement, PointResult, Segment
from goldenthread.spc.sentences import within_bounds

LABEL_GAP = 14.0


def control_chart(analysis: Analysis, *, title: str, unit: str, source: str) -> Chart:
    """A chart of an analysed series.

    `unit` labels the axis; `source` names the return and the date of the data. The measure's words, the rule set,
    trial limits and what may not be drawn come from the analysis.
    """
    if not analysis.present:
        return _without_values(analysis, title=title, unit=unit, source=source)
    axis = _scale(analysis)
    at = axes.places([result.point.date for result in analysis.points], analysis.frequency)
    layers = [
        *_bands(analysis, at, axis),
        *_centres(analysis, at, axis),
        *_targets(analysis, axis),
        *_rebases(analysis, at),
        *_gaps(analysis, at),
        *_series(analysis, at),
        *_markers(analysis, at),
        *_end_labels(analysis, axis),
    ]
    spec = {
        "$schema": SCHEMA,
        "title": look.heading(title, _rules(analysis), _dated(analysis, source)),
        "width": look.WIDTH,
        "height": look.HEIGHT,
        "config": look.config(),
        "encoding": {"x": _x(analysis, at), "y": _y(axis, unit)},
        "layer": layers,
        "resolve": {"scale": {"y": "shared"}},
    }
    return Chart(
        title=title,
        alt=alt_text(analysis),
        table=data_table(analysis, title, unit),
        spec=spec,
        rule_set=analysis.rule_set,
    )


def _without_values(analysis: Analysis, *, title: str, unit: str, source: str) -> Chart:
    """A series without a single value: the words alone, for an empty frame would look like a fault."""
    words = {"type": "text", "align": "left", "fontSize": 14, "color": look.INK}
    spec = {
        "$schema": SCHEMA,
        "title": look.heading(title, _dated(analysis, source)),
        "width": look.WIDTH,
        "height": 30,
        "config": look.config(),
        "data": {"values": [{"text": "No value in any period."}]},
        "mark": words,
        "encoding": {"x": {"value": 0}, "text": {"field": "text"}},
    }
    return Chart(
        title=title,
        alt=alt_text(analysis),
        table=data_table(analysis, title, unit),
        spec=spec,
        rule_set=analysis.rule_set,
    )


def _rules(analysis: Analysis) -> str:
    if not analysis.segments or not analysis.segments[-1].shown:
        return f"Rule set {analysis.rule_set}: too few points for limits."
    if analysis.trial:
        return f"Rule set {analysis.rule_set}. Trial limits: fewer than 13 points."
    return f"Rule set {analysis.rule_set}."


def _dated(analysis: Analysis, source: str) -> str:
    dated = analysis.run.as_at
    said = source if source.endswith(".") or not source else f"{source}."
    if dated is not None and long_date(dated) not in said:
        said = f"{said} Data to {long_date(dated)}."
    hollow = " Hollow points with a thick edge are provisional." if any(r.provisional for r in analysis.present) else ""
    return f"{said}{hollow}".strip()


def _drawn(analysis: Analysis, value: float | None) -> bool:
    return value is not None and within_bounds(analysis, value) == value


def _scale(analysis: Analysis) -> axes.Scale:
    values = [result.point.value for result in analysis.present if result.point.value is not None]
    for segment in analysis.segments:
        shown = (segment.lower, segment.upper) if segment.shown else ()
        values += [within_bounds(analysis, value) for value in shown if value is not None]
    values += list(_target_ends(analysis))
    return axes.scale(values, analysis.bounds)


def _x(analysis: Analysis, at: Sequence[float]) -> dict[str, Any]:
    count = int(at[-1]) + 1 if at else 1
    names: list[list[str]] = [[""]] * count
    for result, place in zip(analysis.points, at, strict=True):
        names[int(place)] = axes.short_name(result.point.date, analysis.frequency, analysis.kind)
    shown = [place for place in axes.labelled(count) if names[place] != [""]]
    return {
        "field": "at",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [-0.6, count - 0.4], "nice": False, "zero": False},
        "axis": {
            "values": shown,
            "labelExpr": f"{_listed(names)}[datum.value]",
            "labelOverlap": False,
            "grid": False,
            "labelFlush": False,
        },
    }


def _listed(names: Sequence[Sequence[str]]) -> str:
    return "[" + ",".join("[" + ",".join(f"'{line}'" for line in name) + "]" for name in names) + "]"


def _y(axis: axes.Scale, unit: str) -> dict[str, Any]:
    return {
        "field": "value",
        "type": "quantitative",
        "title": unit,
        "scale": {"domain": [axis.low, axis.high], "nice": False, "zero": False},
        "axis": {"values": list(axis.ticks), "format": f",.{axis.decimals}f", "titlePadding": 8},
    }


def _spans(analysis: Analysis, at: Sequence[float]) -> list[tuple[Segment, float, float]]:
    """Each segment with where it starts and ends; a rule set with continuous lines runs on to the next segment."""
    placed = {result.point.date: place for result, place in zip(analysis.points, at, strict=True)}
    spans = [(segment, placed[segment.start] - 0.4, placed[segment.end] + 0.4) for segment in analysis.segments]
    if analysis.rules.continuous_lines:
        starts = [start for _, start, _ in spans[1:]]
        spans = [
            (segment, start, until) for (segment, start, _), until in zip(spans, [*starts, spans[-1][2]], strict=True)
        ]
    return [span for span in spans if span[0].shown]


def _bands(analysis: Analysis, at: Sequence[float], axis: axes.Scale) -> list[dict[str, Any]]:
    bands, lines = [], []
    for segment, start, end in _spans(analysis, at):
        if segment.lower is None or segment.upper is None:
            continue
        low, high = within_bounds(analysis, segment.lower), within_bounds(analysis, segment.upper)
        bands.append({"at": start, "until": end, "value": max(low, axis.low), "top": high})
        drawn = [value for value in (segment.lower, segment.upper) if _drawn(analysis, value)]
        lines += [{"at": start, "until": end, "value": value, "trial": segment.trial} for value in drawn]
    until = {"x2": {"field": "until"}}
    layers = [_layer(bands, {"type": "rect", "color": look.BAND}, {**until, "y2": {"field": "top"}})]
    for trial, dash in ((False, [6, 4]), (True, [2, 3])):
        mark = {"type": "rule", "color": look.LINE, "strokeWidth": 1.3, "strokeDash": dash}
        layers.append(_layer([row for row in lines if row["trial"] is trial], mark, until))
    return [layer for layer in layers if layer["data"]["values"]]


def _centres(analysis: Analysis, at: Sequence[float], axis: axes.Scale) -> list[dict[str, Any]]:
    rows = [
        {"at": start, "until": end, "value": min(max(segment.centre, axis.low), axis.high)}
        for segment, start, end in _spans(analysis, at)
    ]
    mark = {"type": "rule", "color": look.INK, "strokeWidth": 1.4}
    return [_layer(rows, mark, {"x2": {"field": "until"}})] if rows else []


def _target_ends(analysis: Analysis) -> tuple[float, ...]:
    if analysis.target is None:
        return ()
    return analysis.target if isinstance(analysis.target, tuple) else (analysis.target,)


def _targets(analysis: Analysis, axis: axes.Scale) -> list[dict[str, Any]]:
    rows = [{"value": value} for value in _target_ends(analysis) if axis.low <= value <= axis.high]
    mark = {"type": "rule", "color": look.TARGET, "strokeWidth": 2, "strokeDash": [10, 3, 2, 3]}
    full = {"x": {"value": 0}, "x2": {"value": look.WIDTH}}
    return [_layer(rows, mark, full)] if rows else []


def _rebases(analysis: Analysis, at: Sequence[float]) -> list[dict[str, Any]]:
    placed = {result.point.date: (place, result.period) for result, place in zip(analysis.points, at, strict=True)}
    rows = [
        {"at": placed[segment.start][0] - 0.5, "text": f"new limits from {placed[segment.start][1]}"}
        for segment in analysis.segments[1:]
    ]
    if not rows:
        return []
    full = {"y": {"value": 0}, "y2": {"value": look.HEIGHT}}
    words = {
        "type": "text",
        "align": "left",
        "baseline": "bottom",
        "dx": 3,
        "dy": -2,
        "fontSize": 11,
        "color": look.INK,
    }
    return [
        _layer(rows, {"type": "rule", "color": look.INK, "strokeWidth": 1, "strokeDash": [1, 3]}, full),
        _layer(rows, words, {"y": {"value": 0}, "text": {"field": "text"}}),
    ]


def _gaps(analysis: Analysis, at: Sequence[float]) -> list[dict[str, Any]]:
    have = {int(place) for result, place in zip(analysis.points, at, strict=True) if result.point.present}
    lost = [place for place in range(int(at[-1]) + 1) if place not in have] if at else []
    if not lost:
        return []
    words = {"type": "text", "angle": 270, "align": "left", "baseline": "middle", "fontSize": 11, "color": look.LINE}
    rows = [{"at": place, "text": "no value"} for place in lost]
    return [_layer(rows, words, {"y": {"value": look.HEIGHT - 6}, "text": {"field": "text"}})]


def _series(analysis: Analysis, at: Sequence[float]) -> list[dict[str, Any]]:
    rows, stretch, before = [], 0, None
    for result, place in zip(analysis.points, at, strict=True):
        if not result.point.present:
            stretch += 1
            continue
        stretch += before is not None and place - before > 1
        before = place
        rows.append({"at": place, "value": result.point.value, "stretch": stretch})
    mark = {"type": "line", "color": look.INK, "strokeWidth": 1.8}
    return [_layer(rows, mark, {"detail": {"field": "stretch", "type": "nominal"}})] if rows else []


def _signal(analysis: Analysis, result: PointResult) -> Judgement:
    if result.segment is None or not analysis.segments[result.segment].shown:
        return Judgement.COMMON
    return result.judgement


def _markers(analysis: Analysis, at: Sequence[float]) -> list[dict[str, Any]]:
    rows = []
    for result, place in zip(analysis.points, at, strict=True):
        if not result.point.present:
            continue
        judgement = _signal(analysis, result)
        letter = "" if judgement is Judgement.COMMON else look.LETTERS[judgement][result.reason.sign > 0]
        rows.append(
            {
                "at": place,
                "value": result.point.value,
                "signal": look.WORDS[judgement],
                "letter": letter,
                "above": result.reason.sign > 0,
                "provisional": result.provisional,
            }
        )
    kinds = [kind for kind in Judgement if any(row["signal"] == look.WORDS[kind] for row in rows)]
    scales = look.marker_scales("signal", {look.WORDS[kind]: (look.FILL[kind], look.SHAPE[kind]) for kind in kinds})
    mark = {"type": "point", "size": 72, "strokeWidth": 1.3, "opacity": 1}
    layers = [_layer([row for row in rows if not row["provisional"]], mark, scales)]
    hollow = [row for row in rows if row["provisional"]]
    outlined = {channel: scales[channel] for channel in ("shape", "stroke")}
    layers.append(_layer(hollow, {**mark, "fill": "#ffffff", "strokeWidth": 2.6}, outlined))
    for above in (True, False):
        words = {"type": "text", "dy": -12 if above else 13, "fontSize": 11, "fontWeight": "bold", "color": look.INK}
        letters = [row for row in rows if row["letter"] and row["above"] is above]
        layers += look.haloed(letters, words, {"text": {"field": "letter"}})
    return [layer for layer in layers if layer["data"]["values"]]


def _end_labels(analysis: Analysis, axis: axes.Scale) -> list[dict[str, Any]]:
    words, found = analysis.words.bare, []
    ends = _target_ends(analysis)
    names = ["Target"] if len(ends) == 1 else ["Target from", "Target to"]
    found += [(value, f"{name} {words.show(value)}", look.TARGET) for name, value in zip(names, ends, strict=False)]
    if analysis.segments and analysis.segments[-1].shown:
        segment = analysis.segments[-1]
        centre = "Median" if analysis.rules.run_chart else "Mean"
        found.append((segment.centre, f"{centre} {words.show_limit(segment.centre)}", look.INK))
        for name, value in (("Upper limit", segment.upper), ("Lower limit", segment.lower)):
            if value is not None and _drawn(analysis, value):
                found.append((value, f"{name} {words.show_limit(value)}", look.LINE))
    pixels = [axis.pixel(value, look.HEIGHT) for value, _, _ in found]
    moved = axes.apart(pixels, LABEL_GAP, 4.0, look.HEIGHT - 4.0)
    layers = []
    for colour in (look.TARGET, look.INK, look.LINE):
        rows = [
            {"down": down, "text": text} for (_, text, own), down in zip(found, moved, strict=True) if own == colour
        ]
        mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12, "color": colour}
        if colour == look.TARGET:
            mark["fontWeight"] = "bold"
        down = {"field": "down", "type": "quantitative", "scale": None, "axis": None}
        layers.append(_layer(rows, mark, {"x": {"value": look.WIDTH + 7}, "y": down, "text": {"field": "text"}}))
    return [layer for layer in layers if layer["data"]["values"]]


def _layer(rows: list[dict[str, Any]], mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}
