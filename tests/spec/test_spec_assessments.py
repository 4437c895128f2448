"""Worked examples: assessments, their durations and their complexity."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import ENGINES, figure

# Working days from Monday 2 September 2013: the same day 0; 16 September 10; 30 September 20; 14 October 30;
# 28 October 40; 4 November 45; 5 November 46; 11 November 50; 25 November 60; 26 November 61.
DURATIONS = rows(
    "assessment",
    """
    assessment_id | person_id | referral_id | start_date | authorised_date
    d0            | A         | r1          | 2013-09-02 | 2013-09-02
    d10           | B         | r2          | 2013-09-02 | 2013-09-16
    d20           | C         | r3          | 2013-09-02 | 2013-09-30
    d30           | D         | r4          | 2013-09-02 | 2013-10-14
    d40           | E         | r5          | 2013-09-02 | 2013-10-28
    d45           | F         | r6          | 2013-09-02 | 2013-11-04
    d46           | G         | r7          | 2013-09-02 | 2013-11-05
    d50           | H         | r8          | 2013-09-02 | 2013-11-11
    d60           | I         | r9          | 2013-09-02 | 2013-11-25
    d61           | J         | r10         | 2013-09-02 | 2013-11-26
    back          | K         | r11         | 2013-09-02 | 2013-08-30
    open          | L         | r12         | 2013-09-02 | -
    """,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "numerator"),
    [
        ("assessments_45", 6),
        ("assessments_10", 2),
        ("assessments_20", 3),
        ("assessments_0_10", 2),
        ("assessments_11_20", 1),
        ("assessments_21_30", 1),
        ("assessments_31_45", 2),
        ("assessments_over_45", 4),
        ("assessments_same_day", 1),
        ("assessments_1_10", 1),
        ("assessments_31_40", 1),
        ("assessments_41_45", 1),
        ("assessments_46_50", 2),
        ("assessments_51_60", 1),
        ("assessments_61_plus", 1),
    ],
)
def test_durations_in_working_days(engine: str, measure: str, numerator: int) -> None:
    found = figure(measure, DURATIONS, engine=engine)
    assert (found.numerator, found.denominator, found.value) == (numerator, 10, 10 * numerator)
    # The one that ends before it starts has no duration.
    assert found.excluded == 1
    assert "1 left out" in found.note


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("assessments_completed", 11),
        # Ten durations 0 10 20 30 40 45 46 50 60 61: half way between 40 and 45, a quarter of the way to 30.
        ("assessment_median", 42.5),
        ("assessment_lower_quartile", 22.5),
        ("assessment_upper_quartile", 49),
    ],
)
def test_how_many_and_how_long(engine: str, measure: str, value: float) -> None:
    assert figure(measure, DURATIONS, engine=engine).value == value


def test_a_bank_holiday_does_not_count() -> None:
    # Friday 23 August to Tuesday 27 August 2013 spans a weekend and the summer bank holiday: one working day.
    drawn = rows(
        "assessment",
        """
        assessment_id | person_id | start_date | authorised_date
        a             | A         | 2013-08-23 | 2013-08-27
        """,
    )
    assert figure("assessment_median", drawn).value == 1


def test_the_statutory_clock_runs_from_the_referral_and_takes_the_first_assessment_of_a_case() -> None:
    referrals = rows(
        "referral",
        """
        referral_id | person_id | referral_date
        r1          | A         | 2013-09-02
        r2          | B         | 2013-08-30
        """,
    )
    assessments = rows(
        "assessment",
        """
        assessment_id | person_id | referral_id | start_date | authorised_date
        first         | A         | r1          | 2013-09-10 | 2013-11-04
        second        | A         | r1          | 2013-10-10 | 2013-10-11
        late          | B         | r2          | 2013-09-10 | 2013-11-04
        unlinked      | C         | -           | 2013-09-10 | 2013-09-11
        """,
    )
    found = figure("assessments_45_from_referral", referrals, assessments)
    # A's first is 45 working days from the referral, B's 46; the second of A and the unlinked one are left out.
    assert (found.numerator, found.denominator, found.excluded) == (1, 2, 2)
    assert figure("assessments_45", referrals, assessments).value == 100


SIMPLE = rows(
    "assessment",
    """
    assessment_id | person_id | referral_id | start_date | authorised_date | outcome_nfa
    slow          | A         | -           | 2013-09-02 | 2013-10-01      | yes
    quick         | B         | -           | 2013-09-02 | 2013-09-30      | yes
    helped        | C         | -           | 2013-09-02 | 2013-10-01      | no
    factors       | D         | -           | 2013-09-02 | 2013-10-01      | yes
    enquiry       | E         | -           | 2013-09-02 | 2013-10-01      | yes
    plan          | F         | -           | 2013-09-02 | 2013-10-01      | yes
    care          | G         | -           | 2013-09-02 | 2013-10-01      | yes
    later         | H         | -           | 2013-09-02 | 2013-10-01      | yes
    closed        | I         | r1          | 2013-09-02 | 2013-10-01      | -
    """,
)
AROUND = (
    rows(
        "assessment_factor",
        """
        assessment_id | code
        slow          | 3B
        quick         | 21
        factors       | 3B
        factors       | 4B
        """,
    ),
    rows(
        "s47_enquiry",
        """
        s47_enquiry_id | person_id | start_date
        s1             | E         | 2013-10-01
        """,
    ),
    # Ten working days after 1 October 2013 is 15 October; eleven is 16 October.
    rows(
        "cp_plan",
        """
        cp_plan_id | person_id | start_date | ola
        p1         | F         | 2013-10-15 | no
        p2         | H         | 2013-10-16 | no
        p3         | A         | 2013-10-02 | yes
        """,
    ),
    rows(
        "cla_episode",
        """
        cla_episode_id | person_id | start_date | start_reason | legal_status
        e1             | G         | 2013-10-01 | S            | V2
        e2             | A         | 2013-10-01 | S            | V4
        """,
    ),
    rows(
        "referral",
        """
        referral_id | person_id | referral_date | closure_reason
        r1          | I         | 2013-09-02    | RC8
        """,
    ),
)


def test_simple_assessments_that_took_long() -> None:
    found = figure("simple_assessments_over_20", SIMPLE, *AROUND)
    # Low complexity: slow, quick (20 days), later (the plan came too late to count) and closed.
    assert (found.numerator, found.denominator, found.value) == (3, 4, 75)


@pytest.mark.parametrize(("group", "number"), [("low", 4), ("medium", 2), ("high", 3)])
def test_complexity_groups(group: str, number: int) -> None:
    found = figure("assessments_completed", SIMPLE, *AROUND, breakdown="complexity", group=group)
    assert found.value == number


@pytest.mark.parametrize(
    ("measure", "value"),
    [("assessments_open", 3), ("assessments_open_over_45", 1), ("assessments_open_over_45_share", 100 / 3)],
)
def test_open_assessments_on_a_day(measure: str, value: int) -> None:
    # On 4 November 2013 an assessment begun on 2 September is 45 working days old, one of 30 August is 46.
    drawn = rows(
        "assessment",
        """
        assessment_id | person_id | start_date | authorised_date
        old           | A         | 2013-08-30 | -
        just          | B         | 2013-09-02 | 2013-11-05
        new           | C         | 2013-11-04 | -
        done          | D         | 2013-01-02 | 2013-11-04
        future        | E         | 2013-11-05 | -
        """,
    )
    found = figure(measure, drawn, as_at=dt.date(2013, 11, 4), period="at-2013-11-04")
    assert found.value == pytest.approx(value)
