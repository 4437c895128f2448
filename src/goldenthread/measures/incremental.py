"""Counting again only what a new load touched: children whose records changed, and days and months that are new.

What is counted adds up over children: the counts of a new load are the old ones, less those of the changed children as
they were, plus those of the same children as they are. A cohort that does not add up over children, or of which a table
of another kind changed, is counted whole. The result is the same as from scratch, to the last figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.measures import count
from goldenthread.measures.evaluate import Scope, blocks_of, breakdowns_of, context_of
from goldenthread.measures.model import Cohort, CohortKind, CountContext
from goldenthread.measures.results import Block, Results
from goldenthread.periods import add_months
from goldenthread.tables import TABLES, Kind

# No rule looks further than twelve months from an event to the data date; one more for months of unequal length.
HORIZON_MONTHS = 13
# Above this share of children it is quicker to count everybody.
WORTHWHILE = 0.5
KEYS = ("authority", "month", "breakdown", "grp", count.CROSSED)
CHILD = ("authority", "person_id")
_NOT_COMPARED = frozenset({"load_id", "source_file", "source_row", "as_at"})
_THROUGH = {"assessment_factor": ("assessment", "assessment_id")}
Children = frozenset[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What was counted of one cohort: the tables of its sums (with a tally of rows) and of its durations."""

    sums: pa.Table
    durations: Mapping[str, pa.Table]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The counts of one load: `cohorts[id]`, made with `fingerprints[id]` for one scope of days."""

    as_at: dt.date
    first: dt.date
    cohorts: Mapping[str, Counted]
    fingerprints: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Side:
    """A load as counting sees it: how to open it anew, and a digest of each table: the same digest, the same rows."""

    open: Callable[[], Any]
    digests: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Account:
    """What was done: cohorts taken over unchanged, brought up to date for `children` children, or counted whole."""

    unchanged: tuple[str, ...]
    updated: tuple[str, ...]
    whole: tuple[str, ...]
    children: int


def count_whole(engine: Any, cohorts: Iterable[Cohort], scope: Scope) -> dict[str, Counted]:
    """Count every cohort from scratch, in the form that can be kept."""
    asked = {
        cohort.id: _asked(engine, cohort, context_of(cohort, scope), breakdowns_of(cohort, scope)) for cohort in cohorts
    }
    return {name: answer() for name, answer in asked.items()}


def results_of(cohorts: Iterable[Cohort], counted: Mapping[str, Counted], scope: Scope) -> Results:
    """The results of every measure from what was counted."""
    blocks: list[Block] = []
    for cohort in cohorts:
        one = counted[cohort.id]
        blocks += blocks_of(cohort, cohort.measures, scope, one.sums, one.durations)
    return Results(blocks)


def update(
    old: Kept, before: Side, after: Side, cohorts: Sequence[Cohort], scope: Scope, fingerprints: Mapping[str, str]
) -> tuple[dict[str, Counted], Account]:
    """The counts of a new load from those of an earlier one, and what had to be counted.

    `scope` is that of the new load; `fingerprints[cohort]` names how a cohort is counted: one that was counted in
    another way, or has no name for it, is counted whole.
    """
    perhaps = [table for table in TABLES if before.digests.get(table, "") != after.digests.get(table, "")]
    with before.open() as old_engine, after.open() as new_engine:
        # Files differ in what names the load; what counts is whether their rows do.
        rows = {table: _unequal(old_engine, new_engine, table) for table in perhaps}
        different = {table: found for table, found in rows.items() if found.num_rows}
        changed = set(different)
        used = {cohort.id: tables_used(new_engine, cohort, scope) for cohort in cohorts}
        children, everybody = changed_children(old_engine, new_engine, different, old.as_at, scope.as_at)
        few = len(children) <= WORTHWHILE * max(1, everybody)
        unchanged, updated, whole = [], [], []
        for cohort in cohorts:
            same = not used[cohort.id] & changed and (old.as_at, old.first) == (scope.as_at, scope.first)
            way = fingerprints[cohort.id]
            known = bool(way) and old.fingerprints.get(cohort.id) == way and cohort.id in old.cohorts
            if known and same:
                unchanged.append(cohort)
            elif known and few and _adds_up(cohort, used[cohort.id] & changed, old, scope):
                updated.append(cohort)
            else:
                whole.append(cohort)
        found = {cohort.id: old.cohorts[cohort.id] for cohort in unchanged}
        found |= count_whole(new_engine, whole, scope)
        days = {cohort.id: _new_days(new_engine, cohort, old, scope) for cohort in updated}
    with Narrowed(before.open(), children) as was, Narrowed(after.open(), children) as now:
        for cohort in updated:
            found[cohort.id] = _updated(was, now, cohort, old, scope, days[cohort.id])
    account = Account(
        unchanged=tuple(cohort.id for cohort in unchanged),
        updated=tuple(cohort.id for cohort in updated),
        whole=tuple(cohort.id for cohort in whole),
        children=len(children),
    )
    return found, account


def _take(engine: Any, cohort: Cohort, context: CountContext, breakdowns: tuple[str, ...]) -> Counted:
    return _asked(engine, cohort, context, breakdowns)()


def _asked(engine: Any, cohort: Cohort, context: CountContext, breakdowns: tuple[str, ...]) -> Callable[[], Counted]:
    """Begin to count a cohort; call what is returned to wait for the counts."""
    durations = {
        column: engine.asked(count.duration_query(engine, cohort, context, breakdowns, column))
        for column in count.duration_columns(cohort)
    }
    sums = engine.asked(count.count_query(engine, cohort, context, breakdowns, tally=True))
    return lambda: Counted(sums=sums(), durations={column: answer() for column, answer in durations.items()})


def _adds_up(cohort: Cohort, changed: set[str], old: Kept, scope: Scope) -> bool:
    """Whether a cohort can be brought up to date by children: its changed tables must be about children, too."""
    if not cohort.by_child or (cohort.follows_data_date and old.as_at != scope.as_at):
        return False
    if cohort.kind is CohortKind.STOCK and (scope.first < old.first or not _common_days(old, scope)):
        return False
    return all("person_id" in TABLES[table].by_name or table in _THROUGH for table in changed)


class _Recorder:
    """An engine that remembers which tables were asked for."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.asked: set[str] = set()

    def table(self, name: str) -> Any:
        self.asked.add(name)
        return self._engine.table(name)

    def staged(self, _name: str, make: Callable[[], Any]) -> Any:
        """Built, not kept: what it asks for must be seen each time."""
        return make()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


