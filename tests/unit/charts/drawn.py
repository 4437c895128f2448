"""Charts drawn from small made-up series, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.unit.spc.series_of import analysed

from goldenthread.charts import Bar, Chart, bars_chart, control_chart, funnel_chart
from goldenthread.spc.funnels import FunnelKind, Unit, funnel
from goldenthread.spc.model import Words

STEADY = [24.0, 22.5] * 8
WORDS = Words(title="Re-referrals within 12 months", suffix="%")
SOURCE = "Source: CIN census, made-up Avonmere Council"
TEAMS = (("North", 10, 50), ("South", 20, 60), ("East", 5, 70), ("West", 40, 90), ("Hub", 12, 60), ("Wide", 30, 300))


def percent(value: float) -> str:
    return f"{value:.1f}%"


def control(values: list[float | None] | None = None, *, title: str = "Re-referrals", **changes: Any) -> Chart:
    options: dict[str, Any] = {"words": WORDS, "as_at": dt.date(2014, 9, 30), "target": 22.0, **changes}
    analysis = analysed([*STEADY, 29.0] if values is None else values, **options)
    return control_chart(analysis, title=title, unit="% of referrals", source=SOURCE)


def teams() -> Chart:
    units = [Unit(name=name, events=events, size=size) for name, events, size in TEAMS]
    placed = funnel(units, kind=FunnelKind.PROPORTION, per=100)
    return funnel_chart(placed, title="By team", unit="%", size="assessments", write=percent, source=SOURCE)


def needs() -> Chart:
    bars = [
        Bar(name="Abuse or neglect", value=34.2, lower=30.0, upper=38.0, counts="120 of 350"),
        Bar(name="Family in acute stress", value=91.0, lower=70.0, upper=97.0, shaded=True),
        Bar(name="Absent parenting", value=None, counts="none in the period"),
    ]
    return bars_chart(bars, title="By need", unit="%", write=percent, source=SOURCE, reference=("England 2014", 23.4))


ALL = (control, teams, needs)
