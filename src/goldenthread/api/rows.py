"""The children behind a figure, looked up in the rows kept of a load, and reconciled with what was counted.

The same rules as in counting decide here which rows a figure counts: which span, which day, which of a child's events.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from goldenthread.api.row_store import INDEX, NOT_OF_CHILDREN, OF_STAFF
from goldenthread.catalogue import COHORT_OF, MEASURES
from goldenthread.errors import UserError
from goldenthread.measures.model import (
    GROUP_ORDER,
    NOT_KNOWN,
    Cohort,
    CohortKind,
    Distinct,
    Extreme,
    Measure,
    Stage,
    crossed_group,
    crossed_group_parts,
    crossed_parts,
)
from goldenthread.periods import Period, PeriodKind, add_months, month_end, periods

ALL = "all"
# How many of each kind of period are offered to choose from.
OFFERED = {
    PeriodKind.ROLLING_12: 1,
    PeriodKind.YEAR_TO_DATE: 1,
    PeriodKind.QUARTER: 5,
    PeriodKind.MONTH: 13,
    PeriodKind.REPORTING_YEAR: 3,
}


SORTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "day": (("day", "descending"),),
    "oldest": (("day", "ascending"),),
    "child": (),
    "team": (("team", "ascending"),),
    "worker": (("worker", "ascending"),),
    "standing": (("standing", "ascending"),),
}


class Standing(StrEnum):
    """How a row stands to a figure."""

    COUNTED = "counted"
    NOT_COUNTED = "not counted"
    TOO_RECENT = "too recent to tell"
    LEFT_OUT = "left out"
    AGAIN = "counted already"


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The rows behind one figure.

    `numerator` and `denominator` are the sums over all rows, whoever asks, as the figure counts them; None where the
    figure has no such number from rows (a rate's population). `rows` are those that may be shown, with the columns
    child, day, starts, ends, team, worker, standing, in_numerator, in_denominator, amount, remarked; `not_shown` is how
    many rows belong to other teams.
    """

    measure: Measure
    period: Period
    day: dt.date | None
    numerator: float
    denominator: float | None
    too_recent: int
    excluded: int
    rows: pa.Table
    not_shown: int

    @property
    def standings(self) -> dict[Standing, int]:
        """How many of the rows shown stand how, in the order of `Standing`; those of which there is none are left out."""
        found = {row["values"]: row["counts"] for row in pc.value_counts(self.rows.column("standing")).to_pylist()}
        return {one: found[one.value] for one in Standing if one.value in found}

    def listed(self, standing: str = "", sort: str = "day") -> pa.Table:
        """The rows that may be shown in an order of SORTS; with `standing` only those that stand so."""
        rows = self.rows.filter(pc.equal(self.rows.column("standing"), standing)) if standing else self.rows
        return rows.sort_by([*SORTS[sort], ("child", "ascending"), ("day", "descending")])


def has_measure(name: str) -> bool:
    """Whether there is a measure of this name."""
    return name in MEASURES


def about_staff(name: str, stage: str) -> bool:
    """Whether a measure counts the service's own staff: by what it is counted from, or of a council's own by its stage."""
    return COHORT_OF[name].id in OF_STAFF if name in COHORT_OF else stage == Stage.WORKFORCE


def why_not_listed(measure: Measure) -> str:
    """Why a figure has no list of children behind it; '' when it has."""
    return NOT_OF_CHILDREN.get(COHORT_OF[measure.id].id, "") if measure.id in COHORT_OF else (
        "It is a measure of the council's own, and its rows are not kept."
    )  # fmt: skip


def cohort_of(name: str) -> tuple[Measure, Cohort]:
    """A measure with its cohort; UserError where there is none, or where it is not counted from children."""
    if name not in MEASURES:
        raise UserError(f"There is no measure called {name}.", remedy="Follow a link from the measure's own page.")
    if reason := why_not_listed(MEASURES[name]):
        raise UserError(f"There is no list of children behind this figure. {reason}")
    return MEASURES[name], COHORT_OF[name]


def children_behind(
    folder: Path,
    measure: str,
    period: Period,
    breakdown: str = ALL,
    group: str = ALL,
    *,
    teams: Collection[str] | None = None,
    authority: str | None = None,
) -> Behind:
    """The rows behind the figure of a measure, a period and a group; with `teams` only theirs are shown.

    UserError when the measure has no children behind it, the rows are not kept, or the breakdown is unknown.
    """
    definition, cohort = cohort_of(measure)
    if breakdown not in (ALL, *cohort.breakdowns, *cohort.told_by(definition)):
        raise UserError(
            f"{definition.title} is not told by {breakdown}.", remedy="Choose one of the page's breakdowns."
        )
    index = _index(folder)
    first, as_at = dt.date.fromisoformat(index["first"]), dt.date.fromisoformat(index["as_at"])
    if cohort.id not in index["cohorts"]:
        raise UserError(
            "Nothing was read that holds the rows of this figure.", remedy="See what the load was read from."
        )
    counting = _Counting(definition, cohort, period, breakdown, group, first, as_at)
    return counting.found(folder / f"{cohort.id}.parquet", teams, authority)