def tables_used(engine: Any, cohort: Cohort, scope: Scope) -> set[str]:
    """The canonical tables a cohort's query reads."""
    recorder = _Recorder(engine)
    count.count_query(recorder, cohort, context_of(cohort, scope), breakdowns_of(cohort, scope))
    return recorder.asked


class Narrowed:
    """An engine that holds only the records of some children; tables that are not about children are whole."""

    def __init__(self, engine: Any, children: Children) -> None:
        self._engine = engine
        ordered = sorted(children)
        self._children = engine.values(
            "children_changed",
            pa.table(
                {
                    "n_authority": pa.array([authority for authority, _ in ordered], pa.string()),
                    "n_person": pa.array([person for _, person in ordered], pa.string()),
                }
            ),
        )

    def table(self, name: str) -> Any:
        """The rows of a table that are about the children."""
        rows = self._engine.table(name)
        if "person_id" not in TABLES[name].by_name:
            return rows
        some = self._children
        return rows.semi_join(some, [rows.authority == some.n_authority, rows.person_id == some.n_person])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def __enter__(self) -> Narrowed:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.close()


def changed_children(
    before: Any, after: Any, different: Mapping[str, pa.Table], old_as_at: dt.date, new_as_at: dt.date
) -> tuple[Children, int]:
    """The children to count again, and how many there are in all.

    Those with a row that is new, gone or different (`different`, by table); and when the data date moved, those with any
    date within thirteen months of the earlier one or later, because what was too recent to tell may now be told.
    """
    found: set[tuple[str, str]] = set()
    for table, rows in different.items():
        if "person_id" in TABLES[table].by_name:
            found |= _pairs(rows)
        elif table in _THROUGH:
            found |= _through(before, after, table, rows)
    if old_as_at != new_as_at:
        since = add_months(min(old_as_at, new_as_at), -HORIZON_MONTHS)
        for engine in (before, after):
            for table in TABLES:
                found |= _dated_after(engine, table, since)
    everybody = {child for engine in (before, after) for child in _pairs(engine.fetch(_people(engine)))}
    return frozenset(found), len(everybody)


def _people(engine: Any) -> Any:
    return engine.table("person").select(*CHILD).distinct()


def _pairs(table: pa.Table) -> set[tuple[str, str]]:
    return {
        (authority, person)
        for authority, person in zip(
            table.column("authority").to_pylist(), table.column("person_id").to_pylist(), strict=True
        )
        if person is not None
    }


def _compared(engine: Any, table: str, columns: Sequence[str], side: int) -> pa.Table:
    rows = engine.fetch(engine.table(table).select(*columns))
    return rows.append_column("side", pa.array([side] * rows.num_rows, pa.int64()))


