"""Worked examples: care leavers, and the steps to adoption."""

from __future__ import annotations

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import figure

PEOPLE = rows(
    "person",
    """
    person_id | date_of_birth
    A         | 1995-06-01
    B         | 1994-06-01
    C         | 1996-03-31
    D         | 1995-06-01
    E         | 1991-06-01
    """,
)
# On 31 March 2014: A is 18, B 19, C 18 that very day, D went home, E is 22.
LEAVERS = rows(
    "care_leaver",
    """
    care_leaver_id | person_id | in_touch | accommodation | accommodation_suitable | activity | birthday_year
    k1             | A         | YES      | U             | yes                    | F1       | 2014
    k2             | B         | NO       | G             | -                      | 0        | 2014
    k3             | C         | YES      | X             | no                     | G5       | 2014
    k4             | D         | RHOM     | B             | yes                    | F2       | 2014
    k5             | E         | YES      | U             | yes                    | F2       | 2014
    """,
)


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        ("care_leavers_in_touch", (2, 3)),
        # B is abroad and left out of homes.
        ("care_leavers_suitable_homes", (1, 2)),
        ("care_leavers_in_work_or_study", (1, 3)),
        ("care_leavers_neither", (1, 3)),
        ("care_leavers_higher_education", (1, 3)),
        ("care_leavers_activity_unknown", (1, 3)),
    ],
)
def test_care_leavers(measure, counts):
    found = figure(measure, PEOPLE, LEAVERS)
    assert (found.numerator, found.denominator) == counts


def test_care_leavers_by_age():
    older = figure("care_leavers_in_touch", PEOPLE, LEAVERS, breakdown="leaver_age", group="19 to 21")
    assert (older.numerator, older.denominator) == (0, 1)


def test_pathway_plans_speak_of_now():
    now = rows(
        "care_leaver",
        """
        care_leaver_id | person_id | pathway_plan_review_date | birthday_year | team_id
        k1             | A         | 2013-09-30               | -             | T1
        k2             | B         | 2013-09-29               | -             | T2
        k3             | C         | 2013-12-01               | 2014          | T1
        """,
    )
    found = figure("care_leavers_pathway_plan_reviewed", PEOPLE, now)
    assert (found.numerator, found.denominator) == (1, 2)
    own = figure("care_leavers_pathway_plan_reviewed", PEOPLE, now, breakdown="team", group="T1")
    assert (own.numerator, own.denominator) == (1, 1)


CARE = rows(
    "cla_episode",
    """
    cla_episode_id | person_id | start_date | start_reason | legal_status | end_date   | end_reason
    a1             | A         | 2012-04-01 | S            | E1           | 2013-12-27 | E11
    b1             | B         | 2012-04-01 | S            | E1           | 2013-06-30 | E12
    c1             | C         | 2013-06-01 | S            | E1           | -          | -
    """,
)
STEPS = rows(
    "permanence",
    """
    permanence_id | person_id | adm_decision_date | placement_order_date | matched_date | placed_date | placed_with_carer_date | adopted_by_carer | order_date | decision_reversed_date
    p1            | A         | 2012-10-01        | 2012-11-01           | 2013-01-30   | 2013-03-02  | -                      | no               | 2013-12-27 | -
    p2            | B         | 2012-10-01        | 2013-01-01           | 2012-12-01   | 2013-01-06  | 2012-07-10             | yes              | -          | -
    p3            | C         | 2013-09-01        | -                    | -            | -           | -                      | -                | -          | 2014-02-01
    p4            | D         | 2014-03-01        | 2014-03-20           | -            | -           | -                      | -                | -          | -
    """,
)


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        # A: 1 April 2012 to 2 March 2013 is 335 days; B: to 6 January 2013, 280.
        ("adoption_care_to_moving_in", (615, 2)),
        # B's carer adopted: 100 days to coming to live there.
        ("adoption_care_to_settled", (435, 2)),
        # A 90 days; B was matched before the order.
        ("adoption_order_to_match", (90, 2)),
        ("adoption_entry_to_decision", (366, 2)),
        ("adoption_decision_to_match", (182, 2)),
        ("adoption_match_to_placed", (67, 2)),
        ("adoption_entry_to_placed", (615, 2)),
        # B's order is the end of care on 30 June.
        ("adoption_placed_to_order", (475, 2)),
        ("adoption_entry_to_order", (1090, 2)),
        ("adoption_decisions", (2, None)),
        ("adoption_placement_orders", (1, None)),
        ("adoption_plans_changed", (1, 2)),
    ],
)
def test_adoption(measure, counts):
    # The three years must lie within what was counted, so the window ends with the data.
    found = figure(measure, CARE, STEPS, first_counted="2011-04-01")
    assert (found.numerator, found.denominator) == counts


def test_days_and_months_are_averages():
    assert figure("adoption_care_to_moving_in", CARE, STEPS, first_counted="2011-04-01").value == 307.5
    months = figure("adoption_entry_to_placed", CARE, STEPS, first_counted="2011-04-01").value
    assert months == pytest.approx(307.5 / (365.25 / 12))


def test_children_waiting():
    assert figure("adoption_waiting", CARE, STEPS, period="at-2013-12-31").value == 1
    assert figure("adoption_waiting", CARE, STEPS, period="at-2014-03-31").value == 1
    assert figure("adoption_waiting", CARE, STEPS, period="at-2012-10-31").value == 2


def test_the_files_of_ssda903_tell_of_one_process():
    care = [{**row, "source": "s903"} for row in CARE]
    files = rows(
        "permanence",
        """
        permanence_id | person_id | adm_decision_date | matched_date | placed_date | order_type
        A:d           | A         | 2012-10-01        | 2013-01-30   | -           | adoption
        A:p           | A         | -                 | -            | 2013-03-02  | -
        A:b           | A         | -                 | -            | -           | -
        """,
        source="s903",
    )
    found = figure("adoption_match_to_placed", care, files)
    assert (found.numerator, found.denominator) == (31, 1)
    assert figure("adoption_entry_to_order", care, files).denominator == 1
    # The two files tell of one child, who waits no longer.
    assert figure("adoption_waiting", care, files, period="at-2013-03-31").value == 0
    assert figure("adoption_waiting", care, files, period="at-2013-01-31").value == 1
