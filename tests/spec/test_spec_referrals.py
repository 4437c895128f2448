"""Worked examples: referrals and re-referrals."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import ENGINES, figure

from goldenthread.measures.results import Status

REFERRALS = rows(
    "referral",
    """
    referral_id | person_id | referral_date | source_code | primary_need | nfa | closure_date
    a1          | A         | 2012-05-03    | 6           | N1           | no  | 2012-06-01
    a2          | A         | 2013-05-03    | 2A          | N1           | no  | 2013-05-20
    a3          | A         | 2014-03-31    | 2A          | N5           | no  | -
    b1          | B         | 2012-05-02    | 6           | N1           | yes | 2012-05-02
    b2          | B         | 2013-05-03    | 6           | N1           | yes | 2013-05-03
    c1          | C         | 2013-07-01    | 1A          | N1           | no  | -
    c2          | C         | 2013-07-01    | 6           | N1           | no  | -
    """,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "numerator", "denominator"),
    [
        # C's two referrals of one day are one.
        ("referrals", 4, None),
        ("children_referred", 3, None),
        # a2 is one year to the day after a1, so inside; b2 is a year and a day after b1, so outside.
        ("rereferrals", 2, 4),
        ("children_rereferred", 1, 3),
        # a2 comes 11 months after a closure, a3 ten months after one; b1 closed a year and a day before b2.
        ("rereferrals_after_closure", 2, 4),
        ("referrals_nfa", 1, 4),
        ("referrals_from_schools", 2, None),
    ],
)
def test_referrals_of_the_year(engine: str, measure: str, numerator: int, denominator: int | None) -> None:
    found = figure(measure, REFERRALS, engine=engine)
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert found.value == (pytest.approx(100 * numerator / denominator) if denominator else numerator)


def test_the_rate_is_of_the_population_of_the_mid_year_before() -> None:
    found = figure("referral_rate", REFERRALS, population={2012: 10_000, 2013: 20_000})
    assert (found.numerator, found.denominator, found.value) == (4, 20_000, 2.0)


def test_a_quarters_rate_is_multiplied_up_to_a_year_and_marked() -> None:
    found = figure("referral_rate", REFERRALS, period="quarter-2013-06-30", population={2013: 20_000})
    assert found.value == 2 / 20_000 * 10_000 * 4
    assert found.annualised
    assert "Annualised" in found.note


def test_without_a_population_there_is_no_rate() -> None:
    found = figure("referral_rate", REFERRALS)
    assert (found.value, found.status) == (None, Status.NOT_AVAILABLE)


def test_rereferrals_need_a_year_of_history_before_the_period() -> None:
    short = {"referral": dt.date(2012, 4, 2)}
    found = figure("rereferrals", REFERRALS, covers_from=short)
    assert (found.numerator, found.denominator, found.value) == (2, 4, None)
    assert found.status is Status.NOT_ENOUGH_HISTORY
    enough = figure("rereferrals", REFERRALS, covers_from={"referral": dt.date(2012, 4, 1)})
    assert enough.value == 50


def test_a_child_referred_twice_in_a_year_counts_once_in_the_year_and_once_in_each_quarter() -> None:
    quarters = [
        figure("children_referred", REFERRALS, period=f"quarter-{end}").value
        for end in ("2013-06-30", "2013-09-30", "2013-12-31", "2014-03-31")
    ]
    assert quarters == [2, 1, 0, 1]
    assert figure("children_referred", REFERRALS).value == 3


def test_the_month_that_is_not_over_is_provisional_and_later_rows_do_not_count() -> None:
    found = figure("referrals", REFERRALS, as_at=dt.date(2014, 3, 30), period="month-2014-03-30")
    assert (found.value, found.status) == (0, Status.PROVISIONAL)


@pytest.mark.parametrize(
    ("before", "after", "again"),
    [
        # 29 February has no twin a year later: the last day of February stands for it.
        ("2012-02-29", "2013-02-28", True),
        ("2012-02-28", "2013-02-28", True),
        ("2012-02-27", "2013-02-28", False),
        ("2012-03-01", "2013-03-01", True),
    ],
)
def test_twelve_months_are_calendar_months(before: str, after: str, again: bool) -> None:
    drawn = rows(
        "referral",
        f"""
        referral_id | person_id | referral_date
        r1          | A         | {before}
        r2          | A         | {after}
        """,
    )
    assert figure("rereferrals", drawn, period="year-2013-03-31").numerator == int(again)
