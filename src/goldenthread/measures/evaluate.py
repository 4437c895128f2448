"""From counts to results: months into quarters, years to date, rolling twelve months and years; then division.

Engines count; everything that divides, ranks or judges happens here, in double precision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from goldenthread.measures import count
from goldenthread.measures.dense import Counts
from goldenthread.measures.model import (
    Cohort,
    CountContext,
    Distinct,
    Limit,
    Measure,
    Unit,
    crossed_name,
    crossed_parts,
)
from goldenthread.measures.results import STATUSES, Block, GroupKey, Results, Status
from goldenthread.periods import Period, PeriodKind, add_months, month_end, reporting_year
from goldenthread.tables import TABLES

FLOW_KINDS = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.YEAR_TO_DATE,
    PeriodKind.ROLLING_12,
    PeriodKind.REPORTING_YEAR,
)
# What the authority fills in itself names the rows of other returns by their ids.
OWN_TEMPLATE = "template"
ONLY_THAT_DAY = "The return it is counted from tells how things stood on the date of the data, and of no day before."
_CODE = {status: code for code, status in enumerate(STATUSES)}
Population = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What to evaluate over.

    `covers_from[table][authority]` is the date from which the counted source is complete; a table that is
    absent from it was not loaded. `population[authority][mid_year]` is people aged 0 to 17. `routes[table][authority]` is
    the return a table is counted from, where that is known: children's ids of two returns are never joined.
    """

    as_at: dt.date
    authorities: tuple[str, ...]
    covers_from: Mapping[str, Mapping[str, dt.date]]
    population: Population
    first: dt.date
    kinds: tuple[PeriodKind, ...] = FLOW_KINDS
    breakdowns: tuple[str, ...] | None = None
    routes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def evaluate(
    engine: Any,
    cohorts: Iterable[Cohort],
    scope: Scope,
    *,
    only: frozenset[str] = frozenset(),
    done: Callable[[], object] = lambda: None,
) -> Results:
    """Count every cohort once and make the results of its measures (or of those named in `only`).

    `done` is called for each cohort that is counted. The queries of a cohort are written, and the results of the one
    before it made, while the engine still counts.
    """
    blocks: list[Block] = []
    waiting: Callable[[], list[Block]] | None = None
    for cohort in cohorts:
        wanted = tuple(m for m in cohort.measures if not only or m.id in only)
        following = _begin(engine, cohort, wanted, scope) if wanted else list
        if waiting is not None:
            blocks += waiting()
            done()
        waiting = following
    if waiting is not None:
        blocks += waiting()
        done()
    return Results(blocks)


def breakdowns_of(cohort: Cohort, scope: Scope) -> tuple[str, ...]:
    """The breakdowns of a cohort that are wanted, the whole first; with one within another the one without."""
    if scope.breakdowns is None:
        return (count.ALL, *cohort.counted_by)
    wanted = {name for name in cohort.counted_by if name in scope.breakdowns}
    wanted |= {within for _, within in map(crossed_parts, wanted) if within}
    return (count.ALL, *(name for name in cohort.counted_by if name in wanted))


def context_of(cohort: Cohort, scope: Scope) -> CountContext:
    """What the rows of a cohort are told of the scope."""
    return CountContext(as_at=scope.as_at, first=scope.first, covers_from=scope.covers_from.get(cohort.coverage_of, {}))


def _begin(engine: Any, cohort: Cohort, measures: Sequence[Measure], scope: Scope) -> Callable[[], list[Block]]:
    """Begin to count a cohort; call what is returned to wait for its results."""
    context = context_of(cohort, scope)
    if not engine.has(cohort.table):
        # Nothing was loaded to count: every result says so, and no query need be run.
        return lambda: blocks_of(cohort, measures, scope, None, {})
    # Only the columns of the measures asked for are counted.
    asked = replace(cohort, measures=tuple(measures))
    breakdowns = breakdowns_of(asked, scope)
    sums = engine.asked(count.count_query(engine, asked, context, breakdowns))
    durations = {
        column: engine.asked(count.duration_query(engine, asked, context, breakdowns, column))
        for column in count.duration_columns(asked)
    }
    return lambda: blocks_of(asked, measures, scope, sums(), {column: found() for column, found in durations.items()})


