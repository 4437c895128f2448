"""Counting again only what a new load touched gives the same as counting from scratch, whatever changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest
from tests.every_engine import differences
from tests.oracle.random_rows import AUTHORITIES, random_rows

from goldenthread.catalogue import COHORTS
from goldenthread.engines import engine_over_rows
from goldenthread.measures import incremental
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.incremental import Kept, Side, count_whole, results_of, update
from goldenthread.measures.model import Cohort
from goldenthread.tables import TABLES

FIRST = dt.date(2021, 10, 1)
DAYS = (dt.date(2023, 12, 31), dt.date(2024, 2, 19), dt.date(2024, 3, 31))
Rows = dict[str, list[dict[str, Any]]]
PRINTS = {cohort.id: "as it is" for cohort in COHORTS}


def _scope(as_at: dt.date, first: dt.date = FIRST) -> Scope:
    covers = {name: dict.fromkeys(AUTHORITIES, dt.date(2010, 4, 1)) for name in TABLES}
    return Scope(
        as_at=as_at,
        authorities=AUTHORITIES,
        covers_from=covers,
        population={"997": {2022: 3000, 2021: 3000}},
        first=first,
    )


# Of twenty children of an authority these have no date in the last two years, only what is still open: most children
# are like that, and without them every child would be counted again whenever the data date moves.
QUIET = frozenset(f"C{number}" for number in range(4, 20))
LONG_AGO, NOTHING_AFTER = dt.timedelta(days=731), dt.date(2022, 10, 31)


def _drawn(seed: int) -> Rows:
    found = random_rows(Random(seed), children=20, as_at=DAYS[-1])  # noqa: S311 - test data
    rows = {name: [{**dict.fromkeys(TABLES[name].by_name), **row} for row in rows] for name, rows in found.items()}
    for given in rows.values():
        for row in given:
            if row.get("person_id") in QUIET:
                row |= {name: _long_ago(value) for name, value in row.items() if isinstance(value, dt.date)}
    return rows


def _long_ago(day: dt.date) -> dt.date | None:
    earlier = day - LONG_AGO
    return earlier if (earlier.date() if isinstance(earlier, dt.datetime) else earlier) <= NOTHING_AFTER else None


def _side(rows: Rows) -> Side:
    digests = {name: repr(given) for name, given in rows.items() if given}
    return Side(open=lambda: engine_over_rows(rows), digests=digests)


def _changed(rows: Rows, random: Random, tables: Sequence[str]) -> Rows:
    """A later load: in some tables a row lost, one dated otherwise and one more; a child gone and a child new."""
    found = {name: [dict(row) for row in given] for name, given in rows.items()}
    gone, came = random.sample(sorted(QUIET), 2)
    for name, given in found.items():
        if "person_id" in TABLES[name].by_name:
            # The new child is the twin of another, with ids of its own.
            twin = [row for row in given if (row["authority"], row["person_id"]) == ("998", came)]
            keys = [key for key in TABLES[name].by_name if key.endswith("_id") and key not in ("load_id", "team_id")]
            new = [{**row, **{key: f"{row[key]}-new" for key in keys if row[key]}} for row in twin]
            found[name] = [row for row in given if (row["authority"], row["person_id"]) != ("997", gone)] + new
    for name in tables:
        if len(found[name]) > 2:
            found[name].pop(random.randrange(len(found[name])))
            row = random.choice(found[name])
            dates = [column.name for column in TABLES[name].columns if isinstance(row.get(column.name), dt.date)]
            plain = [one for one in dates if not isinstance(row[one], dt.datetime)]
            if plain:
                moved = random.choice(plain)
                row[moved] = row[moved] + dt.timedelta(days=random.choice((-40, -1, 3, 200)))
            found[name].append({**random.choice(found[name]), **dict.fromkeys(_key(name), "one-more")})
    return found


def _key(table: str) -> tuple[str, ...]:
    """The column that names a row of a table, where one column does."""
    named = f"{table}_id"
    return (named,) if named in TABLES[table].by_name else ()


# Enough of them for the tests that ask who is touched: of every kind, and few enough to be quick.
SOME = tuple(
    cohort
    for cohort in COHORTS
    if cohort.id
    in (
        "referrals",
        "assessments",
        "assessment_factors",
        "cp_plans_open",
        "cla_reviews",
        "cla_reviews_due",
        "workforce",
    )
)


def _check(
    before: Rows,
    after: Rows,
    old_day: dt.date,
    new_day: dt.date,
    first: dt.date = FIRST,
    cohorts: tuple[Cohort, ...] = SOME,
) -> Any:
    with engine_over_rows(before) as engine:
        kept = count_whole(engine, cohorts, _scope(old_day))
    old = Kept(as_at=old_day, first=FIRST, cohorts=kept, fingerprints=PRINTS)
    scope = _scope(new_day, first)
    counted, account = update(old, _side(before), _side(after), cohorts, scope, PRINTS)
    with engine_over_rows(after) as engine:
        scratch = evaluate(engine, cohorts, scope)
    assert differences(scratch, results_of(cohorts, counted, scope)) == []
    assert {*account.unchanged, *account.updated, *account.whole} == {cohort.id for cohort in cohorts}
    return account


@pytest.mark.parametrize(
    ("seed", "days"),
    [(0, (DAYS[2], DAYS[2])), (1, (DAYS[0], DAYS[2])), (2, (DAYS[1], DAYS[2])), (3, (DAYS[2], DAYS[1]))],
)
def test_the_same_as_from_scratch(seed: int, days: tuple[dt.date, dt.date]) -> None:
    random = Random(seed + 100)  # noqa: S311 - test data
    before = _drawn(seed)
    tables = random.sample(sorted(name for name in before if before[name] and "person_id" in TABLES[name].by_name), 3)
    account = _check(before, _changed(before, random, tables), *days, cohorts=COHORTS)
    # It would be no test of counting again if everything were counted from scratch.
    assert len(account.updated) > len(COHORTS) / 2
    assert 0 < account.children <= 20


def test_on_days_counted_before_only_changed_children_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _drawn(5)
    after = {**before, "cp_plan": before["cp_plan"][1:], "referral": before["referral"][1:]}
    taken: dict[str, list[tuple[bool, dt.date]]] = {}
    real = incremental._take

    def watched(engine: Any, cohort: Cohort, context: Any, breakdowns: Any) -> Any:
        taken.setdefault(cohort.id, []).append((isinstance(engine, incremental.Narrowed), context.first))
        return real(engine, cohort, context, breakdowns)

    with engine_over_rows(before) as engine:
        kept = count_whole(engine, SOME, _scope(DAYS[0]))
    monkeypatch.setattr(incremental, "_take", watched)
    old = Kept(as_at=DAYS[0], first=FIRST, cohorts=kept, fingerprints=PRINTS)
    _, account = update(old, _side(before), _side(after), SOME, _scope(DAYS[2]), PRINTS)
    assert {"referrals", "cp_plans_open"} <= set(account.updated)
    # Stock on the new days is everybody's, and nothing else is: the new days begin after the last one in common.
    assert taken["cp_plans_open"] == [(False, DAYS[0] + dt.timedelta(days=1)), (True, FIRST), (True, FIRST)]
    # Events add up by month, whenever they fall.
    assert taken["referrals"] == [(True, FIRST), (True, FIRST)]


def test_nothing_changed_and_nothing_is_counted() -> None:
    rows = _drawn(7)
    account = _check(rows, rows, DAYS[2], DAYS[2])
    assert (account.updated, account.whole, account.children) == ((), (), 0)


def test_only_the_cohorts_that_read_a_changed_table_are_touched() -> None:
    before = _drawn(8)
    after = {**before, "cla_review": before["cla_review"][1:]}
    account = _check(before, after, DAYS[2], DAYS[2])
    assert set(account.updated) == {"cla_reviews", "cla_reviews_due"}
    assert (account.whole, account.children) == ((), 1)


def test_a_factor_that_changed_is_followed_to_its_child() -> None:
    before = _drawn(9)
    after = {**before, "assessment_factor": before["assessment_factor"][1:]}
    account = _check(before, after, DAYS[2], DAYS[2])
    assert set(account.updated) == {"assessments", "assessment_factors"}
    assert account.children == 1


def test_what_does_not_add_up_over_children_is_counted_whole() -> None:
    before = _drawn(10)
    after: Mapping[str, Any] = {**before, "workforce": before["workforce"][1:], "team": before["team"][1:]}
    account = _check(before, dict(after), DAYS[2], DAYS[2])
    assert "workforce" in account.whole
    # Names of teams are in every breakdown by team.
    assert {"referrals", "cp_plans_open", "cla_reviews", "cla_reviews_due"} <= set(account.whole)
    assert set(account.unchanged) == {"assessment_factors"}


def test_a_group_within_a_group_is_gone_with_the_last_of_its_rows() -> None:
    plans = [
        _row("cp_plan", cp_plan_id=child, person_id=child, start_date=dt.date(2023, 5, 1), initial_category=category)
        for child, category in (("A", "NEG"), ("B", "NEG"), ("C", "EMO"))
    ]
    people = [_row("person", person_id=child, sex=sex) for child, sex in (("A", "F"), ("B", "M"), ("C", "F"))]
    before, after = ({"person": people, "cp_plan": held} for held in (plans, plans[:2]))
    cohorts = tuple(cohort for cohort in SOME if cohort.id == "cp_plans_open")
    with engine_over_rows(before) as engine:
        kept = count_whole(engine, cohorts, _scope(DAYS[2]))
    old = Kept(as_at=DAYS[2], first=FIRST, cohorts=kept, fingerprints=PRINTS)
    counted, account = update(old, _side(before), _side(after), cohorts, _scope(DAYS[2]), PRINTS)
    assert account.updated == ("cp_plans_open",)
    for found, wanted in ((kept, {"NEG neglect", "EMO emotional abuse"}), (counted, {"NEG neglect"})):
        girls = [
            row["crossed"]
            for row in found["cp_plans_open"].sums.to_pylist()
            if (row["breakdown"], row["grp"], row["month"]) == ("sex", "female", DAYS[2])
        ]
        assert set(girls) == wanted
    assert _check(before, after, DAYS[2], DAYS[2], cohorts=cohorts).updated == ("cp_plans_open",)


def _row(table: str, **given: Any) -> dict[str, Any]:
    return {**dict.fromkeys(TABLES[table].by_name), "authority": "997", "source": "cin", **given}


def test_a_later_first_day_keeps_what_is_left() -> None:
    before = _drawn(11)
    after = {**before, "cp_plan": before["cp_plan"][1:]}
    _check(before, after, DAYS[2], DAYS[2], first=dt.date(2023, 4, 1))


def test_a_cohort_counted_in_another_way_is_counted_whole() -> None:
    rows = _drawn(12)
    with engine_over_rows(rows) as engine:
        kept = count_whole(engine, SOME, _scope(DAYS[2]))
    old = Kept(as_at=DAYS[2], first=FIRST, cohorts=kept, fingerprints={**PRINTS, "referrals": "as it was"})
    _, account = update(old, _side(rows), _side(rows), SOME, _scope(DAYS[2]), PRINTS)
    assert account.whole == ("referrals",)
