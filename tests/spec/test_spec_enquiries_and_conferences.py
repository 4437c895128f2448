"""Worked examples: Section 47 enquiries and initial conferences."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import AS_AT, ENGINES, LONG_AGO, figure

from goldenthread.measures.results import Status

# The data date is Monday 31 March 2014; 15 working days before it is Monday 10 March.
ENQUIRIES = rows(
    "s47_enquiry",
    """
    s47_enquiry_id | person_id | start_date
    s1             | A         | 2013-09-02
    s2             | A         | 2013-12-02
    s3             | B         | 2014-03-10
    s4             | C         | 2014-03-11
    s5             | D         | 2014-03-14
    """,
)
# Fifteen working days from 2 September 2013 is 23 September.
CONFERENCES = rows(
    "initial_cp_conference",
    """
    icpc_id | person_id | s47_enquiry_id | conference_date | transfer_in | outcome_cp_plan
    i1      | A         | s1             | 2013-09-23      | no          | yes
    i2      | A         | s2             | 2013-12-24      | no          | -
    i3      | E         | -              | 2013-11-04      | yes         | no
    i4      | D         | s5             | 2014-03-21      | no          | yes
    i5      | F         | s9             | 2014-04-01      | no          | yes
    """,
)
# A's second conference has no outcome in the return; a plan 45 days after it stands for one.
PLANS = rows(
    "cp_plan",
    """
    cp_plan_id | person_id | start_date
    p1         | A         | 2014-02-07
    """,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "recent"),
    [
        ("s47_started", 5, None, 0),
        ("children_s47", 4, None, 0),
        # s4 and s5 are fewer than 15 working days old: left out, though s5 has its conference already.
        ("s47_leading_to_conference", 2, 3, 2),
        ("conferences_held", 4, None, 0),
        # i1 is on the fifteenth day, i2 on the sixteenth, the transfer in has no enquiry and stays in.
        ("conferences_15", 2, 4, 0),
        ("conferences_leading_to_plan", 2, 3, 1),
    ],
)
def test_enquiries_and_conferences_of_the_year(
    engine: str, measure: str, numerator: int, denominator: int | None, recent: int
) -> None:
    found = figure(measure, ENQUIRIES, CONFERENCES, PLANS, engine=engine)
    assert (found.numerator, found.denominator, found.too_recent) == (numerator, denominator, recent)
    assert found.value == (pytest.approx(100 * numerator / denominator) if denominator else numerator)


def test_what_is_too_recent_is_told_in_the_note() -> None:
    assert "2 too recent to tell" in figure("s47_leading_to_conference", ENQUIRIES, CONFERENCES).note


def test_transfers_in_are_told_in_the_note() -> None:
    found = figure("conferences_15", ENQUIRIES, CONFERENCES)
    assert found.excluded == 1
    assert "1 counted in the denominator without a dated enquiry" in found.note


@pytest.mark.parametrize(("measure", "count"), [("s47_rate", 5), ("conference_rate", 4)])
def test_rates_per_10_000_children(measure: str, count: int) -> None:
    found = figure(measure, ENQUIRIES, CONFERENCES, population={2013: 34_000})
    assert found.value == pytest.approx(count / 34_000 * 10_000)
    assert found.lower is not None
    assert found.upper is not None
    assert found.lower < found.value < found.upper


def test_without_conferences_in_the_returns_nobody_can_say_how_many_enquiries_led_to_one() -> None:
    found = figure("s47_leading_to_conference", ENQUIRIES, covers_from={"s47_enquiry": LONG_AGO})
    assert (found.value, found.status) == (None, Status.NOT_AVAILABLE)
    assert "Initial child protection conference" in found.note


@pytest.mark.parametrize(
    ("held", "in_time"),
    [
        ("2014-04-17", 1),  # the thirteenth working day, before Easter
        ("2014-04-23", 1),  # Good Friday and Easter Monday do not count: the fifteenth
        ("2014-04-24", 0),
        ("2014-03-31", 1),  # the day itself
        ("2014-03-28", 0),  # before the enquiry: no duration
    ],
)
def test_fifteen_working_days_over_easter(held: str, in_time: int) -> None:
    enquiry = rows("s47_enquiry", "s47_enquiry_id | person_id | start_date\ns1 | A | 2014-03-31")
    conference = rows(
        "initial_cp_conference", f"icpc_id | person_id | s47_enquiry_id | conference_date\ni1 | A | s1 | {held}"
    )
    found = figure("conferences_15", enquiry, conference, as_at=dt.date(2014, 4, 30), period="rolling12-2014-04-30")
    assert (found.numerator, found.denominator) == (in_time, 1)
    assert dt.date(2014, 4, 30) > AS_AT