def blocks_of(
    cohort: Cohort, measures: Sequence[Measure], scope: Scope, sums: Any | None, durations: Mapping[str, Any]
) -> list[Block]:
    """The results of measures from what was counted: the tables of `count_query` and `duration_query`, if any."""
    counts = Counts(cohort, breakdowns_of(cohort, scope), scope.authorities, scope.kinds, scope.first, scope.as_at)
    if sums is not None:
        counts.take_sums(sums)
    for column, table in durations.items():
        counts.take_durations(column, table)
    return [_block(measure, counts, scope) for measure in measures]


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Some groups of a measure with their numbers, groups by periods."""

    keys: Sequence[GroupKey]
    numerator: np.ndarray
    denominator: np.ndarray | None
    too_recent: np.ndarray
    excluded: np.ndarray
    value: np.ndarray
    status: np.ndarray


def _block(measure: Measure, counts: Counts, scope: Scope) -> Block:
    annualised = np.zeros(len(counts.periods), dtype=bool)
    notes: dict[str, str] = {}
    numerator, denominator = _fraction(measure, counts)
    if measure.denominator == "population":
        denominator, value, annualised, notes = _rates(counts, numerator, scope, measure.annualise)
    elif measure.quantile is not None:
        value, size = counts.quantiles(measure.numerator, measure.quantile)
        numerator, denominator = size, None
    elif measure.extreme is not None:
        numerator, value = counts.extremes(numerator, measure)
    else:
        value = _value(measure, numerator, denominator)
    absent = _absent(measure, counts.cohort, scope)
    _tell_limits(measure, counts.cohort, scope, notes)
    rows = _rows_told(measure, counts, scope)
    parts = [_part(measure, counts, scope, absent, numerator, denominator, value, rows)]
    parts += [
        _within(measure, counts, scope, absent, name)
        for name in measure.share_within
        if _asked(crossed_name(measure.share_by, name), scope)
    ]
    return Block(
        measure=measure,
        keys=tuple(key for part in parts for key in part.keys),
        periods=counts.periods,
        numerator=_stacked([part.numerator for part in parts]),
        denominator=None
        if denominator is None
        else _stacked([p.denominator for p in parts if p.denominator is not None]),
        too_recent=_stacked([part.too_recent for part in parts]),
        excluded=_stacked([part.excluded for part in parts]),
        value=_stacked([part.value for part in parts]),
        status=_stacked([part.status for part in parts]),
        annualised=annualised,
        notes=notes,
        absent=absent,
    )


def _value(measure: Measure, numerator: np.ndarray, denominator: np.ndarray | None) -> np.ndarray:
    """The numerator, or its share of the denominator; NaN where there is nothing to share."""
    if denominator is None:
        return numerator.copy()
    hundred = 100 if measure.unit in (Unit.PERCENT, Unit.PERCENT_FTE) else 1
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(denominator > 0, numerator * hundred / denominator, np.nan))


def _part(
    measure: Measure,
    counts: Counts,
    scope: Scope,
    absent: Mapping[str, str],
    numerator: np.ndarray,
    denominator: np.ndarray | None,
    value: np.ndarray,
    rows: Sequence[int],
) -> _Part:
    """What may be said of the values of some rows of the counts."""
    value = value * measure.scale
    status = _status(measure, counts, scope, value, absent)
    if measure.extreme is not None:
        status[np.isnan(value) & _has_value_or_none(status)] = _CODE[Status.NOT_ENOUGH_HISTORY]
    if measure.denominator == "population" and denominator is not None:
        status[denominator == 0] = _CODE[Status.NOT_AVAILABLE]
    value = np.where(_has_value(status), value, np.nan)

    def beside(column: str) -> np.ndarray:
        if column:
            return _added(measure, counts, column, None)[rows]
        return np.broadcast_to(np.zeros(1), (len(rows), len(counts.periods)))

    return _Part(
        keys=[counts.keys[row] for row in rows],
        numerator=numerator[rows],
        denominator=None if denominator is None else denominator[rows],
        too_recent=beside(measure.too_recent),
        excluded=beside(measure.excluded),
        value=value[rows],
        status=status[rows],
    )


def _within(measure: Measure, counts: Counts, scope: Scope, absent: Mapping[str, str], name: str) -> _Part:
    """The shares of a measure within each group of a breakdown."""
    columns = [measure.numerator, measure.too_recent, measure.excluded]
    if measure.distinct:
        columns += (
            count.gap_column(measure.distinct, measure.numerator, gap + 1) for gap in range(count.LONGEST_PERIOD)
        )
    inner, outer = counts.within(name, measure.share_by, columns)
    part = 100 if measure.hundredths else 1
    numerator = _added(measure, inner, measure.numerator, measure.distinct) / part
    denominator = (_added(measure, counts, measure.denominator, measure.distinct) / part)[outer]
    value = _value(measure, numerator, denominator)
    return _part(measure, inner, scope, absent, numerator, denominator, value, range(len(inner.keys)))


def _asked(breakdown: str, scope: Scope) -> bool:
    return scope.breakdowns is None or breakdown in scope.breakdowns


def _stacked(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Groups of one measure under each other; nothing is copied where there is one part."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _rows_told(measure: Measure, counts: Counts, scope: Scope) -> list[int]:
    """The groups a measure has results for: a rate has none below the authority, where no population is known.

    A breakdown that was counted only because another is within it was not asked for.
    """
    told = {count.ALL, *(name for name in counts.cohort.told_by(measure) if _asked(name, scope))}
    return [row for row, key in enumerate(counts.keys) if key[1] in told]


def _absent(measure: Measure, cohort: Cohort, scope: Scope) -> dict[str, str]:
    """For each authority without an answer, why: a table was not read, or was read from another return."""
    found = {}
    for authority in scope.authorities:
        reasons = [_missing(table, authority, scope) for table in (cohort.table, *measure.needs)]
        reasons += [_elsewhere(cohort.table, table, authority, scope) for table in measure.needs]
        reasons.append(_limit(measure, cohort, authority, scope).never)
        known = [reason for reason in reasons if reason]
        if known:
            found[authority] = known[0]
    return found


def _limit(measure: Measure, cohort: Cohort, authority: str, scope: Scope) -> Limit:
    """What the return that an authority's rows are counted from can tell of the measure."""
    return measure.limits.get(scope.routes.get(cohort.table, {}).get(authority, ""), Limit())


