"""School days: a simple calendar for the whole of England, which a council may replace by its own holidays.

Schools choose their own dates; this calendar is the usual pattern: summer from 22 July to 2 September, a week in late
October, two weeks at Christmas, a week in mid-February, two weeks around Easter, and the last week of May.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from goldenthread.tables.dates import is_working_day

Holiday = tuple[dt.date, dt.date]
ASSUMED = (
    "School days are counted by one simple calendar for the whole of England (summer holiday from 22 July to 2 "
    "September, a week in late October, mid-February and late May, two weeks at Christmas and around Easter)."
)
OWN = (
    "School days are counted by the holidays written in authority.toml, and elsewhere by a simple calendar for England."
)


def school_days(start: dt.date, end: dt.date, own: tuple[Holiday, ...] = ()) -> int:
    """School days from `start` to `end`, both included.

    A school year (September to August) with any holiday in `own` follows those alone; the others the usual pattern.
    """
    days = (start + dt.timedelta(days=number) for number in range((end - start).days + 1))
    return sum(is_school_day(day, own) for day in days)


def is_school_day(day: dt.date, own: tuple[Holiday, ...] = ()) -> bool:
    """Whether schools are usually open to pupils on a day."""
    if not is_working_day(day):
        return False
    year = school_year(day)
    listed = [one for one in own if school_year(one[0]) == year]
    return not any(first <= day <= last for first, last in listed or usual_holidays(year))


def school_year(day: dt.date) -> int:
    """The year in which the school year that holds a day begins: it begins on 1 September."""
    return day.year - (day.month < 9)


@lru_cache(maxsize=128)
def usual_holidays(year: int) -> tuple[Holiday, ...]:
    """The usual holidays of the school year that begins in September of `year`, first and last day of each."""
    easter = easter_sunday(year + 1)
    return (
        (dt.date(year, 9, 1), dt.date(year, 9, 2)),
        _week_of(dt.date(year, 10, 28)),
        (dt.date(year, 12, 20), dt.date(year + 1, 1, 3)),
        _week_of(dt.date(year + 1, 2, 16)),
        (easter - dt.timedelta(days=6), easter + dt.timedelta(days=7)),
        _week_of(dt.date(year + 1, 5, 29)),
        (dt.date(year + 1, 7, 22), dt.date(year + 1, 8, 31)),
    )


def _week_of(day: dt.date) -> Holiday:
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def easter_sunday(year: int) -> dt.date:
    """Easter Sunday in the Gregorian calendar, by the anonymous algorithm printed in Nature in 1876."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)