def _unequal(before: Any, after: Any, table: str) -> pa.Table:
    """Rows that one load holds more often than the other."""
    columns = [name for name in TABLES[table].arrow_schema().names if name not in _NOT_COMPARED]
    both = pa.concat_tables(
        [_compared(before, table, columns, -1), _compared(after, table, columns, 1)], promote_options="permissive"
    )
    grouped = both.group_by(columns).aggregate([("side", "sum")])
    return grouped.filter(pc.not_equal(grouped.column("side_sum"), 0))


def _through(before: Any, after: Any, table: str, rows: pa.Table) -> set[tuple[str, str]]:
    """Children of rows that name another row of theirs, such as the factors of an assessment."""
    parent, key = _THROUGH[table]
    wanted = set(zip(rows.column("authority").to_pylist(), rows.column(key).to_pylist(), strict=True))
    found: set[tuple[str, str]] = set()
    for engine in (before, after):
        names = engine.fetch(engine.table(parent).select("authority", key, "person_id")).to_pylist()
        found |= {(row["authority"], row["person_id"]) for row in names if (row["authority"], row[key]) in wanted}
    return found


def _dated_after(engine: Any, table: str, since: dt.date) -> set[tuple[str, str]]:
    """Children with a date after `since` in any column of a table."""
    import ibis

    declared = TABLES[table]
    columns = [column.name for column in declared.columns if column.kind is Kind.DATE]
    if "person_id" not in declared.by_name or not columns or not engine.has(table):
        return set()
    rows = engine.table(table)
    late = ibis.or_(*((rows[name] > ibis.literal(since)).fill_null(ibis.literal(value=False)) for name in columns))
    return _pairs(engine.fetch(rows.filter(late).select(*CHILD).distinct()))


def _common_days(old: Kept, scope: Scope) -> list[dt.date]:
    """The days both loads count stock on."""
    days = set(count.snapshot_days(old.first, old.as_at))
    return [day for day in count.snapshot_days(scope.first, scope.as_at) if day in days]


def _new_days(engine: Any, cohort: Cohort, old: Kept, scope: Scope) -> Counted | None:
    """Stock on the days that the earlier load did not count, of everybody."""
    if cohort.kind is not CohortKind.STOCK:
        return None
    last = _common_days(old, scope)[-1]
    if last == scope.as_at:
        return None
    context = replace(context_of(cohort, scope), first=last + dt.timedelta(days=1))
    return _take(engine, cohort, context, breakdowns_of(cohort, scope))


def _updated(
    was: Narrowed, now: Narrowed, cohort: Cohort, old: Kept, scope: Scope, new_days: Counted | None
) -> Counted:
    """The old counts, less the changed children as they were, plus as they are, plus the days that are new."""
    breakdowns, kept = breakdowns_of(cohort, scope), old.cohorts[cohort.id]
    # Counts brought up to date were made with the same coverage: it is part of their fingerprint.
    today = context_of(cohort, scope)
    then = replace(today, as_at=old.as_at, first=old.first)
    if cohort.kind is CohortKind.STOCK:
        days = _common_days(old, scope)
        kept = _on_days(kept, days)
        then = today = replace(today, as_at=days[-1])
    less, plus = _take(was, cohort, then, breakdowns), _take(now, cohort, today, breakdowns)
    if cohort.kind is CohortKind.STOCK:
        less, plus = _on_days(less, days), _on_days(plus, days)
    more = [plus] if new_days is None else [plus, new_days]
    return Counted(
        sums=_added([kept.sums, *(one.sums for one in more)], less.sums, KEYS, count.TALLY),
        durations={
            column: _added(
                [kept.durations[column], *(one.durations[column] for one in more)],
                less.durations[column],
                (*KEYS, "step"),
                "n",
            )
            for column in kept.durations
        },
    )


def _on_days(counted: Counted, days: Sequence[dt.date]) -> Counted:
    wanted = pa.array(days, pa.date32())

    def some(table: pa.Table) -> pa.Table:
        return table.filter(pc.is_in(table.column("month").cast(pa.date32()), value_set=wanted))

    return replace(
        counted, sums=some(counted.sums), durations={name: some(table) for name, table in counted.durations.items()}
    )


def _added(tables: Sequence[pa.Table], less: pa.Table, keys: Sequence[str], tally: str) -> pa.Table:
    """The sum of tables of counts less another; groups of which no row is left are gone."""
    keys = [name for name in keys if name in less.column_names]
    names = [name for name in less.column_names if name not in keys]
    taken = pa.table(
        {name: less.column(name) if name in keys else pc.negate(less.column(name)) for name in less.column_names}
    )
    parts = [table.select(less.column_names).cast(taken.schema) for table in tables]
    whole = pa.concat_tables([*parts, taken])
    grouped = whole.group_by(list(keys)).aggregate([(name, "sum") for name in names])
    grouped = grouped.rename_columns([*keys, *names])
    return grouped.filter(pc.greater(grouped.column(tally), 0))
