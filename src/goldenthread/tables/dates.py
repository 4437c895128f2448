"""Calendar rules of the statistics, each as plain Python and as a portable expression that gives the same answer.

A duration is a difference: the start day is day 0. Working days leave out weekends and the bank holidays
of England; a count takes the working days after the start up to and including the end, so Saturday to
Monday is 1. Source: DfE children in need census guidance and the published duration bands.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Any

from goldenthread.periods import PeriodKind, add_months, period_ending
from goldenthread.tables.bank_holidays import FIRST_YEAR, LAST_YEAR, bank_holidays

if TYPE_CHECKING:
    import pyarrow as pa

FIRST_DAY = dt.date(FIRST_YEAR, 1, 1)
LAST_DAY = dt.date(LAST_YEAR, 12, 31)
TWO_YEARS_DAYS = 729
_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: dt.date) -> bool:
    """Whether a day is neither a weekend nor a bank holiday of England."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


@cache
def _working_days() -> list[dt.date]:
    count = (LAST_DAY - FIRST_DAY).days + 1
    return [day for day in (FIRST_DAY + dt.timedelta(days=n) for n in range(count)) if is_working_day(day)]


def working_days(start: dt.date | None, end: dt.date | None) -> int | None:
    """Working days after `start` up to and including `end`; None when either is missing or end is before start."""
    if start is None or end is None or end < start or start < FIRST_DAY or end > LAST_DAY:
        return None
    days = _working_days()
    return bisect_right(days, end) - bisect_right(days, start)


def add_working_days(start: dt.date, count: int) -> dt.date:
    """The day that is `count` working days after `start`."""
    days = _working_days()
    return days[bisect_right(days, start) + count - 1] if count else start


def age(born: dt.date | None, on: dt.date | None) -> int | None:
    """Whole years by calendar birthday; somebody born on 29 February turns a year older on 1 March of a common year.

    Negative before birth.
    """
    if born is None or on is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def whole_months(start: dt.date | None, end: dt.date | None) -> int | None:
    """Complete calendar months from `start` to `end`."""
    if start is None or end is None:
        return None
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def within_months(earlier: dt.date | None, later: dt.date | None, months: int) -> bool | None:
    """Whether `earlier` is before `later` and on or after the same day `months` calendar months before it.

    A day that the earlier month does not have counts as that month's last.
    """
    if earlier is None or later is None:
        return None
    return add_months(later, -months) <= earlier < later


def within_12_months(earlier: dt.date | None, later: dt.date | None) -> bool | None:
    """Whether `earlier` lies in the twelve calendar months before `later`."""
    return within_months(earlier, later, 12)


def more_than_729_days(start: dt.date | None, end: dt.date | None) -> bool | None:
    """Two years or more as the published tables count it, the day of ending included."""
    return None if start is None or end is None else (end - start).days > TWO_YEARS_DAYS


def in_rolling_12(day: dt.date | None, end: dt.date) -> bool | None:
    """Whether a day lies in the rolling twelve months that end on `end`, that day included."""
    return None if day is None else period_ending(PeriodKind.ROLLING_12, end).start <= day <= end


def in_year_to_date(day: dt.date | None, end: dt.date) -> bool | None:
    """Whether a day lies between 1 April of the reporting year holding `end` and `end`, both included."""
    return None if day is None else period_ending(PeriodKind.YEAR_TO_DATE, end).start <= day <= end


def month_index(day: dt.date) -> int:
    """Months since year 0: year * 12 + month - 1."""
    return day.year * 12 + day.month - 1


@cache
def calendar_table() -> pa.Table:
    """Every day 2005-2040 with `working_day_number`: working days up to and including it."""
    import pyarrow as pa

    days, numbers, number = [], [], 0
    day = FIRST_DAY
    while day <= LAST_DAY:
        number += is_working_day(day)
        days.append(day)
        numbers.append(number)
        day += _ONE_DAY
    return pa.table({"day": pa.array(days, pa.date32()), "working_day_number": pa.array(numbers, pa.int32())})


