"""Results into charts: Vega-Lite, SVG, PNG, alternative text and a data table."""

from __future__ import annotations

from goldenthread.charts.bars import Bar, bars_chart
from goldenthread.charts.control import control_chart
from goldenthread.charts.funnel import funnel_chart
from goldenthread.charts.model import Chart, ChartTable
from goldenthread.charts.small import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, sparkline, variation_icon

__all__ = [
    "ASSURANCE_WORDS",
    "VARIATION_WORDS",
    "Bar",
    "Chart",
    "ChartTable",
    "assurance_icon",
    "bars_chart",
    "control_chart",
    "funnel_chart",
    "sparkline",
    "variation_icon",
]
