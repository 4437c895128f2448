"""Worked examples: the band a number kept within over eighteen month ends."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import ENGINES, figure

from goldenthread.measures.results import Status

# Open at month ends: one plan all along, a second from January to August 2013, a third from March 2014.
PLANS = rows(
    "cp_plan",
    """
    cp_plan_id | person_id | start_date | end_date
    p1         | A         | 2012-05-01 | -
    p2         | B         | 2013-01-10 | 2013-08-31
    p3         | C         | 2014-03-31 | -
    """,
)
EPISODES = rows(
    "cla_episode",
    """
    cla_episode_id | person_id | start_date | start_reason | legal_status | end_date   | end_reason
    e1             | A         | 2012-05-01 | S            | C2           | -          | -
    e2             | B         | 2013-01-10 | S            | V2           | 2013-08-31 | E4A
    e3             | C         | 2012-05-01 | S            | V4           | -          | -
    """,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "table", "day", "value"),
    [
        # October 2012 to March 2014: 1, 1, 1, then 2 until July 2013, 1 again from August, 2 at the last.
        ("cp_plans_lowest_18_months", PLANS, "at-2014-03-31", 1),
        ("cp_plans_highest_18_months", PLANS, "at-2014-03-31", 2),
        ("children_looked_after_lowest_18_months", EPISODES, "at-2014-03-31", 1),
        ("children_looked_after_highest_18_months", EPISODES, "at-2014-03-31", 2),
    ],
)
def test_the_band_of_eighteen_month_ends(engine, measure, table, day, value):
    assert figure(measure, table, engine=engine, period=day).value == value


def test_fewer_than_eighteen_month_ends_are_not_enough():
    found = figure("cp_plans_lowest_18_months", PLANS, period="at-2013-03-31")
    assert (found.value, found.status) == (None, Status.NOT_ENOUGH_HISTORY)
    covers = {"cp_plan": dt.date(2012, 11, 30)}
    found = figure("cp_plans_lowest_18_months", PLANS, period="at-2014-03-31", covers_from=covers)
    assert found.status is Status.NOT_ENOUGH_HISTORY
