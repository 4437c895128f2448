"""The engine and the plain count agree on random rows, for every measure, kind of period and breakdown."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

import pytest
from tests.oracle import plain
from tests.oracle.plain_measures import EVENTS, RULES, STOCKS, Answer, answer
from tests.oracle.random_rows import AS_AT, AUTHORITIES, random_rows
from tests.oracle.rule import Rule

from goldenthread.catalogue import COHORTS
from goldenthread.engines import engine_over_rows
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.results import Results, Status
from goldenthread.periods import Period, PeriodKind, add_months
from goldenthread.tables import TABLES

FIRST = dt.date(2021, 4, 1)
SEEDS = range(4)
POPULATION = {"997": {2020: 3000, 2021: 3100, 2022: 3200, 2023: 3300}, "998": {2021: 900}}
MID_MONTH = dt.date(2024, 2, 19)


def _complete(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {name: [{**dict.fromkeys(TABLES[name].by_name), **row} for row in rows] for name, rows in tables.items()}


@cache
def _case(seed: int, as_at: dt.date) -> tuple[dict[str, list[dict[str, Any]]], Results]:
    tables = _complete(random_rows(Random(seed), as_at=as_at))  # noqa: S311 - test data
    covers = {name: dict.fromkeys(AUTHORITIES, FIRST - dt.timedelta(days=3000)) for name in TABLES}
    scope = Scope(as_at=as_at, authorities=AUTHORITIES, covers_from=covers, population=POPULATION, first=FIRST)
    with engine_over_rows(tables) as engine:
        return tables, evaluate(engine, COHORTS, scope)


def _people(authority: str, period: Period) -> int | None:
    year = period.end.year if period.end.month >= 4 else period.end.year - 1
    known = [mid for mid in POPULATION[authority] if mid <= year]
    return POPULATION[authority][max(known)] if known else None


def _plain(
    tables: Any, measure: str, authority: str, period: Period, breakdown: str, group: str, as_at: dt.date
) -> Answer:
    rule = RULES[measure]
    if rule.extreme is not None:
        return _extreme(tables, measure, authority, period, breakdown, group)
    when = period.end if rule.cohort in STOCKS else as_at
    return answer(
        rule,
        _events(rule.cohort, id(tables), authority, when),
        period.start,
        period.end,
        breakdown=breakdown,
        group=group,
        population=_people(authority, period),
        months=period.months,
        since=FIRST,
    )


def _extreme(tables: Any, measure: str, authority: str, period: Period, breakdown: str, group: str) -> Answer:
    """The lowest or highest of the last eighteen month ends, one after the other."""
    rule, day, numbers = RULES[measure], add_months(period.end, 0, end_of_month=True), []
    if day > period.end:
        day = add_months(day, -1, end_of_month=True)
    while len(numbers) < 18 and day >= FIRST:
        events = _events(rule.cohort, id(tables), authority, day)
        numbers.append(sum(1 for event in events if breakdown == "all" or event.groups[breakdown] == group))
        day = add_months(day, -1, end_of_month=True)
    found = rule.extreme(numbers) if rule.extreme and numbers else 0
    value = float(found) if len(numbers) == 18 else None
    return Answer(numerator=found, denominator=None, recent=0, left_out=0, value=value)


_HELD: dict[int, Any] = {}


@cache
def _events(cohort: str, held: int, authority: str, when: dt.date) -> list[plain.Event]:
    return EVENTS[cohort](_HELD[held], authority, when)


@pytest.mark.parametrize("as_at", [AS_AT, MID_MONTH], ids=["month_end", "mid_month"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_agrees_with_the_plain_count(seed: int, as_at: dt.date) -> None:
    tables, results = _case(seed, as_at)
    _HELD[id(tables)] = tables
    wrong, compared = [], Counter[str]()
    for name, block in results.blocks.items():
        for row, (authority, breakdown, group) in enumerate(block.keys):
            for column, period in enumerate(block.periods):
                # Every period for the whole authority; for groups a spread of them, to keep the test quick.
                if breakdown != "all" and (row + column) % 19:
                    continue
                compared[breakdown] += 1
                got = block.result(row, column)
                want = _plain(tables, name, authority, period, breakdown, group, as_at)
                if not _same(got, want):
                    wrong.append(f"{name} {authority} {period.key} {breakdown}={group}: {_short(got)} is not {want}")
    assert compared.total() > 1000
    _check_no_group_is_missing(results, tables, as_at)
    measures = Counter(line.split()[0] for line in wrong)
    assert {name for rule in RULES.values() for name in rule.within} <= set(compared)
    assert not wrong, f"{len(wrong)} of {compared.total()} differ, {measures}, such as:\n" + "\n".join(wrong[:12])


def _check_no_group_is_missing(results: Results, tables: Any, as_at: dt.date) -> None:
    for name in ("contacts", "referrals", "assessments_completed", "cp_plans_started", "looked_after_started"):
        keys = set(results.blocks[name].keys)
        for authority in AUTHORITIES:
            for event in _events(RULES[name].cohort, id(tables), authority, as_at):
                if event.day >= FIRST:
                    assert {(authority, breakdown, group) for breakdown, group in event.groups.items()} <= keys
    for name, rule in RULES.items():
        if rule.cohort not in STOCKS:
            found = {key for key in results.blocks[name].keys if "_by_" in key[1]}
            assert found == {key for authority in AUTHORITIES for key in _within(rule, tables, authority, as_at)}, name


def _within(rule: Rule, tables: Any, authority: str, as_at: dt.date) -> set[tuple[str, str, str]]:
    """The groups within groups in which anything was counted or left out."""
    told = [test for test in (rule.hit, rule.base, rule.left_out) if test is not None]
    return {
        (authority, name, f"{event.groups[without]} · {event.groups[part]}")
        for name in rule.within
        for part, without in [name.split("_by_")]
        for event in _events(rule.cohort, id(tables), authority, as_at)
        if event.day >= FIRST and any(test(event) for test in told)
    }


def _short(got: Any) -> str:
    return f"{got.numerator}/{got.denominator} recent {got.too_recent} out {got.excluded} = {got.value} {got.status}"


def _same(got: Any, want: Answer) -> bool:
    counts = (got.too_recent, got.excluded) == (want.recent, want.left_out) and _near(got.numerator, want.numerator)
    if want.denominator is not None and not _near(got.denominator, want.denominator):
        return False
    if want.value is None:
        return counts and got.value is None and got.status in (Status.NONE_IN_PERIOD, Status.NOT_ENOUGH_HISTORY)
    return counts and got.value is not None and abs(got.value - want.value) < 1e-9


def _near(got: float | None, want: float) -> bool:
    return got is not None and abs(got - want) < 1e-6


def test_every_measure_has_a_plain_rule_and_the_random_rows_reach_it() -> None:
    measures = {measure.id for cohort in COHORTS for measure in cohort.measures}
    assert measures == set(RULES)
    reached = {name for seed in SEEDS for name, block in _case(seed, AS_AT)[1].blocks.items() if block.numerator.any()}
    assert reached == measures


def test_every_share_within_another_breakdown_is_reached() -> None:
    wanted = {(measure, name) for measure, rule in RULES.items() for name in rule.within}
    told, reached = set(), set()
    for seed in SEEDS:
        for measure, block in _case(seed, AS_AT)[1].blocks.items():
            crossed = [(row, key[1]) for row, key in enumerate(block.keys) if "_by_" in key[1]]
            told |= {(measure, name) for _, name in crossed}
            reached |= {
                (measure, name) for row, name in crossed if (block.numerator[row] != block.denominator[row]).any()
            }
    assert told == reached == wanted


def test_every_kind_of_period_is_compared() -> None:
    kinds = {period.kind for block in _case(0, AS_AT)[1].blocks.values() for period in block.periods}
    assert kinds == set(PeriodKind)
    assert add_months(FIRST, 36) > AS_AT
