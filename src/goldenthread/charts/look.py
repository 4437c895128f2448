"""How charts look: colours with a second sign each, fonts, sizes. Readable in greyscale; never red against green."""

from __future__ import annotations

from typing import Any, Final

from goldenthread.spc.model import Judgement

INK: Final = "#1a1a1a"
GREY: Final = "#a6a6a6"
LINE: Final = "#505a5f"
TARGET: Final = "#b3121d"
BAND: Final = "#f1f3f4"
BAR: Final = "#7a93ac"
WIDTH: Final = 500
HEIGHT: Final = 250
# Room at the right for readers whose machine has none of the fonts the drawing was measured with, but a wider one.
ROOM: Final = 40
FILL: Final = {
    Judgement.COMMON: "#ffffff",
    Judgement.IMPROVEMENT: "#00b0f0",
    Judgement.CONCERN: "#e46c0a",
    Judgement.NEUTRAL: "#490092",
}
SHAPE: Final = {
    Judgement.COMMON: "circle",
    Judgement.IMPROVEMENT: "circle",
    Judgement.CONCERN: "square",
    Judgement.NEUTRAL: "triangle-up",
}
WORDS: Final = {
    Judgement.COMMON: "usual variation",
    Judgement.IMPROVEMENT: "signal of improvement",
    Judgement.CONCERN: "signal of concern",
    Judgement.NEUTRAL: "signal of change",
}

# What stands beside a marked point: the second entry for high, the first for low.
LETTERS: Final = {
    Judgement.IMPROVEMENT: ("L", "H"),
    Judgement.CONCERN: ("L", "H"),
    Judgement.NEUTRAL: ("↓", "↑"),
}


def config() -> dict[str, Any]:
    """The Vega-Lite configuration every chart shares."""
    return {
        "background": "white",
        "aria": False,
        "padding": {"left": 5, "top": 5, "bottom": 5, "right": ROOM},
        "font": "Arial, Liberation Sans, DejaVu Sans, sans-serif",
        "view": {"stroke": None},
        "title": {"anchor": "start", "fontSize": 15, "color": INK, "subtitleColor": LINE, "subtitleFontSize": 12},
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": "#e6e6e6",
            "domainColor": LINE,
            "tickColor": LINE,
        },
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "orient": "bottom", "columnPadding": 34},
    }


def wrapped(text: str, width: int = 100) -> list[str]:
    """Text cut into lines that fit above a chart."""
    from textwrap import wrap

    return wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def heading(title: str, *lines: str) -> dict[str, Any]:
    """A chart's title, with smaller lines under it for the rule set, the source and the data date."""
    under = [part for line in lines if line for part in wrapped(line)]
    return {"text": wrapped(title, 70), "subtitle": under}


def marker_scales(field: str, marks: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Fill, shape and outline of points by the words in `field`, with one legend; none when all are alike.

    `marks` gives each name its fill and its shape. Every marker has a dark outline, so that it is seen in grey.
    """
    legend = {"title": None, "symbolSize": 80, "symbolStrokeWidth": 1.3} if len(marks) > 1 else None
    names = list(marks)
    ranges = {
        "fill": [fill for fill, _ in marks.values()],
        "shape": [shape for _, shape in marks.values()],
        "stroke": [INK for _ in names],
    }
    return {
        channel: {"field": field, "type": "nominal", "legend": legend, "scale": {"domain": names, "range": values}}
        for channel, values in ranges.items()
    }


def haloed(rows: list[dict[str, Any]], mark: dict[str, Any], encoding: dict[str, Any]) -> list[dict[str, Any]]:
    """Text with a white edge, so that it is read across lines: the edge first, then the letters."""
    edge = {**mark, "stroke": "#ffffff", "strokeWidth": 3.5, "strokeJoin": "round"}
    return [{"data": {"values": rows}, "mark": one, "encoding": encoding} for one in (edge, mark)] if rows else []