def _tell_limits(measure: Measure, cohort: Cohort, scope: Scope, notes: dict[str, str]) -> None:
    """Say beside figures of an authority that its return tells of the data date alone."""
    for authority in scope.authorities:
        if _limit(measure, cohort, authority, scope).data_date_only:
            notes[authority] = " ".join(part for part in (notes.get(authority, ""), ONLY_THAT_DAY) if part)


def _missing(table: str, authority: str, scope: Scope) -> str:
    if authority in scope.covers_from.get(table, {}):
        return ""
    return f"Nothing read for this authority holds the table '{TABLES[table].title}'."


def _elsewhere(counted: str, needed: str, authority: str, scope: Scope) -> str:
    one, other = (scope.routes.get(table, {}).get(authority) for table in (counted, needed))
    if one is None or other is None or one == other or other == OWN_TEMPLATE:
        return ""
    first, second = (TABLES[table].title for table in (counted, needed))
    return (
        f"'{first}' is counted from {one} and '{second}' from {other}: children's ids of two returns are not joined. "
        "Read both from one return with --prefer."
    )


def _has_value_or_none(status: np.ndarray) -> np.ndarray:
    return np.isin(status, (_CODE[Status.FINAL], _CODE[Status.PROVISIONAL], _CODE[Status.NONE_IN_PERIOD]))


def _has_value(status: np.ndarray) -> np.ndarray:
    return np.isin(status, (_CODE[Status.FINAL], _CODE[Status.PROVISIONAL]))


def _fraction(measure: Measure, counts: Counts) -> tuple[np.ndarray, np.ndarray | None]:
    if measure.quantile is not None:
        return np.zeros((len(counts.keys), len(counts.periods))), None
    part = 100 if measure.hundredths else 1
    numerator = _added(measure, counts, measure.numerator, measure.distinct) / part
    if not measure.denominator or measure.denominator == "population":
        return numerator, None
    first = Distinct.FIRST if measure.distinct is Distinct.SECOND else measure.distinct
    denominator = _added(measure, counts, measure.denominator, first) / part
    if measure.complement:
        numerator = denominator - numerator
    if not measure.share_by:
        return numerator, denominator
    whole = counts.whole(denominator)
    # The whole is all of itself, whatever its parts are when one thing may be in several.
    is_whole = np.array([breakdown == count.ALL for _, breakdown, _ in counts.keys])
    return np.where(is_whole[:, None], whole, numerator), whole


