"""Bars with intervals, for the groups of a breakdown or for comparison; and funnels of units by size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.charts import look
from goldenthread.charts.model import Chart, ChartTable
from goldenthread.spc.funnels import INNER, OUTER, Placed, Position, proportion_limits, rate_curve

Format = Callable[[float], str]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: a name, a value (None is not drawn but stays in the table) and a 95% interval where there is one."""

    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    counts: str = ""
    shaded: bool = False


def bars_chart(
    bars: Sequence[Bar],
    *,
    title: str,
    unit: str,
    write: Format,
    source: str,
    reference: tuple[str, float] | None = None,
) -> Chart:
    """Horizontal bars with 95% intervals, in the order given; `reference` draws a line with a name."""
    shown = [bar for bar in bars if bar.value is not None]
    names = [bar.name for bar in shown]
    values = [
        {"name": bar.name, "value": bar.value, "lower": bar.lower, "upper": bar.upper, "shade": bar.shaded}
        for bar in shown
    ]
    y = {"field": "name", "type": "nominal", "sort": names, "title": None, "axis": {"labelLimit": 260}}
    x = {"field": "value", "type": "quantitative", "title": unit}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": values},
            "mark": {"type": "bar", "stroke": look.INK, "strokeWidth": 0.6, "height": {"band": 0.66}},
            "encoding": {
                "x": x,
                "y": y,
                "color": {"condition": {"test": "datum.shade", "value": look.INK}, "value": look.BAR},
            },
        },
        {
            "data": {"values": [row for row in values if row["lower"] is not None]},
            "mark": {"type": "rule", "color": look.INK, "strokeWidth": 1.6},
            "encoding": {"x": {"field": "lower", "type": "quantitative"}, "x2": {"field": "upper"}, "y": y},
        },
    ]
    if reference:
        layers += _reference(reference, write)
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": title, "subtitle": [f"Lines are 95% intervals. {source}"]},
        "width": look.WIDTH - 160,
        "height": {"step": 30},
        "config": look.config(),
        "layer": layers,
    }
    return Chart(title=title, alt=_bars_alt(bars, title, write), table=_bars_table(bars, title, unit, write), spec=spec)


def _reference(reference: tuple[str, float], write: Format) -> list[dict[str, Any]]:
    name, value = reference
    data = {"values": [{"value": value, "text": f"{name} {write(value)}"}]}
    x = {"field": "value", "type": "quantitative"}
    return [
        {"data": data, "mark": {"type": "rule", "color": look.TARGET, "strokeDash": [2, 3], "strokeWidth": 1.8}, "encoding": {"x": x}},
        {
            "data": data,
            "mark": {"type": "text", "align": "left", "dx": 4, "dy": -4, "y": 0, "color": look.TARGET, "fontSize": 12},
            "encoding": {"x": x, "text": {"field": "text"}},
        },
    ]  # fmt: skip


def _bars_alt(bars: Sequence[Bar], title: str, write: Format) -> str:
    said = [f"{bar.name} {write(bar.value)}" for bar in bars if bar.value is not None]
    return f"{title}: {'; '.join(said)}." if said else f"{title}: nothing to show."


def _bars_table(bars: Sequence[Bar], title: str, unit: str, write: Format) -> ChartTable:
    rows = tuple(
        (
            bar.name,
            "no value" if bar.value is None else write(bar.value),
            "" if bar.lower is None or bar.upper is None else f"{write(bar.lower)} to {write(bar.upper)}",
            bar.counts,
        )
        for bar in bars
    )
    return ChartTable(
        caption=f"Data behind the chart: {title}",
        headings=("Group", f"Value ({unit})", "95% interval", "Counts"),
        rows=rows,
    )


