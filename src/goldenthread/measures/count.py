"""Counting a cohort: one aggregate query for all its measures and breakdowns, at month grain.

Counts of events add up over time, so they are counted once by month and summed afterwards. Two things
do not add up, and are counted in a form that does: durations, as how many lasted how many days; distinct
children, as how many events have the same child's neighbouring event that many months away or more.

There are no portable grouping sets, so each row meets the list of breakdowns once and takes the group it has
in each: one pass over the rows whatever the number of breakdowns. Nothing is divided in a query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zlib import crc32

import ibis
import pyarrow as pa

from goldenthread.measures.model import BETWEEN, NOT_KNOWN, Cohort, CohortKind, CountContext, Distinct, crossed_parts
from goldenthread.periods import add_months, month_end
from goldenthread.tables import dates

LONGEST_PERIOD = 12
ALL = "all"
TALLY = "tally"
CROSSED = "crossed"
_GAPS = range(1, LONGEST_PERIOD + 1)


def summed_columns(cohort: Cohort) -> tuple[str, ...]:
    """The 0/1 columns the cohort's measures add up."""
    named: dict[str, None] = {}
    for measure in cohort.measures:
        counted = (measure.numerator, measure.denominator)
        if measure.distinct or measure.quantile is not None:
            counted = ("", "")
        for column in (*counted, measure.too_recent, measure.excluded):
            if column and column != "population":
                named[column] = None
    return tuple(named)


def distinct_columns(cohort: Cohort) -> tuple[tuple[Distinct, str], ...]:
    """The 0/1 columns whose children are counted once in a period, and from which end of it."""
    named: dict[tuple[Distinct, str], None] = {}
    for measure in cohort.measures:
        for column in (measure.numerator, measure.denominator):
            if measure.distinct and column and column != "population":
                # Who has a second event is told by the second events and the first ones.
                first = Distinct.FIRST if measure.distinct is Distinct.SECOND else measure.distinct
                named[first, column] = None
        if measure.distinct is Distinct.SECOND:
            named[Distinct.SECOND, measure.numerator] = None
    return tuple(named)


def duration_columns(cohort: Cohort) -> tuple[str, ...]:
    """The whole-number columns that quantiles are taken of."""
    return tuple(dict.fromkeys(m.numerator for m in cohort.measures if m.quantile is not None))


def gap_column(direction: Distinct, column: str, gap: int) -> str:
    """The name of the count of events whose neighbour is `gap` months away or more."""
    return f"{column}_{direction}_{gap}"


def count_query(
    engine: Any, cohort: Cohort, context: CountContext, breakdowns: tuple[str, ...], *, tally: bool = False
) -> Any:
    """The aggregate: authority, month, breakdown, grp and sums; `crossed` too where a breakdown is within another.

    `breakdowns` are those of the cohort's `counted_by`. The groups of those within another are a further key of the
    same rows, so that a group's own sums are the sums over all values of `crossed`. With `tally` the column `tally` says
    how many rows each sum is of, so that groups can be taken away again.

    Sums are of every 0/1 column, and for distinct children of the events whose neighbour is g months away or
    more, for g from 1 to 12. `month` is a month index (year * 12 + month - 1) for events, the day for stock.
    """
    base = counted_rows(engine, cohort, context)
    columns, distinct = summed_columns(cohort), distinct_columns(cohort)
    plain, crossed = told_apart(breakdowns)
    named = dict.fromkeys((*plain, *(part for parts in crossed.values() for part in parts)))
    gaps = {f"{column}_{direction}": _gap(base, direction, column) for direction, column in distinct}
    each = [name for name in cohort.once_in_each if name in plain]
    own = {
        f"{column}_{direction}_in_{name}": _gap(base, direction, column, name)
        for direction, column in distinct
        for name in each
    }
    flags = {name: base[name] for name in dict.fromkeys((*columns, *(column for _, column in distinct)))}
    base = base.select("authority", "month", *(name for name in named if name != ALL), **flags, **gaps, **own)
    rows = _by_breakdown(engine, base, plain, (*flags, *gaps, *own), crossed)
    if own:
        rows = rows.mutate(**{name: _gap_there(rows, name, plain, each) for name in gaps})
    sums = {name: rows[name].sum().cast("int64") for name in columns}
    for direction, column in distinct:
        for gap in _GAPS:
            far = (rows[column] == 1) & (rows[f"{column}_{direction}"] >= gap)
            sums[gap_column(direction, column, gap)] = far.cast("int32").sum().cast("int64")
    if tally:
        sums[TALLY] = rows.count().cast("int64")
    keys = ("authority", "month", "split", "grp", *((CROSSED,) if crossed else ()))
    return _named(rows.group_by(*keys).aggregate(**sums), plain)


