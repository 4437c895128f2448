"""Counting a cohort: one aggregate query for all its measures and breakdowns, at month grain.

Counts of events add up over time, so they are counted once by month and summed afterwards. Two things
do not add up, and are counted in a form that does: durations, as how many lasted how many days; distinct
children, as how many events came how many months after (or before) the same child's neighbouring event.
"""

from __future__ import annotations

import datetime as dt
from functools import reduce
from typing import Any

import ibis
import pyarrow as pa

from goldenthread.measures.model import Cohort, CohortKind, CountContext, Distinct, Measure
from goldenthread.periods import add_months, month_end
from goldenthread.tables import dates

LONGEST_PERIOD = 12
ALL = "all"
NOT_RECORDED = "not known"


def summed_columns(cohort: Cohort) -> tuple[str, ...]:
    """The 0/1 columns the cohort's measures add up."""
    named: dict[str, None] = {}
    for measure in cohort.measures:
        if measure.distinct or measure.quantile is not None:
            continue
        for column in (measure.numerator, measure.denominator, measure.too_recent, measure.excluded):
            if column and column != "population":
                named[column] = None
    return tuple(named)


def sums_query(engine: Any, cohort: Cohort, context: CountContext, breakdowns: tuple[str, ...]) -> Any:
    """The aggregate: authority, month, breakdown, grp and the sum of every 0/1 column.

    `month` is a month index (year * 12 + month - 1) for events and the day itself for stock.
    """
    base = counted_rows(engine, cohort, context)
    columns = summed_columns(cohort)
    return _by_breakdown(
        base, breakdowns, lambda rows: {column: rows[column].sum().cast("int64") for column in columns}
    )


def histogram_query(engine: Any, cohort: Cohort, context: CountContext, breakdowns: tuple[str, ...]) -> Any | None:
    """Counts that add up, for quantiles and distinct children: authority, month, breakdown, grp, item, step, n.

    `item` is the column (quantiles) or the direction and column (distinct children); `step` is days, or months
    to the neighbouring event of the same child. None when the cohort needs neither.
    """
    items = histogram_items(cohort)
    if not items:
        return None
    base = counted_rows(engine, cohort, context)
    parts = [_item_rows(base, item, column, direction) for item, (column, direction) in items.items()]
    rows = reduce(lambda first, second: first.union(second), parts)
    return _by_breakdown(rows, breakdowns, lambda rows: {"n": rows.count().cast("int64")}, ("item", "step"))


def histogram_items(cohort: Cohort) -> dict[str, tuple[str, Distinct | None]]:
    """What the histogram holds: item name -> (column, direction), direction None for quantiles."""
    items: dict[str, tuple[str, Distinct | None]] = {}
    for measure in cohort.measures:
        if measure.quantile is not None:
            items[item_name(measure, measure.numerator)] = (measure.numerator, None)
        elif measure.distinct:
            for column in (measure.numerator, measure.denominator):
                if column and column != "population":
                    items[item_name(measure, column)] = (column, measure.distinct)
    return items


def item_name(measure: Measure, column: str) -> str:
    """The name of a histogram: the column, with the direction for distinct children."""
    return f"{measure.distinct}:{column}" if measure.distinct else column


def _item_rows(base: Any, item: str, column: str, direction: Distinct | None) -> Any:
    if direction is None:
        rows = base.filter(base[column].notnull()).mutate(step=base[column].cast("int32"))
    else:
        rows = base.filter(base[column] == 1)
        window = ibis.window(group_by=[rows.authority, rows.person_id], order_by=[rows.event_date, rows.row_key])
        other = rows.month.lag(1) if direction is Distinct.FIRST else rows.month.lead(1)
        gap = (rows.month - other.over(window)).abs()
        near = gap < LONGEST_PERIOD
        rows = rows.mutate(step=ibis.ifelse(near, gap, LONGEST_PERIOD).fill_null(LONGEST_PERIOD).cast("int32"))
    keep = [name for name in base.columns if name not in ("event_date", "row_key")]
    return rows.select(*keep, "step").mutate(item=ibis.literal(item))


def counted_rows(engine: Any, cohort: Cohort, context: CountContext) -> Any:
    """The cohort's rows with their month (events) or day (stock), kept on the engine while it is open."""
    return engine.staged(f"counted_{cohort.id}", rows_query(engine, cohort, context))


def rows_query(engine: Any, cohort: Cohort, context: CountContext) -> Any:
    """The query that makes the rows counted: only the columns that breakdowns and measures need."""
    base = _base(engine, cohort, context)
    columns = [*summed_columns(cohort), *(column for column, _ in histogram_items(cohort).values())]
    kept = ["authority", "person_id", "month", *cohort.breakdowns, *columns]
    if cohort.kind is CohortKind.EVENT:
        kept += ["event_date", "row_key"]
    return base.select(*dict.fromkeys(kept))


def _base(engine: Any, cohort: Cohort, context: CountContext) -> Any:
    rows = cohort.rows(engine, context)
    if cohort.kind is CohortKind.EVENT:
        rows = rows.filter(rows.event_date.notnull() & (rows.event_date <= ibis.literal(context.as_at)))
        return rows.mutate(month=dates.month_index_expr(rows.event_date))
    return _on_each_day(engine, cohort, context, rows)


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
    days = engine.values("snapshot_days", _days_table(context))
    open_then = (spells.counts_from <= days.day) & (spells.end_date.isnull() | (spells.end_date > days.day))
    rows = spells.inner_join(days, [open_then])
    if cohort.on_day:
        rows = cohort.on_day(rows)
    return rows.mutate(month=rows.day)


def _days_table(context: CountContext) -> pa.Table:
    calendar = dates.calendar_table().to_pydict()
    numbers = dict(zip(calendar["day"], calendar["working_day_number"], strict=True))
    days = snapshot_days(dates.FIRST_DAY, context.as_at)
    return pa.table(
        {
            "day": pa.array(days, pa.date32()),
            "day_number": pa.array([numbers[day] for day in days], pa.int32()),
        }
    )


def _by_breakdown(rows: Any, breakdowns: tuple[str, ...], sums: Any, more: tuple[str, ...] = ()) -> Any:
    parts = []
    for breakdown in breakdowns:
        group = ibis.literal(ALL) if breakdown == ALL else rows[breakdown].fill_null(NOT_RECORDED)
        part = rows.mutate(breakdown=ibis.literal(breakdown), grp=group.cast("string"))
        keys = ["authority", "month", "breakdown", "grp", *more]
        parts.append(part.group_by(keys).aggregate(**sums(part)))
    return reduce(lambda first, second: first.union(second), parts)
