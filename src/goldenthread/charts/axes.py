"""Axes worked out beforehand: round ticks, where each period stands, its short name, labels that do not collide."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from goldenthread.periods import add_months, reporting_year, reporting_year_label
from goldenthread.spc.model import Frequency, SeriesKind

MOST_LABELS = 9
_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A vertical axis: its ends, its ticks, and the decimals the ticks need."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    def pixel(self, value: float, height: float) -> float:
        """How far down a value lies in a drawing of that height."""
        return height * (1 - (value - self.low) / (self.high - self.low))


def scale(values: Sequence[float], bounds: tuple[float | None, float | None] = (None, None)) -> Scale:
    """Round ends and ticks that hold the values with a little room; from zero when zero is near."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    bottom = 0.0 if 0 <= low < 0.45 * high or (low >= 0 and low - room < 0) else low - room
    top = high + room
    step = _round_step((top - bottom) / 5)
    first, last = floor(bottom / step + 1e-9), ceil(top / step - 1e-9)
    if bounds[1] is not None and high <= bounds[1]:
        last = min(last, max(floor(bounds[1] / step + 1e-9), ceil(high / step - 1e-9)))
    ticks = tuple(round(tick * step, 10) for tick in range(first, last + 1))
    return Scale(low=ticks[0], high=ticks[-1], ticks=ticks, decimals=max(0, -floor(log10(step) + 1e-9)))


def _round_step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(power * times for times in (1, 2, 5, 10) if rough <= power * times * 1.0000001)


def places(dates: Sequence[dt.date], frequency: Frequency | None) -> list[float]:
    """Where each date stands along the axis, in periods from the first; in order when no frequency is declared."""
    if frequency is None or not dates:
        return [float(place) for place in range(len(dates))]
    first = dates[0].year * 12 + dates[0].month
    return [(day.year * 12 + day.month - first) / _MONTHS[frequency] for day in dates]


def short_name(day: dt.date, frequency: Frequency | None, kind: SeriesKind) -> list[str]:
    """A period in two short lines: Sep / 2014, Jul-Sep / 2014, 2013/14."""
    month, year = calendar.month_abbr[day.month], str(day.year)
    if frequency is None or (kind is SeriesKind.STOCK and frequency is not Frequency.MONTH):
        return [f"{day.day} {month}", year]
    if frequency is Frequency.YEAR and day.month == 3:
        return [reporting_year_label(reporting_year(day))]
    if frequency is Frequency.QUARTER:
        return [f"{calendar.month_abbr[add_months(day.replace(day=1), -2).month]}–{month}", year]
    return [month, year]


def labelled(count: int) -> list[int]:
    """Which of so many periods carry a label: evenly spaced, always the last."""
    step = next(step for step in (1, 2, 3, 4, 6, 12, 24, 48, 96, count) if ceil(count / step) <= MOST_LABELS)
    return sorted(range(count - 1, -1, -step))


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions moved as little as needed to stand `gap` apart between two ends, in the order given."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    found = [0.0] * len(wanted)
    edge = low - gap
    for place in order:
        edge = found[place] = max(wanted[place], edge + gap)
    edge = high + gap
    for place in reversed(order):
        edge = found[place] = min(found[place], edge - gap)
    return found
