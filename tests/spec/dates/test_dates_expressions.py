"""Each calendar rule written as an expression gives what the same rule gives in plain Python, at every edge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import ibis
import pyarrow as pa
import pytest

from goldenthread import periods
from goldenthread.tables import dates

_DAYS = """
    2011-02-28 2011-03-01 2011-04-21 2011-04-22 2011-04-29 2011-05-03 2011-12-31 2012-01-01 2012-01-02 2012-01-03
    2012-02-28 2012-02-29 2012-03-01 2012-03-31 2012-04-01 2012-05-28 2012-06-01 2012-06-04 2012-06-05 2012-06-06
    2013-02-27 2013-02-28 2013-03-01 2013-03-31 2013-04-01 2013-04-30 2013-05-31 2013-06-30 2013-12-25 2013-12-31
    2014-01-01 2014-01-31 2014-02-28 2014-03-29 2014-03-30 2014-03-31 2014-04-01 2014-04-18 2014-04-19 2014-04-21
    2014-06-30 2014-07-01 2014-09-06 2014-09-07 2014-09-08 2014-09-30 2014-10-31 2015-02-28 2015-12-28 2016-02-28
    2016-02-29 2016-03-01 2020-02-29 2020-05-04 2020-05-08 2022-06-02 2022-06-03 2022-09-19 2023-05-08 2024-02-29
"""
EDGES = [dt.date.fromisoformat(text) for text in _DAYS.split()]
END = dt.date(2014, 9, 30)
PAIRS: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = {
    "age": (dates.age, dates.age_expr),
    "whole_months": (dates.whole_months, dates.whole_months_expr),
    "within_12_months": (dates.within_12_months, dates.within_12_months_expr),
    "within_1_month": (
        lambda a, b: dates.within_months(a, b, 1),
        lambda a, b: dates.within_months_expr(a, b, 1),
    ),
    "within_3_months": (
        lambda a, b: dates.within_months(a, b, 3),
        lambda a, b: dates.within_months_expr(a, b, 3),
    ),
    "within_24_months": (
        lambda a, b: dates.within_months(a, b, 24),
        lambda a, b: dates.within_months_expr(a, b, 24),
    ),
    "more_than_729_days": (dates.more_than_729_days, dates.more_than_729_days_expr),
    "days_between": (lambda a, b: None if a is None or b is None else (b - a).days, dates.days_between_expr),
}
SINGLES: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "reporting_year": (periods.reporting_year, dates.reporting_year_expr),
    "quarter": (periods.quarter, dates.quarter_expr),
    "month_index": (dates.month_index, dates.month_index_expr),
    "in_rolling_12": (lambda a: dates.in_rolling_12(a, END), lambda a: dates.in_rolling_12_expr(a, END)),
    "in_year_to_date": (lambda a: dates.in_year_to_date(a, END), lambda a: dates.in_year_to_date_expr(a, END)),
    "a_month_later": (lambda a: periods.add_months(a, 1), lambda a: dates.add_months_expr(a, 1)),
    "six_months_later": (lambda a: periods.add_months(a, 6), lambda a: dates.add_months_expr(a, 6)),
    "a_year_earlier": (lambda a: periods.add_months(a, -12), lambda a: dates.add_months_expr(a, -12)),
}


@pytest.fixture(scope="module")
def answers() -> Iterator[list[dict[str, Any]]]:
    """Every rule over every pair of edges, and pairs with a missing date, counted by the engine."""
    backend = ibis.duckdb.connect()
    pairs = [(a, b) for a in [*EDGES, None] for b in [*EDGES, None]]
    kind = pa.date32()
    table = pa.table({"a": pa.array([a for a, _ in pairs], kind), "b": pa.array([b for _, b in pairs], kind)})
    rows = backend.create_table("pairs", table, temp=True)
    calendar = backend.create_table("calendar", dates.calendar_table(), temp=True)
    rows = dates.with_working_days(rows, calendar, start="a", end="b", name="working_days")
    columns = {name: expression(rows.a, rows.b) for name, (_, expression) in PAIRS.items()}
    columns |= {name: expression(rows.a) for name, (_, expression) in SINGLES.items()}
    yield backend.to_pyarrow(rows.mutate(**columns)).to_pylist()
    backend.disconnect()


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_rule_of_two_dates(name: str, answers: list[dict[str, Any]]) -> None:
    plain = PAIRS[name][0]
    wrong = [
        (row["a"], row["b"], row[name])
        for row in answers
        if row["a"] and row["b"] and row[name] != plain(row["a"], row["b"])
    ]
    assert wrong == []


@pytest.mark.parametrize("name", sorted(SINGLES))
def test_rule_of_one_date(name: str, answers: list[dict[str, Any]]) -> None:
    plain = SINGLES[name][0]
    assert [(row["a"], row[name]) for row in answers if row["a"] and row[name] != plain(row["a"])] == []


def test_working_days_agree_for_every_pair_and_are_missing_where_they_must_be(answers: list[dict[str, Any]]) -> None:
    wrong = [row for row in answers if row["working_days"] != dates.working_days(row["a"], row["b"])]
    assert wrong == []
    assert len(answers) == (len(EDGES) + 1) ** 2


def test_a_missing_date_makes_every_answer_missing(answers: list[dict[str, Any]]) -> None:
    for row in answers:
        if row["a"] is None or row["b"] is None:
            assert [name for name in PAIRS if row[name] not in (None, False)] == []


def test_the_calendar_covers_its_range_day_by_day() -> None:
    days = dates.calendar_table()["day"].to_pylist()
    numbers = dates.calendar_table()["working_day_number"].to_pylist()
    assert (days[0], days[-1]) == (dt.date(2005, 1, 1), dt.date(2040, 12, 31))
    assert days == [days[0] + dt.timedelta(days=n) for n in range(len(days))]
    steps = [after - before for before, after in pairwise(numbers)]
    assert [step == 1 for step in steps] == [dates.is_working_day(day) for day in days[1:]]


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark", "postgres"])
def test_rules_use_no_year_or_month_difference_of_an_engine(dialect: str) -> None:
    rows = ibis.table({"a": "date", "b": "date"}, name="rows")
    safe = {name: expression(rows.a, rows.b) for name, (_, expression) in PAIRS.items() if "day" not in name}
    sql = ibis.to_sql(rows.select(**safe), dialect=dialect).upper()
    assert not [word for word in ("DATEDIFF", "DATE_DIFF", "DATE_SUB", "MONTHS_BETWEEN", "AGE(") if word in sql]
