"""Bank holidays of England agree with the published lists and with an independent library."""

from __future__ import annotations

import datetime as dt

import holidays
import pytest

from goldenthread.tables.bank_holidays import LISTED, bank_holidays, by_rule

# Years with one-off or moved days, and the years of the list last published, written out.
PUBLISHED = {
    2011: "3.1 22.4 25.4 29.4 2.5 30.5 29.8 26.12 27.12",
    2012: "2.1 6.4 9.4 7.5 4.6 5.6 27.8 25.12 26.12",
    2020: "1.1 10.4 13.4 8.5 25.5 31.8 25.12 28.12",
    2021: "1.1 2.4 5.4 3.5 31.5 30.8 27.12 28.12",
    2022: "3.1 15.4 18.4 2.5 2.6 3.6 29.8 19.9 26.12 27.12",
    2023: "2.1 7.4 10.4 1.5 8.5 29.5 28.8 25.12 26.12",
    2024: "1.1 29.3 1.4 6.5 27.5 26.8 25.12 26.12",
    2025: "1.1 18.4 21.4 5.5 26.5 25.8 25.12 26.12",
    2026: "1.1 3.4 6.4 4.5 25.5 31.8 25.12 28.12",
    2027: "1.1 26.3 29.3 3.5 31.5 30.8 27.12 28.12",
}


def _days(year: int, text: str) -> set[dt.date]:
    return {dt.date(year, int(month), int(day)) for day, month in (item.split(".") for item in text.split())}


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_a_year_of_the_published_list_is_kept_exactly(year: int) -> None:
    assert bank_holidays(year) == _days(year, PUBLISHED[year])


@pytest.mark.parametrize("year", range(2009, 2036))
def test_weekday_holidays_agree_with_the_holidays_library(year: int) -> None:
    library = {day for day in holidays.country_holidays("GB", subdiv="ENG", years=year) if day.weekday() < 5}
    assert {day for day in bank_holidays(year) if day.weekday() < 5} == library


@pytest.mark.parametrize("year", range(2005, 2041))
def test_every_year_has_eight_or_more_holidays_all_on_weekdays(year: int) -> None:
    days = bank_holidays(year)
    assert len(days) >= 8
    assert all(day.year == year and day.weekday() < 5 for day in days)


@pytest.mark.parametrize("year", sorted(LISTED))
def test_the_rules_give_the_days_listed_so_later_years_may_follow_them(year: int) -> None:
    assert by_rule(year) == bank_holidays(year)