def told_apart(breakdowns: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Breakdowns that stand by themselves; and by breakdown those that are told within its groups."""
    plain: list[str] = []
    within: dict[str, tuple[str, ...]] = {}
    for part, outer in map(crossed_parts, breakdowns):
        if outer:
            within[outer] = (*within.get(outer, ()), part)
        else:
            plain.append(part)
    return tuple(plain), within


def _gap_there(rows: Any, name: str, plain: tuple[str, ...], each: list[str]) -> Any:
    """The gap that counts in the breakdown of the row: within its group where children are counted once in each."""
    return ibis.cases(*((rows.split == plain.index(one), rows[f"{name}_in_{one}"]) for one in each), else_=rows[name])


def duration_query(engine: Any, cohort: Cohort, context: CountContext, breakdowns: tuple[str, ...], column: str) -> Any:
    """How many lasted how long: authority, month, breakdown, grp, step (the duration) and n."""
    base = counted_rows(engine, cohort, context)
    base = base.filter(base[column].notnull())
    plain, _ = told_apart(breakdowns)
    splits = [name for name in plain if name != ALL]
    base = base.select("authority", "month", *splits, step=base[column].cast("int32"))
    rows = _by_breakdown(engine, base, plain, ("step",), {})
    counted = rows.group_by("authority", "month", "split", "grp", "step").aggregate(n=rows.count().cast("int64"))
    return _named(counted, plain)


def count_sql(engine: Any, cohort: Cohort, context: CountContext) -> str:
    """The queries that make the counts of a cohort, to show where a figure comes from.

    First those whose rows are kept on the engine under a name, in the order in which they are needed.
    """
    text = str(engine.sql(count_query(engine, cohort, context, (ALL, *cohort.counted_by))))
    needed: list[tuple[str, str]] = []
    for name, made_by in reversed(engine.staged_sql().items()):
        if any(name in query for query in (text, *(query for _, query in needed))):
            needed.append((name, made_by))
    kept = [f"-- rows kept as {name}\n{query};" for name, query in reversed(needed)]
    return "\n\n".join((*kept, f"-- the counts\n{text};"))


def counted_rows(engine: Any, cohort: Cohort, context: CountContext) -> Any:
    """The cohort's rows; kept on the engine while it is open where more than one query reads them."""
    name = stage_name(cohort, context)
    if engine.is_staged(name):
        return engine.staged(name, lambda: rows_query(engine, cohort, context))
    if not duration_columns(cohort):
        return rows_query(engine, cohort, context)
    # The columns differ with the measures and breakdowns asked for.
    columns = crc32("/".join(_columns_counted(cohort)).encode())
    return engine.staged(f"{name}_{columns:08x}", lambda: rows_query(engine, cohort, context))


def stage_name(cohort: Cohort, context: CountContext) -> str:
    """The name under which whoever needs more of the rows of a cohort than counting does keeps them on an engine."""
    return f"counted_{cohort.id}_{_stamp(context)}"


def every_row(engine: Any, cohort: Cohort, context: CountContext) -> Any:
    """The query that makes every row a figure of the cohort may count, with all its columns.

    `month` is the month index for events and the day for stock, of which there is a row for each day a spell spans.
    """
    return _base(engine, cohort, context)


def rows_query(engine: Any, cohort: Cohort, context: CountContext) -> Any:
    """The query that makes the rows counted: only the columns that breakdowns and measures need."""
    return _base(engine, cohort, context).select(*_columns_counted(cohort))


def _columns_counted(cohort: Cohort) -> tuple[str, ...]:
    distinct = distinct_columns(cohort)
    columns = [*summed_columns(cohort), *(column for _, column in distinct), *duration_columns(cohort)]
    kept = ["authority", "month", *cohort.breakdowns, *columns]
    if distinct:
        kept += ["person_id", "event_date", "row_key"]
    return tuple(dict.fromkeys(kept))


def _stamp(context: CountContext) -> str:
    return f"{context.first:%Y%m%d}_{context.as_at:%Y%m%d}"


def _base(engine: Any, cohort: Cohort, context: CountContext) -> Any:
    """The rows counted, each with the `month` it counts in; for stock, each spell on each day it spans."""
    rows = cohort.rows(engine, context)
    if cohort.kind is CohortKind.EVENT:
        rows = rows.filter(rows.event_date.notnull() & (rows.event_date <= ibis.literal(context.as_at)))
        return rows.mutate(month=dates.month_index_expr(rows.event_date))
    return _on_each_day(engine, cohort, context, rows)


def _gap(base: Any, direction: Distinct, column: str, within: str = "") -> Any:
    """Months to the same child's neighbouring event that counts (within one group); none is as far as can be."""
    first = direction is Distinct.FIRST
    child = [base.authority, base.person_id, *((base[within].cast("string").fill_null(NOT_KNOWN),) if within else ())]
    in_order = {"group_by": child, "order_by": [base.event_date, base.row_key]}
    if direction is Distinct.SECOND:
        before = base.month - base.month.lag(2).over(ibis.window(**in_order))
        return before.fill_null(LONGEST_PERIOD).cast("int32")
    window = ibis.window(**in_order, preceding=(None, 1) if first else None, following=None if first else (1, None))
    month = (base[column] == 1).ifelse(base.month, ibis.null("int32"))
    gap = base.month - month.max().over(window) if first else month.min().over(window) - base.month
    return gap.fill_null(LONGEST_PERIOD).cast("int32")


def snapshot_days(first: dt.date, as_at: dt.date) -> tuple[dt.date, ...]:
    """The days stock is counted on: every month end from `first`, and the data date itself."""
    days = []
    day = month_end(first)
    while day <= as_at:
        days.append(day)
        day = add_months(day, 1, end_of_month=True)
    return tuple(days) if days and days[-1] == as_at else (*days, as_at)


def _on_each_day(engine: Any, cohort: Cohort, context: CountContext, spells: Any) -> Any:
    """Spells joined to the days they span: counted from, and not yet ended at the end of the day."""
    days = snapshot_table(engine, context)
    open_then = (spells.counts_from <= days.day) & (days.day < ibis.coalesce(spells.end_date, ibis.date(2999, 12, 31)))
    rows = spells.inner_join(days, [open_then])
    if cohort.on_day:
        rows = cohort.on_day(rows, engine, context)
    return rows.mutate(month=rows.day)


def snapshot_table(engine: Any, context: CountContext) -> Any:
    """The days stock is counted on as a table of `day` and `day_number`, its working-day number."""
    return engine.values(f"snapshot_days_{_stamp(context)}", _days_table(context))


def _days_table(context: CountContext) -> pa.Table:
    days = snapshot_days(context.first, context.as_at)
    calendar = dates.calendar_table().to_pydict()
    numbers = dict(zip(calendar["day"], calendar["working_day_number"], strict=True))
    counted = [numbers[day] for day in days]
    return pa.table({"day": pa.array(days, pa.date32()), "day_number": pa.array(counted, pa.int32())})


def _by_breakdown(
    engine: Any, base: Any, breakdowns: tuple[str, ...], keep: tuple[str, ...], crossed: Mapping[str, tuple[str, ...]]
) -> Any:
    """Each row once for each breakdown, `split` being its place in the list, with the name of the group it is in.

    `crossed` names by breakdown those whose groups are told beside. Places are compared and grouped by, not names: they
    are told apart at once, and there are many rows.
    """
    splits = engine.values(
        f"splits_{len(breakdowns)}", pa.table({"split": pa.array(range(len(breakdowns)), pa.int32())})
    )
    rows = engine.dealt(base).cross_join(splits)
    groups = [(rows.split == place, rows[name].cast("string")) for place, name in enumerate(breakdowns) if name != ALL]
    group = ibis.cases(*groups, else_=ALL).fill_null(NOT_KNOWN) if groups else ibis.literal(ALL)
    beside = {}
    if crossed:
        told = [(rows.split == breakdowns.index(outer), _beside(rows, parts)) for outer, parts in crossed.items()]
        beside[CROSSED] = ibis.cases(*told, else_=ibis.null("string"))
    return rows.select("authority", "month", "split", *keep, grp=group, **beside)


def _beside(rows: Any, parts: tuple[str, ...]) -> Any:
    """The groups a row is in, one name after another; our own lists of codes, which never hold what stands between."""
    first, *others = (rows[part].cast("string").fill_null(NOT_KNOWN) for part in parts)
    for other in others:
        first = first + BETWEEN + other
    return first


def _named(counted: Any, breakdowns: tuple[str, ...]) -> Any:
    """Counts with the name of the breakdown instead of its place."""
    return counted.mutate(breakdown=counted.split.cases(*enumerate(breakdowns), else_=ALL)).drop("split")