def periods_offered(folder: Path, measure: str) -> tuple[Period, ...]:
    """The periods a reader may choose from: the latest of each kind, then the last months or month ends."""
    _, cohort = cohort_of(measure)
    index = _index(folder)
    first, as_at = dt.date.fromisoformat(index["first"]), dt.date.fromisoformat(index["as_at"])
    if cohort.kind is CohortKind.STOCK:
        ends = [one.end for one in periods(PeriodKind.SNAPSHOT, first, as_at)][-13:]
        days = list(dict.fromkeys([as_at, *reversed(ends)]))
        return tuple(Period(PeriodKind.SNAPSHOT, day, day) for day in days)
    found: list[Period] = []
    for kind, number in OFFERED.items():
        found += reversed(periods(kind, first, as_at)[-number:])
    return tuple(found)


def groups_offered(folder: Path, measure: str, period: Period) -> dict[str, tuple[str, ...]]:
    """The groups there are of each breakdown in the span of a period."""
    definition, cohort = cohort_of(measure)
    index, place = _index(folder), folder / f"{cohort.id}.parquet"
    if not place.exists():
        return {}
    first, as_at = dt.date.fromisoformat(index["first"]), dt.date.fromisoformat(index["as_at"])
    start, end = _Counting(definition, cohort, period, ALL, ALL, first, as_at).span()
    named = cohort.breakdowns if definition.denominator == "population" else cohort.told_by(definition)
    if not named:
        return {}
    return _groups(place, place.stat().st_mtime_ns, named, start, end)


@lru_cache(maxsize=512)
def _groups(
    place: Path, _written: int, named: tuple[str, ...], start: dt.date, end: dt.date
) -> dict[str, tuple[str, ...]]:
    """Looked up once for a file as it was written: every page of a list offers the same groups."""
    apart = {one: [part for part in crossed_parts(one) if part] for one in named}
    columns = list(dict.fromkeys(column for parts in apart.values() for column in parts))
    rows = pq.read_table(place, columns=columns, filters=[("day", ">=", start), ("day", "<=", end)])
    return {one: _pairs(rows, *parts) if parts[1:] else _names(rows.column(one), one) for one, parts in apart.items()}


def _pairs(rows: pa.Table, part: str, within: str) -> tuple[str, ...]:
    """The groups of one breakdown within those of another, as far as there are rows in both."""
    found = rows.group_by([part, within]).aggregate([])
    held = {(row[within] or NOT_KNOWN, row[part] or NOT_KNOWN) for row in found.to_pylist()}
    outer, inner = _names(found.column(within), within), _names(found.column(part), part)
    return tuple(crossed_group(one, other) for one in outer for other in inner if (one, other) in held)


def _names(column: pa.ChunkedArray, breakdown: str) -> tuple[str, ...]:
    order = GROUP_ORDER.get(breakdown, ())
    found = {one or NOT_KNOWN for one in pc.unique(column).to_pylist()}
    return tuple(sorted(found, key=lambda one: (one == NOT_KNOWN, order.index(one) if one in order else 99, one)))


def kept_as_at(folder: Path) -> dt.date:
    """The data date of the rows kept in a folder."""
    return dt.date.fromisoformat(_index(folder)["as_at"])


def _index(folder: Path) -> Any:
    try:
        return json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(
            "The rows behind the figures of this load are not kept.", remedy="Load the returns again to keep them."
        ) from None


