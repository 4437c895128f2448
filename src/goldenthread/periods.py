"""Reporting periods: months, quarters, years to date, rolling twelve months, reporting years, snapshots.

A reporting year runs from 1 April to 31 March and is named by the year it ends (2014 = 2013/14).
Quarter 1 is April to June.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from goldenthread.errors import UserError


class PeriodKind(StrEnum):
    """The kinds of period a figure can describe."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR_TO_DATE = "year_to_date"
    ROLLING_12 = "rolling_12"
    REPORTING_YEAR = "reporting_year"
    SNAPSHOT = "snapshot"


_PREFIX = {
    PeriodKind.MONTH: "month",
    PeriodKind.QUARTER: "quarter",
    PeriodKind.YEAR_TO_DATE: "ytd",
    PeriodKind.ROLLING_12: "rolling12",
    PeriodKind.REPORTING_YEAR: "year",
    PeriodKind.SNAPSHOT: "at",
}
_KIND = {prefix: kind for kind, prefix in _PREFIX.items()}


@dataclass(frozen=True, order=True)
class Period:
    """A span of whole days, both ends included; a snapshot starts and ends on its day."""

    kind: PeriodKind
    start: dt.date
    end: dt.date

    @property
    def key(self) -> str:
        """A short name that `parse_period` reads back, such as `rolling12-2014-09-30`."""
        return f"{_PREFIX[self.kind]}-{self.end.isoformat()}"

    @property
    def months(self) -> int:
        """Number of calendar months touched (0 for a snapshot)."""
        if self.kind is PeriodKind.SNAPSHOT:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def label(self) -> str:
        """The period in words, as printed beside a figure."""
        end = long_date(self.end)
        if self.kind is PeriodKind.SNAPSHOT:
            return f"at {end}"
        if self.kind is PeriodKind.ROLLING_12:
            return f"12 months to {end}"
        if self.kind is PeriodKind.YEAR_TO_DATE:
            return f"{self.start.day} {calendar.month_name[self.start.month]} to {end}"
        if self.kind is PeriodKind.REPORTING_YEAR:
            return reporting_year_label(reporting_year(self.end))
        if self.kind is PeriodKind.QUARTER:
            return (
                f"Q{quarter(self.end)} {reporting_year_label(reporting_year(self.end))} "
                f"({calendar.month_name[self.start.month]} to {calendar.month_name[self.end.month]} {self.end.year})"
            )
        return f"{calendar.month_name[self.end.month]} {self.end.year}"

    @property
    def short_label(self) -> str:
        """The period in the fewest words that stay clear on a chart's axis."""
        if self.kind is PeriodKind.QUARTER:
            return f"Q{quarter(self.end)} {reporting_year_label(reporting_year(self.end))}"
        if self.kind is PeriodKind.MONTH:
            return f"{calendar.month_abbr[self.end.month]} {self.end.year}"
        if self.kind is PeriodKind.REPORTING_YEAR:
            return reporting_year_label(reporting_year(self.end))
        return f"{self.end.day} {calendar.month_abbr[self.end.month]} {self.end.year}"

    def a_year_earlier(self) -> Period:
        """The same kind of period ending twelve months before."""
        return period_ending(self.kind, add_months(self.end, -12, end_of_month=self.end == month_end(self.end)))


def long_date(day: dt.date) -> str:
    """A date as printed in a paper: 30 September 2014."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def reporting_year(day: dt.date) -> int:
    """The year in which the reporting year holding `day` ends (2014-03-31 -> 2014, 2014-04-01 -> 2015)."""
    return day.year + (day.month >= 4)


def reporting_year_label(year: int) -> str:
    """The reporting year in words: 2014 -> 2013/14."""
    return f"{year - 1}/{year % 100:02d}"


def quarter(day: dt.date) -> int:
    """Quarter of the reporting year: April to June is 1."""
    return (day.month - 4) % 12 // 3 + 1


def month_end(day: dt.date) -> dt.date:
    """The last day of the month that holds `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: dt.date, months: int, *, end_of_month: bool = False) -> dt.date:
    """`day` moved by whole calendar months; a day that does not exist becomes the month's last.

    With `end_of_month` the answer is always the last day of its month.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, last if end_of_month else min(day.day, last))


def period_ending(kind: PeriodKind, end: dt.date) -> Period:
    """The period of `kind` that ends on `end`, or for a month, quarter or year, the part up to `end`."""
    starts = {
        PeriodKind.MONTH: end.replace(day=1),
        PeriodKind.QUARTER: add_months(end.replace(day=1), -((end.month - 1) % 3)),
        PeriodKind.YEAR_TO_DATE: dt.date(reporting_year(end) - 1, 4, 1),
        PeriodKind.REPORTING_YEAR: dt.date(reporting_year(end) - 1, 4, 1),
        PeriodKind.ROLLING_12: add_months(end + dt.timedelta(days=1), -12),
        PeriodKind.SNAPSHOT: end,
    }
    return Period(kind, starts[kind], end)


@lru_cache(maxsize=256)
def periods(kind: PeriodKind, first: dt.date, last: dt.date) -> tuple[Period, ...]:
    """Whole periods of `kind` that start on or after `first` and end on or before `last`, oldest first.

    Years to date, rolling twelve months and snapshots are given at every month end.
    """
    step = {PeriodKind.QUARTER: 3, PeriodKind.REPORTING_YEAR: 12}.get(kind, 1)
    found = []
    end = month_end(last) if month_end(last) == last else last.replace(day=1) - dt.timedelta(days=1)
    while end >= first:
        aligned = step == 1 or (end.month - 3) % step == 0
        if aligned:
            period = period_ending(kind, end)
            if period.start >= first:
                found.append(period)
        end = end.replace(day=1) - dt.timedelta(days=1)
    return tuple(reversed(found))


def all_periods(kinds: Iterable[PeriodKind], first: dt.date, last: dt.date) -> tuple[Period, ...]:
    """Every whole period of each kind between two dates."""
    return tuple(period for kind in kinds for period in periods(kind, first, last))


def parse_period(text: str) -> Period:
    """The period named by a key such as `quarter-2014-09-30`, `ytd-2014-09-30` or `at-2014-09-30`.

    Raises UserError naming the accepted forms.
    """
    match = re.fullmatch(r"([a-z0-9_]+)-(\d{4}-\d{2}-\d{2})", text.strip())
    kind = _KIND.get(match[1]) if match else None
    if match and kind is None and match[1] in set(PeriodKind):
        kind = PeriodKind(match[1])
    if not match or kind is None:
        raise UserError(
            f"'{text}' is not a period.",
            remedy=f"Write one of {', '.join(_KIND)}, a dash and the date it ends: rolling12-2014-09-30.",
        )
    try:
        end = dt.date.fromisoformat(match[2])
    except ValueError as error:
        raise UserError(f"'{text}' does not hold a date of the calendar.", remedy="Write it as 2014-09-30.") from error
    return period_ending(kind, end)
