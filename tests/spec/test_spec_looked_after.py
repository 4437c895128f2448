"""Worked examples: children looked after. Short breaks (V3, V4) are left out throughout."""

from __future__ import annotations

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import ENGINES, figure

EPISODES = rows(
    "cla_episode",
    """
    cla_episode_id | person_id | start_date | start_reason | legal_status | category_of_need | end_date   | end_reason
    a1             | A         | 2013-05-01 | S            | V2           | N1               | 2013-06-30 | E4A
    a2             | A         | 2013-08-01 | S            | C1           | N1               | 2013-10-01 | X1
    a3             | A         | 2013-10-01 | L            | C2           | N1               | -          | -
    b1             | B         | 2012-01-10 | S            | C2           | N5               | 2014-03-31 | E4A
    c1             | C         | 2013-07-01 | S            | V4           | N2               | -          | -
    d1             | D         | 2014-02-01 | S            | L1           | N8               | -          | -
    e1             | E         | 2012-06-01 | S            | V2           | N1               | 2013-05-01 | E8
    e2             | E         | 2013-12-01 | S            | V2           | N1               | 2014-01-31 | E8
    """,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "period", "value"),
    [
        # A (once, though it started twice), D and E; C's is a series of short breaks.
        ("looked_after_started", "year-2014-03-31", 3),
        ("looked_after_started", "quarter-2013-06-30", 1),
        ("looked_after_started", "quarter-2013-09-30", 1),
        # A, B and E; E ceased twice and counts once. A's change of legal status is no ending.
        ("looked_after_ceased", "year-2014-03-31", 3),
        ("looked_after_ceased", "quarter-2014-03-31", 2),
        # A and D: B went home on the day.
        ("children_looked_after", "at-2014-03-31", 2),
        ("children_looked_after", "at-2013-09-30", 2),
    ],
)
def test_children_looked_after(engine: str, measure: str, period: str, value: int) -> None:
    assert figure(measure, EPISODES, engine=engine, period=period).value == value


def test_the_rate_of_a_day_is_never_multiplied_up() -> None:
    found = figure("looked_after_rate", EPISODES, period="at-2014-03-31", population={2013: 10_000})
    assert (found.value, found.annualised) == (2.0, False)


def test_a_child_counts_in_the_group_of_the_first_start_and_of_the_last_end() -> None:
    people = rows(
        "person",
        """
        person_id | date_of_birth | sex | ethnicity
        A         | 2003-07-01    | F   | WBRI
        """,
    )
    started = figure("looked_after_started", EPISODES, people, breakdown="age_band", group="5 to 9")
    assert started.value == 1
    on_the_day = figure(
        "children_looked_after", EPISODES, people, period="at-2014-03-31", breakdown="age_band", group="10 to 15"
    )
    assert on_the_day.value == 1


@pytest.mark.parametrize(
    ("born", "due", "band"),
    [
        ("2013-05-02", "-", "unborn"),
        ("-", "2013-06-01", "unborn"),
        ("2013-05-01", "-", "under 1"),
        ("2012-05-01", "-", "1 to 4"),
        ("2008-05-01", "-", "5 to 9"),
        ("2003-05-02", "-", "5 to 9"),
        ("2003-05-01", "-", "10 to 15"),
        ("1997-05-01", "-", "16 and over"),
        ("-", "-", "not known"),
    ],
)
def test_age_bands_turn_on_the_birthday(born: str, due: str, band: str) -> None:
    contact = rows("contact", "contact_id | person_id | contact_date\nk | A | 2013-05-01")
    person = rows("person", f"person_id | date_of_birth | expected_date_of_birth\nA | {born} | {due}")
    assert figure("contacts", contact, person, breakdown="age_band", group=band).value == 1


@pytest.mark.parametrize(
    ("codes", "group"),
    [((), "not known"), (("NONE",), "not disabled"), (("LD",), "disabled"), (("LD", "AUT"), "disabled")],
)
def test_no_row_about_disability_is_not_the_same_as_none(codes: tuple[str, ...], group: str) -> None:
    contact = rows("contact", "contact_id | person_id | contact_date\nk | A | 2013-05-01")
    disability = [row for code in codes for row in rows("disability", f"person_id | code\nA | {code}")]
    assert figure("contacts", contact, disability, breakdown="disability", group=group).value == 1
