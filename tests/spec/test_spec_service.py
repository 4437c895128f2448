"""Worked examples: the workforce, case audits, supervision, advocacy, feedback and complaints."""

from __future__ import annotations

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import figure

from goldenthread.measures.results import Status

DAY = "at-2013-09-30"
POSTS = rows(
    "workforce",
    """
    snapshot_date | team_id | role            | in_post_fte | in_post_headcount | vacancy_fte | agency_fte | agency_covering_vacancy_fte | starters_fte | leavers_fte | days_lost_sickness | cases_held | case_holders_fte
    2013-03-31    | T1      | case_holder     | 9.0         | 10                | 3.0         | 2.0        | 1.0                         | 0.5          | 1.0         | 10.0               | 150        | 9.0
    2013-09-30    | T1      | case_holder     | 8.5         | 9                 | 1.5         | 1.5        | 1.0                         | 1.0          | 1.5         | 33.0               | 160        | 8.0
    2013-09-30    | T1      | newly_qualified | 1.5         | 3                 | 0.0         | 0.0        | 0.0                         | 1.5          | 0.0         | 0.0                | 0          | 0.0
    2013-09-30    | -       | case_holder     | 99.0        | 99                | 99.0        | 99.0       | 99.0                        | 99.0         | 99.0        | 99.0               | 99         | 99.0
    """,
    source="template",
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        # 1.5 of 11.5; the row for the whole service beside rows of teams is left out.
        ("vacancy_rate", 100 * 1.5 / 11.5),
        # 2.5 left over the year, 10 in post.
        ("turnover_rate", 25.0),
        ("agency_rate", 100 * 1.5 / 11.5),
        ("average_caseload", 20.0),
        # 43 days of 10 x 253.
        ("sickness_absence", 100 * 43 / 2530),
        ("agency_covering_vacancies", 100 * 1.0 / 1.5),
        ("vacancies_covered", 100 * 1.0 / 1.5),
        ("social_workers_started", 3.0),
        ("social_workers_left", 2.5),
        ("newly_qualified_share", 25.0),
    ],
)
def test_the_workforce(measure, value):
    found = figure(measure, POSTS, period=DAY)
    assert found.value == pytest.approx(value)
    # Full-time equivalents are no sample: no interval is made of them.
    assert (found.interval is None) == (measure != "newly_qualified_share")


def test_a_snapshot_holds_until_the_next_and_a_year_at_most():
    assert figure("social_workers_left", POSTS, period="at-2013-08-31").value == 1.0
    assert figure("vacancy_rate", POSTS, period="at-2013-02-28").status is Status.NONE_IN_PERIOD


def test_the_longest_year_has_one_day_more():
    leap = [{**row, "snapshot_date": row["snapshot_date"].replace(year=2012)} for row in POSTS]
    found = figure("sickness_absence", leap, period="at-2012-09-30")
    assert found.value == pytest.approx(100 * 43 / 2540)


def test_workers_above_the_limit():
    held = rows(
        "involvement",
        "involvement_id | person_id | professional_id | role | start_date\n"
        + "\n".join(f"i{n} | C{n} | {'W1' if n < 10 else 'W2'} | case_worker | 2013-04-01" for n in range(28)),
    )
    workers = rows("professional", "professional_id | fte\nW1 | 0.5\nW2 | 1.0")
    # W1 holds ten children half time: the limit is nine. W2 holds eighteen full time.
    found = figure("workers_over_caseload_limit", held, workers, period="at-2014-03-31")
    assert (found.numerator, found.denominator) == (1, 2)


def test_workers_above_the_limit_are_told_by_the_name_of_their_team():
    held = rows(
        "involvement",
        "involvement_id | person_id | professional_id | team_id | role | start_date\n"
        + "\n".join(
            f"i{n} | C{n} | {'W1' if n < 19 else 'W2'} | T{1 if n < 19 else 2} | case_worker | 2013-04-01"
            for n in range(21)
        ),
    )
    teams = rows("team", "team_id | name\nT1 | North")
    # T2 has no name, so that its id stands for it.
    for group, over in (("North", 1), ("T2", 0)):
        found = figure(
            "workers_over_caseload_limit", held, teams, period="at-2014-03-31", breakdown="team", group=group
        )
        assert (found.numerator, found.denominator) == (over, 1)


