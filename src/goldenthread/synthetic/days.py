"""Days as whole numbers since 1970-01-01, and working-day arithmetic on arrays of them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from goldenthread.tables.dates import calendar_table

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NEVER = 1 << 30  # an end that has not happened
LONG_AGO = -(1 << 30)  # a start that never happened
_BEFORE_CALENDAR = 12 * 365  # old care episodes start before the calendar does: only weekends count there


def day_of(date: dt.date) -> int:
    """The day number of a date."""
    return (date - dt.date(1970, 1, 1)).days


def date_of(day: int) -> dt.date:
    """The date of a day number."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(day))


def year_ending(days: Ints) -> Ints:
    """The reporting year (by the year it ends) that holds each day."""
    months = (days.astype("datetime64[D]").astype("datetime64[M]")).astype(np.int64)
    return np.asarray(1970 + (months + 9) // 12, dtype=np.int64)


def month_of(days: Ints) -> Ints:
    """Calendar month, 1 to 12."""
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1, dtype=np.int64)


@cache
def _calendar() -> tuple[int, Ints, Ints]:
    """First day, number of working days up to each day, and the working days in order."""
    table = calendar_table()
    days = table["day"].cast(pa.int32()).to_numpy().astype(np.int64)
    numbers = table["working_day_number"].to_numpy().astype(np.int64)
    early = np.arange(days[0] - _BEFORE_CALENDAR, days[0])
    early_numbers = np.cumsum((early + 3) % 7 < 5)  # day 0 was a Thursday
    days = np.concatenate([early, days])
    numbers = np.concatenate([early_numbers, numbers + early_numbers[-1]])
    steps = np.diff(numbers, prepend=0) > 0
    return int(days[0]), numbers, days[steps]


def working_number(days: Any) -> Ints:
    """How many working days there are up to and including each day."""
    first, numbers, _ = _calendar()
    position = np.clip(np.asarray(days, dtype=np.int64) - first, 0, len(numbers) - 1)
    return np.asarray(numbers[position], dtype=np.int64)


def add_working(days: Any, count: Any) -> Ints:
    """The working day that is `count` working days after each day (0 keeps a working day, or steps back to one)."""
    _, _, working = _calendar()
    position = working_number(days) + np.asarray(count, dtype=np.int64) - 1
    return np.asarray(working[np.clip(position, 0, len(working) - 1)], dtype=np.int64)


def working_between(start: Any, end: Any) -> Ints:
    """Working days after `start` up to and including `end`."""
    return working_number(end) - working_number(start)


def working_days_in(first: int, last: int) -> Ints:
    """The working days from `first` to `last`, both included."""
    days = np.arange(first, last + 1)
    return np.asarray(days[np.diff(working_number(np.arange(first - 1, last + 1))) > 0], dtype=np.int64)


def next_working(days: Any) -> Ints:
    """Each day, or the next working day when it is not one."""
    given = np.asarray(days, dtype=np.int64)
    return add_working(given - 1, 1)


def month_starts(first: dt.date, last: dt.date) -> list[tuple[int, int]]:
    """First and last day number of every calendar month touched, the last one cut at `last`."""
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 1)
    starts = months.astype("datetime64[D]").astype(np.int64)
    ends = (months + 1).astype("datetime64[D]").astype(np.int64) - 1
    return [(int(start), min(int(end), day_of(last))) for start, end in zip(starts, ends, strict=True)]


def months_before(day: int, months: int) -> int:
    """The same day of the month a number of calendar months earlier (the month's last day when it has no such day)."""
    date = date_of(day)
    index = date.year * 12 + date.month - 1 - months
    start = np.datetime64(f"{index // 12:04d}-{index % 12 + 1:02d}", "M")
    last = int((start + 1).astype("datetime64[D]").astype(np.int64)) - 1
    return min(int(start.astype("datetime64[D]").astype(np.int64)) + date.day - 1, last)


def birthdays(born: Ints, years: int) -> Ints:
    """The day each person turns `years`; 29 February becomes 1 March in a common year."""
    dates = born.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    offset = (dates - months.astype("datetime64[D]")).astype(np.int64)
    return np.asarray((months + 12 * years).astype("datetime64[D]").astype(np.int64) + offset, dtype=np.int64)


def dates_array(days: Ints) -> pa.Array:
    """An Arrow date array; NEVER and LONG_AGO are empty."""
    missing = (days >= NEVER) | (days <= LONG_AGO)
    return pa.array(np.where(missing, 0, days).astype(np.int32), mask=missing).cast(pa.date32())
