"""From counts to results: months into quarters, years to date, rolling twelve months and years; then division.

Engines count; everything that divides, ranks or judges happens here, in double precision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.measures import count
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Distinct, Extreme, Limit, Measure, Unit
from goldenthread.measures.results import STATUSES, Block, GroupKey, Results, Status
from goldenthread.periods import Period, PeriodKind, add_months, all_periods, month_end, reporting_year
from goldenthread.tables import TABLES, dates

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
_KEYS = ("authority", "month", "breakdown", "grp", count.TALLY)
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
    """The breakdowns of a cohort that are wanted, the whole first."""
    return (count.ALL, *(b for b in cohort.breakdowns if scope.breakdowns is None or b in scope.breakdowns))


def context_of(cohort: Cohort, scope: Scope) -> CountContext:
    """What the rows of a cohort are told of the scope."""
    return CountContext(as_at=scope.as_at, first=scope.first, covers_from=scope.covers_from.get(cohort.coverage_of, {}))


def _begin(engine: Any, cohort: Cohort, measures: Sequence[Measure], scope: Scope) -> Callable[[], list[Block]]:
    """Begin to count a cohort; call what is returned to wait for its results."""
    breakdowns = breakdowns_of(cohort, scope)
    context = context_of(cohort, scope)
    if not engine.has(cohort.table):
        # Nothing was loaded to count: every result says so, and no query need be run.
        return lambda: blocks_of(cohort, measures, scope, None, {})
    # Only the columns of the measures asked for are counted.
    asked = replace(cohort, measures=tuple(measures))
    sums = engine.asked(count.count_query(engine, asked, context, breakdowns))
    durations = {
        column: engine.asked(count.duration_query(engine, asked, context, breakdowns, column))
        for column in count.duration_columns(asked)
    }
    return lambda: blocks_of(cohort, measures, scope, sums(), {column: found() for column, found in durations.items()})


def blocks_of(
    cohort: Cohort, measures: Sequence[Measure], scope: Scope, sums: Any | None, durations: Mapping[str, Any]
) -> list[Block]:
    """The results of measures from what was counted: the tables of `count_query` and `duration_query`, if any."""
    counts = _Counts(cohort, scope)
    if sums is not None:
        counts.take_sums(sums)
    for column, table in durations.items():
        counts.take_durations(column, table)
    return [_block(measure, counts, scope) for measure in measures]


class _Counts:
    """Dense arrays of one cohort's counts, groups by months, with sums over periods."""

    def __init__(self, cohort: Cohort, scope: Scope) -> None:
        self.cohort, self.scope = cohort, scope
        self.stock = cohort.kind is CohortKind.STOCK
        self.days = count.snapshot_days(scope.first, scope.as_at)
        self.first_month = dates.month_index(scope.first)
        self.months = dates.month_index(scope.as_at) - self.first_month + 1
        self.periods = self._periods()
        self.keys: list[GroupKey] = [(authority, count.ALL, count.ALL) for authority in scope.authorities]
        self._row = {key: row for row, key in enumerate(self.keys)}
        self._sums: dict[str, np.ndarray] = {}
        self._durations: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = {}

    def _periods(self) -> tuple[Period, ...]:
        if self.stock:
            return tuple(Period(PeriodKind.SNAPSHOT, day, day) for day in self.days)
        whole = all_periods(self.scope.kinds, self.scope.first, self.scope.as_at)
        if self.scope.as_at == month_end(self.scope.as_at):
            return whole
        return (*whole, *(_unfinished(kind, self.scope.as_at) for kind in self.scope.kinds if _has_unfinished(kind)))

    def _rows(self, table: Any) -> np.ndarray:
        """The place of each row's group; -1 for authorities that were not asked for."""
        named, place = _told_apart(table, ("authority", "breakdown", "grp"))
        # In alphabetical order, because engines give rows in any.
        for key in sorted(set(named) - self._row.keys()):
            if key[0] in self.scope.authorities:
                self._row[key] = len(self.keys)
                self.keys.append(key)
        return np.asarray(np.array([self._row.get(key, -1) for key in named], dtype=np.int64)[place])

    def _places(self, table: Any) -> np.ndarray:
        if not self.stock:
            return np.asarray(table.column("month").to_numpy() - self.first_month)
        position = {day: place for place, day in enumerate(self.days)}
        named, place = _told_apart(table, ("month",))
        return np.asarray(np.array([position.get(day, -1) for (day,) in named], dtype=np.int64)[place])

    def take_sums(self, table: Any) -> None:
        """Take in the aggregate: every column that is not a key, as groups by months."""
        rows, places = self._rows(table), self._places(table)
        kept = (rows >= 0) & (places >= 0) & (places < self._width)
        cell, shape = rows[kept] * self._width + places[kept], (len(self.keys), self._width)
        for column in table.column_names:
            if column not in _KEYS:
                values = table.column(column).fill_null(0).to_numpy()[kept]
                self._sums[column] = np.bincount(cell, values, shape[0] * shape[1]).reshape(shape)

    def take_durations(self, column: str, table: Any) -> None:
        """Take in how many lasted how long, for quantiles."""
        rows, places = self._rows(table), self._places(table)
        kept = (rows >= 0) & (places >= 0) & (places < self._width)
        steps, numbers = table.column("step").to_numpy(), table.column("n").to_numpy()
        order = np.flatnonzero(kept)[np.argsort(rows[kept], kind="stable")]
        self._durations[column] = (rows[order], places[order], steps[order], numbers[order])

    @property
    def _width(self) -> int:
        return len(self.days) if self.stock else self.months

    def spans(self) -> tuple[np.ndarray, np.ndarray]:
        """First and one-past-last place of every period."""
        if self.stock:
            places = np.arange(len(self.days))
            return places, places + 1
        starts = [dates.month_index(p.start) - self.first_month for p in self.periods]
        ends = [dates.month_index(p.end) - self.first_month + 1 for p in self.periods]
        return np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)

    def sum_of(self, column: str, months: int = 0) -> np.ndarray:
        """The sum of a 0/1 column by group and period, or by group and the `months` up to each period's end."""
        dense = self._sums.get(column)
        if dense is None:
            return np.zeros((len(self.keys), len(self.periods)))
        dense = _grown(dense, len(self.keys))
        running = np.concatenate([np.zeros((dense.shape[0], 1)), dense.cumsum(axis=1)], axis=1)
        starts, ends = self.spans()
        if months and not self.stock:
            starts = np.maximum(ends - months, 0)
        return np.asarray(running[:, ends] - running[:, starts])

    def whole(self, values: np.ndarray) -> np.ndarray:
        """For each group the value of its whole authority."""
        return np.asarray(values[[self._row[authority, count.ALL, count.ALL] for authority, _, _ in self.keys]])

    def distinct(self, direction: Distinct, column: str) -> np.ndarray:
        """Children counted once in each period: events whose neighbour of the same child lies outside it."""
        if direction is Distinct.SECOND:
            # First or second events of the period less its first ones are its second ones: one for each child with two.
            both, first = self._nearest(direction, column), self._nearest(Distinct.FIRST, column)
            return np.asarray(both - first)
        return self._nearest(direction, column)

    def _nearest(self, direction: Distinct, column: str) -> np.ndarray:
        found = np.zeros((len(self.keys), len(self.periods)))
        starts, ends = self.spans()
        for inside in range(count.LONGEST_PERIOD):
            dense = self._sums.get(count.gap_column(direction, column, inside + 1))
            if dense is None:
                break
            far = _grown(dense, len(self.keys))
            places = ends - 1 - inside if direction is Distinct.LAST else starts + inside
            within = (places < ends) & (places >= starts)
            found[:, within] += far[:, places[within]]
        return found

    def extremes(self, numerator: np.ndarray, measure: Measure) -> tuple[np.ndarray, np.ndarray]:
        """The lowest or highest of the last month ends up to each day; NaN where too few are held."""
        ends = np.array([day == month_end(day) for day in self.days])
        pick = np.min if measure.extreme is Extreme.LOWEST else np.max
        found, value = np.zeros(numerator.shape), np.full(numerator.shape, np.nan)
        for column in range(len(self.days)):
            window = np.flatnonzero(ends[: column + 1])[-measure.over_months :]
            if len(window):
                found[:, column] = pick(numerator[:, window], axis=1)
            if len(window) == measure.over_months:
                value[:, column] = found[:, column]
        return found, value

    def quantiles(self, column: str, share: float) -> tuple[np.ndarray, np.ndarray]:
        """The quantile of a whole-number column by group and period, and how many values it rests on.

        Linear interpolation between the two nearest values, as numpy does by default.
        """
        shape = (len(self.keys), len(self.periods))
        value, size = np.full(shape, np.nan), np.zeros(shape)
        if column not in self._durations:
            return value, size
        rows, places, steps, numbers = self._durations[column]
        starts, ends = self.spans()
        # Sorted by group, so that each group is a slice: looking through all rows for each would grow with its square.
        groups, begins = np.unique(rows, return_index=True)
        for row, begin, end in zip(groups, begins, np.append(begins, len(rows))[1:], strict=True):
            mine = slice(begin, end)
            width = int(steps[mine].max()) + 1
            dense = np.zeros((self._width + 1, width))
            np.add.at(dense, (places[mine] + 1, steps[mine]), numbers[mine])
            running = dense.cumsum(axis=0)
            below = (running[ends] - running[starts]).cumsum(axis=1)
            size[row] = below[:, -1]
            value[row] = _quantile(below, share)
        return value, size


