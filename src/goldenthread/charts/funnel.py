"""The funnel: units by size against a baseline, with the curves that show how far chance alone reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from goldenthread.charts import axes, look
from goldenthread.charts.model import SCHEMA, Chart, ChartTable
from goldenthread.spc.funnels import Funnel, FunnelKind, FunnelLabel, FunnelPoint

WIDTH, HEIGHT = look.WIDTH + 60, look.HEIGHT + 50
_INSIDE, _INNER, _OUTER = "within what chance explains", "beyond the 95% curve", "beyond the 99.8% curve"
_WHERE = {
    FunnelLabel.WITHIN: _INSIDE,
    FunnelLabel.HIGH_INNER: _INNER,
    FunnelLabel.LOW_INNER: _INNER,
    FunnelLabel.HIGH_OUTER: _OUTER,
    FunnelLabel.LOW_OUTER: _OUTER,
}
_MARKS = {_INSIDE: ("#ffffff", "circle"), _INNER: ("#c9a6e4", "diamond"), _OUTER: ("#490092", "triangle-up")}


def funnel_chart(
    funnel: Funnel, *, title: str, unit: str, size: str, write: Callable[[float], str], source: str
) -> Chart:
    """A funnel placed by `spc.funnels.funnel`.

    `unit` labels what is plotted and `size` what it is out of; `write` turns a value into words. Units are not
    ranked: the table is in the order given.
    """
    curve = [point for point in funnel.curve if point.size > 0]
    tops = [point.outer_upper for point in curve if point.outer_upper is not None][len(curve) // 8 :]
    axis = axes.scale([0.0, *tops, *(point.value for point in funnel.points)], _bounds(funnel))
    largest = curve[-1].size
    baseline = f"Baseline {write(funnel.baseline)} ({funnel.baseline_words})"
    about = f"{baseline}; inner curves 95%, outer 99.8%. Rule set {funnel.kind}."
    spec = {
        "$schema": SCHEMA,
        "title": look.heading(title, about, source),
        "width": WIDTH,
        "height": HEIGHT,
        "config": look.config(),
        "encoding": {
            "x": {
                "field": "size",
                "type": "quantitative",
                "title": size,
                "scale": {"domain": [0, largest], "nice": False},
                "axis": {"grid": False},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": unit,
                "scale": {"domain": [axis.low, axis.high], "nice": False},
                "axis": {"values": list(axis.ticks), "format": f",.{axis.decimals}f"},
            },
        },
        "layer": [*_curves(funnel, axis), *_units(funnel, axis)],
    }
    return Chart(
        title=title,
        alt=_alt(funnel, write),
        table=_table(funnel, title, unit, size, write),
        spec=spec,
        rule_set=str(funnel.kind),
    )


def _bounds(funnel: Funnel) -> tuple[float | None, float | None]:
    return (0.0, funnel.per) if funnel.kind is FunnelKind.PROPORTION else (0.0, None)


def _curves(funnel: Funnel, axis: axes.Scale) -> list[dict[str, Any]]:
    layers = []
    for level, dash, width in (("inner", [5, 4], 1.3), ("outer", [1, 0], 1.3)):
        rows = []
        for side in ("lower", "upper"):
            for point in funnel.curve:
                value = getattr(point, f"{level}_{side}")
                if value is not None and value <= axis.high:
                    rows.append({"size": point.size, "value": max(value, axis.low), "curve": side})
        mark = {"type": "line", "color": look.LINE, "strokeWidth": width, "strokeDash": dash}
        layers.append({"data": {"values": rows}, "mark": mark, "encoding": {"detail": {"field": "curve"}}})
    base = {"type": "rule", "color": look.INK, "strokeWidth": 1.4}
    across = {"x": {"value": 0}, "x2": {"value": WIDTH}}
    layers.append({"data": {"values": [{"value": funnel.baseline}]}, "mark": base, "encoding": across})
    return layers


def _units(funnel: Funnel, axis: axes.Scale) -> list[dict[str, Any]]:
    rows = [
        {"name": point.unit.name, "size": point.unit.size, "value": point.value, "where": _WHERE[point.label]}
        for point in funnel.points
    ]
    marks = {name: look_of for name, look_of in _MARKS.items() if any(row["where"] == name for row in rows)}
    mark = {"type": "point", "size": 85, "strokeWidth": 1.2, "opacity": 1}
    layers: list[dict[str, Any]] = [
        {"data": {"values": rows}, "mark": mark, "encoding": look.marker_scales("where", marks)}
    ]
    return layers + _names(funnel, axis)


def _names(funnel: Funnel, axis: axes.Scale) -> list[dict[str, Any]]:
    """The units' names beside their points, moved where they would run into a point or another name."""
    largest = funnel.curve[-1].size
    spots = [(point.unit.size / largest * WIDTH, axis.pixel(point.value, HEIGHT)) for point in funnel.points]
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in spots]
    rows = []
    for point, (x, y) in zip(funnel.points, spots, strict=True):
        long = 6.3 * len(point.unit.name)
        places = [(x + side, y + down, side > 0) for down in (-7, 9, -20, 22, -33, 35, -46, 48) for side in (9, -9)]
        boxes = [
            (left if right else left - long, middle - 6, left + long if right else left, middle + 6)
            for left, middle, right in places
        ]
        best = next((n for n, box in enumerate(boxes) if box[2] < WIDTH and box[0] > 0 and not _meets(box, taken)), 0)
        taken.append(boxes[best])
        rows.append({"name": point.unit.name, "across": boxes[best][0], "down": places[best][1]})
    words = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11, "color": look.INK}
    bare = {"type": "quantitative", "scale": None, "axis": None}
    encoding = {"x": {"field": "across", **bare}, "y": {"field": "down", **bare}, "text": {"field": "name"}}
    return look.haloed(rows, words, encoding)


_Box = tuple[float, float, float, float]


def _meets(box: _Box, others: Sequence[_Box]) -> bool:
    return any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in others)


def _said(point: FunnelPoint, write: Callable[[float], str]) -> str:
    return f"{point.unit.name} is {point.label} at {write(point.value)}"


def _alt(funnel: Funnel, write: Callable[[float], str]) -> str:
    outside = [point for point in funnel.points if point.label is not FunnelLabel.WITHIN]
    start = f"Funnel plot of {len(funnel.points)} units against {write(funnel.baseline)} ({funnel.baseline_words})."
    if not outside:
        return f"{start} All lie within what chance explains."
    within = len(funnel.points) - len(outside)
    ending = f"The other {within} lie within what chance explains." if within else "None lies within."
    return f"{start} {'; '.join(_said(point, write) for point in outside)}. {ending}"


def _table(funnel: Funnel, title: str, unit: str, size: str, write: Callable[[float], str]) -> ChartTable:
    rows = tuple(
        (
            point.unit.name,
            f"{point.unit.events:,.0f}",
            f"{point.unit.size:,.0f}",
            write(point.value),
            str(point.label),
        )
        for point in funnel.points
    )
    return ChartTable(
        caption=f"Data behind the chart: {title}",
        headings=("Unit", "Numerator", size[:1].upper() + size[1:], f"Value ({unit})", "Position"),
        rows=rows,
    )
