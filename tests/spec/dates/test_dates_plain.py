"""Working days, ages and months in plain Python: worked examples an analyst can check against a wall calendar."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from goldenthread.tables import dates


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2014-09-01", "2014-09-01", 0),  # the start day is day 0
        ("2014-09-01", "2014-09-02", 1),
        ("2014-09-05", "2014-09-08", 1),  # Friday to Monday
        ("2014-09-06", "2014-09-08", 1),  # Saturday to Monday
        ("2014-09-06", "2014-09-07", 0),  # a weekend holds no working day
        ("2014-04-17", "2014-04-22", 1),  # Thursday before Easter to the Tuesday after
        ("2014-04-18", "2014-04-22", 1),  # starting on Good Friday
        ("2012-06-01", "2012-06-06", 1),  # Friday over the two jubilee days to Wednesday
        ("2012-05-25", "2012-05-28", 1),  # last Monday of May 2012 was worked: its holiday moved to June
        ("2011-04-21", "2011-05-03", 4),  # Easter, the royal wedding and the early May holiday
        ("2020-05-01", "2020-05-04", 1),  # first Monday of May 2020 was worked
        ("2020-05-07", "2020-05-11", 1),  # over the moved holiday of Friday 8 May 2020
        ("2022-06-01", "2022-06-06", 1),  # platinum jubilee: Thursday and Friday
        ("2022-09-16", "2022-09-20", 1),  # state funeral on the Monday
        ("2013-12-24", "2014-01-02", 4),  # Christmas and New Year
        ("2014-09-30", "2014-09-29", None),  # end before start
    ],
)
def test_working_days_of_known_spans(start: str, end: str, expected: int | None) -> None:
    assert dates.working_days(day(start), day(end)) == expected


def test_a_missing_date_gives_no_duration() -> None:
    assert dates.working_days(None, day("2014-09-01")) is None
    assert dates.working_days(day("2014-09-01"), None) is None


def test_adding_working_days_undoes_the_count() -> None:
    for offset in range(0, 800, 7):
        start = day("2011-12-20") + dt.timedelta(days=offset)
        for count in (1, 15, 45):
            end = dates.add_working_days(start, count)
            assert dates.is_working_day(end)
            assert dates.working_days(start, end) == count


def test_ignoring_bank_holidays_gives_174_of_750_boundary_cases_the_wrong_verdict() -> None:
    """Every working-day start of 2023/24 with true durations of 45, 46 and 47 days, judged against 45 (23%)."""

    def weekdays_only(start: dt.date, end: dt.date) -> int:
        return sum((start + dt.timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))

    cases = wrong = 0
    for offset in range((day("2024-03-31") - day("2023-04-01")).days + 1):
        start = day("2023-04-01") + dt.timedelta(days=offset)
        if not dates.is_working_day(start):
            continue
        for true in (45, 46, 47):
            end = dates.add_working_days(start, true)
            cases += 1
            wrong += (true <= 45) != (weekdays_only(start, end) <= 45)
    assert (cases, wrong) == (750, 174)


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        ("2000-06-15", "2014-06-14", 13),
        ("2000-06-15", "2014-06-15", 14),
        ("2000-02-29", "2001-02-28", 0),
        ("2000-02-29", "2001-03-01", 1),
        ("2000-02-29", "2004-02-28", 3),
        ("2000-02-29", "2004-02-29", 4),
        ("2014-10-10", "2014-09-30", -1),  # not yet born
    ],
)
def test_age_by_calendar_birthday(born: str, on: str, expected: int) -> None:
    assert dates.age(day(born), day(on)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2014-01-31", "2014-02-28", 0),
        ("2014-01-31", "2014-03-31", 2),
        ("2014-01-15", "2014-02-14", 0),
        ("2014-01-15", "2014-02-15", 1),
        ("2013-12-15", "2014-12-15", 12),
    ],
)
def test_whole_months(start: str, end: str, expected: int) -> None:
    assert dates.whole_months(day(start), day(end)) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("2013-09-30", "2014-09-30", True),  # the same day a year before is inside
        ("2013-09-29", "2014-09-30", False),
        ("2014-09-30", "2014-09-30", False),  # strictly before
        ("2014-10-01", "2014-09-30", False),
        ("2015-02-28", "2016-02-29", True),  # a day the earlier year lacks counts as its month's last
        ("2015-02-27", "2016-02-29", False),
        ("2016-02-29", "2017-02-28", True),
        ("2016-02-28", "2017-02-28", True),
        ("2016-02-27", "2017-02-28", False),
    ],
)
def test_within_twelve_months(earlier: str, later: str, expected: bool) -> None:
    assert dates.within_12_months(day(earlier), day(later)) is expected


@pytest.mark.parametrize(("days", "expected"), [(728, False), (729, False), (730, True)])
def test_more_than_729_days(days: int, expected: bool) -> None:
    start = day("2012-02-29")
    assert dates.more_than_729_days(start, start + dt.timedelta(days=days)) is expected


@pytest.mark.parametrize(
    ("text", "rolling", "year_to_date"),
    [
        ("2013-09-30", False, False),
        ("2013-10-01", True, False),
        ("2014-03-31", True, False),
        ("2014-04-01", True, True),
        ("2014-09-30", True, True),
        ("2014-10-01", False, False),
    ],
)
def test_membership_of_rolling_twelve_months_and_year_to_date(text: str, rolling: bool, year_to_date: bool) -> None:
    end = day("2014-09-30")
    assert dates.in_rolling_12(day(text), end) is rolling
    assert dates.in_year_to_date(day(text), end) is year_to_date


def test_dates_import_brings_in_no_engine() -> None:
    script = (
        "import sys, goldenthread.tables.dates; print([m for m in ('ibis', 'duckdb', 'pandas') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