def _added(measure: Measure, counts: Counts, column: str, distinct: Distinct | None) -> np.ndarray:
    if distinct:
        return counts.distinct(distinct, column)
    return counts.sum_of(column, 0 if measure.extreme else measure.over_months)


def _rates(
    counts: Counts, numerator: np.ndarray, scope: Scope, annualise: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[str, str]]:
    """Rates per 10,000 on the mid-year before the reporting year's end; part years multiplied up to a year."""
    notes: dict[str, str] = {}
    held = {area: _people(scope.population.get(area, {}), area, counts.periods, notes) for area in scope.authorities}
    nobody = np.zeros(len(counts.periods))
    people = np.array([held.get(authority, nobody) for authority, _, _ in counts.keys])
    factor = np.array([12 / p.months if annualise and 0 < p.months != 12 else 1.0 for p in counts.periods])
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(people > 0, numerator * 10_000 * factor / people, np.nan)
    return people, value, factor != 1.0, notes


def _people(known: Mapping[int, int], authority: str, periods: Sequence[Period], notes: dict[str, str]) -> np.ndarray:
    """The population for each period; what is amiss goes into `notes`."""
    if not known:
        notes[authority] = "No population is given for this authority in authority.toml."
    people = np.zeros(len(periods))
    for column, period in enumerate(periods):
        wanted = reporting_year(period.end) - 1
        usable = [year for year in known if year <= wanted]
        if usable:
            people[column] = known[max(usable)]
            if max(usable) != wanted:
                notes[authority] = f"Population of mid-{max(usable)}, the latest held, used for later periods."
    return people


def _status(measure: Measure, counts: Counts, scope: Scope, value: np.ndarray, absent: Mapping[str, str]) -> np.ndarray:
    status = np.full(value.shape, _CODE[Status.FINAL], dtype=np.uint8)
    last_whole = scope.as_at if scope.as_at == month_end(scope.as_at) else scope.as_at.replace(day=1)
    unfinished = np.array([_is_unfinished(p, scope.as_at, last_whole) for p in counts.periods])
    status[:, unfinished] = _CODE[Status.PROVISIONAL]
    status[np.isnan(value)] = _CODE[Status.NONE_IN_PERIOD]
    covers = scope.covers_from.get(counts.cohort.table, {})
    others = [scope.covers_from.get(table, {}) for table in measure.needs]
    over = 0 if measure.extreme or counts.stock else measure.over_months
    # What happened before the first day wanted was not counted, so a longer span that reaches there is not known.
    short = np.array([bool(over) and _begins(p, over) < scope.first for p in counts.periods])
    unknown: dict[str, np.ndarray] = {}
    needed: dict[int, list[dt.date]] = {}
    for row, (authority, _, _) in enumerate(counts.keys):
        if authority in absent:
            status[row] = _CODE[Status.NOT_AVAILABLE]
            continue
        if authority not in unknown:
            limit = _limit(measure, counts.cohort, authority, scope)
            back = measure.lookback_months if limit.lookback_months is None else limit.lookback_months
            begins = max([covers[authority], *(other[authority] for other in others)])
            if back not in needed:
                needed[back] = [add_months(_begins(p, over), -back) for p in counts.periods]
            unknown[authority] = np.array([day < begins for day in needed[back]])
            if limit.data_date_only:
                unknown[authority] |= np.array([p.end != scope.as_at for p in counts.periods])
        status[row, unknown[authority] | short] = _CODE[Status.NOT_ENOUGH_HISTORY]
    return status


def _begins(period: Period, over_months: int) -> dt.date:
    """The first day that is counted for a period."""
    if not over_months:
        return period.start
    return add_months(month_end(period.end) + dt.timedelta(days=1), -over_months)


def _is_unfinished(period: Period, as_at: dt.date, last_whole: dt.date) -> bool:
    if period.kind is PeriodKind.SNAPSHOT:
        return period.end == as_at and as_at != last_whole
    return period.end == as_at and as_at != month_end(as_at)
