"""What worked examples share: the figure an engine gives for a few drawn rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.catalogue import COHORT_OF
from goldenthread.engines import engine_over_rows
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.model import Cohort
from goldenthread.measures.results import Result, Results
from goldenthread.periods import parse_period
from goldenthread.tables import TABLES

AUTHORITY = "999"
# The engine the examples are drawn on. After a file's examples all of them are counted again on the others: see conftest.
ENGINES = ("duckdb",)
LONG_AGO = dt.date(2005, 4, 1)
YEAR = "year-2014-03-31"
AS_AT = dt.date(2014, 3, 31)


def results(
    measure: str,
    *tables: Sequence[Mapping[str, Any]],
    engine: str = "duckdb",
    as_at: dt.date = AS_AT,
    covers_from: Mapping[str, dt.date] | None = None,
    population: Mapping[int, int] | None = None,
    first_counted: str = "2012-04-01",
) -> Results:
    """All results of one measure over rows drawn with `ascii_table.rows`."""
    cohort = COHORT_OF[measure]
    options = (
        engine,
        as_at,
        first_counted,
        tuple((covers_from or {"": None}).items()),
        tuple((population or {}).items()),
    )
    key = (cohort.id, *options, covers_from is None, *(id(rows) for rows in tables))
    if key not in _COUNTED:
        # The rows are kept beside the results, so that their identity stays theirs.
        _COUNTED[key] = (tables, _count(cohort, tables, engine, as_at, covers_from, population, first_counted))
    return _COUNTED[key][1]


@dataclass(frozen=True, kw_only=True)
class Example:
    """An example as it was counted, to be counted again on other engines."""

    cohort: Cohort
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    scope: Scope
    results: Results


_COUNTED: dict[tuple[Any, ...], tuple[Any, Results]] = {}
_DRAWN: list[Example] = []


def take_examples() -> list[Example]:
    """The examples counted since this was last asked."""
    taken = list(_DRAWN)
    _DRAWN.clear()
    return taken


def _count(
    cohort: Cohort,
    tables: Sequence[Sequence[Mapping[str, Any]]],
    engine: str,
    as_at: dt.date,
    covers_from: Mapping[str, dt.date] | None,
    population: Mapping[int, int] | None,
    first_counted: str,
) -> Results:
    held: dict[str, list[Mapping[str, Any]]] = {}
    for rows in tables:
        for row in rows:
            held.setdefault(str(row["table"]), []).append({k: v for k, v in row.items() if k != "table"})
    covers = covers_from if covers_from is not None else dict.fromkeys(TABLES, LONG_AGO)
    scope = Scope(
        as_at=as_at,
        authorities=(AUTHORITY,),
        covers_from={table: {AUTHORITY: day} for table, day in covers.items()},
        population={AUTHORITY: population or {}},
        first=dt.date.fromisoformat(first_counted),
    )
    with engine_over_rows(held, engine=engine) as opened:
        found = evaluate(opened, (cohort,), scope)
    _DRAWN.append(Example(cohort=cohort, rows=held, scope=scope, results=found))
    return found


def figure(
    measure: str,
    *tables: Sequence[Mapping[str, Any]],
    period: str = YEAR,
    breakdown: str = "all",
    group: str = "all",
    **given: Any,
) -> Result:
    """One figure of a measure over drawn rows; the year 2013/14 unless another period is given."""
    return results(measure, *tables, **given).one(measure, parse_period(period), breakdown=breakdown, group=group)
