"""The measures that have SQL by hand against that SQL, and the referrals against pandas, on one large council.

Six years, every kind of period, every breakdown. All three must agree before anything is timed.
"""

from __future__ import annotations

import datetime as dt
import math
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.catalogue_pandas import pandas_referrals
from benchmarks.catalogue_sql import ROWS, SETUP, counts
from benchmarks.large_council import AS_AT, FIRST, POPULATION, large_council
from benchmarks.timing import in_turn
from goldenthread.catalogue import COHORTS
from goldenthread.engines import TableFiles, open_engine
from goldenthread.measures import count
from goldenthread.measures.evaluate import FLOW_KINDS, Scope, evaluate
from goldenthread.measures.model import (
    Cohort,
    CohortKind,
    Distinct,
    Extreme,
    Measure,
    crossed_group_parts,
    crossed_parts,
)
from goldenthread.measures.results import Block, Results
from goldenthread.periods import all_periods, month_end
from goldenthread.tables import TABLES, dates

RUNS, RUNS_AGAINST_PANDAS = 5, 3
SCOPE = Scope(
    as_at=AS_AT,
    authorities=("999",),
    covers_from={name: {"999": FIRST} for name in TABLES},
    population={"999": dict.fromkeys(range(2017, 2024), POPULATION)},
    first=FIRST,
)
PERIODS = all_periods(FLOW_KINDS, FIRST, AS_AT)


def both_ways(folder: Path) -> tuple[Cohort, ...]:
    """The cohorts with SQL by hand, with the breakdowns and measures whose columns are in it.

    Both sides count exactly these: what has no counterpart by hand is on neither.
    """
    found = []
    with duckdb.connect() as base:
        _prepare(base, folder)
        for cohort in COHORTS:
            if cohort.id not in ROWS:
                continue
            _rows_by_hand(base, cohort)
            columns = {row[0] for row in base.execute(f"describe {cohort.id}_rows").fetchall()}
            breakdowns = tuple(name for name in cohort.breakdowns if name in columns)
            measures = tuple(
                replace(m, share_within=tuple(name for name in m.share_within if name in breakdowns))
                for m in cohort.measures
                if _has_counterpart(m, columns, breakdowns)
            )
            found.append(replace(cohort, breakdowns=breakdowns, measures=measures))
    return tuple(found)


def _has_counterpart(measure: Measure, columns: set[str], breakdowns: tuple[str, ...]) -> bool:
    needed = {measure.numerator, measure.denominator, measure.too_recent, measure.excluded} - {"", "population"}
    if measure.distinct:
        needed |= {f"{name}_gap" for name in (measure.numerator, measure.denominator) if name not in ("", "population")}
    split = {measure.share_by, measure.rate_by} - {""}
    return needed <= columns and split <= set(breakdowns) and measure.distinct is not Distinct.SECOND


def ours(folder: Path, cohorts: tuple[Cohort, ...]) -> Results:
    """The product: open the Parquet, build and run the queries, make the results."""
    files = {path.stem: TableFiles(files=(path,)) for path in sorted(folder.glob("*.parquet"))}
    with open_engine(files) as engine:
        return evaluate(engine, cohorts, SCOPE)


def by_hand(folder: Path, cohorts: tuple[Cohort, ...]) -> dict[str, dict[str, pa.Table]]:
    """The same counts by hand: for each cohort its sums, its distinct children and its quartiles by period."""
    with duckdb.connect() as base:
        _prepare(base, folder)
        return {cohort.id: _cohort_by_hand(base, cohort) for cohort in cohorts}


def _prepare(base: Any, folder: Path) -> None:
    for path in sorted(folder.glob("*.parquet")):
        base.execute(f"create view {path.stem} as select * from read_parquet('{path}')")
    for name, table in (("calendar", dates.calendar_table()), ("month_ends", _month_ends()), ("periods", _periods())):
        base.register(f"{name}_values", table)
        base.execute(f"create temp table {name} as select * from {name}_values")
    for statement in SETUP:
        base.execute(statement)


def _rows_by_hand(base: Any, cohort: Cohort) -> None:
    known = {"as_at": AS_AT, "last_due": _last_due(), "begins": FIRST}
    used = {name: value for name, value in known.items() if f"${name}" in ROWS[cohort.id]}
    base.execute(f"create temp table {cohort.id}_rows as {ROWS[cohort.id]}", used)


