"""How charts look: colours with a second sign each, fonts, sizes. Readable in greyscale; never red against green."""

from __future__ import annotations

from typing import Any, Final

from goldenthread.spc.model import Judgement

INK: Final = "#1a1a1a"
GREY: Final = "#a6a6a6"
LINE: Final = "#505a5f"
TARGET: Final = "#b3121d"
BAR: Final = "#7a93ac"
WIDTH: Final = 640
HEIGHT: Final = 260
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


def config() -> dict[str, Any]:
    """The Vega-Lite configuration every chart shares."""
    return {
        "background": "white",
        "font": "Arial, Helvetica, sans-serif",
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
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "orient": "bottom"},
    }
