"""A return that cannot tell of a measure gives no figure of it, and one that lists today's state tells of no other day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from tests.spec.ascii_table import rows

from goldenthread.catalogue import COHORT_OF, MEASURES
from goldenthread.catalogue.pages import page
from goldenthread.catalogue.route_limits import LIMITS
from goldenthread.engines import engine_over_rows
from goldenthread.measures.evaluate import ONLY_THAT_DAY, Scope, evaluate
from goldenthread.measures.results import Result, Status
from goldenthread.periods import parse_period

AS_AT = dt.date(2014, 3, 31)
BEGINS = dt.date(2013, 10, 1)


def _figure(measure: str, source: str, day: str, tables: Mapping[str, str]) -> Result:
    held = {
        name: [{k: v for k, v in row.items() if k != "table"} for row in rows(name, drawing, source=source)]
        for name, drawing in tables.items()
    }
    scope = Scope(
        as_at=AS_AT,
        authorities=("999",),
        covers_from={name: {"999": BEGINS} for name in held},
        population={},
        first=BEGINS,
        routes={name: {"999": source} for name in held},
    )
    with engine_over_rows(held) as engine:
        found = evaluate(engine, [COHORT_OF[measure]], scope, only=frozenset({measure}))
    return found.one(measure, parse_period(day))


PLANS = {
    "cp_plan": "cp_plan_id | person_id | start_date\np | A | 2013-05-01",
    "cp_review": "cp_review_id | person_id | cp_plan_id | review_date\nr | A | p | 2014-02-01",
    "cp_visit": "cp_visit_id | person_id | cp_plan_id | visit_date\nv | A | p | 2014-03-20",
}


def test_the_latest_review_alone_does_not_say_whether_all_were_in_time() -> None:
    found = _figure("cp_reviews_in_time", "annex_a", "at-2014-03-31", PLANS)
    assert (found.status, found.value) == (Status.NOT_AVAILABLE, None)
    assert "latest review" in found.note
    # From a return with every review the plan is counted: its first review was late.
    assert _figure("cp_reviews_in_time", "ssd", "at-2014-03-31", PLANS).value == 0


def test_the_latest_visit_tells_of_the_date_of_the_data_and_of_no_day_before() -> None:
    now = _figure("cp_visited_10_days", "annex_a", "at-2014-03-31", PLANS)
    assert now.value == 100
    assert ONLY_THAT_DAY in now.note
    before = _figure("cp_visited_10_days", "annex_a", "at-2014-02-28", PLANS)
    assert (before.status, before.value) == (Status.NOT_ENOUGH_HISTORY, None)
    assert ONLY_THAT_DAY in before.note
    assert _figure("cp_visited_10_days", "ssd", "at-2014-02-28", PLANS).value == 0


def test_a_count_the_list_gives_needs_no_history_of_placements() -> None:
    care = {
        "cla_episode": "cla_episode_id | person_id | start_date\na | A | 2012-05-01",
        "cla_placement": "placement_id | person_id | start_date | placements_last_12m\na | A | 2014-01-10 | 4",
    }
    assert _figure("looked_after_3_placements", "annex_a", "at-2014-03-31", care).value == 100
    # SSDA903 that begins in October does not hold the moves of the six months before.
    found = _figure("looked_after_3_placements", "s903", "at-2014-03-31", care)
    assert found.status is Status.NOT_ENOUGH_HISTORY


@pytest.mark.parametrize("measure", sorted(LIMITS))
def test_every_limit_is_of_a_measure_and_stands_on_its_page(measure: str) -> None:
    assert dict(MEASURES[measure].limits) == dict(LIMITS[measure])
    text = page(MEASURES[measure], COHORT_OF[measure])
    for limit in LIMITS[measure].values():
        assert limit.never or limit.data_date_only
        assert limit.never in text
