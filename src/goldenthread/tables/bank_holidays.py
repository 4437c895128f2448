"""Bank holidays of England, 2005 to 2040: listed day by day for 2009 to 2027, by rule for the years around them.

Source: Banking and Financial Dealings Act 1971 and the royal proclamations for one-off days. Years after the
last published list follow the rules and may gain one-off days.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

FIRST_YEAR, LAST_YEAR = 2005, 2040
# Written out, because one-off and moved days follow no rule: day.month.
LISTED: dict[int, str] = {
    2009: "1.1 10.4 13.4 4.5 25.5 31.8 25.12 28.12",
    2010: "1.1 2.4 5.4 3.5 31.5 30.8 27.12 28.12",
    2011: "3.1 22.4 25.4 29.4 2.5 30.5 29.8 26.12 27.12",
    2012: "2.1 6.4 9.4 7.5 4.6 5.6 27.8 25.12 26.12",
    2013: "1.1 29.3 1.4 6.5 27.5 26.8 25.12 26.12",
    2014: "1.1 18.4 21.4 5.5 26.5 25.8 25.12 26.12",
    2015: "1.1 3.4 6.4 4.5 25.5 31.8 25.12 28.12",
    2016: "1.1 25.3 28.3 2.5 30.5 29.8 26.12 27.12",
    2017: "2.1 14.4 17.4 1.5 29.5 28.8 25.12 26.12",
    2018: "1.1 30.3 2.4 7.5 28.5 27.8 25.12 26.12",
    2019: "1.1 19.4 22.4 6.5 27.5 26.8 25.12 26.12",
    2020: "1.1 10.4 13.4 8.5 25.5 31.8 25.12 28.12",
    2021: "1.1 2.4 5.4 3.5 31.5 30.8 27.12 28.12",
    2022: "3.1 15.4 18.4 2.5 2.6 3.6 29.8 19.9 26.12 27.12",
    2023: "2.1 7.4 10.4 1.5 8.5 29.5 28.8 25.12 26.12",
    2024: "1.1 29.3 1.4 6.5 27.5 26.8 25.12 26.12",
    2025: "1.1 18.4 21.4 5.5 26.5 25.8 25.12 26.12",
    2026: "1.1 3.4 6.4 4.5 25.5 31.8 25.12 28.12",
    2027: "1.1 26.3 29.3 3.5 31.5 30.8 27.12 28.12",
}
ONE_OFF: dict[dt.date, str] = {
    dt.date(2011, 4, 29): "Royal wedding",
    dt.date(2012, 6, 5): "Diamond Jubilee",
    dt.date(2022, 6, 3): "Platinum Jubilee",
    dt.date(2022, 9, 19): "State funeral of Queen Elizabeth II",
    dt.date(2023, 5, 8): "Coronation",
}
# Days a proclamation moved: the ordinary day of that year is replaced.
MOVED: dict[dt.date, dt.date] = {
    dt.date(2012, 5, 28): dt.date(2012, 6, 4),
    dt.date(2020, 5, 4): dt.date(2020, 5, 8),
    dt.date(2022, 5, 30): dt.date(2022, 6, 2),
}
_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6


def easter_sunday(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century + 8) // 25
    moon = (19 * golden + century - leap_centuries - (century - correction + 1) // 3 + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)


def _first_monday(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(_MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> dt.date:
    last = dt.date(year, month, 31)
    return last - dt.timedelta(days=(last.weekday() - _MONDAY) % 7)


def _substitute(day: dt.date, taken: set[dt.date]) -> dt.date:
    """The day itself, or the next weekday that is not already a holiday."""
    while day.weekday() in (_SATURDAY, _SUNDAY) or day in taken:
        day += dt.timedelta(days=1)
    return day


@cache
def bank_holidays(year: int) -> frozenset[dt.date]:
    """Bank holidays of England in a calendar year: as listed, or by rule where no list is kept."""
    if year not in LISTED:
        return by_rule(year)
    pairs = (item.split(".") for item in LISTED[year].split())
    return frozenset(dt.date(year, int(month), int(day)) for day, month in pairs)


def by_rule(year: int) -> frozenset[dt.date]:
    """Bank holidays by the rules of the Act, with the days known to be moved or added."""
    easter = easter_sunday(year)
    days = {
        _substitute(dt.date(year, 1, 1), set()),
        easter - dt.timedelta(days=2),
        easter + dt.timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
    }
    days = {MOVED.get(day, day) for day in days}
    christmas = {day for day in (dt.date(year, 12, 25), dt.date(year, 12, 26)) if day.weekday() < _SATURDAY}
    for day in (dt.date(year, 12, 25), dt.date(year, 12, 26)):
        if day.weekday() >= _SATURDAY:
            christmas.add(_substitute(day, christmas))
    return frozenset(days | christmas | {day for day in ONE_OFF if day.year == year})
