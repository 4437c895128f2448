"""A monthly series from plain numbers, for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from goldenthread.periods import add_months, month_end
from goldenthread.spc.model import Analysis, Direction, Frequency, Point, SeriesKind
from goldenthread.spc.xmr import analyse

FIRST = dt.date(2012, 4, 30)


def month(place: int) -> dt.date:
    return month_end(add_months(FIRST, place))


def points(values: Sequence[float | None]) -> list[Point]:
    return [Point(date=month(place), value=value) for place, value in enumerate(values)]


def analysed(values: Sequence[float | None], **changes: Any) -> Analysis:
    options: dict[str, Any] = {
        "direction": Direction.DECREASE,
        "kind": SeriesKind.RATE,
        "frequency": Frequency.MONTH,
        **changes,
    }
    return analyse(points(values), **options)
