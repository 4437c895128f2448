"""Results: finding them, series of stock and flow, intervals, export."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from goldenthread.catalogue import COHORTS
from goldenthread.engines import engine_over_rows
from goldenthread.errors import DefinitionError
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.results import Result, Results, Status
from goldenthread.periods import PeriodKind, parse_period
from goldenthread.spc import intervals
from goldenthread.tables import TABLES

AS_AT = dt.date(2014, 9, 30)
FIRST = dt.date(2013, 4, 1)


@cache
def _results(*authorities: str, others: tuple[str, ...] = ()) -> Results:
    referrals = [
        {"authority": area, "source": "cin", "person_id": f"C{n % 7}", "referral_id": f"r{n}",
         "referral_date": FIRST + dt.timedelta(days=11 * n), "team_id": f"T{n % 3}"}
        for area in (*authorities, *others)
        for n in range(48)
    ]  # fmt: skip
    plans = [
        {"authority": area, "source": "cin", "person_id": f"C{n}", "cp_plan_id": f"p{n}", "start_date": FIRST}
        for area in authorities
        for n in range(5)
    ]
    scope = Scope(
        as_at=AS_AT,
        authorities=authorities,
        covers_from={table: dict.fromkeys(authorities, dt.date(2012, 4, 1)) for table in TABLES},
        population={area: {2012: 10_000, 2013: 12_000} for area in authorities},
        first=FIRST,
    )
    cohorts = tuple(cohort for cohort in COHORTS if cohort.id in ("referrals", "cp_plans_open"))
    with engine_over_rows({"referral": referrals, "cp_plan": plans}) as engine:
        return evaluate(engine, cohorts, scope)


def test_each_cohort_is_told_once_when_it_is_counted() -> None:
    scope = Scope(
        as_at=AS_AT, authorities=("999",), covers_from={"referral": {"999": FIRST}}, population={}, first=FIRST
    )
    told: list[int] = []
    chosen = [cohort for cohort in COHORTS if cohort.id in ("referrals", "cp_plans_open", "contacts")]
    with engine_over_rows({"referral": [{"authority": "999", "source": "cin", "referral_id": "r"}]}) as engine:
        found = evaluate(engine, chosen, scope, done=lambda: told.append(len(told)))
        # Also where nothing of a cohort was asked for, or nothing is there to count.
        evaluate(engine, chosen, scope, only=frozenset({"referrals"}), done=lambda: told.append(len(told)))
        assert evaluate(engine, [], scope, done=lambda: told.append(-1)).blocks == {}
    assert told == [0, 1, 2, 3, 4, 5]
    assert list(found.blocks) == [measure.id for cohort in chosen for measure in cohort.measures]


def _one(measure: str, period: str, **chosen: str) -> Result:
    return _results("999").one(measure, parse_period(period), **chosen)


def test_months_add_up_to_quarters_years_and_rolling_years() -> None:
    months = {r.period.end: r.value or 0 for r in _results("999").series("referrals", PeriodKind.MONTH)}
    assert len(months) == 18
    for kind in (PeriodKind.QUARTER, PeriodKind.YEAR_TO_DATE, PeriodKind.ROLLING_12, PeriodKind.REPORTING_YEAR):
        for result in _results("999").series("referrals", kind):
            inside = [value for end, value in months.items() if result.period.start <= end <= result.period.end]
            assert result.value == sum(inside)


def test_groups_add_up_to_the_whole() -> None:
    year = parse_period("year-2014-03-31")
    for breakdown in ("team", "sex", "need", "age_band"):
        total = sum(result.value or 0 for result in _results("999").groups("referrals", year, breakdown))
        assert total == _one("referrals", "year-2014-03-31").value


def test_groups_come_in_the_order_a_reader_expects_and_not_known_last() -> None:
    day = dt.date(2014, 3, 3)
    years = {"unborn": -1, "under 1": 0, "1 to 4": 3, "5 to 9": 7, "10 to 15": 12, "16 and over": 17}
    people = [
        {"authority": "999", "source": "cin", "person_id": f"C{n}", "date_of_birth": day.replace(year=2014 - n)}
        for n in years.values()
    ]
    contacts = [
        {"authority": "999", "source": "cin", "person_id": f"C{n}", "contact_id": f"k{n}", "contact_date": day}
        for n in (*years.values(), 99)
    ]
    scope = Scope(
        as_at=AS_AT,
        authorities=("999",),
        covers_from={"contact": {"999": FIRST}},
        population={},
        first=FIRST,
    )
    with engine_over_rows({"person": people, "contact": contacts}) as engine:
        results = evaluate(engine, [cohort for cohort in COHORTS if cohort.id == "contacts"], scope)
    found = results.groups("contacts", parse_period("year-2014-03-31"), "age_band")
    assert [(result.group, result.value) for result in found] == [(name, 1) for name in (*years, "not known")]


def test_a_stock_is_asked_for_by_any_kind_of_period() -> None:
    quarters = _results("999").series("cp_plans", PeriodKind.QUARTER)
    assert [r.period.end.month for r in quarters] == [6, 9, 12, 3, 6, 9]
    assert [r.period.end for r in _results("999").series("cp_plans", PeriodKind.REPORTING_YEAR)] == [
        dt.date(2014, 3, 31)
    ]
    assert len(_results("999").series("cp_plans", PeriodKind.MONTH)) == 18
    assert {r.period.kind for r in quarters} == {PeriodKind.SNAPSHOT}


def test_the_interval_of_a_share_is_wilsons() -> None:
    found = _one("rereferrals", "year-2014-03-31")
    assert found.numerator is not None
    assert found.denominator is not None
    want = intervals.wilson(found.numerator, found.denominator)
    assert want is not None
    assert (found.lower, found.upper) == pytest.approx((want[0] * 100, want[1] * 100))


def test_the_interval_of_a_part_years_rate_is_multiplied_up_with_it_also_at_nought() -> None:
    found = _one("referral_rate", "quarter-2014-09-30")
    want = intervals.rate(found.numerator or 0, 12_000)
    assert want is not None
    assert found.annualised
    assert (found.lower, found.upper) == pytest.approx((want[0] * 4, want[1] * 4))
    nought = Result(
        **{**{name: getattr(found, name) for name in found.__dataclass_fields__}, "numerator": 0.0, "value": 0.0}
    )
    low, high = intervals.rate(0, 12_000) or (0, 0)
    assert (nought.lower, nought.upper) == pytest.approx((low * 4, high * 4))


def test_a_count_has_no_interval() -> None:
    assert _one("referrals", "year-2014-03-31").interval is None


def test_the_rate_of_a_reporting_year_is_not_multiplied_up() -> None:
    found = _one("referral_rate", "year-2014-03-31")
    assert not found.annualised
    assert found.value == pytest.approx((found.numerator or 0) / 12_000 * 10_000)


def test_rates_are_not_given_for_groups_whose_population_nobody_knows() -> None:
    assert _results("999").groups("referral_rate", parse_period("year-2014-03-31"), "team") == ()


def test_a_measure_misspelt_is_answered_with_the_nearest() -> None:
    with pytest.raises(DefinitionError, match="Did you mean rereferrals"):
        _one("rereferral", "year-2014-03-31")


def test_with_several_authorities_one_must_be_named() -> None:
    several = _results("997", "998")
    with pytest.raises(DefinitionError, match="997, 998"):
        several.one("referrals", parse_period("year-2014-03-31"))
    assert several.one("referrals", parse_period("year-2014-03-31"), authority="998").authority == "998"


def test_an_authority_that_was_not_asked_for_is_not_counted() -> None:
    alone, beside = _results("998"), _results("998", others=("997",))
    assert beside.authorities == ("998",)
    assert [r.value for r in beside] == [r.value for r in alone]


def test_the_export_holds_every_result_once_and_reads_back() -> None:
    table = _results("999").to_arrow()
    key = ["measure", "period", "breakdown", "group"]
    assert table.num_rows == len({tuple(row[name] for name in key) for row in table.select(key).to_pylist()})
    year = [
        row
        for row in table.to_pylist()
        if (row["measure"], row["period"], row["breakdown"]) == ("referrals", "year-2014-03-31", "all")
    ]
    assert [row["value"] for row in year] == [_one("referrals", "year-2014-03-31").value]


def test_before_the_returns_begin_there_is_not_enough_history() -> None:
    early = [r for r in _results("999").series("rereferrals", PeriodKind.MONTH) if r.period.start < FIRST]
    assert early == []
    assert _one("rereferrals", "month-2013-04-30").status is Status.FINAL
