"""What counting leaves: results with their numerator, denominator, interval and status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from goldenthread.errors import DefinitionError
from goldenthread.measures.model import GROUP_ORDER, NOT_KNOWN, Measure, Unit, crossed_group_parts, crossed_parts
from goldenthread.periods import Period, PeriodKind, month_end
from goldenthread.spc import intervals

if TYPE_CHECKING:
    import pyarrow as pa


class Status(StrEnum):
    """What may be said of a result."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    NOT_ENOUGH_HISTORY = "not enough history"
    NONE_IN_PERIOD = "none in the period"
    NOT_AVAILABLE = "not available from this load"
    SUPPRESSED = "hidden to protect confidentiality"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One figure.

    `value` has full precision: a percentage as 0 to 100, a rate per 10,000, a count, working days; None when
    `status` says why there is none. `too_recent` counts events left out because their outcome is not due yet;
    `excluded` counts those left out or remarked on for the reason in the definition. `lower` and `upper` are
    a 95% interval, None for plain counts and quantiles.
    """

    authority: str
    measure: str
    version: int
    period: Period
    breakdown: str = "all"
    group: str = "all"
    numerator: float | None = None
    denominator: float | None = None
    too_recent: int = 0
    excluded: int = 0
    value: float | None = None
    status: Status = Status.FINAL
    annualised: bool = False
    note: str = ""
    unit: Unit = Unit.COUNT

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% interval in the unit of the value, or None."""
        if self.value is None or self.numerator is None or not self.denominator:
            return None
        if self.unit is Unit.PERCENT and self.numerator > self.denominator:
            return None  # more done than planned is no share of anything
        if self.unit is Unit.PERCENT:
            found = intervals.wilson(self.numerator, self.denominator)
            return (found[0] * 100, found[1] * 100) if found else None
        if self.unit is Unit.PER_10K:
            found = intervals.rate(self.numerator, self.denominator)
            scale = 12 / self.period.months if self.annualised else 1.0
            return (found[0] * scale, found[1] * scale) if found else None
        return None

    @property
    def lower(self) -> float | None:
        """Lower end of the interval."""
        return self.interval[0] if self.interval else None

    @property
    def upper(self) -> float | None:
        """Upper end of the interval."""
        return self.interval[1] if self.interval else None