def _cohort_by_hand(base: Any, cohort: Cohort) -> dict[str, pa.Table]:
    _rows_by_hand(base, cohort)
    sums = count.summed_columns(cohort)
    base.execute(f"create temp table {cohort.id}_counts as {counts(cohort.id, cohort.counted_by, sums)}")
    if cohort.kind is CohortKind.STOCK:
        return {"sums": base.sql(f"select * from {cohort.id}_counts").to_arrow_table()}
    summed = ", ".join(f"sum({name})::bigint as {name}" for name in sums)
    found = {}
    if sums:
        found["sums"] = _over_periods(base, f"{cohort.id}_counts", summed)
    for direction, column in count.distinct_columns(cohort):
        gaps = counts(cohort.id, cohort.counted_by, (column,), f"{column}_gap")
        base.execute(f"create temp table {cohort.id}_{column} as {gaps}")
        inside = "c.month - p.first" if direction is Distinct.FIRST else "p.last - c.month"
        kept = f"coalesce(sum({column}) filter ({column}_gap > {inside}), 0)::bigint as {column}"
        found[f"children {column}"] = _over_periods(base, f"{cohort.id}_{column}", kept)
    for column in count.duration_columns(cohort):
        base.execute(f"create temp table lasting as {counts(cohort.id, cohort.counted_by, (), column)}")
        found["quartiles"] = base.sql(_quartiles(column)).to_arrow_table()
    return found


def _over_periods(base: Any, table: str, sums: str) -> pa.Table:
    query = f"""select p.key, authority, breakdown, grp, {sums} from {table} c
    join periods p on c.month between p.first and p.last group by all"""
    return base.sql(query).to_arrow_table()


def _quartiles(column: str) -> str:
    picks = ", ".join(
        f"min({column}) filter (upto > floor({share} * (n - 1))) as low_{name}, "
        f"min({column}) filter (upto > ceil({share} * (n - 1))) as high_{name}"
        for name, share in (("lower", 0.25), ("middle", 0.5), ("upper", 0.75))
    )
    parts = ", ".join(
        f"low_{name} + (high_{name} - low_{name}) * ({share} * (n - 1) - floor({share} * (n - 1))) as {name}"
        for name, share in (("lower", 0.25), ("middle", 0.5), ("upper", 0.75))
    )
    return f"""with held as (select p.key, breakdown, grp, {column}, sum(n) as m from lasting c join periods p
    on c.month between p.first and p.last where {column} is not null group by all),
    walked as (select *, sum(m) over (partition by key, breakdown, grp order by {column}) as upto,
    sum(m) over (partition by key, breakdown, grp) as n from held),
    picked as (select key, breakdown, grp, n, {picks} from walked group by all)
    select key, breakdown, grp, n, {parts} from picked"""


def _last_due() -> dt.date:
    day = AS_AT
    while (dates.working_days(day, AS_AT) or 0) < 15:
        day -= dt.timedelta(days=1)
    return day


def _month_ends() -> pa.Table:
    numbers = dict(zip(*dates.calendar_table().to_pydict().values(), strict=True))
    days = count.snapshot_days(FIRST, AS_AT)
    return pa.table({"day": pa.array(days, pa.date32()), "day_number": [numbers[day] for day in days]})


def _periods() -> pa.Table:
    return pa.table(
        {
            "key": [period.key for period in PERIODS],
            "first": pa.array([dates.month_index(period.start) for period in PERIODS], pa.int32()),
            "last": pa.array([dates.month_index(period.end) for period in PERIODS], pa.int32()),
        }
    )


def check_same(results: Results, hand: dict[str, dict[str, pa.Table]], cohorts: tuple[Cohort, ...]) -> int:
    """Hold every count and quartile of the product to the one by hand; the number compared."""
    compared = 0
    for cohort in cohorts:
        held = _by_key(hand[cohort.id])
        for measure in cohort.measures:
            block = results.blocks[measure.id]
            for row, key in enumerate(block.keys):
                for column, period in enumerate(block.periods):
                    place = (period.end if cohort.kind is CohortKind.STOCK else period.key, *key[1:])
                    if measure.extreme is not None:
                        _check_extreme(block, row, column, held["sums"])
                    elif measure.quantile is not None:
                        _check_quartile(block, row, column, held["quartiles"].get(place, {}))
                    else:
                        _check_counts(block, row, column, held, place)
                    compared += 1
    return compared


