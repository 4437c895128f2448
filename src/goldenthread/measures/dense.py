"""Counts as dense arrays of groups by months, and their sums over periods."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.errors import DefinitionError
from goldenthread.measures import count
from goldenthread.measures.model import (
    BETWEEN,
    Cohort,
    CohortKind,
    Distinct,
    Extreme,
    Measure,
    crossed_group,
    crossed_name,
)
from goldenthread.measures.results import GroupKey
from goldenthread.periods import Period, PeriodKind, all_periods, month_end, period_ending
from goldenthread.tables import dates

_KEYS = ("authority", "month", "breakdown", "grp", count.CROSSED, count.TALLY)


class Counts:
    """Dense arrays of one cohort's counts, groups by months, with sums over periods."""

    def __init__(
        self,
        cohort: Cohort,
        breakdowns: tuple[str, ...],
        authorities: tuple[str, ...],
        kinds: tuple[PeriodKind, ...],
        first: dt.date,
        as_at: dt.date,
    ) -> None:
        self.cohort, self.authorities = cohort, authorities
        self._beside = count.told_apart(breakdowns)[1]
        self.stock = cohort.kind is CohortKind.STOCK
        self.days = count.snapshot_days(first, as_at)
        self.first_month = dates.month_index(first)
        self.months = dates.month_index(as_at) - self.first_month + 1
        self.periods = self._periods(kinds, first, as_at)
        self.keys: list[GroupKey] = [(authority, count.ALL, count.ALL) for authority in authorities]
        self._row = {key: row for row, key in enumerate(self.keys)}
        self._sums: dict[str, np.ndarray] = {}
        self._crossed: tuple[Any, np.ndarray, np.ndarray] | None = None
        self._durations: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = {}

    def _periods(self, kinds: tuple[PeriodKind, ...], first: dt.date, as_at: dt.date) -> tuple[Period, ...]:
        if self.stock:
            return tuple(Period(PeriodKind.SNAPSHOT, day, day) for day in self.days)
        whole = all_periods(kinds, first, as_at)
        if as_at == month_end(as_at):
            return whole
        return (*whole, *(period_ending(kind, as_at) for kind in kinds if _has_unfinished(kind)))

    def _rows(self, table: Any) -> np.ndarray:
        """The place of each row's group; -1 for authorities that were not asked for."""
        named, place = _told_apart(table, ("authority", "breakdown", "grp"))
        # In alphabetical order, because engines give rows in any.
        for key in sorted(set(named) - self._row.keys()):
            if key[0] in self.authorities:
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
        if count.CROSSED in table.column_names:
            told = kept & table.column(count.CROSSED).is_valid().to_numpy()
            self._crossed = (table.filter(pa.array(told)), rows[told], places[told])

    def within(self, breakdown: str, part: str, columns: Iterable[str]) -> tuple[Counts, np.ndarray]:
        """Counts of `columns` by the groups of `part` within each group of `breakdown`, and the row of each such group."""
        inner = copy.copy(self)
        inner.keys, inner._row, inner._sums, inner._crossed = [], {}, {}, None
        if self._crossed is None:
            return inner, np.zeros(0, dtype=np.int64)
        table, rows, places = self._crossed
        mine = np.array([key[1] == breakdown for key in self.keys])[rows]
        table, rows, places = table.filter(pa.array(mine)), rows[mine], places[mine]
        coded = table.column(count.CROSSED).combine_chunks().dictionary_encode()
        place = self._beside[breakdown].index(part)
        named = [value.split(BETWEEN) for value in coded.dictionary.to_pylist()]
        if strange := [BETWEEN.join(one) for one in named if len(one) != len(self._beside[breakdown])]:
            raise DefinitionError(
                f"{self.cohort.id}: a group told within {breakdown} is called '{strange[0]}'.",
                remedy=f"Call it something without '{BETWEEN}', which stands between the names of two groups.",
            )
        groups = [one[place] for one in named]
        names = sorted(set(groups))
        code = np.array([names.index(group) for group in groups], dtype=np.int64)[coded.indices.to_numpy()]
        # In order of the groups without, and then of the alphabet, because engines give rows in any.
        pairs, pair = np.unique(rows * max(len(names), 1) + code, return_inverse=True)
        outer, parts = pairs // max(len(names), 1), [names[at % len(names)] for at in pairs]
        name, held = crossed_name(part, breakdown), [self.keys[row] for row in outer]
        inner.keys = [(key[0], name, crossed_group(key[2], one)) for key, one in zip(held, parts, strict=True)]
        cell, shape = pair * self._width + places, (len(pairs), self._width)
        for column in set(columns) & set(table.column_names):
            values = table.column(column).fill_null(0).to_numpy()
            inner._sums[column] = np.bincount(cell, values, shape[0] * shape[1]).reshape(shape)
        return inner, np.asarray(outer)

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


def _has_unfinished(kind: PeriodKind) -> bool:
    return kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR_TO_DATE)
