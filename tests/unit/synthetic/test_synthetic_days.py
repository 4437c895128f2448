"""Day numbers agree with the calendar rules used everywhere else."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from goldenthread.periods import add_months
from goldenthread.synthetic import days
from goldenthread.tables.dates import add_working_days, age, working_days

SAMPLE = [dt.date(2008, 2, 29), dt.date(2012, 6, 1), dt.date(2014, 4, 17), dt.date(2022, 9, 16), dt.date(2024, 12, 24)]


@pytest.mark.parametrize("start", SAMPLE)
def test_working_days_agree(start):
    for ahead in (0, 1, 4, 10, 45, 200):
        end = start + dt.timedelta(days=ahead)
        assert days.working_between(days.day_of(start), days.day_of(end)) == working_days(start, end)
        if ahead:
            assert days.date_of(int(days.add_working(days.day_of(start), ahead))) == add_working_days(start, ahead)


def test_next_working_day_skips_weekends_and_holidays():
    friday, saturday = dt.date(2014, 4, 17), dt.date(2014, 4, 18)
    assert days.date_of(int(days.next_working(days.day_of(friday)))) == friday
    assert days.date_of(int(days.next_working(days.day_of(saturday)))) == dt.date(2014, 4, 22)


def test_working_days_in_a_month():
    found = days.working_days_in(days.day_of(dt.date(2014, 4, 1)), days.day_of(dt.date(2014, 4, 30)))
    assert len(found) == 20
    assert days.date_of(int(found[0])) == dt.date(2014, 4, 1)


@pytest.mark.parametrize("born", [dt.date(2000, 2, 29), dt.date(1996, 12, 31), dt.date(2001, 1, 1)])
def test_a_birthday_is_the_first_day_of_the_new_age(born):
    for years in (16, 17, 18, 21):
        day = days.date_of(int(days.birthdays(np.array([days.day_of(born)]), years)[0]))
        assert age(born, day) == years
        assert age(born, day - dt.timedelta(days=1)) == years - 1


@pytest.mark.parametrize("day", [dt.date(2014, 9, 30), dt.date(2016, 2, 29), dt.date(2013, 3, 31)])
def test_months_before(day):
    for months in (1, 6, 12, 24):
        assert days.date_of(days.months_before(days.day_of(day), months)) == add_months(day, -months)


def test_reporting_years_and_months():
    numbers = np.array([days.day_of(dt.date(2014, 3, 31)), days.day_of(dt.date(2014, 4, 1))])
    assert days.year_ending(numbers).tolist() == [2014, 2015]
    assert days.month_of(numbers).tolist() == [3, 4]


def test_what_never_happened_is_an_empty_date():
    found = days.dates_array(np.array([days.NEVER, 0, days.LONG_AGO]))
    assert found.to_pylist() == [None, dt.date(1970, 1, 1), None]
