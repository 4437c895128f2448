"""Laws that counting keeps whatever the rows are."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from goldenthread.catalogue import COHORT_OF
from goldenthread.engines import engine_over_rows
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.results import Results
from goldenthread.periods import PeriodKind
from goldenthread.tables import TABLES, dates

FIRST, AS_AT = dt.date(2022, 4, 1), dt.date(2024, 3, 31)
DAYS = st.dates(FIRST, AS_AT)
FEW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _count(measure: str, table: str, rows: list[dict[str, object]]) -> Results:
    scope = Scope(
        as_at=AS_AT,
        authorities=("999",),
        covers_from={name: {"999": dt.date(2010, 4, 1)} for name in TABLES},
        population={},
        first=FIRST,
    )
    where = {"authority": "999", "source": "cin"}
    with engine_over_rows({table: [{**where, **row} for row in rows]}) as engine:
        return evaluate(engine, (COHORT_OF[measure],), scope)


@example([(dt.date(2024, 1, 1), 91)])  # nothing ends before the data date
@settings(FEW, max_examples=6)
@given(st.lists(st.tuples(DAYS, st.integers(0, 120)), min_size=1, max_size=40))
def test_quartiles_are_those_of_numpy(drawn: list[tuple[dt.date, int]]) -> None:
    rows = [
        {
            "assessment_id": f"a{n}",
            "person_id": "A",
            "start_date": day,
            "authorised_date": day + dt.timedelta(days=length),
        }
        for n, (day, length) in enumerate(drawn)
    ]
    results = _count("assessment_median", "assessment", rows)
    for kind in (PeriodKind.QUARTER, PeriodKind.ROLLING_12, PeriodKind.REPORTING_YEAR):
        for name, share in (("lower_quartile", 0.25), ("median", 0.5), ("upper_quartile", 0.75)):
            for result in results.series(f"assessment_{name}", kind):
                inside = [
                    dates.working_days(day, day + dt.timedelta(days=length))
                    for day, length in drawn
                    if result.period.start <= day + dt.timedelta(days=length) <= result.period.end
                ]
                assert (result.value is None) == (not inside)
                if inside:
                    assert result.value is not None
                    assert abs(result.value - np.quantile(inside, share)) < 1e-9


@FEW
@given(st.lists(st.tuples(st.sampled_from("ABCD"), DAYS), max_size=40))
def test_children_are_counted_once_in_every_period(drawn: list[tuple[str, dt.date]]) -> None:
    rows = [{"referral_id": f"r{n}", "person_id": child, "referral_date": day} for n, (child, day) in enumerate(drawn)]
    results = _count("children_referred", "referral", rows)
    block = results.blocks["children_referred"]
    for column, period in enumerate(block.periods):
        want = len({child for child, day in drawn if period.start <= day <= period.end})
        assert block.result(0, column).value == want


@FEW
@given(st.lists(st.tuples(st.sampled_from("ABC"), DAYS, st.none() | st.integers(0, 500)), max_size=25))
def test_a_child_with_overlapping_plans_is_one_child_on_any_day(
    drawn: list[tuple[str, dt.date, int | None]],
) -> None:
    rows = [
        {
            "cp_plan_id": f"p{n:02}",
            "person_id": child,
            "start_date": day,
            "end_date": None if length is None else day + dt.timedelta(days=length),
        }
        for n, (child, day, length) in enumerate(drawn)
    ]
    for result in _count("cp_plans", "cp_plan", rows).series("cp_plans", PeriodKind.SNAPSHOT):
        day = result.period.end
        want = {row["person_id"] for row in rows if row["start_date"] <= day and (row["end_date"] or dt.date.max) > day}  # type: ignore[operator]
        assert result.value == len(want)
