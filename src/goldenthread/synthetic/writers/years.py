"""The reporting years a set of records covers, and how each is cut off at its reference date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.periods import reporting_year, reporting_year_label


@dataclass(frozen=True, kw_only=True)
class ReturnYear:
    """One reporting year as it can be reported: to 31 March, or to the end of the records in a part-year."""

    year: int
    start: dt.date
    reference: dt.date

    @property
    def whole(self) -> bool:
        """Whether the year is complete."""
        return (self.reference.month, self.reference.day) == (3, 31)

    @property
    def label(self) -> str:
        """The year as a folder name: 2013-14."""
        return reporting_year_label(self.year).replace("/", "-")

    def holds(self, day: dt.date | None) -> bool:
        """Whether a day falls in the reported part of the year."""
        return day is not None and self.start <= day <= self.reference

    def open_in(self, start: dt.date | None, end: dt.date | None) -> bool:
        """Whether a span from `start` to `end` (None: still going on) touches the reported part of the year."""
        return start is not None and start <= self.reference and (end is None or end >= self.start)

    def seen(self, day: dt.date | None) -> dt.date | None:
        """The day, or None when it lies after the reference date and so was not known."""
        return day if day is not None and day <= self.reference else None


def return_years(covers_from: dt.date, end: dt.date, *, first: int | None = None) -> tuple[ReturnYear, ...]:
    """Every reporting year from the first that is wholly covered (or `first`) to the one holding `end`."""
    earliest = reporting_year(covers_from - dt.timedelta(days=1)) + 1
    years = range(max(earliest, first or earliest), reporting_year(end) + 1)
    return tuple(
        ReturnYear(year=year, start=dt.date(year - 1, 4, 1), reference=min(dt.date(year, 3, 31), end)) for year in years
    )
