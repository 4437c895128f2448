"""Getting a series ready to judge: order, gaps against the expected frequency, segments, the names of periods."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from goldenthread.periods import add_months, long_date, month_end, reporting_year, reporting_year_label
from goldenthread.spc.model import Frequency, Point, SeriesError, SeriesKind

_MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}


def value(point: Point) -> float:
    """The value of a point that is known to have one."""
    if point.value is None:
        raise ValueError(f"no value on {point.date}")
    return point.value


def in_order(points: Sequence[Point]) -> tuple[Point, ...]:
    """Points by date. SeriesError names two on one day and values that are not finite numbers."""
    ordered = tuple(sorted(points, key=lambda point: point.date))
    for before, after in pairwise(ordered):
        if before.date == after.date:
            raise SeriesError(f"There are two values for {long_date(after.date)}.", remedy="Keep one value a period.")
    for point in ordered:
        if point.value is not None and not isfinite(point.value):
            raise SeriesError(
                f"The value for {long_date(point.date)} is not a finite number.",
                remedy="Leave it out: a missing value is a gap, not zero.",
            )
    return ordered


def natural_bounds(kind: SeriesKind) -> tuple[float | None, float | None]:
    """The least and greatest possible value: 0 to 100 for a proportion, 0 and upwards for the rest."""
    return (0.0, 100.0) if kind is SeriesKind.PROPORTION else (0.0, None)


def period_name(point: Point, frequency: Frequency | None, kind: SeriesKind) -> str:
    """The point's own label, or its period in words: a day for a stock or when no frequency is declared."""
    if point.label:
        return point.label
    if frequency is None or kind is SeriesKind.STOCK:
        return long_date(point.date)
    return _period_in_words(point.date, frequency)


def _period_in_words(end: dt.date, frequency: Frequency) -> str:
    month = f"{calendar.month_name[end.month]} {end.year}"
    if frequency is Frequency.MONTH:
        return month
    if frequency is Frequency.QUARTER:
        start = add_months(end.replace(day=1), -2)
        first = calendar.month_name[start.month]
        return f"{first} to {month}" if start.year == end.year else f"{first} {start.year} to {month}"
    return reporting_year_label(reporting_year(end)) if end.month == 3 else f"the year to {long_date(end)}"


def _step(before: dt.date, after: dt.date) -> int:
    return (after.year - before.year) * 12 + after.month - before.month


def _broken(before: Point, after: Point, frequency: Frequency | None) -> bool:
    return frequency is not None and _step(before.date, after.date) > _MONTHS[frequency]


def missing_periods(ordered: Sequence[Point], frequency: Frequency | None) -> tuple[str, ...]:
    """The names of expected periods without a value: points that have none, and dates the frequency expects."""
    named = []
    for place, point in enumerate(ordered):
        if place and frequency is not None and _broken(ordered[place - 1], point, frequency):
            months = _MONTHS[frequency]
            before = ordered[place - 1].date
            for step in range(months, _step(before, point.date), months):
                end = month_end(add_months(before, step))
                named.append(_period_in_words(end, frequency))
        if not point.present:
            named.append(period_name(point, frequency, SeriesKind.FLOW))
    return tuple(named)


def stretches(
    ordered: Sequence[Point], rebase: Sequence[dt.date], frequency: Frequency | None
) -> list[list[list[Point]]]:
    """Segments, each a list of unbroken stretches of points that have values.

    A rebase date starts a segment; SeriesError when it is not the date of a point. A gap ends a stretch.
    """
    dates = {point.date for point in ordered}
    for day in rebase:
        if day not in dates:
            raise SeriesError(
                f"The rebase date {long_date(day)} is not the date of a point of the series.",
                remedy="Give the date of the first point of the new segment.",
            )
    segments: list[list[list[Point]]] = [[[]]]
    for place, point in enumerate(ordered):
        if point.date in rebase:
            segments.append([[]])
        elif not point.present or (place and _broken(ordered[place - 1], point, frequency)):
            segments[-1].append([])
        if point.present:
            segments[-1][-1].append(point)
    kept = [[stretch for stretch in segment if stretch] for segment in segments]
    return [segment for segment in kept if segment]