def _told_apart(table: Any, columns: tuple[str, ...]) -> tuple[list[tuple[Any, ...]], np.ndarray]:
    """Every combination of values in some columns once, and for each row the place of its own.

    Rows may be tens of millions and combinations are few: no Python value is made for a row.
    """
    code, values = np.zeros(table.num_rows, dtype=np.int64), []
    for name in columns:
        coded = table.column(name).combine_chunks().dictionary_encode("encode")
        values.append(coded.dictionary.to_pylist())
        code = code * max(len(values[-1]), 1) + coded.indices.to_numpy()
    coded = pa.array(code).dictionary_encode()
    left, parts = coded.dictionary.to_numpy(), []
    for known in reversed(values):
        parts.append([known[at] for at in left % max(len(known), 1)])
        left = left // max(len(known), 1)
    return list(zip(*reversed(parts), strict=True)), coded.indices.to_numpy()


def _grown(dense: np.ndarray, rows: int) -> np.ndarray:
    if dense.shape[0] == rows:
        return dense
    return np.concatenate([dense, np.zeros((rows - dense.shape[0], dense.shape[1]))])


def _quantile(below: np.ndarray, share: float) -> np.ndarray:
    """Quantile from cumulative counts (periods by values); NaN where there are none."""
    size = below[:, -1]
    place = np.maximum(size - 1, 0) * share
    lower = (below > np.floor(place)[:, None]).argmax(axis=1)
    upper = (below > np.ceil(place)[:, None]).argmax(axis=1)
    found = lower + (upper - lower) * (place - np.floor(place))
    return np.where(size > 0, found, np.nan)


