"""Worked examples: children in need, and the narrower thing, children on a child in need plan."""

from __future__ import annotations

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import figure

REFERRALS = rows(
    "referral",
    """
    referral_id | person_id | referral_date | closure_date | closure_reason | nfa | primary_need
    r1          | A         | 2013-01-10    | -            | -              | no  | N1
    r2          | B         | 2013-06-01    | 2013-09-01   | RC7            | no  | N1
    r3          | B         | 2014-03-01    | -            | -              | no  | N5
    r4          | C         | 2013-06-01    | 2013-07-01   | RC8            | no  | N1
    r5          | D         | 2013-06-01    | 2013-06-02   | RC7            | yes | N1
    r6          | E         | 2011-01-10    | 2013-12-31   | RC8            | no  | N2
    """,
)
# E's case closed as not in need after an enquiry: it was one of need all the same.
ENQUIRY = rows("s47_enquiry", "s47_enquiry_id | person_id | referral_id | start_date\ns1 | E | r6 | 2011-02-01")
ASSESSED = rows("assessment", "assessment_id | person_id | referral_id | start_date\na1 | A | r1 | 2013-01-20")
DISABLED = rows("disability", "person_id | code\nA | LD\nB | NONE")
WORKERS = rows(
    "involvement",
    """
    involvement_id | person_id | professional_id | role        | start_date | end_date
    i1             | A         | W1              | case_worker | 2013-02-01 | -
    i2             | B         | W1              | case_worker | 2013-06-01 | 2014-03-31
    i3             | B         | W2              | other       | 2013-06-01 | -
    """,
)
ALL = (REFERRALS, ENQUIRY, ASSESSED, DISABLED, WORKERS)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        # A and B's second episode. C was not in need, D's referral went no further, E's case is closed.
        ("children_in_need", 2),
        ("children_in_need_disabled", 50.0),
        # B's second referral has no assessment.
        ("children_in_need_awaiting", 1),
        # B's worker left on the day; the other is no case worker.
        ("unallocated_cases", 1),
    ],
)
def test_children_in_need_on_a_day(measure, value):
    assert figure(measure, *ALL, period="at-2014-03-31").value == value


def test_an_episode_closed_as_not_in_need_counts_when_there_was_an_enquiry():
    assert figure("children_in_need", *ALL, period="at-2013-06-30").value == 3
    without = [rows("s47_enquiry", "s47_enquiry_id | person_id | referral_id | start_date\ns9 | Z | - | 2011-02-01")]
    assert figure("children_in_need", REFERRALS, *without, period="at-2013-06-30").value == 2


def test_rates_of_children_in_need_are_never_multiplied_up():
    for measure, value in (("children_in_need_rate", 2.0), ("children_in_need_awaiting_rate", 1.0)):
        found = figure(measure, *ALL, period="at-2014-03-31", population={2013: 10_000})
        assert (found.value, found.annualised) == (value, False)


@pytest.mark.parametrize(
    ("measure", "breakdown", "group"),
    [
        ("children_in_need_durations", "duration", "1 to under 2 years"),
        ("children_in_need_durations", "duration", "3 months or less"),
        ("children_in_need_primary_needs", "need", "N1 abuse or neglect"),
    ],
)
def test_parts_of_the_children_in_need(measure, breakdown, group):
    found = figure(measure, *ALL, period="at-2014-03-31", breakdown=breakdown, group=group)
    assert (found.numerator, found.denominator, found.value) == (1, 2, 50.0)


def test_episodes_started_and_ended():
    # Started in the year: r2 and r3. Ended in it: r2 and r6.
    assert figure("in_need_episodes_started", *ALL).value == 2
    assert figure("in_need_episodes_ended", *ALL).value == 2
    assert figure("in_need_episodes_started_rate", *ALL, population={2013: 10_000}).value == 2.0
    assert figure("in_need_episodes_ended_rate", *ALL, population={2013: 10_000}).value == 2.0
    ended = figure("in_need_ended_durations", *ALL, breakdown="duration", group="2 years or more")
    assert (ended.numerator, ended.denominator) == (1, 2)
    # 1 June to 1 September is three months to the day.
    assert figure("in_need_ended_durations", *ALL, breakdown="duration", group="3 months or less").numerator == 1
    closed = "RC7 any other reason, no longer in need"
    found = figure("in_need_closure_reasons", *ALL, breakdown="closed_because", group=closed)
    assert (found.numerator, found.denominator) == (1, 2)


@pytest.mark.parametrize(
    ("period", "value"),
    [("year-2014-03-31", 3), ("quarter-2013-06-30", 3), ("quarter-2013-12-31", 2), ("month-2014-01-31", 1)],
)
def test_children_in_need_at_any_point(period, value):
    # B was in need twice in the year and counts once.
    assert figure("children_in_need_any_point", *ALL, period=period).value == value
    # A child at any point of a quarter is not four of the year: the rate of a part of a year is not multiplied up.
    rate = figure("children_in_need_any_point_rate", *ALL, period=period, population={2012: 10_000, 2013: 10_000})
    assert (rate.value, rate.annualised) == (value, False)


PLANS = rows(
    "cin_plan",
    """
    cin_plan_id | person_id | start_date | end_date
    p1          | A         | 2013-06-30 | -
    p2          | B         | 2013-05-01 | 2013-11-30
    p3          | C         | 2014-03-01 | -
    p4          | D         | 2012-03-30 | -
    """,
)
VISITS = rows(
    "cin_visit",
    """
    cin_visit_id | person_id | visit_date
    v1           | A         | 2014-03-03
    v2           | C         | 2014-02-27
    v3           | D         | 2014-02-17
    """,
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("cin_plans", 3),
        # A was seen 28 days before, D 42 days; C's visit was before the plan.
        ("cin_visited_4_weeks", 100 / 3),
        ("cin_visited_6_weeks", 200 / 3),
        # A's plan is nine months and a day old: begun on 30 June, nine months later is 30 March.
        ("cin_plans_over_9_months", 200 / 3),
        ("cin_plans_over_12_months", 100 / 3),
        ("cin_plans_over_24_months", 100 / 3),
    ],
)
def test_child_in_need_plans_on_a_day(measure, value):
    assert figure(measure, PLANS, VISITS, period="at-2014-03-31").value == pytest.approx(value)


def test_child_in_need_plans_started_and_ended():
    assert figure("cin_plans_started", PLANS, VISITS).value == 3
    assert figure("cin_plans_ended", PLANS, VISITS).value == 1
    people = {2013: 5_000}
    assert figure("cin_plans_started_rate", PLANS, VISITS, population=people).value == 6.0
    assert figure("cin_plans_ended_rate", PLANS, VISITS, population=people).value == 2.0
    quarter = figure("cin_plans_started_rate", PLANS, VISITS, population=people, period="quarter-2013-06-30")
    assert (quarter.value, quarter.annualised) == (16.0, True)
    assert figure(
        "cin_plan_rate", PLANS, VISITS, period="at-2014-03-31", population={2013: 10_000}
    ).value == pytest.approx(3.0)
