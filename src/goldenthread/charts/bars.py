"""Bars with intervals, for the groups of a breakdown or for comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.charts import look
from goldenthread.charts.model import SCHEMA, Chart, ChartTable

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
    x = {"field": "value", "type": "quantitative", "title": unit, "stack": None}
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
        *_intervals([row for row in values if row["lower"] is not None and row["upper"] is not None], y),
    ]
    if reference:
        layers += _reference(reference, write)
    spec = {
        "$schema": SCHEMA,
        "title": {**look.heading(title, f"Lines are 95% intervals. {source}"), "offset": 22 if reference else 10},
        "width": look.WIDTH - 80,
        "height": {"step": 30},
        # Where the reader's machine has other letters than those measured, long names and the line's name need room.
        "padding": {"left": 30, "right": 40, "top": 5, "bottom": 5},
        "config": look.config(),
        "layer": layers,
    }
    return Chart(title=title, alt=_bars_alt(bars, title, write), table=_bars_table(bars, title, unit, write), spec=spec)


def _intervals(rows: list[dict[str, Any]], y: dict[str, Any]) -> list[dict[str, Any]]:
    """Intervals with a white edge, so that they are seen over a dark bar too, and a cap at each end."""
    if not rows:
        return []
    span = {"x": {"field": "lower", "type": "quantitative"}, "x2": {"field": "upper"}, "y": y}
    layers: list[dict[str, Any]] = [
        {"data": {"values": rows}, "mark": {"type": "rule", "color": colour, "strokeWidth": width}, "encoding": span}
        for colour, width in (("#ffffff", 4.5), (look.INK, 1.6))
    ]
    for end in ("lower", "upper"):
        cap = {"x": {"field": end, "type": "quantitative"}, "y": y}
        mark = {"type": "tick", "color": look.INK, "thickness": 1.6, "height": 9}
        layers.append({"data": {"values": rows}, "mark": mark, "encoding": cap})
    return layers


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