def _unfinished(kind: PeriodKind, as_at: dt.date) -> Period:
    from goldenthread.periods import period_ending

    return period_ending(kind, as_at)


def _has_unfinished(kind: PeriodKind) -> bool:
    return kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR_TO_DATE)


def _block(measure: Measure, counts: _Counts, scope: Scope) -> Block:
    numerator, denominator = _fraction(measure, counts)
    shape = (len(counts.keys), len(counts.periods))
    annualised = np.zeros(len(counts.periods), dtype=bool)
    notes: dict[str, str] = {}
    if measure.denominator == "population":
        denominator, value, annualised, notes = _rates(counts, numerator, scope, measure.annualise)
    elif measure.quantile is not None:
        value, size = counts.quantiles(measure.numerator, measure.quantile)
        numerator, denominator = size, None
    elif measure.extreme is not None:
        numerator, value = counts.extremes(numerator, measure)
    elif denominator is None:
        value = numerator.copy()
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            hundred = 100 if measure.unit in (Unit.PERCENT, Unit.PERCENT_FTE) else 1
            value = np.where(denominator > 0, numerator * hundred / denominator, np.nan)
    value = value * measure.scale
    absent = _absent(measure, counts.cohort, scope)
    _tell_limits(measure, counts.cohort, scope, notes)
    status = _status(measure, counts, scope, value, absent)
    if measure.extreme is not None:
        status[np.isnan(value) & _has_value_or_none(status)] = _CODE[Status.NOT_ENOUGH_HISTORY]
    if measure.denominator == "population" and denominator is not None:
        status[denominator == 0] = _CODE[Status.NOT_AVAILABLE]
    value = np.where(_has_value(status), value, np.nan)
    rows = _rows_told(measure, counts)
    return Block(
        measure=measure,
        keys=tuple(counts.keys[row] for row in rows),
        periods=counts.periods,
        numerator=numerator[rows],
        denominator=None if denominator is None else denominator[rows],
        too_recent=(_added(measure, counts, measure.too_recent, None) if measure.too_recent else np.zeros(shape))[rows],
        excluded=(_added(measure, counts, measure.excluded, None) if measure.excluded else np.zeros(shape))[rows],
        value=value[rows],
        status=status[rows],
        annualised=annualised,
        notes=notes,
        absent=absent,
    )


def _rows_told(measure: Measure, counts: _Counts) -> list[int]:
    """The groups a measure has results for: a rate has none below the authority, where no population is known."""
    splits = measure.splits
    if measure.denominator == "population":
        splits = (measure.rate_by,)
    elif measure.share_by:
        splits = (measure.share_by,)
    return [row for row, key in enumerate(counts.keys) if splits is None or key[1] in (count.ALL, *splits)]


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


def _fraction(measure: Measure, counts: _Counts) -> tuple[np.ndarray, np.ndarray | None]:
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


def _added(measure: Measure, counts: _Counts, column: str, distinct: Distinct | None) -> np.ndarray:
    if distinct:
        return counts.distinct(distinct, column)
    return counts.sum_of(column, 0 if measure.extreme else measure.over_months)


def _rates(
    counts: _Counts, numerator: np.ndarray, scope: Scope, annualise: bool
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


def _status(
    measure: Measure, counts: _Counts, scope: Scope, value: np.ndarray, absent: Mapping[str, str]
) -> np.ndarray:
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