AUDITS = rows(
    "audit",
    """
    audit_id | team_id | audit_date | planned_quarter | theme | grade                | moderated | moderated_grade
    A1       | T1      | 2013-05-01 | 2013-Q2         | plan  | good                 | yes       | good
    A2       | T1      | 2013-08-01 | 2013-Q2         | plan  | requires_improvement | yes       | inadequate
    A3       | T2      | -          | 2014-Q1         | voice | -                    | -         | -
    A4       | T2      | 2014-02-01 | some day        | voice | outstanding          | no        | -
    """,
    source="template",
)


def test_audits():
    planned = figure("audits_completed", AUDITS)
    assert (planned.numerator, planned.denominator) == (2, 3)
    # 2013-Q2 is April to June 2013.
    assert figure("audits_completed", AUDITS, period="quarter-2013-06-30").denominator == 2
    plan = rows(
        "audit_plan",
        "planned_quarter | team_id | audits_planned\n2013-Q2 | T1 | 5\n2014-Q1 | T2 | 3",
        source="template",
    )
    by_plan = figure("audits_completed", AUDITS, plan)
    assert (by_plan.numerator, by_plan.denominator) == (2, 8)
    good = figure("audits_good", AUDITS)
    assert (good.numerator, good.denominator) == (2, 3)
    agreed = figure("audits_moderator_agrees", AUDITS)
    assert (agreed.numerator, agreed.denominator) == (1, 2)
    actions = rows(
        "audit_action",
        """
        audit_id | action_number | due_date   | closed_date
        A1       | 1             | 2013-06-01 | 2013-06-01
        A1       | 2             | 2013-06-01 | 2013-06-02
        A2       | 1             | 2013-09-01 | -
        """,
        source="template",
    )
    found = figure("audit_actions_in_time", AUDITS, actions)
    assert (found.numerator, found.denominator) == (1, 3)
    assert figure("audit_actions_in_time", AUDITS, actions, breakdown="team", group="T1").denominator == 3


def test_supervision():
    meetings = rows(
        "supervision",
        """
        supervision_id | kind   | due_date   | held_date
        S1             | worker | 2013-06-01 | 2013-05-30
        S2             | worker | 2013-06-01 | 2013-06-02
        S3             | case   | 2013-07-01 | -
        """,
        source="template",
    )
    found = figure("supervision_in_time", meetings)
    assert (found.numerator, found.denominator) == (1, 3)


def test_advocacy():
    offers = rows(
        "advocacy",
        """
        advocacy_id | person_id | event_type         | event_date | offered | taken_up
        y1          | A         | initial_conference | 2013-06-01 | yes     | yes
        y2          | A         | cp_review          | 2013-09-01 | yes     | no
        y3          | B         | initial_conference | 2013-09-01 | no      | yes
        """,
        source="template",
    )
    offered = figure("advocacy_offered", offers)
    assert (offered.numerator, offered.denominator) == (2, 3)
    taken = figure("advocacy_taken_up", offers)
    assert (taken.numerator, taken.denominator) == (1, 2)


FEEDBACK = rows(
    "feedback",
    """
    feedback_id | kind       | received_date | respondent      | question   | answer       | stage | due_date   | closed_date | outcome
    f1          | survey     | 2013-06-01    | child           | plan_clear | yes          | -     | -          | -           | -
    f2          | survey     | 2013-06-01    | child           | plan_clear | partly       | -     | -          | -           | -
    f3          | survey     | 2013-06-01    | child           | plan_clear | not_answered | -     | -          | -           | -
    f4          | survey     | 2013-06-01    | parent_or_carer | plan_clear | no           | -     | -          | -           | -
    f5          | complaint  | 2013-06-01    | parent_or_carer | -          | -            | 1     | 2013-06-15 | 2013-06-15  | upheld
    f6          | complaint  | 2013-06-02    | parent_or_carer | -          | -            | 1     | 2013-06-15 | 2013-06-16  | not_upheld
    f7          | complaint  | 2013-07-02    | parent_or_carer | -          | -            | 2     | -          | 2013-08-16  | withdrawn
    f8          | compliment | 2013-07-02    | parent_or_carer | -          | -            | -     | -          | -           | -
    """,
    source="template",
)


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        ("children_feedback_yes", (1, 2)),
        ("complaints", (3, None)),
        ("compliments", (1, None)),
        ("complaints_in_time", (1, 2)),
        ("complaints_upheld", (1, 2)),
    ],
)
def test_feedback(measure, counts):
    found = figure(measure, FEEDBACK)
    assert (found.numerator, found.denominator) == counts
