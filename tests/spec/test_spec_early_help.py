"""Worked examples: early help, the outcomes of contacts, and how soon contacts were decided."""

from __future__ import annotations

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import figure

EPISODES = rows(
    "early_help_episode",
    """
    early_help_episode_id | person_id | start_date | end_date   | end_reason
    e1                    | A         | 2013-05-03 | 2013-07-09 | needs met
    e2                    | A         | 2013-11-01 | -          | -
    e3                    | B         | 2012-09-01 | 2013-04-30 | needs met
    e4                    | C         | 2013-06-01 | 2014-01-10 | stepped up
    e5                    | D         | 2013-06-01 | 2013-06-30 | -
    """,
)
# A comes back two months after; B half a year and a day after; D on the very day, which is not after.
REFERRALS = rows(
    "referral",
    """
    referral_id | person_id | referral_date
    r1          | A         | 2013-09-02
    r2          | B         | 2013-11-01
    r3          | D         | 2013-06-30
    """,
)


def test_early_help_started_and_open():
    assert figure("early_help_started", EPISODES).value == 4
    assert figure("early_help_open", EPISODES, period="at-2013-06-30").value == 2
    assert figure("early_help_open", EPISODES, period="at-2013-07-31").value == 1


def test_early_help_ended_by_reason():
    met = figure("early_help_end_reasons", EPISODES, breakdown="ended_because", group="needs met")
    assert (met.numerator, met.denominator, met.value) == (2, 4, 50.0)
    untold = figure("early_help_end_reasons", EPISODES, breakdown="ended_because", group="not known")
    assert untold.value == 25.0
    # The parts are of the whole, and the whole is all of itself.
    assert figure("early_help_end_reasons", EPISODES).value == 100.0


def test_a_referral_after_early_help():
    within_6 = figure("early_help_then_referral_6_months", EPISODES, REFERRALS)
    # A is back; B is a day too late, D was referred on the day; C ended too recently to tell.
    assert (within_6.numerator, within_6.denominator, within_6.too_recent) == (1, 3, 1)
    # Twelve months have passed since none of the four endings.
    within_12 = figure("early_help_then_referral_12_months", EPISODES, REFERRALS)
    assert (within_12.value, within_12.too_recent) == (None, 4)


CONTACTS = rows(
    "contact",
    """
    contact_id | person_id | contact_date | source_code | outcome_new_referral | outcome_advice | contact_decision_date
    k1         | A         | 2013-05-03   | 6           | yes                  | yes            | 2013-05-07
    k2         | A         | 2013-08-01   | 6           | no                   | yes            | 2013-08-05
    k3         | B         | 2013-05-03   | 2A          | no                   | no             | 2013-05-02
    k4         | C         | 2014-02-01   | 6           | -                    | -              | -
    """,
)


def test_contacts_by_source_and_outcome():
    police = figure("contacts_by_source", CONTACTS, breakdown="source", group="Police")
    assert (police.numerator, police.denominator, police.value) == (3, 4, 75.0)
    # Two contacts have an outcome; both ended in advice and one of them in a referral too.
    assert figure("contact_outcomes", CONTACTS, breakdown="outcome", group="advice and information").value == 100.0
    assert figure("contact_outcomes", CONTACTS, breakdown="outcome", group="new referral").value == 50.0


def test_contacts_for_every_10_000_children():
    assert figure("contact_rate", CONTACTS, population={2013: 10_000}).value == 4.0
    part = figure("contact_rate", CONTACTS, population={2013: 10_000}, period="quarter-2013-06-30")
    assert (part.value, part.annualised) == (8.0, True)


@pytest.mark.parametrize(("period", "value"), [("year-2014-03-31", 100 / 3), ("quarter-2013-06-30", 0.0)])
def test_children_with_two_contacts_or_more(period, value):
    assert figure("children_repeat_contacts", CONTACTS, period=period).value == pytest.approx(value)


def test_contacts_decided_within_a_working_day():
    # Friday 3 May to Tuesday 7 May 2013 is one working day, for the Monday is a bank holiday. k3 was decided before it came.
    found = figure("contacts_decided_1_day", CONTACTS)
    assert (found.numerator, found.denominator, found.excluded) == (1, 2, 2)
    clock = rows(
        "decision_clock",
        """
        record_kind | record_id | received_at         | decided_at
        contact     | k2        | 2013-08-01T09:00:00 | 2013-08-02T16:30:00
        referral    | k4        | 2014-02-01T09:00:00 | 2014-02-01T16:30:00
        """,
        source="template",
    )
    # The template's clock goes before the date in the return.
    assert figure("contacts_decided_1_day", CONTACTS, clock).numerator == 2