_QUARTER_ENDS = (3, 6, 9, 12)
STATUSES = tuple(Status)
GroupKey = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Block:
    """All results of one measure as arrays of groups by periods; a `Result` is made when one is asked for.

    `keys` are (authority, breakdown, group). `status` holds positions in STATUSES; a missing `value` is NaN.
    `denominator` is None for a count. `notes` are sentences by authority, `absent`
    says by authority why there is no answer at all.
    """

    measure: Measure
    keys: tuple[GroupKey, ...]
    periods: tuple[Period, ...]
    numerator: np.ndarray
    denominator: np.ndarray | None
    too_recent: np.ndarray
    excluded: np.ndarray
    value: np.ndarray
    status: np.ndarray
    annualised: np.ndarray
    notes: Mapping[str, str]
    absent: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def row_of(self) -> dict[GroupKey, int]:
        """Position of each group."""
        return {key: row for row, key in enumerate(self.keys)}

    @cached_property
    def column_of(self) -> dict[Period, int]:
        """Position of each period."""
        return {period: column for column, period in enumerate(self.periods)}

    @cached_property
    def _columns(self) -> dict[PeriodKind, list[int]]:
        return {}

    def columns_in_series(self, kind: PeriodKind) -> list[int]:
        """Positions of the periods of one kind, oldest first; for stock, of the snapshots at the ends of such periods."""
        if kind not in self._columns:
            columns = [c for p, c in self.column_of.items() if _in_series(p, kind, self.is_stock)]
            self._columns[kind] = sorted(columns, key=lambda c: self.periods[c].end)
        return self._columns[kind]

    @cached_property
    def _rows_by(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for row, (authority, breakdown, _) in enumerate(self.keys):
            found.setdefault((authority, breakdown), []).append(row)
        return found

    def rows_by(self, authority: str, breakdown: str) -> list[int]:
        """Positions of the groups of an authority in a breakdown."""
        return self._rows_by.get((authority, breakdown), [])

    @cached_property
    def is_stock(self) -> bool:
        """Whether the measure describes a day rather than a span."""
        return any(period.kind is PeriodKind.SNAPSHOT for period in self.periods)

    def result(self, row: int, column: int) -> Result:
        """The result at a place of the arrays."""
        authority, breakdown, group = self.keys[row]
        status = STATUSES[int(self.status[row, column])]
        unavailable = status is Status.NOT_AVAILABLE
        value = float(self.value[row, column])
        return Result(
            authority=authority,
            measure=self.measure.id,
            version=self.measure.version,
            period=self.periods[column],
            breakdown=breakdown,
            group=group,
            numerator=None if unavailable else float(self.numerator[row, column]),
            denominator=None if unavailable or self.denominator is None else float(self.denominator[row, column]),
            too_recent=int(self.too_recent[row, column]),
            excluded=int(self.excluded[row, column]),
            value=None if isnan(value) else value,
            status=status,
            annualised=bool(self.annualised[column]),
            note=self._note(row, column, status),
            unit=self.measure.unit,
        )

    def _note(self, row: int, column: int, status: Status) -> str:
        """What a reader must be told beside the figure."""
        authority = self.keys[row][0]
        if authority in self.absent:
            return self.absent[authority]
        said = [self.notes.get(authority, "")]
        if status is Status.NOT_ENOUGH_HISTORY:
            months = self.measure.lookback_months
            before = f", and {months} months before it," if months else ""
            said.append(f"The returns read do not cover the whole of this period{before} so there is no value.")
        if status is Status.PROVISIONAL:
            said.append("The period was not over at the date of the data.")
        if self.annualised[column]:
            said.append("Annualised: a part of a year multiplied up to twelve months.")
        if recent := int(self.too_recent[row, column]):
            said.append(f"{recent} too recent to tell, in neither count.")
        if excluded := int(self.excluded[row, column]):
            said.append(f"{excluded} {self.measure.excluded_words}.")
        return " ".join(part for part in said if part)


class Results:
    """Results found by measure, period, breakdown and group."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks: dict[str, Block] = {block.measure.id: block for block in blocks}
        self.measures: dict[str, Measure] = {name: block.measure for name, block in self.blocks.items()}
        self.authorities = tuple(sorted({key[0] for block in self.blocks.values() for key in block.keys}))
        self._last: tuple[str, dict[Hashable, tuple[Result, ...]]] = ("", {})

    def __len__(self) -> int:
        return sum(block.value.size for block in self.blocks.values())

    def __iter__(self) -> Iterator[Result]:
        for block in self.blocks.values():
            for row, key in enumerate(block.keys):
                for column in range(len(block.periods)):
                    result = block.result(row, column)
                    if key[1] == "all" or result.numerator or result.denominator:
                        yield result

    def _authority(self, authority: str | None) -> str:
        if authority is not None:
            return authority
        if len(self.authorities) > 1:
            raise DefinitionError(
                "The load holds several authorities.", remedy=f"Name one of: {', '.join(self.authorities)}."
            )
        return self.authorities[0] if self.authorities else ""

    def _block(self, measure: str) -> Block:
        if measure not in self.blocks:
            near = get_close_matches(measure, self.blocks, n=3)
            raise DefinitionError(
                f"There is no measure called {measure}.",
                remedy=f"Did you mean {' or '.join(near)}?" if near else "See `goldenthread measure` for the list.",
            )
        return self.blocks[measure]

    def get(
        self,
        measure: str,
        period: Period,
        *,
        breakdown: str = "all",
        group: str = "all",
        authority: str | None = None,
    ) -> Result | None:
        """The result, or None when nothing was counted for that period and group.

        For a stock measure any period means its last day.
        """
        block = self._block(measure)
        row = block.row_of.get((self._authority(authority), breakdown, group))
        column = block.column_of.get(_fit(block, period))
        return None if row is None or column is None else block.result(row, column)

    def one(
        self,
        measure: str,
        period: Period,
        *,
        breakdown: str = "all",
        group: str = "all",
        authority: str | None = None,
    ) -> Result:
        """The result; DefinitionError when there is none."""
        found = self.get(measure, period, breakdown=breakdown, group=group, authority=authority)
        if found is None:
            raise DefinitionError(
                f"Nothing was counted for {measure}, {period.label}, {breakdown} {group}.",
                remedy="Check the measure, the period and the group against `goldenthread measure`.",
            )
        return found

    def series(
        self,
        measure: str,
        kind: PeriodKind,
        *,
        breakdown: str = "all",
        group: str = "all",
        authority: str | None = None,
    ) -> tuple[Result, ...]:
        """Results of one kind of period, oldest first; for stock, the snapshots at the ends of such periods."""
        block = self._block(measure)
        row = block.row_of.get((self._authority(authority), breakdown, group))
        if row is None:
            return ()
        columns = block.columns_in_series(kind)
        return self._once(measure, (kind, row), lambda: tuple(block.result(row, column) for column in columns))

    def _once(self, measure: str, key: Hashable, make: Callable[[], tuple[Result, ...]]) -> tuple[Result, ...]:
        """What was made for the measure asked for last is kept, for one kind of reader is told it after another."""
        if self._last[0] != measure:
            self._last = (measure, {})
        held = self._last[1]
        if key not in held:
            held[key] = make()
        return held[key]

    def groups(
        self, measure: str, period: Period, breakdown: str, *, authority: str | None = None
    ) -> tuple[Result, ...]:
        """The results of every group of a breakdown in one period, in the order a reader expects, not known last."""
        block, area = self._block(measure), self._authority(authority)
        column = block.column_of.get(_fit(block, period))
        if column is None:
            return ()
        rows = block.rows_by(area, breakdown)

        def make() -> tuple[Result, ...]:
            return tuple(sorted((block.result(row, column) for row in rows), key=_group_order))

        return self._once(measure, (area, breakdown, column), make)

    def periods(self, kind: PeriodKind) -> tuple[Period, ...]:
        """The periods of one kind that were counted, oldest first."""
        return tuple(sorted({p for block in self.blocks.values() for p in block.periods if p.kind is kind}))

    def row(self, result: Result) -> dict[str, Any]:
        """A result as a flat dictionary, the columns of the export."""
        return _row(result, self.measures.get(result.measure))

    def to_rows(self) -> list[dict[str, Any]]:
        """Every result as a flat dictionary, the columns of the export."""
        return [_row(result, self.measures.get(result.measure)) for result in self]

    def to_arrow(self) -> pa.Table:
        """Every result as an Arrow table, the columns of the export."""
        import pyarrow as pa

        return pa.Table.from_pylist(self.to_rows(), schema=export_schema())


def _group_order(result: Result) -> tuple[tuple[bool, int, str], ...]:
    part, within = crossed_parts(result.breakdown)
    if not within:
        return (group_order(part, result.group),)
    outer, inner = crossed_group_parts(result.group)
    return group_order(within, outer), group_order(part, inner)


def group_order(breakdown: str, group: str) -> tuple[bool, int, str]:
    """What groups of a breakdown are sorted by: the order a reader expects, not known last."""
    listed = GROUP_ORDER.get(breakdown, ())
    place = listed.index(group) if group in listed else len(listed)
    return group == NOT_KNOWN, place, group


def _fit(block: Block, period: Period) -> Period:
    if period.kind is not PeriodKind.SNAPSHOT and block.is_stock:
        return Period(PeriodKind.SNAPSHOT, period.end, period.end)
    return period


def _in_series(period: Period, kind: PeriodKind, stock: bool) -> bool:
    if not stock or kind is PeriodKind.SNAPSHOT:
        return period.kind is kind
    if period.end != month_end(period.end):
        return False
    if kind is PeriodKind.QUARTER:
        return period.end.month in _QUARTER_ENDS
    return period.end.month == 3 if kind is PeriodKind.REPORTING_YEAR else True


def _row(result: Result, measure: Measure | None) -> dict[str, Any]:
    interval = result.interval
    return {
        "authority": result.authority,
        "measure": result.measure,
        "code": measure.code if measure else "",
        "title": measure.title if measure else "",
        "version": result.version,
        "period": result.period.key,
        "period_kind": str(result.period.kind),
        "period_start": result.period.start,
        "period_end": result.period.end,
        "breakdown": result.breakdown,
        "group": result.group,
        "numerator": result.numerator,
        "denominator": result.denominator,
        "value": result.value,
        "unit": str(result.unit),
        "lower_95": interval[0] if interval else None,
        "upper_95": interval[1] if interval else None,
        "too_recent": result.too_recent,
        "excluded": result.excluded,
        "status": str(result.status),
        "annualised": result.annualised,
        "note": result.note,
    }


def export_schema() -> pa.Schema:
    """The columns of an export and their types."""
    import pyarrow as pa

    kinds: Mapping[type, Any] = {str: pa.string(), int: pa.int64(), float: pa.float64(), dt.date: pa.date32()}
    columns: tuple[tuple[str, type], ...] = (
        ("authority", str), ("measure", str), ("code", str), ("title", str), ("version", int), ("period", str),
        ("period_kind", str), ("period_start", dt.date), ("period_end", dt.date), ("breakdown", str), ("group", str),
        ("numerator", float), ("denominator", float), ("value", float), ("unit", str), ("lower_95", float),
        ("upper_95", float), ("too_recent", int), ("excluded", int), ("status", str),
    )  # fmt: skip
    fields = [(name, kinds[kind]) for name, kind in columns]
    return pa.schema([*fields, ("annualised", pa.bool_()), ("note", pa.string())])
