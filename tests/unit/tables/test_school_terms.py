"""School days: holidays, bank holidays and a council's own dates."""

from __future__ import annotations

import datetime as dt

import pytest

from goldenthread.tables.school_terms import easter_sunday, is_school_day, school_days, school_year


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2008, 3, 23), (2011, 4, 24), (2014, 4, 20), (2019, 4, 21), (2025, 4, 20), (2038, 4, 25)]
)
def test_easter_falls_where_the_tables_put_it(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == dt.date(year, month, day)


def test_every_school_year_has_about_190_days() -> None:
    for year in range(2008, 2027):
        assert 188 <= school_days(dt.date(year, 9, 1), dt.date(year + 1, 8, 31)) <= 195, year


def test_august_has_no_school_day_and_a_saturday_is_none() -> None:
    assert school_days(dt.date(2014, 8, 1), dt.date(2014, 8, 31)) == 0
    assert not is_school_day(dt.date(2014, 10, 4))
    assert is_school_day(dt.date(2014, 10, 6))
    assert not is_school_day(dt.date(2014, 10, 29))
    assert not is_school_day(dt.date(2014, 5, 5))


def test_own_holidays_stand_in_place_of_the_usual_ones_of_that_year_only() -> None:
    own = ((dt.date(2014, 10, 20), dt.date(2014, 10, 24)),)
    assert not is_school_day(dt.date(2014, 10, 22), own)
    assert is_school_day(dt.date(2014, 10, 29), own)
    assert not is_school_day(dt.date(2013, 10, 30), own)
    assert school_year(dt.date(2014, 8, 31)) == 2013
