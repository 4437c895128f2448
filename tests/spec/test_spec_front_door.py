"""Worked examples: contacts."""

from __future__ import annotations

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import ENGINES, figure, results

from goldenthread.measures.results import Status

# Four contacts in 2013/14, two of them from a school (2A); education services (2B) are not a school.
CONTACTS = rows(
    "contact",
    """
    contact_id | person_id | contact_date | source_code | outcome_new_referral
    k1         | A         | 2013-04-01   | 2A          | yes
    k2         | A         | 2013-04-01   | 6           | no
    k3         | B         | 2014-03-31   | 2A          | -
    k4         | C         | 2013-12-25   | 2B          | yes
    k5         | C         | 2013-03-31   | 2A          | yes
    """,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "value"),
    [
        ("contacts", 4, None, 4),
        ("contacts_from_schools", 2, None, 2),
        ("contacts_from_schools_share", 2, 4, 50),
        # Of the three whose outcome is recorded, two led to a referral.
        ("contacts_leading_to_referral", 2, 3, pytest.approx(200 / 3)),
    ],
)
def test_contacts_of_the_year(engine: str, measure: str, numerator: int, denominator: int | None, value: float) -> None:
    found = figure(measure, CONTACTS, engine=engine)
    assert (found.numerator, found.denominator, found.value) == (numerator, denominator, value)
    assert found.status is Status.FINAL


def test_contacts_by_source_add_up_to_all_contacts() -> None:
    counted = results("contacts", CONTACTS)
    year = counted.one("contacts", next(p for p in counted.blocks["contacts"].periods if p.key == "year-2014-03-31"))
    by_source = {r.group: r.value for r in counted.groups("contacts", year.period, "source") if r.value}
    assert by_source == {"Schools": 2, "Police": 1, "Education services": 1}
    assert sum(by_source.values()) == year.value


def test_with_no_contacts_in_a_month_the_share_has_no_value_and_the_count_is_nought() -> None:
    share = figure("contacts_from_schools_share", CONTACTS, period="month-2013-06-30")
    number = figure("contacts_from_schools", CONTACTS, period="month-2013-06-30")
    assert (share.value, share.status) == (None, Status.NONE_IN_PERIOD)
    assert (number.value, number.status) == (0, Status.FINAL)


def test_without_a_return_that_holds_contacts_there_is_no_answer() -> None:
    found = figure("contacts", CONTACTS, covers_from={})
    assert (found.value, found.numerator, found.status) == (None, None, Status.NOT_AVAILABLE)
    assert found.note == "Nothing read for this authority holds the table 'Contact'."