def _check_extreme(block: Block, row: int, column: int, sums: dict[tuple[Any, str, str], dict[str, Any]]) -> None:
    """The lowest or highest of the month ends by hand, over as many as the definition looks back."""
    measure, (_, *group) = block.measure, block.keys[row]
    days = [period.end for period in block.periods[: column + 1] if period.end == month_end(period.end)]
    counts = [sums.get((day, *group), {}).get(measure.numerator, 0) or 0 for day in days[-measure.over_months :]]
    want = (min if measure.extreme is Extreme.LOWEST else max)(counts, default=0)
    assert block.numerator[row, column] == want, (measure.id, group, days[-1:], want)


def _check_quartile(block: Block, row: int, column: int, held: dict[str, Any]) -> None:
    want = held.get({0.25: "lower", 0.5: "middle", 0.75: "upper"}[block.measure.quantile or 0])
    got = block.value[row, column]
    assert math.isnan(got) == (want is None), (block.measure.id, block.keys[row], block.periods[column])
    assert want is None or abs(got - float(want)) < 1e-9, (block.measure.id, block.keys[row], got, want)


def _check_counts(block: Block, row: int, column: int, held: dict[str, Any], place: tuple[Any, ...]) -> None:
    measure = block.measure
    whole = (measure.denominator, block.denominator)
    for column_name, counted, is_whole in ((measure.numerator, block.numerator, False), (*whole, True)):
        name = column_name
        if name and name != "population" and counted is not None:
            where = place
            if measure.share_by and (is_whole or place[1] == "all"):
                # A share is of the whole (of the group without, where there is one), and the whole is all of itself.
                within, group = crossed_parts(place[1])[1], crossed_group_parts(place[2])[0]
                where = (place[0], within, group) if within else (place[0], "all", "all")
                name = measure.denominator
            want = held[f"children {name}" if measure.distinct else "sums"].get(where, {}).get(name, 0) or 0
            assert counted[row, column] == want, (measure.id, name, place, counted[row, column], want)


def _by_key(tables: dict[str, pa.Table]) -> dict[str, dict[tuple[Any, str, str], dict[str, Any]]]:
    return {
        name: {(row.get("key", row.get("month")), row["breakdown"], row["grp"]): row for row in table.to_pylist()}
        for name, table in tables.items()
    }


def run() -> list[dict[str, Any]]:
    """Two rows: against SQL by hand over the measures that have it, against pandas over the referrals."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = large_council()
        for table, rows in tables.items():
            pq.write_table(rows, folder / f"{table}.parquet")
        cohorts = both_ways(folder)
        started = time.perf_counter()
        results = ours(folder, cohorts)
        first = time.perf_counter() - started
        compared = check_same(results, by_hand(folder, cohorts), cohorts)
        product, hand = in_turn(lambda: ours(folder, cohorts), lambda: by_hand(folder, cohorts), runs=RUNS)
        only = tuple(cohort for cohort in cohorts if cohort.id == "referrals")
        frames = pandas_referrals(folder, PERIODS)
        check_pandas(results, frames)
        part, pandas = in_turn(
            lambda: ours(folder, only), lambda: pandas_referrals(folder, PERIODS), runs=RUNS_AGAINST_PANDAS
        )
    rows = sum(table.num_rows for table in tables.values())
    return [
        {
            "name": f"{sum(len(c.measures) for c in cohorts)} measures with SQL by hand, six years of a large council, "
            "against that SQL on DuckDB",
            "ratio": round(product.seconds / hand.seconds, 2),
            "aim": "at most 1.3",
            "detail": f"{product.seconds:.2f} s (first in the process {first:.2f} s) against {hand.seconds:.2f} s; in seconds "
            f"of processors {product.processor:.2f} against {hand.processor:.2f}: "
            f"{product.processor / hand.processor:.2f}; {rows:,} rows, {compared:,} figures compared and equal",
        },
        {
            "name": "referrals of the same council, against straightforward pandas",
            "ratio": round(pandas.seconds / part.seconds, 1),
            "aim": "at least 8 times faster",
            "detail": f"{part.seconds:.2f} s against {pandas.seconds:.2f} s for {len(only[0].measures)} measures; in seconds of "
            f"processors {pandas.processor / part.processor:.1f} times",
        },
    ]


def check_pandas(results: Results, frames: dict[str, dict[tuple[str, str, str], float]]) -> None:
    """Hold the referral counts of the product to those made with pandas."""
    for measure, cells in frames.items():
        block = results.blocks[measure]
        for (key, breakdown, group), value in cells.items():
            column = next(c for c, period in enumerate(block.periods) if period.key == key)
            got = block.numerator[block.row_of["999", breakdown, group], column]
            assert got == value, (measure, key, breakdown, group, got, value)