@dataclass(frozen=True)
class _Counting:
    """What one figure counts."""

    measure: Measure
    cohort: Cohort
    period: Period
    breakdown: str
    group: str
    first: dt.date
    as_at: dt.date

    @property
    def stock(self) -> bool:
        return self.cohort.kind is CohortKind.STOCK

    def span(self) -> tuple[dt.date, dt.date]:
        """The first and last day looked at."""
        end = self.period.end
        if self.stock and not self.measure.extreme:
            return end, end
        if self.measure.over_months:
            closing = month_end(end) + dt.timedelta(days=1)
            start = add_months(closing, -self.measure.over_months)
            return (start if self.measure.extreme else max(start, self.first)), month_end(end)
        return self.period.start.replace(day=1), month_end(end)

    def columns(self) -> list[str]:
        """The columns of the file that are needed."""
        named = [self.measure.numerator, self.measure.denominator, self.measure.too_recent, self.measure.excluded]
        wanted = ["child", "counted_as", "day", "row_key", "starts", "ends", "team", "worker"]
        if self.breakdown != ALL:
            wanted += [part for part in crossed_parts(self.breakdown) if part]
        return list(dict.fromkeys([*wanted, *(name for name in named if name and name != "population")]))

    def found(self, place: Path, teams: Collection[str] | None, authority: str | None) -> Behind:
        """Read the rows and decide how each stands."""
        table, day = self._read(place, authority)
        numerator, denominator, again = self._counted(table)
        recent, excluded = (_numbers(table, name) for name in (self.measure.too_recent, self.measure.excluded))
        in_group = self._in_group(table) * self._in_part(table)
        standing = self._standing(numerator, denominator, recent * in_group, excluded * in_group, again)
        amount = self._amount(table)
        kept = standing != ""
        shown = kept if teams is None else kept & _of_teams(table, teams)
        part = 100 if self.measure.hundredths else 1
        rows = table.select(["child", "day", "starts", "ends", "team", "worker"])
        rows = rows.append_column("standing", pa.array(standing, pa.string()))
        rows = rows.append_column("in_numerator", pa.array(numerator.astype(bool)))
        rows = rows.append_column(
            "in_denominator", pa.array((denominator if denominator is not None else numerator) > 0)
        )
        rows = rows.append_column("amount", pa.array(amount, pa.int64()))
        rows = rows.append_column("remarked", pa.array(excluded * in_group > 0))
        total = numerator if self.measure.quantile is not None else self._sums(table, numerator)
        return Behind(
            measure=self.measure,
            period=self.period,
            day=day,
            numerator=float(total.sum()) / part,
            denominator=None if denominator is None else float(denominator.sum()) / part,
            too_recent=int((recent * in_group).sum()),
            excluded=int((excluded * in_group).sum()),
            rows=rows.filter(pa.array(shown)),
            not_shown=int(kept.sum() - shown.sum()),
        )

    def _read(self, place: Path, authority: str | None) -> tuple[pa.Table, dt.date | None]:
        start, end = self.span()
        wanted = [("day", ">=", start), ("day", "<=", min(end, self.as_at))]
        if authority:
            wanted.append(("authority", "=", authority))  # type: ignore[arg-type]
        table = pq.read_table(place, columns=self.columns(), filters=wanted)
        table = table.sort_by([("counted_as", "ascending"), ("day", "ascending"), ("row_key", "ascending")])
        if not self.stock:
            return table, None
        if not self.measure.extreme:
            return table, self.period.end
        return self._extreme_day(table)

    def _extreme_day(self, table: pa.Table) -> tuple[pa.Table, dt.date]:
        """Only the rows of the month end with the lowest or highest number, the latest when several are alike."""
        start, end = self.span()
        days = [month_end(add_months(start, months)) for months in range(self.measure.over_months)]
        days = [day for day in days if day <= min(end, self.as_at) and day >= self.first]
        counted = _numbers(table, self.measure.numerator) * self._in_group(table)
        held = table.column("day").to_numpy()
        sums = {day: int(counted[held == np.datetime64(day)].sum()) for day in days}
        lowest = self.measure.extreme is Extreme.LOWEST
        best = min(sums.values()) if lowest else max(sums.values())
        day = max(one for one, number in sums.items() if number == best)
        return table.filter(pc.equal(table.column("day"), pa.scalar(day, pa.date32()))), day

    def _in_group(self, table: pa.Table) -> np.ndarray:
        """1 for the rows of the group, with one within another for those of the group without."""
        if self.breakdown == ALL:
            return np.ones(table.num_rows, dtype=np.int64)
        part, within = crossed_parts(self.breakdown)
        if within:
            return _is(table, within, crossed_group_parts(self.group)[0])
        return _is(table, part, self.group)

    def _in_part(self, table: pa.Table) -> np.ndarray:
        """1 for the rows of the group within, where there is one; otherwise for all."""
        part, within = crossed_parts(self.breakdown)
        if not within:
            return np.ones(table.num_rows, dtype=np.int64)
        return _is(table, part, crossed_group_parts(self.group)[1])

    def _counted(self, table: pa.Table) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
        """1 for rows in the numerator, in the denominator (None where there is none), and counted already."""
        measure, in_group = self.measure, self._in_group(table)
        if measure.quantile is not None:
            lasted = pc.is_valid(table.column(measure.numerator)).to_numpy(zero_copy_only=False)
            return np.asarray(lasted).astype(np.int64) * in_group, None, np.zeros(table.num_rows)
        names = self._counted_as(table) if measure.distinct else np.zeros(0, dtype=np.int64)
        above, once_above = self._once(table, measure.numerator, measure.distinct, names)
        if not measure.denominator or measure.denominator == "population":
            return above * in_group, None, once_above * in_group
        first = Distinct.FIRST if measure.distinct is Distinct.SECOND else measure.distinct
        below, once_below = self._once(table, measure.denominator, first, names)
        if measure.complement and measure.distinct:
            above = below * (1 - np.isin(names, names[above == 1]).astype(np.int64))
        elif measure.complement:
            above = below * (1 - _numbers(table, measure.numerator).clip(0, 1))
        if not measure.share_by:
            return (above > 0) * in_group, below * in_group, once_below * in_group
        if crossed_parts(self.breakdown)[1]:
            return above * self._in_part(table) * in_group, below * in_group, once_below * in_group
        return (below if self.breakdown == ALL else above) * in_group, below, once_below * in_group

    def _counted_as(self, table: pa.Table) -> np.ndarray:
        """A number for what is counted once: the child, or the child in each group where groups change."""
        part, within = crossed_parts(self.breakdown)
        names = _coded(table, "counted_as")
        each = within or part
        if each not in self.cohort.once_in_each:
            return names
        groups = _coded(table, each, NOT_KNOWN)
        return np.asarray(names * (int(groups.max(initial=0)) + 1) + groups)

    def _once(
        self, table: pa.Table, column: str, distinct: Distinct | None, names: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """The column with only one row for each child where children count once, and 1 for the others that are so."""
        values = _numbers(table, column)
        if distinct is None:
            return values, np.zeros_like(values)
        places = np.flatnonzero(values == 1)
        chosen = np.zeros_like(values)
        chosen[_chosen(places, names[places], distinct)] = 1
        return chosen, ((values == 1) & (chosen == 0)).astype(np.int64)

    def _sums(self, table: pa.Table, numerator: np.ndarray) -> np.ndarray:
        """What a row adds to the numerator: 1, or its own number of days where days are added up."""
        if self.measure.distinct or self.measure.complement or self.measure.share_by:
            return numerator
        return np.asarray(_numbers(table, self.measure.numerator) * self._in_group(table))

    def _amount(self, table: pa.Table) -> Sequence[int | None]:
        """The number of days of each row, where the figure is of days."""
        if self.measure.quantile is None and not _adds_days(self.measure):
            return [None] * table.num_rows
        return list(table.column(self.measure.numerator).to_pylist())

    def _standing(
        self, numerator: np.ndarray, denominator: np.ndarray | None, recent: np.ndarray, excluded: np.ndarray,
        again: np.ndarray,
    ) -> np.ndarray:  # fmt: skip
        below = numerator if denominator is None else denominator
        if _adds_days(self.measure):
            numerator = below
        standing = np.full(len(numerator), "", dtype=object)
        for which, name in (
            (again, Standing.AGAIN),
            (excluded, Standing.LEFT_OUT),
            (recent, Standing.TOO_RECENT),
            (below, Standing.NOT_COUNTED),
            (numerator, Standing.COUNTED),
        ):
            standing[which > 0] = name.value
        return standing


def _adds_days(measure: Measure) -> bool:
    """Whether the numerator is a sum of days or scores, so that each row of the denominator is part of the figure."""
    return measure.unit.value in ("days", "months", "score") and bool(measure.denominator)


def _chosen(places: np.ndarray, names: np.ndarray, distinct: Distinct) -> np.ndarray:
    """Of rows in order by child and date, the one that stands for each child."""
    if distinct is Distinct.LAST:
        _, found = np.unique(names[::-1], return_index=True)
        return np.asarray(places[len(names) - 1 - found])
    _, found, numbers = np.unique(names, return_index=True, return_counts=True)
    if distinct is Distinct.SECOND:
        return np.asarray(places[found[numbers > 1] + 1])
    return np.asarray(places[found])


def _is(table: pa.Table, breakdown: str, group: str) -> np.ndarray:
    """1 for the rows in a group of a breakdown."""
    named = pc.fill_null(table.column(breakdown), NOT_KNOWN)
    return np.asarray(pc.equal(named, group).to_numpy(zero_copy_only=False)).astype(np.int64)


def _coded(table: pa.Table, column: str, missing: str = "") -> np.ndarray:
    """A number for each text of a column, the same for the same text."""
    coded = pc.fill_null(table.column(column), missing).combine_chunks().dictionary_encode()
    indices: np.ndarray = coded.indices.to_numpy(zero_copy_only=False)
    return indices.astype(np.int64)


def _numbers(table: pa.Table, column: str) -> np.ndarray:
    if not column:
        return np.zeros(table.num_rows, dtype=np.int64)
    return np.asarray(pc.fill_null(table.column(column), 0).to_numpy()).astype(np.int64)


def _of_teams(table: pa.Table, teams: Collection[str]) -> np.ndarray:
    wanted = pa.array(sorted(teams), pa.string())
    return np.asarray(pc.is_in(table.column("team"), value_set=wanted).to_numpy(zero_copy_only=False)).astype(bool)
