"""Worked examples: visits, workers, durations and categories of protection plans, and their reviews."""

from __future__ import annotations

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import figure

from goldenthread.tables import codes


def _category(code):
    return f"{code} {codes.ABUSE_CATEGORY.by_code[code].label}"


PLANS = rows(
    "cp_plan",
    """
    cp_plan_id | person_id | start_date | end_date   | initial_category | latest_category
    p1         | A         | 2013-05-01 | -          | NEG              | EMO
    p2         | B         | 2014-03-01 | -          | NEG              | -
    p3         | C         | 2013-01-10 | 2013-04-10 | PHY              | PHY
    p4         | D         | 2013-01-10 | 2013-04-11 | PHY              | PHY
    """,
)
PEOPLE = rows("person", "person_id | date_of_birth\nA | 2005-01-01\nB | 2011-06-01")
# Monday 31 March 2014: 17 March is ten working days before, 14 March eleven.
VISITS = rows(
    "cp_visit",
    """
    cp_visit_id | person_id | visit_date | seen_alone
    v1          | A         | 2014-02-01 | no
    v2          | A         | 2014-03-17 | yes
    v3          | B         | 2014-02-27 | yes
    """,
)
WORKERS = rows(
    "involvement",
    """
    involvement_id | person_id | professional_id | role        | start_date | end_date
    i1             | A         | W1              | case_worker | 2013-05-01 | -
    i2             | B         | W1              | case_worker | 2014-03-01 | 2014-03-20
    """,
)
ALL = (PLANS, PEOPLE, VISITS, WORKERS)


@pytest.mark.parametrize(
    ("measure", "day", "value"),
    [
        ("cp_visited_10_days", "at-2014-03-31", 50.0),
        ("cp_visited_15_days", "at-2014-03-31", 50.0),
        ("cp_visited_20_days", "at-2014-03-31", 50.0),
        # 1 February to 28 February 2014: nineteen working days from Friday 31 January's close.
        ("cp_visited_15_days", "at-2014-02-28", 0.0),
        ("cp_visited_20_days", "at-2014-02-28", 100.0),
        # B is two years old and is not asked.
        ("cp_seen_alone", "at-2014-03-31", 100.0),
        ("cp_allocated", "at-2014-03-31", 50.0),
    ],
)
def test_visits_and_workers(measure, day, value):
    assert figure(measure, *ALL, period=day).value == value


@pytest.mark.parametrize(
    ("measure", "breakdown", "group", "counts"),
    [
        ("cp_plan_duration_bands", "duration", "over 6 months to under a year", (1, 2)),
        ("cp_plan_duration_bands", "duration", "3 months or less", (1, 2)),
        ("cp_plan_categories", "category", _category("EMO"), (1, 2)),
        ("cp_plan_categories", "category", _category("NEG"), (1, 2)),
        ("cp_plan_started_categories", "category", _category("NEG"), (2, 2)),
        ("cp_plan_ended_duration_bands", "duration", "3 months or less", (1, 2)),
        ("cp_plan_ended_duration_bands", "duration", "over 3 to 6 months", (1, 2)),
    ],
)
def test_parts_of_the_plans(measure, breakdown, group, counts):
    period = "at-2014-03-31" if measure in ("cp_plan_duration_bands", "cp_plan_categories") else "year-2014-03-31"
    found = figure(measure, *ALL, period=period, breakdown=breakdown, group=group)
    assert (found.numerator, found.denominator) == counts


def test_plans_ended_early_and_their_rate():
    # 10 January to 10 April is three months to the day.
    assert figure("cp_plans_ended_3_months", *ALL).value == 50.0
    assert figure("cp_plans_ended_rate", *ALL, population={2013: 10_000}).value == 2.0


def test_reviews_of_plans():
    reviews = rows(
        "cp_review",
        """
        cp_review_id | person_id | cp_plan_id | review_date | participation | quorate
        w1           | A         | p1         | 2013-07-20  | PN1           | yes
        w2           | A         | p1         | 2014-01-10  | PN4           | no
        w3           | A         | p1         | 2014-03-10  | -             | -
        w4           | B         | p2         | 2014-03-20  | PN0           | yes
        """,
    )
    heard = figure("cp_reviews_child_took_part", PLANS, PEOPLE, reviews)
    assert (heard.numerator, heard.denominator, heard.excluded) == (1, 2, 1)
    quorate = figure("cp_reviews_quorate", PLANS, PEOPLE, reviews)
    assert (quorate.numerator, quorate.denominator, quorate.excluded) == (2, 3, 1)


def test_reviews_of_children_looked_after():
    people = rows("person", "person_id | date_of_birth\nA | 2005-01-01\nB | 2005-06-01")
    reviews = rows(
        "cla_review",
        """
        cla_review_id | person_id | review_date | due_date   | cancelled | participation
        w1            | A         | 2013-07-20  | 2013-07-20 | -         | PN6
        w2            | A         | 2014-01-11  | 2014-01-10 | -         | PN7
        w3            | B         | 2013-07-20  | 2013-07-31 | -         | PN2
        w4            | B         | 2013-09-20  | 2013-09-30 | no        | -
        w5            | C         | 2013-09-20  | 2013-09-30 | yes       | PN1
        """,
    )
    heard = figure("cla_reviews_child_took_part", people, reviews)
    assert (heard.numerator, heard.denominator, heard.excluded) == (2, 3, 1)
    held = rows(
        "involvement",
        """
        involvement_id | person_id | team_id | role        | start_date | end_date
        i1             | A         | T1      | case_worker | 2013-01-01 | 2014-01-11
        i2             | A         | T2      | case_worker | 2014-01-11 | -
        i3             | B         | T1      | case_worker | 2013-07-20 | 2013-08-01
        """,
    )
    # Each review is the team's whose worker held the case on the day it was held.
    for group, counted in {"T1": (2, 2, 0), "T2": (0, 1, 0), "not known": (0, 0, 1)}.items():
        own = figure("cla_reviews_child_took_part", people, reviews, held, breakdown="team", group=group)
        assert (own.numerator, own.denominator, own.excluded) == counted, group
    # A had one review a day late, C's was cancelled; only B had every one in time.
    in_time = figure("cla_reviews_in_time", people, reviews)
    assert (in_time.numerator, in_time.denominator) == (1, 3)