def with_working_days(table: Any, calendar: Any, *, start: str, end: str, name: str) -> Any:
    """`table` with an integer column `name`: working days from column `start` to column `end`.

    Null when either is missing or end is before start. `calendar` is `calendar_table` on the same engine.
    """
    first = calendar.select(**{f"_{name}_day": calendar.day, f"_{name}_from": calendar.working_day_number})
    last = calendar.select(**{f"_{name}_until": calendar.day, f"_{name}_to": calendar.working_day_number})
    joined = table.left_join(first, table[start] == first[f"_{name}_day"])
    joined = joined.left_join(last, joined[end] == last[f"_{name}_until"])
    number = (joined[end] >= joined[start]).ifelse(joined[f"_{name}_to"] - joined[f"_{name}_from"], None)
    return joined.mutate(**{name: number.cast("int32")}).drop(
        f"_{name}_day", f"_{name}_from", f"_{name}_until", f"_{name}_to"
    )


def _ordinal(day: Any) -> Any:
    """Month and day as one number that sorts like the calendar: month * 100 + day."""
    return day.month() * 100 + day.day()


def age_expr(born: Any, on: Any) -> Any:
    """`age` as an expression."""
    return (on.year() - born.year() - (_ordinal(on) < _ordinal(born)).cast("int32")).cast("int32")


def month_index_expr(day: Any) -> Any:
    """`month_index` as an expression."""
    return (day.year() * 12 + day.month() - 1).cast("int32")


def whole_months_expr(start: Any, end: Any) -> Any:
    """`whole_months` as an expression."""
    return (month_index_expr(end) - month_index_expr(start) - (end.day() < start.day()).cast("int32")).cast("int32")


def days_in_month_expr(year: Any, month: Any) -> Any:
    """Days in a month, months being 1 to 12, by the Gregorian rule."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return (month == 2).ifelse(leap.ifelse(29, 28), month.isin([4, 6, 9, 11]).ifelse(30, 31))


def within_months_expr(earlier: Any, later: Any, months: int) -> Any:
    """`within_months` as an expression: compares year, month and day as whole numbers.

    The last day of a month always reaches the same day of a longer month, so the bound needs no shortening.
    """
    bound = month_index_expr(later) - months
    last_of_month = earlier.day() == days_in_month_expr(earlier.year(), earlier.month())
    month = month_index_expr(earlier)
    reached = (month > bound) | ((month == bound) & ((earlier.day() >= later.day()) | last_of_month))
    return reached & (earlier < later)


def add_months_expr(day: Any, months: int) -> Any:
    """`day` moved by whole calendar months; a day that does not exist becomes the month's last."""
    import ibis

    index = month_index_expr(day) + months
    year = (index / 12).floor().cast("int32")
    month = (index - year * 12 + 1).cast("int32")
    return ibis.date(year, month, ibis.least(day.day(), days_in_month_expr(year, month)).cast("int32"))


def within_12_months_expr(earlier: Any, later: Any) -> Any:
    """`within_12_months` as an expression."""
    return within_months_expr(earlier, later, 12)


def days_between_expr(start: Any, end: Any) -> Any:
    """Days from `start` to `end` as a whole number (day difference means the same on every engine)."""
    return end.delta(start, unit="day").cast("int32")


def more_than_729_days_expr(start: Any, end: Any) -> Any:
    """`more_than_729_days` as an expression."""
    return days_between_expr(start, end) > TWO_YEARS_DAYS


def reporting_year_expr(day: Any) -> Any:
    """The year in which the reporting year holding `day` ends."""
    return (day.year() + (day.month() >= 4).cast("int32")).cast("int32")


def quarter_expr(day: Any) -> Any:
    """Quarter of the reporting year: April to June is 1."""
    return (((day.month() + 8) % 12) / 3).floor().cast("int32") + 1


def _between(day: Any, first: dt.date, last: dt.date) -> Any:
    import ibis

    return (day >= ibis.date(first.isoformat())) & (day <= ibis.date(last.isoformat()))


def in_rolling_12_expr(day: Any, end: dt.date) -> Any:
    """`in_rolling_12` as an expression."""
    return _between(day, period_ending(PeriodKind.ROLLING_12, end).start, end)


def in_year_to_date_expr(day: Any, end: dt.date) -> Any:
    """`in_year_to_date` as an expression."""
    return _between(day, period_ending(PeriodKind.YEAR_TO_DATE, end).start, end)