def funnel_chart(
    placed: Sequence[Placed], *, base: float, title: str, unit: str, per: float, rate: bool, write: Format, source: str
) -> Chart:
    """A funnel of units by size; `per` scales values (100 for shares, 10,000 for rates)."""
    largest = max(one.unit.denominator for one in placed) * 1.08
    curves = _rate_curves(base, largest, per) if rate else _share_curves(base, largest, per)
    points = [
        {
            "name": one.unit.name,
            "size": one.unit.denominator,
            "value": one.value * per,
            "position": "within limits" if one.position is Position.WITHIN else "outside limits",
        }
        for one in placed
    ]
    x = {"field": "size", "type": "quantitative", "title": "size (denominator)", "scale": {"domain": [0, largest]}}
    y = {"field": "value", "type": "quantitative", "title": unit}
    marks = {
        "fill": {"field": "position", "scale": {"domain": ["within limits", "outside limits"], "range": ["#ffffff", "#490092"]}, "legend": {"title": None}},
        "shape": {"field": "position", "scale": {"domain": ["within limits", "outside limits"], "range": ["circle", "triangle-up"]}, "legend": {"title": None}},
    }  # fmt: skip
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": title, "subtitle": [f"Inner limits 95%, outer 99.8%. {source}"]},
        "width": look.WIDTH,
        "height": look.HEIGHT + 40,
        "config": look.config(),
        "layer": [
            {
                "data": {"values": curves},
                "mark": {"type": "line", "color": look.LINE, "strokeWidth": 1.2},
                "encoding": {"x": x, "y": y, "detail": {"field": "curve"}, "strokeDash": {"field": "level", "legend": None}},
            },
            {"data": {"values": points}, "mark": {"type": "point", "size": 80, "stroke": look.INK, "opacity": 1}, "encoding": {"x": x, "y": y, **marks}},
            {"data": {"values": points}, "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 11}, "encoding": {"x": x, "y": y, "text": {"field": "name"}}},
        ],
    }  # fmt: skip
    return Chart(
        title=title, alt=_funnel_alt(placed, title), table=_funnel_table(placed, title, unit, per, write), spec=spec
    )


def _share_curves(base: float, largest: float, per: float) -> list[dict[str, Any]]:
    rows = [{"size": size, "value": base * per, "curve": "baseline", "level": "baseline"} for size in (0.0, largest)]
    steps = [largest * step / 120 for step in range(2, 121)]
    for name, level in (("95%", INNER), ("99.8%", OUTER)):
        for size in steps:
            lower, upper = proportion_limits(base, size, level)
            rows.append({"size": size, "value": lower * per, "curve": f"lower {name}", "level": name})
            rows.append({"size": size, "value": upper * per, "curve": f"upper {name}", "level": name})
    return rows


def _rate_curves(base: float, largest: float, per: float) -> list[dict[str, Any]]:
    rows = [{"size": size, "value": base * per, "curve": "baseline", "level": "baseline"} for size in (0.0, largest)]
    for name, level in (("95%", INNER), ("99.8%", OUTER)):
        for side, curve in zip(("lower", "upper"), rate_curve(base, largest, level), strict=True):
            rows += [
                {"size": size, "value": value * per, "curve": f"{side} {name}", "level": name}
                for size, value in curve
                if largest * 0.02 <= size <= largest
            ]
    return rows


def _funnel_alt(placed: Sequence[Placed], title: str) -> str:
    outside = [f"{one.unit.name} is {one.position}" for one in placed if one.position is not Position.WITHIN]
    if not outside:
        return f"{title}: all {len(placed)} lie within what chance explains."
    return f"{title}: {'; '.join(outside)}; the other {len(placed) - len(outside)} lie within what chance explains."


def _funnel_table(placed: Sequence[Placed], title: str, unit: str, per: float, write: Format) -> ChartTable:
    rows = tuple(
        (
            one.unit.name,
            f"{one.unit.numerator:,.0f}",
            f"{one.unit.denominator:,.0f}",
            write(one.value * per),
            str(one.position),
        )
        for one in placed
    )
    return ChartTable(
        caption=f"Data behind the chart: {title}",
        headings=("Unit", "Numerator", "Denominator", f"Value ({unit})", "Position"),
        rows=rows,
    )
