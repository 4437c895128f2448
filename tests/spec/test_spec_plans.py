"""Worked examples: child protection plans."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import ENGINES, figure

from goldenthread.measures.results import Status

SNAPSHOT = "at-2014-03-31"
PLANS = rows(
    "cp_plan",
    """
    cp_plan_id | person_id | start_date | end_date   | previous_plans | initial_category | latest_category | ola
    a1         | A         | 2010-01-04 | 2011-09-30 | 0              | NEG              | NEG             | no
    a2         | A         | 2013-09-30 | -          | 1              | NEG              | EMO             | no
    b1         | B         | 2010-01-04 | 2011-09-29 | 0              | PHY              | PHY             | no
    b2         | B         | 2013-09-30 | -          | 1              | PHY              | PHY             | no
    c1         | C         | 2013-06-03 | 2013-12-12 | 2              | EMO              | EMO             | no
    d1         | D         | 2012-04-01 | 2014-03-31 | 0              | NEG              | NEG             | no
    e1         | E         | 2012-03-31 | 2014-03-31 | 0              | NEG              | NEG             | no
    f1         | F         | 2012-03-31 | -          | 0              | SAB              | -               | no
    g1         | G         | 2013-05-01 | -          | 0              | NEG              | NEG             | yes
    h1         | H         | 2013-05-01 | -          | 0              | NEG              | NEG             | no
    h2         | H         | 2013-07-01 | -          | 0              | NEG              | NEG             | no
    """,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "numerator", "denominator"),
    [
        # a2, b2, c1, h1, h2; G's plan belongs to another authority.
        ("cp_plans_started", 5, None),
        # c1, d1, e1.
        ("cp_plans_ended", 3, None),
        # a2, b2, c1 (recorded) and h2 (h1 came before it).
        ("cp_second_plan_ever", 4, 5),
        # a1 ended two years to the day before a2, b1 a day earlier.
        ("cp_second_plan_2_years", 1, 5),
        # d1 lasted 729 days, e1 730.
        ("cp_plans_ended_2_years_plus", 1, 3),
    ],
)
def test_plans_started_and_ended_in_the_year(
    engine: str, measure: str, numerator: int, denominator: int | None
) -> None:
    found = figure(measure, PLANS, engine=engine)
    assert (found.numerator, found.denominator) == (numerator, denominator)
    assert found.value == (pytest.approx(100 * numerator / denominator) if denominator else numerator)


def test_an_earlier_plan_without_an_end_date_stays_in_the_denominator_and_is_told() -> None:
    found = figure("cp_second_plan_2_years", PLANS)
    # C's two earlier plans are on no list; H's first plan has not ended.
    assert found.excluded == 2
    assert "2 with an earlier plan whose end is not known" in found.note


def test_within_two_years_needs_two_years_of_history() -> None:
    found = figure("cp_second_plan_2_years", PLANS, covers_from={"cp_plan": dt.date(2011, 4, 2)})
    assert (found.value, found.status) == (None, Status.NOT_ENOUGH_HISTORY)
    assert figure("cp_second_plan_ever", PLANS, covers_from={"cp_plan": dt.date(2011, 4, 2)}).value == 80


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("measure", "numerator", "denominator"),
    [
        # A, B, F and H: D's and E's plans ended on the day, H has two plans and is one child.
        ("cp_plans", 4, None),
        ("cp_plans_2_years_plus", 1, 4),
    ],
)
def test_plans_open_at_the_end_of_the_year(engine: str, measure: str, numerator: int, denominator: int | None) -> None:
    found = figure(measure, PLANS, engine=engine, period=SNAPSHOT)
    assert (found.numerator, found.denominator) == (numerator, denominator)


def test_a_quarters_question_about_plans_open_is_answered_for_its_last_day() -> None:
    found = figure("cp_plans", PLANS, period="quarter-2014-03-31")
    assert (found.value, found.period.key) == (4, SNAPSHOT)


@pytest.mark.parametrize(
    ("group", "number"),
    [("EMO emotional abuse", 1), ("SAB sexual abuse", 1), ("NEG neglect", 1), ("PHY physical abuse", 1)],
)
def test_the_category_on_the_day_is_the_latest_known(group: str, number: int) -> None:
    assert figure("cp_plans", PLANS, period=SNAPSHOT, breakdown="category", group=group).value == number


def test_rates_of_plans() -> None:
    people = {2013: 20_000}
    stock = figure("cp_plan_rate", PLANS, period=SNAPSHOT, population=people)
    assert (stock.value, stock.annualised) == (2.0, False)
    started = figure("cp_plans_started_rate", PLANS, period="quarter-2013-06-30", population=people)
    # Two starts in the quarter (C and H), multiplied up to a year.
    assert (started.numerator, started.value, started.annualised) == (2, 4.0, True)


REVIEWS = """
    cp_review_id | cp_plan_id | person_id | review_date
"""


@pytest.mark.parametrize(
    ("start", "reviews", "day", "in_time", "counted"),
    [
        # First review three calendar months after the start, to the day; the next six months later, to the day.
        ("2013-01-10", ["2013-04-10", "2013-10-10"], "2014-03-31", 1, 1),
        ("2013-01-10", ["2013-04-11", "2013-10-10"], "2014-03-31", 0, 1),
        ("2013-01-10", ["2013-04-10", "2013-10-11"], "2014-03-31", 0, 1),
        # The last gap is measured to the day: six months from 30 September is 30 March.
        ("2013-07-01", ["2013-09-30"], "2014-03-31", 0, 1),
        ("2013-07-01", ["2013-10-01"], "2014-03-31", 1, 1),
        # Three months of 31 August end on 30 November; without a review by then it is late.
        ("2013-08-31", [], "2013-11-30", 0, 1),
        ("2013-08-31", ["2013-11-30"], "2013-11-30", 1, 1),
        # Not open for three months: not counted yet.
        ("2014-01-01", [], "2014-03-31", 0, 0),
        # A review on the day of the start is an error and does not count.
        ("2013-07-01", ["2013-07-01"], "2014-03-31", 0, 1),
    ],
)
def test_reviewed_in_time(start: str, reviews: list[str], day: str, in_time: int, counted: int) -> None:
    plan = rows("cp_plan", f"cp_plan_id | person_id | start_date\np | A | {start}")
    lines = "".join(f"r{number} | p | A | {held}\n" for number, held in enumerate(reviews))
    found = figure("cp_reviews_in_time", plan, rows("cp_review", REVIEWS + lines), period=f"at-{day}")
    assert (found.numerator, found.denominator) == (in_time, counted)
